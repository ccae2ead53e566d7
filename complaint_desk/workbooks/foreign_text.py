"""Text files of foreign ledgers: which encoding, which delimiter, and their rows one at a time."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from complaint_desk.domain.errors import Refusal

_CHUNK = 1024 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GUESSES = ("utf-8", "gb18030")
_HARMLESS_MARK = "'"
_RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")


def encoding_of(path: Path) -> str:
    """The encoding of a text file: by its mark, by its zeros (UTF-16), else the first that reads all of it.

    Raises:
        Refusal: `unknown_encoding`, or `unknown_file_type` for what is no text at all; details hold `file`.
    """
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return _proved(path, encoding)
    if b"\0" in start:
        even, odd = start[0::2].count(0), start[1::2].count(0)
        if min(even, odd) * 10 > max(even, odd) or start.startswith(b"PK"):
            raise Refusal("unknown_file_type", file=str(path))
        return _proved(path, "utf-16-le" if odd > even else "utf-16-be")
    for encoding in _GUESSES:
        if _reads(path, encoding):
            return encoding
    raise Refusal("unknown_encoding", file=str(path))


def rows_of(path: Path, encoding: str) -> Iterator[list[str]]:
    """The records of a CSV or TSV file; a mark that kept a text from being a formula is taken off.

    Raises:
        Refusal: `broken_text` with `file` and `line`, where quotes do not match; `cell_too_large`, also with `limit`.
    """
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter_in(file.readline(_CHUNK))
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for record in reader:
                yield [_without_mark(text) if text.startswith(_HARMLESS_MARK) else text for text in record]
        except csv.Error as error:
            if "field limit" in str(error):
                limit = csv.field_size_limit()
                raise Refusal("cell_too_large", file=str(path), line=reader.line_num, limit=limit) from error
            raise Refusal("broken_text", file=str(path), line=reader.line_num) from error


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it opens the CSV: marked with an apostrophe where needed."""
    return _HARMLESS_MARK + text if text.startswith(_RISKY_STARTS) else text


def _without_mark(text: str) -> str:
    return text[1:] if text[1:].startswith(_RISKY_STARTS) else text


def _delimiter_in(line: str) -> str:
    return max((",", "\t", ";"), key=line.count)


def _proved(path: Path, encoding: str) -> str:
    if not _reads(path, encoding):
        raise Refusal("unknown_encoding", file=str(path))
    return encoding


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
