"""Rule sets as an office sees and changes them: what is in force, a version of its own, and how it would count."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from complaint_desk.domain.clock_keeping import recounted
from complaint_desk.domain.clocks import Clock, DueReasons, reasons_of
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.rule_form import BadRules, rule_version
from complaint_desk.domain.rule_sets import Chooser, RuleBook, RuleVersion
from complaint_desk.domain.rule_text import version_text
from complaint_desk.services.desk import Desk
from complaint_desk.storage import journal, rules
from complaint_desk.storage.journal import Deed, Signature


def book(desk: Desk) -> RuleBook:
    """Every version of every rule set, the office's own among them."""
    with desk.store.reading() as connection:
        return rules.book(connection)


def read_version(desk: Desk, table: Mapping[str, Any], place: str) -> RuleVersion:
    """A version of the office's own from a table as in `resources/rules`, named so that no other has its name.

    Raises:
        Refusal: `bad_rules` with `place`, `problem` and `value`.
    """
    try:
        read = rule_version({**table, "own": True, "version": _name(desk, table)}, place)
    except BadRules as error:
        raise Refusal("bad_rules", place=error.place, problem=error.code, value=error.value) from error
    return read


def _name(desk: Desk, table: Mapping[str, Any]) -> str:
    made = sum(1 for each in book(desk).versions if each.own and each.code == table.get("code"))
    return f"{table.get('valid_from', '')}/{made + 1}"


def save_version(desk: Desk, version: RuleVersion) -> None:
    """Keep a version of the office's own. Complaints that run keep the version that they have; journalled."""
    with desk.store.writing() as connection:
        signature = Signature(desk.person, desk.clock())
        rules.save_version(connection, signature, version)
        told = (("rule_set", version.code), ("version", version.version))
        journal.append(connection, signature, [Deed("rules_changed", details=told)])


def save_choosers(desk: Desk, choosers: Iterable[Chooser]) -> None:
    """Say what chooses the rule set of complaints that are registered from now on; journalled."""
    with desk.store.writing() as connection:
        signature = Signature(desk.person, desk.clock())
        kept = tuple(choosers)
        rules.save_choosers(connection, kept)
        told = tuple((each.field, f"{each.code} {each.rule_set}") for each in kept)
        journal.append(connection, signature, [Deed("rules_changed", details=told)])


def tables_of(path: Path) -> list[dict[str, Any]]:
    """The rule sets in a file as tables that `read_version` takes.

    Raises:
        Refusal: `no_file`, `bad_rules`.
        Surroundings: `cannot_read`.
    """
    if not path.is_file():
        raise Refusal("no_file", path=str(path))
    try:
        read = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Surroundings("cannot_read", path=str(path), reason=str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise Refusal("bad_rules", place=str(path), problem="not_toml", value=str(error)) from error
    tables = read.get("rule_set", [])
    if not isinstance(tables, list) or not tables:
        raise Refusal("bad_rules", place=f"{path}, rule_set", problem="missing", value="")
    return tables


def write_file(version: RuleVersion, path: Path) -> None:
    """Write a version as a file that `tables_of` reads.

    Raises:
        Surroundings: `cannot_write`.
    """
    try:
        path.write_text(version_text(version), "utf-8", newline="\n")
    except OSError as error:
        raise Surroundings("cannot_write", path=str(path), reason=str(error)) from error


def example(desk: Desk, version: RuleVersion, day: dt.datetime) -> tuple[DueReasons, ...]:
    """How each clock of a version would run if what starts it happened at that moment."""
    with desk.store.reading() as connection:
        calendar = rules.calendar(connection)
    explained = []
    for each in version.obligations:
        bare = Clock(each.code, version.code, version.version, day, None, str(each.unit))
        explained.append(reasons_of(recounted(bare, each, calendar), version, calendar, desk.clock()))
    return tuple(each for each in explained if each)
