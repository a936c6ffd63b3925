"""What keeps the journal append-only inside the database, and the check that it is still there.

SQLite: triggers refuse UPDATE and DELETE, and an insert must be the next entry of the chain. The last one also closes
the REPLACE bypass: with the default ``recursive_triggers=0`` an ``INSERT OR REPLACE`` overwrites a row past a delete
trigger.
PostgreSQL: the same triggers as functions, TRUNCATE too, and the app role lacks the rights in the first place.
Rebuilding a table (as a batch migration does) drops triggers silently, so the list is compared with the schema after
every migration and at every opening.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from workbench.storage.connection import APP_ROLE

_REFUSE = "journal entries are never changed or removed"

SQLITE_GUARDS = {
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
"""Trigger name → its definition, letter by letter as the schema must hold it."""

_FUNCTIONS = {
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

_SERVER_TRIGGERS = {
    "journal_no_change": "BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION eaw_refuse()",
    "journal_no_truncate": "BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION eaw_refuse()",
    "journal_next_only": "BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION eaw_next_only()",
    "chain_head_forward": "BEFORE UPDATE ON chain_head FOR EACH ROW EXECUTE FUNCTION eaw_head_forward()",
    "chain_head_stays": "BEFORE DELETE OR TRUNCATE ON chain_head FOR EACH STATEMENT EXECUTE FUNCTION eaw_refuse()",
}

_GUARDED = {"journal": "SELECT, INSERT", "chain_head": "SELECT, INSERT, UPDATE", "alembic_version": "SELECT"}
"""What the app role may do on the tables that are not all its own."""

_FORBIDDEN = (
    ("journal", "UPDATE"),
    ("journal", "DELETE"),
    ("journal", "TRUNCATE"),
    ("chain_head", "DELETE"),
    ("chain_head", "TRUNCATE"),
)


_HELD = text("SELECT has_table_privilege(:role, :table, :right)")
_HELD_ON_COLUMNS = text("SELECT has_any_column_privilege(:role, :table, :right)")
_SQLITE_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('journal', 'chain_head')"
_SERVER_FOREIGN = """SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    AND tgrelid IN ('journal'::regclass, 'chain_head'::regclass)
UNION SELECT rulename FROM pg_rules WHERE tablename IN ('journal', 'chain_head')"""


def create_guards(connection: Connection) -> None:
    """Make every guard of the database behind ``connection``; called by migrations."""
    if connection.dialect.name == "sqlite":
        for definition in SQLITE_GUARDS.values():
            connection.exec_driver_sql(definition)
        return
    for name, body in _FUNCTIONS.items():
        connection.exec_driver_sql(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$")
    for name, rule in _SERVER_TRIGGERS.items():
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
    return _sqlite_faults(connection) if connection.dialect.name == "sqlite" else _server_faults(connection)


def _sqlite_faults(connection: Connection) -> tuple[str, ...]:
    found = _pairs(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    faults = [name for name, definition in SQLITE_GUARDS.items() if found.get(name) != definition]
    faults += sorted(_names(connection, _SQLITE_TRIGGERS) - set(SQLITE_GUARDS))
    table = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'journal'").scalar() or ""
    if not table.rstrip().endswith("STRICT"):
        faults.append("journal STRICT")
    writable = not connection.exec_driver_sql("PRAGMA query_only").scalar()
    if writable and not connection.exec_driver_sql("PRAGMA recursive_triggers").scalar():
        faults.append("recursive_triggers")
    return tuple(faults)


def _server_faults(connection: Connection) -> tuple[str, ...]:
    triggers = _pairs(
        connection,
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    )
    bodies = _pairs(connection, "SELECT proname, prosrc FROM pg_proc WHERE starts_with(proname, 'eaw_')")
    faults = [name for name, rule in _SERVER_TRIGGERS.items() if _words(rule) - _words(triggers.get(name, ""))]
    faults += [name for name, body in _FUNCTIONS.items() if bodies.get(name) != body]
    faults += sorted(_names(connection, _SERVER_FOREIGN) - set(_SERVER_TRIGGERS))
    for table, right in _FORBIDDEN:
        held = _HELD_ON_COLUMNS if right == "UPDATE" else _HELD
        if connection.execute(held, {"role": APP_ROLE, "table": table, "right": right}).scalar():
            faults.append(f"{APP_ROLE} {right} {table}")
    return tuple(faults)


def _names(connection: Connection, query: str) -> set[str]:
    return set(connection.exec_driver_sql(query).scalars())


def _pairs(connection: Connection, query: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def _words(definition: str) -> set[str]:
    """Return the words of a trigger definition without the schema; the server re-orders BEFORE X OR Y."""
    return set(definition.replace("public.", "").split())
