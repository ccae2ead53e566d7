"""The tables of the ledger, portable between SQLite and PostgreSQL.

Migrations in `migrations/` hold their own picture of the schema and never import this one; a test compares the two.
The full-text index is no table of this metadata: `search_index` makes it in the dialect's own way.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from complaint_desk.domain.complaint import CONTENT_FIELDS
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.storage.columns import Codes, Details, Digest, Extensions, Fen, Moment, Partial, Pauses, UtcText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_ADDED_LATER = frozenset({"response"})
"""Fields that a migration adds to complaints which are there already: their columns have a default of the database."""


def _content_column(name: str) -> Column[object]:
    match FIELD[name].type:
        case FieldType.MOMENT:
            return Column(name, Moment, nullable=name != "received_at")
        case FieldType.MONEY:
            return Column(name, Fen)
        case FieldType.PARTIAL_DATE:
            return Column(name, Partial)
        case FieldType.RATING:
            return Column(name, SmallInteger)
        case FieldType.WORDS | FieldType.NUMBERS:
            return Column(name, Codes, nullable=False, default=())
        case _:
            standing = "" if name in _ADDED_LATER else None
            return Column(name, Text, nullable=False, default="", server_default=standing)


complaint = Table(
    "complaint",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("version", Integer, nullable=False),
    Column("number", String(64), nullable=False, unique=True),
    Column("number_year", SmallInteger, nullable=False),
    Column("number_sequence", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("registered_by", Text, nullable=False),
    Column("closed_at", Moment),
    Column("reopened", Integer, nullable=False, default=0),
    Column("draft_id", Uuid),
    Column("import_batch", ForeignKey("import_batch.id"), index=True),
    Column("erased_at", Moment),
    Column("hold", Text, nullable=False, default="", server_default=""),
    Column("original_values", JSON, nullable=False, default=dict),
    Column("extra", JSON, nullable=False, default=dict),
    # What `domain.clocks.summary_of` says of the clocks below: the ledger filters and sorts by it without reading them.
    Column("due_at", Moment),
    Column("due_soon_at", Moment),
    Column("due_clock", String(32), nullable=False, default="", server_default=""),
    Column("due_mark", String(8), nullable=False, default="", server_default=""),
    *(_content_column(name) for name in CONTENT_FIELDS),
    UniqueConstraint("number_year", "number_sequence"),
    sqlite_autoincrement=True,
)
Index("ix_complaint_received_at", complaint.c.received_at, complaint.c.id)
Index("ix_complaint_closed_at", complaint.c.closed_at)
Index("uq_complaint_draft_id", complaint.c.draft_id, unique=True, sqlite_where=complaint.c.draft_id.is_not(None))
# Whose complaints are open, and where: answered from this index alone.
_OF_STATUS = ("status", "received_at", "id", "department", "handler")
Index("ix_complaint_status", *(complaint.c[name] for name in _OF_STATUS))
# What figures, counts by group and lists of values used look at: a tenth of the bytes of the table. On a server several
# long texts would be more than a row of an index holds there.
_FACTS = (
    "received_at", "id", "status", "kind", "channel", "nature", "category", "department", "handler", "outlet", "region",
    "severity", "cause", "liability", "outcome", "follow_up", "satisfaction", "satisfaction_handling", "reopened",
    "closed_at", "compensation", "price", "due_mark",
)  # fmt: skip
Index("ix_complaint_facts", *(complaint.c[name] for name in _FACTS)).ddl_if(dialect="sqlite")
_IS_DUE = complaint.c.due_at.is_not(None)
Index("ix_complaint_due", complaint.c.due_at, complaint.c.id, sqlite_where=_IS_DUE, postgresql_where=_IS_DUE)
Index("ix_complaint_source_number", complaint.c.source_number)

complaint_contact = Table(
    "complaint_contact",
    metadata,
    # Digests of phone, name, or name and address (`contacts`): who is the same person, for one indexed look-up. Two keys
    # would be a second index as large as the first, so whoever removes a complaint removes its contacts.
    Column("contact", BigInteger, primary_key=True, autoincrement=False),
    Column("complaint_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

complaint_key = Table(
    "complaint_key",
    metadata,
    Column("complaint_id", Integer, primary_key=True, autoincrement=False),
    # Destroying this row erases the person from the journal while the chain still verifies (PIPL 47).
    Column("key", LargeBinary(32), nullable=False),
)

step = Table(
    "step",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("complaint_id", ForeignKey("complaint.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("corrects", ForeignKey("step.id", ondelete="SET NULL")),
    sqlite_autoincrement=True,
)

# Deleting a step or complaint looks for what refers to it; without an index that is a scan of the table each time.
Index("ix_step_corrects", step.c.corrects, sqlite_where=step.c.corrects.is_not(None))

clock = Table(
    "clock",
    metadata,
    Column("complaint_id", ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("round", SmallInteger, primary_key=True),
    Column("rule_set", String(32), nullable=False),
    Column("version", String(64), nullable=False),
    Column("start", Moment, nullable=False),
    Column("due", Moment),
    Column("unit", String(16), nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("named", Boolean, nullable=False),
    Column("told_at", Moment),
    Column("paused", Integer, nullable=False),
    Column("pauses", Pauses, nullable=False),
    Column("extensions", Extensions, nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String(16), nullable=False),
    sqlite_with_rowid=False,
)

calendar_year = Table(
    "calendar_year",
    metadata,
    # The years whose notice is known, and where from.
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("layer", String(8), primary_key=True),
    Column("rest", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
)

# The office's own versions of rule sets and of what provinces set otherwise; those that are shipped stand in `resources/rules`.
rule_version, province_layer = (
    Table(
        name,
        metadata,
        Column("code", String(32), primary_key=True),
        Column("version", String(64), primary_key=True),
        Column("body", JSON, nullable=False),
        Column("edited_at", Moment, nullable=False),
        Column("edited_by", Text, nullable=False),
    )
    for name in ("rule_version", "province_layer")
)

attachment_content = Table(
    "attachment_content",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

attachment = Table(
    "attachment",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("complaint_id", ForeignKey("complaint.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("step_id", ForeignKey("step.id", ondelete="SET NULL")),
    Column("name", Text, nullable=False),
    Column("sha256", ForeignKey("attachment_content.sha256"), nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("added_by", Text, nullable=False),
)

Index("ix_attachment_step_id", attachment.c.step_id)

draft = Table(
    "draft",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("person", Text, nullable=False),
    Column("complaint_id", ForeignKey("complaint.id", ondelete="CASCADE")),
    Column("base_version", Integer),
)

Index("ix_draft_complaint_id", draft.c.complaint_id)

list_entry = Table(
    "list_entry",
    metadata,
    Column("list_name", String(32), primary_key=True),
    Column("code", String(64), primary_key=True),
    Column("parent", String(64)),
    Column("label", Text),
    Column("hidden", Boolean, nullable=False, default=False),
    Column("position", Integer, nullable=False, default=0),
    Column("built_in", Boolean, nullable=False, default=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False, unique=True),
    Column("department", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("roles", Text, nullable=False, default="", server_default=""),
    Column("account", Text, nullable=False, default="", server_default=""),
    Column("secret", Text, nullable=False, default="", server_default=""),
    # Missed passwords: no deed at a person, so no journal entry vouches for them.
    Column("misses", Integer, nullable=False, default=0, server_default="0"),
    Column("missed_at", Moment),
    sqlite_autoincrement=True,
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("filter", JSON, nullable=False),
    Column("sort", JSON, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("owner", Text, nullable=False),
    Column("shared", Boolean, nullable=False, default=False),
    UniqueConstraint("owner", "name"),
)

improvement = Table(
    "improvement",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("version", Integer, nullable=False),
    Column("problem", Text, nullable=False),
    Column("filter", JSON, nullable=False),
    Column("cause", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_on", Date),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("done_on", Date),
    Column("verified_on", Date),
    Column("verified_by", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("dropped", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

department_feedback = Table(
    "department_feedback",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("version", Integer, nullable=False),
    Column("department", Text, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("basis", Text, nullable=False),
    Column("filter", JSON, nullable=False),
    Column("count", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("sent_on", Date),
    Column("sent_by", Text, nullable=False),
    Column("due_on", Date),
    Column("answered_on", Date),
    Column("answered_by", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("improvement_id", ForeignKey("improvement.id")),
    Column("dropped", Boolean, nullable=False),
    UniqueConstraint("department", "first_on", "last_on", "basis"),
    sqlite_autoincrement=True,
)

report_definition = Table(
    "report_definition",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, unique=True),
    Column("body", JSON, nullable=False),
    Column("edited_at", Moment, nullable=False),
    Column("edited_by", Text, nullable=False),
    sqlite_autoincrement=True,
)

product_sales = Table(
    "product_sales",
    metadata,
    # Units sold; `month` is its first day.
    Column("month", Date, primary_key=True),
    Column("product", Text, primary_key=True),
    Column("units", BigInteger, nullable=False),
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("person", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("registered", Integer, nullable=False, default=0),
    Column("undone_at", Moment),
    sqlite_autoincrement=True,
)

import_mapping = Table(
    "import_mapping",
    metadata,
    # What the columns of a foreign ledger fill, by the fingerprint of its headers; `name` is "" for most.
    Column("layout", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("kept_by", Text, nullable=False),
)

number_sequence = Table(
    "number_sequence",
    metadata,
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

letter_sequence = Table(
    "letter_sequence",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    # UTC text, ISO 8601 with microseconds: hashed as it stands, so no driver may reformat it.
    Column("at", UtcText, nullable=False),
    Column("person", Text, nullable=False),
    Column("deed", String(32), nullable=False),
    Column("complaint_id", Integer, index=True),
    Column("fields", Text, nullable=False, default=""),
    Column("details", Details, nullable=False, default=""),
    Column("commitment", Digest, nullable=False, default=""),
    Column("before", LargeBinary),
    Column("previous_hash", Digest, nullable=False),
    Column("hash", Digest, nullable=False),
)

day_count = Table(
    "day_count",
    metadata,
    # What early warnings look at: counted once, forgotten when a complaint of the day changes, counted anew when asked for.
    Column("day", Date, primary_key=True),
    Column("counts", JSON, nullable=False),
)

fact_block = Table(
    "fact_block",
    metadata,
    # What figures are counted from, packed, for a range of ids: it holds up to the journal's entry `cut` (`fact_blocks`).
    Column("first_id", Integer, primary_key=True, autoincrement=False),
    Column("last_id", Integer, nullable=False),
    Column("cut", Integer, nullable=False),
    Column("format", SmallInteger, nullable=False),
    Column("received_first", BigInteger, nullable=False),
    Column("received_last", BigInteger, nullable=False),
    Column("closed_first", BigInteger, nullable=False),
    Column("closed_last", BigInteger, nullable=False),
)

GROUPS_OF_CONTACTS = 0
"""Stands for the first id of the block of those who share a contact (`contact_groups`)."""

fact_column = Table(
    "fact_column",
    metadata,
    Column("first_id", ForeignKey("fact_block.first_id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

ledger_fact = Table(
    "ledger_fact",
    metadata,
    # Facts of the ledger itself: its own id, when it was made, which program version wrote last.
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
