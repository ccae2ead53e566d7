"""Closed word lists and the built-in entries of the lists that an office may edit.

Codes are stable and English; what people read comes from `i18n.words`. Lists: product contract, section 2;
natures and classes are those of the China Consumers Association.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from complaint_desk.domain.rule_sets import PauseReason


class Kind(StrEnum):
    COMPLAINT = "complaint"
    REPORT = "report"
    INQUIRY = "inquiry"
    SUGGESTION = "suggestion"


class Status(StrEnum):
    REGISTERED = "registered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    HANDLING = "handling"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Severity(StrEnum):
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Liability(StrEnum):
    LIABLE = "liable"
    PARTLY = "partly"
    NOT_LIABLE = "not_liable"
    PENDING = "pending"


class Response(StrEnum):
    """What the complainant says of the decision (ISO 10002, 8.9)."""

    AGREED = "agreed"
    REFUSED = "refused"


class FollowUp(StrEnum):
    NONE = "none"
    DONE = "done"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class StepKind(StrEnum):
    ACCEPT = "accept"
    ACKNOWLEDGE = "acknowledge"
    TRANSFER = "transfer"
    INVESTIGATE = "investigate"
    TEST = "test"
    CONTACT = "contact"
    NEGOTIATE = "negotiate"
    PROPOSE = "propose"
    EXTEND = "extend"
    ANSWER = "answer"
    FOLLOW_UP = "follow_up"
    ESCALATE = "escalate"
    CORRECT = "correct"
    VERIFY_CORRECTION = "verify_correction"
    NOTE = "note"


class Told(StrEnum):
    """Whether the complainant was told of an extension."""

    TOLD = "told"
    NOT_TOLD = "not_told"


class DueAsked(StrEnum):
    """What can be asked of the time limits of a complaint."""

    OVERDUE = "overdue"
    TODAY = "today"
    DUE_SOON = "due_soon"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    HISTORIC = "historic"


class Role(StrEnum):
    CLERK = "clerk"
    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class LetterKind(StrEnum):
    """Papers made from templates; all but the sheet are letters with a number of their own."""

    RECEIPT = "receipt"
    NON_ACCEPTANCE = "non_acceptance"
    PAPERS = "papers"
    EXTENSION = "extension"
    REPLY = "reply"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of an editable list. `label` is the office's own word, None for the built-in one."""

    list_name: str
    code: str
    parent: str | None = None
    label: str | None = None
    hidden: bool = False
    position: int = 0
    built_in: bool = True


FLAT_LISTS: dict[str, tuple[str, ...]] = {
    "channel": (
        "phone", "visit", "letter", "email", "web", "platform", "social", "regulator", "association", "media", "other",
    ),
    "nature": (
        "after_sales", "contract", "quality", "false_advertising", "safety", "price", "counterfeit", "dignity",
        "measurement", "other",
    ),
    "demands": (
        "refund", "return", "exchange", "repair", "redo", "compensate", "punitive", "make_up", "invoice", "apologise",
        "explain", "perform", "other",
    ),
    "outcome": (
        "settled", "refunded", "returned", "exchanged", "repaired", "compensated", "apologised", "explained",
        "not_upheld", "withdrawn", "transferred", "other",
    ),
    "reply_by": ("phone", "visit", "letter", "email", "message", "platform", "other"),
    "decline_reason": ("not_our_product", "no_contact", "settled_before", "not_a_complaint", "other"),
}  # fmt: skip

TREES: dict[str, dict[str, tuple[str, ...]]] = {
    "category": {
        "goods": (
            "electronics", "clothing", "food", "daily_goods", "building", "vehicles", "jewellery", "tobacco_drinks",
            "medical", "farming",
        ),
        "services": (
            "social_life", "internet", "education", "telecom", "sales", "culture", "public_facilities",
            "decoration_property", "travel", "health_care", "finance", "postal", "insurance",
        ),
        "other": (),
    },
    "cause": {
        "product": ("product.design", "product.production", "product.packaging", "product.expired"),
        "logistics": ("logistics.delay", "logistics.damage", "logistics.wrong_item"),
        "people": ("people.attitude", "people.skill", "people.violation"),
        "process": ("process.time_limit", "process.information", "process.evasion"),
        "promotion": ("promotion.exaggeration", "promotion.omission"),
        "pricing": ("pricing.marking", "pricing.charging"),
        "system": ("system.failure", "system.data"),
        "consumer": ("consumer.misunderstanding", "consumer.misuse"),
        "other": (),
    },
}  # fmt: skip

TEXT_LISTS = ("department", "outlet")
"""Lists of the office's own: the code of an entry is the very text that complaints hold, so it has no label beside it."""

ASSOCIATION_LISTS = frozenset({"nature", "category"})
"""Lists whose built-in entries are those that the China Consumers Association counts by: figures are compared by them."""

CLOSED_LISTS: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "status": Status,
    "severity": Severity,
    "liability": Liability,
    "response": Response,
    "follow_up": FollowUp,
    "step_kind": StepKind,
    "role": Role,
    "letter": LetterKind,
    "due": DueAsked,
    "pause_reason": PauseReason,
    "told": Told,
}

RULE_SETS = (
    "general", "distance_return", "odr", "regulator", "bank", "telecom", "express", "tourism", "guarantee", "prepaid",
    "blank",
)  # fmt: skip

REFUNDING = frozenset({"refunded", "returned"})
"""Outcomes that give the price back."""

PROVINCES = (
    "beijing", "tianjin", "hebei", "shanxi", "neimenggu", "liaoning", "jilin", "heilongjiang", "shanghai", "jiangsu",
    "zhejiang", "anhui", "fujian", "jiangxi", "shandong", "henan", "hubei", "hunan", "guangdong", "guangxi", "hainan",
    "chongqing", "sichuan", "guizhou", "yunnan", "xizang", "shaanxi", "gansu", "qinghai", "ningxia", "xinjiang",
    "hongkong", "macao", "taiwan",
)  # fmt: skip
"""In the order of the national division codes (GB/T 2260)."""

RATINGS = (5, 4, 3, 2, 1)
"""Satisfaction from very satisfied to very dissatisfied; not asked is None, never 0."""


def built_in_entries() -> tuple[ListEntry, ...]:
    """Every built-in entry of the editable lists, in the order in which they are offered."""
    entries = [
        ListEntry(name, code, position=position)
        for name, codes in FLAT_LISTS.items()
        for position, code in enumerate(codes)
    ]
    for name, branches in TREES.items():
        for position, (branch, leaves) in enumerate(branches.items()):
            entries.append(ListEntry(name, branch, position=position))
            entries.extend(ListEntry(name, leaf, parent=branch, position=at) for at, leaf in enumerate(leaves))
    return tuple(entries)
