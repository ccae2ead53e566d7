"""What somebody else changed in a complaint, in words: field by field, what stood there and what stands now."""

from __future__ import annotations

from complaint_desk.domain.complaint import CONTENT_FIELDS, Complaint, JournalEntry
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.values import moment_text, shown_text
from complaint_desk.i18n.words import Words

_MOST_LINES = 6
_LONGEST = 48


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
    lines = [
        _("{field}: {before} → {after}").format(
            field=words.field_label(name),
            before=_short(shown_text(before, name, words)),
            after=_short(shown_text(after, name, words)),
        )
        for name in names[:_MOST_LINES]
    ]
    if more := len(names) - len(lines):
        lines.append(ngettext("and {count} more field", "and {count} more fields", more).format(count=more))
    return lines


def _short(text: str) -> str:
    text = " ".join(text.split()) or _("(empty)")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "\u2026"
