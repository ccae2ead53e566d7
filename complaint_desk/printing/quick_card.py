"""The quick card of a clerk: on one A4 page the order of a call, what to ask, the keys, and the time limits of the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from complaint_desk.domain.papers import CardKey, Margins, Paper
from complaint_desk.domain.rule_sets import MAIN_CLOCKS, Obligation, RuleVersion, StartEvent
from complaint_desk.i18n import N_, _
from complaint_desk.i18n.clocks import clock_name, length_text
from complaint_desk.i18n.words import Words
from complaint_desk.printing.markup import escaped

_QUESTIONS = {
    "phone": N_("Under which number can we reach you?"),
    "name": N_("What may I call you?"),
    "address": N_("Where do you live, if somebody has to come?"),
    "subject_name": N_("What did you buy, or which service was it?"),
    "purchased_on": N_("When did you buy it? Month or year will do."),
    "price": N_("What did it cost?"),
    "outlet": N_("In which shop or on which platform?"),
    "order_number": N_("Have you an order or receipt number at hand?"),
    "facts": N_("What happened, when, and who has seen to it so far?"),
    "demands": N_("What do you wish us to do?"),
}
"""What a clerk asks for a field; a field without a question is judged by the clerk."""

_STYLE = """
body { font-size: 9pt; color: #000000; }
p.title { font-size: 16pt; font-weight: 600; margin-bottom: 4px; }
p.part { font-size: 11pt; font-weight: 600; margin-top: 8px; margin-bottom: 4px; }
p.small { font-size: 8pt; margin-top: 4px; }
ol { margin-top: 0; margin-bottom: 0; }
li { margin-bottom: 3px; }
td { padding: 2px 6px; vertical-align: middle; }
td.head { font-weight: 600; background-color: #e3e6ea; }
td.label { font-weight: 600; background-color: #f3f4f6; }
"""
_TABLE = '<table width="100%" border="1" cellspacing="0" style="border-collapse: collapse; border-color: #555555">'


def quick_card(
    fields: Sequence[str],
    keys: Sequence[CardKey],
    rules: Sequence[RuleVersion],
    words: Words,
    *,
    office: str,
    printed: str,
) -> Paper:
    """The card as a paper of one page.

    Args:
        fields: of the form, in the order in which people tell them.
        keys: the ones worth knowing, in their order.
        rules: the rule sets that the office's complaints run by, the usual one first.
        words: labels of fields, clocks and rule sets.
        office: its name; "" for none.
        printed: when and by whom.
    """
    heading = _("Quick card: taking a complaint")
    title = f"{office} \u00b7 {heading}" if office else heading
    body = (
        f'<p class="title" align="center">{escaped(title)}</p>'
        '<table width="100%" cellspacing="0" cellpadding="0"><tr>'
        f'<td width="60%" style="padding: 0 12px 0 0; vertical-align: top">{_call()}{_asked(fields, words)}</td>'
        f'<td width="40%" style="padding: 0; vertical-align: top">{_keys(keys)}</td></tr></table>'
        f'{_limits(rules, words)}<p class="small" align="right">{escaped(printed)}</p>'
    )
    html = f"<html><head><style>{_STYLE}</style></head><body>{body}</body></html>"
    return Paper(heading, html, printed, margins=Margins(10, 8, 14, 14), numbered=False)


def _heading(text: str) -> str:
    return f'<p class="part">{escaped(text)}</p>'


def _call() -> str:
    steps = (
        _("Ctrl+N when the phone rings; greet, give your name."),
        _("Listen and type; Enter leads to the next field."),
        _("Look at the right: earlier complaints, possible duplicates."),
        _("Say it back in short, and ask what the caller wishes."),
        _("Ctrl+S registers; give the number and say until when we answer."),
        _("Promise nothing that is not yours to decide. Injured or in danger: tell the supervisor at once."),
    )
    items = "".join(f"<li>{escaped(step)}</li>" for step in steps)
    return _heading(_("A call, step by step")) + f"<ol>{items}</ol>"


def _asked(fields: Iterable[str], words: Words) -> str:
    judged = _("(choose what fits)")
    rows = ""
    for name in fields:
        question = _(_QUESTIONS[name]) if name in _QUESTIONS else judged
        rows += (
            f'<tr><td class="label" width="34%">{escaped(words.field_label(name))}</td>'
            f'<td width="66%">{escaped(question)}</td></tr>'
        )
    return _heading(_("What to ask")) + f"{_TABLE}{rows}</table>"


def _keys(keys: Iterable[CardKey]) -> str:
    rows = "".join(
        f'<tr><td class="label" width="42%">{escaped(each.keys)}</td><td width="58%">{escaped(each.deed)}</td></tr>'
        for each in keys
    )
    return _heading(_("Keys")) + f"{_TABLE}{rows}</table>"


def _limits(rules: Iterable[RuleVersion], words: Words) -> str:
    """A row for each rule set, a column for each of the clocks that all have, and one for the others."""
    heads = [_("Rules"), *(words.label("clock", code) for code in MAIN_CLOCKS), _("Others")]
    head = "".join(f'<td class="head" width="20%">{escaped(text)}</td>' for text in heads)
    rows = "".join(_limits_of(each, words) for each in rules)
    note = _("The day of the event is not counted; an end on a rest day moves to the next working day.")
    return _heading(_("Time limits")) + f'{_TABLE}<tr>{head}</tr>{rows}</table><p class="small">{escaped(note)}</p>'


def _limits_of(version: RuleVersion, words: Words) -> str:
    others = [each for each in version.obligations if each.code not in MAIN_CLOCKS]
    cells = [_limit(version.obligation(code), words) for code in MAIN_CLOCKS]
    cells.append(
        "<br>".join(f"{escaped(clock_name(each.code, each.name, words))} {_limit(each, words)}" for each in others)
    )
    name = f'<td class="label">{escaped(words.label("rule_set", version.code))}</td>'
    return f"<tr>{name}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _limit(obligation: Obligation | None, words: Words) -> str:
    """How long, by whose word, from what unless it is from the complaint, and how far it can be extended."""
    if obligation is None:
        return ""
    length = _("as told") if obligation.length is None else length_text(obligation.length, obligation.unit)
    told = [words.label("source_type", obligation.source_type)]
    if obligation.starts is not StartEvent.RECEIVED:
        told.append(_("from: {event}").format(event=words.label("start_event", obligation.starts)))
    if obligation.extensions:
        told.append(_("at most {length}").format(length=length_text(obligation.extensions[-1].to, obligation.unit)))
    small = escaped(_("; ").join(told))
    return f'<b>{escaped(length)}</b> <span style="font-size: 8pt">{small}</span>'
