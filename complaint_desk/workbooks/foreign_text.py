"""Text files of foreign ledgers: which encoding, which delimiter, and their rows one at a time."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from complaint_desk.domain.errors import Refusal

_CHUNK = 1024 * 1024
_LONGEST_LINE = 4_000_000
"""Characters: five hundred columns of eight thousand."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GUESSES = ("utf-8", "gb18030")
_WITH_MARK = {"utf-8": "utf-8-sig"}
_DELIMITERS = (",", "\t", ";", "|")
_RECORDS = 100
_BEGIN = 64 * 1024
_STRAY_ZEROS = 0.01
"""A text with fewer zeros among its bytes has some stray ones; UTF-16 has one in each figure and comma."""
_HARMLESS_MARK = "'"
_RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")


def encoding_of(path: Path, most: int | None = None, said: str = "") -> str:
    """The encoding of a text file: by its mark, by its zeros (UTF-16), else the first that reads all of it.

    GB18030 reads nearly every Big5, but as signs that nobody has.

    Args:
        path: the file.
        most: look at so many bytes only.
        said: what somebody said it is.

    Raises:
        Refusal: `unknown_encoding`, or `unknown_file_type` for what is no text at all; details hold `file`.
    """
    if said:
        return _proved(path, _WITH_MARK.get(said, said), most)
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return _proved(path, encoding, most)
    zeros = start.count(0)
    if zeros > _STRAY_ZEROS * len(start):
        even, odd = start[0::2].count(0), start[1::2].count(0)
        if min(even, odd) * 10 > max(even, odd) or start.startswith(b"PK"):
            raise Refusal("unknown_file_type", file=str(path))
        return _proved(path, "utf-16-le" if odd > even else "utf-16-be", most)
    if start.startswith(b"PK\x03\x04"):
        raise Refusal("unknown_file_type", file=str(path))
    for encoding in _GUESSES:
        if _reads(path, encoding, most):
            rather_big5 = encoding == "gb18030" and _is_odd_gb18030(start) and _reads(path, "big5", most)
            return "big5" if rather_big5 else encoding
    raise Refusal("unknown_encoding", file=str(path))


def _is_odd_gb18030(start: bytes) -> bool:
    """Whether a text, read as GB18030, has signs of private use."""
    text = codecs.getincrementaldecoder("gb18030")("strict").decode(start)
    return any("\ue000" <= sign <= "\uf8ff" for sign in text)


def rows_of(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a CSV or TSV file; a mark that kept a text from being a formula is taken off.

    Raises:
        Refusal: `broken_text` with `file` and `line`, where quotes do not match; `line_too_long` and `cell_too_large`, also
            with `limit`.
    """
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_lines(path, file), delimiter=delimiter, strict=True)
        try:
            for record in reader:
                yield _without_marks(record) if _HARMLESS_MARK in "".join(record) else record
        except csv.Error as error:
            if "field limit" in str(error):
                limit = csv.field_size_limit()
                raise Refusal("cell_too_large", file=str(path), line=reader.line_num, limit=limit) from error
            raise Refusal("broken_text", file=str(path), line=reader.line_num) from error


def _lines(path: Path, file: IO[str]) -> Iterator[str]:
    """The lines of a file; one that would fill the memory is given up before it does."""
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise Refusal("line_too_long", file=str(path), line=number, limit=_LONGEST_LINE)
        yield line


def delimiter_of(path: Path, encoding: str) -> str:
    """The sign that parts the cells: the one by which most of the first records have the same number of them."""
    with path.open(encoding=encoding, newline="") as file:
        begin = file.read(_BEGIN)
    return max(_DELIMITERS, key=lambda sign: _evenness(begin, sign))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """How many records have as many cells as most have, and how many that is; one cell is no record."""
    widths: Counter[int] = Counter()
    # Where a delimiter is the wrong one, quotes stand in wrong places, too.
    with contextlib.suppress(csv.Error):
        for record in itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _RECORDS):
            widths[len(record)] += 1
    del widths[1]
    width, records = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return records, width


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it opens the CSV: marked with an apostrophe where needed."""
    return _HARMLESS_MARK + text if text.startswith(_RISKY_STARTS) else text


def _without_marks(record: list[str]) -> list[str]:
    return [_without_mark(text) if text.startswith(_HARMLESS_MARK) else text for text in record]


def _without_mark(text: str) -> str:
    return text[1:] if text[1:].startswith(_RISKY_STARTS) else text


def _proved(path: Path, encoding: str, most: int | None) -> str:
    if not _reads(path, encoding, most):
        raise Refusal("unknown_encoding", file=str(path))
    return encoding


def _reads(path: Path, encoding: str, most: int | None) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    left = most
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK if left is None else min(_CHUNK, left)):
                decoder.decode(chunk)
                left = None if left is None else left - len(chunk)
            if left is None or left > 0:
                decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
