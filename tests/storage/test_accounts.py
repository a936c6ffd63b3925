"""Accounts: passwords, lock-out, and a journal that names nobody."""

import json
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY
from sqlalchemy import text

from workbench.errors import SignInError
from workbench.storage.accounts import LOCKED_FOR, TRIES, AccountError, Accounts, PersonRecord

PASSWORD = "pine-tree-42"
ZHAO = PersonRecord("", " Zhao ", "赵样例", frozenset({"officer", "administrator"}), "澄州市公安局（样例）")


@pytest.fixture
def accounts(database):
    """The accounts with a password hash that costs a test little time."""
    return Accounts(database.journal, database.store, PasswordHasher.from_parameters(CHEAPEST))


@pytest.fixture
def zhao(accounts, clock):
    return accounts.add(ZHAO, PASSWORD, at=clock())


def test_a_person_signs_in_with_account_and_password(accounts, zhao, clock):
    assert accounts.sign_in("ZHAO", PASSWORD, at=clock()) == zhao
    assert (zhao.id, zhao.account, zhao.name, zhao.roles) == ("p1", "zhao", "赵样例", ZHAO.roles)


@pytest.mark.parametrize(("account", "password"), [("zhao", "pine-tree-43"), ("qian", PASSWORD), ("", "")])
def test_a_wrong_account_and_a_wrong_password_are_told_in_the_same_words(accounts, zhao, clock, account, password):
    with pytest.raises(SignInError) as caught:
        accounts.sign_in(account, password, at=clock())
    assert caught.value.message.en == "the account or the password is wrong"


def test_too_many_wrong_passwords_lock_the_account_for_a_while(database, accounts, zhao, clock):
    for _try in range(TRIES):
        with pytest.raises(SignInError):
            accounts.sign_in("zhao", "wrong", at=clock())
    with pytest.raises(SignInError, match="锁定至"):
        accounts.sign_in("zhao", PASSWORD, at=clock())
    assert database.journal.read("person/p1")[-1].kind == "sign_in_locked"
    clock.forward(seconds=LOCKED_FOR.total_seconds())
    assert accounts.sign_in("zhao", PASSWORD, at=clock()) == zhao


def test_a_right_password_forgets_the_wrong_ones_before(accounts, zhao, clock):
    for _round in range(2):
        for _try in range(TRIES - 1):
            with pytest.raises(SignInError):
                accounts.sign_in("zhao", "wrong", at=clock())
        assert accounts.sign_in("zhao", PASSWORD, at=clock()) == zhao


def test_a_new_password_replaces_the_old_one_and_lifts_a_lock(accounts, zhao, clock):
    for _try in range(TRIES):
        with pytest.raises(SignInError):
            accounts.sign_in("zhao", "wrong", at=clock())
    accounts.change_password("p1", "oak-tree-43", actor="p1", at=clock())
    assert accounts.sign_in("zhao", "oak-tree-43", at=clock()) == zhao
    with pytest.raises(SignInError):
        accounts.sign_in("zhao", PASSWORD, at=clock())


def test_a_person_who_left_cannot_sign_in_but_stays_known(accounts, zhao, clock):
    accounts.set_active("p1", active=False, actor="p1", at=clock())
    with pytest.raises(SignInError):
        accounts.sign_in("zhao", PASSWORD, at=clock())
    assert [person.active for person in accounts.all()] == [False]


def test_roles_are_set_and_recorded(database, accounts, zhao, clock):
    accounts.set_roles("p1", {"approver"}, actor="p1", at=clock() + timedelta(days=1))
    assert accounts.get("p1").roles == {"approver"}
    assert database.journal.read("person/p1")[-1].body == {"roles": ["approver"]}


def test_accounts_are_unique_and_passwords_long_enough(accounts, zhao, clock):
    with pytest.raises(AccountError, match="已存在"):
        accounts.add(ZHAO, PASSWORD, actor="p1", at=clock())
    with pytest.raises(AccountError, match="至少"):
        accounts.add(PersonRecord("", "qian", "钱样例", frozenset()), "short", actor="p1", at=clock())
    assert (
        accounts.add(PersonRecord("", "qian", "钱样例", frozenset({"approver"})), PASSWORD, actor="p1", at=clock()).id
        == "p2"
    )


def test_the_journal_names_nobody_and_keeps_no_secret(database, accounts, zhao, clock):
    accounts.change_password("p1", "oak-tree-43", actor="p1", at=clock())
    told = json.dumps([entry._asdict() for entry in database.journal.entries()], ensure_ascii=False)
    for secret in ("赵样例", "zhao", "Zhao", "pine", "oak", "argon2"):
        assert secret not in told
    with database.store.read() as connection:
        assert connection.execute(text("SELECT password FROM people")).scalar().startswith("$argon2id$")


def test_passwords_are_hashed_as_rfc_9106_asks_where_memory_is_short(database, clock):
    database.accounts.add(ZHAO, PASSWORD, at=clock())
    with database.store.read() as connection:
        assert (
            extract_parameters(connection.execute(text("SELECT password FROM people")).scalar()) == RFC_9106_LOW_MEMORY
        )
