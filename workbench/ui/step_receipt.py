"""Step 1: what came in, the dates of the law with their derivation, what the import noticed, and the acceptance."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from workbench.core.pack import Pack
from workbench.errors import WorkbenchError
from workbench.services import intake
from workbench.services.receipt_view import ReceiptView, receipt_view
from workbench.services.views import CaseView, OpenItem
from workbench.ui import receipt_words as words
from workbench.ui.acceptance_panel import AcceptancePanel
from workbench.ui.i18n import clock_time, full_day, language, say, span, tr
from workbench.ui.problems_table import ProblemsTable
from workbench.ui.step_site_words import term
from workbench.ui.theme import Theme
from workbench.ui.widgets import clear, column, label, panel, picture, row, scrolled, tag
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

Facts = tuple[tuple[str, str], ...]


class ReceiptStep(StepPage):
    """Package, dates, problems at the left; the decision on acceptance at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self._receipt: ReceiptView | None = None
        self._build()
        self.acceptance.papers_requested.connect(lambda: context.jump(2))
        self.acceptance.changed.connect(self.buttons_changed)

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case; the dates are worked out again on the worker."""
        self.acceptance.show_case(view, self._receipt)
        self._fill_package(view)
        self.problems.show_problems(view.problems)
        task = self.context.session.do(receipt_view, self.context.session.desk, self.context.case)
        task.done.connect(self._take_receipt)

    def focus_first(self) -> None:
        """Put the focus on the choices."""
        self.acceptance.focus_first()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the choices."""
        return (("1–5", tr("办理方式")), ("Tab", tr("下一栏")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return what can be done with the package now."""
        found = []
        if self.context.view.row.status == "correcting" and self.context.may("receive_supplement"):
            found.append(StepButton(tr("登记补正材料"), self.choose_supplement, "file-import"))
        wanted = self.acceptance.button()
        if wanted is not None:
            found.append(wanted)
        else:
            found.append(StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True))
        return tuple(found)

    def missing(self) -> tuple[OpenItem, ...]:
        """Return what this step still lacks."""
        return tuple(item for item in self.context.view.open_items if item.step == 1 and item.kind == "block")

    def choose_supplement(self) -> None:
        """Ask for the package with the corrected papers."""
        kinds = tr("申请包 (*.zip *.xlsx)")
        place, _ = QFileDialog.getOpenFileName(self, tr("登记补正材料"), "", kinds)
        if place:
            self.take_supplement(Path(place))

    def take_supplement(self, place: Path) -> None:
        """Take corrected papers in; what they change is to be judged again."""
        task = self.context.session.ask(intake.supplement, self.context.case, place)
        task.done.connect(self._supplemented)
        task.failed.connect(self._not_taken)

    def _supplemented(self, _received: object) -> None:
        self.context.session.notify(tr("补正材料已登记，变动的材料须重新判定"), None)
        self.context.session.changed.emit(self.context.case)
        self.context.refresh()

    def _not_taken(self, fault: WorkbenchError) -> None:
        self.context.session.save_failed.emit(fault)

    def _take_receipt(self, receipt: ReceiptView) -> None:
        self._receipt = receipt
        view = self.context.view
        self._fill_package(view)
        self._fill_dates(receipt)
        self._fill_notices(receipt)
        self.acceptance.show_case(view, receipt)
        self.buttons_changed.emit()

    # Construction

    def _build(self) -> None:
        inner = QWidget()
        self._package, package = _card(tr("申请包"), "package")
        self._dates, dates = _card(tr("法定时限"), "calendar-event")
        self._notices, self._notice_card = _card(tr("补正告知"), "file-alert")
        self._notice_card.hide()
        self.problems = ProblemsTable()
        listed, problems = _card(tr("导入时发现"), "file-alert")
        listed.addWidget(self.problems)
        inner.setLayout(column(package, self._notice_card, dates, problems, None, spacing=12, margins=(16, 12, 12, 16)))
        self.acceptance = AcceptancePanel(self.context)
        self.acceptance.setFixedWidth(Theme.current.px(400))
        whole = row(spacing=0)
        whole.addWidget(scrolled(inner), 1)
        whole.addWidget(self.acceptance)
        self.setLayout(whole)

    def _fill_package(self, view: CaseView) -> None:
        clear(self._package)
        facts = _package_facts(view, self._receipt, self.context.pack)
        for pair in (facts[n : n + 2] for n in range(0, len(facts), 2)):
            line = row(spacing=12)
            for name, value in pair:
                title = label(name, ink="t2")
                title.setFixedWidth(Theme.current.px(76 if language() == "zh" else 104))
                title.setAlignment(Qt.AlignmentFlag.AlignTop)
                line.addWidget(title)
                told = label(value or "—", wrap=True)
                told.setAlignment(Qt.AlignmentFlag.AlignTop)
                line.addWidget(told, 1)
            self._package.addLayout(line)
        if self._receipt is not None:
            counts = " · ".join(f"{say(title)} {count}" for title, count in self._receipt.rows if count)
            self._package.addWidget(label(counts, "small", "t2", wrap=True))

    def _fill_notices(self, receipt: ReceiptView) -> None:
        """Show every notice with what it asked for and what it knowingly did not; a second one is marked as such."""
        clear(self._notices)
        self._notice_card.setVisible(bool(receipt.notices))
        for at, notice in enumerate(receipt.notices, 1):
            told = tr("{number} · {sent} 发出 · {count} 项 · {due} 前补正", number=notice.number,
                      sent=full_day(notice.sent), count=len(notice.items), due=full_day(notice.due))  # fmt: skip
            head = row(label(told, wrap=True))
            if at > 1:
                head.addWidget(tag(tr("第 {count} 次告知", count=at), "warn"))
            self._notices.addLayout(head)
            if notice.second_round_reason:
                reason = tr("再次告知，理由：{reason}", reason=notice.second_round_reason)
                self._notices.addWidget(label(reason, "small", "warn", wrap=True))
            named = ((tr("已要求补正"), notice.items), (tr("不要求补正"), notice.not_asked))
            for word, items in named:
                if items:
                    codes = tr("、").join(words.matter(item) for item in items)
                    self._notices.addWidget(label(f"{word}{tr('：')}{codes}", "small", "t2", wrap=True))

    def _fill_dates(self, receipt: ReceiptView) -> None:
        clear(self._dates)
        for line in receipt.clocks:
            status, kind = words.status(line.status)
            head = row(label(words.clock_name(line.id), "bodyStrong"), label(full_day(line.value)), None)
            if line.estimate:
                head.addWidget(tag(tr("预估"), "info"))
            if status:
                head.addWidget(tag(status, kind))
            self._dates.addLayout(head)
            told = dict.fromkeys([say(line.formula), *(say(step) for step in line.steps)])
            if line.steps:
                self._dates.addWidget(label(tr("；").join(t for t in told if t), "small", "t2", wrap=True))


def _card(title: str, icon: str) -> tuple[QVBoxLayout, QFrame]:
    """Return a titled card and the layout of its body."""
    card = panel("card")
    body = column(spacing=6)
    head = row(picture(icon, "t2", 18), label(title, "section"), None)
    card.setLayout(column(head, body, spacing=8, margins=(14, 10, 14, 12)))
    return body, card


def _package_facts(view: CaseView, receipt: ReceiptView | None, pack: Pack) -> Facts:
    kinds = (term(view.fields.get(key), pack) for key in ("ev.type", "ev.nature"))
    found = [
        (tr("活动"), view.row.title),
        (tr("类型"), " · ".join(kind for kind in kinds if kind)),
        (tr("举办时间"), span(view.row.first_day, view.row.last_day)),
        (tr("地点"), view.place),
        (tr("承办者"), view.row.undertaker),
        (tr("规则与日历"), f"{view.pack} · {view.calendar}"),
    ]
    if receipt is not None:
        came = tr("{moment} · {channel} · {copies} 份", moment=clock_time(receipt.received),
                  channel=words.channel(receipt.channel), copies=receipt.copies)  # fmt: skip
        found.append((tr("收件"), came))
        size = tr("{files} 个文件 · {pages} 页", files=receipt.files, pages=receipt.pages)
        found.append((tr("来源"), f"{receipt.source} · {size}"))
        if receipt.supplements:
            found.append((tr("补正材料"), "、".join(clock_time(moment) for moment in receipt.supplements)))
    return tuple(found)
