"""Signals by which a run is stopped: what it has begun is put away first."""

import contextlib
import signal
from collections.abc import Iterator

STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, `kill`, a terminal that is closed."""


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Every signal that stops a run is KeyboardInterrupt inside."""
    before = {asked: signal.signal(asked, signal.default_int_handler) for asked in STOPS}
    try:
        yield
    finally:
        for asked, handler in before.items():
            signal.signal(asked, handler)
