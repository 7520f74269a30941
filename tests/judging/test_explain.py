"""Explanations: every step has its sentence, both languages say the same, nothing is left out."""

import ast
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna import codes, judging
from hudna.actors import ActorsFile, registry
from hudna.agreement.agreement import Agreement
from hudna.agreement.document import AgreementFile
from hudna.agreement.provisions import Force
from hudna.case import open_case
from hudna.evidence import Ground, Level, Standing, Truth
from hudna.finding import Headline, Verdict
from hudna.gazetteer import Gazetteer
from hudna.i18n import catalog, isolate
from hudna.incident import Act, Candidate, Extent, Harm, Incident, Parties, Plea
from hudna.instant import BEGIN, END, Interval, read
from hudna.judging.answer import Step
from hudna.judging.explain import as_html, as_text, explain
from hudna.judging.judge import Judge
from hudna.judging.phrases import PHRASES, tell
from hudna.judging.words import Words, clean
from hudna.zones import Region, Zone, ZoneKind

JUDGING = Path(judging.__file__).parent
FSI, PDI = "\u2068", "\u2069"

# --- a small case ---------------------------------------------------------------------------------

AGREEMENT = """
case: {id: small, title: {en: Small, ar: صغيرة}}
agreement: {id: pact, title: {en: Pact, ar: ميثاق}, kind: preliminary, zone: Europe/Kyiv}
sources:
  P1: {title: "The paper of the pact"}
  P2: {title: "A list from memory"}
instruments:
  - id: paper
    title: {en: Paper, ar: ورقة}
    sources: [P1]
    clauses:
      - {id: paper.stop, status: paraphrase, text: {en: All attacks stop., ar: تتوقف جميع الهجمات.}, sources: [P1]}
      - {id: paper.start, status: paraphrase, text: {en: From midnight., ar: من منتصف الليل.}, sources: [P1]}
      - {id: paper.out, status: paraphrase, text: {en: The Wolves are left out., ar: تُستثنى الذئاب.}, sources: [P2], unverified: true}
      - {id: paper.reply, status: paraphrase, text: {en: A direct threat may be met., ar: يجوز الرد على تهديد مباشر.}, sources: [P1]}
terms:
  T-start: {type: P04, clauses: [paper.start], start: {at: "2020-06-01T00:00"}}
  T-attack: {type: P01, clauses: [paper.stop], duty_scope: inter_partes}
  T-ground: {type: P02, clauses: [paper.stop]}
  T-scope: {type: P06, clauses: [paper.start], basis: implied, area: [land]}
  T-parties: {type: P07, clauses: [paper.stop]}
  T-out: {type: P08, clauses: [paper.out], actors: [wolves], mode: person, follows_rename: true, inherits: none, unverified: true}
  T-reply: {type: P03, clauses: [paper.reply], tests: [direct_threat]}
readings:
  RN: {label: {en: The reading of the North, ar: قراءة الشمال}, holders: [north], status: live, sources: [P1]}
  RS:
    label: {en: The reading of the South, ar: قراءة الجنوب}
    holders: [south]
    status: live
    sources: [P1]
    terms:
      T-out: {basis: silent, force: silent}
      T-attack: {duty_scope: erga_omnes}
switches:
  follows:
    label: {en: Does the exclusion follow a new name?, ar: هل يتبع الاستثناء الاسم الجديد؟}
    values:
      "true": {T-out: {follows_rename: true}}
      "false": {T-out: {follows_rename: false}}
    readings: {RN: {value: open, sources: [P1]}}
accessions:
  - {actor: north, mode: signed, at: 2020-05-01, sources: [P1]}
  - {actor: south, mode: signed, at: 2020-05-01, unverified: true}
  - {actor: east, mode: declared, at: 2020-05-01, contested_by: [north], sources: [P1]}
"""

ACTORS = """
sides:
  n: {label: {en: Northern side, ar: جانب الشمال}}
  s: {label: {en: Southern side, ar: جانب الجنوب}}
actors:
  - {id: north, kind: state, side: n, names: {en: [North], ar: [الشمال]}}
  - {id: guard, kind: state-force, side: n, names: {en: [Guard], ar: [الحرس]}, member_of: [{of: north, sources: [P1]}]}
  - {id: south, kind: armed-group, side: s, names: {en: [South], ar: [الجنوب]}}
  - {id: east, kind: armed-group, side: s, names: {en: [East], ar: [الشرق]}}
  - {id: wolves, kind: armed-group, names: {en: [Wolves], ar: [الذئاب]}}
  - {id: hounds, kind: armed-group, names: {en: [Hounds], ar: [الكلاب]}}
  - {id: stranger, kind: state, names: {en: [Stranger], ar: [الغريب]}}
  - {id: villagers, kind: civilians, names: {en: [Villagers], ar: [أهالي القرية]}}
  - {id: bands, kind: umbrella, names: {en: [The bands], ar: [الجماعات]}, covers: [south, east, hounds]}
genealogy:
  - {id: renamed, kind: rename, at: 2020-01-01, from: [wolves], into: [hounds]}
origins:
  - {id: watch, names: [Watch, المرصد]}
  - {id: wire, names: [Wire]}
  - {id: north-radio, names: [Radio North], side: n}
  - {id: locals, names: [Local sources], named: false}
"""

INCIDENTS = """
incidents:
  - id: strike
    title: {en: An air strike on the Hounds, ar: غارة جوية على الكلاب}
    evidence: {origins: [watch, wire], sources: [P1]}
    time: {at: 2020-06-03, extent: moment}
    place: {spot: land}
    actors:
      any_of: [{actor: stranger, grounds: {en: Named by one agency, ar: سمّته وكالة واحدة}, level: E1}, north]
      evidence: {origins: [watch]}
    targets: {any_of: [hounds]}
    acts: {any_of: [H-AIR-FW]}
    harm: [{kind: killed, of: fighters, low: 25}]
    claims: [{by: north, says: denies, text: {en: Not our aircraft., ar: ليست طائراتنا.}, at: 2020-06-04, sources: [P1]}]
    flags: [{law: IHL, code: detention, note: {en: Detainees among the dead., ar: بين القتلى محتجزون.}}]
    links: [{kind: response_to, to: shelling}]
    unverified: true
  - id: late
    title: {en: Five minutes before midnight, ar: قبل منتصف الليل بخمس دقائق}
    evidence: {origins: [watch, wire]}
    time: {at: "2020-05-31T23:55", zone: Europe/Moscow}
    place: {spot: land}
    actors: {any_of: [guard]}
    targets: {any_of: [south]}
    acts: {any_of: [H-ART]}
  - id: shelling
    title: {en: Shelling across midnight, ar: قصف عبر منتصف الليل}
    evidence: {origins: [watch, wire]}
    time: {from: "2020-05-31T23:55", to: "2020-06-01T00:20", extent: throughout}
    place: {spot: land}
    actors: {any_of: [guard]}
    targets: {any_of: [south]}
    acts: {any_of: [{code: H-ART, weapon: artillery}]}
  - id: reply
    title: {en: Mortar fire that cites a threat, ar: قصف بالهاون احتجاجاً بتهديد}
    evidence: {origins: [watch, wire]}
    time: {at: "2020-06-02T20:30"}
    place: {spot: land}
    actors: {any_of: [south]}
    targets: {any_of: [guard]}
    acts: {any_of: [H-MOR]}
    plea: {invoked_by: south, tests: {direct_threat: {value: not_met, evidence: {origins: [watch, wire]}}}}
  - id: rumour
    title: {en: A rumour, ar: رواية}
    evidence: {origins: [locals]}
    time: {at: 2020-06-02}
    place: {spot: land}
    actors: {any_of: [bands]}
    targets: {any_of: [guard]}
    acts: {any_of: [H-CLASH]}
"""

GAZETTEER = "id,kind,parent,name_en,name_ar\nland,country,,Land,البلاد\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    for name, text in (
        ("agreement.yaml", AGREEMENT),
        ("actors.yaml", ACTORS),
        ("incidents.yaml", INCIDENTS),
        ("gazetteer.csv", GAZETTEER),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return open_case(folder)


def told(case, name, lang="en", **more):
    found = {incident.id: incident for incident in case.incidents}[name]
    return explain(found, case.agreement, lang=lang, agreement_sha256="ab" * 32, **more)


def only(case, name, lang="en", **more):
    (explanation,) = told(case, name, lang, **more)
    return explanation


def section(explanation, key):
    (found,) = [s for s in explanation.sections if s.key == key]
    return [line.text.replace(FSI, "").replace(PDI, "") for line in found.lines]


def under(explanation, reading):
    """The lines of the sections of a reading."""
    return [
        section(explanation, s.key)
        for s in explanation.sections
        if s.key.startswith("reading:") and reading in s.title
    ]


def one(lines, beginning):
    (found,) = [line for line in lines if line.startswith(beginning)]
    return found


# --- a strike whose target is known and whose author is not ---------------------------------------


def test_a_strike_by_an_unknown_aircraft(case):
    explanation = only(case, "strike")
    text = as_text(explanation)
    assert section(explanation, "headline")[0].startswith("Headline: depends on the reading.")
    # RN with the exclusion that follows the new name: outside by target, whoever flew.
    first, second = under(explanation, "RN")
    assert one(first, "Verdict:").startswith("Verdict: outside the agreement (target).")
    assert "RN: The reading of the North. Held by: North, by their own statement." in first
    assert "Where follows (Does the exclusion follow a new name?) is true." in first
    assert "A new name of Wolves: Hounds." in first
    assert any(line.startswith("T-out (Exclusions") and "Wolves" in line for line in first)
    assert "If the actor was Stranger: false, conditional" in first
    assert "Evidence: reported (E2); origins: Watch." in first
    # Where it does not follow, the Hounds are no party, and the duty is owed to parties.
    assert "Where follows (Does the exclusion follow a new name?) is false." in second
    assert one(second, "The duty is owed to parties, and these are not bound").endswith("Hounds.")
    # RS: owed to everybody, so that it turns on who flew.
    (third,) = under(explanation, "RS")
    assert one(third, "Verdict:").startswith("Verdict: cannot determine.")
    assert "actor: actor is unidentified (ACTOR_UNIDENTIFIED)." in " ".join(third)
    assert f"Needed: {codes.needs('ACTOR_UNIDENTIFIED', 'en')}." in third
    assert one(third, "If it were proved that the actor was North:").endswith(": violation")
    assert "outside the agreement (actor)" in one(third, "If it were proved that the actor was Str")
    # What is known, and what is not.
    known = section(explanation, "known")
    assert "Number of persons killed (fighters): low 25, best not known, high not known" in known
    assert "Denial by North (a claim, not a finding): Not our aircraft. (2020-06-04)" in known
    assert "Link: in response to shelling" in known
    assert "Stranger: alleged by itself. Grounds: Named by one agency" in known
    assert "Place: Land. Known only as somewhere in: Land." in known
    assert one(known, "Time:") == (
        "Time: from 2020-06-03T00:00:00+03:00 to before 2020-06-04T00:00:00+03:00 (Europe/Kyiv); "
        "in UTC: from 2020-06-02T21:00:00Z to before 2020-06-03T21:00:00Z."
    )
    assert any("detention" in line for line in section(explanation, "other_law"))
    assert codes.meaning("notice", "other_law", "en") in section(explanation, "other_law")
    assert "paraphrase, not the official text" in text
    assert "not a violation" not in text.lower()


def test_lines_carry_what_they_stand_on(case):
    explanation = only(case, "strike")
    lines = [line for s in explanation.sections for line in s.lines]
    (term,) = {
        (line.clauses, line.terms, line.unverified)
        for line in lines
        if line.text.startswith("By T-out") and "RS" not in line.text
    }
    assert term == (("paper.out",), ("T-out",), True)
    assert any(line.sources == ("P1",) and "Denial" in line.text for line in lines)
    assert {line.origins for line in lines if "origins: Watch." in line.text} == {("watch",)}
    assert "(unverified)" in as_text(explanation)
    sources = section(explanation, "sources")
    assert "P1: The paper of the pact" in sources
    assert "P2: A list from memory" in sources


def test_clauses_are_quoted_once_and_marked(case):
    clauses = section(only(case, "strike"), "clauses")
    assert (
        clauses.count(
            "paper.out, Paper (paraphrase, not the official text): The Wolves are left out."
        )
        == 1
    )


def test_equal_grounds_are_told_once(case):
    explanation = only(case, "strike")
    (third,) = under(explanation, "RS")
    assert one(third, "occurrence").endswith(
        "Evidence and grounds as under: 1. Reading RN: outside the agreement (target)."
    )
    (line,) = [
        line
        for s in explanation.sections
        for line in s.lines
        if s.key == "reading:3" and line.text.startswith("occurrence")
    ]
    assert line.origins == ("watch", "wire")


# --- before the start, and across it --------------------------------------------------------------


def test_before_the_start_on_another_clock(case):
    explanation = only(case, "late")
    known = section(explanation, "known")
    # 23:55 in Moscow is 23:55 in Kyiv in June: both at UTC+3.
    assert one(known, "On the clock of the source (Europe/Moscow)").endswith(
        "at 2020-05-31T23:55:00+03:00."
    )
    assert "in UTC: at 2020-05-31T20:55:00Z." in one(known, "Time:")
    assert section(explanation, "headline")[0] == (
        "Under every live reading: outside the agreement."
    )
    assert codes.meaning("notice", "other_law", "en") in section(explanation, "headline")
    (north,) = under(explanation, "RN")
    assert "The agreement was not yet in force then." in north
    assert (
        "By T-start (Start time), clauses: paper.start (paraphrase, not the official text)."
        in north
    )
    assert "Implied, not said in so many words." in " ".join(north)
    assert "At that time part of North: Guard." in north
    assert one(north, "If an account of equal level contradicted it (time)").endswith(
        "cannot determine"
    )


def test_an_act_across_the_start_is_told_in_parts(case):
    first, second = told(case, "shelling")
    assert (first.part, second.part) == (1, 2)
    assert "part 1 (from 2020-05-31T23:55:00+03:00 to before 2020-06-01T00:00:00+03:00)" in (
        first.title.replace(FSI, "").replace(PDI, "")
    )
    assert section(first, "headline")[0].endswith("outside the agreement.")
    assert "Headline: violation." in section(second, "headline")[0]
    lines = under(second, "RN")[0]
    assert "By: Guard" in lines
    assert one(lines, "If an account of equal level contradicted it").startswith(
        "If an account of equal level contradicted it "
        "(occurrence, time, territory, actor, target, act): cannot determine"
    )


# --- a justification ------------------------------------------------------------------------------


def test_a_justification_that_is_not_met(case):
    explanation = only(case, "reply")
    assert "Headline: violation." in section(explanation, "headline")[0]
    lines = under(explanation, "RN")[0]
    assert one(lines, "South invokes T-reply").endswith("one of its tests is not met.")
    assert "Test direct_threat: false. Evidence: corroborated (E3); origins: Watch, Wire." in lines
    assert one(lines, "If every test of the justification").endswith("permitted by the agreement")
    assert "A justification is invoked by: South" in section(explanation, "known")


# --- a name that may stand for many ---------------------------------------------------------------


def test_a_rumour_of_a_name_that_covers_several(case):
    explanation = only(case, "rumour")
    assert "The name may stand for: South, East, Hounds" in section(explanation, "known")
    lines = under(explanation, "RN")[0]
    assert "Evidence: alleged (E1); origins: Local sources (does not say who told)." in lines
    assert one(lines, "If the actor was South").endswith(": unknown")
    assert one(lines, "If the actor was East").endswith(": unknown")
    assert one(lines, "Whether these had undertaken").endswith("East.")
    for code in ("OCCURRENCE_UNCORROBORATED", "ACTOR_STATUS_CONTESTED"):
        assert any(code in line for line in lines)
        assert f"Needed: {codes.needs(code, 'en')}." in lines


def test_long_lists_are_cut_short(case):
    words = Words(case.agreement, "en")
    assert words.listed("abcdef", 4) == "a, b, c, d and 2 more"
    assert words.listed("abcde", 4) == "a, b, c, d, e"
    assert words.one_of(["a"]) == "a"
    arabic = Words(case.agreement, "ar")
    assert arabic.listed("abcdef", 4).endswith("واثنان غيرها")


def test_alternatives_with_like_steps_are_told_together(case):
    words = Words(case.agreement, "en")
    chains = [(Step("actor.ledger_T", (name,)),) for name in ("north", "south", "east")]
    (sentence,) = tell(chains, words)
    assert sentence.text.endswith("accession ledger: North, South, East.")
    apart = [(Step("actor.member", pair),) for pair in (("guard", "north"), ("east", "south"))]
    assert [t.text for t in tell(apart, words)] == [
        "At that time part of North: Guard.",
        "At that time part of South: East.",
    ]


# --- states of a finding --------------------------------------------------------------------------


def incident(case, name):
    return {found.id: found for found in case.incidents}[name]


def test_refuted_says_no_more_than_that(case):
    standing = Standing(Level.E3, refuted=True, origins=("watch", "wire"))
    (found,) = explain(replace(incident(case, "reply"), occurred=standing), case.agreement)
    assert section(found, "headline")[0] == "Under every live reading: refuted."
    lines = under(found, "RN")[0]
    assert "The account is refuted by evidence of the level that this needs." in lines
    assert not any(line.startswith("territory") for line in lines)


def test_under_review(case):
    (found,) = explain(replace(incident(case, "reply"), under_review=True), case.agreement)
    assert section(found, "headline")[0].startswith("Headline: under review.")


def test_a_report_says_that_it_is_one(case):
    (found,) = explain(
        replace(incident(case, "rumour"), unmatched=True, aggregate=True, entry=None),
        case.agreement,
    )
    known = section(found, "known")
    assert "One report, judged by itself; it is not matched with others." in known
    assert "It sums up many events, and is counted in no period." in known


def test_one_of_several_is_counted_against_none(case):
    parties = Parties((Candidate("north"), Candidate("guard")), Standing(Level.E3))
    (found,) = explain(
        replace(incident(case, "shelling"), actors=parties, time=JUNE), case.agreement
    )
    lines = under(found, "RN")[0]
    assert any(codes.meaning("notice", "by_one_of", "en") in line for line in lines)
    together = replace(parties, together=True)
    (found,) = explain(
        replace(incident(case, "shelling"), actors=together, time=JUNE), case.agreement
    )
    assert "By, together: North, Guard" in under(found, "RN")[0]


JUNE = Interval(*[read("2020-06-05T12:00", "UTC").earliest] * 2)


def test_only_the_worlds_asked_for(case):
    found = only(case, "strike", worlds=case.agreement.worlds.select("RS"))
    assert [s.key for s in found.sections if s.key.startswith("reading")] == ["reading:1"]
    assert "depends on the reading" in section(found, "headline")[0]  # over all live readings


def test_the_closing_says_who_signs_and_what_was_read(case):
    closing = section(only(case, "strike"), "closing")
    assert codes.meaning("notice", "unsigned", "en") in closing
    assert any("ab" * 32 in line for line in closing)
    assert any("hudna 0" in line for line in closing)


def test_pivots_are_told_by_label(case):
    explanation = only(case, "strike")
    assert any("RN: The reading of the North" in line for line in section(explanation, "pivots"))


def test_an_unknown_language(case):
    with pytest.raises(ValueError, match="there is no language"):
        told(case, "strike", "fr")


# --- Arabic ---------------------------------------------------------------------------------------


def test_the_arabic_isolates_dates_ids_and_latin_names(case):
    text = as_text(only(case, "strike", "ar"))
    for piece in ("2020-06-03T00:00:00+03:00", "T-out", "paper.out", "E3", "Wire", "hudna"):
        assert piece in text
    outside = re.sub(f"{FSI}[^{FSI}{PDI}]*{PDI}", "", text)
    assert not re.search(r"[A-Za-z]", outside), re.findall(r".*[A-Za-z].*", outside)
    assert not re.search(r"\d{4}-\d{2}", outside)
    assert "صاحب القراءة: الشمال" in text
    assert "خارج نطاق الاتفاق" in text


def test_a_page_has_bdi_in_place_of_isolates():
    text = f"<b> & {isolate('2020-06-03')} “x”"
    assert as_html(text) == "&lt;b&gt; &amp; <bdi>2020-06-03</bdi> “x”"


def test_no_latin_stands_in_the_arabic_sentences():
    for source in PHRASES.values():
        assert not re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", catalog("ar")[source.text]))


# --- every step has its sentence ------------------------------------------------------------------

FAMILIES = {
    "act.": [force.value for force in Force],
    "actor.ledger_": [truth.name for truth in Truth],
    "actor.": ["member", "support"],
    "exclusion.": ["rename", "merge", "split"],
}
KEY = re.compile(
    r"(occurred|evidence|time|territory|area|actor|exclusion|target|holder|act|plea)\.[A-Za-z]+(_[A-Za-z]+)*"
)


def emitted():
    """(key, how many things it is about or None) of every step that the judge's modules make."""
    found = {}
    for path in sorted(JUDGING.glob("*.py")):
        if path.name in ("phrases.py", "explain.py", "grounds.py", "whatif.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if KEY.fullmatch(node.value):
                    found[node.value] = path.name
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = node.values[0].value
                if start in FAMILIES:
                    found.update((start + end, path.name) for end in FAMILIES[start])
                elif KEY.fullmatch(start + "x"):
                    found[start + "…"] = path.name  # a family that nobody told this test of
    return found


def test_every_step_has_a_sentence():
    missing = {key: where for key, where in emitted().items() if key not in PHRASES}
    assert not missing
    assert len(emitted()) > 40


def test_every_sentence_has_a_step():
    assert set(PHRASES) <= set(emitted())


@pytest.mark.parametrize("key", PHRASES)
def test_a_sentence_names_what_it_is_about(key):
    phrase = PHRASES[key]
    roles = [role.rstrip("*") for role in phrase.roles]
    assert sorted(re.findall(r"\{(\w+)\}", phrase.text)) == sorted(roles)
    assert phrase.text in catalog("ar")


def literal_steps():
    """Steps made with a literal key and a literal number of things."""
    for path in sorted(JUDGING.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Step":
                key = getattr(node.args[0], "value", None)
                about = node.args[1] if len(node.args) > 1 else ast.Tuple([])
                if isinstance(key, str) and isinstance(about, ast.Tuple):
                    yield key, len(about.elts)


def test_roles_are_as_many_as_a_step_is_about():
    wrong = [
        (key, count)
        for key, count in literal_steps()
        if key in PHRASES and len(PHRASES[key].roles) != count
    ]
    assert not wrong


# --- properties: any incident ---------------------------------------------------------------------

LEVELS = st.sampled_from(list(Level))
STANDINGS = st.builds(
    Standing,
    LEVELS,
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(["watch", "wire", "locals", "nobody-knows"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(list(Ground)), max_size=1).map(tuple),
)
NAMES = ["north", "guard", "south", "east", "wolves", "hounds", "stranger", "villagers", "bands",
         "unidentified"]  # fmt: skip
NASTY = st.text(
    st.sampled_from("a\u202e\u2066\u2069\x00\x1b\n\u0627<&{}%\ud800\u200f "), max_size=8
)


def parties(least=0):
    one = st.builds(
        Candidate,
        st.sampled_from(NAMES),
        st.none() | LEVELS,
        st.none() | st.fixed_dictionaries({"en": NASTY}),
    )
    many = st.lists(one, min_size=least, max_size=3, unique_by=lambda c: c.actor).map(tuple)
    return st.builds(Parties, many, STANDINGS, st.booleans())


HOUR = 3_600_000_000
START = read("2020-06-01T00:00", "Europe/Kyiv").earliest
MOMENTS = st.integers(-60, 60).map(lambda n: START + n * HOUR)


@st.composite
def intervals(draw):
    ends = sorted([draw(MOMENTS), draw(MOMENTS)])
    if draw(st.integers(0, 9)) == 0:
        ends[0] = BEGIN
    if draw(st.integers(0, 9)) == 0:
        ends[1] = END
    return Interval(*ends)


REGIONS = st.sampled_from(
    [
        Region(None, 0.0, ("land",), True),
        Region(None, 0.0, ("land",)),
        Region(),
        Region(shapely.Point(30, 50), 5.0),
        Region(shapely.Point(30, 50), 0.0, ("land",)),
        Region(shapely.box(30, 50, 31, 51), 0.0, ("land",)),
    ]
)
INCIDENTS_ = st.builds(
    Incident,
    id=st.just("any") | NASTY,
    occurred=STANDINGS,
    time=intervals(),
    time_standing=STANDINGS,
    region=REGIONS,
    place_standing=STANDINGS,
    actors=parties(),
    targets=parties(),
    acts=st.lists(
        st.builds(Act, st.sampled_from(["H-ART", "H-CLASH", "H-TER-T", "H-AIR-FW", "H-LET-U"]),
                  st.none() | st.sampled_from(["artillery", "unknown"])),
        min_size=1, max_size=2,
    ).map(tuple),
    act_standing=STANDINGS,
    extent=st.sampled_from(list(Extent)),
    both_directions=st.booleans(),
    holder=st.none() | parties(1),
    plea=st.none() | st.builds(
        Plea,
        st.sampled_from(NAMES[:4]),
        st.lists(st.tuples(st.just("direct_threat"), st.sampled_from(list(Truth)), STANDINGS),
                 max_size=1).map(tuple),
    ),
    under_review=st.booleans(),
    zone=st.sampled_from(["UTC", "Europe/Kyiv", "America/New_York"]),
    title=st.fixed_dictionaries({}, optional={"en": NASTY, "ar": NASTY}),
    place_name=st.fixed_dictionaries({}, optional={"en": NASTY}),
    harm=st.lists(
        st.builds(Harm, st.sampled_from(["killed", "injured", "detained", "displaced"]),
                  st.sampled_from(["civilians", "fighters", "all", "unknown"]),
                  *[st.none() | st.integers(0, 99)] * 3), max_size=2,
    ).map(tuple),
    flags=st.lists(
        st.sampled_from([("IHL", "detention"), ("SCR", "humanitarian-access"), ("IHL", "unheard")]),
        max_size=2,
    ).map(tuple),
    reasons=st.lists(st.sampled_from(["ACCESS_DENIED", "TECHNICAL_LIMIT"]), max_size=1).map(tuple),
    sources=st.lists(st.sampled_from(["P1", "unheard"]), max_size=1).map(tuple),
)  # fmt: skip


def shape(explanation):
    """All of an explanation but its words."""
    return [
        (s.key, [(line.depth, line.clauses, line.terms, line.origins, line.sources, line.unverified)
                 for line in s.lines])
        for s in explanation.sections
    ]  # fmt: skip


def check_text(text):
    for line in text.splitlines():
        depth = 0
        for char in line:
            assert unicodedata.category(char) not in ("Cc", "Cs"), repr(line)
            assert char not in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067"
            depth += (char == FSI) - (char == PDI)
            assert depth >= 0
        assert depth == 0, repr(line)
    text.encode()


@pytest.mark.slow
@given(INCIDENTS_)
@settings(max_examples=150)
def test_any_incident_can_be_explained_in_both_languages(case, found):
    english = explain(found, case.agreement)
    arabic = explain(found, case.agreement, lang="ar")
    findings = Judge(case.agreement).judge(found)
    assert len(english) == len(arabic) == len(findings)
    for en, ar, finding in zip(english, arabic, findings, strict=True):
        assert shape(en) == shape(ar)
        check_text(as_text(en))
        check_text(as_text(ar))
        for explanation in (en, ar):
            for part in explanation.sections:
                for line in part.lines:
                    page = as_html(line.text)
                    assert page.count("<bdi>") == page.count("</bdi>")
                    assert "<" not in page.replace("<bdi>", "").replace("</bdi>", "")
        text = " ".join(as_text(en).replace(FSI, "").replace(PDI, "").split())
        for verdict in finding.verdicts.values():
            if verdict.verdict == Verdict.CANNOT_DETERMINE:
                assert verdict.reasons
                for reason in verdict.reasons:
                    assert reason.code in text
                    assert codes.needs(reason.code, "en") in text
        if finding.headline == Headline.NOT_VIOLATION:
            assert codes.meaning("notice", "other_law", "en") in text


@given(NASTY)
def test_cleaned_text_is_one_visible_line(text):
    check_text(clean(text))
    assert clean(clean(text)) == clean(text)


@given(st.lists(st.sampled_from(sorted(PHRASES)), min_size=1, max_size=3), st.data())
def test_any_step_can_be_told(case, keys, data):
    names = {"term": "T-out", "zone": "land", "act": "H-ART", "list": "L1"}
    steps = tuple(
        Step(
            key,
            tuple(
                names.get(role, data.draw(st.sampled_from(NAMES))) for role in PHRASES[key].roles
            ),
        )
        for key in keys
    )
    for lang in ("en", "ar"):
        sentences = tell([steps], Words(case.agreement, lang))
        assert 1 <= len(sentences) <= len(steps)
        for sentence in sentences:
            check_text(sentence.text)
            assert "{" not in sentence.text


# --- a zone that is only asserted -----------------------------------------------------------------


def test_an_area_that_is_only_asserted_is_named_with_its_origins():
    area = Zone(
        "front", ZoneKind.COMBAT_AREA, {"en": "The front", "ar": "الجبهة"},
        geometry=shapely.box(0, 0, 1, 1), against=("wolves",),
        standing=Standing(Level.E1, origins=("north-radio",)), sources=("P9",), unverified=True,
    )  # fmt: skip
    land = Zone("land", ZoneKind.SCOPE_IN, {"en": "Land"}, geometry=shapely.box(-5, -5, 5, 5))
    actors = ActorsFile.model_validate(
        {
            "actors": [
                {"id": name, "kind": "armed-group", "names": {"en": [name.title()]}}
                for name in ("north", "south", "wolves")
            ],
            "origins": [{"id": "north-radio", "names": ["Radio North"]}],
        }
    )
    document = AgreementFile.model_validate(
        {
            "case": {"id": "c", "title": "C"},
            "agreement": {"id": "a", "title": "A", "kind": "local", "zone": "UTC"},
            "terms": {
                "S": {"type": "P04", "start": {"at": "2020-01-01"}},
                "W": {"type": "P06", "area": ["land"]},
                "P": {"type": "P01", "duty_scope": "erga_omnes"},
                "X": {"type": "P08", "actors": ["wolves"], "mode": "area"},
            },
            "readings": {"R": {"label": "R", "status": "live"}},
            "accessions": [{"actor": a, "mode": "signed", "at": "2020-01-01"} for a in ("north",)],
        }
    )
    agreement = Agreement(document, registry(actors, "UTC"), [land, area], Gazetteer({}))
    sure = Standing(Level.E3)
    instant = read("2020-06-01T12:00", "UTC").earliest
    found = Incident(
        "i", sure, Interval(instant, instant), sure, Region(shapely.Point(0.5, 0.5)), sure,
        Parties((Candidate("north"),), sure), Parties((Candidate("south"),), sure),
        (Act("H-ART"),), sure,
    )  # fmt: skip
    (explanation,) = explain(found, agreement)
    (line,) = [
        line
        for part in explanation.sections
        for line in part.lines
        if line.text.startswith("That The front was an area")
    ]
    assert line.origins == ("north-radio",)
    assert line.sources == ("P9",)
    assert line.unverified
    assert "CONTROL_UNKNOWN" in as_text(explanation)
