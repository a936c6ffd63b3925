"""Signs what the decision page shows: what it still lacks, the signed act, what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable

from workbench.core import commands as c
from workbench.errors import WorkbenchError
from workbench.ui import signing
from workbench.ui.i18n import language, tr
from workbench.ui.step_decision_draft import Draft
from workbench.ui.workspace_context import CaseContext


class Signer:
    """One signature at a time, as the person at the desk."""

    def __init__(self, context: CaseContext, form: signing.SignForm, draft: Callable[[], Draft]) -> None:
        """Keep the case, the form with opinion and password, and where the draft stands."""
        self._context = context
        self._form = form
        self._draft = draft

    def wish(self) -> c.Recommend | None:
        """Return the recommendation that the page would make now; ``None`` before an outcome is chosen."""
        draft = self._draft()
        if not draft.choice:
            return None
        refuses = draft.choice == "refuse"
        return c.Recommend(
            self._context.case,
            "refuse" if refuses else "grant",
            draft.opinion,
            None if refuses else draft.approved or None,
            draft.reasons if refuses else (),
        )

    def lacks(self, act: str) -> str:
        """Return what the page still lacks for a signature; empty when nothing."""
        if act != c.Recommend.kind:
            return ""
        draft = self._draft()
        if not draft.choice:
            return tr("先在上方选择决定")
        if draft.choice == "grant_if" and not self._has_conditions():
            return tr("附条件准予至少要有一项条件")
        if draft.choice == "refuse" and not draft.reasons:
            return tr("不予许可至少要有一条理由：法定条件、事实、证据")
        return "" if draft.opinion else tr("请写明审查意见")

    def sign(self, act: str) -> None:
        """Sign; what is refused is told at the form."""
        command = self._command(act)
        said = tr("审查意见已签署，等待复签；不能撤销，可以撤回") if act == c.Recommend.kind else tr("已签署；不能撤销")
        signing.sign(self._context, self._form, command, said, self._refused)

    def _has_conditions(self) -> bool:
        """Whether a grant would be conditional: drafted conditions, or papers owed before opening."""
        view = self._context.view
        return bool(view.decision.conditions) or any(item.kind == "tolerated" for item in view.open_items)

    def _command(self, act: str) -> c.Command:
        wish = self.wish()
        if act == c.Recommend.kind and wish is not None:
            return wish
        kind = c.Countersign if act == c.Countersign.kind else c.ThirdSign
        opinion = self._form.opinion.toPlainText().strip()
        return kind(self._context.case, self._context.view.decision.seal, opinion)

    def _refused(self, fault: WorkbenchError) -> None:
        self._form.say_fault(fault.told(language()))
