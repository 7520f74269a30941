"""`hudna read`: texts, folders, a case's names and time zone, a model, and what is refused."""

import http.server
import json
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli.main import app
from hudna.engines import modelled
from hudna.problem import Refused
from hudna.record.entered import entered
from hudna.record.known import open_known
from hudna.text.leave import Leave

MINSK = Path(__file__).resolve().parents[1] / "cases" / "minsk-2015"
TEXT = "أكد وزير الدفاع الأوكراني أندري كوفال أمس أن الهدنة تسري من منتصف ليل أمس، وأنها لا تستثني أي بلدة."


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def case(tmp_path):
    return shutil.copytree(MINSK, tmp_path / "case")


def run(*words, code=0):
    result = CliRunner().invoke(app, ["read", *map(str, words)])
    if code == 0 and result.exception is not None:
        raise result.exception
    if code:
        assert isinstance(result.exception, Refused) or result.exit_code == code
        return str(result.exception)
    return result.stdout


def read(*words):
    return json.loads(run(*words, "--format", "json"))


def test_statements_stand_where_they_say(text):
    found = read(text, "--published", "2015-02-15")
    assert found["document"]["language"] == "ar"
    assert found["document"]["published"] == "2015-02-15"
    first, second = found["statements"]
    assert first["speaker"]["name"] == "أندري كوفال"
    assert first["speaker"]["role"] == "وزير الدفاع الأوكراني"
    assert (
        (first["act"], first["polarity"])
        == (second["act"], second["polarity"])
        == ("confirm", "affirmed")
    )
    assert second["quote"].startswith("وأنها")
    for one in found["statements"]:
        assert TEXT[slice(*one["span"])] == one["quote"]
    ((time,),) = [one["times"] for one in found["statements"] if one["times"]]
    assert (time["earliest"], time["zone_from"]) == ("2015-02-15T00:00", None)


def test_a_case_gives_its_zone_its_names_and_its_people(text, case):
    (case / "lexicon.yaml").write_text(
        "people:\n  - {actor: ukraine, ar: [أندري كوفال]}\nar:\n  speech: []\n", "utf-8"
    )
    found = read(text, "--published", "2015-02-15", "--case", case)
    first = found["statements"][0]
    assert first["times"][0]["earliest"] == "2015-02-15T00:00+02:00"
    assert first["times"][0]["zone_from"] == "case"
    assert first["speaker"]["actor"] == "ukraine"


def test_without_a_day_yesterday_stays_open(text):
    for one in read(text)["statements"]:
        assert all(time["earliest"] is time["latest"] is None for time in one["times"])


def test_a_page_and_a_table(text, tmp_path):
    page = tmp_path / "page.html"
    run(text, "--format", "html", "--output", page, "--interface", "ar")
    assert 'dir="rtl"' in page.read_text("utf-8")
    assert "كوفال" in run(text)


def test_a_folder_is_read_once(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(TEXT * 3, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    out = tmp_path / "readings.jsonl"
    assert "2 texts read, 0 as before, 1 refused" in run(folder, "--output", out)
    assert len(out.read_text("utf-8").splitlines()) == 3
    assert "as before" in run(folder, "--output", out)
    assert "0 conflicts between texts" in run(folder, "--output", out)
    assert "Name a file of JSON lines" in run(folder, code=1)


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        (b"", (), "text.txt"),
        (
            "Перемирие вступило в силу в полночь, сообщили в министерстве обороны.".encode(),
            (),
            "Arabic",
        ),
        (TEXT.encode(), ("--published", "yesterday"), "is not a day"),
        (TEXT.encode(), ("--published", "2015-02-30"), "is not a day"),
    ],
)
def test_what_cannot_be_read_is_refused(text, content, words, told):
    text.write_bytes(content)
    assert told in run(text, *words, code=1)


def test_a_lexicon_that_cannot_be_read_is_refused(text, case):
    (case / "lexicon.yaml").write_text("people: [", "utf-8")
    assert "lexicon.yaml" in run(text, "--case", case, code=1)


# --- a model --------------------------------------------------------------------------------------


@contextmanager
def serving(told):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            answer = {"choices": [{"index": 0, "message": {"role": "assistant", "content": told}}]}
            raw = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def told(quote):
    at = max(TEXT.find(quote), 0)
    span = [at, at + len(quote)]
    one = {
        "id": "s1", "span": span, "content": span, "quote": quote, "speaker": None, "act": "state",
        "verb": None, "polarity": "affirmed", "hedge": "none", "topics": ["P04"], "event": None,
        "actors": [], "places": [], "times": [], "numbers": [], "causes": [],
    }  # fmt: skip
    return json.dumps({
        "statements": [one], "conflicts": [],
        "mentions": {"actors": [], "places": [], "times": [], "numbers": []},
    })  # fmt: skip


def test_a_model_on_this_machine_is_asked_and_held_to_the_text(text):
    with serving(told("الهدنة تسري")) as endpoint:
        found = read(text, "--model", "m", "--endpoint", endpoint)
    assert [one["quote"] for one in found["statements"]] == ["الهدنة تسري"]
    with serving(told("الهدنة انتهت")) as endpoint:
        assert read(text, "--model", "m", "--endpoint", endpoint)["statements"] == []


@pytest.mark.parametrize("words", [(), ("--model-tier", "mission")])
def test_nothing_leaves_this_machine_unsaid(text, words):
    assert "not sent" in run(
        text, "--model", "m", "--endpoint", "http://example.org/v1", *words, code=1
    )


def test_a_text_of_a_case_is_the_missions_until_its_record_says_otherwise(text, case):
    words = ("--model", "m", "--endpoint", "https://example.org/v1", "--case", case, "--public")
    assert "its tier is mission" in run(text, *words, code=1)


def test_what_is_sent_is_in_the_record_before_it_is_sent(text, case, monkeypatch):
    def leave(endpoint, **_):
        host, _, port = endpoint.removeprefix("http://").removesuffix("/v1").partition(":")
        path = "/v1/chat/completions"
        return Leave(endpoint, False, host, int(port), path, False, "mission", True, "said")

    monkeypatch.setattr(modelled, "allowed", leave)
    with serving(told("الهدنة تسري")) as endpoint:
        read(
            text, "--model", "m", "--endpoint", endpoint, "--case", case, "--model-tier", "mission"
        )
    with open_known(case) as known, known.record.reading() as connection:
        (entry,) = entered(connection, known.record.state(), modelled.SENT)
    sent = entry.item.value
    assert (sent["endpoint"], sent["tier"], sent["model"]) == (endpoint, "mission", "m")
