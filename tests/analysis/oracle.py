"""The definitions of section 5, worked out slowly over a list of complaints; shares no code with the program's counting."""

import datetime as dt
import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from complaint_desk.domain.complaint import Complaint, Step

CENT = Decimal("0.01")

TREE = {
    "goods": None, "services": None, "other": None,
    "electronics": "goods", "food": "goods", "travel": "services", "fridges": "electronics", "small_fridges": "fridges",
}  # fmt: skip
"""The part of the category tree that the tests use, with two levels of the office's own."""


def half_up(value: Fraction) -> Decimal:
    sign = -1 if value < 0 else 1
    hundredths = abs(value) * 100
    whole, rest = divmod(hundredths.numerator, hundredths.denominator)
    return Decimal(sign * (whole + (2 * rest >= hundredths.denominator))) * CENT


def share(part: int, whole: int) -> Decimal:
    return half_up(Fraction(part * 100, whole)) if whole else Decimal("0.00")


def path_of(category: str) -> list[str]:
    path = [category]
    while (above := TREE[path[-1]]) is not None:
        path.append(above)
    return path


def class_of(category: str) -> str:
    path = path_of(category)
    return path[-2] if len(path) > 1 else path[0]


TIME_FORMATS = {"month": "%Y-%m", "day": "%Y-%m-%d", "weekday": "%u", "hour": "%H"}


def group_code(complaint: Complaint, grouping: str, basis: str) -> str:  # noqa: PLR0911 - one line for each grouping
    if "|" in grouping:
        return "|".join(group_code(complaint, part, basis).replace("|", "｜") for part in grouping.split("|"))
    moment: dt.datetime = getattr(complaint, basis)
    if grouping in TIME_FORMATS:
        return moment.strftime(TIME_FORMATS[grouping])
    match grouping:
        case "category":
            return class_of(complaint.category)
        case "leaf":
            return complaint.category
        case "cause_branch":
            return complaint.cause.split(".")[0]
        case "quarter":
            return (
                f"{moment.year}Q{[3, 6, 9, 12].index(next(last for last in (3, 6, 9, 12) if moment.month <= last)) + 1}"
            )
        case "branch":
            return path_of(complaint.category)[-1]
        case "week":
            day = moment.date()
            while day.isoweekday() != 1:
                day -= dt.timedelta(1)
            return day.isoformat()
        case "satisfaction" | "satisfaction_handling":
            rating = getattr(complaint, grouping)
            return "" if rating is None else f"{rating}"
    return str(getattr(complaint, grouping))


def counts(complaints: Iterable[Complaint], code: Callable[[Complaint], str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in complaints:
        found[code(each)] = found.get(code(each), 0) + 1
    return found


def in_period(complaint: Complaint, first: dt.date, last: dt.date, basis: str) -> bool:
    moment = getattr(complaint, basis)
    return moment is not None and first <= moment.date() <= last


def days(complaints: Sequence[Complaint]) -> list[Fraction]:
    taken = []
    for each in complaints:
        if each.closed_at is not None:
            assert each.received_at is not None
            gap = each.closed_at - each.received_at
            taken.append(Fraction(gap.days * 86400 + gap.seconds, 86400))
    return sorted(taken)


def percentile(ordered: Sequence[Fraction], tenths: int) -> Decimal | None:
    if not ordered:
        return None
    place = Fraction((len(ordered) - 1) * tenths, 10)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return half_up(ordered[low] * (1 - (place - low)) + ordered[high] * (place - low))


def ends_late(steps: Sequence[Step], due: dt.datetime) -> bool:
    """Whether the first telling of the receipt came after the time for it."""
    return min(each.at for each in standing(steps, "acknowledge")) > due


def is_unverified(steps: Sequence[Step]) -> bool:
    last = max(each.at for each in standing(steps, "correct"))
    return all(each.at < last for each in standing(steps, "verify_correction"))


def standing(steps: Sequence[Step], kind: str) -> list[Step]:
    corrected = [each.corrects for each in steps if each.corrects is not None]
    return [each for each in steps if each.kind == kind and each.id not in corrected]


def mean(ordered: Sequence[Fraction]) -> Decimal | None:
    return half_up(Fraction(statistics.mean(ordered))) if ordered else None


def _phones(complaint: Complaint) -> set[str]:
    return {re.sub(r"\D", "", part) for part in complaint.phone.split("/") if part.strip()}


def is_same_person(one: Complaint, other: Complaint) -> bool:
    if _phones(one) & _phones(other):
        return True
    named = one.name not in ("", "匿名") and one.name == other.name
    return named and one.address != "" and one.address == other.address


def is_repeated(complaint: Complaint, everybody: Iterable[Complaint]) -> bool:
    assert complaint.received_at is not None
    for other in everybody:
        assert other.received_at is not None
        earlier = (other.received_at, other.id) < (complaint.received_at, complaint.id)
        near = complaint.received_at - other.received_at <= dt.timedelta(days=90)
        if earlier and near and other.category == complaint.category and is_same_person(complaint, other):
            return True
    return False
