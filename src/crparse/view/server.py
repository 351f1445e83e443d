"""The server behind the pages: which address gives which page, and how a corpus is brought into them.

It listens on this machine alone. Each request looks at the generation that the corpus has now: where a build
has brought the next one, its index is made before anything is answered from it.
"""

import socket
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from crparse.corpus.folder import DOCUMENTS, read_record
from crparse.errors import CorpusChanged, ReadError
from crparse.record import Minutes
from crparse.view import matters, overview, profiles, search
from crparse.view.guard import ADDRESS, TOKEN, Guard, Keys
from crparse.view.index import SearchIndex, find_index, generation_of, make_index
from crparse.view.labels import ENTITIES, FIELDS
from crparse.view.marking import marked_lines
from crparse.view.pages import Pages
from crparse.wording import Language, wording

STATIC = Path(__file__).parent / "static"


def link(page: str, /, *parts: str, **parameters: Any) -> str:
    """Where the server has a page."""
    path = "/".join(("", *(() if page == "overview" else (page,)), *(quote(part, safe="") for part in parts)))
    asked = urlencode({name: value for name, value in parameters.items() if value not in (None, "")})
    return f"{path or '/'}?{asked}" if asked else path or "/"


class Viewer:
    """A corpus and its pages, for as long as the viewer is open."""

    def __init__(self, corpus: Path, language: Language, aside: Path) -> None:
        self.corpus, self.aside = corpus, aside
        self.wording = wording(language)
        self.pages = Pages(corpus.resolve().name, self.wording, link)
        self._index: SearchIndex | None = None
        self._making = Lock()

    @contextmanager
    def rows(self) -> Iterator[sqlite3.Connection]:
        """The index of the corpus as it is now, made where there is none yet."""
        connection = self.index().open()
        try:
            yield connection
        finally:
            connection.close()

    def index(self) -> SearchIndex:
        """The index of the corpus as it is now.

        Raises:
            CorpusChanged: A build is just putting the next generation in its place.
        """
        with self._making:
            if self._index is None or self._index.generation != generation_of(self.corpus):
                self._index = find_index(self.corpus) or make_index(self.corpus, self.aside)
            return self._index

    def record(self, identity: str) -> Minutes:
        """The record of a document.

        Raises:
            HTTPException: The corpus has none of that id, or it was spoilt by hand.
        """
        file = self.corpus / DOCUMENTS / f"{identity}.json"
        try:
            return read_record(file)
        except FileNotFoundError as error:
            raise HTTPException(404) from error
        except ReadError as error:
            raise HTTPException(409, str(error)) from error

    def page(self, template: str, request: Request, status: int = 200, **told: Any) -> HTMLResponse:
        """A page, as an answer."""
        return HTMLResponse(self.pages.render(template, here=request.url.path, **told), status)

    # Each of these answers one address.

    def overview(self, request: Request) -> Response:
        """The first page."""
        with self.rows() as rows:
            return self.page("overview.html", request, told=overview.overview_of(rows))

    def search(self, request: Request) -> Response:
        """What a search finds; a citation leads to what it cites."""
        given = request.query_params
        if cited := search.parse_citation(given.get("words", "")):
            document, start, end = cited
            return RedirectResponse(f"{link('document', document, at=f'{start}-{end}')}#cited", 303)
        query = search.Query(
            words=given.get("words", ""),
            body=given.get("body", ""),
            first=_whole(given.get("first")),
            last=_whole(given.get("last")),
            person=given.get("person", ""),
            field=given.get("field", "") if given.get("field") in FIELDS else "",
        )
        number = max(_whole(given.get("page")) or 1, 1)
        with self.rows() as rows:
            return self.page(
                "search.html",
                request,
                query=query,
                page=number,
                pages=search.PAGE,
                found=None if query.is_empty else search.search(rows, query, number),
                years=search.years(rows),
                bodies=search.bodies(rows),
            )

    def document(self, request: Request) -> Response:
        """A document, with a passage of it that is cited."""
        record = self.record(request.path_params["document"])
        at = _stretch(request.query_params.get("at", ""))
        with self.rows() as rows:
            row = rows.execute("SELECT * FROM documents WHERE id = ?", (record.id,)).fetchone()
            people = rows.execute(
                "SELECT item, person, organisation_id FROM attendance WHERE document = ?", (record.id,)
            )
            entities = {item: (person, organisation) for item, person, organisation in people}
            lines = list(marked_lines(record, at))
            return self.page(
                "document.html", request, record=record, row=row, lines=lines, entities=entities, at=at
            )

    def entities(self, request: Request, kind: str) -> Response:
        """The people, organisations or bodies, by name."""
        asked = request.query_params.get("words", "")
        number = max(_whole(request.query_params.get("page")) or 1, 1)
        with self.rows() as rows:
            total, listed = profiles.entities(rows, kind, asked, number)
            return self.page(
                "entities.html",
                request,
                kind=kind,
                asked=asked,
                total=total,
                listed=listed,
                page=number,
                pages=profiles.LISTED,
            )

    def entity(self, request: Request, kind: str) -> Response:
        """A person, an organisation or a body."""
        with self.rows() as rows:
            profile = profiles.profile_of(rows, kind, request.path_params["entity"])
            if profile is None:
                raise HTTPException(404)
            doubtful = overview.doubtful(rows, 5, profile.id) if profile.kind == "bodies" else []
            return self.page("entity.html", request, profile=profile, doubtful=doubtful)

    def matter(self, request: Request) -> Response:
        """Decisions and actions on a matter."""
        words, body = request.query_params.get("words", ""), request.query_params.get("body", "")
        with self.rows() as rows:
            found = matters.matter(rows, words, body)
            listed = search.bodies(rows)
            return self.page("matter.html", request, words=words, body=body, found=found, bodies=listed)

    def calendar(self, request: Request) -> Response:
        """The announced dates of a year: the one asked for, else the last of which there are any."""
        body = request.query_params.get("body", "")
        with self.rows() as rows:
            years = matters.years_announced(rows)
            year = _whole(request.query_params.get("year")) or (years[-1] if years else None)
            months = matters.calendar(rows, year, body) if year else {}
            bodies = search.bodies(rows)
            return self.page(
                "calendar.html", request, years=years, year=year, months=months, body=body, bodies=bodies
            )

    def failed(self, request: Request, error: Exception) -> Response:
        """What is said where there is no such page."""
        if not isinstance(error, HTTPException):
            raise error
        message = error.detail if error.status_code != 404 else self.wording.gettext("There is no such page.")
        return self.page("message.html", request, error.status_code, message=message)

    def changing(self, request: Request, error: Exception) -> Response:
        """What is said while a build puts the next generation in its place."""
        message = self.wording.gettext("The corpus is being replaced: wait a moment.")
        answer = self.page("message.html", request, 503, message=message)
        answer.headers["Refresh"] = "2"
        return answer


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _stretch(text: str) -> tuple[int, int] | None:
    start, _, end = text.partition("-")
    place = _whole(start), _whole(end)
    return (place[0], place[1]) if place[0] is not None and place[1] is not None else None


def application(viewer: Viewer, port: int, keys: Keys) -> ASGIApp:
    """The viewer as a web application, guarded."""
    answers: dict[str, Callable[[Request], Response]] = {
        "/": viewer.overview,
        "/search": viewer.search,
        "/document/{document}": viewer.document,
        "/calendar": viewer.calendar,
        "/matter": viewer.matter,
    }
    for kind in ENTITIES:
        answers |= {
            f"/{kind}": partial(viewer.entities, kind=kind),
            f"/{kind}/{{entity}}": partial(viewer.entity, kind=kind),
        }
    app = Starlette(
        routes=[
            *(Route(path, answer) for path, answer in answers.items()),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={HTTPException: viewer.failed, CorpusChanged: viewer.changing},
    )
    return Guard(app, port, keys, viewer.wording)


def listen(port: int) -> socket.socket:
    """A socket of this machine alone.

    Args:
        port: 0 for any that is free.

    Raises:
        OSError: The port is taken, or not this user's to take.
    """
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((ADDRESS, port))
    except OSError:
        listening.close()
        raise
    return listening


def serve(
    corpus: Path, language: Language, listening: socket.socket, announce: Callable[[str], None]
) -> None:
    """Shows a corpus until it is stopped (Ctrl-C).

    Args:
        corpus: The folder that `crparse build` wrote.
        language: What the pages are in.
        listening: Where it is asked for.
        announce: Is told the first address, which holds the key, when it is about to answer.

    Raises:
        CorpusChanged: A build replaces the corpus again and again.
        ReadError: The corpus is damaged.
    """
    with tempfile.TemporaryDirectory() as aside, listening:
        port = listening.getsockname()[1]
        viewer, keys = Viewer(corpus, language, Path(aside)), Keys()
        viewer.index()
        settings = uvicorn.Config(
            application(viewer, port, keys),
            log_level="error",  # addresses would name who was looked for
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="off",
        )
        listening.listen()
        announce(f"http://{ADDRESS}:{port}/?{TOKEN}={keys.token}")
        uvicorn.Server(settings).run([listening])
