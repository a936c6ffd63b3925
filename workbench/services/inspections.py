"""Checks by two officers: who may take part, and the confirmation by the other one under the own account."""

from __future__ import annotations

from pathlib import Path

from workbench.core.case import Case
from workbench.core.commands import ConfirmCheck, Photo
from workbench.services import intake, office
from workbench.services.acting import checkers, do
from workbench.services.desk import Desk, pack_of
from workbench.services.views import Person


def officers(desk: Desk, case: str) -> tuple[tuple[str, str], ...]:
    """Return identifier and name of the accounts that may take part in a check of a case."""
    pack = pack_of(desk.case(case).pack)
    return tuple(checkers(desk, pack).items())


def confirm(desk: Desk, person: Person, case: str, check: str) -> Case:
    """Confirm a record of a check that names the person at the desk."""
    return do(desk, person, ConfirmCheck(case, check))


def confirm_as(desk: Desk, _person: Person, case: str, check: str, officer: str, password: str) -> Case:
    """Confirm a record of a check at somebody else's desk: the other officer enters the own password.

    On site there is one machine for two officers. The confirmation is nevertheless an act of the own account: the
    password is checked as at every signing in, and the journal names who confirmed.

    Args:
        desk: The opened office.
        case: Identifier of the case.
        check: ``site:1``, ``opening:2`` or ``recheck:1``.
        officer: Identifier of the officer's account.
        password: The officer's own.

    Raises:
        SignInError: Wrong password, or the account is locked or closed.
        Refusal: The record does not name that officer, or has the confirmation already.
    """
    account = desk.database.accounts.get(officer).account
    return do(desk, office.sign_in(desk, account, password), ConfirmCheck(case, check))


def keep_photo(desk: Desk, person: Person, case: str, path: Path) -> Photo:
    """Keep a file as evidence of a case and return its name and fingerprint.

    Raises:
        NotAllowedError: The person takes no part in checks.
        PackageError: The file cannot be read or used: too large, encrypted, broken, not what its name says.
    """
    return Photo(path.name, intake.keep_paper(desk, person, case, ConfirmCheck.kind, path))
