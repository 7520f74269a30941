"""Rules are asked only at words of some kinds: no rule asks for another kind that is passed over."""

from pathlib import Path

import pytest
from reads import page, read

from hudna.text.arabic import groups, mentions, said

TEXTS = Path(__file__).parents[2] / "evaluation" / "reading" / "dev"


@pytest.mark.parametrize(
    ("module", "gate"), [(said, "_TELLING"), (groups, "ANY_HEAD"), (mentions, "_HEADS")]
)
def test_what_is_passed_over_begins_nothing(module, gate, monkeypatch):
    texts = [path.read_text("utf-8") for path in sorted(TEXTS.glob("ar-*.txt"))]
    before = [read(text).document() for text in texts]
    kinds = frozenset().union(*(here for text in texts for here in page(text).kinds))
    monkeypatch.setattr(module, gate, kinds)
    assert [read(text).document() for text in texts] == before
