"""Which words of an English sentence say something, and which only look as if they did."""

import pytest
from reads import told


def said(text):
    """Each statement as (content, speaker, act)."""
    return [one[:3] for one in told(text, "en")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The M23 — which has seized Goma — said it would leave the town.", "The M23"),
        ("The front -- the largest of the rebels -- said it would leave.", "The front"),
        ("General Li Wen – who was in Aden – said the truce was holding.", "General Li Wen"),
        ("The rebels—who want autonomy—said the truce was holding.", "The rebels"),
    ],
)
def test_an_aside_in_dashes_is_no_part_of_who_speaks(text, speaker):
    assert [one[1:] for one in said(text)] == [(speaker, "state")]


@pytest.mark.parametrize(
    "text",
    [
        "The army accused rebels of breaking a truce proposed for the holiday.",
        "The army accused rebels of breaking a truce announced on Sunday.",
        "The army accused rebels of breaking the ceasefire announced and respected by its command.",
    ],
)
def test_a_participle_only_says_which_thing_is_meant(text):
    assert [act for _, _, act in said(text)] == ["accuse"]


def test_where_a_statement_was_posted_is_not_who_says_it():
    text = "“The army has decided to leave the talks,” according to the statement posted on its website."
    assert said(text) == [("The army has decided to leave the talks", "the statement", "report")]


@pytest.mark.parametrize(
    "text",
    [
        "The army left the talks, raising fears of renewed fighting that displaced many.",
        "The army left the talks, dashing hopes of a truce.",
    ],
)
def test_hope_and_fear_that_nobody_has_are_not_said(text):
    assert [(speaker, act) for _, speaker, act in said(text)] == [(None, "report")]


def test_who_is_quoted_says_it_once():
    text = "“We demand that the army stop shelling Goma,” rebel spokesman Willy Adja said."
    assert [act for _, _, act in said(text)] == ["state"]


def test_what_goes_on_is_not_said():
    text = "“For a second day, rebels continued to break the truce,” the army said."
    assert [speaker for _, speaker, _ in said(text)] == ["the army"]


def test_what_was_due_when_something_was_done_is_no_expectation():
    text = "The two sides agreed to extend the truce just before it was due to expire."
    assert [act for _, _, act in said(text)] == ["commit"]
