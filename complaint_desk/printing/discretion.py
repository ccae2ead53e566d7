"""What paper tells of the people in a complaint."""

from __future__ import annotations

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import PERSONAL
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.i18n import _
from complaint_desk.i18n.values import value_text
from complaint_desk.i18n.words import Words


def printed_text(complaint: Complaint, field: str, words: Words) -> str:
    """A field's text for paper. A report of wrongdoing never names who reported; an erased person stays erased."""
    if field in PERSONAL:
        if complaint.erased_at:
            return _("(erased)")
        if complaint.kind == Kind.REPORT:
            return _("(confidential)")
    return value_text(field, getattr(complaint, field), words)
