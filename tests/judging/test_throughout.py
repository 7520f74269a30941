"""Acts that filled their time are cut where terms begin or cease, as the agreement cuts one."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.instant import BEGIN, END, Interval
from hudna.judging.throughout import Throughout


class Terms:
    """An agreement of which only the cuts are read."""

    def __init__(self, cuts, recurs):
        self.cuts, self.recurs = cuts, recurs

    def parts(self, span):
        if span.is_instant:
            return [span]
        inside = [cut for cut in self.cuts if span.earliest < cut < span.latest]
        ends = [span.earliest, *inside, span.latest]
        return [Interval(a, b) for a, b in pairwise(ends)]


instants = st.integers(0, 12) | st.sampled_from([BEGIN, END])
spans = st.tuples(instants, instants).map(lambda pair: (min(pair), max(pair)))


@pytest.mark.parametrize("recurs", [False, True])
@given(st.sets(st.integers(0, 12)), st.lists(st.tuples(spans, st.booleans())))
def test_parts_are_those_that_the_agreement_gives_of_one_time(recurs, cuts, asked):
    terms = Terms(sorted(cuts), recurs)
    expected = []
    for row, ((earliest, latest), filled) in enumerate(asked):
        span = Interval(earliest, latest)
        parts = terms.parts(span) if filled else [span]
        numbers = range(1, len(parts) + 1) if len(parts) > 1 else [0]
        expected += [
            (row, number, part.earliest, part.latest)
            for number, part in zip(numbers, parts, strict=True)
        ]
    found = Throughout(terms).parts(
        np.array([filled for _, filled in asked], np.bool_),
        np.array([span[0] for span, _ in asked], np.int64),
        np.array([span[1] for span, _ in asked], np.int64),
    )
    columns = (found.row, found.number, found.earliest, found.latest)
    assert list(zip(*(c.tolist() for c in columns), strict=True)) == expected
    assert found.whole == (len(expected) == len(asked))
