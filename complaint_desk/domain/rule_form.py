"""Rule sets as plain tables: how they stand in `resources/rules/*.toml` and in the ledger, read with a place for each error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from complaint_desk.domain.rule_sets import (
    CHOOSING_FIELDS,
    Chooser,
    EndEvent,
    ExtensionRung,
    Obligation,
    PauseReason,
    ProvinceLayer,
    RuleBook,
    RuleVersion,
    SourceType,
    StartEvent,
    Unit,
)
from complaint_desk.domain.vocabulary import RULE_SETS, StepKind

_Word = TypeVar("_Word", bound=StrEnum)
_Table = Mapping[str, Any]

LONGEST = {Unit.CALENDAR_DAY: 3650, Unit.WORKING_DAY: 2500, Unit.HOUR: 8760}
"""The longest period that a rule may set, in its unit."""

_ENDS = frozenset(EndEvent) | frozenset(StepKind)


class BadRules(ValueError):
    """A table of rules that cannot be read: `place` names the table and key, `code` what is wrong with it, `value` its text."""

    def __init__(self, place: str, code: str, value: object = "") -> None:
        super().__init__(f"{place}: {code} {value}".rstrip())
        self.place = place
        self.code = code
        self.value = str(value)


def rule_book(tables: Mapping[str, _Table]) -> RuleBook:
    """The rule sets in several files, by file name.

    Keys of a file: `rule_set`, `province`, `choose`, each a list of tables.

    Raises:
        BadRules: with one of the codes `missing`, `unknown_key`, `unknown_word`, `wrong_type`, `too_long`, `twice`,
            `ends_before_it_begins`, `ladder_falls`.
    """
    versions: list[RuleVersion] = []
    provinces: list[ProvinceLayer] = []
    choosers: list[Chooser] = []
    for name, table in tables.items():
        _no_other(table, {"rule_set", "province", "choose"}, name)
        versions += [rule_version(each, f"{name}: {each.get('code', '?')}") for each in table.get("rule_set", ())]
        provinces += [province_layer(each, f"{name}: {each.get('code', '?')}") for each in table.get("province", ())]
        choosers += [chooser(each, f"{name}: choose") for each in table.get("choose", ())]
    keys = [(each.code, each.version) for each in versions]
    if repeated := next((key for key in keys if keys.count(key) > 1), None):
        raise BadRules(" ".join(repeated), "twice")
    return RuleBook(tuple(versions), tuple(provinces), tuple(choosers))


def rule_version(table: _Table, place: str) -> RuleVersion:
    """One version of a rule set.

    Raises:
        BadRules: see `rule_book`.
    """
    _no_other(table, {"code", "version", "valid_from", "valid_to", "clock", "own"}, place)
    code = _text(table, "code", place)
    if code not in RULE_SETS:
        raise BadRules(f"{place}, code", "unknown_word", code)
    first, last = _day(table, "valid_from", place), _last_day(table, place)
    place = f"{place} {first}"
    if last is not None and last < first:
        raise BadRules(f"{place}, valid_to", "ends_before_it_begins", last)
    version = str(table.get("version") or first)
    obligations = _obligations(table.get("clock", ()), place)
    return RuleVersion(code, version, first, last, obligations, own=bool(table.get("own")))


def province_layer(table: _Table, place: str) -> ProvinceLayer:
    """What a province says over rule sets. `names` are what a region from there begins with; the code where none are said.

    Raises:
        BadRules: see `rule_book`.
    """
    _no_other(table, {"code", "names", "version", "valid_from", "valid_to", "rules", "own"}, place)
    code, rules = _text(table, "code", place), table.get("rules", {})
    first, last = _day(table, "valid_from", place), _last_day(table, place)
    if last is not None and last < first:
        raise BadRules(f"{place}, valid_to", "ends_before_it_begins", last)
    if not isinstance(rules, Mapping) or not rules:
        raise BadRules(f"{place}, rules", "missing")
    if unknown := next((code for code in rules if code not in RULE_SETS), None):
        raise BadRules(f"{place}, rules", "unknown_word", unknown)
    return ProvinceLayer(
        code,
        tuple(map(str, table.get("names", ()))) or (code,),
        first,
        last,
        MappingProxyType({code: _obligations(clocks, f"{place} {code}") for code, clocks in rules.items()}),
        version=str(table.get("version", "")),
        own=bool(table.get("own")),
    )


def chooser(table: _Table, place: str) -> Chooser:
    """A line of what chooses a rule set.

    Raises:
        BadRules: see `rule_book`.
    """
    _no_other(table, {"field", "code", "rule_set"}, place)
    field, code, rule_set = (_text(table, key, place) for key in ("field", "code", "rule_set"))
    if field not in CHOOSING_FIELDS:
        raise BadRules(f"{place}, field", "unknown_word", field)
    if rule_set not in RULE_SETS:
        raise BadRules(f"{place}, rule_set", "unknown_word", rule_set)
    return Chooser(field, code, rule_set)


def _obligations(tables: Any, place: str) -> tuple[Obligation, ...]:
    found = tuple(_obligation(each, f"{place}, {each.get('code', '?')}") for each in tables)
    codes = [each.code for each in found]
    if repeated := next((code for code in codes if codes.count(code) > 1), None):
        raise BadRules(f"{place}, {repeated}", "twice")
    return found


_OBLIGATION_KEYS = frozenset(
    {
        "code", "name", "source_type", "source", "article", "starts", "length", "unit", "ends", "rolls", "named",
        "extensions", "pauses",
    }
)  # fmt: skip


def _obligation(table: _Table, place: str) -> Obligation:
    _no_other(table, _OBLIGATION_KEYS, place)
    unit = _word(table, "unit", Unit, place, Unit.CALENDAR_DAY)
    named = bool(table.get("named", False))
    length = _length(table.get("length"), unit, f"{place}, length")
    if length is None and not named:
        raise BadRules(f"{place}, length", "missing")
    ends = tuple(table.get("ends", ()))
    if not ends:
        raise BadRules(f"{place}, ends", "missing")
    if unknown := next((end for end in ends if end not in _ENDS), None):
        raise BadRules(f"{place}, ends", "unknown_word", unknown)
    source_type = _word(table, "source_type", SourceType, place)
    source = str(table.get("source", ""))
    if source_type is SourceType.STATUTORY and not source:
        raise BadRules(f"{place}, source", "missing")
    return Obligation(
        code=_text(table, "code", place),
        name=str(table.get("name", "")),
        source_type=source_type,
        source=source,
        article=str(table.get("article", "")),
        starts=_word(table, "starts", StartEvent, place),
        length=length,
        unit=unit,
        ends=ends,
        rolls=bool(table.get("rolls", unit is not Unit.HOUR)),
        named=named,
        extensions=_ladder(table.get("extensions", ()), length or 0, unit, f"{place}, extensions"),
        pauses=tuple(_word({"pauses": each}, "pauses", PauseReason, place) for each in table.get("pauses", ())),
    )


def _ladder(tables: Any, length: int, unit: Unit, place: str) -> tuple[ExtensionRung, ...]:
    rungs = []
    reached = length
    for each in tables:
        _no_other(each, {"to", "approver", "tell"}, place)
        to = _length(each.get("to"), unit, place)
        if to is None or to <= reached:
            raise BadRules(place, "ladder_falls", to)
        reached = to
        rungs.append(ExtensionRung(to, str(each.get("approver", "")), bool(each.get("tell", False))))
    return tuple(rungs)


def _length(value: object, unit: Unit, place: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadRules(place, "wrong_type", value)
    if value > LONGEST[unit]:
        raise BadRules(place, "too_long", value)
    return value


def _text(table: _Table, key: str, place: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise BadRules(f"{place}, {key}", "missing" if value is None or value == "" else "wrong_type", value or "")
    return value


def _day(table: _Table, key: str, place: str) -> dt.date:
    value = table.get(key)
    if value is None:
        raise BadRules(f"{place}, {key}", "missing")
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise BadRules(f"{place}, {key}", "wrong_type", value) from None
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise BadRules(f"{place}, {key}", "wrong_type", value)
    return value


def _last_day(table: _Table, place: str) -> dt.date | None:
    return _day(table, "valid_to", place) if table.get("valid_to") else None


def _word(table: _Table, key: str, words: type[_Word], place: str, usual: _Word | None = None) -> _Word:
    value = table.get(key, usual)
    if value is None:
        raise BadRules(f"{place}, {key}", "missing")
    try:
        return words(value)
    except ValueError:
        raise BadRules(f"{place}, {key}", "unknown_word", value) from None


def _no_other(table: _Table, known: set[str] | frozenset[str], place: str) -> None:
    if not isinstance(table, Mapping):
        raise BadRules(place, "wrong_type", table)
    if unknown := next((key for key in table if key not in known), None):
        raise BadRules(f"{place}, {unknown}", "unknown_key")


def version_table(version: RuleVersion) -> dict[str, Any]:
    """A version as a table that `rule_version` reads again."""
    return {
        "code": version.code,
        "version": version.version,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
        "own": version.own,
        "clock": [_obligation_table(each) for each in version.obligations],
    }


def layer_table(layer: ProvinceLayer) -> dict[str, Any]:
    """What a province says as a table that `province_layer` reads again."""
    return {
        "code": layer.code,
        "names": list(layer.names),
        "version": layer.version,
        "valid_from": layer.valid_from.isoformat(),
        "valid_to": layer.valid_to.isoformat() if layer.valid_to else None,
        "own": layer.own,
        "rules": {code: [_obligation_table(each) for each in clocks] for code, clocks in layer.obligations.items()},
    }


def _obligation_table(each: Obligation) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": each.name,
        "source_type": str(each.source_type),
        "source": each.source,
        "article": each.article,
        "starts": str(each.starts),
        "length": each.length,
        "unit": str(each.unit),
        "ends": [str(end) for end in each.ends],
        "rolls": each.rolls,
        "named": each.named,
        "extensions": [{"to": rung.to, "approver": rung.approver, "tell": rung.tell} for rung in each.extensions],
        "pauses": [str(reason) for reason in each.pauses],
    }
