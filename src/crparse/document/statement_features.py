"""What speaks for and against a statement being a decision or an action."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from spacy.tokens import Token

from crparse import lexicon
from crparse.document.lists import is_item
from crparse.document.reading import UNLIKELY, Reading
from crparse.document.statements import Companions, Statement
from crparse.document.view import view_of
from crparse.language.calendar import find_days
from crparse.language.tenses import is_conditional, is_future, is_past
from crparse.text import fold

Features = dict[str, float]

NEAR_START = 12
"""Characters: a name that begins before it is the first that the statement speaks of
(chosen, not measured)."""

TOGETHER = (
    ("list_item", "starts_infinitive"),
    ("list_item", "title_actions"),
    ("list_item", "lead_actions"),
    ("people_last", "starts_infinitive"),
    ("people_last", "starts_noun"),
    ("people_label", "starts_infinitive"),
    ("arrow", "future"),
    ("arrow", "starts_infinitive"),
    ("attendee_first", "future"),
    ("attendee_first", "present"),
    ("cue_passive_future", "late"),
    ("cue_matter_settled", "present"),
    ("cue_body_decides", "present"),
    ("cue_body_decides", "alone"),
    ("stop_last", "starts_infinitive"),
)
"""Features that mean more together than each alone."""

ARROWS = "→⇒⇨➔➜➢=\uf0e0\uf0f0"
"""Bullets that lead to what follows from what was said."""


READ_AS = {"decisions": ("decision", "action"), "actions": ("action", "decision")}
"""For each lexicon, what an encoder takes its statements for, and what they are easily mistaken for."""


@lru_cache(maxsize=1024)
def hits(name: str, group: str, text: str) -> tuple[str, ...]:
    """The cue families of a group in the lexicon's file `name` that speak in a folded text.

    Asked of a statement by its neighbours too, and of a heading by all that stands below it.
    """
    families = lexicon.names(name, group)
    return tuple(family for family in families if lexicon.cues(name, f"{group}.{family}").find(text))


def spoken(statement: Statement, name: str, group: str) -> tuple[str, ...]:
    """The cue families of a group that speak in a statement: asked for it, its neighbours and its company."""
    key = name, group
    if key not in statement.spoken:
        statement.spoken[key] = hits(name, group, statement.folded)
    return statement.spoken[key]


def features(statement: Statement, name: str) -> Features:
    """The features of a statement, with the cues of lexicon `name`."""
    if not statement.figures:
        statement.figures = {
            **_grammar(statement),
            **_people(statement),
            **_shape(statement),
            **_place(statement),
        }
    found = {
        **_cues(statement, name),
        **_titles(statement, name),
        **statement.figures,
        **_neighbours(statement, name),
        **_company(statement, name),
        **_read(statement, name),
    }
    for one, other in TOGETHER:
        found[f"{one}+{other}"] = found.get(one, 0.0) * found.get(other, 0.0)
    return found


def _cues(statement: Statement, name: str) -> Features:
    cues, against = (spoken(statement, name, group) for group in ("cues", "against"))
    found = {f"cue_{family}": 1.0 for family in cues} | {f"against_{family}": 1.0 for family in against}
    return {**found, "cues": float(len(cues)), "against": float(len(against))}


def _titles(statement: Statement, name: str) -> Features:
    found: Features = {}
    for depth, title in enumerate(statement.titles):
        for family in hits(name, "titles", title):
            found[f"{'title' if depth == 0 else 'above'}_{family}"] = 1.0
    found |= {f"lead_{family}": 1.0 for family in hits(name, "titles", statement.lead)}
    for kind in ("attendance", "agenda", "signatures"):
        cue = lexicon.cues("statements", f"sections.{kind}")
        found[f"in_{kind}"] = float(bool(statement.titles) and bool(cue.find(statement.titles[0])))
    found["untitled"] = float(not statement.titles)
    return found


SEVERAL = 3
"""Items from which on a list is long (chosen, not measured)."""


def _company(statement: Statement, name: str) -> Features:
    """What the items of its list, its section and the whole document look like."""
    found = {
        **_told_once(statement.row, name, _row),
        **_told_once(statement.section, name, _section),
        **_told_once(statement.everything, name, _document),
    }
    # Where a document has a place for such items, one elsewhere is less likely.
    placed = found[f"has_{name}"] and not any(hits(name, "titles", t) for t in statement.titles[:1])
    return {
        **found,
        "out_of_place": float(bool(placed)),
        "item_of_several": float(_is_one_of_several(statement)),
    }


def _told_once(company: Companions, name: str, told: Callable[[Companions, str], Features]) -> Features:
    if name not in company.figures:
        company.figures[name] = told(company, name)
    return company.figures[name]


def _is_one_of_several(statement: Statement) -> bool:
    return is_item(statement.block) and len(statement.row.members) >= SEVERAL


def _row(company: Companions, name: str) -> Features:
    members = company.members
    return {
        "row_infinitives": _mean(float(starts_infinitive(s)) for s in members),
        "row_named": _mean(float(s.named_before is not None or s.named_after is not None) for s in members),
        "row_cues": _mean(float(bool(spoken(s, name, "cues"))) for s in members),
        "row_alone": float(len(members) == 1),
    }


def _section(company: Companions, name: str) -> Features:
    members = company.members
    return {
        "section_cues": _mean(float(bool(spoken(s, name, "cues"))) for s in members),
        "section_votes": float(any(s.bare for s in members)),
        "section_short": float(len(members) < SEVERAL),
    }


def _document(company: Companions, name: str) -> Features:
    members = company.members
    titled = {title for s in members for title in s.titles}
    return {
        "document_cues": _mean(float(bool(spoken(s, name, "cues"))) for s in members),
        "document_votes": _mean(float(s.bare) for s in members),
        "document_listed": _mean(float(is_item(s.block)) for s in members),
        "has_actions": float(any("actions" in hits("actions", "titles", title) for title in titled)),
        "has_decisions": float(any("decisions" in hits("decisions", "titles", title) for title in titled)),
        "document_labels": _mean(float("label" in spoken(s, name, "cues")) for s in members),
        "document_long": float(len(members) > LONG),
    }


LONG = 150
"""Statements of a long document (chosen, not measured)."""


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / max(1, len(found))


def starts_infinitive(statement: Statement, start: int = 0) -> bool:
    """Whether its first word from `start` on is an infinitive."""
    written = (t for t in statement.tokens if t.idx >= statement.start + start)
    first = next((t for t in written if not t.is_punct and not t.is_space), None)
    return first is not None and is_infinitive(first)


def is_infinitive(token: Token) -> bool:
    """Whether it is an infinitive: the tagger takes "Envoyer" at the head of a line for a noun."""
    if "Inf" in token.morph.get("VerbForm", []):
        return True
    word = fold(token.text)
    return (
        word.endswith(_infinitive_endings())
        and token.pos_ not in ("DET", "PRON")
        and bool(verb_classes(word))
    )


@cache
def _infinitive_endings() -> tuple[str, ...]:
    return tuple(lexicon.words("tenses", "infinitive"))


def _grammar(statement: Statement) -> Features:
    words = [t for t in statement.tokens if not t.is_punct and not t.is_space]
    if not words:
        return {}
    first, pairs = words[0], list(pairwise(words))
    verbs = [t for t in words if t.pos_ in ("VERB", "AUX")]
    finite = [t for t in verbs if "Fin" in t.morph.get("VerbForm", [])]
    return {
        "starts_infinitive": float(is_infinitive(first)),
        "starts_verb": float(first in verbs and "Fin" in first.morph.get("VerbForm", [])),
        "starts_participle": float("Part" in first.morph.get("VerbForm", [])),
        "starts_noun": float(first.pos_ == "NOUN"),
        "starts_name": float(first.pos_ == "PROPN"),
        "starts_pronoun": float(first.pos_ == "PRON"),
        "starts_article": float(first.pos_ == "DET"),
        "starts_preposition": float(first.pos_ == "ADP"),
        "future": float(any(is_future(t) for t in verbs)),
        "future_active": float(any(is_future(t) and t.pos_ == "VERB" for t in verbs)),
        "future_after_name": float(any(a.pos_ in ("PROPN", "NOUN") and is_future(b) for a, b in pairs)),
        "conditional": float(any(is_conditional(t) for t in finite)),
        "past": float(any(is_past(t) for t in verbs)),
        "present": float(any("Pres" in t.morph.get("Tense", []) for t in finite)),
        "no_finite_verb": float(not finite),
        "infinitive": float(any("Inf" in t.morph.get("VerbForm", []) for t in verbs)),
        "to_infinitive": float(any(_is_to(a) and "Inf" in b.morph.get("VerbForm", []) for a, b in pairs)),
        "names": float(min(3, sum(t.pos_ == "PROPN" for t in words))),
        **_function_words(words),
        **_verbs(words),
    }


@lru_cache(maxsize=4096)
def verb_classes(word: str) -> tuple[str, ...]:
    """What a verb tells of by its folded form: a task, an aim, talk, a settlement."""
    classes = lexicon.names("actions", "verbs")
    return tuple(c for c in classes if word.startswith(tuple(lexicon.words("actions", f"verbs.{c}"))))


def _verbs(words: Sequence[Token]) -> Features:
    """Which classes of verbs stand in which form: "verb_task_inf" of "il faut relancer"."""
    found: Features = {}
    for before, token in pairwise([None, *words]):
        if token is None or (token.pos_ not in ("VERB", "AUX") and not is_infinitive(token)):
            continue
        form = verb_form(token)
        if form == "part" and before is not None and is_future(before):
            form = "to_be"
        for name in verb_classes(fold(token.text)):
            found[f"verb_{name}_{form}"] = 1.0
            if token is words[0]:
                found[f"starts_{name}_{form}"] = 1.0
    return found


def verb_form(token: Token) -> str:
    """Infinitive, participle, future, present or past."""
    if is_infinitive(token):
        return "inf"
    if "Part" in token.morph.get("VerbForm", []):
        return "part"
    return "fut" if is_future(token) else "pres" if "Pres" in token.morph.get("Tense", []) else "past"


def _function_words(words: Sequence[Token]) -> Features:
    """Small words that tell who speaks of what: "nous", "qui", "ne … pas", "auprès de"."""
    said = [fold(t.text).rstrip("'") for t in words]
    found: Features = {}
    for group in lexicon.names("statements", "words"):
        listed = lexicon.words("statements", f"words.{group}")
        found[f"word_{group}"] = float(not listed.isdisjoint(said))
        found[f"first_{group}"] = float(said[0] in listed)
    return found


def _is_to(token: Token) -> bool:
    """Whether it is the "à" that may stand before an infinitive."""
    return token.pos_ == "ADP" and fold(token.text) in lexicon.words("tenses", "to")


def _people(statement: Statement) -> Features:
    people = statement.people
    match = people.search(statement.text) if people else None
    return {
        "attendee": float(match is not None),
        "attendee_first": float(match is not None and match.start() < NEAR_START),
        # Takes "Zoé : relancer", leaves "Le four. Puis : 12".
        "name_label": float(bool(re.match(r"[^:.]{2,50}\s?:\s\S", statement.text))),
        "people_label": float(statement.named_before is not None),
        "people_last": float(statement.named_after is not None),
        # Takes "relancer le traiteur (Zoé)", leaves "(Zoé) relance".
        "bracket_last": float(bool(re.search(r"\([^)]{2,60}\)[\s.;]*$", statement.text))),
    }


def _shape(statement: Statement) -> Features:
    text = statement.text
    size = len(text)
    return {
        "tiny": float(size < 25),
        "short": float(25 <= size < 60),
        "middle": float(60 <= size < 160),
        "long": float(160 <= size < 320),
        "huge": float(size >= 320),
        "colon_last": float(text.endswith(":")),
        "question": float(text.endswith("?")),
        "stop_last": float(text.endswith(".")),
        "semicolon_last": float(text.endswith((";", ","))),
        "capital": float(text[:1].isupper()),
        "digits": float(any(c.isdigit() for c in text)),
        "quoted": float("«" in text or "“" in text or '"' in text),
        "dated": float(bool(find_days(text))),
        "link": float("http" in text or "www." in text),
        "colon_inside": float(":" in text[:-1]),
        "vote": float(statement.vote is not None),
        "bare_vote": float(statement.bare),
    }


def _place(statement: Statement) -> Features:
    block = statement.block
    length = max(1, len(statement.whole))
    return {
        "list_item": float(block.kind.value == "list_item"),
        "deep_item": float((block.list_level or 0) > 0),
        "cell": float(block.cell is not None),
        "arrow": float(statement.arrow or (block.marker or " ")[0] in ARROWS),
        "first": float(statement.first),
        "last": float(statement.last),
        "alone": float(statement.first and statement.last),
        "early": float(statement.start / length < 0.12),
        "late": float(statement.start / length > 0.85),
        "colored": float(any(r.color and r.color.lower() not in ("000000", "auto") for r in block.runs)),
        **{look: float(_share(statement, look) > 0.5) for look in ("bold", "italic", "underline")},
    }


def _share(statement: Statement, look: str) -> float:
    """Share of the statement's characters that are bold, italic or underlined."""
    start, end = statement.start - statement.offset, statement.end - statement.offset
    marked = sum(
        max(0, min(r.end, end) - max(r.start, start))
        for r in statement.block.runs_in(start, end)
        if getattr(r, look)
    )
    return marked / max(1, end - start)


def _neighbours(statement: Statement, name: str) -> Features:
    found: Features = {}
    for side, other in (("before", statement.before), ("after", statement.after)):
        if other is None:
            continue
        found[f"{side}_vote"] = float(other.bare)
        found[f"{side}_cues"] = float(len(spoken(other, name, "cues")))
        found[f"{side}_label"] = float(other.text.endswith(":"))
        found[f"{side}_same_block"] = float(other.index == statement.index)
    return found


def _read(statement: Statement, name: str) -> Features:
    """What an encoder read, where one did: in log-odds how far the statement is what is looked for."""
    reading = view_of(statement.doc).reading
    if reading is None:
        return {}
    (own, other), place = READ_AS[name], (statement.start, statement.end)
    return {
        "read_mean": reading.mean(own, *place),
        "read_most": reading.most(own, *place),
        "read_begins": reading.begins(own, *place),
        "read_goes_on": reading.goes_on(own, *place),
        "read_other": reading.mean(other, *place),
        "read_other_begins": reading.begins(other, *place),
        "read_example": reading.mean("example", *place),
        "read_who": reading.owner(*place),
        "read_before": _read_mean(reading, own, statement.before),
        "read_after": _read_mean(reading, own, statement.after),
    }


def _read_mean(reading: Reading, kind: str, statement: Statement | None) -> float:
    return UNLIKELY if statement is None else reading.mean(kind, statement.start, statement.end)
