"""What an examination found, in words: the topic, what was found, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from complaint_desk.domain.health import Finding, State
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.i18n.catalogue import N_, _, current_language
from complaint_desk.i18n.language import CHINESE
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.settings import settings_warning_sentence
from complaint_desk.i18n.values import moment_text, size_text

_TOPICS = {
    "system": N_("System"),
    "runtime": N_("Libraries"),
    "fonts": N_("Fonts"),
    "data": N_("Data folder"),
    "ledger_folder": N_("Folder of the ledger"),
    "policy": N_("Policy and settings"),
    "ledger": N_("Ledger"),
    "server": N_("Server"),
    "disk": N_("Disk"),
    "clock": N_("Clock"),
    "backup": N_("Backups"),
    "window": N_("Window"),
}

_STATES = {State.OK: N_("good"), State.WARNING: N_("attention"), State.FAULT: N_("fault")}

_MEANINGS = {
    "system_is_enough": N_("{system}, {bits} bits."),
    "system_too_old": N_("{system}, {bits} bits: the program needs Windows 10 of version 1809 or later, 64 bits."),
    "libraries_missing": N_("Libraries of the system are missing: {names}."),
    "database_engine": N_("SQLite {version} with text search."),
    "no_search_engine": N_("SQLite {version} cannot search texts."),
    "chinese_font": N_("Chinese can be shown."),
    "no_chinese_font": N_("No Chinese font was found; Chinese may be shown as empty boxes."),
    "fonts_unknown": N_("Fonts could not be looked at without a window."),
    "folder_is_well": N_("{path} is on this PC and can be written."),
    "not_writable": N_("{path} cannot be written: {reason}"),
    "on_share": N_(
        "{path} is on a network share: one desk at a time can work there, more slowly than on its own disk."
    ),
    "synchronised": N_("{path} is copied to other PCs by {service}: copies made while somebody writes may not open."),
    "policy_there": N_("{path} is in force."),
    "no_policy": N_("There is no policy ({path})."),
    "no_ledger_yet": N_("There is no ledger {path} yet; it is made at the first start."),
    "ledger_is_well": N_("Complaints: {complaints}; revision {revision}."),
    "ledger_older": N_("Complaints: {complaints}; revision {revision}, made by an earlier version."),
    "ledger_newer": N_("It was made by a newer version of the program (revision {revision})."),
    "ledger_damaged": N_("The file {path} is damaged: {fault}"),
    "room_enough": N_("{free} free for {path}."),
    "little_room": N_("Only {free} free for {path}; the ledger has {size}."),
    "disk_full": N_("Only {free} free for {path}: saving may fail any moment."),
    "clock_is_well": N_("{now}, Beijing time."),
    "other_zone": N_("The PC's zone is UTC{hours}, while complaints are kept in Beijing time (UTC+8)."),
    "clock_behind": N_("The clock shows {now}, but the newest entry of the journal is of {newest}."),
    "clock_ahead": N_("The clock shows {now}, more than a year after the newest entry of the journal ({newest})."),
    "no_automatic_copies": N_("No copies are kept each day: the setting automatic_backup is off."),
    "copy": N_("The newest copy in {path} is of {newest}."),
    "old_copy": N_("The newest copy in {path} is of {newest}, and much was written since."),
    "no_copy": N_("There is no copy in {path} yet."),
    "open_here": N_("{person} has the window open at this PC (process {process})."),
    "open_elsewhere": N_("{person} has the ledger open at the PC {host}."),
}

_ADVICE = {
    "system_too_old": N_("Use a PC with a newer system."),
    "libraries_missing": N_("Install the program anew; it brings them along."),
    "no_search_engine": N_("Install the program anew."),
    "no_chinese_font": N_("Install a Chinese font such as Microsoft YaHei, or Noto Sans CJK."),
    "not_writable": N_("Give the person the right to change this folder, or name another with --data."),
    "on_share": N_(
        "Put the data on the PC's own disk; for several desks, move the ledger to a PostgreSQL server: complaint-desk "
        "copy-ledger FILE postgresql+psycopg://SERVER/ledger."
    ),
    "synchronised": N_(
        "Move the data folder out of it, or leave it out of synchronising; for copies elsewhere, set backup_folder."
    ),
    "setting_passed_over": N_("Mend the line in that file; complaint-desk policy-template explains every setting."),
    "ledger_older": N_("Nothing: it is brought up to date at the next start, and a copy is kept."),
    "ledger_newer": N_("Install the newest version of the program."),
    "ledger_damaged": N_("Do not write to it. Restore the newest good copy: complaint-desk restore FILE --replace."),
    "little_room": N_("Make room, or set backup_folder to another disk."),
    "disk_full": N_("Make room now."),
    "other_zone": N_("Set the zone of the PC to Beijing, unless it is meant so."),
    "clock_behind": N_("Set the clock of the PC; what is registered now would stand before what was."),
    "clock_ahead": N_("Check the date of the PC."),
    "no_automatic_copies": N_("Switch it on, or see to copies by other means."),
    "old_copy": N_("Look whether the folder can be written, then back up: complaint-desk backup FILE."),
    "no_copy": N_("Close the window once, or back up: complaint-desk backup FILE."),
    "open_elsewhere": N_("A ledger in a file serves one desk at a time; for several, use a PostgreSQL server."),
}


def topic_label(topic: str) -> str:
    """What was looked at."""
    return _(_TOPICS[topic])


def state_label(state: State) -> str:
    """How it stands, as one word."""
    return _(_STATES[state])


def meaning(finding: Finding) -> str:
    """What was found, in a sentence."""
    texts = {name: _text(name, value) for name, value in finding.details.items()}
    # What others found has its own sentence.
    return _(_MEANINGS[finding.code]).format(**texts) if finding.code in _MEANINGS else " ".join(texts.values())


def advice(finding: Finding) -> str:
    """What to do about it; empty where nothing has to be done."""
    return _(_ADVICE[finding.code]) if finding.code in _ADVICE else ""


def examination_text(findings: Iterable[Finding]) -> str:
    """All of an examination to be read: a line for each finding, and below it what to do."""
    lines = []
    for each in findings:
        line = _("{topic}: {state}. {meaning}").format(
            topic=topic_label(each.topic), state=state_label(each.state), meaning=meaning(each)
        )
        lines += [line, *([f"    {todo}"] if (todo := advice(each)) else [])]
    return "\n".join((*lines, ""))


def _text(name: str, value: Any) -> str:
    match name:
        case "free" | "size":
            return size_text(value)
        case "now" | "newest":
            return moment_text(in_shanghai(value)) if value else "-"
        case "hours":
            return f"{value:+g}"
        case "complaints":
            return f"{value:,}"
        case "names":
            return ", ".join(value)
        case "service":
            return str(value.zh_CN if current_language() == CHINESE else value.en)
        case "error":
            return error_sentence(value)
        case "warning":
            return settings_warning_sentence(
                value.code, name=value.name, value=value.value, where=value.where, nearest=value.nearest
            )
    return str(value)
