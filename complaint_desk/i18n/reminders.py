"""What a reminder says: how much is due, and what falls due next. Nobody is named: it may stand on a screen for all to see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from complaint_desk.domain.agenda import DueCounts
from complaint_desk.domain.complaint import Complaint
from complaint_desk.i18n.catalogue import _


def counts_text(counts: DueCounts) -> str:
    """How many fall due today and how many are overdue, in one line."""
    return _("Due today {today} · Overdue {overdue}").format(today=f"{counts.today:,}", overdue=f"{counts.overdue:,}")


def day_text(counts: DueCounts) -> str:
    """The reminder of a day: all of them, and those of the person."""
    overdue, today = counts.mine
    if not overdue and not today:
        return counts_text(counts)
    mine = _("Yours: due today {today} · overdue {overdue}").format(today=f"{today:,}", overdue=f"{overdue:,}")
    return f"{counts_text(counts)}\n{mine}"


def falling_text(complaints: Sequence[Complaint], now: dt.datetime) -> str:
    """The reminder of what falls due within the hour, a line for each."""
    return "\n".join(_falling_line(each, now) for each in complaints)


def _falling_line(complaint: Complaint, now: dt.datetime) -> str:
    named = {"number": complaint.number, "subject": " ".join(complaint.subject_name.split())}
    due = complaint.due_at
    if due is None or due <= now:
        return _("{number} {subject}: overdue").format(**named)
    return _("{number} {subject}: due at {time}").format(time=f"{due:%H:%M}", **named)
