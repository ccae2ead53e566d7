"""A sentence for every code: what is wrong, where, and what to do about it.

Each table maps the codes of one kind to English sentences; a test finds a code that the program uses and no table has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from complaint_desk.domain.errors import DeskError, StaleComplaint
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.reports import Fault, RowProblem
from complaint_desk.i18n.catalogue import N_, _, current_language
from complaint_desk.i18n.language import CHINESE
from complaint_desk.i18n.refusals import ERRORS, REASONS
from complaint_desk.i18n.roles import refused_right
from complaint_desk.i18n.template_faults import template_sentences
from complaint_desk.i18n.values import list_text, moment_text, size_text
from complaint_desk.i18n.words import Words, built_in_words
from complaint_desk.i18n.workbook_mistakes import workbook_mistake_sentences

if TYPE_CHECKING:
    from complaint_desk.domain.foreign.understood_row import CellProblem

_MEGABYTE = 1024 * 1024

PROBLEMS: dict[str, str] = {
    "required": N_("Please fill in: {field}."),
    "future": N_("{field} must not lie in the future."),
    "after_complaint": N_("{field} must not be later than the complaint."),
    "unknown_word": N_("“{value}” is not in the list of: {field}."),
    "too_long": N_("{field} holds at most {limit} characters; these are {length}."),
    "control_character": N_("{field} contains control characters that cannot be shown; please delete them."),
    "unusual_phone": N_("{field}: “{value}” has an unusual number of digits; please check it."),
    "not_money": N_("{field}: “{value}” is not an amount; write it like 1299.00."),
    "negative": N_("{field} must not be negative."),
    "too_precise": N_("{field} has at most two decimals."),
    "unusual_amount": N_("{field} is more than 1,000,000 yuan; please check it."),
    "not_a_date": N_("{field}: “{value}” is not a date; write it like 2026-05-06 or 2026-05-06 14:30."),
    "no_year": N_("{field}: “{value}” has no year, and neither sheet nor file names one."),
    "first_of_range": N_("{field}: of “{value}” the first day was taken."),
    "lost_digits": N_("{field}: “{value}” has lost its last digits in a spreadsheet; look it up in the source."),
    "opening_for_subject": N_(
        "{field}: no column names it; the facts' first words (“{value}”) stand there, here and below."
    ),
    "nothing_said": N_("{field}: “{value}” is taken for nothing said, here and further down."),
    "no_stored_value": N_(
        "{field}: the formula in the column “{value}” has no stored value; save the workbook in Excel."
    ),
    "mended_encoding": N_("{field}: the row was garbled and was read anew, here as “{value}”; please check it."),
    "number_taken": N_("{field}: “{value}” belongs to another complaint with another story; both are kept."),
    "not_allowed": N_("A complaint that is “{from}” cannot become “{to}”; from there it may become: {allowed}."),
    "not_reopened": N_("A complaint that is “{from}” cannot be opened again: only answered and closed ones can."),
    "not_answered": N_("A complaint that is “{from}” has no decision yet that could be accepted or refused."),
    "not_passed_on": N_("A complaint that is “{from}” is passed on to nobody any more."),
    "why_closed": N_("{field}: the complainant refuses the decision; say why it is closed all the same."),
    "one_by_one": N_("{field}: “{to}” is decided of each complaint by itself, and cannot be set for many."),
    "before_complaint": N_("{field} must not be before the complaint itself ({moment})."),
    "before_previous_step": N_("{field} must not be before the step recorded last ({moment})."),
    "same_as_before": N_("{field}: it is with them already."),
    "nobody_rated": N_("{field}: somebody who was not reached, or would not say, gave no rating."),
    "same_complaint": N_("A complaint cannot repeat itself."),
    "links_in_a_circle": N_("{value} is marked as a repeat of this complaint; it cannot be the earlier one too."),
    "unknown_field": N_("There is no field named “{field}”."),
    "not_writable": N_("“{field}” is set by the program and cannot be given."),
    "wrong_type": N_("{field} cannot be “{value}”: a text, a number or a list is wanted there."),
    "not_closed": N_("{field} is kept for closed complaints only."),
    "formula_as_text": N_("{field} begins like a formula; it was kept as text."),
    "not_json": N_("This line is not a JSON object."),
    "unknown_complaint": N_("There is no complaint with the number “{value}”."),
    "required_setting": N_("{field} is not set yet; fill it in under Tools, Preferences."),
    "not_accepted": N_("The complaint is not accepted yet; accept it first."),
    "not_declined": N_("The complaint was not declined; decline it first, with a reason."),
    "no_outcome": N_("The complaint has no outcome yet; enter it in the case, or with Reply."),
    "whole_number": N_("{field}: “{value}” is no whole number."),
    "whole_day": N_("{field}: “{value}” is no whole day; write it like 2026-05-06."),
    "no_condition": N_("{field}: choose at least one condition, so that it shows the problem and not every complaint."),
    "before_done": N_("{field} must not be before the day on which the measure was done."),
    "before_sent": N_("{field} must not be before the day on which the sheet was sent."),
    "past_day": N_("{field} must not lie in the past."),
    "not_later": N_("{field} must be later than the day told before."),
    "told_too_late": N_("{field} is over; an extension must be told before the old day ends."),
    "demand_unanswered": N_("{field}: nothing is said of “{value}” yet."),
    "demands_missing": N_("{field}: {wanted} demands were made, and {said} are answered; write a line for each."),
    "names_reporter": N_("{field} says who reported; a letter about a report never does."),
    "unknown_step": N_("There is no such record to correct."),
    "clock_ended": N_("This time limit has ended; nothing can be changed about it."),
    "clock_over": N_("The time limit was over on {due}; it can no longer be paused."),
    "not_extendable": N_("This time limit cannot be extended."),
    "ladder_at_its_end": N_("This time limit is extended as far as its rule allows, to {most}."),
    "beyond_rung": N_("The extension must lead beyond {from} and to {most} at most, counted from the start."),
    "extension_too_late": N_("The time limit was over on {due}; an extension must come before that."),
    "must_be_told": N_("This extension counts only if the complainant is told of it before the old date ends."),
    "already_paused": N_("This time limit is paused already."),
    "not_paused": N_("This time limit is not paused."),
    "not_pausable": N_("This time limit cannot be paused."),
    "no_reason_to_pause": N_("The rule does not allow a pause for that reason."),
    "before_pause": N_("{field} must not lie before the pause, which began on {since}."),
    "no_such_clock": N_("There is no time limit “{value}” here; there is: {known}."),
    "no_date_yet": N_("This time limit has no date yet."),
    "starts_nothing": N_("No time limit of this complaint begins with that."),
    "no_clock_name": N_("Give the time limit a name."),
    "no_length": N_("Say how long it runs, or that a notice names its date."),
    "no_end": N_("Say what ends it."),
    "law_without_name": N_("Name the law or rule that says so; without one it is your own promise."),
    "ladder_falls": N_("Each extension must lead beyond the one before: {to} comes after {before}."),
    "before_start": N_("{field} must not lie before the time limit begins."),
}

FAULTS: dict[str, str] = {
    "file_damaged": N_("The file is damaged ({reason})."),
    "orphans": N_("{count} rows of the table {table} belong to a row of the table {other} that is not there."),
    "journal_missing": N_("Journal entries are missing from here up to entry {until}."),
    "journal_changed": N_("The entry was changed after it was written."),
    "journal_cut": N_("The journal ends at entry {last}, before the journal head that was given."),
    "anchor_differs": N_("The entry does not agree with the journal head that was given."),
    "complaint_unknown": N_(
        "The journal does not know this complaint: it was put in behind the program's back, or its entry was removed."
    ),
    "complaint_changed": N_("The complaint was changed behind the program's back after journal entry {entry}."),
    "complaint_missing": N_("The complaint was removed behind the program's back after journal entry {entry}."),
    "key_missing": N_("The key of the complaint is missing, so that nobody can tell whether it was changed."),
    "number_missing": N_("There is no complaint with this number, and the journal does not say why."),
    "number_unknown": N_("This number was never given by the program."),
    "attachment_damaged": N_("The attachment {name} is not as it was stored."),
    "contacts": N_("What the person is recognised by does not agree with the complaint."),
    "facts": N_("What figures are counted from does not agree with these complaints."),
    "search_index": N_("The search index does not agree with the complaint."),
    "due_summary": N_(
        "What the ledger says of the next due date does not agree with the time limits of the complaint."
    ),
    "improvement_changed": N_("The improvement was changed behind the program's back after journal entry {entry}."),
    "improvement_missing": N_("The improvement was removed behind the program's back after journal entry {entry}."),
    "improvement_unknown": N_("The journal does not know this improvement: it was put in behind the program's back."),
    "sales_changed": N_("The sales figures were changed behind the program's back after journal entry {entry}."),
    "member_unknown": N_("The journal does not know this person of the office."),
    "member_changed": N_("The person of the office was changed behind the program's back after journal entry {entry}."),
    "member_missing": N_("The person of the office was removed behind the program's back after journal entry {entry}."),
    "feedback_changed": N_("The feedback sheet was changed behind the program's back after journal entry {entry}."),
    "feedback_missing": N_("The feedback sheet was removed behind the program's back after journal entry {entry}."),
    "feedback_unknown": N_("The journal does not know this feedback sheet: it was put in behind the program's back."),
    "due_date": N_("The time limit {clock} ends on {due}; by its rule it would be {counted}."),
}


_NAMED_BY_LABEL = {
    "improvement_state": ("state", "improvement_state"),
    "feedback_state": ("state", "feedback_state"),
    "definition_gone": ("name", "report_definition"),
    "definition_exists": ("name", "report_definition"),
}
"""Errors with a detail whose code has a label in a list."""


def system_reason(reason: str) -> str:
    """What the system or SQLite gives as the reason, in words of people as far as we have them."""
    return _(REASONS[reason]) if reason in REASONS else reason


def problem_sentence(problem: Problem, words: Words) -> str:
    """What is wrong with one field of a draft; names the field, so that it can stand anywhere."""
    details = dict(problem.details)
    code = problem.code
    if code == "not_allowed":
        allowed = list_text([words.label("status", status) for status in details.pop("allowed", ())])
        details = {key: words.label("status", status) for key, status in details.items()}
        details["allowed"] = allowed or _("nothing else")
    elif code in ("not_reopened", "not_answered", "not_passed_on"):
        details["from"] = words.label("status", details["from"])
    elif code == "one_by_one":
        details["to"] = words.label("status", details["to"])
    if isinstance(moment := details.get("moment"), dt.datetime):
        details["moment"] = moment_text(moment)
    return _spoken(PROBLEMS, code, {"field": words.field_label(problem.field), **details})


def row_sentence(problem: RowProblem, words: Words) -> str:
    """What is wrong with one cell of an imported file, after its place (file, sheet, row)."""
    sentence = cell_sentence(problem, words)
    place = _("{file}, sheet “{sheet}”, row {row}: {sentence}") if problem.sheet else _("{file}, row {row}: {sentence}")
    return place.format(file=problem.file, sheet=problem.sheet, row=problem.row, sentence=sentence)


def cell_sentence(problem: RowProblem | CellProblem, words: Words) -> str:
    """What is wrong with one cell of an imported file."""
    field = FIELD.get(problem.field)
    details = {
        "field": words.field_label(problem.field),
        "value": problem.value,
        "limit": field.limit if field else "",
        "length": len(problem.value),
    }
    return _spoken(PROBLEMS, problem.code, details)


def error_sentence(error: DeskError, words: Words | None = None) -> str:
    """What went wrong and what to do. With `words` the labels are the office's own."""
    details = dict(error.details)
    if isinstance(error, ProblemsFound):
        spoken = words or built_in_words(current_language())
        details["sentences"] = joined(*(problem_sentence(problem, spoken) for problem in error.problems))
    if named := _NAMED_BY_LABEL.get(error.code):
        detail, list_name = named
        details[detail] = (words or built_in_words(current_language())).label(list_name, details[detail])
    if isinstance(error, StaleComplaint) and error.conflicts:
        spoken = words or built_in_words(current_language())
        changed = _(", ").join(spoken.field_label(conflict.field) for conflict in error.conflicts)
        both = _("Both of you changed: {fields}.").format(fields=changed)
        return joined(_(ERRORS[error.code]), both)
    if error.code == "masked_field":
        details["field"] = (words or Words(current_language())).field_label(details["field"])
    if error.code == "not_permitted":
        details |= refused_right(details["right"], details["roles"])
    if isinstance(faults := details.get("faults"), tuple):
        details["sentences"] = joined(*template_sentences(faults))
    if isinstance(mistakes := details.get("mistakes"), tuple):
        details["sentences"] = joined(*workbook_mistake_sentences(mistakes))
    for key in ("numbers", "known"):
        if isinstance(several := details.get(key), tuple):
            details[key] = _(", ").join(map(str, several))
    if isinstance(reason := details.get("reason"), str):
        details["reason"] = system_reason(reason)
    if "id" in details:
        details.setdefault("number", details["id"])
    return _spoken(ERRORS, error.code, details | dict(_readable(details)))


def _readable(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Bytes and moments as people read them, by the names that sentences have for them."""
    if isinstance(until := details.get("until"), dt.datetime):
        yield "until", moment_text(until)
    for key in ("size", "limit"):
        if isinstance(amount := details.get(key), int):
            yield f"{key}_mb", f"{amount / _MEGABYTE:.0f}"
    for key in ("needed", "free"):
        if isinstance(amount := details.get(key), int):
            yield key, size_text(amount)


def fault_sentence(fault: Fault) -> str:
    """One thing that `verify` found wrong, after its place."""
    sentence = _spoken(FAULTS, fault.code, dict(fault.details))
    kind, _blank, sequence = fault.place.partition(" ")
    place = _("Journal entry {sequence}").format(sequence=sequence) if kind == "journal" else fault.place
    return _("{place}: {sentence}").format(place=place, sentence=sentence)


def joined(*sentences: str) -> str:
    """Several sentences in a row: Chinese ones stand without a blank between them."""
    return ("" if current_language() == CHINESE else " ").join(sentences)


class _Lenient(dict[str, Any]):
    """A detail that an error did not give leaves a dash: the sentence is still worth reading."""

    def __missing__(self, key: str) -> str:
        return "–"


def _spoken(table: Mapping[str, str], code: str, details: Mapping[str, Any]) -> str:
    sentence = table.get(code)
    if sentence is None:
        named = ", ".join(f"{key}: {value}" for key, value in details.items() if value not in (None, ""))
        return _("This could not be done ({code}). {details}").format(code=code, details=named).strip()
    return _(sentence).format_map(_Lenient(details))
