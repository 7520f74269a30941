"""The release key: made once, kept outside, never guessed around."""

import stat

import pytest

from hudna.problem import Refused
from hudna.record.release_key import release_key


def test_it_is_made_once_for_each_log(keys_of_the_test):
    one, two = release_key("hudna/a/1"), release_key("hudna/b/2")
    assert release_key("hudna/a/1") == release_key("hudna/a/1", make=False) == one
    assert len(one) == 32
    assert one != two
    for file in keys_of_the_test.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_replay_makes_none(keys_of_the_test):
    with pytest.raises(Refused, match="no release key"):
        release_key("hudna/a/1", make=False)
    assert not list(keys_of_the_test.iterdir())


def test_a_broken_one_is_refused(keys_of_the_test):
    release_key("hudna/a/1")
    (file,) = keys_of_the_test.iterdir()
    file.write_bytes(b"short")
    with pytest.raises(Refused, match="broken"):
        release_key("hudna/a/1")
