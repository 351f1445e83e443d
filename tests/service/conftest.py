"""What the tests of the service share: a real one, started once, and requests to it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest


@contextmanager
def served(*options: str) -> Iterator[tuple[httpx.Client, int]]:
    """Requests to a service of its own, and its process; when it ends nothing is left of it."""
    with tempfile.TemporaryDirectory() as aside:
        command = [sys.executable, "-m", "crparse", "serve", "--port", "0", *options]
        environment = {**os.environ, "TMPDIR": aside}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as service:
            try:
                assert service.stdout
                address = re.search(r"http://127\.0\.0\.1:\d+", service.stdout.readline())
                assert address
                with httpx.Client(base_url=address.group(), timeout=300, trust_env=False) as client:
                    yield client, service.pid
            finally:
                service.send_signal(signal.SIGTERM)
                code = service.wait(60)
        assert code == 0
        assert list(Path(aside).iterdir()) == []


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """Requests to a service of one process."""
    with served("--processes", "1", "--largest", "2") as (asking, _):
        yield asking
