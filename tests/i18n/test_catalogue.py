"""The Chinese catalogue is complete, fresh and the only place of Chinese words in the program."""

from __future__ import annotations

import ast
import importlib.util
import re
import tokenize
from types import ModuleType

import pytest

from complaint_desk import i18n
from complaint_desk.runtime.paths import resource
from tests.house.sources import ROOT, named, program_files, tree_of

CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\u3001-\u3011]")


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "build_spec" / "catalogue.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_word_of_the_source_is_translated_and_compiled(catalogue: ModuleType) -> None:
    assert catalogue.faults() == []


def test_placeholders_are_found_with_their_formats(catalogue: ModuleType) -> None:
    assert catalogue._placeholders("{a} {b:,} {c!r} {{d}}") == {"a", "b", "c"}


def test_no_chinese_word_stands_in_the_source_of_the_program() -> None:
    # From Python 3.12 on the text of an f-string is a token of its own.
    kinds = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    found = []
    for path in program_files():
        with path.open("rb") as file:
            found += [
                f"{named(path)}:{token.start[0]} {token.string[:40]}"
                for token in tokenize.tokenize(file.readline)
                if token.type in kinds and not _is_docstring(token) and CHINESE.search(token.string)
            ]
    assert not found


def _is_docstring(token: tokenize.TokenInfo) -> bool:
    return token.string.startswith(('"""', 'r"""')) and token.line.lstrip().startswith(('"""', 'r"""'))


def test_no_sentence_is_marked_within_another_string() -> None:
    """Before Python 3.12 an f-string is one token, in which the catalogue tool finds no sentences."""
    hidden = [
        f"{named(path)}:{inner.lineno}"
        for path in program_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call)
        and getattr(inner.func, "id", "") in ("_", "N_", "ngettext", "pgettext")
        and isinstance(inner.args[0], ast.Constant)
    ]
    assert not hidden


def test_sentences_speak_the_installed_language() -> None:
    assert i18n._("Close") == "关闭"
    i18n.install("en", resource())
    assert i18n._("Close") == "Close"
    assert i18n.current_language() == "en"


def test_chinese_sentences_use_chinese_marks(catalogue: ModuleType) -> None:
    """A comma, a question mark or brackets between Chinese characters are full-width ones."""
    narrow = re.compile("[\u4e00-\u9fff”}][,;!?](?=[\u4e00-\u9fff“{])|[\u4e00-\u9fff][,;:!?]$")
    assert not [
        message.string
        for message in catalogue.stored()
        if message.id and any(narrow.search(text) for text in _texts(message.string))
    ]


def _texts(string: object) -> list[str]:
    return [string] if isinstance(string, str) else [str(each) for each in string or ()]  # type: ignore[attr-defined]
