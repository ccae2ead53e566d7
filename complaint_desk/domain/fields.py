"""The fields of a complaint: one table from which forms, columns, import, export and JSON are built.

Source: product contract, section 1. Labels come from `i18n.words.field_label`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class FieldType(Enum):
    """What a field's value is in a `Complaint`."""

    TEXT = "str, one line"
    LONG_TEXT = "str, several lines"
    PHONE = "str, as typed, several numbers allowed"
    MOMENT = "aware datetime in Beijing time"
    PARTIAL_DATE = "PartialDate"
    MONEY = "Decimal, 2 places, yuan"
    WORD = "code of a closed or editable list"
    WORDS = "tuple of codes"
    LEAF = "code in a tree list"
    RATING = "int 1..5"
    NUMBERS = "tuple of complaint numbers"


class Group(StrEnum):
    IDENTITY = "identity"
    INTAKE = "intake"
    COMPLAINANT = "complainant"
    SUBJECT = "subject"
    CONTENT = "content"
    JUDGEMENT = "judgement"
    RESULT = "result"
    FOLLOW_UP = "follow_up"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Field:
    """`word_list` names the vocabulary of WORD, WORDS and LEAF fields; `limit` is the longest text in characters."""

    name: str
    group: Group
    type: FieldType
    word_list: str | None = None
    required: bool = False
    editable: bool = True
    limit: int = 200


_T = FieldType
_G = Group

FIELDS: tuple[Field, ...] = (
    Field("number", _G.IDENTITY, _T.TEXT, editable=False),
    Field("source_number", _G.IDENTITY, _T.TEXT),
    Field("kind", _G.INTAKE, _T.WORD, "kind", required=True),
    Field("status", _G.INTAKE, _T.WORD, "status", editable=False),
    Field("received_at", _G.INTAKE, _T.MOMENT, required=True),
    Field("due_at", _G.INTAKE, _T.MOMENT, editable=False),
    Field("registered_at", _G.INTAKE, _T.MOMENT, editable=False),
    Field("registered_by", _G.INTAKE, _T.TEXT, editable=False),
    Field("channel", _G.INTAKE, _T.WORD, "channel"),
    Field("rule_set", _G.INTAKE, _T.WORD, "rule_set"),
    Field("name", _G.COMPLAINANT, _T.TEXT),
    Field("phone", _G.COMPLAINANT, _T.PHONE),
    Field("other_contact", _G.COMPLAINANT, _T.TEXT),
    Field("region", _G.COMPLAINANT, _T.TEXT),
    Field("address", _G.COMPLAINANT, _T.TEXT, limit=500),
    Field("agent_name", _G.COMPLAINANT, _T.TEXT),
    Field("agent_phone", _G.COMPLAINANT, _T.PHONE),
    Field("subject_name", _G.SUBJECT, _T.TEXT, required=True),
    Field("category", _G.SUBJECT, _T.LEAF, "category", required=True),
    Field("brand", _G.SUBJECT, _T.TEXT),
    Field("model", _G.SUBJECT, _T.TEXT),
    Field("batch", _G.SUBJECT, _T.TEXT),
    Field("order_number", _G.SUBJECT, _T.TEXT),
    Field("outlet", _G.SUBJECT, _T.TEXT),
    Field("purchased_on", _G.SUBJECT, _T.PARTIAL_DATE),
    Field("price", _G.SUBJECT, _T.MONEY),
    Field("amount", _G.SUBJECT, _T.MONEY),
    Field("facts", _G.CONTENT, _T.LONG_TEXT, required=True, limit=32_000),
    Field("reasons", _G.CONTENT, _T.LONG_TEXT, limit=32_000),
    Field("demands", _G.CONTENT, _T.WORDS, "demands"),
    Field("claimed", _G.CONTENT, _T.MONEY),
    Field("nature", _G.JUDGEMENT, _T.WORD, "nature", required=True),
    Field("severity", _G.JUDGEMENT, _T.WORD, "severity"),
    Field("cause", _G.JUDGEMENT, _T.LEAF, "cause"),
    Field("liability", _G.JUDGEMENT, _T.WORD, "liability"),
    Field("department", _G.JUDGEMENT, _T.TEXT),
    Field("handler", _G.JUDGEMENT, _T.TEXT),
    Field("outcome", _G.RESULT, _T.WORD, "outcome"),
    Field("outcome_text", _G.RESULT, _T.LONG_TEXT, limit=32_000),
    Field("compensation", _G.RESULT, _T.MONEY),
    Field("handled_at", _G.RESULT, _T.MOMENT),
    Field("replied_at", _G.RESULT, _T.MOMENT),
    Field("reply_by", _G.RESULT, _T.WORD, "reply_by"),
    Field("response", _G.RESULT, _T.WORD, "response"),
    Field("closed_at", _G.RESULT, _T.MOMENT, editable=False),
    Field("follow_up", _G.FOLLOW_UP, _T.WORD, "follow_up"),
    Field("satisfaction", _G.FOLLOW_UP, _T.RATING, "satisfaction"),
    Field("satisfaction_handling", _G.FOLLOW_UP, _T.RATING, "satisfaction"),
    Field("followed_up_at", _G.FOLLOW_UP, _T.MOMENT),
    Field("follow_up_text", _G.FOLLOW_UP, _T.LONG_TEXT, limit=32_000),
    Field("repeats", _G.LINKS, _T.NUMBERS),
)

FIELD: dict[str, Field] = {field.name: field for field in FIELDS}

PERSONAL = frozenset({"name", "phone", "other_contact", "region", "address", "agent_name", "agent_phone"})
"""Fields that say who complains (PIPL 4): masked for roles that do not need them, erased by law (PIPL 47)."""

SEARCHED = (
    "number", "source_number", "name", "phone", "agent_name", "agent_phone", "subject_name", "brand", "model",
    "facts", "reasons", "outcome_text", "order_number",
)  # fmt: skip
"""Fields that the search box looks into, in the order of the search text."""
