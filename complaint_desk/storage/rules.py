"""What clocks are made by, as a ledger has it: shipped rule sets with the office's versions over them, and its calendar."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from complaint_desk.domain.announced_days import SOURCE, announced_days, announced_years
from complaint_desk.domain.clock_keeping import Rules
from complaint_desk.domain.moments import SHANGHAI, in_shanghai
from complaint_desk.domain.rule_form import chooser, layer_table, province_layer, rule_book, rule_version, version_table
from complaint_desk.domain.rule_sets import Chooser, ProvinceLayer, RuleBook, RuleVersion
from complaint_desk.domain.working_days import Layer, SpecialDay, WorkingCalendar
from complaint_desk.runtime.paths import resource
from complaint_desk.storage import schema
from complaint_desk.storage.journal import Signature

USUAL_RULE_SET = "general"
_CHOOSERS = "rule_choosers"
_KEPT_SINCE = "clocks_kept_since"

NOT_YET = dt.datetime(9999, 1, 1, tzinfo=SHANGHAI)
"""A moment after all complaints: until an older ledger begins its clocks, every one is older than they are."""


def rules_in_force(connection: Connection, usual: str = USUAL_RULE_SET, since: dt.date | None = None) -> Rules:
    """Rule sets and calendar of the ledger; of the calendar the days from `since` on, or all.

    Raises:
        BadRules: a file of the program's own rules was damaged.
    """
    return Rules(book(connection), calendar(connection, since), usual, kept_since(connection))


def kept_since(connection: Connection) -> dt.datetime | None:
    """From when on an older ledger has kept clocks, `NOT_YET` before it begins; None for one that always did."""
    here = schema.ledger_fact.c
    kept = connection.execute(select(here.value).where(here.name == _KEPT_SINCE)).scalar()
    if kept is None:
        return None
    return in_shanghai(dt.datetime.fromisoformat(kept)) if kept else NOT_YET


def begin_keeping(connection: Connection, since: dt.datetime) -> None:
    """Note from when on an older ledger keeps clocks; said once."""
    here, value = schema.ledger_fact, in_shanghai(since).isoformat(timespec="seconds")
    connection.execute(update(here).where(here.c.name == _KEPT_SINCE).values(value=value))


def book(connection: Connection) -> RuleBook:
    """The shipped rule sets, and what the office made of them."""
    shipped = shipped_book(resource("rules"))
    own, layers, choosers = own_versions(connection), own_layers(connection), own_choosers(connection)
    book = replace(shipped, versions=(*shipped.versions, *own)) if own else shipped
    book = replace(book, provinces=(*book.provinces, *layers)) if layers else book
    return book if choosers is None else replace(book, choosers=choosers)


@lru_cache(maxsize=4)
def shipped_book(folder: Path) -> RuleBook:
    """The rule sets in a folder of files."""
    return rule_book({path.name: tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))})


def own_versions(connection: Connection) -> tuple[RuleVersion, ...]:
    """The office's versions, oldest first."""
    here = schema.rule_version.c
    bodies = connection.execute(select(here.body).order_by(here.code, here.edited_at, here.version)).scalars()
    return tuple(rule_version(body, "ledger") for body in bodies)


def own_layers(connection: Connection) -> tuple[ProvinceLayer, ...]:
    """What the office says of provinces, oldest first."""
    here = schema.province_layer.c
    bodies = connection.execute(select(here.body).order_by(here.code, here.edited_at, here.version)).scalars()
    return tuple(province_layer(body, "ledger") for body in bodies)


def own_choosers(connection: Connection) -> tuple[Chooser, ...] | None:
    """What the office said chooses a rule set, in the place of what is shipped; None if it said nothing."""
    here = schema.ledger_fact.c
    kept = connection.execute(select(here.value).where(here.name == _CHOOSERS)).scalar()
    return None if kept is None else tuple(chooser(each, "ledger") for each in json.loads(kept))


def save_choosers(connection: Connection, choosers: Iterable[Chooser]) -> None:
    """Keep what chooses a rule set from now on, the first that fits first."""
    here = schema.ledger_fact
    connection.execute(delete(here).where(here.c.name == _CHOOSERS))
    kept = json.dumps([asdict(each) for each in choosers], ensure_ascii=False)
    connection.execute(insert(here), [{"name": _CHOOSERS, "value": kept}])


def save_version(connection: Connection, signature: Signature, version: RuleVersion | ProvinceLayer) -> None:
    """Add a version of the office's own; what stands there is never changed, since complaints run by it."""
    if isinstance(version, ProvinceLayer):
        table, body = schema.province_layer, layer_table(version)
    else:
        table, body = schema.rule_version, version_table(version)
    row = {
        "code": version.code,
        "version": version.version,
        "body": body,
        "edited_at": signature.at,
        "edited_by": signature.person,
    }
    connection.execute(insert(table), [row])


def calendar(connection: Connection, since: dt.date | None = None) -> WorkingCalendar:
    """The calendar of the ledger."""
    here = schema.calendar_day.c
    query = select(here.day, here.rest, here.name, here.layer, here.source)
    if since is not None:
        query = query.where(here.day >= since)
    days = [
        SpecialDay(day, rest, name, Layer(layer), source)
        for day, rest, name, layer, source in connection.execute(query)
    ]
    return WorkingCalendar.of(announced(connection), days)


def announced(connection: Connection) -> frozenset[int]:
    """The years whose notice the ledger knows."""
    return frozenset(connection.execute(select(schema.calendar_year.c.year)).scalars())


def furnish_calendar(connection: Connection) -> None:
    """Give a ledger without calendar the announced years that this program knows."""
    if not announced(connection):
        days = announced_days()
        put_years(connection, announced_years(days), SOURCE)
        put_days(connection, days)


def put_years(connection: Connection, years: Iterable[int], source: str) -> None:
    """Take the notices of some years as known."""
    wanted = sorted(years)
    connection.execute(delete(schema.calendar_year).where(schema.calendar_year.c.year.in_(wanted)))
    if wanted:
        connection.execute(insert(schema.calendar_year), [{"year": year, "source": source} for year in wanted])


def put_days(connection: Connection, days: Iterable[SpecialDay]) -> None:
    """Say what some days are, in the place of what was said of them in the same layer."""
    here = schema.calendar_day
    rows = [
        {"day": each.day, "layer": str(each.layer), "rest": each.rest, "name": each.name, "source": each.source}
        for each in days
    ]
    if rows:
        same = delete(here).where(here.c.day == bindparam("this_day"), here.c.layer == bindparam("this_layer"))
        connection.execute(same, [{"this_day": row["day"], "this_layer": row["layer"]} for row in rows])
        connection.execute(insert(here), rows)


def remove_days(connection: Connection, days: Iterable[dt.date], layer: Layer) -> None:
    """Leave what is said of some days in a layer to their weekday."""
    here = schema.calendar_day
    wanted = list(days)
    connection.execute(delete(here).where(here.c.day.in_(wanted), here.c.layer == str(layer)))
