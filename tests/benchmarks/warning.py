"""How soon planted spikes are warned of, and how often nothing is behind a warning: made-up counts of many groups.

Every day of the last ten months is judged as it would have been on that evening. A false alarm is the first day of a
warning of a group without a spike; one that goes on, or comes back within a week, is the same alarm.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from complaint_desk.domain.early_warning import FEWEST, WINDOWS, Group, rises
from tests.benchmarks.scale_building import MAKER
from tests.benchmarks.warning_counts import Counts, Size, Spike, make_counts

GROUPS = 500
DAYS = 3 * 365
JUDGED = 300
SPIKES = 30
ROWS = 100_000
_NEVER = 99
_A_MONTH = 30.4


@dataclass
class Judged:
    """What one made-up ledger showed: days to the first warning of each spike, and the false alarms."""

    days: int
    delays: dict[Spike, int] = field(default_factory=dict)
    false: list[tuple[int, str]] = field(default_factory=list)


def judge(made: Counts, first: int) -> Judged:
    """Warn as of every day from `first` on."""
    total = made.total
    spikes = {spike.group: spike for spike in made.spikes}
    found = Judged(len(total) - first)
    warned: dict[str, int] = {}
    for day in range(first, len(total)):
        seen = slice(None, day + 1)
        groups = {
            Group("subject_name", str(number)): counts[seen]
            for number, counts in enumerate(made.groups)
            if sum(counts[day + 1 - max(WINDOWS) : day + 1]) >= FEWEST
        }
        for rise in rises(groups, total[seen], len(made.groups)):
            code = rise.group.code
            spike = spikes.get(int(code)) if code else None
            if spike and spike.begins <= day < spike.begins + spike.lasts + max(WINDOWS):
                found.delays.setdefault(spike, day - spike.begins + 1)
                continue
            if day - warned.get(code, -_NEVER) > 7:
                found.false.append((day, code))
            warned[code] = day
    return found


def measure_warnings(seeds: Sequence[int] = (1, 2)) -> dict[str, object]:
    """Delays and false alarms, without spikes and with them."""
    figures: dict[str, object] = {"groups": GROUPS, "days_judged": JUDGED * len(seeds)}
    for name, spikes in (("without spikes", 0), ("with spikes", SPIKES)):
        made = [make_counts(seed, GROUPS, DAYS, DAYS - JUDGED, spikes) for seed in seeds]
        judged = [judge(each, DAYS - JUDGED) for each in made]
        days = sum(each.days for each in judged)
        false = sum(len(each.false) for each in judged)
        told: dict[str, object] = {"false_alarms_a_month": round(false / days * _A_MONTH, 2)}
        delays = {
            spike: each.delays.get(spike, _NEVER)
            for each, counts in zip(judged, made, strict=True)
            for spike in counts.spikes
        }
        if delays:
            told |= _of_delays(list(delays.values())) | {"by_usual_a_day": _by_usual(delays)}
        figures[name] = told
    figures["by size, however few that is"] = {f"x{size.times:g}": _of_size(size, seeds) for size in _SIZES}
    if MAKER.exists():
        figures["made by make_ledger"] = _of_made_ledger(ROWS)
    return figures


_SIZES = tuple(Size(times, 0.0, 60) for times in (2.0, 3.0, 5.0))


def _by_usual(delays: Mapping[Spike, int]) -> dict[str, object]:
    return {
        f"{low:g}-{high:g}": _of_delays(some)
        for low, high in ((0, 0.1), (0.1, 0.5), (0.5, 2), (2, 1000))
        if (some := [delay for spike, delay in delays.items() if low <= spike.usual < high])
    }


def _of_size(size: Size, seeds: Sequence[int]) -> dict[str, object]:
    delays: dict[Spike, int] = {}
    false = 0
    for seed in seeds:
        made = make_counts(seed, GROUPS, DAYS, DAYS - JUDGED, SPIKES, size)
        judged = judge(made, DAYS - JUDGED)
        delays |= {spike: judged.delays.get(spike, _NEVER) for spike in made.spikes}
        false += len(judged.false)
    a_month = round(false / (JUDGED * len(seeds)) * _A_MONTH, 2)
    return {"false_alarms_a_month": a_month} | _of_delays(list(delays.values())) | _by_usual(delays)


def _of_made_ledger(rows: int) -> dict[str, object]:
    """A ledger of three years with one planted spike: which day of it is the first with a warning, and every false one."""
    ledger = _maker().Ledger(rows, 7, dt.date(2022, 1, 1), dt.date(2024, 12, 31))
    counts: dict[Group, Counter[dt.date]] = {}
    for row in ledger:
        for name, place in _PLACES.items():
            counts.setdefault(Group(name, row[place]), Counter())[dt.date.fromisoformat(row[2][:10])] += 1
    days = [ledger.first + dt.timedelta(day) for day in range((ledger.last - ledger.first).days + 1)]
    series = {group: [each[day] for day in days] for group, each in counts.items()}
    total = [
        sum(each) for each in zip(*(days for group, days in series.items() if group.field == "channel"), strict=True)
    ]
    year, month = ledger.spike_month
    spiked = {
        "subject_name": ledger.spike_product[0],
        "nature": "\u5b89\u5168",
        "department": "\u8d28\u91cf\u7ba1\u7406\u90e8",
    }
    found, false = None, 0
    warned: dict[Group, int] = {}
    first = days.index(dt.date(2024, 1, 1))
    for at in range(first, len(days)):
        shown = {group: each[: at + 1] for group, each in series.items() if sum(each[at - 29 : at + 1]) >= FEWEST}
        for rise in rises(shown, total[: at + 1], len(series)):
            group = rise.group
            by_spike = spiked.get(group.field, group.code) == group.code and days[at] >= dt.date(year, month, 1)
            if by_spike and (days[at] - dt.date(year, month, 1)).days < 31 + max(WINDOWS):
                found = found or (days[at] - dt.date(year, month, 1)).days + 1
            elif at - warned.get(group, -_NEVER) > 7:
                false += 1
            warned[group] = at
    judged = len(days) - first
    return {
        "rows": rows,
        "groups": len(series),
        "found_on_day": found,
        "false_alarms_a_month": round(false / judged * _A_MONTH, 2),
    }


_PLACES = {"subject_name": 8, "category": 9, "nature": 12, "department": 15, "channel": 4}
"""Columns of the maker's rows that are groups."""


def _maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_ledger", MAKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _of_delays(delays: list[int]) -> dict[str, object]:
    return {
        "spikes": len(delays),
        "median_days": statistics.median(delays),
        "within_3_days": round(sum(delay <= 3 for delay in delays) / len(delays), 2),
        "within_7_days": round(sum(delay <= 7 for delay in delays) / len(delays), 2),
        "never": sum(delay == _NEVER for delay in delays),
    }
