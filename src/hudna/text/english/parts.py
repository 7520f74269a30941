"""The parts of an English clause with a word of saying: its verb, nouns, relative clauses.

In: places in a marked text.  Out: places and stretches; nothing is decided about what is said.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.lexicon import Hit
from hudna.text.marked import COMMAS, QUOTES, SEMICOLONS, Marked

# Kinds of words by which a subject is known to name somebody, a pronoun among them.
SPEAKERS = ("titles", "bodies", "actor", "pronouns", "nation", "group_heads", "persons")
# Kinds of words that a relative clause with «that» says more of, and endings of its verb.
_BEARERS = ("titles", "bodies", "group_heads", "place_heads")
_INFLECTED = ("s", "ed")
# Kinds of words that say when, on which occasion and to whom something is said.
ASIDES = ("time_words", "occasions", "adverbs", "addressees")
# Marks that part clauses.
_PARTS = SEMICOLONS | {":", "-", "—", "–"}
DASHES = frozenset("-–—")
# What stands between two dashes has at most so many words.
_PARENTHESIS = 30
# A name of the lexicon that holds a word begins at most so many words before it.
_NAME = 4
# How many words are looked at: before a predicate for «who», behind a quotation for its verb.
_RELATIVE = 9
_OPENING = 9
_SUBORDINATE = 25
_DATED = 5
# A connective between two commas has at most so many words, with the first comma.
_TURN = 6
# Kinds of words that a name begins with.
_NAMES = ("actor", "place", "nation", "titles", "bodies")
# That somebody is said to have done something takes at most so many words («is reported to have»).
_REPORTED = 5
# An aside with a negator has at most so many words.
_ASIDE = 6
# What stands behind a participle that says which thing is meant.
_BEHIND_PARTICIPLE = ("prepositions", "by_whom", "time_words", "conjunctions", "adverbs", "unit")
# What says that somebody had to say it has at most so many words.
_OBLIGED = 5


def is_conjunction(text: Marked, place: int) -> bool:
    """Whether «and» or «but» stands here."""
    return text.hit(place, "conjunctions") is not None


def dashed_before(text: Marked, place: int, first: int) -> int | None:
    """Where an aside opens that a dash closes right before a word: «The army — under fire — said …»."""
    closing = place - 1
    if closing <= first or text.word(closing) not in DASHES or not parts_words(text, closing):
        return None
    dashes = text.marks(max(first + 1, closing - _PARENTHESIS), closing - 1, DASHES)
    opening = next((at for at in reversed(dashes) if parts_words(text, at)), None)
    if opening is None:
        return None
    return opening - 1 if text.word(opening - 1) in DASHES else opening


def parts_words(text: Marked, dash: int) -> bool:
    """Whether a dash stands between words, and does not make one of them; two stand for a long one."""
    if text.word(dash) == "—" or text.is_spaced(dash):
        return True
    return text.word(dash - 1) in DASHES or text.word(dash + 1) in DASHES


def only_asides(text: Marked, first: int, last: int) -> bool:
    """Whether nothing but when, where and to whom follows a verb («…, the minister said on Monday»)."""
    if last - first <= 1:
        return True
    if text.word(first) == ":" or first in text.closes:
        return False  # «he said: …»
    if not text.is_word(first):
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
    if text.hit(before, "determiners") is not None or _is_possessive(text, before):
        floats = _floats(text, before) or _stands_alone(text, place)
        return not floats or text.hit(place, "noun") is not None
    if ends_opener(text, place):
        return False  # «The rebels for their part claim that …»
    after = place + 1
    if text.hit(place, "territories") and text.capital(before) and not text.hit(after, "that"):
        return True  # «Unity and Jonglei states»
    cited = text.hit(before, "verb") and not text.hit(before - 1, "prepositions")
    if cited and forms.is_past(text.word(place)) and not text.capital(before):
        return True  # «cited alleged shelling»
    if text.hit(before, "giving") and text.hit(place, "documents"):
        return True  # «released decrees»
    verb = text.hit(place, "verb")
    of = text.hit(after, "of") and not (verb is not None and verb.length > 1)  # «boast of»
    if of and text.hit(place, "noun"):
        return True  # «more accurate reports of»
    if _is_before_verb(text, place) or is_roused(text, before, place) or _says_which(text, place):
        return True
    named = text.word(before).endswith("ly") and text.hit(before - 1, "determiners") is not None
    if named or _is_one_of_its_kind(text, place):
        return True  # «the internationally recognised government»
    apposed = text.word(before) in COMMAS and text.hit(place, "noun") and after < len(text.words)
    if apposed and text.hit(after, "that", "relative") and not _closes_clause(text, before):
        return True  # «…, remarks that senators called unacceptable»
    # «in remarks», «in televised remarks»
    if text.hit(before, "adverbs") and text.hit(before - 1, "infinitive"):
        return not had_to(text, before)  # «to also announce»
    if text.hit(before, "prepositions") and not text.hit(before, "of", "time_words"):
        return not (is_midway(text, before) or had_to(text, place) > 0)
    plain = place > 1 and not text.capital(before) and text.is_word(before)
    owned = plain and (text.hit(before - 1, "determiners") or _is_possessive(text, before - 1))
    compound = owned and text.is_plain(before)
    if compound and text.hit(place, "noun") and not text.word(place).endswith("s"):
        return True  # «a phone call»
    if plain and forms.is_ing(text.word(before)) and text.hit(place, "noun"):
        return True  # «raising hopes»
    if not plain or text.hit(before, *SPEAKERS, *ASIDES, "auxiliary", "be", "place", "facilities"):
        return False
    return (
        text.hit(before - 1, "prepositions") is not None
        and text.hit(before - 1, "of") is None
        and text.hit(place, "noun") is not None
    )


def _closes_clause(text: Marked, comma: int) -> bool:
    """Whether a comma closes a relative clause or a name: «Omar, whose house was hit, doubts that …»."""
    return any(
        text.hit(at + 1, "relative")
        or (text.capital(at + 1) and not any(is_predicate(text, on) for on in range(at, comma)))
        for at in text.marks(max(0, comma - _SUBORDINATE), comma, COMMAS)
    )


def _is_one_of_its_kind(text: Marked, place: int) -> bool:
    """Whether an article and a name stand before a noun: «a UN report found», «the UN report published»."""
    paper = text.hit(place - 1, "documents")
    if paper is not None and paper.length > 1:
        return True  # «a press note»
    peoples = text.hit(place - 1, "nation") and text.hit(place - 2, "determiners")
    one = peoples and not text.word(place - 1).endswith("s") and not forms.is_past(text.word(place))
    if one and text.hit(place + 1, "of"):
        return True  # «a Russian post of forty men»
    if not text.hit(place, "noun") or not text.hit(place - 1, "actor", "nation", "bodies"):
        return False
    article = next(
        (
            at
            for at in range(place - 1, max(-1, place - _NAME), -1)
            if text.hit(at, "indefinite_articles", "articles")
        ),
        None,
    )
    if article is None or any(is_conjunction(text, at) for at in range(article, place)):
        return False
    # After one of a kind the verb would end with an s.
    one = text.hit(article, "indefinite_articles") is not None
    return one or text.hit(place + 1, "obtained") is not None


def ends_opener(text: Marked, place: int) -> bool:
    """Whether a connective of several words ends right before a word: «for its part»."""
    near = text.all(max(0, place - _NAME), place, "opener")
    ended = any(hit.length > 1 and at + hit.length == place for at, hit in near)
    return ended and text.hit(place - 1, "documents") is None


def _is_possessive(text: Marked, place: int) -> bool:
    """Whether a word, or the mark behind it, says whose something is: «Russia's», «the rebels'»."""
    if text.word(place) == "'":
        return place > 0 and text.word(place - 1).endswith("s")
    return text.word(place).endswith(forms.POSSESSIVE)


def _floats(text: Marked, place: int) -> bool:
    """Whether «all» or «each» stands behind a subject: «the two sides each …», not «address all …»."""
    subject = text.capital(place - 1) or text.hit(place - 1, "auxiliary", *SPEAKERS)
    return bool(subject) and text.hit(place, "floating") is not None


def _stands_alone(text: Marked, place: int) -> bool:
    """Whether a determiner before a verb stands for somebody: «another said that …», «each accuses …»."""
    before = place - 1
    alone = text.hit(before, "indefinite", "floating") or any(
        hit is not None and at + hit.length == place
        for at in range(max(0, place - 2), before)
        for hit in [text.hit(at, "pronouns")]
    )
    if not alone:
        return False
    inflected = text.word(place).endswith("s") and text.hit(before, "singly")
    past = text.hit(place, "pasts") is not None
    return bool(inflected) or past or text.hit(place + 1, "that", "nominative") is not None


def _says_which(text: Marked, place: int) -> bool:
    """Whether a participle says more of a thing before it: «a truce proposed for the holiday»."""
    before = place - 1
    if not text.hits[before] or not forms.is_past(text.word(place)):
        return False
    verb = text.hit(place, "verb")
    if verb is None:
        return False
    after = place + verb.length
    if text.hit(before, "documents") and text.hit(place, "obtained"):
        return text.hit(after, "that") is None  # «the statement posted on its website»
    return (
        text.hit(before, "things") is not None and text.hit(after, *_BEHIND_PARTICIPLE) is not None
    )


def is_roused(text: Marked, verb: int, noun: int) -> bool:
    """Whether something gives hope or fear, and nobody says so: «raised fears of …»."""
    hope = text.hit(noun, "noun") if text.hits[noun] else None
    return hope is not None and hope.value.act == "expect" and text.hit(verb, "rousing") is not None


def _is_before_verb(text: Marked, place: int) -> bool:
    """Whether a noun stands before the verb of its clause: «the mission's weekly report says …»."""
    after = place + 1
    if after >= len(text.words) or not text.hit(place, "noun"):
        return False
    return text.hit(after, "verb") is not None and not forms.is_ing(text.word(after))


def is_in_name(text: Marked, place: int) -> bool:
    """Whether a word that may be a verb is part of a name: «Islamic State», «the United States»."""
    if not text.capital(place):
        return False
    after = place + 1
    if place > 1 and text.word(place - 1) == "." and text.hit(place - 2, "abbreviations"):
        return text.capital(place - 2)  # «Mr. Said Nuri»
    alone = after >= len(text.words) or not text.is_word(after) or not text.capital(after)
    if place and alone and text.capital(place - 1) and not text.hit(place - 1, "starters"):
        return not text.written(place).isupper()  # «Economic Community of West African States»
    if place and not alone and text.is_word(place - 1) and not text.capital(place - 1):
        return True  # «rebel leader Said Nur»
    for before in range(max(0, place - _NAME), place):
        name = text.hit(before, "actor", "place")
        if name is not None and before + name.length > place:
            return True
    return False


def is_passive(text: Marked, place: int) -> bool:
    """Whether a word that may be a verb is a participle of the passive."""
    before = place - 1 - (place > 1 and text.word(place - 1) in QUOTES)  # «been "encouraged"»
    while before > 0 and text.hit(before, "adverbs", "negators") and not text.hit(before, "be"):
        before -= 1  # «were promptly informed», «was not asked»
    return before >= 0 and text.hit(before, "be") is not None and not forms.is_ing(text.word(place))


def before_auxiliaries(text: Marked, place: int, start: int) -> int:
    """Where the words before a verb that belong to it begin («has also», «did not»)."""
    while place > start:
        before = place - 1
        if text.hit(before, "have") and (said := _reported(text, place, start)) is not None:
            place = said
        elif text.hit(before, "auxiliary", "be", "negators", "adverbs") or is_midway(text, before):
            place -= 1
        elif before > start and text.hits[before] and (longer := had_to(text, place)):
            place = max(start, place - longer)
        elif text.hit(before, "floating") and text.hit(before - 1, "auxiliary"):
            place -= 1  # «have each accused»
        elif before > start and _is_second(text.hit(before - 1, "adverbs")):
            place -= 2  # «has so far refused»
        elif text.word(before) in COMMAS and (opening := _turning(text, before, start)) is not None:
            place = opening  # «did not, however, rule out»
        else:
            break
    return place


def _reported(text: Marked, place: int, start: int) -> int | None:
    """Where it begins that somebody is said to have done it: «is reported to have warned»."""
    return next(
        (
            at
            for at in range(max(start, place - _REPORTED), place)
            for hit in text.hits[at]
            if hit.kind == "reportedly" and at + hit.length == place
        ),
        None,
    )


def _turning(text: Marked, comma: int, start: int) -> int | None:
    """Where a connective opens within a verb that a comma closes: «did not, however, rule out»."""
    commas = text.marks(max(start, comma - _TURN), comma, COMMAS)
    if not commas or not text.hit(commas[-1] - 1, "auxiliary", "be", "negators"):
        return None
    opening = commas[-1]
    return opening if text.past(opening + 1, comma, "opener", "adverbs") == comma else None


def _is_second(hit: Hit | None) -> bool:
    """Whether a phrase has two words."""
    return hit is not None and hit.length == 2


def had_to(text: Marked, place: int) -> int:
    """How many words before a verb say that somebody had to do it, and did: «had to deny», «is at pains to say»."""
    if place < 2 or text.hit(place - 1, "infinitive") is None:
        return 0
    for length in range(_OBLIGED, 0, -1):
        hit = text.hit(place - 1 - length, "obliged") if place > length else None
        if hit is not None and hit.length == length:
            return length + 1
    return 0


def is_midway(text: Marked, place: int) -> bool:
    """Whether a word stands between «has» and its verb: «has since explained»."""
    return (
        bool(text.hits[place])
        and place > 0
        and text.hit(place, "subordinate") is not None
        and text.hit(place - 1, "auxiliary") is not None
    )


def relative_before(text: Marked, place: int, first: int) -> int | None:
    """Where the relative clause begins that a predicate stands in, if it stands in one."""
    for before in range(place - 1, max(first, place - _RELATIVE) - 1, -1):
        if is_relative(text, before):
            return before
        if text.word(before) in _PARTS or text.hit(before, "that", "boundary"):
            return None
    return None


def past_relative(text: Marked, place: int, first: int, last: int) -> int | None:
    """Where a clause goes on behind a relative one that says more of its subject: «X, who …, did»."""
    if place <= first or not text.hit(place, "relative") or text.word(place - 1) not in COMMAS:
        return None
    if has_predicate(text, first, place):
        return None
    comma = text.mark(place, last, COMMAS)
    return comma + 1 if comma < last else None


def past_opening(text: Marked, first: int, last: int) -> int:
    """Where the main clause begins behind another: «If it does not last, the group will …»."""
    if first >= last:
        return first
    comma = text.mark(first, min(first + _SUBORDINATE, last), COMMAS)
    led = text.hit(first, "prepositions") and comma < min(first + _SUBORDINATE, last - 1)
    if led and not has_predicate(text, first, comma):
        return comma + 1  # «Under the deal, none of them may …»
    within = text.find(first, min(first + _DATED, comma), "subordinate")
    if within is None or has_predicate(text, first, within):
        return first
    if within > first and not text.hit(within, "dating"):
        return first  # «Nearly a month after he ordered it, …»
    return comma + 1 if comma < min(first + _SUBORDINATE, last - 1) else first


def joins_clauses(text: Marked, place: int, first: int) -> bool:
    """Whether a negator stands in a second clause behind «and», and so not in the first one."""
    joined = text.places(first + 1, place, "conjunctions")
    return bool(joined) and any(
        is_predicate(text, before) or (forms.is_past(text.word(before)) and before > first)
        for before in range(first, joined[0])
    )


def goes_on_negating(text: Marked, place: int) -> bool:
    """Whether a negator only goes on for one before it: «neither … nor …», «not a clause, not one»."""
    again = text.word(place - 1) in COMMAS and not text.hit(place + 1, "be", "auxiliary")
    return again or text.hit(place, "correlatives") is not None


def contrasts(text: Marked, place: int) -> bool:
    """Whether a word only says what is not meant: «…, not for Taylor», «other than by force»."""
    if text.hit(place, "apart"):
        return True
    apart = text.hit(place, "negators") and text.word(place - 1) in COMMAS
    if apart:
        comma = text.mark(place, min(place + _ASIDE, len(text.words)), COMMAS)
        if is_predicate(text, comma + 1):
            return True  # «The fighting, never suspended, is …»
    named = text.capital(place + 1) or text.hit(place + 1, "prepositions", "determiners")
    return bool(apart and named) or _says_of(text, place)


def _says_of(text: Marked, place: int) -> bool:
    """Whether a negator only says more of a noun: «weapons not banned by the deal»."""
    past = text.hit(place, "not_finite") is not None and forms.is_past(text.word(place + 1))
    before = place - 1
    verbal = text.hit(before, "be", "auxiliary", "adverbs", "pronouns", "verb", "conjunctions")
    return past and before >= 0 and text.is_word(before) and verbal is None


def opens_only(text: Marked, place: int) -> bool:
    """Whether what begins here ends at a comma before the clause: «Without a law, nobody can …»."""
    return text.mark(place, place + _OPENING, COMMAS) < place + _OPENING


def is_relative(text: Marked, place: int) -> bool:
    """Whether a relative clause begins here: «the body that oversees aid»."""
    if text.hit(place, "relative", "that") is None:
        return False  # most words
    if text.hit(place, "relative"):
        return True
    after = place + 1
    if place == 0 or after >= len(text.words) or not text.hit(place, "that"):
        return False
    if text.hit(after, "did") and not text.hit(place - 1, "verb", "noun"):
        return True  # «a truce with the rebels that went into force on Friday»
    if not text.hit(place - 1, *_BEARERS) or text.hit(place - 1, "pronouns", "verb", "noun"):
        return False
    if text.hit(after, "be", "auxiliary"):
        return True
    inflected = text.word(after).endswith(_INFLECTED) and not text.capital(after)
    return inflected and not text.hit(after, *SPEAKERS, "determiners", "unit", "place_heads")


# Kinds of words that may show a verb.
_PREDICATES = ("be", "auxiliary", "verb")


def is_predicate(text: Marked, place: int) -> bool:
    """Whether a word shows that a clause has its verb: what stands behind is no subject."""
    if text.hit(place, *_PREDICATES) is None:
        return False  # most words
    if text.hit(place, "be", "auxiliary") and not text.hit(place, "adverbs"):
        return True
    spoken = text.hit(place, "verb") is not None
    if spoken and text.hit(place + 1, "by_whom") and not text.hit(place - 1, "be", "auxiliary"):
        return False  # «sources quoted by the agency»
    return spoken and not is_noun(text, place) and not text.capital(place)


def has_predicate(text: Marked, first: int, last: int) -> bool:
    """Whether a word of a stretch shows that a clause has its verb."""
    return any(is_predicate(text, place) for place in text.places(first, last, *_PREDICATES))


def acts(text: Marked, place: int) -> bool:
    """Whether a word shows what somebody does: a predicate, or a past."""
    return is_past(text, place) or is_predicate(text, place)


def is_past(text: Marked, place: int) -> bool:
    """Whether a word tells what somebody did, and does not only give their name or age."""
    if text.capital(place):
        return False
    if text.hits[place] and text.hit(place, "naming"):
        return not (text.capital(place + 1) or text.word(place + 1).isdigit())
    return forms.is_past(text.word(place)) or text.hit(place, "did") is not None


def is_to_act(text: Marked, to: int) -> bool:
    """Whether «to» stands before a verb: «to leave», not «the ambassador to Kenya», «to the talks»."""
    after = to + 1
    noun = text.hit(
        after, "determiners", "possessives", "nation", "place", "bodies", "things", "oblique"
    )
    return text.is_word(after) and not text.capital(after) and noun is None


def keeps_silent(text: Marked, after: int) -> bool:
    """Whether what stands behind a verb shows that nothing is said: «asked not to be named», «refused to say if»."""
    if text.hit(after, "anonymity", "silence"):
        return True
    return text.hit(after, "infinitive") is not None and text.hit(after + 1, "silence") is not None


def opens_as_participle(text: Marked, place: int) -> bool:
    """Whether what begins here begins with a participle, and not with a name that looks like one."""
    word = text.word(place)
    if text.hit(place, "did") and text.hit(place + 1, "prepositions"):
        return True  # «Met by a crowd, …», «Held in Doha since Monday, …»
    if not (forms.is_past(word) or forms.is_ing(word)):
        return False
    if text.hit(place, *_NAMES):
        return False  # «Beijing said …», «King Hussein said …»
    if text.hit(place + 1, "titles") and not text.hit(place, "participle", "quoting"):
        return False  # «Coordinating minister Susilo said …»
    named = forms.is_past(word) and text.capital(place) and text.capital(place + 1)
    return not named or text.hit(place + 1, "months") is not None  # «Ahmed Nur said …»
