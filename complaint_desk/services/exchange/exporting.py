"""Writing the filtered ledger to a file that people read and the import reads back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from complaint_desk.domain.discretion import discreet_name
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.plain_rows import PlainRow
from complaint_desk.domain.reports import Written
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.i18n import _
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk
from complaint_desk.storage import attachments, journal, ledger_queries, plain_rows
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.store import Connection
from complaint_desk.workbooks.ledger_export import MOST_ROWS, WORKBOOK, LedgerRows, check_export_type, write_ledger

_PORTION = 1_000


def export_ledger(
    desk: Desk,
    wanted: LedgerFilter,
    order: LedgerOrder,
    columns: Sequence[str],
    path: Path,
    words: Words,
    *,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> Written:
    """Write the filtered ledger in order, from one snapshot; the journal tells it with the number of rows.

    `columns` are names of fields as the window shows them, or all; a last one names the files where the ledger has any. A
    report does not name who reported. The file appears only when it is whole and told. A workbook has a second sheet with
    when, by whom and the head of the journal.

    Raises:
        Refusal: `unknown_export_type`; `too_many_rows` for a workbook of more than 1,048,575.
        Surroundings: `cannot_write` with `path`.
        Stopped: no file was written.
    """
    kind = check_export_type(path)
    signature = Signature(desk.person, desk.clock())
    with desk.store.reading(stop) as connection:
        keys = ledger_queries.keys(connection, wanted, order)
        if kind == WORKBOOK and len(keys) > MOST_ROWS:
            raise Refusal("too_many_rows", limit=MOST_ROWS, count=len(keys))

        further = _("Attachments") if attachments.has_attachments(connection) else ""

        def portions() -> Iterator[Sequence[PlainRow]]:
            for start in range(0, len(keys), _PORTION):
                if stop:
                    stop.heed()
                portion = keys[start : start + _PORTION]
                yield _with_files(connection, portion, columns) if further else _rows(connection, portion, columns)
                progress(min(start + _PORTION, len(keys)), len(keys))

        def tell() -> None:
            told = (("rows", str(len(keys))), ("kind", kind))
            with desk.store.writing(stop) as writing:
                journal.append(writing, signature, [Deed("export", details=told)])

        about = (
            (_("Exported at"), moment_text(signature.at)),
            (_("Exported by"), desk.person),
            (_("Complaints"), f"{len(keys):,}"),
            (_("Head of the journal"), str(journal.head(connection))),
        )
        write_ledger(path, LedgerRows(columns, portions(), len(keys), further), words, about, tell)
    return Written(str(path), ((_("Ledger"), len(keys)),))


def _rows(connection: Connection, portion: Sequence[int], columns: Sequence[str]) -> Sequence[PlainRow]:
    return list(plain_rows.rows_of(connection, portion, columns).values())


def _with_files(connection: Connection, portion: Sequence[int], columns: Sequence[str]) -> Sequence[PlainRow]:
    """Each row ends with what the complaint's files are called; of a report only what kind of files they are."""
    owned = attachments.attachments_of(connection, portion)
    rows = plain_rows.rows_of(connection, portion, (*columns, "kind"))
    return [
        (
            *row,
            _(", ").join(
                discreet_name(file.name) if kind == Kind.REPORT else file.name for file, _step in owned.get(key, ())
            ),
        )
        for key, (*row, kind) in rows.items()
    ]
