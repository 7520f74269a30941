"""The parts of an English clause with a word of saying: where it begins, which words are its subject.

In: places in a marked text.  Out: places and stretches; nothing is decided about what is said.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.lexicon import Hit
from hudna.text.marked import (
    COMMAS,
    END_QUOTES,
    QUOTES,
    SEMICOLONS,
    Marked,
    Stretch,
)

# Kinds of words by which a subject is known to name somebody, a pronoun among them.
_SPEAKERS = ("titles", "bodies", "actor", "pronouns", "nation", "group_heads")
# Kinds of words that a relative clause with «that» says more of, and endings of its verb.
_BEARERS = ("titles", "bodies", "group_heads", "place_heads")
_INFLECTED = ("s", "ed")
# Kinds of words that say when, on which occasion and to whom something is said.
ASIDES = ("time_words", "occasions", "adverbs", "addressees")
# Marks that part clauses.
_PARTS = SEMICOLONS | {":", "-", "—", "–"}
_STOPS = SEMICOLONS | {":", "."}
# Marks of which the last before a verb, or its subject, says whether it follows a quotation.
_BEFORE_VERB = END_QUOTES | SEMICOLONS | {":"}
# Marks before the end of a quotation that somebody is named for.
_IN_QUOTATION = frozenset(",!?.")
# A name of the lexicon that holds a word begins at most so many words before it.
_NAME = 4
# How many words are looked at: before a predicate for «who», behind a quotation for its verb.
_RELATIVE = 9
_QUOTATION = 24
# A clause begins at most so many words before its verb, so that time is linear.
_LONGEST_CLAUSE = 150
# The shortest quotation that is what somebody said, the longest name of a speaker, and the longest
# words before a comma that only say who somebody is.
_SHORTEST_QUOTATION = 4
_LONGEST = 25
_APPOSITION = 8


def is_conjunction(text: Marked, place: int) -> bool:
    """Whether «and» or «but» stands here."""
    return text.hit(place, "conjunctions") is not None


def only_asides(text: Marked, first: int, last: int) -> bool:
    """Whether nothing but when, where and to whom follows a verb («…, the minister said on Monday»)."""
    if last - first <= 1 or not text.is_word(first):
        return True
    return text.hit(first, *ASIDES, "prepositions", "relative") is not None


def is_determined(text: Marked, place: int) -> bool:
    """Whether «the» or «of» stands before a noun."""
    return text.hit(place - 1, "articles", "of") is not None


def is_noun(text: Marked, place: int) -> bool:
    """Whether a word that may be a verb is a noun or an adjective here."""
    if place == 0:
        return False
    before = place - 1
    if text.hit(before, "determiners") is not None or text.word(before).endswith(forms.POSSESSIVE):
        return True
    after = place + 1
    if text.word(before).endswith("ly") and text.hit(before - 1, "determiners"):
        return True  # «the internationally recognised government»
    apposed = text.word(before) in COMMAS and text.hit(place, "noun") and after < len(text.words)
    if apposed and text.hit(after, "that", "relative"):
        return True  # «…, remarks that senators called unacceptable»
    # «in remarks», «in televised remarks»
    if text.hit(before, "prepositions") and not text.hit(before, "of", "time_words"):
        return True
    plain = place > 1 and not text.capital(before) and text.is_word(before)
    if plain and forms.is_ing(text.word(before)) and text.hit(place, "noun"):
        return True  # «raising hopes»
    if not plain or text.hit(before, *_SPEAKERS, *ASIDES, "auxiliary", "be", "place", "facilities"):
        return False
    return (
        text.hit(before - 1, "prepositions") is not None
        and text.hit(before - 1, "of") is None
        and text.hit(place, "noun") is not None
    )


def is_in_name(text: Marked, place: int) -> bool:
    """Whether a word that may be a verb is part of a name: «Islamic State», «the United States»."""
    if not text.capital(place):
        return False
    for before in range(max(0, place - _NAME), place):
        name = text.hit(before, "actor", "place")
        if name is not None and before + name.length > place:
            return True
    return False


def is_passive(text: Marked, place: int) -> bool:
    """Whether a word that may be a verb is a participle of the passive."""
    return (
        place > 0 and text.hit(place - 1, "be") is not None and not forms.is_ing(text.word(place))
    )


def before_auxiliaries(text: Marked, place: int, start: int) -> int:
    """Where the words before a verb that belong to it begin («has also», «did not»)."""
    while place > start and text.hit(place - 1, "auxiliary", "be", "negators", "adverbs"):
        place -= 1
    return place


def clause_of(text: Marked, place: int, first: int) -> int:
    """Where the clause of a verb begins."""
    start = before_auxiliaries(text, place, first)
    first = max(first, start - _LONGEST_CLAUSE)
    closing = start - 1 > first and text.word(start - 1) in COMMAS
    if closing and closes_apposition(text, first, start - 1):
        return first
    while start > first:
        before = start - 1
        if text.is_plain(before):
            start = before
            continue
        far = place - before > 1
        begin = _begins(text, before, start, far, first)
        if begin is not None:
            return begin
        if far and is_predicate(text, before):
            relative = _relative(text, before, first)
            if relative is None:
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
    if word in _PARTS or word in END_QUOTES or word in QUOTES:
        return start
    relative = is_relative(text, before)
    if far and not relative and text.hit(before, "that"):
        return start
    boundary = text.hit(before, "boundary", "subordinate")
    if far and not relative and boundary is not None and boundary.length == 1:
        return before if boundary.kind == "boundary" else start
    if is_conjunction(text, before) and not (
        before > 0 and text.capital(before - 1) and text.capital(start)
    ):
        return None if far and _joins_subjects(text, before, first) else start
    return None


def _joins_subjects(text: Marked, conjunction: int, first: int) -> bool:
    """Whether a clause begins with somebody whom «and» joins to another: «the army and rebels»."""
    low = max(first, conjunction - _APPOSITION)
    begin = conjunction
    while begin > low and text.word(begin - 1) not in COMMAS | _PARTS | QUOTES:
        begin -= 1
    begin = text.past(begin, conjunction, "opener", "boundary")
    whole = begin == first or not text.is_word(begin - 1) or text.hit(begin - 1, "opener", "that")
    if not whole or begin >= conjunction or text.hit(begin, "prepositions", "time_words"):
        return False
    if not any(
        hit.length == conjunction - at
        for at in range(begin, conjunction)
        for hit in [text.hit(at, "bodies", "group_heads", "titles", "actor")]
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


def _relative(text: Marked, place: int, first: int) -> int | None:
    """Where the relative clause begins that a predicate stands in, if it stands in one."""
    for before in range(place - 1, max(first, place - _RELATIVE) - 1, -1):
        if is_relative(text, before):
            return before
        if text.word(before) in _PARTS or text.hit(before, "that", "boundary"):
            return None
    return None


def is_relative(text: Marked, place: int) -> bool:
    """Whether a relative clause begins here: «the body that oversees aid»."""
    if not text.hits[place]:
        return False
    if text.hit(place, "relative"):
        return True
    after = place + 1
    if place == 0 or after >= len(text.words) or not text.hit(place, "that"):
        return False
    if not text.hit(place - 1, *_BEARERS) or text.hit(place - 1, "pronouns", "verb", "noun"):
        return False
    if text.hit(after, "be", "auxiliary"):
        return True
    inflected = text.word(after).endswith(_INFLECTED) and not text.capital(after)
    return inflected and not text.hit(after, *_SPEAKERS, "determiners", "unit", "place_heads")


def is_predicate(text: Marked, place: int) -> bool:
    """Whether a word shows that a clause has its verb: what stands behind is no subject."""
    if not text.hits[place]:
        return False
    if text.hit(place, "be", "auxiliary") and not text.hit(place, "adverbs"):
        return True
    spoken = text.hit(place, "verb") is not None
    return spoken and not is_noun(text, place) and not text.capital(place)


def _apposed(text: Marked, first: int, comma: int) -> bool:
    """Whether words after a comma only say who somebody is: a name or a title stands before it."""
    if text.hit(comma + 1, "pronouns"):
        return False
    low = comma
    while (
        low > first
        and text.word(low - 1) not in COMMAS | SEMICOLONS | {":"}
        and not text.hit(low - 1, "that", "boundary")
    ):
        low -= 1
    if text.hit(low, "opener", "time_words", "prepositions", "according", "subordinate"):
        return False
    told = low > first and text.hit(low - 1, "that") and text.word(low).endswith(_INFLECTED)
    if told and not text.capital(low) and not text.hit(low, *_SPEAKERS, "determiners"):
        return False  # «the line that divides Kashmir, …»
    if text.has(low, comma, "dating"):
        return False  # «…, a day before a NATO deadline, observers reported»
    acts = text.has(low, comma, "harming", "striking", "modal")
    if acts or any(is_predicate(text, place) for place in range(low, comma)):
        return False
    named = text.has(low, comma, "titles", "bodies", "actor") or any(
        text.capital(place) for place in range(low, comma)
    )
    return named and comma - low <= _APPOSITION


def closes_apposition(text: Marked, first: int, comma: int) -> bool:
    """Whether a comma closes what an earlier one opened after who begins the sentence."""
    opened = next((at for at in range(first, comma) if text.word(at) in COMMAS), None)
    if opened is None or opened == first:
        return False
    opens = text.hit(opened + 1, "relative", "determiners", "titles", "prepositions")
    if opens is None and not (forms.is_ing(text.word(opened + 1)) or text.capital(opened + 1)):
        return False
    return _apposed(text, first, opened)


def find_subject(text: Marked, stretch: Stretch) -> Stretch | None:
    """The words that name who acts, in a stretch that ends where the verb begins."""
    first, last = stretch
    first = text.past(first, last, "boundary", "opener", "relative")
    if first < last and text.hit(first, "prepositions", "time_words"):
        behind = _behind_comma(text, first, last)
        return behind if behind is not None else _last_pronoun(text, first, last)
    while first < last and (is_conjunction(text, first) or text.word(first) in COMMAS):
        first += 1
    if first < last and forms.is_ing(text.word(first)):  # «Briefing newsmen in Abuja, …»
        behind = _behind_comma(text, first, last)
        if behind is not None or not text.has(first, last, "titles"):
            return behind  # «acting U.N. envoy …»
    end = text.shorn(first, last)
    relative = text.find(first + 1, end, "relative")
    end = text.shorn(first, end if relative is None else relative)
    for place in range(end - 1, first - 1, -1):
        if is_predicate(text, place) and _relative(text, place, first) is None:
            first = place + 1
            break
    comma = text.mark(first, end, COMMAS)
    if first < comma < end and (
        text.past(comma + 1, end, "opener") >= end or text.hit(comma + 1, "prepositions")
    ):
        end = comma  # «Baku, in turn,»; «Zakaria Malahifji, of the Fastaqim rebel group,»
    said = text.find(first + 1, end, "time_words", "occasions")
    if said is not None and not text.capital(said):
        end = text.shorn(first, said)  # «the ombudsman's office on Wednesday»
    turn = text.find(first + 1, end, "opener")
    if turn is not None and text.past(turn, end, "opener") >= end:
        end = text.shorn(first, turn)  # «the defence ministry in turn»
    if not first < end <= first + _LONGEST:
        return None
    return (first, end) if _names_somebody(text, first, end) else None


def leading_subject(text: Marked, first: int, last: int) -> Stretch | None:
    """Who a sentence begins with, where other verbs stand before that of saying."""
    start = place = text.past(first, last, "opener", "boundary")
    end = start
    while place < last:
        hit = text.hit(place, *_SPEAKERS)
        if hit is None and text.capital(place) and not text.hit(place, "starters"):
            end = place = place + 1
        elif hit is not None:
            end = place = place + hit.length
        elif place == end and text.hit(place, "articles", "of", "conjunctions"):
            place += 1
        else:
            break
    return (start, end) if end > start and _names_somebody(text, start, end) else None


def _behind_comma(text: Marked, first: int, last: int) -> Stretch | None:
    """The subject behind the first comma of a stretch that begins with something else."""
    comma = text.mark(first, last, COMMAS)
    return find_subject(text, (comma + 1, last)) if comma < last else None


def _last_pronoun(text: Marked, first: int, last: int) -> Stretch | None:
    """The pronoun before a verb behind something else («On Monday he said»)."""
    if text.mark(first, last, COMMAS) < last:
        return None
    pronouns = [place for place in range(first + 1, last) if text.hit(place, "pronouns")]
    return (pronouns[-1], pronouns[-1] + 1) if pronouns else None


def _names_somebody(text: Marked, first: int, last: int) -> bool:
    """Whether words name somebody who may speak."""
    return text.has(first, last, *_SPEAKERS) or any(
        text.capital(place) and not text.hit(place, "starters") for place in range(first, last)
    )


def quoted_before(text: Marked, place: int, first: int) -> Stretch | None:
    """The quotation that a verb or its subject follows («"…," the minister said»)."""
    marks = text.marks(max(first, place - _QUOTATION) + 1, place, _BEFORE_VERB)
    if not marks or text.word(marks[-1]) not in END_QUOTES:
        return None
    return _quotation(text, marks[-1], first)


def _quotation(text: Marked, closing: int, first: int) -> Stretch | None:
    """What a quotation holds that closes here, unless it is only words within a sentence."""
    opening = text.opens.get(closing, -1)
    if opening < first or closing - opening < _SHORTEST_QUOTATION:
        return None
    if opening > first and text.word(opening - 1).isalpha():
        return None
    if text.word(closing - 1) not in _IN_QUOTATION and text.word(closing + 1) not in COMMAS:
        return None
    return opening + 1, closing


def subject_around(
    text: Marked, place: int, hit: Hit, quoted: Stretch, last: int
) -> Stretch | None:
    """The subject between a quotation and its verb, or after the verb."""
    low = quoted[1] + 1
    before = find_subject(text, (low, before_auxiliaries(text, place, low)))
    return before or subject_after(text, place + hit.length, last)


def subject_after(text: Marked, start: int, last: int) -> Stretch | None:
    """The subject behind a verb («said the minister on Monday»)."""
    end = next((at for at in range(start, last) if _ends_subject(text, at)), last)
    return find_subject(text, (start, end))


def _ends_subject(text: Marked, place: int) -> bool:
    """Whether a word or mark is no part of a subject behind its verb."""
    word = text.word(place)
    if word in COMMAS:
        after = place + 1
        return after >= len(text.words) or not (
            text.hit(after, "titles", "determiners") or text.capital(after)
        )
    if word in _STOPS or word in QUOTES:
        return True
    return text.hit(place, "time_words", "occasions", "participle", "relative") is not None
