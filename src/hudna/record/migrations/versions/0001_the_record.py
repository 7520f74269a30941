"""The record: entries, versions, blobs, checkpoints, witnesses, housekeeping."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entry",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", _NUMBER, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("first", _NUMBER, nullable=False),
        sa.Column("commitment", sa.LargeBinary, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_entry"),
    )
    op.create_table(
        "version",
        sa.Column("n", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("seq", _NUMBER, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("commitment", sa.LargeBinary, nullable=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("body", sa.LargeBinary),
        sa.PrimaryKeyConstraint("n", name="pk_version"),
    )
    op.create_index("ix_version_kind_id_n", "version", ["kind", "id", "n"])
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("part", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "part", name="pk_blob"),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("size", name="pk_checkpoint"),
    )
    op.create_table(
        "witness",
        sa.Column("size", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("size", "line", name="pk_witness"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
