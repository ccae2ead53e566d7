"""Numbers in Chinese numerals, everyday (一千二) and financial (壹仟贰佰元整).

The numerals stand as escapes: words for people live in the catalogues alone, and these are digits.
"""

from __future__ import annotations

import re
from decimal import Decimal

_EVERYDAY = "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
_FINANCIAL = "\u96f6\u58f9\u8d30\u53c1\u8086\u4f0d\u9646\u67d2\u634c\u7396"
_TWO = "\u4e24"
_DIGITS = {sign: value for row in (_EVERYDAY, _FINANCIAL) for value, sign in enumerate(row)} | {_TWO: 2}
_UNITS = {
    "\u5341": 10, "\u62fe": 10, "\u767e": 100, "\u4f70": 100, "\u5343": 1_000, "\u4edf": 1_000,
    "\u4e07": 10_000, "\u842c": 10_000, "\u4ebf": 100_000_000,
}  # fmt: skip
_MYRIAD = 10_000
_TENS = "\u5341"
_AMOUNT = re.compile(
    r"(?:\u4eba\u6c11\u5e01)?(?P<yuan>[^\u5143\u5706\u5757\u89d2\u6bdb\u5206\u6574\u6b63\u94b1]+)"
    r"(?:[\u5143\u5706\u5757]\u94b1?(?:(?P<jiao>.)[\u89d2\u6bdb])?\u96f6?(?:(?P<fen>.)\u5206)?)?[\u6574\u6b63]?"
)
_TO_ARABIC = str.maketrans({sign: str(value) for sign, value in _DIGITS.items()})
_DAY_PART = re.compile(rf"[{_EVERYDAY}{_FINANCIAL[0]}{_TENS}]+")


def read_chinese_number(text: str) -> int | None:
    """A whole number in Chinese numerals; None if it is none.

    A digit after a unit alone counts in the next lower unit, as people speak: 一千二 is 1200, 三百五 is 350.
    """
    if not text or any(sign not in _DIGITS and sign not in _UNITS for sign in text):
        return None
    if all(sign in _DIGITS for sign in text):
        return int(text.translate(_TO_ARABIC))
    total = section = 0
    digit: int | None = None
    unit = 1
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit, unit = _DIGITS[sign], unit if _DIGITS[sign] else 1
        else:
            unit = _UNITS[sign]
            if unit < _MYRIAD:
                section += (1 if digit is None else digit) * unit
            else:
                total, section = (total + section + (digit or 0)) * unit, 0
            digit = None
    return total + section + (digit or 0) * max(unit // 10, 1)


def read_chinese_amount(text: str) -> Decimal | None:
    """An amount in yuan with 2 places, jiao and fen included; None if the text is none."""
    found = _AMOUNT.fullmatch(text)
    yuan = read_chinese_number(found["yuan"]) if found else None
    if not found or yuan is None:
        return None
    cents = [_DIGITS.get(part or _EVERYDAY[0]) for part in (found["jiao"], found["fen"])]
    if cents[0] is None or cents[1] is None:
        return None
    return Decimal(yuan) + Decimal(10 * cents[0] + cents[1]) / 100 + Decimal("0.00")


def with_arabic_days(text: str) -> str:
    """A date whose year, month and day are written in everyday numerals, in digits: 二〇二四年三月五日 → 2024年3月5日."""
    return _DAY_PART.sub(lambda found: str(_part_of_day(found[0])), text)


def _part_of_day(numerals: str) -> int | str:
    value = read_chinese_number(numerals)
    return numerals if value is None else value
