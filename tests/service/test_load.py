"""The service under load: several clients at once, bad input among good, more than there is room for."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from conftest import served
from minutes_files import CHOIR, GARDEN, REGISTER, write_docx

Expected = dict[str, tuple[int, str | None]]
"""Name -> the status, and the day of the meeting or the code of what is wrong."""


def documents(folder: Path) -> tuple[dict[str, bytes], Expected]:
    """Good ones and bad ones, and how each ends."""
    contents = {
        "jardins.docx": write_docx(folder / "jardins.docx").read_bytes(),
        "chorale.txt": "\n".join(CHOIR).encode(),
        "cut.docx": b"PK\x03\x04 no document",
        "registre.txt": REGISTER.encode(),
        "jardins.md": "\n\n".join(GARDEN).encode(),
        "empty.pdf": b"",
        "noise.bin": bytes(range(256)) * 40,
        "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type",
    }
    expected: Expected = {
        "jardins.docx": (200, "2024-03-12"),
        "chorale.txt": (200, "2023-06-03"),
        "cut.docx": (422, "truncated"),
        "registre.txt": (200, "2019-03-12"),
        "jardins.md": (200, "2024-03-12"),
        "empty.pdf": (422, "empty"),
        "noise.bin": (422, "unknown_format"),
        "cut.pdf": (422, "corrupt_pdf"),
    }
    return contents, expected


class Load:
    """Requests from several clients to one service."""

    def __init__(self, address: str, contents: dict[str, bytes]) -> None:
        self.address, self.contents = address, contents
        self.refused = 0
        self.retries: list[str] = []
        self._lock = threading.Lock()

    def ask(self, clients: int, requests: int) -> list[tuple[str, tuple[int, str | None]]]:
        """Each request's name and how it was answered; who is refused comes again when told to."""
        names = [*self.contents] * requests
        with ThreadPoolExecutor(clients) as crew:
            return list(crew.map(self._ask, names[:requests]))

    def _ask(self, name: str) -> tuple[str, tuple[int, str | None]]:
        with httpx.Client(base_url=self.address, timeout=300, trust_env=False) as client:
            while True:
                answer = client.post(
                    "/parse", content=self.contents[name], params={"name": name, "wait": 300}
                )
                told = answer.json()
                if answer.status_code != 503:
                    break
                with self._lock:
                    self.refused += 1
                    self.retries.append(answer.headers["retry-after"])
                time.sleep(int(answer.headers["retry-after"]))
        found = told["meeting"]["date"] if answer.status_code == 200 else told["code"]
        return name, (answer.status_code, found)


def memory_of(process: int) -> int:
    """Bytes that a process and those that it has started hold."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and process in lineage(int(entry.name)):
            total += int((entry / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


def lineage(process: int) -> list[int]:
    """A process and those that it comes from; nothing of one that has just gone."""
    found = []
    while process > 1:
        found.append(process)
        try:
            stat = Path(f"/proc/{process}/stat").read_text()
        except FileNotFoundError:
            return []
        process = int(stat.rpartition(")")[2].split()[1])
    return found


def asked(clients: int, requests: int, folder: Path, *options: str) -> Load:
    """Asks, and looks that each request has its answer and that nothing is left at the end."""
    contents, expected = documents(folder)
    with served("--waiting", "4", *options) as (client, process):
        load = Load(str(client.base_url), contents)
        quarter = requests // 4
        found = load.ask(clients, quarter)
        before = memory_of(process)
        found += load.ask(clients, requests - quarter)
        after = memory_of(process)
        health = client.get("/health").json()
    assert len(found) == requests
    assert [one for one in found if one[1] != expected[one[0]]] == []
    assert (health["running"], health["waiting"]) == (0, 0)
    print(f"{load.refused} refused; {before >> 20} MB after a quarter, {after >> 20} MB at the end")
    assert after < before * 1.1  # words that were met are kept
    return load


def test_a_few_clients_at_once_lose_nothing(tmp_path: Path) -> None:
    asked(4, 24, tmp_path, "--processes", "1")


@pytest.mark.slow
def test_two_hundred_requests_from_eight_clients_lose_nothing(tmp_path: Path) -> None:
    load = asked(8, 200, tmp_path, "--processes", "2")
    assert load.refused > 0  # 8 clients, and room for 6
    assert all(1 <= int(seconds) <= 600 for seconds in load.retries)
