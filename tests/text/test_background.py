"""The history of a war, which is no statement, and what is news in spite of its words."""

import pytest
from reads import told


@pytest.mark.parametrize(
    "text",
    [
        "The conflict, which began in 1983, has killed 60,000 people.",
        "Yemen's war has displaced more than three million people.",
        "The civil war in Liberia pitted rebels against government troops.",
        "Chad plunged into civil war in 1979, when fighting broke out in N'Djamena.",
        "More than 1,200 civilians have been killed since the insurgency began in 2004.",
        "Tens of thousands were displaced in more than ten years of conflict.",
        "Violence has killed thousands and driven millions from their homes.",
        "The front is an armed group that controls much of the north.",
        "The rebels have been fighting since 2009 to take the capital.",
        "In 2012, rebels seized three towns in the north.",
        "About 300 000 people have been killed in the civil war that broke out in 1993.",
        "Northern Mali is the site of frequent clashes between armed groups.",
        "Since armed groups rose up in 1993, more than 300,000 people have been killed.",
        "The port is vital for aid and is a lifeline for thousands in the war.",
        "The war began in 2011 when rebels seized three towns.",
        "The rebels have fought the government for 20 years in the north.",
        "About 12,000 people have been killed in the past decade.",
        "The country was long a haven of calm in which truces held.",
        "Founded in 1964, the guerrillas have signed four ceasefires with the government.",
    ],
)
def test_the_history_of_a_war_is_no_statement(text):
    assert told(text, "en") == []


@pytest.mark.parametrize(
    "text",
    [
        "Sunday was the deadliest day since the war began, with 40 soldiers killed.",
        "The war crimes tribunal ordered a halt to the shelling.",
        "Fighting has killed twelve people in Tripoli.",
        "The rebels shelled Goma and killed 30 people.",
        "The army says the conflict has displaced thousands.",
    ],
)
def test_news_of_a_war_is_read(text):
    assert len(told(text, "en")) == 1
