"""Work side by side: as many at once as there are lanes, and programs that end when the work is stopped."""

import sys
import threading
import time
from pathlib import Path

import pytest

from crparse import lanes as module
from crparse.lanes import MOST, Lanes, keep_to, processors
from crparse.programs import run_program, started

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="processes as POSIX has them")


@pytest.fixture(autouse=True)
def _own_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test has this process keep to holds for that test."""
    monkeypatch.setattr(module, "_share", [])


def test_a_process_that_works_alone_has_all_processors() -> None:
    assert Lanes().count == min(processors(), MOST)


@pytest.mark.parametrize(("share", "count"), [(1, 1), (3, 3), (64, MOST)])
def test_a_process_keeps_to_its_share(share: int, count: int) -> None:
    keep_to(share)
    assert Lanes().count == count


def test_two_are_at_work_at_once_and_each_result_is_its_own() -> None:
    keep_to(2)
    met = threading.Barrier(2)

    def work(number: int) -> int:
        met.wait(timeout=60)
        return number

    with Lanes() as lanes:
        first = lanes.begin(lambda: work(1))
        assert not lanes.is_full
        second = lanes.begin(lambda: work(2))
        assert lanes.is_full
        assert (second(), first()) == (2, 1)
        assert lanes.begun == 0


def test_with_one_lane_work_is_done_in_this_thread_when_it_is_asked_for() -> None:
    keep_to(1)
    done: list[int] = []
    with Lanes() as lanes:
        wanted = lanes.begin(lambda: done.append(threading.get_ident()))
        assert lanes.is_full
        assert done == []
        wanted()
    assert done == [threading.get_ident()]


@pytest.mark.parametrize("share", [1, 2])
def test_what_work_raises_is_raised_where_its_result_is_taken(share: int) -> None:
    keep_to(share)
    with Lanes() as lanes:
        fails, works = lanes.begin(lambda: 1 // 0), lanes.begin(lambda: 1)
        with pytest.raises(ZeroDivisionError):
            fails()
        assert works() == 1


LONG = [sys.executable, "-c", "print('begun', flush=True); import time; time.sleep(600)"]


@on_posix
def test_a_stop_ends_the_programs_at_work_and_begins_no_other(tmp_path: Path) -> None:
    keep_to(2)
    begun, later = threading.Semaphore(0), tmp_path / "later"

    def work() -> None:
        with started(LONG) as program:
            assert program.stdout is not None
            program.stdout.readline()
            begun.release()
            program.wait()
        run_program([sys.executable, "-c", f"open({str(later)!r}, 'w')"], seconds=60)

    def stopped() -> None:
        with Lanes() as lanes:
            for _ in range(3):
                lanes.begin(work)
            assert all(begun.acquire(timeout=60) for _ in range(2))
            raise KeyboardInterrupt

    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert time.monotonic() - before < 300
    assert not later.exists()


@on_posix
def test_an_end_without_error_leaves_programs_their_time() -> None:
    keep_to(2)
    with Lanes() as lanes:
        said = lanes.begin(lambda: run_program([sys.executable, "-c", "print(1)"], seconds=60).stdout)
    assert said() == b"1\n"
