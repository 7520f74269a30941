"""Statements of different texts that cannot both hold, and such as only look so."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reads import read

from hudna.text.between import HELD, Text, between
from hudna.text.telling import Telling, read_telling

MONDAY, TUESDAY, FRIDAY = date(2017, 1, 2), date(2017, 1, 3), date(2017, 1, 6)


def text(file, said, language="en", published=FRIDAY, copies=None):
    return Text(file, published, copies or file, read(said, language, published).tellings)


def found(*texts):
    """Each dispute as the files of both, how many texts tell each, and what it is about."""
    return [
        (*((side.at.file, side.texts) for side in one.sides), one.about)
        for one in between(texts).disputes
    ]


def between_two(one, other, **more):
    """What two texts of one day are in conflict about."""
    return [about for *_, about in found(text("a", one, **more), text("b", other, **more))]


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        # Terms of the deal, over the whole folder.
        (
            "Moscow said the deal does not cover Debaltseve.",
            "The opposition said the deal covers Debaltseve.",
            "P06:debaltseve",
        ),
        (
            "Kyiv said the deal excludes Hezbollah.",
            "Moscow said the deal does not exclude Hezbollah.",
            "P08:hezbollah",
        ),
        (
            "Ankara said the ceasefire would take effect on 30 December 2016.",
            "Moscow said the ceasefire would take effect on 1 January 2017.",
            "P04:start",
        ),
        # One event, of one day.
        (
            "Kyiv said artillery shelled Donetsk on Monday.",
            "Moscow denied shelling Donetsk on Monday.",
            "H-ART:donetsk",
        ),
        (
            "An air strike on Aleppo on Monday killed 12 people.",
            "Residents said that an air strike on Aleppo on Monday killed 31 people.",
            "H-AIR-FW:people",
        ),
        (
            "Kyiv accused Russian troops of shelling Avdiivka on Monday.",
            "Moscow accused Ukraine of shelling Avdiivka on Monday.",
            "H-LET-U:avdiivka",
        ),
    ],
)  # fmt: skip
def test_what_two_texts_tell_otherwise(one, other, about):
    assert between_two(one, other) == [about]
    assert between_two(other, one) == [about]
    assert between_two(one, one) == []
    assert found(text("a", f"{one} {other}")) == []  # that is for the text itself


def test_texts_of_two_languages_are_compared_by_ids():
    arabic = text("ar", "قالت المعارضة إن المدفعية قصفت حلب يوم الاثنين.", "ar")
    english = text("en", "Moscow denied shelling Aleppo on Monday.")
    ((one, other, about),) = found(arabic, english)
    assert ({one[0], other[0]}, about.split(":")[1]) == ({"ar", "en"}, "aleppo")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Of two days, two places, two deeds.
        (
            "Kyiv said artillery shelled Donetsk on Monday.",
            "Moscow denied shelling Donetsk on Tuesday.",
        ),
        (
            "Kyiv said artillery shelled Donetsk on Monday.",
            "Moscow denied shelling Mariupol on Monday.",
        ),
        (
            "Kyiv said Russian artillery shelled Donetsk on Monday.",
            "Ankara denied that its artillery shelled Donetsk on Monday.",
        ),
        # No place is named: what is denied is known in its own text alone.
        ("Kyiv said artillery shelled Donetsk on Monday.", "Moscow denied the shelling on Monday."),
        # A demand and its refusal, and what is only not confirmed.
        (
            "Moscow demanded that the deal not cover Debaltseve.",
            "Kyiv said the deal covers Debaltseve.",
        ),
        (
            "Kyiv said artillery shelled Donetsk on Monday.",
            "Moscow could not confirm that artillery shelled Donetsk on Monday.",
        ),
        # Others are left out in a place, not the place.
        (
            "Moscow said the deal excludes areas held by Hezbollah in Aleppo.",
            "The opposition said the deal covers Aleppo.",
        ),
        # Counts that may be one, of two days, or of two units.
        (
            "An air strike on Aleppo on Monday killed more than 12 people.",
            "Residents said that an air strike on Aleppo on Monday killed 31 people.",
        ),
        (
            "An air strike on Aleppo on Monday killed 12 people.",
            "An air strike on Aleppo on Tuesday killed 31 people.",
        ),
        # What holds for one of two names, what is left out of all ground, and what holds on a condition.
        ("Moscow said the truce covers Aleppo but not Idlib.", "Kyiv said the truce does not cover Idlib."),
        ("Moscow said the truce covers Aleppo and excludes Idlib.", "Kyiv said the truce covers Aleppo."),
        ("Moscow said the deal covers all of Syria except Idlib.", "Kyiv said the deal covers Syria."),
        ("The deal would cover Douma if the rebels left.", "Moscow said the deal does not cover Douma."),
        # Nobody was hurt: no denial of the deed.
        (
            "Kyiv said artillery shelled Douma on Monday.",
            "Nobody was killed in the shelling of Douma on Monday, the army said.",
        ),
        # What was asked for in talks is no term of the deal.
        (
            "Kyiv said Moscow had demanded that the deal exclude Debaltseve.",
            "Moscow said the deal does not cover Debaltseve.",
        ),
        # Talks that begin every other week.
        (
            "Ankara said the talks would start in Astana on 23 January 2017.",
            "Moscow said the talks would start in Astana on 15 February 2017.",
        ),
        # Two truces, and hours that may be one in two zones.
        (
            "Ankara said the ceasefire would take effect on 30 December 2016.",
            "Moscow said the ceasefire would take effect on 27 February 2016.",
        ),
        (
            "Ankara said the ceasefire would take effect at midnight on 30 December 2016.",
            "Moscow said the ceasefire would take effect on 30 December 2016.",
        ),
    ],
)  # fmt: skip
def test_what_only_looks_so(one, other):
    assert between_two(one, other) == []


def test_what_one_says_that_another_said_is_of_the_other():
    outer = text("a", "Kyiv said that Moscow claimed that the deal covers Debaltseve.")
    inner = text("b", "Moscow said the deal covers Debaltseve.")
    denial = text("c", "Kyiv said the deal does not cover Debaltseve.")
    found_now = found(outer, inner, denial)
    assert [about for *_, about in found_now] == ["P06:debaltseve"]
    assert {side for one in found_now for side in one[:2]} == {("a", 2), ("c", 1)}


def test_what_one_denies_that_another_said_is_told_of_both():
    both = "Moscow denied a statement by Kyiv that Russian artillery had shelled Donetsk on Monday."
    told = "Residents said artillery shelled Donetsk on Monday."
    assert between_two(both, told) == ["H-ART:donetsk"]


@pytest.mark.parametrize(
    ("who", "count"), [("Russian artillery", 1), ("Ukrainian artillery", 0), ("Artillery", 1)]
)
@pytest.mark.parametrize(
    "denial",
    [
        "Moscow denied Kyiv's charge that it had shelled Avdiivka on Monday.",
        "Moscow denied Kyiv's charge that Russian artillery had shelled Avdiivka on Monday.",
        "Moscow denied that it had shelled Avdiivka on Monday.",
    ],
)
def test_who_charges_somebody_has_not_done_it(who, count, denial):
    assert len(between_two(f"{who} shelled Avdiivka on Monday.", denial)) == count


TOLD, DENIED = "Kyiv said artillery shelled Donetsk.", "Moscow denied shelling Donetsk."


@pytest.mark.parametrize(
    ("told", "denied", "count"),
    [
        (MONDAY, MONDAY, 1),
        (MONDAY, TUESDAY, 1),
        (TUESDAY, MONDAY, 0),  # nobody denies what is yet to come
        (MONDAY, FRIDAY, 0),
        (None, MONDAY, 0),  # no day is made up
        (None, None, 0),
    ],
)
def test_events_whose_day_is_not_stated_are_of_the_days_before_the_text(told, denied, count):
    texts = text("a", TOLD, published=told), text("b", DENIED, published=denied)
    assert len(found(*texts)) == count


def test_a_denial_of_a_time_is_of_each_day_in_it():
    denied = text("b", "Moscow said its artillery had not shelled Donetsk since 1 January.")
    for day, count in (("31 December", 0), ("1 January", 1), ("4 January", 1), ("9 January", 0)):
        told = text("a", f"Kyiv said artillery shelled Donetsk on {day}.")
        assert len(found(told, denied)) == count, day


YES, NO = "Kyiv said the deal covers Debaltseve.", "Kyiv said the deal does not cover Debaltseve."


def test_a_changed_mind_is_no_conflict():
    assert found(text("a", YES, published=MONDAY), text("b", NO, published=FRIDAY)) == []
    assert found(text("a", YES, published=None), text("b", NO, published=None)) == []
    assert len(found(text("a", YES), text("b", NO))) == 1
    # But what happened on one day is not changed by a mind.
    told = text("a", "Kyiv said its artillery shelled Donetsk on Monday.", published=MONDAY)
    denied = text("b", "Kyiv denied that it had shelled Donetsk on Monday.", published=FRIDAY)
    assert len(found(told, denied)) == 1


def test_copies_are_not_in_conflict_and_count_once():
    both = f"{YES} Moscow said the deal does not cover Debaltseve."
    assert found(text("a", both, copies="a"), text("b", both, copies="a")) == []
    yes = [text(f"yes{n}", YES, copies="yes0") for n in range(3)]
    no = [text(f"no{n}", NO.replace("Kyiv", "Moscow")) for n in range(2)]
    assert found(*yes, *no) == [(("no0", 2), ("yes0", 1), "P06:debaltseve")]


def test_what_many_say_of_one_thing_is_bounded_and_what_is_left_is_counted():
    def one(n, denies):
        told = Telling("s1", (0, 9), "covered", "P06:x", "P06:x", denies, speaker=f"p{n:04}")
        return Text(f"{denies}{n:04}", MONDAY, f"{denies}{n:04}", (told,))

    many = [one(n, n % 2 == 0) for n in range(HELD + 36)]
    result = between(many)
    assert result.left == 36
    assert 0 < len(result.disputes) <= HELD * HELD / 4


def test_a_telling_is_written_and_read():
    for one in text("a", "An air strike on Aleppo on Monday killed more than 12 people.").tellings:
        assert read_telling(one.written()) == one
    for wrong in ({}, [], None, {**one.written(), "kind": "x"}, {**one.written(), "event": "x"},
                  {**one.written(), "content": [1]}, {**one.written(), "more": 1},
                  {**one.written(), "key": None}, {**one.written(), "low": "1"}):  # fmt: skip
        with pytest.raises(ValueError):  # noqa: PT011  # what is wrong is not told
            read_telling(wrong)


_NAMES = st.sampled_from(["x", "y", "", "\0", "a:b", "\udce9", "9999-12-31", "\u202eمدينة"])
_DAYS = st.sampled_from([None, date.min, date.max, MONDAY, TUESDAY, FRIDAY])
_STATED = st.sampled_from([None, "0001-01-01", "2017-01-02", "2017-01-03", "9999-12-31"])
_TIMES = [
    "0001-01-01", "2017-01-01", "2017-01-02T00:00", "2017-01-01T22:00+00:00", "0001-01-01T00:00+02:00",
    "2017-01-02T00:00+02:00", "9999-12-31",
]  # fmt: skip


@st.composite
def _tellings(draw):
    kind = draw(st.sampled_from(["covered", "happened", "counted", "dated", "done"]))
    first = last = draw(_STATED)
    if kind == "dated":
        first, last = draw(st.sampled_from(_TIMES)), draw(st.sampled_from([None, *_TIMES]))
    event = (
        draw(st.sampled_from(["H-ART", "H-LET-U", "H-CLASH"]))
        if kind in ("happened", "done")
        else None
    )
    low = draw(st.integers(0, 3)) if kind == "counted" else None
    return Telling(
        draw(st.sampled_from(["s1", "s2"])), (draw(st.integers(0, 2)), 5), kind, draw(_NAMES), draw(_NAMES),
        draw(st.booleans()), draw(st.none() | _NAMES.filter(bool)), draw(st.none() | _NAMES.filter(bool)),
        first, last, event, low, low, tuple(draw(st.lists(_NAMES, max_size=2))),
    )  # fmt: skip


_TEXTS = st.lists(
    st.tuples(_DAYS, st.integers(0, 3), st.lists(_tellings(), max_size=4)), max_size=8
).map(
    lambda given: [
        Text(f"{at}", day, f"c{copies}", tuple(told))
        for at, (day, copies, told) in enumerate(given)
    ]
)


@given(_TEXTS, st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_order_of_the_texts_does_not_matter(texts, chance):
    expected = between(texts)
    chance.shuffle(texts)
    assert between(texts) == expected
    copies = {one.file: one.copies for one in texts}
    for dispute in expected.disputes:
        one, other = (side.at for side in dispute.sides)
        assert copies[one.file] != copies[other.file]
        assert one.telling.kind == other.telling.kind
        assert one.telling.key == other.telling.key
