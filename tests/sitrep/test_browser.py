"""The page in a browser: nothing fetched, nothing complained of, the embedded font in use."""

import json
import os
import shutil
import subprocess
import time

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed"),
]


class Browser:
    """Chromium by its debugging pipe: JSON messages that end with a zero byte."""

    def __init__(self, profile):
        there, self.to = os.pipe()
        self.of, back = os.pipe()
        script = f'exec "$@" 3<&{there} 4>&{back}'
        self.process = subprocess.Popen(
            ["bash", "-c", script, "bash", CHROMIUM, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(there, back),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(there)
        os.close(back)
        self.pending = b""
        self.events = []
        self.number = 0
        self.session = None

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        os.close(self.to)
        os.close(self.of)

    def message(self):
        while b"\0" not in self.pending:
            more = os.read(self.of, 65536)
            assert more, "the browser ended"
            self.pending += more
        text, self.pending = self.pending.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.to, json.dumps(request).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")
        self.events.clear()
        self.call("Page.navigate", url=url)
        until = time.monotonic() + 30
        while not self.seen("Page.loadEventFired") and time.monotonic() < until:
            self.events.append(self.message())
        return self

    def seen(self, method):
        return [e["params"] for e in self.events if e.get("method") == method]

    def value(self, expression):
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"]["value"]


@pytest.fixture(params=["en", "ar"])
def opened(request, pages, tmp_path):
    path = tmp_path / f"sitrep-{request.param}.html"
    path.write_text(pages[request.param], encoding="utf-8", newline="\n")
    browser = Browser(tmp_path / "profile")
    try:
        yield request.param, path, browser.open(path.as_uri())
    finally:
        browser.close()


def test_a_page_stands_alone_and_uses_its_font(opened):
    lang, path, browser = opened
    fonts = browser.value(
        "document.fonts.ready.then(() => [...document.fonts].map(f => [f.family, f.status]))"
    )
    assert [[family.strip('"'), status] for family, status in fonts] == [["Hudna Report", "loaded"]]
    assert browser.value("document.dir") == ("rtl" if lang == "ar" else "ltr")
    assert browser.value("document.documentElement.lang") == lang
    # Text starts at the side where its language starts, tables are mirrored with it.
    assert browser.value(
        "(() => { const h = document.querySelector('h1'), r = document.createRange();"
        " r.selectNodeContents(h); const t = r.getBoundingClientRect(),"
        " b = h.getBoundingClientRect();"
        " return Math.abs(document.dir == 'rtl' ? b.right - t.right : t.left - b.left) < 2; })()"
    )
    assert browser.value(
        "(() => { const [a, b] = document.querySelectorAll('#places thead th');"
        " return (a.getBoundingClientRect().left > b.getBoundingClientRect().left)"
        " == (document.dir == 'rtl'); })()"
    )
    # A date is not reversed: its year stands left of its day, whatever is around it.
    assert browser.value(
        "[...document.querySelectorAll('bdi.code')].filter(e => /^\\d{4}-/.test(e.textContent))"
        ".every(e => { const x = i => { const r = document.createRange();"
        " r.setStart(e.firstChild, i); r.setEnd(e.firstChild, i + 1);"
        " return r.getBoundingClientRect().left; }; return x(0) < x(9); })"
    )
    requested = [e["request"]["url"] for e in browser.seen("Network.requestWillBeSent")]
    assert [url for url in requested if not url.startswith("data:")] == [path.as_uri()]
    assert browser.seen("Log.entryAdded") == []
    assert browser.seen("Runtime.consoleAPICalled") == []
    assert browser.seen("Runtime.exceptionThrown") == []


def test_a_phone_needs_no_sideways_scrolling(opened):
    _, _, browser = opened
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=390, height=844, deviceScaleFactor=2, mobile=True,
    )  # fmt: skip
    assert browser.value("document.documentElement.scrollWidth") <= 390
