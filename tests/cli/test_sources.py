"""The commands source, keep and add, run as a person runs them: what they ask, refuse, never show."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli import app
from hudna.problem import Refused
from hudna.record import seal

ROOT = Path(__file__).resolve().parents[2]
PHRASE, OTHER = "velvet anchor mirror", "another long passphrase"
WHO = {"name": "Zaynab al-Example", "contact": "+963 000 4711"}


@pytest.fixture(autouse=True)
def person(monkeypatch):
    monkeypatch.setattr(seal, "COST", seal.Cost(memory=8, passes=1, lanes=1))
    monkeypatch.setenv("HUDNA_PERSON", "amal")


@pytest.fixture
def case(tmp_path):
    return shutil.copytree(ROOT / "tests/cases/minsk-2015", tmp_path / "case")


def run(*arguments, typed=None):
    done = CliRunner().invoke(app, list(map(str, arguments)), input=typed)
    if isinstance(done.exception, Refused):
        raise done.exception
    return done


def said(*arguments, typed=None):
    done = run(*arguments, typed=typed)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def keyed(case, tmp_path):
    said("source", "key", case, "--new", tmp_path / "seal", typed=f"{PHRASE}\n{PHRASE}\n")
    return case


@pytest.fixture
def source(keyed):
    return said("source", "add", keyed, "--identity", "-", typed=json.dumps(WHO)).strip()


def test_a_passphrase_is_typed_twice_and_shown_never(case, tmp_path):
    done = run("source", "key", case, "--new", tmp_path / "seal", typed=f"{PHRASE}\n{PHRASE}\n")
    assert done.exit_code == 0
    assert PHRASE not in done.output
    file = json.loads((tmp_path / "seal").read_text())
    assert file["format"] == "hudna sealing key 1"
    done = run("source", "key", case, "--new", tmp_path / "b", typed=f"{PHRASE}\nnot the same\n")
    assert done.exit_code == 1
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("command", ["key", "open", "reseal"])
def test_no_option_takes_a_passphrase(command):
    shown = said("source", command, "--help")
    assert "--passphrase-file" in shown
    assert "--passphrase " not in shown


def test_a_key_never_lies_in_the_case(case):
    with pytest.raises(Refused, match="must not lie in the case folder"):
        run("source", "key", case, "--new", case / "seal", typed=f"{PHRASE}\n{PHRASE}\n")
    assert not (case / "seal").exists()


def test_a_passphrase_may_stand_in_a_file(case, tmp_path):
    (tmp_path / "phrase").write_text(f"{PHRASE}\n", "utf-8")
    said("source", "key", case, "--new", tmp_path / "k", "--passphrase-file", tmp_path / "phrase")
    seal.open_sealing_key(tmp_path / "k", PHRASE)
    (tmp_path / "phrase").write_bytes(b"secret \xff words that are long")
    with pytest.raises(Refused, match="not text") as refused:
        run(
            "source", "key", case, "--new", tmp_path / "n", "--passphrase-file", tmp_path / "phrase"
        )
    assert "secret" not in str(refused.value)


def test_adding_a_source_prints_the_pseudonym_and_nothing_else(keyed):
    done = run("source", "add", keyed, "--identity", "-", typed=json.dumps(WHO))
    assert done.stdout.strip().startswith("S-")
    assert len(done.stdout.split()) == 1
    assert "Zaynab" not in done.output


def test_a_source_can_be_typed(keyed, tmp_path):
    done = run("source", "add", keyed, typed="Zaynab\n+963 000 4711\n\n")
    name = done.stdout.split()[-1]
    shown = said("source", "open", keyed, name, "--key", tmp_path / "seal", "--reason", "r",
                 typed=f"{PHRASE}\n")  # fmt: skip
    assert "name: Zaynab" in shown
    assert "note" not in shown


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"name": 5}', '{"name": {"x": "secret"}}', "secret", '"secret"', ""]
)
def test_an_identity_that_is_none_is_refused_without_a_word_of_it(keyed, content):
    with pytest.raises(Refused, match="one JSON object") as refused:
        run("source", "add", keyed, "--identity", "-", typed=content)
    assert "secret" not in str(refused.value)


def test_opening_shows_who_it_is_and_a_wrong_passphrase_nothing(keyed, source, tmp_path):
    ask = ("source", "open", keyed, source, "--key", tmp_path / "seal", "--reason", "to warn her")
    done = CliRunner().invoke(app, list(map(str, ask)), input="wrong\n")
    assert done.exit_code == 1
    assert "Zaynab" not in done.output
    assert "name: Zaynab al-Example" in said(*ask, typed=f"{PHRASE}\n")
    shown = json.loads(said("log", "show", keyed, "--kind", "opening", "--format", "json"))
    assert [(e["author"], e["reason"]) for e in shown] == [
        ("amal", "to warn her (an attempt: nothing was opened)"), ("amal", "to warn her"),
    ]  # fmt: skip


def test_whoever_opens_says_who_he_is_and_why(keyed, source, tmp_path, monkeypatch):
    done = run("source", "open", keyed, source, "--key", tmp_path / "seal")
    assert done.exit_code == 2  # no reason
    monkeypatch.delenv("HUDNA_PERSON")
    with pytest.raises(Refused, match="--as PERSON"):
        run("source", "open", keyed, source, "--key", tmp_path / "seal", "--reason", "r",
            typed=f"{PHRASE}\n")  # fmt: skip


def test_resealing(keyed, source, tmp_path):
    said("source", "reseal", keyed, "--key", tmp_path / "seal", "--new-key", tmp_path / "new",
         "--reason", "a stick was lost", typed=f"{PHRASE}\n{OTHER}\n{OTHER}\n")  # fmt: skip
    shown = said("source", "open", keyed, source, "--key", tmp_path / "new", "--reason", "r",
                 typed=f"{OTHER}\n")  # fmt: skip
    assert "Zaynab" in shown
    assert "Everything fits" in said("verify", keyed)


def test_the_list_says_what_was_agreed_to_and_not_who(keyed, source):
    said("consent", keyed, f"source/{source}", "--use", "court", "--given", "--promised", "p",
         "--reason", "r")  # fmt: skip
    (told,) = json.loads(said("source", "list", keyed, "--format", "json"))
    assert told["source"] == source
    assert told["consent"] == {
        "internal": "unsaid", "parties": "unsaid", "public": "unsaid", "court": "given",
    }  # fmt: skip
    assert source in said("source", "list", keyed)


def test_keep_and_add_print_ids(keyed, source, tmp_path):
    file = tmp_path / "told.yaml"
    file.write_text("acts: [H-ART]\n", "utf-8")
    first = said("keep", keyed, file, "--source", source).strip()
    assert first.startswith("doc-")
    again = run("keep", keyed, file, "--source", source)
    assert again.stdout.strip() == first
    assert "already" in again.stderr
    name = said("add", keyed, file, "--source", source).strip()
    assert name.startswith("r-")
    assert said("add", keyed, file, "--source", source) == ""
    with pytest.raises(Refused, match="no source"):
        run("keep", keyed, file, "--source", "S-0000-0000")
    file.write_text("acts: [NO]\n", "utf-8")
    with pytest.raises(Refused, match=r"told\.yaml:1"):
        run("add", keyed, file)
