"""What somebody else changed in a complaint, in words: field by field, what stood there and what stands now."""

from __future__ import annotations

from itertools import takewhile

from complaint_desk.domain.complaint import CONTENT_FIELDS, Complaint, JournalEntry
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.values import moment_text, shown_text
from complaint_desk.i18n.words import Words

_MOST_LINES = 6
_LONGEST = 48
_LED_UP = 8
"""Characters before the first difference of two long texts."""


def sentence_of_change(before: Complaint, after: Complaint, entry: JournalEntry | None, words: Words) -> str:
    """Who changed it and when, and a line for each field; "" where nothing is different."""
    if before.version == after.version:
        return ""
    lines = _lines(before, after, words)
    if entry is None:
        said = _("Somebody else changed this complaint.")
    else:
        said = _("{person} worked on this complaint {time}.").format(
            person=entry.person, time=moment_text(in_shanghai(entry.at))
        )
    return "\n".join((said, *lines))


def _lines(before: Complaint, after: Complaint, words: Words) -> list[str]:
    names = [name for name in ("status", *CONTENT_FIELDS) if getattr(before, name) != getattr(after, name)]
    lines = []
    for name in names[:_MOST_LINES]:
        stood, stands = _excerpts(shown_text(before, name, words), shown_text(after, name, words))
        lines.append(_("{field}: {before} → {after}").format(field=words.field_label(name), before=stood, after=stands))
    if more := len(names) - len(lines):
        lines.append(ngettext("and {count} more field", "and {count} more fields", more).format(count=more))
    return lines


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts on one line each; of long ones the part where they differ."""
    texts = [" ".join(text.split()) for text in (before, after)]
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    start = max(0, same - _LED_UP) if max(map(len, texts)) > _LONGEST else 0
    stood, stands = (_excerpt(text, start) for text in texts)
    return stood, stands


def _excerpt(text: str, start: int) -> str:
    shown = text[start : start + _LONGEST]
    left, right = "\u2026" if start else "", "\u2026" if start + _LONGEST < len(text) else ""
    return f"{left}{shown}{right}" or _("(empty)")
