"""An entity from its mentions: name, variants, and the level that joined each."""

from collections.abc import Sequence

from crparse.record import Entity, Mention
from crparse.resolution.compare import Match


def make_entity(name: str, joined: Sequence[tuple[Mention, Match]]) -> Entity:
    """The entity of that name; its id is given by `numbered`."""
    mentions = [
        mention.model_copy(update={"level": match.level, "score": match.score}) for mention, match in joined
    ]
    mentions.sort(key=lambda m: (m.start, m.end))
    return Entity(id="", name=name, variants=variants(name, [m.text for m in mentions]), mentions=mentions)


def variants(name: str, forms: Sequence[str]) -> list[str]:
    """The printed forms that differ from the name, and from one another, by more than case, in order."""
    seen = {name.casefold()}
    found = []
    for form in forms:
        if form.casefold() not in seen:
            seen.add(form.casefold())
            found.append(form)
    return found


def numbered(entities: Sequence[Entity], letter: str) -> list[Entity]:
    """The entities with the ids p1, p2… or o1, o2…, in the order given."""
    return [e.model_copy(update={"id": f"{letter}{i}"}) for i, e in enumerate(entities, start=1)]
