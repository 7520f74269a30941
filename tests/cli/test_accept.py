"""`hudna accept`: drafts into a case by a person, all of it or nothing, and nothing else changed."""

import dataclasses
import hashlib
import json
import re
import shutil
from difflib import unified_diff

import pytest
from told import ARTICLE, ISIL, ROOT, Text, article
from typer.testing import CliRunner

from hudna.case import new_case, open_case
from hudna.cli import app
from hudna.engines.amending import Amendment
from hudna.engines.reading_file import ReadingFile, read_reading
from hudna.judging.trial import run as try_scenarios
from hudna.problem import Refused
from hudna.record import documents, reports, statements
from hudna.record.known import open_known
from hudna.record.verify import verify
from hudna.text.drafting import drafts

SYRIA = ROOT / "src/hudna/cases/syria-2016"
TERMS = ("t-P04", "t-P06", "t-P01", "t-P02", "t-P03", "t-P20", "t-P07")
RENAMED = ("--set", "designation_follows_rename=true", "--reason", "S25; for a lawyer to confirm")


@pytest.fixture(autouse=True)
def person(monkeypatch):
    monkeypatch.setenv("HUDNA_PERSON", "amal")
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture
def case(tmp_path):
    new_case(tmp_path / "case", "syria-from-article")
    return tmp_path / "case"


def written(reading, case, file):
    full = dataclasses.replace(reading, drafts=drafts(reading, open_case(case)))
    file.write_text(json.dumps(full.document(), ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def read(case, tmp_path):
    return written(article(), case, tmp_path / "reading.json")


def run(*arguments):
    done = CliRunner().invoke(app, list(map(str, arguments)))
    if isinstance(done.exception, Refused):
        raise done.exception
    return done


def accept(case, read, *arguments):
    done = run("accept", case, "--from", read, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def agreement(case):
    return open_case(case).agreement.document


def scenarios(*names):
    """Scenarios of the Syrian case, as they stand there."""
    head, *parts = re.split(r"(?m)^(?=  - id: )", (SYRIA / "scenarios.yaml").read_text("utf-8"))
    wanted = [p for p in parts if re.match(rf"  - id: ({'|'.join(names)})(-|\n)", p)]
    return "scenarios:\n" + "".join(wanted) if head else ""


def size(case):
    with open_known(case) as known:
        return known.state.size


# --- the case that an article gives ------------------------------------------------------------------


@pytest.fixture
def read_by_program(case, tmp_path):
    file = tmp_path / "by-program.json"
    about = ("--case", case, "--published", "2016-12-30", "--format", "json", "--output", file)
    done = run("read", case / "sources/article.ar.txt", *about)
    assert done.exit_code == 0, done.output
    return file


@pytest.mark.slow
@pytest.mark.parametrize("by", ["read", "read_by_program"])
def test_the_case_of_the_article_judges_as_the_one_made_by_hand(case, by, request):
    read = request.getfixturevalue(by)
    accept(case, read, *TERMS)
    accept(case, read, "r-russia")
    accept(case, read, "r-syria-army", *RENAMED)
    accept(case, read, "r-turkey", "r-opposition-negotiators", "o-P29", "--all-of", "reports")
    (case / "scenarios.yaml").write_text(scenarios("SC-01", "SC-03", "SC-04"), encoding="utf-8")
    outcomes = try_scenarios(open_case(case))
    assert len(outcomes) == 15
    assert [str(d) for o in outcomes for d in o.differences] == []
    by_hand = {o.scenario: o for o in try_scenarios(open_case(SYRIA))}
    for outcome in outcomes:
        assert [f.headline for f in outcome.findings] == [
            f.headline for f in by_hand[outcome.scenario].findings
        ]
    document = agreement(case)
    assert list(document.readings) == ["R0", "R1", "R2", "R3", "R4"]
    talks = document.readings["R4"].terms["T-talks"]["obligations"][0]
    assert talks["due"] == {"event": "in-force", "within": {"months": 1}}
    assert document.events["in-force"].at == "2016-12-30T00:00"
    with open_known(case) as known:
        assert verify(known.record).holds


@pytest.mark.slow
def test_what_no_statement_settles_stays_open(case, read):
    accept(case, read, "--all-of", "terms", "--all-of", "readings")
    switches = agreement(case).switches
    asked = switches["designation_follows_rename"].readings
    assert {name: s.value for name, s in asked.items()} == {
        "R1": "true", "R2": "open", "R3": "open", "R4": "open",
    }  # fmt: skip
    asked = switches["exclusion_mode"].readings
    assert {name: s.value for name, s in asked.items()} == {
        "R1": "area", "R2": "person", "R3": "person", "R4": "area",
    }  # fmt: skip
    assert {s.value for s in switches["exclusion_inherits"].readings.values()} == {"open"}
    assert {s.value for s in switches["duty_scope"].readings.values()} == {"open"}


def test_a_clause_quotes_the_text_with_its_place_and_hash(case, read):
    accept(case, read, "t-P04", "--title", "The article")
    document = agreement(case)
    sha256 = hashlib.sha256(ARTICLE.read_bytes()).hexdigest()
    (instrument,) = document.instruments
    assert instrument.versions[0].ref == f"sha256:{sha256}"
    assert instrument.date == "2016-12-30"
    assert document.sources[instrument.id].title == "The article"
    text = ARTICLE.read_text("utf-8")
    for clause in instrument.clauses:
        low, high = map(int, clause.id.rpartition(".")[2].split("-"))
        assert clause.status == "quotation"
        assert clause.text.ar == text[low:high]
    assert document.terms["T-start"].clauses == [c.id for c in instrument.clauses]


def test_what_a_person_says_stands_with_the_reason(case, read):
    accept(case, read, *TERMS, "r-syria-army", *RENAMED)
    setting = agreement(case).switches["designation_follows_rename"].readings["R1"]
    assert setting.value == "true"
    assert setting.note.en == "S25; for a lawyer to confirm"
    assert setting.sources == []


def test_a_report_enters_the_record_with_its_origin_and_its_document(case, read):
    accept(case, read, "i-H-LET-U")
    with open_known(case) as known, known.record.reading() as connection:
        (table,) = reports.read(connection, known.state)
        (row,) = table.to_pylist()
        (kept,) = statements.accepted(connection, known.state, [row["report_id"]]).values()
        assert documents.content(connection, hashlib.sha256(read.read_bytes()).hexdigest())
        assert verify(known.record).holds
    assert row["source"] == "read"
    assert row["origins"] == ["sohr"]
    assert row["origin_names"] == ["المرصد السوري لحقوق الإنسان"]
    assert row["place"] == "Duma"
    assert row["actors"] == row["targets"] == ["unidentified"]
    assert row["acts"] == ["H-LET-U"]
    assert (row["deaths_low"], row["deaths_best"], row["deaths_civilians"]) == (None, 14, 14)
    assert row["t_earliest"].isoformat() == "2016-12-28T22:00:00+00:00"  # a day of Damascus
    assert row["t_latest"].isoformat() == "2016-12-29T22:00:00+00:00"
    assert kept["into"] == [f"reports.{row['report_id']}"]
    assert kept["quotes"][0]["text"] == row["text"]


# --- the list ---------------------------------------------------------------------------------------


def test_the_list_shows_what_is_proposed_by_whom_in_which_words(case, read, monkeypatch):
    monkeypatch.setattr("hudna.cli.accepting.out._width", 300)  # what stands in a cell is not cut
    monkeypatch.setattr("hudna.cli.accepting.out._height", 50)
    shown = accept(case, read, "--list")
    assert "t-P04-" in shown
    assert "r-opposition-negotiators-" in shown
    assert "P08.follows_rename" in shown
    rows = json.loads(accept(case, read, "--list", "--format", "json"))
    assert any("يستثني مناطق سيطرة تنظيم داعش فقط" in str(row["quotes"]) for row in rows)
    assert all(row["quotes"] and row["spans"] for row in rows)
    assert {row["kind"] for row in rows} == {"terms", "readings", "obligations", "reports"}
    assert all(row["accepted"] is None for row in rows)
    accept(case, read, "t-P04")
    rows = json.loads(accept(case, read, "--list", "--format", "json"))
    assert [row["accepted"] for row in rows if row["accepted"]] == [["terms.T-start"]]


# --- once, and only what is asked ------------------------------------------------------------------


def test_accepting_twice_changes_nothing(case, read):
    accept(case, read, *TERMS, "r-turkey", "i-H-LET-U")
    before = (case / "agreement.yaml").read_bytes(), size(case)
    shown = accept(case, read, *TERMS, "r-turkey", "i-H-LET-U")
    assert "nothing changed" in shown
    assert ((case / "agreement.yaml").read_bytes(), size(case)) == before


def test_what_was_taken_out_by_hand_may_be_accepted_again(case, read):
    accept(case, read, "t-P02")
    text = (case / "agreement.yaml").read_text("utf-8")
    first, rest = text.split("  T-seize:\n")
    rest = rest[re.search(r"(?m)^(?! {4})", rest).start() :]
    (case / "agreement.yaml").write_text(first + rest, encoding="utf-8")
    assert "T-seize" not in agreement(case).terms
    accept(case, read, "t-P02")
    assert "T-seize" in agreement(case).terms


@pytest.mark.slow
def test_lines_and_comments_of_the_file_stay(tmp_path, read):
    case = shutil.copytree(SYRIA, tmp_path / "by-hand")
    before = (case / "agreement.yaml").read_text("utf-8").splitlines()
    accept(case, read, "t-P04", "t-P06", "t-P07", "i-H-LET-U")
    after = (case / "agreement.yaml").read_text("utf-8").splitlines()
    changes = list(unified_diff(before, after, lineterm="", n=0))[2:]
    lost = [line for line in changes if line.startswith("-")]
    # Lists on one line that took another item; every other line stands, in its order.
    assert all(re.fullmatch(r"-    (clauses|sources): \[.*\]", line) for line in lost)
    term = agreement(case).terms["T-start"]
    assert term.clauses[0] == "annex-I.start"
    assert len(term.clauses) == 3


@pytest.mark.parametrize(
    ("mark", "end"), [(b"\xef\xbb\xbf", b"\r\n"), (b"", b"\r\n"), (b"", b"\n")]
)
def test_the_form_of_the_file_stays(case, read, mark, end):
    path = case / "agreement.yaml"
    path.write_bytes(mark + path.read_bytes().replace(b"\n", end))
    accept(case, read, "t-P04")
    content = path.read_bytes()
    assert content.startswith(mark + b"# Syria")
    assert content.count(b"\n") == content.count(end)


# --- refusals, after which everything is as before --------------------------------------------------


@pytest.fixture
def unchanged(case):
    open_known(case).__enter__()  # the record is begun
    before = {p.name: p.read_bytes() for p in case.iterdir() if p.suffix in (".yaml", ".csv")}
    entries = size(case)
    yield case
    assert {
        p.name: p.read_bytes() for p in case.iterdir() if p.suffix in (".yaml", ".csv")
    } == before
    assert size(case) == entries


def test_an_unknown_id_names_the_nearest(unchanged, read):
    with pytest.raises(Refused, match=r"no such draft.*nearest are.*r-turkey"):
        run("accept", unchanged, "r-turky", "--from", read)


def test_nobody_accepts_nothing(unchanged, read, monkeypatch):
    assert run("accept", unchanged, "--from", read).exit_code == 2
    monkeypatch.delenv("HUDNA_PERSON")
    done = run("accept", unchanged, "t-P04", "--from", read)
    assert done.exit_code == 2
    assert "say who accepts" in done.output


def test_a_reading_without_a_holder_needs_one(unchanged, tmp_path):
    text = Text("مصادر: يستثني الاتفاق تنظيم داعش.")
    text.say("يستثني الاتفاق تنظيم داعش", by=(None, "مصادر"), topics=["P08"], polarity="negated",
             actors=[ISIL])  # fmt: skip
    read = written(text.reading(), unchanged, tmp_path / "r.json")
    with pytest.raises(Refused, match=r"no actor or side of the case.*--set holder"):
        run("accept", unchanged, "r-unnamed", "--from", read)
    with pytest.raises(Refused, match="“nobody” is no actor"):
        run("accept", unchanged, "r-unnamed", "--from", read, "--set", "holder=nobody")


def test_a_term_that_says_otherwise_is_refused(case, read, tmp_path):
    accept(case, read, "t-P04")
    before = (case / "agreement.yaml").read_bytes()
    text = Text("تسري غدا.")
    text.say("تسري غدا", topics=["P04"], times=[("غدا", "2016-12-31", "2016-12-31")])
    other = written(text.reading(), case, tmp_path / "other.json")
    with pytest.raises(Refused, match="T-start says start"):
        run("accept", case, "t-P04", "--from", other)
    assert (case / "agreement.yaml").read_bytes() == before


def test_what_the_statements_do_not_say_is_asked_for(unchanged, tmp_path):
    text = Text("تسري اليوم أو غدا. روسيا: سنلتزم بالهدنة.")
    text.say("تسري اليوم أو غدا", topics=["P04"],
             times=[("اليوم", "2016-12-30", "2016-12-30"), ("غدا", "2016-12-31", "2016-12-31")])  # fmt: skip
    text.say("سنلتزم بالهدنة", "commit", by=("russia", "روسيا"), topics=["P01"])
    read = written(text.reading(), unchanged, tmp_path / "r.json")
    with pytest.raises(Refused, match=r"do not say start.*--set start"):
        run("accept", unchanged, "t-P04", "--from", read)
    with pytest.raises(Refused, match=r"day on which it was said is not known.*--set at"):
        run("accept", unchanged, "t-P07", "--from", read)


def test_what_the_person_says_is_written(case, tmp_path):
    text = Text("تسري اليوم أو غدا. روسيا: سنلتزم بالهدنة.")
    text.say("تسري اليوم أو غدا", topics=["P04"],
             times=[("اليوم", "2016-12-30", "2016-12-30"), ("غدا", "2016-12-31", "2016-12-31")])  # fmt: skip
    text.say("سنلتزم بالهدنة", "commit", by=("russia", "روسيا"), topics=["P01"])
    read = written(text.reading(), case, tmp_path / "r.json")
    accept(case, read, "t-P04", "--set", "start={at: 2016-12-31}")
    accept(case, read, "t-P07", "--set", "at=2016-12-29")
    assert agreement(case).terms["T-start"].start.at == "2016-12-31"
    assert [(a.actor, a.at) for a in agreement(case).accessions] == [("russia", "2016-12-29")]


@pytest.mark.parametrize(
    ("setting", "said"),
    [("exclusion_mode=everywhere", "is no value of it.*area, person, both"),
     ("colour=red", "nothing in the drafts asks for colour"),
     ("mode=[a", "not YAML")],
)  # fmt: skip
def test_a_setting_that_fits_nothing_is_refused(unchanged, read, setting, said):
    with pytest.raises(Refused, match=said):
        run("accept", unchanged, *TERMS, "r-russia", "--from", read, "--set", setting)


def test_a_case_that_would_not_be_sound_is_not_made(unchanged, tmp_path):
    text = Text("وقعت حركة الفجر الاتفاق.")
    text.say("وقعت حركة الفجر الاتفاق", topics=["P07"], actors=[("حركة الفجر", "dawn")])
    read = written(text.reading(), unchanged, tmp_path / "r.json")
    with pytest.raises(Refused, match="would not be sound") as refused:
        run("accept", unchanged, "t-P07", "--from", read, "--set", "at=2016-12-29")
    assert "there is no actor “dawn”" in str(refused.value)


@pytest.mark.parametrize("broken", ["accept", "keep"])
def test_a_failure_at_the_end_undoes_the_file(unchanged, read, monkeypatch, broken):
    def fails(*_args, **_more):
        raise OSError(28, "No space left on device")

    if broken == "accept":
        monkeypatch.setattr(statements, "accept", fails)
    else:
        monkeypatch.setattr("hudna.engines.accepting.files.keep", fails)
    done = CliRunner().invoke(app, ["accept", str(unchanged), "t-P04", "--from", str(read)])
    assert isinstance(done.exception, OSError)


# --- readings that were tampered with ---------------------------------------------------------------


def spoil(value, how):
    draft = value["drafts"]["terms"][0]
    match how:
        case "a quote":
            draft["quotes"][0]["text"] += " كذب"
        case "a statement":
            value["statements"][1]["quote"] = "كذب"
        case "another text":
            draft["sha256"] = "0" * 64
        case "an id twice":
            value["drafts"]["terms"][1]["id"] = draft["id"]
        case "no statement":
            draft["statements"] = ["s999"]
        case "a path":
            draft["id"] = "../x"
        case "no drafts":
            del value["drafts"]
        case "a type":
            draft["type"] = "P99"
    return value


@pytest.mark.parametrize(
    "how",
    ["a quote", "a statement", "another text", "an id twice", "no statement", "a path", "no drafts",
     "a type"],
)  # fmt: skip
def test_a_reading_that_does_not_fit_together_is_refused(unchanged, read, how):
    read.write_text(json.dumps(spoil(json.loads(read.read_text("utf-8")), how)), encoding="utf-8")
    with pytest.raises(Refused):
        run("accept", unchanged, "t-P04", "--from", read)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"[" * 100_000])
def test_a_file_that_is_no_reading_is_refused(unchanged, tmp_path, content):
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(Refused):
        run("accept", unchanged, "t-P04", "--from", tmp_path / "r.json")


def test_quotes_are_compared_with_the_text(case, read, tmp_path):
    accept(case, read, "t-P04", "--text", ARTICLE)
    other = tmp_path / "other.txt"
    other.write_text("نص آخر", encoding="utf-8")
    with pytest.raises(Refused, match="not the text that was read"):
        run("accept", case, "t-P06", "--from", read, "--text", other)
    value = json.loads(read.read_text("utf-8"))
    value["statements"][-1]["quote"] = "كذب"  # of a statement that no draft rests on any more
    value["drafts"]["reports"] = []
    read.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(Refused, match="does not say"):
        run("accept", case, "t-P06", "--from", read, "--text", ARTICLE)


def test_what_hides_text_is_not_written(case, tmp_path):
    text = Text("تسري الهد\u202eنة\u200f\nغدا: {a: [b]} # c.")
    text.say("تسري الهد\u202eنة\u200f\nغدا: {a: [b]} # c", topics=["P04"],
             times=[("غدا", "2016-12-31", "2016-12-31")])  # fmt: skip
    accept(
        case, written(text.reading(), case, tmp_path / "r.json"), "t-P04", "--title", "x: \u202ey"
    )
    (instrument,) = agreement(case).instruments
    assert instrument.clauses[0].text.ar == "تسري الهدنة\nغدا: {a: [b]} # c"
    assert instrument.title.en == "x: y"


@pytest.mark.parametrize(
    "value", ["a: b", "{", "- x", "&a", "*a", "!!str", "'", '"', "x\n\ny", "null", "2016"]
)
def test_no_quote_breaks_the_file(case, value):
    text = Text(f"قال: {value}.")
    text.say(value, "commit", topics=["P33"])
    reading = dataclasses.replace(text.reading(), drafts=drafts(text.reading()))
    file = ReadingFile.model_validate(reading.document())
    opened = open_case(case)
    amendment = Amendment(opened, file, (case / "agreement.yaml").read_text("utf-8"))
    for draft in file.drafts.terms:
        amendment.term(draft)
    (clause,) = amendment.document.instruments[0].clauses
    assert (clause.text.en or clause.text.ar) == value


def test_a_reading_is_read_from_what_is_written(read):
    found = read_reading(read)
    assert found.document.characters == len(ARTICLE.read_text("utf-8"))
    assert [kind for kind, _ in found.all()].index("readings") > 0


def test_a_duty_of_a_side_that_states_no_such_term_stands_under_its_reading(case, tmp_path):
    text = Text("أنقرة: يجب تبادل الأسرى خلال عشرة أيام. أنقرة: تشمل الهدنة جميع الأراضي.")
    deadline = {"relative_to": {"event": "signature", "offset": {"days": 10}}}
    text.say("يجب تبادل الأسرى خلال عشرة أيام", by=("turkey", "أنقرة"), topics=["P18"],
             times=[("خلال عشرة أيام", None, None, deadline)])  # fmt: skip
    text.say("تشمل الهدنة جميع الأراضي", by=("turkey", "أنقرة"), topics=["P06"])
    read = written(text.reading(), case, tmp_path / "r.json")
    with pytest.raises(Refused, match="no term of type P18"):
        run("accept", case, "o-P18", "--from", read)
    value = json.loads(read.read_text("utf-8"))
    del value["drafts"]["readings"][0]["terms"]["P18"]
    read.write_text(json.dumps(value), encoding="utf-8")
    accept(case, read, "r-turkey", "t-P18")
    accept(case, read, "o-P18", "--set", "debtors=[government, opposition]")
    document = agreement(case)
    (duty,) = document.readings["R1"].terms["T-prisoners"]["obligations"]
    assert duty["debtors"] == ["government", "opposition"]
    assert duty["due"] == {"event": "signature", "within": {"days": 10}}
    assert document.events["signature"].at is None
