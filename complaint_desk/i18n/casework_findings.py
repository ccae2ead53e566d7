"""What stands out among single cases: slow departments, late closing, what is overdue, who complains again and again.

Cases that wait are told however few they are, since each wants to be looked at; about departments nothing is concluded
from thin numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from complaint_desk.domain.analysis import Figures, Rate
from complaint_desk.domain.casework import Casework, HandlingGroup, matter_key, overdue_request
from complaint_desk.domain.figure_keys import OF, REST, key_of
from complaint_desk.i18n.catalogue import _
from complaint_desk.i18n.findings import FEWEST, Finding, differs
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words

FEWEST_TIMED = 30
"""Closed complaints from which the median of a department is told."""

_SLOWER = Decimal("1.25")
"""Times the median of all, from which a department is called slow: less nobody can act on."""

_OFTEN = 3
"""Complaints of one person about the same that are told by themselves."""


def casework_findings(figures: Figures, casework: Casework, words: Words) -> tuple[Finding, ...]:
    """In order of weight: what is overdue, repeated matters, departments that close late, the slowest."""
    return (
        *_overdue(figures, casework, words),
        *_repeated(casework, words),
        *_late(figures, casework, words),
        *_slowest(figures, casework, words),
    )


def _overdue(figures: Figures, casework: Casework, words: Words) -> Iterator[Finding]:
    if not casework.overdue:
        return
    first = casework.overdue[0]
    told = _("Overdue on {time}: {count} complaints, most of them with “{department}” ({most}).").format(
        time=moment_text(figures.made_at),
        count=f"{sum(each.count for each in casework.overdue):,}",
        department=words.figure_label("department", first.code),
        most=f"{first.count:,}",
    )
    yield Finding("overdue", told, key_of(overdue_request(figures.request, figures.made_at)), alarming=True)


def _repeated(casework: Casework, words: Words) -> Iterator[Finding]:
    often = [matter for matter in casework.matters if len(matter) >= _OFTEN]
    if often:
        told = _("{matters} people complained {times} times or more of the same; one {most} times, of “{category}”.")
        said = told.format(
            matters=len(often),
            times=_OFTEN,
            most=len(often[0]),
            category=words.figure_label("leaf", often[0][0].category),
        )
        yield Finding("repeats", said, matter_key(often[0]), alarming=True)


def _late(figures: Figures, casework: Casework, words: Words) -> Iterator[Finding]:
    overall = figures.indicators.closed_in_time
    for each in casework.handling:
        rate = each.closed_in_time
        others = Rate(overall.part - rate.part, overall.whole - rate.whole)
        if not each.code or min(rate.whole, others.whole) < FEWEST or not differs(rate, others):
            continue
        if rate.part * others.whole < others.part * rate.whole:
            told = _("{department}: only {share}% of {ended} close clocks were kept, elsewhere {other}%.").format(
                department=words.figure_label("department", each.code),
                share=rate.percent,
                ended=f"{rate.whole:,}",
                other=others.percent,
            )
            yield Finding(
                "handling",
                told,
                key_of(figures.request, "department", each.code, "closed_in_time" + REST),
                alarming=True,
            )


def _slowest(figures: Figures, casework: Casework, words: Words) -> Iterator[Finding]:
    overall = figures.indicators.days_median
    judged = [each for each in casework.handling if each.code and each.timed >= FEWEST_TIMED]
    slowest = max(judged, key=_median, default=None)
    if overall and len(judged) > 1 and slowest and _median(slowest) >= _SLOWER * overall:
        told = _(
            "Slowest is “{department}”: half of its {timed} closed complaints took more than {median} days, of all {other}."
        )
        said = told.format(
            department=words.figure_label("department", slowest.code),
            timed=f"{slowest.timed:,}",
            median=slowest.days_median,
            other=overall,
        )
        yield Finding(
            "handling", said, key_of(figures.request, "department", slowest.code, "days_median" + OF), alarming=True
        )


def _median(group: HandlingGroup) -> Decimal:
    return group.days_median or Decimal()
