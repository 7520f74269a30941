"""Times that a text names, Arabic and English, as intervals on the day that it was published.

In: words, the day of publication, the zone of the case.  Out: `When`s with the words that they
stand on.  `grammar` says which words make a time, `moments` and `clocks` what it comes to,
`relative` what is counted from an event.  Start reading at `find`.

- *By, before, until X*: `earliest` is None; *from, since X on*, *after X*: `latest` is.
- A weekday after *by, before, until* is the next one, unless `had` says that it is past.
- The midnight of a day is the one that ends it; one that is past, of which no day is named, begins the
  day of publication.  Noon is an hour where it bounds something («قبل ظهر الجمعة»).  Where an hour up
  to twelve may be before or after noon, the interval is from the one to the other.
- A day or month without a year is past behind a verb that says so ("held in October"); `the past week`
  goes up to the day of publication.
- An hour without a day is of the last day named in its sentence; else it has no bounds.
- A clock time has an offset where the text states a zone, else that of the case; a date has none.

`precision` is `minute`; `hour`; `day`; the part of a day (`dawn`, `night`); `day_or_month` where
their order is open; `week`, `month`, `year`, `part` of one; `hijri_day` and `hijri_month`, which
have a day more on each side; and for what is relative to an event that of `relative`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from hudna.text import numerals
from hudna.text.found import Found
from hudna.text.numerals import Numeral
from hudna.text.statement import When
from hudna.text.tags import Language
from hudna.text.when.counting import from_events, stretched
from hudna.text.when.echoes import echoes
from hudna.text.when.expressions import expressions
from hudna.text.when.reckoning import Reckoning, told
from hudna.text.when.relative import Event, anchored, events
from hudna.text.words import Words

__all__ = ["anchored", "events", "find"]


def find(
    words: Words,
    language: Language,
    published: date | None = None,
    zone: tzinfo | None = None,
    said: Sequence[Numeral] | None = None,
    happened: Sequence[Event] | None = None,
) -> list[Found[When]]:
    """The times of a text, in order.

    Args:
        words: The words of the text.
        language: The language that it is read in.
        published: The day of publication; without it what is relative to it has no bounds.
        zone: The zone of the case, for clock times whose zone the text does not state.
        said: The numerals of the text, if they are known already.
        happened: Its events, likewise.
    """
    if said is None:
        said = numerals.find(words, language)
    if happened is None:
        happened = events(words, language)
    spoken = list(expressions(words, language, said))
    text = Reckoning(words, language, published, zone, happened, spoken)
    found = [one for at in range(len(spoken)) for one in stretched(text, at)]
    found += list(from_events(text, found))
    found += [
        told(text, at)
        for at, one in enumerate(spoken)
        if one.time is not None and at not in text.taken
    ]
    found = echoes(text, found, said)
    return sorted(found, key=lambda one: (one.first, one.last))
