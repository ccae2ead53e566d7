"""The first ledger: complaints with all that hangs on them, lists, drafts, views, import batches, journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _make_attachment_content()
    _make_complaint_key()
    _make_import_batch()
    _make_journal()
    _make_ledger_fact()
    _make_list_entry()
    _make_number_sequence()
    _make_saved_view()
    _make_complaint()
    _make_complaint_contact()
    _make_complaint_text()
    _make_draft()
    _make_step()
    _make_attachment()
    _order_by_code_point()


def _order_by_code_point() -> None:
    """Texts sort and compare on every server as they do in a file, whatever language its database speaks."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    columns = connection.exec_driver_sql(
        "SELECT table_name, column_name, udt_name, character_maximum_length FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND udt_name IN ('text', 'varchar') AND table_name <> 'alembic_version'"
    ).all()
    for table, column, kind, length in columns:
        type_text = f"{kind}({length})" if length else kind
        op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE {type_text} COLLATE "C"')


def _make_attachment_content() -> None:
    op.create_table(
        "attachment_content",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_attachment_content"),
    )


def _make_complaint_key() -> None:
    op.create_table(
        "complaint_key",
        sa.Column("complaint_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_complaint_key"),
    )


def _make_import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
        sqlite_autoincrement=True,
    )


def _make_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("deed", sa.String(32), nullable=False),
        sa.Column("complaint_id", sa.Integer()),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("before", sa.LargeBinary()),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_journal"),
    )
    op.create_index("ix_journal_complaint_id", "journal", ["complaint_id"])


def _make_ledger_fact() -> None:
    op.create_table(
        "ledger_fact",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_ledger_fact"),
    )


def _make_list_entry() -> None:
    op.create_table(
        "list_entry",
        sa.Column("list_name", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("parent", sa.String(64)),
        sa.Column("label", sa.Text()),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("list_name", "code", name="pk_list_entry"),
    )


def _make_number_sequence() -> None:
    op.create_table(
        "number_sequence",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_number_sequence"),
    )


def _make_saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("sort", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("owner", "name", name="uq_saved_view_owner_name"),
    )


def _make_complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("number_year", sa.SmallInteger(), nullable=False),
        sa.Column("number_sequence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime()),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Uuid()),
        sa.Column("import_batch", sa.Integer()),
        sa.Column("erased_at", sa.DateTime()),
        sa.Column("original_values", sa.JSON(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("source_number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("rule_set", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("other_contact", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent_name", sa.Text(), nullable=False),
        sa.Column("agent_phone", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("purchased_on", sa.String(10)),
        sa.Column("price", sa.BigInteger()),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("demands", sa.String(), nullable=False),
        sa.Column("claimed", sa.BigInteger()),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("liability", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_text", sa.Text(), nullable=False),
        sa.Column("compensation", sa.BigInteger()),
        sa.Column("handled_at", sa.DateTime()),
        sa.Column("replied_at", sa.DateTime()),
        sa.Column("reply_by", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("satisfaction", sa.SmallInteger()),
        sa.Column("satisfaction_handling", sa.SmallInteger()),
        sa.Column("followed_up_at", sa.DateTime()),
        sa.Column("follow_up_text", sa.Text(), nullable=False),
        sa.Column("repeats", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_batch"], ["import_batch.id"], name="fk_complaint_import_batch"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint"),
        sa.UniqueConstraint("draft_id", name="uq_complaint_draft_id"),
        sa.UniqueConstraint("number", name="uq_complaint_number"),
        sa.UniqueConstraint("number_year", "number_sequence", name="uq_complaint_number_year_number_sequence"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_complaint_closed_at", "complaint", ["closed_at"])
    op.create_index("ix_complaint_import_batch", "complaint", ["import_batch"])
    op.create_index("ix_complaint_received_at", "complaint", ["received_at", "id"])
    op.create_index("ix_complaint_source_number", "complaint", ["source_number"])
    op.create_index("ix_complaint_status", "complaint", ["status", "received_at"])


def _make_complaint_contact() -> None:
    op.create_table(
        "complaint_contact",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_complaint_contact_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("complaint_id", "contact", name="pk_complaint_contact"),
    )
    op.create_index("ix_complaint_contact_contact", "complaint_contact", ["contact", "received_at"])


def _make_complaint_text() -> None:
    op.create_table(
        "complaint_text",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sounds", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_complaint_text_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_complaint_text"),
    )


def _make_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("complaint_id", sa.Integer()),
        sa.Column("base_version", sa.Integer()),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_draft_complaint_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_complaint_id", "draft", ["complaint_id"])


def _make_step() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("corrects", sa.Integer()),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_step_complaint_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["corrects"], ["step.id"], name="fk_step_corrects", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_step_complaint_id", "step", ["complaint_id"])
    op.create_index("ix_step_corrects", "step", ["corrects"], sqlite_where=sa.text("corrects IS NOT NULL"))


def _make_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_attachment_complaint_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["attachment_content.sha256"], name="fk_attachment_sha256"),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name="fk_attachment_step_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_complaint_id", "attachment", ["complaint_id"])
    op.create_index("ix_attachment_step_id", "attachment", ["step_id"])
