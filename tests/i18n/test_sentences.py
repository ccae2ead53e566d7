"""Every code that the program uses has its sentence, and each sentence gets what it names."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

import pytest

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.errors import DeskError, FieldConflict, Refusal, StaleComplaint, Stopped, Surroundings
from complaint_desk.domain.problems import Problem, ProblemsFound, problems_in
from complaint_desk.domain.reports import Fault, RowProblem
from complaint_desk.domain.workflow import not_allowed
from complaint_desk.i18n.refusals import ERRORS
from complaint_desk.i18n.sentences import (
    FAULTS,
    PROBLEMS,
    error_sentence,
    fault_sentence,
    problem_sentence,
    row_sentence,
)
from complaint_desk.i18n.words import Words
from complaint_desk.storage import feedback, improvements, postgresql_dialect, sqlite_dialect, staff
from tests.conftest import NOW
from tests.house.sources import named, program_files, tree_of

CALLS = {
    # name of the call: position of the code, and the table that must have it
    "Problem": (1, PROBLEMS),
    "RowProblem": (4, PROBLEMS),
    "CellProblem": (1, PROBLEMS),
    ".leave_out": (1, PROBLEMS),  # of a row that is imported
    ".note": (1, PROBLEMS),  # of the same
    "Unreadable": (0, PROBLEMS),
    "Refusal": (0, ERRORS),
    "Surroundings": (0, ERRORS),
    "Fault": (0, FAULTS),
    ".found": (0, FAULTS),  # of the check that `verify` makes
}
_OF_DATABASES = {
    *sqlite_dialect._CODES.values(),
    *postgresql_dialect._CODES.values(),
    *postgresql_dialect._SAID,
}
ALWAYS_THERE = {"field", "sentences", "size_mb", "limit_mb"}


def _calls() -> Iterator[tuple[str, str, ast.Call, str]]:
    """Where, name of the call, the call, and the code, for each call that names a code as a literal."""
    for path in program_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and (name := _name(node.func)) in CALLS:
                for code in _codes(node, CALLS[name][0]):
                    yield f"{named(path)}:{node.lineno}", name, node, code


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return f".{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def _codes(call: ast.Call, position: int) -> list[str]:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "code"] or call.args[position : position + 1]
    choices = [
        part for value in given for part in ((value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,))
    ]
    return [part.value for part in choices if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _codes_of_databases() -> set[str]:
    """What the databases' own errors become."""
    spoken = {*sqlite_dialect._CODES.values(), *postgresql_dialect._CODES.values()}
    told = {
        node.value
        for path in program_files()
        if path.stem.endswith("_dialect")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and node.value in ERRORS
    }
    return spoken | told


def test_every_code_has_its_sentence() -> None:
    speechless = {f"{where} {name} {code}" for where, name, _call, code in _calls() if code not in CALLS[name][1]}
    assert not speechless
    assert {*_OF_DATABASES} <= set(ERRORS)


def test_errors_give_what_their_sentences_name() -> None:
    for where, name, call, code in _calls():
        if name in ("Refusal", "Surroundings") and all(keyword.arg for keyword in call.keywords):
            given = {str(keyword.arg) for keyword in call.keywords}
            given |= {"number"} if "id" in given else set()
            assert _named(ERRORS[code]) - ALWAYS_THERE <= given, f"{where} {code}"


def test_no_sentence_is_left_over() -> None:
    used = {code for _where, _name, _call, code in _calls()} | _OF_DATABASES
    used |= {
        code
        for rows in (improvements.ROWS, feedback.ROWS, staff.ROWS)
        for code in (rows.unknown, rows.changed, rows.missing)
    }
    classes = {"problems_found", "stale_complaint", "stale_improvement", "stale_feedback", "stale_member", "stopped"}
    assert not {*PROBLEMS, *ERRORS, *FAULTS} - used - classes


def test_a_problem_names_its_field_and_its_details(words: Words) -> None:
    assert problem_sentence(Problem("facts", "required"), words) == "请填写投诉事实。"
    declined = not_allowed("declined", "closed")
    assert problem_sentence(declined, words) == "“不予受理”的投诉不能变为“已办结”；可以变为：无。"
    closed = not_allowed("closed", "accepted")
    assert problem_sentence(closed, words) == "“已办结”的投诉不能变为“已受理”；可以变为：处理中。"


def test_every_problem_of_an_empty_draft_is_a_chinese_sentence(words: Words) -> None:
    sentences = [problem_sentence(problem, words) for problem in problems_in(ComplaintDraft(), NOW)]
    assert len(sentences) >= 5
    assert all(sentence.endswith("。") and "{" not in sentence for sentence in sentences)


def test_a_row_is_named_as_the_spreadsheet_shows_it(words: Words) -> None:
    problem = RowProblem("客诉.xlsx", "台账", 12, "price", "not_money", "约一千")
    assert (
        row_sentence(problem, words)
        == "客诉.xlsx，工作表“台账”，第 12 行：价格(元)“约一千”不是金额，请按 1299.00 的样式填写。"
    )
    without_sheet = RowProblem("客诉.csv", "", 3, "facts", "too_long", "字" * 32_001)
    assert row_sentence(without_sheet, words) == "客诉.csv，第 3 行：投诉事实最多 32000 字，现有 32001 字。"


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (Surroundings("disk_full", path="D:/台账/ledger.db", reason="full"), "D:/台账/ledger.db"),
        (Refusal("attachment_too_large", name="录像.mp4", size=60 * 2**20, limit=25 * 2**20), "录像.mp4 有 60 MB"),
        (
            ProblemsFound((Problem("facts", "required"), Problem("nature", "required"))),
            "请填写投诉事实。请填写投诉性质。",
        ),
        (StaleComplaint(1, 2, ()), "已被他人"),
        (StaleComplaint(1, 2, (FieldConflict("department", "a", "b", "c"),)), "责任部门"),
        (Stopped(), "已停止"),
        (Refusal("a_code_of_tomorrow", path="x"), "a_code_of_tomorrow"),
    ],
)
def test_an_error_says_what_and_where(error: DeskError, part: str) -> None:
    assert part in error_sentence(error)


def test_a_fault_says_its_place() -> None:
    assert fault_sentence(Fault("of_tomorrow", "TS2026000001")).startswith("TS2026000001：")


def _named(sentence: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(sentence) if name}
