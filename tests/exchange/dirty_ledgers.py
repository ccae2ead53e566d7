"""Ledgers as ten people keep them in ten ways, made from a seed, with what an import must make of each."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.exchange.files import Rows, write_csv, write_ods, write_page, write_xls, write_xlsx

HEADERS: dict[str, Sequence[str]] = {
    "source_number": ("来源编号", "投诉编号", "编号"),
    "received_at": ("投诉时间", "投诉日期", "接诉日期", "来电时间"),
    "name": ("投诉人", "投诉人姓名", "消费者姓名"),
    "phone": ("联系电话", "手机号码", "联系方式"),
    "subject_name": ("商品名称", "商品/服务名称", "产品名称"),
    "price": ("价格(元)", "价格", "商品价格"),
    "nature": ("投诉性质", "投诉类型", "问题类型"),
    "facts": ("投诉内容", "投诉事实", "投诉事实和理由"),
}
NATURES = {"quality": ("质量", "质量问题", "产品质量"), "price": ("价格", "价格问题"), "safety": ("安全", "安全问题")}
FAULTS = (
    "脱水时剧烈抖动",
    "门封圈漏水",
    "用了三天就不制冷",
    "外壳有划痕\n客服不认",
    "标价与收款不符，多收了钱",
    "“三包”期内不给换",
)
NAMES = ("张三", "李䶮", "欧阳娜娜", "王伟", "赵𠮷祥")
GOODS = ("岚星洗衣机", "禾沐空调", "极川 手机", "麦叮冰箱(大)")
FORMATS = ("a.xlsx", "a.xls", "a.ods", "a.csv", "a.tsv", "a.txt", "page.xls", "text.xls")


@dataclass
class DirtyLedger:
    """A file, how many rows of it are `registered`, `known`, `refused`, `passed` over, and the values of each number."""

    path: Path
    registered: int = 0
    known: int = 0
    refused: int = 0
    passed: int = 0
    values: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        return self.registered + self.known + self.refused + self.passed


def dirty_ledger(folder: Path, seed: int) -> DirtyLedger:
    """The ledger of a seed; its format is the seed's, too."""
    chance = random.Random(seed)
    name = FORMATS[seed % len(FORMATS)]
    made = DirtyLedger(folder / f"{seed}-{name}")
    fields = list(HEADERS)
    chance.shuffle(fields)
    header = [chance.choice(HEADERS[each]) for each in fields]
    further = chance.choice(([], ["天气"], ["天气", "备用栏"]))
    lines: list[Sequence[Any]] = []
    if chance.random() < 0.5:
        lines.append(["二〇二六年消费者投诉台账"])
    lines.append([*header, *further])
    body = _Body(chance, made, fields, further, has_cells=name in ("a.xlsx", "a.xls", "a.ods"), header=lines[-1])
    lines += body.lines(chance.randrange(5, 60), seed)
    WRITERS[name](made.path, lines)
    return made


class _Body:
    def __init__(
        self,
        chance: random.Random,
        made: DirtyLedger,
        fields: Sequence[str],
        further: Sequence[str],
        *,
        has_cells: bool,
        header: Sequence[Any],
    ) -> None:
        self._chance = chance
        self._made = made
        self._fields = fields
        self._further = further
        self._has_cells = has_cells
        self._header = header

    def lines(self, count: int, seed: int) -> list[Sequence[Any]]:
        lines: list[Sequence[Any]] = []
        for at in range(count):
            lines.append(self._complaint(f"S{seed}-{at:04d}", at))
            match self._chance.randrange(14):
                case 0:
                    self._made.passed += 1
                    lines.append([""] * len(self._header))
                case 1:
                    self._made.passed += 1
                    lines.append(["合计", *[""] * (len(self._header) - 2), "12"])
                case 2:
                    self._made.passed += 1
                    lines.append(self._header)
                case 3 if self._made.values:
                    self._made.known += 1
                    lines.append(self._again(lines))
                case 4:
                    self._made.refused += 1
                    lines.append(self._spoiled(f"X{seed}-{at:04d}", at))
        lines.append(self._complaint(f"S{seed}-last", count))
        return lines

    def _again(self, lines: Sequence[Sequence[Any]]) -> Sequence[Any]:
        place = self._fields.index("source_number")
        known = [line for line in lines if len(line) > place and line[place] in self._made.values]
        return self._chance.choice(known)

    def _complaint(self, number: str, at: int) -> Sequence[Any]:
        spelled, meant = self._values(number, at)
        self._made.registered += 1
        self._made.values[number] = meant
        return self._line(spelled)

    def _spoiled(self, number: str, at: int) -> Sequence[Any]:
        """A row that lacks what no complaint lacks, or says of it what cannot be."""
        spelled, _meant = self._values(number, at)
        what, value = self._chance.choice((("facts", ""), ("received_at", "那天下午"), ("received_at", "2031-01-01")))
        return self._line({**spelled, what: value})

    def _line(self, spelled: dict[str, Any]) -> list[Any]:
        return [*(spelled[each] for each in self._fields), *(f"晴{len(each)}" for each in self._further)]

    def _values(self, number: str, at: int) -> tuple[dict[str, Any], dict[str, Any]]:
        chance = self._chance
        day = dt.datetime(2024, 1, 1) + dt.timedelta(days=chance.randrange(700))
        yuan = chance.randrange(1, 90_000)
        phone = f"164{at:04d}{chance.randrange(10_000):04d}"
        nature = chance.choice(list(NATURES))
        facts = f"{chance.choice(FAULTS)}，第{at}次反映。"
        name, goods = chance.choice(NAMES), chance.choice(GOODS)
        spelled = {
            "source_number": number,
            "received_at": chance.choice(_DAYS if self._has_cells else _DAYS[1:])(day),
            "name": chance.choice((name, f" {name} ", f"{name}\t")) if self._has_cells else name,
            "phone": chance.choice(_PHONES if self._has_cells else _PHONES[1:])(phone),
            "subject_name": goods,
            "price": chance.choice(_PRICES if self._has_cells else _PRICES[1:])(yuan),
            "nature": chance.choice(NATURES[nature]),
            "facts": facts,
        }
        meant = {
            "received_at": day.date(),
            "name": name,
            "phone": phone,
            "subject_name": goods,
            "price": Decimal(yuan),
            "nature": nature,
            "facts": facts,
        }
        meant["extra"] = tuple((each, f"晴{len(each)}") for each in self._further)
        return spelled, meant


_DAYS: Sequence[Callable[[dt.datetime], Any]] = (
    lambda day: day,
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}/{day.month}/{day.day} 9:05",
)
_PHONES: Sequence[Callable[[str], Any]] = (
    float,
    str,
    lambda phone: f"{phone[:3]} {phone[3:7]} {phone[7:]}",
    lambda phone: f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
    lambda phone: f"+86{phone}",
)
_PRICES: Sequence[Callable[[int], Any]] = (
    float,
    str,
    lambda yuan: f"￥{yuan:,}.00元",
    lambda yuan: f"{yuan}元",
    lambda yuan: f"{yuan / 10_000:.4f}万",
)

WRITERS: dict[str, Callable[[Path, Rows], Path]] = {
    "a.xlsx": lambda path, lines: write_xlsx(path, lines[1:], lines[0]),
    "a.xls": lambda path, lines: write_xls(path, lines[1:], lines[0]),
    "a.ods": lambda path, lines: write_ods(path, lines[1:], header=lines[0]),
    "a.csv": lambda path, lines: write_csv(path, lines[1:], lines[0]),
    "a.tsv": lambda path, lines: write_csv(path, lines[1:], lines[0], "gb18030", "\t"),
    "a.txt": lambda path, lines: write_csv(path, lines[1:], lines[0], "utf-16", "|"),
    "page.xls": lambda path, lines: write_page(path, lines[1:], lines[0]),
    "text.xls": lambda path, lines: write_csv(path, lines[1:], lines[0], "utf-8", "\t"),
}
