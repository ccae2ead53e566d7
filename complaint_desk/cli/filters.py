"""The ledger filter that `find` and `export` are given."""

from __future__ import annotations

import argparse

from complaint_desk.cli.context import UsageError
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words


def filter_of(arguments: argparse.Namespace, words: Words) -> LedgerFilter:
    """Filter of words, days, status and nature.

    Raises:
        UsageError: a status or nature that no list knows, or a period that ends before it begins.
    """
    if arguments.first and arguments.last and arguments.last < arguments.first:
        raise UsageError(_("The period ends before it begins."))
    asked = LedgerFilter(words=" ".join(arguments.words), received_from=arguments.first, received_to=arguments.last)
    for field in ("status", "nature"):
        if given := getattr(arguments, field):
            asked = asked.with_choices(field, tuple(_code(words, field, text) for text in given))
    return asked


def _code(words: Words, field: str, text: str) -> str:
    code = words.code(field, text)
    if code is None:
        known = ", ".join(f"{choice.code} {choice.label}" for choice in words.choices(field))
        raise UsageError(
            _("{field}: “{text}” is not in the list ({known}).").format(
                field=words.field_label(field), text=text, known=known
            )
        )
    return code
