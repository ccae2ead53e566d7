"""Mappings come to an older ledger, one stands for each layout, and a name belongs to one of them; on both databases."""

from __future__ import annotations

import dataclasses

from sqlalchemy import func, select

from complaint_desk.domain.foreign.import_mapping import ColumnMapping, LayoutMapping, WordMapping
from complaint_desk.storage import import_mappings
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft
from tests.storage.older import again, to_0006

MAPPING = LayoutMapping(
    columns=(
        ColumnMapping("日子", ("received_at",)),
        ColumnMapping("谁", ("name", "phone"), fill_down=True),
        ColumnMapping("天气"),
    ),
    values=(("category", "other"),),
    words=(WordMapping("nature", "质量问题", "quality"),),
    name="门店周报",
)


def test_a_mapping_comes_back_as_it_was_kept(store):
    signature = Signature("王敏", NOW)
    with store.writing() as connection:
        import_mappings.keep(connection, signature, MAPPING)
        import_mappings.keep(connection, signature, dataclasses.replace(MAPPING, values=(("category", "food"),)))
    with store.reading() as connection:
        assert import_mappings.named(connection, "门店周报") == dataclasses.replace(
            MAPPING, values=(("category", "food"),)
        )
        assert list(import_mappings.by_layout(connection)) == [MAPPING.fingerprint]
        assert import_mappings.named(connection, "总部月报") is None


def test_a_name_belongs_to_one_mapping(store):
    other = dataclasses.replace(MAPPING, columns=MAPPING.columns[:2])
    with store.writing() as connection:
        for mapping in (MAPPING, other):
            import_mappings.keep(connection, Signature("王敏", NOW), mapping)
        assert [mapping.name for mapping in import_mappings.by_layout(connection).values()].count("门店周报") == 1
        assert import_mappings.named(connection, "门店周报") == other
        assert import_mappings.forget(connection, other.fingerprint)
        assert not import_mappings.forget(connection, other.fingerprint)
        assert import_mappings.named(connection, "门店周报") is None


def test_a_filled_older_ledger_can_keep_mappings(store):
    with store.writing() as connection:
        insert_many(
            connection,
            [sound_draft(kind="inquiry", facts=f"第{at}件") for at in range(3)],
            Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)),
        )
    to_0006(store)
    store.close()
    opened = again(store)
    with opened.writing() as connection:
        import_mappings.keep(connection, Signature("王敏", NOW), MAPPING)
        assert connection.execute(select(func.count()).select_from(complaint)).scalar_one() == 3
    assert verify(opened).faults == ()
    opened.close()
