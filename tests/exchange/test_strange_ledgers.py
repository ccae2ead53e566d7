"""Ledgers of trades that nobody here has seen: headers known by their parts, classes of one's own, rows that are no complaint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from complaint_desk.domain.foreign.cell_parts import parts_of
from complaint_desk.domain.foreign.cells import Cell
from complaint_desk.domain.foreign.column_content import content_of_column
from complaint_desk.domain.foreign.column_proposals import propose_columns
from complaint_desk.domain.foreign.import_mapping import ColumnProposal, missing_columns
from complaint_desk.domain.foreign.sheet_dates import SheetDates
from complaint_desk.domain.foreign.sheet_shape import find_header
from complaint_desk.domain.reading import read_rating
from complaint_desk.i18n import LANGUAGES
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import preview
from complaint_desk.workbooks.headings import Headings, load_headings
from tests.exchange.files import write_csv


@pytest.fixture
def headings() -> Headings:
    return load_headings(resource("headers"), [Words(language).field_label for language in LANGUAGES])


@pytest.mark.parametrize(
    ("field", "headers"),
    [
        ("name", "提供方姓名 诉求人 机主姓名 家长姓名 游客姓名 收货人 顾客称呼 报修人姓名"),
        ("phone", "诉求人电话 收货人手机 机主号码 提供方联系方式 投诉人主要联系电话"),
        ("received_at", "报事日期 抱怨时间 工单创建时间 客诉提交时间 客户投诉登记日期"),
        ("facts", "抱怨内容 投诉现象 投诉要点 用户反映内容 受理内容 投诉缘由 诉件详情 投诉主要内容 客户投诉问题概述"),
        ("outcome_text", "调解情况 核查情况 处理决定 门店反馈 最终方案 回复口径 跟进情况 调解经过 查处情况 公司处理意见"),
        ("department", "派往单位 承办单位 办理科室 主责部门 归口单位"),
        ("closed_at", "结单时间 处理完毕日期 关单时间 工单归档时间"),
        ("status", "是否解决 结案与否 投诉处理进度 是否关单"),
        ("compensation", "理赔金额 赔付总额 赔款金额 退费金额 补偿款"),
        ("order_number", "运单编号 保单号 小票号码 交易单号"),
        ("subject_name", "药品名称 课程 线路名称 车型 险种 涉及业务名称"),
        ("outlet", "校区 商户名称 被投诉主体名称 涉诉网点 成交门店"),
        ("purchased_on", "就餐日期 入住时间 提车日期 出团日期"),
        ("satisfaction", "患者满意度 客户评分 顾客是否满意 回访满意度"),
        ("replied_at", "首响时间 答复信访人日期 告知客户日期 最终答复时间"),
        ("facts", "不良现象 异常现象 发生了什么"),
        ("address", "详细住址 客户详细住址 单位或住址"),
        ("region", "归属地市 所属省份 客源地"),
        ("batch", "S/N Lot_No. 机身编号 产品生产批号"),
        ("source_number", "Case_No. 投诉件编号"),
        ("price", "保费 团费 裸车价(万元) 产品购买价格"),
        ("liability", "责任归属 责任方 判定责任 责任认定情况"),
        ("demands", "消费者的具体要求 用户意向 所提要求"),
        ("severity", "紧急等级 危害程度 严重级别"),
        ("handler", "主办人员 具体经办 牵头人"),
        ("outlet", "购物地点 消费平台 购买商家名称"),
        ("claimed", "主张赔偿金额 期望退款金额"),
    ],
)  # fmt: skip
def test_a_header_is_known_by_its_parts(headings: Headings, field: str, headers: str) -> None:
    found = {header: headings.words.meanings(header) for header in headers.split()}
    assert {header: meanings[0].fields if meanings else () for header, meanings in found.items()} == dict.fromkeys(
        found, (field,)
    )


def test_a_header_of_several_names_each(headings: Headings) -> None:
    several = {
        "客户(姓名/电话/地址)": ("name", "phone", "address"),
        "涉及商品及规格": ("subject_name", "model"),
        "品名规格": ("subject_name", "model"),
        "投诉产品名称及规格": ("subject_name", "model"),
        "投诉方式(电话/微信)": ("channel",),
        "联系方式（手机/邮箱）": ("phone", "other_contact"),
    }
    assert {header: headings.words.meanings(header)[0].fields for header in several} == several


@pytest.mark.parametrize("titles", [["2022年消费者投诉登记表"], ["2022年消费者投诉登记表", "单位：客服部"]])
def test_a_title_over_all_columns_is_no_group_of_them(headings: Headings, titles: list[str]) -> None:
    header = ("日期", "姓名", "电话", "商品", "内容")
    rows: list[Sequence[Cell]] = [*([title, None, None, None, None] for title in titles), header]
    merges = [((at, 0), (at, 4)) for at in range(len(titles))]
    found = find_header(rows, headings.words, merges)
    assert found is not None
    assert (found.first, found.rows, found.texts, found.title) == (len(titles), 1, header, tuple(titles))


def test_who_made_a_list_and_when_is_no_group_of_columns(headings: Headings) -> None:
    rows: list[Sequence[Cell]] = [
        ["单位：客服部", None, None, "日期：2022.3", None],
        ["日期", "姓名", "电话", "商品", "内容"],
    ]
    found = find_header(rows, headings.words, [((0, 0), (0, 2)), ((0, 3), (0, 4))])
    assert found is not None
    assert (found.first, found.texts[0]) == (1, "日期")


def test_what_only_sounds_like_a_header_is_none(headings: Headings) -> None:
    unlike = (
        "客户编号",
        "客户等级",
        "用户ID",
        "预计完成时间",
        "被投诉人电话",
        "年龄",
        "供应商",
        "是否赔付",
        "办理时限",
        "派单时间",
    )
    assert {header: headings.words.meanings(header) for header in unlike} == dict.fromkeys(unlike, ())


def test_traditional_signs_mean_what_the_simplified_ones_do(headings: Headings, words: Words) -> None:
    assert headings.words.meanings("投訴內容") == headings.words.meanings("投诉内容")
    assert headings.words.meanings("聯絡電話") == headings.words.meanings("联络电话")
    assert headings.lookup(words)("status", "已辦結") == "closed"


def test_what_stands_behind_a_word_of_a_list_does_not_change_it(headings: Headings, words: Words) -> None:
    lookup = headings.lookup(words)
    assert [lookup("nature", word) for word in ("价格争议", "合同纠纷", "质量类", "食品安全问题", "漏水问题", "问题")] == [
        "price", "contract", "quality", "safety", None, None,
    ]  # fmt: skip
    assert (lookup("severity", "重大投诉"), lookup("channel", "电话投诉")) == ("critical", "phone")


@pytest.mark.parametrize(("written", "rating"), [("★★★★★", 5), ("★★★☆☆", 3), ("⭐⭐", 2), ("★满意", 4)])
def test_drawn_stars_are_counted(words: Words, written: str, rating: int) -> None:
    assert read_rating(written, words.code) == rating


def proposed(headings: Headings, words: Words, columns: Mapping[str, Sequence[Cell]]) -> dict[str, ColumnProposal]:
    lookup = headings.lookup(words)
    contents = [content_of_column(cells, SheetDates(), lookup) for cells in columns.values()]
    return dict(zip(columns, propose_columns(tuple(columns), contents, headings.words), strict=True))


def test_an_office_s_own_classes_refuse_no_row(headings: Headings, words: Words) -> None:
    own = ["延误", "破损", "虚假签收"]
    found = proposed(headings, words, {"投诉类型": own, "投诉性质": own, "业务大类": ["信用卡", "理财", "个人贷款"]})
    assert (found["投诉类型"].mapping.fields, found["投诉类型"].reason) == ((), "other_words")
    assert found["投诉性质"].mapping.fields == ("nature",)
    assert found["业务大类"].mapping.fields == ("subject_name",)
    known = proposed(headings, words, {"投诉类型": ["质量", "破损", "延误"]})
    assert known["投诉类型"].mapping.fields == ("nature",)


def test_words_below_a_header_of_one_meaning_are_asked_for(headings: Headings, words: Words) -> None:
    own = ["大家电", "小家电", "延误"]
    assert proposed(headings, words, {"性质": own})["性质"].mapping.fields == ("nature",)
    found = proposed(headings, words, {"商品名称": ["冰箱", "烤箱", "灯"], "商品大类": own})
    assert found["商品大类"].mapping.fields == ("category",)


def test_moments_and_serial_numbers_tell_no_story(headings: Headings, words: Words) -> None:
    found = proposed(
        headings, words,
        {
            "甲": ["2024-03-01 12:00:00", "2024-03-02 13:30:00", "2024-03-03 09:10:00"],
            "乙": ["LXXXX000000000001", "LXXXX000000000002", "LXXXX000000000003"],
            "说了什么": ["淋浴没有热水。", "教练离职，私教课没人带。", "承诺的泳池一直不开放。"],
        },
    )  # fmt: skip
    assert {header: proposal.mapping.fields for header, proposal in found.items()} == {
        "甲": ("received_at",), "乙": (), "说了什么": ("facts",),
    }  # fmt: skip
    assert found["说了什么"].reason == "stands_for"


def test_a_text_below_a_header_of_complaints_is_the_narrative_before_a_longer_one(
    headings: Headings, words: Words
) -> None:
    columns: dict[str, Sequence[Cell]] = {
        "日期": ["2024-03-01", "2024-03-02", "2024-03-03"],
        "现场位置说明": [
            "文三路一号院内东侧第二单元楼下",
            "中山路二号院内西侧第一单元楼下",
            "人民路三号院南侧车库入口旁边",
        ],
        "投诉之所在": ["用了三天就不能充电", "多次联系都没有回复", "实物与宣传严重不符"],
    }
    found = proposed(headings, words, columns)
    assert [proposal.mapping.fields for proposal in found.values()] == [("received_at",), (), ("facts",)]


def test_minutes_and_prices_are_no_complaints(headings: Headings, words: Words) -> None:
    days = ["2024-03-01", "2024-03-02", "2024-03-03"]
    told = [
        "适合三到五口之家使用，内胆是第一代工艺。",
        "讨论第二季度的售后改进措施，增加回访。",
        "内胆涂层第三代，上市即售罄，再无库存。",
    ]
    for headers in (
        ("产品", "上市日期", "产品说明"),
        ("日期", "参会人", "议题与结论"),
        ("日期", "商品", "单价", "备注"),
    ):
        cells = [
            told if header == headers[-1] else days if "日期" in header else ["甲", "乙", "丙"] for header in headers
        ]
        found = proposed(headings, words, dict(zip(headers, cells, strict=True)))
        assert "facts" in missing_columns([proposal.mapping for proposal in found.values()]), headers
        found = proposed(headings, words, dict(zip((*headers, "处理结果"), (*cells, told), strict=True)))
        assert "facts" not in missing_columns([proposal.mapping for proposal in found.values()]), headers


def test_lists_of_other_deeds_are_no_complaints_and_a_short_ledger_is_one(headings: Headings, words: Words) -> None:
    days = ["2024-03-01", "2024-03-02", "2024-03-03"]
    told = ["更换电机并清洗滤网，运转正常。", "加注制冷剂，检测压力正常。", "更换门封条，调整门铰链。"]
    kinds = {
        "日": days,
        "间": days,
        "内容": told,
        "问题": told,
        "摘要": told,
        "措施": told[::-1],
        "电话": ["16400000151"] * 3,
    }

    def is_ledger(header: str) -> bool:
        columns: dict[str, Sequence[Cell]] = {
            each: next((cells for kind, cells in kinds.items() if kind in each), ["甲某", "乙某", "丙某"])
            for each in header.split()
        }
        found = proposed(headings, words, columns).values()
        return not missing_columns([proposal.mapping for proposal in found])

    lists = (
        "派工日期 派工单号 客户 电话 维修内容 工程师",
        "时间 议题 内容 参加人",
        "提出日期 责任部门 存在问题 整改措施",
        "日期 报销人 摘要 审批人",
    )
    assert [header for header in lists if is_ledger(header)] == []
    ledgers = ("日期 姓名 电话 内容", "时间 商品 内容", "某日 姓名 电话 内容", "某日 姓名 电话 什么问题 处理措施")
    assert [header for header in ledgers if not is_ledger(header)] == []


def test_a_name_beside_a_phone_that_lost_its_digits_stays_a_name() -> None:
    assert parts_of("王先生 1.64E+10", ("name", "phone")) == ({"phone": "1.64E+10", "name": "王先生"}, "")


def test_phones_in_two_columns_come_together_whichever_is_numbered(headings: Headings, words: Words) -> None:
    phones = ["16400000151", "16400000152", "16400000153"]
    found = proposed(headings, words, {"电话1": phones, "电话2": phones})
    assert [proposal.mapping.fields for proposal in found.values()] == [("phone",), ("phone",)]


def test_the_last_words_of_a_header_name_what_no_other_column_does(headings: Headings, words: Words) -> None:
    sheet: dict[str, Sequence[Cell]] = {
        "宝爸姓名": ["柴某", "瞿某", "阎某"],
        "司机姓名": ["甲某", "乙某", "丙某"],
        "镜架品牌": ["云镜", "岚视", "云镜"],
        "配镜金额/元": ["1280", "2380", "680"],
        "院方答复": ["免费复诊", "退费并致歉", "已解释"],
        "演出名称": ["音乐会", "脱口秀", "话剧"],
    }
    found = {header: proposal.mapping.fields for header, proposal in proposed(headings, words, sheet).items()}
    assert found == {
        "宝爸姓名": ("name",), "司机姓名": (), "镜架品牌": ("brand",), "配镜金额/元": ("price",), "院方答复": ("outcome_text",),
        "演出名称": ("subject_name",),
    }  # fmt: skip
    sheet |= {"镜片品牌": ["透明", "防蓝光", "变色"], "品牌": ["甲", "乙", "丙"]}
    assert proposed(headings, words, sheet)["镜架品牌"].reason == "taken"


def test_the_day_of_a_complaint_is_no_other_day(headings: Headings, words: Words) -> None:
    days = ["2024-03-01", "2024-03-02", "2024-03-03"]
    found = proposed(headings, words, {"离店日期": days, "要求完成时间": days, "处理日期": days})
    assert [proposal.mapping.fields for proposal in found.values()] == [(), (), ("received_at",)]
    found = proposed(headings, words, {"反馈时间": days, "哪天去的": days, "处理日期": days})
    assert [proposal.mapping.fields for proposal in found.values()] == [("received_at",), (), ("handled_at",)]
    found = proposed(headings, words, {"哪天": days, "处理日期": days})
    assert [proposal.mapping.fields for proposal in found.values()] == [("received_at",), ("handled_at",)]
    found = proposed(headings, words, {"来电日期": days, "来电时间": ["09:20", "14:05", "20:30"]})
    assert [proposal.mapping.fields for proposal in found.values()] == [("received_at",), ("received_at",)]


def test_a_hotline_without_goods_comes_in_whole(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("来电时间", "诉求人", "诉求人电话", "用户反映内容", "结果")
    rows = [
        ["2024-03-01 08:31", "刘某", "16400000021", "宽带断网三天，没有人来修。", "已结案"],
        ["2024-03-02 09:00", "陈某", "16400000022", "停车收费没有公示。", "处理中"],
        ["2024-03-03 10:00", "孙某", "16400000023", "电梯停运一周。", "已结案"],
        ["3月小计", "", "", "3件", ""],
        ["制表人", "甲某", "店长签字：", "", ""],
    ]
    (sheet,) = preview(desk, [write_csv(tmp_path / "a.csv", rows, header)], words).sheets
    drafts = [row.draft for row in sheet.rows if row.draft]
    assert [(draft.subject_name, draft.status) for draft in drafts] == [
        ("宽带断网三天", "closed"), ("停车收费没有公示", "handling"), ("电梯停运一周", "closed"),
    ]  # fmt: skip
    assert [row.passed for row in sheet.rows] == ["", "", "", "total", "note"]
    told = [[(noted.field, noted.code) for noted in row.noted] for row in sheet.rows[:3]]
    assert told == [[("subject_name", "opening_for_subject")], [], []]


def test_an_amount_in_a_cell_of_several_keeps_its_thousands(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("日期", "商品/品牌/金额", "投诉内容")
    cells = ("床垫/眠云/￥3,200", "沙发/禾木/5800元", "木门,安居,1.5万")
    rows = [[f"2024-03-0{day}", cell, "用了三天就塌陷。"] for day, cell in enumerate(cells, 1)]
    (sheet,) = preview(desk, [write_csv(tmp_path / "a.csv", rows, header)], words).sheets
    assert [(row.draft.subject_name, row.draft.brand, row.draft.price) for row in sheet.rows if row.draft] == [
        ("床垫", "眠云", Decimal(3200)), ("沙发", "禾木", Decimal(5800)), ("木门", "安居", Decimal(15000)),
    ]  # fmt: skip


def test_amounts_are_counted_in_the_unit_of_their_header(desk: Desk, words: Words, tmp_path: Path) -> None:
    header = ("日期", "商品", "投诉内容", "合同金额（万元）", "索赔金额(单位：千元)", "退款金额(元)")
    rows = [
        ["2024-03-01", "装修", "厨房墙砖脱落。", "12.8", "1.5", "500"],
        ["2024-03-02", "装修", "漏水。", "9.6万元", "约3", "0"],
    ]
    (sheet,) = preview(desk, [write_csv(tmp_path / "a.csv", rows, header)], words).sheets
    drafts = [row.draft for row in sheet.rows if row.draft]
    assert [draft.price for draft in drafts] == [Decimal(128000), Decimal(96000)]
    assert [draft.compensation for draft in drafts] == [Decimal(500), Decimal(0)]
    assert [draft.claimed for draft in drafts] == [Decimal(1500), None]


def test_a_list_of_people_is_still_no_ledger(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "a.csv", [["客服部", "张三", "8001", "杭州市听澜路1号"]] * 4, ("部门", "姓名", "分机", "地址")
    )
    assert preview(desk, [file], words).files[0].sheets[0].why == "missing_columns"
