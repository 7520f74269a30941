"""Who says what in an Arabic sentence.

A verb of saying stands before its subject («أكد الوزير أن»), after it («الوزير أكد أن»), or alone
(«وأضاف أن»).  What is said follows «أن», a preposition that the verb takes, a colon or a quotation
mark, or directly as a noun.  Further contents hang on it by «وأن» and by participles («مشيرا إلى
أن»).  The rules name classes of the lexicon, never words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hudna.text.frames import NARRATION, Frame, Stretch
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import END_QUOTES, LONGEST_QUOTATION, QUOTES, Marked

# How far after a verb what is said may begin, in words.
_REACH = 45
# Participles of these acts only go on with what the verb began; those of others speak for themselves.
_GOES_ON = frozenset({"state", "confirm", "report"})
# Verbs of these acts may only give voice to a noun that says what is done: «عبّر عن أمله».
_VOICES = frozenset({"state", "confirm"})
_CONJUNCTIONS = frozenset("وف")
# Kinds of words that may introduce something said.
_HEADS = frozenset(
    {"verb", "noun", "participle", "according", "expected", "that", "deverbal", "negators", "condition",
     "boundary", "opinion", "reportedly"}
)
# Kinds of words that begin what is said after a preposition.
_BEGINS = ("deverbal", "noun", "negators", "exclusion", "inclusion", "quantifiers")


@dataclass(frozen=True, slots=True)
class _Head:
    """A word at which something said is introduced: where its clause and its word begin."""

    first: int
    place: int
    hit: Hit
    sort: str  # verb, after, participle, more, according, expected, condition, clause, named
    nested: bool = False
    quoted: Stretch | None = None  # what is said, where it stands before the verb


@dataclass(frozen=True, slots=True)
class _Said:
    """Where what is said begins, and which words name the speaker."""

    content: int
    skip: int
    subject: Stretch
    end: int | None = None  # of a quotation


def clauses(text: Marked, first: int, last: int) -> list[Frame]:
    """The frames of a sentence."""
    heads = _heads(text, first, last)
    if (named := _named(text, first, last)) and all(head.nested for head in heads):
        return named
    frames: list[Frame] = []
    starts = [
        head.first - (head.sort == "again" and not head.hit.skip)
        for head in heads if not head.nested
    ] + [last]
    if starts[0] > first:
        frames += _narrated(text, first, starts[0])
    main: Frame | None = None
    for head in heads:
        end = next(start for start in starts if start > head.first) if starts else last
        frame = _framed(text, head, first, end, main, frames)
        if frame is None or (head.nested and frame.carried and _is_content_start(frames, head)):
            continue
        if head.nested and _is_unnamed_aside(text, frame.content[0], frame.content[1]):
            continue
        frames.append(frame)
        if head.sort in ("verb", "after", "according", "named") and not head.nested:
            main = frame
    taken = {at for f in frames if f.verb is not None for at in range(f.verb, f.verb + f.verb_length)}
    frames += (frame for frame in _held(text, first, last) if frame.verb not in taken)
    return sorted(frames, key=lambda frame: (frame.content[0], -frame.content[1]))


def _named(text: Marked, first: int, last: int) -> list[Frame]:
    """«الناطق باسم الجيش: …»: a speaker, a colon, and what is said, without a verb."""
    for place in range(first, min(first + 15, last - 1)):
        if text.words.text[place] == ":":
            subject = _subject(text, (first, place))
            if subject is None or not _names(text, *subject) or subject[1] < place:
                return []
            if text.hit(place + 1, "verb") or any(text.hit(p, "dateline") for p in range(first, place)):
                return []
            return [Frame(first, last, (place + 1, last), Speech("state"), speaker=subject)]
        if text.hit(place, "verb", "that", "participle"):
            return []
    return []


def _is_content_start(frames: list[Frame], head: _Head) -> bool:
    """Whether a verb begins what somebody says of themselves («وأنها تأمل في …»)."""
    return any(head.place - frame.content[0] in (0, 1) for frame in frames)


def _takes_again(text: Marked, place: int, hit: Hit, heads: list[_Head]) -> bool:
    """Whether «وعلى أن» repeats the preposition of the verb before it."""
    if not heads or not hit.skip or not isinstance(heads[-1].hit.value, Speech):
        return False
    return text.words.text[place][hit.skip :] in heads[-1].hit.value.with_


def _heads(text: Marked, first: int, last: int) -> list[_Head]:
    """Where something said is introduced, in order."""
    heads: list[_Head] = []
    place = first
    while place < last:
        head = _head(text, place, first, last, heads)
        if head is None:
            place += 1
            continue
        heads.append(head)
        place = max(place + 1, head.place + head.hit.length)
    return heads


def _head(text: Marked, place: int, first: int, last: int, heads: list[_Head]) -> _Head | None:
    hits = [hit for hit in text.hits[place] if hit.kind in _HEADS]
    if not hits:
        return None
    start = _clause_start(text, place, first)
    for hit in hits:
        kind = hit.kind
        if (
            kind == "verb"
            and not (hit.skip and text.words.text[place][hit.skip - 1] in "بك")
            and not (hit.skip and place > first and text.hit(place - 1, "relative"))
            and not _is_definite(text, place, hit)
            and not (hit.suffix == "ه" and text.is_feminine(place))
            and not _is_negated(text, place, first, hit)
            and (
                _quoted_before(text, start, first)
                or _said(text, place, hit, first, last)
                or _is_direct(text, place, hit, first, last)
            )
        ):
            if quoted := _quoted_before(text, start, first):
                return _Head(quoted[0] - 1, place, hit, "after", quoted=quoted)
            begins = _before_auxiliaries(text, place, first)
            if (was := _was(text, begins, first)) is not None:
                return _Head(was, place, hit, "verb")
            if place > first and text.hit(place - 1, "prepositions"):
                continue
            top = start < begins or begins == first or _is_joined(text, begins, heads)
            fronted = not top and _is_fronted(text, begins, first, heads)
            begin = _subject_start(text, first, begins) if fronted else start
            if not (top or fronted or heads):
                after = place + hit.length
                if hit.skip or after >= last or text.hit(after, "prepositions"):
                    continue
                top, begin = True, first if text.hit(after, "that") and place - first < 9 else place
            return _Head(begin, place, hit, "verb", nested=not (top or fronted))
        if (
            kind == "noun" and all(head.sort == "clause" for head in heads) and place + 1 < last and text.hit(place + 1, "that")
            and (hit.skip or text.hit(place - 1, "prepositions"))
        ):  # fmt: skip
            return _Head(start if start < place else first, place, hit, "verb")
        if kind == "participle" and heads and not _is_definite(text, place, hit) and _introduces(text, place, hit, last):
            return _Head(place, place, hit, "participle")
        if kind == "according" and (place == first or start < place or _after_comma(text, place)):
            if heads and heads[-1].sort == "clause" and _after_comma(text, place):
                return _Head(heads.pop().first, place, hit, "according")
            inside = not heads and _after_comma(text, place)
            return _Head(first if inside else start, place, hit, "according")
        if kind == "opinion" and (place == first or start < place or _after_comma(text, place)):
            return _Head(start, place, hit, "according")
        if kind == "reportedly" and not heads:
            return _Head(start, place, hit, "reportedly")
        if kind == "expected" and _is_that(text, place + hit.length, place + hit.length + 8, last):
            return _Head(start, place, hit, "expected", nested=bool(heads) and start == place and not hit.skip)
        if kind == "that" and hit.skip and heads and _goes_on(text, place, heads):
            return _Head(place, place, hit, "more")
        if kind in ("deverbal", "negators", "that") and heads and _repeats(text, place, hit, heads):
            return _Head(place, place, hit, "again")
        if kind == "condition" and _takes_again(text, place, hit, heads):
            return _Head(place, place, hit, "more")
        if kind == "condition" and place > first and not text.hit(place, "subordinate") and not _takes(text, place, heads):
            return _Head(place, place, hit, "condition")
        if kind == "boundary" and place > first:
            return _boundary(text, place, hit, first, last, heads)
    return None


def _is_aside_of(text: Marked, place: int, last: int) -> bool:
    """Whether «، بحسب فلان،» stands within what is told."""
    if not _after_comma(text, place):
        return False
    comma = next((p for p in range(place + 1, min(place + 12, last)) if text.words.text[p] in ("،", ",")), last)
    return comma + 1 < last


def _is_definite(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a participle has the article: an adjective, not what somebody does."""
    return text.words.text[place][hit.skip :].startswith("ال")


def _is_negated(text: Marked, place: int, first: int, hit: Hit) -> bool:
    """Whether it is told that somebody did not say it: narration, but for «لم يستبعد», «لم ينف»."""
    return (
        place > first
        and not hit.value.negates
        and not hit.value.excludes
        and hit.value.act != "confirm"
        and text.hit(place - 1, "negators") is not None
        and text.hit(place - 1, "still") is None
    )


def _boundary(
    text: Marked, place: int, hit: Hit, first: int, last: int, heads: list[_Head]
) -> _Head | None:
    """A connective that begins a new clause, unless a verb of saying right after it takes it."""
    for after in range(place + hit.length, min(place + hit.length + 12, last)):
        if text.words.text[after] in ("،", ","):
            break
        for other in text.hits[after]:
            if other.kind in ("verb", "according", "expected") and (
                _clause_start(text, after, first) == place
                or (other.kind == "verb" and _names(text, place + hit.length, after)
                    and _said(text, after, other, first, last) is not None)
            ):  # fmt: skip
                return None
    return _Head(place, place, hit, "clause")


def _clause_start(text: Marked, place: int, first: int) -> int:
    """Where the clause of a verb begins: before a connective, an opener, an auxiliary."""
    start = _before_auxiliaries(text, place, first)
    while start > first:
        at = start
        if text.words.text[at - 1] in ("،", ",") and at - 1 > first:
            at -= 1
        small = _small(text, first, at)
        if small is None:
            return start
        start = small
        if text.hit(small, "boundary"):
            return start
    return start


def _before_auxiliaries(text: Marked, place: int, first: int) -> int:
    """Where a verb begins with what belongs to it: «كان قد أكد», «ولم يستبعد»."""
    while place > first:
        for start in range(max(first, place - 2), place):
            hit = text.hit(start, "auxiliary", "negators")
            if hit is not None and start + hit.length == place:
                place = start
                break
        else:
            break
    return place


def _small(text: Marked, first: int, end: int) -> int | None:
    """Where a connective or opener begins that ends right before a word."""
    for start in range(max(first, end - 5), end):
        for hit in text.hits[start]:
            if hit.kind in ("boundary", "opener", "connective") and start + hit.length == end:
                return start
    return None


def _was(text: Marked, place: int, first: int) -> int | None:
    """Where «وكان …» begins whose subject stands between it and its verb («وكان الوزير قد أكد»)."""
    if not text.hit(place, "auxiliary"):
        return None
    for before in range(place - 1, max(first, place - 14) - 1, -1):
        if text.hit(before, "was") and (before == first or text.words.text[before][0] == "و"):
            return before
        if text.hit(before, "that", "verb", "boundary"):
            return None
    return None


def _is_joined(text: Marked, place: int, heads: list[_Head]) -> bool:
    """Whether a conjunction is glued to the verb, and it does not begin what somebody says."""
    if place and text.words.text[place - 1] in ("-", "–", "—", "/", ":", "ـ"):
        return True
    if text.words.text[place][0] not in _CONJUNCTIONS or not any(h.skip for h in text.hits[place]):
        return False
    return not (heads and text.hit(place - 1, "that"))


def _quoted_before(text: Marked, place: int, first: int) -> Stretch | None:
    """The quotation that a verb follows («"…"، قال الوزير»)."""
    closing = place - 1
    if closing > first and text.words.text[closing] in ("،", ","):
        closing -= 1
    if closing <= first or text.words.text[closing] not in END_QUOTES:
        return None
    for opening in range(max(first, closing - LONGEST_QUOTATION), closing - 4):
        if text.closes.get(opening) == closing:
            if opening > first and text.words.text[opening - 1] not in ("،", ",", ":", "."):
                return None
            return opening + 1, closing
    return None


def _after_comma(text: Marked, place: int) -> bool:
    return text.words.text[place - 1] in END_QUOTES | {"،", ","}


def _is_fronted(text: Marked, place: int, first: int, heads: list[_Head]) -> bool:
    """Whether the words before a verb, back to the start or a comma, name its subject."""
    begin = _subject_start(text, first, place)
    after_boundary = begin > first and text.hit(begin - 1, "boundary") is not None or _ends_boundary(text, begin)
    if any(head.sort != "clause" for head in heads) and not after_boundary:
        return False
    return begin < place and _names(text, begin, place)


def _ends_boundary(text: Marked, place: int) -> bool:
    """Whether a connective of several words ends right before a word («غير أن»)."""
    return any(
        hit.kind == "boundary" and before + hit.length == place
        for before in range(max(0, place - 4), place)
        for hit in text.hits[before]
    )


def _subject_start(text: Marked, first: int, place: int) -> int:
    """Where a subject that stands before its verb begins."""
    begin = place
    while begin > first:
        if text.hit(begin - 1, "boundary", "that", "relative") or _ends_boundary(text, begin) or text.words.text[begin - 1] in END_QUOTES | {":"}:
            break
        begin -= 1
    return begin


def _names(text: Marked, first: int, last: int) -> bool:
    return any(True for _ in text.all(first, last, "titles", "bodies", "actor", "person", "nation", "group_heads"))


def _introduces(text: Marked, place: int, hit: Hit, last: int) -> bool:
    """Whether something said follows a participle."""
    speech: Speech = hit.value
    after = place + hit.length
    if after >= last or not (
        hit.skip or text.words.text[place].endswith("ا") or _after_comma(text, place)
    ):
        return False
    if _is_that(text, after, after + 3, last) is not None:
        return True
    if speech.to and _said(text, place, hit, place, last) is not None:
        return True
    return (
        _preposition(text, after, speech) is not None
        or ((speech.object or speech.to) and text.is_word(after))
        or text.words.text[after] in QUOTES | {":"}
    )


def _is_that(text: Marked, first: int, limit: int, last: int) -> int | None:
    for place in range(first, min(limit, last)):
        if text.hit(place, "that"):
            return place
    return None


def _goes_on(text: Marked, place: int, heads: list[_Head]) -> bool:
    """Whether «وأن» adds a content: somebody is speaking, and it is the conjunction that is glued."""
    return text.words.text[place][0] == "و" and any(
        head.sort in ("verb", "participle", "according") for head in heads
    )


def _repeats(text: Marked, place: int, hit: Hit, heads: list[_Head]) -> bool:
    """Whether the preposition of the verb comes again with «و»: «وبعدم …», «وعلى إبلاغ …»."""
    speech: Speech = heads[-1].hit.value
    if heads[-1].sort not in ("verb", "participle", "again") or not isinstance(speech, Speech):
        return False
    word = text.words.text[place]
    if hit.skip == 2 and word[0] == "و" and word[1] in speech.with_:
        return True
    before = text.words.text[place - 1]
    return hit.skip == 0 and before[0] == "و" and before[1:] in speech.with_ and len(before) > 2


def _takes(text: Marked, place: int, heads: list[_Head]) -> bool:
    """Whether a verb just before takes «على أن» as its own preposition."""
    if not heads or heads[-1].sort not in ("verb", "participle"):
        return False
    head = heads[-1]
    said = _said(text, head.place, head.hit, head.first, len(text.words))
    return said is not None and said.content > place


def _said(text: Marked, place: int, hit: Hit, first: int, last: int) -> _Said | None:
    """Where what a verb holds begins, if it holds something said."""
    speech: Speech = hit.value
    start = place + hit.length
    limit = min(last, start + _REACH)
    named = aside = False  # whether the subject has begun, and is over
    candidate: _Said | None = None
    at = start
    while at < limit:
        word = text.words.text[at]
        that = text.hit(at, "that") if speech.that else None
        if that is not None and not (that.skip and word[0] in _CONJUNCTIONS) and not (
            at > start and text.hit(at - 1, "subordinate", "without")
        ):
            return _Said(at + that.length, 0, (start, at))
        if text.hit(at, "thatnot"):
            return _Said(at, 0, (start, at))
        if word == ":":
            return _Said(at + 1, 0, (start, at), text.closes.get(at + 1))
        if word in QUOTES and at in text.closes and text.closes[at] - at > 4:
            if candidate is not None:
                return candidate
            return _Said(at + 1, 0, (start, at), text.closes[at])
        if text.hit(at, "boundary") or (at > start and _verb_that_speaks(text, at)):
            break
        if (preposition := _preposition(text, at, speech)) and not _in_title(text, at, start):
            content, skip = preposition
            after = text.hit(content, "that") if content < limit else None
            if after is not None:
                return _Said(content + after.length, 0, (start, at))
            strong = content < limit and text.hit(content, *_BEGINS) is not None
            if strong or candidate is None:
                candidate = _Said(content, skip, (start, at))
            if strong:
                return candidate
        if candidate is None and named and (occasion := text.hit(at, "occasions")):
            aside = True
            at += occasion.length
            while (
                at < limit
                and text.words.text[at] not in QUOTES | {"،", ",", ":"}
                and not text.hit(at, "that")
            ):
                at += 1
            continue
        parted = named and at > start and (_parted(text, at) or _is_aside(text, at - 1))
        if candidate is None and (speech.object or parted) and _begins_object(text, at, start, named):
            return _Said(at, 0, (start, at))
        if word in ("،", ","):
            if candidate is not None:
                break
            plain = at + 1 < limit and not _preposition(text, at + 1, speech)
            if _is_unnamed_aside(text, at + 1, limit):
                at += 1
                while at < limit and text.words.text[at] not in ("،", ","):
                    at += 1
                continue
            plain = plain and not text.hit(at + 1, "occasions", "that")
            if named and speech.object and plain and (aside or not _apposed(text, at + 1)):
                return _Said(at + 1, 0, (start, at))
        if candidate is not None and text.hit(at, "subordinate", "relative"):
            break
        named = named or text.is_word(at)
        at += 1
    if candidate is None and speech.object:
        end = _subject_end(text, start, limit)
        if start < end < last:
            content, skip = _preposition(text, end, speech) or (end, 0)
            return _Said(content, skip, (start, end)) if content < last else None
    return candidate


def _parted(text: Marked, place: int) -> bool:
    """Whether a comma stands before a word."""
    return text.words.text[place - 1] in ("،", ",")


def _is_direct(text: Marked, place: int, hit: Hit, first: int, last: int) -> bool:
    """Whether the object follows a verb at once whose subject stands before it («يريفان تعلن …»)."""
    after = place + hit.length
    speech: Speech = hit.value
    return (
        speech.object
        and not hit.skip
        and place > first
        and after < last
        and text.is_word(after)
        and not text.hit(after, "titles", "bodies", "actor", "prepositions", "locatives")
        and _names(text, max(first, place - 6), place)
    )


def _is_unnamed_aside(text: Marked, place: int, limit: int) -> bool:
    """Whether a clause only says that the speaker is not to be named («، طلب عدم ذكر اسمه،»)."""
    return any(text.hit(at, "anonymity") for at in range(place, min(place + 6, limit)))


def _verb_that_speaks(text: Marked, place: int) -> bool:
    hit = text.hit(place, "verb")
    return hit is not None and hit.skip > 0


def _preposition(text: Marked, place: int, speech: Speech) -> tuple[int, int] | None:
    """Where what is said begins if a preposition that a verb takes stands here: word, letters."""
    word = text.words.text[place]
    if word in speech.with_ and len(word) > 1:
        return place + 1, 0
    for letter in ("ب", "ل"):
        if letter in speech.with_ and word.startswith(letter) and len(word) > 3:
            if text.lexicon.glued(word):
                return place, 1
    return None


def _in_title(text: Marked, place: int, start: int) -> bool:
    """Whether a preposition belongs to a title («المبعوث الأممي إلى سوريا»)."""
    for before in range(max(start, place - 3), place):
        title = text.hit(before, "titles")
        if title is not None and before + title.length > place:
            return True
    after = place + 1
    named = after < len(text.words) and text.hit(after, "place", "actor") is not None
    return named and any(
        text.hit(before, "titles") for before in range(max(start, place - 3), place)
    )


def _begins_object(text: Marked, place: int, start: int, named: bool) -> bool:
    """Whether the object of a verb begins here: a masdar, after the subject."""
    if named and text.words.text[place][0].isdigit():
        return True
    hit = text.hit(place, "deverbal", "exclusion", "noun", "quantifiers")
    if hit is None or hit.skip:
        return False
    if place == start or (named and hit.suffix):
        return True
    before = text.words.text[place - 1]
    construct = text.hit(place - 1, "deverbal", "titles") and not before.startswith("ال")
    if construct or not named:
        return False
    return hit.kind == "quantifiers" or not _is_title_part(text, place) or before in ("،", ",")


def _is_title_part(text: Marked, place: int) -> bool:
    """Whether a word may be the second of a title («وزير الدفاع», «فريق المفاوضات»)."""
    return text.hit(place - 1, "titles", "bodies", "group_heads") is not None


def _apposed(text: Marked, place: int) -> bool:
    """Whether what follows a comma is more of the subject: another title, or a name."""
    if place >= len(text.words):
        return False
    if text.hit(place, "titles"):
        return True
    for at in range(place, min(place + 3, len(text.words))):
        if not text.is_word(at):
            return False
        if not text.lexicon.has(text.words.text[at]) and not text.hit(at, "time_words"):
            return True
    return False


def _subject_end(text: Marked, start: int, limit: int) -> int:
    """Where a subject ends that nothing marks the end of: after the name that it begins with."""
    hit = text.hit(start, "actor", "titles", "bodies", "place", "group_heads")
    if hit is None:
        return start
    end = start + hit.length
    while end < limit:
        word = text.words.text[end]
        if word in ("،", ","):  # «منسقة الأمم المتحدة، فلانة، …»
            closing = next((p for p in range(end + 1, min(end + 7, limit)) if text.words.text[p] in ("،", ",")), None)
            if closing is None or not _apposed(text, end + 1):
                break
            return closing
        if not text.is_word(end) or (
            text.hit(end, "parties", "bodies", "group_heads", *_BEGINS)
            and not text.hit(end - 1, "titles", "bodies", "group_heads")
        ):
            break
        if text.hit(end, "actor") and not text.hit(end - 1, "titles", "locatives"):
            break
        end += 1
    return end


def _framed(
    text: Marked, head: _Head, start: int, end: int, main: Frame | None, frames: list[Frame]
) -> Frame | None:
    """The frame that a head introduces; the next of its level begins at `end`."""
    after = head.place + head.hit.length
    if head.sort == "verb":
        return _spoken(text, head, start, end)
    if head.sort == "after":
        return _after_quotation(text, head, end)
    if head.sort == "participle":
        return _added(text, head, end, main)
    if head.sort == "more":
        before = main or next((frame for frame in reversed(frames) if not frame.nested), None)
        if before is None:
            return None
        return replace(
            before, first=head.first, last=end, skip=0, content=(after, end), content_skip=0,
        )  # fmt: skip
    if head.sort == "again":
        before = frames[-1] if frames else None
        if before is None:
            return None
        begin = after if head.hit.kind == "that" else head.place
        skip = head.hit.skip if head.hit.kind != "that" else 0
        first = head.place if head.hit.skip else head.place - 1
        return replace(before, first=first, last=end, skip=0, content=(begin, end), content_skip=skip)
    if head.sort == "according":
        return _attributed(text, head, end)
    if head.sort == "expected":
        that = _is_that(text, after, after + 8, end)
        begin = that + 1 if that is not None else after
        return Frame(
            head.first, end, (begin, end), Speech("expect", "expectation"), verb=after - 1,
            nested=head.nested,
        )  # fmt: skip
    if head.sort == "reportedly":
        return Frame(
            head.first, end, (after, end), Speech("report", "hearsay"), verb=head.place,
            verb_skip=head.hit.skip, verb_length=head.hit.length,
        )  # fmt: skip
    if head.sort == "condition":
        return Frame(
            head.first, end, (after, end), Speech("condition"), verb=head.place,
            verb_length=head.hit.length, carried=main is not None,
            speaker=main.speaker if main else None,
        )  # fmt: skip
    inner = list(_narrated(text, after, end))
    return replace(inner[0], first=head.first) if inner else None


def _spoken(text: Marked, head: _Head, start: int, end: int) -> Frame | None:
    """What a verb of saying holds."""
    said = _said(text, head.place, head.hit, head.first, end)
    if said is None and _is_direct(text, head.place, head.hit, start, end):
        after = head.place + head.hit.length
        said = _Said(after, 0, (after, after))
    if said is None:
        return None
    speech: Speech = head.hit.value
    verb, skip, length = head.place, head.hit.skip, head.hit.length
    stretch = _without_addressee(text, said.subject) if speech.to else said.subject
    if speech.act in _VOICES and (noun := _voiced(text, said.content, stretch)) is not None:  # «عبّر الوزير عن أمله في أن»
        place, hit = noun
        speech, verb, skip, length = hit.value, place, hit.skip, hit.length
        stretch = (stretch[0], place - 1 if text.hit(place - 1, "prepositions") else place)
    elif speech.act == "report" and (by := _quoting(text, stretch)) is not None:
        stretch = (by, stretch[1])
        if text.hit(by, "unnamed"):
            speech = replace(speech, hedge="hearsay")
    subject = _subject(text, stretch)
    first = head.first
    if subject is None:
        subject = _subject_before(text, head, start)
        if subject is not None and head.nested:
            first = subject[0]
    content_end = said.end if said.end is not None and said.end < end else end
    return Frame(
        first, max(content_end, said.content), (said.content, content_end), speech,
        content_skip=said.skip, speaker=subject, carried=subject is None, verb=verb, verb_skip=skip,
        verb_length=length, nested=head.nested,
    )  # fmt: skip


def _voiced(text: Marked, content: int, stretch: Stretch) -> tuple[int, Hit] | None:
    """The noun of saying that a verb only gives voice to, if it is the speaker's own: «أمله»."""
    for place in range(stretch[0] + 1, content):
        hit = text.hit(place, "noun")
        if hit is not None and hit.suffix:
            return place, hit
    return None


def _quoting(text: Marked, stretch: Stretch) -> int | None:
    """Where the words begin that name who is quoted: «نقلت الوكالة عن …»."""
    for place in range(*stretch):
        if text.hit(place, "attributing") and place + 1 < stretch[1]:
            return place + 1
    return None


def _subject_before(text: Marked, head: _Head, start: int) -> Stretch | None:
    """The subject that stands before a verb."""
    end = _before_auxiliaries(text, head.place, start)
    if head.hit.kind == "noun":  # «اكتفى البيت الأبيض بالقول إن»
        named = next((p for p, _ in text.all(head.first, end, "actor", "titles", "bodies", "group_heads")), None)
        return None if named is None else _subject(text, (named, end))
    if not head.nested:
        return _subject(text, (_subject_start(text, head.first, end), end)) if head.first < end else None
    begin = end
    while begin > max(start, end - 12) and not text.hit(begin - 1, "that", "boundary", "relative"):
        begin -= 1
    return _subject(text, (begin, end))


def _after_quotation(text: Marked, head: _Head, end: int) -> Frame | None:
    """«"…"، قال الوزير»: the subject ends at a comma, an aside or the clause."""
    if head.quoted is None:
        return None
    subject = _subject(text, (head.place + head.hit.length, end))
    last = max(head.place + head.hit.length, subject[1] if subject else 0)
    return Frame(
        head.first, last, head.quoted, head.hit.value, speaker=subject, carried=subject is None,
        verb=head.place, verb_skip=head.hit.skip, verb_length=head.hit.length,
    )  # fmt: skip


def _added(text: Marked, head: _Head, end: int, main: Frame | None) -> Frame | None:
    """What a participle adds for the same speaker."""
    speech: Speech = head.hit.value
    after = head.place + head.hit.length
    that = _is_that(text, after, after + 3, end)
    skip = 0
    said = _said(text, head.place, head.hit, head.first, end) if speech.to else None
    if said is not None and not (speech.object and speech.act == "accuse"):
        start, skip = said.content, said.skip
    elif that is not None:
        start = that + (text.hit(that, "that") or head.hit).length
    elif (preposition := _preposition(text, after, speech)) is not None:
        start, skip = preposition
    else:
        start = after
    frame = Frame(
        head.first, end, (start, end), speech, content_skip=skip, carried=True, verb=head.place,
        verb_skip=head.hit.skip, verb_length=head.hit.length,
    )  # fmt: skip
    if main is None:
        return frame
    if speech.act in _GOES_ON and not speech.negates:
        return replace(
            frame, speech=main.speech, speaker=main.speaker, verb=main.verb,
            verb_skip=main.verb_skip, verb_length=main.verb_length,
        )  # fmt: skip
    return replace(frame, speaker=main.speaker)


def _attributed(text: Marked, head: _Head, end: int) -> Frame | None:
    """«بحسب مصادر، …»: the speaker ends at a comma, at «فقد», «فإن», or at a verb."""
    after = head.place + head.hit.length
    stop = after
    while stop < end and stop < after + 20:
        word = text.words.text[stop]
        hit = text.hit(stop, "resumption", "that")
        if word in ("،", ",") and not _apposed(text, stop + 1):
            break
        if hit is not None:
            break
        stop += 1
    speaker = _subject(text, (after, stop))
    begin = head.first
    while begin < head.place and (
        not text.is_word(begin) or text.hit(begin, "opener", "boundary", "connective")
    ):
        hit = text.hit(begin, "opener", "boundary", "connective")
        begin += hit.length if hit else 1
    if head.first < head.place and _is_aside_of(text, head.place, end):
        return Frame(begin, end, (begin, end), _attribution(text, head, after), speaker=speaker,
                     verb=head.place, verb_skip=head.hit.skip, verb_length=head.hit.length)  # fmt: skip
    start = stop
    while start < end and (not text.is_word(start) or text.hit(start, "resumption", "that")):
        hit = text.hit(start, "resumption", "that")
        start += hit.length if hit else 1
    content = (start, end)
    first = head.first
    if start >= end:  # it stands after what is said
        if begin >= head.place:
            return None
        content = (begin, head.place)
    return Frame(
        first, end, content, _attribution(text, head, after), speaker=speaker,
        verb=head.place, verb_skip=head.hit.skip, verb_length=head.hit.length,
    )  # fmt: skip


def _attribution(text: Marked, head: _Head, speaker: int) -> Speech:
    """What «بحسب» and «في رأي» say: a report, hearsay if nobody is named; an opinion."""
    if head.hit.kind == "opinion":
        return Speech("opinion", "opinion")
    return Speech("report", "hearsay" if text.hit(speaker, "unnamed") else "none")


def _without_addressee(text: Marked, stretch: Stretch) -> Stretch:
    """The subject of a verb that has an addressee after it: up to where its name ends."""
    start, last = stretch
    while start < last and text.hit(start, "resumptive"):
        start += 1
    if start < last and text.hit(start, "parties"):
        return start, start
    end = _subject_end(text, start, last)
    return (start, end) if end > start else stretch


def _subject(text: Marked, stretch: Stretch) -> Stretch | None:
    """The words that name a speaker: without adverbs of time and of place, and marks at the ends."""
    first, last = stretch
    while first < last and (
        not text.is_word(first)
        or _is_aside(text, first)
        or text.hit(first, "resumptive", "auxiliary", "connective", "opener", "boundary")
    ):
        hit = text.hit(first, "auxiliary", "connective", "opener", "boundary", "occasions")
        first += hit.length if hit else 1
    if first < last and text.hit(first, "prepositions", "subordinate"):
        return None
    end = first
    while end < last:
        word = text.words.text[end]
        if _is_aside(text, end) or text.hit(end, "subordinate", "relative", "auxiliary", "negators"):
            break
        if word in ("،", ",") and not (end + 1 < last and _apposed(text, end + 1)):
            break
        if word in QUOTES | {"("}:
            closing = text.closes.get(end)
            if closing is None or closing >= last:
                break
        end += 1
    while end > first and not text.is_word(end - 1) and text.words.text[end - 1] not in END_QUOTES | {")"}:
        end -= 1
    return (first, end) if end > first else None


def _is_aside(text: Marked, place: int) -> bool:
    """Whether a word only says when or on which occasion."""
    return text.hit(place, "time_words", "occasions") is not None


def _narrated(text: Marked, first: int, last: int) -> Iterator[Frame]:
    """A clause that nobody is named for."""
    start = first
    while start < last and (
        text.hit(start, "opener", "boundary", "opening", "connective") or not text.is_word(start)
    ):
        hit = text.hit(start, "opener", "boundary", "opening", "connective")
        start += hit.length if hit else 1
    if start < last and not text.hit(start, "question"):
        yield Frame(first, last, (start, last), NARRATION)


def _held(text: Marked, first: int, last: int) -> Iterator[Frame]:
    """What a noun of saying holds whose holder stands beside it: «رفض موسكو استثناء …»."""
    for place, hit in text.all(first, last, "noun"):
        speech: Speech = hit.value
        after = place + hit.length
        speaker: Stretch | None = None
        if hit.suffix:
            if speech.act == "commit":
                continue  # «أنهت التزامها» says nothing
            speaker = _antecedent(text, first, place)
        elif after < last and (actor := text.hit(after, "actor", "nation")) is not None and not actor.skip:
            speaker = (after, after + actor.length)
            after += actor.length
        elif after < last and text.hit(after, "titles", "bodies"):
            said = _said(text, place, hit, first, last)
            if said is None or not text.hit(said.content - 1, "that"):
                continue
            speaker = _subject(text, said.subject)
            yield Frame(
                place, last, (said.content, last), speech, speaker=speaker, verb=place,
                verb_skip=hit.skip, skip=hit.skip, nested=True,
            )  # fmt: skip
            continue
        if speaker is None or after >= last:
            continue
        start, skip = after, 0
        that = text.hit(after, "that")
        if that is not None:
            start = after + that.length
        elif (preposition := _preposition(text, after, speech)) is not None:
            start, skip = preposition
        elif not text.hit(after, "deverbal", "exclusion", "inclusion", "negators", "noun"):
            continue
        end = start
        while end < last and text.words.text[end] not in ("،", ",", "؛") and not text.hit(end, "boundary"):
            end += 1
        yield Frame(
            place, end, (start, end), speech, content_skip=skip, speaker=speaker, verb=place,
            verb_skip=hit.skip, skip=hit.skip, nested=True,
        )  # fmt: skip


def _antecedent(text: Marked, first: int, place: int) -> Stretch | None:
    """The actor or people named last before a pronoun."""
    for before in range(place - 1, first - 1, -1):
        hit = text.hit(before, "actor", "nation", "bodies")
        if hit is not None and before + hit.length <= place:
            return before, before + hit.length
    return None
