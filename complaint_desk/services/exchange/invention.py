"""Invented complaints with their whole history, always the same for the same seed and moment."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from complaint_desk.domain.complaint import ComplaintDraft, NewStep
from complaint_desk.domain.moments import PartialDate, start_of
from complaint_desk.domain.vocabulary import FollowUp, Liability, Severity, Status, StepKind

MOST_DAYS, FEWEST_DAYS, ROWS_A_DAY = 730, 120, 3
"""The oldest invented complaint is so many days old; few complaints lie closer together, so that some are still open."""

_CENT = Decimal("0.01")
_RETURNING = 0.07
_ANONYMOUS = 0.02
_SLOW, _SLOWNESS = 0.07, 5
_MOST_PEOPLE = 2_000
_RATINGS = ((5, 34), (4, 36), (3, 16), (2, 9), (1, 5))
_SEVERITIES = ((Severity.MINOR, 78), (Severity.MAJOR, 19), (Severity.CRITICAL, 3))
_LIABILITIES = ((Liability.LIABLE, 46), (Liability.PARTLY, 24), (Liability.NOT_LIABLE, 30))
_FIRST_HOUR, _OPEN_MINUTES = 8, 13 * 60


@dataclass(frozen=True, slots=True)
class Invented:
    """One complaint and its handling record."""

    draft: ComplaintDraft
    steps: tuple[NewStep, ...]


class _Draw:
    """Draws from weighted values by one number each."""

    def __init__(self, weighted: Sequence[tuple[Any, float]]) -> None:
        self._values = [value for value, _ in weighted]
        self._running = list(itertools.accumulate(weight for _, weight in weighted))

    def __call__(self, chance: random.Random) -> Any:
        return chance.choices(self._values, cum_weights=self._running)[0]


class Inventor:
    """Makes complaints from the tables of `resources/sample`."""

    def __init__(self, folder: Path, seed: int, now: dt.datetime) -> None:
        self._tables = tomllib.loads((folder / "complaints.toml").read_text("utf-8"))
        self._chance = random.Random(seed)  # noqa: S311 - samples, not secrets
        self._now = now
        tables = self._tables
        self._nature = _Draw(list(tables["natures"].items()))
        self._channel = _Draw(list(tables["channels"].items()))
        self._place = _Draw([(place, place["weight"]) for place in tables["places"]])
        self._goods = _Draw([(goods, goods["weight"]) for goods in tables["goods"]])
        self._rating, self._severity, self._liability = _Draw(_RATINGS), _Draw(_SEVERITIES), _Draw(_LIABILITIES)
        self._people: list[dict[str, str]] = []

    def complaints(self, count: int) -> Iterator[Invented]:
        """`count` complaints in the order of their time, the last ones of this very day."""
        for moment in self._moments(count):
            yield self._complaint(moment)

    def _moments(self, count: int) -> list[dt.datetime]:
        """Office hours of up to two years: fewer at weekends, a little more from year to year."""
        chance = self._chance
        today = self._now.date()
        back = max(FEWEST_DAYS, min(MOST_DAYS, count // ROWS_A_DAY))
        days = [today - dt.timedelta(ago) for ago in range(back, -1, -1)]
        weights = [(0.6 if day.weekday() >= 5 else 1.0) * (1 + at / MOST_DAYS / 3) for at, day in enumerate(days)]
        found = []
        for day in chance.choices(days, weights, k=count):
            opened = start_of(day) + dt.timedelta(hours=_FIRST_HOUR)
            latest = min(_OPEN_MINUTES, int((self._now - opened).total_seconds() // 60))
            if latest > 0:
                found.append(opened + dt.timedelta(minutes=chance.randrange(latest)))
            else:
                found.append(opened - dt.timedelta(days=1, minutes=-chance.randrange(_OPEN_MINUTES)))
        return sorted(found)

    def _complaint(self, received: dt.datetime) -> Invented:
        chance, tables = self._chance, self._tables
        nature, goods = self._nature(chance), self._goods(chance)
        brand, model = chance.choice(tables["brands"]), chance.choice(goods["models"])
        outlet = chance.choice(tables["outlets"])
        bought = received.date() - dt.timedelta(int(chance.expovariate(1 / 60)) + 1)
        price = Decimal(round(goods["price"] * chance.uniform(0.8, 1.15))).quantize(_CENT)
        demands = tuple(chance.choice(tables["demands"][nature]))
        values: dict[str, Any] = {
            "received_at": received,
            "channel": self._channel(chance),
            **self._person(),
            "subject_name": f"{brand}{goods['name']}",
            "category": goods["category"],
            "brand": brand,
            "model": model,
            "outlet": outlet,
            "purchased_on": PartialDate(bought.year, bought.month)
            if chance.random() < 0.15
            else PartialDate.of(bought),
            "price": price,
            "amount": price,
            "facts": self._facts(nature, goods, f"{brand}{goods['name']}{model}", outlet, (bought, received.date())),
            "demands": demands,
            "nature": nature,
            "severity": self._severity(chance),
            "department": chance.choice(tables["departments"][nature]),
            "handler": chance.choice(tables["handlers"]),
        }
        history, steps = self._history(received, nature, demands, price)
        return Invented(ComplaintDraft(**values | history), tuple(steps))

    def _person(self) -> dict[str, str]:
        chance, tables = self._chance, self._tables
        if self._people and chance.random() < _RETURNING:
            return chance.choice(self._people)
        place = self._place(chance)
        if chance.random() < 0.93:
            phone = chance.choice(tables["phone_prefixes"]) + f"{chance.randrange(10**8):08d}"
        else:
            phone = f"{place['area']}-0{chance.randrange(10**7):07d}"
        if chance.random() < _ANONYMOUS:
            return {"name": tables["anonymous"], "phone": phone}
        person = {
            "name": chance.choice(tables["surnames"]) + chance.choice(tables["given_names"]),
            "phone": phone,
            "region": place["region"],
        }
        if chance.random() < 0.6:
            road, estate = chance.choice(tables["roads"]), chance.choice(tables["estates"])
            person["address"] = tables["address"].format(
                region=place["region"], road=road, number=chance.randint(1, 380), estate=estate,
                building=chance.randint(1, 24), room=chance.randint(1, 28) * 100 + chance.randint(1, 4),
            )  # fmt: skip
        if len(self._people) < _MOST_PEOPLE:
            self._people.append(person)
        return person

    def _facts(
        self, nature: str, goods: dict[str, Any], product: str, outlet: str, days: tuple[dt.date, dt.date]
    ) -> str:
        chance, told = self._chance, self._tables["facts"]
        bought, received = days
        parts = chance.choice(told["opening"]), chance.choice(told[nature]), chance.choice(told["closing"])
        return "".join(parts).format(
            product=product,
            outlet=outlet,
            bought=self._tables["day"].format(year=bought.year, month=bought.month, day=bought.day),
            fault=chance.choice(goods["faults"]),
            days=chance.randint(1, min(40, (received - bought).days)),
            times=chance.randint(2, 5),
        )

    def _history(
        self, received: dt.datetime, nature: str, demands: tuple[str, ...], price: Decimal
    ) -> tuple[dict[str, Any], list[NewStep]]:
        """What was done so far: as far as the days since then allow."""
        chance, said = self._chance, self._tables["steps"]
        accepted = self._later(received, chance.expovariate(1 / 0.4))
        if accepted is None:
            return {}, []
        if chance.random() < 0.03:
            return {"status": Status.DECLINED}, [NewStep(StepKind.NOTE, chance.choice(said["decline"]), accepted)]
        steps = [NewStep(StepKind.ACCEPT, chance.choice(said["accept"]), accepted)]
        begun = self._later(accepted, chance.expovariate(1 / 1.2))
        if begun is None:
            return {"status": Status.ACCEPTED}, steps
        steps.append(NewStep(StepKind.INVESTIGATE, chance.choice(said["investigate"]), begun))
        pace = _SLOWNESS if chance.random() < _SLOW else 1
        answered = self._later(begun, chance.lognormvariate(1.3, 0.8) * pace)
        if answered is None:
            return self._unanswered(begun, steps)
        if chance.random() < 0.03:
            steps.append(NewStep(StepKind.NOTE, chance.choice(said["withdraw"]), answered))
            return {"status": Status.WITHDRAWN}, steps
        steps.append(NewStep(StepKind.CONTACT, chance.choice(said["contact"]), begun + (answered - begun) / 2))
        steps.append(NewStep(StepKind.ANSWER, chance.choice(said["answer"]), answered))
        values = self._ending(answered, nature, demands, price)
        closed = self._later(answered, chance.expovariate(1 / 1.5))
        if closed is None:
            return values | {"status": Status.ANSWERED}, steps
        values |= {"status": Status.CLOSED, "closed_at": closed}
        return values | self._follow_up(closed, steps), steps

    def _unanswered(self, begun: dt.datetime, steps: list[NewStep]) -> tuple[dict[str, Any], list[NewStep]]:
        asked = self._later(begun, 0.5)
        if asked is None or self._chance.random() < 0.75:
            return {"status": Status.HANDLING}, steps
        steps.append(NewStep(StepKind.CONTACT, self._tables["steps"]["waiting"][0], asked))
        return {"status": Status.WAITING}, steps

    def _ending(self, answered: dt.datetime, nature: str, demands: tuple[str, ...], price: Decimal) -> dict[str, Any]:
        chance, endings = self._chance, self._tables["endings"]
        fitting = [ending for ending in endings if set(ending["demands"]) & set(demands)]
        ending = chance.choice(endings if not fitting or chance.random() < 0.2 else fitting)
        paid = (price * Decimal(str(ending["pays"]))).quantize(_CENT)
        return {
            "outcome": ending["outcome"],
            "outcome_text": ending["text"],
            "compensation": paid or None,
            "cause": chance.choice(self._tables["causes"][nature]),
            "liability": Liability.NOT_LIABLE if ending["outcome"] == "not_upheld" else self._liability(chance),
            "handled_at": answered,
            "replied_at": answered,
            "reply_by": "phone" if chance.random() < 0.7 else "message",
        }

    def _follow_up(self, closed: dt.datetime, steps: list[NewStep]) -> dict[str, Any]:
        chance = self._chance
        asked = self._later(closed, chance.expovariate(1 / 3))
        if asked is None or chance.random() < 0.25:
            return {}
        if chance.random() < 0.12:
            return {"follow_up": FollowUp.UNREACHABLE, "followed_up_at": asked}
        rating = self._rating(chance)
        told = chance.choice(self._tables["steps"]["follow_up" if rating >= 3 else "follow_up_unhappy"])
        steps.append(NewStep(StepKind.FOLLOW_UP, told, asked))
        return {
            "follow_up": FollowUp.DONE,
            "followed_up_at": asked,
            "follow_up_text": told,
            "satisfaction": rating,
            "satisfaction_handling": min(5, rating + (chance.random() < 0.2)),
        }

    def _later(self, start: dt.datetime, days: float) -> dt.datetime | None:
        """So many days later within office hours, None if that has not come yet."""
        moment = start + dt.timedelta(days=days)
        if not 9 <= moment.hour < 18:
            moment = moment.replace(hour=9 + moment.hour % 9)
        moment = max(moment, start + dt.timedelta(minutes=12)).replace(second=0, microsecond=0)
        return moment if moment <= self._now else None
