"""`letter`: a letter to the complainant, made from a template and kept with the case."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from complaint_desk.cli.context import DONE, Context, UsageError
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.letters import ASKED, LetterEntry
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.reading import read_field
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.i18n import _
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.services import handling, letters
from complaint_desk.services.program import Program


def letter(context: Context) -> int:
    """Make it, keep it, and write a copy where one is wished for; what is missing is refused before anything is kept."""
    arguments = context.arguments
    target = _target(arguments.to_file)
    with context.opened() as program:
        case = handling.case_by_number(program.desk, arguments.number)
        kind = _kind(arguments.kind, program)
        entry = _entry(letters.begin(program.desk, case, program.words), kind, arguments.field, program)
        made = letters.make(
            program.desk,
            template_folder(program.places, program.settings),
            case.complaint.id,
            kind,
            entry,
            program.words,
            built_in=arguments.built_in,
        )
    if target is not None:
        letters.write_copy(made.content, target)
    file = made.name if target is None else str(target)
    said = _("{name} is kept with complaint {number}.").format(name=made.name, number=case.complaint.number)
    context.output.tell({"file": file, "number": made.number, "sha256": made.sha256}, said)
    return DONE


def _target(name: str | None) -> Path | None:
    """The file to write; asked before a number is taken, since a letter that was made stays."""
    if name is None:
        return None
    path = Path(name)
    if path.suffix.lower() != ".docx":
        raise UsageError(_("{file} must end in .docx; the window prints letters and writes PDF.").format(file=name))
    if not path.parent.is_dir() or path.is_dir():
        raise Surroundings("cannot_write", path=name, reason="No such file or directory")
    return path


def _kind(text: str, program: Program) -> LetterKind:
    code = program.words.code("letter", text)
    if code is None:
        raise ProblemsFound((Problem("letter", "unknown_word", details=(("value", text),)),))
    return LetterKind(code)


def _entry(begun: LetterEntry, kind: LetterKind, given: Sequence[str], program: Program) -> LetterEntry:
    """The letter as it begins, with the fields of the call in it."""
    fields = {field.name: field for field in ASKED[kind]}
    today = program.desk.clock().date()
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for each in given:
        name, equals, text = each.partition("=")
        field = fields.get(program.words.code("field", name) or name.strip())
        if not equals or field is None:
            problems.append(Problem(name, "unknown_field"))
            continue
        read = read_field(field, text, program.words.code, today)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            values[field.name] = read
    if problems:
        raise ProblemsFound(tuple(problems))
    if "decline_grounds" in values and "decline_basis" not in values:
        values["decline_basis"] = letters.usual_basis(values["decline_grounds"])  # type: ignore[arg-type]
    return dataclasses.replace(begun, **values)  # type: ignore[arg-type]
