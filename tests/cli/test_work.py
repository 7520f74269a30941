"""Commands of those who work on a record: people, decisions, complaints."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli import app
from hudna.problem import Refused

MINSK = Path(__file__).parents[1] / "cases/minsk-2015"


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(MINSK, folder)
    return folder


def run(case, command, *arguments):
    done = CliRunner().invoke(app, [*command.split(), str(case), *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_people_are_added_ended_and_listed(case):
    run(case, "person add", "p-1", "--role", "analyst", "--role", "legal", "--reason", "hired")
    run(case, "person end", "p-1", "--role", "legal", "--reason", "moved", "--to", "2099-12-30")
    told = json.loads(run(case, "person list", "--format", "json").stdout)
    assert [(row["id"], row["role"], row["to"]) for row in told] == [
        ("p-1", "analyst", None),
        # The day is in: local time of the case (Kyiv, UTC+2) to the end of 30 December.
        ("p-1", "legal", "2099-12-30T22:00:00.000000Z"),
    ]
    table = run(case, "person list").stdout
    assert "p-1" in table
    assert "goes on" in table


@pytest.mark.parametrize(
    "arguments",
    [
        ("reply", "--party", "ukraine"),
        ("reply", "--party", "ukraine", "--text", "No.", "--no-reply"),
        ("sign", "--text", "No."),
        ("sign", "--party", "ukraine"),
        ("sign", "--tier", "public"),
        ("crown",),
    ],
)
def test_wrong_usage_of_decide(case, arguments):
    assert run(case, "decide", "some-incident", *arguments).exit_code == 2


def test_a_decision_needs_somebody(case):
    name = json.loads(run(case, "judge", "--format", "json").stdout)["findings"][0]["incident"]
    with pytest.raises(Refused, match="Give your id with --as"):
        run(case, "decide", name, "sign")
    run(case, "person add", "p-1", "--role", "analyst", "--reason", "hired")
    assert "sign " + name in run(case, "decide", name, "sign", "--as", "p-1").stdout
    assert "Signed: analyst (p-1)." in run(case, "explain", name).stdout


def test_a_complaint_from_receipt_to_its_end(case, tmp_path):
    run(case, "person add", "p-1", "--role", "monitor", "--reason", "hired")
    words = tmp_path / "words.txt"
    words.write_text("قصفوا القرية.", encoding="utf-8")
    options = ("--complainant", "citizen", "--as", "p-1")
    number = run(case, "complaint open", *options, "--file", str(words)).stdout.strip()
    step = ("complaint step", number, "triage")
    assert run(case, *step, "--as", "p-1").exit_code == 2
    assert run(case, *step, "--extend", "2", "--outcome", "x").exit_code == 2
    run(case, *step, "--extend", "2", "--reason", "a bad line", "--as", "p-1")
    run(case, *step, "--outcome", "in the mandate", "--as", "p-1")
    (told,) = json.loads(run(case, "complaint list", "--format", "json").stdout)
    assert told["allegation"] == "قصفوا القرية."
    assert told["complainant"] == "citizen"
    assert told["steps"][1]["done"]["outcome"] == "in the mandate"
    assert told["steps"][1]["extensions"][0]["hours"] == 2
    assert number in run(case, "complaint list").stdout
    overdue = json.loads(
        run(case, "complaint overdue", "--at", "2099-01-01", "--format", "json").stdout
    )
    assert {row["step"] for row in overdue} == {
        "receive", "notify", "inquire", "reply", "verify", "assess", "commission",
    }  # fmt: skip
    assert "receive" in run(case, "complaint overdue", "--at", "2099-01-01").stdout
    with pytest.raises(Refused, match="there is no incident"):
        run(case, "complaint open", *options, "--allegation", "x", "--about", "nothing")
    with pytest.raises(Refused, match="--at"):
        run(case, "complaint overdue", "--at", "yesterday")
