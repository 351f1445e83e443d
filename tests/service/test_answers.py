"""In which form and with which status the service answers."""

from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from crparse.corpus import Limits
from crparse.corpus.entries import LedgerEntry
from crparse.service.answers import form_accepted, problem_of
from crparse.service.description import openapi
from crparse.service.desk import Desk
from crparse.service.server import Service, ServiceLimits, routes


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/json", "json"),
        ("application/tei+xml", "tei"),
        ("Application/TEI+XML;q=0.9, application/json;q=0.5", "tei"),
        ("application/tei+xml;q=0.1, application/jsonl", "jsonl"),
        ("text/html, application/*;q=0.8", "json"),
        ("application/json;q=0, */*", "jsonl"),
        ("text/html", None),
        ("application/json;q=much", None),
        ("image/png, ", None),
    ],
)
def test_the_form_that_is_accepted(accept: str, form: str | None) -> None:
    assert form_accepted(accept) == form


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("corrupt_pdf", 422),
        ("too_slow", 422),
        ("crashed", 422),
        ("internal_error", 500),
        ("needs_libreoffice", 501),
        ("no_process", 503),
    ],
)
def test_whose_fault_it_is_decides_the_status(code: str, status: int) -> None:
    assert problem_of(LedgerEntry("cr.pdf", code, "What.", "Do.")).status == status


def test_the_description_is_valid_and_has_every_address() -> None:
    document = openapi(100)
    OpenAPIV31SpecValidator(document).validate()
    described = {
        (path, m.upper()) for path, told in document["paths"].items() for m in told if m != "parameters"
    }
    answered = {
        (route.path, method)
        for route in routes(Service(Desk(Path(), Limits(), 1, 1), ServiceLimits()))
        for method in (route.methods or ())
        if method != "HEAD"
    }
    assert described == answered
