"""Making a packet: what goes out, in which forms, into which folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from workbench.errors import WorkbenchError
from workbench.services.consult_values import RequestView
from workbench.ui import announce
from workbench.ui.consult_dialogs import in_words, shown_sections
from workbench.ui.i18n import language, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, row
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog


def made(desk: Any, person: Any, case: str, request: str, folder: str, forms: tuple[str, ...]) -> Any:
    """Make the packet. Runs on the worker."""
    from workbench.services import packets

    return packets.make(desk, person, case, request, Path(folder), forms=forms)


class PacketDialog(CaseDialog):
    """The preview of what goes out, the forms, the folder."""

    done_ = Signal(object)
    """What was made."""

    def __init__(self, parent: QWidget, context: CaseContext, request: RequestView) -> None:
        title = tr("制作征求意见包：{dept}", dept=request.dept)
        super().__init__(parent, title, icon="package-export", ink="accentT", width=760)
        self._context = context
        self._request = request
        self.preview = QPlainTextEdit()
        self.forms = {
            "packet": QCheckBox(tr("意见包（在本程序中打开并回复，不用账号）")),
            "pdf": QCheckBox(tr("可填写的 PDF 回复表")),
            "xlsx": QCheckBox(tr("可填写的工作簿")),
        }
        self.folder = QLineEdit()
        self.fault = label("", "small", "bad", wrap=True)
        self._build()
        task = context.session.ask(shown_sections, context.case, request.sections)
        task.done.connect(lambda found: self.preview.setPlainText(in_words(found)))
        task.failed.connect(self.refuse)

    def give(self) -> None:
        """Make the files; close when they are there."""
        forms = tuple(form for form, box in self.forms.items() if box.isChecked())
        if not forms or not self.folder.text().strip():
            self.say(tr("请选择形式和文件夹"))
            return
        self.take.setEnabled(False)
        folder = self.folder.text().strip()
        task = self._context.session.ask(made, self._context.case, self._request.request, folder, forms)
        task.done.connect(self._made)
        task.failed.connect(self.refuse)
        task.ended.connect(lambda: self.take.setEnabled(True))

    def refuse(self, fault: WorkbenchError) -> None:
        """Say why it was not made."""
        self.say(fault.told(language()))

    def say(self, words: str) -> None:
        """Say what is wrong."""
        self.fault.setText(words)
        self.fault.show()
        announce.alert(self, words)

    def _made(self, result: Any) -> None:
        self._context.refresh()
        self._context.session.changed.emit(self._context.case)
        self._context.session.notify(tr("已写出 {count} 个文件", count=len(result.files)))
        self.done_.emit(result)
        self.accept()

    def _build(self) -> None:
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(tr("对方将看到的内容"))
        self.preview.setMinimumHeight(Theme.current.px(260))
        self.add(label(tr("对方将看到的内容"), ink="t2"))
        self.add(self.preview)
        if self._request.files:
            names = tr("、").join(name.rpartition("/")[2] for name in self._request.files)
            self.add(label(tr("随附文件（原样发出，不遮盖）：{names}", names=names), "small", "warn", wrap=True))
        for box in self.forms.values():
            box.setChecked(True)
        self.add(column(*self.forms.values(), spacing=4))
        self.folder.setAccessibleName(tr("输出文件夹"))
        self.folder.setPlaceholderText(tr("输出文件夹"))
        browse = Button(tr("选择文件夹"), icon="folder-open", small=True)
        browse.clicked.connect(lambda _on=False: self._browse())
        self.add(row(self.folder, browse))
        self.add(label(tr("以随机编号和清单与函件绑定，回复自动对应；不是电子签名。"), "small", "t2", wrap=True))
        self.fault.hide()
        self.add(self.fault)
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("写出文件"), self.give, kind="primary", icon="package-export")
        browse.setFocus()

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("选择文件夹"))
        if folder:
            self.folder.setText(folder)
