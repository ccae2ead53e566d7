"""What a report says of handling, of problems, and proposes: sentences computed from the figures, with their numbers and keys.

As with what stands out, nothing is said from thin numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from complaint_desk.domain.analysis import Figures, Rate
from complaint_desk.domain.casework import Casework
from complaint_desk.domain.figure_keys import REST, key_of
from complaint_desk.domain.improvement import State
from complaint_desk.i18n.casework_findings import casework_findings
from complaint_desk.i18n.catalogue import N_, _
from complaint_desk.i18n.figure_texts import count_text, percent_text
from complaint_desk.i18n.findings import FEWEST, Finding, findings
from complaint_desk.i18n.improvements import recurrence_sentence, state_text
from complaint_desk.i18n.words import Words

_LARGE_GAP = 30
"""Percent of complaints without a cause above which the causes that are known say little."""

_CLOCKS = {
    "accepted_in_time": N_("{late} of {all} decisions on acceptance came after their time limit ({share})."),
    "answered_in_time": N_("{late} of {all} answers came after their time limit ({share})."),
    "closed_in_time": N_("{late} of {all} complaints were closed after their time limit ({share})."),
}


def handling_sentences(figures: Figures, words: Words) -> tuple[Finding, ...]:
    """How complaints were handled: finished, in time, with which result, at what cost, to whose satisfaction."""
    return tuple(_handled(figures, words))


def _handled(figures: Figures, words: Words) -> Iterator[Finding]:
    indicators, request = figures.indicators, figures.request
    if not figures.total:
        return
    told = _("{finished} of {total} complaints are finished ({share}).").format(
        finished=count_text(indicators.finished.part),
        total=count_text(indicators.finished.whole),
        share=percent_text(indicators.finished.percent),
    )
    yield Finding("handling", told, key_of(request, part="finished"))
    leading = max(figures.outcomes, key=lambda each: each.count, default=None)
    if leading is not None and leading.code and leading.count >= FEWEST:
        told = _("The most frequent result is “{outcome}” with {count} complaints ({share}).").format(
            outcome=words.label("outcome", leading.code),
            count=count_text(leading.count),
            share=percent_text(leading.share),
        )
        yield Finding("handling", told, key_of(request, "outcome", leading.code))
    wanted = {"handling", "satisfaction", "money"}
    yield from (each for each in findings(figures, words) if each.about in wanted and not each.alarming)


def problem_sentences(figures: Figures, words: Words, casework: Casework | None = None) -> tuple[Finding, ...]:
    """What somebody should look into: what stands out to the worse, what waits or was late, what came back."""
    return (
        *(each for each in findings(figures, words) if each.alarming),
        *(casework_findings(figures, casework, words) if casework else ()),
        *_late(figures),
        *_unverified(figures),
        *_came_back(figures),
    )


def _late(figures: Figures) -> Iterator[Finding]:
    for name, sentence in _CLOCKS.items():
        rate: Rate = getattr(figures.indicators, name)
        late = Rate(rate.whole - rate.part, rate.whole)
        if rate.whole >= FEWEST and late.part:
            told = _(sentence).format(
                late=count_text(late.part), all=count_text(late.whole), share=percent_text(late.percent)
            )
            yield Finding(name, told, key_of(figures.request, part=name + REST), alarming=True)


def _unverified(figures: Figures) -> Iterator[Finding]:
    rate = figures.indicators.unverified
    if rate.part:
        told = _("{count} of {all} corrections were not verified.").format(
            count=count_text(rate.part), all=count_text(rate.whole)
        )
        yield Finding("unverified", told, key_of(figures.request, part="unverified"), alarming=True)


def _came_back(figures: Figures) -> Iterator[Finding]:
    for each in figures.improvements:
        if each.came_back:
            told = _("“{problem}”: {sentence}").format(
                problem=each.improvement.problem, sentence=recurrence_sentence(each.effect)
            )
            yield Finding("improvement", told, alarming=True)


def proposals(figures: Figures, words: Words, casework: Casework | None = None) -> tuple[Finding, ...]:
    """What the figures suggest to do, each with the number of cases that it rests on; the supervisor adds the rest."""
    first = {each.about: each for each in reversed(problem_sentences(figures, words, casework))}
    return (
        *(Finding(about, _(said), first[about].key) for about, said in _PROPOSALS.items() if about in first),
        *_unknown_causes(figures),
        *_unfinished_improvements(figures, words),
    )


_PROPOSALS = {
    "warning": N_("Find out the reason of each early warning, and record an improvement where it is in our own hands."),
    "nature": N_("Look into the cases of the natures that rose, and name the cause and the department responsible."),
    "category": N_("Go over the goods and services of the categories that rose with those who supply or provide them."),
    "department": N_(
        "Have the departments whose share rose explain it and say what they will do, by a feedback sheet."
    ),
    "trend": N_("Find out what happened at the peak, so that staff and stock can be ready the next time."),
    "overdue": N_("Deal with the overdue complaints first, and tell those who wait when they will be answered."),
    "repeats": N_("Talk to those who complain of the same again and again, and settle what was left open."),
    "handling": N_(
        "Have the departments that are slow or late say what holds them up, and help where it is not theirs."
    ),
    "satisfaction": N_("Go over the unsatisfied cases with the departments named, and follow up once more."),
    "accepted_in_time": N_("Decide on acceptance within the time limit: go over the late cases one by one."),
    "answered_in_time": N_("Answer within the time limit: go over the late cases one by one, and tell of extensions."),
    "closed_in_time": N_("Close within the time limit: go over the late cases one by one."),
    "unverified": N_("Verify the corrections that were made, and record who found what."),
    "improvement": N_("Take up again the improvements whose problem came back: the measure does not hold."),
}
"""One proposal for each kind of problem; the key is that of the first problem of its kind."""


def _unknown_causes(figures: Figures) -> Iterator[Finding]:
    groups = dict(figures.groups).get("cause", ())
    unknown = next((each for each in groups if not each.code), None)
    if unknown is not None and unknown.count >= FEWEST and unknown.share > _LARGE_GAP:
        told = _("Record causes: {count} complaints ({share}) have none, so the known ones tell only a part.").format(
            count=count_text(unknown.count), share=percent_text(unknown.share)
        )
        yield Finding("cause", told, key_of(figures.request, "cause", ""))


def _unfinished_improvements(figures: Figures, words: Words) -> Iterator[Finding]:
    today = figures.made_at.date()
    for each in (followed.improvement for followed in figures.improvements):
        if each.state is State.OPEN:
            told = _("Go on with the improvement “{problem}” ({state}).").format(
                problem=each.problem, state=state_text(each, today, words)
            )
            yield Finding("improvement", told)
