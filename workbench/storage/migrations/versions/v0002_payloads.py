"""Personal data beside the journal; entries recorded before keep it in their bodies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workbench.storage.guards import create_guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Make the table and its guards."""
    op.create_table(
        "payloads",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("erased", BIG, nullable=False),
        sqlite_strict=True,
    )
    create_guards(op.get_bind(), revision)
