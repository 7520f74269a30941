"""Score what Hudna reads against what people marked: precision, recall and F1, with intervals.

    python evaluation/reading/score.py dev            # the half that the rules were tuned on
    python evaluation/reading/score.py test           # kept apart: for the record only
    python evaluation/reading/score.py dev --show ar-dev-11   # what was missed and what was too much

A statement is found if one with the same act overlaps its content (intersection over union of at
least one half).  Speaker, polarity, topics and typed content are scored on statements whose content
was found, whatever their act.  Intervals: bootstrap over texts, 95 %.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import gold
from hudna.text.reading import Reader

HERE = Path(__file__).parent
OVERLAP = 0.5
ROUNDS = 1000
FIELDS = ("statements", "content", "speaker", "act", "polarity", "hedge", "verb", "topics", "event",
          "actors", "places", "times", "numbers", "typed", "conflicts", "notes")  # fmt: skip
TYPED = ("actors", "places", "times", "numbers")


@dataclass
class Tally:
    """Right, wrong and missed, for each field of one text."""

    right: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def count(self, name: str, marked: Iterable[Any], found: Iterable[Any]) -> None:
        """Compare two bags."""
        one, other = Counter(marked), Counter(found)
        self.right[name] += sum((one & other).values())
        self.missed[name] += sum((one - other).values())
        self.extra[name] += sum((other - one).values())


def overlap(one: Any, other: Any) -> float:
    """Intersection over union of two spans."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / (max(one[1], other[1]) - min(one[0], other[0]) or 1)


def matched(
    marked: list[dict[str, Any]], found: list[dict[str, Any]], same: Callable[[Any, Any], bool]
) -> list[tuple[int, int]]:
    """The best pairs of statements, each used once, that overlap enough."""
    pairs = sorted(
        ((-overlap(m["content"], f["content"]), i, j)
         for i, m in enumerate(marked) if m["content"]
         for j, f in enumerate(found) if same(m, f)),
    )  # fmt: skip
    used: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for likeness, i, j in pairs:
        if -likeness >= OVERLAP and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            kept.append((i, j))
    return kept


def speaker(statement: dict[str, Any], text: str) -> str | None:
    """The words that name a speaker, without what differs in taste: None, or the span's words."""
    found = statement["speaker"]
    if found is None:
        return None
    return str(found.get("name") or text[found["span"][0] : found["span"][1]])


def same_speaker(one: str | None, other: str | None) -> bool:
    """Whether two names share most of their words."""
    if one is None or other is None:
        return one is other
    mine, theirs = set(one.split()), set(other.split())
    return bool(mine & theirs) and len(mine & theirs) >= min(len(mine), len(theirs)) / 2


def compare(text: gold.Text, reading: dict[str, Any], show: bool = False) -> Tally:
    """Score one text."""
    tally = Tally()
    marked, found = text.statements, reading["statements"]
    whole = matched(marked, found, lambda m, f: m["act"] == f["act"])
    place = matched(marked, found, lambda m, f: True)
    for name, pairs in (("statements", whole), ("content", place)):
        tally.right[name] = len(pairs)
        tally.missed[name] = len(marked) - len(pairs)
        tally.extra[name] = len(found) - len(pairs)
    for i, j in place:
        m, f = marked[i], found[j]
        for name in ("act", "polarity", "hedge", "event"):
            tally.count(name, [m[name]] if m[name] else [], [f[name]] if f[name] else [])
        tally.count(
            "verb",
            [m["verb"]["text"]] if m["verb"] else [],
            [f["verb"]["text"]] if f["verb"] else [],
        )
        names = speaker(m, text.text), speaker(f, text.text)
        right = same_speaker(*names)
        tally.count("speaker", [True], [right])
        tally.count("topics", m["topics"], f["topics"])
        for kind in TYPED:
            mine, theirs = _keys(kind, m[kind]), _keys(kind, f[kind])
            if kind in ("actors", "places"):
                theirs = _aligned(mine, theirs)
            tally.count(kind, mine, theirs)
            tally.count("typed", mine, theirs)
            if show and Counter(mine) != Counter(theirs):
                tally.told.append(f"  {kind} of {m['id']}: marked {mine}, read {theirs}")
        if show:
            if not right:
                tally.told.append(f"  speaker of {m['id']}: marked {names[0]}, read {names[1]}")
            for name in ("act", "polarity", "hedge", "event", "topics"):
                if m[name] != f[name] and list(m[name] or ()) != list(f[name] or ()):
                    tally.told.append(f"  {name} of {m['id']}: marked {m[name]}, read {f[name]}")
    if show:
        tally.told += _unpaired(text, marked, found, place)
    by_id = {f["id"]: j for j, f in enumerate(found)}
    back = {j: i for i, j in place}
    tally.count(
        "conflicts",
        [frozenset(c["statements"]) for c in text.conflicts],
        [frozenset(marked[back[by_id[s]]]["id"] if by_id[s] in back else s for s in c["statements"])
         for c in reading["conflicts"]],
    )  # fmt: skip
    tally.count("notes", [(n["kind"], n["span"][0]) for n in text.notes if n["span"]],
                [(n["kind"], n["span"][0]) for n in reading["notes"]])  # fmt: skip
    return tally


def _keys(kind: str, mentions: list[dict[str, Any]]) -> list[Any]:
    """What must agree of a mention: its place (by overlap), or its resolved value."""
    if kind == "times":
        return [tuple(_local(m[end]) for end in ("earliest", "latest")) for m in mentions]
    if kind == "numbers":
        return [(float(m["value"]), m["unit"]) for m in mentions]
    return [tuple(m["span"]) if m["span"] else None for m in mentions]


def _local(stamp: str | None) -> str | None:
    """A time without its offset, which annotations leave out."""
    return stamp[:16] if stamp is not None and "T" in stamp else stamp


def _aligned(marked: list[Any], found: list[Any]) -> list[Any]:
    """Spans that were read, each replaced by the marked one that it overlaps enough."""
    left = list(marked)
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
    text: gold.Text, marked: list[Any], found: list[Any], pairs: list[tuple[int, int]]
) -> list[str]:
    told = []
    seen = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, m in enumerate(marked):
        if i not in seen[0] and m["content"]:
            told.append(f"  missed {m['id']} [{m['act']}]: {text.text[slice(*m['content'])]}")
    for j, f in enumerate(found):
        if j not in seen[1]:
            told.append(f"  too much [{f['act']}]: {text.text[slice(*f['content'])]}")
    return told


def f1(tallies: list[Tally], name: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over texts."""
    right = sum(t.right[name] for t in tallies)
    extra = sum(t.extra[name] for t in tallies)
    missed = sum(t.missed[name] for t in tallies)
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return (
        precision,
        recall,
        2 * right / (2 * right + extra + missed) if right + extra + missed else 1.0,
    )


def interval(tallies: list[Tally], name: str) -> tuple[float, float]:
    """The 95 % interval of F1, texts drawn with replacement; the seed is fixed."""
    draw = random.Random(0)
    found = sorted(f1(draw.choices(tallies, k=len(tallies)), name)[2] for _ in range(ROUNDS))
    return found[int(0.025 * ROUNDS)], found[int(0.975 * ROUNDS) - 1]


def scores(half: str, language: str | None = None, show: str | None = None) -> dict[str, Any]:
    """The scores of a half, by language."""
    found: dict[str, Any] = {}
    texts = [t for t in gold.folder(HERE / half) if language in (None, t.language)]
    for lang in sorted({t.language for t in texts}):
        reader = Reader.of(lang)
        tallies = []
        for text in texts:
            if text.language != lang:
                continue
            published = date.fromisoformat(text.published) if text.published else None
            reading = reader.read(text.text, published=published).document()
            tally = compare(text, reading, show is not None)
            if show is not None and text.name.startswith(show):
                print(text.name, *tally.told, sep="\n")
            tallies.append(tally)
        found[lang] = {
            "texts": len(tallies),
            **{n: {"precision": p, "recall": r, "f1": f, "interval": interval(tallies, n)}
               for n in FIELDS for p, r, f in [f1(tallies, n)]},
        }  # fmt: skip
    return found


def main() -> None:
    """Print the scores of a half."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("half", choices=["dev", "test"])
    parser.add_argument("--language", choices=["ar", "en"])
    parser.add_argument(
        "--show", metavar="NAME", help="the differences of texts whose name begins so"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = scores(asked.half, asked.language, asked.show)
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for lang, table in found.items():
        print(f"\n{asked.half}, {lang}: {table['texts']} texts")
        print(f"{'':12} precision  recall     F1   95 %")
        for name in FIELDS:
            row = table[name]
            low, high = row["interval"]
            print(
                f"{name:12} {row['precision']:9.3f} {row['recall']:7.3f} {row['f1']:6.3f}   {low:.2f}–{high:.2f}"
            )


if __name__ == "__main__":
    main()
