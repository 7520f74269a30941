"""A case of little, with units of every order, whose reports and sources tests make up."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests of engines share syria_tables.py

from hudna.record import seal
from hudna.record.known import open_known

ROOT = Path(__file__).resolve().parents[2]
PHRASE = "velvet anchor mirror"
UNITS = """\
id,kind,parent,name_en,name_ar,aliases,lat,lon,source,note
UA,country,,Ukraine,أوكرانيا,,,,,
N,adm1,UA,North,الشمال,,,,,
N1,adm2,N,North One,الشمال الأول,,,,,
N11,adm3,N1,Mill,الطاحونة,,,,,
N12,adm3,N1,Spring,النبع,,,,,
house,place,N11,The house by the mill,البيت,,48.123,37.456,,
"""


@pytest.fixture
def cheap(monkeypatch):
    monkeypatch.setattr(seal, "COST", seal.Cost(memory=8, passes=1, lanes=1))


@pytest.fixture
def case(tmp_path, cheap):
    folder = shutil.copytree(ROOT / "tests/cases/minsk-2015", tmp_path / "case")
    old = (folder / "gazetteer.csv").read_text("utf-8").splitlines(keepends=True)
    there = [line for line in old[1:] if not line.startswith("UA,")]
    (folder / "gazetteer.csv").write_text(UNITS + "".join(there), "utf-8")
    return folder


@pytest.fixture
def opened(case):
    """`with opened() as known:` the case as it stands."""
    return lambda **more: open_known(case, **more)


@pytest.fixture
def written(tmp_path):
    """Write a report by hand: `written(minute=7, …)` gives its path."""
    made = iter(range(10_000))

    def write(at="2015-03-01T14:07", spot="house", **more):
        path = tmp_path / f"told-{next(made)}.yaml"
        told = {"time": f"{{at: {at}}}", "place": f"{{spot: {spot}}}", "acts": "[H-ART]", **more}
        path.write_text("".join(f"{k}: {v}\n" for k, v in told.items() if v), "utf-8")
        return path

    return write
