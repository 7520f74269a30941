"""The tables of the record, the same in SQLite and in PostgreSQL.

    entry       the log: one row a change; never altered
    version     what the changes say: each version of each thing, and each row of a bulk import
    blob        documents as received, in parts, under their SHA-256
    checkpoint  the signed tree heads, one after each change
    witness     what others signed of them
    meta        what is not evidence: housekeeping

`strangers` says what else a database holds: a trigger or a view could answer in a table's name.

Every column of the first three is covered by the tree, or remade from what is (`verify.py`), so
there are no foreign keys: they would cost a bulk load as much as the log does, and prove less.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

METADATA = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "pk": "pk_%(table_name)s"})
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER is SQLite's own row id

ENTRY = Table(
    "entry", METADATA,
    Column("seq", _NUMBER, primary_key=True, autoincrement=False),  # 0, 1, 2 …: the leaf's index
    Column("at", _NUMBER, nullable=False),  # microseconds since 1970, UTC: when it was recorded
    Column("author", Text, nullable=False),  # a person's id, or `unnamed`
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("first", _NUMBER, nullable=False),  # `version.n` of its payload; its rows follow
    Column("commitment", LargeBinary, nullable=False),  # to the payload: 32 bytes
    Column("hashes", LargeBinary, nullable=False),  # tree nodes that this leaf completes, level 0 first
)  # fmt: skip

VERSION = Table(
    "version", METADATA,
    Column("n", _NUMBER, primary_key=True, autoincrement=False),  # 0, 1, 2 …
    Column("seq", _NUMBER, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("salt", LargeBinary),  # 16 random bytes; null: erased
    Column("body", LargeBinary),  # RFC 8785 JSON; null: erased
    Index("ix_version_kind_id_n", "kind", "id", "n"),
)  # fmt: skip

BLOB = Table(
    "blob", METADATA,
    Column("sha256", Text, primary_key=True),  # of the whole document: hex
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),  # zstd
)  # fmt: skip

CHECKPOINT = Table(
    "checkpoint", METADATA,
    Column("size", _NUMBER, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)  # fmt: skip

WITNESS = Table(
    "witness", METADATA,
    Column("size", _NUMBER, primary_key=True, autoincrement=False),
    Column("line", Text, primary_key=True),
)  # fmt: skip

META = Table(
    "meta", METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip


def strangers(connection: Connection) -> list[str]:
    """What a database holds that is not ours, or lacks, as sentences; looks at no row."""
    found, ours = _there(connection), _ours(connection.dialect.name)
    told = [f"{what} is missing" for what in ours.keys() - found.keys()]
    told += [f"there is a {what}, which is not ours" for what in found.keys() - ours.keys()]
    both = ours.keys() & found.keys()
    return sorted(told) + sorted(
        f"{what} is not as ours" for what in both if ours[what] != found[what]
    )


_ALEMBIC: Final = (
    "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )"
)
_POSTGRESQL: Final = {
    BigInteger: "bigint", Integer: "integer", Text: "text", LargeBinary: "bytea",
}  # fmt: skip


@lru_cache(maxsize=2)
def _ours(dialect: str) -> dict[str, str]:
    """Each thing of the schema by its name, and how the database describes it."""
    found = {}
    for table in METADATA.sorted_tables:
        if dialect == "sqlite":
            found[f"table “{table.name}”"] = _sql(CreateTable(table))
            found |= {f"index “{index.name}”": _sql(CreateIndex(index)) for index in table.indexes}
        else:
            columns = (
                f"{c.name} {_POSTGRESQL[type(c.type)]} {not c.nullable}" for c in table.columns
            )
            found[f"table “{table.name}”"] = ", ".join(columns)
    if dialect == "sqlite":
        found["table “alembic_version”"] = _ALEMBIC
    return found


def _sql(made: CreateTable | CreateIndex) -> str:
    return " ".join(str(made.compile(dialect=sqlite.dialect())).split())


def _there(connection: Connection) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_schema")
        return {
            f"{kind} “{name}”": " ".join(str(sql).split()) for kind, name, sql in rows
            # SQLite's own, of primary keys: nobody else can give such a name, nor write none.
            if not (sql is None and kind == "index" and str(name).startswith("sqlite_autoindex_"))
        }  # fmt: skip
    names = [table.name for table in METADATA.sorted_tables]
    rows = connection.exec_driver_sql(_CATALOGUE, (names,))
    return {f"table “{name}”": what for name, what in rows}


# A table that is a view, has rules, triggers or row security, or a column that is computed, reads
# as something else here.
_CATALOGUE: Final = """
    SELECT c.relname,
        CASE WHEN c.relkind <> 'r' THEN 'no table' WHEN c.relhasrules THEN 'rules'
             WHEN c.relrowsecurity THEN 'row security'
             WHEN EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
                  THEN 'triggers'
             ELSE (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' '
                       || CASE WHEN a.attnotnull THEN 'True' ELSE 'False' END || a.attgenerated::text,
                       ', ' ORDER BY a.attnum)
                   FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
                   AND NOT a.attisdropped) END
    FROM pg_class c WHERE c.relname = ANY(%s) AND c.relkind NOT IN ('i', 'I', 't', 'c')
        AND pg_table_is_visible(c.oid)
"""
