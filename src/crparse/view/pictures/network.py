"""Who comes with whom: the people of a body, tied where they were present at the same meetings.

People who often come together stand near one another. The places are worked out by forces, from a fixed
beginning and without chance: the same meetings give the same picture.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from crparse.view.pictures.attendance import LISTED
from crparse.view.pictures.numbers import Numbers
from crparse.wording import N_

MOST_DRAWN = 30
"""People who are drawn, those who came most often: of more the names lie over one another."""

STRONGEST = 5
"""Ties that each of them keeps at least: of all among thirty people, four hundred, none is seen."""

WIDTH, HEIGHT = 760.0, 540.0
"""Of the picture."""

ASIDE, ABOVE = 70.0, 24.0
"""Room that is left at its edges for the names."""


@dataclass(frozen=True, slots=True)
class Tied:
    """A person of the picture."""

    id: str
    name: str
    meetings: int
    """At which the person was present."""
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Tie:
    """That two came together, from one to the other."""

    one: Tied
    other: Tied
    meetings: int
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """The picture."""

    people: list[Tied]
    ties: list[Tie]
    left_out: int
    """People who are not drawn: they came least often."""
    thin: int
    """Ties of those drawn that are not."""

    @property
    def width(self) -> int:
        """Of the picture; there is none of one alone."""
        return round(WIDTH) if self.ties else 0

    @property
    def height(self) -> int:
        """Of the picture."""
        return round(HEIGHT)

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What its marks mean."""
        return (("", N_("a dot is the larger the more meetings, a line the thicker the more together")),)


Presence = tuple[str, str, int]
"""Id and name of a person, and at which meetings the person was, each a bit of the number."""


def _presences(rows: sqlite3.Connection, body: str) -> list[Presence]:
    """The people who were present at meetings of a body, those who came most often first."""
    query = (
        f"SELECT DISTINCT e.key, e.id, e.name, d.id {LISTED} "
        "CROSS JOIN entities AS e ON e.kind = 'people' AND e.id = a.person "
        "WHERE d.body_id = ? AND d.same_as IS NULL AND a.status = 'present'"
    )
    bits: dict[str, int] = {}
    present: dict[tuple[str, str, str], int] = {}
    for key, person, name, document in rows.execute(query, (body,)):
        bit = bits.setdefault(document, 1 << len(bits))
        present[key, person, name] = present.get((key, person, name), 0) | bit
    ordered = sorted(present.items(), key=lambda one: (-one[1].bit_count(), one[0]))
    return [(person, name, at) for (_, person, name), at in ordered]


def network_numbers(rows: sqlite3.Connection, body: str) -> Numbers:
    """For each two people who were present together at how many meetings, and at how many each."""
    people = _presences(rows, body)
    found = []
    for number, (one, name, at) in enumerate(people):
        for other, other_name, other_at in people[number + 1 :]:
            if together := (at & other_at).bit_count():
                found.append((name, one, other_name, other, together, at.bit_count(), other_at.bit_count()))
    found.sort(key=lambda row: (-row[4], row[0], row[1], row[2], row[3]))
    columns = "one", "one_id", "other", "other_id", "together", "meetings_of_one", "meetings_of_other"
    return Numbers(columns, found)


def network(rows: sqlite3.Connection, body: str) -> Network:
    """The picture of those who came most often; of one meeting there is none, for all were at it."""
    everybody = _presences(rows, body)
    has_several = any(at.bit_count() > 1 for _, _, at in everybody) or len({at for _, _, at in everybody}) > 1
    drawn = everybody[:MOST_DRAWN] if has_several else []
    together = [[(at & other).bit_count() for _, _, other in drawn] for _, _, at in drawn]
    # Of the meetings that either was at: who comes always is not near to all for it.
    shares = [
        [both / (at | other).bit_count() for both, (_, _, other) in zip(row, drawn, strict=True)]
        for row, (_, _, at) in zip(together, drawn, strict=True)
    ]
    places = apart(arranged(shares), [len(name) for _, name, _ in drawn])
    most = max((at.bit_count() for _, _, at in drawn), default=1)
    people = [
        Tied(
            person,
            name,
            at.bit_count(),
            round(x, 1),
            round(y, 1),
            round(3 + 6 * sqrt(at.bit_count() / most), 1),
        )
        for (person, name, at), (x, y) in zip(drawn, places, strict=True)
    ]
    pairs = [(i, j) for i in range(len(drawn)) for j in range(i + 1, len(drawn)) if together[i][j]]
    kept = set()
    for i in range(len(drawn)):
        own = sorted((pair for pair in pairs if i in pair), key=lambda p: (-shares[p[0]][p[1]], p))
        kept |= set(own[:STRONGEST])
    ties = [
        Tie(people[i], people[j], together[i][j], round(0.5 + 4 * together[i][j] / most, 1))
        for i, j in sorted(kept)
    ]
    left_out = len(everybody) - len(drawn) if drawn else 0
    return Network(people, ties, left_out, len(pairs) - len(kept))


Place = tuple[float, float]

ROUNDS = 120
"""Steps in which the forces are let work, each smaller than the one before: after a hundred little moves."""


def arranged(shares: Sequence[Sequence[float]]) -> list[Place]:
    """Places at which those with much in common stand near one another (Fruchterman and Reingold, 1991).

    Args:
        shares: For each two how much they have in common, 0 to 1.
    """
    count = len(shares)
    at = [[cos(2 * pi * i / count), sin(2 * pi * i / count)] for i in range(count)]
    wide = 2 / sqrt(count) if count else 1.0
    for step in range(ROUNDS):
        moves = [[-0.05 * x, -0.05 * y] for x, y in at]  # towards the middle: nobody drifts away
        for i in range(count):
            for j in range(i + 1, count):
                dx, dy = at[i][0] - at[j][0], at[i][1] - at[j][1]
                far = sqrt(dx * dx + dy * dy) + 1e-6
                force = wide * wide / far - 4 * shares[i][j] / count * far * far / wide
                for axis, part in enumerate((dx / far * force, dy / far * force)):
                    moves[i][axis] += part
                    moves[j][axis] -= part
        longest = 0.2 * (1 - step / ROUNDS)
        for place, (dx, dy) in zip(at, moves, strict=True):
            long = sqrt(dx * dx + dy * dy) + 1e-9
            shorter = min(long, longest) / long
            place[0] += dx * shorter
            place[1] += dy * shorter
    return _filling([(x, y) for x, y in at])


def _filling(places: Sequence[Place]) -> list[Place]:
    """The places drawn out to the size of the picture; what has no size stands in its middle."""

    def drawn_out(values: Sequence[float], room: float, edge: float) -> list[float]:
        low, high = min(values, default=0.0), max(values, default=0.0)
        if high - low < 1e-6:  # one alone
            return [room / 2 for _ in values]
        return [edge + (value - low) / (high - low) * (room - 2 * edge) for value in values]

    xs = drawn_out([x for x, _ in places], WIDTH, ASIDE)
    ys = drawn_out([y for _, y in places], HEIGHT, ABOVE)
    return list(zip(xs, ys, strict=True))


LETTER, LINE = 6.6, 30.0
"""Width of a letter of a name, and height of a person with the name below."""


def apart(places: Sequence[Place], lengths: Sequence[int]) -> list[Place]:
    """The places, moved up or down until no name lies over another.

    Args:
        places: Of the people; each name stands below its person, in the middle.
        lengths: Letters of the names.
    """
    found = [list(place) for place in places]
    order = sorted(range(len(found)), key=lambda i: (found[i][1], found[i][0], i))
    for _ in range(ROUNDS):
        still = True
        for number, i in enumerate(order):
            for j in order[number + 1 :]:
                beside = abs(found[i][0] - found[j][0]) >= LETTER * (lengths[i] + lengths[j]) / 2
                short = LINE - (found[j][1] - found[i][1])
                if beside or short <= 0.1:
                    continue
                still = False
                found[i][1] = max(ABOVE, found[i][1] - short / 2)
                found[j][1] = min(HEIGHT - ABOVE, found[j][1] + short / 2)
        if still:
            break
    return [(x, y) for x, y in found]
