"""Mentions for tests: one after the other in a text that consists of nothing else."""

from crparse.record import Entity, Mention
from crparse.resolution.people import SURNAME_RULE


def mentions(*texts: str) -> list[Mention]:
    """A mention for each text; "M. X" is that of "X" after a civility."""
    found, start = [], 0
    for text in texts:
        name = text.removeprefix("M. ")
        rule = "test" if name == text else SURNAME_RULE
        found.append(
            Mention(start=start, end=start + len(name), rule=rule, text=name, level="exact", score=100.0)
        )
        start += len(name) + 1
    return found


def named(entities: list[Entity]) -> list[list[str]]:
    """Name and variants of each."""
    return [[entity.name, *entity.variants] for entity in entities]


def levels(entity: Entity) -> list[tuple[str, str]]:
    """Text and level of each mention."""
    return [(mention.text, mention.level) for mention in entity.mentions]
