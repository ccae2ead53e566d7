"""Writing the filtered ledger to a file that people read and the import reads back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from complaint_desk.domain.discretion import discreet_name
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.foreign.import_mapping import COLUMN_STEPS
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.masked_asking import MASKED_FIELDS
from complaint_desk.domain.plain_rows import PlainRow
from complaint_desk.domain.reports import Written
from complaint_desk.domain.roles import Right
from complaint_desk.domain.sharing import PersonalData, way_into_file
from complaint_desk.domain.step_texts import LONGEST_PART, parts_of_text, text_of_steps
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.i18n import _
from complaint_desk.i18n.sharing import personal_data_text
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import attachments, journal, ledger_queries, plain_rows, steps
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.store import Connection
from complaint_desk.workbooks.ledger_export import MOST_ROWS, WORKBOOK, LedgerRows, check_export_type, write_ledger

_PORTION = 1_000


@needs(Right.EXPORT)
def export_ledger(  # noqa: PLR0913 - what is written where, and a keyword for each choice about it
    desk: Desk,
    wanted: LedgerFilter,
    order: LedgerOrder,
    columns: Sequence[str],
    path: Path,
    words: Words,
    *,
    personal: PersonalData = PersonalData.SHOWN,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> Written:
    """Write the filtered ledger in order, from one snapshot; the journal tells it with the number of rows.

    `columns` are names of fields as the window shows them, or all; with all of them come the further columns that imports
    left, and the handling record. A last one names the files where the ledger has any. A report does not name who reported.
    The file appears only when it is whole and told. A workbook has a second sheet with when, by whom and the head of the
    journal.

    `personal`: masked or removed, a file may go to people who need no personal data; where none is seen it is masked at least.

    Raises:
        Refusal: `masked_field`; `unknown_export_type`; `too_many_rows` for a workbook of more than 1,048,575.
        Surroundings: `cannot_write` with `path`.
        Stopped: no file was written.
    """
    kind = check_export_type(path)
    signature = Signature(desk.person, desk.clock())
    personal = way_into_file(personal, sees_people=desk.sees_people)
    masked, removed = personal is not PersonalData.SHOWN, personal is PersonalData.REMOVED
    whole = FIELD.keys() <= set(columns)
    if removed:
        columns = [name for name in columns if name not in MASKED_FIELDS]
    with desk.store.reading(stop) as connection:
        keys = ledger_queries.keys(connection, desk.asking(wanted, order.field), order)
        if kind == WORKBOOK and len(keys) > MOST_ROWS:
            raise Refusal("too_many_rows", limit=MOST_ROWS, count=len(keys))

        records = _Records.of(connection, words, masked=masked) if whole else None
        has_files = not removed and attachments.has_attachments(connection)
        extras = _extra_headers(connection, keys, words) if whole and not removed else ()
        further = (*extras, *(records.headers if records else ()), *((_("Attachments"),) if has_files else ()))

        def portions() -> Iterator[Sequence[PlainRow]]:
            for start in range(0, len(keys), _PORTION):
                if stop:
                    stop.heed()
                portion = keys[start : start + _PORTION]
                rows = plain_rows.rows_of(connection, portion, columns, masked=masked)
                if extras:
                    rows = _with_extras(connection, rows, extras, masked=masked)
                if records:
                    rows = records.behind(connection, rows)
                yield _with_files(connection, rows, masked=masked) if has_files else list(rows.values())
                progress(min(start + _PORTION, len(keys)), len(keys))

        def tell() -> None:
            told = (("rows", str(len(keys))), ("kind", kind), ("personal", str(personal)))
            with desk.store.writing(stop) as writing:
                journal.append(writing, signature, [Deed("export", details=told)])

        about = (
            (_("Exported at"), moment_text(signature.at)),
            (_("Exported by"), desk.person),
            (_("Complaints"), f"{len(keys):,}"),
            (_("Personal data"), personal_data_text(personal)),
            (_("Head of the journal"), str(journal.head(connection))),
        )
        write_ledger(path, LedgerRows(columns, portions(), len(keys), further), words, about, tell)
    return Written(str(path), ((_("Ledger"), len(keys)),))


@dataclass(frozen=True, slots=True)
class _Records:
    """The handling records of complaints, as texts in as many columns as the longest needs."""

    headers: tuple[str, ...]
    words: Words
    masked: bool

    @classmethod
    def of(cls, connection: Connection, words: Words, *, masked: bool) -> _Records | None:
        if not steps.has_steps(connection):
            return None
        records = cls((words.field_label(COLUMN_STEPS),), words, masked)
        most = 1
        for start in range(0, len(long := steps.long_records(connection, LONGEST_PART)), _PORTION):
            told = records._texts(connection, long[start : start + _PORTION])
            most = max(most, *(len(list(parts_of_text(text))) for text in told.values()))
        further = tuple(f"{records.headers[0]} {at}" for at in range(2, most + 1))
        return cls((*records.headers, *further), words, masked)

    def behind(self, connection: Connection, rows: Mapping[int, PlainRow]) -> dict[int, PlainRow]:
        """Each row goes on with what was done."""
        told = self._texts(connection, list(rows))
        blank = [""] * len(self.headers)
        return {key: (*row, *[*parts_of_text(told.get(key, "")), *blank][: len(blank)]) for key, row in rows.items()}

    def _texts(self, connection: Connection, keys: Sequence[int]) -> dict[int, str]:
        found = steps.steps_of(connection, keys)
        told = plain_rows.masked_steps(connection, found) if self.masked else found
        return {key: text_of_steps(each, partial(self.words.label, "step_kind")) for key, each in told.items()}


def _extra_headers(connection: Connection, keys: Sequence[int], words: Words) -> tuple[str, ...]:
    """The further columns; what another ledger of ours said of its own registering has the name of a field here."""
    own = {words.field_label(name) for name in FIELD}
    return tuple(header for header in plain_rows.extra_headers(connection, keys) if header not in own)


def _with_extras(
    connection: Connection, rows: Mapping[int, PlainRow], headers: Sequence[str], *, masked: bool
) -> dict[int, PlainRow]:
    """Each row goes on with what further columns of its import said."""
    said = plain_rows.extras_of(connection, list(rows), masked=masked)
    nothing: Mapping[str, str] = {}
    return {key: (*row, *(said.get(key, nothing).get(header, "") for header in headers)) for key, row in rows.items()}


def _with_files(connection: Connection, rows: Mapping[int, PlainRow], *, masked: bool) -> Sequence[PlainRow]:
    """Each row ends with what the complaint's files are called; masked, or of a report, only what kind of files they are."""
    owned = attachments.attachments_of(connection, list(rows))
    kinds = plain_rows.rows_of(connection, list(rows), ("kind",))
    return [
        (
            *row,
            _(", ").join(
                discreet_name(file.name) if masked or kinds[key][0] == Kind.REPORT else file.name
                for file, _step in owned.get(key, ())
            ),
        )
        for key, row in rows.items()
    ]
