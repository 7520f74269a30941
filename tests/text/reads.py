"""Texts read in tests, and what is said of them in words: content, speaker, act, verb, polarity."""

from functools import cache

from hudna.text import glued, marked
from hudna.text.letters import folded
from hudna.text.reading import Reader
from hudna.text.vocabulary import vocabulary
from hudna.text.words import words


@cache
def reader(language):
    return Reader.of(language)


def read(text, language="ar", published=None):
    found = reader(language).read(text, published)
    for one in found.statements:
        assert text[slice(*one.span)] == one.quote
        assert text[slice(*one.content)] == one.said
        assert one.span[0] <= one.content[0] <= one.content[1] <= one.span[1]
    return found


def page(text, language="ar"):
    """A text marked as the rules read it."""
    lexicon = vocabulary(language)
    return marked.marked(glued.parted(words(folded(text)), lexicon)[0], lexicon)


def told(text, language="ar"):
    """Each statement as (content, speaker, act, verb, polarity)."""
    return [
        (
            one.said,
            one.speaker and text[slice(*one.speaker.span)],
            one.act,
            one.verb and one.verb.text,
            one.polarity,
        )
        for one in read(text, language).statements
    ]
