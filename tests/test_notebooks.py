"""Notebooks of the documentation run from their first cell to their last, and show what they say."""

import json
import re
from pathlib import Path

import pytest

import replay

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
NOTEBOOK = ROOT / "docs/tutorial/judging-in-a-notebook.ipynb"
PAGE = NOTEBOOK.with_name("notebook.md")
SHOWN = re.compile(
    r"^```python\n(?P<code>.*?)^```$(?:\n+^```text\n(?P<output>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


def test_which_there_are():
    assert NOTEBOOK in NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_kept_without_what_it_printed(path):
    cells = [c for c in json.loads(path.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    assert cells
    assert not [cell for cell in cells if cell["outputs"] or cell["execution_count"]]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a notebook once, in a folder of its own: its cells with what they printed."""
    nbformat = pytest.importorskip("nbformat", reason="a development tool")
    nbclient = pytest.importorskip("nbclient", reason="a development tool")
    pytest.importorskip("ipykernel", reason="a development tool")
    done = {}

    def run(path):
        if path not in done:
            notebook = nbformat.read(path, as_version=4)
            where = {"metadata": {"path": str(tmp_path_factory.mktemp("notebook"))}}
            client = nbclient.NotebookClient(
                notebook, kernel_name="python3", timeout=120, resources=where
            )
            done[path] = client.execute().cells
        return done[path]

    return run


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs(path, run):
    for cell in run(path):
        kinds = {output.output_type for output in cell.get("outputs", ())}
        assert "error" not in kinds
        streams = [o.name for o in cell.get("outputs", ()) if o.output_type == "stream"]
        assert "stderr" not in streams, "a warning is printed into the notebook"


@pytest.mark.slow
def test_the_page_shows_the_cells_and_what_they_print(run):
    told = {cell.source: printed(cell) for cell in run(NOTEBOOK)
            if cell.cell_type == "code"}  # fmt: skip
    shown = list(SHOWN.finditer(PAGE.read_text("utf-8")))
    order = [list(told).index(block["code"].rstrip("\n")) for block in shown]
    assert order == sorted(order)
    assert len(order) >= len(told) - 1  # the page leaves the chart to the notebook
    for block in shown:
        if block["output"] is not None:
            lines = told[block["code"].rstrip("\n")]
            assert replay.fits(block["output"].splitlines(), lines), "\n".join(lines)


def printed(cell):
    """What a cell prints, as text, line by line."""
    found = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in cell.outputs]
    return [line.rstrip() for line in "".join(found).splitlines()]


@pytest.mark.slow
def test_the_chart_is_drawn_here(run):
    cells = run(NOTEBOOK)
    drawn = [o.data["image/svg+xml"] for c in cells for o in c.get("outputs", ())
             if "image/svg+xml" in o.get("data", {})]  # fmt: skip
    (picture,) = drawn
    assert "events of this table" in picture
    assert "R4: Opposition negotiators" in picture
    assert "cannot_determine" in picture
    assert not re.findall(r"(?:href|src)=", picture)
