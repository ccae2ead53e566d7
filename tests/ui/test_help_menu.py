"""The help menu beyond the manual: the quick card is one page of what is in force, and news are told once after an upgrade."""

from __future__ import annotations

import dataclasses

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser

import complaint_desk.ui.help.news as news_module
from complaint_desk import __version__, i18n
from complaint_desk.domain.rule_sets import Chooser
from complaint_desk.i18n import LANGUAGES
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.services import manual, papers, rule_sets
from complaint_desk.services.manual import NEWS, ManualPage, Section
from complaint_desk.ui.actions import menus, plain_words, shortcuts
from complaint_desk.ui.help.manual import ManualWindow
from complaint_desk.ui.help.news import NewsWindow, tell_news
from complaint_desk.ui.help.quick_card import card_fields, card_keys
from complaint_desk.ui.shared.pages import pdf_of
from complaint_desk.ui.shared.print_preview import PrintPreview

BUSY = (
    Chooser("channel", "regulator", "regulator"), Chooser("channel", "platform", "distance_return"),
    Chooser("channel", "web", "prepaid"), Chooser("channel", "social", "bank"), Chooser("channel", "media", "guarantee"),
)  # fmt: skip


@pytest.fixture
def window(filled, show_window):
    return show_window(filled)


def text_of(paper):
    file = pypdfium2.PdfDocument(pdf_of(paper))
    try:
        return len(file), file[0].get_textpage().get_text_bounded()
    finally:
        file.close()


@pytest.fixture(params=LANGUAGES)
def language(request):
    i18n.install(request.param, resource())
    yield request.param
    i18n.install("zh_CN", resource())


def test_the_quick_card_is_one_page_with_keys_questions_and_time_limits(desk, language, qapp):
    words = Words(language)
    rule_sets.save_choosers(desk, BUSY)
    office = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, office_name="松果屋电器有限公司"))
    pages, text = text_of(papers.quick_card(office, card_fields(), card_keys(shortcuts()), words))
    assert pages == 1
    assert "松果屋电器有限公司" in text
    for key in card_keys(shortcuts()):
        assert key.keys in text
        assert key.deed in text
    together = "".join(text.split())
    for name in (*(words.field_label(field) for field in card_fields()), words.label("rule_set", "distance_return")):
        assert "".join(name.split()) in together
    assert ("60 日" if language == "zh_CN" else "60 days") in text


def test_the_card_names_every_field_of_a_call_with_a_question_or_as_the_clerks_choice(desk, qapp):
    paper = papers.quick_card(desk, card_fields(), (), Words("zh_CN"))
    assert paper.html.count("（由登记人选择）") == 3
    assert "您希望怎样解决？" in paper.html


def test_the_card_tells_the_offices_own_version_of_today(desk, qapp):
    book = rule_sets.book(desk)
    today = desk.clock().date()
    version = book.in_force("general", today)
    assert version
    sooner = tuple(
        dataclasses.replace(each, length=11) if each.code == "close" else each for each in version.obligations
    )
    rule_sets.keep_edited(desk, dataclasses.replace(version, valid_from=today, obligations=sooner))
    _pages, text = text_of(papers.quick_card(desk, card_fields(), (), Words("zh_CN")))
    assert "11 日" in text


def test_the_menu_opens_the_card_to_be_printed(window, settle):
    window.actions_by_name["card"].trigger()
    settle()
    (preview,) = window.findChildren(PrintPreview)
    assert "投诉登记快捷卡" in preview.windowTitle()
    preview.reject()


def test_keys_of_the_card_are_those_of_the_menus():
    deeds = {plain_words(entry.text) for plan in menus() for entry in plan.entries}
    chosen = card_keys(shortcuts())
    assert len(chosen) >= 15
    assert all(each.deed in deeds for each in chosen)


def test_a_first_start_tells_no_news(workplace, window):
    workplace.memory.remove("help/version")
    assert tell_news(workplace, window) is None
    assert workplace.memory.value("help/version") == __version__


@pytest.fixture
def upgraded(monkeypatch):
    """The program is of the version 99.0.0 now, of which the manual tells something."""
    page = ManualPage(
        NEWS,
        "# 更新内容\n\n## 99.0.0\n\n- 新的：[登记](intake.md)。\n\n## 0.2.0\n\n- 稍早的。\n\n## 0.1.0\n\n- 旧的。\n",
        tuple(
            Section("", level, title, "")
            for level, title in ((1, "更新内容"), (2, "99.0.0"), (2, "0.2.0"), (2, "0.1.0"))
        ),
    )
    whole = manual.manual("zh_CN")
    told = dataclasses.replace(whole, pages={**whole.pages, NEWS: page})
    monkeypatch.setattr(manual, "manual", lambda _language: told)
    monkeypatch.setattr(news_module, "__version__", "99.0.0")


def test_after_an_upgrade_the_news_since_the_version_seen_last_are_told_once(workplace, window, upgraded, qtbot):
    workplace.memory.setValue("help/version", "0.1.0")
    before = QApplication.focusWidget()
    shown = tell_news(workplace, window)
    assert isinstance(shown, NewsWindow)
    text = shown.findChild(QTextBrowser, "news.text").toPlainText()
    assert "新的" in text
    assert "稍早的" in text
    assert "旧的" not in text
    assert QApplication.focusWidget() is before
    assert not shown.isModal()
    shown.close()
    assert tell_news(workplace, window) is None


def test_news_without_anything_to_tell_are_not_told(workplace, window, upgraded):
    workplace.memory.setValue("help/version", "99.0.0-rc1")
    assert tell_news(workplace, window) is None


def test_a_link_of_the_news_opens_the_manual(workplace, window, upgraded, settle):
    workplace.memory.setValue("help/version", "0.1.0")
    shown = tell_news(workplace, window)
    assert shown
    shown.findChild(QTextBrowser, "news.text").anchorClicked.emit(QUrl("intake.md"))
    (opened,) = window.findChildren(ManualWindow)
    assert opened.reader.page == "intake"
    opened.close()
    QTest.keyClick(shown, Qt.Key.Key_Escape)


def test_the_menu_shows_all_news(window):
    window.actions_by_name["news"].trigger()
    (opened,) = window.findChildren(ManualWindow)
    assert opened.reader.page == NEWS
    opened.close()


def test_the_manual_tells_of_this_version_in_every_language():
    for language in LANGUAGES:
        whole = manual.manual(language)
        newest = next(each for each in whole.pages[NEWS].sections if each.level == 2)
        assert newest.title.split()[0] == __version__
        assert manual.news_since(whole, "0.0.1") is not None
        assert manual.news_since(whole, __version__) is None
