"""Which words of an English clause with a word of saying name who speaks.

In: a stretch of a marked text that ends where the verb begins, or begins behind it.  Out: the words of
its subject, if they name somebody who may speak.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.english.parts import (
    DASHES,
    SPEAKERS,
    before_auxiliaries,
    dashed_before,
    has_predicate,
    is_conjunction,
    is_past,
    is_predicate,
    opens_as_participle,
    relative_before,
)
from hudna.text.english.quotations import in_quoted_name
from hudna.text.lexicon import Hit
from hudna.text.marked import BRACKETS, COMMAS, QUOTES, SEMICOLONS, Marked, Stretch

# Whom a relative clause says more of has at most so many words, a title before a preposition so many.
_ANTECEDENT = 12
_BEARER = 3
# The longest name of a speaker, in words.
_LONGEST = 25
# Words that say more of a title before it («outgoing deputy»), between it and what begins its noun.
_EPITHETS = 3
# A name in full has at least so many words.
_FULL = 2
# What opens a sentence has at most so many words before its comma, an apposition so many.
_OPENING = 20
_APPOSITION = 12
# A verb of the present has at least so many letters.
_VERB = 4
# Words with an s that stand before names and are no verbs: «brothers Ali and Omar».
_PLURALS = (
    "titles",
    "persons",
    "group_heads",
    "bodies",
    "place_heads",
    "unit",
    "nation",
    "facilities",
)
# Who is not known by any word has at most so many.
_UNKNOWN = 6
_STOPS = SEMICOLONS | {":", "."}


def find_subject(text: Marked, stretch: Stretch) -> Stretch | None:
    """The words that name who acts, in a stretch that ends where the verb begins."""
    first, last = stretch
    first = text.past(first, last, "boundary", "opener", "relative")
    if first < last and text.hit(last - 1, "nominative"):
        return last - 1, last  # «told Geo News he …»
    if first < last and text.hit(first, "prepositions", "time_words"):
        behind = _behind_comma(text, first, last)
        return behind if behind is not None else _behind_setting(text, first, last)
    while first < last and (is_conjunction(text, first) or text.word(first) in COMMAS):
        first += 1
    about = text.past(first + 1, last, "adverbs", "time_words")
    past = (
        about < last
        and forms.is_past(text.word(first))
        and text.hit(about, "prepositions", "subordinate", "about")
    )
    if past:  # «Questioned about the town, …»
        return _behind_comma(text, first, last)
    ing = first < last and forms.is_ing(text.word(first))
    if ing and opens_as_participle(text, first):  # «Briefing newsmen in Abuja, …»
        behind = _behind_comma(text, first, last)
        named = (
            text.is_plain(first) and text.capital(first) and text.mark(first, last, COMMAS) == last
        )
        if behind is not None or not (named or text.has(first, last, "titles")):
            return behind  # not «acting U.N. envoy …», «Peking radio …»
    end = _unbracketed(text, first, last)
    relative = text.find(first + 1, end, "relative")
    end = text.shorn(first, end if relative is None else relative)
    end = end if relative is None else _unclosed(text, first, end)
    for comma in text.marks(first + 1, end, COMMAS) if end > first + 2 else ():
        if comma + 1 < end and _only_says_more(text, comma + 1, end):
            end = comma
            break
    for place in range(end - 1, first - 1, -1):
        if is_predicate(text, place) and relative_before(text, place, first) is None:
            first = place + 1
            break
    said = text.find(first + 1, end, "time_words", "occasions")
    day = said is not None and text.hit(said, "months") is not None and said + 1 == end
    if said is not None and (day or not text.capital(said)):
        end = _unclosed(
            text, first, text.shorn(first, said)
        )  # «the ombudsman's office on Wednesday»
    if end > first + 1 and text.hit(end - 1, "obtained") and text.hit(end - 2, "documents"):
        end -= 1  # «a UN report published on Monday found»
    turn = text.find(first + 1, end, "opener")
    if turn is not None and text.past(turn, end, "opener") >= end:
        end = text.shorn(first, turn)  # «the defence ministry in turn»
    if not first < end <= first + _LONGEST or _tells_of_deed(text, first):
        return None
    if any(is_present(text, place) for place in range(first + 1, end - 1)):
        return None  # «The truce covers Aden» is nobody
    return (first, end) if _names_somebody(text, first, end) else _indefinite(text, first, end)


def _tells_of_deed(text: Marked, first: int) -> bool:
    """Whether words begin with what somebody did to something: «…, displaced 1.2 million people»."""
    if not forms.is_past(text.word(first)) or text.capital(first):
        return False
    if text.hit(first - 1, "auxiliary"):
        return True  # «have smashed up parts of it»
    if text.word(first - 1) not in COMMAS and not is_conjunction(text, first - 1):
        return False
    behind = text.hit(first + 1, "determiners", "possessives", "prepositions")
    return behind is not None or text.word(first + 1)[:1].isdigit()


def is_present(text: Marked, place: int) -> bool:
    """Whether an unknown word looks like a verb with what it acts on: «contains no», «covers the», «covers Aden»."""
    ended = text.word(place).endswith("s") and not text.capital(place)
    if not ended or forms.is_possessive(text.word(place)) or len(text.word(place)) < _VERB:
        return False
    if text.hit(place - 1, "determiners", "prepositions", "of", "conjunctions"):
        return False
    after = place + 1
    thing = text.hit(after, "articles", "indefinite_articles") is not None or (
        text.hit(after, "determiners") is not None and text.hit(after, "negators") is not None
    )
    name = text.capital(after) and not text.hit(after, "titles")
    return thing or (name and text.hit(place, *_PLURALS) is None)


def _indefinite(text: Marked, first: int, end: int) -> Stretch | None:
    """Somebody who is not named at all: «a third», «others»."""
    hit = text.hit(first, "indefinite")
    return (first, end) if hit is not None and first + hit.length == end else None


def _unbracketed(text: Marked, first: int, last: int) -> int:
    """The end of a subject without what stands in brackets or dashes behind it: «the mission (UNMIL)»."""
    dashed = dashed_before(text, last, first)
    end = last if dashed is None else dashed
    while end > first and not text.is_word(end - 1):
        if text.opens.get(end - 1, -1) >= first and in_quoted_name(text, end - 1):
            break  # «the "Lion Brigade"»
        opening = text.opens.get(end - 1, end)
        end = opening if first < opening < end and text.word(opening) in BRACKETS else end - 1
    return end


def _unclosed(text: Marked, first: int, end: int) -> int:
    """The end of a subject without a bracket that closes behind it: «the mission (UNMIL), which»."""
    cut = (at for at in text.marks(first + 1, end, BRACKETS) if text.closes.get(at, 0) >= end)
    opening = next(cut, end)
    return text.shorn(first, opening) if opening < end else end


def _only_says_more(text: Marked, first: int, end: int) -> bool:
    """Whether words behind a comma name nobody: «Baku, in turn,», «residents, reached by phone,»."""
    if text.past(first, end, "opener") >= end or text.hit(first, "prepositions", "subordinate"):
        return True
    regular = forms.is_ing(text.word(first)) or forms.is_past(text.word(first))
    inflected = regular or text.hit(first, "reduced") is not None
    if not inflected or text.capital(first) or text.hit(first, "titles", "bodies"):
        return False
    return first + 1 < end and not text.capital(first + 1)


def leading_subject(text: Marked, first: int, last: int) -> Stretch | None:
    """Who a sentence begins with, where other verbs stand before that of saying."""
    conceded = (
        first
        if text.hit(first, "conceding")
        else text.past(first, last, "opener", "boundary", "adverbs")
    )
    start = _behind_opening(text, conceded, last)
    end = start
    place = _head_of(text, start, last)
    while place < last:
        hit = text.hit(place, *SPEAKERS)
        if hit is None and text.capital(place) and not text.hit(place, "starters"):
            end = place = place + 1
        elif hit is not None:
            end = place = place + hit.length
        elif _is_of_some(text, place):
            place += 2
        elif place - end <= 1 and text.hit(place, "articles", "of", "conjunctions"):
            place += 1
        elif (
            place == end > start
            and text.hit(place, "prepositions")
            and text.capital(place + 1)
            and not text.hit(place + 1, "months")
        ):
            place += 1  # «the chief-of-staff in Bosnia, General Kub»
        else:
            break
    end = _past_apposition(text, _past_brackets(text, end, last), last)
    return (start, end) if end > start and _names_somebody(text, start, end) else None


def _is_of_some(text: Marked, place: int) -> bool:
    """Whether «of» and a number stand before a name: «mother of six Mary Kub»."""
    number = text.word(place + 1).isdigit() or text.hit(place + 1, "determiners") is not None
    return bool(text.hit(place, "of")) and number and text.capital(place + 2)


def _behind_opening(text: Marked, first: int, last: int) -> int:
    """Where a sentence begins behind what only opens it: «Asked about the claim, an official …»."""
    opens = first < last and (
        text.hit(first, "prepositions", "subordinate", "conceding", "time_words")
        or opens_as_participle(text, first)
    )
    comma = text.mark(first, min(first + _OPENING, last), COMMAS) if opens else last
    return comma + 1 if comma < min(first + _OPENING, last - 1) else first


def _past_brackets(text: Marked, end: int, last: int) -> int:
    """The end of a name with brackets behind it, where a comma follows: «Public Relations (ISPR), …»."""
    closing = text.closes.get(end, last) if text.word(end) in BRACKETS else last
    short = closing - end <= _APPOSITION and closing + 1 < last
    return closing + 1 if short and text.word(closing + 1) in COMMAS else end


def _past_apposition(text: Marked, end: int, last: int) -> int:
    """The end of a subject with what a comma adds to say who it is: «my envoy, Jan Kub, …»."""
    if end >= last or text.word(end) not in COMMAS:
        return end
    closing = text.mark(end + 1, min(end + _APPOSITION, last), COMMAS)
    if closing >= min(end + _APPOSITION, last) or text.hit(end + 1, "relative", "pronouns"):
        return end
    said = text.capital(end + 1) or text.hit(end + 1, "titles", "determiners")
    acts = has_predicate(text, end + 1, closing)
    return closing if said and not acts else end


def _head_of(text: Marked, start: int, last: int) -> int:
    """The title or body that a noun begins with behind what says more of it: «my acting envoy»."""
    if start >= last or not (text.hit(start, "determiners", "possessives") or text.is_plain(start)):
        return start
    named = text.is_plain(start)
    for place in range(start + 1, min(start + 1 + _EPITHETS, last)):
        if text.hit(place, "titles", "bodies", "persons"):
            return place
        if named and text.capital(place) and not text.capital(place - 1):
            return place
        if not text.is_word(place) or is_predicate(text, place):
            break
    return start


def _behind_comma(text: Marked, first: int, last: int) -> Stretch | None:
    """The subject behind the first comma of a stretch that begins with something else."""
    comma = text.mark(first, last, COMMAS)
    while comma < last and text.hit(comma + 1, "relative"):
        comma = text.mark(comma + 1, last, COMMAS)  # «…, where a curfew holds, the envoy»
    country = text.hit(comma + 1, "place")
    behind_it = comma + 1 + country.length if country is not None else last
    if behind_it < last - 1 and text.word(behind_it) in COMMAS:
        comma = behind_it  # «Speaking from Goma, Congo, a spokesman said»
    closing = text.marks(comma + 1, last, COMMAS)
    apposed = text.hit(comma + 1, "titles") or (
        closing and text.capital(comma + 1) and text.has(closing[-1] + 1, last, "titles")
    )
    if closing and text.has(first, comma, "titles") and apposed:
        behind = find_subject(text, (closing[-1] + 1, last))
        if behind == (closing[-1] + 1, last) and text.capital(behind[0]):
            return behind  # «After talks with the commander, General Kub, Nur said …»
    return find_subject(text, (comma + 1, last)) if comma < last else None


def _behind_setting(text: Marked, first: int, last: int) -> Stretch | None:
    """The subject behind when or where without a comma: «On Monday the minister said»."""
    if text.mark(first, last, COMMAS) < last:
        return None
    behind = first
    while behind < last and (past := _past_setting(text, behind, last)) > behind:
        behind = past
    if behind in (first, last) or text.hit(behind, "prepositions", "of"):
        return None
    return find_subject(text, (behind, last))


def _past_setting(text: Marked, first: int, last: int) -> int:
    """The word behind a time, or a place and its preposition: «In Goma», «on Monday»."""
    when = text.hit(first, "time_words")
    if when is not None:
        return first + when.length
    if not text.hit(first, "prepositions"):
        return first
    where = text.hit(first + 1, "time_words", "place")
    if where is not None:
        return first + 1 + where.length
    end = first + 1
    while end < last and text.capital(end) and text.is_plain(end):
        end += 1
    parted = text.hit(end, "time_words", "determiners") is not None
    return end if end > first + 1 and end < last and parted else first


def is_many(text: Marked, subject: Stretch) -> bool:
    """Whether «they» may stand for a subject: «residents of Aden», not «the front, an umbrella of 13 groups»."""
    of = text.find(subject[0] + 1, subject[1], "of")
    end = text.mark(subject[0], subject[1] if of is None else of, COMMAS)
    return text.word(end - 1).endswith("s")


def _names_somebody(text: Marked, first: int, last: int) -> bool:
    """Whether words name somebody who may speak."""
    return text.has(first, last, *SPEAKERS) or any(
        text.capital(place) and not text.hit(place, "starters") for place in range(first, last)
    )


def subject_around(
    text: Marked, place: int, hit: Hit, quoted: Stretch, last: int
) -> Stretch | None:
    """The subject between a quotation and its verb, or after the verb."""
    low = quoted[1] + 1
    end = before_auxiliaries(text, place, low)
    before = find_subject(text, (low, end))
    after = place + hit.length
    unknown = _unknown(text, low, end)
    if unknown is not None and hit.value.to:
        return before or unknown  # «"…," the tailor told the rebels»
    return before or subject_after(text, after, last) or unknown


def _unknown(text: Marked, first: int, last: int) -> Stretch | None:
    """Whoever stands between a quotation and its verb, whatever they are called: «the tailor»."""
    first = text.past(first, last)
    short = first < last <= first + _UNKNOWN and text.hit(first, "determiners") is not None
    plain = short and all(
        text.is_word(at) and not is_predicate(text, at) for at in range(first, last)
    )
    return (first, last) if plain and not text.hit(first, "prepositions") else None


def subject_after(text: Marked, start: int, last: int) -> Stretch | None:
    """The subject behind a verb («said the minister on Monday»)."""
    end = next((at for at in range(start, last) if _ends_subject(text, at)), last)
    return find_subject(text, (start, end))


def _ends_subject(text: Marked, place: int) -> bool:
    """Whether a word or mark is no part of a subject behind its verb."""
    word = text.word(place)
    if word == "." and place + 1 < len(text.words) and _is_short(text, place - 1):
        joined = text.word(place + 1) in DASHES and not text.is_spaced(place + 1)
        return not (joined or text.is_word(place + 1))  # «said Lt. Gen. Kub», «said the U.N. envoy»
    if word in COMMAS:
        after = place + 1
        return after >= len(text.words) or not (
            text.hit(after, "titles", "determiners") or text.capital(after)
        )
    if word in _STOPS or word in QUOTES:
        return True
    if word.endswith("ly") and not text.capital(place):
        return True  # «said one official gloomily»
    ends = ("time_words", "occasions", "participle", "relative", "subordinate")
    return text.hit(place, *ends) is not None


def _is_short(text: Marked, place: int) -> bool:
    """Whether a word is abbreviated, or an initial."""
    return len(text.word(place)) == 1 or text.hit(place, "abbreviations") is not None


def antecedent(text: Marked, comma: int, first: int) -> int:
    """Where the words begin before a comma that a relative clause says more of."""
    begin = low = max(first, comma - _ANTECEDENT)
    opening = text.opens.get(comma - 1, comma)
    behind = opening if low < opening and text.word(opening) in BRACKETS else comma
    for place in range(behind - 1, low - 1, -1):  # «the mission (UNMIL), which said …»
        of = text.hit(place, "of") or _bears(text, place)
        outside = text.hit(place, "prepositions", "conjunctions", "that", "boundary") and not of
        told = is_past(text, place) and not text.hit(place - 1, "determiners", "adverbs")
        if outside or told or not text.is_word(place) or is_predicate(text, place):
            begin = _name_before(text, place, low)
            break
    return begin


def _name_before(text: Marked, comma: int, low: int) -> int:
    """Where a name begins before a comma and who they are, or else what stands behind the comma."""
    named = text.word(comma) in COMMAS and text.hit(comma + 1, "determiners") is not None
    begin = comma
    while named and begin > low and text.capital(begin - 1):
        if text.hit(begin - 1, "place", *SPEAKERS):
            break
        begin -= 1
    return begin if comma - begin >= _FULL else comma + 1


def _bears(text: Marked, place: int) -> bool:
    """Whether a title or a body stands right before a word: «the envoy for Yemen»."""
    return any(
        hit is not None and before + hit.length == place
        for before in range(max(0, place - _BEARER), place)
        for hit in [text.hit(before, "titles", "bodies")]
    )
