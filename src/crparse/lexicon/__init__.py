"""French: cues, civilities, months, roles, first names, legal forms.

One TOML file a stage (or shared by several), commented, to be read and extended by a French archivist. Cues
are regular expressions written in folded form (lower case, no accents, plain quotes and dashes: see
`crparse.text.fold`) and are matched against folded text. Word lists are plain `.txt` files, one entry a line,
`#` starts a comment.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of `name`.toml."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """The entries of `name`.txt, as written."""
    lines = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(entry for line in lines if (entry := line.split("#")[0].strip()))
