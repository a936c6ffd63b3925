"""The strict loader: all faults at once, with file, line and nearest known key."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.errors import PackError
from workbench.storage.packs import PackFaults, available, load_pack, sample_data, sample_file, sample_package, samples

HEAD = '[pack]\nname = "office"\nversion = "1"\nzh = "本单位"\nen = "Office"\n'
LAWS = (
    '[[laws]]\ncode = "TAR.13"\nzh = "申请"\nen = "Application"\nmark = "A"\nact = "TAR"\n'
    'title = { zh = "条例", en = "Regulation" }\narticle = "13"\n'
)
CLASS = '[[classes]]\ncode = "M1"\nzh = "申请表"\nen = "Form"\nbasis = ["TAR.13"]\nmark = "A"\n'


@pytest.fixture
def pack(tmp_path):
    """Write a pack from file name → text and load it."""

    def write(name="office", head=HEAD, **texts):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "pack.toml").write_text(head, encoding="utf-8")
        for file, text in texts.items():
            (folder / f"{file}.toml").write_text(text, encoding="utf-8")
        return load_pack(name, folder=tmp_path)

    write.folder = tmp_path
    return write


def faults_of(call, *args, **kwargs):
    with pytest.raises(PackFaults) as caught:
        call(*args, **kwargs)
    return caught.value.faults


def test_every_shipped_pack_loads():
    assert "cn_national" in available()
    for name in available():
        assert load_pack(name).name == name


def test_a_row_keeps_its_place_and_both_languages(pack):
    loaded = pack(laws=LAWS, documents=CLASS)
    row = loaded.classes["M1"]
    assert (row.text.zh, row.text.en) == ("申请表", "Form")
    assert row.source == "office/documents.toml:1"


def test_all_faults_are_told_at_once_with_line_and_nearest_key(pack):
    text = (
        '[[classes]]\ncode = "M1"\nzh = "申请表"\nbassis = ["TAR.13"]\nmark = "A"\n'
        '[[classes]]\ncode = "M2"\nzh = "主体"\nen = "Body"\nbasis = ["TAR.14"]\nmark = "Q"\n'
        '[[clases]]\ncode = "M3"\n'
    )
    faults = faults_of(pack, laws=LAWS, documents=text)
    told = {(f.line, f.nearest) for f in faults}
    assert (4, "basis") in told, "a misspelt key names the right one"
    assert (12, "classes") in told, "a misspelt table names the right one"
    assert (6, "TAR.13") in told, "a basis that leads nowhere names the nearest article"
    assert {f.message.en for f in faults if f.line == 1} == {"“en” is missing", "“basis” is missing"}
    assert any("“Q”" in f.message.en for f in faults)


def test_a_faulty_pack_tells_a_person_what_to_mend(pack):
    with pytest.raises(PackFaults) as caught:
        pack(laws=LAWS, documents=CLASS.replace('mark = "A"', ""))
    for language, words in (("zh", "缺少“mark”"), ("en", "“mark” is missing")):
        assert f"office/documents.toml:1: {words}" in caught.value.told(language)


@pytest.mark.parametrize(
    ("old", "new", "line", "english"),
    [
        ('zh = "申请表"\n', "", 1, "“zh” is missing"),
        ('en = "Form"', 'en = ""', 1, "“en” is missing"),
        ('basis = ["TAR.13"]', "basis = []", 1, "“basis” is missing"),
        ('mark = "A"', "mark = 3", 6, "mark: should be a text, is 3"),
        ('mark = "A"', 'mark = "A"\nvalid_from = "2026-01-01"', 7, "valid_from: should be a date"),
        (
            'mark = "A"',
            'mark = "A"\nvalid_from = 2026-02-01\nvalid_to = 2026-01-31',
            1,
            "validity ends before it starts",
        ),
    ],
)
def test_a_wrong_value_names_its_line(pack, old, new, line, english):
    (fault,) = faults_of(pack, laws=LAWS, documents=CLASS.replace(old, new))
    assert (fault.file, fault.line) == ("office/documents.toml", line)
    assert english in fault.message.en


def test_a_date_that_does_not_exist_is_a_syntax_fault_with_its_line(pack):
    text = CLASS + "valid_from = 2026-02-30\n"
    (fault,) = faults_of(pack, laws=LAWS, documents=text)
    assert (fault.line, "TOML" in fault.message.en) == (7, True)


def test_a_file_that_is_not_utf_8_is_a_fault(pack, tmp_path):
    pack(laws=LAWS)
    (tmp_path / "office" / "documents.toml").write_bytes('zh = "申请表"'.encode("gbk"))
    (fault,) = faults_of(load_pack, "office", folder=tmp_path)
    assert fault.file == "office/documents.toml"


def test_a_code_may_stand_once_only(pack):
    (fault,) = faults_of(pack, laws=LAWS, documents=CLASS + "\n" + CLASS)
    assert fault.line == 9
    assert "office/documents.toml:2" in fault.message.en


@pytest.mark.parametrize(
    ("row", "nearest"),
    [
        ('[[materials]]\ncode = "M1.1"\nclass_code = "M2"\nneeded = "always"\n', "M1"),
        ('[[duties]]\ncode = "A01"\nparty = "F"\n', None),
        ('[[factors]]\ncode = "D1.1"\ndimension = "D9"\n', None),
        ('[[checks]]\ncode = "K01"\nseverity = "grave"\n', None),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_fault(pack, row, nearest):
    rest = 'zh = "行"\nen = "Row"\nbasis = ["office"]\nmark = "P"\n'
    if "factors" in row:
        rest += "anchors = [\n" + '  { zh = "档", en = "Step" },\n' * 5 + "]\n"
    (fault,) = faults_of(pack, laws=LAWS, documents=CLASS, rows=row + rest)
    assert fault.line == 1
    assert fault.nearest == nearest


def test_a_factor_has_exactly_five_anchors(pack):
    row = '[[factors]]\ncode = "D1.1"\nzh = "因子"\nen = "Factor"\nbasis = ["office"]\nmark = "P"\ndimension = "D1"\n'
    (fault,) = faults_of(pack, rows=row + 'anchors = [\n  { zh = "档", en = "Step" },\n]\n')
    assert (fault.line, fault.message.en) == (8, "anchors: should have 5 items, has 1")


def test_a_condition_that_is_no_cel_is_a_fault_with_its_line(pack):
    row = '[[materials]]\ncode = "M1.1"\nzh = "表"\nen = "Form"\nbasis = ["office"]\nmark = "P"\nclass_code = "M1"\n'
    (fault,) = faults_of(pack, laws=LAWS, documents=CLASS, rows=row + 'needed = "app.agent = true"\n')
    assert fault.line == 8
    assert "app.agent = true" in fault.message.en


BASE = HEAD.replace("office", "base")
CHILD = HEAD + 'extends = "base"\n'


def test_an_override_gives_only_what_it_changes(pack):
    pack("base", BASE, laws=LAWS, documents=CLASS)
    child = pack("office", CHILD, local='[[classes]]\ncode = "M1"\nen = "Local form"\n')
    row = child.classes["M1"]
    assert (row.text.zh, row.text.en, row.basis) == ("申请表", "Local form", ("TAR.13",))
    assert row.source == "office/local.toml:1"
    assert child.extends == "base"


def test_an_override_keeps_the_place_in_the_order_and_new_rows_come_last(pack):
    second = CLASS.replace("M1", "M2")
    pack("base", BASE, laws=LAWS, documents=CLASS + "\n" + second)
    child = pack("office", CHILD, local=CLASS.replace("M1", "M0") + '\n[[classes]]\ncode = "M1"\nen = "Local"\n')
    assert list(child.classes) == ["M1", "M2", "M0"]


def test_a_fault_of_an_override_and_one_of_its_base_each_name_their_own_file(pack):
    pack("base", BASE, laws=LAWS, documents=CLASS)
    text = '\n[[classes]]\ncode = "M1"\nmandatory = true\n'
    (fault,) = faults_of(pack, "office", CHILD, local=text)
    assert (fault.file, fault.line) == ("office/local.toml", 4)
    (pack.folder / "base" / "documents.toml").write_text(CLASS.replace('"A"', "1"), encoding="utf-8")
    (fault,) = faults_of(pack, "office", CHILD, local=text.replace("true", '"C"'))
    assert (fault.file, fault.line) == ("base/documents.toml", 6)


def test_an_override_of_one_column_leaves_the_other_columns_alone(pack):
    sheet = (
        '[[sheets]]\nkey = "event"\ntitle = "活动"\nkeyed = true\n'
        '[[sheets.columns]]\nkey = "a"\nlabel = { zh = "甲", en = "A" }\nkind = "text"\n'
        '[[sheets.columns]]\nkey = "b"\nlabel = { zh = "乙", en = "B" }\nkind = "text"\n'
    )
    pack("base", BASE, workbook=sheet)
    change = '[[sheets]]\nkey = "event"\n[[sheets.columns]]\nkey = "b"\nrequired = true\n'
    columns = pack("office", CHILD, local=change).sheets["event"].columns
    assert [(c.key, c.label.en, c.required) for c in columns] == [("a", "A", False), ("b", "B", True)]


def test_a_wrong_column_names_its_own_line(pack):
    sheet = (
        '[[sheets]]\nkey = "event"\ntitle = "活动"\nkeyed = true\n\n'
        '[[sheets.columns]]\nkey = "a"\nlabel = { zh = "甲", en = "A" }\nkind = "txt"\n'
    )
    (fault,) = faults_of(pack, workbook=sheet)
    assert (fault.line, fault.nearest) == (6, "text")


@pytest.mark.parametrize(
    ("lines", "english"),
    [
        ('kind = "list"\n', "options belong to kind list"),
        ('kind = "text"\noptions = ["甲"]\n', "options belong to kind list"),
        ('kind = "list"\noptions = ["甲", "甲"]\n', "an option stands twice"),
    ],
)
def test_a_list_column_has_options_and_no_other_has(pack, lines, english):
    sheet = '[[sheets]]\nkey = "event"\ntitle = "活动"\nkeyed = true\n'
    (fault,) = faults_of(
        pack, workbook=f'{sheet}[[sheets.columns]]\nkey = "a"\nlabel = {{ zh = "甲", en = "A" }}\n{lines}'
    )
    assert english in fault.message.en


@pytest.mark.parametrize(
    ("row", "english"),
    [
        ("[[clocks]]\namount = 0\n", "amount is 1 to 1000"),
        ("[[clocks]]\namount = 1000000000\n", "amount is 1 to 1000"),
        ('[[clocks]]\namount = 5\nunit = "working_days"\n', "unit cannot be “working_days”"),
        ("[[parameters]]\n", "“value” is missing"),
        ("[[parameters]]\nvalue = 9\nleast = 10\nmost = 50\n", "“value” is within 10 – 50"),
        ("[[parameters]]\nvalue = 50.5\nmost = 50\n", "“value” is within … – 50"),
        ('[[parameters]]\nvalue = "9"\nleast = 1\n', "“value” should be a number"),
        ("[[parameters]]\nvalue = true\nmost = 5\n", "“value” should be a number"),
    ],
)
def test_a_period_and_a_parameter_have_a_usable_amount(pack, row, english):
    rest = 'code = "x"\nzh = "某"\nen = "Some"\nbasis = ["office"]\nmark = "P"\n'
    (fault,) = faults_of(pack, rows=row + rest)
    assert english in fault.message.en


@pytest.mark.parametrize("hours", ["0", "-1", '"12"', "true"])
def test_a_shift_of_no_length_is_a_fault(pack, hours):
    rest = 'zh = "单班"\nen = "Shift"\nbasis = ["office"]\nmark = "P"\n'
    row = f'[[deployment]]\ncode = "shift_limit"\ndata.kind = "rule"\ndata.hours = {hours}\ndata.rest_hours = 8\n'
    (fault,) = faults_of(pack, rows=row + rest)
    assert "“hours” is more than 0" in fault.message.en


LINES = (LAWS + CLASS + 'valid_from = 2026-01-01\n[[lists.words]]\ncode = "a"\nzh = "甲"\nen = "A"\n').splitlines()
OTHERS = (
    "",
    "[x]",
    "[[pack]]",
    "[lists]",
    "[[lists]]",
    "[[roles]]",
    "[roles]",
    "[classes]",
    "code = { a = 1 }",
    "zh = [[1]]",
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from([*OTHERS, *LINES])), min_size=1, max_size=4))
def test_whatever_is_wrong_the_loader_tells_faults_and_never_breaks(pack, changes):
    lines = list(LINES)
    for number, line in changes:
        lines[number] = line
    loaded, faults = outcome(pack, rows="\n".join(lines))
    assert (loaded is None) == bool(faults)
    assert all(f.line <= len(lines) + 1 and f.message.zh and f.message.en for f in faults)


def outcome(pack, **texts):
    """Return the pack or its faults; anything else goes through."""
    try:
        return pack(**texts), ()
    except PackFaults as error:
        return None, error.faults


def test_roles_are_overridden_command_by_command(pack):
    pack("base", BASE, roles='[roles]\naccept = ["officer"]\ndeliver = ["officer"]\n')
    child = pack("office", CHILD, roles='[roles]\naccept = ["approver"]\n')
    assert child.roles == {"accept": {"approver"}, "deliver": {"officer"}}


def test_packs_that_extend_each_other_are_refused(pack):
    pack("base", BASE)
    with pytest.raises(PackFaults):
        pack("base", BASE + 'extends = "office"\n')
    (fault,) = faults_of(pack, "office", CHILD)
    assert fault.message.en == "packs extend each other in a circle: office → base → office"


def test_an_unknown_pack_names_the_nearest_one():
    (fault,) = faults_of(load_pack, "cn_nationl")
    assert fault.nearest == "cn_national"


@pytest.mark.parametrize("name", ["../office", "{folder}/office", ".", ""])
def test_a_pack_name_is_never_a_path(pack, tmp_path, name):
    pack("office")
    (tmp_path / "inner").mkdir()
    (fault,) = faults_of(load_pack, name.format(folder=tmp_path), folder=tmp_path / "inner")
    assert "there is no pack" in fault.message.en


def test_the_digest_changes_with_any_byte_of_any_file_and_with_nothing_else(pack):
    pack("base", BASE, laws=LAWS)
    before = pack("office", CHILD, documents=CLASS).digest
    assert pack("office", CHILD, documents=CLASS.replace("\n", "\r\n")).digest == before
    assert pack("office", CHILD, documents=CLASS + "# remark\n").digest != before
    pack("office", CHILD, documents=CLASS)
    pack("base", BASE, laws=LAWS + "# remark\n")
    assert load_pack("office", folder=pack.folder).digest != before


def test_samples_are_found_by_name():
    assert "lantern-fair" in samples()
    for name in samples():
        assert sample_package(name).read_bytes()[:2] == b"PK"
    assert sample_file("lantern-fair.zip") == sample_package("lantern-fair")
    assert sample_data("lantern-fair.zip")[:2] == b"PK"


def test_an_unknown_sample_names_the_nearest_one():
    with pytest.raises(PackError) as caught:
        sample_package("lantern")
    assert "lantern-fair.zip" in caught.value.told("en")


@pytest.mark.parametrize("name", ["../__init__.py", "../cn_national/pack.toml", "/etc/passwd", "", "supplements"])
def test_nothing_outside_the_sample_folder_is_handed_out(name):
    with pytest.raises(PackError):
        sample_data(name)


def test_a_quick_load_tells_of_a_bad_condition_when_it_is_asked(pack):
    row = '[[materials]]\ncode = "M1.1"\nzh = "表"\nen = "Form"\nbasis = ["office"]\nmark = "P"\nclass_code = "M1"\n'
    assert faults_of(pack, laws=LAWS, documents=CLASS, rows=row + 'needed = "app.agent = true"\n')
    quick = load_pack("office", folder=pack.folder, quick=True)
    with pytest.raises(PackError):
        quick.materials["M1.1"].needed.test({})
