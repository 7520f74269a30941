"""Verbs of saying in an English sentence: which of them introduce something said, and for whom.

In: a sentence as far as it is read, a word, and what the lexicon has for it.  Out: a head or none.  The
verb stands behind its subject («The minister said that …»), behind or within what is said («…, the
minister said»), in the passive («was denied by the minister») or in a relative clause («…, who said …»).
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.clauses import GOES_ON
from hudna.text.english.asides import set_apart
from hudna.text.english.beginnings import clause_of, closes_apposition, is_inside, joins
from hudna.text.english.joined import begins_clause
from hudna.text.english.parts import (
    ASIDES,
    acts,
    before_auxiliaries,
    is_conjunction,
    is_in_name,
    is_noun,
    is_passive,
    is_predicate,
    is_to_act,
    only_asides,
)
from hudna.text.english.passives import alleged, in_passive
from hudna.text.english.quotations import quoted_before, quoted_on
from hudna.text.english.said import find_said
from hudna.text.english.settings import past_addressee
from hudna.text.english.silent import says_nothing
from hudna.text.english.subjects import (
    antecedent,
    find_subject,
    is_present,
    leading_subject,
    subject_after,
    subject_around,
)
from hudna.text.frames import Head, Sentence
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, END_QUOTES, QUOTES, SEMICOLONS, Marked, Stretch

# Acts of verbs that may stand behind what is said without quotation marks.
_TRAILING = GOES_ON | {"opinion", "announce", "expect", "commit"}
# What is said before such a verb has more words, unless its own verb is among them.
_TRAILED = 4
# «…, reported the agency»: who reports has at most so many words, and ends the sentence.
_SOURCE = 6
# What parts a clause that somebody says from what stands before it.
_PARTS = SEMICOLONS | {":"}
# A word and its comma; a verb and its preposition.
_ONE = 2
_TWO = 2
# Several subjects have at most so many words before the last.
_SUBJECTS = 14
_ASIDE = 6
# Who says it where and beside whom has at most so many words.
_OCCASION = 14
# What only takes back what was said has at most so many words with its comma.
_TAIL = 6
# How far back the auxiliaries of a form in -ing stand.
_AUXILIARIES = 4
# What somebody does says nothing: it is among the last so many words of a subject.
_ENDING = 2
# Who is not known by any word has at most so many.
_ANYBODY = 8


def find_verb(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb of saying, with its subject."""
    when = s.text.hit(place + hit.length - 1, "time_words") if hit.length > 1 else None
    if when is None or when.length == 1:
        return _find_verb(s, place, _parted(s, place, hit))
    # «insisted on Monday that …» insists on nothing.
    alone = (one for one in s.text.lexicon.hits([s.text.word(place)])[0] if one.kind == "verb")
    return next((_find_verb(s, place, _parted(s, place, one)) for one in alone), None)


def _parted(s: Sentence, place: int, hit: Hit) -> Hit:
    """A verb with its preposition behind when or where it was said: «called on Monday for a truce»."""
    text = s.text
    if hit.length > 1:
        return hit
    behind = text.past(place + 1, s.last, "time_words", "occasions", "adverbs")
    if behind == place + 1 and text.hit(behind, "prepositions") and text.hit(behind + 1, "place"):
        behind += 2  # «called in Aden for a truce»
    if behind == place + 1 or not text.hit(behind, "prepositions"):
        return hit
    two = text.lexicon.hits([text.word(place), text.word(behind)])[0]
    whole = (one for one in two if one.kind == "verb" and one.length == _TWO)
    return next((one._replace(length=behind + 1 - place) for one in whole), hit)


def _find_verb(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb of saying that is no part of a time."""
    text, after = s.text, place + hit.length
    if forms.is_ing(text.word(place)) and not is_going_on(s, place):
        return None  # «, adding that …» is a participle
    if is_in_name(text, place) or says_nothing(s, place, hit):
        return None
    passive = is_passive(text, place)
    at_once = _told_of(s, place, hit) if passive else set_apart(s, place, hit)
    if at_once is not None:
        return at_once
    if is_noun(text, place) or (passive and (after >= s.last or not text.hit(after, "that"))):
        return None
    plain = hit.value.that  # «held … responsible» takes no quotation
    quoted = quoted_before(text, place, s.first) if plain else None
    if quoted is not None and not any(head.quoted == quoted for head in s.heads):
        subject = subject_around(text, place, hit, quoted, s.last)
        whole = quoted_on(text, quoted, max(after, subject[1] if subject else 0), s.last)
        return Head(quoted[0] - 1, place, hit, "after", subject, quoted=whole)
    if plain and (trailed := _trailing(s, place, hit)) is not None:
        said, subject = trailed
        covers = not text.has(*subject, "documents")
        first = s.first if s.heads else said[0]
        return Head(first, place, hit, "after", subject, quoted=said, covers=covers)
    anchor = _quoted_verb(text, place, after)
    start = clause_of(text, anchor, s.first)
    begins = before_auxiliaries(text, anchor, start)
    told_more = _relative(s, place, hit, start, begins) or _of_object(s, place, hit, start, begins)
    if told_more is not None or _is_in_gap(s, start, begins, place + hit.length):
        return told_more
    subject = find_subject(text, (start, begins)) or _anybody(
        text, start, begins, place + hit.length, hit
    )
    if text.has(begins, place, "nobody") or (subject is not None and _is_none(s, place, subject)):
        return None
    joined = begins > s.first and joins(s, begins - 1)
    if subject is None and joined and (_is_to_do(s, place) or _is_told(s, place)):
        return None
    if subject is None and joined and not s.heads and is_conjunction(text, begins - 1):
        subject, start = leading_subject(text, s.first, begins - 1), begins - 1
    if subject is None and not (joined and s.heads) and not passive:
        return None
    if find_said(text, place, hit, s.last) is None:
        return None
    start, subject = _beside(s, start, subject)
    if subject is None and joined:
        start, subject = begins - 1, _in_source(s)
    # «said it had moved its men and had asked for notice»
    nested = subject is None and joined and bool(s.heads) and _goes_on(s, begins, place)
    nested = nested or is_inside(s, start)
    if nested and text.has(begins, place, "willing"):
        return None  # «said it would accept a truce»
    return Head(start, place, hit, "verb", subject, nested)


def _told_of(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb in the passive with who says it, or what is alleged of somebody."""
    told_by = in_passive(s, place, hit)
    accused = hit.value.act == "accuse" and s.text.word(place + hit.length) in hit.value.with_
    return alleged(s, place, hit) if told_by is None and accused else told_by


def _quoted_verb(text: Marked, place: int, after: int) -> int:
    """Where a verb begins that only is quoted: «The ministry "categorically rejected" …»."""
    if text.word(after) not in END_QUOTES:
        return place
    begins = before_auxiliaries(text, place, max(0, place - _AUXILIARIES))
    opening = begins - 1
    return opening if opening >= 0 and text.closes.get(opening) == after else place


def _is_to_do(s: Sentence, place: int) -> bool:
    """Whether a verb tells what somebody is to do: «called on it to ensure calm and note breaches»."""
    text = s.text
    if not s.heads or not is_conjunction(text, place - 1) or not _is_bare(text, place):
        return False
    last = s.heads[-1]
    return not _is_bare(text, last.place) and text.has(last.after, place, "infinitive")


def _is_told(s: Sentence, place: int) -> bool:
    """Whether a present goes on with what is said in the past: «said it is alarming and contradicts …»."""
    text = s.text
    if not s.heads or not is_conjunction(text, place - 1):
        return False
    if text.hit(place, "wanting") and text.has(s.heads[-1].after, place, "that"):
        return True  # «said that it was ready and wanted peace»
    if text.word(place)[-1:] != "s":
        return False
    if text.word(place - 2) in COMMAS:
        return False
    last = s.heads[-1]
    past = forms.is_past(text.word(last.place)) or text.hit(last.place, "pasts")
    return bool(past) and text.has(last.after, place, "be", "auxiliary")


def _is_bare(text: Marked, place: int) -> bool:
    """Whether a verb has no ending, as behind «to»."""
    word = text.word(place)
    ended = forms.is_past(word) or forms.is_ing(word) or (word[-1] == "s" and word[-2:] != "ss")
    return not ended and text.hit(place, "pasts") is None


def _tells_which(s: Sentence, subject: int) -> bool:
    """Whether a subject stands right behind a thing: «the truce the government declared last year»."""
    text = s.text
    return (
        subject > s.first
        and text.hit(subject - 1, "things") is not None
        and (text.hit(subject, "determiners", "nominative") is not None)
    )


def _anybody(text: Marked, start: int, begins: int, after: int, hit: Hit) -> Stretch | None:
    """Whoever stands before a plain verb of saying and its «that»: «the families asked that», «the major told us that»."""
    that = text.hit(after, "that") is not None
    if hit.value.to and hit.value.that:
        that = text.has(after, min(after + _ASIDE, len(text.words)), "that")
    elif hit.value.strict and hit.length == 1:
        return None
    if not that or not start < begins <= start + _ANYBODY:
        return None
    plain = all(text.is_word(at) and not acts(text, at) for at in range(start, begins))
    led = text.hit(
        start, "prepositions", "that", "relative", "subordinate", "pronouns", "conjunctions"
    )
    return (start, begins) if plain and not led else None


def _is_none(s: Sentence, place: int, subject: Stretch) -> bool:
    """Whether a subject is none, or says that nobody does it: «no group claimed …»."""
    text = s.text
    ending = text.all(max(subject[0], subject[1] - _ENDING), subject[1], "deeds")
    if text.hit(subject[0], "asking"):
        return True  # «That is what the envoy told the press»
    if subject[0] > s.first and text.hit(subject[0] - 1, "asking"):
        return True  # «what it called a truce»
    if text.hit(place, "be") and text.hit(subject[0], "of_body"):
        return True  # «it was clear that»
    if _tells_which(s, subject[0]) or any(not text.capital(at) for at, _ in ending):
        return True  # «the attacks there have raised concerns»
    led = text.find(subject[0], min(subject[0] + _ENDING, subject[1]), "deeds")
    if led is not None and not text.capital(led + 1) and text.hit(led + 1, "of"):
        return True  # «The violations of the deal show that …»
    plain = all(text.is_word(place) for place in range(*subject))
    none = text.hit(subject[0], "negators") is not None
    return plain and none and not text.hit(subject[0], "correlated")


def _relative(s: Sentence, place: int, hit: Hit, start: int, begins: int) -> Head | None:
    """«…, which called on both sides to …», «…, which he described as …»: behind another clause."""
    text, own = s.text, begins - 1
    which = own if text.hit(own, "relative") else start - 1
    if (
        which <= s.first + 1
        or not text.hit(which, "relative")
        or text.word(which - 1) not in COMMAS
    ):
        return None
    begin = antecedent(text, which - 1, s.first)
    if not s.heads and not any(acts(text, at) for at in range(s.first, begin)):
        return None  # «Pakistan, which denies the charge, said …»
    subject = find_subject(text, (begin, which - 1) if which == own else (start, begins))
    if subject is None or find_said(text, place, hit, s.last) is None:
        return None
    return Head(which, place, hit, "verb", subject)


def _of_object(s: Sentence, place: int, hit: Hit, start: int, begins: int) -> Head | None:
    """«India, which Islamabad accuses of …, has …»: who is told of is not who speaks."""
    text = s.text
    low = max(s.first, start - _SUBJECTS) if is_conjunction(text, start - 1) else start
    which = text.places(low + 2, begins - 1, "relative")
    if not which:
        return None
    # «…, for which Paris has pledged men, …»
    led = text.hit(which[-1] - 1, "prepositions") is not None
    if text.word(which[-1] - 1 - led) not in COMMAS:
        return None
    if text.mark(which[-1], begins, COMMAS) < begins:
        return None  # «The front, which holds the town, said …»
    subject = find_subject(text, (which[-1] + 1, begins))
    if subject is None or subject[0] != which[-1] + 1:
        return None
    if find_said(text, place, hit, s.last) is None:
        return None
    closing = text.mark(place, s.last, COMMAS)  # «said that aid, to which Kyiv has agreed, will …»
    nested = bool(led and s.heads and closing + 1 < s.last and acts(text, closing + 1))
    return Head(which[-1], place, hit, "verb", subject, nested)


def _is_in_gap(s: Sentence, start: int, begins: int, after: int) -> bool:
    """Whether what a verb holds stands before it: «In the truce which the army announced on Monday, …»."""
    text = s.text
    joined = is_conjunction(text, start - 1)  # «…, to which Kyiv and the front both consented, …»
    low = max(s.first, start - _SUBJECTS) if joined else start
    which = text.places(low + 1, begins - 1, "relative")
    if not which or text.word(which[-1] - 1) in COMMAS:
        return False
    floating = text.hit(begins - 1, "floating") is not None
    subject = find_subject(text, (which[-1] + 1, begins - floating))
    if subject is None or (subject[0] != which[-1] + 1 and not joined):
        return False
    end = text.mark(after, min(after + _ASIDE, s.last), COMMAS)
    return text.past(after, end, *ASIDES) >= end


def _beside(s: Sentence, start: int, subject: Stretch | None) -> tuple[int, Stretch | None]:
    """Where a clause begins, and who speaks in it, with who stands beside them: «The envoy, Jan Kub, and his aide agreed …»."""
    text, last = s.text, start - 1
    if subject is None or s.heads or last <= s.first or text.word(last - 1) not in COMMAS:
        return start, subject
    if not is_conjunction(text, last) or text.hit(last, "boundary"):
        return start, subject
    first = leading_subject(text, s.first, last)
    whole = first is not None and first[0] == s.first and text.shorn(s.first, last) <= first[1]
    return (s.first, (s.first, subject[1])) if whole else (start, subject)


def _in_source(s: Sentence) -> Stretch | None:
    """Who acts in what a source tells: «According to the envoy, the army agreed to leave and promised to …»."""
    sourced = bool(s.heads) and s.heads[0].sort == "according" and s.heads[0].first == s.first
    return s.heads[-1].subject if sourced else None


def _goes_on(s: Sentence, begins: int, place: int) -> bool:
    """Whether a verb with «has» or «had» goes on for the subject within what somebody said."""
    text, last = s.text, s.heads[-1]
    said = find_said(text, last.place, last.hit, s.last) if last.sort == "verb" else None
    if begins == place or said is None or said.content > begins:
        return False
    helping = text.hit(begins, "auxiliary")
    return helping is not None and text.has(said.content, begins - 1, "auxiliary", "be")


def _trailing(s: Sentence, place: int, hit: Hit) -> tuple[Stretch, Stretch] | None:
    """What is said before its verb without quotation marks, or around it, and who says it."""
    text = s.text
    marks = text.marks(s.first, place, _PARTS)
    first = marks[-1] + 1 if marks else s.first
    if (subject := _inverted(s, place, hit)) is not None:
        goes_on = _goes_on_behind(text, subject[1], s.last, first)
        return (first, s.last if goes_on else place - 1), subject
    after = place + hit.length
    if hit.value.to:
        after = past_addressee(text, after, s.last)  # «…, sources told Al Jazeera»
        if text.hit(after, "infinitive"):
            return None
    if not only_asides(text, after, s.last) or text.word(after) in hit.value.with_:
        return None
    if text.hit(after, "infinitive") and is_to_act(text, after):
        return None  # «For a second day, rebels continued to …»
    goes_on = _goes_on_behind(text, after, s.last, first)
    start = _behind_comma(s, place) if goes_on else _from_comma(s, clause_of(text, place, first))
    closed = text.word(start - 1) in END_QUOTES and text.word(start - 2) in COMMAS
    short = any(acts(text, at) for at in range(first + 1, start - 1))  # «Two men died, he said»
    least = 1 if goes_on else _ONE if short else _TRAILED
    if start <= first + least or not (closed or text.word(start - 1) in COMMAS):
        return None
    if _names_within(text, first, start - 1):
        return None  # «…, which a councillor, Mary Kub, welcomed»
    if text.hit(start, "boundary", "relative") or text.hit(first, "according", "viewed"):
        return None
    led = text.hit(first, "prepositions", "opener", "time_words")
    told = text.has(first, start - 1, "event", "harming", "striking")
    if led and not told and not any(acts(text, at) for at in range(first, start - 1)):
        return None
    begins = before_auxiliaries(text, place, start)
    subject = find_subject(text, (start, begins))
    if subject is None or text.has(begins, place, "willing"):
        return None  # «If it is attacked, the army will respond»
    if any(text.hit(at + 1, "asking") for at in text.places(*subject, "of")):
        return None  # «…, less than half of what the UN had asked for»
    return (first, s.last if goes_on else start - 1 + closed), subject


def _behind_comma(s: Sentence, place: int) -> int:
    """Where the words before a verb begin behind the last comma."""
    commas = s.text.marks(s.first, place, COMMAS)
    return commas[-1] + 1 if commas else s.first


def _goes_on_behind(text: Marked, after: int, last: int, first: int) -> bool:
    """Whether a clause goes on behind who says it: «The truce, he said on Friday, would hold»."""
    comma = text.mark(after, min(after + _OCCASION, last), COMMAS)
    quoted = text.word(comma + 1) in QUOTES  # «The truce, he said, "will hold"»
    comma += quoted
    if comma >= min(after + _OCCASION, last - 2) or not _is_aside(text, after, comma):
        return False
    tail = text.hit(comma + 1, "adverbs") and not any(acts(text, at) for at in range(comma, last))
    if tail and last - comma <= _TAIL:
        return True  # «There are no captives, he says, merely families»
    cleft = text.hit(first, "of_body") and text.hit(first + 1, "be")
    if cleft and text.hit(comma + 1, "that", "relative"):
        return True  # «It was the army, residents insisted, that had fired first»
    if text.hit(first, "subordinate"):
        return True  # «If it is broken, he warns, the group will …»
    if text.hit(comma + 1, "condition"):
        return False  # «…, the envoy said, provided that …»
    if text.hit(comma + 1, "by_whom") or _is_cut(text, after, first):
        return True  # «…, neighbours claim, by gangs»; «It will not, he said, cover …»
    if quoted and not text.capital(comma + 1) and _is_unsaid(text, first, after):
        return True
    if _is_unsaid(text, first, after) and begins_clause(text, comma + 1, last, parted=True):
        return True  # «Truce or no truce, says Musa, nobody crosses»
    behind = text.past(comma + 1, last, "negators", "adverbs")
    if behind > comma + 1 and acts(text, behind):
        return True  # «A second truck, he adds, never arrived»
    if is_conjunction(text, comma + 1) and text.hit(comma + 2, "verb"):
        return _is_cut(text, after, first)  # «…, he said, and urged people to …»
    if is_conjunction(text, comma + 1):
        # «…, he noted, and a note accused …»
        another = begins_clause(text, comma + 2, last, parted=True)
        return not another and text.hit(comma + 1, "boundary") is None
    if forms.is_ing(text.word(comma + 1)):
        return False  # «…, sources said, adding that …»
    return is_predicate(text, comma + 1) or (
        forms.is_past(text.word(comma + 1)) and not text.capital(comma + 1)
    )


def _names_within(text: Marked, first: int, comma: int) -> bool:
    """Whether a comma only parts a title from its name within a relative clause that has no verb yet."""
    parted = text.marks(first, comma, COMMAS)
    if not parted or not text.hit(parted[-1] + 1, "relative"):
        return False
    return not any(acts(text, at) for at in range(parted[-1] + 2, comma))


def _is_aside(text: Marked, first: int, comma: int) -> bool:
    """Whether only when, where and beside whom stands before a comma: «said at talks with his aide, …»."""
    behind = text.past(first, comma, *ASIDES, "place")
    if behind == comma or (behind == comma - 1 and text.word(behind) in COMMAS):
        return True
    led = text.hit(behind, "prepositions") and not text.hit(behind, "infinitive")
    return bool(led) and behind > first and not any(acts(text, at) for at in range(behind, comma))


def _is_unsaid(text: Marked, first: int, after: int) -> bool:
    """Whether a clause has no verb before its first comma."""
    comma = text.mark(first, after, COMMAS)
    return not any(acts(text, at) for at in range(first, comma))


def _is_cut(text: Marked, after: int, first: int) -> bool:
    """Whether a clause breaks off before who says it: its verb is not there yet."""
    commas = text.marks(first + 1, after, COMMAS)
    if not commas:
        return False
    before = commas[-1] - 1
    return text.hit(before, "auxiliary", "be", "negators", "relative") is not None or (
        text.hit(commas[-1] + 1, "nominative") is not None
    )


def _from_comma(s: Sentence, start: int) -> int:
    """Where several subjects of a verb begin: «…, residents and a military source said»."""
    text = s.text
    if start == s.first or not is_conjunction(text, start - 1):
        return start
    for comma in range(start - 2, max(s.first, start - _SUBJECTS), -1):
        if text.word(comma) in COMMAS:
            named = find_subject(text, (comma + 1, start - 1))
            return comma + 1 if named is not None and named[0] == comma + 1 else start
        if is_predicate(text, comma) or text.hit(comma, "that", "boundary"):
            return start
    return start


def _inverted(s: Sentence, place: int, hit: Hit) -> Stretch | None:
    """The subject of a verb behind what is said: «…, said the minister»."""
    text, after = s.text, place + hit.length
    speech: Speech = hit.value
    trailing = speech.act in _TRAILING or (speech.act == "accuse" and not speech.to)
    if not trailing or not speech.that or after >= s.last or place - s.first < _ONE:
        return None
    if speech.to and not speech.strict:
        return None  # «…, the envoy told AFP»: to whom it is said follows
    plain = not speech.to and not speech.object
    reported = speech.act == "report" and speech.object and s.last - after <= _SOURCE
    if text.word(place - 1) not in COMMAS or text.hit(after, "that", "prepositions"):
        return None
    if closes_apposition(text, s.first, place - 1):
        return None  # «The army, which is to deploy there, said …»
    subject = subject_after(text, after, s.last)
    if subject is None or subject[0] != after or text.word(subject[1]) in QUOTES:
        return None  # «The UN, which left, said its team “…”»
    if text.has(*subject, "infinitive"):
        return None  # «The deal frees the men, commits Kyiv to more and …»
    short = place - s.first <= _TRAILED and not _goes_on_behind(text, subject[1], s.last, s.first)
    if not (plain or reported):
        # «Aid had come, warned the envoy», not «…, warned the army of it and left»
        before = range(s.first + 1, place - 1)
        short = not any(acts(text, at) or is_present(text, at) for at in before)
        short = short or subject[1] < s.last
        return None if short else subject
    return None if short and subject[1] < s.last else subject


def is_going_on(s: Sentence, place: int) -> bool:
    """Whether a form in -ing has auxiliaries before it, and so is the verb of its clause."""
    near = max(0, place - _AUXILIARIES)
    return place > s.first and before_auxiliaries(s.text, place, near) < place
