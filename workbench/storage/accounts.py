"""People who may sign in: Argon2id passwords, lock-out with delay, roles.

Names and accounts are personal data and live in the table ``people``, never in the journal. Every change is an event on
``person/<id>`` that carries roles and a salted hash of the person, no name and no secret.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from workbench.core.records import Event, moment, moment_text
from workbench.errors import SignInError, Text, WorkbenchError
from workbench.storage.connection import Store
from workbench.storage.journal import Journal, Tx
from workbench.storage.prepared import Prepared
from workbench.storage.schema import people

_PERSON = Prepared(select(people).where(people.c.id == bindparam("person")))

TRIES = 5
"""Wrong passwords in a row before an account is locked."""

LOCKED_FOR = timedelta(minutes=15)
SHORTEST = 8
"""Fewest characters of a password."""


class AccountError(WorkbenchError):
    """An account cannot be made or changed as asked."""


@dataclass(frozen=True)
class PersonRecord:
    """A person: ``id`` is what the journal names; ``roles`` are the codes of the role matrix."""

    id: str
    account: str
    name: str
    roles: frozenset[str]
    organisation: str = ""
    active: bool = True


class Accounts:
    """The people of an office."""

    def __init__(self, journal: Journal, store: Store, hasher: PasswordHasher | None = None) -> None:
        """Work on an open database; the library's default is Argon2id as RFC 9106 asks where memory is short."""
        self._journal = journal
        self._store = store
        self._hasher = hasher or PasswordHasher()
        self._decoy = ""

    def add(self, person: PersonRecord, password: str, *, actor: str = "", at: datetime) -> PersonRecord:
        """Add a person and return it with its identifier (``p1``, ``p2`` …; a given one is ignored).

        Args:
            person: Account, name, roles, organisation.
            password: At least :data:`SHORTEST` characters.
            actor: Who adds; empty only for the first person of all, recorded as adding itself.
            at: Moment of recording.

        Raises:
            AccountError: The account exists, or the password is too short.
        """
        secret = self._new_secret(password)
        account = compared(person.account)
        if not account or not person.name.strip():
            raise AccountError(Text("账号和姓名不能为空", "account and name must not be empty"))

        def build(tx: Tx) -> list[tuple[str, Event]]:
            number = _people_count(tx.connection) + 1
            if not actor and number > 1:
                raise ValueError("only the first person is added by nobody else")
            if tx.connection.execute(select(people.c.id).where(people.c.account == account)).first():
                raise AccountError(Text("账号已存在", "this account exists already"), where=account)
            salt = secrets.token_hex(16)
            row = {"account": account, "name": person.name, "organisation": person.organisation, "salt": salt}
            state = {
                "roles": _roles_text(person.roles),
                "password": secret,
                "failed": 0,
                "locked_until": "",
                "active": 1,
            }
            tx.connection.execute(insert(people), {"id": f"p{number}", **row, **state})
            return [(f"person/p{number}", Event("person_added", _trace(salt, account, person.name, person.roles)))]

        written = self._journal.append_many({}, build, actor=actor or "p1", at=at)
        return self.get(written[0].stream.removeprefix("person/"))

    def sign_in(self, account: str, password: str, *, at: datetime) -> PersonRecord:
        """Return the person whose account and password these are.

        Raises:
            SignInError: Unknown account, wrong password, inactive, or locked; the first three with the same words.
        """
        with self._store.read() as connection:
            row = connection.execute(select(people).where(people.c.account == compared(account))).first()
        if row is None or not row.active:
            self._matches(self._decoy_secret(), password)
            raise _wrong()
        if row.locked_until and moment(row.locked_until) > at:
            raise _locked(moment(row.locked_until))
        if not self._matches(row.password, password):
            self._count_failure(row.id, at)
            raise _wrong()
        self._count_success(row)
        return _person(row)

    def get(self, person: str) -> PersonRecord:
        """Return a person by identifier; unknown is a ``KeyError``."""
        with self._store.read() as connection:
            row = _PERSON.run(connection, person=person).first()
        if row is None:
            raise KeyError(person)
        return _person(row)

    def all(self) -> tuple[PersonRecord, ...]:
        """Return everybody, active or not, in the order they were added."""
        with self._store.read() as connection:
            rows = connection.execute(select(people)).all()
        return tuple(sorted(map(_person, rows), key=lambda person: int(person.id[1:])))

    def change_password(self, person: str, password: str, *, actor: str, at: datetime) -> None:
        """Give a person a new password and lift a lock."""
        changes = {"password": self._new_secret(password), "failed": 0, "locked_until": ""}
        self._change(person, changes, Event("password_changed", {}), actor=actor, at=at)

    def set_roles(self, person: str, roles: Iterable[str], *, actor: str, at: datetime) -> None:
        """Give a person exactly these roles."""
        wanted = sorted(set(roles))
        self._change(person, {"roles": _roles_text(wanted)}, Event("roles_set", {"roles": wanted}), actor=actor, at=at)

    def set_active(self, person: str, *, active: bool, actor: str, at: datetime) -> None:
        """Let a person sign in again, or no longer."""
        event = Event("person_activated" if active else "person_deactivated", {})
        self._change(person, {"active": int(active)}, event, actor=actor, at=at)

    def _change(self, person: str, changes: dict[str, Any], event: Event, *, actor: str, at: datetime) -> None:
        self.get(person)

        def build(tx: Tx) -> list[Event]:
            tx.connection.execute(update(people).where(people.c.id == person).values(**changes))
            return [event]

        self._journal.append(f"person/{person}", None, build, actor=actor, at=at)

    def _new_secret(self, password: str) -> str:
        if len(password) < SHORTEST:
            raise AccountError(
                Text(f"密码至少 {SHORTEST} 个字符", f"a password needs at least {SHORTEST} characters"),
            )
        return self._hasher.hash(password)

    def _decoy_secret(self) -> str:
        """Return a hash that takes as long as a real one, so that time does not tell which accounts exist."""
        self._decoy = self._decoy or self._hasher.hash(secrets.token_hex(16))
        return self._decoy

    def _matches(self, secret: str, password: str) -> bool:
        try:
            return self._hasher.verify(secret, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _count_failure(self, person: str, at: datetime) -> None:
        """Count a wrong password; at the limit lock the account and record that."""
        if self._store.read_only:
            return
        with self._store.write() as connection:
            failed = _one_more(connection, person)
        if failed >= TRIES:
            until = moment_text(at + LOCKED_FOR)
            changes = {"failed": 0, "locked_until": until}
            self._change(person, changes, Event("sign_in_locked", {"until": until}), actor=person, at=at)

    def _count_success(self, row: Row[Any]) -> None:
        if (row.failed or row.locked_until) and not self._store.read_only:
            with self._store.write() as connection:
                mine = update(people).where(people.c.id == row.id)
                connection.execute(mine.values(failed=0, locked_until=""))


def compared(account: str) -> str:
    """Return an account name in the one form in which it is compared."""
    return unicodedata.normalize("NFKC", account).strip().casefold()


def _people_count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(people)).scalar_one())


def _one_more(connection: Connection, person: str) -> int:
    mine = people.c.id == person
    connection.execute(update(people).where(mine).values(failed=people.c.failed + 1))
    return int(connection.execute(select(people.c.failed).where(mine)).scalar_one())


def _wrong() -> SignInError:
    return SignInError(Text("账号或密码不正确", "the account or the password is wrong"))


def _locked(until: datetime) -> SignInError:
    local = (until + timedelta(hours=8)).strftime("%H:%M")
    return SignInError(
        Text(f"多次输错密码，账号锁定至 {local}", f"too many wrong passwords: the account is locked until {local}")
    )


def _person(row: Row[Any]) -> PersonRecord:
    roles = frozenset(json.loads(row.roles))
    return PersonRecord(row.id, row.account, row.name, roles, row.organisation, bool(row.active))


def _roles_text(roles: Iterable[str]) -> str:
    return json.dumps(sorted(set(roles)))


def _trace(salt: str, account: str, name: str, roles: Iterable[str]) -> dict[str, Any]:
    """Return what the journal says of a new person: the roles and a salted hash, nothing that names anybody."""
    subject = hashlib.sha256(f"{salt}\n{account}\n{name}".encode()).hexdigest()
    return {"roles": sorted(roles), "subject": subject}
