"""Mappings of foreign ledgers: remembered by layout, named, given to other offices as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.import_mapping import LayoutMapping
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.mapping_text import mapping_from_json, mapping_to_json
from complaint_desk.domain.roles import Right
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import import_mappings
from complaint_desk.storage.journal import Signature
from complaint_desk.workbooks.placing import placed

_LARGEST, _LARGEST_DECISIONS = 4 * 1024**2, 256 * 1024**2


@needs(Right.READ)
def kept_mappings(desk: Desk) -> tuple[LayoutMapping, ...]:
    """Every mapping that is remembered, those with a name first."""
    with desk.store.reading() as connection:
        found = import_mappings.by_layout(connection).values()
    return tuple(sorted(found, key=lambda mapping: (not mapping.name, mapping.name)))


@needs(Right.ARRANGE)
def keep_mapping(desk: Desk, mapping: LayoutMapping) -> None:
    """Remember a mapping for the next file of its layout; with a name it can be chosen for others, too."""
    with desk.store.writing() as connection:
        import_mappings.keep(connection, Signature(desk.person, desk.clock()), mapping)


@needs(Right.ARRANGE)
def forget_mapping(desk: Desk, layout: str) -> bool:
    """Forget the mapping of a layout; False if there was none."""
    with desk.store.writing() as connection:
        return import_mappings.forget(connection, layout)


@needs(Right.READ)
def choices_of(desk: Desk, name: str = "") -> SheetChoices:
    """What the office remembers of layouts, and the mapping of a name for every sheet that it fits.

    Raises:
        Refusal: `no_mapping` with `name`.
    """
    with desk.store.reading() as connection:
        known = import_mappings.by_layout(connection)
    if not name:
        return SheetChoices(by_layout=known, corrected=tuple(known.values()))
    wanted = next((mapping for mapping in known.values() if mapping.name == name), None)
    if wanted is None:
        raise Refusal("no_mapping", name=name)
    return SheetChoices(named=wanted, corrected=tuple(known.values()))


@needs(Right.READ)
def mapping_called(desk: Desk, name: str) -> LayoutMapping:
    """The mapping of a name, or of a layout.

    Raises:
        Refusal: `no_mapping` with `name`.
    """
    kept = kept_mappings(desk)
    for each in kept:
        if name and name in (each.name, each.fingerprint):
            return each
    raise Refusal("no_mapping", name=name)


def read_decisions(path: Path) -> dict[tuple[str, str, int], KnownWay]:
    """What becomes of known rows by file, sheet and row, from the `known_rows` that a dry run told.

    Raises:
        Refusal: `no_decisions_file` with `file`.
        Surroundings: `cannot_read` with `path`.
    """
    told = _json_in(path, "no_decisions_file", _LARGEST_DECISIONS)
    try:
        rows = told["known_rows"]
        return {(str(each["file"]), str(each["sheet"]), int(each["row"])): KnownWay(each["way"]) for each in rows}
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("no_decisions_file", file=str(path)) from error


def write_mapping(path: Path, mapping: LayoutMapping) -> None:
    """Write a mapping to a file for another office.

    Raises:
        Surroundings: `cannot_write`, `disk_full` with `path`.
    """
    with placed(path) as file:
        file.write(json.dumps(mapping_to_json(mapping), ensure_ascii=False, indent=1).encode())


def read_mapping(path: Path) -> LayoutMapping:
    """The mapping in a file of another office.

    Raises:
        Refusal: `no_mapping_file` with `file`.
        Surroundings: `cannot_read` with `path`.
    """
    return mapping_from_json(_json_in(path, "no_mapping_file", _LARGEST), str(path))


def _json_in(path: Path, otherwise: str, largest: int) -> Any:
    try:
        with path.open("rb") as file:
            content = file.read(largest)
    except OSError as error:
        raise Surroundings("cannot_read", path=str(path), reason=error.strerror or str(error)) from error
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Refusal(otherwise, file=str(path)) from error
