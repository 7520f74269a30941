"""A reading as a table for a terminal: a row a statement, in one language.

In: a `Reading`.  Out: a table of Rich.  Text of the reading cannot hide, reorder or style anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from hudna import taxonomy
from hudna.codes import UnknownCodeError
from hudna.i18n import translator
from hudna.text.phrases import phrase
from hudna.text.statement import Reading, Statement, When
from hudna.yamlfile import hidden_characters


def tables(reading: Reading, lang: str = "en") -> Iterator[Table]:
    """What was read of a text: its statements, then conflicts and notes, where there are any."""
    yield table(reading, lang)
    say = translator(lang)
    words = {statement.id: statement.said for statement in reading.statements}
    if reading.conflicts:
        found = Table(say("id"), "", say("quote"), title=say("Conflicts"))
        for conflict in reading.conflicts:
            quotes = " ↔ ".join(" ".join(words[one].split()) for one in conflict.statements)
            found.add_row(*map(_shown, (", ".join(conflict.statements), conflict.about, quotes)))
        yield found
    if reading.notes:
        found = Table("", say("quote"), title=say("Notes on the text"))
        for note in reading.notes:
            quote = " ".join(reading.text[slice(*note.span)].split())
            found.add_row(*map(_shown, (phrase("note", note.kind, lang), quote)))
        yield found


def table(reading: Reading, lang: str = "en") -> Table:
    """Who says what in a text, in `lang`, `ar` or `en`, in the order of the statements."""
    say = translator(lang)
    titled = Table(caption=say("Claims that a program read in a text, not facts."))
    names = (
        say("id"), say("who"), say("act"), say("polarity"), say("topics"), say("times"),
        say("quote"),
    )  # fmt: skip
    for name in names:
        titled.add_column(escape(name), overflow="fold")
    for statement in reading.statements:
        titled.add_row(*map(_shown, _cells(statement, lang)))
    return titled


def _cells(statement: Statement, lang: str) -> tuple[str, ...]:
    say = translator(lang)
    polarity = phrase("polarity", statement.polarity, lang)
    hedge = phrase("hedge", statement.hedge, lang)
    event = [] if statement.event is None else [_coded("act", statement.event, lang)]
    return (
        statement.id,
        _who(statement) or say("nobody named"),
        phrase("act", statement.act, lang),
        f"{polarity} ({hedge})" if hedge else polarity,
        "\n".join([_coded("provision", code, lang) for code in statement.topics] + event),
        "\n".join(map(_interval, statement.times)),
        " ".join(statement.said.split()),
    )


def _who(statement: Statement) -> str:
    speaker = statement.speaker
    if speaker is None:
        return ""
    role = "" if speaker.role in (None, speaker.name) else f"\n{speaker.role}"
    return f"{speaker.name}{role}"


def _coded(kind: str, code: str, lang: str) -> str:
    try:
        return f"{code} {taxonomy.label(kind, code, lang)}"
    except UnknownCodeError:
        return code


def _interval(when: When) -> str:
    """From when to when, open ends as “…”."""
    if when.earliest == when.latest:
        return when.earliest or when.quote
    return f"{when.earliest or '…'} – {when.latest or '…'}"


def _shown(text: str) -> str:
    if not hidden_characters(text):
        return escape(text)
    seen = (f"\\u{ord(char):04x}" if hidden_characters(char) else char for char in text)
    return escape("".join(seen))
