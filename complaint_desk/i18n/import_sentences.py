"""What an import says of files, sheets, columns and rows that were passed over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.file_kinds import HowRead
from complaint_desk.domain.foreign.import_mapping import ColumnProposal
from complaint_desk.domain.foreign.row_places import RowPlace
from complaint_desk.domain.reports import KnownRow, PassedRow, SheetCounts
from complaint_desk.i18n.catalogue import N_, _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.words import Words

_WHY_NOT_READ = {
    "hidden": N_("hidden in the workbook; name it to read it"),
    "blank": N_("nothing in it"),
    "missing_columns": N_("no complaint ledger: its header has no date, goods and facts of complaints"),
    "not_chosen": N_("left out by you"),
}
_KINDS_OF_FILES = {
    "workbook": N_("Excel workbook"),
    "old_workbook": N_("Excel workbook 97–2003"),
    "open_document": N_("OpenDocument spreadsheet"),
    "xml_workbook": N_("XML spreadsheet 2003"),
    "page": N_("web page with tables"),
    "text": N_("text"),
}
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
"""By what people call them; the order of bytes and a mark at the beginning are nothing that anybody has to know."""
_SIGNS = {"\t": N_("tab"), ",": N_("comma"), ";": N_("semicolon"), "|": N_("vertical bar")}
_KINDS = {
    "total": N_("sum"),
    "header": N_("header once more"),
    "note": N_("note or signature"),
    "blank": N_("blank"),
}
_SIMILAR = {
    "both": N_("{place}, row {row}: registered as its own, though {number} tells nearly the same."),
    "skip": N_("{place}, row {row}: left out, since {number} tells nearly the same."),
    "fill": N_("{place}, row {row}: fills {number}, which tells nearly the same."),
    "replace": N_("{place}, row {row}: replaces {number}, which tells nearly the same."),
}
_SIMILAR_TO_EARLIER = {
    "both": N_("{place}, row {row}: registered as its own, though {earlier} tells nearly the same."),
    "skip": N_("{place}, row {row}: left out, since {earlier} tells nearly the same."),
    "fill": N_("{place}, row {row}: fills {earlier}, which tells nearly the same."),
    "replace": N_("{place}, row {row}: replaces {earlier}, which tells nearly the same."),
}
_REASONS = {
    "label": N_("name of the field"),
    "word": N_("a common header"),
    "grouped": N_("known with the header above"),
    "open": N_("likeliest by its cells"),
    "ending": N_("ends like a common header"),
    "corrected": N_("decided so before"),
    "cells": N_("its cells look like it"),
    "cells_and_header": N_("words of this list"),
    "stands_for": N_("no other column fills it"),
    "other_words": N_("hardly words of a list"),
    "taken": N_("another column fits better"),
    "remembered": N_("the saved mapping says so"),
    "chosen": N_("chosen by you"),
    "unknown": N_("no field fits"),
}


def place_of_sheet(file: str, sheet: str) -> str:
    """A file, or a sheet in it."""
    return _("{file}, sheet “{sheet}”").format(file=file, sheet=sheet) if sheet else file


def sheet_sentences(sheet: SheetCounts, words: Words) -> list[str]:
    """Why a sheet was not read; else what is to be known of it: hidden rows, and fields that no column of it fills."""
    place = place_of_sheet(sheet.file, sheet.sheet)
    if sheet.refusal:
        return [error_sentence(Refusal(sheet.why, **dict(sheet.refusal)))]
    if sheet.why:
        return [_("Not read: {place} ({why})").format(place=place, why=why_not_read(sheet.why))]
    sentences = []
    if sheet.hidden_rows is None:
        sentences.append(_("{place}: whether rows are hidden in the workbook cannot be told.").format(place=place))
    elif sheet.hidden_rows:
        hidden = ngettext(
            "{place}: {count} row that is hidden in the workbook was read, too.",
            "{place}: {count} rows that are hidden in the workbook were read, too.",
            sheet.hidden_rows,
        )
        sentences.append(hidden.format(place=place, count=f"{sheet.hidden_rows:,}"))
    for field, code in sheet.values:
        taken = _("{place}: there is no column for {field}; it was taken as “{value}” in every row.")
        value = words.label(FIELD[field].word_list or field, code)
        sentences.append(taken.format(place=place, field=words.field_label(field), value=value))
    return sentences


def how_read(how: HowRead) -> tuple[str, ...]:
    """What a file is, and how its text was read: kind, encoding, delimiter."""
    said = []
    if how.kind:
        kind = _(_KINDS_OF_FILES[how.kind])
        said.append(_("in truth: {kind}").format(kind=kind) if how.is_misnamed else kind)
    if how.encoding:
        said.append(encoding_name(how.encoding))
    if how.delimiter:
        said.append(_("delimiter {sign}").format(sign=sign_name(how.delimiter)))
    return tuple(said)


def encoding_name(encoding: str) -> str:
    """An encoding as people call it."""
    return _ENCODINGS.get(encoding, encoding.upper())


def sign_name(delimiter: str) -> str:
    """A delimiter by its name: a comma alone is hardly seen."""
    return _(_SIGNS[delimiter]) if delimiter in _SIGNS else delimiter


def file_sentences(files: Sequence[HowRead]) -> list[str]:
    """Each file whose kind, encoding or delimiter its name does not tell."""
    told = [how for how in files if how.is_misnamed or how.encoding]
    return [_("{file}: {told}").format(file=how.file, told=" \N{MIDDLE DOT} ".join(how_read(how))) for how in told]


def why_not_read(why: str) -> str:
    """Why a sheet would not be read."""
    return _(_WHY_NOT_READ[why]) if why in _WHY_NOT_READ else why


def kind_of_passed(kind: str) -> str:
    """What a row is that is passed over."""
    return _(_KINDS[kind])


def passed_row(row: PassedRow) -> str:
    """A row that was passed over: where it stands, what it is and says."""
    place = place_of_sheet(row.file, row.sheet)
    return _("{place}, row {row} ({kind}): {text}").format(
        place=place, row=row.row, kind=_(_KINDS[row.kind]), text=row.text
    )


def passed_sentence(row: PassedRow) -> str:
    """A row that was passed over, and as what."""
    return _("Passed over: {row}").format(row=passed_row(row))


def place_of_row(place: RowPlace, file: str, sheet: str) -> str:
    """Where a row stands, for somebody who looks at a sheet of a file."""
    if (place.file, place.sheet) == (file, sheet):
        return _("row {row}").format(row=place.row)
    if place.file == file:
        return _("row {row} of sheet “{sheet}”").format(row=place.row, sheet=place.sheet)
    where = place_of_sheet(Path(place.file).name, place.sheet)
    return _("row {row} of {place}").format(row=place.row, place=where)


def similar_sentence(row: KnownRow, file: str) -> str:
    """A row that tells nearly what a complaint there, or a row before it, tells, and what became of it; `file`: its name."""
    place = place_of_sheet(file, row.sheet)
    if row.earlier is None:
        return _(_SIMILAR[row.way]).format(place=place, row=row.row, number=row.number)
    earlier = place_of_row(row.earlier, row.file, row.sheet)
    return _(_SIMILAR_TO_EARLIER[row.way]).format(place=place, row=row.row, earlier=earlier)


def not_met_sentence(file: str, sheet: str, row: int) -> str:
    """A row of which something was decided for nothing."""
    sentence = _(
        "{place}, row {row}: was decided as one that is there, but nothing like it is; it was taken as any other row."
    )
    return sentence.format(place=place_of_sheet(file, sheet), row=row)


def proposal_reason(proposal: ColumnProposal) -> str:
    """Why a column is thought to fill its field."""
    return _(_REASONS[proposal.reason])
