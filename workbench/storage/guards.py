"""What keeps the journal append-only inside the database, and the check that it is still there.

SQLite: triggers refuse UPDATE and DELETE, and an insert must be the next entry of the chain. The last one also closes
the REPLACE bypass: with the default ``recursive_triggers=0`` an ``INSERT OR REPLACE`` overwrites a row past a delete
trigger. Personal data beside the journal is inserted whole and may only be emptied, by an entry that names it.
PostgreSQL: the same triggers as functions, TRUNCATE too, and the app role lacks the rights in the first place.
Rebuilding a table (as a batch migration does) drops triggers silently, so the list is compared with the schema after
every migration and at every opening; of a copy that is older than the program, with the guards of its own revision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from sqlalchemy import Connection, text

from workbench.storage.connection import APP_ROLE

T = TypeVar("T")

_REFUSE = "journal entries are never changed or removed"

_SQLITE_JOURNAL = {
    "journal_no_update": f"""CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END""",
    "journal_no_delete": f"""CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END""",
    "journal_next_only": """CREATE TRIGGER journal_next_only BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  OR NEW.prev <> coalesce((SELECT hash FROM journal WHERE seq = NEW.seq - 1), printf('%064d', 0))
  OR EXISTS (SELECT 1 FROM journal WHERE stream = NEW.stream AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'not the next entry of the chain'); END""",
    "chain_head_forward": """CREATE TRIGGER chain_head_forward BEFORE UPDATE ON chain_head
WHEN NEW.seq < OLD.seq OR NEW.chain <> OLD.chain
BEGIN SELECT RAISE(ABORT, 'the head of the chain only moves forward'); END""",
    "chain_head_stays": """CREATE TRIGGER chain_head_stays BEFORE DELETE ON chain_head
BEGIN SELECT RAISE(ABORT, 'the head of the chain is never removed'); END""",
}

_SQLITE_PAYLOADS = {
    "payloads_whole": """CREATE TRIGGER payloads_whole BEFORE INSERT ON payloads
WHEN NEW.erased <> 0 OR length(NEW.salt) <> 32 OR NEW.data = ''
  OR EXISTS (SELECT 1 FROM payloads WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'personal data is kept once, and whole'); END""",
    "payloads_erase_only": """CREATE TRIGGER payloads_erase_only BEFORE UPDATE ON payloads
WHEN OLD.erased <> 0 OR NEW.hash <> OLD.hash OR NEW.salt <> '' OR NEW.data <> '' OR NOT EXISTS (
  SELECT 1 FROM journal WHERE seq = NEW.erased AND kind = 'payload_erased' AND instr(body, NEW.hash) > 0)
BEGIN SELECT RAISE(ABORT, 'personal data is only ever erased, by an entry that says so'); END""",
    "payloads_stay": """CREATE TRIGGER payloads_stay BEFORE DELETE ON payloads
BEGIN SELECT RAISE(ABORT, 'the row of personal data stays, even when it is empty'); END""",
}

SQLITE_GUARDS = {**_SQLITE_JOURNAL, **_SQLITE_PAYLOADS}
"""Trigger name → its definition, letter by letter as the schema must hold it."""

_SQLITE = {"0001": _SQLITE_JOURNAL, "0002": _SQLITE_PAYLOADS}
"""Schema revision → the guards that it brought."""

_JOURNAL_FUNCTIONS = {
    "eaw_refuse": f"BEGIN RAISE EXCEPTION '{_REFUSE}'; END",
    "eaw_next_only": """DECLARE last record;
BEGIN
  SELECT seq, hash INTO last FROM journal ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.prev <> coalesce(last.hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'not the next entry of the chain';
  END IF;
  RETURN NEW;
END""",
    "eaw_head_forward": """BEGIN
  IF NEW.seq < OLD.seq OR NEW.chain <> OLD.chain THEN
    RAISE EXCEPTION 'the head of the chain only moves forward';
  END IF;
  RETURN NEW;
END""",
}

_PAYLOAD_FUNCTIONS = {
    "eaw_payload_whole": """BEGIN
  IF NEW.erased <> 0 OR length(NEW.salt) <> 32 OR NEW.data = '' THEN
    RAISE EXCEPTION 'personal data is kept once, and whole';
  END IF;
  RETURN NEW;
END""",
    "eaw_payload_erase": """BEGIN
  IF OLD.erased <> 0 OR NEW.hash <> OLD.hash OR NEW.salt <> '' OR NEW.data <> '' OR NOT EXISTS (
    SELECT 1 FROM journal WHERE seq = NEW.erased AND kind = 'payload_erased' AND strpos(body, NEW.hash) > 0) THEN
    RAISE EXCEPTION 'personal data is only ever erased, by an entry that says so';
  END IF;
  RETURN NEW;
END""",
    "eaw_payload_stays": "BEGIN RAISE EXCEPTION 'the row of personal data stays, even when it is empty'; END",
}

_FUNCTIONS = {"0001": _JOURNAL_FUNCTIONS, "0002": _PAYLOAD_FUNCTIONS}

_JOURNAL_TRIGGERS = {
    "journal_no_change": "BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION eaw_refuse()",
    "journal_no_truncate": "BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION eaw_refuse()",
    "journal_next_only": "BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION eaw_next_only()",
    "chain_head_forward": "BEFORE UPDATE ON chain_head FOR EACH ROW EXECUTE FUNCTION eaw_head_forward()",
    "chain_head_stays": "BEFORE DELETE OR TRUNCATE ON chain_head FOR EACH STATEMENT EXECUTE FUNCTION eaw_refuse()",
}

_PAYLOAD_TRIGGERS = {
    "payloads_whole": "BEFORE INSERT ON payloads FOR EACH ROW EXECUTE FUNCTION eaw_payload_whole()",
    "payloads_erase_only": "BEFORE UPDATE ON payloads FOR EACH ROW EXECUTE FUNCTION eaw_payload_erase()",
    "payloads_stay": "BEFORE DELETE OR TRUNCATE ON payloads FOR EACH STATEMENT EXECUTE FUNCTION eaw_payload_stays()",
}

_SERVER_TRIGGERS = {"0001": _JOURNAL_TRIGGERS, "0002": _PAYLOAD_TRIGGERS}

_GUARDED = {
    "journal": "SELECT, INSERT",
    "payloads": "SELECT, INSERT, UPDATE (salt, data, erased)",
    "chain_head": "SELECT, INSERT, UPDATE",
    "alembic_version": "SELECT",
}
"""What the app role may do on the tables that are not all its own."""

_FORBIDDEN: dict[str, dict[str, tuple[str, ...]]] = {
    "0001": {"journal": ("UPDATE", "DELETE", "TRUNCATE"), "chain_head": ("DELETE", "TRUNCATE")},
    "0002": {"payloads": ("UPDATE", "DELETE", "TRUNCATE")},
}
"""Schema revision → table → rights on the whole of it that the app role must not have."""


_HELD = text("SELECT has_table_privilege(:role, :table, :right)")
_HELD_ON_COLUMNS = text("SELECT has_any_column_privilege(:role, :table, :right)")
_SQLITE_TRIGGERS = """SELECT name FROM sqlite_master
    WHERE type = 'trigger' AND tbl_name IN ('journal', 'chain_head', 'payloads')"""
_SERVER_FOREIGN = """SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relname IN ('journal', 'chain_head', 'payloads')
UNION SELECT rulename FROM pg_rules WHERE tablename IN ('journal', 'chain_head', 'payloads')"""


def create_guards(connection: Connection, revision: str) -> None:
    """Make the guards of a schema revision in the database behind ``connection``; called by migrations."""
    if connection.dialect.name == "sqlite":
        for definition in _SQLITE[revision].values():
            connection.exec_driver_sql(definition)
        return
    for name, body in _FUNCTIONS[revision].items():
        connection.exec_driver_sql(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$")
    for name, rule in _SERVER_TRIGGERS[revision].items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {rule}")


def grant_app_role(connection: Connection, tables: list[str]) -> None:
    """Give the app role its rights on ``tables``, as the owner, on PostgreSQL."""
    connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {APP_ROLE}")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    connection.exec_driver_sql(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
    for table in tables:
        rights = _GUARDED.get(table, "SELECT, INSERT, UPDATE, DELETE")
        connection.exec_driver_sql(f"GRANT {rights} ON {table} TO {APP_ROLE}")


def guard_faults(connection: Connection) -> tuple[str, ...]:
    """Return the names of guards that are missing, changed or switched off, and of triggers that should not be there.

    A foreign trigger is a fault because ``RAISE(IGNORE)`` (on a server: returning null, or a rule) would drop an
    acknowledged entry without an error. Empty when all is as it should be.
    """
    present = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    find = _sqlite_faults if connection.dialect.name == "sqlite" else _server_faults
    return tuple(find(connection, present))


def _due(table: Mapping[str, Mapping[str, T]], present: str) -> Iterator[tuple[str, T]]:
    """Yield what a database of a schema revision must have."""
    for revision, guards in table.items():
        if revision <= present:
            yield from guards.items()


def _sqlite_faults(connection: Connection, present: str) -> Iterator[str]:
    found = _pairs(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    yield from (name for name, definition in _due(_SQLITE, present) if found.get(name) != definition)
    yield from sorted(_names(connection, _SQLITE_TRIGGERS) - set(SQLITE_GUARDS))
    tables = _pairs(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    strict = [name for name, _rights in _due(_FORBIDDEN, present)]
    yield from (f"{name} STRICT" for name in strict if not (tables.get(name) or "").rstrip().endswith("STRICT"))
    writable = not connection.exec_driver_sql("PRAGMA query_only").scalar()
    if writable and not connection.exec_driver_sql("PRAGMA recursive_triggers").scalar():
        yield "recursive_triggers"


def _server_faults(connection: Connection, present: str) -> Iterator[str]:
    triggers = _pairs(
        connection,
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    )
    bodies = _pairs(connection, "SELECT proname, prosrc FROM pg_proc WHERE starts_with(proname, 'eaw_')")
    rules = dict(_due(_SERVER_TRIGGERS, present))
    yield from (name for name, rule in rules.items() if _words(rule) - _words(triggers.get(name, "")))
    yield from (name for name, body in _due(_FUNCTIONS, present) if bodies.get(name) != body)
    yield from sorted(_names(connection, _SERVER_FOREIGN) - rules.keys())
    for table, rights in _due(_FORBIDDEN, present):
        for right in rights:
            if _held(connection, table, right):
                yield f"{APP_ROLE} {right} {table}"


def _held(connection: Connection, table: str, right: str) -> bool:
    """Return whether the app role holds a right; to change any column of the journal counts, of others the whole."""
    asked = _HELD_ON_COLUMNS if (table, right) == ("journal", "UPDATE") else _HELD
    return bool(connection.execute(asked, {"role": APP_ROLE, "table": table, "right": right}).scalar())


def _names(connection: Connection, query: str) -> set[str]:
    return set(connection.exec_driver_sql(query).scalars())


def _pairs(connection: Connection, query: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def _words(definition: str) -> set[str]:
    """Return the words of a trigger definition without the schema; the server re-orders BEFORE X OR Y."""
    return set(definition.replace("public.", "").split())
