"""Copies of the ledger, previews, rehearsals and salvages in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from complaint_desk.domain.copies import (
    CopyKind,
    Damage,
    Finding,
    LedgerContents,
    LedgerCopy,
    Rehearsal,
    RestorePreview,
    Salvaged,
    Worry,
)
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.reports import Fault, SalvagedTable
from complaint_desk.i18n.catalogue import N_, _, ngettext
from complaint_desk.i18n.sentences import error_sentence, fault_sentence, system_reason
from complaint_desk.i18n.values import list_text, moment_text, size_text

MOST_TOLD = 20
"""Faults told one by one."""

_KINDS = {
    CopyKind.DAILY: N_("Daily copy"),
    CopyKind.BEFORE_UPDATE: N_("Before an update"),
    CopyKind.REPLACED: N_("Ledger set aside"),
    CopyKind.BY_HAND: N_("Kept by hand"),
}
_TABLES = {
    "complaint": N_("complaints"),
    "step": N_("steps"),
    "clock": N_("time limits"),
    "journal": N_("journal entries"),
    "attachment": N_("attachments"),
    "attachment_content": N_("contents of attachments"),
    "draft": N_("drafts"),
}
_A_DAY = 24 * 60
_AN_HOUR = 60


def kind_text(kind: CopyKind) -> str:
    return _(_KINDS[kind])


def state_text(copy: LedgerCopy) -> str:
    """Whether a copy can be trusted, in a word or two."""
    if copy.fault:
        return _("Made by a newer version") if copy.fault == "newer_database" else _("Damaged")
    return _("Checked") if copy.checked_at else _("Not checked")


def age_text(moment: dt.datetime, now: dt.datetime) -> str:
    """How long ago, in the largest unit that says enough."""
    minutes = max(int((now - moment).total_seconds()) // 60, 0)
    if minutes < 1:
        return _("just now")
    if minutes < _AN_HOUR:
        return ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    if minutes < _A_DAY:
        hours = minutes // _AN_HOUR
        return ngettext("{count} hour ago", "{count} hours ago", hours).format(count=hours)
    days = minutes // _A_DAY
    return ngettext("{count} day ago", "{count} days ago", days).format(count=f"{days:,}")


def copy_cells(copy: LedgerCopy, now: dt.datetime) -> tuple[str, ...]:
    """When it was made, how long ago, where it comes from, how many complaints, its size, whether it can be trusted."""
    held = copy.contents
    return (
        moment_text(copy.made_at),
        age_text(copy.made_at, now),
        kind_text(copy.kind),
        f"{held.complaints:,}" if held else "",
        size_text(copy.size),
        state_text(copy),
    )


def copy_title(copy: LedgerCopy, now: dt.datetime) -> str:
    """A copy in one line."""
    told = [moment_text(copy.made_at), age_text(copy.made_at, now), kind_text(copy.kind)]
    if copy.contents:
        count = copy.contents.complaints
        told.append(ngettext("{count} complaint", "{count} complaints", count).format(count=f"{count:,}"))
    if copy.checked_at:
        told.append(_("Checked"))
    return " · ".join(told)


def contents_sentences(held: LedgerContents) -> list[str]:
    """What a ledger file holds."""
    told = [
        ngettext("{count} complaint", "{count} complaints", held.complaints).format(count=f"{held.complaints:,}"),
    ]
    if held.newest_at is not None:
        newest = _("Newest complaint: {number}, registered {time}")
        told.append(newest.format(number=held.newest_number, time=moment_text(held.newest_at)))
    if held.last_entry_at is not None:
        told.append(
            _("Last journal entry: {entry}, {time}").format(
                entry=f"{held.entries:,}", time=moment_text(held.last_entry_at)
            )
        )
    told.append(_("Version of its tables: {revision}").format(revision=held.revision))
    return told


def lacking_sentence(found: RestorePreview) -> str:
    """What would go with the present ledger."""
    if found.in_line is None:
        return _("There is no present ledger that could be read, so nobody can say what the backup lacks.")
    if not found.deeds_since:
        return _("Nothing was done since: the ledger holds nothing that is not in the backup.")
    complaints = ngettext("{count} complaint", "{count} complaints", found.complaints_since or 0).format(
        count=f"{found.complaints_since or 0:,}"
    )
    deeds = ngettext("{count} deed", "{count} deeds", found.deeds_since).format(count=f"{found.deeds_since:,}")
    text = (
        _("The ledger has {complaints} and {deeds} that are not in the backup.")
        if found.in_line
        else _("The backup is of another course of this ledger; {complaints} and {deeds} are in the ledger alone.")
    )
    return text.format(complaints=complaints, deeds=deeds)


def preview_sentences(found: RestorePreview) -> list[str]:
    """A whole preview of a restore."""
    return [
        _("Backup {file}").format(file=found.file),
        *contents_sentences(found.contents),
        lacking_sentence(found),
        *_told_faults(found.faults, _("The check found no fault in it.")),
    ]


def rehearsal_sentences(found: Rehearsal) -> list[str]:
    """What came of a restore that was tried."""
    tried = _("Tried with {file}: {count} complaints").format(file=found.file, count=f"{found.complaints:,}")
    if found.ok:
        return [tried, _("The backup can be restored, and agrees with the ledger as it was then.")]
    told = [tried]
    if not found.in_line:
        told.append(_("The ledger does not go on from this backup: it was restored or replaced since."))
    elif found.complaints != found.expected:
        told.append(
            _("The ledger had {count} complaints when the backup was made.").format(count=f"{found.expected or 0:,}")
        )
    return told + _told_faults(found.faults, "")


def salvage_sentences(found: Salvaged) -> list[str]:
    """What was read of a damaged ledger, what is lost, and what cannot be confirmed."""
    named = [each for each in found.tables if each.name in _TABLES]
    told = [
        ngettext(
            "The new ledger {file} holds {count} complaint.",
            "The new ledger {file} holds {count} complaints.",
            found.complaints,
        ).format(file=found.file, count=f"{found.complaints:,}"),
        _("Read: {what}").format(what=list_text([f"{table_text(each.name)} {each.read:,}" for each in named])),
    ]
    lost = [lost_text(each) for each in found.tables if each.lost != 0 or each.partly]
    told.append(_("Lost: {what}").format(what=list_text(lost)) if lost else _("No row is known to be lost."))
    if found.unknown_rows:
        told.append(
            _("{count} rows could be read, but nobody can say what they belong to.").format(count=found.unknown_rows)
        )
    if found.unreadable:
        told.append(
            _("Complaints with values that make no sense were written to {file}.").format(file=found.unreadable)
        )
    return told + _told_faults(found.faults, _("Journal, complaints and numbers of the new ledger agree."))


def table_text(name: str) -> str:
    return _(_TABLES[name]) if name in _TABLES else name


def lost_text(table: SalvagedTable) -> str:
    """How much of a table is known to be lost."""
    what = table_text(table.name)
    if table.lost is None:
        pages = table.pages_lost
        return ngettext("{what} on {count} page", "{what} on {count} pages", pages).format(what=what, count=pages)
    broken = _("{what} {count}, broken off {partly}") if table.partly else "{what} {count}"
    return broken.format(what=what, count=f"{table.lost:,}", partly=f"{table.partly:,}")


def _told_faults(faults: Sequence[Fault], none: str) -> list[str]:
    if not faults:
        return [none] if none else []
    more = len(faults) - MOST_TOLD
    told = [fault_sentence(each) for each in faults[:MOST_TOLD]]
    if more > 0:
        told.append(ngettext("… and {count} more fault", "… and {count} more faults", more).format(count=f"{more:,}"))
    return told


_FINDINGS = {
    "file_missing": N_("The file {place} is gone."),
    "file_empty": N_("The file {place} is empty (0 bytes)."),
    "file_unreadable": N_("The disk does not give the file {place} back ({reason})."),
    "header_spoiled": N_("The beginning of {place} is overwritten: it no longer says that it is a ledger."),
    "file_cut": N_("{place} was cut short: {missing} of {pages} pages are missing at its end."),
    "tables_unnamed": N_("The list of its tables cannot be read."),
    "pages_unreadable": N_("{count} pages of the table “{place}” cannot be read."),
    "log_left": N_("Beside it lies {place} ({kilobytes} KB) with the last changes; it is read as well."),
}
_DAMAGES = {
    "ledger_missing": N_("The ledger is gone"),
    "ledger_empty": N_("The ledger’s file is empty"),
    "not_a_ledger": N_("The ledger’s file is damaged and cannot be opened"),
}
_WORRIES = {
    "copy_failed": N_("The last automatic backup failed ({at}): {error}"),
    "copy_elsewhere": N_(
        "The backup folder {path} could not be had ({at}); the copy was made in the data folder instead. "
        "Plug the drive in, or choose another folder in the preferences."
    ),
    "rehearsal_failed": N_("The last restore rehearsal with {file} failed. Make a new backup and rehearse again."),
    "rehearsal_overdue": N_("For {days} days nobody has tried whether a backup can be restored."),
    "tail_lost": N_(
        "The ledger lacks its last {count} journal entries: a file beside it was lost, or an older one was put in its "
        "place. A backup may hold them."
    ),
}


def damage_title(damage: Damage) -> str:
    """What is wrong, in a few words."""
    return _(_DAMAGES[damage.code]) if damage.code in _DAMAGES else _("The ledger’s file is damaged")


def finding_sentence(finding: Finding) -> str:
    """One thing that was found at a damaged file."""
    details = dict(finding.details)
    if "reason" in details:
        details["reason"] = system_reason(details["reason"])
    place = table_text(finding.place) if finding.code == "pages_unreadable" else finding.place
    return _(_FINDINGS[finding.code]).format(place=place, **details)


def worry_sentence(worry: Worry) -> str:
    """Something about copies that somebody should know."""
    details = dict(worry.details)
    if "at" in details:
        details["at"] = _written_moment(details["at"])
    if worry.code == "copy_failed":
        known = {"path": details["path"], "reason": details["reason"]}
        details["error"] = error_sentence(Surroundings(details["code"], **known))
    return _(_WORRIES[worry.code]).format(**details)


def _written_moment(text: str) -> str:
    try:
        return moment_text(dt.datetime.fromisoformat(text))
    except ValueError:
        return text
