"""Contents of the papers for the tests: an invented festival, as in the sample packages."""

import json
import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from reports.acceptance_notice import AcceptanceNotice, MaterialLine
from reports.correction_notice import CorrectionNotice, DeficiencyLine
from reports.grant import Appeal, ConditionLine, Grant
from reports.issue import Issue
from reports.material_checklist import ChecklistItem, MaterialChecklist, PlanLine
from reports.papers import texts_of
from reports.refusal import FactLine, ReasonLine, Refusal
from reports.responsibility_list import DutyLine, PartyBox, ResponsibilityList
from reports.risk_report import DimensionLine, FactorLine, LevelLine, RiskReport
from workbench.core.pack import Paper
from workbench.errors import Text

PACK = Path(__file__).resolve().parents[2] / "forms" / "cn_national"
DATA = json.loads((Path(__file__).parent / "festival.json").read_text("utf-8"))
EVENT = "第六届澄湖湾音乐节"
APPLICANT = "澄州湾畔文化传播有限公司"
TAR = "《大型群众性活动安全管理条例》"
ALL = "《中华人民共和国行政许可法》"
ORGAN = "澄州市公安局"


def papers():
    """The papers of the national pack, straight from the files."""
    rows = [row for file in PACK.glob("papers*.toml") for row in tomllib.loads(file.read_text("utf-8"))["papers"]]
    return {
        row["code"]: Paper(
            code=row["code"],
            text=Text(row["zh"], row["en"]),
            layout=row["layout"],
            series=row["series"],
            page_format=row["page_format"],
            texts={key: Text(text["zh"], text["en"]) for key, text in row.get("texts", {}).items()},
        )
        for row in rows
    }


def texts(code):
    return texts_of(papers(), code)


def issue(number, **changes):
    values = {
        "organ": ORGAN,
        "number": number,
        "day": date(2026, 4, 7),
        "moment": datetime(2026, 4, 7, 8, 30, tzinfo=UTC),
        "case": "CZ-DHA-2026-0017",
        "event": EVENT,
        "seal": "0123456789abcdef" * 4,
        "chain": "chengzhou",
        "seq": 183,
        "head": "fedcba9876543210" * 4,
        "sample": True,
    }
    return Issue(**{**values, **changes})


def acceptance(**changes):
    values = {
        "issue": issue("澄公（治）大受字〔2026〕21号"),
        "applicant": APPLICANT,
        "event": EVENT,
        "received": date(2026, 3, 27),
        "accepted": date(2026, 4, 7),
        "due": date(2026, 4, 16),
        "basis": f"{ALL}第三十二条第一款第（五）项和{TAR}第十四条",
        "materials": tuple(MaterialLine(*line) for line in DATA["materials"]),
        "skipped": (date(2026, 4, 11), date(2026, 4, 12)),
        "tolerated": 4,
        "inspection": datetime.fromisoformat("2026-04-12T09:00"),
        "officers": ("秦朗", "叶知秋"),
        "phone": "0500-8800110",
    }
    return AcceptanceNotice(**{**values, **changes})


def deficiencies(count):
    return tuple(DeficiencyLine(*DATA["deficiencies"][number % len(DATA["deficiencies"])]) for number in range(count))


def correction(count=7, **changes):
    values = {
        "issue": issue("澄公（治）大补字〔2026〕14号", day=date(2026, 3, 31)),
        "applicant": APPLICANT,
        "event": EVENT,
        "received": date(2026, 3, 27),
        "due": datetime.fromisoformat("2026-04-07T17:00"),
        "basis": f"{ALL}第三十二条第一款第（四）项",
        "items": deficiencies(count),
        "first_day": date(2026, 4, 30),
        "latest_day": date(2026, 4, 10),
        "latest_basis": f"{TAR}第十三条",
        "officers": ("秦朗",),
        "phone": "0500-8800110",
    }
    return CorrectionNotice(**{**values, **changes})


APPEAL = Appeal("澄州市人民政府")


def grant(**changes):
    values = {
        "issue": issue("澄公（治）大许准字〔2026〕17号", day=date(2026, 4, 15)),
        "applicant": APPLICANT,
        "event": EVENT,
        "received": date(2026, 4, 7),
        "accepted": date(2026, 4, 7),
        "basis": f"{ALL}第三十八条第一款、{TAR}第十二条和第十四条",
        "conditions_basis": f"{TAR}第十一条第二款",
        "change_basis": f"{TAR}第十五条",
        "penalty_basis": f"{TAR}第二十条",
        "first_day": date(2026, 4, 30),
        "last_day": date(2026, 5, 3),
        "hours": "每日13:00至21:30",
        "place": "澄州市湖西区澄湖湾露营谷草坪",
        "approved": 26000,
        "tickets": 24400,
        "conditions": tuple(ConditionLine(*line) for line in DATA["conditions"]),
        "appeal": APPEAL,
        "uscc": "91320412MA0000000X",
        "safety_person": "顾明远（承办者主要负责人）",
        "areas": "观众区域为A、B、C、D四区；治安缓冲区域为北侧、东侧检票口外20米带和临水退岸8米带，详见附件2",
        "level": "初始二级（较大），管控后三级（一般）；安保级别二级",
        "annexes": ("审定节目单", "区域划定图", "安全工作方案（第3.2版）", "容缺办理决定书"),
        "copies_to": "省公安厅治安管理总队，市文化广电和旅游局，市应急管理局，湖西区人民政府，湖西分局",
        "office": "澄州市公安局治安警察支队",
    }
    return Grant(**{**values, **changes})


def refusal(**changes):
    values = {
        "issue": issue("澄公（治）大许不字〔2026〕3号", day=date(2026, 4, 20)),
        "applicant": APPLICANT,
        "event": "澄湖湾音乐节湖面浮动舞台夜场",
        "received": date(2026, 4, 6),
        "accepted": date(2026, 4, 11),
        "first_day": date(2026, 5, 1),
        "last_day": date(2026, 5, 2),
        "place": "澄湖湾环湖栈道及临岸水面",
        "headcount": 8000,
        "basis": f"{ALL}第三十八条第二款、{TAR}第十四条",
        "conditions_basis": f"{TAR}第十一条第二款",
        "facts": tuple(FactLine(*line) for line in DATA["facts"]),
        "reasons": tuple(ReasonLine(*line) for line in DATA["reasons"]),
        "appeal": APPEAL,
        "checked": date(2026, 4, 14),
        "heard": date(2026, 4, 18),
        "effect": "本决定不影响“第六届澄湖湾音乐节”的安全许可（澄公（治）大许准字〔2026〕17号）。",
    }
    return Refusal(**{**values, **changes})


def checklist(**changes):
    items = tuple(
        ChecklistItem(no, title, text, need, form, basis)
        for no, title, basis, lines in DATA["checklist"]
        for text, need, form in lines
    )
    values = {
        "issue": issue("CL-2026-17"),
        "items": items,
        "plan": tuple(PlanLine(str(number), title) for number, title in enumerate(DATA["plan"], 1)),
        "event": EVENT,
        "undertaker": APPLICANT,
        "first_day": date(2026, 4, 30),
        "last_day": date(2026, 5, 3),
        "people": 26000,
        "liaison": "沈若溪",
        "phone": "13900002207",
        "authority": "澄州市公安局（5000人以上，设区的市）",
        "dates": (
            ("3月27日", "提交申请", "已提交"),
            ("3月31日", "补正告知", "5个工作日内"),
            ("4月7日", "补齐受理", "至迟4月10日"),
            ("4月16日", "作出决定", "受理后7个工作日"),
            ("4月24日", "容缺截止", "举办前3个工作日"),
            ("4月30日", "活动首日", ""),
        ),
    }
    return MaterialChecklist(**{**values, **changes})


def responsibilities(**changes):
    parties = (
        ("一　主办方", "澄湖湾文旅发展有限公司"),
        ("二　承办方", APPLICANT),
        ("三　场所管理方", "澄州澄湖湾露营谷景区管理有限公司"),
        ("四　安保服务方", "江盾保安服务有限公司"),
        ("五　搭建方", "构力舞台工程有限公司"),
    )
    values = {
        "issue": issue("ZR-2026-17-02"),
        "event": EVENT,
        "parties": tuple(PartyBox(*party) for party in parties),
        "active": 1,
        "duties": tuple(DutyLine(line[0], f"{number}", *line[1:]) for number, line in enumerate(DATA["duties"], 1)),
        "safety_person": "顾明远（主要负责人）",
        "officers": ("秦朗", "叶知秋"),
    }
    return ResponsibilityList(**{**values, **changes})


UNNEEDED = FactorLine(
    "RF40", "社会治安", "涉外嘉宾安全", critical=False, before=None, after=None, not_applicable="无涉外嘉宾"
)


def risk(**changes):
    factors = tuple(
        FactorLine(code, dimension, title, before == 4, before, after, evidence, control)
        for code, dimension, title, before, after, evidence, control in DATA["factors"]
    )
    values = {
        "issue": issue("FX-2026-17-02", day=date(2026, 4, 13)),
        "event": EVENT,
        "first_day": date(2026, 4, 30),
        "last_day": date(2026, 5, 3),
        "place": "澄湖湾露营谷草坪",
        "pack": "全国通用规则包 2026.1",
        "before": LevelLine(Decimal("56.1"), 2, "二级（较大）"),
        "after": LevelLine(Decimal("27.3"), 3, "三级（一般）"),
        "dimensions": tuple(
            DimensionLine(code, title, Decimal(weight), 7, 7, Decimal(before), Decimal(after))
            for code, title, weight, before, after in DATA["dimensions"]
        ),
        "factors": (*factors, UNNEEDED),
        "limits": (Decimal(25), Decimal(45), Decimal(65)),
        "steps": ("总分 = Σ（维度得分 × 权重）= 56.1。", "预计人数26000人，等级不低于二级。"),
        "advice": "准予许可并附条件；安保级别二级；核定每日场内26000人；雷电、阵风、密度任一达到暂停阈值即停演。",
        "signers": ("秦朗", "高鹏"),
    }
    return RiskReport(**{**values, **changes})
