"""Settings of all tests: hypothesis tries the same examples each time and has no deadline.

`HYPOTHESIS_PROFILE=explore` looks for new ones, at random and for longer.
No test touches the keys or the database of whoever runs it.
"""

import os
import secrets
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW
)
settings.register_profile(
    "explore", deadline=None, max_examples=2000, database=None, suppress_health_check=SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def no_record_in_the_tree():
    """Answers are recorded in the folder that they are given from: tests ask copies of the cases."""
    yield
    for folder in ("tests/cases", "src/hudna/cases"):
        assert not list((ROOT / folder).glob("*/record.db*")), f"a record was begun in {folder}"


@pytest.fixture(scope="session", autouse=True)
def folder_of_keys(tmp_path_factory):
    """Holds for fixtures that are made once, too: before any of them."""
    folder = tmp_path_factory.mktemp("keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUDNA_KEYS", str(folder))
        patch.delenv("HUDNA_DATABASE", raising=False)
        patch.delenv("HUDNA_PERSON", raising=False)
        yield folder


@pytest.fixture(autouse=True)
def keys_of_the_test(folder_of_keys, monkeypatch):
    """A folder of keys for each test, empty."""
    folder = folder_of_keys / secrets.token_hex(8)
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("HUDNA_KEYS", str(folder))
    return folder
