"""Who may speak to the viewer: whoever was given its address, from this machine, in a page of its own.

Every program and every page of every browser on the machine can reach a port of it, so that the port alone
protects nothing: the first address carries a secret, a cookie does from then on. A page of another site that
has the browser ask in its stead is refused by the names under which it asks (`Host`, `Origin`), by the
cookie, which such requests lack (`SameSite=Strict`), and by the secret that each form carries.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crparse.wording import Wording

ADDRESS = "127.0.0.1"
"""The only one that is listened to: no other machine can reach it."""

TOKEN = "token"
"""The parameter of the first address."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: files of the viewer alone, no script or style that stands in the page itself."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # "no-referrer" would have forms sent without their Origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # the pages name people: nothing of them stays in the browser's cache
}

READING = frozenset({"GET", "HEAD"})


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one run of the viewer, made anew each time."""

    token: str = field(default_factory=_secret)
    """In the first address."""
    session: str = field(default_factory=_secret)
    """In the cookie."""
    form: str = field(default_factory=_secret)
    """In each form."""


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of them."""
    return secrets.compare_digest(one.encode(), other.encode())


class Guard:
    """Lets through the requests of those who were given the address; answers the others itself."""

    def __init__(self, app: ASGIApp, port: int, keys: Keys, wording: Wording) -> None:
        self.app, self.keys = app, keys
        self._ = wording.gettext
        self.hosts = frozenset({f"{ADDRESS}:{port}", f"localhost:{port}"})
        self.cookie = f"crparse-{port}"
        """Cookies are shared by all ports of a machine: that of another viewer bears another name."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks over WebSockets
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = self._answer(scope)
        await (answer or self.app)(scope, receive, _with_headers(send))

    def _answer(self, scope: Scope) -> Response | None:
        """What is answered without asking the application; None for requests that go through."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if host not in self.hosts:
            return _refused(self._("This address is none of the viewer's."), 421)
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return _refused(self._("A page of another site has asked for this."))
        if scope["method"] not in READING and origin is None:
            return _refused(self._("This form does not say which page it stands in."))
        if given := parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN):
            if scope["method"] not in READING or not same(given[0], self.keys.token):
                return _refused(self._("The key in this address is none, or one of an earlier run."))
            entered = RedirectResponse(scope["path"], status_code=303)
            entered.set_cookie(self.cookie, self.keys.session, httponly=True, samesite="strict", path="/")
            return entered
        if not same(cookie_parser(headers.get("cookie", "")).get(self.cookie, ""), self.keys.session):
            return _refused(self._("Open the address that `crparse view` has printed: it holds the key."))
        return None


def _refused(reason: str, status: int = 403) -> Response:
    return Response(f"{reason}\n", status, media_type="text/plain")


def _with_headers(send: Send) -> Send:
    """Has every answer say what a page may do."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sent
