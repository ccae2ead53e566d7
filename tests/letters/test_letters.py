"""What each letter states, whatever the complaint; and that Word's files and our own pages say the same."""

from __future__ import annotations

import dataclasses
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.complaint import Complaint, content_of
from complaint_desk.domain.letters import Office, letter_problems
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.i18n.letter_phrases import letter_phrases
from complaint_desk.i18n.words import Words
from complaint_desk.printing.letters.beginning import addressee, first_entry
from complaint_desk.printing.letters.pages import letter_paper
from complaint_desk.runtime.paths import resource
from tests.house.sources import ROOT
from tests.letters.letters import CASE, COMPLAINT, ENTRY, OFFICE, TODAY, filled_letter, lines_of
from tests.storage.drafts import any_drafts

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PDFTOTEXT = shutil.which("pdftotext")
LETTERS = tuple(kind for kind in LetterKind if kind != LetterKind.SHEET)
ARTICLE_39 = ("协商", "消费者协会", "行政部门", "仲裁", "人民法院")


def text_of(kind: LetterKind) -> str:
    return "\n".join(lines_of(filled_letter(kind)))


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_says_to_whom_from_whom_about_what_and_when(kind: LetterKind) -> None:
    lines = lines_of(filled_letter(kind))
    assert lines[:3] == [Words("zh_CN").label("letter", kind), "〔2026〕第7号", "张敏女士："]
    text = "\n".join(lines)
    for wanted in ("2026年11月5日", "TS2026001204", "澜图变频空调的质量问题", "王芳", "0571-88886666"):
        assert wanted in text
    assert lines[-4:-2] == ["杭州澜图电器有限公司（盖章）", "2026年11月24日"]
    assert "{{" not in text


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (
            LetterKind.RECEIPT,
            ("予以受理", "2026年12月1日（含当日）前", "本单位服务承诺", "退款、赔礼道歉", "查询办理进度"),
        ),
        (
            LetterKind.NON_ACCEPTANCE,
            ("☑\u00a0非本企业商品或服务", "☐\u00a0不属于投诉事项", "不是我单位销售", *ARTICLE_39),
        ),
        (LetterKind.PAPERS, ("1．发票", "2．故障视频", "2026年12月2日", "送至服务台", "按现有材料处理")),
        (LetterKind.EXTENSION, ("2026年11月25日", "2026年12月15日", "李明批准", "须返厂检测", "已上门检测")),
        (
            LetterKind.REPLY,
            ("批次异响", "退款：予以支持", "第二十四条", "十日内退款", "误工费用", "申请复核", *ARTICLE_39),
        ),
    ],
)
def test_each_letter_states_what_its_kind_must(kind: LetterKind, wanted: tuple[str, ...]) -> None:
    text = text_of(kind)
    assert [each for each in wanted if each not in text] == []


def test_no_reply_is_called_a_ruling() -> None:
    assert "裁定" not in text_of(LetterKind.REPLY)
    assert "和解" not in text_of(LetterKind.REPLY)


def test_the_sheet_holds_the_complaint_and_its_record() -> None:
    text = text_of(LetterKind.SHEET)
    for wanted in (
        "张敏",
        "13812341234",
        "2026年10月",
        "☑\u00a0退款　☐\u00a0退货",
        "发票.jpg",
        "上门检测，压缩机批次异响",
    ):
        assert wanted in text


def any_complaint() -> st.SearchStrategy[Complaint]:
    return any_drafts().map(
        lambda draft: dataclasses.replace(COMPLAINT, **(content_of(draft) | {"received_at": COMPLAINT.received_at}))
    )


@given(any_complaint(), st.sampled_from(list(LetterKind)))
def test_a_letter_of_any_complaint_is_whole(complaint: Complaint, kind: LetterKind) -> None:
    case = dataclasses.replace(CASE, complaint=complaint)
    entry = first_entry(case, OFFICE, "李婷", Words("zh_CN"), letter_phrases())
    content = filled_letter(kind, case, entry)
    assert lines_of(content)[0] == Words("zh_CN").label("letter", kind)
    assert letter_paper(content, "信", letter_phrases()).html.startswith("<html>")


@given(any_complaint(), st.sampled_from(list(LetterKind)), st.sampled_from(["匿名举报者甲", "欧阳娜娜"]))
def test_a_report_never_names_who_reported(complaint: Complaint, kind: LetterKind, name: str) -> None:
    told = {"name": name, "phone": "13987650000", "address": "隐秘路88号", "agent_name": "代理乙", "kind": "report"}
    case = dataclasses.replace(CASE, complaint=dataclasses.replace(complaint, **told))  # type: ignore[arg-type]
    entry = first_entry(case, OFFICE, "李婷", Words("zh_CN"), letter_phrases())
    text = "\n".join(lines_of(filled_letter(kind, case, dataclasses.replace(entry, addressee=name))))
    assert [each for each in told.values() if each != "report" and each in text] == []


@pytest.mark.parametrize(
    ("changes", "called"),
    [
        ({}, "张敏"),
        ({"name": ""}, "投诉人"),
        ({"name": " 匿名 "}, "投诉人"),
        ({"kind": "report"}, "举报人"),
        ({"name": "", "kind": "inquiry"}, "咨询人"),
    ],
)
def test_whom_a_letter_addresses(changes: dict[str, str], called: str) -> None:
    complaint = dataclasses.replace(COMPLAINT, **changes)  # type: ignore[arg-type]
    assert addressee(complaint, letter_phrases()) == called


# What is missing


def problems(kind: LetterKind, complaint: Complaint = COMPLAINT, **entry: object) -> list[tuple[str, str]]:
    changed = dataclasses.replace(ENTRY, **entry)  # type: ignore[arg-type]
    return [(each.field, each.code) for each in letter_problems(kind, complaint, changed, OFFICE, TODAY)]


@pytest.mark.parametrize(
    ("kind", "complaint", "entry", "found"),
    [
        (LetterKind.RECEIPT, {}, {}, []),
        (LetterKind.RECEIPT, {"status": "registered"}, {}, [("status", "not_accepted")]),
        (LetterKind.RECEIPT, {}, {"answer_by": None}, [("answer_by", "required")]),
        (LetterKind.RECEIPT, {}, {"answer_by": PartialDate(2026, 12)}, [("answer_by", "whole_day")]),
        (LetterKind.RECEIPT, {}, {"answer_by": PartialDate(2026, 11, 23)}, [("answer_by", "past_day")]),
        (LetterKind.NON_ACCEPTANCE, {}, {}, [("status", "not_declined")]),
        (
            LetterKind.NON_ACCEPTANCE,
            {"status": "declined"},
            {"decline_grounds": ()},
            [("decline_grounds", "required")],
        ),
        (LetterKind.PAPERS, {}, {"papers": " \n"}, [("papers", "required")]),
        (LetterKind.EXTENSION, {}, {"extension_reason": ""}, [("extension_reason", "required")]),
        (
            LetterKind.EXTENSION,
            {},
            {"approver": "", "new_due": None},
            [("new_due", "required"), ("approver", "required")],
        ),
        (LetterKind.EXTENSION, {}, {"new_due": PartialDate(2026, 11, 25)}, [("new_due", "not_later")]),
        (LetterKind.EXTENSION, {}, {"old_due": PartialDate(2026, 11, 23)}, [("old_due", "told_too_late")]),
        (LetterKind.REPLY, {}, {}, []),
        (LetterKind.REPLY, {"outcome": ""}, {}, [("outcome", "no_outcome")]),
        (
            LetterKind.REPLY,
            {},
            {"demand_findings": "退款：\n赔礼道歉：支持"},
            [("demand_findings", "demand_unanswered")],
        ),
        (LetterKind.REPLY, {}, {"demand_findings": "退款：支持"}, [("demand_findings", "demands_missing")]),
        (LetterKind.REPLY, {"demands": ()}, {"demand_findings": ""}, []),
        (LetterKind.REPLY, {}, {"findings": "a\x07"}, [("findings", "control_character")]),
        (LetterKind.REPLY, {}, {"findings": "长" * 8001}, [("findings", "too_long")]),
        (LetterKind.REPLY, {"kind": "report"}, {"findings": "张敏反映属实"}, [("findings", "names_reporter")]),
        (LetterKind.SHEET, {"status": "registered"}, {"contact": ""}, []),
    ],
)
def test_what_is_missing_is_said(
    kind: LetterKind, complaint: dict[str, object], entry: dict[str, object], found: list[tuple[str, str]]
) -> None:
    changed = dataclasses.replace(COMPLAINT, **complaint)  # type: ignore[arg-type]
    if changed.kind == "report":
        entry = {"addressee": "举报人", **entry}
    assert problems(kind, changed, **entry) == found


def test_a_letter_needs_the_name_of_the_office() -> None:
    found = letter_problems(LetterKind.REPLY, COMPLAINT, ENTRY, Office(), TODAY)
    assert found == (Problem("office_name", "required_setting"),)


# Files and pages


def test_the_templates_are_what_their_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("letter_templates", ROOT / "build_spec" / "letter_templates.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = script
    spec.loader.exec_module(script)
    assert [
        kind for kind in LetterKind if resource("letters", f"{kind}.docx").read_bytes() != script.template(kind)
    ] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: soffice is not on the path")
@pytest.mark.skipif(PDFTOTEXT is None, reason="poppler-utils is not installed: pdftotext is not on the path")
def test_libreoffice_shows_every_letter_with_all_its_words(folder: Path) -> None:
    paths = []
    for kind in LetterKind:
        paths.append(folder / f"{kind}.docx")
        paths[-1].write_bytes(filled_letter(kind))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for path in paths:
        shown = "".join(printed(path.with_suffix(".pdf")).split())
        # Cells of one row are told side by side, line by line: what breaks within a cell is not looked for.
        wanted = ["".join(line.split()) for line in lines_of(path.read_bytes()) if "☐" not in line]
        assert [line for line in wanted if line not in shown and len(line) < 20] == [], path.name


def printed(path: Path) -> str:
    told = subprocess.run([str(PDFTOTEXT), "-raw", str(path), "-"], check=True, capture_output=True, timeout=60)
    return told.stdout.decode("utf-8")
