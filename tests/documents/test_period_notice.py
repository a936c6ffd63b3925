"""F16: the notice that the period is longer, or stands still on a ground of the law."""

from datetime import date

import pytest

from reports.pdf import render
from reports.period_notice import PeriodNotice, SumLine, document

SUMS = (SumLine("4月8日", "（星期三）受理，当日不计"), SumLine("4月9日至4月10日", "第 1–2 个工作日"))


@pytest.fixture
def drawn(festival, read):
    """Draw a notice of an invented festival; return what a reader sees."""

    def make(**changes):
        values = {
            "issue": festival.issue("澄公（治）大延字〔2026〕1号"),
            "applicant": "澄州湖声样例文化传播有限公司",
            "event": "澄湖湾音乐节",
            "accepted": date(2026, 4, 8),
            "basis": "《样例条例》第十九条",
            "due": date(2026, 4, 27),
            "sums": SUMS,
        }
        return read(render(document(PeriodNotice(**{**values, **changes}), festival.texts("F16"))).pdf)

    return make


def test_an_extension_names_days_reason_approver_and_the_new_day(drawn):
    told = drawn(days=6, approver="沈知行", reason="材料复杂。").text
    assert "大型群众性活动许可期限延长告知书" in told
    assert "因材料复杂，依据《样例条例》第十九条，经沈知行批准，决定期限延长六个工作日" in told
    assert "延长后的决定期限至2026年4月27日届满" in told
    assert "4月9日至4月10日" in told


def test_a_stop_names_its_ground_and_that_the_day_is_the_earliest(drawn):
    told = drawn(ground="鉴定", reason="临建结构", stopped=date(2026, 4, 10)).text
    assert "大型群众性活动许可期限中止告知书" in told
    assert "需要鉴定（临建结构）" in told
    assert "不早于2026年4月27日届满" in told


def test_words_of_the_applicant_are_never_markup(drawn):
    assert "<b>甲</b>**乙**{丙}" in drawn(days=1, approver="沈知行", reason="<b>甲</b>**乙**{丙}").text


def test_a_long_derivation_runs_on_to_another_page_with_number_and_closing(drawn):
    found = drawn(days=10, approver="沈知行", reason="材料复杂", sums=SUMS * 30)
    assert len(found.pages) >= 2
    assert found.text.count("4月9日至4月10日") == 30
    assert "机关印章" in found.text
