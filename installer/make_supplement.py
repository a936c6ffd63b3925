"""How the sample supplement was made: the festival's corrected workbook and the papers that answer the notice.

Not run by users. It reads the shipped sample package and writes ``forms/samples/supplements/``; everything in it is
invented. Run it again only when the sample package changes.
"""

from __future__ import annotations

import copy
import io
import json
import os
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent
NAME = "chenghu-bay-festival"
SOURCE = ROOT / "forms" / "samples" / f"{NAME}.zip"
TARGET = ROOT / "forms" / "samples" / "supplements" / f"{NAME}.zip"
LATER = ROOT / "forms" / "samples" / "supplements" / "later"
DAY = (2026, 4, 8, 9, 0, 0)
UNDERTAKER = "澄州湖声样例文化传播有限公司"
GUARDS = [("澄州龙湾卫士样例保安服务有限公司", 220), ("澄江湖畔安盾样例保安服务有限公司", 120)]
SCREENERS = ("澄州净检样例安检技术有限公司", 90)
SURNAMES = "卞沈许韩魏裴邵骆奚钱顾殷丁汤贺芮徐蒋庄柏"
GIVEN = ["以宁", "舒朗", "言蹊", "思齐", "静川", "牧之", "修远", "亦凡", "明湛", "晚舟", "书禾", "承泽", "清嘉", "望舟"]

PAPERS = {
    "M7.1_保安服务许可证_澄江湖畔安盾_换证.pdf": (
        "保安服务许可证（换证）",
        [
            "持证单位：澄江湖畔安盾样例保安服务有限公司",
            "许可证号：澄公保服样20260022号",
            "发证日期：2026年4月6日",
            "有效期至：2031年4月5日",
            "本证为样例，供软件演示使用。",
        ],
    ),
    "M5.1_同意提供活动场所证明_补正.pdf": (
        "同意提供活动场所的证明（补正）",
        [
            "兹同意第六届澄湖湾音乐节于2026年4月29日至5月2日使用湖畔草坪。",
            "经与承办者核对，本场地每场同时在场人数以25000人为限，",
            "原证明所载20000人为2025年布局下的数值，以本证明为准。",
            "澄湖湾样例景区管理有限公司　2026年4月7日",
        ],
    ),
    "M8.2_公众责任险保单_批单.pdf": (
        "公众责任险批单",
        [
            "保单号：YL-GZ-2026-040117　批单号：PD-2026-0031",
            "自2026年4月7日起，承保每场在场人数由22000人批改为25000人，",
            "保险期间批改为2026年4月28日至2026年5月6日，其余条款不变。",
            "中湖样例财产保险股份有限公司澄州分公司",
        ],
    ),
    "M9.1_营业性演出准予许可决定_补充.pdf": (
        "营业性演出准予许可决定（补充）",
        [
            "文号：样文旅演〔2026〕0191号",
            "补充批准第33组 Tidewater Ferrymen 与第44组 雾灯小队 的演出，",
            "连同样文旅演〔2026〕0173号，共批准52组节目。",
            "文化旅游主管部门（样例）　2026年4月7日",
        ],
    ),
    "M3.5_互动环节清单_修订.pdf": (
        "互动环节清单（修订）",
        [
            "第14组 三号锻造车间：取消原申报的冲撞类互动。",
            "第16组 铜锈回旋：以《湖心亭》替换《湖底药片》。",
            "第20组 栅栏外的夏天：取消《翻过栏杆》，以《岸边》替换；巡游停止口令为“停步回台”。",
            "第44组：由雾灯小队演出，不设神秘嘉宾环节。",
        ],
    ),
}
REPORT = (
    "M9.5_临建检测验收报告.pdf",
    "临时搭建检测验收报告",
    [
        "工程：主舞台、副舞台、塔架、音响延时塔、围栏",
        "搭建单位：锦陵高架样例舞台工程有限公司",
        "检测日期：2026年4月13日　结论：符合设计与安全要求，停用风速20米每秒。",
        "检测单位：澄江衡准样例结构检测有限公司",
    ],
)


def page(title: str, lines: list[str]) -> bytes:
    """Return a one-page PDF with a title and lines of text."""
    rl_config.invariant = 1
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, initialFontName="Song")
    canvas.setTitle(title)
    canvas.setFont("Song", 18)
    canvas.drawCentredString(A4[0] / 2, 740, title)
    canvas.setFont("Song", 12)
    for number, line in enumerate(lines):
        canvas.drawString(72, 690 - 26 * number, line)
    canvas.drawString(72, 60, "（样例，内容为虚构）")
    canvas.save()
    return buffer.getvalue()


def roster() -> bytes:
    """Return the roster of guards and screeners as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册"
    sheet.append(["序号", "单位", "姓名", "上岗证编号"])
    number = 0
    for company, count in [*GUARDS, SCREENERS]:
        for _ in range(count):
            name = SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]
            number += 1
            sheet.append([number, company, name, f"样保证{number:05d}"])
    book.properties.created = book.properties.modified = datetime(*DAY)  # noqa: DTZ001 - a fixed stamp
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def keys(sheet: object) -> dict[str, int]:
    """Return column key → column number."""
    return {cell.value: cell.column for cell in sheet[2] if cell.value}


def find(sheet: object, **wanted: object) -> int:
    """Return the row whose cells equal the wanted values."""
    columns = keys(sheet)
    for row in range(3, sheet.max_row + 1):
        if all(sheet.cell(row, columns[k]).value == v for k, v in wanted.items()):
            return row
    raise LookupError(wanted)


def put(sheet: object, row: int, **values: object) -> None:
    """Write values into a row by column key."""
    columns = keys(sheet)
    for key, value in values.items():
        sheet.cell(row, columns[key]).value = value


def correct_papers(book: object) -> None:
    """Name the new papers on the material sheet."""
    sheet, day = book["材料"], datetime(2026, 4, 7)  # noqa: DTZ001 - dates of a workbook are local
    licence = find(sheet, file="M7.1_保安服务许可证_澄江湖畔安盾.jpg")
    put(sheet, licence, file="M7.1_保安服务许可证_澄江湖畔安盾_换证.pdf", issued=datetime(2026, 4, 6))  # noqa: DTZ001
    put(sheet, licence, valid_until=datetime(2031, 4, 5))  # noqa: DTZ001
    put(sheet, find(sheet, item="M7.2"), file="M7.2_保安员名册及上岗证.xlsx", tolerance="否", promise=None, pages=1)
    put(sheet, find(sheet, item="M7.2"), copies=1, original="电子件", sealed="是", signed="不适用", note=None)
    put(sheet, find(sheet, item="M7.2"), issuer=UNDERTAKER, issued=day)
    put(sheet, find(sheet, item="M5.1"), file="M5.1_同意提供活动场所证明_补正.pdf", issued=day)
    put(sheet, find(sheet, item="M8.2"), file="M8.2_公众责任险保单_批单.pdf", issued=day)
    put(sheet, find(sheet, item="M8.2"), valid_until=datetime(2026, 5, 6))  # noqa: DTZ001
    put(sheet, find(sheet, item="M3.5"), file="M3.5_互动环节清单_修订.pdf", issued=day)
    approval = find(sheet, item="M9.1")
    put(sheet, approval, file="M9.1_营业性演出准予许可决定_补充.pdf", issued=day, pages=1)


def correct_facts(book: object) -> None:
    """State the corrected numbers with their places in the new papers."""
    sheet = book["陈述"]
    columns = keys(sheet)
    for row in range(3, sheet.max_row + 1):
        fact, file = sheet.cell(row, columns["fact"]).value, sheet.cell(row, columns["file"]).value or ""
        if file.startswith("M5.1_"):
            put(sheet, row, file="M5.1_同意提供活动场所证明_补正.pdf", page=1)
            if fact == "FA05":
                put(sheet, row, value=25000, quote="每场同时在场人数以25000人为限")
        elif file.startswith("M8.2_"):
            put(sheet, row, file="M8.2_公众责任险保单_批单.pdf", page=1)
            if fact == "FA05":
                put(sheet, row, value=25000, quote="批改为25000人")
        elif file.startswith("M9.1_"):
            put(sheet, row, file="M9.1_营业性演出准予许可决定_补充.pdf", page=1)
            if fact == "FA14":
                put(sheet, row, value=52, quote="共批准52组节目")


def drop_statements_without_words(book: object) -> None:
    """Remove statements of replaced papers whose words the new paper does not repeat."""
    sheet = book["陈述"]
    columns = keys(sheet)
    text = {name: "".join([title, *lines]) for name, (title, lines) in PAPERS.items()}
    for row in range(sheet.max_row, 2, -1):
        file, quote = sheet.cell(row, columns["file"]).value, sheet.cell(row, columns["quote"]).value or ""
        if file in text and "".join(quote.split()) not in text[file]:
            sheet.delete_rows(row)


def correct_ground(book: object, site: dict[str, object]) -> None:
    """Cap the front zone, add the fifth mobile point, quicken the lanes, sell the public share."""
    zones = book["区域"]
    put(zones, find(zones, code="Z01"), expected_peak=7000)
    put(zones, find(zones, code="Z02"), expected_peak=13000)
    posts = book["岗位"]
    pattern, new = find(posts, code="M04"), posts.max_row + 1
    while posts.cell(new - 1, 1).value is None:
        new -= 1
    for cell in posts[pattern]:
        posts.cell(new, cell.column).value = cell.value
    put(posts, new, code="M05", name="西侧机动点", x=36, y=110, lead="骆承泽", phone="12379857460")
    features = site["features"]
    point = copy.deepcopy(next(f for f in features if f["properties"]["code"] == "M04"))
    point["properties"] |= {"code": "M05", "name": "西侧机动点"}
    point["geometry"]["coordinates"] = [36.0, 110.0]
    features.append(point)
    gates = book["出入口"]
    for code in ("GA", "GB", "GC"):
        put(gates, find(gates, code=code), sec=5, steps="智能安检门+X光机分线，票证在前端核验")
    sessions = book["场次"]
    put(sessions, find(sessions, code="S3"), public=21250, reserved=3750)
    for name in ("主体", "力量"):
        sheet = book[name]
        row = find(sheet, name="澄江湖畔安盾样例保安服务有限公司")
        put(sheet, row, valid_until=datetime(2031, 4, 5), licence="澄公保服样20260022号")  # noqa: DTZ001
    fields = book["活动"]
    for row in range(1, fields.max_row + 1):
        if fields.cell(row, 1).value == "ins.to":
            fields.cell(row, 3).value = datetime(2026, 5, 6)  # noqa: DTZ001


def correct_programme(book: object) -> None:
    """Answer the advice on programme items."""
    sheet = book["节目"]
    none = {"interactive": "无", "inter_zone": None, "inter_control": None, "stop_word": None, "supervisor": None}
    put(sheet, find(sheet, no=14), **none)
    put(sheet, find(sheet, no=16), work="《湖心亭》等7首")
    put(sheet, find(sheet, no=20), work="《岸边》等8首", stop_word="停步回台")
    put(sheet, find(sheet, no=26), minutes=55)
    put(sheet, find(sheet, no=33), approval="样文旅演〔2026〕0191号")
    put(
        sheet,
        find(sheet, no=44),
        artist="雾灯小队",
        work="《堤上的风》等6首",
        approval="样文旅演〔2026〕0191号",
        **none,
    )


def main() -> None:
    """Write the supplement and the paper that comes later."""
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(*DAY).timestamp()))  # noqa: DTZ001
    rl_config.canvas_basefontname = "Song"
    pdfmetrics.registerFont(TTFont("Song", ROOT / "reports" / "fonts" / "NotoSerifSC-Regular.ttf"))
    with zipfile.ZipFile(SOURCE) as package:
        book = openpyxl.load_workbook(io.BytesIO(package.read(f"{NAME}/application.xlsx")))
        site = json.loads(package.read(f"{NAME}/site.geojson"))
    correct_papers(book)
    correct_facts(book)
    drop_statements_without_words(book)
    correct_ground(book, site)
    correct_programme(book)
    workbook = io.BytesIO()
    book.save(workbook)
    files = {"application.xlsx": workbook.getvalue(), "site.geojson": json.dumps(site, ensure_ascii=False).encode()}
    files |= {f"attachments/{name}": page(title, lines) for name, (title, lines) in PAPERS.items()}
    files["attachments/M7.2_保安员名册及上岗证.xlsx"] = roster()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(zipfile.ZipInfo(f"supplement/{name}", DAY), data, zipfile.ZIP_DEFLATED)
    LATER.mkdir(exist_ok=True)
    (LATER / REPORT[0]).write_bytes(page(*REPORT[1:]))


if __name__ == "__main__":
    main()
