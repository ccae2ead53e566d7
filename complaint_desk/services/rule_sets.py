"""Rule sets as an office sees and changes them: what is in force, a version of its own, and how it would count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from complaint_desk.domain.clock_keeping import Happening, Rules, settle
from complaint_desk.domain.clocks import DueReasons, reasons_of
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.rule_form import BadRules, rule_version
from complaint_desk.domain.rule_sets import RuleBook, RuleVersion
from complaint_desk.domain.vocabulary import Status
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


def example(desk: Desk, version: RuleVersion, received: dt.datetime) -> tuple[DueReasons, ...]:
    """How the clocks of a version would run for a complaint received at a moment."""
    with desk.store.reading() as connection:
        calendar = rules.calendar(connection)
    now = desk.clock()
    complaint = Complaint(
        id=0,
        version=1,
        number="",
        status=Status.REGISTERED,
        registered_at=received,
        registered_by=desk.person,
        received_at=received,
        rule_set=version.code,
    )
    alone = RuleVersion(version.code, version.version, received.date(), None, version.obligations, version.own)
    clocks = settle((), complaint, Rules(RuleBook((alone,)), calendar, version.code), Happening(received))
    explained = (reasons_of(each, alone, calendar, now) for each in clocks)
    return tuple(each for each in explained if each)
