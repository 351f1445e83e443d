"""What can be asked of the service, as programs read it: OpenAPI 3.1."""

from importlib.metadata import version
from typing import Any, get_args

from crparse.readers import FORMATS
from crparse.record import Minutes
from crparse.service.answers import MEDIA_TYPES, PROBLEM
from crparse.service.desk import State
from crparse.service.work import Form

SCHEMAS = "#/components/schemas/"

Described = dict[str, Any]


def openapi(largest: int) -> Described:
    """The description of the service; `largest` is how many megabytes a file may have."""
    record = Minutes.model_json_schema(by_alias=True, mode="serialization", ref_template=SCHEMAS + "{model}")
    parts = record.pop("$defs")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "crparse",
            "version": version("crparse"),
            "summary": "French meeting minutes in, structured records out.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {
            "/parse": {"post": _parse(largest)},
            "/jobs/{job}": {"parameters": [_JOB_PARAMETER], "get": _job(), "delete": _drop()},
            "/jobs/{job}/record": {"parameters": [_JOB_PARAMETER], "get": _record()},
            "/health": {"get": _plain("health", "How busy the service is.", "application/json", _HEALTH)},
            "/schema": {
                "get": _plain("schema", "The JSON Schema of a record.", "application/schema+json", {})
            },
            "/openapi.json": {"get": _plain("openapi", "This description.", "application/json", {})},
        },
        "components": {"schemas": {**parts, "Minutes": record, "Job": _JOB, "Problem": _PROBLEM_SCHEMA}},
    }


def _plain(name: str, summary: str, media_type: str, schema: Described) -> Described:
    content = {media_type: {"schema": schema or {"type": "object"}}}
    return {"operationId": name, "summary": summary, "responses": {"200": _answer(summary, content)}}


def _answer(description: str, content: Described | None = None, **headers: str) -> Described:
    told: Described = {"description": description}
    if content:
        told["content"] = content
    if headers:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        told["headers"] = {
            name: {"description": text, "schema": {"type": "string"}} for name, text in named.items()
        }
    return told


def _problem(description: str, **headers: str) -> Described:
    return _answer(description, {PROBLEM: {"schema": {"$ref": SCHEMAS + "Problem"}}}, **headers)


_RETRY = "Seconds after which to ask again."

_RECORD_CONTENT = {
    MEDIA_TYPES["json"]: {"schema": {"$ref": SCHEMAS + "Minutes"}},
    MEDIA_TYPES["jsonl"]: {"schema": {"type": "string", "description": "A record on each line."}},
    MEDIA_TYPES["tei"]: {"schema": {"type": "string", "description": "A TEI P5 document."}},
}

_FAULTS = {
    "422": _problem("The document cannot be read: damaged, protected, no minutes' format, or over a limit."),
    "500": _problem("A bug of crparse."),
    "501": _problem("The service lacks the program that reads such files."),
}


def _query(name: str, description: str, schema: Described) -> Described:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _parse(largest: int) -> Described:
    return {
        "operationId": "parse",
        "summary": "Read a document.",
        "description": "The body is the file itself. The content tells its format, not its name.",
        "parameters": [
            _query("name", "What the record calls the file.", {"type": "string"}),
            _query(
                "format",
                "The format, where the content is not to be trusted to tell.",
                {"type": "string", "enum": [*FORMATS]},
            ),
            _query(
                "as",
                "The form of the answer, by default what Accept prefers: the record of the first meeting of "
                "the file (json), of each on a line (jsonl), TEI of the first (tei).",
                {"type": "string", "enum": [*get_args(Form)]},
            ),
            _query(
                "wait",
                "Seconds to wait for the record: then the answer is a job. 0: a job at once.",
                {"type": "number", "minimum": 0, "maximum": 600, "default": 30},
            ),
        ],
        "requestBody": {
            "required": True,
            "description": f"The file, of up to {largest} MB.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        "responses": {
            "200": _answer("The record.", _RECORD_CONTENT),
            "202": _answer(
                "The document takes longer: ask for the job.",
                {"application/json": {"schema": {"$ref": SCHEMAS + "Job"}}},
                Location="The address of the job.",
                Retry_After=_RETRY,
            ),
            "400": _problem("A parameter says what there is not."),
            "406": _problem("Accept takes no form that there is."),
            "408": _problem("The file does not arrive in time."),
            "413": _problem("The file is too large."),
            "415": _problem("The body is a form, or packed, and not the file itself."),
            **_FAULTS,
            "503": _problem("As many documents wait as there is room for.", Retry_After=_RETRY),
        },
    }


def _job() -> Described:
    content = {"application/json": {"schema": {"$ref": SCHEMAS + "Job"}}}
    return {
        "operationId": "job",
        "summary": "How far a document is.",
        "responses": {"200": _answer("How far it is.", content), "404": _problem("There is no such job.")},
    }


def _drop() -> Described:
    return {
        "operationId": "drop",
        "summary": "Cancel a document that is not done, and forget it.",
        "responses": {"204": _answer("It is forgotten."), "404": _problem("There is no such job.")},
    }


def _record() -> Described:
    return {
        "operationId": "record",
        "summary": "The record of a document that is done, in the form that was asked for.",
        "responses": {
            "200": _answer("The record.", _RECORD_CONTENT),
            "404": _problem("There is no such job."),
            "409": _problem("It is not done yet.", Retry_After=_RETRY),
            "410": _problem("It was cancelled."),
            **_FAULTS,
            "503": _problem("The service lacked the means to read it.", Retry_After=_RETRY),
        },
    }


_JOB_PARAMETER = {
    "name": "job",
    "in": "path",
    "required": True,
    "description": "Its id.",
    "schema": {"type": "string"},
}


def _object(description: str, **properties: Described) -> Described:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [*properties],
    }


_TEXT = {"type": "string"}

_PROBLEM_SCHEMA = _object(
    "What went wrong (RFC 9457).",
    status={"type": "integer"},
    code={"type": "string", "description": "Stable; of a document that of errors.jsonl."},
    detail={"type": "string", "description": "What happened."},
    advice={"type": "string", "description": "What to do."},
)

_COUNT = {"type": "integer", "minimum": 0}

_JOB = _object(
    "How far a document is.",
    id=_TEXT,
    name=_TEXT,
    state={"type": "string", "enum": [*get_args(State)]},
    ahead={"type": ["integer", "null"], "minimum": 0, "description": "How many wait before it."},
    pages={
        "description": "Of a document that has any, how many pages are read, and of how many; what has to be "
        "recognised anew counts again.",
        "anyOf": [_object("Pages.", read=_COUNT, of=_COUNT), {"type": "null"}],
    },
    record={"type": ["string", "null"], "description": "Where the record is, once it is done."},
    problem={
        "description": "Why there is no record; where there is one, what it lacks.",
        "anyOf": [_object("A problem.", code=_TEXT, detail=_TEXT, advice=_TEXT), {"type": "null"}],
    },
)

_HEALTH = _object(
    "How busy it is.",
    status={"const": "ok"},
    crparse={"type": "string", "description": "The version."},
    running={"type": "integer", "minimum": 0, "description": "Documents in hand."},
    waiting={"type": "integer", "minimum": 0, "description": "Documents that wait or are being sent."},
    room={"type": "integer", "minimum": 0, "description": "How many may wait."},
    processes={"type": "integer", "minimum": 1, "description": "How many are read at a time."},
)
