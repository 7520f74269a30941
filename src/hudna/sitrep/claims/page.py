"""A reading as HTML: one self-contained page, the text with each statement beside its span.

In: a `Reading` and the language of the page.  Out: the page, with its style and font inside it, no
script, and a policy that lets it load nothing.  The same reading gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

import hudna
from hudna.i18n import translator
from hudna.sitrep import font
from hudna.sitrep.claims.passages import Look, passages
from hudna.sitrep.claims.voices import Cast, cast, letter, look
from hudna.sitrep.claims.words import Words
from hudna.sitrep.words import plain
from hudna.text.statement import Reading

_SURROGATE = re.compile("[\ud800-\udfff]")
_DIRECTIONS = {"ar": "rtl", "en": "ltr"}


@cache
def _templates() -> Environment:
    return Environment(
        loader=PrefixLoader(
            {
                "text": PackageLoader("hudna.sitrep.claims", "templates"),
                "sitrep": PackageLoader("hudna.sitrep", "templates"),
            }
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def html(reading: Reading, lang: str, name: str = "") -> str:
    """The page of a reading in `lang`, `ar` or `en`; `name` is that of the file that was read.

    Spans may be any: what of them lies outside the text is left out.
    """
    about = _about(reading, Words(lang, "UTC"), name)
    body = _templates().get_template("text/body.html").render(about)
    # The policy lets the page load nothing, so the font of its characters stands in it.
    whole = {**about, "body": Markup(body), "font_url": font.data_url(body)}  # noqa: S704
    page = _templates().get_template("text/page.html").render(whole)
    return _SURROGATE.sub("\ufffd", page)


def _about(reading: Reading, words: Words, name: str) -> dict[str, Any]:
    """What the templates are given."""
    voices = cast(reading.statements)
    looks = _looks(reading, words, voices)
    notes = [
        Look(
            "note " + re.sub("[^a-z]", "-", note.kind),
            f"※{number}",
            str(words.phrase("note", note.kind)),
        )
        for number, note in enumerate(reading.notes, 1)
    ]
    places = {statement.id: place for place, statement in enumerate(reading.statements)}
    return {
        "w": words,
        "t": words.say,
        "n": words.count,
        "r": reading,
        "name": name,
        "title": plain(name) or words.say("A text, read"),
        "lang": words.lang,
        "dir": translator(words.lang).direction,
        "text_dir": _DIRECTIONS.get(reading.language, "auto"),
        "text_lang": reading.language if reading.language in _DIRECTIONS else "",
        "engine": f"hudna {hudna.__version__}",
        "passages": passages(reading, looks, notes),
        "voices": [
            (voice, letter(place, words.lang), look(place))
            for place, voice in enumerate(voices.voices)
        ],
        "looks": looks,
        "notes": notes,
        "place": places.get,
        "against": _against(reading, places),
        "drafts": _drafts(reading, words),
        "quoted": lambda span: reading.text[max(span[0], 0) : max(span[1], 0)],
    }


def _looks(reading: Reading, words: Words, voices: Cast) -> list[Look]:
    """How each statement is shown: in the look of its voice, with a letter and its number."""
    looks = []
    for number, (statement, voice) in enumerate(zip(reading.statements, voices.of, strict=True), 1):
        mark = "" if voice is None else letter(voice, words.lang)
        who = words.say("nobody named") if statement.speaker is None else statement.speaker.name
        label = words.say("Statement {number}: {who}", number=number, who=plain(str(who)))
        looks.append(Look(look(voice), f"{mark}{number}", str(label)))
    return looks


def _against(reading: Reading, places: dict[str, int]) -> dict[int, Sequence[int]]:
    """With which other statements each one conflicts, by their places."""
    found: dict[int, dict[int, None]] = {}
    for conflict in reading.conflicts:
        known = [places[name] for name in conflict.statements if name in places]
        for place in known:
            found.setdefault(place, {}).update((other, None) for other in known if other != place)
    return {place: tuple(others) for place, others in found.items() if others}


def _drafts(reading: Reading, words: Words) -> list[tuple[Markup, list[dict[str, Any]]]]:
    """The drafts of each kind that has any, under its title."""
    titles = {
        "terms": words.say("Terms"),
        "readings": words.say("Readings"),
        "obligations": words.say("Obligations"),
        "reports": words.say("Reports of incidents"),
    }
    return [(titles[kind], reading.drafts[kind]) for kind in titles if reading.drafts.get(kind)]
