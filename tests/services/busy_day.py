"""A day at a desk: each kind of deed done once, so that every table of the ledger holds something."""

from __future__ import annotations

import dataclasses
import uuid
from pathlib import Path

from complaint_desk.domain.analysis import AnalysisRequest, PeriodKind, period_around
from complaint_desk.domain.attachments import NewFile
from complaint_desk.domain.bulk import BulkChange
from complaint_desk.domain.complaint import NewStep, SavedDraft
from complaint_desk.domain.feedback import FeedbackOrder
from complaint_desk.domain.foreign.import_mapping import ColumnMapping, LayoutMapping
from complaint_desk.domain.improvement import ImprovementContent
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder, SavedView
from complaint_desk.domain.roles import Role
from complaint_desk.domain.vocabulary import Status
from complaint_desk.i18n.words import Words
from complaint_desk.services import (
    attaching,
    bulk,
    exchange,
    feedback,
    handling,
    improving,
    intake,
    ledger,
    people,
    selling,
    staff,
    word_lists,
)
from complaint_desk.services.desk import Desk
from tests.exchange.files import row, write_xlsx
from tests.storage.drafts import sound_draft


def work_a_day(desk: Desk, words: Words, folder: Path) -> None:
    """Register, edit, handle, attach, change in bulk, import, erase; leave a draft, a view and an own word behind."""
    first, second, third = (
        intake.register(
            desk, sound_draft(draft_id=uuid.uuid4(), name=f"张{place}", facts=f"😀 it's \\ 'x'\t{place}")
        ).id
        for place in range(3)
    )
    base = handling.case(desk, first).complaint
    handling.save_edit(desk, base, dataclasses.replace(base, department="质量部", handler="王芳"))
    handling.record_step(desk, first, NewStep("contact", "已致电"))
    handling.move(desk, first, Status.ACCEPTED, base_version=handling.case(desk, first).complaint.version)
    attaching.attach(desk, first, [NewFile("票据.jpg", bytes(range(256)) * 40), NewFile("录音.mp3", b"sound")])
    attaching.detach(desk, first, handling.case(desk, first).attachments[1].id)
    attaching.attach(desk, second, [NewFile("同一张.jpg", bytes(range(256)) * 40)])
    done = bulk.change_many(desk, [first, second], BulkChange((("department", "售后部"),)))
    bulk.undo_bulk(desk, done)
    taken = exchange.import_files(desk, [write_xlsx(folder / "a.xlsx", [row("A1"), row("A2")])], words)
    exchange.import_files(desk, [write_xlsx(folder / "b.xlsx", [row("B1")])], words)
    assert taken.batch is not None
    exchange.undo_import(desk, taken.batch)
    people.erase_person(desk, third, "本人要求")
    people.reveal(desk, second, "核对")
    intake.save_draft(desk, SavedDraft(uuid.uuid4(), "半截 \ud83d", (("name", "半截 \ud83d"),), desk.clock()))
    edits = SavedDraft(uuid.uuid4(), "编辑", (("facts", "新"),), desk.clock(), complaint_id=first, base_version=1)
    intake.save_draft(desk, edits)
    ledger.save_view(
        desk, SavedView(0, "退款", LedgerFilter(words="退款"), LedgerOrder(), ("number",), "", shared=True)
    )
    shows = LedgerFilter().with_choices("brand", ("澜图",))
    kept = improving.add(desk, ImprovementContent("绿线", shows, due_on=desk.clock().date())).improvement
    improving.mark_done(desk, kept.id, kept.version, desk.clock().date())
    exchange.keep_mapping(desk, LayoutMapping((ColumnMapping("日子", ("received_at",)),), name="门店周报"))
    sold = folder / "sold.csv"
    sold.write_text("月份,商品,销量\n2026-10,空调,500\n", "utf-8")
    selling.take(desk, sold)
    month = AnalysisRequest(period_around(desk.clock().date(), PeriodKind.MONTH))
    feedback.make(desk, folder / "templates", FeedbackOrder(month), folder / "sheets", words)
    staff.add(desk, f"{len(staff.members(desk)) + 1} 号经办人", "售后部")
    one = staff.members(desk)[-1]
    staff.change(desk, dataclasses.replace(one, roles=(Role.ADMINISTRATOR,), account=f"PC\\{one.name}"))
    staff.set_password(desk, staff.members(desk)[-1], "correct horse")
    word_lists.add(desk, Words("zh_CN"), "category", f"自有品类 {len(ledger.lists(desk))}", "goods")
