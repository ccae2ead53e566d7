"""Half the bytes: moments as numbers, digests as bytes, contacts as digests, no second copy of what is searched.

What was changed behind the program's back stays as it was found: a text that is no moment and no digest is kept as it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_OF_STATUS = ("status", "received_at", "id", "department", "handler")
_PORTION = 10_000

_MOMENTS = {
    "import_batch": {"at", "undone_at"},
    "complaint": {
        "registered_at", "closed_at", "erased_at", "received_at", "handled_at", "replied_at", "followed_up_at",
    },
    "step": {"at", "recorded_at"},
    "attachment": {"added_at"},
    "draft": {"saved_at"},
}  # fmt: skip
"""Tables of a file that are written anew, those that others refer to first."""

_WALL_TIME = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9].000000"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_PLAIN = r'([^\s"\\{}\x00-\x1f]+)'
_REGISTERED = re.compile(rf'\{{"number": "{_PLAIN}", "sequence": "{_PLAIN}"\}}')
_KINDS = ("phone", "person", "name")
_HEXADECIMAL = re.compile("(?:[0-9a-f]{2})*")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_file_lean()
    else:
        _make_server_alike()


def _make_file_lean() -> None:
    connection = op.get_bind()
    driver: Any = connection.connection.driver_connection
    for function in (_utc_microseconds, _bytes_of, _short_details, _contact_digest):
        driver.create_function(f"lean{function.__name__}", 1, function, deterministic=True)
    tables = ("journal", "complaint", "complaint_contact", *_MOMENTS)
    ends = {name: _last(name) for name in ("journal", "complaint", "step")}
    told = _told(2 * ends["complaint"] + ends["journal"] + ends["step"])
    indexes = _statements("index", tables)
    made = _statements("table", tables)
    # The index is made anew from the complaints once their tables are there.
    op.execute("DROP TABLE IF EXISTS complaint_search")
    op.drop_table("complaint_text")
    _make_contacts_anew(told)
    _make_journal_anew(told, ends["journal"])
    for name in _MOMENTS:
        op.rename_table(name, f"{name}_before")
    for name, moments in _MOMENTS.items():
        op.execute(sa.text(_without_draft_key(made[name].replace("DATETIME", "INTEGER"))))
        columns = [column["name"] for column in sa.inspect(connection).get_columns(name)]
        wanted = [_seconds(column) if column in moments else f'"{column}"' for column in columns]
        listed = ", ".join(f'"{column}"' for column in columns)
        asked = f"INSERT INTO {name} ({listed}) SELECT {', '.join(wanted)} FROM {name}_before"  # noqa: S608 - names of this page
        if name in ends:
            _portions(asked, "id", ends[name], told)
        else:
            op.execute(sa.text(asked))
        _go_on_counting(name)
    for name in reversed(_MOMENTS):
        op.drop_table(f"{name}_before")
    for name, statement in indexes.items():
        if name not in ("ix_complaint_status", "ix_complaint_contact_contact"):
            op.execute(sa.text(statement))
    op.create_index("ix_complaint_status", "complaint", list(_OF_STATUS))
    op.create_index(
        "uq_complaint_draft_id", "complaint", ["draft_id"], unique=True, sqlite_where=sa.text("draft_id IS NOT NULL")
    )


def _statements(kind: str, tables: Iterable[str]) -> dict[str, str]:
    """What made the tables, or the indexes of them, by name."""
    query = sa.text("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = :kind AND sql IS NOT NULL")
    return {name: sql for name, sql, of in op.get_bind().execute(query, {"kind": kind}) if of in tables}


def _without_draft_key(statement: str) -> str:
    return re.sub(r"CONSTRAINT uq_complaint_draft_id UNIQUE \(draft_id\),\s*", "", statement)


def _seconds(column: str) -> str:
    """Wall time as seconds since 1970; SQLite's own function takes the text for UTC, which is just that."""
    return (
        f"CASE WHEN \"{column}\" GLOB '{_WALL_TIME}'"
        f' THEN coalesce(CAST(strftime(\'%s\', "{column}") AS INTEGER), "{column}") ELSE "{column}" END'
    )


def _last(name: str) -> int:
    key = "sequence" if name == "journal" else "id"
    query = f"SELECT coalesce(max({key}), 0) FROM {name}"  # noqa: S608 - names of this page
    return int(op.get_bind().exec_driver_sql(query).scalar_one())


def _told(total: int) -> Callable[[int], None]:
    config = op.get_context().config
    progress = config.attributes.get("progress") if config else None
    done = 0

    def went_on(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(min(done, total), total)

    return went_on


def _portions(statement: str, key: str, end: int, told: Callable[[int], None]) -> None:
    connection = op.get_bind()
    # Nobody's row has a number below 1 but one that was put there behind the program's back.
    connection.exec_driver_sql(f'{statement} WHERE "{key}" < 1')
    for first in range(1, end + 1, _PORTION):
        last = first + _PORTION - 1
        connection.exec_driver_sql(f'{statement} WHERE "{key}" BETWEEN ? AND ? ORDER BY "{key}"', (first, last))
        told(min(_PORTION, end - first + 1))


def _go_on_counting(name: str) -> None:
    """The next row gets a number that no row had before."""
    connection = op.get_bind()
    before = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (f"{name}_before",)).scalar()
    if before is not None:
        connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, before))


def _make_contacts_anew(told: Callable[[int], None]) -> None:
    op.rename_table("complaint_contact", "complaint_contact_before")
    _create_contacts()
    asked = (
        "INSERT OR IGNORE INTO complaint_contact (contact, complaint_id)"
        " SELECT lean_contact_digest(contact), complaint_id FROM complaint_contact_before"
    )
    _portions(asked, "complaint_id", _last("complaint"), told)
    op.drop_table("complaint_contact_before")


def _create_contacts() -> None:
    op.create_table(
        "complaint_contact",
        sa.Column("contact", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("contact", "complaint_id", name="pk_complaint_contact"),
        sqlite_with_rowid=False,
    )


def _make_journal_anew(told: Callable[[int], None], end: int) -> None:
    op.rename_table("journal", "journal_before")
    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("deed", sa.String(32), nullable=False),
        sa.Column("complaint_id", sa.Integer()),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.LargeBinary()),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_journal"),
    )
    asked = (
        "INSERT INTO journal SELECT sequence, lean_utc_microseconds(at), person, deed, complaint_id, fields,"
        " lean_short_details(details), lean_bytes_of(commitment), before, lean_bytes_of(previous_hash), lean_bytes_of(hash)"
        " FROM journal_before"
    )
    _portions(asked, "sequence", end, told)
    op.drop_table("journal_before")


def _utc_microseconds(at: object) -> object:
    try:
        count = (dt.datetime.fromisoformat(str(at)) - _EPOCH) // dt.timedelta(microseconds=1)
        plain = (_EPOCH + dt.timedelta(microseconds=count)).isoformat(timespec="microseconds")
    except (ValueError, TypeError, OverflowError):
        return at
    return count if plain == at else at


def _bytes_of(digits: object) -> object:
    return bytes.fromhex(digits) if isinstance(digits, str) and _HEXADECIMAL.fullmatch(digits) else digits


def _short_details(details: object) -> object:
    found = _REGISTERED.fullmatch(details) if isinstance(details, str) else None
    return " ".join(found.groups()) if found else details


def _contact_digest(contact: object) -> int:
    kind, _, known_by = str(contact).partition(":")
    # A long text was known by its digest already.
    short = len(known_by) != 64 or not _HEXADECIMAL.fullmatch(known_by)
    digest = hashlib.sha256(known_by.encode("utf-8", "surrogatepass")).digest() if short else bytes.fromhex(known_by)
    place = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
    return place << 61 | int.from_bytes(digest[:8]) >> 3


def _make_server_alike() -> None:
    for column in ("commitment", "previous_hash", "hash"):
        op.execute(
            f"ALTER TABLE journal ALTER COLUMN {column} TYPE bytea USING CASE WHEN {column} ~ '^([0-9a-f]{{2}})*$'"
            f" THEN decode({column}, 'hex') ELSE convert_to({column}, 'UTF8') END"
        )
    op.rename_table("complaint_contact", "complaint_contact_before")
    op.execute('ALTER TABLE complaint_contact_before RENAME CONSTRAINT "pk_complaint_contact" TO "pk_contact_before"')
    _create_contacts()
    op.execute(
        "INSERT INTO complaint_contact (contact, complaint_id) SELECT DISTINCT"
        " (CASE kind WHEN 'phone' THEN 0 WHEN 'person' THEN 1 WHEN 'name' THEN 2 ELSE 3 END)::bigint << 61"
        " | (('x' || encode(substring(digest from 1 for 8), 'hex'))::bit(64) >> 3)::bigint, complaint_id"
        " FROM (SELECT complaint_id, kind, CASE WHEN known_by ~ '^[0-9a-f]{64}$' THEN decode(known_by, 'hex')"
        " ELSE sha256(convert_to(known_by, 'UTF8')) END AS digest"
        " FROM (SELECT complaint_id, split_part(contact, ':', 1) AS kind,"
        " substr(contact, strpos(contact, ':') + 1) AS known_by FROM complaint_contact_before) AS parted) AS digested"
    )
    op.drop_table("complaint_contact_before")
    # The server needs the text to try what its index finds: it is a part of the index now.
    op.drop_constraint("fk_complaint_text_complaint_id", "complaint_text", type_="foreignkey")
    op.rename_table("complaint_text", "complaint_search_text")
    op.drop_index("ix_complaint_status", "complaint")
    op.create_index("ix_complaint_status", "complaint", list(_OF_STATUS))
    op.drop_constraint("uq_complaint_draft_id", "complaint", type_="unique")
    op.create_index("uq_complaint_draft_id", "complaint", ["draft_id"], unique=True)
