"""Old answers given again: what any command said at a time, it says of that time for ever."""

import io
import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hudna import cli
from hudna.record import store

MINSK = Path(__file__).parents[1] / "cases" / "minsk-2015"
DAY = 86_400_000_000
FIRST = 1_425_168_000_000_000  # 1 March 2015, 00:00 UTC


def hudna(*arguments):
    """Run a command in this process: its standard output as bytes."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    old = sys.argv, sys.stdout, sys.stderr
    sys.argv, sys.stdout, sys.stderr = ["hudna", *map(str, arguments)], out, err
    status = 0
    try:
        cli.main()
    except SystemExit as left:
        status = left.code or 0
    finally:
        sys.argv, sys.stdout, sys.stderr = old
    out.flush()
    err.flush()
    assert status == 0, err.buffer.getvalue().decode()
    return out.buffer.getvalue()


def answers(case, folder, database, *then):
    """What every command answers, now or as known then."""
    more = (*database, *then)
    found = {
        "csv": hudna("judge", case, "--format", "csv", *more),
        "json": hudna("judge", case, "--format", "json", *more),
        "explain": hudna("explain", case, "howitzer-west-30", "--lang", "ar", *more),
        "obligations": hudna("obligations", case, "--format", "json", *more),
    }
    hudna("sitrep", case, "--from", "2015-02-01", "--to", "2015-03-31", "--out", folder, *more)
    found |= {page.name: page.read_bytes() for page in sorted(folder.iterdir())}
    told = json.loads(found["json"])
    assert (told.pop("as_known") is None) == (not then)
    found["json"] = json.dumps(told).encode()
    return found


def retitle(case, word):
    """Another title for an incident."""
    path = case / "incidents.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"(title: \{en: )[^,]+,", rf"\1{word},", text, count=1), encoding="utf-8"
    )


def refute(case):
    """What nobody doubted is found never to have happened, or the other way round."""
    path = case / "incidents.yaml"
    text = path.read_text(encoding="utf-8")
    stands = "    occurred: {origins: [osce-smm, synthetic-second-origin], refuted: true}\n"
    found = text.replace(stands, "", 1) if stands in text else re.sub(
        r"(\n    title: [^\n]+\n)", rf"\1{stands}", text, count=1
    )  # fmt: skip
    path.write_text(found, encoding="utf-8")


def import_one(case, tmp_path, database, number, best):
    """A report of a data set."""
    header = ("id,type_of_violence,side_a,side_b,date_prec,where_prec,latitude,longitude,date_start,"
              "date_end,low,best,high,adm_1,adm_2,country,where_coordinates,source_original,"
              "event_clarity,deaths_civilians,source_headline")  # fmt: skip
    row = (f"{number},1,Government of Ukraine,Somebody,1,1,48.3,38.4,2015-02-20,2015-02-20,"
           f"1,{best},9,,,Ukraine,A village,Monitor,1,0,Shelling")  # fmt: skip
    path = tmp_path / f"ged-{number}-{best}.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    hudna("import", case, path, *database)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("retitle"), st.sampled_from(["Guns", "Howitzers", "Six guns"])),
        st.tuples(st.just("refute")),
        st.tuples(st.just("import"), st.integers(1, 3), st.integers(1, 4)),
        st.tuples(st.just("nothing")),
    ),
    min_size=2,
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=3, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_every_answer_can_be_given_again(steps, tmp_path_factory, fresh_database):
    place = tmp_path_factory.mktemp("then")
    case = shutil.copytree(MINSK, place / "case")
    given_then = []
    with pytest.MonkeyPatch.context() as patch, fresh_database(place) as url:
        database = ("--database", url)
        for day, (what, *more) in enumerate(steps):
            # Each day's changes are made before its answers are asked for.
            patch.setattr(store, "clock", lambda day=day: FIRST + day * DAY)
            if what == "retitle":
                retitle(case, *more)
            elif what == "refute":
                refute(case)
            elif what == "import":
                import_one(case, place, database, *more)
            given_then.append(answers(case, place / f"now-{day}", database))
        for day, wanted in enumerate(given_then):
            at = f"2015-03-{day + 1:02}T12:00+00:00"
            found = answers(case, place / f"then-{day}", database, "--as-known", at)
            for name in wanted:
                assert found[name] == wanted[name], (day, name)
        hudna("verify", case, *database)
