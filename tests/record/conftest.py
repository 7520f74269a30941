"""Fresh databases: an SQLite file, and one on PostgreSQL where HUDNA_TEST_POSTGRESQL names a server."""

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from hudna.record.store import Record, open_record

sys.path.insert(0, str(Path(__file__).parent))

CASE = "case-1"
FreshDatabase = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[sa.Engine]:
    """The server that tests may make databases on."""
    url = os.environ.get("HUDNA_TEST_POSTGRESQL")
    if not url:
        pytest.skip("no PostgreSQL: set HUDNA_TEST_POSTGRESQL, or run `make test`")
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    yield engine
    engine.dispose()


@contextmanager
def on_server(server: sa.Engine) -> Iterator[str]:
    name = f"hudna_{secrets.token_hex(8)}"
    with server.connect() as connection:
        # Copied as files: quicker than through the write-ahead log, which is the default.
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
    try:
        yield server.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def in_file(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'record.db'}"


@pytest.fixture(
    scope="session",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def fresh_database(request: pytest.FixtureRequest) -> FreshDatabase:
    """`with fresh_database(folder) as url:` for tests that need several, as properties do.

    A file lies in the folder, and nothing does if the database is on a server.
    """
    if request.param == "sqlite":
        return in_file
    server = request.getfixturevalue("postgresql_server")
    return lambda folder: on_server(server)


@pytest.fixture
def database(fresh_database: FreshDatabase, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, empty database. SQLite's file, not yet there, is tmp_path/record.db."""
    with fresh_database(tmp_path) as url:
        yield url


@pytest.fixture
def postgresql_database(postgresql_server: sa.Engine) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database. Its tests bear the mark `postgresql`."""
    with on_server(postgresql_server) as url:
        yield url


@pytest.fixture
def record(database: str, tmp_path: Path) -> Iterator[Record]:
    """A fresh record of the case `case-1`, which holds its first entry; see `tampering.py`, too."""
    with open_record(tmp_path, CASE, database, create=True) as opened:
        yield opened
