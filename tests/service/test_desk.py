"""The desk: what waits, what is in hand, and what became of it; each process does what the document says."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from light_answers import prepare, prepare_nothing

from crparse.corpus import Limits
from crparse.corpus.workers import NoProcess
from crparse.service import desk as desk_module
from crparse.service.desk import AskedJob, Desk, DeskFull


def wait_for(found: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not found() and time.monotonic() < end:
        time.sleep(0.01)
    return found()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One process, and room for two that wait."""
    desk = Desk(tmp_path_factory.mktemp("desk"), Limits(seconds=60), 1, 2, prepare)
    desk.start()
    yield desk
    desk.end()


def hand_in(desk: Desk, content: str) -> AskedJob:
    with desk.arriving() as job:
        job.content.write_text(content, encoding="utf-8")
        desk.hand_in(job, "cr.txt", None, "json")
    return job


def ended(job: AskedJob) -> tuple[str, str | None]:
    job.ended.result(60)
    return job.state, job.failure.code if job.failure else None


def test_each_document_ends_and_costs_no_other(opened: Desk) -> None:
    ends = {}
    for content in ("good", "bad", "bug", "good", "dies", "disk", "good"):
        job = hand_in(opened, content)
        ends[content] = ended(job)
        assert not job.content.exists()
        opened.drop(job)
    assert ends == {
        "good": ("done", None),
        "bad": ("failed", "corrupt"),
        "bug": ("failed", "internal_error"),
        "dies": ("failed", "crashed"),
        "disk": ("failed", "no_disk"),
    }
    assert list(opened.place.glob("job-*")) == []


def test_who_comes_when_it_is_full_is_told_when_to_come_again(opened: Desk, tmp_path: Path) -> None:
    begun = hand_in(opened, f"wait {tmp_path / 'go'}")
    assert wait_for(lambda: begun.state == "running")
    waiting = [hand_in(opened, "one"), hand_in(opened, "two")]
    assert [opened.ahead_of(job) for job in (begun, *waiting)] == [None, 0, 1]
    with pytest.raises(DeskFull) as full:
        hand_in(opened, "three")
    assert full.value.seconds >= 1
    assert opened.counts() == (2, 1)
    (tmp_path / "go").touch()
    assert [ended(job) for job in (begun, *waiting)] == [("done", None)] * 3
    assert ended(hand_in(opened, "three")) == ("done", None)


def test_what_is_still_being_sent_takes_room(opened: Desk) -> None:
    with opened.arriving() as first, opened.arriving() as second:
        with pytest.raises(DeskFull), opened.arriving():
            pass
        folders = first.folder, second.folder
    assert [folder.exists() for folder in folders] == [False, False]  # they were never handed in
    assert opened.counts() == (0, 0)


def test_one_that_waits_and_one_in_hand_are_cancelled(opened: Desk, tmp_path: Path) -> None:
    begun = hand_in(opened, f"wait {tmp_path / 'never'}")
    waiting = hand_in(opened, "one")
    assert wait_for(lambda: begun.worker is not None)
    opened.drop(waiting)
    opened.drop(begun)
    assert [ended(begun), ended(waiting)] == [("cancelled", None)] * 2
    assert [opened.find(job.id) for job in (begun, waiting)] == [None, None]
    assert ended(hand_in(opened, "next")) == ("done", None)
    assert wait_for(lambda: not (begun.folder.exists() or waiting.folder.exists()))


@pytest.mark.slow
def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk", Limits(seconds=0.2), 1, 2, prepare)
    desk.start()
    try:
        assert ended(hand_in(desk, f"wait {tmp_path / 'never'}")) == ("failed", "too_slow")
    finally:
        desk.end()


def test_only_so_many_are_kept_the_last_ones(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "MOST_KEPT", 2)
    jobs = [hand_in(opened, "good") for _ in range(1)]
    for _ in range(3):
        jobs[-1].ended.result(60)
        jobs.append(hand_in(opened, "good"))
    jobs[-1].ended.result(60)
    assert [opened.find(job.id) is not None for job in jobs] == [False, False, True, True]
    monkeypatch.setattr(desk_module, "KEPT", 0.0)
    assert wait_for(lambda: opened.find(jobs[-1].id) is None)
    assert [job.folder.exists() for job in jobs] == [False] * 4


@pytest.mark.slow
def test_without_processes_it_does_not_open(tmp_path: Path) -> None:
    with pytest.raises(NoProcess):
        Desk(tmp_path, Limits(), 1, 2, prepare_nothing).start()


def test_what_is_in_hand_when_it_ends_is_cancelled(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk", Limits(), 1, 2, prepare)
    desk.start()
    jobs = [hand_in(desk, f"wait {tmp_path / 'never'}"), hand_in(desk, "one")]
    assert wait_for(lambda: jobs[0].worker is not None)
    desk.end()
    assert [ended(job) for job in jobs] == [("cancelled", None)] * 2
    with pytest.raises(DeskFull), desk.arriving():
        pass
