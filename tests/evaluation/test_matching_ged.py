"""Each coded incident of the Syria case finds the GED event that it cites; GED itself lies beside the repo."""

import ged
import pytest

beside = pytest.mark.skipif(not ged.GED.exists(), reason="UCDP GED Syria is not beside the repo")


@pytest.fixture(scope="module")
def found():
    return ged.evaluate(ged.GED)


@pytest.mark.slow
@beside
def test_at_least_nine_in_ten_find_the_event_that_they_cite(found):
    assert len(found) == 19  # as many as cite one
    assert sum(each.first for each in found) / len(found) >= 0.9
    assert all(each.first or each.why() for each in found)


@beside
def test_it_says_so(found, capsys, monkeypatch):
    monkeypatch.setattr(ged, "evaluate", lambda _: found)
    assert ged.main([str(ged.GED)]) == 0
    assert "of 19 coded incidents find the event that they cite first." in capsys.readouterr().out
    assert ged.main([str(ged.GED), "--json"]) == 0
    assert '"cite": 19' in capsys.readouterr().out


def test_the_rest_is_explained():
    weights = {"time and place": 1.0, "deaths": -2.0, "actors": 0.5}
    better = {"time and place": 3.0, "deaths": 2.0, "actors": 0.5}
    second = ged.Found("one", ("ucdp-1",), 2, 9, "ucdp-2", weights, better)
    assert second.why() == "ucdp-2 is nearer in: deaths, time and place"
    assert ged.Found("one", ("ucdp-1",), 1, 9, "ucdp-1", weights, weights).why() == ""
    far = ged.Found("one", ("ucdp-1",), None, 9, "ucdp-2", weights, better)
    assert "too far off" in far.why()


def test_without_ged_it_is_skipped(tmp_path, capsys):
    assert ged.main([str(tmp_path / "none.csv")]) == 0
    assert "skipped" in capsys.readouterr().err
