"""The reading pages of `crparse view` as a folder of files, which opens from a disk without a server.

`write_site` writes each page once; `shards` what they search, in scripts that a page loads as it needs them,
since a page opened from a disk can fetch nothing; `static` holds the script of the pages and the stemmer of
the words that are typed. Nothing can be corrected in these pages.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from crparse.corpus.tables import Corpus
from crparse.errors import CorpusChanged, ExportError
from crparse.exports.site.shards import write_shards
from crparse.exports.targets import export_folder
from crparse.record import Minutes
from crparse.view import matters, overview, pictures, profiles, search
from crparse.view.index import find_index, make_index
from crparse.view.labels import ENTITIES
from crparse.view.marking import marked_lines
from crparse.view.pages import STATIC, Pages
from crparse.wording import LANGUAGES, Language, no_such_language, wording

OWN_STATIC = Path(__file__).parent / "static"


class SiteLinks:
    """Where the pages of a site stand, told from a page in its folder or one below."""

    def __init__(self, root: str = "") -> None:
        self.root = root

    def __call__(self, page: str, /, *parts: str, **parameters: Any) -> str:
        """The address of a page, relative to the one that names it."""
        given = {name: value for name, value in parameters.items() if value not in (None, "")}
        path, kept = _place(page, [quote(part, safe="") for part in parts], given)
        asked = urlencode({name: given[name] for name in given if name in kept})
        return f"{self.root}{path}?{asked}" if asked else self.root + path


def _place(page: str, parts: Sequence[str], given: dict[str, Any]) -> tuple[str, Sequence[str]]:
    """The file of a page, and which of the parameters are for its script."""
    if page == "overview":
        return "index.html", ()
    if page == "static":
        return "/".join((page, *parts)), ()
    if page == "document":
        return f"documents/{parts[0]}.html", ("at",)
    if page == "numbers":
        return f"numbers/{'-'.join((*parts, *map(str, given.values())))}.csv", ()
    if page in ENTITIES and parts:
        return f"{page}/{parts[0]}.html", ()
    if page == "search":
        return "search.html", tuple(given)
    numbered = [str(given[name]) for name in ("year", "month") if name in given]
    if given.get("page", 1) > 1:
        numbered.append(str(given["page"]))
    return f"{'-'.join((page, *numbered))}.html", ()


def write_site(corpus: Corpus, target: Path, *, language: Language = "fr") -> list[str]:
    """Writes the pages as files, to be opened at `index.html`.

    Args:
        corpus: The corpus.
        target: The folder.
        language: What the pages are in.

    Raises:
        ExportError: The folder holds something else, there is no such language, or the corpus has changed.
    """
    if language not in LANGUAGES:
        raise ExportError(no_such_language(language))
    with (
        export_folder(corpus, target, "site", {"language": language}) as folder,
        tempfile.TemporaryDirectory() as aside,
    ):
        try:
            index = find_index(corpus.folder) or make_index(corpus.folder, Path(aside))
        except CorpusChanged as error:
            raise ExportError(error.args[0]) from error
        with closing(index.open()) as rows:
            writer = _Writer(corpus, rows, folder, language)
            writer.write()
            write_shards(rows, folder / "search")
        for static in (STATIC, OWN_STATIC):
            shutil.copytree(static, folder / "static", dirs_exist_ok=True)
    return []


class _Writer:
    """The pages of a corpus, file by file."""

    def __init__(self, corpus: Corpus, rows: sqlite3.Connection, folder: Path, language: Language) -> None:
        self.corpus, self.rows, self.folder = corpus, rows, folder
        name = corpus.folder.resolve().name
        self.links = {root: SiteLinks(root) for root in ("", "../")}
        self.pages = {root: Pages(name, wording(language), link) for root, link in self.links.items()}
        self.link = self.links[""]

    def write(self) -> None:
        """Writes all of them."""
        for name in ("numbers", "documents", *ENTITIES):
            (self.folder / name).mkdir()
        self._page(self.link("overview"), "overview.html", "overview", told=overview.overview_of(self.rows))
        self._search()
        self._matters()
        self._calendar()
        for kind in ENTITIES:
            self._entities(kind)
        for identity in self._column("SELECT id FROM documents ORDER BY number"):
            self._document(identity)

    def _column(self, query: str, *values: Any) -> list[Any]:
        return [value for (value,) in self.rows.execute(query, values)]

    def _page(self, path: str, template: str, here: str, **told: Any) -> None:
        root = "../" * path.count("/")
        page = self.pages[root].render(template, here=here and self.links[root](here), is_static=True, **told)
        (self.folder / path).write_text(page, "utf-8", "replace", newline="\n")

    def _numbers(self, name: str, body: str = "") -> None:
        numbers = pictures.TABLES[name](self.rows, "", body)
        file = self.folder / self.link("numbers", name, body=body)
        file.write_text(numbers.as_csv(), "utf-8", "replace", newline="\n")

    def _search(self) -> None:
        told = {"years": search.years(self.rows), "bodies": search.bodies(self.rows)}
        empty = search.Query()
        self._page(
            self.link("search"),
            "search.html",
            "search",
            query=empty,
            page=1,
            pages=search.PAGE,
            found=None,
            **told,
        )

    def _matters(self) -> None:
        self._numbers("decisions")
        years = matters.years_of_matters(self.rows)
        told: dict[str, Any] = {
            "words": "",
            "body": "",
            "bodies": search.bodies(self.rows),
            "decisions": pictures.DRAWN["decisions"](self.rows, "", ""),
            "years": years,
            "most": matters.MOST,
        }
        if not years:
            nothing = matters.Matter(0, [], is_cut=False)
            self._page(self.link("matter"), "matter.html", "matter", found=nothing, page=1, year=None, **told)
        for at, (year, count) in enumerate(years.items()):
            steps = matters.steps_of(self.rows, year)
            for page in range(1, (count - 1) // matters.MOST + 2):
                shown = steps[matters.MOST * (page - 1) : matters.MOST * page]
                found = matters.Matter(count, [(year, shown)], is_cut=False)
                path = self.link("matter", year=year or matters.UNDATED, page=page)
                told |= {"found": found, "page": page, "year": year}
                self._page(path, "matter.html", "matter", **told)
                if at == 0 and page == 1:
                    self._page(self.link("matter"), "matter.html", "matter", **told)

    def _calendar(self) -> None:
        years = matters.years_announced(self.rows)
        told = {"years": years, "body": "", "bodies": []}
        found = None
        for year in years:
            found = matters.calendar(self.rows, year)
            self._page(self.link("calendar", year=year), "calendar.html", "calendar", found=found, **told)
            for month in found.counts if found.month else ():
                path = self.link("calendar", year=year, month=month)
                of_month = matters.calendar(self.rows, year, month=month)
                self._page(path, "calendar.html", "calendar", found=of_month, **told)
        self._page(self.link("calendar"), "calendar.html", "calendar", found=found, **told)

    def _entities(self, kind: str) -> None:
        page, total = 1, 1
        while profiles.LISTED * (page - 1) < total:
            total, listed = profiles.entities(self.rows, kind, "", page)
            told = {"asked": "", "total": total, "listed": listed, "page": page, "pages": profiles.LISTED}
            self._page(self.link(kind, page=page), "entities.html", kind, kind=kind, **told)
            page, total = page + 1, max(total, 1)
        for identity in self._column("SELECT id FROM entities WHERE kind = ? ORDER BY id", kind):
            self._entity(kind, identity)

    def _entity(self, kind: str, identity: str) -> None:
        profile = profiles.profile_of(self.rows, kind, identity)
        assert profile is not None
        told: dict[str, Any] = {"doubtful": [], "drawn": {}}
        if kind == "bodies":
            for name in pictures.OF_BODIES:
                self._numbers(name, identity)
                told["drawn"][name] = pictures.DRAWN[name](self.rows, "", identity)
            told["doubtful"] = overview.doubtful(self.rows, 5, identity)
        self._page(self.link(kind, identity), "entity.html", kind, profile=profile, **told)

    def _document(self, identity: str) -> None:
        record = self.corpus.record(identity)
        row = self.rows.execute("SELECT * FROM documents WHERE id = ?", (identity,)).fetchone()
        told = {"lines": list(marked_lines(record)), "entities": dict(self._attendees(record)), "at": None}
        path = self.link("document", identity)
        self._page(path, "document.html", "", identity=identity, record=record, row=row, **told)

    def _attendees(self, record: Minutes) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
        """The place of each attendee, with the ids of the person and its organisation in the corpus."""
        query = "SELECT item, person, organisation_id FROM attendance WHERE document = ?"
        for item, person, organisation in self.rows.execute(query, (record.id,)):
            attendee = record.attendees[item]
            yield (attendee.start, attendee.end), (person, organisation)
