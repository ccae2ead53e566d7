"""`backup`, `restore`, `rehearse-restore`, `salvage`: copies of the ledger, and what is left of a damaged one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from complaint_desk.cli.context import DONE, SURROUNDINGS, Command, Context
from complaint_desk.cli.entitled import refuse_without
from complaint_desk.domain.copies import LedgerContents, RestorePreview
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.reports import Fault
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _, ngettext
from complaint_desk.services.program import Premises


def backup(context: Context) -> int:
    """A checked copy of the ledger."""
    from complaint_desk.services import care

    with context.opened() as program:
        copied = care.back_up(program.desk, Path(context.arguments.file))
    context.output.tell(
        {"file": str(copied.file), "complaints": copied.complaints, "anchor": copied.anchor},
        _holding(copied.file, copied.complaints),
        _("Journal head, to be kept elsewhere: {anchor}").format(anchor=copied.anchor),
    )
    return DONE


def restore(context: Context) -> int:
    """A copy in the place of the ledger, or what that would bring and take."""
    from complaint_desk.services import care

    asked, premises = context.arguments, context.premises
    _refuse_a_server(premises)
    refuse_without(Right.BACK_UP, context)
    if asked.dry_run:
        return _preview(context, care.preview(premises.places.ledger, Path(asked.file), check=True, stop=context.stop))
    with context.output.progress(_("Checking")) as progress:
        restored = care.restore(
            premises.places.ledger,
            Path(asked.file),
            premises.person,
            replace=asked.replace,
            despite_faults=asked.despite_faults,
            stop=context.stop,
            progress=progress,
        )
    aside = restored.kept_aside
    drafts = ngettext(
        "{count} draft of the ledger before it was taken over.", "{count} drafts of the ledger before it were taken over.",
        restored.drafts,
    ).format(count=restored.drafts)  # fmt: skip
    context.output.tell(
        {
            "file": str(restored.file),
            "complaints": restored.complaints,
            "anchor": restored.anchor,
            "kept_aside": None if aside is None else str(aside),
            "drafts": restored.drafts,
        },
        ngettext(
            "The ledger {file} now holds {count} complaint.", "The ledger {file} now holds {count} complaints.",
            restored.complaints,
        ).format(file=restored.file, count=f"{restored.complaints:,}"),
        *([_("The ledger before it is kept as {file}.").format(file=aside)] if aside else []),
        *([drafts] if restored.drafts else []),
    )  # fmt: skip
    return DONE


def rehearse_restore(context: Context) -> int:
    """A restore tried in a temporary place; what is wrong makes the exit code 4."""
    from complaint_desk.i18n.copies import rehearsal_sentences
    from complaint_desk.services import care

    _refuse_a_server(context.premises)
    with context.opened() as program, context.output.progress(_("Checking")) as progress:
        found = care.rehearse(program.desk, context.premises.copy_folders, context.stop, progress)
    context.output.tell(
        {
            "ok": found.ok,
            "file": str(found.file),
            "complaints": found.complaints,
            "expected": found.expected,
            "in_line": found.in_line,
            "faults": _faults(found.faults),
        },
        *rehearsal_sentences(found),
    )
    return DONE if found.ok else SURROUNDINGS


def salvage(context: Context) -> int:
    """A new ledger of what can be read of a damaged one."""
    from complaint_desk.i18n.copies import salvage_sentences
    from complaint_desk.services import care

    asked = context.arguments
    refuse_without(Right.BACK_UP, context)
    with context.output.progress(_("Reading what is left")) as progress:
        found = care.salvage_ledger(
            Path(asked.damaged), Path(asked.to_file), context.premises.person, context.stop, progress
        )
    context.output.tell(
        {
            "file": str(found.file),
            "complaints": found.complaints,
            "anchor": found.anchor,
            "tables": [
                {
                    "name": each.name,
                    "read": each.read,
                    "partly": each.partly,
                    "lost": each.lost,
                    "pages_lost": each.pages_lost,
                }
                for each in found.tables
            ],
            "unknown_rows": found.unknown_rows,
            "unreadable": None if found.unreadable is None else str(found.unreadable),
            "faults": _faults(found.faults),
        },
        *salvage_sentences(found),
    )
    return DONE


def _preview(context: Context, found: RestorePreview) -> int:
    from complaint_desk.i18n.copies import preview_sentences

    context.output.tell(
        {
            "file": str(found.file),
            "backup": _contents(found.contents),
            "present": None if found.present is None else _contents(found.present),
            "in_line": found.in_line,
            "complaints_since": found.complaints_since,
            "deeds_since": found.deeds_since,
            "faults": _faults(found.faults),
        },
        *preview_sentences(found),
    )
    return SURROUNDINGS if found.faults else DONE


def _contents(held: LedgerContents) -> dict[str, Any]:
    return {
        "complaints": held.complaints,
        "newest_number": held.newest_number,
        "newest_at": held.newest_at and held.newest_at.isoformat(),
        "entries": held.entries,
        "anchor": held.head,
        "last_entry_at": held.last_entry_at and held.last_entry_at.isoformat(),
        "schema": held.revision,
    }


def _faults(faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    from complaint_desk.i18n.sentences import fault_sentence

    return [
        {"code": each.code, "place": each.place, "details": dict(each.details), "message": fault_sentence(each)}
        for each in faults
    ]


def _holding(file: Path, complaints: int) -> str:
    return ngettext("{file} holds {count} complaint.", "{file} holds {count} complaints.", complaints).format(
        file=file, count=f"{complaints:,}"
    )


def _refuse_a_server(premises: Premises) -> None:
    if premises.on_server:
        raise Refusal("server_backup", path=premises.settings.database.rpartition("@")[2].partition("?")[0])


COMMANDS: dict[str, Command] = {
    "backup": backup,
    "restore": restore,
    "rehearse-restore": rehearse_restore,
    "salvage": salvage,
}
