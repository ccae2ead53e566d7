"""Letters to the complainant: begun from the case, shown before they are made, made once and kept with the case."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from complaint_desk.domain.complaint import Case, Complaint, NewStep, changed_by, content_of, is_said
from complaint_desk.domain.errors import Refusal, StaleComplaint, Surroundings
from complaint_desk.domain.letters import ASKED, KeptLetter, LetterEntry, MadeLetter, letter_problems
from complaint_desk.domain.papers import Paper
from complaint_desk.domain.problems import Problem, ProblemsFound, hard_problems
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import LetterKind, StepKind
from complaint_desk.i18n.language import CHINESE
from complaint_desk.i18n.letter_phrases import letter_phrases
from complaint_desk.i18n.words import Words
from complaint_desk.printing.letters.beginning import basis_of, first_entry
from complaint_desk.printing.letters.pages import letter_paper
from complaint_desk.printing.letters.values import Filling, letter_placeholders, letter_values
from complaint_desk.printing.word.filling import filled
from complaint_desk.runtime.office_templates import OfficeTemplate
from complaint_desk.runtime.paths import resource
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import attachments, cases, complaints, revealing
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.letters import keep_letter, take_letter_number
from complaint_desk.storage.store import Connection

_NO_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@needs(Right.HANDLE)
def begin(desk: Desk, case: Case, words: Words) -> LetterEntry:
    """What the fields of a letter begin with."""
    return first_entry(case, desk.office, desk.person, _chinese(words), letter_phrases())


def usual_basis(grounds: tuple[str, ...]) -> str:
    """What stands behind grounds of non-acceptance, as far as the phrases know; a line for each."""
    return basis_of(grounds, letter_phrases())


@needs(Right.HANDLE)
def problems(desk: Desk, kind: LetterKind, complaint: Complaint, entry: LetterEntry) -> tuple[Problem, ...]:
    """What the letter lacks as it stands; quick, and without the ledger."""
    return letter_problems(kind, complaint, entry, desk.office, desk.clock().date())


@needs(Right.HANDLE)
def preview(
    desk: Desk, folder: Path, kind: LetterKind, case: Case, entry: LetterEntry, words: Words, *, built_in: bool = False
) -> Paper:
    """The letter as it would be, with blanks for its number and for what is missing; nothing is kept.

    Raises:
        Refusal: `template_not_word`, `template_faulty`.
        Surroundings: `cannot_read`.
    """
    letter = _letter(desk, kind, case, entry, words, _number_text(desk, kind, ""))
    blank = letter.phrases.text("blank")
    missing = {field.name: blank for field in ASKED[kind] if field.required and not is_said(getattr(entry, field.name))}
    content = _filled(letter, _template(folder, kind, words).read(built_in=built_in), missing)
    return letter_paper(content, _title(letter), letter.phrases)


@needs(Right.HANDLE)
def make(
    desk: Desk,
    folder: Path,
    complaint_id: int,
    kind: LetterKind,
    entry: LetterEntry,
    words: Words,
    *,
    seen: Complaint | None = None,
    built_in: bool = False,
) -> MadeLetter:
    """Make a letter and keep it with its case: number, file, record and journal in one transaction.

    Args:
        desk: who makes it, and where.
        folder: where the office's own templates are.
        complaint_id: which complaint.
        kind: which letter.
        entry: what was entered for it.
        words: the office's own words.
        seen: the complaint as the person saw it on the letter.
        built_in: take the built-in template although the office has one of its own.

    Raises:
        ProblemsFound: what the letter lacks; nothing was written.
        StaleComplaint: others changed since `seen` what may stand in the letter; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`, `template_not_word`, `template_faulty`.
        Surroundings: `cannot_read`.
    """
    template = _template(folder, kind, words).read(built_in=built_in)
    now = desk.clock()
    with desk.store.writing() as connection:
        current = complaints.read(connection, complaint_id)
        if current is None:
            raise Refusal("no_complaint", id=complaint_id)
        if current.erased_at is not None:
            raise Refusal("complaint_erased", number=current.number)
        if seen is not None and (seen.status, content_of(seen)) != (current.status, content_of(current)):
            raise StaleComplaint(current.id, current.version, ())
        if found := hard_problems(letter_problems(kind, current, entry, desk.office, now.date())):
            raise ProblemsFound(found)
        number = "" if kind == LetterKind.SHEET else _next_number(desk, connection, kind, now)
        letter = _letter(desk, kind, cases.case_of(connection, current, now), entry, words, number)
        content = _filled(letter, template)
        name = _file_name(_title(letter))
        named = (("kind", str(kind)), ("number", number))
        signature = Signature(desk.person, now)
        told = {LetterKind.RECEIPT: entry.answer_by, LetterKind.EXTENSION: entry.new_due}.get(kind)
        after = keep_letter(connection, signature, current, named, (name, content), _steps(letter), told=told)
    sha256 = hashlib.sha256(content).hexdigest()
    return MadeLetter(str(kind), number, name, sha256, content, changed_by("letter", after))


def kept_letters(case: Case) -> tuple[KeptLetter, ...]:
    """The letters of a case that are still kept, newest first."""
    there = {attachment.sha256 for attachment in case.attachments}
    found = []
    for entry in reversed(case.journal):
        details = dict(entry.details)
        if entry.deed == "letter" and details["sha256"] in there:
            found.append(KeptLetter(details["kind"], details["number"], details["sha256"], entry.at))
    return tuple(found)


@needs(Right.READ)
def kept_pages(desk: Desk, letter: KeptLetter, words: Words) -> tuple[bytes, Paper]:
    """The file of a kept letter, and its pages. Where personal data is masked it may be read while its complaint is revealed.

    Raises:
        Refusal: `no_letter`: it was erased since; `masked_file`.
    """
    with desk.store.reading() as connection:
        if not desk.sees_people and not revealing.may_read_file(connection, letter.sha256, desk.person, desk.clock()):
            raise Refusal("masked_file")
        content = attachments.content_of(connection, letter.sha256)
    if content is None:
        raise Refusal("no_letter", number=letter.number)
    title = f"{_chinese(words).label('letter', letter.kind)} {letter.number}".strip()
    return content, letter_paper(content, title, letter_phrases())


def name_of(letter: KeptLetter, complaint: Complaint, words: Words) -> str:
    """What the file of a kept letter is called."""
    return _file_name(f"{_chinese(words).label('letter', letter.kind)} {letter.number or complaint.number}")


def write_copy(content: bytes, path: Path) -> Path:
    """Write a letter to a file, whole or not at all.

    Raises:
        Surroundings: `cannot_write`.
    """
    waiting = path.with_name(f".{path.name}.part")
    try:
        waiting.write_bytes(content)
        waiting.replace(path)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise Surroundings("cannot_write", path=str(path), reason=error.strerror or str(error)) from error
    return path


def own_template(folder: Path, kind: LetterKind, words: Words) -> Path:
    """Where the office's own template of a kind is, or would be."""
    return _template(folder, kind, words).own


def template_to_edit(folder: Path, kind: LetterKind, words: Words) -> Path:
    """The office's own template with a list of placeholders beside it: see `OfficeTemplate.to_edit`."""
    phrases, names = letter_phrases(), placeholder_names(words)
    heading = phrases.text("names_heading", example=f"{{{{{names[0]}}}}}")
    return _template(folder, kind, words).to_edit(phrases.text("names_file"), (heading, "", *names))


def placeholder_names(words: Words) -> tuple[str, ...]:
    """What a template may hold between braces."""
    return letter_placeholders(_chinese(words)).names()


def _template(folder: Path, kind: LetterKind, words: Words) -> OfficeTemplate:
    own = folder / f"{_chinese(words).label('letter', kind)}.docx"
    return OfficeTemplate(own, resource("letters", f"{kind}.docx"))


def _filled(letter: Filling, template: tuple[str, bytes], blanks: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The template with the letter's values; `blanks` stand in the place of those that are missing."""
    name, content = template
    return filled(content, name, {**letter_values(letter), **blanks}, letter_placeholders(letter.words))


def _letter(desk: Desk, kind: LetterKind, case: Case, entry: LetterEntry, words: Words, number: str) -> Filling:
    return Filling(kind, number, case, entry, desk.office, desk.clock().date(), _chinese(words), letter_phrases())


def _title(letter: Filling) -> str:
    """What the file is called: kind and number of the letter; the sheet goes by the complaint's."""
    return f"{letter.words.label('letter', letter.kind)} {letter.number or letter.case.complaint.number}"


def _file_name(title: str) -> str:
    return _NO_FILE_NAME.sub("_", title) + ".docx"


def _next_number(desk: Desk, connection: Connection, kind: LetterKind, now: dt.datetime) -> str:
    return _number_text(desk, kind, take_letter_number(connection, kind, now.year))


def _number_text(desk: Desk, kind: LetterKind, sequence: int | str) -> str:
    year = desk.clock().year
    mark = letter_phrases().of("mark", kind)
    if isinstance(sequence, str):
        # A blank takes no format of digits.
        pattern = re.sub(r"\{seq[^}]*\}", "{seq}", desk.settings.letter_pattern)
        return pattern.format(yyyy=f"{year:04}", yy=f"{year % 100:02}", seq="\u3000", kind=mark)
    return desk.settings.letter_pattern.format(yyyy=f"{year:04}", yy=f"{year % 100:02}", seq=sequence, kind=mark)


def _steps(letter: Filling) -> tuple[NewStep, ...]:
    """The record says which letter went out, and how; a sheet is for the file alone."""
    if letter.kind == LetterKind.SHEET:
        return ()
    title = letter.words.label("letter", letter.kind)
    way = letter.words.label("reply_by", letter.entry.sent_by)
    text = letter.phrases.text("step_sent" if way else "step", letter=title, number=letter.number, way=way)
    return (NewStep(StepKind.ACKNOWLEDGE if letter.kind == LetterKind.RECEIPT else StepKind.CONTACT, text),)


def _chinese(words: Words) -> Words:
    return words if words.language == CHINESE else dataclasses.replace(words, language=CHINESE)
