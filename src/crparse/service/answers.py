"""What the service answers: in which form, with which status, and in which words."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import FileResponse, JSONResponse, Response

from crparse.corpus.entries import BUGS, LedgerEntry
from crparse.service.desk import NO_DISK, NO_PROCESS, AskedJob, Desk
from crparse.service.work import Form

MEDIA_TYPES: Mapping[Form, str] = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "tei": "application/tei+xml",
}
"""Form -> what it is called in `Accept` and `Content-Type`."""

PROBLEM = "application/problem+json"
"""RFC 9457: what went wrong, for programs."""

OWN_FAULTS = frozenset({NO_PROCESS, NO_DISK})
"""Codes of what is neither the document's fault nor a bug."""

AGAIN = 5
"""Seconds after which what the service itself lacked may be there (chosen)."""


class Problem(Exception):
    """A request that is answered with what is wrong with it."""

    def __init__(self, status: int, code: str, detail: str, advice: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.advice = status, code, detail, advice
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self) -> Response:
        """The problem as it is sent."""
        told = {"status": self.status, "code": self.code, "detail": self.detail, "advice": self.advice}
        return JSONResponse(told, self.status, self.headers, PROBLEM)


def form_accepted(accepted: str) -> Form | None:
    """The form that an `Accept` prefers; None where it takes none that there is.

    Of "application/tei+xml, application/json;q=0.5" it is TEI, of "text/html, */*;q=0.8" the record.
    """
    wanted: dict[str, float] = {}
    for part in filter(str.strip, (accepted or "*/*").split(",")):
        kind, *parameters = (one.strip() for one in part.lower().split(";"))
        weights = [one.removeprefix("q=") for one in parameters if one.startswith("q=")]
        wanted[kind] = _weight(weights[0]) if weights else 1.0
    best: tuple[float, Form] | None = None
    for form, media_type in MEDIA_TYPES.items():
        general = media_type.partition("/")[0] + "/*", "*/*"
        weight = next((wanted[kind] for kind in (media_type, *general) if kind in wanted), 0.0)
        if weight > (best[0] if best else 0.0):
            best = weight, form
    return best[1] if best else None


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def problem_of(failure: LedgerEntry) -> Problem:
    """The answer where there is no record: 422 for the document's fault, 500 for a bug of crparse."""
    told = failure.code, failure.message, failure.advice
    if failure.code in BUGS:
        return Problem(500, failure.code, failure.message, "Please report it; other documents are read.")
    if failure.code in OWN_FAULTS:
        return Problem(503, *told, Retry_After=str(AGAIN))
    if failure.code.startswith("needs_"):  # a program that the service lacks
        return Problem(501, *told)
    return Problem(422, *told)


def state_of(job: AskedJob, desk: Desk) -> dict[str, Any]:
    """How far a document is, as it is told."""
    assert job.task
    ahead = desk.ahead_of(job)
    pages = job.pages
    return {
        "id": job.id,
        "name": job.task.input.path,
        "state": job.state,
        "ahead": ahead,
        "pages": {"read": pages[0], "of": pages[1]} if pages else None,
        "record": f"/jobs/{job.id}/record" if job.state == "done" else None,
        "problem": _told(job.failure) if job.failure else None,
    }


def _told(failure: LedgerEntry) -> dict[str, str]:
    return {"code": failure.code, "detail": failure.message, "advice": failure.advice}


def answer_of(job: AskedJob) -> Response:
    """What is sent back of a document that is done, or why there is no record."""
    if job.state == "cancelled":
        raise Problem(410, "cancelled", "The document was cancelled.", "Send it again.")
    if job.state == "failed":
        assert job.failure
        raise problem_of(job.failure)
    assert job.task
    media_type = MEDIA_TYPES[job.task.form]
    return FileResponse(job.answer, media_type=media_type)
