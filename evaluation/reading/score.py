"""Score what Hudna reads against annotated texts: precision, recall and F1, with intervals.

    python evaluation/reading/score.py dev            # the half that the rules were tuned on
    python evaluation/reading/score.py test           # kept apart: for the record only
    python evaluation/reading/score.py brief          # annotated in brief: some fields only
    python evaluation/reading/score.py dev --floors   # fail where a figure is too low
    python evaluation/reading/score.py dev --show ar-dev-11   # what was missed and what was too much

A statement is found if one with the same act overlaps its content (intersection over union of at
least one half).  Speaker, polarity, topics and typed content are scored on statements whose content
was found, whatever their act.  Intervals: bootstrap over texts, 95 %.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import gold

from hudna.text.reading import Reader

HERE = Path(__file__).parent
HALVES = ("dev", "test", "brief")
OVERLAP = 0.5
# The bootstrap: how many samples, and the share that an interval leaves out at each end.
ROUNDS = 1000
TAIL = 0.025
FIELDS = ("statements", "content", "speaker", "act", "polarity", "hedge", "verb", "topics", "event",
          "actors", "places", "times", "numbers", "typed", "conflicts", "notes")  # fmt: skip
# What is marked where a text is annotated in brief.
BRIEF = ("statements", "content", "speaker", "act", "polarity", "verb", "topics", "event")
PLAIN = ("act", "polarity", "hedge", "event")
SPANS = ("actors", "places")
# F1 on the half that the rules were tuned on may not fall below these, in either language.
FLOORS = {"statements": 0.75, "speaker": 0.8, "polarity": 0.9}

Statement = dict[str, Any]
Pairs = list[tuple[int, int]]


@dataclass
class Tally:
    """Right, too much and missed, for each field of one text; `told` is what differs, in words."""

    right: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def count(self, name: str, marked: Iterable[Any], found: Iterable[Any]) -> None:
        """Compare two bags."""
        one, other = Counter(marked), Counter(found)
        self.right[name] += (one & other).total()
        self.missed[name] += (one - other).total()
        self.extra[name] += (other - one).total()


class Score(NamedTuple):
    """How well a field is read."""

    precision: float
    recall: float
    f1: float


def overlap(one: Sequence[int], other: Sequence[int]) -> float:
    """Intersection over union of two spans."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / (max(one[1], other[1]) - min(one[0], other[0]) or 1)


def matched(marked: list[Statement], found: list[Statement], same_act: bool) -> Pairs:
    """The best pairs of statements, each used once, that overlap enough (and have one act)."""
    pairs = sorted(
        (-overlap(m["content"], f["content"]), i, j)
        for i, m in enumerate(marked)
        if m["content"]
        for j, f in enumerate(found)
        if not same_act or m["act"] == f["act"]
    )
    used: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for likeness, i, j in pairs:
        if -likeness >= OVERLAP and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            kept.append((i, j))
    return kept


def speaker(statement: Statement, text: str) -> str | None:
    """The words that name a speaker: the name, or where there is none the words of the text."""
    found = statement["speaker"]
    return None if found is None else str(found.get("name") or text[slice(*found["span"])])


def same_speaker(one: str | None, other: str | None) -> bool:
    """Whether two names share at least half of the words of the shorter one."""
    if one is None or other is None:
        return one is other
    mine, theirs = set(one.split()), set(other.split())
    common = len(mine & theirs)
    return common > 0 and common >= min(len(mine), len(theirs)) / 2


def compare(text: gold.Text, reading: Mapping[str, Any]) -> Tally:
    """Score one text."""
    tally = Tally()
    marked, found = text.statements, reading["statements"]
    pairs = matched(marked, found, same_act=False)
    for name, kept in (("statements", matched(marked, found, same_act=True)), ("content", pairs)):
        tally.right[name] = len(kept)
        tally.missed[name] = len(marked) - len(kept)
        tally.extra[name] = len(found) - len(kept)
    for i, j in pairs:
        _compare_statement(tally, text.text, marked[i], found[j])
    tally.told += _unpaired(text, marked, found, pairs)
    named = {found[j]["id"]: marked[i]["id"] for i, j in pairs}
    tally.count(
        "conflicts",
        [frozenset(one["statements"]) for one in text.conflicts],
        [frozenset(named.get(id_, id_) for id_ in one["statements"])
         for one in reading["conflicts"]],
    )  # fmt: skip
    tally.count(
        "notes",
        [(note["kind"], note["span"][0]) for note in text.notes if note["span"]],
        [(note["kind"], note["span"][0]) for note in reading["notes"]],
    )
    return tally


def _compare_statement(tally: Tally, text: str, marked: Statement, found: Statement) -> None:
    """Score the fields of a statement whose content was found."""
    differs = []
    for name in PLAIN:
        one, other = marked[name], found[name]
        tally.count(name, [one] if one else [], [other] if other else [])
        differs += [(name, one, other)] if one != other else []
    verbs = [[one["verb"]["text"]] if one["verb"] else [] for one in (marked, found)]
    tally.count("verb", *verbs)
    names = speaker(marked, text), speaker(found, text)
    right = same_speaker(*names)
    tally.count("speaker", [True], [right])
    differs += [] if right else [("speaker", *names)]
    bags = {kind: _keys(kind, marked[kind], found[kind]) for kind in gold.TYPED}
    for kind, (mine, theirs) in {"topics": (marked["topics"], found["topics"]), **bags}.items():
        tally.count(kind, mine, theirs)
        differs += [(kind, mine, theirs)] if Counter(mine) != Counter(theirs) else []
    for mine, theirs in bags.values():
        tally.count("typed", mine, theirs)
    tally.told += [
        f"  {name} of {marked['id']}: marked {mine}, read {theirs}"
        for name, mine, theirs in differs
    ]


def _keys(kind: str, marked: list[Any], found: list[Any]) -> tuple[list[Any], list[Any]]:
    """What must agree of mentions: their places (by overlap), or their resolved values."""
    if kind in SPANS:
        mine = [tuple(one["span"]) if one["span"] else None for one in marked]
        return mine, _aligned(mine, [tuple(one["span"]) for one in found])
    key = _time if kind == "times" else _number
    return [key(one) for one in marked], [key(one) for one in found]


def _time(mention: Mapping[str, Any]) -> tuple[str | None, ...]:
    """The bounds of a time without their offsets, which annotations leave out."""
    bounds = (mention["earliest"], mention["latest"])
    return tuple(one[:16] if one is not None and "T" in one else one for one in bounds)


def _number(mention: Mapping[str, Any]) -> tuple[float, str | None]:
    return float(mention["value"]), mention["unit"]


def _aligned(marked: list[Any], found: list[Any]) -> list[Any]:
    """Spans that were read, each replaced by the marked one that it overlaps enough."""
    left = [span for span in marked if span is not None]
    aligned = []
    for span in found:
        best = max(left, key=lambda one: overlap(one, span), default=None)
        if best is not None and overlap(best, span) >= OVERLAP:
            left.remove(best)
            aligned.append(best)
        else:
            aligned.append(span)
    return aligned


def _unpaired(
    text: gold.Text, marked: list[Statement], found: list[Statement], pairs: Pairs
) -> list[str]:
    """What was missed, and what was read too much."""
    mine, theirs = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [one for i, one in enumerate(marked) if i not in mine and one["content"]]
    extra = [one for j, one in enumerate(found) if j not in theirs]
    return [
        *(f"  missed {m['id']} [{m['act']}]: {text.text[slice(*m['content'])]}" for m in missed),
        *(f"  too much [{f['act']}]: {text.text[slice(*f['content'])]}" for f in extra),
    ]


def score(tallies: Sequence[Tally], name: str) -> Score:
    """Precision, recall and F1 of a field over texts; 1 where there is nothing to find."""
    right, extra, missed = (
        sum(one[name] for one in counted)
        for counted in zip(*((t.right, t.extra, t.missed) for t in tallies), strict=True)
    )
    return Score(
        right / (right + extra) if right + extra else 1.0,
        right / (right + missed) if right + missed else 1.0,
        2 * right / (2 * right + extra + missed) if right + extra + missed else 1.0,
    )


def interval(tallies: Sequence[Tally], name: str) -> tuple[float, float]:
    """The 95 % interval of F1, texts drawn with replacement; the seed is fixed."""
    draw = random.Random(0)
    found = sorted(score(draw.choices(tallies, k=len(tallies)), name).f1 for _ in range(ROUNDS))
    return found[int(TAIL * ROUNDS)], found[int((1 - TAIL) * ROUNDS) - 1]


def tallied(folder: Path, language: str | None = None) -> dict[str, dict[str, Tally]]:
    """The tallies of the texts of a folder, by language and name."""
    found: dict[str, dict[str, Tally]] = {}
    readers: dict[str, Reader] = {}
    for text in gold.folder(folder):
        if language not in (None, text.language):
            continue
        reader = readers.setdefault(text.language, Reader.of(text.language))
        published = date.fromisoformat(text.published) if text.published else None
        reading = reader.read(text.text, published=published).document()
        found.setdefault(text.language, {})[text.name] = compare(text, reading)
    return found


def table(tallies: Sequence[Tally], fields: Sequence[str] = FIELDS) -> dict[str, Any]:
    """The scores of fields over texts."""
    rows = {
        name: {**score(tallies, name)._asdict(), "interval": interval(tallies, name)}
        for name in fields
    }
    return {"texts": len(tallies), **rows}


def too_low(tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The figures below their floors, in words."""
    return [
        f"{language}: F1 of {name} is {rows[name]['f1']:.3f}, below {floor}"
        for language, rows in sorted(tables.items())
        for name, floor in FLOORS.items()
        if rows[name]["f1"] < floor
    ]


def main() -> None:
    """Print the scores of a half."""
    asked = _asked()
    tallies = tallied(HERE / asked.half, asked.language)
    if asked.show is not None:
        for name, tally in ((n, t) for found in tallies.values() for n, t in found.items()):
            if name.startswith(asked.show):
                print(name, *tally.told, sep="\n")
    fields = BRIEF if asked.half == "brief" else FIELDS
    tables = {lang: table(list(found.values()), fields) for lang, found in sorted(tallies.items())}
    if asked.json:
        print(json.dumps(tables, indent=1))
    else:
        for lang, rows in tables.items():
            _print(f"{asked.half}, {lang}", rows)
    if asked.floors and (low := too_low(tables)):
        sys.exit("\n".join(low))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("half", choices=HALVES)
    parser.add_argument("--language", choices=["ar", "en"])
    parser.add_argument(
        "--show", metavar="NAME", help="the differences of texts whose name begins so"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--floors", action="store_true", help="fail where a figure is too low")
    return parser.parse_args()


def _print(title: str, rows: Mapping[str, Any]) -> None:
    print(f"\n{title}: {rows['texts']} texts")
    print(f"{'':12} precision  recall     F1   95 %")
    for name in (name for name in FIELDS if name in rows):
        row = rows[name]
        low, high = row["interval"]
        print(
            f"{name:12} {row['precision']:9.3f} {row['recall']:7.3f} {row['f1']:6.3f}   {low:.2f}–{high:.2f}"
        )


if __name__ == "__main__":
    main()
