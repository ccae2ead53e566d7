"""Numbers on the command line."""

from __future__ import annotations

import argparse

from complaint_desk.i18n import _


def whole_number(text: str) -> int:
    if text.isascii() and text.removeprefix("-").isdigit():
        return int(text[:18])
    raise argparse.ArgumentTypeError(_("{text} is no whole number").format(text=text))


def at_least_one(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:18]) > 0:
        return int(text[:18])
    raise argparse.ArgumentTypeError(_("{text} is no whole number above 0").format(text=text))
