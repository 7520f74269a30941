"""Where an English clause with a word of saying begins.

In: a verb in a marked text.  Out: the first word of its clause: behind a mark, a connective or another
clause, before a subject with all that is said of it between commas.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.english.parts import (
    DASHES,
    SPEAKERS,
    acts,
    before_auxiliaries,
    dashed_before,
    has_predicate,
    is_conjunction,
    is_past,
    is_predicate,
    is_relative,
    is_to_act,
    parts_words,
    relative_before,
)
from hudna.text.english.quotations import in_quoted_name
from hudna.text.english.subjects import find_subject, is_present
from hudna.text.frames import Sentence
from hudna.text.marked import BRACKETS, COMMAS, END_QUOTES, QUOTES, SEMICOLONS, Marked, Stretch

# Marks that part clauses.
_PARTS = SEMICOLONS | {":", "-", "—", "–"}
_STOPS = frozenset(".!?")
# Marks behind which what belongs to a verb begins.
_ENDING = END_QUOTES | SEMICOLONS
# Endings of the verb of a relative clause with «that».
_INFLECTED = ("s", "ed")
# A clause begins at most so many words before its verb, so that time is linear, and words before a
# comma that only say who somebody is are at most so many.
_LONGEST_CLAUSE = 150
# A subject has at most so many relative clauses; chains of more tell who told whom what.
_RELATIVES = 4
_APPOSITION = 8
_SURELY = 16
# What may open an apposition.
_OPENING = (
    "relative", "determiners", "titles", "prepositions", "reduced", "subordinate", "aliases",
)  # fmt: skip
# What is set between commas has at most so many words.
_ASIDE = 30
# «that» stands within so many words behind a verb.
_THAT = 2
# A connective begins at most so many words before its last.
_CONNECTIVE = 3


def clause_of(text: Marked, place: int, first: int) -> int:
    """Where the clause of a verb begins."""
    start = before_auxiliaries(text, place, first)
    if start - 2 > first and text.hit(start - 1, "months") and text.word(start - 2) in COMMAS:
        start -= 1  # «The front, which …, Monday accused …»
    opening = dashed_before(text, start, first)
    start = start if opening is None else opening
    first = max(first, start - _LONGEST_CLAUSE)
    marks = [at for at in text.marks(first, start - 1, _ENDING) if not in_quoted_name(text, at)]
    first = marks[-1] + 1 if marks else first
    closing = start - 1 > first and text.word(start - 1) in COMMAS
    if closing and closes_apposition(text, first, start - 1):
        return first
    relatives = 0
    while start > first:
        before = start - 1
        if text.is_plain(before):
            start = before
            continue
        opening = text.opens.get(before, before)
        if first < opening < before and text.word(opening) in BRACKETS:
            start = opening  # «(the Republic, DPR) were to …»
            continue
        far = place - before > 1
        begin = _begins(text, before, start, far, first)
        if begin is not None:
            return begin
        if far and is_predicate(text, before):
            relative = relative_before(text, before, first)
            relatives += 1
            if relative is None or relatives > _RELATIVES:
                return start
            start = relative
            continue
        if _parts_clauses(text, first, before, place):
            return start
        start = before
    return start


def _begins(text: Marked, before: int, start: int, far: bool, first: int) -> int | None:
    """Where a clause begins that goes back to a word, if that word or mark begins it."""
    word = text.word(before)
    if word in DASHES and not parts_words(text, before):
        return None  # «SLM–TC»
    if word in QUOTES | END_QUOTES and in_quoted_name(text, before):
        return None
    if word in _PARTS or word in END_QUOTES or word in QUOTES or _is_stop(text, before):
        return start
    joined = is_conjunction(text, before)
    if joined and text.has(max(first, before - _APPOSITION), before, "correlated"):
        return None  # «not only the army but also the rebels»
    relative = is_relative(text, before)
    if far and not relative and text.hit(before, "that"):
        return start
    boundary = text.hit(before, "boundary", "subordinate")
    aside = boundary is not None and boundary.kind == "subordinate" and text.hit(before, "opener")
    if far and not relative and not aside and boundary is not None and boundary.length == 1:
        longer = boundary_ending(text, before)
        if longer is not None and longer < before:
            return longer
        return before if boundary.kind == "boundary" else start
    if joined and not (before > 0 and text.capital(before - 1) and text.capital(start)):
        return None if far and _joins_subjects(text, before, first) else start
    return None


def boundary_ending(text: Marked, place: int) -> int | None:
    """Where a connective begins that ends with a word: «even as»."""
    for before in range(max(0, place - _CONNECTIVE), place + 1):
        hit = text.hit(before, "boundary")
        if hit is not None and before + hit.length == place + 1:
            return before
    return None


def _is_stop(text: Marked, place: int) -> bool:
    """Whether a sentence ends within what is quoted."""
    if text.word(place) not in _STOPS or not text.hit(place + 1, "starters"):
        return False
    short = len(text.word(place - 1)) == 1 or text.hit(place - 1, "abbreviations")
    return not short and text.capital(place + 1)


def _joins_subjects(text: Marked, conjunction: int, first: int) -> bool:
    """Whether a clause begins with somebody whom «and» joins to another: «the army and rebels»."""
    low = max(first, conjunction - _APPOSITION)
    begin = conjunction
    while begin > low and text.word(begin - 1) not in COMMAS | _PARTS | QUOTES:
        if text.hits[begin - 1] and text.hit(begin - 1, "boundary"):
            break
        begin -= 1
    begin = text.past(begin, conjunction, "opener", "boundary")
    whole = (
        begin == first
        or not text.is_word(begin - 1)
        or text.hit(begin - 1, "opener", "that", "boundary")
    )
    if not whole or begin >= conjunction or text.hit(begin, "prepositions", "time_words"):
        return False
    person = text.capital(conjunction - 1) and text.has(
        begin, conjunction, "titles", "persons", "unnamed"
    )
    if not person and not any(
        hit.length == conjunction - at
        for at in range(begin, conjunction)
        for hit in [text.hit(at, "bodies", "group_heads", "titles", "actor", "persons")]
        if hit is not None
    ):
        return False
    if text.has(begin, conjunction, "harming", "striking", "modal", "that"):
        return False
    return not any(
        is_predicate(text, at) or (forms.is_past(text.word(at)) and not text.capital(at))
        for at in range(begin, conjunction)
    )


def _parts_clauses(text: Marked, first: int, comma: int, verb: int) -> bool:
    """Whether a comma stands before the subject of a verb, and not within it."""
    start = comma + 1
    if text.word(comma) not in COMMAS:
        return False
    if find_subject(text, (start, before_auxiliaries(text, verb, start))) is None:
        return False
    return not _apposed(text, first, comma)


def _apposed(text: Marked, first: int, comma: int) -> bool:
    """Whether words after a comma only say who somebody is: a name or a title stands before it."""
    if _is_pronoun(text, comma + 1):
        return False
    low = comma
    while (
        low > first
        and text.word(low - 1) not in COMMAS | SEMICOLONS | {":"}
        and not text.hit(low - 1, "that", "boundary")
        and not _says_of(text, low)
    ):
        low -= 1
    if comma - low == 1 and text.word(low).isdigit() and low > first + 1:
        return _apposed(text, first, low - 1)  # «Brang Shawng, 34, …»
    if low > first and text.hit(low - 1, "that") and acts(text, low):
        return False  # «…, a truce that took effect on Monday, the envoy said»
    if text.hit(
        low, "opener", "time_words", "prepositions", "according", "subordinate", "negators"
    ):
        return False
    told = low > first and text.hit(low - 1, "that") and text.word(low).endswith(_INFLECTED)
    if told and not text.capital(low) and not text.hit(low, *SPEAKERS, "determiners"):
        return False  # «the line that divides Kashmir, …»
    if text.has(low, comma, "dating"):
        return False  # «…, a day before a NATO deadline, observers reported»
    if any(is_to_act(text, place) for place in text.places(low, comma, "infinitive")):
        return False  # «urged the army to leave, his office said»
    excluding = any(
        text.word(place).endswith(_INFLECTED) for place in text.places(low, comma, "exclusion")
    )  # «The text leaves out militias, the envoy said»
    acting = (
        excluding
        or text.has(low, comma, "harming", "striking", "modal")
        or any(
            is_past(text, place)
            and not text.hit(place - 1, "determiners", "prepositions", "adverbs", "conjunctions")
            and text.word(place - 1) not in COMMAS
            for place in range(low + 1, comma)
        )
    )
    if acting or has_predicate(text, low, comma):
        return False
    somebody = text.has(low, comma, "titles", "bodies", "actor")
    if not somebody and text.hit(low, "determiners") and text.has(low, comma, "place_heads"):
        return False  # «…, a town in the north, the ministry said»
    if any(is_present(text, place) for place in range(low + 1, comma)):
        return False  # «The text contains no such clause, the envoy said»
    named = somebody or any(
        text.capital(place) and not text.hit(place, "articles", "indefinite_articles")
        for place in range(low, comma)
    )
    return named and comma - low <= (_SURELY if _names_again(text, comma + 1) else _APPOSITION)


def _says_of(text: Marked, place: int) -> bool:
    """Whether a verb of saying stands right before who is told of: «said the front, who …»."""
    before = place - 1
    begins = text.capital(place) or text.hit(place, "determiners") is not None
    # Not «The front may claim the chair, the envoy said».
    begins = begins and not text.hit(before - 1, "auxiliary")
    verb = text.hit(before, "verb") if begins else None
    # Not «The truce excludes Aden, the army said»: no word of denial stands before who says it.
    return (
        verb is not None
        and not verb.value.negates
        and verb.value.act != "deny"
        and is_predicate(text, before)
    )


def _names_again(text: Marked, place: int) -> bool:
    """Whether an apposition surely begins: «…, or MINUSMA,», «…, the capital of the province,»."""
    if text.hit(place, "aliases", "relative"):
        return True
    article = text.hit(place, "articles") is not None
    return article and text.has(place + 1, place + _CONNECTIVE, "place_heads")


def _is_pronoun(text: Marked, place: int) -> bool:
    """Whether a pronoun begins here, and not what it has: «the ministry», not «the ministry's spokesman»."""
    hit = text.hit(place, "pronouns")
    if hit is None or forms.is_possessive(text.word(place + hit.length - 1)):
        return False
    behind = place + hit.length
    return hit.length == 1 or not text.is_plain(behind)  # «the former colonial power»


def closes_apposition(text: Marked, first: int, comma: int) -> bool:
    """Whether a comma closes what an earlier one opened after who begins the sentence."""
    opened = next((at for at in range(first, comma) if text.word(at) in COMMAS), None)
    if opened is None or opened == first:
        return False
    if any(is_predicate(text, at + 1) for at in text.marks(opened + 1, comma, COMMAS)):
        return False  # «The group, the FNL, has agreed, the envoy, Jan Kub, announced»
    behind = text.word(opened + 1)
    inflected = forms.is_ing(behind) or forms.is_past(behind) or text.capital(opened + 1)
    if not inflected and text.hit(opened + 1, "alike", *_OPENING) is None:
        return False
    return _apposed(text, first, opened)


def past_aside(text: Marked, first: int, last: int) -> int:
    """Where the predicate stands behind what is set between commas: «The front, a rival, has not left»."""
    if text.hit(first, "negators"):
        return first
    comma = text.mark(first + 1, min(first + _APPOSITION, last), COMMAS)
    if text.word(comma) not in COMMAS or any(acts(text, at) for at in range(first, comma)):
        return first
    closing = text.mark(comma + 1, min(comma + _ASIDE, last), COMMAS)
    behind = closing + 1
    if behind >= last or text.word(closing) not in COMMAS:
        return first
    return behind if text.hit(behind, "be", "auxiliary", "negators") else first


def joins(s: Sentence, place: int) -> bool:
    """Whether a conjunction or a comma stands here."""
    return is_conjunction(s.text, place) or s.text.word(place) in COMMAS


def is_inside(s: Sentence, start: int) -> bool:
    """Whether a clause stands in what somebody before it says: nothing parts them."""
    text, before = s.text, start - 1
    if start == s.first:
        return False
    if not s.heads:  # «… hours after Delhi announced a truce»
        dated = text.hit(before, "subordinate") is not None and before > s.first
        if before > s.first and text.hit(before, "that") and text.hit(before - 1, "things"):
            return True  # «A truce that the envoy said he had brokered fell apart»
        return dated and not text.hit(before, "boundary", "relative")
    source = s.heads[-1]
    that = text.find(source.after, source.after + _THAT, "that")
    if that is not None and text.word(that + 1) in COMMAS:
        # «said that, in a call, Kyiv agreed …»
        return text.mark(that + _THAT, start, COMMAS) == before
    if source.sort == "according" and source.first == s.first and text.word(before) in COMMAS:
        return True  # «According to a note, the two sides agreed …»
    if joins(s, before) or text.word(before) in SEMICOLONS | {"."}:
        return False
    return not (
        boundary_ending(text, before) is not None
        or text.hit(start, "boundary")
        or is_conjunction(text, start)
    )


def demanded(text: Marked, first: int, last: int) -> Stretch:
    """What is demanded of somebody first: «called on the army, in a letter, not to attack [and to leave]»."""
    to = next(
        (
            at
            for at in text.places(first, last, "infinitive", "that", "relative")
            if text.hit(at, "that", "relative") or is_to_act(text, at)
        ),
        None,
    )
    if to is None or not text.hit(to, "infinitive"):
        return first, last
    joined = (
        at
        for at in text.places(to, last, "conjunctions")
        if text.hit(text.past(at + 1, last, "negators", "adverbs"), "infinitive")
    )
    end = next(joined, last)
    while to > first and text.hit(to - 1, "negators", "adverbs"):
        to -= 1
    return to, end


def is_done(text: Marked, place: int, after: int) -> bool:
    """Whether a verb of saying tells what is done: «recognised no line», not «had undertaken not to fire»."""
    if before_auxiliaries(text, place, 0) < place or not text.hit(after, "negators"):
        return False
    return text.hit(after + 1, "infinitive") is None
