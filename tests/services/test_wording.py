"""The history speaks in words: codes of the pack's lists become their texts, everything else stays."""

from workbench.services.desk import pack_named
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
