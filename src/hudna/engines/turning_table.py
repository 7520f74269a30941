"""What counts turn on, as tables for people, in one language.

In: `Turned`, a language.  Out: tables and sentences of Rich, unit by unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from hudna.analysis.sensitivity import Sensitivity
from hudna.engines.turning import Turned
from hudna.engines.turning_words import Words

LISTED = 5
"""How many ids are listed of what turns on a switch; the rest is counted, and in the JSON."""


def tables(turned: Turned, lang: str) -> Group:
    """Everything that the counts of a case turn on: for each unit, then what it rests on."""
    words = Words(turned, lang)
    shown: list[RenderableType] = []
    for found in turned.series:
        shown += [*_series(found, words), Text("")]
    return Group(*shown, *map(Text, words.footnotes()))


def _series(found: Sensitivity, words: Words) -> Iterator[RenderableType]:
    yield Text(words.title(found), style="bold")
    yield Text(words.summary(found))
    yield _readings(found, words)
    yield _settings(found, words)
    yield _moves(found, words)
    for sentence in words.strongest(found):
        yield Text(sentence)
    yield _turning(found, words)
    yield Text(words.turning(found))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=escape(title), title_justify="left", title_style="italic")
    for name in columns:
        table.add_column(escape(name), overflow="fold")
    return table


def _readings(found: Sensitivity, words: Words) -> Table:
    say = words.say
    table = _table(
        say("By reading: {unit}", unit=words.unit(found)), say("reading"), say("worlds"),
        say("violation"), say("cannot be determined"), say("all settings: violation"),
        say("all settings: cannot be determined"),
    )  # fmt: skip
    for each in found.readings:
        cells = (
            words.reading(each.reading), f"{each.live.worlds} / {each.every.worlds}",
            words.ends(each.live.violations), words.ends(each.live.undetermined),
            words.ends(each.every.violations), words.ends(each.every.undetermined),
        )  # fmt: skip
        table.add_row(*map(escape, cells))
    return table


def _settings(found: Sensitivity, words: Words) -> Table:
    say = words.say
    table = _table(
        say("By setting: {unit}", unit=words.unit(found)), say("switch"), say("reading"),
        say("value"), say("violation"), say("cannot be determined"),
        say("all settings: violation"), say("all settings: cannot be determined"),
    )  # fmt: skip
    for each in sorted(
        found.settings, key=lambda s: [t.switch for t in found.turning].index(s.switch)
    ):
        stated = words.turned.stated(each.reading, each.switch)
        mark = say("stated") if stated == each.value else say("left open") if each.stated else ""
        cells = (
            each.switch, each.reading, f"{each.value} ({mark})" if mark else each.value,
            words.ends(each.live.violations), words.ends(each.live.undetermined),
            words.ends(each.every.violations), words.ends(each.every.undetermined),
        )  # fmt: skip
        table.add_row(*map(escape, cells))
    return table


def _moves(found: Sensitivity, words: Words) -> Table:
    say = words.say
    table = _table(
        say("One switch set otherwise, alone: {unit}, wholly within the period",
            unit=words.unit(found)),
        say("switch"), say("from what to what"), say("violations move by"),
        say("with what cannot be determined, by"),
    )  # fmt: skip
    for each in found.moves:
        cells = (
            each.switch, words.move(each), words.change(each.violations), words.change(each.at_most),
        )  # fmt: skip
        table.add_row(*map(escape, cells))
    return table


def _turning(found: Sensitivity, words: Words) -> Table:
    say = words.say
    table = _table(
        say("What turns on each switch: {unit}", unit=words.unit(found)), say("switch"),
        say("the question"), say("whose verdict turns on it"), say("which"),
    )  # fmt: skip
    for each in found.turning:
        ids = words.comma.join(map(words.code, each.ids[:LISTED]))
        rest = len(each.ids) - LISTED
        if rest > 0:
            ids += words.comma + say.count("{n:,} more", "{n:,} more", rest)
        table.add_row(
            *map(escape, (each.switch, words.question(each.switch), words.count(each.count), ids))
        )
    return table
