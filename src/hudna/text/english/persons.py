"""Which words of an English speaker are a person's name."""

from __future__ import annotations

from hudna.text.marked import Marked, Stretch

# Kinds of words with a capital that are no part of a person's name.
_TITLED = ("titles", "nation", "actor", "bodies", "place", "starters")


def find_name(text: Marked, stretch: Stretch) -> Stretch | None:
    """The longest run of capitals that is no title, state or body; of several, the last."""
    best: Stretch | None = None
    place, last = stretch
    while place < last:
        end = _run(text, place, last)
        initial = end - place == 1 and len(text.word(place)) == 1
        if end > place and not initial and (best is None or end - place >= best[1] - best[0]):
            best = (place, end)
        place = max(end, place + 1)
    return best


def _run(text: Marked, first: int, last: int) -> int:
    """Where a run of capitals that may be a name ends."""
    end = first
    while end < last and text.is_word(end) and (
        (text.capital(end) and not text.hit(end, *_TITLED))
        or (end > first and text.hit(end, "name_particles"))
    ):  # fmt: skip
        end += 1
    return end
