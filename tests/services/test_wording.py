"""Words of the pack: codes in the history become their texts, drawn numbers take their templates."""

from workbench.services.desk import pack_named
from workbench.services.numbering import paper_number
from workbench.services.wording import worded


def test_codes_in_a_value_of_the_history_become_words_of_the_pack():
    pack = pack_named("cn_national")
    told = worded(pack, "window · 承办者联系人 · 2026-03-04")
    assert told.zh == f"{pack.lists['delivery_methods']['window'].text.zh} · 承办者联系人 · 2026-03-04"
    assert told.en.startswith(pack.lists["delivery_methods"]["window"].text.en)
    assert worded(pack, "granted").zh == pack.lists["statuses"]["granted"].text.zh


def test_text_that_is_no_code_is_left_alone():
    pack = pack_named("cn_national")
    assert worded(pack, "the window was granted").zh == "the window was granted"


def test_numbers_of_papers_have_the_year_in_brackets_and_no_leading_zero(ready):
    ready.desk.database.settings.put("organ_code", "澄公")
    ready.desk.database.settings.put("section_code", "治")
    series = ready.desk.pack.papers["F11"].series
    assert paper_number(ready.desk, ready.desk.pack, series, 2026, 7) == "澄公（治）大许准字〔2026〕7号"


def test_internal_series_have_four_digits(ready):
    assert paper_number(ready.desk, ready.desk.pack, "CL", 2026, 7) == "CL-2026-0007"
