"""`verify`, `copy-ledger`, `self-check`: care of the ledger and of the program."""

from __future__ import annotations

import json
from pathlib import Path

from complaint_desk.cli.context import DONE, SURROUNDINGS, Command, Context
from complaint_desk.cli.entitled import refuse_without
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _, ngettext


def copy_ledger(context: Context) -> int:
    """The same ledger in another place, compared row by row."""
    from complaint_desk.services import moving

    asked = context.arguments
    output = context.output
    refuse_without(Right.BACK_UP, context)
    with output.progress(_("Copying")) as copying, output.progress(_("Checking the copy")) as checking:
        moved = moving.copy_ledger(asked.source, asked.target, context.stop, copying, checking)
    context.output.tell(
        {"complaints": moved.complaints, "entries": moved.entries, "anchor": moved.anchor},
        ngettext(
            "{count} complaint was copied and compared.", "{count} complaints were copied and compared.",
            moved.complaints,
        ).format(count=f"{moved.complaints:,}"),
        _("Journal head of both: {anchor}").format(anchor=moved.anchor),
    )  # fmt: skip
    return DONE


def verify(context: Context) -> int:
    """What the check found; faults make the exit code 4, since the ledger is not what the journal says."""
    from complaint_desk.i18n.sentences import fault_sentence
    from complaint_desk.i18n.values import list_text
    from complaint_desk.services import care

    with context.opened() as program, context.output.progress(_("Checking")) as progress:
        found = care.verify(program.desk, context.arguments.anchor, stop=context.stop, progress=progress)
        head = care.anchor(program.desk)
    labels = {
        "journal": _("journal entries"),
        "complaints": _("complaints"),
        "numbers": _("numbers"),
        "search": _("search texts"),
        "attachments": _("attachments"),
        "improvements": _("improvements"),
        "feedback": _("feedback sheets"),
        "staff": _("staff"),
    }
    checked = list_text([f"{labels[name]} {count:,}" for name, count in found.checked])
    context.output.tell(
        {
            "ok": found.ok,
            "checked": dict(found.checked),
            "faults": [
                {
                    "code": fault.code,
                    "place": fault.place,
                    "details": dict(fault.details),
                    "message": fault_sentence(fault),
                }
                for fault in found.faults
            ],
            "anchor": head,
        },
        _("Checked: {what}").format(what=checked),
        *([_("No fault found.")] if found.ok else [fault_sentence(fault) for fault in found.faults]),
        _("Journal head: {anchor}").format(anchor=head),
    )
    return DONE if found.ok else SURROUNDINGS


def self_check(context: Context) -> int:
    """The program tries itself; a step that fails is named and makes the exit code 4."""
    from complaint_desk.cli.self_check import check

    steps = check(context)
    failed = [step for step in steps if not step.ok]
    told = [{"name": step.name, "ok": step.ok, "seconds": step.seconds, "reason": step.reason} for step in steps]
    document = {"ok": not failed, "steps": told}
    if target := context.arguments.to_file:
        # The program of the window has no stream to answer on.
        Path(target).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    context.output.tell(
        document,
        *(
            _("{step}: {outcome}").format(step=step.label, outcome=_("good") if step.ok else step.reason)
            for step in steps
        ),
    )
    return DONE if not failed else SURROUNDINGS


COMMANDS: dict[str, Command] = {
    "copy-ledger": copy_ledger,
    "verify": verify,
    "self-check": self_check,
}
