"""A bit flipped anywhere in the file is found, or proved to change no answer."""

import random

import pytest

from flip import answers, at_random, outcome, rich, tried
from hudna.record import keys
from hudna.record.verify import verify


@pytest.fixture(scope="module")
def original(tmp_path_factory, folder_of_keys):
    """The file of a record that holds something of everything; its keys are elsewhere."""
    folder = tmp_path_factory.mktemp("rich")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUDNA_KEYS", str(folder_of_keys / "of-the-flips"))
        rich(folder).close()
    return folder / "record.db"


def test_a_file_that_was_left_alone_is_harmless(original, tmp_path):
    (tmp_path / "record.db").write_bytes(original.read_bytes())
    assert outcome(tmp_path / "record.db", tmp_path, answers(original)) == "harmless"


@pytest.mark.slow
def test_flips_are_found_or_harmless(original, tmp_path):
    # All bits of every nth byte: python scripts/flip.py --every N
    told = tried(original, at_random(original.read_bytes(), 300, random.Random(1)), tmp_path)
    assert told.missed == []
    assert told.counts["fault"] + told.counts["refused"] > 50


@pytest.mark.slow
def test_flips_in_every_page_head_are_found_or_harmless(original, tmp_path):
    content = original.read_bytes()
    chance = random.Random(2)

    def damages():
        for page in range(0, len(content), 4096):
            for _ in range(8):
                place, bit = page + chance.randrange(64), chance.randrange(8)
                damaged = bytearray(content)
                damaged[place] ^= 1 << bit
                yield f"bit {bit} of byte {place}", bytes(damaged)

    assert tried(original, damages(), tmp_path).missed == []


def test_a_flip_in_the_log_beside_the_file_loses_nothing_unseen(tmp_path):
    # SQLite drops what follows a damaged frame of its log in silence: this machine has seen more.
    record = rich(tmp_path)
    log = (tmp_path / "record.db-wal").read_bytes()
    file = (tmp_path / "record.db").read_bytes()
    note, size = keys.last_seen(record.origin), record.state().size
    record.close()
    assert note is not None
    found = 0
    for place in range(100, len(log), max(1, len(log) // 12)):
        damaged = bytearray(log)
        damaged[place] ^= 4
        for rest in tmp_path.glob("record.db*"):
            rest.unlink()
        (tmp_path / "record.db").write_bytes(file)
        (tmp_path / "record.db-wal").write_bytes(damaged)
        became = outcome_of(tmp_path, size)
        assert became in ("refused", "fault", "all there"), place
        found += became != "all there"
    assert found > 0


def outcome_of(folder, size):
    from hudna.problem import Refused
    from hudna.record.store import open_record

    try:
        with open_record(folder, None, writes=False) as record:
            if not verify(record).holds:
                return "fault"
            return "all there" if record.state().size == size else "lost"
    except Refused:
        return "refused"
