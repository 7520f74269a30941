"""The grammar of times: which words of time make one, in which order.

A rule is a regular expression over classes of words, not over letters: `small` is a number up to
31, `weekday` a weekday, `last` «الماضي» or `past`.  Capitals name a rule that is used in others,
and `day:(…)` says what a part is.  Every rule is bounded, so that reading is linear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from hudna.text.tags import MARKS, Language, Piece
from hudna.text.when.vocabulary import CLASSES

# Classes of numerals: up to 31, like a year, others, ordinals, and what is written whole.
NUMERALS = ("small", "year", "num", "ord", "clock", "date", "pair", "moment")

# Runs of which it is kept what the rules find, and how long they may be.
_KEPT = 20_000
_SHORT = 40

_COMMON = {
    "DAY": "small | ord",
    "DAYS": "day:(DAY) (JOIN the? until:(DAY))? | days:(pair)",
    "NUM": "small | num | year",
    "LONG": "hours | weeks | months | years",
    "UNIT": "minutes | hours | days | weeks | months | years",
    "WHICH": "last | next | this | previous",
    "JOIN": "to | until | dash | and",
    "MONTH": "month | (short | doubtful) (dot (?= small | year))?",
    "MONTHS": "MONTH (slash MONTH | open MONTH close | MONTH)?",
    "LABEL": "[of the on months month_label]",
    "YEAR": "[comma of the on]{0,2} [years year_label]? year:(year) common?",
    "YEARLY": "of? the? which_year:(WHICH years | years WHICH)",
    "HIJRI": "[comma of]? [years year_label]? hijri_year:(num) era?",
    "IN": "YEAR | YEARLY | which:(WHICH)",
    "UNTIL": "[dash to and slash until over]? until:(weekday)",
    "STRETCH": "(count:(NUM) dash? qualifier? | article qualifier?)? the? unit:(UNIT) one?",
    "HOW": "within | after | before | before_ago | lasting",
    "NAMED": "year | month | short | doubtful | hijri | season | weekday | relative | WHICH",
    "LINK": "of | from | after | since | since_ago | over | before",
    "MINUTES": "and (minute:(minute_name) | minute_count:(small) minutes) | LESS",
    "LESS": "less less:(minute_name)",
}
_FIRST = [
    ("moment", "moment:(moment)"),
    ("written", "date:(date)"),
    ("date", "DAYS LABEL{0,3} month:(MONTHS) IN?"),
    ("hijri", "DAYS LABEL{0,3} hijri:(hijri | season) HIJRI?"),
    ("hijri", "hijri:(hijri | season) HIJRI"),
    ("hijri", "(months | month_label) hijri:(hijri | season)"),
    ("hijri", "hijri:(season)"),
]  # fmt: skip
_ENGLISH = [
    *_FIRST,
    ("week", "the? of_month:(ord | last) weeks of the? (month:(MONTHS) (YEAR | YEARLY)? | which:(WHICH) unit:(months))"),
    ("share", "within? the? share:(ord | last) count:(NUM) unit:(days | weeks) of the? month:(MONTHS) (YEAR | YEARLY)?"),
    ("hence", "on? STRETCH hence"),
    ("date", "which:(last | next)? month:(MONTHS) the? day:(DAY) (JOIN the? until:(DAY))? (comma? year:(year))?"),
    ("month", "which:(WHICH)? month:(MONTHS) (YEAR | YEARLY)?"),
    ("dated", "day:(DAY) of the? which:(WHICH)? unit:(months)"),
    ("hours", "between? hour:(small) JOIN until:(small) meridiem:(meridiem)"),
    ("clock", "clock:(clock) hours? meridiem:(meridiem)?"),
    ("clock", "[on from since until by before after] hour:(small) on the? (?= part | weekday part)"),
    ("clock", "hour:(small | num) meridiem:(meridiem)"),
    ("clock", "hour:(small) oclock"),
    ("clock", "digits:(small | num | year) (hours (?= zone | on | days | relative | weekday | part) | (?= zone | local))"),
    ("clock", "from digits:(small | num | year) hours"),
    ("ordinal_day", "how:(until | by | before | within)? the? ord:(ord) days of the?"),
    ("span", "within? the (count:(NUM) dash? qualifier? unit:(UNIT) | unit:(LONG)) link:(to | until | leading | before | since | after | from)"),
    ("first", "within? the? share:(ord) count:(NUM)? unit:(UNIT) link:(of | after | since)?"),
    ("ago", "STRETCH ago"),
    ("quarter", "quarter:(quarter) of? year:(year)"),
    ("quarter", "which:(WHICH) quarter:(quarter)"),
    ("period", "rolling:(the)? which:(WHICH) the? (count:(NUM) qualifier? | qualifier)? unit:(UNIT)"),
    ("weekday", "which:(WHICH)? weekday:(weekday) ([dash to and slash until] until:(weekday))?"),
    ("part", "this:(this) part:(part)"),
]  # fmt: skip
_ARABIC = [
    ("week", "weeks of_month:(ord | last) of (unit:(months) which:(WHICH) | (months | month_label)? month:(MONTHS) (YEAR | YEARLY)?)"),
    ("share", "within? unit:(days | weeks) the? count:(NUM) share:(ord | last) of (months | month_label)? month:(MONTHS) (YEAR | YEARLY)?"),
    ("date", "[days day_label] DAYS LABEL{0,3} month:(MONTHS) IN?"),
    ("hijri", "(day:(nth) days | (days | relative) day:(ord) of) (months | month_label)? hijri:(hijri | season) HIJRI?"),
    ("hijri_feast", "(nth:(nth) days | (days | relative) nth:(ord) of) feast:(hijri_feast)"),
    *_FIRST,
    ("month", "(months | month_label)? month:(MONTHS) (YEAR | YEARLY | which:(WHICH))?"),
    ("dated", "day:(DAY) (JOIN the? until:(DAY))? of unit:(months) which:(WHICH)?"),
    ("hours", "[between from of] hour_label? hour:(hour_name) [and to until] hour_label? until:(hour_name) (?= of? part)"),
    ("clock", "hour_label? clock:(clock) [meridiem letter]?"),
    ("clock", "hour_label hour:(hour_name | small | num | ord) MINUTES?"),
    ("clock", "hour:(hour_name) MINUTES? (?= of? part | local | zone)"),
    ("clock", "on hour:(small) (?= part)"),
    ("clock", "hour:(hour_name) (?= NUM? (minutes | hours))"),
    ("clock", "zero:(zero_hour)"),
    ("ordinal_day", "how:(until | by | before_ago | within)? (days | relative) ord:(ord) of"),
    ("hence", "after? STRETCH hence"),
    ("relative", "until relative:(now | hour_label (?! small | num | year | ord | hour_name | clock | zero_hour))"),
    ("ago", "back:(since_ago | before_ago) on? STRETCH (?! LINK | NAMED | DAY LABEL{0,3} MONTH)"),
    ("quarter", "quarter:(quarter) (YEAR | YEARLY | which:(WHICH))"),
    ("span", "within? unit:(UNIT) (the? count:(NUM))? link:(leading | trailing)"),
    ("first", "within? unit:(UNIT) the? count:(NUM) share:(ord) link:(of)?"),
    ("edged", "closed:(before) unit:(weeks | months | years) (?! NAMED)"),
    ("period", "which:(this) unit:(UNIT)"),
    ("period", "within? unit:(UNIT) (the? count:(NUM) | qualifier)? which:(WHICH)"),
    ("period", "within? count:(NUM) unit:(UNIT) which:(WHICH)"),
    ("weekday", "[days day_label]? which:(this)? weekday:(weekday) which:(WHICH)? (and weekday (?= and weekday))? UNTIL? which:(WHICH)?"),
    ("part", "this:(this) part:(part)"),
]  # fmt: skip
_LAST = [
    ("weekend", "which:(WHICH)? weekend"),
    ("closing", "the? closing:(closing)"),
    ("edged", "edge:(edge) [of the on]{0,3} unit:(weeks | months | years) (?! NAMED)"),
    ("edge", "edge:(edge) dash?"),
    ("relative", "[days this]? relative:(relative) (?! ord | not_today | last)"),
    ("tonight", "tonight"),
    ("last_night", "last_night"),
    ("feast", "feast:(feast)"),
    ("hijri_feast", "feast:(hijri_feast)"),
    ("year", "[years year_label]? year:(year) common? ([to until dash slash and] until:(year))?"),
    ("stretch", "how:(HOW)? STRETCH (?! NAMED) link:(LINK)?"),
    ("midnight_tonight", "midnight_tonight"),
    ("midnight", "midnight:(midnight)"),
    ("noonday", "noonday"),
    ("part", "part:(part)"),
    ("zone", "zone:(zone) (sign:(plus | dash) hours:(small))?"),
    ("local", "local"),
]  # fmt: skip


class Shape(NamedTuple):
    """What a rule takes of a run: pieces `first` to before `last`, and those of each named part."""

    rule: str
    first: int
    last: int
    parts: Mapping[str, tuple[int, ...]]


class Match(NamedTuple):
    """Words of time that a rule takes."""

    shape: Shape
    run: Sequence[Piece]

    @property
    def rule(self) -> str:
        """The name of the rule."""
        return self.shape.rule

    def has(self, part: str) -> bool:
        """Whether it has a part."""
        return part in self.shape.parts

    def pieces(self, part: str) -> list[Piece]:
        """The pieces of a part; none where it is not there."""
        return [self.run[at] for at in self.shape.parts.get(part, ())]

    def value(self, part: str) -> Any:
        """The value of the first piece of a part; None where it is not there."""
        found = self.shape.parts.get(part)
        return self.run[found[0]].value if found else None

    def tag(self, part: str) -> str | None:
        """The class of the first piece of a part."""
        found = self.shape.parts.get(part)
        return self.run[found[0]].tag if found else None


class Grammar:
    """The rules of a language as one pattern over letters that stand for classes."""

    def __init__(self, language: Language) -> None:
        names = sorted({*CLASSES, *NUMERALS, *MARKS.values()})
        self._letters = {name: chr(0xE000 + at) for at, name in enumerate(names)}
        self._named: list[str] = []  # the part that each group of the pattern is
        rules = (_ENGLISH if language == "en" else _ARABIC) + _LAST
        self._rules = [name for name, _ in rules]
        self._groups: list[range] = []  # the parts of each rule, by number
        branches = []
        for at, (_, rule) in enumerate(rules):
            before = len(self._named)
            branches.append(f"(?P<rule{at}>{self._compiled(rule)})")
            self._groups.append(range(before, len(self._named)))
        self._pattern = re.compile("|".join(branches))
        self._known: dict[str, list[Shape]] = {}  # of runs met before: they repeat

    def _compiled(self, rule: str) -> str:
        """A rule as a pattern: classes as letters, named parts as groups."""

        def one(found: re.Match[str]) -> str:
            name = found[0].removesuffix(":(")
            if name != found[0]:
                self._named.append(name)
                return f"(?P<part{len(self._named) - 1}>"
            if name in _COMMON:
                return f"(?:{self._compiled(_COMMON[name])})"
            return self._letters[name]

        # Letters stand in brackets without spaces; what is no named part is no group.
        made = re.sub(r"[a-z_]+:\(|[A-Za-z_]+", one, re.sub(r"\[.*?\]", _either, rule))
        return re.sub(r"\((?!\?)", "(?:", made).replace(" ", "")

    def matches(self, run: Sequence[Piece]) -> list[Match]:
        """What the rules find in a run, in order."""
        letters = self._letters
        tags = "".join([letters[piece.tag] for piece in run])
        shapes = self._known.get(tags)
        if shapes is None:
            shapes = [self._shape(found) for found in self._pattern.finditer(tags)]
            if len(self._known) > _KEPT:
                self._known.clear()
            if len(tags) <= _SHORT:
                self._known[tags] = shapes
        return [Match(shape, run) for shape in shapes]

    def _shape(self, found: re.Match[str]) -> Shape:
        at = int((found.lastgroup or "")[len("rule") :])
        parts: dict[str, tuple[int, ...]] = {}
        for group in self._groups[at]:
            low, high = found.span(f"part{group}")
            if low < high:
                name = self._named[group]
                parts[name] = (*parts.get(name, ()), *range(low, high))
        return Shape(self._rules[at], *found.span(), parts)


def _either(brackets: re.Match[str]) -> str:
    """`[of the]` as alternatives, which may be of any rules and classes."""
    return "(" + "|".join(brackets[0][1:-1].split()) + ")"


@cache
def grammar(language: Language) -> Grammar:
    """The grammar of a language."""
    return Grammar(language)
