"""A web page to its text: the article without what surrounds it, and the date that the page states.

In: HTML, also as Word saves it.  Out: the main text, as trafilatura finds it, or all that the page
shows where that finds nothing.  The date is one that the page itself gives as that of its
publication, in its markup; nothing is concluded from its address, its wording or its copyright line.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import extract

from hudna.problem import refuse

MAX_ELEMENTS: Final = 20_000
"""Elements of a page in which an article is looked for; of a larger one all text is taken."""

_UNSHOWN: Final = frozenset(
    {"head", "script", "style", "noscript", "template", "iframe", "svg", "title"}
)
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s",
     "small", "span", "strong", "sub", "sup", "time", "u"}
)  # fmt: skip
_ARTICLES: Final = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting",
     "LiveBlogPosting", "OpinionNewsArticle", "Report", "WebPage"}
)  # fmt: skip
# Names of `meta` that give the date of publication, surest first.
_METAS: Final = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
    "dc.date", "dcterms.date", "pubdate", "publishdate", "publish-date", "parsely-pub-date",
    "sailthru.date", "date",
)  # fmt: skip
# Dates that programs write where they have none.
_FILLERS: Final = frozenset({date(1, 1, 1), date(1900, 1, 1), date(1970, 1, 1)})


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, and the day it says it was published; `stated` says where it says so."""

    text: str
    published: date | None = None
    stated: str | None = None


def page(markup: str, name: str) -> Page:
    """Read a page, which errors call `name`.  Its text is empty where it shows none.

    Raises `Refused` for one that is nested deeper than any page, of which the parser leaves out text.
    """
    tree = _parsed(markup, name)
    if tree is None:
        return Page("")
    published, stated = _published(tree)
    return Page(_article(tree) or _shown(tree), published, stated)


def _parsed(markup: str, name: str) -> HtmlElement | None:
    # As bytes: text that names an encoding of its own is refused by lxml.
    raw = markup.replace("\0", "").encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree: HtmlElement = document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # there is nothing in it
        tree = None
    if any("depth" in error.message for error in parser.error_log):
        remedy = "Open it in a browser and save what it shows as text"
        raise refuse(name, "the page is nested deeper than pages are", remedy)
    return tree


def _article(tree: HtmlElement) -> str:
    """The main text; empty where none is found."""
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        return ""
    # Its complaints about a page are none of the reader's.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found = extract(tree, include_comments=False)
    except Exception:  # noqa: BLE001  # pages break it in many ways; their text is still there
        return ""
    return found or ""


def _shown(tree: HtmlElement) -> str:
    """All text of a page, a block a line."""
    pieces: list[str] = []
    skipped = None  # the element that is being passed over
    for event, item in etree.iterwalk(tree, events=("start", "end")):
        name = item.tag if isinstance(item.tag, str) else "script"
        if event == "start":
            if skipped is None and name in _UNSHOWN:
                skipped = item
            if skipped is None:
                pieces += ["" if name in _INLINE else "\n", _spaced(item.text)]
        else:
            if skipped is item:
                skipped = None
            if skipped is None:
                pieces += ["" if name in _INLINE else "\n", _spaced(item.tail)]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


# --- the date that a page states -------------------------------------------------------------------


def _published(tree: HtmlElement) -> tuple[date | None, str | None]:
    """The day of publication and what states it; None and the reason where pages contradict themselves."""
    found = [
        (day, where) for written, where in _statements(tree) if (day := _day(written)) is not None
    ]
    if not found:
        return None, None
    # One moment may be written in two zones: that is no contradiction.
    if max(abs((day - found[0][0]).days) for day, _ in found) > 1:
        told = ", ".join(f"{day} ({where})" for day, where in dict.fromkeys(found))
        return None, f"the page states several dates: {told}"
    return found[0]


def _statements(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """What the page gives as its date of publication, surest first, and where."""
    metas: dict[str, str] = {}
    for item in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            if name := item.get(key):
                metas.setdefault(name.strip().lower(), item.get("content") or "")
    yield from ((metas[name], f"meta {name}") for name in _METAS[:3] if name in metas)
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            yield from (
                (written, "JSON-LD datePublished") for written in _of_json(script.text or "")
            )
    for item in tree.iter("time"):
        if (item.get("itemprop") or "").lower() == "datepublished" or "pubdate" in item.attrib:
            yield item.get("datetime") or "", "time"
    # Other names are looser: they count where nothing else is stated, and then only the first.
    loose = ((metas[name], f"meta {name}") for name in _METAS[3:] if name in metas)
    yield from ((written, where) for written, where in loose if _day(written) is not None)


def _of_json(written: str) -> Iterator[str]:
    """`datePublished` of the article that a page describes as linked data; not of those it lists."""
    try:
        told = json.loads(written)
    except (ValueError, RecursionError):
        return
    waiting = told if isinstance(told, list) else [told]
    for item in waiting:
        if not isinstance(item, dict):
            continue
        graph = item.get("@graph")
        for node in (item, *(graph if isinstance(graph, list) else ())):
            if isinstance(node, dict) and _ARTICLES & _kinds(node.get("@type")):
                day = node.get("datePublished")
                if isinstance(day, str):
                    yield day


def _kinds(told: Any) -> set[str]:
    listed = told if isinstance(told, list) else [told]
    return {kind for kind in listed if isinstance(kind, str)}


def _day(written: str) -> date | None:
    """The local day of a date as the web writes it: ISO 8601, or that of e-mail."""
    written = written.strip()
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", written):
            day = date.fromisoformat(written[:10])
        elif re.fullmatch(r"\d{8}(T\d{4,6}.*)?", written):
            day = datetime.strptime(written[:8], "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
        else:
            day = parsedate_to_datetime(written[:64]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None if day in _FILLERS else day
