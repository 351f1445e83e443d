"""The form that all entries of a list share: what parts them, and where in each the name stands.

`entries` reads part by part, and knows a person by a civility, a first name, a place among others. Initials,
lone surnames, names after their body are too weak for that; but where every entry of a list begins alike, all
of them tell what none tells alone. "TE (FCPE), élue – PV (ARS), élu" -> two people, not one and a body.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property

from crparse import lexicon
from crparse.language.organisations import public_bodies
from crparse.language.persons import Basis, is_civility, is_never, is_plural, name_at
from crparse.stages.attendance.beside import (
    CONTACT,
    is_mark_or_role,
    names_a_body,
    read_remark,
    starts_with_role,
    stretches,
)
from crparse.stages.attendance.entries import (
    Listed,
    are_initials,
    civility_only,
    couple,
    giver_and_holder,
    initials_at,
    is_lone_name,
    is_nobody,
)
from crparse.stages.attendance.pieces import ListText, is_unnamed, strip_bullet
from crparse.stages.attendance.region import ListState, add_role, is_known_group, read_group
from crparse.stages.attendance.rows import AttendanceLine, is_task, leads_sentence
from crparse.text import Stretch, fold, squeeze

SIGNS = ("row", ";", "|", "tab", "/", "dash", ",")
"""What may part the entries of a row, tried in this order: nothing but its end first."""


@cache
def _sign(name: str) -> re.Pattern[str]:
    """The pattern of a sign, with the brackets inside which none parts."""
    joint = lexicon.source("attendance", "joints.and")
    # Takes " – " of "Roux – Petit", " et " of "Roux et Petit", leaves the hyphen of "Jean-Luc".
    signs = {"tab": r"\t", "/": r"\s/\s", "dash": r"\s[-–—]\s", ",": rf",|\s{joint}\s", "row": "$"}
    # Takes "(" and ")" as well, which tell what stands inside.
    return re.compile(rf"[()]|{signs.get(name) or re.escape(name)}|$")


CIVILITY = "civility"
"""The sign of a list whose entries nothing parts but their civilities: "Mme Roux M. Petit"."""

LED = "led"
"""How a name after its function or body was found."""

LEAST = 3
"""Entries from which on weak names of one form are a list. Chosen, not measured."""

MOST_ROWS = 150
"""Rows below a label that are looked at. Chosen, not measured."""

MOST_BESIDE = 160
"""Characters of what stands beside a name; a longer text is what someone says. Chosen, not measured."""

MOST_SAID = 30
"""The same after a colon, where what someone says may stand: "Anne : bonjour". Chosen, not measured."""

MOST_GROUP = 70
"""Characters of a line that stands over people of its own: "Pour la commune de …". Chosen, not measured."""

SENTENCE = 4
"""Words of the shortest sentence that a heading stands over. Chosen, not measured."""

_SURNAME = 4
"""Capitals without stops that may be a surname: "VIAL". Chosen, not measured."""

_LETTERS, _LONE, _WORDS, _CIVIL = "letters", "lone name", "name of several words", "civility"
_EITHER = "M. and a surname"
"""A civility among civilities, an initial among initials: "M. Petit"."""

# What stands before the person with a colon or a dash: takes "Mairie : " of "Mairie : Roux", leaves "Roux".
_LEAD = re.compile(r"(?P<lead>[^:()\t|;]{2,70}?)(?:\s*:\s*|\s+[-–—]\s+)(?=\S)")
# The same with a colon alone: takes "Élus : " of "Élus : Roux – Petit", leaves "Roux – Petit".
_ROW_LEAD = re.compile(r"(?P<lead>[^:()\t|;,]{2,70}?)\s*:\s*(?=\S)")
# Takes "CPE :" of "CPE : AR", leaves "AR – CPE : Lormoy".
_COLON = re.compile(r"[^:–—,;()-]{2,70}:")
# A body before its people in brackets: takes "DDT 42 (AR, PP)", leaves "AR (DDT 42), PP".
_BRACKETED = re.compile(r"(?P<lead>[^()]{2,70}?)\s*\((?P<people>[^()]+)\)\s*$")
# Takes "¹", " (1)", "*"; leaves " (maire)".
_NOTE = re.compile(r"\s*(?:[¹²³⁴-⁹]|\(\d{1,2}\)|\*+)")
# The letters by which a text calls somebody: takes " (OF)", leaves " (DDT 12)".
_OWN_LETTERS = re.compile(r"\s*\(\s*(?P<own>[A-ZÀ-Ý]{2,4})\s*\)")


@dataclass(frozen=True)
class FormReading:
    """The people of a list, each with the number of its row, and the rows that hold them."""

    people: Sequence[tuple[int, Listed]]
    rows: Sequence[AttendanceLine]

    def says_more(self, found: Sequence[Listed]) -> bool:
        """Whether it has more people than those found another way, or of as many more beside the names."""
        own = [one for _, one in self.people]
        names = {one.name for one in own}
        others = [one for one in found if one.name not in names]
        if others and all(map(self._is_body_beside, others)):
            return True
        if len(own) != len(found):
            return len(own) > len(found)
        led = any(one.rule == LED for one in own)
        longer = sum(len(one.name) for one in own) > sum(len(one.name) for one in found)
        return led or longer or _told(own) > _told(found)

    def _is_body_beside(self, one: Listed) -> bool:
        """Whether a "person" is the body beside somebody: "Terre Vive – Anne Roux"; not that of a group."""
        led = [at for at, person in self.people if person.rule == LED and person.organisation == one.name]
        rows = [self.rows[at] for at in led]
        return bool(rows) and all(row.start <= one.start < row.end for row in rows)


def _told(people: Iterable[Listed]) -> int:
    """How many bodies and functions stand beside people; the holder of a proxy counts for two."""
    return sum(bool(one.organisation) + bool(one.roles) + 2 * bool(one.proxy) for one in people)


def read_by_form(
    rows: Sequence[AttendanceLine], offset: int, state: ListState, known: str | None = None
) -> FormReading | None:
    """The people below a label whose entries all have one form, None where they have none.

    `offset`: where in the first row the label ends; `state` is what the label says of them; `known` the weak
    form of names in which the lists before name people, if they do.
    """
    listed = [_Row(row, 0 if index else offset, state.status) for index, row in enumerate(rows)]
    signs = (*SIGNS, CIVILITY)
    readings = [_read(listed, replace(state), sign, known=known) for sign in signs]
    if not any(readings):  # bodies that may be names, before names that may be bodies: "Lumen – Roux"
        readings = [_read(listed, replace(state), sign, led=True, known=known) for sign in signs]
    return max((one for one in readings if one), key=lambda one: len(one.people), default=None)


def read_without_label(rows: Sequence[AttendanceLine], least: int) -> FormReading | None:
    """The people of rows that no label opens: at least so many, each known by a civility, a first name.

    "- ADEME – Mme Anne Roux", "- Lumen – M. Paul Petit", "- DDT 42 – M. Ivo Prutkov" -> three.
    """
    reading = read_by_form(rows, 0, ListState("present"))
    if reading is None or len(reading.people) < least or len(reading.rows) < least - 1:
        return None
    return reading if all(one.basis >= Basis.CAPITALS for _, one in reading.people) else None


class _Row:
    """A row of a list, its people read once for all signs that part it alike.

    "Anne Roux ; Paul Petit" is one entry for all signs but ";".
    """

    def __init__(self, printed: AttendanceLine, offset: int, status: str) -> None:
        self.printed = printed
        self.offset = offset
        """Where the label ends that it begins with."""
        self.status = status
        """Of the list."""
        self._people: dict[tuple[tuple[Stretch, ...], tuple[Stretch, ...], bool], list[Listed] | None] = {}

    @cached_property
    def line(self) -> AttendanceLine:
        """The row up to what is said of all: "…, formant la majorité des membres en exercice"."""
        clause = lexicon.cues("attendance", "labels.clause").search(self.printed.folded)
        return self.printed if clause is None else self.printed.part(0, clause.start())

    @cached_property
    def begin(self) -> int:
        """Where its entries begin, past the label or the bullet."""
        return self.offset or self.line.bullet[0]

    @cached_property
    def lead(self) -> re.Match[str] | None:
        """The function or body that stands before all its people: "Mairie : "."""
        lead = _ROW_LEAD.match(self.line.text, self.begin)
        return lead if lead and _leads(lead["lead"]) else None

    def people(self, sign: str, *, led: bool = False) -> list[Listed] | None:
        """The people of its entries, None where one of them has not the form.

        `led`: a function or body stands before weak names.
        """
        if self.line.text.rstrip().endswith(":"):
            return None
        parts = tuple(_parts(self.line, self.begin, sign))
        past_lead = tuple(_parts(self.line, self.lead.end(), sign)) if self.lead else ()
        if (parts, past_lead, led) not in self._people:
            self._people[parts, past_lead, led] = self._read(parts, past_lead, led=led)
        return self._people[parts, past_lead, led]

    def _read(
        self, parts: Sequence[Stretch], past_lead: Sequence[Stretch], *, led: bool
    ) -> list[Listed] | None:
        row, lead = self.line, self.lead
        if lead is None:
            return _entries(row, parts, self.status, led=led)
        alone = _all_lead(row, parts) and _entries(row, parts, self.status, led=led)
        below = None if alone else _entries(row, past_lead, self.status, led=led)
        if not below:
            return alone or _entries(row, parts, self.status, led=led)
        alike = _alike(row, list(stretches(_sign(","), row.text, lead.end())))  # "Mairie : AR, PP"
        return _under(lead["lead"], below if led else max(alike, below, key=len))


def _read(
    rows: Sequence[_Row], state: ListState, sign: str, *, led: bool = False, known: str | None = None
) -> FormReading | None:
    """The people of the rows whose entries that sign parts."""
    found: list[tuple[int, Listed]] = []
    kinds: set[str] = set()
    taken, bulleted = 0, None
    for index, whole in enumerate(rows):
        row, people = whole.line, whole.people(sign, led=led)
        below = rows[index + 1] if index + 1 < len(rows) else None
        if people is None or (people and bulleted not in (None, row.bulleted) and index > 0):
            if not _passes(whole, below, sign, state):
                break
            bulleted = None
            continue
        own = {_kind(row, one) for one in people}
        if not _agree(kinds | own):
            if len(people) > 1 or not _heads_people(row, below, sign, kinds):
                break
            state.open_group(row.text)
            continue
        kinds |= own
        if people:
            bulleted = row.bulleted if index > 0 else bulleted
            taken = index + 1
        for one in (person.copy() for person in people):
            state.apply(one)
            found.append((index, one))
    kind = next(iter(sorted(kinds - {_EITHER})), _CIVIL)
    if kind == _LONE and found and taken < len(rows) and _heads_text(rows, taken - 1):
        last = taken - 1
        found, taken = [one for one in found if one[0] != last], last
    listing = [row.printed for row in rows[:taken]]
    sure = found and (_sure(kind, found, sign) or (kind == known and not _bodies(found)))
    if led and not all(one.rule == LED for _, one in found):
        return None
    return FormReading(found, listing) if sure else None


def _heads_text(rows: Sequence[_Row], index: int) -> bool:
    """Whether a lone word stands above text, as a heading does: "Ouverture"."""
    alone, below = rows[index].printed.text.strip(), rows[index + 1].printed.text.split()
    sentence = len(below) >= SENTENCE and below[-1].endswith(".") and below[-1][:-1].islower()
    return index > 0 and alone.isalpha() and sentence


def _heads_people(row: AttendanceLine, below: _Row | None, sign: str, kinds: Set[str]) -> bool:
    """Whether a lone name of another form stands over people of the form: "Terre Vive" over "Mme Roux"."""
    people = below.people(sign) if below is not None else None
    if below is None or not people or len(row.text) >= MOST_GROUP:
        return False
    return _agree({_kind(below.line, one) for one in people} | kinds)


def _passes(whole: _Row, below: _Row | None, sign: str, state: ListState) -> bool:
    """Whether a row that names nobody stands among people: the label alone, a group, "néant", an address."""
    row, offset = whole.line, whole.offset
    rest = row.text[offset:].strip(" :-–—*.\t")
    if (
        not rest
        or rest.strip("()[]").isdigit()
        or is_nobody(rest)
        or civility_only(rest)
        or is_unnamed(rest)
        or CONTACT.fullmatch(rest)
    ):
        return True
    heads = below is not None and bool(below.people(sign))
    if not heads or len(rest) > MOST_GROUP or rest.endswith((".", "!", "?")):
        return False
    if not (row.text.rstrip().endswith(":") or row.set_off or is_known_group(rest)):
        return False
    state.open_group(row.text[offset:])
    return True


def _all_lead(row: ListText, parts: Sequence[Stretch]) -> bool:
    """Whether entries have a function or body of their own before the name: "Maire : Roux ; DGS : Petit"."""
    leads = sum(
        _ROW_LEAD.match(row.text, *part) is not None and not _named(row, *_trimmed(row.text, *part))
        for part in parts
    )
    return len(parts) > 1 and leads > 1


def _under(lead: str, people: list[Listed]) -> list[Listed]:
    """The people with the function or body before them; their own initials are neither."""
    role, body = read_group(lead)
    own = bool(people) and are_initials(lead.strip(), people[0].name)
    return people if own else [_grouped(one, role, body) for one in people]


def _grouped(one: Listed, role: str | None, body: str | None) -> Listed:
    if role:
        add_role(one, role)
    one.organisation = one.organisation or body
    return one


def _leads(printed: str) -> bool:
    """Whether words before a colon or dash may be a function or a body: "Mairie", no person, no sentence."""
    name = name_at(printed, 0)
    person = name is not None and name.basis >= Basis.CAPITALS and not printed[name.end :].strip()
    body = names_a_body(printed) or starts_with_role(printed)
    return body or not (leads_sentence(printed) or is_task(printed) or person)


def _parts(row: ListText, begin: int, sign: str) -> Iterator[Stretch]:
    """The entries of a row."""
    if sign in SIGNS:
        yield from stretches(_sign(sign), row.text, begin)
        return
    start = begin
    for ahead in lexicon.cues("attendance", "joints.next_civility").pattern.finditer(row.folded, begin):
        before = row.text[start : ahead.start()].rstrip()
        joined = (
            before.endswith((">", "→"))
            or is_civility(before.rpartition(" ")[2])
            or lexicon.cues("attendance", "joints.open_end").find(before)
            or lexicon.cues("attendance", "marks.holder_follows").find(fold(before))
        )
        following = name_at(row.text, ahead.end())
        pair = lexicon.cues("attendance", "joints.couples").match(row.folded, ahead.end())
        if not joined and (pair or (following and following.civility)):
            yield start, ahead.start()
            start = ahead.end()
    yield start, len(row.text)


def _entries(
    row: ListText, parts: Sequence[Stretch], status: str, *, led: bool = False
) -> list[Listed] | None:
    """The people of all entries, None where one is no person."""
    found: list[Listed] = []
    for start, end in parts:
        start, box = strip_bullet(row.text, start, end)
        people = _entry(row, start, end, status, led=led)
        if people is None:
            return None
        for one in people:
            one.status = one.status or box
        found.extend(people)
    return found


def _entry(row: ListText, start: int, end: int, status: str, *, led: bool = False) -> list[Listed] | None:
    """The people of one entry: a name with what stands beside it, or after a function or body."""
    start, end = _trimmed(row.text, start, end)
    if start >= end or is_unnamed(row.text[start:end]):
        return []
    if status == "represented" and (pair := _proxy(row, start, end)):
        return pair
    named = _of_several(row, start, end) or _named(row, start, end)
    if named and not _is_known(named[0]):
        below = _after_lead(row, start, end) or _in_brackets(row, start, end)
        told = led or all(map(_is_known, below)) or _COLON.match(row.text, start, end)
        return below if below and told else named
    return (
        named
        or _after_function(row, start, end)
        or _after_lead(row, start, end)
        or _in_brackets(row, start, end)
        or None
    )


def _trimmed(text: str, start: int, end: int) -> Stretch:
    start = end - len(text[start:end].lstrip(" \t\n\xa0,;:|–—-"))
    shown = text[start:end].rstrip(" \t\n\xa0,;:")
    # Takes "Petit (DDT).", leaves "Petit A.".
    if shown.endswith(".") and not re.search(r"\b[A-ZÀ-Ý]\.$", shown):
        shown = shown.rstrip(".")
    return start, start + len(shown)


def _proxy(row: ListText, start: int, end: int) -> list[Listed]:
    """ "Pouvoir de Roux à Petit", "AR → PP", "M. et Mme Roux à M. Petit"."""
    lead = lexicon.cues("attendance", "marks.proxy_lead").match(row.folded, start, end)
    begin = lead.end() if lead else start
    two = lexicon.cues("attendance", "joints.couples").match(row.folded, begin, end)
    pair = giver_and_holder(row, two.end() if two else begin, end)
    if pair is None:
        return []
    return couple(pair, row.text[two.start() : two.end()]) if two else [pair]


def _named(row: ListText, start: int, end: int) -> list[Listed]:
    """The people of an entry that begins with a name."""
    printed = row.text[start:end]
    letters = initials_at(row.text, start, end)
    tab = row.text.find("\t", start, end)  # no name goes on over one
    head = letters or row.head((start, end if tab < 0 else tab))
    if head is None or is_civility(head.text) or (names_a_body(head.text) and not letters):
        return []
    if head.basis is not Basis.CIVILITY and (starts_with_role(printed) or is_mark_or_role(printed)):
        return []
    said = row.text[head.end : end].lstrip()
    told = not said.startswith(":") or starts_with_role(said) or names_a_body(said[1:])
    most = MOST_BESIDE if told else MOST_SAID
    if any(is_never(word) for word in head.text.split()) or end - head.end > most:
        return []
    two = lexicon.cues("attendance", "joints.couples").match(row.folded, start, end)
    one = Listed(row.start + head.start, row.start + head.end, squeeze(head.text), head.basis)
    one.civility = None if head.given or is_plural(printed) else head.civility
    note = _NOTE.match(row.text, head.end, end) or _OWN_LETTERS.match(row.text, head.end, end)
    if note and "own" in note.groupdict() and not are_initials(note["own"], one.name):
        note = None
    one.starred = bool(note and "*" in note.group())
    begin = note.end() if note else head.end
    one.take(read_remark(row.text[begin:end]), row.start + begin)
    one.remark_end = end
    if one.organisation and _names_others(one.organisation):
        return []
    return couple(one, row.text[two.start() : two.end()]) if two else [one]


def _names_others(body: str) -> bool:
    """Whether what stands beside a person is the next: "Anne Roux, 2 habitants", no "collège Anne Roux"."""
    return any(piece.strength == 3 or is_unnamed(piece.text) for piece in ListText(body).pieces())


def _of_several(row: ListText, start: int, end: int) -> list[Listed]:
    """ "Mmes Roux (maire), Petit, adjointe": what is no name after a comma stands beside the one before."""
    if not is_plural(row.text[start:end]):
        return []
    found: list[Listed] = []
    for part in stretches(_sign(","), row.text, start, end):
        begin, stop = _trimmed(row.text, *part)
        people = _named(row, begin, stop)
        if people and (not found or not names_a_body(row.text[begin:stop])):
            found.extend(people)
        elif found:
            found[-1].take(read_remark(row.text[begin:stop]), row.start + begin)
    several = len(found) > 1 and all(" " not in one.name or is_lone_name(one.name) for one in found)
    return [replace(one, basis=Basis.CIVILITY) for one in found] if several else []


def _after_function(row: ListText, start: int, end: int) -> list[Listed]:
    """ "Le maire, Roux"."""
    article = lexicon.cues("attendance", "joints.function_article").match(row.folded, start, end)
    comma = row.text.find(",", start, end)
    if article is None or comma < 0 or not starts_with_role(row.text[article.end() : comma]):
        return []
    people = _named(row, *_trimmed(row.text, comma, end))
    return [_grouped(one, squeeze(row.text[article.end() : comma]), None) for one in people]


def _after_lead(row: ListText, start: int, end: int) -> list[Listed]:
    """ "Mairie : Roux, Petit", "Mairie – Roux", "Maire : Roux"."""
    lead = _LEAD.match(row.text, start, end)
    if lead is None or not _leads(lead["lead"]):
        return []
    parts = list(stretches(_sign(","), row.text, lead.end(), end))
    people = _alike(row, parts) or _named(row, *_trimmed(row.text, lead.end(), end))
    return _led(lead["lead"], people)


def _in_brackets(row: ListText, start: int, end: int) -> list[Listed]:
    """ "Mairie (Roux, Petit)"."""
    match = _BRACKETED.match(row.text, start, end)
    if match is None:
        return []
    people = _alike(row, list(stretches(_sign(","), row.text, *match.span("people"))))
    return _led(match["lead"], people)


def _led(lead: str, people: Sequence[Listed]) -> list[Listed]:
    """The people of an entry that its function or body begins."""
    return _under(lead, [one.found_by(LED, -1, "") for one in people])


def _alike(row: ListText, parts: Sequence[Stretch]) -> list[Listed]:
    """The people of parts that are all names of one form."""
    each = [_named(row, *_trimmed(row.text, *part)) for part in parts]
    kinds = {_kind(row, one) for people in each for one in people}
    return [one for people in each for one in people] if all(each) and _agree(kinds) else []


def _agree(kinds: Set[str]) -> bool:
    """Whether names of these forms are of one form."""
    return len(kinds - {_EITHER}) < 2 and (_EITHER not in kinds or not kinds & {_LETTERS, _LONE})


def _kind(row: ListText, one: Listed) -> str:
    """The form of a name."""
    if one.basis is Basis.CIVILITY:
        short = row.text[: one.start - row.start].endswith("M. ")
        return _EITHER if short and " " not in one.name else _CIVIL
    if initials_at(one.name, 0, len(one.name)) and ("." in one.name or len(one.name) < _SURNAME):
        return _LETTERS
    return _LONE if is_lone_name(one.name) or " " not in one.name else _WORDS


def _sure(kind: str, found: Sequence[tuple[int, Listed]], sign: str) -> bool:
    """Whether names of that form can only be a list of people."""
    names = [one.name for _, one in found]
    beside = sum(bool(one.organisation or one.roles or one.status or one.proxy) for _, one in found)
    if kind == _CIVIL or all(one.proxy for _, one in found):
        return True
    if kind == _WORDS:
        known = sum(_is_known(one) for _, one in found)
        told = 3 * beside >= 2 * len(found)
        if sign in ("row", ";", "|", "tab") and len(found) >= LEAST and told and not _bodies(found):
            return True  # "Kwame Osei (Terre Vive)", one a line, of whom no word is a first name known here
        alone = sign in (",", "dash") or (sign == "/" and not told)
        led = all(one.rule == LED for _, one in found)
        return known == len(found) if alone and not led else 2 * known >= len(found)
    bodies = _bodies(found)
    if kind == _LETTERS:
        short = sum("." in name or len(name) == 2 for name in names)
        few = 3 * bodies <= len(names) or 2 * beside >= len(names)
        return (len(names) > 1 or "." in names[0]) and 2 * short >= len(names) and few
    few = len({index for index, _ in found}) > 1 and sign in (",", "/", "dash")
    return not bodies and len(names) >= LEAST - few and all(len(name) > 2 for name in names)


def _bodies(found: Iterable[tuple[int, Listed]]) -> int:
    """How many of the names are those of bodies."""
    return sum(fold(one.name) in public_bodies() or names_a_body(one.name) for _, one in found)


def weak_form(people: Sequence[Listed]) -> str | None:
    """The weak form in which a list names all its people, None where it names some in another or is short.

    "FL, ÉP, AST" -> letters, "ROUX, PETIT, VIAL" -> lone names.
    """
    kinds = {
        _LETTERS if initials_at(one.name, 0, len(one.name)) else _LONE if is_lone_name(one.name) else None
        for one in people
        if one.basis is not Basis.CIVILITY or " " in one.name
    }
    return kinds.pop() if len(people) >= LEAST and len(kinds) == 1 else None


def _is_known(one: Listed) -> bool:
    """Whether a name tells by itself that it is a person's."""
    return one.basis >= Basis.CAPITALS or _initial(one.name)


def _initial(name: str) -> bool:
    """Whether initials stand in a name: "Roux A.", "J.-L. Roux"."""
    # Takes "J.-L.", leaves "Jean".
    return re.search(r"(?<!\w)[A-ZÀ-Ý]\.", name) is not None
