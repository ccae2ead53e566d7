"""A ledger filter as people say it: one sentence part for each condition."""

from __future__ import annotations

import datetime as dt

from complaint_desk.domain.criteria import CRITERIA, Way
from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.domain.searching import search_words
from complaint_desk.domain.workflow import OPEN
from complaint_desk.i18n.catalogue import N_, _, ngettext
from complaint_desk.i18n.values import money_text
from complaint_desk.i18n.words import Words

WORDS = "words"
IDS = "ids"

_NAMED = 2

_PERIODS = {
    "today": N_("Today"),
    "yesterday": N_("Yesterday"),
    "since_yesterday": N_("Since yesterday"),
    "last_7_days": N_("Last 7 days"),
    "last_30_days": N_("Last 30 days"),
    "this_week": N_("This week"),
    "this_month": N_("This month"),
    "last_month": N_("Last month"),
    "this_quarter": N_("This quarter"),
    "this_year": N_("This year"),
    "last_year": N_("Last year"),
}


def filter_text(wanted: LedgerFilter, words: Words) -> str:
    """All conditions in one line; "" for a filter without any."""
    return _("; ").join(filter_parts(wanted, words))


def filter_parts(wanted: LedgerFilter, words: Words) -> tuple[str, ...]:
    """One text for each condition, in the order search words, criteria, chosen complaints."""
    return tuple(text for _name, text in named_parts(wanted, words))


def named_parts(wanted: LedgerFilter, words: Words, *, short: bool = False) -> tuple[tuple[str, str], ...]:
    """(name, text) of each condition; the name is `words`, a criterion, or `ids`.

    `short` leaves out the days of a usual period, and names two of many choices.
    """
    parts = []
    if asked := search_words(wanted.words):
        said = _("holds {words}").format(words=_(", ").join(_("“{text}”").format(text=word) for word in asked))
        parts.append((WORDS, said))
    for name, each in wanted.between:
        text = period_text(each.period) if short and each.period else range_text(each)
        parts.append((name, _line(name, text, words)))
    parts += [(name, _choices(name, choices, words, short=short)) for name, choices in wanted.one_of if choices]
    parts += [
        (name, _("{field} holds “{text}”").format(field=words.field_label(name), text=piece))
        for name, piece in wanted.holding
    ]
    parts += [(name, _line(name, said_text(name, said=said), words)) for name, said in wanted.said]
    if wanted.ids is not None:
        count = len(wanted.ids)
        chosen = ngettext("{count} chosen complaint", "{count} chosen complaints", count)
        parts.append((IDS, chosen.format(count=f"{count:,}")))
    return tuple(parts)


def period_text(name: str) -> str:
    """What a usual period is called."""
    return _(_PERIODS[name])


def range_text(wanted: Between) -> str:
    """Days or amounts from the one to the other; one of them may be open. A usual period has its name before its days."""
    if wanted.period:
        days = range_text(Between(wanted.low, wanted.high))
        return _("{period} ({days})").format(period=period_text(wanted.period), days=days)
    low, high = wanted.low, wanted.high
    if isinstance(low, dt.date) or isinstance(high, dt.date):
        if low and high:
            return str(low) if low == high else _("{first} to {last}").format(first=low, last=high)
        return _("from {day}").format(day=low) if low else _("until {day}").format(day=high)
    if low is not None and high is not None:
        return _("{first} to {last}").format(first=money_text(low), last=money_text(high))
    if low is not None:
        return _("{amount} or more").format(amount=money_text(low))
    return _("{amount} or less").format(amount=money_text(high)) if high is not None else ""


def said_text(name: str, *, said: bool) -> str:
    """Whether anything stands in a field, or whether a fact is true."""
    if CRITERIA[name].way is Way.FACT:
        return _("yes") if said else _("no")
    return _("(stated)") if said else _("(not stated)")


def choice_text(name: str, code: str, words: Words) -> str:
    """One choice of a criterion as people read it; "" is spoken as: not said."""
    criterion = CRITERIA[name]
    return words.label(criterion.word_list or name, code) if code else _("(not stated)")


def _choices(name: str, choices: tuple[str, ...], words: Words, *, short: bool) -> str:
    if name == "status" and set(choices) == OPEN:
        return _("Not finished")
    named = choices[:_NAMED] if short and len(choices) > _NAMED + 1 else choices
    value = _(", ").join(choice_text(name, code, words) for code in named)
    if named is not choices:
        value = _("{values} and {count} more").format(values=value, count=len(choices) - len(named))
    return _line(name, value, words)


def _line(name: str, value: str, words: Words) -> str:
    return _("{field}: {value}").format(field=words.field_label(name), value=value)
