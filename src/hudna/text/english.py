"""Who says what in an English sentence.

The subject stands before the verb («The minister said that …»), or after it where a quotation comes
first («"…," said the minister»).  What is said follows «that», a preposition or «to» that the verb
takes, a colon or a quotation mark, or directly.  Further contents hang on it by «and that» and by
participles («adding that»).  The rules name classes of the lexicon, never words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hudna.text.frames import NARRATION, Frame, Stretch
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import END_QUOTES, QUOTES, Marked

_REACH = 30
# Marks that part clauses.
_PARTS = frozenset({";", ":", "-", "—", "–"})
_GOES_ON = frozenset({"state", "confirm", "report"})


@dataclass(frozen=True, slots=True)
class _Head:
    """A word at which something said is introduced: where its clause and its word begin."""

    first: int
    place: int
    hit: Hit
    sort: str  # verb, after, participle, more, according, expected, condition, clause
    subject: Stretch | None = None
    nested: bool = False
    quoted: Stretch | None = None  # of a quotation that comes before


def clauses(text: Marked, first: int, last: int) -> list[Frame]:
    """The frames of a sentence."""
    heads = _heads(text, first, last)
    frames: list[Frame] = []
    starts = sorted({head.first for head in heads if not head.nested}) + [last]
    if starts[0] > first:
        frames += _narrated(text, first, starts[0])
    main: Frame | None = None
    for head in heads:
        end = next((start for start in starts if start > head.place), last)
        frame = _framed(text, head, first, end, main)
        if frame is None:
            continue
        frames.append(frame)
        if head.sort in ("verb", "after", "according") and not head.nested:
            main = frame
    if not heads and (whole := _quotation(text, first, last)):
        return [Frame(first, last, whole, Speech("state"), carried=True)]
    frames += _held(text, first, last)
    return sorted(frames, key=lambda frame: (frame.content[0], -frame.content[1]))


def _quotation(text: Marked, first: int, last: int) -> Stretch | None:
    """What is said, where a sentence is nothing but a quotation."""
    closing = text.closes.get(first)
    if closing is None or closing < last - 2 or text.words.text[first] not in QUOTES:
        return None
    return first + 1, closing


def _heads(text: Marked, first: int, last: int) -> list[_Head]:
    heads: list[_Head] = []
    place = first
    while place < last:
        head = _head(text, place, first, last, heads) if text.hits[place] else None
        if head is None:
            place += 1
            continue
        heads.append(head)
        place = max(place + 1, head.place + head.hit.length)
    return heads


def _head(text: Marked, place: int, first: int, last: int, heads: list[_Head]) -> _Head | None:
    for hit in text.hits[place]:
        kind = hit.kind
        if kind == "verb" or (kind == "participle" and place > first and _is_going_on(text, place)):
            head = _verb(text, place, hit, first, last, heads)
            if head is not None:
                return head
        if kind in ("participle", "verb") and heads and _continues(text, place, hit, last):
            return _Head(place, place, hit, "participle")
        if kind == "according":
            return _Head(place, place, hit, "according")
        if kind == "expected":
            start = _clause(text, place, first)
            return _Head(start, place, hit, "expected", nested=_inside(text, start, first, heads))
        if kind == "reportedly" and not heads:
            return _Head(_clause(text, place, first), place, hit, "reportedly")
        if kind == "that" and heads and place > first and text.words.text[place - 1] in ("and", "but"):
            return _Head(place - 1, place, hit, "more")
        if kind == "condition" and place > first and not text.hit(place, "subordinate"):
            return _Head(place, place, hit, "condition")
        if kind == "boundary" and place > first and not text.hit(place + hit.length, "that") and _begins_clause(text, place, hit, last):
            return _Head(place, place, hit, "clause")
    return None


def _is_going_on(text: Marked, place: int) -> bool:
    """Whether a form in -ing is the verb of its clause («isn't ruling out»)."""
    begins = _before_auxiliaries(text, place, max(0, place - 4))
    return begins < place


def _begins_clause(text: Marked, place: int, hit: Hit, last: int) -> bool:
    """Whether a connective begins a clause that no verb of saying claims."""
    for after in range(place + hit.length, min(place + 14, last)):
        if text.words.text[after] in (",", ";") and after > place + hit.length + 1:
            break
        other = text.hit(after, "verb", "according")
        if other is not None and other.kind == "verb" and not _is_noun(text, after):
            return False
    return True


def _verb(
    text: Marked, place: int, hit: Hit, first: int, last: int, heads: list[_Head]
) -> _Head | None:
    """A verb of saying, with its subject."""
    after = place + hit.length
    if _is_noun(text, place) or (
        _is_passive(text, place) and (after >= last or not text.hit(after, "that"))
    ):
        return None
    if quoted := _quoted_before(text, place, first):
        return _Head(quoted[0] - 1, place, hit, "after", _subject_around(text, place, hit, quoted, last),
                     quoted=quoted)  # fmt: skip
    if (said := _trailing(text, place, hit, first, last)) is not None:
        return _Head(first, place, hit, "after", said[1], quoted=said[0])
    start = _clause(text, place, first)
    begins = _before_auxiliaries(text, place, start)
    subject = _subject(text, start, begins)
    joined = begins > first and text.words.text[begins - 1] in ("and", "but", ",")
    if subject is None and not (joined and heads) and not _is_passive(text, place):
        return None
    if subject is None and joined:
        start = begins - 1
    if _content(text, place, hit, last) is None:
        return None
    nested = _inside(text, start, first, heads)
    return _Head(start, place, hit, "verb", subject, nested)


def _trailing(
    text: Marked, place: int, hit: Hit, first: int, last: int
) -> tuple[Stretch, Stretch | None] | None:
    """What is said before its verb without quotation marks: «…, the minister said on Monday»."""
    after = place + hit.length
    speech: Speech = hit.value
    plain = not speech.to and not speech.object and speech.act in _GOES_ON | {"opinion", "announce"}
    if plain and text.words.text[place - 1] == "," and place - first > 4 and after < last:  # «…, said the minister»
        end = after
        while end < last and not _ends_subject(text, end, after):
            end += 1
        subject = _subject(text, after, end)
        if subject is not None and subject[0] == after and not text.hit(after, "that", "prepositions"):
            return (first, place - 1), subject
    if not _only_asides(text, after, last):
        return None
    start = _clause(text, place, first)
    if start < first + 4 or text.words.text[start - 1] != "," or text.hit(start, "boundary", "relative"):
        return None
    subject = _subject(text, start, _before_auxiliaries(text, place, start))
    return None if subject is None else ((first, start - 1), subject)


def _only_asides(text: Marked, first: int, last: int) -> bool:
    """Whether nothing but when, where and to whom follows a verb («…, the minister said on Monday»)."""
    return last - first <= 1 or text.hit(
        first, "time_words", "occasions", "adverbs", "addressees", "prepositions", "relative"
    ) is not None or not text.is_word(first)


def _inside(text: Marked, start: int, first: int, heads: list[_Head]) -> bool:
    """Whether a clause stands in what somebody before it says: nothing parts them."""
    if not heads or start == first:
        return False
    before = start - 1
    if text.words.text[before] in (",", ";", ".") or text.hit(before, "boundary"):
        return False
    if text.hit(start, "boundary") or text.words.text[start] in ("and", "but"):
        return False
    return True


def _is_noun(text: Marked, place: int) -> bool:
    """Whether a word that may be a verb is a noun or an adjective here."""
    if place == 0:
        return False
    before = text.words.text[place - 1]
    return text.hit(place - 1, "determiners") is not None or before.endswith("'s")


def _is_passive(text: Marked, place: int) -> bool:
    return (
        place > 0
        and text.hit(place - 1, "be") is not None
        and not text.words.text[place].endswith("ing")
    )


def _before_auxiliaries(text: Marked, place: int, start: int) -> int:
    """Where the words before a verb that belong to it begin («has also», «did not»)."""
    while place > start and text.hit(place - 1, "auxiliary", "be", "negators", "adverbs"):
        place -= 1
    return place


def _clause(text: Marked, place: int, first: int) -> int:
    """Where the clause of a verb begins."""
    start = _before_auxiliaries(text, place, first)
    while start > first:
        before = start - 1
        word = text.words.text[before]
        if word in _PARTS or word in END_QUOTES or word in QUOTES:
            break
        far = place - before > 1
        if text.hit(before, "that") and far and not text.hit(before, "relative"):
            break
        boundary = text.hit(before, "boundary", "subordinate")
        if boundary is not None and boundary.length == 1 and far and not text.hit(before, "relative"):
            return before if boundary.kind == "boundary" else start
        if word in ("and", "but"):
            return start
        if far and _is_predicate(text, before):
            relative = _relative(text, before, first)
            if relative is None:
                break
            start = relative
            continue
        if word == "," and _is_subject(text, start, place) and not _apposed(text, first, before, start):
            break
        start = before
    return start


def _relative(text: Marked, place: int, first: int) -> int | None:
    """Where the relative clause begins that a predicate stands in, if it stands in one."""
    for before in range(place - 1, max(first, place - 9) - 1, -1):
        if text.hit(before, "relative"):
            return before
        if text.words.text[before] in _PARTS or text.hit(before, "that", "boundary"):
            return None
    return None


def _is_predicate(text: Marked, place: int) -> bool:
    """Whether a word shows that a clause has its verb: what stands behind is no subject."""
    if text.hit(place, "be", "auxiliary") and not text.hit(place, "adverbs"):
        return True
    return text.hit(place, "verb") is not None and not _is_noun(text, place) and not text.capital(place)


def _apposed(text: Marked, first: int, comma: int, start: int) -> bool:
    """Whether words after a comma only say who somebody is: a name or a title stands before it."""
    low = comma
    while low > first and text.words.text[low - 1] not in (",", ";", ":") and not text.hit(low - 1, "that", "boundary"):
        low -= 1
    before = any(text.capital(p) for p in range(low, comma) if text.is_word(p)) or any(
        True for _ in text.all(low, comma, "titles", "bodies", "actor")
    )
    if text.hit(low, "opener", "time_words", "prepositions", "according", "subordinate"):
        return False
    return before and comma - low <= 8


def _is_subject(text: Marked, first: int, last: int) -> bool:
    return _subject(text, first, _before_auxiliaries(text, last, first)) is not None


def _subject(text: Marked, first: int, last: int) -> Stretch | None:
    """The words that name who acts, in a stretch that ends where the verb begins."""
    while first < last and (not text.is_word(first) or text.hit(first, "boundary", "opener")):
        hit = text.hit(first, "opener", "boundary")
        first += hit.length if hit else 1
    if text.hit(first, "prepositions", "time_words") if first < last else False:
        comma = next((p for p in range(first, last) if text.words.text[p] == ","), None)
        if comma is None:
            pronoun = next((p for p in range(last - 1, first, -1) if text.hit(p, "pronouns")), None)
            return None if pronoun is None else (pronoun, pronoun + 1)
        return _subject(text, comma + 1, last)
    while first < last and text.words.text[first] in ("and", "but", ","):
        first += 1
    end = last
    while end > first and not text.is_word(end - 1):
        end -= 1
    for place in range(first, end):
        if text.hit(place, "relative") and place > first:
            end = place
            break
    while end > first and not text.is_word(end - 1):
        end -= 1
    for place in range(end - 1, first - 1, -1):
        if _is_predicate(text, place) and _relative(text, place, first) is None:
            first = place + 1
            break
    if end <= first or end - first > 25:
        return None
    if any(True for _ in text.all(first, end, "titles", "bodies", "actor", "pronouns", "nation", "group_heads")):
        return first, end
    if any(text.capital(place) for place in range(first, end) if text.is_word(place) and not text.hit(place, "starters")):
        return first, end
    return None


def _quoted_before(text: Marked, place: int, first: int) -> Stretch | None:
    """The quotation that a verb or its subject follows («"…," the minister said»)."""
    for closing in range(place - 1, max(first, place - 24), -1):
        if text.words.text[closing] in END_QUOTES:
            opening = next((o for o in range(closing - 1, first - 1, -1) if text.closes.get(o) == closing), None)
            if opening is None or closing - opening < 4:
                return None
            if opening > first and text.words.text[opening - 1].isalpha():
                return None
            before = text.words.text[closing - 1]
            if before not in (",", "!", "?", ".") and text.words.text[closing + 1] != ",":
                return None
            return opening + 1, closing
        if text.words.text[closing] in (";", ":"):
            return None
    return None


def _subject_around(text: Marked, place: int, hit: Hit, quoted: Stretch, last: int) -> Stretch | None:
    """The subject between a quotation and its verb, or after the verb."""
    low = quoted[1] + 1
    before = _subject(text, low, _before_auxiliaries(text, place, low))
    if before is not None:
        return before
    start = place + hit.length
    end = start
    while end < last and not _ends_subject(text, end, start):
        end += 1
    return _subject(text, start, end)


def _ends_subject(text: Marked, place: int, start: int) -> bool:
    word = text.words.text[place]
    if word in (",",):
        after = place + 1
        return after >= len(text.words) or not (text.hit(after, "titles", "determiners") or text.capital(after))
    return word in (";", ":", ".") or word in QUOTES or text.hit(place, "time_words", "occasions", "participle", "relative") is not None


def _content(text: Marked, place: int, hit: Hit, last: int) -> tuple[int, int | None] | None:
    """Where what a verb holds begins, and where it ends if it is a quotation."""
    speech: Speech = hit.value
    start = place + hit.length
    limit = min(last, start + _REACH)
    first_preposition: int | None = None
    at = start
    while at < limit:
        word = text.words.text[at]
        that = text.hit(at, "that") if speech.that else None
        if that is not None and at > start and speech.object and not speech.to and word == "that":
            if (thing := _thing(text, start, at)) is not None:
                return thing, None
        if that is not None and (at == start or word == "that" or not text.hit(at, "determiners")):
            return at + that.length, None
        if word == ":" or (word in QUOTES and at in text.closes and text.closes[at] - at > 3):
            opening = at if word in QUOTES else at + 1
            close = text.closes.get(opening)
            return (opening + 1, close) if close is not None else (at + 1, None)
        if word in (";",) or text.hit(at, "boundary"):
            break
        if speech.to and at == start:  # whom it is said to belongs to what is said
            return (at + 1 if word in ("on", "upon") else at, None) if at + 1 < last else None
        if word in speech.with_:
            return (at + 1, None) if at + 1 < last else None
        if word == "," and at == start:
            at += 1
            continue
        if word == "," and first_preposition is None and not _aside_to_comma(text, start, at):
            break
        at += 1
    if first_preposition is not None and first_preposition < last:
        return first_preposition, None
    if speech.strict:
        return None
    bare = start
    while bare < last and (not text.is_word(bare) or text.hit(bare, "time_words", "occasions", "adverbs", "addressees")):
        hit_ = text.hit(bare, "time_words", "occasions", "adverbs", "addressees")
        bare += hit_.length if hit_ else 1
    if bare >= last or bare - start > 12:
        return None
    if speech.object or speech.act in ("state", "confirm", "opinion", "report", "expect", "announce"):
        if text.hit(bare, "boundary", "subordinate", "prepositions") and not text.hit(bare, "determiners"):
            return None
        return bare, None
    return None


def _thing(text: Marked, start: int, that: int) -> int | None:
    """The object that a «that» after a verb belongs to («dismissed the accusation that …»)."""
    at = start
    while at < that and (
        not text.is_word(at) or text.hit(at, "time_words", "occasions", "adverbs", "addressees", "prepositions")
    ):
        hit = text.hit(at, "time_words", "occasions", "adverbs", "addressees", "prepositions")
        at += hit.length if hit else 1
    return at if at < that else None


def _aside_to_comma(text: Marked, start: int, comma: int) -> bool:
    return comma - start <= 1


def _continues(text: Marked, place: int, hit: Hit, last: int) -> bool:
    """Whether a participle goes on with what somebody says («, adding that …»)."""
    word = text.words.text[place]
    if not word.endswith("ing"):
        return False
    if text.words.text[place - 1] not in (",", "and", "while", *END_QUOTES):
        return False
    return _content(text, place, hit, last) is not None


def _framed(text: Marked, head: _Head, first: int, end: int, main: Frame | None) -> Frame | None:
    """The frame that a head introduces; `end` is where the next of its level begins."""
    after = head.place + head.hit.length
    if head.sort == "after":
        return _after_quotation(text, head, end)
    if head.sort == "verb":
        return _spoken(text, head, end)
    if head.sort == "participle":
        return _added(text, head, end, main)
    if head.sort == "more":
        if main is None:
            return None
        return replace(main, first=head.first, last=end, skip=0, content=(after, end), content_skip=0)
    if head.sort == "according":
        return _attributed(text, head, first, end)
    if head.sort == "expected":
        return Frame(
            head.first, end, (head.first, end), Speech("expect", "expectation"), verb=head.place,
            verb_length=head.hit.length, nested=head.nested,
        )  # fmt: skip
    if head.sort == "reportedly":
        return Frame(
            head.first, end, (head.first, end), Speech("report", "hearsay"), verb=head.place,
            verb_length=head.hit.length,
        )  # fmt: skip
    if head.sort == "condition":
        return Frame(
            head.first, end, (after, end), Speech("condition"), verb=head.place,
            verb_length=head.hit.length, carried=main is not None,
            speaker=main.speaker if main else None,
        )  # fmt: skip
    inner = list(_narrated(text, after, end))
    return replace(inner[0], first=head.first) if inner else None


def _spoken(text: Marked, head: _Head, end: int) -> Frame | None:
    found = _content(text, head.place, head.hit, end)
    if found is None:
        return None
    start, stop = found
    pronoun = head.subject is not None and _is_pronoun(text, head.subject)
    finish = stop if stop is not None and stop < end else end
    return Frame(
        head.first, max(finish, start), (start, finish), head.hit.value,
        speaker=None if pronoun else head.subject, carried=pronoun or head.subject is None,
        verb=head.place, verb_length=head.hit.length, nested=head.nested,
    )  # fmt: skip


def _is_pronoun(text: Marked, stretch: Stretch) -> bool:
    return stretch[1] - stretch[0] <= 2 and text.hit(stretch[0], "pronouns") is not None


def _after_quotation(text: Marked, head: _Head, end: int) -> Frame | None:
    if head.quoted is None:
        return None
    pronoun = head.subject is not None and _is_pronoun(text, head.subject)
    last = max(head.place + head.hit.length, head.subject[1] if head.subject else 0)
    return Frame(
        max(head.first, 0), min(max(last, head.quoted[1]), end), head.quoted, head.hit.value,
        speaker=None if pronoun else head.subject, carried=pronoun or head.subject is None,
        verb=head.place, verb_length=head.hit.length,
    )  # fmt: skip


def _added(text: Marked, head: _Head, end: int, main: Frame | None) -> Frame | None:
    speech: Speech = head.hit.value
    found = _content(text, head.place, head.hit, end)
    if found is None:
        return None
    start, stop = found
    frame = Frame(
        head.first, end, (start, stop if stop is not None and stop < end else end), speech,
        carried=True, verb=head.place, verb_length=head.hit.length,
    )  # fmt: skip
    if main is None:
        return frame
    if speech.act in _GOES_ON and not speech.negates:
        return replace(frame, speech=main.speech, speaker=main.speaker, verb=main.verb,
                       verb_length=main.verb_length)  # fmt: skip
    return replace(frame, speaker=main.speaker)


def _attributed(text: Marked, head: _Head, first: int, end: int) -> Frame | None:
    """«According to sources, …», «…, according to sources»."""
    after = head.place + head.hit.length
    stop = after
    while stop < end and text.words.text[stop] not in (";",):
        if text.words.text[stop] == "," and not (stop + 1 < end and text.hit(stop + 1, "titles", "determiners") and _is_apposition(text, stop + 1, end)):
            break
        stop += 1
    speaker = _subject(text, after, stop)
    unnamed = any(True for _ in text.all(after, stop, "unnamed"))
    hedge = "hearsay" if unnamed else "none"
    if stop + 1 < end and _only_openers(text, first, head.place):
        content, start = (stop + 1, end), head.first
        last = end
    else:
        content, start, last = (first, head.place), first, stop
    return Frame(
        start, last, content, Speech("report", hedge), speaker=speaker,
        carried=speaker is None, verb=head.place, verb_length=1,
    )  # fmt: skip


def _is_apposition(text: Marked, first: int, end: int) -> bool:
    """Whether a second comma soon closes what a first one opened."""
    return any(text.words.text[p] == "," for p in range(first, min(first + 10, end)))


def _only_openers(text: Marked, first: int, place: int) -> bool:
    return place - first <= 2 or text.words.text[place - 1] in (",",) and place - first <= 4


def _narrated(text: Marked, first: int, last: int) -> Iterator[Frame]:
    """A clause that nobody is named for."""
    start = first
    while start < last and (text.hit(start, "opener", "boundary") or not text.is_word(start)):
        hit = text.hit(start, "opener", "boundary")
        start += hit.length if hit else 1
    if start < last:
        yield Frame(first, last, (start, last), NARRATION)


def _held(text: Marked, first: int, last: int) -> Iterator[Frame]:
    """What a noun of saying holds whose holder stands before it: «Russia's demand that …»."""
    for place, hit in text.all(first, last, "noun"):
        if place == first:
            continue
        before = text.words.text[place - 1]
        holder = text.hit(place - 1, "actor", "nation")
        if (by := _by(text, place + hit.length, last)) is not None:
            yield from _by_whom(text, place, hit, by, last)
            continue
        possessive = before.endswith(("'s", "'")) and (text.capital(place - 1) or holder is not None)
        if not possessive and not text.hit(place - 1, "possessives"):
            continue
        after = place + hit.length
        speech: Speech = hit.value
        if after >= last:
            continue
        if (that := text.hit(after, "that")) is not None:
            start = after + that.length
        elif text.words.text[after] in speech.with_ or text.words.text[after] in ("to", "of", "for"):
            start = after + 1
        else:
            continue
        end = start
        while end < last and text.words.text[end] not in (",", ";") and not text.hit(end, "boundary"):
            end += 1
        speaker = (place - 1, place) if possessive else None
        low = place - 1
        while speaker is not None and low > first and text.is_word(low - 1) and text.capital(low - 1):
            low -= 1
        yield Frame(
            low if speaker else place, end, (start, end), speech,
            speaker=(low, place) if speaker else None, carried=speaker is None, verb=place, nested=True,
        )  # fmt: skip


def _by(text: Marked, place: int, last: int) -> int | None:
    """Where what is said begins after «a claim by Baku that», if it does."""
    if place + 2 >= last or text.words.text[place] != "by":
        return None
    return next((at for at in range(place + 2, min(place + 9, last)) if text.words.text[at] == "that"), None)


def _by_whom(text: Marked, place: int, hit: Hit, that: int, last: int) -> Iterator[Frame]:
    end = that + 1
    while end < last and text.words.text[end] not in (",", ";") and not text.hit(end, "boundary"):
        end += 1
    yield Frame(
        place, end, (that + 1, end), hit.value, speaker=(place + hit.length + 1, that), verb=place,
        nested=True,
    )  # fmt: skip
