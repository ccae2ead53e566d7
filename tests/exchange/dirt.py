"""Ledgers with random dirt: the same seed gives the same ledger, and tells what must be found in it."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADERS = {
    "source_number": ("投诉编号", "工单号", "编号", "客诉单号", "受理编号", "流水号", "案件编号"),
    "received_at": ("投诉时间", "投诉日期", "日期", "来电时间", "客诉日期", "接诉时间", "登记日期", "*投诉 日期："),
    "name": ("投诉人", "客户姓名", "姓名", "消费者", "联系人", "顾客姓名", "客户", "业主姓名"),
    "phone": ("联系电话", "电话", "手机号码", "联系方式", "客户电话", "电话号码（必填）", "投诉人电话"),
    "subject_name": ("商品名称", "产品名称", "商品/服务名称", "品名", "涉及产品", "名称"),
    "price": ("价格(元)", "单价", "金额", "购买金额", "实付金额", "价 格【元】"),
    "facts": ("投诉事实", "投诉内容", "问题描述", "反映内容", "投诉详情", "内容", "主要内容", "情况描述"),
    "nature": ("投诉性质", "投诉类型", "问题类型", "类型", "客诉类型", "性质", "问题分类"),
    "channel": ("投诉渠道", "来源", "投诉方式", "受理渠道", "投诉途径"),
    "status": ("处理状态", "状态", "办理状态", "处理进度", "进度"),
    "department": ("责任部门", "部门", "承办部门", "责任单位"),
    "handler": ("经办人", "处理人", "跟进人", "责任人"),
    "satisfaction": ("满意度", "是否满意", "客户满意度"),
}  # fmt: skip
REQUIRED = ("received_at", "subject_name", "facts")
UNKNOWN = ("天气", "公司内部代码", "旁注甲", "班次")
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "nature": {"quality": ("质量", "质量问题", "产品质量"), "after_sales": ("售后服务", "售后"), "price": ("价格", "价格问题"), "contract": ("合同",)},
    "channel": {"phone": ("来电", "400热线", "电话", "客服热线"), "web": ("APP", "网站/APP", "官网"), "regulator": ("12315", "12345转办")},
    "status": {"registered": ("待受理", "未处理"), "handling": ("处理中", "跟进中"), "accepted": ("已受理", "受理")},
    "satisfaction": {"5": ("非常满意", "5分", "非常满意(5分)"), "4": ("满意", "满意√"), "1": ("非常不满意",)},
}  # fmt: skip
PEOPLE = ("张三", "欧阳清秋", "李䶮", "𠮷田志", "王一诺", "买买提·艾力", "陈某某")
GOODS = ("岚星滚筒洗衣机", "禾沐电饭煲", "启晟智能门锁", "云梭羽绒服", "教育培训课程")
STORIES = (
    "收货三天即漏水，客服电话无人接听，要求退货退款。",
    "半夜自动报警，指纹无法识别，被锁门外两小时。",
    "充绒量与吊牌不符，\n严重跑绒。",
)
DEPARTMENTS = ("客服一部", "售后服务部", "华东大区")


@dataclass
class Dirty:
    """A ledger: where it is, the field of each header (None for one that nobody knows), and its complaints by field."""

    path: Path
    fields: dict[str, str | None] = field(default_factory=dict)
    complaints: list[dict[str, Any]] = field(default_factory=list)
    passed: int = 0


def make(folder: Path, seed: int) -> Dirty:
    chance = random.Random(seed)
    kind = chance.choice(("csv", "xlsx", "xlsx"))
    made = Dirty(folder / f"{chance.choice(('台账', '2024年投诉', '客诉'))}{seed}.{kind}")
    wanted = [name for name in HEADERS if name in REQUIRED or chance.random() < 0.75]
    chance.shuffle(wanted)
    columns: list[str | None] = [*wanted, *(None for _ in range(chance.randrange(3)))]
    unknown = chance.sample(UNKNOWN, len(UNKNOWN))
    header = [chance.choice(HEADERS[name]) if name else unknown.pop() for name in columns]
    made.fields = dict(zip(header, columns, strict=True))
    lines: list[list[Any]] = [[title] for title in ("某公司投诉台账", "填报部门：客服部")[: chance.randrange(3)]]
    lines.append(header)
    for number in range(chance.randrange(8, 40)):
        _add_row(made, lines, columns, chance, number, kind)
    if chance.random() < 0.7:
        lines.append(["合计", *[""] * (len(columns) - 2), "共若干件"] if len(columns) > 4 else ["合计"])
        made.passed += 1
    if chance.random() < 0.4:
        lines.append(["制表人：甲某"])
        made.passed += 1
    _write(made.path, lines, chance)
    return made


def _add_row(
    made: Dirty, lines: list[list[Any]], columns: list[str | None], chance: random.Random, number: int, kind: str
) -> None:
    if chance.random() < 0.08:
        lines.append([""] * len(columns))
        made.passed += 1
    truth: dict[str, Any] = {}
    row: list[Any] = []
    for name in columns:
        value, written = _cell(name, chance, number, kind)
        if name:
            truth[name] = value
        row.append(written)
    made.complaints.append(truth)
    lines.append(row)


def _cell(name: str | None, chance: random.Random, number: int, kind: str) -> tuple[Any, Any]:
    if name is None:
        return None, chance.choice(("甲", "乙乙", "丙"))
    if name in WORDS:
        code = chance.choice(list(WORDS[name]))
        return code, chance.choice(WORDS[name][code])
    return _PLAIN[name](chance, number, kind)


def _day(chance: random.Random, _number: int, kind: str) -> tuple[dt.date, Any]:
    day = dt.date(2024, 1, 1) + dt.timedelta(chance.randrange(360))
    serial: Any = (day - dt.date(1899, 12, 30)).days
    ways: list[Any] = [
        day.isoformat(), f"{day:%Y/%m/%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}",
        f"{day:%y}/{day.month}/{day.day}", f" {day.isoformat()} ", f"{day.year}。{day.month}。{day.day}", str(serial),
        f"{day.year}年{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）",
    ]  # fmt: skip
    return day, chance.choice(
        ways + ([day, dt.datetime(day.year, day.month, day.day), serial] if kind == "xlsx" else [])
    )


def _money(chance: random.Random, _number: int, kind: str) -> tuple[Decimal | None, Any]:
    yuan = chance.randrange(1, 90) * 100
    ways: list[tuple[int | None, Any]] = [
        (yuan, f"￥{yuan:,}.00元"), (yuan, str(yuan)), (yuan, f"{yuan}元"), (yuan, f"{yuan:,}"), (12_000, "1.2万"), (1_200, "一千二"),
        (1_200, "人民币壹仟贰佰元整"), (None, f"约{yuan}"), (None, "免费"), (None, "-"), (None, ""),
    ]  # fmt: skip
    value, written = chance.choice(ways + ([(yuan, yuan), (yuan, float(yuan))] if kind == "xlsx" else []))
    return None if value is None else Decimal(value), written


def _phone(chance: random.Random, number: int, kind: str) -> tuple[str, Any]:
    digits = f"1640000{number:02d}{chance.randrange(100):02d}"
    ways: list[tuple[str, Any]] = [
        (digits, digits), (digits, f"{digits[:3]} {digits[3:7]} {digits[7:]}"), (digits, f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"),
        (digits, f"+86{digits}"), (digits, f"{digits}.0"), ("0571-05550123", "0571-05550123"), ("", "无"), ("", "1.64E+10"),
    ]  # fmt: skip
    return chance.choice(ways + ([(digits, float(digits))] if kind == "xlsx" else []))


def _same(values: tuple[str, ...]) -> Callable[[random.Random, int, str], tuple[str, Any]]:
    def choose(chance: random.Random, _number: int, _kind: str) -> tuple[str, Any]:
        value = chance.choice(values)
        return value, chance.choice((value, f" {value} ", f"\t{value}"))

    return choose


_PLAIN: dict[str, Callable[[random.Random, int, str], tuple[Any, Any]]] = {
    "source_number": lambda _chance, number, _kind: (f"TS{number:05d}", f"TS{number:05d}"),
    "received_at": _day,
    "price": _money,
    "phone": _phone,
    "name": _same(PEOPLE),
    "subject_name": _same(GOODS),
    "facts": _same(STORIES),
    "department": _same(DEPARTMENTS),
    "handler": _same(PEOPLE[:3]),
}


def _write(path: Path, lines: list[list[Any]], chance: random.Random) -> None:
    if path.suffix == ".xlsx":
        book = Workbook()
        page = book.active
        assert page is not None
        for line in lines:
            page.append([None if cell == "" else cell for cell in line])
            for cell in page[page.max_row]:
                if isinstance(cell.value, (int, float)):
                    cell.number_format = "General"
        book.save(path)
        return
    delimiter, encoding = chance.choice(",\t;"), chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(lines)
