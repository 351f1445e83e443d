"""What is kept from one document to the next is bounded, one for each part of the lexicon, or forgotten when
the names of a corpus are joined."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from typing import Any

import crparse
from crparse.resolution.corpus.once import forgotten

KEYS = {"file", "name", "names", "key", "kind", "what", "side", "group", "family", "table"}
KEYS |= {"lexicon_name", "qualified", "encoding", "language"}
"""Arguments that name a part of the lexicon, a model, an encoding, a language or a format: only so many."""


def caches() -> Iterator[tuple[str, "_lru_cache_wrapper[Any]"]]:
    for module in pkgutil.walk_packages(crparse.__path__, "crparse."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, _lru_cache_wrapper):
                    yield f"{module.name}.{name}", value


def test_no_cache_of_texts_grows_without_end() -> None:
    endless = {
        name: set(inspect.signature(cached).parameters) - KEYS
        for name, cached in caches()
        if cached.cache_info().maxsize is None and cached.cache_clear not in forgotten
    }
    assert {name: arguments for name, arguments in endless.items() if arguments} == {}
    assert len(endless) > 50
