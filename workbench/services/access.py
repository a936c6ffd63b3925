"""Who may read, print and administer: the pack's list of use cases, asked at the door of every service."""

from __future__ import annotations

from workbench.core.pack import Pack
from workbench.core.values import Application
from workbench.errors import NotAllowedError, Text
from workbench.services.views_lists import Person

OWN = "liaison"
"""The role that sees the own organisation's applications only."""


def roles_for(pack: Pack, use_case: str) -> frozenset[str]:
    """Return the roles that include a use case."""
    roles = pack.lists["use_cases"][use_case].data["roles"]
    return frozenset(str(r) for r in roles) if isinstance(roles, tuple | list) else frozenset()


def allowed(pack: Pack, person: Person, use_case: str) -> bool:
    """Return whether any of the person's roles includes a use case."""
    return bool(person.roles & roles_for(pack, use_case))


def require(pack: Pack, person: Person, use_case: str) -> None:
    """Refuse a use case that none of the person's roles includes.

    Raises:
        NotAllowedError: With the name of the use case.
    """
    if not allowed(pack, person, use_case):
        row = pack.lists["use_cases"][use_case]
        raise NotAllowedError(
            Text(f"您的角色不包括：{row.text.zh}", f"your role does not include: {row.text.en}"),
            remedy=Text("请由有此职责的人员办理", "ask somebody whose role it is"),
        )


def require_own(pack: Pack, person: Person, use_case: str, application: Application) -> None:
    """Refuse a case of another organisation to somebody who has the use case as a liaison only.

    Raises:
        NotAllowedError: It is not the own organisation's.
    """
    if person.roles & (roles_for(pack, use_case) - {OWN}):
        return
    if not person.organisation or application.fields.get("und.name") != person.organisation:
        raise NotAllowedError(Text("只能查看本单位的申请", "only the own organisation's applications can be seen"))
