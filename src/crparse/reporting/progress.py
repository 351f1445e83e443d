"""What a run shows while it goes: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich import progress
from rich.console import Console
from rich.text import Text

from crparse.wording import say

TENTHS = 10
"""Plain lines are printed after each tenth of the documents."""


class ErrorStream(Console):
    """The stream of errors; a run goes on when nobody reads it any more."""

    def __init__(self) -> None:
        super().__init__(stderr=True)

    def on_broken_pipe(self) -> None:
        """Says no more."""
        self.quiet = True


class Watcher:
    """Is told how a build goes, and says nothing: for calls from Python."""

    def begin(self, total: int) -> None:
        """So many documents are to be parsed."""

    def advance(self, failed: bool) -> None:
        """One more is done."""

    def report(self, line: str) -> None:
        """A file could not be taken in, or repeats another."""


class Lines(Watcher):
    """A line for each failure and for each tenth of the documents."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.total = self.done = self.failed = 0

    def begin(self, total: int) -> None:
        """Says how many there are."""
        self.total = total
        self.report(say("%(total)s documents to parse", total=total))

    def advance(self, failed: bool) -> None:
        """Counts, and prints where a tenth is full."""
        self.done += 1
        self.failed += failed
        if self.done * TENTHS // self.total > (self.done - 1) * TENTHS // self.total:
            counts = {"done": self.done, "total": self.total, "failed": self.failed}
            self.report(say("%(done)s/%(total)s documents, %(failed)s failed", **counts))

    def report(self, line: str) -> None:
        """The line as it is."""
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)


class Bar(Lines):
    """A bar with rate, time left and failures so far, each failure in a line above it."""

    def __init__(self, console: Console, bar: progress.Progress) -> None:
        super().__init__(console)
        self.bar = bar

    def begin(self, total: int) -> None:
        """Draws the empty bar."""
        self.task = self.bar.add_task(say("parsing"), total=total, failed=0)

    def advance(self, failed: bool) -> None:
        """Moves the bar on."""
        self.failed += failed
        self.bar.update(self.task, advance=1, failed=self.failed)


class _Rate(progress.ProgressColumn):
    """Documents a second."""

    def render(self, task: progress.Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(say("%(speed)s documents/s", speed=f"{speed:.1f}") if speed else "")


@contextmanager
def watch(console: Console) -> Iterator[Watcher]:
    """What suits the console: a bar on a terminal, plain lines in a file or a pipe."""
    if not console.is_terminal:
        yield Lines(console)
        return
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        _Rate(),
        progress.TimeRemainingColumn(),
        progress.TextColumn(say("%(failed)s failed", failed="{task.fields[failed]}")),
    )
    with progress.Progress(*columns, console=console) as bar:
        yield Bar(console, bar)
