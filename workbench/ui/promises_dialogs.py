"""Dialogs of the page of promises: the paper that came in, the second person's word, a later moment, a reminder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.core import commands as c
from workbench.services import intake
from workbench.services import promises as service
from workbench.services.promises import PromiseLine
from workbench.ui.file_forms import FileForm
from workbench.ui.form_dialog import FormDialog, choices, moment_edit, moment_of
from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.tasks import Task
from workbench.ui.widgets import Button, label, row
from workbench.ui.workspace_context import CaseContext


def tell_promise(form: FormDialog, line: PromiseLine) -> None:
    """Say at the head of a dialog which promise it is about."""
    form.field(tr("材料"), label(f"{line.item} {say(line.title)}", wrap=True))
    form.field(tr("承诺"), label(f"{line.promisor} · {clock_time(line.due)}", wrap=True))


class PromiseForm(FormDialog):
    """A dialog that gives one command about a promise."""

    def __init__(self, parent: QWidget, context: CaseContext, line: PromiseLine, title: str, icon: str) -> None:
        super().__init__(parent, title, context, icon=icon, ink="tol")
        self.line = line
        tell_promise(self, line)


class KeptDialog(FileForm):
    """The paper came in: its file, when it came, a note."""

    def __init__(self, parent: QWidget, context: CaseContext, line: PromiseLine) -> None:
        super().__init__(parent, tr("登记补齐材料"), context, icon="file-import", ink="tol")
        self.line = line
        tell_promise(self, line)
        self.add_file()
        self.received = moment_edit(datetime.combine(context.view.as_of, line.due.time()))
        self.received.setEnabled(False)
        self.earlier = Button(tr("另填收到时间"), icon="clock", small=True)
        self.earlier.setCheckable(True)
        self.earlier.toggled.connect(self.received.setEnabled)
        place = QWidget()
        place.setLayout(row(self.received, self.earlier, None))
        self.received.setAccessibleName(tr("收到时间"))
        self.field(tr("收到时间"), place)
        self.field(tr("备注"), self.note)
        self.finish(tr("登记"), icon="check", note=tr("不另填的，以登记时间为准。登记后由另一人复核，复核后才算补齐。"))
        self.path.setFocus()

    def task(self, path: Path) -> Task:
        """Ask for the record."""
        received = moment_of(self.received) if self.earlier.isChecked() else None
        note = self.note.text().strip()
        wish = c.FulfilPromise(self.context.case, self.line.item, path.name, "", note, received)
        return self.context.session.ask(intake.deliver, wish, path)

    def said(self) -> str:
        """Return the words for the toast."""
        return tr("{item} 已登记，待他人复核", item=self.line.item)


class LetterDialog(FileForm):
    """The signed letter of the promise."""

    def __init__(self, parent: QWidget, context: CaseContext, line: PromiseLine) -> None:
        super().__init__(parent, tr("承诺书归卷"), context, icon="paperclip", ink="tol")
        self.line = line
        tell_promise(self, line)
        self.add_file()
        self.field(tr("备注"), self.note)
        self.finish(tr("归卷"), icon="check")
        self.path.setFocus()

    def task(self, path: Path) -> Task:
        """Ask for the record."""
        wish = c.AttachLetter(self.context.case, self.line.item, path.name, "", self.note.text().strip())
        return self.context.session.ask(service.attach_letter, wish, path)

    def said(self) -> str:
        """Return the words for the toast."""
        return tr("{item} 的承诺书已归卷", item=self.line.item)


class ConfirmDialog(PromiseForm):
    """The second person's word: it keeps the promise, or it goes back with the reason."""

    def __init__(self, parent: QWidget, context: CaseContext, line: PromiseLine, *, holds: bool) -> None:
        title = tr("复核确认") if holds else tr("复核退回")
        super().__init__(parent, context, line, title, "circle-check" if holds else "arrow-back-up")
        self._holds = holds
        came = next((step for step in reversed(line.steps) if step.kind == "delivered"), None)
        if came is not None:
            self.field(tr("收到"), label(f"{came.name} · {say(came.detail)}", wrap=True))
        self.note = TextEdit(tr("说明"), 2)
        self.field(tr("说明") if holds else tr("退回的理由"), self.note)
        self.finish(title, icon="check", note=tr("登记人不得复核自己登记的补齐。"))
        self.note.setFocus()

    def command(self) -> c.Command:
        """Return the wish."""
        note = self.note.toPlainText().strip()
        return c.ConfirmPromise(self.context.case, self.line.item, self._holds, note)

    def said(self) -> str:
        """Return the words for the toast."""
        item = self.line.item
        return tr("{item} 已补齐", item=item) if self._holds else tr("{item} 已退回，仍须补齐", item=item)


class ExtendDialog(PromiseForm):
    """A later moment, its reason, who approved it."""

    def __init__(self, parent: QWidget, context: CaseContext, line: PromiseLine) -> None:
        super().__init__(parent, context, line, tr("延长承诺期限"), "calendar-event")
        self.due = moment_edit(line.due)
        self.reason = TextEdit(tr("理由"), 2)
        self.approver = QLineEdit()
        self.field(tr("新的期限"), self.due)
        self.field(tr("理由"), self.reason)
        self.field(tr("批准人"), self.approver)
        self.finish(tr("延长"), icon="check", note=tr("只能在期满前延长，不得超过容缺的最迟时间；原期限留在经过中。"))
        self.due.setFocus()

    def command(self) -> c.Command:
        """Return the wish."""
        reason, approver = self.reason.toPlainText().strip(), self.approver.text().strip()
        return c.ExtendPromise(self.context.case, self.line.item, moment_of(self.due), reason, approver)

    def said(self) -> str:
        """Return the words for the toast."""
        return tr("{item} 的期限已延长", item=self.line.item)


class RemindDialog(PromiseForm):
    """How the promisor was reminded, and what was said."""

    def __init__(self, parent: QWidget, context: CaseContext, line: PromiseLine) -> None:
        super().__init__(parent, context, line, tr("登记催告"), "bell")
        self.channel = choices(context.pack.lists["reminder_channels"])
        self.note = TextEdit(tr("说明"), 2)
        self.field(tr("方式"), self.channel)
        self.field(tr("说明"), self.note)
        self.finish(tr("登记"), icon="check")
        self.channel.setFocus()

    def command(self) -> c.Command:
        """Return the wish."""
        note = self.note.toPlainText().strip()
        return c.RemindPromisor(self.context.case, self.line.item, str(self.channel.currentData()), note)

    def said(self) -> str:
        """Return the words for the toast."""
        return tr("{item} 已登记催告", item=self.line.item)


class WaiveDialog(PromiseForm):
    """An approver lets a promise go: ground and reason; signed."""

    def __init__(self, parent: QWidget, context: CaseContext, line: PromiseLine) -> None:
        super().__init__(parent, context, line, tr("免除容缺承诺"), "ban")
        self.ground = choices(context.pack.lists["waive_grounds"])
        self.reason = TextEdit(tr("理由"), 3)
        self.field(tr("情形"), self.ground)
        self.field(tr("理由"), self.reason)
        self.finish(tr("签署免除"), kind="danger", icon="writing-sign", note=tr("签发后不能撤销，只能以新的文书更正。"))
        self.ground.setFocus()

    def command(self) -> c.Command:
        """Return the wish."""
        reason = self.reason.toPlainText().strip()
        return c.WaivePromise(self.context.case, self.line.item, str(self.ground.currentData()), reason)

    def said(self) -> str:
        """Return the words for the toast."""
        return tr("{item} 的承诺已免除", item=self.line.item)
