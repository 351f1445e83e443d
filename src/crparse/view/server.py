"""The server behind the pages: which address gives which page, and how a corpus is brought into them.

It listens on this machine alone. Each request looks at the generation that the corpus has now: where a build
has brought the next one, its index is made before anything is answered from it.
"""

import getpass
import socket
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote, unquote, urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from crparse.corpus.corrections import read_corrections
from crparse.corpus.records import source_of
from crparse.errors import CorpusChanged, ReadError
from crparse.view import labels, matters, overview, pictures, profiles, review, search
from crparse.view.facsimile import GONE, Facsimiles, NotShown, page_at, pages_of, sheet_of
from crparse.view.guard import ADDRESS, TOKEN, Guard, Keys, same
from crparse.view.index import SearchIndex, find_index, generation_of, make_index
from crparse.view.labels import ENTITIES, FIELDS
from crparse.view.marking import marked_lines
from crparse.view.pages import STATIC, Pages
from crparse.wording import Language, wording

STYLE = (STATIC / "picture.css").read_text(encoding="utf-8")
"""What a picture looks like that stands in no page."""


def link(page: str, /, *parts: str, **parameters: Any) -> str:
    """Where the server has a page."""
    path = "/".join(("", *(() if page == "overview" else (page,)), *(quote(part, safe="") for part in parts)))
    asked = urlencode({name: value for name, value in parameters.items() if value not in (None, "")})
    return f"{path or '/'}?{asked}" if asked else path or "/"


class Viewer:
    """A corpus and its pages, for as long as the viewer is open."""

    def __init__(self, corpus: Path, language: Language, aside: Path, keys: Keys) -> None:
        self.corpus, self.aside, self.keys = corpus, aside, keys
        self.wording = wording(language)
        self.pages = Pages(corpus.resolve().name, self.wording, link)
        self.facsimiles = Facsimiles(corpus)
        self._index: SearchIndex | None = None
        self._making = Lock()
        self._writing = Lock()
        """Between looking whether something has changed and changing it nobody else does."""

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

    def page(self, template: str, request: Request, status: int = 200, **told: Any) -> HTMLResponse:
        """A page, as an answer."""
        by = _who(request)
        told |= {"here": request.url.path, "form_key": self.keys.form, "who": by, "drawings": True}
        page = self.pages.render(template, **told)
        return HTMLResponse(page, status)

    # Each of these answers one address.

    def overview(self, request: Request) -> Response:
        """The first page."""
        with self.rows() as rows:
            told = overview.overview_of(rows)
            return self.page("overview.html", request, told=told, progress=review.progress_of(self.corpus))

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
        at = _stretch(request.query_params.get("at", ""))
        found = self.reviewed(request.path_params["document"])
        record = found.record
        with self.rows() as rows:
            row = rows.execute("SELECT * FROM documents WHERE id = ?", (found.stored.id,)).fetchone()
            query = "SELECT item, person, organisation_id FROM attendance WHERE document = ?"
            entities = {
                (stored.start, stored.end): (
                    person,
                    organisation if one.organisation == stored.organisation else None,
                )
                for item, person, organisation in rows.execute(query, (found.stored.id,))
                for stored in [found.stored.attendees[item]]
                for one in record.attendees
                if (one.start, one.end) == (stored.start, stored.end)
            }
        pages = pages_of(record)
        is_gone = bool(pages) and source_of(self.corpus, record) is None
        return self.page(
            "document.html",
            request,
            sheets=() if is_gone else pages,
            unseen=GONE if is_gone else None,
            page_at=partial(page_at, record),
            identity=found.stored.id,
            record=record,
            row=row,
            lines=list(marked_lines(record, at)),
            entities=entities,
            at=at,
            review=found,
            edited=review.EDITED,
            statuses=review.STATUSES,
        )

    def sheet(self, request: Request) -> Response:
        """A page of a document as it was printed, with what was found at its place on it."""
        number = request.path_params["page"]
        found = self.reviewed(request.path_params["document"])
        pages = pages_of(found.record)
        if number not in pages:
            raise HTTPException(404)
        sheet, reason = None, None
        try:
            shown = self.facsimiles.page(found.record, number)
            sheet = sheet_of(found.record, number, shown, _stretch(request.query_params.get("at", "")))
        except NotShown as error:
            reason = self.wording.said(error.args[0])
        return self.page(
            "sheet.html",
            request,
            identity=found.stored.id,
            record=found.record,
            number=number,
            pages=pages,
            sheet=sheet,
            reason=reason,
        )

    def picture(self, request: Request) -> Response:
        """The picture of a page."""
        number = request.path_params["page"]
        record = self.reviewed(request.path_params["document"]).record
        if number not in pages_of(record):
            raise HTTPException(404)
        try:
            return Response(self.facsimiles.page(record, number).picture, media_type="image/jpeg")
        except NotShown as error:
            raise HTTPException(404, self.wording.said(error.args[0])) from error

    def correct(self, request: Request, given: QueryParams) -> Response:
        """Writes what a form says of a document."""
        identity = request.path_params["document"]
        self.reviewed(identity)
        with self._told(request, given, link("document", identity)) as refused, self._writing:
            review.change(self.corpus, identity, given, _who(request))
        place = given.get("back", "")
        return refused.answer or RedirectResponse(f"{link('document', identity)}#{quote(place)}", 303)

    def judge(self, request: Request, given: QueryParams, kind: str) -> Response:
        """Writes what a form says of who is who."""
        identity, who = request.path_params["entity"], _who(request)
        with self.rows() as rows:
            profile = profiles.profile_of(rows, kind, identity)
            asked = [profiles.profile_of(rows, kind, one) for one in given.getlist("other")]
        if profile is None:
            raise HTTPException(404)
        others = [one for one in asked if one and one.id != profile.id]
        action, version = given.get("action"), given.get("version")
        with self._told(request, given, link(kind, identity)) as refused, self._writing:
            if action == "separate":
                chosen = [int(one) for one in given.getlist("chosen") if one.isdecimal()]
                review.tell_apart(self.corpus, profile, chosen, version, who)
            elif action == "same":
                review.make_one(self.corpus, profile, others, version, who)
            else:
                review.take_back(self.corpus, profile, given.get("key", ""), who)
        return refused.answer or RedirectResponse(f"{link(kind, profile.id)}#names", 303)

    def name(self, request: Request, given: QueryParams) -> Response:
        """Keeps the name under which somebody corrects, in the browser."""
        answer = RedirectResponse(_back(given), 303)
        name = quote(" ".join(given.get("who", "").split())[:LONGEST_NAME])
        answer.set_cookie(NAME, name, max_age=NAME_KEPT, httponly=True, samesite="strict", path="/")
        return answer

    @contextmanager
    def _told(self, request: Request, given: QueryParams, back: str) -> Iterator["_Refusal"]:
        """Tells why something was not written, with what was to be."""
        refused = _Refusal()
        entered = {name: value for name, value in given.items() if name in labels.VALUES and value}
        told = {"entered": entered, "back": back}
        try:
            yield refused
        except review.Overtaken as overtaken:
            refused.answer = self.page("overtaken.html", request, 409, line=overtaken.by, **told)
        except review.Refusal as reason:
            refused.answer = self.page(
                "refused.html", request, 422, reason=self.wording.said(reason.args[0]), **told
            )

    def reviewed(self, identity: str) -> review.Reviewed:
        """A record with all that was said of it.

        Raises:
            HTTPException: The corpus has none of that id, or it was spoilt by hand.
        """
        try:
            return review.reviewed(self.corpus, identity)
        except FileNotFoundError as error:
            raise HTTPException(404) from error
        except ReadError as error:
            raise HTTPException(409, self.wording.said(error.args[0])) from error

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
            shown = pictures.OF_BODIES if profile.kind == "bodies" else ()
            drawn = {name: pictures.DRAWN[name](rows, "", profile.id) for name in shown}
            words = request.query_params.get("other", "")
            others = profiles.alike(rows, profile, words)
        said = review.judged_of(read_corrections(self.corpus), profile)
        return self.page(
            "entity.html",
            request,
            profile=profile,
            doubtful=doubtful,
            drawn=drawn,
            other=words,
            others=others,
            said=said,
            version=review.version_of(profile, said),
        )

    def matter(self, request: Request) -> Response:
        """Decisions and actions on a matter."""
        words, body = request.query_params.get("words", ""), request.query_params.get("body", "")
        with self.rows() as rows:
            found = matters.matter(rows, words, body)
            return self.page(
                "matter.html",
                request,
                words=words,
                body=body,
                found=found,
                most=matters.MOST,
                bodies=search.bodies(rows),
                decisions=pictures.DRAWN["decisions"](rows, words, body),
            )

    def numbers(self, request: Request) -> Response:
        """The numbers of a picture, as CSV."""
        name, given = request.path_params["name"], request.query_params
        with self.rows() as rows:
            found = pictures.numbers_of(rows, name, given.get("words", ""), given.get("body", ""))
        if found is None:
            raise HTTPException(404)
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(found.as_csv(), media_type="text/csv; charset=utf-8", headers=headers)

    def drawing(self, request: Request) -> Response:
        """A picture by itself, as SVG."""
        name, given = request.path_params["name"], request.query_params
        words, body = given.get("words", ""), given.get("body", "")
        if name not in pictures.DRAWN:
            raise HTTPException(404)
        with self.rows() as rows:
            picture = pictures.DRAWN[name](rows, words, body)
            entity = profiles.entity_of(rows, "bodies", body)
        subject = " – ".join(filter(None, (entity["name"] if entity else self.corpus.resolve().name, words)))
        drawn = self.pages.render("drawing.svg", name=name, picture=picture, subject=subject, style=STYLE)
        headers = {"Content-Disposition": f'attachment; filename="{name}.svg"'}
        return Response(drawn, media_type="image/svg+xml", headers=headers)

    def calendar(self, request: Request) -> Response:
        """The announced dates of a year: the one asked for, else the last of which there are any."""
        body = request.query_params.get("body", "")
        with self.rows() as rows:
            years = matters.years_announced(rows)
            year = _whole(request.query_params.get("year")) or (years[-1] if years else None)
            month = _whole(request.query_params.get("month"))
            month = month if month in range(1, 13) else None
            found = matters.calendar(rows, year, body, month) if year else None
            bodies = search.bodies(rows)
            return self.page("calendar.html", request, years=years, found=found, body=body, bodies=bodies)

    def failed(self, request: Request, error: Exception) -> Response:
        """What is said where there is no such page."""
        if not isinstance(error, HTTPException):
            raise error
        _ = self.wording.gettext
        told = {
            403: _("This form is of an earlier run: open the page again."),
            404: _("There is no such page."),
            413: _("This is too much for one form."),
        }
        message = told.get(error.status_code, error.detail)
        return self.page("message.html", request, error.status_code, message=message)

    def changing(self, request: Request, error: Exception) -> Response:
        """What is said while a build puts the next generation in its place."""
        message = self.wording.gettext("The corpus is being replaced: wait a moment.")
        answer = self.page("message.html", request, 503, message=message)
        answer.headers["Refresh"] = "2"
        return answer


NAME = "crparse-name"
"""The cookie with the name under which somebody corrects."""

NAME_KEPT = 365 * 24 * 3600
"""Seconds that it is kept: a year."""

LONGEST_NAME = 80
"""Characters of such a name."""

LARGEST_FORM = 1 << 20
"""Bytes of a form: the longest passages take some thousands."""


class _Refusal:
    """What is answered where something was not written."""

    answer: Response | None = None


def _who(request: Request) -> str:
    """Who sits before the browser: by the name given there, else by that of the account."""
    return unquote(request.cookies.get(NAME, "")) or getpass.getuser()


def _back(given: QueryParams) -> str:
    """The page that a form stands in: one of the viewer's own."""
    back = given.get("back", "/")
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"


async def _form(request: Request, keys: Keys) -> QueryParams:
    """What a form says.

    Raises:
        HTTPException: It is not one of the viewer's, or too large.
    """
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > LARGEST_FORM:
            raise HTTPException(413)
    given = QueryParams(content.decode("utf-8", "replace"))
    if not same(given.get("form_key", ""), keys.form):
        raise HTTPException(403)
    return given


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _stretch(text: str) -> tuple[int, int] | None:
    start, _, end = text.partition("-")
    place = _whole(start), _whole(end)
    return (place[0], place[1]) if place[0] is not None and place[1] is not None else None


def application(viewer: Viewer, port: int) -> ASGIApp:
    """The viewer as a web application, guarded."""
    answers: dict[str, Callable[[Request], Response]] = {
        "/": viewer.overview,
        "/search": viewer.search,
        "/document/{document}": viewer.document,
        "/document/{document}/page/{page:int}": viewer.sheet,
        "/document/{document}/page/{page:int}/picture": viewer.picture,
        "/calendar": viewer.calendar,
        "/matter": viewer.matter,
        "/numbers/{name}": viewer.numbers,
        "/drawing/{name}": viewer.drawing,
    }
    for kind in ENTITIES:
        answers |= {
            f"/{kind}": partial(viewer.entities, kind=kind),
            f"/{kind}/{{entity}}": partial(viewer.entity, kind=kind),
        }
    taken: dict[str, Callable[[Request, QueryParams], Response]] = {
        "/document/{document}": viewer.correct,
        "/people/{entity}": partial(viewer.judge, kind="people"),
        "/organisations/{entity}": partial(viewer.judge, kind="organisations"),
        "/bodies/{entity}": partial(viewer.judge, kind="bodies"),
        "/name": viewer.name,
    }

    def taking(
        answer: Callable[[Request, QueryParams], Response],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def taken_in(request: Request) -> Response:
            given = await _form(request, viewer.keys)
            return await run_in_threadpool(answer, request, given)

        return taken_in

    app = Starlette(
        routes=[
            *(Route(path, taking(answer), methods=["POST"]) for path, answer in taken.items()),
            *(Route(path, answer) for path, answer in answers.items()),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={HTTPException: viewer.failed, CorpusChanged: viewer.changing},
    )
    return Guard(app, port, viewer.keys, viewer.wording)


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
        keys = Keys()
        viewer = Viewer(corpus, language, Path(aside), keys)
        viewer.index()
        settings = uvicorn.Config(
            application(viewer, port),
            log_level="error",  # addresses would name who was looked for
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="off",
        )
        listening.listen()
        announce(f"http://{ADDRESS}:{port}/?{TOKEN}={keys.token}")
        uvicorn.Server(settings).run([listening])
