"""Papers set from parts: notices, sheets, the field notice, the public copy, with few rows and with many."""

from dataclasses import replace
from datetime import datetime

import pytest

from reports import field_notice, parts, public_copy
from reports.blocks import Closing, Receipt, Table
from reports.field_notice import FieldNotice, TriggerLine
from reports.parts import Choice, Head, Notice, Pairs, Plain, Rows, Sentence, Sheet, Signing
from reports.pdf import render

NUMBER = "澄公（治）大容字〔2026〕9号"
WIDTHS = ((16.0, "centre"), (120.0, "left"), (20.0, "centre"))
LINE = TriggerLine(
    "瞬时阵风", "13.9米每秒停用高空设备；17.2米每秒停止", "15.2米每秒", "17:34", "主舞台顶部风速仪；区气象台短临预警"
)


def issue(festival, number=NUMBER):
    return festival.issue(number)


def notice(festival, rows):
    """A notice with a table of three columns."""
    texts = {**festival.texts("F22"), "columns": "序号|材料|销号"}
    made = (
        Sentence("opening", {"event": festival.EVENT}),
        Rows("columns", WIDTHS, [(str(n), f"材料{n}，由承诺人补齐", None) for n in range(1, rows + 1)]),
        Head("closing_head"),
        Sentence("closing"),
    )
    return parts.document(Notice("F22", issue(festival), festival.APPLICANT, made), texts)


def stop(festival, **changes):
    content = FieldNotice(
        issue=issue(festival, "澄公（治）大停字〔2026〕2号"),
        kind="suspended",
        addressees=f"{festival.APPLICANT}、澄州湖湾营地景区管理有限公司",
        event=festival.EVENT,
        permit="澄公（治）大许准字〔2026〕17号",
        at=datetime.fromisoformat("2026-04-30T17:38"),
        triggers=(LINE,) * 5,
        orders=(
            "主、副舞台全部停演，切断高空设备用电，舞台10米内清空",
            "按场景卡播发指引，停止验票，只出不进",
            "岗位就位，每10分钟报告一次",
        ),
        basis=festival.TAR + "第十条",
        resume_when="雷电远于16公里并持续30分钟；搭建单位复检签字；公安机关书面同意恢复",
    )
    return field_notice.document(replace(content, **changes), festival.texts("F15"))


@pytest.mark.parametrize("rows", [1, 7, 42, 200])
def test_any_number_of_rows_is_set_whole_and_the_signature_never_stands_alone(festival, read, rows):
    made = render(notice(festival, rows))
    pages = ["".join(page.split()) for page in read(made.pdf).pages]
    for n in range(1, rows + 1):
        assert f"材料{n}，由承诺人补齐" in "".join(pages)
    assert "材料补齐后" in pages[-1] or "逐项销号" in pages[-1]
    with_rows = [page for page in pages if "由承诺人补齐" in page]
    assert all("序号" in page for page in with_rows)
    assert made.missing == ()


def test_a_stop_notice_with_five_triggers_stays_on_one_page(festival, read):
    made = render(stop(festival))
    text = "".join(read(made.pdf).pages[0].split())
    assert made.pages == 1
    assert text.count("15.2米每秒") == 5
    assert text.index("一、主、副舞台") < text.index("二、按场景卡") < text.index("三、岗位就位")


@pytest.mark.parametrize("kind", field_notice.KINDS)
def test_each_kind_of_order_ticks_its_own_box_and_has_its_own_title(festival, read, kind):
    document = stop(festival, kind=kind, triggers=(), ends="")
    texts = festival.texts("F15")
    ticks = [part.state for part in document.blocks[1].rows[0].cells[0].words if hasattr(part, "state")]
    assert ticks == ["yes" if one == kind else "empty" for one in field_notice.KINDS]
    assert texts[f"title_{kind}"] in "".join(read(render(document).pdf).text)


def test_one_order_is_not_counted(festival):
    said = [str(block) for block in stop(festival, orders=("立即疏散",)).blocks]
    assert any("立即疏散。" in text for text in said)
    assert not any("一、立即疏散" in text for text in said)


def test_a_sheet_has_labels_beside_values_boxes_and_places_for_signatures(festival, read):
    texts = {**festival.texts("F07"), "labels": "活动|承办者|时间", "passed": "合格|不合格"}
    made = (
        Pairs(("音乐节", "承办单位", ""), "labels", across=2, label=20.0),
        Choice("passed", frozenset({1})),
        Rows("finding_columns", ((12.0, "centre"), (160.0, "left")), [("1", "通道被占")], empty=2),
        Signing(),
    )
    sheet = Sheet("F07", festival.issue("F07-2026-0001"), made, values={"event": festival.EVENT}, subtitle="现场查验")
    text = read(render(parts.document(sheet, texts)).pdf).text
    for piece in ("活动", "承办单位", "不合格", "通道被占", "F07-2026-0001", *texts["signers"].split("|")):
        assert "".join(piece.split()) in text


def test_what_a_person_wrote_is_never_read_as_wording(festival, read):
    made = Notice(
        "F22", issue(festival), "**甲**{event}", (Plain("**乙**{day}|丙"), Sentence("opening", {"event": "{x}"}))
    )
    text = read(render(parts.document(made, festival.texts("F22"))).pdf).text
    for piece in ("**甲**{event}", "**乙**{day}|丙", "{x}"):
        assert piece in text


def test_a_wrong_number_of_titles_is_an_error_of_ours(festival):
    with pytest.raises(ValueError, match="3 titles expected"):
        parts.block_of(Rows("columns", WIDTHS, ()), {"columns": "一|二"}, "gw")


# The public copy

PUBLIC = {"mark": "（公开版）", "note": "本件为公开版。", "left_out": "〔略〕"}


def test_sentences_on_a_subject_and_named_passages_are_left_out_and_the_rest_stays(festival, read):
    made = Notice(
        *("F22", issue(festival), festival.APPLICANT),
        (
            Plain("东门设固定岗六处，配警力三十人。观众凭票入场；合同价款八百万元，分两期支付。"),
            Pairs((("附图", "布防图一张"), ("场地", "草坪"))),
        ),
    )
    original = parts.document(made, festival.texts("F22"))
    hidden = public_copy.Hidden(subjects=("固定岗", "布防图"), passages=("八百万元", ""))
    text = read(render(public_copy.document(original, hidden, PUBLIC)).pdf).text
    for secret in ("固定岗", "警力", "布防图", "八百万元"):
        assert secret not in text
    for kept in ("观众凭票入场", "合同价款〔略〕，分两期支付", "草坪"):
        assert kept in text
    assert text.count("〔略〕") == 3


def test_the_public_copy_hides_names_numbers_and_the_strip_of_delivery_everywhere(festival, read):
    made = Notice(
        *("F22", issue(festival), festival.APPLICANT),
        (
            Plain("请联系邵若溪，电话13900002207或0512-66661234，证号320404199001012731。"),
            Pairs((("责任人", "邵若溪（邵若）"),)),
        ),
    )
    original = parts.document(made, festival.texts("F22"))
    copy = public_copy.document(original, public_copy.Hidden(("邵若溪", "甲", "")), PUBLIC)
    text = read(render(copy).pdf).text
    for secret in ("邵若溪", "13900002207", "66661234", "320404199001012731"):
        assert secret not in text
    for kept in ("邵某某", "139****2207", "2731", NUMBER, "本件为公开版"):
        assert kept in text
    assert not any(isinstance(block, Receipt) for block in copy.blocks)
    assert [block.seal_note for block in copy.blocks if isinstance(block, Closing)] == [""]
    assert copy.meta.title.endswith("（公开版）")
    assert original.meta.proof == copy.meta.proof


def test_tables_of_notices_fill_the_type_area(festival):
    for document in (notice(festival, 2), stop(festival)):
        for block in document.blocks:
            if isinstance(block, Table):
                assert sum(column.width for column in block.columns) == pytest.approx(156.0)
