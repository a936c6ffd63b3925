"""Opening an office, first run, signing in, accounts, packs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from workbench.core.pack import Pack
from workbench.errors import NotAllowedError, Text
from workbench.services import access
from workbench.services.clocks import Clock, SystemClock
from workbench.services.desk import Desk, look_for_packs, open_desk
from workbench.services.office_packs import folder_of
from workbench.services.views_lists import Person
from workbench.storage.accounts import PersonRecord, compared
from workbench.storage.database import open_database
from workbench.storage.pack_faults import Fault
from workbench.storage.packs import available, check_pack, load_pack

ROLES = ("officer", "approver", "supervisor", "liaison", "administrator")
FILE = "workbench.db"
NOBODY = Person("", "", "", frozenset())


@dataclass(frozen=True)
class NewPerson:
    """An account to be made."""

    account: str
    name: str
    password: str
    roles: frozenset[str]
    organisation: str = ""


def place_of(location: str | Path) -> str | Path:
    """Return the database meant: a URL, a file, or ``workbench.db`` in a folder; empty = the person's data folder."""
    if not str(location):
        return user_data_path("event-approval-workbench", appauthor=False) / FILE
    if str(location).startswith("postgresql:"):
        return str(location)
    path = Path(location).expanduser()
    return path if path.suffix == ".db" else path / FILE


def exists(location: str | Path) -> bool:
    """Return whether there is a database at a place; a server is asked when it is opened."""
    place = place_of(location)
    return True if isinstance(place, str) else place.exists()


def open_office(
    location: str | Path = "",
    *,
    clock: Clock | None = None,
    read_only: bool = False,
    chain: str = "",
    create: bool = True,
) -> Desk:
    """Open the database at a place, making it when it is not there and ``create`` is true.

    Raises:
        StorageError: It cannot be opened; the reason is in words.
    """
    own = clock or SystemClock()
    place = place_of(location)
    database = open_database(place, clock=own.now, create=create, read_only=read_only, chain=chain)
    look_for_packs(folder_of(place))
    try:
        return open_desk(database, own)
    except BaseException:
        database.close()
        raise


@contextmanager
def desk_at(location: str | Path = "", *, clock: Clock | None = None, create: bool = True) -> Iterator[Desk]:
    """Open an office for the length of a block."""
    desk = open_office(location, clock=clock, create=create)
    try:
        yield desk
    finally:
        desk.close()


def has_people(desk: Desk) -> bool:
    """Return whether anybody can sign in yet."""
    return bool(desk.database.accounts.all())


def people(desk: Desk) -> tuple[Person, ...]:
    """Return the accounts that may sign in, in the order they were added."""
    return tuple(_person(p) for p in desk.database.accounts.all() if p.active)


def sign_in(desk: Desk, account: str, password: str) -> Person:
    """Return the person whose account and password these are.

    Raises:
        SignInError: Wrong, unknown or locked.
    """
    return _person(desk.database.accounts.sign_in(account, password, at=desk.clock.now()))


def add_user(desk: Desk, actor: Person | None, wanted: NewPerson) -> Person:
    """Add an account; the first one of an office becomes its administrator as well.

    Raises:
        NotAllowedError: Somebody else than an administrator adds it, or a role is unknown.
        AccountError: The account exists or the password is too short.
    """
    first = not has_people(desk)
    if not first:
        access.require(desk.pack, actor or NOBODY, "manage_people")
    unknown = wanted.roles - set(ROLES)
    if unknown or not wanted.roles:
        raise NotAllowedError(
            Text(f"角色应为：{'、'.join(ROLES)}", f"roles are: {', '.join(ROLES)}"), where=", ".join(sorted(unknown))
        )
    roles = wanted.roles | {"administrator"} if first else wanted.roles
    record = PersonRecord("", wanted.account, wanted.name, frozenset(roles), wanted.organisation)
    by = actor.id if actor else ""
    return _person(desk.database.accounts.add(record, wanted.password, actor=by, at=desk.clock.now()))


def close_account(desk: Desk, actor: Person, account: str) -> None:
    """Let nobody sign in or act with an account any more; what it did stays in the record.

    Raises:
        NotAllowedError: The actor is no administrator, or would close the own account.
    """
    access.require(desk.pack, actor, "manage_people")
    person = _by_account(desk, account)
    if person.id == actor.id:
        raise NotAllowedError(Text("不能停用本人的账户", "nobody closes the own account"), where=account)
    desk.database.accounts.set_active(person.id, active=False, actor=actor.id, at=desk.clock.now())


def open_account(desk: Desk, actor: Person, account: str) -> None:
    """Let a closed account act again."""
    access.require(desk.pack, actor, "manage_people")
    desk.database.accounts.set_active(_by_account(desk, account).id, active=True, actor=actor.id, at=desk.clock.now())


def reset_password(desk: Desk, actor: Person, account: str, password: str) -> None:
    """Give an account a new password and lift a lock.

    Raises:
        AccountError: The password is too short.
    """
    access.require(desk.pack, actor, "manage_people")
    person = _by_account(desk, account)
    desk.database.accounts.change_password(person.id, password, actor=actor.id, at=desk.clock.now())


def _by_account(desk: Desk, account: str) -> PersonRecord:
    wanted = compared(account)
    found = next((p for p in desk.database.accounts.all() if p.account == wanted), None)
    if found is None:
        raise NotAllowedError(Text("没有这个账户", "there is no such account"), where=account)
    return found


def _person(record: PersonRecord) -> Person:
    return Person(record.id, record.account, record.name, record.roles, record.organisation)


def pin_sample(desk: Desk, local: datetime) -> None:
    """Mark the data as sample data whose clock starts at a local time; the window shows a banner."""
    desk.database.settings.put("sample_now", local.isoformat())


def pack_at(name: str, location: str | Path = "") -> Pack:
    """Return a pack for work without a database: that of a folder, one an office keeps beside its data, a shipped one.

    Args:
        name: A pack's folder, or the name of a pack.
        location: Where the office's data lies; it is not opened.

    Raises:
        PackFaults: There is no such pack, or it is wrong.
    """
    own = _folder(name)
    return load_pack(own.name, folder=own.parent) if own else load_pack(name, folder=folder_of(place_of(location)))


def _folder(name: str) -> Path | None:
    """Return the folder that a name means, when there is a pack in it."""
    folder = Path(name)
    return folder.resolve() if (folder / "pack.toml").is_file() else None


def check_packs(names: tuple[str, ...] = ()) -> tuple[Fault, ...]:
    """Return every fault of the named packs, each by name or by its folder, or of all that are shipped."""
    asked = ((name, _folder(name)) for name in names or tuple(available()))
    found = (check_pack(own.name, folder=own.parent) if own else check_pack(name) for name, own in asked)
    return tuple(fault for faults in found for fault in faults)
