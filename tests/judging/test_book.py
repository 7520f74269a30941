"""The book: sequences are told apart whatever they mix to; a ruling is the same whoever asks first."""

import threading
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from agreements import agreements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_tables import ORIGINS, a_table
from syria_tables import CASE
from syria_tables import incidents as syrian

from hudna.incident_table import checked
from hudna.judging import book, court
from hudna.judging.book import Book, Sequences
from hudna.judging.court import Court
from hudna.judging.docket import Docket
from hudna.judging.judge import Judge

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
SYRIAN = checked(syrian(160, seed=11))

# --- sequences --------------------------------------------------------------------------------------

small = st.integers(0, 3)
sequences = st.tuples(small, st.lists(st.one_of(small, st.integers(0, 2**40)), max_size=4))
MIXED = {
    "as it is": book._mix,
    "all the same": lambda whole, _: np.zeros(len(whole) - 1, np.uint64),
    "by length": lambda whole, _: np.diff(whole).astype(np.uint64),
}


def arrays(some: list[tuple[int, list[int]]]) -> tuple[Any, Any, Any]:
    """Where each sequence begins, the members of all, and the heads."""
    return (
        np.cumsum([0, *(len(members) for _, members in some)]),
        np.array([one for _, members in some for one in members], np.int64),
        np.array([head for head, _ in some], np.int64),
    )


@pytest.mark.parametrize("mix", MIXED)
@given(st.lists(st.lists(sequences, max_size=12), max_size=6), st.data())
def test_sequences_are_numbered_as_a_dictionary_numbers_them(mix, batches, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book, "_mix", MIXED[mix])
        found, known = Sequences(), {}
        for batch in batches:
            keys = [(head, *members) for head, members in batch]
            before = [known.get(key, -1) for key in keys]
            assert found.find(*arrays(batch)).tolist() == before
            if data.draw(st.booleans()):
                continue  # only looked up
            new: list[int] = []
            for row, key in enumerate(keys):
                if key not in known:
                    known[key] = len(known)
                    new.append(row)
            filled: list[list[int]] = []
            found.add(*arrays(batch), lambda rows: filled.append(rows.tolist()))  # noqa: B023
            assert filled == [new]
            assert found.find(*arrays(batch)).tolist() == [known[key] for key in keys]


def test_what_is_numbered_is_filled_before_it_is_found():
    found, batch = Sequences(), arrays([(0, [1, 2]), (0, [3])])
    seen = []
    found.add(*batch, lambda _: seen.append(found.find(*batch).tolist()))
    assert seen == [[-1, -1]]
    assert found.find(*batch).tolist() == [0, 1]


def test_what_could_not_be_filled_is_not_numbered():
    def fails(_: Any) -> None:
        raise KeyboardInterrupt

    found, batch = Sequences(), arrays([(0, [1, 2]), (0, [3])])
    with pytest.raises(KeyboardInterrupt):
        found.add(*batch, fails)
    assert found.find(*batch).tolist() == [-1, -1]


# --- rulings ----------------------------------------------------------------------------------------


def rulings(whole: Book, numbers: Any) -> list[tuple[Any, ...]]:
    """What rulings say, by number."""
    return [
        (
            *(getattr(whole, name).rows[n].tolist()
              for name in ("violation", "outside", "permitted", "not_occurred")),
            int(whole.headline.rows[n]),
            *(whole.said[name].things[getattr(whole, name).rows[n]]
              for name in ("causes", "pivots", "reasons")),
        )
        for n in numbers.tolist()
    ]  # fmt: skip


def fresh(the: Court) -> Book:
    """An empty book of a court."""
    return Book(the.scales, the.outcomes, the._mask, pivots=True)


def assert_same_in_any_order(the: Court, docket: Docket, chance: Random) -> None:
    """Rows have the same ruling in a book that met them otherwise; a book that met them, no new."""
    whole = fresh(the)
    expected = rulings(whole, whole.numbers(docket))
    other, order = fresh(the), list(range(len(docket)))
    for _ in range(2):
        chance.shuffle(order)
        at = 0
        while at < len(order):
            rows = np.array(order[at : at + chance.choice([1, 2, 7, 50])])
            found = rulings(other, other.numbers(docket.take(rows)))
            assert found == [expected[row] for row in rows.tolist()]
            at += len(rows)
    for known in (whole, other):
        count, numbers = len(known.headline), known.numbers(docket)
        assert rulings(known, numbers) == expected
        assert (known.numbers(docket) == numbers).all()
        assert known is not whole or len(known.headline) == count


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=SLOW)
@given(agreements(), st.integers(0, 2**32 - 1))
def test_neither_company_nor_order_matters_to_a_ruling(written, seed):
    the = Judge(written.agreement).court(written.agreement.worlds.all())
    source = checked(a_table(written, seed, 20))
    docket = the.listing(ORIGINS).listed(source).docket
    assert_same_in_any_order(the, docket, Random(seed))


def test_nor_in_the_syrian_case():
    the = Judge(CASE.agreement).court()
    docket = the.listing(CASE.registry.origins).listed(SYRIAN).docket
    assert 0 < docket.singles < len(docket)
    assert_same_in_any_order(the, docket, Random(3))


def plain(table: pa.Table) -> list[dict[str, Any]]:
    return table.to_pylist()


@pytest.mark.slow
def test_a_book_that_is_begun_anew_says_the_same(monkeypatch):
    tables = [SYRIAN.slice(at, 20) for at in range(0, SYRIAN.num_rows, 20)] * 2

    def judged() -> tuple[list[Any], int]:
        the = Judge(CASE.agreement).court()
        listing, books, found = the.listing(CASE.registry.origins), [], []
        for table in tables:
            found.append(plain(the.table(listing.listed(table), table)))
            books.append(the._book)
        return found, len({id(one) for one in books})

    expected, books = judged()
    assert books == 1
    monkeypatch.setattr(court, "THICK", 10)
    found, books = judged()
    assert books > 5
    assert found == expected


# --- two at a time ----------------------------------------------------------------------------------


@pytest.mark.parametrize("single", [True, False])
def test_who_asks_while_a_ruling_is_made_waits_for_it(single, monkeypatch):
    the = Judge(CASE.agreement).court()
    docket = the.listing(CASE.registry.origins).listed(SYRIAN).docket
    many = docket.singles
    docket = docket.part(0, many) if single else docket.part(many, len(docket))
    alone, shared = fresh(the), fresh(the)
    expected = rulings(alone, alone.numbers(docket))
    found: list[Any] = []
    other = threading.Thread(target=lambda: found.append(shared.numbers(docket)))
    make = shared._make

    def making(some: Docket) -> Any:
        if threading.current_thread() is not other and len(some) and not other.ident:
            other.start()
            other.join(0.3)  # it waits for what is made here, or has been answered too early
        return make(some)

    monkeypatch.setattr(shared, "_make", making)
    found.append(shared.numbers(docket))
    other.join()
    assert [rulings(shared, numbers) for numbers in found] == [expected] * 2
