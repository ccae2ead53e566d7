"""Labels: every code has one in each language, and what people write finds its code."""

from __future__ import annotations

import ast
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.analysis import GROUPINGS
from complaint_desk.domain.clocks import REOPENED, ClockState
from complaint_desk.domain.criteria import CRITERIA
from complaint_desk.domain.feedback import FeedbackState
from complaint_desk.domain.fields import FIELDS, Group
from complaint_desk.domain.improvement import CONTENT, State
from complaint_desk.domain.letters import ENTRY_FIELDS
from complaint_desk.domain.report_definitions import USUAL_DEFINITIONS
from complaint_desk.domain.rule_sets import Obligation, PauseReason, SourceType, StartEvent, Unit
from complaint_desk.domain.vocabulary import (
    CLOSED_LISTS,
    FLAT_LISTS,
    PROVINCES,
    RATINGS,
    RULE_SETS,
    TREES,
    ListEntry,
    built_in_entries,
)  # fmt: skip
from complaint_desk.i18n.values import aligned_counts
from complaint_desk.i18n.words import Words
from complaint_desk.printing.letters.values import COMPUTED
from complaint_desk.printing.reports import feedback_values
from complaint_desk.printing.reports import values as reports
from complaint_desk.runtime.paths import resource
from complaint_desk.services.analysis import SHEETS
from complaint_desk.storage.feedback import FEEDING_BACK
from complaint_desk.storage.improvements import IMPROVING
from complaint_desk.storage.product_sales import SELLING
from complaint_desk.storage.staff import STAFFING
from complaint_desk.workbooks.analysis.office_template import fillings
from tests.clocks.cases import BOOK
from tests.house.sources import program_files, tree_of

OF_DEEDS = {
    "accepted_at",
    "approver",
    "at",
    "clock",
    "date",
    "decline_reason",
    "event",
    "erase_reason",
    "reveal_reason",
    "hold",
    "note",
    "paused_clocks",
    "resumed_clocks",
    "reason",
    "step_kind",
    "step_at",
    "step_text",
    "step_corrects",
    "to",
    "told",
    "supervisor",
    "transfer_reason",
}
"""What a deed or an import asks for beside the fields of the complaint; their problems name them."""
OF_LETTERS = {"letter", *ENTRY_FIELDS, "office_name", "office_address", "office_phone"}
"""What a letter asks for, of its dialog and of the settings."""

OF_IMPROVEMENTS = {*CONTENT, "done_on", "verified_on", "finding"}
"""What a person writes of an improvement and says when it is done or verified."""

OF_FEEDBACK = {"sent_on", "answer_due_on", "answered_on", "answer"}
"""What a person says of a feedback sheet."""

EDITABLE = (*FLAT_LISTS, *TREES)


def _tables() -> dict[str, dict[str, dict[str, str]]]:
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for path in resource("lists").glob("*.toml"):
        tables |= tomllib.loads(path.read_text("utf-8"))
    return tables


def _wanted() -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {name: set(members) for name, members in CLOSED_LISTS.items()}
    for entry in built_in_entries():
        wanted.setdefault(entry.list_name, set()).add(entry.code)
    return wanted | {
        "rule_set": set(RULE_SETS),
        "satisfaction": set(map(str, RATINGS)),
        "field": {field.name for field in FIELDS}
        | {"extra", "original_values", "steps"}
        | OF_DEEDS
        | OF_LETTERS
        | OF_IMPROVEMENTS
        | OF_FEEDBACK
        | set(CRITERIA),
        "placeholder": set(COMPUTED),
        "report_placeholder": {*reports.COMPUTED, *feedback_values.COMPUTED},
        "workbook_place": set(fillings.NAMES),
        "workbook_place_part": set(fillings.PARTS),
        "improvement_state": set(State),
        "feedback_state": set(FeedbackState),
        "group": set(Group),
        "grouping": set(GROUPINGS),
        "weekday": set("1234567"),
        "sheet": set(SHEETS),
        "report_definition": set(USUAL_DEFINITIONS),
        "clock": {each.code for each in _obligations()},
        "source_type": set(SourceType),
        "start_event": {*StartEvent, REOPENED},
        "pause_reason": set(PauseReason),
        "clock_state": set(ClockState),
        "length_unit": set(Unit),
        "province": set(PROVINCES),
    }


def _obligations() -> list[Obligation]:
    own = [each for province in BOOK.provinces for clocks in province.obligations.values() for each in clocks]
    return [each for version in BOOK.versions for each in version.obligations] + own


def test_every_deed_of_the_journal_has_a_label() -> None:
    deeds = {
        code.value
        for path in program_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and (position := _position_of_deed(node)) is not None
        for code in node.args[position : position + 1]
        if isinstance(code, ast.Constant) and isinstance(code.value, str)
    }
    assert deeds | set(IMPROVING) | set(FEEDING_BACK) | set(SELLING) | set(STAFFING) == set(_tables()["deed"])


def _position_of_deed(call: ast.Call) -> int | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return {"Deed": 0, "write_changes": 2, "_Giving": 0, "_marked": 2, "_write_deed": 4}.get(name)


def test_every_code_has_a_label_in_both_languages_and_no_label_is_left_over() -> None:
    tables = _tables()
    for name, codes in _wanted().items():
        assert set(tables[name]) == codes, name
    assert set(tables) == {*_wanted(), "deed"}
    assert all(words["zh_CN"].strip() and words["en"].strip() for table in tables.values() for words in table.values())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_labels_of_one_branch_are_told_apart(language: str) -> None:
    words = Words(language)
    for name in (*EDITABLE, *CLOSED_LISTS, "rule_set", "satisfaction"):
        labels = [words.path_label(name, choice.code) for choice in words.choices(name)]
        assert len(labels) == len(set(labels)), name


@pytest.mark.parametrize(
    ("list_name", "text", "code"),
    [
        ("nature", "售后服务", "after_sales"),
        ("nature", "人格尊严", "dignity"),
        ("nature", "人格权益", "dignity"),
        ("nature", "after_sales", "after_sales"),
        ("nature", "After-sales service", "after_sales"),
        ("nature", "  质 量 ", "quality"),
        ("channel", "网站/ＡＰＰ", "web"),
        ("channel", "网站/app", "web"),
        ("category", "烟、酒和饮料类", "tobacco_drinks"),
        ("category", "家用电子电器", "electronics"),
        ("category", "其他", "other"),
        ("cause", "设计", "product.design"),
        ("cause", "产品 / 设计", "product.design"),
        ("cause", "产品-设计", "product.design"),
        ("cause", "物流 › 破损", "logistics.damage"),
        ("demands", "惩罚性赔偿（退一赔三，假一赔十）", "punitive"),
        ("satisfaction", "非常满意", "5"),
        ("satisfaction", "5", "5"),
        ("follow_up", "拒绝评价", "refused"),
        ("field", "投诉人", "name"),
        ("status", "无此状态", None),
        ("no such list", "x", None),
        ("nature", "", None),
    ],
)
def test_what_people_write_finds_its_code(list_name: str, text: str, code: str | None, words: Words) -> None:
    assert words.code(list_name, text) == code


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_label_finds_its_own_code(language: str) -> None:
    words = Words(language)
    for name in (*EDITABLE, *CLOSED_LISTS, "rule_set", "satisfaction"):
        for choice in words.choices(name):
            assert words.code(name, choice.code) == choice.code
            assert words.code(name, words.path_label(name, choice.code)) == choice.code


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert Words("zh_CN").code("category", text) in (
        None,
        *(choice.code for choice in Words("zh_CN").choices("category")),
    )


def test_the_words_of_an_office_go_before_the_built_in_ones() -> None:
    own = tuple(
        ListEntry(
            "channel", entry.code, label="400热线" if entry.code == "phone" else None, hidden=entry.code == "media"
        )
        for entry in built_in_entries()
        if entry.list_name == "channel"
    )
    words = Words("zh_CN", (*own, ListEntry("channel", "office.1", label="来电", position=99, built_in=False)))
    assert words.label("channel", "phone") == "400热线"
    assert words.code("channel", "400热线") == "phone"
    assert words.code("channel", "来电") == "office.1", "an entry that the office named so goes before the old label"
    assert [choice.code for choice in words.choices("channel")][-1] == "office.1"
    assert "media" not in [choice.code for choice in words.choices("channel")]
    assert words.label("channel", "media") == "媒体", "a hidden entry still has its label"


def test_a_tree_offers_each_branch_before_its_leaves(words: Words) -> None:
    codes = [choice.code for choice in words.choices("category")]
    assert codes[:3] == ["goods", "electronics", "clothing"]
    assert codes[-1] == "other"
    assert words.parent("category", "food") == "goods"
    assert words.path_label("category", "food") == "商品 / 食品类"


def test_figures_name_their_groups(words: Words) -> None:
    assert words.figure_label("nature", "quality") == "质量"
    assert words.figure_label("nature", "") == "（未填写）"
    assert words.figure_label("nature|department", "quality|客服部") == "质量 × 客服部"
    assert words.figure_label("department", "客服部") == "客服部"
    assert words.figure_label("branch", "goods") == "商品"
    assert words.figure_label("month", "2026-10") == "2026-10"
    assert words.figure_label("hour", "09") == "09:00"
    assert words.figure_label("weekday", "1") == "周一"
    assert words.grouping_label("nature|department") == "投诉性质 × 责任部门"


def test_an_unknown_code_is_its_own_label(words: Words) -> None:
    assert words.label("nature", "no_such_code") == "no_such_code"
    assert words.label("nature", None) == ""
    assert words.label("satisfaction", 5) == "非常满意"


def test_counts_are_filled_to_one_width() -> None:
    assert aligned_counts([7, 1234]) == ["\u2007\u2008\u2007\u20077", "1,234"]
    assert aligned_counts([]) == []
