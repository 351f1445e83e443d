"""The JSON Schema of a record, from the models in `record.py`."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from crparse.record import SCHEMA_VERSION, Minutes

SCHEMA_ID = f"urn:crparse:schema:minutes:{SCHEMA_VERSION}"
"""Changes with `SCHEMA_VERSION`, so that a corpus says which schema its records keep."""


def record_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a record as `crparse parse` and `crparse build` write it."""
    schema = Minutes.model_json_schema(by_alias=True, mode="serialization")
    # A pipe of the schema ends here: the version is a constant of this schema, not any string.
    schema["properties"]["schema_version"] = {
        "const": SCHEMA_VERSION,
        "title": "Schema Version",
        "type": "string",
    }
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": SCHEMA_ID, **schema}
