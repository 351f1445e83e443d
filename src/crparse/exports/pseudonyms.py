"""A corpus with codes in the place of the names of people, for any export; the table of keys stands apart.

In texts "Mme Aline Corbier présente le bilan." becomes "Mme █████ ███████ présente le bilan.", of the same
length, so that places hold; her name becomes P0001 wherever a record or table says who somebody is. Misses
whom a function tells, and a name that no stage has found: what still looks like one is told.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crparse.corpus.entity_ids import write_entities
from crparse.corpus.folder import (
    DOCUMENTS,
    ERRORS,
    MANIFEST,
    TABLE_FILES,
    describe_files,
    record_json,
    write_json,
    write_record,
)
from crparse.corpus.tables import Corpus, CorpusIndex, new_tables, open_corpus
from crparse.errors import ExportError
from crparse.exports import export
from crparse.exports.targets import PSEUDONYMISED
from crparse.language.persons import Basis, find_names, is_particle
from crparse.record import Minutes
from crparse.resolution.corpus import CorpusEntities, CorpusEntity, CorpusLink, Mandate
from crparse.resolution.who_is_meant import WhoIsMeant
from crparse.text import fold, name_words
from crparse.wording import Message

MASK = "█"
"""Stands for each sign of a name in a text."""

LEAST_LETTERS = 3
"""Of a word of a name that is masked wherever it stands: shorter ones are initials and particles."""

# Takes "aline.corbier@valmont.example", leaves "@ccueil".
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# Takes "Corbier" of "Mme Corbier,", leaves the comma.
_WORD = re.compile(r"[^\W\d_]+")

Words = frozenset[str]
"""Words of names, folded."""


def words_of(names: Iterable[str]) -> Words:
    """The words by which people are known: "Aline Le Gall" gives aline, gall."""
    words = (word for name in names for word in name_words(name))
    return frozenset(w for w in words if len(w) >= LEAST_LETTERS and not is_particle(w) and w.isalpha())


def masked(text: str, words: Words) -> str:
    """The text, of the same length, without these words where they are written as names, nor addresses."""
    text = _ADDRESS.sub(lambda match: MASK * len(match.group()), text)
    return _WORD.sub(lambda match: _masked_word(match.group(), words), text)


def _masked_word(word: str, words: Words) -> str:
    """A name begins with a capital: "Roux" is one, "roux" is a colour."""
    is_name = word[0].isupper() and fold(word) in words
    return MASK * len(word) if is_name else word


@dataclass(slots=True)
class CodeKeys:
    """The table of keys: which code stands for whom. Read from a file that there is, so that codes stay."""

    codes: dict[str, str] = field(default_factory=dict)
    """Id of the person in the corpus -> code."""
    names: dict[str, str] = field(default_factory=dict)
    """The same -> name."""

    @classmethod
    def read(cls, file: Path) -> "CodeKeys":
        """The keys of an earlier export; none where there is no such file."""
        if not file.exists():
            return cls()
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        return cls(
            {row["entity_id"]: row["code"] for row in rows}, {row["entity_id"]: row["name"] for row in rows}
        )

    def add(self, people: Iterable[CorpusEntity]) -> None:
        """Gives a code to whoever has none; in order of their ids, which tells nothing of their names."""
        for person in sorted(people, key=lambda person: person.id):
            self.codes.setdefault(person.id, f"P{len(self.codes) + 1:04}")
            self.names[person.id] = person.name

    def write(self, file: Path) -> None:
        """Writes the table."""
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(["code", "name", "entity_id"])
            writer.writerows(
                [code, self.names[one], one] for one, code in sorted(self.codes.items(), key=lambda k: k[1])
            )


def export_pseudonymised(corpus: Corpus, name: str, target: Path, keys: Path, **options: Any) -> list[str]:
    """Writes a corpus in a format, with codes in the place of people.

    Args:
        corpus: What to write.
        name: The format.
        target: The folder.
        keys: The table of codes and names: kept apart from the export, which without it names nobody.
        options: What the format takes.

    Returns:
        What could not be masked, and what the export itself tells.

    Raises:
        ExportError: The keys would stand in the export; those of `export`.
    """
    if target.resolve() in keys.resolve().parents:
        raise ExportError(
            Message(
                "%(keys)s is in %(target)s: keep the table of keys apart from the export.",
                keys=keys,
                target=target,
            )
        )
    table = CodeKeys.read(keys)
    with TemporaryDirectory(prefix="crparse-") as work:
        coded, told = pseudonymised(corpus, Path(work) / "corpus", table)
        told += export(coded, name, target, **options)
    table.write(keys)
    return told


def pseudonymised(corpus: Corpus, folder: Path, keys: CodeKeys) -> tuple[Corpus, list[str]]:
    """Writes the corpus with codes in the place of people into a new folder, each meeting once.

    Args:
        corpus: As it is.
        folder: Where to write; what is in it is for exports to read, and to be thrown away.
        keys: Gets the codes that were not there.

    Returns:
        The corpus with codes, and what could not be masked, a line each.
    """
    keys.add(corpus.people)
    links = {(link.document, link.entity): one.id for one in corpus.people for link in one.links}
    words: dict[str, Words] = {}
    left: list[str] = []
    (folder / DOCUMENTS).mkdir(parents=True)
    for record in corpus.meetings():
        known = {p.id: links.get((record.id, p.id)) for p in record.people}
        local = {person: keys.codes[one] for person, one in known.items() if one}
        words[record.id] = _words(record)
        changed = _with_codes(record, local, words[record.id])
        if find_names(changed.text, Basis.CIVILITY):
            left.append(record.id)
        write_record(record_json(changed), record.id, folder / DOCUMENTS)
    entities = _entities(corpus, keys, words)
    _write_tables(corpus, folder, entities, keys)
    (folder / ERRORS).touch()  # the names of files that were not read may name people: none is told
    return open_corpus(folder), _told(left)


NAMED = 5
"""Documents that a line names: it stays one line."""


def _told(left: list[str]) -> list[str]:
    general = Message(
        "Masked are the names that were found, and addresses: whom a function or a deed tells is not."
    )
    if not left:
        return [general]
    named = ", ".join(left[:NAMED]) + ", …" * (len(left) > NAMED)
    return [
        general,
        Message(
            "%(count)s documents hold what still looks like a name: %(documents)s.",
            count=len(left),
            documents=named,
        ),
    ]


def _words(record: Minutes) -> Words:
    people = (n for p in record.people for n in (p.name, *p.variants, *(m.text for m in p.mentions)))
    listed = (name for one in record.attendees for name in (one.name, one.proxy) if name)
    meant = WhoIsMeant(record)
    doing = (one.who for one in record.actions if one.who and meant.person(one.who))
    return words_of([*people, *listed, *doing])


def _with_codes(record: Minutes, codes: Mapping[str, str], words: Words) -> Minutes:
    """The record with codes in the place of people, and every text of it masked."""
    meant = WhoIsMeant(record)

    def code_of(person: str | None, name: str) -> str:
        return codes.get(person or "") or masked(name, words)

    data = record.model_dump(mode="json", by_alias=True)
    changed: dict[str, Any] = each_text(data, lambda text: masked(text, words))
    for keep in ("id", "schema_version", "provenance"):
        changed[keep] = data[keep]
    for keep in ("sha256", "format"):
        changed["source"][keep] = data["source"][keep]
    # Files are named after people, and not always as names are written.
    named = f"{record.id}.{record.source.format}"
    changed["source"] |= {"container": None, "name": named, "path": named}
    for one, person in zip(changed["people"], record.people, strict=True):
        one["name"], one["variants"] = code_of(person.id, person.name), []
    for one, attendee in zip(changed["attendees"], record.attendees, strict=True):
        one["name"] = code_of(attendee.person, attendee.name)
        if attendee.proxy:
            one["proxy"] = code_of(meant.person(attendee.proxy), attendee.proxy)
    for one, action in zip(changed["actions"], record.actions, strict=True):
        if action.who:
            one["who"] = code_of(meant.person(action.who), action.who)
    return Minutes.model_validate(changed)


def each_text(data: Any, change: Callable[[str], str]) -> Any:
    """Plain data with each text in it changed, but for the names of its fields."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: each_text(value, change) for key, value in data.items()}
    return [each_text(value, change) for value in data] if isinstance(data, list) else data


def _entities(corpus: Corpus, keys: CodeKeys, words: Mapping[str, Words]) -> CorpusEntities:
    def others(entities: Iterable[CorpusEntity]) -> list[CorpusEntity]:
        return [_masked_entity(one, words) for one in entities]

    people = [_coded(one, keys.codes[one.id], words) for one in corpus.people]
    return CorpusEntities(
        people=sorted((one for one in people if one.links), key=lambda one: one.id),
        organisations=others(corpus.organisations),
        bodies=others(corpus.bodies),
    )


def _coded(person: CorpusEntity, code: str, words: Mapping[str, Words]) -> CorpusEntity:
    links = [link for link in person.links if link.document in words]
    return CorpusEntity(id=code, name=code, variants=[], links=[_renamed(link, code) for link in links])


def _renamed(link: CorpusLink, name: str) -> CorpusLink:
    return replace(link, name=name)


def _masked_entity(entity: CorpusEntity, words: Mapping[str, Words]) -> CorpusEntity:
    named = frozenset[str]().union(*(words.get(link.document, frozenset()) for link in entity.links))
    links = [_renamed(link, masked(link.name, named)) for link in entity.links if link.document in words]
    variants = [masked(name, named) for name in entity.variants]
    return entity.model_copy(
        update={"name": masked(entity.name, named), "variants": variants, "links": links}
    )


def _write_tables(corpus: Corpus, folder: Path, entities: CorpusEntities, keys: CodeKeys) -> None:
    write_entities(entities, folder)
    (folder / TABLE_FILES).mkdir()
    index = CorpusIndex(entities, mandates=_mandates(corpus, keys))
    records = sorted((folder / DOCUMENTS).glob("*.json"), key=lambda file: file.stem)
    with new_tables(folder / TABLE_FILES, index) as add:
        for file in records:
            add(Minutes.model_validate_json(file.read_bytes()))
    write_json({**corpus.manifest, PSEUDONYMISED: True, "files": describe_files(folder)}, folder / MANIFEST)


def _mandates(corpus: Corpus, keys: CodeKeys) -> Iterator[Mandate]:
    for row in corpus.rows("mandates"):
        yield Mandate(
            person=keys.codes[row["entity_id"]],
            body=row["body_id"],
            role=row["role"],
            first=row["first"],
            last=row["last"],
            meetings=row["meetings"],
        )
