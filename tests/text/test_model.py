"""The optional model, asked over a real server: one that answers well, badly, slowly, and not at all."""

import http.server
import json
import socket
import threading
import time
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.problem import Refused, refuse
from hudna.text import model
from hudna.text.leave import allowed
from hudna.text.model import ask

TEXT = "نفى وزير الخارجية أمس، وجود أي عملية مشتركة في مدينة الباب."
QUOTE = TEXT[:-1]
TOLD = {
    "statements": [
        {
            "id": "s1", "span": [0, len(QUOTE)], "content": [23, len(QUOTE)], "quote": QUOTE,
            "speaker": {"actor": None, "name": "وزير الخارجية", "role": None, "span": [4, 17]},
            "act": "deny", "verb": {"text": "نفى", "span": [0, 3]}, "polarity": "negated",
            "hedge": "none", "topics": ["P01"], "event": None, "actors": [], "places": [], "times": [],
            "numbers": [], "causes": [],
        }
    ],
    "mentions": {"actors": [], "places": [], "times": [], "numbers": []},
    "conflicts": [],
}  # fmt: skip


def completion(content):
    return json.dumps(
        {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
    )


class Server(http.server.ThreadingHTTPServer):
    """Answers each request as `answer` does, and keeps what it was asked."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # the other side broke off: as it should


@contextmanager
def serving(answer):
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, dict(self.headers), json.loads(body)))
            answer(self)

        def log_message(self, *_):
            pass

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sends(body, status=200, **headers):
    def answer(handler):
        raw = body if isinstance(body, bytes) else body.encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return answer


def asks(endpoint, text=TEXT, **more):
    more = {"language": "ar", "published": date(2016, 12, 30), "timeout": 10} | more
    return ask(text, allowed(endpoint, tier=None), "a-model", **more)


# --- well -----------------------------------------------------------------------------------------


def test_a_good_answer_is_a_reading_of_the_contract():
    with serving(sends(completion(json.dumps(TOLD)))) as (endpoint, asked):
        answer = asks(endpoint, known=["turkey"], sha256="ab" * 32)
    document = answer.reading.document()
    assert document["statements"] == TOLD["statements"]
    assert document["document"] == {
        "sha256": "ab" * 32, "language": "ar", "published": "2016-12-30", "characters": len(TEXT),
    }  # fmt: skip
    assert (answer.dropped, answer.moved) == ({}, 0)
    ((path, _, question),) = asked
    assert path == "/v1/chat/completions"
    assert (question["model"], question["temperature"], question["stream"]) == ("a-model", 0, False)
    assert question["messages"][-1] == {"role": "user", "content": TEXT}
    assert '"turkey"' in question["messages"][0]["content"]
    assert '"2016-12-30"' in question["messages"][0]["content"]


@pytest.mark.parametrize(
    "wrapped", ["```json\n{}\n```", "<think>{{maybe}}</think>\n{}", "Here it is: {} Done."]
)
def test_json_in_a_wrapping_is_found(wrapped):
    content = wrapped.replace("{}", json.dumps(TOLD), 1) if "think" not in wrapped else (
        "<think>{maybe}</think>\n" + json.dumps(TOLD)
    )  # fmt: skip
    with serving(sends(completion(content))) as (endpoint, _):
        assert len(asks(endpoint).reading.statements) == 1


def test_the_key_is_sent_as_a_bearer():
    with serving(sends(completion("{}"))) as (endpoint, asked):
        asks(endpoint, key="secret")
    assert asked[0][1]["Authorization"] == "Bearer secret"


def test_no_proxy_gets_to_see_it(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with serving(sends(completion(json.dumps(TOLD)))) as (endpoint, _):
        assert len(asks(endpoint).reading.statements) == 1


# --- badly ----------------------------------------------------------------------------------------


def test_what_does_not_stand_in_the_text_is_dropped_and_counted():
    good = TOLD["statements"][0]
    bad = {
        "statements": [
            good,
            good | {"quote": "غير ذلك"},
            good | {"act": "guess"},
            5,
            good | {"id": 7},
        ]
    }
    with serving(sends(completion(json.dumps(bad)))) as (endpoint, _):
        answer = asks(endpoint)
    assert len(answer.reading.statements) == 1
    assert answer.dropped == {"statements": 4}


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("", "is not that of an OpenAI-compatible server"),
        ("<html>Welcome</html>", "is not that of an OpenAI-compatible server"),
        ("[]", "is not that of an OpenAI-compatible server"),
        ('{"choices": []}', "is not that of an OpenAI-compatible server"),
        ('{"choices": [{"message": {"content": null}}]}', "without the JSON"),
        (b"\xff\xfe", "is not that of an OpenAI-compatible server"),
        ("[" * 100_000, "is not that of an OpenAI-compatible server"),
        (completion("I cannot help with that."), "without the JSON"),
        (completion("[1, 2]"), "without the JSON"),
        (completion('{"statements": ['), "without the JSON"),
        (completion('{"statements": NaN}'), "without the JSON"),
        (completion('{"a":' * 100_000), "without the JSON"),
    ],
)
def test_an_answer_that_is_none_is_refused(body, what):
    with serving(sends(body)) as (endpoint, _), pytest.raises(Refused, match=what) as refused:
        asks(endpoint)
    assert refused.value.problems[0].file == endpoint
    assert refused.value.problems[0].remedy


@pytest.mark.parametrize(
    ("status", "remedy"),
    [(401, "key"), (404, "model's name"), (429, "Wait"), (500, "logs"), (204, "logs")],
)
def test_a_status_that_is_no_answer_is_refused_with_what_the_server_says(status, remedy):
    said = "" if status == 204 else "the reason"
    with serving(sends(said, status)) as (endpoint, _), pytest.raises(Refused) as refused:
        asks(endpoint)
    (problem,) = refused.value.problems
    assert str(status) in problem.what
    assert said in problem.what
    assert remedy in problem.remedy


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status):
    with serving(sends(completion(json.dumps(TOLD)))) as (elsewhere, never):
        answer = sends("", status, Location=f"{elsewhere}/chat/completions")
        with serving(answer) as (endpoint, _), pytest.raises(Refused, match="sends on to another"):
            asks(endpoint)
    assert never == []


def test_an_answer_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(model, "MAX_ANSWER", 1 << 20)

    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b" " * 65536)

    with serving(answer) as (endpoint, _), pytest.raises(Refused, match="more than 1 MiB"):
        asks(endpoint)


# --- slowly ---------------------------------------------------------------------------------------


def test_a_server_that_says_nothing_is_given_up():
    with serving(lambda handler: time.sleep(5)) as (endpoint, _):
        start = time.monotonic()
        with pytest.raises(Refused, match=r"did not answer within 0\.5 seconds"):
            asks(endpoint, timeout=0.5)
        assert time.monotonic() - start < 3


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_server_that_drips_is_given_up_too(where):
    def answer(handler):
        if where == "body":
            handler.send_response(200)
            handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    with serving(answer) as (endpoint, _):
        start = time.monotonic()
        with pytest.raises(Refused, match=r"did not answer within 0\.5 seconds"):
            asks(endpoint, timeout=0.5)
        assert time.monotonic() - start < 3


def test_a_server_that_is_slow_but_in_time_is_waited_for():
    def answer(handler):
        time.sleep(0.3)
        sends(completion(json.dumps(TOLD)))(handler)

    with serving(answer) as (endpoint, _):
        assert len(asks(endpoint).reading.statements) == 1


# --- not at all -----------------------------------------------------------------------------------


def test_nobody_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Refused, match="nobody answers at this address"):
        asks(endpoint)


def test_a_server_that_hangs_up():
    def answer(handler):
        handler.connection.shutdown(socket.SHUT_RDWR)

    with serving(answer) as (endpoint, _), pytest.raises(Refused, match="broke off"):
        asks(endpoint)


def test_a_server_that_breaks_off_within_its_answer():
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")

    with serving(answer) as (endpoint, _), pytest.raises(Refused, match="broke off"):
        asks(endpoint)


@pytest.mark.parametrize("raw", [b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 70_000])
def test_a_server_of_another_kind(raw):
    def answer(handler):
        handler.wfile.write(raw)

    with serving(answer) as (endpoint, _), pytest.raises(Refused):
        asks(endpoint)


def test_a_server_that_is_not_encrypted_where_it_should_be():
    with (
        serving(sends("")) as (endpoint, asked),
        pytest.raises(Refused, match=r"not safe|broke off"),
    ):
        asks(endpoint.replace("http:", "https:"))
    assert asked == []


# --- what may be sent -----------------------------------------------------------------------------


def test_a_name_of_this_machine_that_leads_elsewhere_gets_nothing(monkeypatch):
    # Names can be made to lead anywhere: what counts is where the connection goes.
    monkeypatch.setattr(model, "_is_here", lambda peer: False)
    with (
        serving(sends(completion("{}"))) as (endpoint, asked),
        pytest.raises(Refused, match="another machine"),
    ):
        asks(endpoint)
    assert asked == []


def test_what_is_not_public_is_sent_only_where_that_is_logged():
    leave = allowed("https://models.invalid/v1", tier="mission", model_tier="mission")
    told = {"language": "ar", "published": None, "timeout": 2}
    with pytest.raises(Refused, match="only where that is logged"):
        ask(TEXT, leave, "a-model", **told)
    entries = []
    with pytest.raises(Refused, match=r"no such host|cannot be reached|did not answer"):
        ask(TEXT, leave, "a-model", log=entries.append, **told)
    ((entry),) = entries
    assert (entry["tier"], entry["endpoint"], entry["model"]) == (
        "mission",
        leave.endpoint,
        "a-model",
    )
    assert (entry["characters"], len(entry["sha256"])) == (len(TEXT), 64)
    assert TEXT not in json.dumps(entry, ensure_ascii=False)


def test_where_the_log_cannot_be_written_nothing_is_sent():
    def log(entry):
        raise refuse("record.db", "is locked", "Wait")

    with serving(sends(completion("{}"))) as (endpoint, asked):
        here = allowed(endpoint, tier="mission")
        leave = type(here)(
            here.endpoint,
            here.secure,
            here.host,
            here.port,
            here.path,
            True,
            "mission",
            True,
            "test",
        )
        with pytest.raises(Refused, match="is locked"):
            ask(TEXT, leave, "a-model", language="ar", published=None, log=log)
    assert asked == []


def test_a_key_is_not_sent_in_the_clear():
    leave = allowed("http://192.0.2.1/v1", tier="public")
    with pytest.raises(Refused, match="unencrypted"):
        ask(TEXT, leave, "a-model", language="ar", published=None, key="secret")


@pytest.mark.parametrize("key", ["a\r\nX: y", "ключ"])
def test_a_key_that_is_no_key_is_refused(key):
    with serving(sends(completion("{}"))) as (endpoint, asked), pytest.raises(Refused, match="key"):
        asks(endpoint, key=key)
    assert asked == []


def test_a_text_that_no_model_takes_is_refused():
    with pytest.raises(Refused, match="more than a model takes"):
        asks("http://127.0.0.1:9", "a" * (model.MAX_CHARACTERS + 1))


@settings(max_examples=40)
@given(st.text(max_size=60), st.booleans())
def test_whatever_a_model_writes_is_read_or_refused(written, inside):
    content = json.dumps(TOLD)[:-1] + written + "}" if inside else written
    with serving(sends(completion(content))) as (endpoint, _):
        try:
            answer = asks(endpoint)
        except Refused:
            return
    for one in answer.reading.statements:
        assert TEXT[slice(*one.span)] == one.quote
