"""Mappings of foreign ledgers: remembered by layout, named, given to other offices as a file."""

from __future__ import annotations

import json
from pathlib import Path

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.import_mapping import LayoutMapping
from complaint_desk.domain.foreign.mapping_text import mapping_from_json, mapping_to_json
from complaint_desk.services.desk import Desk
from complaint_desk.storage import import_mappings
from complaint_desk.storage.journal import Signature
from complaint_desk.workbooks.placing import placed

_LARGEST = 4 * 1024**2


def kept_mappings(desk: Desk) -> tuple[LayoutMapping, ...]:
    """Every mapping that is remembered, those with a name first."""
    with desk.store.reading() as connection:
        found = import_mappings.by_layout(connection).values()
    return tuple(sorted(found, key=lambda mapping: (not mapping.name, mapping.name)))


def keep_mapping(desk: Desk, mapping: LayoutMapping) -> None:
    """Remember a mapping for the next file of its layout; with a name it can be chosen for others, too."""
    with desk.store.writing() as connection:
        import_mappings.keep(connection, Signature(desk.person, desk.clock()), mapping)


def forget_mapping(desk: Desk, layout: str) -> bool:
    """Forget the mapping of a layout; False if there was none."""
    with desk.store.writing() as connection:
        return import_mappings.forget(connection, layout)


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
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError as error:
        raise Surroundings("cannot_read", path=str(path), reason=error.strerror or str(error)) from error
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Refusal("no_mapping_file", file=str(path)) from error
    return mapping_from_json(told, str(path))
