"""Deeds at one complaint, with the rules of the window: from `accept` to `follow-up`, files and links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from complaint_desk.cli.context import DONE, Command, Context
from complaint_desk.domain.clock_deeds import clocks_to_pause, clocks_to_resume, waits_for
from complaint_desk.domain.complaint import Case, Changed, NewStep
from complaint_desk.domain.fields import FIELD, Field, FieldType, Group
from complaint_desk.domain.json_form import step_to_json
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.reading import read_field
from complaint_desk.domain.rule_sets import PauseReason
from complaint_desk.domain.vocabulary import FollowUp, Status, StepKind
from complaint_desk.domain.workflow import is_reopening
from complaint_desk.i18n import _
from complaint_desk.i18n.values import list_text
from complaint_desk.services import assigning, attaching, following_up, handling
from complaint_desk.services.desk import Desk
from complaint_desk.services.program import Program

_AT = Field("step_at", Group.RESULT, FieldType.MOMENT)
_REASON = Field("decline_reason", Group.RESULT, FieldType.WORD, "decline_reason")
_KIND = Field("step_kind", Group.RESULT, FieldType.WORD, "step_kind")

_Deed = Callable[[Desk, Case, "_Said"], Changed]


class _Said:
    """The options of a call as values. Every text that cannot be read is a problem of its field, all told at once."""

    def __init__(self, context: Context, program: Program) -> None:
        self._arguments = context.arguments
        self._words = program.words
        self._today = program.desk.clock().date()
        self._problems: list[Problem] = []

    def text(self, option: str) -> str:
        return str(getattr(self._arguments, option, None) or "")

    def value(self, field: Field, option: str) -> Any:
        """The value of an option, None where it is not said."""
        if not (text := self.text(option)):
            return None
        read = read_field(field, text, self._words.code, self._today)
        if isinstance(read, Problem):
            self._problems.append(read)
            return None
        return read

    def fields(self, names: Iterable[str]) -> dict[str, Any]:
        """The fields of a complaint that were said, by name; each has an option of its name."""
        values = {name: self.value(FIELD[name], name) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    @property
    def paths(self) -> list[Path]:
        return [Path(name) for name in self._arguments.files]

    @property
    def at(self) -> dt.datetime | None:
        moment: dt.datetime | None = self.value(_AT, "at")
        return moment

    def with_clocks(self, case: Case, to: Status, at: dt.datetime) -> handling.WithClocks | None:
        """What --pause and --resume do to the clocks of a case on its way; None where neither is said."""
        waiting = PauseReason.COMPLAINANT
        paused = clocks_to_pause(case.clocks, waiting, at) if self.text("pause") else ()
        resumed = clocks_to_resume(case.clocks, to) if self.text("resume") else ()
        if not paused and not resumed:
            return None
        return handling.WithClocks(
            self._words,
            tuple(each.clock.code for each in paused),
            tuple(each.clock.code for each in resumed if waits_for(each.clock, waiting)),
        )

    def check(self) -> None:
        """Raise what could not be read."""
        if self._problems:
            raise ProblemsFound(tuple(self._problems))


def _command(deed: _Deed) -> Command:
    def command(context: Context) -> int:
        with context.opened() as program:
            said = _Said(context, program)
            before = handling.case_by_number(program.desk, context.arguments.number)
            changed = deed(program.desk, before, said)
            after = handling.case(program.desk, changed.complaint.id)
            context.output.tell(_document(before, after), _sentence(after, program))
        return DONE

    return command


def _document(before: Case, after: Case) -> dict[str, Any]:
    """Number and status after the deed, and the steps and files that came with it."""
    known, kept = {step.id for step in before.steps}, {file.id for file in before.attachments}
    return {
        "number": after.complaint.number,
        "status": after.complaint.status,
        "steps": [step_to_json(step) for step in after.steps if step.id not in known],
        "attachments": [
            {"name": file.name, "size": file.size, "sha256": file.sha256}
            for file in after.attachments
            if file.id not in kept
        ],
    }


def _sentence(after: Case, program: Program) -> str:
    complaint = after.complaint
    status = program.words.label("status", complaint.status)
    responsible = list_text([each for each in (complaint.department, complaint.handler) if each])
    said = _("{number}: {status}").format(number=complaint.number, status=status)
    return _("{sentence}, with {responsible}").format(sentence=said, responsible=responsible) if responsible else said


def _move_to(to: Status) -> Command:
    def deed(desk: Desk, case: Case, said: _Said) -> Changed:
        at, complaint = said.at, case.complaint
        said.check()
        return handling.move(
            desk,
            complaint.id,
            to,
            base_version=complaint.version,
            note=said.text("note"),
            at=at,
            clocks=said.with_clocks(case, to, at or desk.clock()),
        )

    return _command(deed)


def _decline(desk: Desk, case: Case, said: _Said) -> Changed:
    at, reason, complaint = said.at, said.value(_REASON, "reason") or "", case.complaint
    said.check()
    return handling.decline(
        desk, complaint.id, base_version=complaint.version, reason=reason, note=said.text("note"), at=at
    )


def _reopen(desk: Desk, case: Case, said: _Said) -> Changed:
    at, complaint = said.at, case.complaint
    said.check()
    if not is_reopening(complaint.status, Status.HANDLING):
        raise ProblemsFound((Problem("status", "not_reopened", details=(("from", complaint.status),)),))
    return handling.move(
        desk,
        complaint.id,
        Status.HANDLING,
        base_version=complaint.version,
        note=said.text("note"),
        at=at,
    )


def _answer(desk: Desk, case: Case, said: _Said) -> Changed:
    at = said.at
    entry = said.fields(("outcome", "outcome_text", "compensation", "reply_by"))
    said.check()
    complaint = case.complaint
    return handling.move(
        desk,
        complaint.id,
        Status.ANSWERED,
        base_version=complaint.version,
        entry=entry | {"replied_at": at or desk.clock()},
        note=said.text("note"),
        at=at,
        clocks=said.with_clocks(case, Status.ANSWERED, at or desk.clock()),
    )


def _respond(desk: Desk, case: Case, said: _Said) -> Changed:
    at, response = said.at, said.value(FIELD["response"], "response") or ""
    said.check()
    return following_up.respond(
        desk,
        case.complaint.id,
        base_version=case.complaint.version,
        response=response,
        note=said.text("note"),
        at=at,
    )


def _close(desk: Desk, case: Case, said: _Said) -> Changed:
    at, complaint = said.at, case.complaint
    entry = said.fields(("outcome", "handled_at", "satisfaction", "satisfaction_handling"))
    said.check()
    handled_at = entry.get("handled_at") or complaint.handled_at or at or desk.clock()
    return handling.move(
        desk,
        complaint.id,
        Status.CLOSED,
        base_version=complaint.version,
        entry=entry | {"handled_at": handled_at},
        note=said.text("note"),
        at=at,
    )


def _step(desk: Desk, case: Case, said: _Said) -> Changed:
    at, kind = said.at, said.value(_KIND, "kind")
    said.check()
    corrects = said.text("corrects")
    step = NewStep(kind or StepKind.NOTE, said.text("note"), at, int(corrects) if corrects else None)
    return handling.record_step(desk, case.complaint.id, step)


def _assign(desk: Desk, case: Case, said: _Said) -> Changed:
    at, complaint = said.at, case.complaint
    said.check()
    # Another department has its own people: whoever handled it there is not taken along.
    department = said.text("department") or complaint.department
    handler = said.text("handler") or (complaint.handler if department == complaint.department else "")
    return assigning.assign(
        desk,
        complaint.id,
        base_version=complaint.version,
        department=department,
        handler=handler,
        reason=said.text("reason"),
        at=at,
    )


def _return(desk: Desk, case: Case, said: _Said) -> Changed:
    at, complaint = said.at, case.complaint
    said.check()
    return assigning.give_back(desk, complaint.id, base_version=complaint.version, reason=said.text("reason"), at=at)


def _escalate(desk: Desk, case: Case, said: _Said) -> Changed:
    at, complaint = said.at, case.complaint
    said.check()
    return assigning.escalate(
        desk,
        complaint.id,
        base_version=complaint.version,
        reason=said.text("reason"),
        handler=said.text("handler"),
        at=at,
    )


def _follow_up(desk: Desk, case: Case, said: _Said) -> Changed:
    entry = said.fields(("follow_up", "satisfaction", "satisfaction_handling"))
    if (at := said.at) is not None:
        entry["followed_up_at"] = at
    if note := said.text("note"):
        entry["follow_up_text"] = note
    said.check()
    return following_up.follow_up(
        desk,
        case.complaint.id,
        base_version=case.complaint.version,
        entry={"follow_up": FollowUp.DONE} | entry,
        reopen=bool(said.text("reopen")),
    )


def _attach(desk: Desk, case: Case, said: _Said) -> Changed:
    at = said.at
    said.check()
    return attaching.attach(desk, case.complaint.id, attaching.read_files(said.paths), at)


def _link(desk: Desk, case: Case, said: _Said) -> Changed:
    deed = following_up.unlink if said.text("remove") else following_up.link
    return deed(desk, case.complaint.id, said.text("earlier").strip())


COMMANDS: dict[str, Command] = {
    "accept": _move_to(Status.ACCEPTED),
    "decline": _command(_decline),
    "handle": _move_to(Status.HANDLING),
    "wait": _move_to(Status.WAITING),
    "withdraw": _move_to(Status.WITHDRAWN),
    "reopen": _command(_reopen),
    "answer": _command(_answer),
    "respond": _command(_respond),
    "close": _command(_close),
    "step": _command(_step),
    "assign": _command(_assign),
    "return": _command(_return),
    "escalate": _command(_escalate),
    "follow-up": _command(_follow_up),
    "attach": _command(_attach),
    "link": _command(_link),
}
