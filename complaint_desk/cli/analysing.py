"""`figures` and `report`: the figures of a period, on the screen or as a workbook."""

from __future__ import annotations

import argparse
import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

from complaint_desk.cli.context import DONE, Command, Context, UsageError
from complaint_desk.cli.filters import filter_of
from complaint_desk.cli.tables import text_table
from complaint_desk.domain.analysis import (
    AnalysisRequest,
    Basis,
    Comparison,
    Figures,
    GroupFigure,
    Indicators,
    Rate,
    named_period,
)  # fmt: skip
from complaint_desk.domain.repeats import counting_once
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.services import analysis

_MONEY = frozenset({"compensation", "recovered"})
_TIMES = frozenset({"month", "week", "day", "weekday", "hour"})


def figures(context: Context) -> int:
    """Total, groups and indicators of a period."""
    grouping = _grouping(context.arguments)
    with context.opened() as program, context.output.progress(_("Counting")) as progress:
        found = analysis.figures(
            program.desk, _request(context.arguments, program.words), (grouping,) if grouping else (), stop=context.stop,
            progress=progress,
        )  # fmt: skip
        words = program.words
    if context.output.as_json:
        context.output.document(figures_document(found, grouping, words))
    else:
        context.output.say(*_lines(found, grouping, words))
    return DONE


def report(context: Context) -> int:
    """The analysis workbook."""
    path = Path(context.arguments.to_file)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(_("The report is a workbook: name a file that ends in .xlsx."))
    with context.opened() as program, context.output.progress(_("Writing")) as progress:
        written = analysis.report(
            program.desk, _request(context.arguments, program.words), analysis.SHEETS, path, program.words,
            stop=context.stop, progress=progress,
        )  # fmt: skip
    context.output.tell(
        {"file": written.file, "sheets": [{"name": name, "rows": rows} for name, rows in written.sheets]},
        _("{file} is written, {count} sheets.").format(file=written.file, count=len(written.sheets)),
    )
    return DONE


def figures_document(found: Figures, grouping: str, words: Words) -> dict[str, Any]:
    """`total`, `groups`, `indicators`; compared figures as `other_…`. A cross of two groupings has `codes` and `labels` too."""
    document: dict[str, Any] = {
        "total": found.total,
        "groups": [_group_document(group, grouping, words) for group in _groups(found, grouping)],
        "indicators": indicators_document(found.indicators),
    }
    if found.others:
        document["other_total"] = found.others[0].total
        document["other_indicators"] = indicators_document(found.others[0])
    return document


def indicators_document(indicators: Indicators) -> dict[str, Any]:
    """Each indicator by name: rates in percent (null of nothing), days as numbers, money as text; `of` has each rate's parts."""
    document: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for field in dataclasses.fields(indicators):
        value = getattr(indicators, field.name)
        match value:
            case Rate():
                document[field.name] = _number(value.percent)
                parts[field.name] = {"part": value.part, "whole": value.whole}
            case Decimal() if field.name in _MONEY:
                document[field.name] = f"{value:.2f}"
            case Decimal():
                document[field.name] = _number(value)
            case _:
                document[field.name] = value
    return document | {"of": parts}


def _group_document(group: GroupFigure, grouping: str, words: Words) -> dict[str, Any]:
    document: dict[str, Any] = {
        "code": group.code,
        "label": words.figure_label(grouping, group.code),
        "count": group.count,
        "share": _number(group.share),
    }
    if "|" in grouping:
        document["codes"] = group.code.split("|")
        document["labels"] = [
            words.figure_label(name, code) for name, code in zip(grouping.split("|"), document["codes"], strict=True)
        ]
    for other in group.compared[:1]:
        document |= {
            "other_count": other.count,
            "other_share": _number(other.share),
            "points": _number(other.points),
            "change": _number(other.change),
        }
    return document


def _groups(found: Figures, grouping: str) -> list[GroupFigure]:
    """Largest first; times in their order."""
    if not grouping:
        return []
    groups = list(found.by(grouping))
    return sorted(groups, key=lambda group: group.code) if grouping.partition("|")[0] in _TIMES else groups


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _grouping(arguments: argparse.Namespace) -> str:
    if len(arguments.by) > 2:
        raise UsageError(_("--by may be given at most twice."))
    return "|".join(dict.fromkeys(arguments.by))


def _request(arguments: argparse.Namespace, words: Words) -> AnalysisRequest:
    if arguments.last < arguments.first:
        raise UsageError(_("The period ends before it begins."))
    wanted = filter_of(arguments, words)
    return AnalysisRequest(
        named_period(arguments.first, arguments.last),
        basis=Basis(arguments.basis),
        filter=counting_once(wanted) if arguments.count_repeats_once else wanted,
        comparisons=(Comparison(arguments.compare),) if arguments.compare else (),
    )


def _lines(found: Figures, grouping: str, words: Words) -> list[str]:
    period = found.request.period
    lines = [
        _("{first} to {last}: {count} complaints").format(
            first=period.first, last=period.last, count=f"{found.total:,}"
        )
    ]
    if found.others:
        lines.append(_("Compared period: {count} complaints").format(count=f"{found.others[0].total:,}"))
    if grouping:
        heads = [words.grouping_label(grouping), _("Count"), _("Share %")]
        if found.others:
            heads += [_("Compared count"), _("Points"), _("Change %")]
        rows = [_row(group, grouping, words) for group in _groups(found, grouping)]
        lines += text_table(heads, rows, right=frozenset(range(1, len(heads))))
    return lines


def _row(group: GroupFigure, grouping: str, words: Words) -> list[str]:
    row = [words.figure_label(grouping, group.code), f"{group.count:,}", str(group.share)]
    for other in group.compared[:1]:
        row += [f"{other.count:,}", f"{other.points:+}", "–" if other.change is None else f"{other.change:+}"]
    return row


COMMANDS: dict[str, Command] = {"figures": figures, "report": report}
