"""Key facts and proposals as rows: what is stated where, whether it agrees, what governs."""

from __future__ import annotations

from workbench.core.pack import Pack
from workbench.services.fact_desk import ProposalView
from workbench.services.views import FactView, StatementView
from workbench.ui.i18n import say, tr
from workbench.ui.step_site_rows import Cell, Head, TableRow
from workbench.ui.step_site_words import dotted, proper, shown, term


def fact_heads() -> tuple[Head, ...]:
    """Return the columns of the ledger."""
    return (
        Head(tr("事实"), 168, 2),
        Head(tr("陈述"), 180, 3),
        Head(tr("一致"), 104),
        Head(tr("采信值"), 160, 3),
    )


def proposal_heads() -> tuple[Head, ...]:
    """Return the columns of the proposals."""
    return (
        Head(tr("事实"), 150, 1),
        Head(tr("文中数值"), 130, 1, figures=True),
        Head(tr("出处"), 190, 3),
        Head(tr("与台账"), 120),
    )


def fact_row(fact: FactView, pack: Pack) -> TableRow:
    """Return a key fact as a row."""
    values = list(dict.fromkeys(shown(said.value, fact.unit) for said in fact.statements))
    sources = tr("{count} 处陈述", count=len(fact.statements))
    governing = shown(fact.governing, fact.unit) if fact.governing is not None else "—"
    return TableRow(
        fact_key(fact),
        (
            Cell(f"{fact.code} {say(fact.title)}", term(fact.scope, pack)),
            Cell(" / ".join(values), sources),
            state_cell(fact),
            Cell(governing, fact.reason),
        ),
    )


def state_cell(fact: FactView) -> Cell:
    """Return whether the statements of a fact agree, in a word and a sign."""
    grave = fact.severity != "warn"
    if fact.open and fact.governing is not None:
        return Cell(tr("又有新陈述"), tr("须重新采信"), "bad" if grave else "warn", "alert-triangle")
    if fact.open:
        return Cell(tr("不一致"), tr("须采信") if grave else "", "bad" if grave else "warn", "alert-triangle")
    if fact.governing is not None:
        return Cell(tr("已采信"), ink="ok", icon="circle-check")
    return Cell(tr("一致") if len(fact.statements) > 1 else tr("单一"), ink="t2")


def proposal_row(found: ProposalView, pack: Pack) -> TableRow:
    """Return a proposal as a row."""
    agrees = Cell(tr("相同"), ink="t2") if found.agrees else Cell(tr("不同"), ink="warn", icon="alert-triangle")
    place = f"{found.file} p{found.page}"
    return TableRow(
        found.key,
        (
            Cell(f"{found.fact} {say(found.title)}", term(found.scope, pack)),
            Cell(shown(found.value, found.unit)),
            Cell(place, found.quote),
            agrees,
        ),
    )


def fact_key(fact: FactView) -> str:
    """Return what names a fact: code and scope."""
    return f"{fact.code} {fact.scope}".strip()


def statement_line(said: StatementView) -> str:
    """Return where a statement stands, and who entered it when it was not the applicant."""
    how = {"typed": tr("{name} 登记", name=said.by), "confirmed": tr("{name} 确认提取", name=said.by)}.get(said.how, "")
    quote = tr("“{words}”", words=said.quote) if said.quote else ""
    return dotted(said.source.replace("application.xlsx", tr("申请表")), quote, how)


def below_title(fact: FactView, pack: Pack) -> str:
    """Return scope, unit and state under the name of a fact."""
    state = tr("陈述不一致，须采信一个值") if fact.open else ""
    return dotted(term(fact.scope, pack), proper(fact.unit), state)
