"""The table of a reading: a row a statement, in two languages, hostile text shown and inert."""

import pytest
from rich.console import Console

from hudna.text.statement import Reading, Speaker, Statement, When
from hudna.text.table import table

TEXT = "The minister denied that the town is covered from 3 May."
WHEN = When((45, 55), "from 3 May", "2031-05-03", None, "day")


def said(name, *, speaker="minister", times=(WHEN,), **about):
    about = {"act": "deny", "polarity": "negated", "hedge": "hearsay"} | about
    who = Speaker((0, 12), speaker, "[bold]of defence[/bold]")
    return Statement(
        name, (0, 56), (25, 55), TEXT, speaker=who, times=times, said=TEXT[25:55], **about
    )  # fmt: skip


def printed(*statements, lang="en"):
    console = Console(width=200, no_color=True, emoji=False)
    with console.capture() as told:
        console.print(table(Reading(TEXT, "", "en", None, tuple(statements)), lang))
    return told.get()


def test_a_row_says_who_said_what_of_what_and_when():
    told = printed(said("s1", topics=("P06", "P99"), event="H-ART"))
    for words in ("s1", "minister", "[bold]of defence[/bold]", "denial", "negated (by hearsay)",
                  "P06 Territorial scope", "P99", "H-ART artillery fire", "2031-05-03 – …",
                  "the town is covered"):  # fmt: skip
        assert words in told
    assert "not facts" in told


def test_a_statement_that_nobody_is_named_for():
    nobody = Statement("s1", (0, 4), (0, 4), "text", "report", "affirmed")
    assert "nobody named" in printed(nobody)
    assert "لا قائل مسمّى" in printed(nobody, lang="ar")


def test_arabic():
    told = printed(said("s1", topics=("P06",)), lang="ar")
    for words in ("نفي", "منفيّ (نقلاً عن الغير)", "P06 النطاق الجغرافي", "القائل", "وليست وقائع"):
        assert words in told


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        ("2031-05-03", "2031-05-03", "2031-05-03"),
        ("2031-05-03", "2031-05-04", "2031-05-03 – 2031-05-04"),
        (None, "2031-06-03", "… – 2031-06-03"),
        (None, None, "from 3 May"),
    ],
)
def test_a_time(earliest, latest, shown):
    when = When((45, 55), "from 3 May", earliest, latest, "day")
    row = next(line for line in printed(said("s1", times=(when,))).splitlines() if "s1" in line)
    assert [cell.strip() for cell in row.split("│")][6] == shown


def test_hostile_text_hides_nothing():
    told = printed(said("\u202es1", speaker="\x1b[31mred"))
    assert "\u202e" not in told
    assert "\x1b" not in told
    assert "\\u202es1" in told
    assert "\\u001b[31mred" in told
