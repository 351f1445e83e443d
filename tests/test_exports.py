"""What `from crparse import …` gives."""

import subprocess
import sys

import pytest

import crparse
from crparse import record
from crparse.record import Model


def test_every_class_of_a_record_is_exported() -> None:
    kinds = {
        name for name, kind in vars(record).items() if isinstance(kind, type) and issubclass(kind, Model)
    }
    assert kinds - {"BaseModel", "Model"} <= set(crparse.__all__)
    assert crparse.Attendee is record.Attendee


@pytest.mark.parametrize("name", crparse.__all__)
def test_exported_names_exist(name: str) -> None:
    assert getattr(crparse, name) is not None
    assert name in dir(crparse)


def test_other_names_do_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Invitee'"):
        crparse.Invitee  # type: ignore[attr-defined]  # noqa: B018


def test_importing_alone_loads_nothing_heavy() -> None:
    code = "import sys, crparse; print([m for m in ('spacy', 'pydantic', 'pandas') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
