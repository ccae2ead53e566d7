"""Theme, chips, bars, the strip of long deeds."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from complaint_desk.domain.vocabulary import Status
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.buttons import icon_button, plain_text
from complaint_desk.ui.shared.chips import ChoiceChips
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.pill import STATUS_LOOKS, Pill
from complaint_desk.ui.shared.style import Theme, dress, tokens_in, wanted_tokens
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import DARK, LIGHT, Tone


@pytest.fixture
def theme(qapp):
    made = Theme(qapp, "light")
    yield made
    made.setParent(None)
    dress(qapp, LIGHT)


def test_the_system_is_followed_unless_the_person_chose():
    scheme = Qt.ColorScheme
    assert wanted_tokens("system", scheme.Dark) is DARK
    assert wanted_tokens("system", scheme.Unknown) is LIGHT
    assert wanted_tokens("light", scheme.Dark) is LIGHT
    assert wanted_tokens("dark", scheme.Light) is DARK


def test_the_appearance_changes_while_the_window_stands(theme, qtbot):
    made = icon_button("search", "x.search", "搜索")
    qtbot.addWidget(made)
    made.show()
    before = made.icon().pixmap(20, 20).toImage()
    theme.choose("dark")
    assert QApplication.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface
    assert tokens_in(made) is DARK
    assert made.icon().pixmap(20, 20).toImage() != before
    theme.choose("light")
    assert tokens_in(made) is LIGHT
    assert made.icon().pixmap(20, 20).toImage() == before


def test_every_icon_draws_something(qapp):
    from complaint_desk.runtime.paths import resource

    names = [path.stem for path in resource("icons").glob("*.svg")]
    assert len(names) > 30
    for name in names:
        picture = icons.icon(name, "#000000").pixmap(24, 24).toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name


@pytest.mark.parametrize("status", list(Status))
def test_a_status_is_shape_word_and_colour(qtbot, words, status):
    pill = Pill(words.label("status", status), STATUS_LOOKS[status])
    qtbot.addWidget(pill)
    pill.resize(pill.sizeHint())
    mark = pill.grab().toImage().copy(QRect(8, 6, 12, 12))
    colours = {mark.pixelColor(x, y).name() for x in range(12) for y in range(12)}
    assert len(colours) > 2
    assert pill.accessibleName() == words.label("status", status)


def test_looks_of_states_differ():
    assert len(set(STATUS_LOOKS.values())) == len(STATUS_LOOKS) == len(Status)


def test_one_choice_can_be_taken_back(qtbot):
    chips = ChoiceChips([("a", "甲"), ("b", "乙")], "x.chips", "选择")
    qtbot.addWidget(chips)
    chips.chip("a").click()
    assert chips.chosen() == ("a",)
    chips.chip("b").click()
    assert chips.chosen() == ("b",)
    chips.chip("b").click()
    assert chips.chosen() == ()


def test_several_choices_by_keys(qtbot):
    chips = ChoiceChips([("a", "甲"), ("b", "乙"), ("c", "丙")], "x.chips", "选择", several=True)
    qtbot.addWidget(chips)
    told: list[tuple[str, ...]] = []
    chips.chosen_changed.connect(told.append)
    qtbot.keyClick(chips, Qt.Key.Key_Space)
    qtbot.keyClick(chips, Qt.Key.Key_Left)
    qtbot.keyClick(chips, Qt.Key.Key_Space)
    assert told == [("a",), ("a", "c")]
    chips.offer([("c", "丙"), ("d", "丁")])
    assert chips.chosen() == ("c",)


def test_a_flow_goes_on_in_the_next_row(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, gap=8)
    for _each in range(3):
        made = QWidget()
        made.setFixedSize(100, 30)
        flow.addWidget(made)
    assert flow.heightForWidth(400) == 30
    assert flow.heightForWidth(210) == 68
    assert flow.heightForWidth(100) == 106


def test_a_message_has_ways_on(qtbot):
    bar = MessageBar("x.message")
    qtbot.addWidget(bar)
    done = []
    bar.tell("台账被占用", Tone.RED, ("重试", lambda: done.append(1)))
    assert not bar.isHidden()
    assert bar.accessibleName() == bar.text == "台账被占用"
    bar.findChild(QPushButton, "x.message.way0").click()
    assert done == [1]
    assert bar.isHidden()


def test_mnemonics_are_no_part_of_a_name():
    assert plain_text("登记(&S)") == "登记(S)"
    assert plain_text("A && B") == "A & B"


def test_a_long_deed_tells_how_far_it_is_and_stops(workplace, qtbot, settle):
    strip = TaskStrip(workplace)
    qtbot.addWidget(strip)
    said: list[str] = []
    done: list[object] = []
    workplace.hub.said.connect(said.append)
    begun = threading.Event()

    def deed(stop, progress):
        progress(5, 10)
        begun.set()
        while True:
            stop.heed()

    strip.run("import", "正在导入", "report", deed, done.append)
    qtbot.waitUntil(begun.is_set)
    row = strip.findChild(QWidget, "tasks.import")
    qtbot.waitUntil(lambda: any(each.text() == "5 / 10" for each in row.findChildren(QLabel)))
    row.findChild(QPushButton, "tasks.import.stop").click()
    settle()
    assert not strip.running
    assert strip.isHidden()
    assert done == []
    assert len(said) == 1
