"""What the corpus tells of a person, an organisation or a body: meetings, offices, company, names and why."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from crparse.view.folding import folded

LISTED = 100
"""Entities on a page of their list."""

COMPANY = 20
"""Of those who came along, as many as are named: who came once is no company in a large corpus."""


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name of an entity, and why it belongs to it."""

    name: str
    level: str
    score: float
    documents: list[sqlite3.Row]


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity of the corpus and all that is told of it."""

    kind: str
    id: str
    name: str
    variants: list[str]
    aliases: list[str]
    split_from: list[sqlite3.Row]
    """The entities that it was found to be another than, where they are still there."""
    names: list[Name]
    documents: list[sqlite3.Row]
    """Those that name it; of a body, those of its meetings. For a person with what it is listed as."""
    mandates: list[sqlite3.Row] = field(default_factory=list)
    company: list[sqlite3.Row] = field(default_factory=list)
    """Of a person those who came to the same meetings, of others those who came for it."""
    organisations: list[sqlite3.Row] = field(default_factory=list)
    """Whom a person came for, who came to the meetings of a body."""


def entities(rows: sqlite3.Connection, kind: str, asked: str, page: int) -> tuple[int, list[sqlite3.Row]]:
    """The entities of a kind whose name holds all words asked for: how many, and one page of them by name."""
    condition, values = "kind = ?", [kind]
    for word in folded(asked).split():
        condition += " AND ' ' || key LIKE ?"
        values.append(f"% {word}%")
    (total,) = rows.execute(f"SELECT COUNT(*) FROM entities WHERE {condition}", values).fetchone()
    order = "documents DESC, key, id" if not asked else "key, id"
    query = f"SELECT * FROM entities WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
    return total, rows.execute(query, (*values, LISTED, LISTED * (page - 1))).fetchall()


def profile_of(rows: sqlite3.Connection, kind: str, identity: str) -> Profile | None:
    """What is told of an entity, under an id that it has or had; None where there is none."""
    entity = entity_of(rows, kind, identity)
    if entity is None:
        return None
    known = entity["id"]
    listed = [entity_of(rows, kind, old) for old in json.loads(entity["split_from"])]
    profile = Profile(
        kind=kind,
        id=known,
        name=entity["name"],
        variants=json.loads(entity["variants"]),
        aliases=json.loads(entity["aliases"]),
        split_from=[one for one in listed if one],
        names=_names(rows, kind, known),
        documents=_documents(rows, kind, known),
    )
    _TOLD[kind](rows, profile)
    return profile


def entity_of(rows: sqlite3.Connection, kind: str, identity: str) -> sqlite3.Row | None:
    """The row of an entity, under an id that it has or had; None where there is none."""
    found = rows.execute("SELECT * FROM entities WHERE kind = ? AND id = ?", (kind, identity)).fetchone()
    if found is None:
        query = "SELECT e.* FROM entities AS e, json_each(e.aliases) AS a WHERE e.kind = ? AND a.value = ?"
        found = rows.execute(query, (kind, identity)).fetchone()
    one: sqlite3.Row | None = found
    return one


def _names(rows: sqlite3.Connection, kind: str, identity: str) -> list[Name]:
    query = (
        "SELECT l.name, l.level, l.score, l.mentions, d.id, d.sha256, d.meeting, d.date, d.body_name, "
        "d.title, d.name AS file FROM links AS l JOIN documents AS d ON d.id = l.document "
        "WHERE l.kind = ? AND l.entity = ? ORDER BY l.name, d.date, d.id"
    )
    found: defaultdict[tuple[str, str, float], list[sqlite3.Row]] = defaultdict(list)
    for row in rows.execute(query, (kind, identity)):
        found[row["name"], row["level"], row["score"]].append(row)
    names = [Name(*key, documents) for key, documents in found.items()]
    return sorted(names, key=lambda one: (one.level != "exact", -len(one.documents), one.name))


def _documents(rows: sqlite3.Connection, kind: str, identity: str) -> list[sqlite3.Row]:
    listed = {
        "people": "a.document = d.id AND a.person = l.entity",
        "organisations": "a.document = d.id AND a.organisation_id = l.entity",
        "bodies": "a.document = d.id AND a.person = ''",  # nobody: the list of who came stands apart
    }[kind]
    query = (
        "SELECT d.id, d.name, d.title, d.date, d.year, d.body_id, d.body_name, d.same_as, l.mentions, "
        "MIN(a.status) AS status, MIN(a.role) AS role, MIN(a.organisation) AS organisation, "
        "MIN(a.organisation_id) AS organisation_id, COUNT(a.document) AS attendees, "
        "SUM(a.status = 'present') AS present FROM links AS l JOIN documents AS d ON d.id = l.document "
        f"LEFT JOIN attendance AS a ON {listed} WHERE l.kind = ? AND l.entity = ? AND d.same_as IS NULL "
        "GROUP BY d.id ORDER BY d.date DESC, d.id"
    )
    return rows.execute(query, (kind, identity)).fetchall()


_MANDATES = (
    "SELECT m.*, b.name AS body_name, p.name AS person_name FROM mandates AS m "
    "JOIN entities AS b ON b.kind = 'bodies' AND b.id = m.body "
    "JOIN entities AS p ON p.kind = 'people' AND p.id = m.person "
)


def _person(rows: sqlite3.Connection, profile: Profile) -> None:
    query = f"{_MANDATES} WHERE m.person = ? ORDER BY m.role IS NULL, m.first, b.name"
    profile.mandates.extend(rows.execute(query, (profile.id,)))
    company = (
        "SELECT e.id, e.name, COUNT(DISTINCT a.document) AS meetings FROM attendance AS own "
        "JOIN attendance AS a ON a.document = own.document AND a.person != own.person "
        "JOIN entities AS e ON e.kind = 'people' AND e.id = a.person "
        "WHERE own.person = ? AND own.status = 'present' AND a.status = 'present' "
        f"GROUP BY +e.id ORDER BY meetings DESC, e.key, e.id LIMIT {COMPANY}"
    )
    profile.company.extend(rows.execute(company, (profile.id,)))
    organisations = (
        "SELECT a.organisation AS name, a.organisation_id AS id, COUNT(DISTINCT a.document) AS meetings, "
        "MIN(d.date) AS first, MAX(d.date) AS last FROM attendance AS a "
        "JOIN documents AS d ON d.id = a.document WHERE a.person = ? AND a.organisation IS NOT NULL "
        "GROUP BY COALESCE(a.organisation_id, a.organisation) ORDER BY meetings DESC, name"
    )
    profile.organisations.extend(rows.execute(organisations, (profile.id,)))


# The plus keeps SQLite from going through all people in order of their id, which costs a second.
_CAME = (
    "SELECT e.id, e.name, COUNT(DISTINCT a.document) AS meetings, "
    "SUM(a.status = 'present') AS present, MIN(d.date) AS first, MAX(d.date) AS last FROM attendance AS a "
    "JOIN documents AS d ON d.id = a.document AND d.same_as IS NULL "
    "JOIN entities AS e ON e.kind = 'people' AND e.id = a.person "
)


def _organisation(rows: sqlite3.Connection, profile: Profile) -> None:
    query = f"{_CAME} WHERE a.organisation_id = ? GROUP BY +e.id ORDER BY meetings DESC, e.key, e.id"
    profile.company.extend(rows.execute(query, (profile.id,)))


def _body(rows: sqlite3.Connection, profile: Profile) -> None:
    query = f"{_MANDATES} WHERE m.body = ? AND m.role IS NOT NULL ORDER BY m.first, p.key, m.role"
    profile.mandates.extend(rows.execute(query, (profile.id,)))
    query = f"{_CAME} WHERE d.body_id = ? GROUP BY +e.id ORDER BY meetings DESC, e.key, e.id"
    profile.company.extend(rows.execute(query, (profile.id,)))
    organisations = (
        "SELECT e.id, e.name, COUNT(DISTINCT a.document) AS meetings FROM attendance AS a "
        "JOIN documents AS d ON d.id = a.document AND d.same_as IS NULL "
        "JOIN entities AS e ON e.kind = 'organisations' AND e.id = a.organisation_id "
        "WHERE d.body_id = ? GROUP BY +e.id ORDER BY meetings DESC, e.key, e.id"
    )
    profile.organisations.extend(rows.execute(organisations, (profile.id,)))


_TOLD = {"people": _person, "organisations": _organisation, "bodies": _body}


CANDIDATES = 12
"""Others that may be the same one, as many as are shown at a glance."""


def alike(rows: sqlite3.Connection, profile: Profile, asked: str = "") -> Sequence[sqlite3.Row]:
    """Others that may be this one: those whose names hold the words asked for, else its own last word."""
    words = folded(asked).split() or folded(profile.name).split()[-1:]
    if not words:
        return []
    condition, values = "kind = ? AND id != ?", [profile.kind, profile.id]
    for word in words:
        condition += " AND ' ' || key || ' ' LIKE ?"
        values.append(f"% {word} %")
    query = (
        "SELECT e.*, (SELECT GROUP_CONCAT(DISTINCT d.body_name) FROM links AS l "
        "JOIN documents AS d ON d.id = l.document WHERE l.kind = e.kind AND l.entity = e.id) AS bodies "
        f"FROM entities AS e WHERE {condition} ORDER BY documents DESC, key, id LIMIT {CANDIDATES}"
    )
    return rows.execute(query, values).fetchall()
