"""The tables, once for both databases.

STRICT tables of SQLite know few types, so times, dates, decimals and lists are text. Columns that sort the queue are
never null (an empty text, or -1, stands for "not stated"), because the two databases place nulls differently.
``journal`` with ``payloads`` is the truth; ``people``, ``drafts`` and ``settings`` are office data beside it; every
other table can be dropped and made again from the truth and the attachments.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData()

Big = Integer().with_variant(BigInteger(), "postgresql")
Tokens = Text().with_variant(ARRAY(Text()), "postgresql")
"""Search tokens: an array with an index on PostgreSQL; on SQLite the text that the full-text table reads."""


def _table(name: str, *parts: SchemaItem) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


journal = _table(
    "journal",
    Column("seq", Big, primary_key=True, autoincrement=False),
    Column("chain", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("stream", "version", name="journal_stream_version"),
)

payloads = _table(
    "payloads",
    Column("hash", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("erased", Big, nullable=False),
)
"""Personal data that journal bodies refer to; ``erased`` is the entry that records the erasure, 0 = it is there."""

chain_head = _table(
    "chain_head",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("chain", Text, nullable=False),
    Column("seq", Big, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("id = 1", name="one_chain"),
)

numbers = _table(
    "numbers",
    Column("series", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("seq", Big, nullable=False),
    Column("stream", Text, nullable=False),
    Column("void_reason", Text, nullable=False),
    PrimaryKeyConstraint("series", "year", "number"),
)

cases = _table(
    "cases",
    Column("row", Integer, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("undertaker", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("headcount", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("level_fixed", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("blocks", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("queue_rank", Integer, nullable=False),
    Column("due", Text, nullable=False),
    Column("promise_due", Text, nullable=False),
    Column("received", Text, nullable=False),
    Column("updated", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("paper_number", Text, nullable=False),
    Column("decided", Text, nullable=False),
    Column("used_days", Integer, nullable=False),
    Column("stale", Integer, nullable=False),
    Column("extra", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("tokens", Tokens, nullable=False),
    UniqueConstraint("case_id", name="cases_case_id"),
    Index("cases_urgency", "queue_rank", "due", "case_id"),
    Index("cases_first_day", "first_day", "case_id"),
    Index("cases_updated", "updated", "case_id"),
    Index("cases_number", "number", "case_id"),
    Index("cases_title", "title", "case_id"),
    Index("cases_undertaker", "undertaker", "case_id"),
    Index("cases_headcount", "headcount", "case_id"),
    Index("cases_level", "level", "case_id"),
    Index("cases_decided", "decided", "case_id"),
    Index("cases_officer", "officer", "case_id"),
    Index("cases_status", "status", "case_id"),
    Index("cases_promise_due", "promise_due", "case_id"),
)

entries = _table(
    "entries",
    Column("stream", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("register", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("watch", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("code_key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("folded", Text, nullable=False),
    PrimaryKeyConstraint("stream", "entry"),
    Index("entries_register", "register", "title", "entry"),
    Index("entries_owner", "owner"),
    Index("entries_case", "case_id", "register"),
    Index("entries_watch", "watch"),
)
"""The registers' entries as they stand: of the office (``case_id`` empty) and of cases."""

case_bodies = _table(
    "case_bodies",
    Column("case_id", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("code_key", Text, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("registered", Integer, nullable=False),
    PrimaryKeyConstraint("case_id", "place"),
    Index("case_bodies_name", "name_key"),
    Index("case_bodies_code", "code_key"),
)
"""The organisations that an application names, and how many persons they send; -1 = not stated."""

case_sessions = _table(
    "case_sessions",
    Column("case_id", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("venue", Text, nullable=False),
    Column("venue_key", Text, nullable=False),
    Column("starts", Text, nullable=False),
    Column("ends", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "place"),
    Index("case_sessions_starts", "starts"),
)
"""When and where the sessions of a case are: local times."""

snapshots = _table(
    "snapshots",
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("evolve", Text, nullable=False),
    Column("checksum", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    PrimaryKeyConstraint("stream", "version", "evolve"),
)

attachments = _table(
    "attachments",
    Column("sha256", Text, primary_key=True),
    Column("size", Big, nullable=False),
    Column("name", Text, nullable=False),
)

attachment_parts = _table(
    "attachment_parts",
    Column("sha256", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    PrimaryKeyConstraint("sha256", "part"),
)

page_texts = _table(
    "page_texts",
    Column("sha256", Text, nullable=False),
    Column("page", Integer, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("sha256", "page"),
)

people = _table(
    "people",
    Column("id", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", Text, nullable=False),
    Column("active", Integer, nullable=False),
    UniqueConstraint("account", name="people_account"),
)

drafts = _table(
    "drafts",
    Column("person", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("person", "case_id", "field"),
)

settings = _table(
    "settings",
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)


def insert_into(table: Table, kind: str) -> Any:
    """Return an insert that knows ON CONFLICT for a database of ``kind``; the server's half is imported when needed."""
    if kind == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
