"""Rule sets: which clocks a complaint has, by whose word, how long each runs and what moves it (contract, section 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

ACCEPT = "accept"
ANSWER = "answer"
CLOSE = "close"
MAIN_CLOCKS = (ACCEPT, ANSWER, CLOSE)
"""What every rule set has, unless it is empty."""


class SourceType(StrEnum):
    """By whose word a clock runs. Only the first two are law."""

    STATUTORY = "statutory"
    REGULATORY = "regulatory"
    PROMISE = "promise"
    INTERNAL = "internal"


BY_LAW = frozenset({SourceType.STATUTORY, SourceType.REGULATORY})


class Unit(StrEnum):
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    HOUR = "hour"


class StartEvent(StrEnum):
    """What a clock starts from. The day of the event is not counted (Civil Code 201)."""

    RECEIVED = "received"
    REGISTERED = "registered"
    ACCEPTED = "accepted"
    PURCHASED = "purchased"
    DEMANDED = "demanded"
    GOODS_RECEIVED = "goods_received"
    GOODS_RETURNED = "goods_returned"
    PROMISED = "promised"
    NOTIFIED = "notified"


TOLD_EVENTS = frozenset(
    {
        StartEvent.DEMANDED, StartEvent.GOODS_RECEIVED, StartEvent.GOODS_RETURNED, StartEvent.PROMISED,
        StartEvent.NOTIFIED,
    }
)  # fmt: skip
"""Events that no field of the complaint tells: a person says when they happened."""


class EndEvent(StrEnum):
    """A status that ends a clock; a kind of step (`StepKind`) ends one too.

    `received` ends what the consumer must keep (a return within seven days): the complaint itself shows whether it came in
    time. Such a clock is no duty of the office and warns nobody.
    """

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    CLOSED = "closed"


class PauseReason(StrEnum):
    """What time may be taken out for."""

    TESTING = "testing"
    REPAIR = "repair"
    COMPLAINANT = "complainant"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ExtensionRung:
    """One rung of the ladder: the whole length from the start that it leads to, in the obligation's unit.

    `approver` says whose word it needs; with `tell` the complainant must be told before the old date ends.
    """

    to: int
    approver: str = ""
    tell: bool = False


@dataclass(frozen=True, slots=True)
class Obligation:
    """One clock of a rule set. `length` None: it runs to a date that an authority names, and has none before.

    `rolls`: a last day that is a rest day moves to the next working day. `ends`: codes of `EndEvent` or `StepKind`.
    """

    code: str
    name: str
    source_type: SourceType
    source: str
    article: str
    starts: StartEvent
    length: int | None
    unit: Unit
    ends: tuple[str, ...]
    rolls: bool = True
    named: bool = False
    extensions: tuple[ExtensionRung, ...] = ()
    pauses: tuple[PauseReason, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule set as it is in force from one day to another, both included. `own` marks the office's version."""

    code: str
    version: str
    valid_from: dt.date
    valid_to: dt.date | None
    obligations: tuple[Obligation, ...]
    own: bool = False

    def obligation(self, code: str) -> Obligation | None:
        return next((each for each in self.obligations if each.code == code), None)

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class ProvinceLayer:
    """What a province's own law says instead: obligations by rule set, for complaints from places whose names begin so.

    A rule set with no obligations means that from then on nothing differs. `own` marks the office's version.
    """

    code: str
    names: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date | None
    obligations: Mapping[str, tuple[Obligation, ...]]
    version: str = ""
    own: bool = False

    @property
    def key(self) -> str:
        """Its name among all layers; a shipped one is named by its province alone."""
        return f"{self.code}{_VERSION}{self.version}" if self.version else self.code

    def key_over(self, version: RuleVersion) -> str:
        """The name of a version with this layer over it, as it is kept with clocks."""
        return f"{version.version}{_LAYER}{self.key}"

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def match(self, region: str) -> int:
        """How many characters of a region it names; 0 where it is not meant."""
        place = region.strip()
        return max((len(name) for name in self.names if place.startswith(name)), default=0)


@dataclass(frozen=True, slots=True)
class Chooser:
    """A rule set for the complaints that have one code in one field (`channel`, `category`), or whose `region` begins so."""

    field: str
    code: str
    rule_set: str

    def fits(self, codes: Mapping[str, str]) -> bool:
        said = codes.get(self.field, "").strip()
        return said.startswith(self.code) if self.field == "region" else said == self.code


CHOOSING_FIELDS = ("channel", "category", "region")
"""What may choose a rule set."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rule sets of a ledger: every version of each, province layers, and what chooses among them."""

    versions: tuple[RuleVersion, ...]
    provinces: tuple[ProvinceLayer, ...] = ()
    choosers: tuple[Chooser, ...] = ()
    _by_key: Mapping[tuple[str, str], RuleVersion] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key = {(each.code, each.version): each for each in self.versions}
        object.__setattr__(self, "_by_key", MappingProxyType(by_key))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.code for each in self.versions))

    def of(self, code: str) -> tuple[RuleVersion, ...]:
        """The versions of one rule set, those that begin first first; the office's after a built-in of the same day."""
        return tuple(
            sorted(
                (each for each in self.versions if each.code == code),
                key=lambda each: (each.valid_from, each.own, len(each.version), each.version),
            )
        )

    def in_force(self, code: str, day: dt.date) -> RuleVersion | None:
        """The version that holds on a day: of several the one that began last."""
        held = [each for each in self.of(code) if each.holds_on(day)]
        return held[-1] if held else None

    def choose(self, codes: Mapping[str, str], default: str) -> str:
        """The rule set of a complaint, given its codes by field: named, else chosen by a field, else the default."""
        if codes.get("rule_set"):
            return codes["rule_set"]
        for each in self.choosers:
            if each.fits(codes):
                return each.rule_set
        return default

    def version_key(self, code: str, day: dt.date, region: str) -> str:
        """The version in force for a complaint of that day and region, as it is kept with its clocks; "" for none."""
        version = self.in_force(code, day)
        if version is None:
            return ""
        layer = self.layer_in_force(code, day, region)
        return layer.key_over(version) if layer else version.version

    def layers_of(self, code: str) -> tuple[ProvinceLayer, ...]:
        """What provinces say over a rule set, those that begin first first; the office's after a built-in of the same day."""
        return tuple(sorted((each for each in self.provinces if code in each.obligations), key=_age))

    def layer_in_force(self, code: str, day: dt.date, region: str) -> ProvinceLayer | None:
        """The layer that holds for a region: the one that names it most closely, of several versions the one begun last.

        None also where that one says that nothing differs any more.
        """
        held = [each for each in self.layers_of(code) if each.holds_on(day) and each.match(region)]
        newest = max(held, key=lambda each: (each.match(region), _age(each)), default=None)
        return newest if newest and newest.obligations[code] else None

    def version(self, code: str, key: str) -> RuleVersion | None:
        """The rules that a key of `version_key` means, whatever is in force today."""
        plain, _, of_layer = key.partition(_LAYER)
        version = self._by_key.get((code, plain))
        layer = next((each for each in self.provinces if each.key == of_layer), None)
        if version is None or layer is None:
            return version
        return layered(version, key, layer.obligations.get(code, ()))


def layered(version: RuleVersion, key: str, over: Iterable[Obligation]) -> RuleVersion:
    """A version with a province's obligations in the place of its own; `key` is its name then."""
    own = {each.code: each for each in over}
    kept = [own.pop(each.code, each) for each in version.obligations]
    return replace(version, version=key, obligations=(*kept, *own.values()))


def province_in(key: str) -> str:
    """The code of the province in the key of a version; "" where no layer lies over it."""
    return key.partition(_LAYER)[2].partition(_VERSION)[0]


def _age(layer: ProvinceLayer) -> tuple[dt.date, bool, int, str]:
    return layer.valid_from, layer.own, len(layer.version), layer.version


_LAYER, _VERSION = "+", "@"
