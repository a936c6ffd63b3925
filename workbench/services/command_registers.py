"""What the registers of a case say about its command: nets of communication, and who stands in for the commander."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from workbench.core.register_entries import RegisterEntry
from workbench.services.views_deployment import NetView, PersonView

COMMAND_REGISTER, DEPUTY = "command_role", "deputy"
"""Register of the case that says who holds which office in the command, and the office of who stands in."""
COMMS_REGISTER = "comms_net"
"""Register of the case with its nets: users, first and second means, whistle signal."""


def nets(registers: Mapping[str, RegisterEntry]) -> Iterator[NetView]:
    """Yield the nets that the registers of a case have, in the order in which they were entered."""
    for entry in registers.values():
        if entry.register == COMMS_REGISTER:
            keys = ("net", "users", "first", "second", "whistle", "lead", "phone", "call")
            yield NetView(*(str(entry.get(key) or "") for key in keys))


def net_of(registers: Mapping[str, RegisterEntry], names: Collection[str]) -> NetView | None:
    """Return the first net among whose users one of some names stands: a team, a unit or a post."""
    return next((net for net in nets(registers) if set(re.split(r"[\n,;，、；]\s*", net.users)) & set(names)), None)


def deputies(registers: Mapping[str, RegisterEntry]) -> Iterator[PersonView]:
    """Yield who stands in for the commander, as the registers of a case have it."""
    for entry in registers.values():
        if entry.register == COMMAND_REGISTER and entry.get("role") == DEPUTY:
            told = (str(entry.get(key) or "") for key in ("name", "phone", "place"))
            yield PersonView(*told)
