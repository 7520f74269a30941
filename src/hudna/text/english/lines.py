"""Lines: a whole line that ends with who said or reports it.

In: a sentence.  Out: its frame, or none: «Schools to remain shut - army», «"It is a trap." (Jan Kub, farmer)».
"""

from __future__ import annotations

from hudna.text.english.parts import acts
from hudna.text.english.subjects import find_subject
from hudna.text.frames import NARRATION, SPEECH, Frame, Sentence
from hudna.text.marked import COMMAS, QUOTES, Marked, Stretch

_REPORTER = 8
_REPORTERS = ("titles", "bodies", "actor", "nation", "group_heads", "persons")
_DASHES = frozenset("-–—")


def whole_subject(text: Marked, stretch: Stretch) -> Stretch | None:
    """A subject that has only titles, bodies and names: «Army spokesman», not «Israel opens crossings»."""
    subject = find_subject(text, stretch)
    if subject is None:
        return None
    named = all(
        text.capital(place) or not text.is_plain(place) or not text.is_word(place)
        for place in range(*subject)
    )
    acts = any(text.hit(place, "harming", "reaching", "modal") for place in range(*subject))
    return subject if named and not acts else None


def behind_dash(s: Sentence) -> Frame | None:
    """«Schools to remain shut - army»: a line that ends with who reports it."""
    text = s.text
    dashes = text.marks(max(s.first + 1, s.last - _REPORTER), s.last - 1, _DASHES)
    if not dashes or not text.is_spaced(dashes[-1]):
        return _behind_quotation(s)
    behind = dashes[-1] + 1
    subject = whole_subject(text, (behind, s.last))
    whole = subject == (behind, s.last) and text.has(behind, s.last, *_REPORTERS)
    return (
        Frame(s.first, s.last, (s.first, dashes[-1]), NARRATION, speaker=subject) if whole else None
    )


def _behind_quotation(s: Sentence) -> Frame | None:
    """«"It is a trap." - Jan Kub, farmer, Aden»: who is quoted stands behind a dash."""
    text = s.text
    close = text.closes.get(s.first)
    if close is None or text.word(s.first) not in QUOTES or text.word(close + 1) not in _DASHES:
        return None
    comma = text.mark(close + 2, s.last, COMMAS)
    subject = find_subject(text, (close + 2, comma))
    if subject is None or any(acts(text, at) for at in range(close + 2, s.last)):
        return None
    return Frame(s.first, s.last, (s.first + 1, close), SPEECH, speaker=subject)


def in_brackets(s: Sentence) -> Frame | None:
    """«"It is a trap." (Jan Kub, farmer)»: who is quoted stands in brackets behind."""
    text = s.text
    close = text.closes.get(s.first)
    if close is None or text.word(s.first) not in QUOTES or text.closes.get(close + 1) is None:
        return None
    bracket = text.closes[close + 1]
    subject = find_subject(text, (close + 2, bracket))
    if bracket < s.last - 1 or subject is None:
        return None
    return Frame(s.first, s.last, (s.first + 1, close), SPEECH, speaker=subject)
