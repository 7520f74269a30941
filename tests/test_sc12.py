"""SC-12: a scripted adversary with all that is public cannot single out who sent the video.

The adversary holds every format of the public export, the log's checkpoint, a proof of each
publication, and a list of 200 residents. For each thing that he knows of them, and for all of them
together, he asks who of the 200 it may have been: never fewer than k. On a naive export of the same
record he finds the one, who alone told of an abduction and of seventeen killed.
"""

import base64
import binascii
import hashlib
import io
import json
import re
import shutil
import struct
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from hudna.cli import app
from hudna.engines import custody
from hudna.record import contributors, documents, seal
from hudna.record.canonical import canonical, table
from hudna.record.consent import Use
from hudna.record.known import open_known
from hudna.record.store import item, items, state_at
from hudna.record.tiers import Tier
from hudna.report import SCHEMA

ROOT = Path(__file__).resolve().parents[1]
K = 5
SENT = "14:07"
DAY = "2017-01-05"
ELFIJEH = ["ayn-al-fijah", "dayr-qanun", "dayr-muqrin", "basimah"]  # all in SY030702
ELSEWHERE = ["duma", "al-bab", "sarmada", "khan-shaykhun", "atshan", "halfaya"]
PHRASES = ["by God who sees", "as the grandmothers say", "I swear on the spring", "listen well"]


# --- the world ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resident:
    """What the adversary's list says of somebody."""

    name: str
    village: str
    point: tuple[float, float]  # longitude, latitude of the house
    phone: str
    camera: str  # serial number
    habit: str  # a turn of phrase
    online: tuple[int, int]  # minutes of each day, the end not included
    saw: tuple[str, int] = ("H-ART", 3)  # the act that happened before his door, and how many died
    file: bytes | None = None  # what was seized with the telephone


def residents():
    """200 people in ten villages; every seven minutes somebody comes online, for twelve."""
    places = {
        "ayn-al-fijah": (36.1788, 33.6167), "dayr-qanun": (36.13583, 33.60401),
        "dayr-muqrin": (36.15572, 33.61672), "basimah": (36.17, 33.60),
    }  # fmt: skip
    villages = [*ELFIJEH, *ELSEWHERE]
    made = []
    for i in range(200):
        village = villages[i % 10]
        lon, lat = places.get(village, (37.0 + i % 10, 35.0))
        start = i * 36 // 5
        made.append(Resident(
            f"Person Number{i:03} of {village}", village,
            (round(lon + i * 1e-4, 6), round(lat - i * 1e-4, 6)), f"+96394400{i:04}",
            f"CAM-{7_000_000 + 13 * i}", f"{PHRASES[i % 4]}, number {i:03}", (start, start + 12),
        ))  # fmt: skip
    return made


def video(resident, minute):
    """A small MP4, with a JPEG in it that has EXIF: where, when, and by which camera."""
    lon, lat = resident.point
    told = f"GPS {lat:.6f} {lon:.6f}\0{DAY.replace('-', ':')} {minute}:00\0{resident.camera}\0"
    ifd = struct.pack("<2sHI", b"II", 42, 8) + told.encode()
    exif = b"Exif\0\0" + ifd
    jpeg = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    jpeg += b"\xff\xdb" + zlib.compress(resident.name.encode() * 50) + b"\xff\xd9"
    ftyp = struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 512, b"isom")
    return ftyp + struct.pack(">I4s", 8 + len(jpeg), b"mdat") + jpeg


def spoken(resident, minute, name):
    """What is written down of what somebody says."""
    lon, lat = resident.point
    return "\n".join([
        f"id: {name}",
        f"time: {{at: {DAY}T{minute}}}",
        f"place: {{spot: {resident.village}, point: [{lon}, {lat}], radius_km: 0.1}}",
        f"acts: [{resident.saw[0]}]",
        f"deaths: {{best: {resident.saw[1]}}}",
        f"text: {resident.habit}; three shells fell beside my house.",
        "",
    ])  # fmt: skip


def hudna(*arguments, stdin=None):
    done = CliRunner().invoke(app, list(map(str, arguments)), input=stdin, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@dataclass
class World:
    """The case, its people, and what each of the six contributors sent."""

    case: Path
    people: list[Resident]
    sources: list[Resident]  # the first is the monitor of the scenario
    pseudonyms: list[str]
    video: Path
    folder: Path

    def export(self, name="public", **more):
        """Every format of the public export, the checkpoint, a proof of each file: what is public."""
        out = self.folder / name
        for kind in ("hxl", "geojson", "json", "parquet"):
            extra = [f"--{key}={value}" for key, value in more.items()]
            hudna("export", self.case, "--tier", "public", "--format", kind, "--out", out, *extra)
        for file in sorted(out.iterdir()):
            hudna("log", "prove", self.case, file, "--output", out / f"{file.name}.proof.json")
        hudna("log", "checkpoint", self.case, "--output", out / "checkpoint")
        return Adversary(out, self.people)


ALONE = ("H-ABD", 17)
"""What the monitor alone saw."""

TIMES = [SENT, "12:40", "13:15", "15:02", "16:31", "17:48"]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal, "COST", seal.Cost(memory=8, passes=1, lanes=1))
        patch.setenv("HUDNA_PERSON", "amal")
        folder = tmp_path_factory.mktemp("sc12")
        patch.setenv("HUDNA_KEYS", str(folder / "keys"))
        (folder / "keys").mkdir(mode=0o700)
        yield made(folder)


def made(folder):
    case = shutil.copytree(ROOT / "src/hudna/cases/syria-2016", folder / "case")
    people = residents()
    # Six of one subdistrict, each online when he sent something; the first is the monitor.
    chosen = [i for i in range(200) if people[i].village in ELFIJEH][7:13]
    for i, sent in zip(chosen, TIMES, strict=True):
        minute = int(sent[:2]) * 60 + int(sent[3:])
        people[i] = replace(people[i], online=(minute - 6, minute + 6))
        people[i] = replace(people[i], file=video(people[i], sent))
    people[chosen[0]] = replace(people[chosen[0]], saw=ALONE)
    sources = [people[i] for i in chosen]
    (folder / "phrase").write_text("velvet anchor mirror\n", "utf-8")
    hudna("source", "key", case, "--new", folder / "seal", "--passphrase-file", folder / "phrase")
    names = [brought(case, folder, i, one) for i, one in enumerate(sources)]
    return World(case, people, sources, names, folder / "sent-0.mp4", folder)


def brought(case, folder, i, one):
    """Somebody's video kept, words written down, consent recorded: by command for the monitor."""
    who = {"name": one.name, "contact": one.phone}
    file, words = folder / f"sent-{i}.mp4", folder / f"told-{i}.yaml"
    file.write_bytes(one.file)
    words.write_text(spoken(one, TIMES[i], f"form-{i}-{one.village}"), "utf-8")
    promise = "Your name leaves this room with nobody"
    if i == 0:
        name = hudna("source", "add", case, "--identity", "-", stdin=json.dumps(who)).strip()
        hudna("keep", case, file, "--source", name)
        hudna("add", case, words, "--source", name, "--tier", "public")
        hudna("consent", case, f"source/{name}", "--use", "public", "--use", "parties", "--given",
              "--promised", promise, "--reason", "asked by telephone")  # fmt: skip
        return name
    with open_known(case, author="amal") as known:
        name = contributors.add(known.record, who, "amal")
        custody.keep_document(known, file, name, None, "amal")
        custody.add_reports(known, words, name, Tier.PUBLIC, "amal")
        custody.set_consent(
            known, f"source/{name}", [Use.PUBLIC, Use.PARTIES], True, promise, "asked", "amal"
        )
    return name


# --- the adversary --------------------------------------------------------------------------------


class Adversary:
    """Asks of all that is public: who of the list may it have been?"""

    def __init__(self, out, people):
        self.people = people
        self.texts, self.rows, self.files = [], [], []
        for file in sorted(out.iterdir()):
            self.read(file)
            self.files += [file.name] * (len(self.rows) - len(self.files))  # of each row
        self.text = "\n".join(self.texts)
        self.hashes = self.published()

    def read(self, file):
        content = file.read_bytes()
        if file.suffix == ".parquet":
            found = pq.read_table(io.BytesIO(content))
            rows = found.to_pylist()
            self.rows += rows
            told = {k.decode(): v.decode() for k, v in (found.schema.metadata or {}).items()}
            self.texts += [json.dumps([rows, told], ensure_ascii=False, default=str)]
            self.texts.append(content.decode("latin-1"))
            return
        text = content.decode()
        self.texts.append(text)
        if file.suffix in (".json", ".geojson"):
            told = json.loads(text)
            self.rows += told.get("rows", []) if isinstance(told, dict) else told
            self.rows += [
                f["properties"] | {"geometry": f["geometry"]} for f in told.get("features", [])
            ]

    def published(self):
        """Every hash in hex or base64 that stands anywhere, as bytes."""
        found = {
            bytes.fromhex(h) for h in re.findall(r"(?<![0-9a-f])(?:[0-9a-f]{2}){8,}", self.text)
        }
        for written in re.findall(r"[A-Za-z0-9+/_-]{11,}={0,2}", self.text):
            for change in (written, written.replace("-", "+").replace("_", "/")):
                try:
                    found.add(base64.b64decode(change + "=" * (-len(change) % 4)))
                except binascii.Error:
                    continue
        return found

    def by_place(self):
        """For each row: whose house fits what is said of where."""
        return [self.fits_place(row) for row in self.rows]

    def fits_place(self, row):
        lon, lat = row.get("lon"), row.get("lat")
        if lon is not None and lat is not None:
            radius = (row.get("radius_km") or 0) / 111.32 + 1e-9
            return [p for p in self.people
                    if max(abs(p.point[0] - lon), abs(p.point[1] - lat)) <= radius]  # fmt: skip
        inside = {"SY030702", "SY0307", "SY03", "SY", None}
        if row.get("unit") in inside - {"SY03", "SY", None}:
            return [p for p in self.people if p.village in ELFIJEH]
        return self.people

    def by_hours(self):
        """For each row: who is online at some minute of when it was."""
        return [self.fits_hours(row) for row in self.rows]

    def fits_hours(self, row):
        start, end = row.get("from") or row.get("t_earliest"), row.get("to") or row.get("t_latest")
        if start is None or end is None:
            return self.people
        first, last = (datetime.fromisoformat(t) for t in (start, end))
        if first.utcoffset() == timedelta(0):
            first, last = first + timedelta(hours=2), last + timedelta(hours=2)
        a = first.hour * 60 + first.minute
        b = max(a + 1, a + round((last - first).total_seconds() / 60))
        return [p for p in self.people if p.online[0] < b and a < p.online[1]]

    def by_both(self):
        """For each row: who fits where and when, together."""
        return [[p for p in self.fits_place(row) if p in self.fits_hours(row)] for row in self.rows]

    def by_deed(self):
        """For each row: before whose door happened what it tells, as far as it tells it."""
        return [self.fits_deed(row) for row in self.rows]

    def fits_deed(self, row):
        acts, dead = row.get("acts"), row.get("killed", row.get("deaths_best"))
        return [
            p for p in self.people if (not acts or p.saw[0] in acts) and dead in (None, p.saw[1])
        ]

    def by_all(self):
        """For each row: who fits everything that he knows, together."""
        fits = (self.fits_place, self.fits_hours, self.fits_deed)
        return [[p for p in self.people if all(p in fit(row) for fit in fits)] for row in self.rows]

    def by_likeness(self):
        """For each row: how many of its file agree in every column but the marks of each row.

        Each of the six brought one row, and the others of a class are as good as the one that is
        looked for, whatever else he may learn of what they tell.
        """
        marks = ("id", "commitment", "report_id", "source_row")
        told = [
            (file, repr({k: v for k, v in row.items() if k not in marks}))
            for file, row in zip(self.files, self.rows, strict=True)
        ]
        return [range(told.count(each)) for each in told]

    def by_word(self, of):
        """Who is named by a text of theirs that stands anywhere; all, if nobody is."""
        named = [p for p in self.people if any(t in self.text for t in of(p))]
        return [named or self.people]

    def by_file(self):
        """Who has a file of which some hash, or a guess at what it became, is published."""
        named = [p for p in self.people if p.file and self.guesses(p.file) & self.hashes]
        return [named or self.people]

    def by_payload(self, guessed):
        """Whose report, guessed to the letter, is behind a hash; `guessed`: (resident, bytes)."""
        named = [p for p, body in guessed if self.guesses(body) & self.hashes]
        return [named or self.people]

    @staticmethod
    def guesses(content):
        """What may have been made of bytes without a secret: in one pass or two."""
        names = ("sha256", "sha1", "md5", "sha512", "blake2b")
        ones = {hashlib.new(name, content).digest() for name in names}
        ones |= {hashlib.sha256(prefix + content).digest() for prefix in (b"\0", b"\1", bytes(16))}
        twos = {hashlib.new(n, w).digest() for o in ones for n in ("sha256", "sha1")
                for w in (o, o.hex().encode(), b"\0" + o)}  # fmt: skip
        all_ = ones | twos
        return all_ | {d[:n] for d in all_ for n in (8, 10, 12, 16, 20) if len(d) >= n}

    def smallest(self, guessed=()):
        """For each thing that he knows: the fewest that it may have been."""
        phone = lambda p: (p.phone, p.phone[1:], p.phone[-9:])  # noqa: E731
        found = {
            "name": self.by_word(lambda p: (p.name, p.name.split(" of ")[0])),
            "place": self.by_place(),
            "village": self.by_word(lambda p: (p.village,)),
            "house": self.by_word(lambda p: tuple(f"{c}{x}" for x in p.point for c in " ,[")),
            "phone": self.by_word(phone),
            "camera": self.by_word(lambda p: (p.camera,)),
            "habit": self.by_word(lambda p: (p.habit, p.habit.split(",")[0])),
            "hours": self.by_hours(),
            "place and hours": self.by_both(),
            "deed": self.by_deed(),
            "place, hours and deed": self.by_all(),
            "likeness": self.by_likeness(),
            "file": self.by_file(),
            "payload": self.by_payload(guessed),
        }
        return {what: min(map(len, sets), default=len(self.people)) for what, sets in found.items()}


def guessed(world):
    """Each contributor's report to the letter, in every spelling: better than anybody can guess."""
    found = []
    with open_known(world.case) as known, known.record.reading() as connection:
        state = state_at(connection, None)
        hashes = {i.id: i.value["sha256"] for i in items(connection, state, "document")}
        for version in items(connection, state, "report"):
            (row,) = table([version.body], SCHEMA).to_pylist()
            who = world.sources[world.pseudonyms.index(row["contributor"])]
            words = [
                version.body,
                f"report\n{version.id}\n".encode() + version.body,
                version.id.encode(),
                row["text"].encode(),
                row["contributor"].encode(),
            ]
            for sha256 in hashes.values():
                words.append(canonical({"document": sha256, "report": version.body.decode()}))
                words.append(sha256.encode())
            found += [(who, word) for word in words]
    return found


# --- the scenario ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def same_machine(world, keys_of_the_test, monkeypatch):
    """Every test of the scenario runs where its keys are."""
    monkeypatch.setenv("HUDNA_KEYS", str(world.folder / "keys"))
    monkeypatch.setenv("HUDNA_PERSON", "amal")


@pytest.fixture(scope="module")
def adversary(world):
    return world.export()


@pytest.mark.slow
def test_six_contributors_appear_as_a_subdistrict_and_an_afternoon(world, adversary):
    rows = [row for row in adversary.rows if "geometry" not in row]
    assert len(rows) == 12  # six in JSON and in Parquet
    assert {(r["unit"], r["day"], r["part_of_day"]) for r in rows} == {
        ("SY030702", DAY, "afternoon")
    }
    assert {f["geometry"] for f in adversary.rows if "geometry" in f} == {None}


def test_the_adversary_cannot_single_out_the_source(world, adversary):
    guesses = guessed(world)
    assert len(guesses) >= 6 * 5
    found = adversary.smallest(guesses)
    assert all(count >= K for count in found.values()), found
    # What is not there at all narrows nothing.
    for what in ("name", "village", "house", "phone", "camera", "habit", "file", "payload", "deed"):
        assert found[what] == 200, what


def test_the_public_files_hold_nothing_that_a_source_brought(world, adversary):
    with open_known(world.case) as known, known.record.reading() as connection:
        state = state_at(connection, None)
        secret = {i.id for kind in ("document", "report", "source")
                  for i in items(connection, state, kind)}  # fmt: skip
    secret |= {"sent-0.mp4", "received.mp4", "told-0.yaml", "Exif\0\0", "GPS 33."}
    secret |= {f"{DAY}T{SENT}", f"{DAY}T12:07", f"{DAY} {SENT}"}  # in Damascus, in UTC
    for text in secret:
        assert text not in adversary.text, text


def naive(world):
    """What a tool that was not made for it would publish: rows as they are, with hashes."""
    out = world.folder / "naive"
    out.mkdir(exist_ok=True)
    rows = []
    with open_known(world.case) as known, known.record.reading() as connection:
        state = state_at(connection, None)
        files = {i.value["contributor"]: i.value for i in items(connection, state, "document")
                 if i.value["name"].endswith(".mp4")}  # fmt: skip
        for version in items(connection, state, "report"):
            (row,) = table([version.body], SCHEMA).to_pylist()
            file = files[row["contributor"]]
            content = documents.content(connection, file["sha256"])
            rows.append(row | {
                "evidence": file["sha256"], "row_hash": hashlib.sha256(version.body).hexdigest(),
                "exif": content[content.index(b"GPS"):].split(b"\xff\xdb")[0].decode(),
                "told_by_phone": world.sources[
                    world.pseudonyms.index(row["contributor"])].phone,
            })  # fmt: skip
    (out / "reports.json").write_text(json.dumps({"rows": rows}, default=str), "utf-8")
    return Adversary(out, world.people)


def test_the_same_adversary_succeeds_on_a_naive_export(world):
    attacker = naive(world)
    found = attacker.smallest(guessed(world))
    for what in ("place", "hours", "place and hours", "deed", "place, hours and deed", "likeness"):
        assert found[what] < K, (what, found[what])
        assert what == "likeness" or found[what] >= 1
    (at,) = [i for i, row in enumerate(attacker.rows) if row["report_id"].startswith("form-0")]
    for who in (attacker.by_both(), attacker.by_deed(), attacker.by_all()):
        assert who[at] == [world.sources[0]]
    # And by what stands in it he finds exactly the six.
    for named in (
        attacker.by_word(lambda p: (p.phone,)), attacker.by_word(lambda p: (p.camera,)),
        attacker.by_word(lambda p: (p.habit,)), attacker.by_file(),
        attacker.by_payload(guessed(world)),
    ):  # fmt: skip
        assert {p.name for p in named[0]} == {p.name for p in world.sources}


@pytest.mark.parametrize("spelling", [
    lambda b: hashlib.sha256(b).hexdigest(), lambda b: hashlib.sha1(b).hexdigest(),
    lambda b: hashlib.md5(b).hexdigest(), lambda b: base64.b64encode(hashlib.sha256(b).digest()).decode(),
    lambda b: hashlib.sha256(hashlib.sha256(b).digest()).hexdigest()[:24],
])  # fmt: skip
def test_the_adversary_knows_a_hash_of_the_file_when_it_is_there(world, tmp_path, spelling):
    (tmp_path / "x.json").write_text(
        json.dumps({"rows": [], "proof": spelling(world.sources[0].file)})
    )
    found = Adversary(tmp_path, world.people).by_file()
    assert [p.name for p in found[0]] == [world.sources[0].name]


@pytest.mark.slow
def test_k_minus_one_contributors_are_not_shown(world):
    # With a k of seven the six are one too few, on every rung of the ladder.
    attacker = world.export("too-few", k=7)
    assert attacker.rows == []
    release = json.loads((world.folder / "too-few/export-public.json").read_text())["release"]
    assert release["suppressed"] == {"fewer_than": 7}
    assert re.search(r'"(suppressed|count)": [1-6]\b', attacker.text) is None
    assert attacker.smallest()["place"] == 200


def test_parties_get_rounded_coordinates_and_no_words(world):
    out = world.folder / "parties"
    hudna("export", world.case, "--tier", "parties", "--format", "geojson", "--out", out)
    text = (out / "export-parties.geojson").read_text("utf-8")
    features = json.loads(text)["features"]
    assert len(features) == 6
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"]
        assert (round(lon * 10), round(lat * 10)) == (lon * 10, lat * 10)
        # The house lies within what is said, and what is said is no house.
        assert feature["properties"]["radius_km"] >= 8
        assert feature["properties"]["time_precision"] == "hour"
    for one, name in zip(world.sources, world.pseudonyms, strict=True):
        for secret in (one.habit, one.name, one.phone, one.camera, name, str(one.point[0])):
            assert secret not in text


def test_the_vault_is_whole_and_custody_is_in_the_log(world):
    with open_known(world.case) as known, known.record.reading() as connection:
        state = state_at(connection, None)
        kept = [
            i
            for i in items(connection, state, "document")
            if i.value["contributor"] == world.pseudonyms[0] and i.value["name"].endswith(".mp4")
        ]
        (document,) = kept
        assert documents.content(connection, document.value["sha256"]) == world.video.read_bytes()
        assert document.value["brought_by"] == "amal"
    shown = json.loads(hudna("log", "show", world.case, "--format", "json"))
    (entry,) = [e for e in shown if e["subject"] == document.id]
    assert (entry["kind"], entry["author"]) == ("document", "amal")
    hudna("source", "open", world.case, world.pseudonyms[0], "--key", world.folder / "seal",
          "--passphrase-file", world.folder / "phrase", "--reason", "to warn of danger")  # fmt: skip
    shown = json.loads(hudna("log", "show", world.case, "--kind", "opening", "--format", "json"))
    assert [(e["author"], e["subject"], e["reason"]) for e in shown] == [
        ("amal", f"source/{world.pseudonyms[0]}", "to warn of danger")
    ]


def test_no_name_and_no_number_stands_in_the_record_in_clear(world):
    raw = b"".join(file.read_bytes() for file in world.case.glob("record.db*"))
    for one in world.sources:
        for text in (one.name, one.name.split(" of ")[0], one.phone, one.phone[1:]):
            for spelling in (text.encode(), text.encode("utf-16-le"), text.encode().hex().encode(),
                             base64.b64encode(text.encode())[:-4]):  # fmt: skip
                assert spelling not in raw


@pytest.mark.slow
def test_withdrawal_leaves_it_out_of_the_next_release_and_a_tombstone_in_the_log(world):
    copy = World(
        shutil.copytree(world.case, world.folder / "later"), world.people, world.sources,
        world.pseudonyms, world.video, world.folder,
    )  # fmt: skip
    name = world.pseudonyms[0]
    reason = "fears for the family"
    hudna("consent", copy.case, f"source/{name}", "--use", "public", "--withdrawn",
          "--reason", reason)  # fmt: skip
    later = copy.export("withdrawn")
    assert len([r for r in later.rows if "geometry" not in r]) == 10  # five, in JSON and Parquet
    assert '"consent withdrawn"' in later.text
    # Now five tell of the same, and the public hears what.
    assert {(*r["acts"], r["killed"]) for r in later.rows} == {("H-ART", 3)}
    assert all(count >= K for count in later.smallest(guessed(copy)).values())
    assert reason in hudna("log", "show", copy.case, "--kind", "consent", "--format", "json")
    with open_known(copy.case) as known, known.record.reading() as connection:
        state = state_at(connection, None)
        assert item(connection, state, "consent", f"source/{name}/public").value["given"] is False
    # One more, and four are left: k - 1 of them are not shown.
    hudna("consent", copy.case, f"source/{world.pseudonyms[1]}", "--use", "public", "--withdrawn",
          "--reason", reason)  # fmt: skip
    assert copy.export("withdrawn-twice").rows == []
