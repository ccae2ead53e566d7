"""`find` and `show`: reading the ledger."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from complaint_desk.cli.context import DONE, Command, Context, UsageError
from complaint_desk.cli.filters import filter_of
from complaint_desk.cli.tables import text_table
from complaint_desk.cli.timing import clock_lines
from complaint_desk.domain.clocks import state_of_summary
from complaint_desk.domain.complaint import Case, Complaint, JournalEntry
from complaint_desk.domain.discretion import discreet, discreet_case
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.figure_keys import read_key
from complaint_desk.domain.json_form import clock_to_json, complaint_to_json, json_value, step_to_json
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.clocks import historic_text, why
from complaint_desk.i18n.values import moment_text, shown_text, size_text
from complaint_desk.i18n.words import Words
from complaint_desk.services import handling, ledger, people

_COLUMNS = ("number", "received_at", "name", "subject_name", "nature", "status")


def find(context: Context) -> int:
    """Count of all that match, and the newest of them."""
    with context.opened() as program:
        asked = _of_figure(context.arguments.key, filter_of(context.arguments, program.words))
        found = ledger.find(program.desk, asked, LedgerOrder(), context.arguments.limit, stop=context.stop)
        if context.output.as_json:
            context.output.document(
                {"count": found.count, "rows": [complaint_to_json(discreet(row)) for row in found.rows]}
            )
        else:
            context.output.say(*_listing(found.count, found.rows, program.words))
    return DONE


def _of_figure(key: str, asked: LedgerFilter) -> LedgerFilter:
    """The filter with the key of a figure in the place of words."""
    if not key:
        return asked
    if asked.words:
        raise UsageError(_("Words and --key cannot be asked together; the key stands for the words."))
    # A terminal takes "#" for the beginning of a remark, so it may be left out there.
    whole = key if key.startswith(("#", "\uff03")) else f"#{key}"
    if read_key(whole) is None:
        raise UsageError(_("“{key}” is no key of a figure; a key looks like #2026-10/nature=quality.").format(key=key))
    return dataclasses.replace(asked, words=whole)


def show(context: Context) -> int:
    """One complaint with all that hangs on it; masked personal data is shown for a reason."""
    if context.arguments.reason and not context.arguments.reveal:
        raise UsageError(_("--reason is said only with --reveal."))
    with context.opened() as program:
        case = handling.case_by_number(program.desk, context.arguments.number)
        if context.arguments.reveal:
            case = people.reveal(program.desk, case.complaint.id, context.arguments.reason)
        if context.output.as_json:
            context.output.document(case_document(discreet_case(case), program.desk.clock(), program.words))
        else:
            context.output.say(*_case_lines(case, program.desk.clock(), program.words))
    return DONE


def case_document(case: Case, now: dt.datetime, words: Words) -> dict[str, Any]:
    """The complaint's fields, then `steps`, `attachments`, `due_state`, `clocks` and `journal`.

    `due_state` is how it stands as a whole, a code of `DueAsked`: `historic` where it is older than its clocks.
    """
    due = case.complaint.due_summary
    return complaint_to_json(case.complaint) | {
        "steps": [step_to_json(step) for step in case.steps],
        "attachments": [
            {
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "added_at": json_value(file.added_at),
                "added_by": file.added_by,
            }
            for file in case.attachments
        ],
        "due_state": state_of_summary(due, now) or due.due_mark or None,
        "clocks": [clock_to_json(each, now, why(each, words)) for each in case.clocks],
        "journal": [_entry_document(entry) for entry in case.journal],
    }


def _entry_document(entry: JournalEntry) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "at": json_value(entry.at),
        "person": entry.person,
        "deed": entry.deed,
        "fields": list(entry.fields),
        "before": None if entry.before is None else dict(entry.before),
        "details": dict(entry.details),
    }


def _listing(count: int, rows: tuple[Complaint, ...], words: Words) -> list[str]:
    lines = [ngettext("{count} complaint", "{count} complaints", count).format(count=f"{count:,}")]
    if rows:
        heads = [words.field_label(name) for name in _COLUMNS]
        lines += text_table(heads, [[shown_text(row, name, words) for name in _COLUMNS] for row in rows])
    if count > len(rows):
        lines.append(_("The newest {shown} are shown; --limit shows more.").format(shown=f"{len(rows):,}"))
    return lines


def _imported_lines(complaint: Complaint, words: Words) -> list[str]:
    """What an import kept beside the fields: texts that could not be read, columns that are no field."""
    kept = {
        "original_values": [(words.field_label(name), text) for name, text in complaint.original_values],
        "extra": complaint.extra,
    }
    lines: list[str] = []
    for name, told in kept.items():
        if told:
            lines += ["", words.field_label(name)]
            lines += [_("{label}: {value}").format(label=label, value=text) for label, text in told]
    return lines


def _case_lines(case: Case, now: dt.datetime, words: Words) -> list[str]:
    lines = [
        _("{label}: {value}").format(label=words.field_label(field.name), value=text)
        for field in FIELDS
        if (text := shown_text(case.complaint, field.name, words))
    ]
    lines += _imported_lines(discreet_case(case).complaint, words)
    if case.clocks:
        lines += ["", _("Time limits"), *clock_lines(case, now, words)]
    elif told := historic_text(case.complaint):
        lines += ["", _("Time limits"), told]
    if case.steps:
        lines += ["", _("Handling record")]
        lines += [
            f"{moment_text(step.at)}  {words.label('step_kind', step.kind)}  {step.person}  {step.text}".rstrip()
            for step in case.steps
        ]
    if files := discreet_case(case).attachments:
        lines += ["", _("Attachments")]
        lines += [
            f"{moment_text(file.added_at)}  {file.name}  {size_text(file.size)}  {file.added_by}" for file in files
        ]
    lines += ["", _("Journal")]
    lines += [
        f"{entry.sequence}  {moment_text(in_shanghai(entry.at))}  {entry.person}  {words.deed_label(entry.deed)}  "
        + _(", ").join(words.field_label(name) for name in entry.fields)
        + dict(entry.before or ()).get("reason", "")
        for entry in case.journal
    ]
    return [line.rstrip() for line in lines]


COMMANDS: dict[str, Command] = {"find": find, "show": show}
