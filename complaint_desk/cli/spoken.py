"""argparse in the chosen language: it asks its module for words, which is where ours are put while it parses."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from complaint_desk.i18n import _


@contextmanager
def argparse_speaks() -> Iterator[None]:
    """Within this scope argparse's own words come from our catalogue."""
    words = _words_of_argparse()
    before = argparse._, argparse.ngettext  # type: ignore[attr-defined]
    argparse._ = lambda text: words.get(text, text)  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: words.get(one if count == 1 else many, many)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        argparse._, argparse.ngettext = before  # type: ignore[attr-defined]


def _words_of_argparse() -> dict[str, str]:
    """Argparse's words (Python 3.11 to 3.14) in the language in force; a word of a later Python stays English."""
    return {
        "usage: ": _("usage: "),
        "options": _("options"),
        "positional arguments": _("positional arguments"),
        "show this help message and exit": _("show this help message and exit"),
        "argument %(argument_name)s: %(message)s": _("argument %(argument_name)s: %(message)s"),
        "unrecognized arguments: %s": _("unrecognized arguments: %s"),
        "the following arguments are required: %s": _("the following arguments are required: %s"),
        "not allowed with argument %s": _("not allowed with argument %s"),
        "ignored explicit argument %r": _("ignored explicit argument %r"),
        "expected one argument": _("expected one argument"),
        "expected at most one argument": _("expected at most one argument"),
        "expected at least one argument": _("expected at least one argument"),
        "expected %s argument": _("expected %s argument"),
        "expected %s arguments": _("expected %s arguments"),
        "invalid choice: %(value)r (choose from %(choices)s)": _("invalid choice: %(value)r (choose from %(choices)s)"),
        "invalid %(type)s value: %(value)r": _("invalid %(type)s value: %(value)r"),
    }
