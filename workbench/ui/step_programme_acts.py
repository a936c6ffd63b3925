"""What the programme page does beside verdicts: co-review, parts, interaction, lists, changes, results, import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from workbench.core import commands as c
from workbench.core.commands import ProgrammeLine
from workbench.core.parts_programme import Interaction
from workbench.core.values import Row
from workbench.services import programme_import
from workbench.services.programme_import import Aside, ProgrammeFile, TakenIn
from workbench.ui import step_programme_dialogs as dialogs
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.step_programme_tabs import command_of

if TYPE_CHECKING:
    from workbench.ui.step_programme import ProgrammeStep


class Acts(QObject):
    """The ways of the page that need a dialog or a command of their own."""

    def __init__(self, page: ProgrammeStep) -> None:
        super().__init__(page)
        self._page, self._context = page, page.context

    # Acts

    def send_to_co_review(self) -> None:
        """Ask whom and what, then send the letter and conclude "to be settled" in one edit."""
        act = self._page.table.act()
        if act is None or not self._allowed("send_consultation") or not self._allowed("judge_programme"):
            return
        proposals = self._context.view.consult.proposals
        due = proposals[0].due if proposals and getattr(proposals[0], "due", None) else self._context.view.as_of
        dialog = dialogs.CoReviewDialog(self._page, self._context, act, due)
        dialog.given.connect(partial(self._sent, act.no))
        dialog.open()

    def _sent(self, no: str, letter: c.SendConsultation) -> None:
        act = self._page.table.model_.act_of(no)
        verdict = next(
            (k for k, r in words.verdicts(self._context.pack).items() if r.data.get("counts") == "consult"), ""
        )
        if act is None:
            return
        note = act.note or tr("；").join(letter.questions)
        judged = c.JudgeProgramme(
            self._context.case, no, verdict, act.grounds, act.criteria, act.evidence, act.advice, note,
            consultation=letter.request,
        )  # fmt: skip
        self._context.do(letter, judged, said=tr("已送{dept}会审", dept=letter.dept))

    def set_due(self, due: date) -> None:
        """Set the day by which the advice on the act shown is answered."""
        act = self._page.table.model_.act_of(self._page.pane.no)
        if act is None or not self._allowed("judge_programme"):
            return
        self._context.do(
            c.JudgeProgramme(
                self._context.case, act.no, act.verdict, act.grounds, act.criteria, act.evidence, act.advice, act.note,
                due, act.consultation,
            ),
            said=tr("答复期限已更改"),
        )  # fmt: skip

    def set_interaction(self, form: Interaction) -> None:
        """Keep the sub-form of the act shown."""
        no = self._page.pane.no
        if no and self._allowed("set_interaction"):
            self._context.do(command_of(self._context.case, no, form))

    def add_part(self) -> None:
        """Add a work or segment to the act under the cursor."""
        act = self._page.table.act()
        if act is None or not self._allowed("set_programme_item"):
            return
        parent = act.part.parent if act.part else act.no
        taken = {known.no for known in self._context.view.acts}
        part = next(f"{parent}.{n}" for n in range(1, len(taken) + 2) if f"{parent}.{n}" not in taken)
        dialog = dialogs.PartDialog(self._page, self._context, act, part)
        dialog.given.connect(lambda command: self._context.do(command, said=tr("已添加 {title}", title=command.title)))
        dialog.open()

    def remove_part(self) -> None:
        """Take the part under the cursor out."""
        act = self._page.table.act()
        if act is not None and act.part is not None and self._allowed("remove_programme_item"):
            self._context.do(c.RemoveProgrammeItem(self._context.case, act.no), said=tr("已删除 {no}", no=act.no))

    def read_lyrics(self, name: str, page: int) -> None:
        """Read the text of a page for the lyrics tab."""
        task = self._context.session.ask(programme_import.attachment_text, self._context.case, name, page)
        task.done.connect(partial(self._page.lyrics.show_text, name, page))

    def open_file(self, name: str) -> None:
        """Show the paper that holds an attachment among the documents."""
        for group in self._context.view.classes:
            for paper in group.papers:
                if any(file.attachment.name == name for file in paper.files):
                    self._context.jump(2, paper.code)
                    return

    # Lists

    def take_list(self, which: str) -> None:
        """Take a list to compare with."""
        if not self._allowed("set_programme_list"):
            return
        title = say(self._context.pack.lists["compared_lists"][which].text)
        dialog = dialogs.ListDialog(self._page, self._context, tr("{list}名单", list=title))
        dialog.given.connect(partial(self._took_list, which))
        dialog.open()

    def _took_list(self, which: str, source: str, lines: tuple[ProgrammeLine, ...], _reason: str) -> None:
        wish = c.SetProgrammeList(self._context.case, which, source, lines, self._context.view.as_of)
        self._context.do(wish, said=tr("名单已登记，{count} 行", count=len(lines)))

    def drop_list(self, which: str) -> None:
        """Take a list out."""
        self._context.do(c.RemoveProgrammeList(self._context.case, which), said=tr("名单已删除"))

    def give_alias(self, alias: str, name: str) -> None:
        """Let two names be one."""
        self._context.do(
            c.SetAlias(self._context.case, alias, name), said=tr("别名已登记") if name else tr("别名已取消")
        )

    # After the grant

    def report_change(self) -> None:
        """Record a changed programme."""
        if not self._allowed("report_programme_change"):
            return
        dialog = dialogs.ListDialog(self._page, self._context, tr("登记变更后节目单"), reason=True)
        dialog.given.connect(self._reported)
        dialog.open()

    def _reported(self, source: str, lines: tuple[ProgrammeLine, ...], reason: str) -> None:
        task = self._context.session.ask(programme_import.report_change, self._context.case, source, lines, reason)
        task.done.connect(lambda _case: self._refreshed(tr("变更申请已登记，重新审查")))
        task.failed.connect(self._context.session.save_failed)

    def judge_difference(self, difference: str, verdict: str) -> None:
        """Conclude a difference; an adverse conclusion asks for ground and evidence first."""
        pack = self._context.pack
        data = words.verdicts(pack)[verdict].data
        if not (data.get("needs_ground") or data.get("needs_reason")):
            self._context.do(c.JudgeVariation(self._context.case, difference, verdict))
            return
        fields = [(tr("理由代码（用空格分开）"), ""), (tr("佐证（文件、页码、时间点）"), ""), (tr("审查说明"), "")]
        dialog = dialogs.ResultDialog(self._page, words.verdict_word(verdict, pack), fields, lambda *_texts: "")
        dialog.given.connect(partial(self._judged, difference, verdict))
        dialog.open()

    def _judged(self, difference: str, verdict: str, texts: Sequence[str]) -> None:
        grounds, evidence, note = texts
        wish = c.JudgeVariation(self._context.case, difference, verdict, tuple(grounds.upper().split()), evidence, note)
        self._context.do(wish)

    def give_result(self, no: str, result: str) -> None:
        """Record what was found on site; who looked is asked."""
        person = self._context.session.person
        row_ = self._context.pack.lists["performance_results"][result]
        fields = [(tr("核验人（用顿号分开）"), person.name if person else ""), (tr("核验情况"), "")]
        dialog = dialogs.ResultDialog(self._page, say(row_.text), fields, self._check_result)
        dialog.given.connect(partial(self._resulted, no, result))
        dialog.open()

    def _check_result(self, who: str, _note: str) -> str:
        return "" if who else tr("请填写核验人")

    def _resulted(self, no: str, result: str, texts: Sequence[str]) -> None:
        who, note = texts
        officers = tuple(name.strip() for name in who.replace("，", "、").split("、") if name.strip())
        wish = c.RecordPerformance(self._context.case, no, result, officers, note=note)
        self._context.do(wish, said=tr("核验结果已登记"))

    def issue(self, paper: str) -> None:
        """Issue a paper of the programme; it is kept with the others of the case."""
        if self._allowed("record_document"):
            self._context.issue(paper)

    # Import

    def choose_file(self) -> None:
        """Choose a list and show what it would bring."""
        if not self._allowed("receive_supplement"):
            return
        path, _ = QFileDialog.getOpenFileName(self._page, tr("导入节目单"), "", dialogs.kinds_of_list())
        if path:
            self.read_file(path)

    def read_file(self, path: str) -> None:
        """Read a list and show what it would bring."""
        session = self._context.session
        task = session.do(programme_import.read_file, session.desk, self._context.case, path)
        task.done.connect(self.show_import)
        task.failed.connect(session.save_failed)

    def show_import(self, found: ProgrammeFile) -> None:
        """Show a list before it is taken in."""
        dialog = dialogs.ImportDialog(self._page, self._context, found)
        dialog.taken.connect(self.take_in)
        dialog.open()

    def mend_pending(self) -> None:
        """Show the rows that were kept aside, to be mended."""
        session = self._context.session
        task = session.do(programme_import.pending_file, session.desk, self._context.case)
        task.done.connect(self.show_import)

    def take_in(self, rows: tuple[Row, ...], aside: tuple[Aside, ...], source: str) -> None:
        """Let rows be the programme."""
        task = self._context.session.ask(programme_import.take_in, self._context.case, rows, aside, source)
        task.done.connect(self._taken)
        task.failed.connect(self._context.session.save_failed)

    def _taken(self, made: TakenIn) -> None:
        told = tr("已导入 {count} 行", count=made.rows)
        self._refreshed(told + (tr("，{count} 行待处理", count=made.aside) if made.aside else ""))

    def _refreshed(self, told: str) -> None:
        self._context.refresh()
        self._context.session.changed.emit(self._context.case)
        self._context.session.notify(told)

    def _allowed(self, kind: str) -> bool:
        """Say whether a command may be given; otherwise tell why not."""
        if self._context.may(kind):
            return True
        why = self._context.why_not(kind)
        self._context.session.notify(say(why) if why else tr("资料库以只读方式打开"))
        return False
