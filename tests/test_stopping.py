import signal
import sys
import threading

import pytest

from crparse.programs import STOPS, stopped_by_signals, undisturbed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.mark.parametrize("asked", STOPS)
def test_a_stop_is_heard_when_the_block_is_done(asked: signal.Signals) -> None:
    done: list[str] = []

    def work() -> None:
        with undisturbed():
            with undisturbed():
                signal.raise_signal(asked)
                done.append("inner")
            done.append("outer")
        done.append("after")

    with pytest.raises(KeyboardInterrupt), stopped_by_signals():
        work()
    assert done == ["inner", "outer"]


def test_who_listened_before_listens_again() -> None:
    before = [signal.getsignal(asked) for asked in STOPS]
    with undisturbed():
        pass
    with pytest.raises(KeyError), undisturbed():
        raise KeyError
    assert [signal.getsignal(asked) for asked in STOPS] == before


def test_a_stop_that_was_not_to_be_heard_is_not() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with undisturbed():
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)


def test_threads_to_which_no_signal_comes_do_as_before() -> None:
    done: list[str] = []

    def work() -> None:
        with undisturbed():
            done.append("work")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["work"]
