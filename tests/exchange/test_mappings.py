"""A mapping is remembered by its layout, chosen by its name, given to another office, and teaches what headers mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.foreign.import_mapping import ColumnMapping, LayoutMapping, WordMapping, fingerprint_of
from complaint_desk.domain.foreign.mapping_text import mapping_from_json, mapping_to_json
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import (
    choices_of,
    forget_mapping,
    import_files,
    keep_mapping,
    kept_mappings,
    preview,
    read_mapping,
    write_mapping,
)
from tests.exchange.files import write_csv

HEADER = ("日子", "谁", "东西", "说了什么", "性质")
FIELDS = ("received_at", "name", "subject_name", "facts", "nature")
MAPPING = LayoutMapping(
    columns=tuple(ColumnMapping(text, (field,)) for text, field in zip(HEADER, FIELDS, strict=True)),
    values=(("category", "electronics"),),
    words=(WordMapping("nature", "抖动", "quality"),),
    name="门店周报",
)
ROW = ["2026-05-06", "张三", "洗衣机", "脱水时剧烈抖动。", "抖动"]


def test_the_next_file_of_the_layout_is_understood(desk: Desk, words: Words, tmp_path: Path) -> None:
    keep_mapping(desk, MAPPING)
    order = (4, 2, 0, 3, 1)
    file = write_csv(tmp_path / "a.csv", [[ROW[at] for at in order]], [HEADER[at] for at in order])
    (sheet,) = preview(desk, [file], words, choices=choices_of(desk)).sheets
    assert {column.reason for column in sheet.columns} == {"remembered"}
    assert import_files(desk, [file], words, choices=choices_of(desk)).registered == 1
    assert forget_mapping(desk, MAPPING.fingerprint)
    assert kept_mappings(desk) == ()


def test_a_named_mapping_is_used_for_every_sheet_that_it_fits(desk: Desk, words: Words, tmp_path: Path) -> None:
    keep_mapping(desk, MAPPING)
    wider = write_csv(tmp_path / "a.csv", [[*ROW, "晴"]], (*HEADER, "天气"))
    with pytest.raises(Refusal, match="no_mapping"):
        choices_of(desk, "总部月报")
    result = import_files(desk, [wider], words, choices=choices_of(desk, "门店周报"))
    assert (result.registered, result.unknown_words) == (1, ())


def test_what_the_office_decided_of_a_header_counts_in_other_layouts(desk: Desk, words: Words, tmp_path: Path) -> None:
    keep_mapping(desk, MAPPING)
    file = write_csv(tmp_path / "a.csv", [[*ROW, "13800138000"]], (*HEADER, "联系电话"))
    (sheet,) = preview(desk, [file], words, choices=choices_of(desk)).sheets
    assert [column.mapping.fields for column in sheet.columns] == [(field,) for field in (*FIELDS, "phone")]
    assert [column.reason for column in sheet.columns[:4]] == ["corrected"] * 4
    assert sheet.rows[0].draft is not None
    assert sheet.rows[0].draft.nature == "quality"


def test_a_mapping_is_given_to_another_office(tmp_path: Path) -> None:
    file = tmp_path / "mapping.json"
    write_mapping(file, MAPPING)
    assert read_mapping(file) == MAPPING
    for content in (
        b"",
        b"{}",
        b"[1]",
        b'{"complaint_desk_mapping": 1}',
        b'{"complaint_desk_mapping": 1, "columns": [3]}',
        b"[" * 9999,
    ):
        file.write_bytes(content)
        with pytest.raises(Refusal, match="no_mapping_file"):
            read_mapping(file)


def test_a_field_of_a_newer_program_is_kept_beside_the_complaint() -> None:
    told = mapping_to_json(MAPPING)
    told["columns"][0]["fields"] = ["weather", "received_at"]
    told["values"]["weather"] = "rain"
    assert mapping_from_json(told).columns[0].fields == ("received_at",)
    assert mapping_from_json(told).values == MAPPING.values


fields = st.lists(st.sampled_from(sorted(FIELD)), max_size=3, unique=True).map(tuple)


@given(st.lists(st.builds(ColumnMapping, st.text(), fields, st.booleans()), max_size=8), st.text())
def test_every_mapping_survives_its_json(columns: list[ColumnMapping], name: str) -> None:
    mapping = LayoutMapping(tuple(columns), (("channel", "phone"),), name=name)
    assert mapping_from_json(json.loads(json.dumps(mapping_to_json(mapping)))) == mapping


def test_the_layout_is_the_same_in_any_order_and_spacing() -> None:
    assert fingerprint_of(["投诉 时间", "*姓名："]) == fingerprint_of(["姓名", "投诉时间"])
    assert fingerprint_of(["投诉时间"]) != fingerprint_of(["投诉时间", "姓名"])
