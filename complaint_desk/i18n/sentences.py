"""A sentence for every code: what is wrong, where, and what to do about it.

Each table maps the codes of one kind to English sentences; a test finds a code that the program uses and no table has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from complaint_desk.domain.errors import DeskError, StaleComplaint
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.reports import Fault, RowProblem
from complaint_desk.i18n.catalogue import N_, _, current_language
from complaint_desk.i18n.language import CHINESE
from complaint_desk.i18n.template_faults import template_sentences
from complaint_desk.i18n.values import list_text, moment_text
from complaint_desk.i18n.words import Words

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
    "not_allowed": N_("A complaint that is “{from}” cannot become “{to}”; from there it may become: {allowed}."),
    "not_reopened": N_("A complaint that is “{from}” cannot be opened again: only answered and closed ones can."),
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
    "whole_day": N_("{field}: “{value}” is no whole day; write it like 2026-05-06."),
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
    "before_start": N_("{field} must not lie before the time limit begins."),
}

ERRORS: dict[str, str] = {
    "problems_found": N_("Nothing was saved, since something is missing or wrong: {sentences}"),
    "stale_complaint": N_("Somebody else saved this complaint in the meantime. Compare the fields, then save again."),
    "stopped": N_("Stopped. Nothing half-done remains."),
    "setting_locked": N_("The setting “{name}” is fixed by the policy {path}; ask your administrator."),
    "wrong_setting": N_("“{value}” is no value for the setting “{name}”."),
    "server_not_supported": N_(
        "A ledger cannot be in a database of this kind ({database}); name a file like sqlite:///ledger.db, or a "
        "PostgreSQL server like postgresql+psycopg://desk@server/ledger."
    ),
    "no_display": N_("There is no display to open a window on. Name a command, or see: complaint-desk --help."),
    "no_complaint": N_("There is no complaint {number} in the ledger."),
    "complaint_erased": N_("The personal data of complaint {number} were erased by law; it can no longer be changed."),
    "nobody_to_return_to": N_("Nobody had complaint {number} before, so it cannot be given back; assign it instead."),
    "not_linked": N_("Complaint {number} is not marked as a repeat of {other}."),
    "changed_since": N_(
        "Not taken back: {person} did something else at complaint {number} since. Look at it as it stands now."
    ),
    "too_late_to_undo": N_(
        "What was done at complaint {number} is more than {minutes} minutes old and stays on record; correct it by another step."
    ),
    "cannot_be_undone": N_("What was done at complaint {number} cannot be taken back."),
    "not_your_view": N_("This view belongs to somebody else; save one of your own."),
    "not_for_bulk": N_("“{field}” cannot be changed for many complaints at once."),
    "too_many_for_bulk": N_(
        "{count} complaints are chosen, and at most {limit} can be changed at once; narrow the filter and go on in portions."
    ),
    "unknown_list": N_("There is no list named “{list_name}”."),
    "unknown_parent": N_("There is no branch with the code “{parent}”."),
    "bad_code": N_("“{entry}” cannot be a code: it must not be empty or hold a comma."),
    "bad_anchor": N_("“{anchor}” is not a journal head; it reads like 17-3f2a…, as printed in workbooks and backups."),
    "no_mapping": N_("No column mapping is kept under the name “{name}”."),
    "no_file": N_("The file {path} does not exist."),
    "same_file": N_("{path} is the ledger itself; name another file."),
    "ledger_exists": N_("There is a ledger at {path} already. To put the backup in its place, use --replace."),
    "faulty_backup": N_(
        "The backup {path} is not sound and was not restored: {count} faults, the first at {place}. Take an older backup."
    ),
    "attachment_too_large": N_("{name} has {size_mb} MB; an attachment may have at most {limit_mb} MB."),
    "no_letter": N_("The letter {number} is no longer kept; its case was erased."),
    "template_not_word": N_("{file} is no Word file (.docx) that can be read; save it anew in Word or WPS."),
    "template_faulty": N_("The template {file} has mistakes: {sentences}"),
    "not_a_file": N_("{path} is no file that can be kept; a folder is packed into a .zip first."),
    "no_attachment": N_("Complaint {number} has no such attachment any more."),
    "attachment_gone": N_("The attachment {name} is no longer in the ledger."),
    "unknown_file_type": N_("{file} is no workbook or table that can be read; save it as .xlsx or .csv."),
    "broken_workbook": N_("{file} is damaged and cannot be read; open it in Excel or WPS and save it anew."),
    "encrypted_workbook": N_("{file} is protected by a password; save it without one."),
    "workbook_too_large": N_("{file} is larger than a ledger can be, and was not read."),
    "too_many_columns": N_("{file} has more than {limit} columns, and was not read."),
    "empty_file": N_("{file} is empty."),
    "no_such_file": N_("There is no file {file}."),
    "no_such_sheet": N_("{file} has no sheet named “{sheet}”."),
    "missing_columns": N_(
        "{file} was not imported: it has no column for {labels}. Name the columns in the first row as the ledger does."
    ),
    "unknown_encoding": N_("The characters of {file} cannot be read; save it as UTF-8 or as a workbook."),
    "broken_text": N_("{file} cannot be read: a quotation mark is missing or too many, line {line}."),
    "cell_too_large": N_(
        "{file} cannot be read: a cell in line {line} has more than {limit} characters. Shorten it, or close its quotation mark."
    ),
    "cannot_read": N_("{path} cannot be read ({reason}). Check that it is there and that you may open it."),
    "no_batch": N_("There is no import with the number {batch}."),
    "batch_undone": N_("The import {batch} was taken back already."),
    "batch_changed": N_(
        "The import {batch} cannot be taken back: somebody has worked on {count} of its complaints since, such as {numbers}."
    ),
    "too_many_rows": N_("A workbook holds at most {limit} rows; export as .csv, or filter first."),
    "unknown_export_type": N_("{file} must end in .xlsx or .csv."),
    "ledger_not_empty": N_("Fictitious complaints only go into an empty ledger; this one holds {count}."),
    "too_many_cells": N_("{file} has more than {limit} cells, and was not read; divide it."),
    "cannot_write": N_("{path} cannot be written ({reason}). Close it in other programs, or choose another folder."),
    "cannot_open": N_("{path} cannot be opened ({reason}). Check that the folder exists and that you may use it."),
    "no_server_driver": N_(
        "This installation cannot reach PostgreSQL servers. Install the program together with its extra “postgresql”."
    ),
    "bad_server_url": N_(
        "The address of the server cannot be read; write it like postgresql+psycopg://desk@server/ledger."
    ),
    "server_backup": N_(
        "The ledger is on a server ({path}): copy and restore it there with pg_dump and pg_restore, or copy it into a "
        "file with `complaint-desk copy-ledger`."
    ),
    "server_unreachable": N_(
        "The server of {path} cannot be reached ({reason}). Check the network, or ask your administrator."
    ),
    "server_sign_in": N_(
        "The server of {path} does not let you in ({reason}). Check user and password, or ask your administrator."
    ),
    "server_no_rights": N_("You lack a right on {path} ({reason}). Ask your administrator."),
    "server_lost": N_("The connection to {path} was lost ({reason}). What was not confirmed was not saved: try again."),
    "server_outcome_unknown": N_(
        "The connection to {path} was lost at the moment of saving, so it is not known whether it was saved. When the "
        "server is back, look at the ledger before you do it again."
    ),
    "server_not_trusted": N_(
        "The server of {path} is not trusted ({reason}). Do not sign in there: have your administrator check sslmode, "
        "sslrootcert and the certificate of the server."
    ),
    "target_not_empty": N_("{path} holds a ledger already. Name an empty database or a new file."),
    "copy_differs": N_("The copy {path} differs in the table {table}; nothing was kept of it. Try again."),
    "copy_faulty": N_("The copy {path} has {count} faults, the first at {place}. Do not use it; check the source."),
    "no_ledger": N_("There is no ledger at {path}."),
    "not_a_ledger": N_("{path} is not a ledger of this program. Choose the right file, or restore a backup."),
    "newer_database": N_(
        "{path} was made by a newer version of the program ({revision}). Nothing was changed: update this program."
    ),
    "damaged": N_(
        "{path} is damaged ({reason}). Keep a copy of it, then restore the newest backup; see `verify` for what is left."
    ),
    "locked": N_("{path} is in use by another program and did not become free. Wait a moment, then try again."),
    "read_only": N_("{path} may not be written. Ask for the right to write there, or choose another data folder."),
    "disk_full": N_("The disk of {path} is full. Nothing was lost: make room there, then try again."),
    "disk_error": N_("The disk of {path} does not answer as it should ({reason}). Make a backup elsewhere, now."),
}

REASONS: dict[str, str] = {
    "Is a directory": N_("it is a folder"),
    "Not a directory": N_("a part of the path is no folder"),
    "No such file or directory": N_("it does not exist"),
    "Permission denied": N_("no permission"),
    "Operation not permitted": N_("no permission"),
    "Read-only file system": N_("the disk is read-only"),
    "File name too long": N_("the name is too long"),
    "No space left on device": N_("the disk is full"),
    "Input/output error": N_("the disk does not answer"),
    "database disk image is malformed": N_("its pages do not fit together"),
    "file is not a database": N_("it does not begin like a ledger"),
    "unsupported file format": N_("its header is scrambled"),
    "File exists": N_("a file of that name is in the way"),
    "Connection refused": N_("nothing answers there"),
    "Connection timed out": N_("no answer in time"),
    "connection timeout expired": N_("no answer in time"),
    "timeout expired": N_("no answer in time"),
    "No route to host": N_("the network does not lead there"),
    "Network is unreachable": N_("the network is away"),
    "server closed the connection unexpectedly": N_("the server ended the connection"),
    "the connection is lost": N_("the network is away"),
    "terminating connection due to administrator command": N_("the server ended the connection"),
    "the database system is starting up": N_("it is still starting"),
    "the database system is shutting down": N_("it is shutting down"),
    "unable to open database file": N_("it does not exist, or there is no permission"),
}
"""Reasons as the C library, SQLite and PostgreSQL word them."""

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
    "search_text": N_("The search text does not agree with the complaint."),
    "search_index": N_("The search index does not agree with the complaint."),
}


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
    elif code == "not_reopened":
        details["from"] = words.label("status", details["from"])
    if isinstance(moment := details.get("moment"), dt.datetime):
        details["moment"] = moment_text(moment)
    return _spoken(PROBLEMS, code, {"field": words.field_label(problem.field), **details})


def row_sentence(problem: RowProblem, words: Words) -> str:
    """What is wrong with one cell of an imported file, after its place (file, sheet, row)."""
    field = FIELD.get(problem.field)
    details = {
        "field": words.field_label(problem.field),
        "value": problem.value,
        "limit": field.limit if field else "",
        "length": len(problem.value),
    }
    sentence = _spoken(PROBLEMS, problem.code, details)
    place = _("{file}, sheet “{sheet}”, row {row}: {sentence}") if problem.sheet else _("{file}, row {row}: {sentence}")
    return place.format(file=problem.file, sheet=problem.sheet, row=problem.row, sentence=sentence)


def error_sentence(error: DeskError, words: Words | None = None) -> str:
    """What went wrong and what to do. With `words` the labels are the office's own."""
    details = dict(error.details)
    if isinstance(error, ProblemsFound):
        spoken = words or Words(current_language())
        details["sentences"] = joined(*(problem_sentence(problem, spoken) for problem in error.problems))
    if isinstance(error, StaleComplaint) and error.conflicts:
        spoken = words or Words(current_language())
        changed = _(", ").join(spoken.field_label(conflict.field) for conflict in error.conflicts)
        both = _("Both of you changed: {fields}.").format(fields=changed)
        return joined(_(ERRORS[error.code]), both)
    if isinstance(faults := details.get("faults"), tuple):
        details["sentences"] = joined(*template_sentences(faults))
    if isinstance(numbers := details.get("numbers"), tuple):
        details["numbers"] = _(", ").join(map(str, numbers))
    if isinstance(reason := details.get("reason"), str):
        details["reason"] = system_reason(reason)
    if "id" in details:
        details.setdefault("number", details["id"])
    for key in ("size", "limit"):
        if isinstance(amount := details.get(key), int):
            details[f"{key}_mb"] = f"{amount / _MEGABYTE:.0f}"
    return _spoken(ERRORS, error.code, details)


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
