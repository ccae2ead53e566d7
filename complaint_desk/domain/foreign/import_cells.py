"""Cells of one row of a foreign ledger as far as each can be understood by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from complaint_desk.domain.fields import FIELD, Field, FieldType
from complaint_desk.domain.foreign.cell_parts import lost_digits, parts_of, without_title
from complaint_desk.domain.foreign.cells import Cell, cell_text
from complaint_desk.domain.foreign.header_words import bare_word
from complaint_desk.domain.foreign.import_mapping import COLUMN_ACCEPTED, COLUMN_NUMBER, COLUMN_STEPS, WordMapping
from complaint_desk.domain.foreign.sheet_dates import SheetDates
from complaint_desk.domain.foreign.understood_row import UnderstoodRow
from complaint_desk.domain.moments import PartialDate, in_shanghai, start_of
from complaint_desk.domain.phones import usual_phones
from complaint_desk.domain.plain_text import Unreadable, one_line, plain_text, tidy
from complaint_desk.domain.problems import Problem, is_control
from complaint_desk.domain.reading import Lookup, Value, read_field, says_nothing

_ACCEPTED_FIELD = FIELD["handled_at"]
_LONGEST_WORD = 60
_MOST_AMOUNTS = 16_384
_BARE_AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_HALF_SECOND = dt.timedelta(milliseconds=500)
_JOINS = {FieldType.LONG_TEXT: "\n", FieldType.PHONE: "/"}
_TOGETHER = frozenset({"region", "address"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


Taker = Callable[[UnderstoodRow, str, Cell], None]
"""Takes a cell into a row, under a field or, for a column beside the complaint, under its header."""


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads the cells of one sheet.

    `decided`: what unknown words mean. `tells_outcome`: a column of its own tells the outcome in words. `as_written`: the
    sheet is an export of this program, whose phones and names are as people typed them.
    """

    lookup: Lookup
    dates: SheetDates
    titles: tuple[str, ...] = ()
    decided: dict[tuple[str, str], str] = field(default_factory=dict)
    tells_outcome: bool = False
    as_written: bool = False
    _noticed: set[tuple[str, str]] = field(default_factory=set)

    def taker(self, target: str, unit: str = "") -> Taker:
        """What takes the cells of a column that fills one field; `unit`: the sign in which its header counts amounts."""
        if target == COLUMN_STEPS:
            return self.take_record
        if target in (COLUMN_NUMBER, COLUMN_ACCEPTED):
            return self._take_number if target == COLUMN_NUMBER else self._take_moment
        match FIELD[target].type:
            case FieldType.TEXT:
                return self._take_name if target in ("name", "agent_name") else self._take_line
            case FieldType.LONG_TEXT:
                return self._take_story
            case FieldType.PHONE:
                return self._take_phone
            case FieldType.MOMENT:
                return self._take_moment
            case FieldType.PARTIAL_DATE:
                return self._take_day
            case FieldType.MONEY:
                return self._counted_in(unit, target) if unit else self._money_taker(target)
            case _:
                return self._word_taker(target)

    def parted(self, targets: tuple[str, ...]) -> Taker:
        """What takes the cells of a column that fills several fields."""
        takers = {target: self.taker(target) for target in targets}

        def take(row: UnderstoodRow, _target: str, cell: Cell) -> None:
            whole = cell_text(cell)
            parts, rest = parts_of(whole, targets)
            for target, text in parts.items():
                takers[target](row, target, text)
            if rest:
                row.originals.append((targets[0], whole.strip()))

        return take

    def _counted_in(self, unit: str, target: str) -> Taker:
        """What takes the amounts of a column whose header has the unit that its cells leave out."""
        own = self._money_taker(target)

        def take(row: UnderstoodRow, _target: str, cell: Cell) -> None:
            text = cell_text(cell).strip()
            own(row, target, f"{text}{unit}" if _BARE_AMOUNT.fullmatch(text) else cell)

        return take

    def joined(self, target: str) -> Taker:
        """What takes the cells of several columns that fill one field together."""
        own = self.taker(target)
        if target == COLUMN_STEPS:
            return own
        between = _JOINS.get(FIELD[target].type, "" if target in _TOGETHER else " ")

        def take(row: UnderstoodRow, _target: str, cell: Cell) -> None:
            before = row.values.pop(target, None)
            if before is None:
                own(row, target, cell)
            elif isinstance(before, dt.datetime):
                text = cell.isoformat() if isinstance(cell, dt.time) else cell_text(cell)
                own(row, target, f"{before:%Y-%m-%d} {text}")
                row.values.setdefault(target, before)
            elif (text := tidy(cell_text(cell))) and not str(before).endswith(text):
                own(row, target, f"{before}{between}{text}")
            else:
                row.values[target] = before

        return take

    @staticmethod
    def take_record(row: UnderstoodRow, _target: str, cell: Cell) -> None:
        """Go on with the handling record, which is understood when all of it is there."""
        row.record += cell_text(cell)

    @staticmethod
    def take_extra(row: UnderstoodRow, header: str, cell: Cell) -> None:
        """Keep a column beside the complaint."""
        text = tidy(cell if isinstance(cell, str) else cell_text(cell))
        if text:
            row.extra.append((header, text if text.isprintable() else _CONTROL.sub("", text)))

    def _take_line(self, row: UnderstoodRow, target: str, cell: Cell) -> None:
        text = cell if isinstance(cell, str) else cell_text(cell)
        row.cells[target] = cell
        self._keep(row, target, one_line(text))

    def _take_story(self, row: UnderstoodRow, target: str, cell: Cell) -> None:
        text = cell if isinstance(cell, str) else cell_text(cell)
        row.cells[target] = cell
        self._keep(row, target, tidy(text))

    def _take_name(self, row: UnderstoodRow, target: str, cell: Cell) -> None:
        self._take_line(row, target, cell)
        name = row.values[target]
        if name.endswith(self.titles) and not self.as_written and (bare := without_title(name, self.titles)) != name:
            row.values[target] = bare
            row.originals.append((target, name))

    def _take_phone(self, row: UnderstoodRow, target: str, cell: Cell) -> None:
        text = cell if isinstance(cell, str) else cell_text(cell)
        row.cells[target] = cell
        line = one_line(text)
        if (line.isdigit() and line.isascii()) or not line or self.as_written:
            self._keep(row, target, line)
        elif says_nothing(line):
            self._notice(row, target, line)
        elif lost_digits(line):
            row.leave_out(target, "lost_digits")
        else:
            self._keep(row, target, usual_phones(line))

    def _money_taker(self, target: str) -> Taker:
        """What takes the amounts of one column; each is read once."""
        known = FIELD[target]
        remembered: dict[str, Value | Problem] = {}

        def take(row: UnderstoodRow, _target: str, cell: Cell) -> None:
            text = cell if isinstance(cell, str) else cell_text(cell)
            row.cells[target] = cell
            if (value := remembered.get(text)) is None:
                if says_nothing(text):
                    self._notice(row, target, text)
                    return
                value = read_field(known, text, self.lookup)
                if len(text) <= _LONGEST_WORD and len(remembered) < _MOST_AMOUNTS:
                    remembered[text] = value
            if isinstance(value, Problem):
                row.leave_out(target, value.code)
            else:
                row.values[target] = value

        return take

    def _take_number(self, row: UnderstoodRow, target: str, cell: Cell) -> None:
        text = cell if isinstance(cell, str) else cell_text(cell)
        row.cells[target] = cell
        row.values[target] = " ".join(tidy(text).split())

    def _take_moment(self, row: UnderstoodRow, target: str, cell: Cell) -> None:
        row.cells[target] = cell
        if isinstance(cell, dt.datetime):
            moment = in_shanghai(cell)
            if moment.microsecond:
                # A spreadsheet keeps times as fractions of a day, a few microseconds off.
                moment = (moment + _HALF_SECOND).replace(microsecond=0)
            row.values[target] = moment
        elif isinstance(cell, dt.date):
            row.values[target] = start_of(cell)
        else:
            self._take_date(row, target, cell_text(cell), self.dates.moment)

    def _take_day(self, row: UnderstoodRow, target: str, cell: Cell) -> None:
        row.cells[target] = cell
        if isinstance(cell, dt.date):
            row.values[target] = PartialDate.of(cell.date() if isinstance(cell, dt.datetime) else cell)
        else:
            self._take_date(row, target, cell_text(cell), self.dates.partial_date)

    def _take_date(
        self, row: UnderstoodRow, target: str, text: str, read: Callable[[str], tuple[dt.datetime | PartialDate, bool]]
    ) -> None:
        try:
            row.values[target], several = read(text)
        except Unreadable as unreadable:
            if not says_nothing(text):
                row.leave_out(target, unreadable.code)
        else:
            if several:
                row.note(target, "first_of_range", text)
                row.originals.append((target, tidy(text)))

    def _word_taker(self, target: str) -> Taker:
        """What takes the words of one list; each is looked up once."""
        known = FIELD[target]
        remembered: dict[str, Value | Problem] = {}

        def take(row: UnderstoodRow, _target: str, cell: Cell) -> None:
            text = cell if isinstance(cell, str) else cell_text(cell)
            row.cells[target] = cell
            if (value := remembered.get(text)) is None:
                value = self._decided(known, text) or read_field(known, text, self.lookup)
                if len(text) <= _LONGEST_WORD:
                    remembered[text] = value
            if not isinstance(value, Problem):
                row.values[target] = value
            elif target == "outcome" and not self.tells_outcome:
                # Ledgers tell the outcome in their own words; a code is never guessed from prose.
                row.values["outcome_text"] = tidy(text)
            else:
                row.leave_out(target, value.code)

        return take

    def _decided(self, known: Field, text: str) -> Value | Problem | None:
        code = self.decided.get((known.name, bare_word(text)))
        if code is None:
            return None
        return read_field(known, code, self.lookup)

    def _keep(self, row: UnderstoodRow, target: str, text: str) -> None:
        """Keep a text; what no sheet or letter can hold is taken out and noted."""
        if not text.isprintable() and (fit := _CONTROL.sub("", text)) != text:
            row.note(target, "control_character", "".join(sign for sign in text if not is_control(sign)))
            text = fit
        row.values[target] = text
        if text[:1] == "=":
            row.note(target, "formula_as_text", text)

    def _notice(self, row: UnderstoodRow, target: str, text: str) -> None:
        """What is written where there is nothing to say is told once a column, not in every row."""
        key = (target, plain_text(text))
        if key not in self._noticed:
            self._noticed.add(key)
            row.note(target, "nothing_said", text)


def decided_words(words: tuple[WordMapping, ...]) -> dict[tuple[str, str], str]:
    """What somebody decided of unknown words: (field, bare word) → codes."""
    return {(each.field, bare_word(each.word)): each.code for each in words}
