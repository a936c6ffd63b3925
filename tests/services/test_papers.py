"""Papers that a case has many times: earlier ones keep their bytes, forms are issued anew once they say something else.

The festival's story: one correction notice in March, the grant in April.
"""

from datetime import date

import pytest

from workbench.core import commands as c
from workbench.core.gate import OVERALL
from workbench.services import documents
from workbench.services.acting import do
from workbench.services.corrections import not_asked
from workbench.services.looking import Look


@pytest.fixture
def twice(ready):
    """The festival, told a second time what to mend."""
    item = c.Deficiency(next(iter(OVERALL)), (), "第二次发现的问题", "请说明")
    left = not_asked(Look(ready.desk, ready.state()), (item,))
    wish = c.SendCorrection(ready.case, (item,), date(2026, 4, 18), "现场查验后发现新的情况", left)
    do(ready.desk, ready.officer, wish)
    return ready


def issues(office, code):
    return [one for one in office.state().documents if one.paper == code]


def text(office, name, words):
    return words(documents.paper(office.desk, office.officer, office.case, name).pdf)


def test_each_correction_notice_is_a_paper_of_its_own_with_its_own_number_day_and_entry(twice, words):
    first, second = twice.state().corrections
    mine = [name for name in documents.names(Look(twice.desk, twice.state())) if name.startswith("F05")]
    assert mine == ["F05:1", "F05:2", "F05:1.en", "F05:2.en"]
    earlier, newest = (text(twice, name, words) for name in ("F05:1", "F05:2"))
    assert first.number in earlier
    assert second.number not in earlier
    assert "第二次发现的问题" in newest
    assert "第二次发现的问题" not in earlier
    assert f"{first.sent.month}月{first.sent.day}日" in earlier
    assert f"{second.sent.month}月{second.sent.day}日" in newest


def test_a_code_or_layout_alone_means_the_newest_of_several(twice):
    for name in ("F05", "correction_notice", "F05:2"):
        made = documents.paper(twice.desk, twice.officer, twice.case, name)
        assert (made.paper, made.number) == ("F05:2", twice.state().corrections[1].number)


def test_issuing_the_second_leaves_the_first_as_it_was_issued(twice):
    kept = documents.paper(twice.desk, twice.officer, twice.case, "F05:1")
    documents.issue(twice.desk, twice.officer, twice.case, "F05")
    again = documents.paper(twice.desk, twice.officer, twice.case, "F05:1")
    assert again.pdf == kept.pdf
    assert again.pdf != documents.paper(twice.desk, twice.officer, twice.case, "F05:2").pdf


def test_a_notice_recorded_under_its_code_alone_is_still_reprinted(twice):
    """Older records name the paper ``F05``; the number tells which notice it was."""
    data = b"%PDF-1.7 an older paper"
    sha256 = twice.desk.database.attachments.put(data, "F05.pdf")
    number = twice.state().corrections[1].number
    title = twice.desk.pack.papers["F05"].text
    do(twice.desk, twice.officer, c.RecordDocument(twice.case, "F05", number, sha256, "x:1:y", title))
    assert documents.paper(twice.desk, twice.officer, twice.case, "F05:2").pdf == data


def test_a_form_is_issued_once_while_it_says_the_same(ready):
    first = documents.issue(ready.desk, ready.officer, ready.case, "CL")
    again = documents.issue(ready.desk, ready.officer, ready.case, "CL")
    assert (again.pdf, again.number, len(issues(ready, "CL"))) == (first.pdf, first.number, 1)


def test_a_form_that_says_something_else_is_issued_anew_under_a_number_of_its_own(ready):
    first = documents.issue(ready.desk, ready.officer, ready.case, "F10")
    factor = next(iter(ready.desk.pack.factors))
    do(ready.desk, ready.officer, c.ScoreFactor(ready.case, factor, 4, 3, evidence="复核后调整"))
    second = documents.issue(ready.desk, ready.officer, ready.case, "F10")
    assert (second.number, second.pdf != first.pdf) == (f"{first.number}-02", True)
    assert documents.paper(ready.desk, ready.officer, ready.case, "F10").pdf == second.pdf
    assert documents.paper(ready.desk, ready.officer, ready.case, "F10:1").pdf == first.pdf
    assert [one.number for one in issues(ready, "F10")] == [first.number, second.number]


def test_the_list_of_a_party_counts_its_own_issues(ready):
    documents.issue(ready.desk, ready.officer, ready.case, "F18-A")
    made = documents.issue(ready.desk, ready.officer, ready.case, "F18-B")
    assert made.number.endswith("-02")
    assert [one.number[-3:] for one in issues(ready, "F18-A")] == ["-01"]


def test_an_issue_that_never_was_is_told_with_what_there_is(ready):
    for name in ("CL:1", "CL:0", "F05:9", "F11:1", "F18-Z", "nothing"):
        with pytest.raises(documents.PaperError, match=name) as refused:
            documents.paper(ready.desk, ready.officer, ready.case, name)
        assert "F18-A" in refused.value.told("zh")


def test_the_risk_report_is_there_in_english_with_what_people_wrote_as_written(ready, words):
    told = words(documents.paper(ready.desk, ready.officer, ready.case, "F10.en").pdf)
    assert "Safetyriskassessmentreport" in told
    assert "Rangesandsensitivity" in told
    assert "维度" not in told
    assert str(ready.state().application.fields["ev.name"])[:4] in told
