"""Work on several things at a time."""

import threading
import time

import pytest

from hudna.parallel import in_order


def test_results_come_in_order_though_later_ones_are_ready_before():
    def slow(number):
        time.sleep(0.02 if number % 3 == 0 else 0)
        return number

    assert list(in_order(slow, range(40), 2)) == list(range(40))


def test_an_error_comes_in_its_place_and_whoever_stops_leaves_no_thread():
    def work(number):
        return 1 // (number - 5)

    found, before = in_order(work, range(100), 2), threading.active_count()
    assert [next(found) for _ in range(5)] == [1 // (n - 5) for n in range(5)]
    with pytest.raises(ZeroDivisionError):
        next(found)
    stopped = in_order(abs, iter(range(100)), 2)
    assert next(stopped) == 0
    stopped.close()
    assert threading.active_count() == before
