"""A ledger filter as people say it: one sentence part for each condition."""

from __future__ import annotations

import datetime as dt

from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.searching import search_words
from complaint_desk.domain.workflow import OPEN
from complaint_desk.i18n.catalogue import _, ngettext
from complaint_desk.i18n.words import Words


def filter_text(wanted: LedgerFilter, words: Words) -> str:
    """All conditions in one line; "" for a filter without any."""
    return _("; ").join(filter_parts(wanted, words))


def filter_parts(wanted: LedgerFilter, words: Words) -> tuple[str, ...]:
    """One text for each condition, in the order search words, days, choices, chosen complaints."""
    parts = []
    if asked := search_words(wanted.words):
        parts.append(_("holds {words}").format(words=_(", ").join(_("“{text}”").format(text=word) for word in asked)))
    for field, first, last in (
        ("received_at", wanted.received_from, wanted.received_to),
        ("closed_at", wanted.closed_from, wanted.closed_to),
    ):
        if first or last:
            parts.append(_("{field}: {value}").format(field=words.field_label(field), value=_days(first, last)))
    parts += [_choices(field, choices, words) for field, choices in wanted.one_of if choices]
    if wanted.ids is not None:
        count = len(wanted.ids)
        parts.append(
            ngettext("{count} chosen complaint", "{count} chosen complaints", count).format(count=f"{count:,}")
        )
    return tuple(parts)


def _days(first: dt.date | None, last: dt.date | None) -> str:
    if first and last:
        return str(first) if first == last else _("{first} to {last}").format(first=first, last=last)
    return _("from {day}").format(day=first) if first else _("until {day}").format(day=last)


def _choices(field: str, choices: tuple[str, ...], words: Words) -> str:
    if field == "status" and set(choices) == OPEN:
        return _("Not finished")
    known = FIELD.get(field)
    list_name = known.word_list if known and known.word_list else field
    texts = [words.label(list_name, code) if code else _("(not stated)") for code in choices]
    return _("{field}: {value}").format(field=words.field_label(field), value=_(", ").join(texts))
