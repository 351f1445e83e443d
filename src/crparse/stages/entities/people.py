"""Mentions of people: the attendance list, names after a civility, first names with a surname."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from crparse import lexicon
from crparse.document.items import get_items
from crparse.language.persons import (
    Basis,
    PersonForm,
    PersonName,
    find_names,
    first_names,
    parse_form,
    parse_name,
)
from crparse.record import Attendee, Mention
from crparse.resolution.people import COUPLE_RULES, SURNAME_RULE
from crparse.stages.entities.mentions import LOWER, UPPER, PrintedNames, Text, mention
from crparse.text import Stretch, fold

BEFORE = 60
"""Characters before a name that tell whether a place bears it: "rue du Docteur". Chosen, not measured."""

HEADING = 60
"""Characters of the longest line that a letter and a full stop make a heading. Chosen, not measured."""

LEAST_LISTED = 3
"""First names that stand in lists ("Aline : 6 - Esther : 7") from which on the document calls people so."""

NEAR = 6
"""Characters before a first name that tell that it stands in a list: a sign, and white space."""

# After a name, more of a longer one: takes " Nord" and " 2", leaves " est" and ", Nord".
_FOLLOWED = re.compile(rf" (?:[{UPPER}]\w|\d)")

# Before a name, the beginning of a longer one: takes "vers Lormoy " and "OpenData ", leaves "vu. Hier ".
_PRECEDED = re.compile(rf"(?:^|[^.!?:;,»\"•–\s-]) (?:[{UPPER}][\w'’-]+ )$|\w[{UPPER}][\w'’-]* $")

# Takes "Anne", leaves "anne" and "A.".
_CAPITALISED = re.compile(rf"[{UPPER}][{LOWER}]+")

# Takes "Anne" and "Jean-Luc" as words of their own, leaves "d'Anne", "Anne-" of "Anne-x" and "ANNE".
_FIRST = re.compile(rf"(?<![\w'’@.-])[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?(?![\w@])(?!-\w)")

# Before who does something: takes "vote. " and "que ", leaves "S. " of "A.D.S. ".
_APART = re.compile(rf"(?:^|\n|[^{UPPER}\s.][.!?;,:]\s+|\b[{LOWER}'’]+\s+)$")

# Before a name in a list: takes "vote : ", leaves "vote de ".
_LISTED_BEFORE = re.compile(r"(?:[\n\t,;:•*(/-]|[–—]|^)\s*$")

# After a name in a list: takes " : 6" and " - ", leaves " vote" and "-Luc".
_LISTED_AFTER = re.compile(r"\s*(?:[\n\t,;:*)/(]|[-–—]\s|$)")

# Takes the end of "Roux M. et M. ", leaves that of "Roux : M. et M. ", "Présents M. et Mme ".
_INITIAL_BEFORE = re.compile(r"[A-ZÀ-Ý][\w'’-]+ M\.\s+\w+\s+M\.\s*$")

# Takes the "A.D.D." of "A.D.D.E.S. Josué", leaves "J.-P. Roux".
_ACRONYM = re.compile(r"(?:[A-ZÀ-Ý]\.){3}")


def is_in_place_name(text: str, start: int) -> bool:
    """Whether a street, a school or a prize bears the name: "rue du Docteur Roux", "lycée Anne Roux"."""
    return bool(_place_before().search(fold(text[max(0, start - BEFORE) : start])))


def stands_alone(text: Text, start: int, end: int) -> bool:
    """Whether a single name is a mention of its own: no part of a longer name, no street, no common word."""
    before = text.text[max(0, start - BEFORE) : start]
    if _FOLLOWED.match(text.text, end) or _PRECEDED.search(before):
        return False
    if _article_before().search(fold(before)) or is_in_place_name(text.text, start):
        return False
    if _called_before().search(fold(before)):
        return False
    word = fold(text.text[start:end])
    if word in lexicon.words("people", "words.common") or word in text.lower:
        return "PER" in text.labels(start, end)
    return True


@cache
def _place_before() -> re.Pattern[str]:
    words, titles = (lexicon.source("people", f"context.{name}") for name in ("named_after", "titles"))
    of = lexicon.source("people", "context.of")
    # Takes the end of "rue du docteur ", leaves that of "la rue et ".
    return re.compile(rf"(?<!\w){words}\s+(?:(?:{of}\s*)?{titles}\s+)?$")


@cache
def _article_before() -> re.Pattern[str]:
    words = lexicon.source("people", "context.not_alone_after")
    elided = lexicon.source("people", "context.not_alone_after_elided")
    # Takes "la ", "saint-" and "l'" at the end, leaves "chez ".
    return re.compile(rf"(?<!\w)(?:{words}[ -]|{elided})$")


@cache
def _called_before() -> re.Pattern[str]:
    called = lexicon.source("attendance", "marks.also_called")
    # Takes the end of "anne roux dite ", 'alias "', leaves that of "anne roux, dit-elle, ".
    return re.compile(rf"(?<![\w-])(?:{called})\s*\"?\s*$")


def find_people(text: Text) -> list[Mention]:
    """The mentions of people, in order, none overlapping another."""
    found = list(_listed(text))
    found += _again(text, _whole(_forms(found)), "name:known")
    found += _named(text)
    found += _initialled(text, found)
    found += _model(text)
    forms = _forms(found)
    whole = _whole(forms)
    parts = {part for form in forms for part in (form.text, *_parts(form))}
    found += _again(text, whole, "name:known")
    found += _again(text, parts - whole, "name:part")
    found += _first_name_alone(text)
    return sorted(found, key=lambda m: m.start)


def _listed(text: Text) -> Iterator[Mention]:
    for attendee in get_items(text.doc, "attendees", Attendee):
        if not attendee.parts:
            for taken in text.take(attendee.start, attendee.end, "list:attendees"):
                yield taken
                if _is_couple(text, attendee.start) and " " not in attendee.name:
                    yield mention(text.text, attendee.start, attendee.end, COUPLE_RULES[1])


def _named(text: Text) -> Iterator[Mention]:
    """ "Mme Roux", "Anne Roux", "ROUX Anne": a civility or a known first name says that it is one."""
    for start, end in _unelided(text):
        for found in find_names(text.text[start:end], Basis.FIRST_NAME):
            for one in _each(found):
                name = _trimmed(one)
                if name and _believable(text, start, name):
                    yield from _mentioned(text, start, name)


# Between two people: takes the space of "Anne ROUX Paul", leaves those of "Anne LE GALL", "ROUX Anne".
_AFTER_CAPITALS = re.compile(rf"(?<=[{UPPER}]{{2}})\s+(?=[{UPPER}][{LOWER}])")


def _each(name: PersonName) -> list[PersonName]:
    """Who is named without a comma, and no word after a surname in capitals: "Anne ROUX Receveur"."""
    cuts = [0, *(cut.end() for cut in _AFTER_CAPITALS.finditer(name.text)), len(name.text)]
    parts = [_part(name, start, end) for start, end in pairwise(cuts)]
    first = parts[0]
    if len(parts) < 2 or first is None or not first.given or not name.text.startswith(first.given):
        return [name]
    named = (part for part in parts[1:] if part and part.given and part.basis == Basis.FIRST_NAME)
    return [replace(first, basis=name.basis, civility=name.civility), *named]


def _mentioned(text: Text, offset: int, name: PersonName) -> Iterator[Mention]:
    """The name, once more for the second of a couple: "M. et Mme Roux", "M. et Mme Paul Roux"."""
    start, end = offset + name.start, offset + name.end
    if not name.surname or not _is_couple(text, start):
        yield from text.take(start, end, _rule(name))
        return
    first = start + name.text.index(name.surname)
    surname = first, first + len(name.surname)
    for taken in text.take(start, end, _rule(name) if name.given else COUPLE_RULES[0]):
        yield taken
        yield mention(text.text, *surname, COUPLE_RULES[1])


def _is_couple(text: Text, start: int) -> bool:
    """Whether two civilities stand before a name: "M. et Mme"; not the initials of "Roux M. et M. Petit"."""
    before = text.text[max(0, start - BEFORE) : start]
    return _couple_before().search(fold(before)) is not None and _INITIAL_BEFORE.search(before) is None


@cache
def _couple_before() -> re.Pattern[str]:
    civility = lexicon.source("civilities", "civilities")
    joint = lexicon.source("people", "context.and")
    # Takes "m. et mme " at the end, leaves "mme petit et m. ".
    return re.compile(rf"(?<!\w){civility}\.?\s*{joint}\s*{civility}\.?\s*$")


def _believable(text: Text, offset: int, name: PersonName) -> bool:
    """Whether it is a person there: no street, no "Mes risques", no common word before a first name."""
    start, end = offset + name.start, offset + name.end
    if is_in_place_name(text.text, start) or _ACRONYM.match(name.text):
        return False
    if name.basis != Basis.CIVILITY and _is_named_so(text.text, start, name.text):
        return False
    if name.basis == Basis.CIVILITY:
        return name.civility != "Me" or fold(name.text) not in text.lower
    if name.text.isupper():
        return "PER" in text.labels(start, end) and min(map(len, name.text.split())) > 2
    if name.given and not name.text.startswith(name.given):
        first = name.text.split()[0]
        return first.isupper() or (text.proper(start, start + len(first)) and fold(first) not in text.lower)
    return True


def _is_named_so(text: str, start: int, name: str) -> bool:
    """Whether a place or an event has the name: "St Renan", "le Mont Saint Michel", "la Paul Roux"."""
    places = lexicon.words("people", "words.in_places")
    before = lexicon.cues("people", "context.article").find(fold(text[max(0, start - NEAR) : start]))
    return before is not None or any(fold(word).rstrip(".") in places for word in name.split())


def _unelided(text: Text) -> Iterator[Stretch]:
    """The free stretches of the text, cut at each "d'" that a first name follows."""
    for start, end in list(text.stretches()):
        position = start
        for match in _elided().finditer(fold(text.text[start:end])):
            word = _CAPITALISED.match(text.text, start + match.end())
            if word and fold(word.group()) in first_names():
                yield position, start + match.start()
                position = start + match.end()
        yield position, end


@cache
def _elided() -> re.Pattern[str]:
    """The "d'" before a first name ("d'Anne Roux"); that of a surname ("Jean d'Ormes") belongs to it."""
    # Takes "d'" of "exemple d'anne", leaves "aujourd'hui".
    return re.compile(rf"(?<!\w){lexicon.source('people', 'inside.elided')}'")


def _rule(name: PersonName) -> str:
    if name.basis != Basis.CIVILITY:
        return "name:first"
    return "civility:name" if name.given and name.surname else SURNAME_RULE


def _trimmed(name: PersonName) -> PersonName | None:
    """The name without what is not of it: "Exemple d'Anne Roux", "Anne Roux du Cerema", "le Préfet"."""
    body = _inside("of_elided").search(name.text) if name.basis == Basis.CIVILITY else None
    if body:
        return replace(
            name, end=name.start + body.start(), text=name.text[: body.start()], given=None,
            surname=name.text[: body.start()],
        )  # fmt: skip
    if not name.surname or not name.given:
        title = _inside("article").match(name.text)
        return name if name.basis == Basis.CIVILITY and not title else None
    if name.text.startswith(name.given):
        cut = _inside("complement").search(name.surname)
        return _part(name, 0, len(name.text) - len(name.surname) + cut.start()) if cut else name
    if _inside("linking").search(name.surname):
        return _part(name, name.text.rindex(name.given), len(name.text))
    return name


@cache
def _inside(what: str) -> re.Pattern[str]:
    """Small words in a name, as printed: a surname's own particle may be in capitals, "Anne DE LA TOUR"."""
    words = lexicon.source("people", f"inside.{what}")
    patterns = {
        "of_elided": rf"\s+{words}\s?(?=[{UPPER}])",
        "article": rf"(?:{words})\s",
        "complement": rf"\s+(?:{words})\s*(?=[{UPPER}])",
        "linking": rf"(?:^|\s)(?:{words})$",
    }
    # "of_elided": takes " de l'" of "ROUX de l'ONF", leaves "Roux de Lormoy"; "article": takes "le " of
    # "le Préfet", leaves "Roux"; "linking": takes " de" of "Roux de", leaves "Roux"; "complement": takes
    # " du " of "Roux du Cerema", leaves "Roux DU CEREMA".
    return re.compile(patterns[what])


def _part(name: PersonName, start: int, end: int) -> PersonName | None:
    """The name that the part is, placed in the text of the whole."""
    part = parse_name(name.text[start:end])
    if part is None or not part.surname:
        return None
    start += name.start
    return replace(part, start=start, end=start + len(part.text), civility=name.civility)


@cache
def _initialled_name() -> re.Pattern[str]:
    # Takes "A. Roux" and "J.-P. Le Roux", leaves "p. 12" and "A. roux".
    return re.compile(
        rf"(?<![\w.'’-])(?:[{UPPER}][{LOWER}]?\.[ -]?){{1,3}}"
        rf"(?:{lexicon.source('people', 'inside.particle')}[ -]?){{0,2}}"
        rf"[{UPPER}][\w'’]*\w(?:-[{UPPER}]\w+)*(?!\w)"
    )


def _initialled(text: Text, known: Sequence[Mention]) -> Iterator[Mention]:
    """ "A. Roux" where someone of that surname is named in full, or the model sees a person."""
    families = {"".join(parse_form(m.text).family) for m in known} - {""}
    never = lexicon.words("civilities", "words.never")
    for start, end in list(text.stretches()):
        for match in _initialled_name().finditer(text.text, start, end):
            form = parse_form(match.group())
            if set(form.family) & never:
                continue
            seen = "PER" in text.labels(*match.span()) and not _numbers_heading(text, match)
            if "".join(form.family) in families or seen:
                yield from text.take(*match.span(), "name:initials")


def _numbers_heading(text: Text, match: re.Match[str]) -> bool:
    """Whether a letter and full stop open a line of a few words: "A. Circuits courts"."""
    line = text.text[match.start() : match.start() + HEADING].split("\n", 1)[0]
    opens = match.start() == 0 or text.text[match.start() - 1] == "\n"
    return opens and line[1:2] == "." and len(line) < HEADING and not line.rstrip().endswith(".")


def _model(text: Text) -> Iterator[Mention]:
    """Two or three words that the model takes for a person, each for a proper name, none a common word."""
    for entity in text.doc.ents:
        start, end = entity.start_char, entity.end_char
        if entity.label_ != "PER" or not all(_proper_word(token, text) for token in entity):
            continue
        name = None if "\n" in entity.text else parse_name(entity.text)
        if name and name.given and name.surname and not is_in_place_name(text.text, start):
            yield from text.take(start, end, "model:ner_per")


def _proper_word(token: Token, text: Text) -> bool:
    """Whether the word is tagged a proper name and looks like one of a person: no acronym, no "HelloAsso"."""
    plain = token.text[:1].isupper() and token.text[1:].islower()
    return token.pos_ == "PROPN" and (plain or "-" in token.text) and fold(token.text) not in text.lower


def _again(text: Text, names: Iterable[str], rule: str) -> Iterator[Mention]:
    """The other places where a person named elsewhere is named."""
    for start, end, _ in PrintedNames(names).apart(text.words):
        if " " in text.text[start:end] or stands_alone(text, start, end):
            yield from text.take(start, end, rule)


def _forms(known: Iterable[Mention]) -> set[PersonForm]:
    return {parse_form(mention.text, mention.rule == SURNAME_RULE) for mention in known}


def _whole(forms: Iterable[PersonForm]) -> set[str]:
    """The full names, in any order: "Anne ROUX", "ROUX Anne"."""
    names = [form.text.split() for form in forms if form.full]
    return {" ".join(words[i:] + words[:i]) for words in names for i in range(len(words))}


def _parts(form: PersonForm) -> Iterator[str]:
    """Given and family name as printed, and the family name in capitals or not."""
    words = form.text.replace("_", " ").split() if form.full else []
    for size in range(1, len(words)):
        for part in (" ".join(words[:size]), " ".join(words[size:])):
            letters = "".join(parse_form(part, surname=True).lone) or "".join(parse_form(part).words)
            if letters in ("".join(form.given), "".join(form.family)):
                yield from (part, part.upper(), part.title())


def _first_name_alone(text: Text) -> Iterator[Mention]:
    """ "Élodie se charge de l'affiche": a first name that the model takes for a person, or one of a list."""
    alone = [span for span in _first_names(text) if stands_alone(text, *span)]
    listed = {
        (start, end)
        for start, end in alone
        if _LISTED_BEFORE.search(text.text[max(0, start - NEAR) : start])
        and _LISTED_AFTER.match(text.text, end)
    }
    several = len({text.text[slice(*span)] for span in listed}) >= LEAST_LISTED
    acts = lexicon.cues("people", "context.acts")
    for start, end in alone:
        apart = _APART.search(text.text, max(0, start - BEFORE), start)
        acting = several and apart and acts.match(fold(text.text[end : end + BEFORE]))
        if "PER" in text.labels(start, end) or (several and (start, end) in listed) or acting:
            yield from text.take(start, end, "name:first_alone")


def _first_names(text: Text) -> Iterator[tuple[int, int]]:
    """Where known first names stand by themselves, "d'" before them left out."""
    for start, end in _unelided(text):
        for match in _FIRST.finditer(text.text, start, end):
            if all(part in first_names() for part in fold(match.group()).split("-")):
                yield match.span()
