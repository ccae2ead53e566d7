"""Report definitions: kept under a name for all desks, asked for by that name in the window and by scheduled tasks."""

from __future__ import annotations

import dataclasses

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.report_definitions import ReportDefinition
from complaint_desk.domain.roles import Right
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import journal
from complaint_desk.storage import report_definitions as kept
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.store import Connection


@needs(Right.READ)
def definitions(desk: Desk) -> tuple[ReportDefinition, ...]:
    """Every definition, in the order in which they were made."""
    with desk.store.reading() as connection:
        return kept.all_of(connection, desk.clock().date())


@needs(Right.READ)
def definition(desk: Desk, name: str, words: Words) -> ReportDefinition:
    """The definition of that name; a usual one also by its code, or by its label in either language.

    Raises:
        Refusal: `no_report_definition` with `known`, the names that there are.
    """
    there = {each.name: each for each in definitions(desk)}
    found = there.get(name.strip()) or there.get(words.code("report_definition", name) or "")
    if found is None:
        known = tuple(words.label("report_definition", each) for each in there)
        raise Refusal("no_report_definition", name=name, known=known)
    return found


@needs(Right.ARRANGE)
def save(desk: Desk, wanted: ReportDefinition) -> Changes:
    """Keep a new definition (id 0), or put one in the place of another.

    Raises:
        Refusal: `definition_without_name`; `definition_exists` where another one has that name; `definition_gone` where
            somebody deleted it meanwhile.
    """
    name = wanted.name.strip()
    if not name:
        raise Refusal("definition_without_name")
    with desk.store.writing() as connection:
        _refuse_same_name(connection, desk, wanted, name)
        signature, named = _signature(desk), dataclasses.replace(wanted, name=name)
        if not wanted.id:
            kept.add(connection, signature, named)
        elif not kept.change(connection, signature, named):
            raise Refusal("definition_gone", name=name)
        _tell(connection, signature, name)
    return Changes(definitions=True)


@needs(Right.ARRANGE)
def drop(desk: Desk, wanted: ReportDefinition) -> Changes:
    """Forget a definition.

    Raises:
        Refusal: `definition_gone`.
    """
    with desk.store.writing() as connection:
        if not kept.drop(connection, wanted.id):
            raise Refusal("definition_gone", name=wanted.name)
        _tell(connection, _signature(desk), wanted.name)
    return Changes(definitions=True)


def _refuse_same_name(connection: Connection, desk: Desk, wanted: ReportDefinition, name: str) -> None:
    taken = {each.name: each.id for each in kept.all_of(connection, desk.clock().date())}
    if taken.get(name, wanted.id) != wanted.id:
        raise Refusal("definition_exists", name=name)


def _tell(connection: Connection, signature: Signature, name: str) -> None:
    journal.append(connection, signature, [Deed("definitions_changed", details=(("name", name),))])


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
