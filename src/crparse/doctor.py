"""What is installed: Python packages and system parts, and what each absent one would bring."""

import platform
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from crparse.system_parts import PARTS, SystemPart

_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Package:
    """A Python package that crparse needs."""

    name: str
    version: str | None
    """None where it is not installed."""


def packages() -> list[Package]:
    """The packages that crparse cannot do without, in order of name."""
    needed = (text for text in requires("crparse") or () if "extra ==" not in text)
    names = {found.group() for text in needed if (found := _NAME.match(text))}
    return [Package(name, _version(name)) for name in sorted(names, key=str.lower)]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def report(found: Sequence[Package], parts: Sequence[SystemPart] = PARTS) -> Iterator[str]:
    """What is there and what is not, line by line."""
    yield f"crparse {version('crparse')}, Python {platform.python_version()} ({sys.platform})"
    yield "Python packages"
    for package in found:
        yield f"  {package.name} {package.version or 'absent: pip install ' + package.name}"
    yield "System parts (crparse reads DOCX, ODT, PDF, text, Markdown and HTML without them)"
    for part in parts:
        yield from _part_lines(part)


def _part_lines(part: SystemPart) -> Iterator[str]:
    place = part.find()
    if place is None:
        yield f"  {part.name}: absent. It would bring {part.brings}."
        for system, command in part.install.items():
            yield f"    {system}: {command}"
    else:
        yield f"  {' '.join(filter(None, (part.name, part.version())))}: {part.brings} ({place})"
