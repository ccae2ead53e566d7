"""Rows of complaints as plain values: a hundred thousand are written without a value of its own made for each field.

A row holds for each field asked for: a text or code as `str`, several codes joined by commas, a moment as seconds of Beijing
wall time since 1970-01-01 00:00, money in whole fen, a partial date as its ISO text, a rating as `int`; None or "": not said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from complaint_desk.domain.moments import SHANGHAI

Plain: TypeAlias = str | int | None
PlainRow: TypeAlias = Sequence[Plain]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=SHANGHAI)


def moment_of(seconds: int) -> dt.datetime:
    """The moment that seconds of wall time mean."""
    return _EPOCH + dt.timedelta(seconds=seconds)


def yuan_of(fen: int) -> Decimal:
    """The amount that whole fen mean, with 2 places."""
    return Decimal(fen).scaleb(-2)
