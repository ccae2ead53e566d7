"""A complaint as text to read in the detail panel: all that was said, the handling record, the journal."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable

from complaint_desk.domain import moments
from complaint_desk.domain.complaint import Case, Complaint, JournalEntry, Step, is_said
from complaint_desk.domain.discretion import discreet
from complaint_desk.domain.fields import FIELDS, FieldType, Group
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name, due_text, historic_text, state_words, why
from complaint_desk.i18n.values import list_text, moment_text, shown_text, value_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.tokens import Tokens

_ORDER = (
    Group.COMPLAINANT, Group.CONTENT, Group.SUBJECT, Group.INTAKE, Group.JUDGEMENT, Group.RESULT, Group.FOLLOW_UP,
    Group.IDENTITY, Group.LINKS,
)  # fmt: skip
_AFTER_CONTENT = 2
_IN_HEAD = frozenset({"number", "status", "due_at"})
_UNTOLD = {"follow_up": "none", "kind": "complaint"}
"""Values that say nothing beyond the usual."""


def complaint_html(
    complaint: Complaint, case: Case | None, words: Words, tokens: Tokens, now: dt.datetime | None = None
) -> str:
    """The body of the panel; without `case` the time limits, the handling record and the journal are still on their way."""
    parts = [_group(group, complaint, words) for group in _ORDER]
    if case is not None:
        parts.insert(_AFTER_CONTENT, _time_limits(case, words, now or moments.now()))
        parts.append(_record(case.steps, words))
        parts.append(_originals(discreet(complaint), words))
        parts.append(_journal(case.journal, words))
    return f"<style>{_sheet(tokens)}</style>" + "".join(parts)


def _sheet(tokens: Tokens) -> str:
    return (
        f"* {{ color: {tokens.text}; }} .h {{ font-weight: 600; margin: 14px 0 4px 0; }}"
        f"td {{ padding: 2px 0; vertical-align: top; }} .l, .l * {{ color: {tokens.secondary}; }}"
        f"p {{ margin: 2px 0 4px 0; }}"
    )


def _group(group: Group, complaint: Complaint, words: Words) -> str:
    lines, texts = [], []
    for field in FIELDS:
        value = getattr(complaint, field.name)
        if field.group is not group or field.name in _IN_HEAD or not is_said(value) or _UNTOLD.get(field.name) == value:
            continue
        text, label = shown_text(complaint, field.name, words), words.field_label(field.name)
        if field.type is FieldType.LONG_TEXT:
            texts.append(f"{_heading(label)}<p>{_paragraph(text)}</p>")
        else:
            lines.append((label, html.escape(text)))
    head = _heading(words.group_label(group)) if lines else ""
    return "".join(texts) + head + _table(lines, "100")


def _time_limits(case: Case, words: Words, now: dt.datetime) -> str:
    """Each clock with its date, how it stands, and why it ends then; or why there is none."""
    told = html.escape(historic_text(case.complaint))
    lines = [f"<p class='l'>{told}</p>"] if told else []
    for each in case.clocks:
        clock = each.clock
        name = html.escape(clock_name(clock.code, each.obligation.name, words))
        due = html.escape(due_text(each.due, clock.unit))
        left = html.escape(state_words(clock.state(now), each.due, now))
        reasons = html.escape(why(each, words))
        lines.append(f"<p>{name} <b>{due}</b> · {left}<br><span class='l'>{reasons}</span></p>")
    return _heading(_("Time limits")) + "".join(lines) if lines else ""


def _record(steps: Iterable[Step], words: Words) -> str:
    lines = [
        (
            f"{step.at:%m-%d %H:%M}",
            html.escape(f"{step.person} · {words.label('step_kind', step.kind)}")
            + (f"<br>{_paragraph(step.text)}" if step.text else ""),
        )
        for step in sorted(steps, key=lambda step: (step.at, step.id), reverse=True)
    ]
    nothing = html.escape(_("Nothing recorded yet."))
    return _heading(_("Handling record")) + (_table(lines, "100") if lines else f"<p class='l'>{nothing}</p>")


def _originals(complaint: Complaint, words: Words) -> str:
    """Texts of an imported row that could not be read as values, and its further columns."""
    lines = [(words.field_label(name), html.escape(text)) for name, text in complaint.original_values]
    lines += [(name, html.escape(text)) for name, text in complaint.extra if text]
    return _heading(_("As it stood in the file")) + _table(lines, "92") if lines else ""


def _journal(entries: Iterable[JournalEntry], words: Words) -> str:
    lines = [
        (moment_text(in_shanghai(entry.at)), _entry(entry, words))
        for entry in sorted(entries, key=lambda entry: entry.sequence, reverse=True)
    ]
    return _heading(_("Journal")) + _table(lines, "116") if lines else ""


def _heading(text: str) -> str:
    return f"<p class='h'>{html.escape(text)}</p>"


def _entry(entry: JournalEntry, words: Words) -> str:
    parts = (entry.person, words.deed_label(entry.deed), dict(entry.before or ()).get("reason", ""))
    text = html.escape(" · ".join(part for part in parts if part))
    if entry.before and entry.fields:
        text += (
            f"<br><span class='l'>{html.escape(list_text([words.field_label(name) for name in entry.fields]))}</span>"
        )
    return text


def _table(lines: list[tuple[str, str]], width: str) -> str:
    """Two columns; the second holds HTML already."""
    rows = "".join(
        f"<tr><td class='l' width='{width}'>{html.escape(label)}</td><td>{text}</td></tr>" for label, text in lines
    )
    return f"<table width='100%' cellspacing='0'>{rows}</table>" if lines else ""


def _paragraph(text: str) -> str:
    return "<br>".join(html.escape(line) for line in text.splitlines())


def subtitle(complaint: Complaint, words: Words) -> str:
    """Product, nature and price in one line."""
    parts = [complaint.subject_name, words.label("nature", complaint.nature) if complaint.nature else ""]
    if complaint.price is not None:
        parts.append(_("{price} yuan").format(price=value_text("price", complaint.price, words)))
    return " · ".join(part for part in parts if part)
