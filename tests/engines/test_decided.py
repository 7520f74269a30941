"""Deciding on a case: what people decide changes what is judged, told and printed, from then on."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from hudna.engines.batch import everything, judge_case
from hudna.engines.decided import decide, state_of, states, told, told_of_report
from hudna.engines.publish import write_sitreps
from hudna.engines.working import late, listed
from hudna.problem import Refused
from hudna.record import people, reports, store
from hudna.record.complaints import open_complaint
from hudna.record.known import open_known
from hudna.record.roles import Complainant, Role
from hudna.record.states import Action, Stage
from hudna.report import SCHEMA
from hudna.sources.importing import batch_of

MINSK = Path(__file__).parents[1] / "cases/minsk-2015"
NOON = 1_483_185_600_000_000  # 31 December 2016, 12:00 UTC
HOUR = 3_600_000_000


def report(name):
    values = dict.fromkeys(SCHEMA.names) | {
        "report_id": name, "source": "S", "source_row": name, "origins": (), "origin_names": (),
        "zone": "UTC", "extent": "unknown", "units": (), "is_unit": False, "actors": (),
        "targets": (), "both_directions": True, "acts": ("H-LET-U",), "aggregate": False,
        "text": "x",
    }  # fmt: skip
    return tuple(values[column] for column in SCHEMA.names)


@pytest.fixture
def at(monkeypatch):
    def to(hour):
        monkeypatch.setattr(store, "clock", lambda: NOON + hour * HOUR)

    to(0)
    return to


@pytest.fixture
def case(tmp_path, at):
    folder = tmp_path / "case"
    shutil.copytree(MINSK, folder)
    with open_known(folder) as known:
        for name, role in (("ana", Role.ANALYST), ("rev", Role.REVIEWER)):
            people.add(known.record, name, [role], None, "hired")
        people.add(known.record, "info", [Role.INFORMATION_OFFICER], None, "hired")
        with known.record.writing(None) as writer:
            table = pa.Table.from_batches([batch_of([report("r-1"), report("r-2")])], schema=SCHEMA)
            reports.add(writer, table, {"format": "test"})
    return folder


def judged(case, as_known=None):
    with open_known(case, None, as_known) as known:
        found = judge_case(known, None)
        found.record(None)
        return "".join(found.pieces("json"))


def reported(case, as_known=None):
    with open_known(case, None, as_known) as known:
        return [item.id for item in everything(known) if item.unmatched]


def first(case):
    with open_known(case) as known:
        return next(iter(known.incidents())).id


def test_a_report_that_is_set_aside_is_left_out_from_then_on(case, at):
    before = judged(case)
    at(2)
    with open_known(case) as known:
        decide(known, "r-1", Action.SET_ASIDE, "ana", reason="a copy of r-2")
        decide(known, "r-2", Action.TRIAGE, "ana")
    assert reported(case) == ["r-2"]
    found = json.loads(judged(case))
    assert [f["incident"] for f in found["findings"] if f["unmatched"]] == ["r-2"]
    (out,) = found["left_out"]
    assert (out["report"], out["stage"], out["reason"]) == ("r-1", "set_aside", "a copy of r-2")
    assert json.loads(judged(case, "2016-12-31T16:00+03:00")) == json.loads(before) | {
        "as_known": "2016-12-31T13:00:00+00:00"
    }
    assert reported(case, "2016-12-31T18:00+03:00") == ["r-2"]
    with open_known(case) as known:
        assert "set aside" in told_of_report(known, "r-1", "en")
        assert "a copy of r-2" in told_of_report(known, "r-1", "ar")
        assert "left out, set aside" in "".join(
            cell for column in judge_case(known, None).table().columns for cell in column.cells
        )
        decide(known, "r-1", Action.REOPEN, "ana", reason="it is none")
    assert reported(case) == ["r-1", "r-2"]


def test_nothing_is_told_where_nothing_was_decided(case):
    judged(case)
    with open_known(case) as known:
        incident = next(iter(known.incidents()))
        assert told(known, state_of(known, incident), "en") == ""
        assert told_of_report(known, "r-1", "en") == ""
        assert states(known, judge_case(known, None).findings) == {}


def test_a_signature_is_told_in_both_languages(case):
    judged(case)
    name = first(case)
    with open_known(case) as known:
        decide(known, name, Action.DISSENT, "rev", reason="<b>It was not so.</b>")
        decide(known, name, Action.SIGN, "ana")
    with open_known(case) as known:
        state = state_of(known, next(iter(known.incidents())))
        assert state.stage == Stage.SIGNED_ONCE
        assert "Signed: analyst (ana)." in told(known, state, "en")
        assert "reviewer (rev): <b>It was not so.</b>" in told(known, state, "en")
        assert "محلل" in told(known, state, "ar")
        assert states(known, judge_case(known, None).findings) == {name: state}


def test_what_cannot_be_decided_on(case):
    judged(case)
    with open_known(case) as known:
        with pytest.raises(Refused, match="there is no incident"):
            decide(known, "nothing", Action.SIGN, "ana")
        with pytest.raises(Refused, match="neither an actor nor a side"):
            decide(known, first(case), Action.ASK_REPLY, "info", party="nobody")
    scenario = known.case.scenarios_file.scenarios[0].incidents[0].id
    with open_known(case) as known, pytest.raises(Refused, match="scenario"):
        decide(known, scenario, Action.SIGN, "ana")


def test_the_page_escapes_what_people_wrote(case, tmp_path):
    judged(case)
    name = first(case)
    with open_known(case) as known:
        for by, action in (("ana", Action.SIGN), ("rev", Action.SIGN), ("info", Action.PUBLISH)):
            decide(known, name, action, by)
        decide(known, name, Action.DISSENT, "rev", reason="<script>alert(1)</script>")
        decide(known, name, Action.WITHDRAW, "info", reason='"><img src=x onerror=alert(2)>')
    with open_known(case) as known:
        paths = write_sitreps(known, None, None, ["ar", "en"], tmp_path / "out")
    for path in paths:
        page = path.read_text(encoding="utf-8")
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert page.index('id="corrections"') < page.index('id="summary"')
    assert "Withdrawn" in page.split('id="corrections"')[1].split('id="summary"')[0]


def test_what_ran_late_is_listed_with_what_is_open_first(case, at):
    with open_known(case) as known:
        number = open_complaint(known.record, Complainant.NGO, "Not us.", "ana")
        actor = next(iter(known.case.registry.entries))
        decide(known, first(case), Action.ASK_REPLY, "info", party=actor)
        at(60)
        decide(known, first(case), Action.REPLY, "info", party=actor, text="No.")
    with open_known(case) as known:
        workflow = known.workflow()
    rows = late(workflow, NOON + 60 * HOUR)
    # After 60 h: 1 h, 2 h, 4 h, 24 h and 48 h have run out; the reply came 12 h late.
    assert [(row["step"], row["late_seconds"] // 3600) for row in rows] == [
        ("receive", 59), ("triage", 58), ("notify", 56), ("inquire", 36), ("reply", 12),
        (f"reply of {actor}", 12),
    ]  # fmt: skip
    assert [row["done"] for row in rows] == [False] * 5 + [True]
    told = listed(workflow.complaints[0], NOON + 60 * HOUR)
    assert told["id"] == number
    assert told["steps"][4]["state"] == "to do, late"
    assert told["steps"][5]["state"] == "to do"
