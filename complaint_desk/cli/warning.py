"""`warnings` and `words`: what needs to be looked at, and what people say."""

from __future__ import annotations

from typing import Any

from complaint_desk.cli.context import DONE, Command, Context
from complaint_desk.cli.filters import filter_of, find_arguments
from complaint_desk.cli.tables import text_table
from complaint_desk.domain.analysis import percent
from complaint_desk.domain.early_warning import EarlyWarning, Group
from complaint_desk.domain.narratives import Narrative
from complaint_desk.domain.telling_words import TellingWord
from complaint_desk.domain.told import Told
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.warnings import also_sentence, group_text, warning_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.services import narratives, warnings


def warn(context: Context) -> int:
    """The early warnings of a day."""
    with context.opened() as program:
        day = context.arguments.on or program.desk.clock().date()
        found = (
            *warnings.of_day(program.desk, day, context.stop),
            *warnings.words_of_day(program.desk, day, context.stop),
        )
        warnings.keep_counts(program.desk, day, context.stop)
        words = program.words
    if context.output.as_json:
        context.output.document({"day": str(day), "warnings": [warning_document(each, words) for each in found]})
        return DONE
    if not found:
        context.output.say(_("{day}: nothing stands out.").format(day=day))
    for each in found:
        said = (
            warning_sentence(each, words),
            also_sentence(each, words),
            _("Show them: {call}").format(call=_call(each)),
        )
        context.output.say(said[0], *(f"    {line}" for line in said[1:] if line))
    return DONE


def tell(context: Context) -> int:
    """What people say within a group: telling words, typical complaints, nearly the same narratives."""
    with context.opened() as program:
        wanted = filter_of(context.arguments, program.words)
        most = (context.arguments.limit, narratives.EXAMPLES, narratives.DOUBLES)
        found = narratives.of_group(program.desk, wanted, most, context.stop)
    if context.output.as_json:
        context.output.document(told_document(found))
    else:
        context.output.say(*_lines(found))
    return DONE


def warning_document(warning: EarlyWarning, words: Words) -> dict[str, Any]:
    """All numbers of a warning, its sentence, and `find`: the arguments with which that command shows its complaints."""
    return {
        "code": warning.code,
        **_group_document(warning.group, words),
        "days": warning.days,
        "count": warning.count,
        "expected": round(warning.expected, 2),
        "chance": float(f"{warning.chance:.3g}"),
        "also": [_group_document(each, words) for each in warning.also],
        "sentence": warning_sentence(warning, words),
        "find": find_arguments(warning.filter),
    }


def _group_document(group: Group, words: Words) -> dict[str, str]:
    return {"field": group.field, "group": group.code, "label": group_text(group, words)}


def told_document(found: Told) -> dict[str, Any]:
    """`count`, `read`, `compared`, then `words`, `typical`, and `alike`: a list of lists of complaints."""
    return {
        "count": found.count,
        "read": found.read,
        "compared": found.compared,
        "words": [_word_document(each) for each in found.words],
        "typical": [_narrative_document(each) for each in found.typical],
        "alike": [[_narrative_document(each) for each in alike] for alike in found.alike],
    }


def _word_document(word: TellingWord) -> dict[str, Any]:
    return {
        "word": word.word,
        "count": word.count,
        "share": float(percent(word.count, word.of)),
        "elsewhere": word.elsewhere,
        "elsewhere_share": float(percent(word.elsewhere, word.of_elsewhere)),
        "score": round(word.score, 2),
    }


def _narrative_document(narrative: Narrative) -> dict[str, str]:
    return {"number": narrative.number, "text": narrative.text}


def _lines(found: Told) -> list[str]:
    lines = [ngettext("{count} complaint", "{count} complaints", found.count).format(count=f"{found.count:,}")]
    if found.read < found.count:
        lines.append(_("The newest {count} were read.").format(count=f"{found.read:,}"))
    if found.words:
        heads = [_("Telling words"), _("Count"), _("Share %"), _("Elsewhere %")]
        rows = [
            [
                each.word,
                f"{each.count:,}",
                str(percent(each.count, each.of)),
                str(percent(each.elsewhere, each.of_elsewhere)),
            ]
            for each in found.words
        ]
        lines += ["", *text_table(heads, rows, right=frozenset({1, 2, 3}))]
    elif found.compared:
        lines.append(_("No words tell these complaints from others."))
    if found.typical:
        lines += ["", _("Typical complaints")]
        lines += [_narrative_line(each) for each in found.typical]
    if found.alike:
        lines += ["", _("Nearly the same")]
        for alike in found.alike:
            lines += [_narrative_line(alike[0]), "    " + _(", ").join(each.number for each in alike[1:])]
    return lines


def _narrative_line(narrative: Narrative) -> str:
    return f"{narrative.number}  {' '.join(narrative.text.split())}"


def _call(warning: EarlyWarning) -> str:
    quoted = [f'"{each}"' if " " in each else each for each in find_arguments(warning.filter)]
    return " ".join(("find", *quoted))


COMMANDS: dict[str, Command] = {"warnings": warn, "words": tell}
