"""One file a field: spaCy components `Doc -> Doc`, registered as `crparse_<name>` by `stage`.

Each reads earlier items and writes its own (`items.py`); the French it looks for stands in `crparse.lexicon`.
"""

from collections.abc import Callable, Sequence
from inspect import signature
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import assigned

Make = TypeVar("Make", bound=Callable[..., Callable[[Doc], Doc]])


def stage(name: str, sets: Sequence[str], needs: Sequence[str] = ()) -> Callable[[Make], Make]:
    """Registers what makes a component with spaCy: its parameters are the settings, with their defaults.

    `sets` are the groups that it keeps, `needs` what other components must have set.
    """

    def register(make: Make) -> Make:
        parameters = signature(make).parameters.values()
        settings = {one.name: one.default for one in parameters if one.default is not one.empty}
        added = Language.factory(name, default_config=settings, assigns=assigned(*sets), requires=needs)
        made: Make = added(make)
        return made

    return register
