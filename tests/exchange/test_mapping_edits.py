"""A mapping that is changed by hand stays one that the import can follow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.foreign.import_mapping import ColumnMapping, LayoutMapping, WordMapping, is_joinable
from complaint_desk.domain.foreign.mapping_edits import fitted, with_fields, with_fill_down, with_value, with_word

MAPPING = LayoutMapping(
    (ColumnMapping("日期", ("received_at",)), ColumnMapping("分类", ("category",)), ColumnMapping("说明", ("facts",))),
    (("nature", "quality"),),
)


def test_a_field_that_cannot_be_joined_leaves_the_column_that_had_it() -> None:
    changed = with_fields(MAPPING, 2, ("category",))
    assert [column.fields for column in changed.columns] == [("received_at",), (), ("category",)]
    joined = with_fields(MAPPING, 1, ("facts",))
    assert [column.fields for column in joined.columns] == [("received_at",), ("facts",), ("facts",)]


def test_a_field_without_a_column_holds_its_usual_value_until_a_column_fills_it() -> None:
    without = with_fields(MAPPING, 1, ())
    assert dict(without.values) == {"category": "other", "nature": "quality"}
    assert dict(with_fields(without, 1, ("category",)).values) == {"nature": "quality"}
    assert dict(with_value(without, "category", "").values) == {"nature": "quality"}


def test_a_word_is_decided_anew_and_taken_back() -> None:
    decided = with_word(with_word(MAPPING, "nature", "抖", "quality"), "nature", "抖", "safety")
    assert decided.words == (WordMapping("nature", "抖", "safety"),)
    assert with_word(decided, "nature", "抖", "").words == ()


def test_a_mapping_of_another_layout_speaks_of_the_columns_that_it_knows() -> None:
    found = fitted(with_fill_down(MAPPING, 0, fill_down=True), ("说明", "天气", "日期"))
    assert found.columns == (
        ColumnMapping("说明", ("facts",)),
        ColumnMapping("天气"),
        ColumnMapping("日期", ("received_at",), fill_down=True),
    )
    assert dict(found.values)["category"] == "other"


choices = st.tuples(st.integers(0, 2), st.lists(st.sampled_from(sorted(FIELD)), max_size=3, unique=True))


@given(st.lists(choices, max_size=12))
def test_whatever_is_chosen_no_field_stands_in_two_columns_that_cannot_be_joined(
    chosen: list[tuple[int, list[str]]],
) -> None:
    mapping = MAPPING
    for at, fields in chosen:
        mapping = with_fields(mapping, at, fields)
    filled = [field for column in mapping.columns for field in column.fields]
    assert all(is_joinable(field) for field in filled if filled.count(field) > 1)
    assert not set(filled) & dict(mapping.values).keys()
