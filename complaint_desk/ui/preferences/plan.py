"""What the preferences hold, as one table: each page with its settings, and the words by which it is found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from complaint_desk.domain.reminding import DEFAULT_OFFICE_HOURS, OfficeHours
from complaint_desk.domain.roles import Right
from complaint_desk.domain.searching import normalise, sounds_of
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.letter_phrases import letter_phrases
from complaint_desk.i18n.trades import trade_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import Places
from complaint_desk.runtime.settings import SETTING, letter_pattern_is_sound, number_pattern_is_sound


class Kind(Enum):
    """How a setting is edited."""

    LINE = auto()
    FOLDER = auto()
    CHOICE = auto()
    TICK = auto()


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said below a field; a problem keeps its text from being saved."""

    text: str = ""
    problem: bool = False


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One setting.

    `key` leads there with Alt, `empty` is what counts where nothing is said, `remark` looks at what is typed, and `shown` is
    how a value is read.
    """

    name: str
    caption: str
    key: str
    kind: Kind = Kind.LINE
    choices: tuple[tuple[str, str], ...] = ()
    tick: str = ""
    empty: str = ""
    remark: Callable[[str], Remark] = lambda _text: Remark()
    shown: Callable[[str], str] = str
    at_next_start: bool = False


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page: its settings, more words by which it is found, and the right that it takes to change what stands there."""

    name: str
    title: str
    intro: str
    rows: tuple[RowPlan, ...] = ()
    more: tuple[str, ...] = ()
    right: Right = Right.READ

    def holds(self, wanted: str) -> bool:
        """True if title, captions or other words hold the text, or their pinyin begins with it."""
        text = normalise(wanted)
        said = (self.title, *self.more, *(part for row in self.rows for part in (row.caption, row.tick)))
        return any(text in normalise(each) or any(sound.startswith(text) for sound in sounds_of(each)) for each in said)


def page_plans(words: Words, places: Places, now: dt.datetime) -> tuple[PagePlan, ...]:
    """All pages in the order in which the list has them, in the language of the window."""
    return (
        _office(),
        PagePlan(
            "people",
            _("Departments and staff"),
            _("Offered wherever a department, a handler or an outlet is asked for, on every desk of this ledger."),
            more=(_("Departments"), _("Staff"), _("Outlets")),
            right=Right.KEEP_LISTS,
        ),
        _numbers(places, now),
        PagePlan(
            "lists",
            _("Word lists"),
            _("The words that complaints are described with. They belong to the ledger and hold on every desk."),
            more=tuple(words.field_label(name) for name in ("channel", "nature", "category", "cause", "outcome")),
            right=Right.KEEP_LISTS,
        ),
        _rules(words),
        PagePlan(
            "calendar",
            _("Working days"),
            _("Time limits in working days are counted by this calendar."),
            more=(_("Holidays"),),
        ),
        _reminders(),
        _data(places),
        _privacy(),
        _look(),
        PagePlan("shortcuts", _("Shortcuts"), _("Everything can be done with the keyboard alone."), more=(_("Keys"),)),
    )


def _office() -> PagePlan:
    return PagePlan(
        "office",
        _("Office"),
        _("Stands on reports, letters and forms."),
        (
            RowPlan("office_name", _("Name of the office"), "N"),
            RowPlan("office_address", _("Address of the office"), "A"),
            RowPlan("office_phone", _("Phone of the office"), "P"),
            RowPlan("office_review", _("Review inside, on replies"), "R"),
        ),
        right=Right.SET_UP,
    )


def _numbers(places: Places, now: dt.datetime) -> PagePlan:
    def numbered(pattern: str) -> Remark:
        if not number_pattern_is_sound(pattern):
            return Remark(_("It needs {yyyy} or {yy}, and {seq:06} for six digits."), problem=True)
        return Remark(_("The first complaint of this year is {number}").format(number=_filled(pattern, now)))

    def lettered(pattern: str) -> Remark:
        if not letter_pattern_is_sound(pattern):
            return Remark(
                _("It needs {yyyy} or {yy}, and {seq}; {kind} tells the kinds of letters apart."), problem=True
            )
        mark = letter_phrases().of("mark", LetterKind.REPLY)
        number = _filled(pattern, now, kind=mark)
        return Remark(_("The first reply of this year is {number}").format(number=number))

    return PagePlan(
        "numbers",
        _("Numbers and letters"),
        _("A new pattern counts from the next complaint or letter on; numbers that were given stay."),
        (
            RowPlan("number_pattern", _("Pattern of numbers"), "N", remark=numbered),
            RowPlan("letter_pattern", _("Pattern of letter numbers"), "P", remark=lettered),
            RowPlan(
                "letter_folder", _("Folder of letter templates"), "T", Kind.FOLDER, empty=str(places.data / "letters")
            ),
        ),
        right=Right.SET_UP,
    )


def _rules(words: Words) -> PagePlan:
    choices = tuple((code, words.label("rule_set", code)) for code in SETTING["rule_set"].choices)
    return PagePlan(
        "rules",
        _("Time limits"),
        _("By which rules a complaint runs where neither its channel, its category nor its province chooses others."),
        (RowPlan("rule_set", _("Usual time limits"), "U", Kind.CHOICE, choices, remark=_trade),),
        more=(_("Time limit rules"),),
        right=Right.SET_UP,
    )


def _trade(rule_set: str) -> Remark:
    return Remark(trade_sentence(rule_set)) if rule_set else Remark()


def _reminders() -> PagePlan:
    def hours(text: str) -> Remark:
        if OfficeHours.read(text) is None:
            example = DEFAULT_OFFICE_HOURS
            return Remark(_("From when to when, like {example}.").format(example=example), problem=True)
        return Remark(_("Reminders come within these hours only."))

    return PagePlan(
        "reminders",
        _("Reminders"),
        _("What the program tells of by itself."),
        (
            RowPlan("reminders", _("Reminders"), "R", Kind.TICK, tick=_("Once a day, and when something falls due")),
            RowPlan("office_hours", _("Office hours"), "H", remark=hours),
            RowPlan("follow_up_days", _("Call after closing"), "C", Kind.CHOICE, _days("follow_up_days", _within)),
            RowPlan("waiting_days", _("Waiting too long"), "W", Kind.CHOICE, _days("waiting_days", _after)),
        ),
    )


def _data(places: Places) -> PagePlan:
    return PagePlan(
        "data",
        _("Data and backup"),
        _("Data folder: {folder}").format(folder=places.data),
        (
            RowPlan(
                "automatic_backup",
                _("Backup"),
                "B",
                Kind.TICK,
                tick=_("Keep a copy each day when the program ends"),
                at_next_start=True,
            ),
            RowPlan(
                "backup_folder",
                _("Folder of the copies"),
                "F",
                Kind.FOLDER,
                empty=str(places.backups),
                at_next_start=True,
            ),
            RowPlan(
                "database",
                _("Ledger"),
                "L",
                empty=str(places.ledger),
                remark=_database,
                shown=without_password,
                at_next_start=True,
            ),
        ),
        more=(_("Data folder"), _("Server")),
        right=Right.SET_UP,
    )


def _privacy() -> PagePlan:
    years = tuple(
        (
            each,
            _("For ever") if each == "0" else ngettext("{count} year", "{count} years", int(each)).format(count=each),
        )
        for each in SETTING["retention_years"].choices
    )
    return PagePlan(
        "privacy",
        _("Privacy"),
        _("How long the people of a complaint are kept after it is closed. Figures stay when the people are erased."),
        (
            RowPlan("retention_years", _("Kept for"), "K", Kind.CHOICE, years),
            RowPlan(
                "sign_in", _("Sign-in"), "S", Kind.TICK, tick=_("Name and password at the start"), at_next_start=True
            ),
        ),
        more=(_("Retention"), _("Personal data"), _("Password")),
        right=Right.SET_UP,
    )


def _look() -> PagePlan:
    languages = (("", _("As the system")), ("zh_CN", "\u4e2d\u6587"), ("en", "English"))
    appearances = (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark")))
    scales = tuple((each, _("{percent} %").format(percent=each)) for each in SETTING["scale"].choices)
    return PagePlan(
        "look",
        _("Appearance"),
        _("How the window looks on this PC."),
        (
            RowPlan("language", _("Language"), "L", Kind.CHOICE, languages, at_next_start=True),
            RowPlan("appearance", _("Colours"), "O", Kind.CHOICE, appearances),
            RowPlan("scale", _("Size"), "S", Kind.CHOICE, scales, at_next_start=True),
        ),
        more=(_("Dark"), _("Text size")),
    )


def _database(text: str) -> Remark:
    if HIDDEN in text:
        return Remark(_("Write the password, too."), problem=True)
    if not text or text.startswith(("postgresql+psycopg://", "sqlite:///")):
        return Remark(_("Empty for a ledger on this PC; postgresql+psycopg://\u2026 for one that many desks share."))
    return Remark(_("It begins with postgresql+psycopg:// or sqlite:///."), problem=True)


def without_password(url: str) -> str:
    """A URL of a database with its password hidden."""
    return _PASSWORD.sub(rf"\1{HIDDEN}@", url)


HIDDEN = "\u2022" * 6
_PASSWORD = re.compile(r"(//[^:/@]*:)[^@]*@")


def _within(days: int) -> str:
    return _("within {count} days").format(count=days)


def _after(days: int) -> str:
    return _("after {count} days").format(count=days)


def _days(name: str, say: Callable[[int], str]) -> tuple[tuple[str, str], ...]:
    return tuple((days, say(int(days))) for days in SETTING[name].choices)


def _filled(pattern: str, now: dt.datetime, **more: str) -> str:
    return pattern.format(yyyy=f"{now.year:04}", yy=f"{now.year % 100:02}", seq=1, **more)
