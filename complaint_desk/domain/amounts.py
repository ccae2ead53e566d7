"""Amounts of money as people write them: ￥1,299.00元, 1.2万, (1,200), and in Chinese numerals.

Chinese characters stand as escapes, since words for people live in the catalogues alone and these are marks within numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from complaint_desk.domain.chinese_numbers import read_chinese_amount
from complaint_desk.domain.plain_text import Unreadable, plain_text
from complaint_desk.domain.problems import HIGHEST_AMOUNT

_MONEY = re.compile(
    r"(?P<open>\()?(?P<sign>[-\u2212])?\s*(?:\u4eba\u6c11\u5e01|rmb|cny|[\u00a5$])?\s*(?P<sign2>[-\u2212])?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
    r"\s*(?P<unit>[\u4e07\u5343\u4ebf])?\s*(?:\u5143\u6574?|\u5757\u94b1?|\u5706\u6574?|rmb|cny|yuan)?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_UNITS = {"\u4e07": 10_000, "\u5343": 1_000, "\u4ebf": 100_000_000}
_LONGEST_AMOUNT = 40


@lru_cache(maxsize=8_192)
def read_money(text: str) -> Decimal:
    """An exact amount in yuan, with 2 places unless it has more; in brackets it is negative, as accountants write.

    Raises:
        Unreadable: `not_money`; also for what is only about an amount, or two of them.
    """
    plain = plain_text(text)
    if len(plain) > _LONGEST_AMOUNT:
        raise Unreadable("not_money")
    found = _MONEY.fullmatch(plain)
    if not found and (spoken := read_chinese_amount(plain)) is not None and spoken <= HIGHEST_AMOUNT:
        return spoken
    if not found or bool(found["open"]) != bool(found["close"]):
        raise Unreadable("not_money")
    signs = [found["open"], found["sign"], found["sign2"]]
    if sum(map(bool, signs)) > 1 or "$" in plain:
        raise Unreadable("not_money")
    amount = Decimal(found["number"].replace(",", "")) * _UNITS.get(found["unit"] or "", 1)
    if amount > HIGHEST_AMOUNT:
        raise Unreadable("not_money")
    if amount == (cents := amount.quantize(Decimal("0.01"))):
        amount = cents
    return -amount if any(signs) else amount
