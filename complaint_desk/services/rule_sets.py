"""Rule sets as an office sees and changes them: what is in force, a version of its own, and how it would count."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from complaint_desk.domain.clock_keeping import recounted
from complaint_desk.domain.clocks import Clock, DueReasons, reasons_of
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.roles import Right
from complaint_desk.domain.rule_form import BadRules, layer_table, province_layer, rule_version, version_table
from complaint_desk.domain.rule_sets import Chooser, ProvinceLayer, RuleBook, RuleVersion
from complaint_desk.domain.rule_text import layer_text, version_text
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import journal, rules
from complaint_desk.storage.journal import Deed, Signature


@needs(Right.READ)
def book(desk: Desk) -> RuleBook:
    """Every version of every rule set, the office's own among them."""
    with desk.store.reading() as connection:
        return rules.book(connection)


@needs(Right.READ)
def read_version(desk: Desk, table: Mapping[str, Any], place: str) -> RuleVersion:
    """A version of the office's own from a table as in `resources/rules`, named so that no other has its name.

    Raises:
        Refusal: `bad_rules` with `place`, `problem` and `value`.
    """
    with _bad_rules_told():
        return rule_version({**table, "own": True, "version": _name(book(desk).versions, table)}, place)


@needs(Right.READ)
def read_layer(desk: Desk, table: Mapping[str, Any], place: str) -> ProvinceLayer:
    """What the office says of a province, from a table `province` as in `resources/rules`, named as `read_version` does.

    Raises:
        Refusal: `bad_rules` with `place`, `problem` and `value`.
    """
    with _bad_rules_told():
        return province_layer({**table, "own": True, "version": _name(book(desk).provinces, table)}, place)


@contextmanager
def _bad_rules_told() -> Iterator[None]:
    try:
        yield
    except BadRules as error:
        raise Refusal("bad_rules", place=error.place, problem=error.code, value=error.value) from error


def _name(known: Iterable[RuleVersion | ProvinceLayer], table: Mapping[str, Any]) -> str:
    made = sum(1 for each in known if each.own and each.code == table.get("code"))
    return f"{table.get('valid_from', '')}/{made + 1}"


@needs(Right.SET_UP)
def keep_edited(desk: Desk, edited: RuleVersion | ProvinceLayer) -> RuleVersion | ProvinceLayer:
    """Keep what a person made of a version or a layer as a version of its own; returns it with its name.

    Raises:
        Refusal: `bad_rules` with `place`, `problem` and `value`.
    """
    made: RuleVersion | ProvinceLayer
    if isinstance(edited, ProvinceLayer):
        made = read_layer(desk, layer_table(edited), edited.code)
    else:
        made = read_version(desk, version_table(edited), edited.code)
    save_version(desk, made)
    return made


@needs(Right.SET_UP)
def save_version(desk: Desk, version: RuleVersion | ProvinceLayer) -> None:
    """Keep a version of the office's own. Complaints that run keep the version that they have; journalled."""
    with desk.store.writing() as connection:
        signature = Signature(desk.person, desk.clock())
        rules.save_version(connection, signature, version)
        kind = "province" if isinstance(version, ProvinceLayer) else "rule_set"
        told = ((kind, version.code), ("version", version.version))
        journal.append(connection, signature, [Deed("rules_changed", details=told)])


@needs(Right.SET_UP)
def save_choosers(desk: Desk, choosers: Iterable[Chooser]) -> None:
    """Say what chooses the rule set of complaints that are registered from now on; journalled."""
    with desk.store.writing() as connection:
        signature = Signature(desk.person, desk.clock())
        kept = tuple(choosers)
        rules.save_choosers(connection, kept)
        told = tuple((each.field, f"{each.code} {each.rule_set}") for each in kept)
        journal.append(connection, signature, [Deed("rules_changed", details=told)])


@needs(Right.SET_UP)
def read_file(desk: Desk, path: Path) -> tuple[RuleVersion | ProvinceLayer, ...]:
    """The rule sets in a file, then what it says of provinces, as they would be kept.

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
    found: list[RuleVersion | ProvinceLayer] = []
    for key, reader in (("rule_set", read_version), ("province", read_layer)):
        tables = read.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            raise Refusal("bad_rules", place=f"{path}, {key}", problem="wrong_type", value="")
        found += [reader(desk, each, f"{path}: {each.get('code', '?')}") for each in tables]
    if not found:
        raise Refusal("bad_rules", place=f"{path}, rule_set", problem="missing", value="")
    return tuple(found)


def write_file(version: RuleVersion | ProvinceLayer, path: Path) -> None:
    """Write a version as a file that `read_file` reads.

    Raises:
        Surroundings: `cannot_write`.
    """
    try:
        said = layer_text(version) if isinstance(version, ProvinceLayer) else version_text(version)
        path.write_text(said, "utf-8", newline="\n")
    except OSError as error:
        raise Surroundings("cannot_write", path=str(path), reason=str(error)) from error


@needs(Right.READ)
def example(desk: Desk, version: RuleVersion, day: dt.datetime) -> tuple[DueReasons, ...]:
    """How each clock of a version would run if what starts it happened at that moment."""
    with desk.store.reading() as connection:
        calendar = rules.calendar(connection)
    explained = []
    for each in version.obligations:
        bare = Clock(each.code, version.code, version.version, day, None, str(each.unit))
        explained.append(reasons_of(recounted(bare, each, calendar), version, calendar, desk.clock()))
    return tuple(each for each in explained if each)
