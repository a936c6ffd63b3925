"""The strict loader: all faults at once, with file, line and nearest known key."""

import pytest

from workbench.storage.packs import PackFaults, available, load_pack

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
