"""Registers of the office and of cases: entries, the organisations of a case, its sessions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; they are filled from the journal when the office is opened."""
    entry = "stream entry register case_id version:int title owner closed:int watch name_key code_key body folded"
    _table("entries", entry, key=("stream", "entry"))
    _table("case_bodies", "case_id place:int role name name_key code_key persons:int registered:int",
           key=("case_id", "place"))  # fmt: skip
    _table("case_sessions", "case_id place:int title venue venue_key starts ends", key=("case_id", "place"))
    for table, name, columns in (
        ("entries", "register", "register title entry"),
        ("entries", "owner", "owner"),
        ("entries", "case", "case_id register"),
        ("entries", "watch", "watch"),
        ("case_bodies", "name", "name_key"),
        ("case_bodies", "code", "code_key"),
        ("case_sessions", "starts", "starts"),
    ):
        op.create_index(f"{table}_{name}", table, columns.split())


def _table(name: str, columns: str, key: tuple[str, ...]) -> None:
    kinds = {"int": sa.Integer, "": sa.Text}
    named = (column.partition(":") for column in columns.split())
    made: list[sa.Column[Any]] = [sa.Column(column, kinds[kind], nullable=False) for column, _, kind in named]
    op.create_table(name, *made, sa.PrimaryKeyConstraint(*key), sqlite_strict=True)
