"""Minutes of a joint meeting: one line per person, position, decision and open point, told apart by bars."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from workbench.core import commands as c
from workbench.core.parts_consultation import Meeting
from workbench.errors import Text, WorkbenchError
from workbench.ui.form_dialog import FormDialog, lines_of, moment_edit, moment_of
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.theme import Theme
from workbench.ui.workspace_context import CaseContext


class MeetingDialog(FormDialog):
    """Title, time, place, people, what each department said, what was decided and what stayed open."""

    def __init__(self, parent: QWidget, context: CaseContext, key: str, known: Meeting | None = None) -> None:
        super().__init__(parent, tr("会商纪要"), context, icon="users", ink="accentT")
        self.setMinimumWidth(Theme.current.px(720))
        self._key = key
        positions = context.pack.lists["opinion_positions"]
        self._words = {say(row.text): code for code, row in positions.items()}
        self._known = self._words | {row.text.zh: code for code, row in positions.items()}
        now = datetime.combine(context.view.as_of, datetime.min.time()).replace(hour=9)
        self.title = QLineEdit(known.title if known else "安全许可联席会商")  # legal text
        self.at = moment_edit(known.at if known else now)
        self.place = QLineEdit(known.place if known else "")
        self.chair = QLineEdit(known.chair if known else "")
        person = context.session.person
        self.recorder = QLineEdit(known.recorder if known else (person.name if person else ""))
        self.people, self.positions = TextEdit("", 4), TextEdit("", 4)
        self.decisions, self.points = TextEdit("", 3), TextEdit("", 3)
        self._build()
        if known is not None:
            self._fill(known)
        self.take_room()
        self.place.setFocus()

    def command(self) -> c.SetMeeting:
        """Return the wish that the fields make."""
        return c.SetMeeting(
            self.context.case,
            self._key,
            self.title.text().strip(),
            moment_of(self.at),
            self.place.text().strip(),
            self.chair.text().strip(),
            self.recorder.text().strip(),
            tuple(c.Participant(*_cells(line, 3)) for line in lines_of(self.people)),
            tuple(self._standpoint(line) for line in lines_of(self.positions)),
            lines_of(self.decisions),
            tuple(_point(at, line) for at, line in enumerate(lines_of(self.points), 1)),
        )

    def give(self) -> None:
        """Give the wish, unless a day cannot be read."""
        try:
            super().give()
        except ValueError:
            fault = WorkbenchError(
                Text("未决事项的期限无效", "the due day of an open point is not valid"),
                remedy=Text("写作“事项|责任单位|2026-04-20”", "write point|owner|2026-04-20"),
            )
            self.take.setEnabled(True)
            self.refuse(fault)

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("会商纪要已保存：{title}", title=self.title.text().strip())

    # Inside

    def _build(self) -> None:
        fields: tuple[tuple[str, QWidget], ...] = (
            (tr("会商事项"), self.title),
            (tr("时间"), self.at),
            (tr("地点"), self.place),
            (tr("主持人"), self.chair),
            (tr("记录人"), self.recorder),
            (tr("参加人员"), self.people),
            (tr("各部门意见"), self.positions),
            (tr("议定事项"), self.decisions),
            (tr("未决事项"), self.points),
        )
        hints = {
            self.people: tr("每行：单位|姓名|职务"),
            self.positions: tr("每行：单位|意见|内容，意见写“{words}”", words="/".join(self._words)),
            self.decisions: tr("每行一项"),
            self.points: tr("每行：事项|责任单位|期限（年-月-日）"),
        }
        for name, widget in fields:
            self.field(name, widget)
            if isinstance(widget, QPlainTextEdit):
                widget.setPlaceholderText(hints[widget])  # type: ignore[index]
                widget.setAccessibleName(f"{name} {hints[widget]}")  # type: ignore[index]
        self.finish(tr("保存纪要"), icon="check", note=tr("可以撤销；每次修改都留存。未决事项办结前列在待办清单。"))

    def _fill(self, known: Meeting) -> None:
        names = {code: words for words, code in self._words.items()}
        self.people.setPlainText("\n".join(f"{p.dept}|{p.name}|{p.post}".rstrip("|") for p in known.participants))
        self.positions.setPlainText(
            "\n".join("|".join((p.dept, names.get(p.position, p.position), p.text)) for p in known.positions)
        )
        self.decisions.setPlainText("\n".join(known.decisions))
        self.points.setPlainText("\n".join(f"{p.text}|{p.owner}|{p.due}" for p in known.points))

    def _standpoint(self, line: str) -> c.Standpoint:
        dept, position, text = _cells(line, 3)
        return c.Standpoint(dept, self._known.get(position, position), text)


def _cells(line: str, count: int) -> tuple[str, ...]:
    """Return the parts of a line, told apart by half- or full-width bars; what is missing is empty."""
    parts = [part.strip() for part in line.replace("｜", "|").split("|", count - 1)]  # legal text
    return tuple([*parts, *[""] * count][:count])


def _point(number: int, line: str) -> c.OpenPoint:
    text, owner, due = _cells(line, 3)
    return c.OpenPoint(str(number), text, owner, date.fromisoformat(due))
