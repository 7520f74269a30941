"""Where the object of an Arabic verb of saying begins: a masdar behind its subject («أعلن الجيش وقف القصف»).

In: a word behind a verb of saying.  Out: whether what is said begins there.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.arabic.parts import SPEAKERS
from hudna.text.lexicon import HELD
from hudna.text.marked import COMMAS, Marked

# Kinds of words that stand for what is spoken of, or before it.
POINTING = ("pointing", "demonstratives")


def _is_of_subject(text: Marked, place: int) -> bool:
    """Whether a word that may begin an object is of who speaks, or tells what came of it.

    «أعلن أشرف القدرة، الناطق باسم …، ارتفاع», «أكدت كل من باكو ويريفان», «رد الجيش، ما تسبب في».
    """
    if text.word(place + 1) in COMMAS and text.hit(place + 2, "titles"):
        return True
    if text.word(place - 1) in COMMAS and text.hit(place, "whatever"):
        return True
    several = text.hit(place, "jointly")
    return several is not None and bool(text.hit(place + several.length, *SPEAKERS, "place"))


def begins_object(text: Marked, place: int, start: int, named: bool) -> bool:
    """Whether the object of a verb begins here: a masdar, after the subject."""
    if named and text.word(place)[0].isdigit():
        whole = text.hit(place - 1, "actor")  # «حركة 23 مارس»
        dated = text.hit(place - 1, "time_words", "prepositions") is not None  # «يوم 12 مايو»
        return not dated and (whole is None or whole.length == 1)
    hit = text.hit(place, "deverbal", "exclusion", "noun", "quantifiers", *POINTING)
    if hit is None and text.hit(place + 1, "parties", *SPEAKERS):
        hit = text.hit(place, HELD)  # «أعلنت النرويج اتفاق الطرفين على …»
    if hit is None or _is_of_subject(text, place):
        return False
    if hit.kind == "demonstratives":  # «كذّب هذه الأنباء», not «هذا المصدر»
        spoken = text.hit(place + 1, "titles", "bodies") is None
        return spoken or text.hit(place + 1, "quantifiers") is not None
    if hit.skip or (place == start and hit.suffix == forms.MY):  # «فتحي»
        return False
    if place == start or (named and hit.suffix and hit.suffix != forms.MY):
        return True
    body = text.hit(place - 1, "bodies") if place - 1 > start - 1 else None
    if body is not None and body.length > 1:  # «آلية المراقبة»
        return False
    before = text.word(place - 1)
    definite = before.startswith(forms.ARTICLE) or forms.is_definite(before)
    denied = named and hit.kind == "quantifiers" and text.hit(place, "any") is not None
    if denied and text.hit(place - 1, "titles"):
        return True  # «نفى في مؤتمر صحفي أي صلة»
    if not named or (text.hit(place - 1, "deverbal", "titles") and not definite):
        return False
    if hit.kind in ("quantifiers", "pointing") or before in COMMAS:
        return True
    return definite or text.hit(place - 1, "titles", "bodies", "group_heads") is None
