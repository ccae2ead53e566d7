"""How many complaints each day had, by product, category, outlet and whatever else early warnings look at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaint_desk.domain.early_warning import FEWEST, FEWEST_OF_BATCH, WINDOWS, EarlyWarning, Group, Rise
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.searching import normalise

COUNTED_BY = (
    "subject_name", "brand", "category", "nature", "outlet", "cause", "department", "region", "channel", "batch",
)  # fmt: skip
"""The fields whose codes and texts are groups; `batch` has a rule of its own."""

TREES = ("category", "cause")

_BATCH = "batch"
_YEAR = 365

CountsOfDay = Mapping[str, Mapping[str, int]]
"""Field → code or text → complaints of one day; under "" stands {"": all of the day}."""


@dataclass(frozen=True, slots=True)
class GroupSeries:
    """Counts day by day of the whole ledger, and of the groups in which a rise may be; `looked_at` counts the others too."""

    groups: Mapping[Group, Sequence[int]]
    total: Sequence[int]
    looked_at: int


def group_series(days: Sequence[CountsOfDay], above: Mapping[str, Mapping[str, tuple[str, ...]]]) -> GroupSeries:
    """The series that warnings are judged by.

    Args:
        days: consecutive days, the last one the day asked for.
        above: for each tree the branches above each code, which count what hangs below them.
    """
    lately, in_a_year = _sums(days[-max(WINDOWS) :], above), _sums(days[-_YEAR:], above)
    groups = {group: [0] * len(days) for group, count in lately.items() if count >= FEWEST}
    for field in COUNTED_BY:
        known = {group.code: series for group, series in groups.items() if group.field == field}
        branches = above.get(field, {})
        for at, day in enumerate(days):
            for code, count in day.get(field, {}).items():
                if series := known.get(code):
                    series[at] += count
                for branch in branches.get(code, ()):
                    if series := known.get(branch):
                        series[at] += count
    total = [day.get("", {}).get("", 0) for day in days]
    return GroupSeries(groups, total, sum(count >= FEWEST for count in in_a_year.values()))


def _sums(days: Sequence[CountsOfDay], above: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Counter[Group]:
    by_field: dict[str, Counter[str]] = {field: Counter() for field in COUNTED_BY if field != _BATCH}
    for day in days:
        for field, sums in by_field.items():
            for code, count in day.get(field, {}).items():
                sums[code] += count
    found: Counter[Group] = Counter()
    for field, sums in by_field.items():
        branches = above.get(field, {})
        for code, count in sums.items():
            for each in (code, *branches.get(code, ())):
                found[Group(field, each)] += count
    return Counter({group: count for group, count in found.items() if group.code})


def rise_filter(rise: Rise, day: dt.date) -> LedgerFilter:
    """The filter that shows the complaints of a rise found for a day."""
    within = LedgerFilter().with_range("received_at", day - dt.timedelta(rise.days - 1), day)
    return within.with_choices(rise.group.field, (rise.group.code,)) if rise.group.field else within


def rise_warning(rise: Rise, also: tuple[Group, ...], day: dt.date) -> EarlyWarning:
    """A rise as it is told."""
    code = "whole_rise" if not rise.group.field else "rise" if rise.expected >= 0.5 else "rise_from_nothing"
    wanted = rise_filter(rise, day)
    return EarlyWarning(code, rise.group, rise.days, rise.count, wanted, rise.expected, rise.chance, also)


def batch_warnings(days: Sequence[CountsOfDay], day: dt.date) -> tuple[EarlyWarning, ...]:
    """Batches complained of three times or more within a year, the newest time in the last 30 days; most complaints first.

    However a batch is written (width, case, blanks), it is one; the group's code is the spelling used last.
    """
    recent = days[-_YEAR:]
    sums: Counter[str] = Counter()
    seen: dict[str, list[int]] = {}
    spellings: dict[str, list[str]] = {}
    for at, counts in enumerate(recent):
        for text, count in counts.get(_BATCH, {}).items():
            if batch := normalise(text):
                sums[batch] += count
                seen.setdefault(batch, []).append(at)
                spellings.setdefault(batch, []).append(text)
    found = []
    for batch, count in sorted(sums.items(), key=lambda each: (-each[1], each[0])):
        if count < FEWEST_OF_BATCH or seen[batch][-1] < len(recent) - max(WINDOWS):
            continue
        long = len(recent) - seen[batch][0]
        wanted = LedgerFilter().with_range("received_at", day - dt.timedelta(long - 1), day)
        spelt = tuple(dict.fromkeys(spellings[batch]))
        group = Group(_BATCH, spellings[batch][-1])
        found.append(EarlyWarning("batch", group, long, count, wanted.with_choices(_BATCH, spelt)))
    return tuple(found)
