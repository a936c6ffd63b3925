"""Letters of consultation, the form for the reply, minutes: what a reader finds in the finished files."""

import dataclasses
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from reports import meeting_minutes, official_letter, opinion_form
from reports.issue import Issue
from reports.meeting_minutes import Minutes, PointLine
from reports.official_letter import Letter, Urging
from reports.opinion_form import OpinionForm, Shown
from reports.papers import texts_of
from reports.pdf import render
from workbench.storage.packs import load_pack

ISSUE = Issue(
    "澄州市公安局", "样公（治）大函字〔2026〕7号", date(2026, 4, 8), datetime(2026, 4, 8, 7, 30, tzinfo=UTC),
    "CZ-DHA-2026-0001", "澄湖湾样例会", "a" * 64, "cz01", 12, "b" * 64,
)  # fmt: skip
LETTER = Letter(
    ISSUE, "文化和旅游部门", "澄湖湾样例会", "澄湖样例公司", "澄湖草坪", "2026年4月29日", "6000",
    ("演出是否已经批准？", "节目内容有无问题"), date(2026, 4, 13), ("同意", "不同意"), ("活动概况", "节目单"),
)  # fmt: skip
URGING = Urging(
    ISSUE, "文化和旅游部门", "澄湖湾样例会", "样公（治）大函字〔2026〕6号", date(2026, 4, 1), date(2026, 4, 7)
)
FORM = OpinionForm(
    ISSUE, "文化和旅游部门", "澄湖湾样例会", date(2026, 4, 13), ("演出是否已经批准",),
    (Shown("活动概况", (("活动名称", "澄湖湾样例会"),)), Shown("节目单", (), ("序号", "曲目"), (("1", "样曲"),))),
    (("position_agree", "同意"), ("position_object", "不同意")), (("packet", "1" * 32), ("nonce", "2" * 32)),
)  # fmt: skip
MINUTES = Minutes(
    ISSUE, "联席会商", datetime.fromisoformat("2026-04-09T09:00"), "会议室", "沈知行", "顾清和",
    (("文化旅游", "温岚", "科长"),), (("文化旅游", "修改后同意", "补批文"),), ("互动减为两处",),
    (
        PointLine("补交脚本", "承办者", date(2026, 4, 12)),
        PointLine("加灯", "场馆", date(2026, 4, 12), "已加", date(2026, 4, 11)),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def texts():
    pack = load_pack("cn_national")
    return lambda code: texts_of(pack.papers, code)


def papers(texts):
    return {
        "letter": official_letter.document(LETTER, texts("F09")),
        "urging": official_letter.urging(URGING, texts("F09")),
        "form": opinion_form.document(FORM, texts("YJ")),
        "minutes": meeting_minutes.document(MINUTES, texts("HS")),
    }


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[at].get_textpage().get_text_bounded() for at in range(len(document))]
    document.close()
    return "".join("".join(pages).split())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("letter", ("样公（治）大函字〔2026〕7号", "文化和旅游部门：", "（一）演出是否已经批准。", "2026年4月13日")),
        ("urging", ("〔2026〕6号", "至今未收到回复")),
        ("form", ("征求意见回复表", "样曲", "意见内容", "不是电子签名")),
        ("minutes", ("会商纪要", "修改后同意", "互动减为两处", "未办结", "2026-04-11办结：已加")),
    ],
)
def test_a_paper_says_what_the_record_says(texts, name, words):
    drawn = render(papers(texts)[name])
    assert drawn.missing == ()
    found = text_of(drawn.pdf)
    assert not [word for word in words if word not in found]


@pytest.mark.parametrize("name", ["letter", "urging", "minutes"])
def test_every_font_is_embedded_and_the_same_record_gives_the_same_bytes(texts, name):
    document = papers(texts)[name]
    first = render(document).pdf
    assert render(document).pdf == first
    with pikepdf.open(BytesIO(first)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


@pytest.mark.parametrize("name", ["澄湖湾" * 18, "第㐂届䶮堃音乐节"])
def test_long_and_rare_names_leave_no_signature_alone(texts, name):
    content = dataclasses.replace(LETTER, event=name, questions=LETTER.questions * 4)
    document = pypdfium2.PdfDocument(render(official_letter.document(content, texts("F09"))).pdf)
    last = document[len(document) - 1].get_textpage().get_text_bounded()
    document.close()
    assert len("".join(last.split())) > 80


def test_the_form_has_the_fields_of_the_reply_and_echoes_its_packet(texts):
    with pikepdf.open(BytesIO(render(papers(texts)["form"]).pdf)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert {"position_agree", "position_object", "text", "conditions", "name", "post", "doc", "date"} < set(fields)
        assert (str(fields["packet"].V), str(fields["nonce"].V)) == ("1" * 32, "2" * 32)
        assert int(fields["packet"].Ff) & 1
        assert int(fields["text"].Ff) & 1 << 12
        assert bool(pdf.Root.AcroForm.NeedAppearances)
        with pdf.open_metadata() as meta:
            assert "pdfaid:part" not in meta
