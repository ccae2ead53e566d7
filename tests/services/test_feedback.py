"""Feedback sheets: written for each department, their way kept and journalled, undone and never overwritten; on both databases."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import delete, insert, update

from complaint_desk.domain.analysis import AnalysisRequest, PeriodKind, period_around
from complaint_desk.domain.errors import Refusal, Stopped
from complaint_desk.domain.feedback import FeedbackOrder, FeedbackState, StaleFeedback, usual_due
from complaint_desk.domain.improvement import State
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import feedback, improving, ledger
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.news import OwnEntries, news_since
from complaint_desk.storage.schema import department_feedback
from complaint_desk.storage.server_store import ServerStore
from complaint_desk.storage.store import Store
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.letters.letters import lines_of
from tests.reports.word_parts import faults_of, tables_of
from tests.storage.drafts import sound_draft
from tests.storage.older import to_revision

TODAY = NOW.date()
OCTOBER = AnalysisRequest(period_around(dt.date(2026, 10, 1), PeriodKind.MONTH))
SPOKEN = dt.datetime(2026, 10, 8, 9, 0, tzinfo=NOW.tzinfo)
DUE = dt.date(2026, 12, 1)


@pytest.fixture
def busy(desk):
    """Twelve complaints about 售后/维修部, three about 物流部, one about nobody, all of October; one of November."""
    told = "张三说电话13800001234打不通，身份证330102199001011234"
    drafts = [sound_draft(received_at=SPOKEN, department="售后/维修部", facts=told) for _ in range(12)]
    drafts += [sound_draft(received_at=SPOKEN, department="物流部", nature="contract") for _ in range(3)]
    drafts += [sound_draft(received_at=SPOKEN), sound_draft(received_at=NOW, department="物流部")]
    with desk.store.writing() as connection:
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    return desk


@pytest.fixture
def make(busy, words, tmp_path):
    def made(*departments, request=OCTOBER, **more):
        order = FeedbackOrder(request, departments, DUE)
        return feedback.make(busy, tmp_path / "模板", order, tmp_path / "反馈单", words, **more)

    return made


def test_each_department_gets_its_own_figures_and_cases(busy, make, tmp_path):
    repairs, transport = make()
    assert [(each.feedback.department, each.feedback.count) for each in (repairs, transport)] == [
        ("售后/维修部", 12),
        ("物流部", 3),
    ]
    assert sorted(path.name for path in (tmp_path / "反馈单").iterdir()) == [
        "部门反馈单 售后_维修部 2026-10.docx",
        "部门反馈单 物流部 2026-10.docx",
    ]
    content = (tmp_path / "反馈单" / "部门反馈单 售后_维修部 2026-10.docx").read_bytes()
    lines = lines_of(content)
    assert "2026年10月，涉及贵部门的投诉共12件，占全部投诉16件的75.00%。　#2026-10/department:售后%2F维修部" in lines
    assert "请于2026-12-01（含当日）前填写本单第四部分并反馈。" in lines
    assert ledger.count(busy, LedgerFilter(words="#2026-10/department:售后%2F维修部")) == 12
    assert faults_of(content) == []
    assert verify(busy.store).ok


def test_cases_name_neither_people_nor_their_numbers(make, tmp_path):
    make("售后/维修部")
    (path,) = (tmp_path / "反馈单").iterdir()
    cases = next(table for table in tables_of(path.read_bytes()) if table[0][0] == "编号")
    assert len(cases) == 13
    assert cases[1][5] == "张*说电话138****1234打不通，身份证330****1234"


def test_a_report_of_wrongdoing_tells_nothing(busy, make, tmp_path):
    with busy.store.writing() as connection:
        drafts = [sound_draft(received_at=SPOKEN, department="财务部", kind="report", facts="出纳挪用货款")]
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    make("财务部")
    (path,) = (tmp_path / "反馈单").iterdir()
    assert "挪用" not in "".join(lines_of(path.read_bytes()))


def test_made_anew_a_sheet_keeps_what_became_of_it(busy, make):
    (first,) = make("物流部")
    sent = feedback.mark_sent(busy, first.feedback.id, 1, TODAY, DUE).feedback
    (again,) = make("物流部")
    assert (again.feedback.id, again.feedback.state, again.before) == (sent.id, FeedbackState.SENT, sent)
    assert len(feedback.listed(busy)) == 1


def test_a_department_without_complaints_is_refused_with_those_there_are(make, tmp_path):
    with pytest.raises(Refusal) as caught:
        make("市场部")
    assert "售后/维修部" in error_sentence(caught.value)
    assert not (tmp_path / "反馈单").exists()


def test_a_wrong_template_leaves_nothing(busy, make, words, tmp_path):
    path = feedback.template_to_edit(tmp_path / "模板", words)
    assert path.name == "部门反馈单.docx"
    path.write_bytes(b"no Word file")
    with pytest.raises(Refusal, match="template_not_word"):
        make()
    assert feedback.listed(busy) == ()


def test_stopped_nothing_more_is_written(busy, make):
    stop = StopSignal()
    stop.request()
    with pytest.raises(Stopped):
        make(stop=stop)
    assert feedback.listed(busy) == ()


def test_the_way_from_made_to_an_improvement(busy, make, words):
    made = make("物流部")[0].feedback
    assert (made.state, made.due_on, made.made_by) == (FeedbackState.MADE, DUE, busy.person)
    sent = feedback.mark_sent(busy, made.id, made.version, TODAY, DUE).feedback
    assert (sent.state, sent.sent_by) == (FeedbackState.SENT, busy.person)
    answered = feedback.mark_answered(busy, sent.id, sent.version, TODAY, " 更换承运商 ").feedback
    assert (answered.state, answered.answer) == (FeedbackState.ANSWERED, "更换承运商")
    content = feedback.improvement_of(answered, words)
    assert (content.measure, content.owner, content.problem) == ("更换承运商", "物流部", "物流部2026年10月投诉")
    done = feedback.improve(busy, answered.id, answered.version, content)
    assert done.changes.improvements
    (improvement,) = improving.listed(busy)
    assert improvement.id == done.feedback.improvement_id
    assert ledger.count(busy, improvement.filter) == 4
    with pytest.raises(Refusal, match="feedback_state"):
        feedback.improve(busy, answered.id, done.feedback.version, content)
    assert verify(busy.store).ok


def test_an_answer_is_overdue_the_day_after_it_was_due(busy, make):
    made = make("物流部")[0].feedback
    feedback.mark_sent(busy, made.id, made.version, TODAY, TODAY)
    assert feedback.overdue(busy) == ()
    tomorrow = dataclasses.replace(busy, clock=lambda: NOW + dt.timedelta(1))
    (late,) = feedback.overdue(tomorrow)
    feedback.mark_answered(tomorrow, late.id, late.version, TODAY, "已处理")
    assert feedback.overdue(tomorrow) == ()


def test_what_is_missing_or_impossible_is_refused(busy, make):
    made = make("物流部")[0].feedback
    at = (busy, made.id, made.version)
    with pytest.raises(ProblemsFound):
        feedback.mark_sent(*at, TODAY + dt.timedelta(1), DUE)
    with pytest.raises(ProblemsFound):
        feedback.mark_sent(*at, TODAY, TODAY - dt.timedelta(1))
    with pytest.raises(Refusal, match="feedback_state"):
        feedback.mark_answered(*at, TODAY, "好")
    sent = feedback.mark_sent(*at, TODAY, usual_due(TODAY)).feedback
    for day, answer in (
        (TODAY, " "),
        (TODAY - dt.timedelta(1), "好"),
        (TODAY + dt.timedelta(1), "好"),
        (TODAY, "好" * 3000),
    ):
        with pytest.raises(ProblemsFound):
            feedback.mark_answered(busy, sent.id, sent.version, day, answer)
    with pytest.raises(Refusal, match="no_feedback"):
        feedback.one(busy, 99)
    assert feedback.one(busy, sent.id) == sent


def test_a_step_back_and_an_undo_leave_what_stood_there(busy, make, words):
    made = make("物流部")[0]
    assert feedback.undo(busy, made).feedback.state is FeedbackState.DROPPED
    made = make("物流部")[0].feedback
    sent = feedback.mark_sent(busy, made.id, made.version, TODAY, DUE)
    assert feedback.undo(busy, sent).feedback.state is FeedbackState.MADE
    again = feedback.mark_sent(busy, made.id, feedback.one(busy, made.id).version, TODAY, DUE).feedback
    answered = feedback.mark_answered(busy, again.id, again.version, TODAY, "更换承运商").feedback
    improved = feedback.improve(busy, answered.id, answered.version, feedback.improvement_of(answered, words))
    back = feedback.undo(busy, improved).feedback
    assert (back.state, back.improvement_id) == (FeedbackState.ANSWERED, None)
    assert improving.listed(busy)[0].state is State.DROPPED
    back = feedback.step_back(busy, back.id, back.version).feedback
    assert (back.state, back.answer) == (FeedbackState.SENT, "")
    back = feedback.step_back(busy, back.id, back.version).feedback
    assert (back.state, back.due_on) == (FeedbackState.MADE, None)
    assert feedback.drop(busy, back.id, back.version).feedback.state is FeedbackState.DROPPED
    assert verify(busy.store).ok


def test_nobody_overwrites_what_they_have_not_seen(busy, make):
    made = make("物流部")[0].feedback
    sent = feedback.mark_sent(busy, made.id, made.version, TODAY, DUE)
    with pytest.raises(StaleFeedback) as stale:
        feedback.mark_sent(busy, made.id, made.version, TODAY, DUE)
    assert stale.value.current == sent.feedback
    feedback.mark_answered(busy, made.id, sent.feedback.version, TODAY, "好")
    with pytest.raises(StaleFeedback):
        feedback.undo(busy, sent)


def test_other_desks_hear_of_it(busy, make):
    with busy.store.reading() as connection:
        head, _changes = news_since(connection, 0, OwnEntries())
    make("物流部")
    with busy.store.reading() as connection:
        _head, changes = news_since(connection, head, OwnEntries())
    assert changes.feedback
    assert not changes.everything


def test_what_is_done_behind_the_programs_back_is_found(busy, make):
    make()
    with busy.store.writing() as connection:
        connection.execute(update(department_feedback).where(department_feedback.c.id == 1).values(due_on=TODAY))
        row = dict(
            connection.execute(department_feedback.select().where(department_feedback.c.id == 2)).mappings().one()
        )
        connection.execute(delete(department_feedback).where(department_feedback.c.id == 2))
        connection.execute(insert(department_feedback), [row | {"id": 9}])
    assert {(each.code, each.place) for each in verify(busy.store).faults} == {
        ("feedback_changed", "1"),
        ("feedback_missing", "2"),
        ("feedback_unknown", "9"),
    }


def test_a_filled_older_ledger_gets_its_table(busy, make):
    store = busy.store
    to_revision(store, "0014")
    url = store.engine.url.render_as_string(hide_password=False)
    store.close()
    again = ServerStore.reach(url) if url.startswith("postgresql") else Store.open(store.path)
    reopened = dataclasses.replace(busy, store=again)
    assert feedback.listed(reopened) == ()
    assert ledger.total(reopened) == 17
    assert verify(again).faults == ()
    again.close()
