"""The reference page of matching: the columns that it takes, and those that it gives."""

from __future__ import annotations

from hudna.matching.blocking import GAP_HOURS, SLACK_KM
from hudna.matching.links import LINKS
from hudna.matching.matched import REVIEW
from hudna.matching.partition import EXACT
from hudna.sources.plain import COLUMNS
from reference_models import Page, code, page, table

_PAIRS = (
    ("report_a, report_b", "the two reports"),
    ("score", "probability that both are of one incident, rivals considered"),
    ("sources", "how often these two sources tell of the same incident"),
    (
        "time_and_place",
        (
            "how near they lie or whether one lies in the district or province of the other, for how precise "
            "they are and how much happens there"
        ),
    ),
    ("name", "whether they name the same place, where no town of that name is known"),
    (
        "actors, targets, acts",
        "how often these words are used for one and the same, less what is said there anyhow",
    ),
    ("deaths", "how far the numbers of killed agree"),
    ("origin", "whether they declare the same origin"),
    ("words", "how much the texts have in common beyond these fields"),
    ("neighbours", "taken off, for what follows from one another is alike"),
)


def links_page() -> Page:
    """The plain form of reports, and the links."""
    yield from page(
        "Tables to match, and links",
        "`hudna match A.csv B.csv … -o links.csv` and `hudna.match(tables)` take reports in this form "
        "and give links in this form. [Match reports](../how-to/match-reports.md) shows them at work.",
    )
    yield from ("## Reports", "")
    yield from table(
        ("column", "meaning"), ((code(name), meaning) for name, meaning in COLUMNS.items())
    )
    yield from (
        "- Columns come in any order. Only `report_id` is needed; what has no place, or no `t_earliest` and `t_latest`, is compared with none. Columns of other names are left alone.",
        "- An empty cell is unknown, never zero.",
        (
            "- A file without `source`, or a row with none, is of the source that the file is named after; from "
            "Python, `table 1` and so on."
        ),
        (
            "- Days and times are of the local clock. A date in `t_latest` is included to its end, a time is the "
            "moment. A time with an offset (`Z`, `+03:00`) is put on the clock of `--zone`; without `--zone` the "
            "offset is left out and the clock read as the local one, and a note says so."
        ),
        (
            "- A report that has no coordinates lies where other reports locate its `place`, `admin2` or "
            "`admin1`. Coordinates 0, 0 are none. Without `radius_km` a point is a town's."
        ),
        "- Candidates are what it may have been: `shelling|air strike`. From Python they may be lists.",
        "- Files are CSV in UTF-8, or in UTF-16 or UTF-32 with their mark.",
        "",
        (
            "**Refused**, with file, line and column, and nothing is written: an id that is empty or there twice, a "
            "number that is none or cannot be, a day that never was, `t_latest` before `t_earliest`, a row with too "
            "many or too few cells, a quote that is never closed, two columns of one name."
        ),
        "",
        (
            "`--taxonomy` and `--actors` name CSV files with the columns `name` and `of`: what is a kind, or a part, "
            "of what. Words that are related so may mean the same."
        ),
        "",
        "## Links",
        "",
    )
    yield from table(
        ("column", "meaning"),
        ((code(field.name), (field.metadata or {}).get(b"doc", b"").decode()) for field in LINKS),
    )
    yield from (
        "Rows stand by `report_id`; the same reports give the same file, whatever their order.",
        "",
        (
            "- `same`: exactly one row for each report that is of one incident. The incident is named after the "
            "first of its reports."
        ),
        (
            "- `contains`: the report sums up several incidents (“6 attacks in Aleppo”), and this is one of them. "
            "Such a report has no row `same`."
        ),
        (
            f"- `review`: another incident that the report may be of, with a probability of {REVIEW[0]} to "
            f"{REVIEW[1]}. A person should look. What is kept apart by what is certain, though it looks more "
            "probable, stands at the upper edge."
        ),
        "",
        (
            "`origin_id` is the name of whoever first told it: as the report declares it, as its text says "
            "(“according to …”, «بحسب …»), as its words show where they are a copy, or else its source. If that is "
            "a source whose own report of the incident is taken from a third, it is the third."
        ),
        "",
        (
            "Cells stand as they were given, also such as a spreadsheet would take for a formula. Open files "
            "from others as text."
        ),
        "",
        "## Pairs",
        "",
        (
            f"`--pairs` writes each pair with a score of {REVIEW[0]} or more, and the weight of each field: its log "
            "likelihood ratio. Above 0 it speaks for one incident, below 0 against."
        ),
        "",
    )
    yield from table(
        ("column", "meaning"),
        ((", ".join(map(code, names.split(", "))), text) for names, text in _PAIRS),
    )
    yield from (
        "## What is compared, and what is certain",
        "",
        (
            f"- Reports are compared if their times lie no more than {GAP_HOURS:g} hours apart, and their places no "
            f"more than {SLACK_KM:g} km beyond both their radii. All such pairs are found."
        ),
        (
            f"- Reports that hang together are parted into incidents by the best of all partitions, up to {EXACT} of "
            "them. Of more, groups that gain most by each other are joined, step by step: good, not always best."
        ),
        (
            "- `--no-repeats SOURCE`: no incident has two reports of this source. If it tells the very same again all "
            "the same, that is said."
        ),
        "- The number of incidents comes with an interval. Scores are what the reports tell, and may be wrong.",
    )
