"""Starting: a command reads its own room, and reading a text loads nothing of a case."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import typer

from hudna.cli import main

TEXT = Path(__file__).parents[2] / "evaluation/reading/dev/ar-dev-01.txt"
HEAVY = {"hudna.case", "hudna.agreement.provisions", "numpy", "pyarrow", "shapely", "sqlalchemy"}


def _named(room):
    made = typer.Typer()
    import_module(f"hudna.cli.{room}").add_to(made)
    return set(typer.main.get_group(made).commands)


def test_every_command_of_a_room_is_found_in_it():
    rooms = sys.modules["hudna.cli.main"]._ROOMS
    listed = {path.stem for path in Path(main.__code__.co_filename).parent.glob("[a-z]*.py")}
    assert set(rooms.values()) == listed - {"main", "shared"}
    for room in set(rooms.values()):
        assert _named(room) == {name for name, its in rooms.items() if its == room}


def test_reading_a_text_without_a_case_loads_no_model_of_one():
    code = "import json, sys; from hudna.cli import app; app(sys.argv[1:], standalone_mode=False)"
    code += "; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "read", str(TEXT), "--format", "json"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["statements"]
    assert HEAVY.isdisjoint(json.loads(done.stderr))
