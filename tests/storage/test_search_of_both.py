"""A search finds what a plain substring test over the normalised text finds, in a file and on a server, through `ledger.find`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.discretion import without_person
from complaint_desk.domain.fields import SEARCHED
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import now
from complaint_desk.domain.new_complaints import new_complaints
from complaint_desk.domain.phones import normal_phones
from complaint_desk.domain.searching import search_words, sound_text, spellings
from complaint_desk.services import ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage import batches
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from tests.storage.drafts import sound_draft, texts

_MOST = 100
_FIELDS = tuple(name for name in SEARCHED if name != "number")
_WIDE = {chr(code): chr(code + 0xFEE0) for code in range(33, 127)}

# So few characters that words meet: pairs that every text holds, letters beside digits, planes beyond the first, marks.
_FEW = "退款质量张三曾行长aAbBzZsS0119 \u3000\n-()（），。！%_'\"*Ａｂ１😀𠮷𪚥éſßﬁ㍿"
_LINES = st.text(st.sampled_from(_FEW), max_size=14) | texts(10)
_PHONES = st.sampled_from(
    ["", "13800001234", "138 0000 1234", "010-62345678转801", "（021）5888 1234", "+86 13900005678"]
)
_DRAFTS = st.builds(
    sound_draft,
    kind=st.sampled_from(["complaint", "complaint", "complaint", "report"]),
    phone=_PHONES,
    agent_phone=_PHONES,
    name=st.text(st.sampled_from("张三曾行单解a𠮷"), max_size=4),
    **{name: _LINES for name in _FIELDS if name not in ("phone", "agent_phone", "name")},
)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _plain_text(number: str, draft: ComplaintDraft) -> str:
    content = without_person(draft)
    phones = normal_phones(content.phone) + normal_phones(content.agent_phone)
    return "\n".join(map(_plain, [number, *(getattr(content, name) for name in _FIELDS), *phones]))


def _is_found(word: str, text: str, sounds: str) -> bool:
    in_sounds = word.isascii() and word.isalpha() and word in sounds
    return in_sounds or any(spelling in text for spelling in spellings(word))


@st.composite
def _searches(draw: st.DrawFn) -> tuple[list[ComplaintDraft], list[str]]:
    """Complaints, and what is looked for: pieces of them, pieces that nearly stand there, several at once, anything."""
    drafts = draw(st.lists(_DRAFTS, min_size=1, max_size=6))
    lines = [line for draft in drafts for name in _FIELDS if (line := getattr(draft, name).strip())]
    lines += [line for draft in drafts for line in sound_text(draft).split("\n") if line]
    word = _pieces(lines or ["退款"]).flatmap(_bent) | _LINES
    return drafts, draw(st.lists(word | st.lists(word, min_size=2, max_size=3).map(" ".join), min_size=6, max_size=16))


def _pieces(lines: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(lines).flatmap(
        lambda line: st.tuples(st.integers(0, len(line) - 1), st.sampled_from([1, 2, 2, 2, 3, 4, 8])).map(
            lambda place: line[place[0] : place[0] + place[1]]
        )
    )


def _bent(piece: str) -> st.SearchStrategy[str]:
    """The piece, as one may also write it, or a near miss: a character lost, doubled, turned round or strange."""
    return st.sampled_from(
        [
            piece,
            piece,
            piece.upper(),
            "".join(_WIDE.get(character, character) for character in piece),
            piece[::-1],
            piece[:1] + piece[2:],
            piece + piece[-1:],
            piece[:-1] + "款",
            f"\u3000{piece}\t",
            piece[:1] + " " + piece[1:],
        ]
    )


@contextmanager
def _standing(desk: Desk, drafts: Sequence[ComplaintDraft]) -> Iterator[dict[int, tuple[str, str]]]:
    """The complaints in the ledger for a while: text and sounds of each by its id."""
    signature = Signature("王敏", now())
    with desk.store.writing() as connection, OpenBatch(connection, signature, "TS{yyyy}{seq:06}", ["search"]) as batch:
        batch.add(new_complaints(drafts))
    stored = ledger.find(desk, LedgerFilter(), LedgerOrder("number", descending=False), _MOST).rows
    try:
        yield {
            each.id: (_plain_text(each.number, draft), sound_text(draft))
            for each, draft in zip(stored, drafts, strict=True)
        }
    finally:
        with desk.store.writing() as connection:
            batches.remove(connection, signature, batch.number or 0)


@given(_searches())
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    # To explain a failure takes minutes where each try writes into a database.
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
def test_search_is_a_substring_test(desk, case):
    drafts, asked = case
    with _standing(desk, drafts) as standing:
        for words in asked:
            wanted = search_words(words)
            expected = {
                key for key, (text, sounds) in standing.items() if all(_is_found(word, text, sounds) for word in wanted)
            }
            event("nothing asked" if not wanted else "found" if expected else "not found")
            found = ledger.find(desk, LedgerFilter(words=words), LedgerOrder(), _MOST)
            assert {each.id for each in found.rows} == expected, words
            assert found.count == len(expected), words
