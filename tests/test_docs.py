"""The documentation says what the program does: pages are replayed, references remade, words total."""

import json
import re
from pathlib import Path

import pytest

import reference
import reference_codes
import reference_models
import reference_record
import replay
from hudna import case, codes, gazetteer, taxonomy
from hudna.agreement.provisions import KINDS
from hudna.agreement.timerule import TimeRule
from hudna.checks.zones import _ZONE_FIELDS
from hudna.entry import Evidence, build
from hudna.incident import TimeEntry
from hudna.judging.judge import Judge
from hudna.record import erasure
from hudna.sources import byhand
from hudna.yamlfile import parse_yaml

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
REPLAYED = [page for page in PAGES if any(replay.steps(page.read_text("utf-8")))]


# --- the reference --------------------------------------------------------------------------------


def test_the_reference_is_what_the_program_says():
    stale = reference.stale(reference.rendered(), DOCS / "reference")
    assert not stale, f"run python scripts/reference.py: {stale}"


def test_a_changed_page_and_a_left_over_one_are_noticed(tmp_path):
    (tmp_path / "a.md").write_text("old", encoding="utf-8")
    (tmp_path / "c.md").write_text("left over", encoding="utf-8")
    assert reference.stale({"a.md": "new", "b.md": "missing"}, tmp_path) == ["a.md", "b.md", "c.md"]


def fields():
    """Every (model, field, schema) of the case files, with the name by which each owner knows it."""
    models = reference_models.models()
    for root in (*reference.FILES.values(), byhand.ReportsFile):
        schema = root.model_json_schema(by_alias=True)
        for name, part in {**schema.get("$defs", {}), root.__name__: schema}.items():
            for field, value in part.get("properties", {}).items():
                yield models[name], field, value


def test_every_field_of_a_case_file_has_words():
    silent = {
        f"{model.__name__}.{name}"
        for model, name, schema in fields()
        if not reference_models.described(model, name, schema)
    }
    assert not silent, f"describe them in the model, or in scripts/reference_fields.yaml: {silent}"


def test_no_words_are_left_over():
    known = {(owner.__name__, name) for model, name, _ in fields() for owner in model.__mro__}
    words = reference_models.WORDS
    lost = [key for key in words["models"] if tuple(key.split(".")) not in known]
    lost += [name for name in words["fields"] if name not in {field for _, field in known}]
    assert not lost


def test_properties_of_zones_and_columns_of_the_gazetteer_are_all_described():
    words = reference_models.WORDS
    assert set(words["zone_properties"]) == _ZONE_FIELDS
    assert tuple(words["gazetteer_columns"]) == gazetteer.COLUMNS


def test_keys_of_the_json_of_judge_are_all_described():
    described = set(reference_models.WORDS["judge_json"])
    given = set(reference.keys(reference.judge_example()))
    # An empty list hides what it would hold: of two verdicts, one has reasons and one has none.
    # What was erased, or taken out by people, is told only where there is any.
    sometimes = {key for key in described if key.startswith(("tombstones[].", "left_out[]."))}
    stones = erasure.Tombstone("report", "x", "2016-12-30", "amal", "asked")
    assert {key for key in sometimes if key[0] == "t"} == {
        f"tombstones[].{name}" for name in stones.as_json()
    }
    assert given | sometimes | {"findings[].verdicts[].reasons"} == described | {
        "findings[].verdicts[].reasons"
    }


def test_kinds_of_entries_are_all_described():
    assert set(reference_models.WORDS["log_kinds"]) == reference_record.kinds()


def test_fields_of_proof_files_are_all_described():
    known = {f"{m.__name__}.{name}" for m in reference_record.PROOFS for name in m.model_fields}
    assert set(reference_models.WORDS["proof"]) == known


@pytest.mark.parametrize("name", sorted(reference.commands()))
def test_every_command_and_option_has_help(name):
    command = reference.commands()[name]
    assert command.help
    silent = [p.name for p in command.params if p.name != "help" and not p.help]
    assert not silent
    page = (DOCS / "reference" / "cli.md").read_text("utf-8")
    assert f"## hudna {name}\n" in page
    options = [o for p in command.params for o in p.opts if o.startswith("--") and o != "--help"]
    assert [o for o in options if f"`{o}`" not in page] == []


def test_every_provision_type_has_words():
    assert sorted(taxonomy.provisions()) == list(KINDS) == [f"P{n:02}" for n in range(1, 37)]
    for provision in taxonomy.provisions().values():
        assert provision.label.en
        assert provision.label.ar
        assert provision.parameters


def test_every_observation_code_has_words_and_says_what_each_mapping_loses():
    for act in taxonomy.acts().values():
        assert act.label.en
        assert act.label.ar
        assert all(mapped.note.en and mapped.note.ar for mapped in act.maps)


@pytest.mark.parametrize("kind", codes.kinds())
def test_every_code_has_words(kind):
    assert kind in reference_codes._KINDS
    for each in codes.codes(kind).values():
        assert each.label.en
        assert each.label.ar
        assert each.meaning.en
        assert each.meaning.ar


def test_every_reason_says_what_would_resolve_it():
    for name in codes.codes("reason"):
        assert codes.needs(name, "en")
        assert codes.needs(name, "ar")


# --- the pages ------------------------------------------------------------------------------------


def test_what_is_replayed():
    names = {page.relative_to(ROOT).as_posix() for page in REPLAYED}
    taught = [*(DOCS / "tutorial").glob("*.md"), *(DOCS / "how-to").glob("*.md")]
    assert {page.relative_to(ROOT).as_posix() for page in taught} <= names


@pytest.mark.slow
@pytest.mark.parametrize("page", REPLAYED, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_shows_what_its_commands_print(page, tmp_path):
    differences = replay.replay(page, tmp_path)
    assert not differences, "\n\n".join(differences)


def test_make_targets_that_pages_name_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    pages = [*PAGES, ROOT / "CONTRIBUTING.md"]
    named = {t for page in pages for t in re.findall(r"\bmake ([a-z]+)", _code(page))}
    assert named
    assert named <= targets


def _code(page):
    """What stands as code on a page."""
    text = page.read_text("utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def test_commands_that_pages_name_exist():
    known = set(reference.commands())
    groups = {name.split()[0] for name in known if " " in name}
    known |= {"COMMAND", "--version"}
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        named = re.findall(r"(?:^|[`$] ?|/)hudna ([\w-]+)(?: ([\w-]+))?", _code(page), re.MULTILINE)
        words = {f"{a} {b}" if a in groups and b else a for a, b in named}
        assert words - known - groups == set(), page.name


def test_snippets_are_valid():
    models = {"evidence": Evidence, "time": TimeEntry, "start": TimeRule, "due": TimeRule}
    seen = 0
    for page in sorted((DOCS / "explanation").glob("*.md")):
        for block in re.findall(
            r"^```yaml\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
        ):
            for line in block.splitlines():
                located = parse_yaml(line, page.name)
                ((key, value),) = located.value.items()
                assert build(located, models[key], value, (key,))[1] == []
                seen += 1
    assert seen


def test_a_reading_added_as_the_page_shows_enters_the_headline(tmp_path):
    steps = list(replay.steps((DOCS / "how-to" / "add-a-reading.md").read_text("utf-8")))
    (edit,) = [step for step in steps if isinstance(step, replay.Edit)]
    case.new_case(tmp_path / "syria-2016", "syria-2016")
    found = {}
    for moment in ("before", "after"):
        opened = case.open_case(tmp_path / "syria-2016")
        bench = Judge(opened.agreement)
        for incident in opened.incidents:
            for finding in bench.judge(incident, pivots=False):
                found[moment, incident.id] = finding
        if moment == "before":
            assert "R6" not in opened.agreement.document.readings
            replay.edit(edit, tmp_path)
    assert "R6" in opened.agreement.worlds.readings("live")
    name = "wadi-barada-evacuation-2017-01-28"
    assert found["before", name].headline == "not_violation"
    assert found["after", name].headline == "depends"
    # The readings that were there before say what they said.
    for world, verdict in found["before", name].verdicts.items():
        assert found["after", name].verdicts[world] == verdict


# --- the replaying itself -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "printed", "fit"),
    [
        (["a"], ["a"], True),
        (["a"], ["b"], False),
        (["a"], ["a", "b"], False),
        (["a", "…"], ["a", "b", "c"], True),
        (["…", "c"], ["a", "b", "c"], True),
        (["…", "c"], ["a", "b"], False),
        (["a … c"], ["a b c"], True),
        (["a … c"], ["a b d"], False),
        (["a … c"], ["a", "c"], False),
        ([], ["a"], False),
        (["(a|b)*"], ["(a|b)*"], True),
    ],
)
def test_fits(shown, printed, fit):
    assert replay.fits(shown, printed) is fit


def test_steps_in_order():
    page = '```yaml title="x.yaml"\na: 1\n```\n\n```console\n$ hudna check x  # status 1\nno\n$ make demo\n```\n'
    edit, check, demo = replay.steps(page)
    assert (edit.path, edit.how, edit.text) == ("x.yaml", "", "a: 1\n")
    assert (check.words, check.shown, check.status, check.line) == (
        ("hudna", "check", "x"),
        ("no",),
        1,
        6,
    )
    assert (demo.words, demo.status) == (("make", "demo"), 0)


def test_moments_stand_where_the_page_has_them():
    page = "```console\n$ hudna a\n```\n\n<!-- moment: 2016-12-31T18:00 -->\n\n```console\n$ hudna b\n```\n"
    first, moment, second = replay.steps(page)
    assert (first.words, moment.called, second.words) == (
        ("hudna", "a"),
        "2016-12-31T18:00",
        ("hudna", "b"),
    )


def test_a_page_hands_on_what_a_command_printed(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ hudna --version > version.txt\n"
        '$ hudna check "$(cat version.txt)"  # status 1\n…hudna …\n…\n```\n',
        encoding="utf-8",
    )
    assert replay.replay(page, tmp_path) == []
    assert (tmp_path / "version.txt").read_text("utf-8").startswith("hudna ")


def test_an_edit_within_one_entry(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text("a:\n  - id: one\n    b: 1\n  - id: two\n    b: 1\n", encoding="utf-8")
    replay.edit(replay.Edit(1, "x.yaml", "in two, in place of: b: 1", "b: 2\n"), tmp_path)
    assert file.read_text("utf-8") == "a:\n  - id: one\n    b: 1\n  - id: two\n    b: 2\n"
    with pytest.raises(ValueError, match="stands 0 times"):
        replay.edit(replay.Edit(1, "x.yaml", "in six, in place of: b: 1", ""), tmp_path)


def test_edits(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text("a:\n  one: 1\n\n# b\nb: 2\n", encoding="utf-8")
    replay.edit(replay.Edit(1, "x.yaml", "at the end of a:", "  two: 2\n"), tmp_path)
    assert file.read_text("utf-8") == "a:\n  one: 1\n  two: 2\n\n# b\nb: 2\n"
    replay.edit(replay.Edit(1, "x.yaml", "in place of: two: 2", "two: 3\n"), tmp_path)
    assert "  two: 3\n" in file.read_text("utf-8")
    with pytest.raises(ValueError, match="stands 0 times"):
        replay.edit(replay.Edit(1, "x.yaml", "in place of: zzz", ""), tmp_path)
    with pytest.raises(ValueError, match="no one line"):
        replay.edit(replay.Edit(1, "x.yaml", "at the end of z:", ""), tmp_path)


def test_a_page_that_shows_something_else_is_caught(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ hudna --version\nhudna 99\n$ rm x\n```\n", encoding="utf-8")
    version, other = replay.replay(page, tmp_path)
    assert "page.md:2" in version
    assert "only hudna, python and make" in other


def test_the_example_of_the_json_page_is_json():
    page = (DOCS / "reference" / "judge-json.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert json.loads(example)["findings"][0]["incident"] == "sc-01-sarmada"
