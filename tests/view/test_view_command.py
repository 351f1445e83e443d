"""`crparse view` on the command line."""

import re
import signal
import subprocess
import sys
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crparse.cli import app
from crparse.view.server import listen


def test_what_cannot_be_shown_is_told_in_a_line(built: Path, tmp_path: Path) -> None:
    def said(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["view", *arguments])
        return result.exit_code, result.stderr.strip().splitlines()[-1]

    assert said(str(tmp_path)) == (2, f"{tmp_path} holds no crparse corpus.")
    assert said(str(built), "--lang", "de")[0] == 2
    with listen(0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        code, line = said(str(built), "--port", port)
    assert (code, line.startswith(f"Port {port} cannot be used")) == (2, True)


@pytest.mark.slow
def test_it_shows_a_corpus_until_it_is_stopped(corpus: Path) -> None:
    command = [sys.executable, "-m", "crparse", "view", str(corpus), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as viewer:
        assert viewer.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", viewer.stdout.readline())
        assert address
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = browser.open(address.group()).read().decode()
        viewer.send_signal(signal.SIGINT)
        assert viewer.wait(20) in (0, 130, -signal.SIGINT)
    assert "Conseil municipal de Lormoy" in page
