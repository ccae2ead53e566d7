"""What each deed at a case asks for: data from which its dialog is built."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import Field, FieldType, Group
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import Kind, Status
from complaint_desk.domain.workflow import OPEN, TRANSITIONS, is_reopening
from complaint_desk.i18n import N_
from complaint_desk.ui.shared.form.plan import Place, Section, place


@dataclass(frozen=True, slots=True)
class DeedPlan:
    """One deed.

    `key` is its letter in the menu of rare deeds, `words` its button's text; `to` the status that it leads to, None for a
    deed that leaves the status alone. Without `places` it is done at once. `now_in` names the times that begin with the
    present moment. `says` tells at the head of the dialog what comes of it; `asked_again` is the question before a deed that
    nobody can take back. `right` is what it needs.
    """

    code: str
    key: str
    words: str
    to: Status | None = None
    places: tuple[Place, ...] = ()
    now_in: tuple[str, ...] = ()
    says: str = ""
    asked_again: str = ""
    right: Right = Right.HANDLE

    @property
    def asks(self) -> bool:
        return bool(self.places)

    @property
    def sections(self) -> tuple[Section, ...]:
        return (Section("", self.places),)


_NOTE = Place(Field("note", Group.RESULT, FieldType.LONG_TEXT, limit=32_000), "N", wide=True)
_REASON = Place(Field("decline_reason", Group.RESULT, FieldType.WORD, "decline_reason", required=True), "R", wide=True)
_WHY = Place(Field("transfer_reason", Group.RESULT, FieldType.LONG_TEXT, limit=32_000), "R", wide=True)
_WHY_ALWAYS = dataclasses.replace(_WHY, wanted=True)
_SUPERVISOR = Place(Field("supervisor", Group.RESULT, FieldType.TEXT), "S", wide=True)
_APPROVER = Place(Field("approver", Group.RESULT, FieldType.TEXT), "P")
_TOLD = Place(Field("told", Group.RESULT, FieldType.WORD, "told"), "C", wide=True, chips=True)
_CLOCK = Place(Field("clock", Group.RESULT, FieldType.WORD, "clock", required=True), "L", wide=True, chips=True)
_TO = Place(Field("to", Group.RESULT, FieldType.TEXT), "X")
_EVENT = Place(Field("event", Group.RESULT, FieldType.WORD, "start_event", required=True), "E", wide=True, chips=True)
_PAUSED = Place(Field("paused_clocks", Group.RESULT, FieldType.WORDS, "clock"), "P", wide=True, chips=True)
_RESUMED = Place(Field("resumed_clocks", Group.RESULT, FieldType.WORDS, "clock"), "G", wide=True, chips=True)
_PAUSE_REASON = Place(
    Field("reason", Group.RESULT, FieldType.WORD, "pause_reason", required=True), "R", wide=True, chips=True
)
_DATE = Place(Field("date", Group.RESULT, FieldType.PARTIAL_DATE, required=True), "D")
_STEP_KIND = Place(Field("step_kind", Group.RESULT, FieldType.WORD, "step_kind", required=True), "K")
_STEP_AT = Place(Field("step_at", Group.RESULT, FieldType.MOMENT, required=True), "T")
_STEP_TEXT = Place(
    Field("step_text", Group.RESULT, FieldType.LONG_TEXT, limit=32_000),
    "X",
    wide=True,
)
_STEP = (_STEP_KIND, _STEP_AT, _STEP_TEXT)
_NOW = ("step_at",)
_HOLD = Place(Field("hold", Group.RESULT, FieldType.TEXT, required=True), "R", wide=True)
_ERASE_REASON = Place(Field("erase_reason", Group.RESULT, FieldType.TEXT, required=True), "R", wide=True)

_REVEAL_REASON = Place(Field("reveal_reason", Group.RESULT, FieldType.TEXT, required=True), "R", wide=True)

_REVEALING = N_(
    "Names, numbers, addresses and texts of this complaint are shown as they are for 5 minutes, or until you leave the page. "
    "Its journal tells who looked at them, when, and for which reason."
)
_HOLDING = N_(
    "While it is held, nobody erases the person, however old the complaint is: for an injury, a dispute or a lawsuit. "
    "The reason stands with the case."
)
_ERASING = N_(
    "These go for good: name, phone, address and other contacts, order number, all free text, the words of steps, files, "
    "further columns of an import, and what the journal remembers of them.\n"
    "These stay: number, times, status, goods, nature, outcome and amounts. Figures stay, but for who complained again.\n"
    "The reason stays readable in the journal; do not name the person in it."
)

DEEDS: MappingProxyType[str, DeedPlan] = MappingProxyType(
    {
        plan.code: plan
        for plan in (
            DeedPlan("accept", "A", N_("Accept"), Status.ACCEPTED),
            DeedPlan(
                "accept_late", "Q", N_("Accept with note or time\u2026"), Status.ACCEPTED, (_NOTE, _STEP_AT), _NOW
            ),
            DeedPlan(
                "decline",
                "D",
                N_("Decline\u2026"),
                Status.DECLINED,
                (_REASON, _NOTE, _STEP_AT),
                _NOW,
                right=Right.DECIDE,
            ),
            DeedPlan("handle", "H", N_("Start handling"), Status.HANDLING, (_RESUMED, _NOTE, _STEP_AT), _NOW),
            DeedPlan("wait", "W", N_("Wait for complainant\u2026"), Status.WAITING, (_PAUSED, _NOTE, _STEP_AT), _NOW),
            DeedPlan(
                "answer",
                "R",
                N_("Reply\u2026"),
                Status.ANSWERED,
                (
                    place("outcome", "O", wanted=True),
                    place("compensation", "P"),
                    place("outcome_text", "X"),
                    place("reply_by", "B", wanted=True),
                    place("replied_at", "T", wanted=True),
                    _RESUMED,
                ),
                ("replied_at",),
            ),
            DeedPlan(
                "close",
                "C",
                N_("Close\u2026"),
                Status.CLOSED,
                (
                    place("outcome", "O", wanted=True),
                    place("handled_at", "T", wanted=True),
                    place("satisfaction", "S"),
                    place("satisfaction_handling", "H"),
                    _NOTE,
                ),
                ("handled_at",),
            ),
            DeedPlan(
                "respond",
                "I",
                N_("Response to the decision\u2026"),
                None,
                (place("response", "R", wanted=True), _STEP_AT, _NOTE),
                _NOW,
            ),
            DeedPlan("withdraw", "X", N_("Withdrawn by complainant\u2026"), Status.WITHDRAWN, (_NOTE, _STEP_AT), _NOW),
            DeedPlan("reopen", "O", N_("Reopen\u2026"), Status.HANDLING, (_NOTE, _STEP_AT), _NOW),
            DeedPlan("record_step", "S", N_("Record step\u2026"), None, _STEP, _NOW),
            DeedPlan("correct_step", "", N_("Correct step\u2026"), None, _STEP, _NOW),
            DeedPlan(
                "assign",
                "G",
                N_("Assign or hand over\u2026"),
                None,
                (place("department", "D", completed=True), place("handler", "H", completed=True), _WHY, _STEP_AT),
                _NOW,
            ),
            DeedPlan("give_back", "B", N_("Give back\u2026"), None, (_WHY_ALWAYS, _STEP_AT), _NOW),
            DeedPlan("escalate", "U", N_("Escalate\u2026"), None, (_SUPERVISOR, _WHY_ALWAYS, _STEP_AT), _NOW),
            DeedPlan(
                "extend",
                "E",
                N_("Extend time limit\u2026"),
                None,
                (_CLOCK, _TO, _APPROVER, _TOLD, _NOTE, _STEP_AT),
                _NOW,
                right=Right.DECIDE,
            ),
            DeedPlan(
                "pause",
                "P",
                N_("Pause time limits\u2026"),
                None,
                (_PAUSE_REASON, _NOTE, _STEP_AT),
                _NOW,
                right=Right.DECIDE,
            ),
            DeedPlan(
                "resume", "L", N_("Let time limits go on\u2026"), None, (_NOTE, _STEP_AT), _NOW, right=Right.DECIDE
            ),
            DeedPlan("start_event", "T", N_("What starts a time limit\u2026"), None, (_EVENT, _STEP_AT, _NOTE), _NOW),
            DeedPlan(
                "set_date",
                "N",
                N_("Date set by an authority\u2026"),
                None,
                (_CLOCK, _DATE, _STEP_AT, _NOTE),
                _NOW,
                right=Right.DECIDE,
            ),
            DeedPlan(
                "tell_date", "K", N_("Complainant was told the date\u2026"), None, (_CLOCK, _STEP_AT, _NOTE), _NOW
            ),
            DeedPlan(
                "follow_up",
                "F",
                N_("Follow-up\u2026"),
                None,
                (
                    place("follow_up", "U", wanted=True),
                    place("followed_up_at", "T"),
                    place("satisfaction", "S"),
                    place("satisfaction_handling", "H"),
                    place("follow_up_text", "X"),
                ),
                ("followed_up_at",),
            ),
            DeedPlan(
                "reveal",
                "Y",
                N_("Show personal data\u2026"),
                None,
                (_REVEAL_REASON,),
                says=_REVEALING,
                right=Right.REVEAL,
            ),
            DeedPlan("hold", "M", N_("Hold the personal data\u2026"), None, (_HOLD,), says=_HOLDING, right=Right.HOLD),
            DeedPlan("release", "V", N_("Release the personal data"), right=Right.HOLD),
            DeedPlan(
                "erase",
                "Z",
                N_("Erase the person\u2026"),
                None,
                (_ERASE_REASON,),
                says=_ERASING,
                asked_again=N_("Erase the person of {number} now? Nobody can undo this."),
                right=Right.ERASE,
            ),
        )
    }
)
"""All deeds by code, in the order in which they are offered."""


def deeds_about_the_person(complaint: Complaint, *, masked: bool = False) -> tuple[str, ...]:
    """The deeds about the personal data that are possible whatever the status is; `masked`: it is not shown as it is."""
    if complaint.erased_at is not None:
        return ()
    revealing = ("reveal",) if masked and complaint.kind != Kind.REPORT else ()
    return (*revealing, *(("release",) if complaint.hold else ("hold", "erase")))


def words_of(plan: DeedPlan, status: str) -> str:
    """What a deed is called in a status, not translated yet: who waited goes on."""
    return N_("Go on handling") if plan.code == "handle" and status == Status.WAITING else plan.words


def deeds_of(status: str, *, could_return: bool = False) -> tuple[str, ...]:
    """The deeds that a status allows, the usual next one first; then those that are always possible.

    `could_return` tells that somebody had the complaint before.
    """
    moves: list[str] = []
    for to in TRANSITIONS[status]:
        if to == Status.HANDLING:
            moves.append("reopen" if is_reopening(status, to) else "handle")
        else:
            moves += [plan.code for plan in DEEDS.values() if plan.to == to]
    passing = ("assign", *(("give_back",) if could_return else ()), "escalate") if status in OPEN else ()
    if status == Status.ANSWERED:
        moves.append("respond")
    if status == Status.CLOSED:
        return ("follow_up", *moves, "record_step")
    return (*moves, "record_step", *passing, "follow_up")
