"""A browser's requests to the viewer, without a browser."""

from pathlib import Path

from starlette.testclient import TestClient

from crparse.view.guard import Keys
from crparse.view.server import Viewer, application
from crparse.wording import Language

PORT = 8000

HERE = f"http://127.0.0.1:{PORT}"


def entered(corpus: Path, aside: Path, language: Language = "fr") -> TestClient:
    """A browser that has opened the first address."""
    keys = Keys()
    app = application(Viewer(corpus, language, aside, keys), PORT)
    client = TestClient(app, base_url=HERE)
    client.get("/", params={"token": keys.token})
    return client
