"""`figures`: the figures of a period."""

from __future__ import annotations

import argparse
import dataclasses
from decimal import Decimal
from typing import Any

from complaint_desk.cli.context import DONE, Command, Context, UsageError
from complaint_desk.cli.figure_tables import figure_lines, groups_in_order
from complaint_desk.cli.filters import filter_of
from complaint_desk.domain.analysis import (
    INDICATORS,
    AnalysisRequest,
    Basis,
    Comparison,
    Figures,
    GroupFigure,
    Indicators,
    Period,
    Rate,
    compared_period,
    named_period,
)  # fmt: skip
from complaint_desk.domain.cross_table import cross_table
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.domain.repeats import counting_once
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.services import analysis

_MONEY = frozenset({"compensation", "recovered"})


def figures(context: Context) -> int:
    """Total, groups and indicators of a period."""
    grouping = _grouping(context.arguments)
    with context.opened() as program:
        with context.output.progress(_("Counting")) as progress:
            found = analysis.figures(
                program.desk,
                request_of(context.arguments, program.words),
                (grouping,) if grouping else (),
                stop=context.stop,
                progress=progress,
            )
        if context.output.as_json:
            context.output.document(figures_document(found, grouping, program.words))
        else:
            context.output.say(*figure_lines(found, grouping, program.words))
        analysis.keep_facts(program.desk, context.stop)
    return DONE


def figures_document(found: Figures, grouping: str, words: Words) -> dict[str, Any]:
    """`total`, `key`, `groups`, `indicators`; the first compared period as `other_…`, all of them as `others`.

    Every `key` finds the complaints behind its figure. A cross of two groupings has `codes` and `labels` for each group, and
    `table`: the same counts by row and column.
    """
    request = found.request
    document: dict[str, Any] = {
        "total": found.total,
        "key": key_of(request),
        "groups": [_group_document(found, group, grouping, words) for group in groups_in_order(found, grouping)],
        "indicators": indicators_document(found.indicators),
        "indicator_keys": {name: key_of(request, part=name) for name in sorted(INDICATORS - {"total"})},
    }
    if found.others:
        document["other_total"] = found.others[0].total
        document["other_indicators"] = indicators_document(found.others[0])
        document["others"] = [
            _other_document(request, comparison, other)
            for comparison, other in zip(request.comparisons, found.others, strict=True)
        ]
    if "|" in grouping:
        document["table"] = _table_document(found, grouping, words)
    return document


def _other_document(request: AnalysisRequest, comparison: Comparison, other: Indicators) -> dict[str, Any]:
    period = compared_period(request.period, comparison)
    return {
        "comparison": comparison,
        "from": str(period.first),
        "to": str(period.last),
        "total": other.total,
        "key": key_of(request, period=period),
        "indicators": indicators_document(other),
    }


def _table_document(found: Figures, grouping: str, words: Words) -> dict[str, Any]:
    table = cross_table(grouping, found.by(grouping))
    across, along = grouping.split("|")
    return {
        "rows": [{"code": code, "label": words.figure_label(across, code)} for code in table.rows],
        "columns": [{"code": code, "label": words.figure_label(along, code)} for code in table.columns],
        "counts": table.counts,
    }


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


def _group_document(found: Figures, group: GroupFigure, grouping: str, words: Words) -> dict[str, Any]:
    document: dict[str, Any] = {
        "code": group.code,
        "label": words.figure_label(grouping, group.code),
        "count": group.count,
        "share": _number(group.share),
        "key": key_of(found.request, grouping, group.code),
    }
    if "|" in grouping:
        document["codes"] = group.code.split("|")
        document["labels"] = [
            words.figure_label(name, code) for name, code in zip(grouping.split("|"), document["codes"], strict=True)
        ]
    compared = [_compared_document(found, group, grouping, at) for at in range(len(group.compared))]
    if compared:
        first = compared[0]
        document |= {f"other_{name}": first[name] for name in ("count", "share", "key")}
        document |= {"points": first["points"], "change": first["change"]}
    if len(compared) > 1:
        document["compared"] = compared
    return document


def _compared_document(found: Figures, group: GroupFigure, grouping: str, at: int) -> dict[str, Any]:
    comparison, other = found.request.comparisons[at], group.compared[at]
    period = compared_period(found.request.period, comparison)
    return {
        "comparison": comparison,
        "count": other.count,
        "share": _number(other.share),
        "points": _number(other.points),
        "change": _number(other.change),
        "key": key_of(found.request, grouping, group.code, period=period),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _grouping(arguments: argparse.Namespace) -> str:
    if len(arguments.by) > 2:
        raise UsageError(_("--by may be given at most twice."))
    return "|".join(dict.fromkeys(arguments.by))


def period_of(arguments: argparse.Namespace) -> Period:
    """The days from `--from` to `--to`."""
    if arguments.last < arguments.first:
        raise UsageError(_("The period ends before it begins."))
    return named_period(arguments.first, arguments.last)


def request_of(arguments: argparse.Namespace, words: Words) -> AnalysisRequest:
    """What the options of a period and its conditions ask."""
    wanted = filter_of(arguments, words)
    return AnalysisRequest(
        period_of(arguments),
        basis=Basis(arguments.basis or Basis.RECEIVED),
        filter=counting_once(wanted) if arguments.count_repeats_once else wanted,
        comparisons=tuple(map(Comparison, dict.fromkeys(arguments.compare))),
    )


COMMANDS: dict[str, Command] = {"figures": figures}
