"""The real window while its server stops, loses connections and comes back: nothing typed is lost, and it is said."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from complaint_desk.services import handling, intake, ledger
from complaint_desk.storage.draft_shelf import DraftShelf
from complaint_desk.storage.opening import open_ledger
from complaint_desk.storage.verification import verify
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.form import keeper
from tests.server import TEMPLATE
from tests.storage.drafts import sound_draft

TYPED = {
    "name": "张敏",
    "subject_name": "变频空调",
    "category": "electronics",
    "facts": "室外机异响",
    "nature": "quality",
}


@pytest.fixture(params=["socket", "tls"])
def far(request, own_server, workplace, desk, tmp_path):
    """The clerk at a ledger on a server that may be stopped."""
    name = own_server.new_database(TEMPLATE)
    tls = request.param == "tls"
    store = open_ledger(own_server.tcp(name, sslmode="require") if tls else own_server.url(name))
    shelf = DraftShelf(tmp_path / "drafts", store.name)
    workplace.desk = dataclasses.replace(desk, store=store, shelf=shelf)
    yield workplace
    workplace.lanes.close()
    store.close()
    own_server.drop(name)


@pytest.fixture
def window(far, monkeypatch, show_window):
    monkeypatch.setattr(keeper, "KEEP_AFTER_MS", 50)
    made = show_window(far)
    yield made
    made.close()


@pytest.fixture
def form(window):
    window.bench.new_intake()
    return window.bench.page.form


def state(window):
    return window.bench.page.corner.findChild(QLabel, "intake.draft_state").text()


def kill(own_server, far):
    own_server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{far.desk.store.url.database}' AND pid <> pg_backend_pid()"
    )


def test_a_stopped_server_is_said_and_nothing_typed_is_lost(window, form, far, own_server, qtbot, settle):
    page, status = window.bench.page, window.status
    form.put("name", TYPED["name"])
    qtbot.waitUntil(lambda: state(window) == "草稿已保存 10:00")
    own_server.stop()
    try:
        qtbot.waitUntil(status.away.isVisible)
        assert "服务器已断开，正在重连…" in status.away.text()
        assert "不可信" not in window.findChild(QLabel, "window.away.text").text()
        assert "本机" in window.findChild(QLabel, "window.away.text").text()
        for name, text in TYPED.items():
            form.put(name, text)
        qtbot.waitUntil(lambda: state(window) == "草稿已存本机 10:00")
        page.save()
        settle()
        assert page._bar.text.startswith("未能登记")
        assert {name: form.text(name) for name in TYPED} == TYPED
        window.bench.ledger.refresh()
        settle()
        assert not window.bench.ledger.message.isHidden()
    finally:
        own_server.start()
    qtbot.waitUntil(lambda: not status.away.isVisible(), timeout=20_000)
    qtbot.waitUntil(lambda: state(window) == "草稿已保存 10:00")
    settle()
    assert far.desk.shelf.drafts("王敏") == ()
    [kept] = intake.drafts(far.desk)
    assert dict(kept.texts).items() >= TYPED.items()
    page.findChild(QPushButton, "intake.message.way0").click()
    settle()
    assert page._bar.text == "已登记，编号 TS2026000001"
    assert (ledger.total(far.desk), intake.drafts(far.desk)) == (1, ())
    qtbot.waitUntil(lambda: window.bench.ledger.bar.count.text() == "1 条")
    assert window.bench.ledger.message.isHidden()
    assert verify(far.desk.store).ok


def test_killed_connections_are_made_anew(window, form, far, own_server, qtbot, settle):
    for name, text in TYPED.items():
        form.put(name, text)
    kill(own_server, far)
    window.bench.page.save()
    settle()
    if "TS2026" not in window.bench.page._bar.text:
        window.bench.page.findChild(QPushButton, "intake.message.way0").click()
        settle()
    assert window.bench.page._bar.text == "已登记，编号 TS2026000001"
    qtbot.waitUntil(lambda: not far.hub.away, timeout=5_000)
    qtbot.waitUntil(lambda: window.bench.ledger.bar.count.text() == "1 条")


def test_edits_of_a_case_survive_the_loss(window, far, own_server, qtbot, settle):
    registered = intake.register(far.desk, sound_draft())
    window.bench.open_case(registered.id)
    settle()
    page = window.bench.page
    own_server.stop()
    try:
        qtbot.waitUntil(window.status.away.isVisible)
        page.form.put("handler", "王芳")
        page.save()
        settle()
        assert page._bar.text.startswith("未能保存")
        assert page.form.text("handler") == "王芳"
        qtbot.waitUntil(lambda: len(far.desk.shelf.drafts("王敏")) == 1)
    finally:
        own_server.start()
    qtbot.waitUntil(lambda: not window.status.away.isVisible(), timeout=20_000)
    settle()
    assert page.form.text("handler") == "王芳"
    page.save()
    settle()
    assert handling.case(far.desk, registered.id).complaint.handler == "王芳"
    assert far.desk.shelf.drafts("王敏") == ()


def test_what_was_typed_while_the_server_was_away_is_offered_after_a_restart(
    window, form, far, own_server, qtbot, settle
):
    own_server.stop()
    try:
        qtbot.waitUntil(window.status.away.isVisible)
        form.put("name", "赵云")
        qtbot.waitUntil(lambda: state(window) == "草稿已存本机 10:00")
        window.close()
        assert not window.isVisible(), "nobody is asked: the draft is safe"
    finally:
        own_server.start()
    far.hub.away = False
    again = MainWindow(far)
    qtbot.addWidget(again)
    again.show()
    again.start()
    qtbot.waitUntil(lambda: again.bench.ledger.settled)
    settle()
    offer = again.findChild(QLabel, "drafts.text")
    qtbot.waitUntil(offer.isVisible)
    assert "赵云" in offer.text()
    assert far.desk.shelf.drafts("王敏") == ()
    again.close()
    settle()
