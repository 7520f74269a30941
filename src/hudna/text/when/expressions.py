"""Expressions of time in a text: which words make one time, and what stands before it.

In: words and their numerals.  Out: `Expression`s, in order: a time (`time`), a stretch («خلال
شهر من»), or a day counted (`the second day of`); with the word before it that bounds it (`until`),
and the time that it goes to (`from 5 to 8 January`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hudna.text.letters import fold
from hudna.text.numerals import Numeral
from hudna.text.tags import Language, Piece
from hudna.text.when.grammar import Match, grammar
from hudna.text.when.named import NamedTime
from hudna.text.when.relative import is_state
from hudna.text.when.vocabulary import tagger, written
from hudna.text.words import Words

# Pieces that may stand between the parts of a time, and how many.
GLUE = frozenset({"on", "of", "the", "comma", "days", "day_label", "open", "close", "between"})
_GLUED = 4
_SKIPPED = frozenset({"the", "on", "days", "day_label"})
FROM = frozenset({"from", "since", "since_ago"})
UNTIL = frozenset({"until", "by", "before", "before_ago"})
AFTER = frozenset({"after", "upon"})
_BEFORE = FROM | UNTIL | AFTER | {"between", "of"}
_JOINERS = frozenset({"to", "until", "dash", "and"})
# What a year or a month that is a word besides may stand after.
_LEADS = (
    FROM | UNTIL | {"after", "on", "of", "the", "within", "between", "edge", "open", "to", "months"}
)
_STRETCHES = frozenset({"stretch", "ordinal_day", "span", "first"})
_SMALLEST, _LARGEST = 1, 31
_YEARS = range(1900, 2101)
# What is not taken from a clock in brackets.
_CLOCKED = frozenset({"clock", "hours", "midnight", "noonday", "zone", "local", "part"})
# What `no later than` is by then, not so long.
_DATES = frozenset({"date", "written", "weekday", "relative", "clock", "noonday"})
# Parts of a day that are of today, where no day is named.
_HOURS = frozenset({"dawn", "morning", "small_hours", "noon"})
# How many words a clause between `before` and its time may have.
_CLAUSE = 5
_STOPS = frozenset(".!?؟؛;")


@dataclass(slots=True)
class Expression:
    """Pieces `low` to before `high` of a run that say when."""

    run: Sequence[Piece]
    low: int
    high: int
    time: NamedTime | None = None
    stretch: Match | None = None
    before: Piece | None = None  # the word that bounds it
    to: Expression | None = None

    @property
    def first(self) -> int:
        """The first word, with the one that bounds it."""
        return (self.before or self.run[self.low]).first

    @property
    def last(self) -> int:
        """The word after the last."""
        return self.run[self.high - 1].last if self.to is None else self.to.last

    @property
    def start(self) -> int:
        """Where it begins in the folded text."""
        return (self.before or self.run[self.low]).start

    @property
    def end(self) -> int:
        """Where it ends in the folded text."""
        return self.run[self.high - 1].end if self.to is None else self.to.end

    @property
    def bound(self) -> str:
        """Which side the word before it leaves open: `from`, `until`, `after` or none."""
        tag = self.before.tag if self.before else ""
        for name, tags in (("from", FROM), ("until", UNTIL), ("after", AFTER)):
            if tag in tags:
                return name
        return ""


def expressions(words: Words, language: Language, said: Sequence[Numeral]) -> Iterator[Expression]:
    """The expressions of a text, in order."""
    floor = 0  # where the expression before ends
    known = {one.first: _pieces(words, one, language) for one in said}
    for run in tagger(language).runs(words, {at: held for at, held in known.items() if held}):
        spoken = list(_of_run(words, language, run))
        if language == "ar":
            spoken = [one for one in _of_one_zone(spoken) if not _is_every(words, one)]
        for one in spoken:
            _bounded(words, one)
            if one.time is not None and one.bound in ("from", "until"):
                one.time.take_noon()
        for one in _ranges([one for one in spoken if _is_whole(one)]):
            if one.time is not None and one.before is None:
                one.before = _bound_before(words, language, one.first, floor)
            floor = one.last
            yield one


def _is_every(words: Words, one: Expression) -> bool:
    """Whether a time comes again: «كل مساء»."""
    first = one.run[one.low].first
    return first > 0 and words.text[first - 1] in _every()


@cache
def _every() -> frozenset[str]:
    return frozenset(map(fold, written("ar")["every"]))


def _of_one_zone(spoken: Sequence[Expression]) -> Iterator[Expression]:
    """Clocks with what they are by another clock in brackets as one: «14:30 (11:30 ت غ) الاثنين»."""
    at = 0
    while at < len(spoken):
        one, after = spoken[at], spoken[at + 1] if at + 1 < len(spoken) else None
        if after is not None and _is_by_another_clock(one, after):
            assert one.time is not None
            assert after.time is not None
            for match in after.time.named.values():
                if match.rule not in _CLOCKED and one.time.takes(match):
                    one.time.add(match)
            one.high = after.high
            if one.high < len(one.run) and one.run[one.high].tag == "close":
                one.high += 1
            at += 1
        yield one
        at += 1


def _is_by_another_clock(one: Expression, after: Expression) -> bool:
    if one.time is None or after.time is None or one.run is not after.run:
        return False
    between = [piece.tag for piece in one.run[one.high : after.low] if piece.tag != "on"]
    clocks = one.time.is_clock and after.time.is_clock and after.time.zone is not None
    return clocks and between == ["open"] and one.time.zone != after.time.zone


def _pieces(words: Words, one: Numeral, language: Language) -> list[Piece]:
    """A numeral as pieces, with «و» before it and what its last word goes on with (`8pm`)."""
    rest = tagger(language).parts(one.rest) if one.rest else []
    if one.rest and not rest:
        return []
    pieces = [Piece(_tag(words, one), one.value, one.first, one.last, one.start, one.end)]
    if one.joined:
        start = words.start[one.first]
        pieces.insert(0, Piece("and", None, one.first, one.last, start, start + 1))
    for part in rest:
        low, high = one.end + part.low, one.end + part.high
        pieces.append(Piece(part.tag, part.value, one.first, one.last, low, high))
    return pieces


def _tag(words: Words, one: Numeral) -> str:
    if one.kind == "ordinal":
        return "ord" if _SMALLEST <= one.value <= _LARGEST else "num"
    if one.kind != "cardinal":
        return "pair" if one.kind == "days" else one.kind
    if one.value in _YEARS and words.folded.text[one.start : one.end] == str(one.value):
        return "year"
    return "small" if isinstance(one.value, int) and one.value <= _LARGEST else "num"


def _of_run(words: Words, language: Language, run: list[Piece]) -> Iterator[Expression]:
    """The expressions of a run: matches side by side are one if they may be."""
    open_: Expression | None = None
    for match in grammar(language).matches(run):
        if not _may_stand(words, language, run, match):
            continue
        if match.rule in _STRETCHES:
            if open_:
                yield open_
            open_ = None
            yield Expression(run, match.shape.first, match.shape.last, stretch=match)
            continue
        if open_ and open_.time:
            between = run[open_.high : match.shape.first]
            till_now = match.rule == "relative" and run[match.shape.first].tag == "until"
            if _is_glue(between) and open_.time.takes(match) and not till_now:
                open_.time.add(match)
                open_.high = match.shape.last
                continue
            yield open_
        open_ = Expression(run, match.shape.first, match.shape.last, time=NamedTime(words))
        assert open_.time is not None
        open_.time.add(match)
    if open_:
        yield open_


def _is_glue(between: Sequence[Piece]) -> bool:
    return len(between) <= _GLUED and all(piece.tag in GLUE for piece in between)


def _is_whole(one: Expression) -> bool:
    """Whether an expression names a time, not only `early` or a zone, and no hour that is none."""
    return one.time is None or (one.time.is_time and one.time.is_readable)


def _may_stand(words: Words, language: Language, run: Sequence[Piece], match: Match) -> bool:
    """Whether a match may be a time where it stands: May is a month, `may` is not."""
    before = _lead(run, match.shape.first)
    if match.rule in ("feast", "hijri_feast") and _names_truce(words, language, run, match):
        return False
    if match.rule == "weekday" and _names_site(words, language, run[match.shape.first].first):
        return False
    if match.rule == "year":
        labelled = match.shape.last - match.shape.first > 1
        return labelled or before in _LEADS
    doubtful = next((p for p in match.pieces("month") if p.tag == "doubtful"), None)
    if doubtful is not None:
        if language == "en" and not _is_capital(words, doubtful):
            return False
        return match.shape.last - match.shape.first > 1 or before in _LEADS
    if match.rule == "dated" and match.value("unit") is None:
        return False  # two of the months
    if match.rule == "hijri" and match.shape.last - match.shape.first == 1:
        return before in _LEADS
    if match.rule == "stretch" and language == "en":
        return match.shape.last - match.shape.first > 1
    return match.rule != "clock" or not _is_log(words, run[match.shape.first])


def _lead(run: Sequence[Piece], place: int) -> str:
    """The class of what stands before a match; of `mid-May` that of the edge before the dash."""
    before = run[place - 1].tag if place else ""
    return (
        run[place - 2].tag
        if before == "dash" and place > 1 and run[place - 2].tag == "edge"
        else before
    )


def _names_truce(words: Words, language: Language, run: Sequence[Piece], match: Match) -> bool:
    """Whether a feast only names a truce: "the Easter truce", «هدنة عيد الفطر»."""
    first, last = run[match.shape.first].first, run[match.shape.last - 1].last
    beside = last if language == "en" else first - 1
    return 0 <= beside < len(words) and is_state(words.text[beside], language)


def _names_site(words: Words, language: Language, place: int) -> bool:
    """Whether a weekday is part of a place's name: «سوق الجمعة»."""
    return place > 0 and words.text[place - 1] in _sites(language)


@cache
def _sites(language: Language) -> frozenset[str]:
    sites = frozenset(map(fold, written(language)["sites"]))
    return sites | {letter + site for letter in "بلو" for site in sites}


def _is_capital(words: Words, piece: Piece) -> bool:
    low, _ = words.folded.span(piece.start, piece.end)
    return words.folded.source[low : low + 1].isupper()


def _is_log(words: Words, piece: Piece) -> bool:
    """Whether a clock time at the start of a line dates an entry of a log: `11:40 – …`."""
    alone = piece.start == 0 or words.folded.text[piece.start - 1] == "\n"
    after = words.text[piece.last] if piece.last < len(words) else ""
    return alone and piece.tag == "clock" and after in ("-", "–", "—", ":", "|")


def _is_by(words: Words, piece: Piece) -> bool:
    """Whether «ب» is glued to the end of a period: «بنهاية العام» is by then."""
    glued = piece.start > words.start[piece.first] and words.folded.text[piece.start - 1] == "ب"
    return glued and piece.tag == "edge" and piece.value == "end"


def _is_adverb(words: Words, one: Expression) -> bool:
    """Whether an Arabic part of a day says by its ending that it says when: «فجرا»."""
    piece = one.run[one.low]
    return one.high - one.low == 1 and words.folded.text[piece.start : piece.end].endswith("ا")


def _bounded(words: Words, one: Expression) -> None:
    """Find the word that bounds an expression: `since`, «حتى»."""
    if one.time is None:
        return
    at = one.low
    if "ago" in one.time.named:
        return
    if "hence" in one.time.named and one.run[at].tag == "after":
        return  # «بعد أسبوع من الآن» is then
    part = one.time.named.get("part")
    lead = one.run[at - 1].tag if at else ""
    by_itself = part is not None and part.pieces("part")[0].value in _HOURS
    told = lead in FROM or lead in ("on", "until") or _is_adverb(words, one)
    if told and by_itself:  # `since dawn`, «عند الفجر», «فجرا»
        one.time.take_today()
    if _is_by(words, one.run[at]):
        one.before = one.run[at]._replace(tag="by")
        return
    if one.run[at].tag in _BEFORE:  # taken by the rule
        one.before = one.run[at]
        return
    if one.high < len(one.run) and one.run[one.high].tag == "at_latest":
        one.before = one.run[at]._replace(tag="by")  # `on 30 June at the latest`
        return
    for _ in range(3):
        at -= 1
        if at < 0:
            return
        if one.run[at].tag in _BEFORE:
            one.before = one.run[at]
            return
        if _is_deadline(one.run[at]) and _DATES & one.time.named.keys():
            one.before = one.run[at]._replace(tag="by")  # `no later than 30 June`
            return
        if one.run[at].tag not in _SKIPPED:
            return


def _is_deadline(piece: Piece) -> bool:
    """Whether words are those of a deadline (`no later than`), not of all of a time («خلال»)."""
    return piece.tag == "within" and piece.last - piece.first > 1


def _bound_before(words: Words, language: Language, place: int, floor: int) -> Piece | None:
    """What bounds a time from before a clause: `before classes resume on 3 February`.

    Since something else it is only where the time is the day «on» which that was.
    """
    known = tagger(language)
    lead = known.ending(words, place - 1) if place else None
    dated = lead is not None and lead.tag in ("on", "of")
    for before in range(place - 1, max(floor, place - 1 - _CLAUSE) - 1, -1):
        if not words.text[before][0].isalnum():
            return None
        piece = known.ending(words, before)
        if piece is None:
            continue
        since = piece.tag in ("since", "since_ago") and dated
        if since or piece.tag in ("until", "before", "before_ago"):
            return piece if piece.first >= floor else None
    return None


# --- ranges ---------------------------------------------------------------------------------------


def _ranges(found: Sequence[Expression]) -> Iterator[Expression]:
    """Join the two ends of a range: `from Monday to Friday`, «بين 8 و10 كانون الثاني»."""
    at = 0
    while at < len(found):
        one = found[at]
        after = found[at + 1] if at + 1 < len(found) else None
        if after is not None and _goes_to(one, after):
            one.to = after
            at += 1
        if one.to is None and one.before is not None and one.before.tag in ("of", "between"):
            one.before = None
        yield one
        at += 1


def _goes_to(one: Expression, after: Expression) -> bool:
    if one.time is None or after.time is None or one.time.is_range or after.time.is_range:
        return False
    between = [piece.tag for piece in one.run[one.high : after.low] if piece.tag not in GLUE]
    if len(between) != 1 or between[0] not in _JOINERS or after.low - one.high > _GLUED:
        return False
    before = one.before.tag if one.before else ""
    opened = before in ("from", "between", "of", "since")
    if between[0] in ("and", "until") and not opened:
        return False
    same = one.time.is_clock == after.time.is_clock
    # «midnight - Saturday» is one time, said twice.
    return same or (one.time.is_clock and after.time.is_day and between[0] != "dash")


def stopped(words: Words, first: int, last: int) -> bool:
    """Whether a sentence ends between two words."""
    return any(word in _STOPS for word in words.text[first:last])
