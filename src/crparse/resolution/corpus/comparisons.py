"""How the names of a corpus compare, kept from one build to the next: no two are compared a second time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from crparse.resolution.linkage import Level, Match, Pair, compare


class NameParts(Protocol):
    """The parts of a printed name."""

    @property
    def text(self) -> str:
        """The name as printed: all its parts follow from it."""


Form = TypeVar("Form", bound=NameParts)


class Comparison(NamedTuple):
    """What two printed names are by some levels: one, or not."""

    levels: str
    """What the levels are for: "full names"."""
    one: str
    other: str
    rank: int | None
    """The place of the level that joins them, None where none does."""
    score: float


class Compared(Generic[Form]):
    """The comparisons by some levels; it follows from two names alone how they compare."""

    def __init__(self, levels: Sequence[Level[Form]], known: Iterable[Comparison]) -> None:
        self._levels = levels
        self._known = {(one.one, one.other): one for one in known}
        self._asked: dict[tuple[str, str], Match | None] = {}

    def __call__(self, one: Form, other: Form) -> Match | None:
        """The first level that joins two names; None where they are not the same by any."""
        pair = one.text, other.text
        if pair not in self._asked:
            known = self._known.get(pair)
            self._asked[pair] = self._read(known) if known else compare(one, other, self._levels)
        return self._asked[pair]

    def _read(self, known: Comparison) -> Match | None:
        if known.rank is None:
            return None
        return Match(self._levels[known.rank].name, known.score, known.rank)

    def matches(self, forms: Sequence[Form], met: Iterable[Pair]) -> dict[Pair, Match]:
        """The names that a level joins, of the pairs that meet."""
        return {(i, j): match for i, j in sorted(met) if (match := self(forms[i], forms[j]))}

    def made(self, levels: str) -> Iterator[Comparison]:
        """Those that were not known."""
        for (one, other), match in self._asked.items():
            if (one, other) not in self._known:
                yield Comparison(
                    levels, one, other, match.rank if match else None, match.score if match else 0
                )

    def idle(self) -> Iterator[Comparison]:
        """Those that were known and that nobody asked for."""
        yield from (known for pair, known in self._known.items() if pair not in self._asked)


class Comparisons:
    """All comparisons of the names of a corpus."""

    def __init__(self, known: Iterable[Comparison] = ()) -> None:
        """Begins with what is known: by this version, with the same words."""
        self._known: dict[str, list[Comparison]] = {}
        for one in known:
            self._known.setdefault(one.levels, []).append(one)
        self._by: dict[str, Compared[Any]] = {}

    def by(self, name: str, levels: Sequence[Level[Form]]) -> Compared[Form]:
        """Those by the levels of that name."""
        if name not in self._by:
            self._by[name] = Compared(levels, self._known.pop(name, ()))
        return self._by[name]

    def made(self) -> list[Comparison]:
        """Those that were not known, in order."""
        return sorted(made for name, compared in self._by.items() for made in compared.made(name))

    def idle(self) -> list[Comparison]:
        """Those that were known and that nobody asked for: of names that are no longer there."""
        left = (one for known in self._known.values() for one in known)
        return [*left, *(one for compared in self._by.values() for one in compared.idle())]
