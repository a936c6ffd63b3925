"""The matrix of duties without holes, and the codes by which signed lines are read back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.duty_matrix import SIGNS, check_character, codes_in, faults, held_in, line_code, read_lines
from workbench.core.values import Application, Row

START = datetime.fromisoformat("2026-05-01 12:00")
CASE = "CZ-DHA-2026-0042"
OWN = ("A", "B", "C", "D")


@pytest.fixture(scope="module")
def pack():
    from workbench.storage.packs import load_pack

    return load_pack("cn_national")


class Named:
    """A case that consists of its application: who signs for which duty."""

    def __init__(self, application):
        self.application = application

    def duty(self, _code):
        return None


def application(pack, persons=None, parties=(), posts=()):
    """Every duty signed by the person of its party, but for those in ``persons``."""
    of_party = {"A": "安宁", "B": "白露", "C": "陈默", "D": "丁香"}
    duty = dict.fromkeys(c.key for c in pack.sheets["duties"].columns)
    rows = [
        Row("duties", 3 + n, {**duty, "code": d.code, "party": d.party, "status": "已落实",
                              "signer": (persons or {}).get(d.code, of_party.get(d.party))})
        for n, d in enumerate(pack.duties.values())
    ]  # fmt: skip
    blank = dict.fromkeys(c.key for c in pack.sheets["parties"].columns)
    signed = [
        Row("parties", 3 + n, {**blank, "party": p, "name": f"{p}公司", "signed": True}) for n, p in enumerate(OWN)
    ]
    at = dict.fromkeys(c.key for c in pack.sheets["posts"].columns)
    standing = tuple(Row("posts", 3 + n, {**at, **post}) for n, post in enumerate(posts))
    sheets = {"duties": tuple(rows), "parties": (*signed, *parties), "posts": standing}
    return Application("2026.1", {}, sheets)


def found(pack, made):
    return {(f.code, f.kind) for f in faults(held_in(Named(made), pack), made, pack)}


def test_a_matrix_without_holes_has_no_faults(pack):
    assert found(pack, application(pack)) == set()


@given(
    holes=st.sets(st.sampled_from([f"{p}{n:02}" for p in OWN for n in range(1, 11)]), max_size=6),
    doubles=st.sets(st.sampled_from([f"{p}{n:02}" for p in OWN for n in range(1, 11)]), max_size=6),
)
def test_every_planted_hole_and_double_is_found_and_none_invented(pack, holes, doubles):
    persons = {**dict.fromkeys(doubles, "安宁、白露"), **dict.fromkeys(holes, None)}
    wanted = {(code, "orphan") for code in holes} | {(code, "several") for code in doubles - holes}
    assert {f for f in found(pack, application(pack, persons)) if f[1] in {"orphan", "several"}} == wanted


def test_the_authorities_own_duties_may_stay_empty(pack):
    assert not {code for code, _ in found(pack, application(pack, {"E01": None})) if code.startswith("E")}


def test_a_person_who_answers_for_two_parties_is_named_once_per_party(pack):
    assert found(pack, application(pack, {"C01": "白露", "C02": "白 露"})) == {("C01", "two_parties")}


def post(code, lead, phone, begin, hours):
    on = START + timedelta(hours=begin)
    return {
        "code": code,
        "name": "岗",
        "lead": lead,
        "phone": phone,
        "on": on,
        "off": on + timedelta(hours=hours),
    }


def test_a_person_on_two_posts_at_once_is_found_and_a_relief_at_the_hour_is_not(pack):
    clash = (post("G01", "殷实", "138", 0, 4), post("G02", "殷实", "138", 3, 4))
    relief = (post("G03", "吕望", "139", 0, 4), post("G04", "吕望", "139", 4, 4))
    namesakes = (post("G05", "宗正", "137", 0, 4), post("G06", "宗正", "136", 0, 4))
    untimed = (post("G07", "何夕", "135", 0, 4), {**post("G08", "何夕", "135", 0, 4), "on": None})
    posts = (*clash, *relief, *namesakes, *untimed)
    assert found(pack, application(pack, posts=posts)) == {("G01", "two_places"), ("G05", "namesake")}


def test_an_unsigned_list_and_a_party_without_organisation_are_found(pack):
    blank = dict.fromkeys(c.key for c in pack.sheets["parties"].columns)
    unsigned = Row("parties", 20, {**blank, "party": "D", "name": "搭建公司", "signed": False})
    assert found(pack, application(pack, parties=(unsigned,))) == {("D", "unsigned")}
    made = application(pack)
    without = tuple(r for r in made.sheets["parties"] if r["party"] != "C")
    assert found(pack, replace(made, sheets={**made.sheets, "parties": without})) == {("C", "nobody")}


# Codes


def test_the_check_character_is_that_of_the_standard():
    assert check_character("A12425GABC1234002") == "M", "the example of the Global Release Identifier"


@given(text=st.text(SIGNS, min_size=1, max_size=9), data=st.data())
def test_one_wrong_sign_changes_the_check_character(text, data):
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([s for s in SIGNS if s != text[place]]))
    assert check_character(text[:place] + other + text[place + 1 :]) != check_character(text)


@given(start=st.text(SIGNS, max_size=7))
def test_of_630_pairs_of_exchanged_neighbours_the_standard_lets_one_pass(start):
    pairs = combinations(SIGNS, 2)
    assert sum(check_character(start + a + b) == check_character(start + b + a) for a, b in pairs) <= 1


@pytest.fixture(scope="module")
def held(pack):
    return held_in(Named(application(pack)), pack)


def codes(held):
    return [line_code(CASE, one) for one in held]


def test_every_line_has_a_code_of_its_own_and_reads_back_as_itself(held):
    made = codes(held)
    assert len(set(made)) == len(made) == 67
    assert {line.result for line in read_lines(made, CASE, held, {})} == {"own"}


@given(st.data())
def test_text_off_a_scanned_sheet_is_read_whatever_its_width_case_and_blanks(held, data):
    chosen = data.draw(st.lists(st.sampled_from(codes(held)), unique=True, max_size=8))
    wide = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in SIGNS + "-"})
    spoilt = [
        data.draw(st.sampled_from((c, c.lower(), c.translate(wide), c.replace("-", " - "), c.replace("-", "—"))))
        for c in chosen
    ]
    text = data.draw(st.sampled_from(("\n", "　已签 ", " 第1页 "))).join(spoilt)
    assert list(codes_in(text)) == chosen


def test_a_zero_read_as_an_o_is_forgiven_and_another_sign_is_told(held):
    code = next(c for c in codes(held) if "0" in c.partition("-")[2][:-1])
    body = code.partition("-")[2]
    misread = f"{code[:4]}{body[:-1].replace('0', 'O')}{body[-1]}"
    assert read_lines(codes_in(misread), CASE, held, {})[0].result == "own"
    wrong = code[:-2] + ("A" if code[-2] != "A" else "B") + code[-1]
    assert read_lines((wrong,), CASE, held, {})[0].result == "misread"


def test_lines_of_another_case_of_an_earlier_person_and_twice_are_told_apart(held):
    code = codes(held)[0]
    assert read_lines((line_code("CZ-DHA-2026-0043", held[0]),), CASE, held, {})[0].result == "older"
    changed = (replace(held[0], person="新人"), *held[1:])
    assert read_lines((code,), CASE, changed, {})[0].result == "older"
    assert read_lines((code,), CASE, held, {held[0].code: code})[0].result == "again"
    assert read_lines(codes_in("Z99-00000"), CASE, held, {})[0].result in {"misread", "foreign"}


# The command


def test_only_lines_of_the_case_with_its_present_persons_come_back(life):
    life.receive()
    life.do("SetDuty", "B01", "done", "齐玥")
    one, two = (h for h in held_in(life.case, life.pack) if h.code in {"B01", "B02"})
    first, second = (line_code(life.case.number, h) for h in (one, two))
    with life.refuses("line_code", "codes"):
        life.do("ReturnDuties", (first, "B02-00000"), life.now.date())
    assert not life.case.returned
    life.do("ReturnDuties", (first, second), life.now.date(), "扫描件一")
    assert {d: (r.person, r.source) for d, r in life.case.returned.items()} == {
        "B01": ("齐玥", "扫描件一"), "B02": ("", "扫描件一"),
    }  # fmt: skip
    with life.refuses("line_code", "codes"):
        life.do("ReturnDuties", (first,), life.now.date())
    with life.refuses("not_future", "on"):
        life.do("ReturnDuties", (first,), date(2099, 1, 1))
    life.do("SetDuty", "B01", "done", "许言")
    with life.refuses("line_code", "codes"):
        life.do("ReturnDuties", (first,), life.now.date())
