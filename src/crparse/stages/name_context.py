"""What stands around a name: whether it names a person there, or a street, a school, a longer name."""

import re
from functools import cache

from crparse import lexicon
from crparse.stages.mentions import Text
from crparse.text import fold

_FOLLOWED = re.compile(r" (?:[A-ZÀ-ÖØ-Þ]\w|\d)")
_PRECEDED = re.compile(r"(?:^|[^.!?:;,»\"•–\s-]) (?:[A-ZÀ-ÖØ-Þ][\w'’-]+ )$|\w[A-ZÀ-ÖØ-Þ][\w'’-]* $")


def named_after(text: str, start: int) -> bool:
    """Whether a street, a school or a prize bears the name: "rue du Docteur Roux", "lycée Anne Roux"."""
    return bool(_place_before().search(fold(text[max(0, start - 60) : start])))


def stands_alone(text: Text, start: int, end: int) -> bool:
    """Whether a single name is a mention of its own: no part of a longer name, no street, no common word."""
    before = text.text[max(0, start - 60) : start]
    if _FOLLOWED.match(text.text, end) or _PRECEDED.search(before):
        return False
    if _article_before().search(fold(before)) or named_after(text.text, start):
        return False
    word = fold(text.text[start:end])
    if word in lexicon.load("people")["words"]["common"] or word in text.lower:
        return text.tagged(start, end, "PER")
    return True


@cache
def _place_before() -> re.Pattern[str]:
    context = lexicon.load("people")["context"]
    words, titles = "|".join(context["named_after"]), "|".join(context["titles"])
    return re.compile(rf"(?<!\w)(?:{words})\s+(?:(?:(?:de|du|de la|de l'|des)\s*)?(?:{titles})\s+)?$")


@cache
def _article_before() -> re.Pattern[str]:
    words = "|".join(lexicon.load("people")["context"]["not_alone_after"])
    return re.compile(rf"(?<!\w)(?:{words})[ -]$|(?<!\w)l'$")
