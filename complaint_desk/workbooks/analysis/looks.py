"""How the analysis workbook looks: fonts, colours, number formats, widths that fit Chinese."""

from __future__ import annotations

import unicodedata

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FACE = "Microsoft YaHei"
ACCENT, BETTER, WORSE, GREY = "1F5FBF", "1E7B45", "B42318", "5B6570"
HEADER_INK, HEADER_GROUND = "1F3864", "E4ECF7"
HEAT = "8FB4E8"
_LINE = Side(style="thin", color="E3E6EA")
_STRONG_LINE = Side(style="thin", color="9AA5B1")

TITLE = Font(name=FACE, size=16, bold=True, color="1B1F24")
SECTION = Font(name=FACE, size=12, bold=True, color=ACCENT)
SECONDARY = Font(name=FACE, size=9, color=GREY)
SMALL = Font(name=FACE, size=8, color="8A94A0")
PLAIN = Font(name=FACE, size=10, color="1B1F24")
LINK = Font(name=FACE, size=10, color=ACCENT, underline="single")
STRONG = Font(name=FACE, size=10, bold=True, color="1B1F24")
HEADER = Font(name=FACE, size=10, bold=True, color=HEADER_INK)
HEADER_FILL = PatternFill("solid", fgColor=HEADER_GROUND)
TOTAL_FILL = PatternFill("solid", fgColor="F5F6F8")
ROW_LINE = Border(bottom=_LINE)
HEADER_LINE = Border(bottom=_STRONG_LINE)
TOTAL_LINE = Border(top=_STRONG_LINE, bottom=_STRONG_LINE)

LEFT = Alignment(horizontal="left", vertical="center")
RIGHT = Alignment(horizontal="right", vertical="center")
RIGHT_WRAPPED = Alignment(horizontal="right", vertical="top", wrap_text=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
INDENTED = Alignment(horizontal="left", vertical="center", indent=1)
WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True)
INDENTED_WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)

TEXT = "@"
KEY = "@key"
"""Texts that are keys of figures: a mark for the sheet's writer, no format of a sheet."""

COUNT = "#,##0"
COUNT_OR_DASH = '#,##0;-#,##0;"\u2013"'
SHARE = "0.00%"
WHOLE_PERCENT = "0%"
MONEY = "#,##0.00"
DAYS = "0.00"
DAY = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm"
UP, DOWN = "\u2191", "\u2193"
POINTS = '"\u2191"0.00;"\u2193"0.00;"\u2014"'
"""Percentage points as the association prints them: arrow and number without a sign."""

CHANGE = '"\u2191"0.00%;"\u2193"0.00%;"\u2014"'
NOTHING = "\u2013"
"""What stands where nothing can be calculated."""


def arrowed(unit: str) -> str:
    """A number format with 2 decimals, an arrow for the sign, and a unit."""
    return f'"{UP}"0.00"{unit}";"{DOWN}"0.00"{unit}";"\u2014"'


ROW_HEIGHT = 18.0
_NARROWEST, _WIDEST = 8.0, 48.0
_ONE_LINE = 8
FILTER_BUTTON = 3.0


def toned(color: str) -> Font:
    return Font(name=FACE, size=10, color=color)


def display_width(text: str) -> int:
    """Columns that a text takes: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def fitting_width(texts: list[str], most: float = _WIDEST) -> float:
    """The width of a sheet's column that shows the longest text, within reason."""
    longest = max(map(display_width, texts), default=0)
    # The indent and the margins of a cell take about three characters.
    return min(max(longest * 1.05 + 3, _NARROWEST), most)


def heading_width(heading: str) -> float:
    """The width that shows a heading with its filter button, a long one in two lines."""
    wanted = display_width(heading)
    return (wanted if wanted <= _ONE_LINE else max(_ONE_LINE, -(-wanted // 2) + 1)) * 1.05 + FILTER_BUTTON


def wrapped_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column (or merged columns) of a width."""
    return sum(max(1, -(-display_width(line) // max(int(width), 1))) for line in text.split("\n"))


def wrapped_height(text: str, width: float) -> float:
    """The height in points that a wrapped text needs."""
    return max(ROW_HEIGHT, wrapped_lines(text, width - 2) * 16.0 + 3)
