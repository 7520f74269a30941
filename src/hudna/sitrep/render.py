"""A report as HTML: one self-contained page a language.

In: a `Report` and a language.  Out: the page, with its style and font inside it, no script, and a
policy that lets it load nothing.  The same report gives the same bytes.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hudna import codes
from hudna.codes import Text
from hudna.evidence import Level
from hudna.i18n import translator
from hudna.instant import Interval, local_day, of_day, to_datetime
from hudna.sitrep import font
from hudna.sitrep.counting import LISTED
from hudna.sitrep.model import Account, Claim, Party, Report, Series
from hudna.sitrep.words import Phrasing, plain

WEB = ("https://", "http://")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("hudna.sitrep", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["web_address"] = _is_web_address
    return environment


def html(report: Report, lang: str) -> str:
    """The page of a report in `lang`, `ar` or `en`."""
    about = _about(report, Phrasing(lang, report.zone))
    body = _templates().get_template("body.html").render(about)
    # The policy lets the page load nothing, so the font of its characters stands in it.
    face = font.data_url(Markup(body).striptags())  # noqa: S704
    whole = {**about, "body": Markup(body), "font_url": face}  # noqa: S704
    return _templates().get_template("page.html").render(whole)


def _about(report: Report, words: Phrasing) -> dict[str, Any]:
    """What the templates are given."""
    t = words.say
    return {
        "w": words,
        "t": t,
        "n": words.count,
        "r": report,
        "title": plain(report.title.in_(words.lang)),
        "lang": words.lang,
        "dir": translator(words.lang).direction,
        "listed": LISTED,
        "evidence_levels": [level.name for level in Level],
        "reason_codes": _reason_codes(report),
        "printed": {account.anchor for account in report.accounts},
        "silent": [u for u in _units(report) if all(u in _silent(s) for s in report.series)],
        "silent_names": lambda series: list(_silent(series).values()),
        "unit": lambda series, n: unit(words, series, n),
        "unit_name": lambda series: unit_name(words, series),
        "local": lambda instant: to_datetime(instant, report.zone),
        "moment": lambda at: words.when(Interval(at, at), report.zone),
        "account": lambda name: _account(report, name),
        "whole_days": lambda span: whole_days(span, report.zone),
        "figure": lambda n: t("not known") if n is None else words.figure(n),
        "elements": lambda names: [words.label("element", name) for name in names],
        "party": lambda party: _party(words, party),
        "said": lambda claim: _said(words, claim),
        "consequences": {
            "open_case": t("to open a case"),
            "reported": t("to publish it as reported"),
            "verdict": t("to publish a verdict, on every element that it needs"),
            "measure": t("to recommend a measure, or to name a formation"),
        },
        "reading_kind": {
            "stated": t("Stated by its holders."),
            "inferred_from_conduct": t("Inferred from conduct."),
            "analyst_hypothesis": t("An analyst's hypothesis."),
        },
        "harm_words": {
            "killed": t("killed"),
            "injured": t("injured"),
            "detained": t("detained"),
            "displaced": t("displaced"),
            "civilians": t("civilians"),
            "fighters": t("fighters"),
            "all": t("all persons"),
            "unknown": t("whom: not known"),
        },
    }


def unit(words: Phrasing, series: Series, n: int) -> Markup:
    """A count with its unit, which says what the figure can be compared with."""
    if series.source is None:
        return words.count("{n:,} incident coded", "{n:,} incidents coded", n)
    if series.matched:
        return words.count("{n:,} incident matched", "{n:,} incidents matched", n)
    if series.source.casefold().startswith("ucdp"):
        return words.count("{n:,} UCDP event (lethal only)", "{n:,} UCDP events (lethal only)", n)
    return words.count(
        "{n:,} report of {source}", "{n:,} reports of {source}", n, source=words.name(series.source)
    )


def unit_name(words: Phrasing, series: Series) -> Markup:
    """The unit of a series, for the head of a column."""
    if series.source is None:
        return words.say("Incidents coded")
    if series.matched:
        return words.say("Incidents matched from reports")
    if series.source.casefold().startswith("ucdp"):
        return words.say("UCDP events (lethal only)")
    return words.say("Reports of {source}", source=words.name(series.source))


def whole_days(span: Interval, zone: str) -> Interval:
    """The local days that a span touches."""
    first, last = local_day(span.earliest, zone), local_day(span.latest - 1, zone)
    return Interval(of_day(first, zone).earliest, of_day(max(first, last), zone).latest)


def _account(report: Report, incident: str) -> Account | None:
    """Where an incident is printed: of a split act, its first part."""
    return next((account for account in report.accounts if account.id == incident), None)


def _units(report: Report) -> list[str]:
    return [row.unit for row in report.coded.rows if row.unit is not None]


def _silent(series: Series) -> dict[str, Text]:
    """The administrative units of which a series has nothing in the period."""
    return {row.unit: row.name for row in series.rows if row.unit is not None and row.silent}


def _reason_codes(report: Report) -> list[str]:
    """The reasons that were given, in the order of the table of codes."""
    given = {code for series in report.series for code in series.reasons}
    return [code for code in codes.codes("reason") if code in given]


def _party(words: Phrasing, party: Party) -> Markup:
    """Who it may have been: one, one of several, or all at once."""
    if not party.names:
        return words.say("not known")
    names = words.names(party.names)
    if len(party.names) == 1:
        return names
    if party.together:
        return words.say("all at once: {names}", names=names)
    return words.say("one of: {names}", names=names)


def _said(words: Phrasing, claim: Claim) -> Markup:
    """Who says it: the same words for every party."""
    by = words.name(claim.by)
    match claim.says:
        case "claims":
            return words.say("{by} claims:", by=by)
        case "denies":
            return words.say("{by} denies:", by=by)
        case "admits":
            return words.say("{by} admits:", by=by)
        case _:
            return words.say("{by} alleges:", by=by)


def _is_web_address(url: str | None) -> bool:
    return url is not None and url.startswith(WEB) and plain(url) == url
