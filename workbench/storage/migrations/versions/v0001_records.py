"""The records: journal with its guards, projections, attachments, people, drafts, settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workbench.storage.guards import create_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
TOKENS = sa.Text().with_variant(sa.ARRAY(sa.Text()), "postgresql")


def upgrade() -> None:
    """Make every table, index and guard of the first release."""
    _journal()
    _cases()
    _caches()
    _office()
    create_guards(op.get_bind(), revision)


def _columns(names: str) -> list[sa.schema.SchemaItem]:
    """Return required columns, ``name`` for text and ``name:int`` for a whole number."""
    pairs = [name.partition(":") for name in names.split()]
    return [sa.Column(name, sa.Integer if kind else sa.Text, nullable=False) for name, _colon, kind in pairs]


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sqlite_strict=True)


def _journal() -> None:
    _table(
        "journal",
        sa.Column("seq", BIG, primary_key=True, autoincrement=False),
        *_columns("chain stream version:int kind actor at"),
        *_columns("prev hash body"),
        sa.UniqueConstraint("stream", "version", name="journal_stream_version"),
    )
    _table(
        "chain_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_columns("chain"),
        sa.Column("seq", BIG, nullable=False),
        *_columns("hash"),
        sa.CheckConstraint("id = 1", name="one_chain"),
    )
    _table(
        "numbers",
        *_columns("series year:int number:int"),
        sa.Column("seq", BIG, nullable=False),
        *_columns("stream void_reason"),
        sa.PrimaryKeyConstraint("series", "year", "number"),
    )


def _cases() -> None:
    _table(
        "cases",
        sa.Column("row", sa.Integer, primary_key=True),
        *_columns("case_id version:int number title undertaker place"),
        *_columns("first_day last_day headcount:int level:int level_fixed:int"),
        *_columns("status step:int blocks officer approver"),
        *_columns("queue_rank:int due promise_due received updated"),
        *_columns("outcome paper_number decided used_days:int stale:int"),
        *_columns("extra folded"),
        sa.Column("tokens", TOKENS, nullable=False),
        sa.UniqueConstraint("case_id", name="cases_case_id"),
    )
    op.create_index("cases_urgency", "cases", ["queue_rank", "due", "case_id"])
    for column in (
        *("first_day", "updated", "number", "title", "undertaker", "headcount", "level", "decided"),
        *("officer", "status", "promise_due"),
    ):
        op.create_index(f"cases_{column}", "cases", [column, "case_id"])
    if op.get_bind().dialect.name == "sqlite":
        _full_text()
    else:
        op.create_index("cases_tokens", "cases", ["tokens"], postgresql_using="gin")


def _full_text() -> None:
    """Index the token column by full text; triggers keep the two in step."""
    op.execute(
        "CREATE VIRTUAL TABLE cases_text USING fts5(tokens, content='cases', content_rowid='row', detail='none', "
        'columnsize=0, tokenize="unicode61 remove_diacritics 0")'
    )
    add = "INSERT INTO cases_text(rowid, tokens) VALUES (NEW.row, NEW.tokens);"
    drop = "INSERT INTO cases_text(cases_text, rowid, tokens) VALUES ('delete', OLD.row, OLD.tokens);"
    op.execute(f"CREATE TRIGGER cases_text_add AFTER INSERT ON cases BEGIN {add} END")
    op.execute(f"CREATE TRIGGER cases_text_drop AFTER DELETE ON cases BEGIN {drop} END")
    op.execute(f"CREATE TRIGGER cases_text_change AFTER UPDATE OF tokens ON cases BEGIN {drop} {add} END")


def _caches() -> None:
    _table(
        "snapshots",
        *_columns("stream version:int evolve checksum"),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("stream", "version", "evolve"),
    )
    _table(
        "attachments",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("size", BIG, nullable=False),
        *_columns("name"),
    )
    _table(
        "attachment_parts",
        *_columns("sha256 part:int"),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "part"),
    )
    _table(
        "page_texts",
        *_columns("sha256 page:int text"),
        sa.PrimaryKeyConstraint("sha256", "page"),
    )


def _office() -> None:
    _table(
        "people",
        sa.Column("id", sa.Text, primary_key=True),
        *_columns("account name roles organisation password salt"),
        *_columns("failed:int locked_until active:int"),
        sa.UniqueConstraint("account", name="people_account"),
    )
    _table(
        "drafts",
        *_columns("person case_id field text at"),
        sa.PrimaryKeyConstraint("person", "case_id", "field"),
    )
    _table("settings", sa.Column("name", sa.Text, primary_key=True), *_columns("value"))
