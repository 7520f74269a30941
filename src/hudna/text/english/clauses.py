"""Who says what in an English sentence.

The subject stands before the verb («The minister said that …»), or after it where a quotation comes
first («"…," said the minister»).  What is said follows «that», a preposition or «to» that the verb
takes, a colon or a quotation mark, or directly.  Further contents hang on it by «and that» and by
participles («adding that»).  The rules name classes of the lexicon, never words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hudna.text import forms
from hudna.text.clauses import (
    added,
    before_colon,
    conditioned,
    continued,
    narrated,
)
from hudna.text.english import narration
from hudna.text.english.background import is_background
from hudna.text.english.headings import issuer
from hudna.text.english.heads import FINDERS
from hudna.text.english.holders import by_somebody, is_quoted, of_holder, promised
from hudna.text.english.joined import begins_clause, main_clauses
from hudna.text.english.lines import behind_dash, in_brackets, whole_subject
from hudna.text.english.parts import (
    ASIDES,
    acts,
    before_auxiliaries,
    has_predicate,
    is_conjunction,
    is_passive,
    is_past,
    is_predicate,
    is_to_act,
)
from hudna.text.english.said import find_said, held_from, is_clause
from hudna.text.english.sources import attributed
from hudna.text.english.subjects import leading_subject
from hudna.text.frames import SPEECH, Frame, Grammar, Head, Sentence
from hudna.text.lexicon import Speech
from hudna.text.marked import COMMAS, QUOTES, SEMICOLONS, Marked, Stretch

_SPEAKERS = ("titles", "bodies", "actor")
# Before a colon and a quotation stand at most so many words, and behind a dash who reports a line.
_BEFORE_COLON = 28
# What somebody issued stands among the last so many words before a colon.
_PAPER = 6
_STOPS = frozenset(".!?")
_COLON = frozenset(":")
# Acts whose words may follow their verb, whatever stands between.
_DIRECT = frozenset({"state", "confirm", "report", "announce", "expect"})
# Acts that are no more than what somebody says of themselves, behind another verb.
_OWN = frozenset({"report", "expect", "opinion"})


def _is_quotation(s: Sentence) -> bool:
    """Whether a sentence is nothing but what somebody is quoted with, who speaks of themselves in it."""
    text = s.text
    closing = text.closes.get(s.first, s.first)
    whole = closing >= s.last - 2 and text.word(s.first) in QUOTES
    return whole and any(_is_self(text, head.subject) for head in s.heads)


def _unheaded(s: Sentence) -> Frame | None:
    """«Deputy spokesman: …», «… - army», and a sentence that is nothing but a quotation."""
    named = before_colon(s, whole_subject, _SPEAKERS) or behind_dash(s)
    if named is not None or (s.heads and not _is_quotation(s)):
        return named
    told = _behind_colon(s) or in_brackets(s)
    if told is not None:
        return told
    closing = s.text.closes.get(s.first, s.first)
    if closing < s.last - 2 or s.text.word(s.first) not in QUOTES:
        return None
    if s.text.word(closing - 1) == "?":
        return None  # a question says nothing
    return Frame(s.first, s.last, (s.first + 1, closing), SPEECH, carried=True)


def _behind_colon(s: Sentence) -> Frame | None:
    """«She was categorical: "…"»: who is told of, a colon, and a quotation."""
    text = s.text
    limit = min(s.first + _BEFORE_COLON, s.last)
    colon = text.mark(s.first, limit, frozenset(":"))
    close = text.closes.get(colon + 1) if colon < limit else None
    if close is None or close < s.last - 2 or text.word(colon + 1) not in QUOTES:
        return _issued(s, colon) if colon < limit else None
    frame = Frame(s.first, s.last, (colon + 2, close), SPEECH)
    subject = leading_subject(text, s.first, colon)
    if subject is None:
        return frame._replace(carried=True)
    return _by_subject(s, subject, frame)


def _issued(s: Sentence, colon: int) -> Frame | None:
    """«The army issued a terse statement: the truce was over»: what was issued says it."""
    text = s.text
    giving = text.find(s.first, colon, "giving")
    paper = text.find(colon - _PAPER, colon, "utterances", "noun")
    if giving is None or paper is None or paper < giving or colon + 2 >= s.last:
        return None
    subject = leading_subject(text, s.first, giving)
    if subject is None or not any(acts(text, at) for at in range(colon + 1, s.last)):
        return None
    return _by_subject(s, subject, Frame(s.first, s.last, (colon + 1, s.last), SPEECH))


def _spoken(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a verb of saying holds."""
    end = next(
        (
            other.quoted[1]
            for other in s.heads
            if other.quoted is not None and other.quoted[0] <= head.place < other.quoted[1]
        ),
        end,
    )
    begin = before_auxiliaries(s.text, head.place, s.first)
    if head.nested and not head.hit.value.negates and s.text.has(begin, head.place, "negators"):
        return None  # «said the army had never declared a truce»
    if head.nested and (
        s.text.has(begin, head.place, "willing") or s.text.hit(head.place, "wanting")
    ):
        return None  # «"They can accuse all they want," he said»
    if _is_set_in(s, head, begin):
        end = _comma_after(s.text, head.after, end)  # «Pakistan, which denies the charge, said …»
    elif forms.is_ing(s.text.word(head.place)) and begin == head.place:
        comma = s.text.mark(head.after, end, COMMAS)  # «the minister, while welcoming it, said …»
        led = s.text.hit(head.place - 1, "boundary") or is_predicate(s.text, comma + 1)
        end = comma if led else end
        if head.place == s.first and head.subject is not None:
            end = head.subject[0] - 1  # «Denying reports of a raid, the ministry …»
    if head.nested and head.first > s.first and s.text.hit(head.first - 1, "dating"):
        end = _comma_after(s.text, head.after, end)  # «a month after he ordered a halt, fighting …»
    if head.nested:
        end = _before_stop(s.text, head.after, end)
    end = _before_quotation(s, head, end)
    said = find_said(s.text, head.place, head.hit, end)
    if head.nested and _is_history(s):
        return None
    if said is None or (head.nested and _is_self(s.text, head.subject)):
        return None
    if _of_themselves(s, head):
        return None
    sourced = _past_source(s, said.content)
    said = said._replace(content=said.content if sourced is None else sourced)
    stop = _before_occasion(s.text, said.content, min(said.end or end, end))
    if said.end is None:
        stop = _before_second(s.text, said.content, stop)
    speech = promised(s.text, head.hit.value, said.content, stop)
    frame = head.frame((said.content, stop), max(stop, said.content), speech)
    if is_passive(s.text, head.place):
        return frame  # «it was announced that …»
    said_behind = s.text.word(said.content - 1) == ":" and any(
        other.quoted is not None and other.quoted[0] == said.content for other in s.heads
    )  # «is sceptical: the fronts, he observes, …»
    return _by_subject(s, head.subject, frame._replace(unsaid=said_behind))


def _past_source(s: Sentence, content: int) -> int | None:
    """Where what is said goes on behind who it is from: «noted that, according to the mission, …»."""
    led = content + (s.text.word(content) in COMMAS)
    if not any(head.nested and head.place == led for head in s.heads if head.sort == "according"):
        return None
    comma = s.text.mark(led, s.last, COMMAS)
    return comma + 1 if comma + 1 < s.last else None


def _before_quotation(s: Sentence, head: Head, end: int) -> int:
    """Where a thing ends that somebody denies or demands, before their words: «denied it: "…"»."""
    text = s.text
    colon = text.mark(head.after, end, _COLON)
    quoted = colon < end and text.word(colon + 1) in QUOTES and head.hit.value.act not in _DIRECT
    quoted = quoted or any(one.quoted and one.quoted[0] == colon + 1 for one in s.heads)
    if not quoted or find_said(text, head.place, head.hit, colon) is None:
        return end
    return colon


def _words_behind(s: Sentence, head: Head) -> Frame | None:
    """Somebody's words behind a colon and what they deny or demand."""
    if head.sort != "verb" or head.nested:
        return None
    colon = _before_quotation(s, head, s.last)
    if colon == s.last or s.text.word(colon + 1) not in QUOTES:
        return None
    close = s.text.closes.get(colon + 1, s.last)
    return _by_subject(s, head.subject, Frame(colon + 1, close, (colon + 2, close), SPEECH))


def _is_history(s: Sentence) -> bool:
    """Whether a sentence only tells the history of a war: «The war began when the king accused …»."""
    return all(head.nested for head in s.heads) and is_background(s.text, s.first, s.last)


def _is_set_in(s: Sentence, head: Head, begin: int) -> bool:
    """Whether a verb stands in a relative clause behind a comma: «…, which denies it», «…, for which …»."""
    text = s.text
    which = head.first if text.hit(head.first, "relative") else begin - 1
    before = which - 1 - (text.hit(which - 1, "prepositions") is not None)
    return (
        before > s.first and text.hit(which, "relative") is not None and text.word(before) in COMMAS
    )


def _around(s: Sentence) -> Frame | None:
    """The clause that a relative one is set in: «A force, for which Paris has pledged men, will watch it»."""
    text = s.text
    spoken = [head for head in s.heads if not head.nested]
    if len(spoken) != 1 or spoken[0].sort != "verb":
        return None
    head = spoken[0]
    if not _is_set_in(s, head, before_auxiliaries(text, head.place, s.first)):
        return None
    behind = _comma_after(text, head.after, s.last) + 1
    if behind >= s.last or not (text.word(behind).endswith("s") or acts(text, behind)):
        return None
    return narration.narrated(text, (s.first, s.last))


def _comma_after(text: Marked, first: int, end: int) -> int:
    """The comma that ends a clause: not one between adjectives («an immediate, unilateral truce»)."""
    for comma in text.marks(first, end, COMMAS):
        opened = text.hit(comma - 2, "determiners") and text.is_plain(comma - 1)
        behind = comma + 1
        if not (opened and text.is_plain(behind) and not text.capital(behind)):
            return comma
    return end


def _before_stop(text: Marked, first: int, end: int) -> int:
    """Where a sentence ends within what is quoted, before another."""
    stops = text.marks(first, end - 1, _STOPS)
    ended = (at for at in stops if text.capital(at + 1) and not text.hit(at - 1, "abbreviations"))
    return next(ended, end)


def _is_self(text: Marked, subject: Stretch | None) -> bool:
    """Whether whoever is quoted speaks of what they say themselves: «"We demand …," he said»."""
    return subject is not None and text.has(*subject, "selves")


def _of_themselves(s: Sentence, head: Head) -> bool:
    """Whether whoever speaks only tells what they know or hope: «said it had reports that»."""
    subject = head.subject
    if subject is None or subject[1] - subject[0] != 1 or head.hit.value.act not in _OWN:
        return False
    text = s.text
    stop = subject[0] - (text.hit(subject[0] - 1, "that") is not None)
    return text.hit(subject[0], "nominative") is not None and any(
        at.after <= stop and text.past(at.after, stop, *ASIDES) >= stop for at in s.heads
    )


def _before_occasion(text: Marked, first: int, stop: int) -> int:
    """Where a thing ends that is said on an occasion: «announced a truce at a ceremony»."""
    stop = text.mark(first, stop, SEMICOLONS) if first not in text.closes else stop
    comma = text.mark(first, stop, COMMAS)
    trail = next(
        (at for at in text.marks(first, stop, COMMAS) if text.hit(at + 1, "likewise")), stop
    )
    stop = min(stop, trail)  # «welcomed the deal, as did the union», «…, referring to the raid»
    if comma + 1 < stop and text.hit(comma + 1, "though"):
        plain = not text.has(first, comma, "be", "auxiliary", "did", "that")
        stop = comma if plain else stop  # «welcomed the call, though it has yet to agree»
    occasion = text.find(first + 1, stop, "occasions")
    if occasion is None:
        return stop
    trailing = (
        text.past(occasion, stop, "occasions") == stop
    )  # «denied it had crossed in a statement»
    if not trailing and has_predicate(text, first, occasion):
        return stop
    to_do = any(is_to_act(text, at) for at in text.places(occasion, stop, "infinitive"))
    if to_do or text.has(occasion, stop, "be", "auxiliary"):
        return stop  # «called the deal reached at a briefing there a fraud», «urged it in a note not to leave»
    behind = text.hit(occasion, "occasions")
    if behind is not None and text.hit(occasion + behind.length, "of"):
        return stop  # «accused the front in a statement of killing them»
    return occasion


def _before_second(text: Marked, first: int, stop: int) -> int:
    """Where a thing ends that is said, before what else its speaker does: «rejects the charge, and throws it back»."""
    last = stop
    if is_conjunction(text, text.shorn(first, stop) - 1):
        last = text.shorn(first, stop) - 1
    if text.hit(first - 1, "that") or is_clause(text, first, last):
        return last
    ends = (at for at in text.marks(first, last, COMMAS) if _does(text, at, last))
    return min(next(ends, last), _before_helping(text, first, last))


def _before_helping(text: Marked, first: int, last: int) -> int:
    """Where a second predicate begins without a comma: «asked Kyiv for its release and has received its word»."""
    held = text.find(first, last, "relative", "that", "infinitive")
    joined = text.places(first + 1, last if held is None else held, "conjunctions")
    helps = (at for at in joined if _helps(text, at + 1))
    return next(helps, last)


def _helps(text: Marked, place: int) -> bool:
    """Whether «has» or «is» stands here before its verb."""
    helping = text.hit(place, "be", "auxiliary") and not text.hit(place, "adverbs")
    return bool(helping) and acts(text, place + 1)


def _does(text: Marked, comma: int, last: int) -> bool:
    """Whether a predicate without a subject of its own stands behind a comma and «and»."""
    if comma + 3 >= last or not is_conjunction(text, comma + 1):
        return False
    verb = text.past(comma + 2, last, "adverbs")
    if text.hit(verb, "be", "auxiliary", "did") or is_past(text, verb):
        return not text.hit(verb + 1, "by_whom")
    present = text.word(verb).endswith("s") and text.is_plain(verb)
    return present and text.hit(verb + 1, "determiners", "oblique", "infinitive") is not None


def _after_quotation(s: Sentence, head: Head, end: int) -> Frame | None:
    """«"…," the minister said»."""
    if head.quoted is None or s.text.word(head.quoted[1] - 1) == "?":
        return None  # a question says nothing
    last = max(head.after, head.quoted[1], head.subject[1] if head.subject else 0)
    said = (head.quoted[0], min(head.quoted[1], max(end, head.after)))
    frame = head.frame(said, min(last, end), head.hit.value)
    return _by_subject(s, head.subject, frame._replace(first=max(head.first, 0)))


def _by_subject(s: Sentence, subject: Stretch | None, frame: Frame) -> Frame:
    """A frame with its subject; a pronoun stands for whoever spoke last."""
    pronoun = s.text.hit(subject[0], "pronouns") if subject is not None else None
    if subject is None or pronoun is None or subject[1] - subject[0] > pronoun.length:
        return frame._replace(speaker=subject, carried=subject is None)
    if s.text.hit(subject[0], "writers") and not is_quoted(s, subject[0]):
        return frame._replace(speaker=subject)
    if s.text.hit(subject[0], "us") and not is_quoted(s, subject[0]):
        return frame._replace(mine=True, carried=True)  # «We call on …»: whose text it is
    return frame._replace(
        carried=True, otherwise=subject if pronoun.length > 1 else None,
        person=s.text.hit(subject[0], "of_person") is not None,
        many=_many(s.text, subject[0]),
    )  # fmt: skip


def _many(text: Marked, pronoun: int) -> bool | None:
    """Whether a pronoun stands for several («they») or for one body («it»)."""
    if text.hit(pronoun, "of_many"):
        return True
    return False if text.hit(pronoun, "of_body") else None


def _given(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a noun of saying holds that a verb gives: «renewed its demand for …»."""
    start = held_from(s.text, head.place, head.hit)
    if start is None or (head.nested and _is_self(s.text, head.subject)):
        return None
    speech = promised(s.text, head.hit.value, start, end)
    return _by_subject(s, head.subject, head.frame((start, end), end, speech))


def _added(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a participle adds for the same speaker."""
    said = find_said(s.text, head.place, head.hit, end)
    if said is None:
        return None
    frame = head.frame((said.content, min(said.end or end, end)), end, head.hit.value)
    return added(frame._replace(carried=True), s.main)


def _more(s: Sentence, head: Head, end: int) -> Frame | None:
    """What «and that» adds."""
    return continued(s.main, head, (head.after, end))


def _expected(s: Sentence, head: Head, end: int) -> Frame | None:
    """«… is expected to …», «… were accused of …»: what is expected or alleged is the whole clause."""
    if head.nested:
        return None  # whoever says it expects it
    value = head.hit.value
    speech = value if isinstance(value, Speech) else Speech("expect", "expectation")
    frame = head.frame((head.first, end), end, speech)
    return frame._replace(told=narration.told_of(s.text, frame.content))


def _reportedly(_: Sentence, head: Head, end: int) -> Frame | None:
    """«… reportedly …»: what is reported is the whole clause, but not where somebody says it."""
    if head.nested:
        return None
    return head.frame((head.first, end), end, Speech("report", "hearsay"))


def _clause(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a connective begins, but not within what somebody is quoted with."""
    if head.nested or narration.only_opens(s.text, head.after, end):
        return None
    return narrated(narration.narrated(s.text, (head.after, end)), head)


def _conditioned(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a condition holds, but not within what somebody is quoted with."""
    if head.nested:
        return None
    frame = conditioned(s, head, end)
    begin = next((at for at in range(head.after, end) if not _only_leads(s.text, at)), end)
    return frame._replace(content=(begin, end))


def _only_leads(text: Marked, place: int) -> bool:
    """Whether a word only stands before what is set: «on one condition, namely that …»."""
    return not text.is_word(place) or text.hit(place, "namely", "that") is not None


def _behind_semicolons(s: Sentence) -> Iterator[Frame]:
    """What is told by nobody behind what somebody says: «said they would leave; an envoy asked when»."""
    text = s.text
    marks = [at for at in text.marks(s.first, s.last, SEMICOLONS) if not is_quoted(s, at)]
    for at, end in pairwise([*marks, s.last]):
        said = any(head.sort != "clause" and head.place < at for head in s.heads)
        others = any(at < head.place < end for head in s.heads)
        if said and not others and begins_clause(text, at + 1, end, parted=True):
            frame = narration.narrated(text, (at + 1, end))
            if frame is not None and not _is_told_on(text, *frame.content):
                yield frame


def _is_told_on(text: Marked, first: int, last: int) -> bool:
    """Whether a clause goes on with what is said: «said the truce held; aid would follow»."""
    acting = next((at for at in range(first + 1, last) if acts(text, at)), last)
    return acting < last and text.hit(acting, "willing") is not None


def _held(s: Sentence) -> Iterator[Frame]:
    """What a noun of saying holds whose holder stands beside it: «Russia's demand that …»."""
    for frame in (_words_behind(s, head) for head in s.heads):
        if frame is not None:
            yield frame
    yield from _behind_semicolons(s)
    around = _around(s)
    if around is not None:
        yield around
    for place, hit in s.text.all(s.first, s.last, "noun"):
        head = Head(place, place, hit, "verb", nested=True)
        frame = by_somebody(s, head) or of_holder(s, head)
        if frame is not None:
            yield frame


GRAMMAR = Grammar(
    FINDERS,
    {
        "verb": _spoken,
        "after": _after_quotation,
        "participle": _added,
        "given": _given,
        "more": _more,
        "according": attributed,
        "expected": _expected,
        "reportedly": _reportedly,
        "condition": _conditioned,
        "clause": _clause,
    },
    _unheaded,
    narration.narrated,
    _held,
    _is_quotation,
    clauses=main_clauses,
    issuer=issuer,
)
