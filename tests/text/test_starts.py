"""Times counted from an event that the text itself dates."""

from datetime import date

import pytest
from reads import read

DAY = date(2020, 10, 12)


def bounds(text, language, quote):
    (when,) = [one for one in read(text, language, DAY).mentions.times if quote in one.quote]
    return when.earliest, when.latest, when.relative_to


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        (
            "ar",
            "دخلت الهدنة حيز التنفيذ ظهر 10 تشرين الأول 2020. وستبدأ المحادثات خلال شهر من دخول الهدنة حيز التنفيذ.",
            "شهر",
        ),
        (
            "en",
            "The truce came into force at noon on 10 October 2020. Talks will begin within a month of its entry into force.",
            "month",
        ),
    ],
)
def test_a_deadline_counted_from_an_event_that_the_text_dates(language, text, quote):
    earliest, latest, relative = bounds(text, language, quote)
    assert relative == {"event": "in-force", "offset": {"months": 1}}
    assert earliest[:10] == "2020-10-10"
    assert latest[:10] == "2020-11-10"


@pytest.mark.parametrize(
    "first",
    [
        "Talks went on.",  # it is not dated
        "The truce came into force on 10 October 2020. The truce came into force on 12 October 2020.",
        "The truce came into force. It rained on 10 October 2020.",  # another sentence
    ],
)
def test_else_it_stays_open(first):
    text = f"{first} Talks will begin within a month of its entry into force."
    assert bounds(text, "en", "month")[:2] == (None, None)


@pytest.mark.slow
def test_time_is_linear_in_events_and_times():
    text = "The truce came into force on 10 October 2020, he said, and " * 3_000
    assert len(read(text, "en", DAY).mentions.times) == 3_000
