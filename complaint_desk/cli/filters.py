"""The ledger filter that `find` and `export` are given: an option for each criterion, and what they ask."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from complaint_desk.cli.context import UsageError
from complaint_desk.domain.amounts import read_money
from complaint_desk.domain.criteria import CRITERIA, Criterion, Way
from complaint_desk.domain.ledger import Bound, LedgerFilter
from complaint_desk.i18n import _
from complaint_desk.i18n.catalogue import current_language
from complaint_desk.i18n.words import Words, built_in_words

_OFTEN = ("status", "nature")
_YES_NO = {"yes": True, "no": False}


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The words to look for and the options of every criterion."""
    words = built_in_words(current_language())
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("all must be found"))
    _add_range(parser, "received_at", words, ("--from", "--to"), read_day, "D")
    add_conditions(parser)


def add_conditions(parser: argparse.ArgumentParser) -> None:
    """The options of every criterion but the day of receipt."""
    words = built_in_words(current_language())
    for name in _OFTEN:
        _add_choices(parser, name, words)
    more = parser.add_argument_group(
        _("further conditions"),
        _('All must hold. An option that is given several times means: one of these; "" not said.'),
    )
    for name, criterion in CRITERIA.items():
        option = option_of(name)
        match criterion.way:
            case Way.CHOICES if name not in _OFTEN:
                _add_choices(more, name, words)
            case Way.DAYS if name != "received_at":
                _add_range(more, name, words, (f"{option}-from", f"{option}-to"), read_day, "D")
            case Way.MONEY:
                _add_range(more, name, words, (f"{option}-from", f"{option}-to"), _amount, "CNY")
            case Way.FACT:
                more.add_argument(option, dest=f"said.{name}", choices=_YES_NO, help=words.field_label(name))
    more.add_argument(
        "--holding", nargs=2, metavar=("FIELD", "TEXT"), action="append", default=[],
        help=_("a piece of the text of a field (code or label of the field)"),
    )  # fmt: skip
    more.add_argument("--said", metavar="FIELD", action="append", default=[], help=_("something stands in the field"))
    more.add_argument("--not-said", metavar="FIELD", action="append", default=[], help=_("the field is empty"))


def option_of(name: str) -> str:
    """The option of a criterion, or its stem: `--received` of `received_at`."""
    return "--" + name.removesuffix("_at").removesuffix("_on").replace("_", "-")


def filter_of(arguments: argparse.Namespace, words: Words) -> LedgerFilter:
    """The filter that the options ask for.

    Raises:
        UsageError: a word that its list does not know, a range that ends before it begins, an unknown field.
    """
    given = vars(arguments)
    asked = LedgerFilter(words=" ".join(given.get("words", ())))
    for name, criterion in CRITERIA.items():
        match criterion.way:
            case Way.CHOICES:
                asked = asked.with_choices(
                    name, tuple(_code(words, criterion, each) for each in given[f"one_of.{name}"])
                )
            case Way.DAYS | Way.MONEY:
                low, high = given.get(f"low.{name}"), given.get(f"high.{name}")
                _check_order(low, high, words.field_label(name))
                asked = asked.with_range(name, low, high)
            case Way.FACT:
                asked = asked.with_said(name, _YES_NO.get(given[f"said.{name}"]))
    for field, piece in arguments.holding:
        name = _criterion(words, field, [each.name for each in CRITERIA.values() if each.holds_text])
        asked = asked.with_piece(name, piece)
    for said, fields in ((True, arguments.said), (False, arguments.not_said)):
        for field in fields:
            asked = asked.with_said(_criterion(words, field, list(CRITERIA)), said)
    return asked


def find_arguments(wanted: LedgerFilter) -> list[str]:
    """The arguments that give `find` a filter; chosen complaints have none."""
    found = []
    for name, each in wanted.between:
        ends = ("--from", "--to") if name == "received_at" else (f"{option_of(name)}-from", f"{option_of(name)}-to")
        for option, bound in zip(ends, (each.low, each.high), strict=True):
            found += [option, str(bound)] if bound is not None else []
    for name, choices in wanted.one_of:
        found += [part for choice in choices for part in (option_of(name), choice)]
    for name, piece in wanted.holding:
        found += ["--holding", name, piece]
    for name, said in wanted.said:
        if CRITERIA[name].way is Way.FACT:
            found += [option_of(name), "yes" if said else "no"]
        else:
            found += ["--said" if said else "--not-said", name]
    # Behind "--" everything is words, even what looks like an option.
    return [*found, "--", wanted.words] if wanted.words.startswith("-") else [*found, *wanted.words.split()]


def read_day(text: str) -> dt.date:
    """A day as ISO 8601 writes it, for argparse."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{text} is no day; write it like 2026-11-24").format(text=text)) from None


def _amount(text: str) -> Decimal:
    try:
        return read_money(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{text} is no amount; write it like 1299.00").format(text=text)) from None


def _add_choices(parser: argparse._ActionsContainer, name: str, words: Words) -> None:
    listed = CRITERIA[name].word_list is not None
    label = words.field_label(name)
    said = _("{field}, as code or label").format(field=label) if listed else label
    parser.add_argument(
        option_of(name), dest=f"one_of.{name}", metavar=name[0].upper(), action="append", default=[], help=said
    )


def _add_range(
    parser: argparse._ActionsContainer,
    name: str,
    words: Words,
    options: tuple[str, str],
    read: Callable[[str], Bound],
    metavar: str,
) -> None:
    label = words.field_label(name)
    texts = (_("{field}, from (included)"), _("{field}, to (included)"))
    for option, end, text in zip(options, ("low", "high"), texts, strict=True):
        parser.add_argument(option, dest=f"{end}.{name}", type=read, metavar=metavar, help=text.format(field=label))


def _check_order(low: Bound | None, high: Bound | None, label: str) -> None:
    if low is not None and high is not None and high < low:  # type: ignore[operator] # both of one criterion
        if isinstance(low, dt.date):
            raise UsageError(_("The period ends before it begins."))
        raise UsageError(_("{field}: the range ends before it begins.").format(field=label))


def _code(words: Words, criterion: Criterion, text: str) -> str:
    if not text:
        return text
    if criterion.word_list is None:
        if criterion.name == "import_batch" and not (text.isascii() and text.isdigit()):
            raise UsageError(_("{text} is no whole number").format(text=text))
        return text
    code = words.code(criterion.word_list, text)
    if code is None:
        known = ", ".join(f"{choice.code} {choice.label}" for choice in words.choices(criterion.word_list))
        raise UsageError(
            _("{field}: “{text}” is not in the list ({known}).").format(
                field=words.field_label(criterion.name), text=text, known=known
            )
        )
    return code


def _criterion(words: Words, text: str, allowed: list[str]) -> str:
    name = words.code("field", text)
    if name not in allowed:
        known = ", ".join(f"{each} {words.field_label(each)}" for each in allowed)
        raise UsageError(_("“{text}” is no field that can be asked so ({known}).").format(text=text, known=known))
    return name
