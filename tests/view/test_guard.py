"""Who may speak to the viewer, request by request."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from crparse.view.guard import HEADERS, Guard, Keys
from crparse.view.server import listen
from crparse.wording import wording

HERE = "http://127.0.0.1:8000"
KEYS = Keys(token="the-token", session="the-session", form="the-form")


def _inside(request: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", _inside, methods=["GET", "POST"]), Route("/page", _inside)]
    app = Guard(Starlette(routes=routes), 8000, KEYS, wording("en"))
    return TestClient(app, base_url=HERE, follow_redirects=False)


def test_the_first_address_gives_a_cookie_that_no_script_and_no_other_site_has(client: TestClient) -> None:
    answer = client.get("/page?token=the-token")
    assert (answer.status_code, answer.headers["location"]) == (303, "/page")
    assert answer.headers["set-cookie"] == "crparse-8000=the-session; HttpOnly; Path=/; SameSite=strict"
    assert client.get("/page").text == "inside"


@pytest.mark.parametrize("token", ["", "the-toke", "the-token2", "é"])
def test_without_the_token_there_is_no_way_in(client: TestClient, token: str) -> None:
    assert client.get("/", params={"token": token}).status_code == 403
    assert client.get("/").status_code == 403


def test_the_cookie_of_another_viewer_opens_nothing(client: TestClient) -> None:
    for cookie in ("crparse-8000=other", "crparse-8001=the-session", "crparse-8000", 'a="; b;;='):
        assert client.get("/", headers={"cookie": cookie}).status_code == 403
    assert client.get("/", headers={"cookie": "x=1; crparse-8000=the-session"}).text == "inside"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1.evil.example:8000"]
)
def test_another_host_is_refused_whatever_it_knows(client: TestClient, host: str) -> None:
    headers = {"host": host, "cookie": "crparse-8000=the-session"}
    assert client.get("/?token=the-token", headers=headers).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:8001", "https://127.0.0.1:8000"]
)
def test_what_a_page_of_another_origin_asks_for_is_refused(client: TestClient, origin: str) -> None:
    headers = {"origin": origin, "cookie": "crparse-8000=the-session"}
    assert client.get("/", headers=headers).status_code == 403
    assert client.post("/", headers=headers).status_code == 403


def test_a_form_says_where_it_stands(client: TestClient) -> None:
    cookie = {"cookie": "crparse-8000=the-session"}
    assert client.post("/", headers=cookie).status_code == 403
    assert client.post("/", headers=cookie | {"origin": HERE}).text == "inside"


def test_every_answer_says_what_a_page_may_do(client: TestClient) -> None:
    for answer in (client.get("/"), client.get("/?token=the-token"), client.get("/page")):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy


def test_web_sockets_are_refused(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass


def test_it_listens_on_this_machine_alone(tmp_path: Path) -> None:
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        with pytest.raises(OSError, match="in use"):
            listening.listen() or listen(listening.getsockname()[1])  # type: ignore[func-returns-value]
