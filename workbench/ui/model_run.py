"""Computing while a person types: after a rest the form is computed on the worker, a late answer is dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.ui.model_form import ModelForm
from workbench.ui.session import Session

PAUSE = 250
"""How long typing rests before the model is computed again [ms]."""

Sum = Callable[[Mapping[str, object]], object]
"""Computes inputs; runs on the worker."""


class ModelRun(QObject):
    """The link between a form and what computes it."""

    computed = Signal(object)
    refused = Signal(object)
    """A :class:`~workbench.errors.WorkbenchError`."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._form: ModelForm | None = None
        self._sum: Sum | None = None
        self._asked = 0
        self.pause = QTimer(self, singleShot=True, interval=PAUSE)
        self.pause.timeout.connect(self.compute)

    def watch(self, form: ModelForm, sum_: Sum) -> None:
        """Compute this form from now on; answers to the one before are dropped."""
        self.pause.stop()
        self._asked += 1
        self._form, self._sum = form, sum_
        form.edited.connect(self.pause.start)

    def compute(self) -> None:
        """Compute what is typed now."""
        self.pause.stop()
        self._asked += 1
        if self._form is not None and self._sum is not None:
            task = self._session.do(self._sum, self._form.given())
            task.done.connect(partial(self._done, self._asked))
            task.failed.connect(partial(self._failed, self._asked))

    def _done(self, asked: int, found: object) -> None:
        if asked == self._asked:
            self.computed.emit(found)

    def _failed(self, asked: int, fault: object) -> None:
        if asked == self._asked:
            self.refused.emit(fault)
