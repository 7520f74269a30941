"""Times that a text names, Arabic and English, as intervals on the day that it was published.

In: words, the day of publication, the zone of the case.  Out: `When`s with the words that they
stand on.  `grammar` says which words make a time, `moments` and `clocks` what it comes to,
`relative` what is counted from an event.  Start reading at `find`.

- *By, before, until X*: `earliest` is None; *from, since X on*, *after X*: `latest` is.
- A weekday after *by, before, until* is the next one, unless `had` says that it is past.
- The midnight of a day is the one that ends it.  Where an hour up to twelve may be before or after
  noon, the interval is from the one to the other.
- An hour without a day is of the last day named in its sentence; else it has no bounds.
- A clock time has an offset where the text states a zone, else that of the case; a date has none.

`precision` is `minute`; `hour`; `day`; the part of a day (`dawn`, `night`); `day_or_month` where
their order is open; `week`, `month`, `year`, `part` of one; `hijri_day` and `hijri_month`, which
have a day more on each side; and for what is relative to an event that of `relative`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from hudna.text import moments, numerals, relative
from hudna.text.drafts import Draft, count, number
from hudna.text.found import Found
from hudna.text.grammar import Match, grammar
from hudna.text.numerals import Numeral
from hudna.text.relative import Event
from hudna.text.statement import When
from hudna.text.tags import Language, Piece
from hudna.text.timewords import tagger
from hudna.text.words import Words

# Pieces that may stand between the parts of a time, and how many.
_GLUE = frozenset({"on", "of", "the", "comma", "days", "day_label", "open", "close", "between"})
_GLUED = 4
_SKIPPED = frozenset({"the", "on", "days", "day_label"})
_FROM = frozenset({"from", "since", "since_ago"})
_UNTIL = frozenset({"until", "by", "before", "before_ago"})
_WRAPS = _FROM | _UNTIL | {"after", "upon", "between"}
