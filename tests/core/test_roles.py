"""Who may do what: one matrix, role × command, as pack data."""

from dataclasses import fields

import pytest

from workbench.core.commands import ALL
from workbench.core.decide import RoleRefusal, decide, may
from workbench.core.transitions import STATES

ROLES = ("officer", "approver", "supervisor", "liaison", "administrator")


def any_command(kind):
    """Return a command of that kind; its content is never looked at when the role already forbids it."""
    return ALL[kind](**{f.name: None for f in fields(ALL[kind])})


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("who", ROLES)
def test_a_command_is_refused_to_every_role_that_the_pack_does_not_name(kind, who, new_life):
    life = new_life()
    if None not in STATES[kind]:
        life.receive()
    reason = may(life.case, kind, life.context(who))
    if who not in life.pack.roles[kind]:
        with pytest.raises(RoleRefusal):
            decide(life.case, any_command(kind), life.context(who))
        assert reason is not None
    else:
        assert (reason is None) == ((life.case.status if life.case else None) in STATES[kind])


def test_the_administrator_and_the_liaison_take_no_part_in_any_case(pack):
    for roles in pack.roles.values():
        assert not roles & {"administrator", "liaison"}


def test_the_supervisor_changes_nothing_but_answers_to_findings(pack):
    assert [kind for kind, roles in pack.roles.items() if "supervisor" in roles] == ["answer_finding"]


def test_every_command_has_its_roles_in_the_pack(pack):
    assert pack.roles.keys() == ALL.keys()


def test_every_role_of_the_matrix_has_a_name(pack):
    assert set(pack.lists["roles"]) == set(ROLES)
    assert set().union(*pack.roles.values()) <= set(ROLES)


def test_the_role_is_asked_before_the_state_so_that_nobody_learns_of_a_case_by_trying(life):
    life.receive()
    with pytest.raises(RoleRefusal):
        decide(life.case, any_command("open_event"), life.context("supervisor"))


def test_no_role_both_recommends_and_decides(pack):
    for first in ("recommend", "withdraw_recommendation"):
        for second in ("countersign", "third_sign", "return_recommendation"):
            assert not pack.roles[first] & pack.roles[second]
