"""How far the pages of a document are read, for who waits for it: a scan takes seconds a page."""

from collections.abc import Callable

PageWatcher = Callable[[int, int], None]
"""Is told how many pages are read, and of how many."""

_watchers: list[PageWatcher] = []
"""Who is told, in a process where somebody is."""


def tell_pages_to(watcher: PageWatcher | None) -> None:
    """Has somebody told of every page that this process reads from now on, or nobody."""
    _watchers[:] = [watcher] if watcher else []


def page_read(done: int, of: int) -> None:
    """One more page is read."""
    for watcher in _watchers:
        watcher(done, of)
