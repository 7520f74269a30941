"""A small case of its own: two readings, one with an open switch; four units, one silent."""

import json
from datetime import date

import pytest
import yaml

import hudna
from hudna import sitrep
from hudna.agreement.obligations import dues
from hudna.case import open_case
from hudna.engines.local import judge_incidents
from hudna.instant import Interval, day_start
from hudna.record.manifest import Manifest

AGREEMENT = """
case: {id: small, title: {en: "Small case <b>bold</b>", ar: حالة صغيرة}}
agreement: {id: small-1, title: {en: "Small agreement", ar: اتفاق صغير}, kind: preliminary, zone: Asia/Beirut}
sources:
  S1: {title: "A register entry", url: "https://example.org/a"}
  S2: {title: "An entry with an odd address", url: "javascript:alert(1)"}
instruments:
  - id: text
    title: {en: "Text", ar: نص}
    clauses:
      - {id: c1, status: paraphrase, text: {en: "Attacks stop at 00:00 on 10 March 2020.", ar: تتوقف الهجمات.}}
events:
  start: {label: {en: Start, ar: البدء}, at: "2020-03-10T00:00"}
  delivered: {label: {en: Delivered, ar: سُلّمت}, at: "2020-03-12"}
terms:
  T-start: {type: P04, clauses: [c1], start: {at: "2020-03-10T00:00", zone: Asia/Beirut}}
  T-attack:
    type: P01
    clauses: [c1]
    acts: default
    weapons: any
    obligations:
      - {id: O-list, debtors: [north], what: {en: Deliver a list, ar: تسليم قائمة}, due: {event: start, within: {days: 5}}, met_by: [delivered]}
      - {id: O-open, debtors: [south], what: {en: Open a road, ar: فتح طريق}}
  T-scope: {type: P06, clauses: [c1], area: [XX]}
  T-parties: {type: P07, clauses: [c1]}
  T-end: {type: P05, basis: silent, force: silent}
readings:
  A: {label: {en: "North: everybody is protected", ar: "الشمال: الجميع محمي"}, holders: [north], status: live, terms: {T-attack: {duty_scope: erga_omnes}}}
  B: {label: {en: "South", ar: الجنوب}, holders: [south], status: live}
switches:
  duty_scope:
    label: {en: "To whom is the duty owed?", ar: لمن الالتزام؟}
    values: {inter_partes: {T-attack: {duty_scope: inter_partes}}, erga_omnes: {T-attack: {duty_scope: erga_omnes}}}
    readings: {B: open}
accessions:
  - {actor: north, mode: signed, at: 2020-03-09}
  - {actor: south, mode: signed, at: 2020-03-09}
"""
ACTORS = """
sides: {n: {label: {en: North, ar: الشمال}}, s: {label: {en: South, ar: الجنوب}}}
actors:
  - {id: north, kind: armed-group, side: n, names: {en: [Northern force], ar: [قوات الشمال]}}
  - {id: south, kind: armed-group, side: s, names: {en: [Southern force], ar: [قوات الجنوب]}}
  - {id: third, kind: armed-group, names: {en: [Third group], ar: [جماعة ثالثة]}}
origins:
  - {id: one, names: [Monitor One]}
  - {id: two, names: [Monitor Two, "المرصد الثاني"]}
"""
GAZETTEER = """id,kind,parent,name_en,name_ar,lat,lon
XX,country,,Land,بلد,,
X1,adm1,XX,First,الأولى,,
X2,adm1,XX,Second,الثانية,,
X3,adm1,XX,Silent,الصامتة,,
town,place,X1,Town,بلدة,33.5,35.5
far,place,X2,Far town,بلدة بعيدة,34.5,36.5
nowhere,place,XX,Somewhere,مكان ما,33.1,35.1
"""
INCIDENTS = """
incidents:
  - &sure
    id: sure
    title: {en: "Shelling of the town <script>alert(1)</script>", ar: "قصف البلدة <img src=x onerror=alert(1)>"}
    sources: [S1, S2]
    evidence: {origins: [one, two]}
    time: {at: "2020-03-11T14:07"}
    place: {spot: town}
    actors: {any_of: [north]}
    targets: {any_of: [south]}
    acts: {any_of: [H-ART]}
    harm: [{kind: killed, of: civilians, low: 2, high: 4}]
    claims: [{by: north, says: denies, text: {en: "We did not fire", ar: لم نطلق النار}}]
    note: {en: "</style><script>alert(2)</script>"}
  - {<<: *sure, id: by-reading, title: {en: Fire on a third group, ar: نار على جماعة ثالثة}, targets: {any_of: [third]}, time: {at: 2020-03-12}, place: {spot: far}}
  - {<<: *sure, id: one-origin, title: {en: Told by one, ar: رواية واحدة}, evidence: {origins: [one]}, time: {at: 2020-03-12}, place: {spot: nowhere}}
  - {<<: *sure, id: before, title: {en: Before the start, ar: قبل البدء}, time: {at: 2020-03-09}}
  - {<<: *sure, id: over-the-edge, title: {en: Over the edge, ar: عبر الحد}, time: {from: 2020-03-13, to: 2020-03-14}, place: {spot: far}}
  - {<<: *sure, id: later, title: {en: Later, ar: لاحقاً}, time: {at: 2020-03-20}}
  - {<<: *sure, id: again, title: {en: Told again, ar: رواية مكررة}, links: [{kind: duplicate_of, to: sure}]}
"""


@pytest.fixture(scope="session")
def case(tmp_path_factory):
    path = tmp_path_factory.mktemp("small")
    # Case files know no anchors, so what is merged here is written out: JSON is YAML.
    incidents = json.dumps(yaml.safe_load(INCIDENTS), ensure_ascii=False, default=str)
    for name, text in (
        ("agreement.yaml", AGREEMENT),
        ("actors.yaml", ACTORS),
        ("gazetteer.csv", GAZETTEER),
        ("incidents.yaml", incidents),
    ):
        (path / name).write_text(text, encoding="utf-8")
    return open_case(path)


def span_of(first, last):
    """From the start of one day to the end of another, in the zone of the small case."""
    return Interval(
        day_start(date(2020, 3, first), "Asia/Beirut"),
        day_start(date(2020, 3, last + 1), "Asia/Beirut"),
    )


@pytest.fixture(scope="session")
def days():
    return span_of


@pytest.fixture(scope="session")
def worlds(case):
    return case.agreement.worlds.default()


@pytest.fixture(scope="session")
def findings(case):
    return list(judge_incidents(case, case.incidents))


@pytest.fixture(scope="session")
def make(case, worlds, findings):
    """A report of the small case for a period, with other incidents if wanted."""

    def made(period=None, incidents=None, found=None):
        period = period or span_of(9, 13)
        happened, disputed = case.happened()
        owed = dues(worlds, case.agreement.document, happened, disputed, period.latest)
        return sitrep.build(
            case,
            findings if found is None else found,
            case.incidents if incidents is None else incidents,
            owed,
            worlds,
            period,
            Manifest(
                case.id,
                "small-1",
                case.agreement_sha256,
                f"hudna {hudna.__version__}",
                "hudna/small/0f1e2d",
                1234,
                "a note",
            ),
        )

    return made


@pytest.fixture(scope="session")
def report(make):
    return make()


@pytest.fixture(scope="session")
def pages(report):
    return {lang: sitrep.html(report, lang) for lang in ("en", "ar")}
