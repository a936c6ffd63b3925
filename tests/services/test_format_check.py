"""The format check reads finished files back: papers in order pass, every kind of broken file is told with its page."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from reports.blocks import Table
from reports.pdf import render
from reports.style import FORMATS
from workbench.exchange.pdf_facts import UnreadableError
from workbench.services import documents, paper_check
from workbench.services.looking import Look

MM = 72 / 25.4


@pytest.fixture
def made(granted):
    """The grant as document and bytes."""
    look = Look(granted.desk, granted.state())
    document = documents.slip_of(look, "F11").builder(look)
    return document.meta, render(document).pdf


def told(faults):
    return " ".join(fault.zh for fault in faults)


def changed(data, change):
    """The file after a change with another library."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(buffer)
    return buffer.getvalue()


def shifted(pdf, x, y, page=0):
    first = pikepdf.Stream(pdf, f"1 0 0 1 {x} {y} cm\n".encode())
    pdf.pages[page].contents_add(first, prepend=True)


def papers(look):
    """All papers but the cards of posts, which are many pages of one kind and are tested with the papers."""
    return [name for name in documents.names(look) if not name.startswith("F24")]


def test_every_paper_of_the_case_is_in_order(granted):
    look = Look(granted.desk, granted.state())
    for name in papers(look):
        document = documents.slip_of(look, name).builder(look)
        assert paper_check.faults(render(document).pdf, document.meta) == (), name


def test_every_table_fills_the_type_area_of_its_paper(granted):
    look = Look(granted.desk, granted.state())
    for name in papers(look):
        document = documents.slip_of(look, name).builder(look)
        wide = FORMATS[document.meta.page_format].width / MM
        for table in (block for block in document.blocks if isinstance(block, Table)):
            assert sum(column.width for column in table.columns) == pytest.approx(wide, abs=0.1), (name, table.columns)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda pdf: setattr(pdf.pages[0], "mediabox", pikepdf.Array([0, 0, 612, 792])), "第1页：纸张尺寸不对"),
        (lambda pdf: shifted(pdf, -40, 0), "第1页：文字超出版心"),
        (lambda pdf: shifted(pdf, 0, 30, page=1), "第2页：文字超出版心"),
        (lambda pdf: pdf.add_blank_page(page_size=(210 * MM, 297 * MM)), "第4页：版心内没有文字"),
        (lambda pdf: pdf.pages.reverse(), "第1页：页码缺失或次序不对"),
        (lambda pdf: pdf.pages.__delitem__(0), "第1页：页码缺失或次序不对"),
    ],
)
def test_a_broken_page_is_told_with_its_number(made, change, word):
    meta, data = made
    assert word in told(paper_check.faults(changed(data, change), meta))


def test_a_font_that_is_not_inside_is_told_by_name(made):
    meta, data = made

    def strip(pdf):
        fonts = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and "/FontFile2" in obj]
        del fonts[0]["/FontFile2"]

    assert "字体没有嵌入" in told(paper_check.faults(changed(data, strip), meta))


@pytest.mark.parametrize(
    "number",
    [
        *("澄公（治）大许准字〔2026〕017号", "澄公（治）大许准字[2026]17号", "澄公（治）大许准字〔2026〕第17号"),
        *("澄公（治）大许准字〔26〕17号", "澄公（治）大许准字〔2026〕17", "CL-26-0017", "", "第17号"),
    ],
)
def test_a_number_of_another_form_is_told(made, number):
    meta, data = made
    assert "文号格式不对" in told(paper_check.faults(data, replace(meta, number=number)))


@pytest.mark.parametrize(
    "number", ["澄公（治）大补字〔2026〕1号", "CL-2026-0017", "ZR-2026-0017-02-03", "F07-2026-0001"]
)
def test_numbers_of_the_product_are_of_the_right_form(number):
    assert not list(paper_check.number_faults(number))


def test_a_page_without_the_number_of_the_paper_is_told(made):
    meta, data = made
    other = replace(meta, number="澄公（治）大许准字〔2026〕99号")
    assert told(paper_check.faults(data, other)).count("没有文号") == 3


@pytest.mark.parametrize("data", [b"", b"no pdf at all", b"%PDF-1.7 broken"])
def test_what_is_no_pdf_is_refused(made, data):
    with pytest.raises(UnreadableError):
        paper_check.faults(data, made[0])


def test_a_faulty_paper_is_not_issued_and_the_fault_is_told(granted):
    """An office code that is written as no number may be: the paper would carry it, so it is not kept."""
    look = Look(granted.desk, granted.state())
    slip = documents.slip_of(look, "CL")
    bad = replace(
        slip, builder=lambda at: replace(slip.builder(at), meta=replace(slip.builder(at).meta, number="第7号"))
    )
    before = len(granted.state().documents)
    with pytest.raises(documents.PaperError, match="版式检查") as refused:
        documents.checked(look, bad)
    assert "文号格式不对" in refused.value.told("zh")
    assert len(granted.state().documents) == before
