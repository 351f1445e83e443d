"""The server: which address gives what, and how much of a request is taken in."""

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from socket import SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, getaddrinfo, socket
from typing import Any, get_args

import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from crparse.corpus import MEGABYTE, Limits
from crparse.readers import FORMATS
from crparse.record import record_schema
from crparse.service.answers import Problem, answer_of, form_accepted, state_of
from crparse.service.description import openapi
from crparse.service.desk import AskedJob, Desk, DeskFull
from crparse.service.work import Form
from crparse.text import portable

log = logging.getLogger(__name__)

HERE = "127.0.0.1"
"""The address that this machine alone reaches."""

OWN_NAMES = frozenset({"localhost", HERE, "[::1]"})
"""What this machine calls itself."""

WAIT, LONGEST_WAIT = 30.0, 600.0
"""Seconds that a request waits for its record unless it says how long, and at most: then it gets a job."""

SENDING = 300.0
"""Seconds in which a document has to arrive (chosen): one that trickles in keeps others out."""

UNNAMED = "document"
"""Name of a document that is sent without one."""


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """What the service takes in, beside what one document may take."""

    waiting: int = 32
    """Documents that may wait, or be on their way, beside those in hand."""
    largest: int = 100
    """Megabytes of a file."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a request says beside the document."""

    name: str
    format: str | None
    form: Form
    wait: float


def asked_for(request: Request) -> AskedFor:
    """What a request says beside the document.

    Raises:
        Problem: It asks for what there is not.
    """
    given = request.query_params
    format = given.get("format")
    if format is not None and format not in FORMATS:
        told = f"There is no format {format}: there are {', '.join(FORMATS)}."
        raise Problem(400, "no_such_format", told, "Leave it out: the content tells it.")
    forms: tuple[Form, ...] = get_args(Form)
    chosen = next((form for form in forms if form == given.get("as")), None)
    if "as" in given and chosen is None:
        told = f"There is no form {given['as']}: there are {', '.join(forms)}."
        raise Problem(400, "no_such_form", told, "Choose one of them.")
    chosen = chosen or form_accepted(request.headers.get("accept", ""))
    if chosen is None:
        raise Problem(
            406, "not_acceptable", "There is no such form of a record.", "Ask for JSON, JSON Lines or TEI."
        )
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    packed = request.headers.get("content-encoding", "identity").lower()
    if sent == "multipart/form-data" or packed != "identity":
        advice = "Send the file itself: curl --data-binary @FILE."
        raise Problem(415, "not_the_file", "The body is a form, or packed, and not the file itself.", advice)
    try:
        wait = float(given.get("wait", WAIT))
    except ValueError:
        wait = -1.0
    if not 0 <= wait <= LONGEST_WAIT:
        told = f"wait is a number of seconds, from 0 to {LONGEST_WAIT:g}."
        raise Problem(400, "no_such_wait", told, "Leave it out, or mend it.")
    return AskedFor(portable(given.get("name") or UNNAMED), format, chosen, wait)


class Service:
    """The answers, each for one address."""

    def __init__(self, desk: Desk, limits: ServiceLimits) -> None:
        self.desk, self.limits = desk, limits
        self._told = openapi(limits.largest)
        self._schema = record_schema()

    async def parse(self, request: Request) -> Response:
        """Takes a document in; answers with its record, or with the job where it takes longer."""
        try:
            asked = asked_for(request)
        except Problem:
            await self._let_pass(request)
            raise
        try:
            with self.desk.arriving() as job:
                await self._take_in(request, job.content)
                await run_in_threadpool(self.desk.hand_in, job, asked.name, asked.format, asked.form)
        except DeskFull as full:
            await self._let_pass(request)
            told = "As many documents wait as there is room for."
            raise Problem(
                503, "busy", told, f"Send it again in {full.seconds} s.", Retry_After=str(full.seconds)
            ) from full
        if await self._ended(job, request, asked.wait):
            return self._answered(job)
        place = f"/jobs/{job.id}"
        return JSONResponse(state_of(job, self.desk), 202, {"Location": place, "Retry-After": "1"})

    def _answered(self, job: AskedJob) -> Response:
        """The record of a document that nobody will ask for again."""
        try:
            answer = answer_of(job)
        except Problem:
            self.desk.drop(job)
            raise
        answer.background = BackgroundTask(self.desk.drop, job)
        return answer

    async def _take_in(self, request: Request, file: Path) -> None:
        """Writes what is sent to a file, as far as that may be."""
        most = self.limits.largest * MEGABYTE
        too_large = Problem(
            413,
            "too_large",
            f"The file is larger than the {self.limits.largest} MB allowed.",
            "Cut it, or have the service allow more (--largest).",
        )
        size = 0
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > most:
            await self._let_pass(request)
            raise too_large
        try:
            async with asyncio.timeout(SENDING):
                with file.open("wb") as content:
                    async for part in request.stream():
                        size += len(part)
                        if size <= most:
                            content.write(part)
        except TimeoutError:
            told = f"The file did not arrive in {SENDING:g} seconds."
            raise Problem(408, "too_slow_to_arrive", told, "Send it again.", Connection="close") from None
        if size > most:
            raise too_large

    async def _let_pass(self, request: Request) -> None:
        """Reads what is sent and keeps nothing of it: who is cut off while sending hears no answer.

        As much as may be sent; whoever sends more is cut off.
        """
        size = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SENDING):
                async for part in request.stream():
                    size += len(part)
                    if size > self.limits.largest * MEGABYTE:
                        return

    async def _ended(self, job: AskedJob, request: Request, seconds: float) -> bool:
        """Waits for a document; whether it is done. Where nobody waits any more it is dropped."""
        ended = asyncio.wrap_future(job.ended)
        gone = asyncio.ensure_future(_is_gone(request))
        try:
            await asyncio.wait({ended, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if gone.done() and not ended.done():
                self.desk.drop(job)
                raise ClientDisconnect
            return ended.done()
        finally:
            gone.cancel()

    async def job(self, request: Request) -> Response:
        """How far a document is."""
        return JSONResponse(state_of(self._found(request), self.desk))

    async def record(self, request: Request) -> Response:
        """The record of a document that is done."""
        job = self._found(request)
        if not job.ended.done():
            told = "The document is not done yet."
            raise Problem(409, "not_done", told, f"/jobs/{job.id} tells how far it is.", Retry_After="1")
        return answer_of(job)

    async def drop(self, request: Request) -> Response:
        """Cancels a document that is not done, and forgets it."""
        await run_in_threadpool(self.desk.drop, self._found(request))
        return Response(status_code=204)

    def _found(self, request: Request) -> AskedJob:
        job = self.desk.find(request.path_params["job"])
        if job is None:
            raise Problem(404, "no_such_job", "There is no such job, or no more.", "Send the document again.")
        return job

    async def health(self, request: Request) -> Response:
        """That it is there, and how busy it is."""
        waiting, running = self.desk.counts()
        told: dict[str, Any] = {"status": "ok", "crparse": version("crparse"), "running": running}
        return JSONResponse(
            {**told, "waiting": waiting, "room": self.desk.room, "processes": self.desk.count}
        )

    async def schema(self, request: Request) -> Response:
        """The JSON Schema of a record."""
        return JSONResponse(self._schema, media_type="application/schema+json")

    async def description(self, request: Request) -> Response:
        """What can be asked, for programs."""
        return JSONResponse(self._told)


def routes(service: Service) -> list[Route]:
    """Which address gives what."""
    return [
        Route("/parse", service.parse, methods=["POST"]),
        Route("/jobs/{job}", service.job),
        Route("/jobs/{job}", service.drop, methods=["DELETE"]),
        Route("/jobs/{job}/record", service.record),
        Route("/health", service.health),
        Route("/schema", service.schema),
        Route("/openapi.json", service.description),
    ]


async def _is_gone(request: Request) -> None:
    """Returns when whoever asked hangs up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return error.answer()
    if isinstance(error, ClientDisconnect):  # nobody hears it
        return Response(status_code=499)
    if isinstance(error, HTTPException):
        found = {404: "no_such_address", 405: "no_such_method"}.get(error.status_code, "http")
        problem = Problem(error.status_code, found, error.detail, "/openapi.json tells what can be asked.")
        problem.headers.update(error.headers or {})
        return problem.answer()
    log.error("crparse failed on a request", exc_info=error)
    return Problem(500, "internal_error", "crparse failed on this request.", "Please report it.").answer()


class OwnPagesOnly:
    """Refuses what a page of some site has a browser ask in its stead."""

    def __init__(self, app: ASGIApp, own_names: frozenset[str] | None) -> None:
        self.app, self.own_names = app, own_names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] == "http" and (refusal := self._refusal(Request(scope))):
            await refusal.answer()(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refusal(self, request: Request) -> Problem | None:
        host = request.headers.get("host", "")
        if self.own_names is not None and _without_port(host) not in self.own_names:
            told = f"The service listens for {', '.join(sorted(self.own_names))} alone."
            return Problem(421, "other_host", told, "Ask under one of these names.")
        origin = request.headers.get("origin")
        if origin is not None and origin.partition("//")[2] != host:
            return Problem(403, "other_origin", "A page of another site has asked for this.", "Ask directly.")
        return None


def _without_port(host: str) -> str:
    """The name of "localhost:8765"."""
    name, _, port = host.rpartition(":")
    return name if name and port.isdecimal() else host


def application(desk: Desk, limits: ServiceLimits, own_names: frozenset[str] | None = OWN_NAMES) -> ASGIApp:
    """The service as a web application; the desk begins and ends with it.

    Args:
        desk: Where documents are read.
        limits: What is taken in.
        own_names: Under which names it may be asked; None for any.
    """
    service = Service(desk, limits)

    @contextlib.asynccontextmanager
    async def opened(app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await run_in_threadpool(desk.end)

    app = Starlette(
        routes=routes(service),
        exception_handlers=dict.fromkeys((Problem, ClientDisconnect, HTTPException, Exception), _refused),
        lifespan=opened,
    )
    return OwnPagesOnly(app, own_names)


def listen_at(host: str, port: int) -> socket:
    """A socket at an address.

    Args:
        host: An address of this machine, or a name of it.
        port: 0 for any that is free.

    Raises:
        OSError: It cannot be had: taken, or not this machine's.
    """
    family, kind, protocol, _, address = getaddrinfo(host, port, type=SOCK_STREAM)[0]
    listening = socket(family, kind, protocol)
    try:
        listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    return listening


def serve(
    listening: socket,
    limits: Limits,
    service_limits: ServiceLimits,
    processes: int,
    announce: Callable[[str], None],
) -> None:
    """Answers until it is stopped (Ctrl-C, `kill`).

    Args:
        listening: Where it is asked.
        limits: What one document may take.
        service_limits: What is taken in.
        processes: How many documents are read at a time.
        announce: Is told the address when it is about to answer.

    Raises:
        NoProcess: No process can be started to read documents.
    """
    host, port = listening.getsockname()[:2]
    with tempfile.TemporaryDirectory(prefix="crparse-", ignore_cleanup_errors=True) as place, listening:
        desk = Desk(Path(place), limits, processes, service_limits.waiting)
        desk.start()
        app = application(desk, service_limits, OWN_NAMES if host == HERE else None)
        settings = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # addresses would name documents
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=5,
        )
        listening.listen()
        announce(f"http://{host}:{port}")
        try:
            uvicorn.Server(settings).run([listening])
        finally:
            desk.end()
