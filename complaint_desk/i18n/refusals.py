"""English sentences of what is refused and of what the surroundings refuse, by code; `sentences` speaks them."""

from __future__ import annotations

from complaint_desk.i18n.catalogue import N_

ERRORS: dict[str, str] = {
    "problems_found": N_("Nothing was saved, since something is missing or wrong: {sentences}"),
    "stale_complaint": N_("Somebody else saved this complaint in the meantime. Compare the fields, then save again."),
    "stale_improvement": N_(
        "Somebody else changed improvement {improvement} in the meantime. Look at it, then try again."
    ),
    "stale_feedback": N_(
        "Somebody else changed the feedback sheet of {department} in the meantime. Look at it, then try again."
    ),
    "no_feedback": N_("There is no feedback sheet {feedback}."),
    "feedback_state": N_("The feedback sheet of {department} is “{state}”; that cannot be done with it now."),
    "no_department": N_("No complaint of this period has the department {department}. There are: {known}."),
    "no_sales": N_(
        "{file} has no sales figures: a sheet needs a column of months, one of products and one of units sold."
    ),
    "sales_month": N_("{file}, sheet {sheet}, row {row}: “{value}” is no month like 2026-03. Nothing was taken over."),
    "sales_product": N_("{file}, sheet {sheet}, row {row}: “{value}” is no name of a product. Nothing was taken over."),
    "sales_units": N_(
        "{file}, sheet {sheet}, row {row}: “{value}” is no whole number of units. Nothing was taken over."
    ),
    "help_unreadable": N_("A page of the manual is missing or broken: {path}. Please install the program anew."),
    "no_improvement": N_("There is no improvement {improvement}."),
    "no_report_definition": N_("There is no report definition named “{name}”. There are: {known}."),
    "definition_without_name": N_("Give the report definition a name."),
    "definition_exists": N_("There is a report definition “{name}” already; choose another name, or replace it."),
    "definition_gone": N_("The report definition “{name}” was deleted in the meantime."),
    "improvement_state": N_("Improvement {improvement} is “{state}”; that cannot be done with it now."),
    "stopped": N_("Stopped. Nothing half-done remains."),
    "file_exists": N_("{path} is there already; name a file that is not."),
    "open_for_another_person": N_(
        "{person} has this ledger open at this PC, in another sign-in. It can be opened here once that window is closed."
    ),
    "open_at_another_desk": N_(
        "{person} has the ledger {path} open at the PC {host}. A ledger in a file serves one desk at a time: two that "
        "write to it over a network would damage it. Close it there, or let IT move it to a PostgreSQL server, which "
        "serves many desks: complaint-desk copy-ledger FILE postgresql+psycopg://SERVER/ledger."
    ),
    "silent_window": N_(
        "The window of this ledger is open already, and does not answer (process {process}). Wait a moment and try "
        "again; if it is stuck, end it in the task manager. What was typed is kept as a draft."
    ),
    "setting_locked": N_("The setting “{name}” is fixed by the policy {path}; ask your administrator."),
    "wrong_setting": N_("“{value}” is no value for the setting “{name}”."),
    "server_not_supported": N_(
        "A ledger cannot be in a database of this kind ({database}); name a file like sqlite:///ledger.db, or a "
        "PostgreSQL server like postgresql+psycopg://desk@server/ledger."
    ),
    "no_display": N_("There is no display to open a window on. Name a command, or see: complaint-desk --help."),
    "person_without_role": N_("{person} has no role at this ledger. Ask its administrator for one."),
    "sign_in_needed": N_(
        "Say who you are: --as NAME, with the password in COMPLAINT_DESK_PASSWORD or typed when asked."
    ),
    "new_password_needed": N_("Put the new password into COMPLAINT_DESK_NEW_PASSWORD, or call this at a terminal."),
    "passwords_differ": N_("The two passwords differ."),
    "unknown_member": N_("There is nobody called “{name}” in the staff list. There are: {known}."),
    "unknown_role": N_("“{value}” is no role. Roles are: {known}."),
    "wrong_sign_in": N_("Name or password is wrong."),
    "sign_in_rests": N_("The password was wrong too often. Try again after {until}."),
    "not_the_first": N_("Somebody has a password already; ask an administrator for yours."),
    "password_too_short": N_("A password has at least {limit} characters."),
    "password_too_long": N_("A password has at most {limit} characters."),
    "no_administrator_with_password": N_(
        "First make somebody an administrator and give them a password, under Departments and staff."
    ),
    "no_own_password": N_("You have no password yet; an administrator gives you the first one."),
    "wrong_old_password": N_("The old password is wrong."),
    "account_taken": N_("This account is that of {name} already."),
    "last_administrator": N_(
        "Nobody could give roles any more: make somebody else an administrator first, with a Windows account or a password."
    ),
    "first_administrator": N_(
        "The first roles need an administrator among them who can get in: with a Windows account or a password."
    ),
    "not_permitted": N_("Your role does not include this: {right}. It takes one of these roles: {roles}."),
    "masked_field": N_(
        "{field} is masked for you, so the ledger is neither filtered, sorted nor grouped by it. Take that condition away."
    ),
    "masked_file": N_(
        "Files and letters may tell who complained. Reveal the personal data of the complaint first, then open them."
    ),
    "reporter_withheld": N_("{number} is a report: who reported is not revealed to anybody."),
    "not_revealed": N_("The personal data of complaint {number} is masked again. Reveal it once more to see it."),
    "no_complaint": N_("There is no complaint {number} in the ledger."),
    "complaint_erased": N_("The personal data of complaint {number} were erased by law; it can no longer be changed."),
    "complaint_held": N_("The people of complaint {number} are held ({reason}); release it before you erase them."),
    "not_held": N_("Complaint {number} is not held."),
    "nobody_to_return_to": N_("Nobody had complaint {number} before, so it cannot be given back; assign it instead."),
    "not_linked": N_("Complaint {number} is not marked as a repeat of {other}."),
    "changed_since": N_(
        "Not taken back: {person} did something else at complaint {number} since. Look at it as it stands now."
    ),
    "too_late_to_undo": N_(
        "What was done at complaint {number} is more than {minutes} minutes old and stays on record; correct it by another step."
    ),
    "letter_stays": N_(
        "A letter that was made for complaint {number} stays with it under its number; where it is wrong, make another one."
    ),
    "cannot_be_undone": N_("What was done at complaint {number} cannot be taken back."),
    "not_your_view": N_("This view belongs to somebody else; save one of your own."),
    "not_for_bulk": N_("“{field}” cannot be changed for many complaints at once."),
    "unknown_list": N_("There is no list named “{list_name}”."),
    "unknown_parent": N_("There is no branch with the code “{parent}”."),
    "member_without_name": N_("Write the person's name."),
    "member_exists": N_(
        "There is somebody called “{name}” already; add what tells them apart, such as the department."
    ),
    "no_member": N_("This person is no longer in the list."),
    "stale_member": N_("Somebody has changed “{name}” meanwhile; look at it once more."),
    "no_entry": N_("“{entry}” is no longer in the list; somebody may have changed it meanwhile."),
    "entry_without_label": N_("An entry needs a name."),
    "entry_too_long": N_("A name has at most {limit} characters, in one line."),
    "entry_exists": N_("“{label}” is in the list already."),
    "last_entry": N_("One entry has to stay, or nothing could be chosen any more."),
    "no_list_rows": N_("This is no table of word lists: it needs the columns list, code, name, below, retired."),
    "list_row_columns": N_("Row {row} has {value} columns; a table of word lists has five."),
    "list_row_list": N_("Row {row}: there is no list “{value}” that could be changed."),
    "list_row_branch": N_("Row {row}: “{value}” is no branch of the list; a branch stands before what is below it."),
    "list_row_moved": N_("Row {row}: “{value}” cannot be moved to another branch; merge it there instead."),
    "list_row_name": N_(
        "Row {row}: an entry cannot be called “{value}”: the name is missing, too long or there already."
    ),
    "list_row_retired": N_("Row {row}: “{value}” says neither yes nor no."),
    "merge_with_itself": N_("Choose another entry for it to go into."),
    "merge_with_branch": N_("An entry that has others below it cannot be merged; merge or retire those first."),
    "merge_into_retired": N_("“{entry}” is retired; offer it again first."),
    "bad_code": N_("“{entry}” cannot be a code: it must not be empty or hold a comma."),
    "bad_anchor": N_("“{anchor}” is not a journal head; it reads like 17-3f2a…, as printed in workbooks and backups."),
    "no_mapping": N_("No column mapping is kept under the name “{name}”."),
    "bad_rules": N_("The rules cannot be read at {place} ({problem}) {value}."),
    "bad_notice": N_("Line {line} of the table cannot be read: “{value}”. Write it like 2027-01-01,rest,name."),
    "empty_notice": N_("The table names no day."),
    "no_file": N_("The file {path} does not exist."),
    "same_file": N_("{path} is the ledger itself; name another file."),
    "target_exists": N_("{path} is there already; name another file, so that nothing of it is lost."),
    "ledger_exists": N_("There is a ledger at {path} already. To put the backup in its place, use --replace."),
    "faulty_backup": N_(
        "The backup {path} is not sound and was not restored: {count} faults, the first at {place}. Take an older backup, "
        "or this one with --despite-faults."
    ),
    "attachment_too_large": N_("{name} has {size_mb} MB; an attachment may have at most {limit_mb} MB."),
    "no_letter": N_("The letter {number} is no longer kept; its case was erased."),
    "template_not_word": N_("{file} is no Word file (.docx) that can be read; save it anew in Word or WPS."),
    "template_faulty": N_("The template {file} has mistakes: {sentences}"),
    "not_a_file": N_("{path} is no file that can be kept; a folder is packed into a .zip first."),
    "no_attachment": N_("Complaint {number} has no such attachment any more."),
    "attachment_gone": N_("The attachment {name} is no longer in the ledger."),
    "would_be_run": N_(
        "{name} is a program, a link or a document with macros and is not opened from here; save it elsewhere if you trust it."
    ),
    "unknown_file_type": N_("{file} is no workbook or table that can be read; save it as .xlsx or .csv."),
    "not_a_template": N_("{file} is no Excel workbook (.xlsx) that can be filled; save it as one in Excel or WPS."),
    "template_exists": N_("{file} is there already; name another file, so that nothing of it is lost."),
    "workbook_mistakes": N_("The template {file} has mistakes: {sentences}"),
    "broken_workbook": N_("{file} is damaged and cannot be read; open it in Excel or WPS and save it anew."),
    "encrypted_workbook": N_("{file} is protected by a password; save it without one."),
    "needs_too_much_memory": N_(
        "{file} was not read, since it would take more memory than a ledger does; divide it, or save it anew in Excel or WPS."
    ),
    "reading_too_slow": N_(
        "{file} was given up after {seconds} seconds in which nothing came of it; save it anew in Excel or WPS as .xlsx."
    ),
    "reader_fell": N_(
        "{file} was not read: the program’s reader of files broke down over it ({reason}). Save it anew in Excel or WPS."
    ),
    "cannot_start": N_(
        "{path} cannot be started to read files ({reason}). Have your administrator allow it in the virus scanner."
    ),
    "workbook_too_large": N_("{file} is larger than a ledger can be, and was not read."),
    "too_many_columns": N_("{file} has more than {limit} columns, and was not read."),
    "empty_file": N_("{file} is empty."),
    "mapping_fits_nothing": N_(
        "The mapping “{name}” fits no sheet of these files: it reads columns that none of them has. Nothing was imported."
    ),
    "no_sheet_to_leave_out": N_("No file has a sheet named “{sheet}” that could be left out. Nothing was imported."),
    "no_decisions_file": N_("{file} is no account of a dry run (import --dry-run --json) in which rows are decided."),
    "several_layouts": N_(
        "These sheets have {count} layouts; import those of one at a time to keep their mapping under a name."
    ),
    "no_mapping_file": N_("{file} is no mapping of columns that this program has written."),
    "empty_folder": N_("The folder {file} holds no workbook and no text file that could be a ledger."),
    "no_such_file": N_("There is no file {file}."),
    "no_such_sheet": N_("{file} has no sheet named “{sheet}”."),
    "missing_columns": N_(
        "{file} was not imported: no column of it was recognised as {labels}. Name the columns as the ledger does."
    ),
    "unknown_encoding": N_("The characters of {file} cannot be read; save it as UTF-8 or as a workbook."),
    "broken_text": N_("{file} cannot be read: a quotation mark is missing or too many, line {line}."),
    "line_too_long": N_(
        "{file} cannot be read: line {line} has more than {limit} characters and is no row of a table."
    ),
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
    "refused_not_written": N_(
        "Nothing was imported: refused rows cannot be written to {path} ({reason}). Import a copy in a folder of yours."
    ),
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
    "ledger_missing": N_(
        "The ledger {path} is gone, but there are backups in {folder}. Restore one; to begin an empty ledger, move them "
        "elsewhere."
    ),
    "ledger_empty": N_(
        "The ledger {path} is empty (0 bytes), but there are backups in {folder}. Restore one; to begin an empty ledger, "
        "move them elsewhere."
    ),
    "no_backup": N_("There is no backup of the ledger in {path} yet. Make one, then try again."),
    "nothing_to_salvage": N_("Nothing of a ledger can be read in {path}. Restore a backup."),
    "not_a_ledger": N_("{path} is not a ledger of this program. Choose the right file, or restore a backup."),
    "newer_database": N_(
        "{path} was made by a newer version of the program ({revision}). Nothing was changed: update this program."
    ),
    "damaged": N_(
        "{path} is damaged ({reason}). Leave it as it is, restore the newest backup, or take what can be read with `salvage`."
    ),
    "locked": N_("{path} is in use by another program and did not become free. Wait a moment, then try again."),
    "read_only": N_("{path} may not be written. Ask for the right to write there, or choose another data folder."),
    "disk_full": N_("The disk of {path} is full. Nothing was lost: make room there, then try again."),
    "no_room_to_update": N_(
        "To bring the ledger up to date, {needed} must be free on the disk of {path}; {free} are. "
        "Nothing was changed: make room there, then try again."
    ),
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
    "SSL error: certificate verify failed": N_("its certificate is not from an authority that is trusted here"),
    "the connection is lost": N_("the network is away"),
    "terminating connection due to administrator command": N_("the server ended the connection"),
    "the database system is starting up": N_("it is still starting"),
    "the database system is shutting down": N_("it is shutting down"),
    "unable to open database file": N_("it does not exist, or there is no permission"),
}
"""Reasons as the C library, SQLite and PostgreSQL word them."""
