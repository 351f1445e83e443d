"""What a build does with the workers of a Dask scheduler, told by a client that has none."""

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import distributed
import pytest

from crparse.corpus import Limits
from crparse.corpus.folder import file_sha256
from crparse.corpus.inputs import InputFile
from crparse.corpus.machines import on_dask, on_worker
from crparse.corpus.machines.on_dask import DaskEngine
from crparse.corpus.machines.on_worker import (
    Answer,
    Installation,
    Order,
    SentFile,
    UnlikeWorker,
    end_idle,
    parse_here,
)
from crparse.corpus.workers import BugMet, NoProcess, Outcome, Task

LIMITS = Limits()


class FakeFuture:
    """A document that is done at once."""

    def __init__(self, key: str, answer: Answer | BaseException) -> None:
        self.key, self.answer = key, answer

    def exception(self) -> BaseException | None:
        return self.answer if isinstance(self.answer, BaseException) else None

    def result(self) -> Answer | BaseException:
        return self.answer

    def add_done_callback(self, call: Callable[["FakeFuture"], None]) -> None:
        call(self)


class FakeClient:
    """Answers each order as it is told to."""

    status, scheduler = "running", None

    def __init__(self, answer: Callable[[Order], Answer | BaseException], threads: int = 2) -> None:
        self.answer, self.workers = answer, {"tcp://here:1": threads} if threads else {}
        self.orders: list[Order] = []
        self.cancelled: list[str] = []
        self.ended: list[Callable[[], None]] = []

    def nthreads(self) -> dict[str, int]:
        return self.workers

    def submit(self, work: Callable[[Order], Answer], order: Order, pure: bool) -> FakeFuture:
        assert (work, pure) == (parse_here, False)
        self.orders.append(order)
        return FakeFuture(f"parse_here-{len(self.orders)}", self.answer(order))

    def cancel(self, futures: Sequence[FakeFuture]) -> None:
        self.cancelled += [one.key for one in futures]

    def run(self, work: Callable[[], None], on_error: str) -> None:
        self.ended.append(work)


class Watched:
    """An engine at work, and what it says."""

    def __init__(self, client: FakeClient) -> None:
        self.client, self.told = client, list[str]()

    def outcomes(
        self, tasks: Sequence[Task], alone: bool = False, stopping: Callable[[], bool] = lambda: False
    ) -> list[Outcome]:
        engine = DaskEngine(self.client)  # type: ignore[arg-type]
        found = engine(tasks, LIMITS, alone=alone, stopping=stopping, tell=self.told.append)
        return list(found)


def tasks_of(folder: Path, count: int = 4) -> list[Task]:
    """Documents in a folder, found under it."""
    found = []
    for number in range(count):
        file = folder / f"{number}.txt"
        file.write_text(f"Compte rendu {number}", encoding="utf-8")
        item = InputFile(file, file.name, file_sha256(file), argument=folder)
        found.append(Task(item, folder))
    return found


def codes(outcomes: Sequence[Outcome]) -> list[tuple[str, str | None]]:
    return sorted((one.input.path, one.failure and one.failure.code) for one in outcomes)


def seen(order: Order) -> Answer:
    return Answer()


def test_every_document_ends_and_nothing_is_left_with_the_workers(tmp_path: Path) -> None:
    client = FakeClient(seen)
    watched = Watched(client)
    tasks = tasks_of(tmp_path)
    assert codes(watched.outcomes(tasks)) == [(f"{n}.txt", None) for n in range(4)]
    assert [order.input for order in client.orders] == [task.input for task in tasks]
    assert (client.ended, client.cancelled, watched.told) == ([end_idle], [], [])
    assert watched.outcomes([]) == []


def test_what_the_workers_do_not_see_is_sent_from_then_on(tmp_path: Path) -> None:
    def blind(order: Order) -> Answer:
        return Answer(is_seen=isinstance(order.input, SentFile))

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    tasks = [*tasks_of(tmp_path / "a", 4), *tasks_of(tmp_path / "b", 1)]
    client = FakeClient(blind, threads=1)
    outcomes = Watched(client).outcomes(tasks)
    assert sorted(codes(outcomes)) == [("0.txt", None), *((f"{n}.txt", None) for n in range(4))]
    assert [outcome.input in [task.input for task in tasks] for outcome in outcomes] == [True] * 5
    sent = {
        (order.input.argument.name, order.input.read())
        for order in client.orders
        if isinstance(order.input, SentFile)
    }
    assert {content for _, content in sent} == {f"Compte rendu {n}".encode() for n in range(4)}
    asked = [order.input.file for order in client.orders if not isinstance(order.input, SentFile)]
    # Two were on their way when the first was said not to be seen, and one of the other folder.
    assert len(asked) == 3
    assert "Compte rendu" not in repr(client.orders)


def test_a_document_that_cannot_be_sent_fails_as_it_would_here(tmp_path: Path) -> None:
    (task,) = tasks_of(tmp_path, 1)

    def gone(order: Order) -> Answer:
        task.input.file.unlink()
        return Answer(is_seen=False)

    (outcome,) = Watched(FakeClient(gone)).outcomes([task])
    assert outcome.failure is not None
    assert (outcome.input, outcome.failure.code) == (task.input, "unreadable")


def test_workers_have_two_documents_each_and_one_at_all_where_it_is_to_be_alone(tmp_path: Path) -> None:
    for alone, threads, most in ((False, 2, 4), (True, 2, 1), (False, 0, 1)):
        client = FakeClient(seen, threads)
        engine = DaskEngine(client)  # type: ignore[arg-type]
        found = engine(tasks_of(tmp_path, 9), LIMITS, alone=alone, stopping=lambda: False, tell=print)
        next(found)
        assert len(client.orders) == most
        found.close()
        assert client.cancelled == [f"parse_here-{n}" for n in range(2, most + 1)]


def test_few_large_documents_are_on_their_way_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "SENT", 20)
    client = FakeClient(seen, threads=8)
    engine = DaskEngine(client)  # type: ignore[arg-type]
    engine._unseen.add(tmp_path)
    found = engine(tasks_of(tmp_path, 9), LIMITS, alone=False, stopping=lambda: False, tell=print)
    next(found)
    assert len(client.orders) == 2


def test_without_a_worker_it_says_so_and_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "PATIENCE", 0)
    client = FakeClient(seen, threads=0)
    watched = Watched(client)
    assert codes(watched.outcomes(tasks_of(tmp_path, 3))) == [(f"{n}.txt", None) for n in range(3)]
    assert watched.told == ["The scheduler  has no worker yet: the documents wait for one."]


def test_a_document_whose_workers_die_is_noted(tmp_path: Path) -> None:
    died = distributed.KilledWorker("parse_here-1", None, 3)
    (outcome,) = Watched(FakeClient(lambda _: died)).outcomes(tasks_of(tmp_path, 1))
    assert outcome.failure is not None
    assert outcome.failure.code == "crashed"


def test_a_stop_leaves_what_is_not_begun(tmp_path: Path) -> None:
    asked = iter([False, True, True, True, True, True])
    outcomes = Watched(FakeClient(seen, threads=1)).outcomes(
        tasks_of(tmp_path, 6), stopping=lambda: next(asked)
    )
    assert codes(outcomes) == [("0.txt", None), ("1.txt", None)]
    outcomes = Watched(FakeClient(seen, threads=0)).outcomes(tasks_of(tmp_path, 6), stopping=lambda: True)
    assert outcomes == []


@pytest.mark.parametrize("error", [BugMet("crparse failed"), UnlikeWorker("other"), KeyError("bug")])
def test_what_ends_a_run_ends_it(tmp_path: Path, error: BaseException) -> None:
    client = FakeClient(lambda _: error)
    with pytest.raises(type(error), match=str(error.args[0])):
        Watched(client).outcomes(tasks_of(tmp_path))
    assert client.ended == [end_idle]


def test_a_worker_that_cannot_start_processes_is_borne_a_few_times(tmp_path: Path) -> None:
    failing = iter([NoProcess("none"), NoProcess("none"), *[Answer()] * 4])
    assert len(Watched(FakeClient(lambda _: next(failing))).outcomes(tasks_of(tmp_path))) == 4
    with pytest.raises(NoProcess, match="none"):
        Watched(FakeClient(lambda _: NoProcess("none"))).outcomes(tasks_of(tmp_path))


def test_a_full_disk_of_a_worker_is_told(tmp_path: Path) -> None:
    client = FakeClient(lambda _: OSError(28, "No space left on device", "/var/x"))
    with pytest.raises(NoProcess, match=r"cannot go on .*No space left on device"):
        Watched(client).outcomes(tasks_of(tmp_path))


@pytest.mark.parametrize("trouble", [OSError("closed"), CancelledError(), "closed"])
def test_a_scheduler_that_is_lost_ends_the_run_in_a_line(tmp_path: Path, trouble: Any) -> None:
    client = FakeClient(seen)

    def lost() -> dict[str, int]:
        if isinstance(trouble, str):
            return {}
        raise trouble

    client.nthreads = lost  # type: ignore[method-assign]
    client.status = "running" if not isinstance(trouble, str) else trouble
    with pytest.raises(NoProcess) as told:
        Watched(client).outcomes(tasks_of(tmp_path))
    advice = "start it again, then the same command goes on where it was"
    assert str(told.value) == f"The scheduler  does not answer any more: {advice}."


class FakeProcesses:
    """A worker whose processes end each document in the same way."""

    def __init__(self, folder: Path, end: Callable[[Task], Outcome]) -> None:
        self.folder, self.end = folder, end

    def place(self) -> str:
        return str(self.folder)

    def parse(self, task: Task, limits: Limits, prepare: object) -> Outcome:
        return self.end(task)


def order_of(task: Task, **changes: Any) -> Order:
    engine = DaskEngine(FakeClient(seen))  # type: ignore[arg-type]
    made = engine.order(task, LIMITS)
    told = {name: getattr(made, name) for name in made.__slots__}
    return Order(**told | changes)


def test_a_worker_sends_back_records_as_they_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records of a register: one for each meeting."""
    from crparse.corpus.workers import run

    (task,) = tasks_of(tmp_path, 1)
    monkeypatch.setattr(on_worker, "_PROCESSES", FakeProcesses(tmp_path, lambda one: run(one, LIMITS)))
    answer = parse_here(order_of(task))
    ((record, content),) = answer.written
    assert hashlib.sha256(content).hexdigest() == record.digest
    assert (answer.failure, answer.is_seen) == (None, True)
    assert os.listdir(tmp_path) == ["0.txt"]
    (outcome,) = Watched(FakeClient(lambda _: answer)).outcomes([task])
    assert outcome == run(task, LIMITS)
    assert (tmp_path / f"{record.parsed.id}.json").read_bytes() == content


def test_a_worker_that_finds_no_file_or_another_one_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crparse.corpus.workers import run

    (task,) = tasks_of(tmp_path, 1)
    monkeypatch.setattr(on_worker, "_PROCESSES", FakeProcesses(tmp_path, lambda one: run(one, LIMITS)))
    order = order_of(task)
    task.input.file.write_text("Tout autre chose")
    assert parse_here(order) == Answer(is_seen=False)
    task.input.file.unlink()
    assert parse_here(order) == Answer(is_seen=False)
    sent = SentFile(task.input.file, "0.txt", task.input.sha256, content=b"Compte rendu 0")
    assert parse_here(order_of(task, input=sent)).failure is None
    other = SentFile(task.input.file, "0.txt", task.input.sha256, content=b"Tout autre chose")
    failure = parse_here(order_of(task, input=other)).failure
    assert failure is not None
    assert failure.code == "changed"


def test_a_worker_that_would_write_another_record_says_why(tmp_path: Path) -> None:
    (task,) = tasks_of(tmp_path, 1)
    own = order_of(task).installation
    with pytest.raises(UnlikeWorker, match="has another version of crparse, other words or weights"):
        parse_here(order_of(task, installation=Installation("other", own.programs)))
    with pytest.raises(UnlikeWorker, match="lacking: Scie; beyond: –"):
        parse_here(order_of(task, installation=Installation(own.stamp, (*own.programs, "Scie"))))


def test_no_scheduler_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "CONNECTING", 0.2)
    for address in ("tcp://127.0.0.1:9", "nowhere"):
        with (
            pytest.raises(NoProcess, match=f"^No Dask scheduler answers at {address}: start one with"),
            on_dask.on_scheduler(address),
        ):
            pass
