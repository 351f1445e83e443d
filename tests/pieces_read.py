"""A reading as an encoder would leave it, made of words: likelihoods by tag and word."""

import re
from collections.abc import Mapping
from typing import Any

from crparse.stages.encoder import KEPT

# Takes "mairie" and "." of "mairie.", leaves the white space.
_WORD = re.compile(r"\w+|[^\w\s]")


def reading_of(text: str, likely: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """The data of a text of which each word is a piece; a word that is not given has none of the tags."""
    words = list(_WORD.finditer(text))
    return {
        "starts": [word.start() for word in words],
        "ends": [word.end() for word in words],
        "likely": {tag: [likely.get(tag, {}).get(word.group(), 0.0) for word in words] for tag in KEPT},
    }
