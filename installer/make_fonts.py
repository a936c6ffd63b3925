"""Make the subset fonts under ``reports/fonts`` from their published sources; not run by users.

The sources are read from one folder (see ``reports/fonts/README.md`` for where each comes from)::

    python installer/make_fonts.py SOURCES reports/fonts

Characters kept: GB 2312, the 8105 characters of the Table of General Standard Chinese Characters (2013), Latin,
Greek, Cyrillic, kana and the symbols of the papers. The regular sans keeps the whole of GBK besides: it is the last
resort of every other font, so that rare names and traditional characters are still shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SYMBOLS = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A
    (0x1C4, 0x1DC),  # pinyin vowels
    (0x2C6, 0x2DD),  # spacing accents
    (0x370, 0x3FF),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x2010, 0x205E),  # dashes, quotation marks, ellipsis
    (0x2070, 0x209C),  # superscripts, subscripts
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x218B),  # letterlike, number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2460, 0x24FF),  # enclosed alphanumerics
    (0x2500, 0x25FF),  # boxes, blocks, shapes
    (0x2600, 0x2767),  # a few weather signs, check marks
    (0x3000, 0x30FF),  # CJK punctuation, kana
    (0x3200, 0x33FF),  # enclosed CJK, squared units
    (0xFE10, 0xFE4F),  # vertical and compatibility forms
    (0xFF01, 0xFFEF),  # full-width forms
    (0xFFFD, 0xFFFD),  # the replacement character itself
)


@dataclass(frozen=True)
class Face:
    """One font to make: ``source`` below the folder of sources, ``target`` file, ``wide`` keeps GBK."""

    source: str
    target: str
    wide: bool = False
    kerned: bool = False
    renamed: str = ""
    """New family name where the licence reserves the old one."""


SUBSETS = (
    Face("noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", "NotoSansSC-Regular.ttf", wide=True, kerned=True),
    Face("noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf", "NotoSansSC-Medium.ttf", kerned=True),
    Face("noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf", "NotoSansSC-Bold.ttf", kerned=True),
    Face("noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf", "NotoSerifSC-Regular.ttf"),
    Face("noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf", "NotoSerifSC-Bold.ttf"),
    Face("lxgw-wenkai/LXGWWenKai-Regular.ttf", "WorkbenchKai-Regular.ttf", renamed="Workbench Kai"),
)

COPIED = (
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationMono-Regular.ttf",
)


def encoded_characters(encoding: str) -> set[int]:
    """Return the code points of every two-byte character of a Chinese encoding."""
    found = set()
    for first in range(0x81, 0xFF):
        for second in range(0x40, 0xFF):
            text = bytes((first, second)).decode(encoding, errors="ignore")
            if len(text) == 1:
                found.add(ord(text))
    return found


def table_of_2013(path: Path) -> set[int]:
    """Return the 8105 code points of the table, read one character per line; a wrong count stops the run."""
    found = {ord(line.strip()) for line in path.read_text("utf-8").splitlines() if line.strip()}
    if len(found) != 8105:
        raise SystemExit(f"{path}: {len(found)} characters, 8105 expected")
    return found


def symbols() -> set[int]:
    """Return the code points of the listed symbol ranges."""
    return {point for first, last in SYMBOLS for point in range(first, last + 1)}


def make(face: Face, sources: Path, folder: Path, points: Iterable[int]) -> Path:
    """Write one subset; the same source gives the same bytes (the time stamp of the source is kept)."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern"] if face.kerned else []
    options.notdef_outline = True
    options.name_languages = ["*"]
    options.name_IDs = ["*"]
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT", "GlyphOrder"]
    font = TTFont(sources / face.source, recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=set(points) & set(font.getBestCmap()))
    worker.subset(font)
    if face.renamed:
        rename(font, face.renamed)
    target = folder / face.target
    font.save(target)
    return target


def rename(font: TTFont, family: str) -> None:
    """Give the font a new family name in every name record that carries the reserved one."""
    names = font["name"]
    kept = [n for n in names.names if n.nameID in {0, 1, 2, 4, 5, 6, 13, 14} and n.langID in {0, 0x409}]
    for record in kept:
        if record.nameID in {1, 4}:
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "") + "-Regular"
    names.names = kept


def main(sources: Path, folder: Path) -> None:
    """Make every subset and copy the fonts that are small enough as they are."""
    narrow = encoded_characters("gb2312") | table_of_2013(sources / "characters.txt") | symbols()
    wide = narrow | encoded_characters("gbk")
    for face in SUBSETS:
        target = make(face, sources, folder, wide if face.wide else narrow)
        print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    for name in COPIED:
        (folder / name).write_bytes((sources / "liberation" / name).read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
