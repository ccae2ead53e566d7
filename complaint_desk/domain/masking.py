"""How personal data reads for people who do not need it: `张*`, `138****1234`, an address to its district.

Source: the habits of Chinese offices (lists, exports, printed ledgers). A masked text stays what it is when it is masked again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from complaint_desk.domain.phones import normal_phones

HIDDEN = "***"
"""What stands for a text of which nothing is told."""

_NUMBER = "****"
_BEGIN, _LAST = 3, 4
_LOCAL = 9
_LEAST = 7
_MOBILE = 11
_CARD = 15
_IDENTITY = 18
_RUN = 5
"""Digits in a row by which a number of the person is known again."""

_COMPOUND = frozenset({
    "\u6b27\u9633", "\u4e0a\u5b98", "\u53f8\u9a6c", "\u8bf8\u845b", "\u4e1c\u65b9", "\u7687\u752b", "\u5c09\u8fdf",
    "\u516c\u5b59", "\u6155\u5bb9", "\u53f8\u5f92", "\u4ee4\u72d0", "\u5b87\u6587", "\u957f\u5b59", "\u590f\u4faf",
    "\u8f69\u8f95", "\u5357\u5bab", "\u72ec\u5b64", "\u53f8\u7a7a", "\u7aef\u6728", "\u767e\u91cc", "\u4e1c\u90ed",
    "\u897f\u95e8", "\u6fb9\u53f0", "\u516c\u51b6", "\u592a\u53f2", "\u7533\u5c60", "\u949f\u79bb", "\u6df3\u4e8e",
    "\u5355\u4e8e", "\u547c\u5ef6", "\u95fb\u4eba", "\u6fee\u9633", "\u8d6b\u8fde", "\u62d3\u8dcb", "\u5b8c\u989c",
    "\u7eb3\u5170", "\u53f6\u8d6b",
})  # fmt: skip
"""Surnames of two characters: 欧阳, 上官, 司马 and the others that are still borne."""

_NOBODY = frozenset({
    "\u533f\u540d", "anonymous", "\u6d88\u8d39\u8005", "\u987e\u5ba2", "\u5ba2\u6237",
    "\u7528\u6237", "\u6295\u8bc9\u4eba", "\u4e3e\u62a5\u4eba", "\u672c\u4eba", "\u5148\u751f",
    "\u5973\u58eb", "\u5c0f\u59d0", "\u4e0d\u8be6", "\u672a\u77e5", "\u65e0\u540d\u6c0f",
})  # fmt: skip
"""What stands in the field of a name where nobody is named: 匿名, 消费者, 本人, 不详."""

_TITLES = re.compile(
    "(?:\u5148\u751f|\u5973\u58eb|\u5c0f\u59d0|\u592a\u592a|\u540c\u5fd7|\u8001\u5e08|\u5e08\u5085|\u7ecf\u7406|\u963f\u59e8|\u5927\u7237)$"
)
_BETWEEN_NAMES = re.compile(
    r"[\s\d,;/()&|+\uff0c\u3001\uff1b\uff0f\uff08\uff09\u00b7\u2022\u30fb\u2027\uff06:\uff1a.\-]+"
)
_MASKED_NAME = re.compile(r"[^*](?:\*{1,2}|(?<=[A-Za-z])\*{3})|[^*]{2}\*{1,2}")

_EMAIL = re.compile(r"([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]*([@\uff20][A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_PLATE = re.compile(
    "([\u4eac\u6d25\u5180\u664b\u8499\u8fbd\u5409\u9ed1\u6caa\u82cf\u6d59\u7696\u95fd\u8d63\u9c81\u8c6b\u9102\u6e58\u7ca4\u6842\u743c"
    "\u6e1d\u5ddd\u8d35\u4e91\u85cf\u9655\u7518\u9752\u5b81\u65b0][A-Z])[\u00b7 ]?[A-Z0-9]{3,4}([A-Z0-9]{2})(?![A-Za-z0-9])"
)
_NUMBERS = re.compile(
    r"(?<!\d)(?:"
    r"\d{17}[Xx]|\d{6}[ -]\d{8}[ -]\d{3}[\dXx]"  # identity numbers
    r"|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?"  # cards
    r"|[(\uff08]?0\d{2,3}[)\uff09 \-\u2014\uff0d]{1,2}\d{3,4}[ -]?\d{4}"  # landlines
    r"|\d{3,4}[ -]\d{3,4}[ -]\d{4}"  # mobiles and service numbers
    r"|\d{7,}"
    r")(?!\d)"
)
_RUNS = re.compile(r"[(\uff08]?\d(?:[\s\-.()\uff0d\u2014\u2013\uff08\uff09\u00b7]{0,2}\d)+[Xx]?")
_OPENING = "(\uff08"
_MASKED_PHONES = re.compile(r"(?:[+0-9]{0,4}-?\*{4}[0-9]{0,4} ?)+")
_MASKED_CONTACT = re.compile(rf".\*{{3}}(?:[@\uff20][A-Za-z0-9.*-]+)?|{_MASKED_PHONES.pattern}")
_MASKED_ENDING = re.compile(r"\*{4}.{0,4}")
_ACCOUNT = re.compile(r"[A-Za-z0-9_.\-]{4,}")
_SERVICES = frozenset({"wechat", "weixin", "email", "e-mail", "alipay", "douyin", "taobao"})
_AREA = re.compile(r"0(?:10|2\d|[3-9]\d\d)")

_PART = r"[^\d\s\u8def\u8857\u9053\u5df7\u5f04\u6751\u9547\u4e61\u53f7\u680b\u5e62\u697c*]"
_DISTRICT = re.compile(
    r"(?:[^\d\s*]{2,8}?(?:\u7701|\u81ea\u6cbb\u533a|\u7279\u522b\u884c\u653f\u533a)[\s/]*)?"
    rf"(?:[^\d\s*]{_PART}{{0,7}}?(?:(?<![\u8d85\u95e8\u591c\u83dc\u96c6\u95f9])\u5e02|\u81ea\u6cbb\u5dde|\u5730\u533a|\u76df)(?!\u573a)[\s/]*)?"
    rf"(?:[^\d\s*]{_PART}{{0,7}}?(?:(?<![\u5c0f\u793e\u56ed\u6821\u666f\u5382\u9662\u5e93\u7247\u8f96\u8857])\u533a"
    r"|\u53bf|\u65d7|(?<![\u8d85\u95e8\u591c\u83dc\u96c6\u95f9])\u5e02(?!\u573a)))?"
)
"""Province, city, district, as far as an address begins with them; 小区, 园区, 超市 and the like are none."""

_ROADS = (
    "\u8857\u9053|\u80e1\u540c|\u5c0f\u533a|\u82b1\u56ed|\u516c\u5bd3|\u5927\u53a6|\u5e7f\u573a|"
    "[\u8def\u8857\u9053\u5df7\u5f04\u6751\u9547\u4e61\u82d1\u91cc\u574a\u57ce]"
)
_PLACES = re.compile(rf"[^\d\W]+?(?:{_ROADS})")
_HOUSE = re.compile(
    r"\*\*\*(?:[\s\-\u2014#]*\d+[\s\-\u2014#]*"
    r"(?:\u53f7|\u5f04|\u680b|\u5e62|\u5ea7|\u5355\u5143|\u5ba4|\u697c|\u5c42|\u623f|\u6237)?)+(?<![\s\-\u2014#])"
)
"""House numbers behind the name of a street that was taken out."""

_NAME_OF_A_PLACE = 3
_LONGEST_REGION = 12


def masked_name(name: str) -> str:
    """`张三` as `张*`, `王小明` as `王**`, `欧阳娜娜` as `欧阳**`, `John Smith` as `J***`; nobody stays nobody."""
    plain = name.strip()
    if not plain or plain.casefold() in _NOBODY or is_masked_name(plain):
        return plain
    if plain[0].isascii():
        return f"{plain[0]}{HIDDEN}"
    kept = 2 if len(plain) > 2 and plain[:2] in _COMPOUND else 1
    return plain[:kept] + ("**" if len(plain) > kept + 1 else "*")


def is_masked_name(name: str) -> bool:
    """True for a name that somebody masked already, as shops and platforms do."""
    return bool(_MASKED_NAME.fullmatch(name)) and (name[1] == "*" or name[:2] in _COMPOUND)


def masked_phones(text: str) -> str:
    """The numbers of a field, each with its beginning and its last four digits; `***` where it holds no number."""
    if not text.strip() or _MASKED_PHONES.fullmatch(text):
        return text
    return " ".join(map(_masked_phone, normal_phones(text))) or HIDDEN


def _masked_phone(normal: str) -> str:
    number = normal.partition("-")[0]
    if len(number) < _LOCAL:
        return f"{_NUMBER}{number[-_LAST:]}" if len(number) > _RUN + 1 else _NUMBER
    if len(number) != _MOBILE or not number.startswith("1"):
        area = _AREA.match(number)
        if area:
            return f"{area.group()}-{_NUMBER}{number[-_LAST:]}"
    return f"{number[:3]}{_NUMBER}{number[-_LAST:]}"


def masked_contact(text: str) -> str:
    """Another way to reach somebody: of an e-mail address the first letter and the domain, of an account its first letter."""
    plain = text.strip()
    if not plain or _MASKED_CONTACT.fullmatch(plain):
        return plain
    if _EMAIL.fullmatch(plain):
        return without_numbers(plain)
    return masked_phones(plain) if _RUNS.fullmatch(plain) else plain[0] + HIDDEN


def masked_ending(text: str) -> str:
    """Of an order number its last four characters."""
    plain = text.strip()
    if not plain or _MASKED_ENDING.fullmatch(plain):
        return plain
    return _NUMBER + (plain[-_LAST:] if len(plain) > _LAST else "")


def district_of(address: str) -> str:
    """Province, city and district with which an address begins, as they are written; "" where it begins with none."""
    found = _DISTRICT.match(address)
    return found.group().rstrip(" /") if found else ""


def masked_address(address: str) -> str:
    """An address to its district."""
    plain = address.strip()
    district = district_of(plain)
    return plain if plain in {district, district + HIDDEN} else district + HIDDEN


def masked_region(region: str) -> str:
    """A region as it is; what goes beyond a district is left out."""
    plain = region.strip()
    beyond = plain[len(district_of(plain)) :]
    is_region = len(plain) <= _LONGEST_REGION and not any(map(str.isdigit, plain)) and not _PLACES.search(beyond)
    return plain if is_region else masked_address(plain)


def without_numbers(text: str) -> str:
    """A narrative for people who need no personal data: of telephone, identity, card and plate numbers only the ends."""
    if "@" in text or "\uff20" in text:
        text = _EMAIL.sub(r"\1***\2", text)
    return _RUNS.sub(_without_number, _PLATE.sub(r"\1***\2", text))


def _without_number(run: re.Match[str]) -> str:
    found = run.group()
    return _NUMBERS.sub(lambda number: _ends(number.group()), found) if len(found) >= _LEAST else found


def _ends(number: str) -> str:
    figures, ends_in_x = _figures(number), number[-1] in "Xx"
    last = figures[-_LAST + 1 :] + number[-1] if ends_in_x else figures[-_LAST:]
    if len(number) > len(figures) and not ends_in_x and (area := _AREA.match(figures)):
        return f"{area.group()}-{_NUMBER}{last}"
    count = len(figures) + ends_in_x
    return (figures[:_BEGIN] if _LOCAL <= count <= _CARD or count == _IDENTITY else "") + _NUMBER + last


def _figures(text: str) -> str:
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.decimal(each)) for each in text if each.isdecimal())


@dataclass(frozen=True, slots=True)
class Mask:
    """What is taken out of every text about one person: names, accounts and places with what stands there instead, longest first.

    `runs` are five digits each, by which their numbers are known however they are written.
    """

    secrets: tuple[tuple[str, str], ...]
    runs: frozenset[str]

    def text(self, text: str) -> str:
        """A free text without what tells who the person is, or how anybody else is reached."""
        return self._without_runs(without_numbers(self._without_secrets(text))) if text else text

    def known(self, text: str) -> str:
        """A text that is no narrative, such as a model: without what is known of the person, all other numbers as they are."""
        return self._without_runs(self._without_secrets(text)) if text else text

    def _without_secrets(self, text: str) -> str:
        for secret, instead in self.secrets:
            if secret.isascii():
                if secret.lower() in text.lower():
                    text = re.sub(re.escape(secret), instead.replace("\\", r"\\"), text, flags=re.IGNORECASE)
            elif secret in text:
                text = text.replace(secret, instead)
                text = _HOUSE.sub(HIDDEN, text) if instead == HIDDEN else text
        return text

    def _without_runs(self, text: str) -> str:
        return _RUNS.sub(self._hidden_run, text) if self.runs else text

    def _hidden_run(self, found: re.Match[str]) -> str:
        run = found.group()
        figures = _figures(run)
        begin, end = run[0] if run[0] in _OPENING else "", run[-1] if run[-1] in "Xx" else ""
        if self.runs.isdisjoint(_runs_in(figures)):
            return run
        return begin + _NUMBER + (figures[-_LAST:] if len(figures) > _LOCAL else "") + end


def mask_of(*told: Mapping[str, str]) -> Mask:
    """The mask of a person from personal fields and order number by field, as they are now and as they stood before."""
    found: dict[str, str] = {}
    figures: list[str] = []
    for texts in told:
        said = {name: text.strip() for name, text in texts.items()}
        for name in _NAMES:
            found.update((each, masked_name(each)) for each in _names_in(said.get(name, "")))
        found.update((each, each[0] + HIDDEN) for each in _accounts_in(said.get("other_contact", "")))
        found.update((each, HIDDEN) for each in _places_in(said.get("region", ""), said.get("address", "")))
        if len(order := said.get("order_number", "")) > _RUN and "*" not in order:
            found[order] = masked_ending(order)
        figures += [_figures(run) for name in _WITH_NUMBERS for run in _RUNS.findall(said.get(name, ""))]
        figures += [_figures(each) for name in _PHONES for each in normal_phones(said.get(name, ""))]
    runs = frozenset(run for each in figures for run in _runs_in(each))
    return Mask(tuple(sorted(found.items(), key=lambda each: -len(each[0]))), runs)


_NAMES = ("name", "agent_name")
_PHONES = ("phone", "agent_phone")
_WITH_NUMBERS = (*_NAMES, *_PHONES, "other_contact", "address")


def _runs_in(figures: str) -> list[str]:
    return [figures[at : at + _RUN] for at in range(len(figures) - _RUN + 1)]


def _names_in(text: str) -> Iterator[str]:
    """The names that a field of names holds: the whole, each of several, each without its title."""
    for part in (text, *_BETWEEN_NAMES.split(text)):
        for each in (part, _TITLES.sub("", part)):
            if len(each) > 1 and "*" not in each and each.casefold() not in _NOBODY and not each.isdecimal():
                yield each


def _accounts_in(text: str) -> Iterator[str]:
    for each in _ACCOUNT.findall(text):
        if each.lower() not in _SERVICES and not each.isdecimal():
            yield each


def _places_in(region: str, address: str) -> Iterator[str]:
    """What an address says beyond its district: the whole, its streets, estates and villages."""
    beyond = address.removeprefix(region)
    for detail in (beyond[len(district_of(beyond)) :], region[len(masked_region(region).removesuffix(HIDDEN)) :]):
        for each in (detail.strip(), *_PLACES.findall(detail), *re.split(r"[\d\s]+", detail)):
            if len(each) >= _NAME_OF_A_PLACE and "*" not in each:
                yield each
