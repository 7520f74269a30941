"""The accession ledger: who had undertaken it, at an instant, rule by rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.agreement.ledger import ledger
from hudna.evidence import Truth
from hudna.instant import TimeError, read

F, U, T = Truth.F, Truth.U, Truth.T


def at(text):
    return read(text, "Asia/Damascus").earliest


@pytest.fixture
def status(document):
    """Statuses of `group` at some times, from ledger entries and membership lists."""

    def make(*times, accessions=(), lists=(), counted="all"):
        book = ledger(
            document(
                accessions=[{"actor": "group"} | entry for entry in accessions],
                lists=[
                    {"id": name, "by": "ministry", "published": day, "members": members}
                    for name, day, members in lists
                ],
            )
        )
        return [book.status("group", at(time), counted) for time in times]

    return make


# --- its own word ---------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["signed", "declared"])
def test_signed_or_declared_is_true_from_its_date(status, mode):
    found = status(
        "2016-12-28T23:59", "2016-12-29T00:00", "2030-01-01",
        accessions=[{"mode": mode, "at": "2016-12-29"}],
    )  # fmt: skip
    assert found == [F, T, T]


def test_of_a_span_of_dates_it_is_certain_at_its_end(status):
    """It signed between 29 and 30 December: nobody knows when."""
    entry = {"mode": "signed", "at": "2016-12-29", "not_later_than": "2016-12-30"}
    found = status("2016-12-28", "2016-12-29", "2016-12-30T23:59", "2016-12-31", accessions=[entry])
    assert found == [F, U, U, T]


def test_until_a_date(status):
    entry = {"mode": "declared", "at": "2016-12-29", "until": "2017-01-26"}
    assert status("2017-01-25", "2017-01-26", accessions=[entry]) == [T, F]


def test_signed_but_unlisted_is_true(status):
    """That others do not list it changes nothing about its own word."""
    found = status(
        "2016-12-29", "2017-01-05", accessions=[{"mode": "signed", "at": "2016-12-29"}],
        lists=[("l1", "2016-12-29", ["other"]), ("l2", "2017-01-04", ["other"])],
    )  # fmt: skip
    assert found == [T, T]


def test_signed_after_it_was_listed_by_one_of_two(status):
    found = status(
        "2016-12-30", "2017-01-05", "2017-01-11",
        accessions=[{"mode": "signed", "at": "2017-01-10"}],
        lists=[("l1", "2016-12-29", ["group"]), ("l2", "2017-01-04", ["other"])],
    )  # fmt: skip
    assert found == [T, U, T]


# --- what others say ------------------------------------------------------------------------------

FIRST = ("l1", "2016-12-29", ["group", "faylaq"])
SECOND = ("l2", "2017-01-04", ["faylaq", "suqur"])


def test_in_every_list_published_by_then_is_true(status):
    both = [FIRST, ("l2", "2017-01-04", ["group"])]
    assert status("2016-12-29", "2017-01-03", "2017-01-04", lists=both) == [T, T, T]


def test_before_the_first_list_that_has_it_is_unknown(status):
    """A list does not say when somebody joined."""
    assert status("2016-12-28", "2016-12-29", lists=[FIRST]) == [U, T]


def test_missing_from_a_later_list_is_unknown_from_then(status):
    """Ahrar al-Sham: in the list of 29 December, not in that of 4 January."""
    found = status("2016-12-30", "2017-01-03T23:59", "2017-01-04T00:00", lists=[FIRST, SECOND])
    assert found == [T, T, U]


def test_missing_from_an_earlier_list_is_unknown_throughout(status):
    """Firqat Sultan Murad: first in the list of 4 January."""
    lists = [("l1", "2016-12-29", ["faylaq"]), ("l2", "2017-01-04", ["group"])]
    assert status("2016-12-28", "2016-12-30", "2017-01-05", lists=lists) == [U, U, U]


def test_lists_are_read_in_the_order_of_publication_not_of_writing(status):
    assert status("2016-12-30", "2017-01-04", lists=[SECOND, FIRST]) == [T, U]


def test_a_reading_may_count_some_lists_only(status):
    lists = [FIRST, SECOND]
    assert status("2017-01-05", lists=lists, counted=["l1"]) == [T]
    assert status("2017-01-05", lists=lists, counted=["l2"]) == [F]
    assert status("2017-01-05", lists=lists, counted=[]) == [F]


def test_in_no_entry_at_all_is_false(status):
    assert status("2017-01-05", lists=[("l1", "2016-12-29", ["other"])]) == [F]
    assert status("2017-01-05") == [F]


# --- doubt ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["denied", "reserved", "withdrew_claimed"])
def test_denied_reserved_or_claimed_withdrawn_is_unknown_from_its_date(status, mode):
    found = status(
        "2016-12-30", "2016-12-31T23:59", "2017-01-01", "2017-06-01",
        accessions=[{"mode": "signed", "at": "2016-12-29"}, {"mode": mode, "at": "2017-01-01"}],
    )  # fmt: skip
    assert found == [T, T, U, U]


@pytest.mark.parametrize("mode", ["denied", "reserved", "withdrew_claimed"])
def test_a_denial_unsettles_a_listing_as_well(status, mode):
    found = status(
        "2016-12-29", "2016-12-30", lists=[FIRST], accessions=[{"mode": mode, "at": "2016-12-30"}]
    )
    assert found == [T, U]


def test_a_denial_alone_is_false_before_it_and_unknown_from_it(status):
    denial = {"mode": "denied", "at": "2016-12-30"}
    assert status("2016-12-29", "2016-12-30", accessions=[denial]) == [F, U]


def test_a_denial_that_ended_ends(status):
    denial = {"mode": "denied", "at": "2016-12-30", "until": "2017-01-04"}
    signed = {"mode": "signed", "at": "2016-12-29"}
    found = status("2016-12-29", "2016-12-31", "2017-01-04", accessions=[signed, denial])
    assert found == [T, U, T]


@pytest.mark.parametrize("mode", ["signed", "declared"])
def test_a_contested_accession_is_unknown_from_its_date(status, mode):
    """The merged unit of 26 January: its accession is contested."""
    found = status(
        "2017-01-25", "2017-01-26",
        accessions=[{"mode": mode, "at": "2017-01-26", "contested_by": ["gov"]}],
    )  # fmt: skip
    assert found == [F, U]


@pytest.mark.parametrize("contested", [[], ["gov"]])
def test_a_claimed_suspension_changes_nothing(status, contested):
    claim = {"mode": "suspended_claimed", "at": "2017-01-02", "contested_by": contested}
    signed = {"mode": "signed", "at": "2016-12-29"}
    assert status("2017-01-01", "2017-01-03", accessions=[signed, claim]) == [T, T]
    assert status("2017-01-03", accessions=[claim]) == [F]
    assert status("2016-12-28", "2017-01-03", accessions=[claim], lists=[FIRST]) == [U, T]


def test_what_concerns_another_concerns_nobody_else(status):
    denial = {"actor": "other", "mode": "denied", "at": "2016-12-30"}
    assert status("2017-01-05", accessions=[denial], lists=[FIRST]) == [T]


# --- properties -----------------------------------------------------------------------------------

DAYS = st.integers(1, 28).map(lambda day: f"2017-01-{day:02}")
ENTRIES = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(
            ["signed", "declared", "denied", "reserved", "suspended_claimed", "withdrew_claimed"]
        ),
        "at": DAYS,
        "contested_by": st.sampled_from([[], ["gov"]]),
    }
)
LISTS = st.lists(st.tuples(DAYS, st.booleans()), max_size=3)


def dated(document, entries, lists):
    return ledger(
        document(
            accessions=[{"actor": "group"} | entry for entry in entries],
            lists=[
                {"id": f"l{n}", "by": "x", "published": day,
                 "members": ["group"] if has else ["other"]}
                for n, (day, has) in enumerate(lists)
            ],
        )
    )  # fmt: skip


@given(entries=st.lists(ENTRIES, max_size=4), lists=LISTS, time=DAYS)
def test_between_its_boundaries_a_status_is_constant(document, entries, lists, time):
    book = dated(document, entries, lists)
    here = at(time)
    later = min((b for b in book.boundaries if b > here), default=here + 10)
    for instant in ((here + later) // 2, later - 1):
        assert book.status("group", instant) == book.status("group", here)


@given(entries=st.lists(ENTRIES, max_size=4), lists=LISTS, time=DAYS)
def test_the_order_of_writing_does_not_matter(document, entries, lists, time):
    one = dated(document, entries, lists).status("group", at(time))
    other = dated(document, entries[::-1], lists[::-1]).status("group", at(time))
    assert one == other


@given(entries=st.lists(ENTRIES, max_size=4), lists=LISTS, time=DAYS)
def test_doubt_never_makes_anybody_certainly_free_or_bound(document, entries, lists, time):
    before = dated(document, entries, lists).status("group", at(time))
    denial = {"mode": "denied", "at": "2017-01-01", "contested_by": []}
    after = dated(document, [*entries, denial], lists).status("group", at(time))
    assert after in (before, U)


def test_a_date_that_never_was_is_a_time_error(document):
    with pytest.raises(TimeError):
        ledger(document(accessions=[{"actor": "a", "mode": "signed", "at": "2017-02-30"}]))
