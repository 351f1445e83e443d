"""The service as a program meets it: a real server, asked over HTTP."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from lxml import etree
from reportlab.pdfgen.canvas import Canvas

import crparse
from conftest import served
from crparse.corpus.folder import record_json
from crparse.exports.tei import to_tei
from crparse.record import record_schema
from minutes_files import GARDEN, REGISTER, write_docx
from scanned_pages import pdf_of, picture
from system_programs import needs_tesseract

GARDEN_TEXT = "\n".join(GARDEN).encode()

ENDLESS = "".join(f"{number}. Le comité décide de réparer le four.\n" for number in range(40_000)).encode()
"""Minutes that take a minute and more."""


def told(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def state(client: httpx.Client, address: str, *wanted: str) -> dict[str, Any]:
    """How far a job is, once that is one of `wanted`."""
    for _ in range(3000):
        found: dict[str, Any] = client.get(address).json()
        if found["state"] in wanted:
            return found
        time.sleep(0.02)
    raise AssertionError(found)


def test_a_file_in_its_record_out(client: httpx.Client, tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    answer = client.post("/parse", content=file.read_bytes(), params={"name": "jardins.docx"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.content == record_json(crparse.parse(file))


def test_tei_is_asked_for_by_accept_or_by_name(client: httpx.Client) -> None:
    record = crparse.parse(GARDEN_TEXT, name="jardins.txt")
    expected = etree.tostring(to_tei(record, {}), encoding="utf-8", xml_declaration=True) + b"\n"
    for parameters, accept in (({}, "application/tei+xml"), ({"as": "tei"}, "*/*")):
        answer = client.post(
            "/parse",
            content=GARDEN_TEXT,
            params={"name": "jardins.txt", **parameters},
            headers={"Accept": accept},
        )
        assert (answer.headers["content-type"], answer.content) == ("application/tei+xml", expected)


def test_every_meeting_of_a_file_is_a_line(client: httpx.Client) -> None:
    answer = client.post("/parse", content=REGISTER.encode(), params={"as": "jsonl", "name": "registre.txt"})
    records = [crparse.Minutes.model_validate_json(line) for line in answer.content.splitlines()]
    assert records == crparse.parse_all(REGISTER.encode(), name="registre.txt")
    assert answer.headers["content-type"] == "application/jsonl"


@pytest.mark.parametrize(
    ("content", "parameters", "headers", "expected"),
    [
        (b"", {}, {}, (422, "empty")),
        (b"PK\x03\x04 no document", {}, {}, (422, "truncated")),
        (b"%PDF-1.7 cut off", {}, {}, (422, "corrupt_pdf")),
        (b"\x00\x01\x02\x03" * 50, {}, {}, (422, "unknown_format")),
        (GARDEN_TEXT, {"format": "wordperfect"}, {}, (400, "no_such_format")),
        (GARDEN_TEXT, {"as": "yaml"}, {}, (400, "no_such_form")),
        (GARDEN_TEXT, {"wait": "long"}, {}, (400, "no_such_wait")),
        (GARDEN_TEXT, {"wait": "nan"}, {}, (400, "no_such_wait")),
        (GARDEN_TEXT, {}, {"Accept": "image/png"}, (406, "not_acceptable")),
        (GARDEN_TEXT, {}, {"Content-Type": "multipart/form-data; boundary=x"}, (415, "not_the_file")),
        (GARDEN_TEXT, {}, {"Content-Encoding": "gzip"}, (415, "not_the_file")),
        (b"x" * (2 * 1024 * 1024 + 1), {}, {}, (413, "too_large")),
        (GARDEN_TEXT, {}, {"Origin": "http://elsewhere.example"}, (403, "other_origin")),
        (GARDEN_TEXT, {}, {"Host": "elsewhere.example"}, (421, "other_host")),
    ],
)
def test_what_cannot_be_answered_is_told(
    client: httpx.Client,
    content: bytes,
    parameters: dict[str, str],
    headers: dict[str, str],
    expected: tuple[int, str],
) -> None:
    answer = client.post("/parse", content=content, params=parameters, headers=headers)
    assert told(answer) == expected
    assert all(answer.json()[field] for field in ("detail", "advice"))


def test_what_is_sent_in_pieces_is_measured_too(client: httpx.Client) -> None:
    pieces = (b"x" * 1024 * 1024 for _ in range(3))
    assert told(client.post("/parse", content=pieces)) == (413, "too_large")


def test_other_addresses_are_told(client: httpx.Client) -> None:
    assert told(client.get("/nothing")) == (404, "no_such_address")
    assert told(client.get("/parse")) == (405, "no_such_method")
    assert told(client.get("/jobs/none")) == (404, "no_such_job")


def test_health_and_schema(client: httpx.Client) -> None:
    health = client.get("/health").json()
    assert (health["status"], health["processes"], health["room"]) == ("ok", 1, 32)
    assert health["crparse"] == crparse.__version__
    assert client.get("/schema").json() == record_schema()


def test_every_answer_keeps_to_its_description(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()

    def valid(answer: httpx.Response, path: str, method: str) -> None:
        responses = document["paths"][path][method]["responses"]
        media_type = answer.headers["content-type"]
        schema = responses[str(answer.status_code)]["content"][media_type]["schema"]
        jsonschema.validate(answer.json(), {**schema, "components": document["components"]})

    valid(client.post("/parse", content=GARDEN_TEXT), "/parse", "post")
    valid(client.post("/parse", content=b""), "/parse", "post")
    job = client.post("/parse", content=GARDEN_TEXT, params={"wait": 0})
    valid(job, "/parse", "post")
    state(client, job.headers["location"], "done")
    valid(client.get(job.headers["location"]), "/jobs/{job}", "get")
    valid(client.get(job.headers["location"] + "/record"), "/jobs/{job}/record", "get")
    valid(client.get("/health"), "/health", "get")


def test_a_job_is_asked_for_until_it_is_done(client: httpx.Client) -> None:
    answer = client.post("/parse", content=GARDEN_TEXT, params={"wait": 0, "name": "jardins.txt"})
    assert (answer.status_code, answer.headers["retry-after"]) == (202, "1")
    address = answer.headers["location"]
    done = state(client, address, "done", "failed")
    assert done == {
        "id": address.rpartition("/")[2],
        "name": "jardins.txt",
        "state": "done",
        "ahead": None,
        "pages": None,
        "record": f"{address}/record",
        "problem": None,
    }
    record = crparse.parse(GARDEN_TEXT, name="jardins.txt")
    assert [client.get(done["record"]).content for _ in range(2)] == [record_json(record)] * 2
    assert client.delete(address).status_code == 204
    assert told(client.get(address)) == (404, "no_such_job")


def test_a_job_that_fails_says_why(client: httpx.Client) -> None:
    # Behind one that does not end it waits: by itself it may have failed before the answer is written.
    before = client.post("/parse", content=ENDLESS, params={"wait": 0}).headers["location"]
    address = client.post("/parse", content=b"", params={"wait": 0}).headers["location"]
    assert client.delete(before).status_code == 204
    failed = state(client, address, "done", "failed")
    assert (failed["state"], failed["problem"]["code"]) == ("failed", "empty")
    assert told(client.get(f"{address}/record")) == (422, "empty")


def test_a_job_in_hand_is_cancelled_and_the_next_one_is_read(client: httpx.Client) -> None:
    address = client.post("/parse", content=ENDLESS, params={"wait": 0}).headers["location"]
    assert state(client, address, "running")["problem"] is None
    assert told(client.get(f"{address}/record")) == (409, "not_done")
    following = client.post("/parse", content=GARDEN_TEXT, params={"wait": 0}).json()
    assert (following["state"], following["ahead"]) == ("waiting", 0)
    assert client.delete(address).status_code == 204
    assert state(client, f"/jobs/{following['id']}", "done", "failed")["state"] == "done"


def test_who_hangs_up_holds_up_nobody(client: httpx.Client) -> None:
    with pytest.raises(httpx.ReadTimeout):
        client.post("/parse", content=ENDLESS, timeout=0.5)
    assert client.post("/parse", content=GARDEN_TEXT).status_code == 200
    assert client.get("/health").json()["running"] == 0


@needs_tesseract
@pytest.mark.slow
def test_a_scan_tells_how_many_of_its_pages_are_read(client: httpx.Client, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "drawn.pdf"), invariant=1)
    for _ in range(3):
        for number, line in enumerate(GARDEN):
            canvas.drawString(72, 780 - 30 * number, line)
        canvas.showPage()
    canvas.save()
    drawn = (tmp_path / "drawn.pdf").read_bytes()
    scan = pdf_of([picture(drawn, page) for page in range(3)])
    address = client.post("/parse", content=scan, params={"wait": 0}).headers["location"]
    seen = []
    while not seen or seen[-1]["state"] in ("waiting", "running"):
        seen.append(client.get(address).json())
        time.sleep(0.05)
    pages = [one["pages"] for one in seen if one["pages"]]
    assert seen[-1]["state"] == "done"
    assert len({json.dumps(one) for one in pages}) > 1  # it was told while it went on
    assert (pages[-1]["read"], pages[-1]["of"]) == (3, 3)


@pytest.mark.slow
def test_a_document_over_a_limit_is_told() -> None:
    with served("--processes", "1", "--time-limit", "20") as (client, _):
        assert told(client.post("/parse", content=ENDLESS)) == (422, "too_slow")
        assert client.post("/parse", content=GARDEN_TEXT).status_code == 200
