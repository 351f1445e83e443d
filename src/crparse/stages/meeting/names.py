"""What the meeting is called, the body that met, and where: out of the lines of the head."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from crparse import lexicon
from crparse.document.passages import Part, trim
from crparse.language.persons import Basis, parse_name, split_civility
from crparse.source import Kind
from crparse.stages.attendance.labels import LabelKind
from crparse.stages.attendance.pieces import begins_with_person
from crparse.stages.attendance.rows import AttendanceLine
from crparse.stages.meeting.date import is_byline
from crparse.stages.meeting.head import Head, HeadLine, cue
from crparse.text import fold

# A time stamp is no title: takes "2016-04-05 18:30", leaves "2016-04-05".
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")

# Nor is an address of the web or of mail: takes "mairie@lormoy.fr", leaves "compte rendu @lormoy".
_LINK = re.compile(r"https?://|www\.|\S+@\S+\.\w")

# What has a word in it: takes "CR 12", leaves "5/4/2016".
_LETTERS = re.compile(r"[^\W\d_]{2}")

# An item by its number: takes "1 Ordre du jour", leaves "1er avril".
_NUMBERED = re.compile(r"\d+\s")

MAX_LINES = 6
"""Lines of a title above the one that names the minutes, and below it (chosen, not measured)."""


def find_title(head: Head) -> list[HeadLine]:
    """The lines of the title in reading order, none if the head has none."""
    lines = [line for line in head.title_lines if _possible(line)]
    chosen = _by_format(lines) or _by_look(lines)
    kept = [line for line in chosen if line.says("title.document") or not _gives_day(line)]
    if named := [line for line in kept if line.rest]:
        return [line for line in kept if line.rest or not line.days or _is_title_too(line, named[0])]
    if chosen:
        # it only gives the day: the line above it may name the body
        above = [line for line in lines if line.index < chosen[0].index][-1:]
        if kept:
            named = [line for line in above if _names_body(line) and not line.opens("title.letterhead")]
            return [*([] if any(line.days for line in kept) else named), *kept]
        return above if above and _names_body(above[0]) else chosen
    if entitled := [line for line in head.running if line.opens("title.object")][:1]:
        return [_value_of(entitled[0])]
    running = [line for line in head.running if line.says("title.document") and line.rest]
    dated = (line for line in head.title_lines if line.days and not (line.key or line.lead))
    return running[:1] or [line for line in dated if not _STAMP.search(line.text)][:1]


def _value_of(line: HeadLine) -> HeadLine:
    """What follows the key of a line of front matter, without quotation marks."""
    key = cue("title.object").match(line.folded)
    value = line.text[key.end() if key else 0 :]
    text = value.strip(" \"'«»")
    start = len(line.text) - len(value) + value.find(text)
    return replace(line, row=line.row.part(start, start + len(text)))


def _names_body(line: HeadLine) -> bool:
    return line.opens("body.heads") and bool(line.rest)


def _possible(line: HeadLine) -> bool:
    """Whether a line of the head can belong to the title."""
    text, document, titled = line.text, line.says("title.document"), line.opens("title.object")
    sentence = text.endswith(".") and (line.hours or len(text.split()) > 5)
    if not titled and (line.key or line.lead or sentence or (not document and _is_about_meeting(line))):
        return False
    if not document and (line.block.kind is Kind.LIST_ITEM or _is_of_another_day(line) or is_place(line)):
        return False
    if not _LETTERS.search(text) or _LINK.search(text) or _STAMP.search(text) or line.says("title.address"):
        return False
    if _NUMBERED.match(text) and line.says("title.agenda"):
        return False
    if line.days and cue("title.place_and_day").fullmatch(line.folded, 0, line.days[0].start):
        return False
    if (line.block.style or "").lower() in ("author", "date") or any(is_byline(line, d) for d in line.days):
        return False
    name = None if document or line.opens("body.heads") else parse_name(text)
    return name is None or name.basis < Basis.CAPITALS


def _is_of_another_day(line: HeadLine) -> bool:
    """A line that gives a day other than that of the meeting: "Affiché le 12 avril"."""
    never = [cue(f"date.{name}") for name in ("never", "convened")]
    before = line.folded[: line.days[0].start] if line.days else ""
    return any(cues.search(before) for cues in never)


def is_place(line: HeadLine) -> bool:
    """A short line that is a place and nothing else: "Salle des fêtes"."""
    return len(line.text) < MAX_LINE_OF_PLACE and line.opens("place.line") and not line.printed


def _gives_day(line: HeadLine) -> bool:
    """A line of the title that gives the day, the hours and perhaps the place, and no name."""
    if not line.days or not line.rest:
        return bool(line.days)
    last = max(found.end for found in line.printed)
    if not _place_after(line, last) or line.opens("body.second_line"):
        return False
    return not line.words_of(0, min(found.start for found in line.printed))


def _is_about_meeting(line: HeadLine) -> bool:
    """A line that says who came, who presides or when it was convened, or opens a list."""
    label = line.row.label
    officer = label is not None and label.kind is not LabelKind.AFTER
    opens = line.text.rstrip().endswith(":")
    key = line.block.cell and cue("title.keys").fullmatch(line.folded.strip(" :"))
    _, colon, rest = line.text.partition(":")
    people = line.row.begins_with_person(3) or (colon and begins_with_person(rest, 3))
    return bool(officer or opens or cue("title.metadata").match(line.written) or key or people)


def _says_meeting(line: HeadLine) -> bool:
    return line.says("title.document") or line.says("title.meeting")


def _by_format(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """Lines in the style of a title, or the first heading."""
    titled = [line for line in lines if line.block.heading_level == 0]
    heading = next((line for line in lines if line.block.heading_level is not None), None)
    if titled or heading is None or not heading.rest:
        return titled
    if heading.block.heading_level != 1 and heading is not lines[0]:
        return []
    # the line under a heading that names no meeting ("Février") may name one and its day
    below = next((line for line in lines if line.index > heading.index), None)
    said = below and below.days and below.index - heading.index <= 1 and _says_meeting(below)
    whole = [line for line in lines if line.index == heading.index]
    return [*whole, below] if below and said and not _says_meeting(heading) else whole


def _anchor(lines: Sequence[HeadLine]) -> int:
    """The line that says that these are minutes, else that names a meeting, else the largest."""
    first = lines[:12]
    documents = (i for i, line in enumerate(first) if line.says("title.document"))
    meetings = [i for i, line in enumerate(first) if line.says("title.meeting")]
    telling = [i for i in meetings if lines[i].rest and not lines[i].opens("title.letterhead")]
    telling.sort(key=lambda i: not lines[i].days)
    sizes = [line.block.size or 0.0 for line in lines[:8]]
    return next(chain(documents, telling, meetings), sizes.index(max(sizes)))


def _by_look(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """The anchor with the lines around it that look the same."""
    if not lines:
        return []
    first = last = index = _anchor(lines)
    anchor = lines[index]
    named = anchor.says("title.document")
    while first > 0 and index - first < MAX_LINES and _alike(lines[first - 1], anchor):
        named = named or not lines[first - 1].says("title.meeting")
        if named and lines[first - 1].opens("title.letterhead"):
            break
        first -= 1
    while last + 1 < len(lines) and last - index < MAX_LINES and _follows(lines, anchor, last + 1):
        last += 1
    return [line for line in lines[first : last + 1] if line is anchor or not _apart(line, anchor)]


def _alike(line: HeadLine, anchor: HeadLine) -> bool:
    """Same table, or same alignment and about the same size, no smaller emphasis."""
    own, other = line.block, anchor.block
    if own.cell is not None or other.cell is not None:
        return own.cell is not None and other.cell is not None and own.cell.table == other.cell.table
    size = (other.size or 0.0) - (own.size or 0.0)
    bold = own.share("bold") >= other.share("bold") - 0.1
    return size < 1.6 and (bold or own.align in ("center", "right")) and own.align == other.align


def _is_title_too(line: HeadLine, other: HeadLine) -> bool:
    """Whether "Compte rendu de la réunion du 5 avril" looks like the line above; not "CR du 5 avril"."""
    return line.says("title.meeting") and abs(line.block.share("bold") - other.block.share("bold")) < 0.5


def _apart(line: HeadLine, anchor: HeadLine) -> bool:
    """A cell of the title's table that is not set off as the title is."""
    plain = line.block.share("bold") < 0.5 < anchor.block.share("bold")
    return anchor.block.cell is not None and plain and not line.opens("title.object")


def _follows(lines: Sequence[HeadLine], anchor: HeadLine, index: int) -> bool:
    """Whether a line below the anchor goes on with the title."""
    line, only_day = lines[index], not anchor.rest and not anchor.days
    if line.index - lines[index - 1].index > 2:
        return False
    if line.opens("title.object"):
        return only_day
    named = line.says("title.document") or (only_day and line.opens("title.meeting"))
    set_off = line.block.share("bold") > 0.5 or line.block.align == "center"
    return _alike(line, anchor) or (named and set_off)


MAX_LETTERHEAD = 90
"""Characters of the longest line that is the name of a body alone (chosen, not measured)."""

MAX_NAME = 60
"""Characters of the longest name without a word for its kind (chosen, not measured)."""

FIRST_LINES = 3
"""Blocks at the top among which such a name stands (chosen, not measured)."""

# A name goes on: takes "Lormoy", leaves "la commune".
_CAPITAL = re.compile(r"[A-ZÀ-Ý]")

# A kind of body with a name of its own: takes "association Les Grillons", leaves "Association du quartier".
_OWN_NAME = re.compile(r"\s\S*[A-ZÀ-Ý\d]")

# The word of a name before its kind: takes "Grand " before "Collectif", leaves "le ".
_WORD_BEFORE = re.compile(r"(?<!\S)[A-ZÀ-Ý][\w'’-]*\s+$")

# After the kind of a body, more than one of them: takes the "s" of "bureaux et comités", leaves "service".
_PLURAL = re.compile(r"s\b")

# The end of a quotation that a name stands in: takes " » du", leaves " du".
_QUOTE = re.compile(r"\s?»")

# No name of a body: takes "5/04", leaves "Grand Lormoy".
_DIGIT = re.compile(r"\d")


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a name stops before, and what its end is stripped of, in folded text."""
    stop, small, goes_on = (lexicon.source("meeting", f"body.{key}") for key in ("stop", "small", "goes_on"))
    return (
        # Takes " - ", the comma of "conseil, le maire", "5/" of "5/4"; leaves that of "suivi, de pilotage".
        re.compile(rf"\s[-–—]\s|[.;:(\n\t]|,\s(?!{goes_on})|\s(?:{stop})(?!\w)|\d{{1,2}} ?[/.-]"),
        # Takes the end of "bureau du" and of "bureau,", leaves that of "bureau".
        re.compile(rf"[\s,:;–—(\"'/-]+$|\s+{small}$"),
    )


def find_body(head: Head, title: Sequence[HeadLine]) -> Part | None:
    """Where the name of the body stands, None if none is printed."""
    if stated := next(_after_body_key(head.title_lines), None):
        return stated
    prose = [line for line in head.lines if line not in title]
    others = [line for line in head.title_lines if line not in title and not line.key]
    # an association holds a board: "Association Les Grillons / Bureau de l'association Les Grillons"
    ordered = sorted(_with_rest(title, head.title_lines), key=lambda line: line.opens("body.holder"))
    if found := next(_quoted_society(title, prose), None) or _in_lines(ordered):
        return _fuller(found, ordered, prose) or found
    return (
        _assembly(title, [*head.title_lines, *prose], head.running)
        or _in_lines(_with_rest([line for line in others if not line.opens("body.holder")], head.title_lines))
        or _in_lines([line for line in head.running if _tells_body(line)])
        or _body_in_sentence(prose)
        or _in_lines(others)
        or _remainder(title)
        or _issuer(title, head.title_lines)
    )


def _tells_body(line: HeadLine) -> bool:
    """Whether a running header begins with a body, or with its meeting: "Séance du conseil municipal"."""
    return any(line.opens(name) for name in ("body.heads", "title.meeting", "title.document"))


def _after_body_key(lines: Sequence[HeadLine]) -> Iterator[Part]:
    """ "Instance : comité de suivi", or the value in the next cell."""
    key = cue("body.key")
    for line in lines:
        if line.lead.endswith(":") and key.match(f"{line.lead} x"):
            yield line.start, line.end
        elif match := key.match(line.written):
            start = len(line.text) - len(line.written) + match.end()
            if not line.row.begins_with_person(3) and not begins_with_person(line.text[start:], 3):
                yield line.part(start, len(line.text.rstrip(" .")))


def _fuller(found: Part, title: Sequence[HeadLine], prose: Sequence[HeadLine]) -> Part | None:
    """Where a sentence names the body of the title with its place: "le conseil municipal de Lormoy"."""
    line = next((line for line in title if line.start <= found[0] and found[1] <= line.end), None)
    in_sentence = _body_in_sentence(prose)
    if line is None or in_sentence is None:
        return None
    said = next(other for other in prose if other.start <= in_sentence[0] < other.end)
    start, end = in_sentence[0] - said.start, in_sentence[1] - said.start
    name = line.folded[found[0] - line.start : found[1] - line.start]
    of = lexicon.source("meeting", "body.of")
    # Takes "conseil municipal de " where the title names the "Conseil municipal", leaves "conseil communal".
    longer = re.compile(rf"{re.escape(name)} {of}").match(said.folded, start, end)
    if longer and _CAPITAL.search(said.text, longer.end(), end):
        return in_sentence
    # a proper name behind it at once: "le comité de suivi Trame verte"
    own = re.compile(rf"{re.escape(name)} ").match(said.folded, start, end)
    return in_sentence if own and _CAPITAL.match(said.text, own.end()) else None


def _in_lines(lines: Sequence[HeadLine]) -> Part | None:
    for line in lines:
        for match in cue("body.heads").finditer(line.folded):
            named = _named(line, *match.span())
            if named is None:
                continue
            start = (
                _name_start(line, match.start()) if named[1] == line.start + match.end() else match.start()
            )
            return line.start + start, named[1]
    return None


def _with_rest(lines: Sequence[HeadLine], printed: Sequence[HeadLine]) -> list[HeadLine]:
    """The lines, each with those below it that go on with its name: "Conseil municipal / de Lormoy"."""
    return [_with_next(line, [other for other in printed if other.start > line.start]) for line in lines]


def _with_next(line: HeadLine, below: Sequence[HeadLine]) -> HeadLine:
    whole = line
    for following in below[:MAX_LINES]:
        if not _goes_on(whole, following):
            break
        text = f"{whole.text}{' ' * (following.start - whole.end)}{following.text}"
        whole = _over(line, text, following if following.index > whole.index else whole)
    return whole if whole is line else _over(line, whole.text, line)


def _over(first: HeadLine, text: str, at: HeadLine) -> HeadLine:
    """The line with the text of those that go on with it, standing where `at` does."""
    row = AttendanceLine(text, first.start, at.block, at.index, first.row.opening)
    return replace(first, row=row)


def _goes_on(line: HeadLine, following: HeadLine) -> bool:
    """Whether the next line is the rest of the name: "DE LA COMMUNE DE LORMOY"; or "Lormoy" after "de"."""
    adjacent = following.index - line.index <= 1 and not (following.running or following.key)
    cells = line.block.cell is not None or following.block.cell is not None
    if not adjacent or cells or line.printed or line.prose or following.prose:
        return False
    return following.opens("body.second_line") or cue("body.first_line").search(line.folded) is not None


def _name_start(line: HeadLine, start: int) -> int:
    """Where a name begins whose kind stands last: "Grand Lormoy Collectif"."""
    while match := _WORD_BEFORE.search(line.text[:start]):
        word = match.group().strip()
        if word.isupper() or cue("title.generic").fullmatch(fold(word)):
            break
        if any(cue(f"title.{key}").match(line.folded, match.start()) for key in ("document", "meeting")):
            break
        start = match.start()
    return start


def _named(line: HeadLine, start: int, sure: int) -> Part | None:
    """The name that begins at `start`, up to a day, a number, a verb or punctuation after `sure`."""
    if _PLURAL.match(line.folded, sure):
        return None
    stopping, tail = _edges()
    stop = stopping.search(line.folded, sure)
    dated = [found.start for found in line.printed if found.start >= sure]
    end = min([len(line.text), *dated, *([stop.start()] if stop else [])])
    while match := tail.search(line.folded, start, end):
        end = match.start()
    quoted = _QUOTE.match(line.text, end)
    if quoted and "«" in line.text[start:end]:
        end = quoted.end()
    return line.part(start, end) if end - start > 1 else None


def _assembly(
    title: Sequence[HeadLine], lines: Sequence[HeadLine], running: Sequence[HeadLine]
) -> Part | None:
    """Whose assembly it is: by the title, a letterhead, the opening sentence; else the assembly itself."""
    said = cue("body.assembly")
    if not any(said.search(line.folded) for line in [*title, *lines[:12]]):
        return None
    alone = [
        line
        for line in lines
        if _is_letterhead(line) and not is_place(line) and not (line in title and said.search(line.folded))
    ]
    titled = any(said.search(line.folded) for line in title)
    found = chain(
        _whose_assembly([*title, *lines], alone),
        ((line.start, line.end) for line in lines[:8] if line in alone),
        _own_names(title, "whose"),
        _names_around(title, lines) if titled else (),
        _running_names(running) if titled else (),
        _own_names(lines, "those"),
        (_named(line, *match.span()) for line in title if (match := said.search(line.folded))),
    )
    return next(filter(None, found), None)


def _whose_assembly(lines: Sequence[HeadLine], letterheads: Sequence[HeadLine]) -> Iterator[Part]:
    """The names that words for an assembly lead in, and the letterheads that have such words."""
    wordings = [cue(f"body.assembly_of.{name}") for name in ("members", "kind")]
    for line in lines:
        found = [match for cues in wordings if (match := cues.search(line.folded))]
        if found and line in letterheads:
            yield line.start, line.end
        elif found:
            start, end = min(found, key=lambda match: match.start()).span("name")
            named = _named(line, start, end)
            if named and _OWN_NAME.search(line.text, start, named[1] - line.start):
                yield named


def _quoted_society(title: Sequence[HeadLine], prose: Sequence[HeadLine]) -> Iterator[Part]:
    """The name in quotation marks of the society that holds the assembly."""
    if any(line.says("body.assembly") for line in title):
        for line in [*title, *prose[:12]]:
            if match := cue("body.assembly_of.quoted").search(line.folded):
                yield line.part(*match.span("name"))


def _own_names(lines: Sequence[HeadLine], wording: str) -> Iterator[Part]:
    """Names without a word for their kind that such words lead in: "assemblée générale des Grillons"."""
    for line in lines:
        match = cue(f"body.assembly_of.{wording}").search(line.folded)
        if match is None or not _CAPITAL.match(line.text, match.start("name")):
            continue
        start = match.start("name")
        no_names = [cue("body.no_name"), *([cue("body.no_name_in_capitals")] if line.text.isupper() else [])]
        printed = any(found.start == start for found in line.printed)
        if printed or any(cues.match(line.folded, start) for cues in no_names):
            continue
        if named := _named(line, start, start + 1):
            yield named


def _names_around(title: Sequence[HeadLine], lines: Sequence[HeadLine]) -> Iterator[Part]:
    """A short line of the title or above it that is a name and nothing else: "Les Grillons"."""
    last = max((line.start for line in title), default=0)
    for line in sorted({*title, *lines}, key=lambda line: line.start):
        if line.index > FIRST_LINES or line.start > last:
            return
        if not line.says("title.document") and not line.says("body.assembly") and _is_bare_name(line):
            yield line.start, line.end


def _issuer(title: Sequence[HeadLine], lines: Sequence[HeadLine]) -> Part | None:
    """The society of the letterhead, where the title names no body at all: "Compte rendu de réunion"."""
    if not title or any(line.rest for line in title if line.says("title.document")):
        return None
    above = [line for line in lines if line.start <= title[-1].start and not line.says("title.document")]
    return next(
        ((line.start, line.end) for line in above if _is_letterhead(line) and not is_place(line)), None
    )


def _running_names(running: Sequence[HeadLine]) -> Iterator[Part]:
    """The running header above all others, where it is a letterhead or a name and nothing else."""
    for line in running[:1]:
        if _is_letterhead(line) or (_is_bare_name(line) and not line.says("title.document")):
            yield line.start, line.end


def _is_bare_name(line: HeadLine) -> bool:
    generic = not line.rest or any(
        line.opens(f"title.{name}") for name in ("letterhead", "keys", "metadata", "agenda")
    )
    sign = any(sign in line.text for sign in ":;!?@|") or _DIGIT.search(line.text) or _LINK.search(line.text)
    named = _CAPITAL.match(line.text) and _LETTERS.search(line.text) and len(line.text) < MAX_NAME
    return bool(named and not generic and not sign and not line.text.endswith(".") and not is_place(line))


def _is_letterhead(line: HeadLine) -> bool:
    """A short line that is the name of the body and nothing else."""
    return line.opens("body.letterhead") and len(line.text) < MAX_LETTERHEAD and ":" not in line.text


def _body_in_sentence(lines: Sequence[HeadLine]) -> Part | None:
    """ "Le conseil municipal de Lormoy, régulièrement convoqué, s'est réuni …"."""
    for line in lines[:12]:
        match = cue("body.in_sentence").search(line.folded) if line.says("body.meets") else None
        if match and (named := _named(line, *match.span("name"))):
            return named
    return None


def _remainder(title: Sequence[HeadLine]) -> Part | None:
    """What the title says beside the kind of document and the day: "Réunion Grand Lormoy – 5/04/2016"."""
    for line in title:
        first = cue("body.remainder_lead").search(line.folded)
        if first is None or not line.rest:
            continue
        at = first.end()
        while match := cue("body.remainder_link").match(line.folded, at):
            at = match.end()
        named = _named(line, at, at)
        rest = line.text[at : named[1] - line.start] if named else ""
        # "Réunion référentes", not "Réunion de chantier"
        lower = rest.islower() or (rest.isupper() and line.text.isupper())
        common = " " not in rest and lower and line.folded.count(" ", first.start(), at) > 1
        if 3 < len(rest) < 60 and not common and not _DIGIT.search(rest):
            return named
    return None


MAX_PLACE = 90
"""Characters of the longest name of a place, its address included (chosen, not measured)."""

MAX_LINE_OF_PLACE = 60
"""Characters of the longest line of the head that is a place (chosen, not measured)."""

SHORT_LINE = 120
"""Characters of the longest line that gives day and place below the title (chosen, not measured)."""

# The town after a place: takes ", 77250 Lormoy", leaves ", le 12 mars".
_POSTCODE = re.compile(r",?\s*\d{5}\s+[\w'-]+(?:\s[A-ZÀ-Ý][\w'-]+)*")

# Between day and place: takes ", ", "), " and " (" after "5 avril", leaves "salle" after it.
_GAP = re.compile(r"\s*\)?\s*[,;–-]?\s*(?P<bracket>\(?)")

# The number of an item: takes "2) ", leaves "2 avril".
_ITEM = re.compile(r"\s*\d+[.)]")


@cache
def _name() -> re.Pattern[str]:
    small, word = lexicon.source("meeting", "place.inside_name"), r"[A-ZÀ-Ý][\w'’-]+"
    # A name of several words with the small ones in it: takes "Lormoy-sur-Orvanne", leaves "la salle".
    return re.compile(rf"{word}(?:[ -](?:{small}[ -])*(?:[dl]['’])?{word})*")


def find_place(head: Head, title: Sequence[HeadLine]) -> Part | None:
    """Where the name of the place stands, None if none is printed."""
    dated = [*title, *(line for line in head.title_lines if line.days and _is_short(line))]
    found = chain(
        _after_key(head.lines[:25]),
        _place_in_sentence(head.lines),
        _before_day(dated),
        _in_head(head, title),
        _after_day(dated),
        _before_meeting(head.lines[:15]),
        _named_after_day(dated),
        _town(head.lines),
    )
    return next(found, None)


def _after_key(lines: Sequence[HeadLine]) -> Iterator[Part]:
    key = cue("place.key")
    for line in lines:
        match = key.match(line.written) or cue("place.key_in_table").match(line.folded)
        inside = cue("place.key_inside").search(line.folded)
        if line.lead and not line.prose and key.match(f"{line.lead.strip(' :')} : x"):
            yield line.part(0, _value_end(line, 0))
        elif match and line.block.heading_level is None:
            start = len(line.text) - len(line.written) + match.end()
            if not line.days or line.days[0].start > start:
                yield line.part(start, _value_end(line, start))
        elif inside:
            yield line.part(inside.end(), _value_end(line, inside.end()))


# Parts one value of a line from the next: takes " | " of "mairie | Horaire : 18 h", leaves "La-Roche".
_NEXT_VALUE = re.compile(r"\s*[|;\t•·]|[\s.]+$")


def _value_end(line: HeadLine, start: int) -> int:
    """Where the value that begins at `start` ends: at the next key of the line, or with it."""
    key = cue("place.next_key").search(line.folded, start + 1)
    end = len(line.text[: key.start()].rstrip(" ,;–—-")) if key else len(line.text)
    stop = _NEXT_VALUE.search(line.text, start, end)
    return stop.start() if stop else end


def _place_in_sentence(lines: Sequence[HeadLine]) -> Iterator[Part]:
    """ "… se sont réunis à la salle des fêtes sous la présidence …"."""
    for line in lines:
        match = cue("place.lead").search(line.unstopped)
        if match is None:
            continue
        start = match.start("named") if match["named"] else match.end("led")
        remote = cue("place.remote").search(line.folded, start)
        if remote and remote.start() <= match.end():
            yield line.part(*remote.span())
            continue
        stop = cue("place.stop").search(line.folded, match.end())
        last = stop.start() if stop else len(line.text)
        address = cue("place.address").match(line.folded, last)
        last = address.end() if address else last
        town = _POSTCODE.match(line.text, last)
        last = town.end() if town else last
        name = trim(line.text, start, last)
        dated = any(found.start == start for found in line.printed)
        if name and not dated and 2 < last - name[0] < MAX_PLACE:
            yield line.part(*name)


def _after_day(lines: Sequence[HeadLine]) -> Iterator[Part]:
    """What follows day and hour: "… du 5 avril 2016 à 15h, salle des fêtes"."""
    for line in lines:
        if line.printed and (place := _place_after(line, max(found.end for found in line.printed))):
            yield line.part(*place)


MAX_NAMED_PLACE = 45
"""Characters of the longest place that its name alone tells (chosen, not measured)."""


def _named_after_day(lines: Sequence[HeadLine]) -> Iterator[Part]:
    """A name behind the day, a comma, a dash or "à" between: "… du 5 avril 2016 – Lormoy"."""
    for line in lines:
        for found in line.printed:
            lead = cue("place.after_day").match(line.folded, found.end)
            name = _name().match(line.text, lead.end()) if lead else None
            rest = name and line.text[name.end() :].lstrip(" ,–—-(.")
            told = name and (not rest or any(h.start >= name.end() for h in line.hours[:1]))
            if name and told and len(name.group()) < MAX_NAMED_PLACE and not _is_no_place(line, name.start()):
                if begins_with_person(name.group(), 3):
                    continue
                yield line.part(*name.span())


def _is_no_place(line: HeadLine, start: int) -> bool:
    return cue("place.no_name").match(line.folded, start) is not None


def _is_short(line: HeadLine) -> bool:
    return len(line.text) < SHORT_LINE and not line.text.endswith(".")


def _before_day(lines: Sequence[HeadLine]) -> Iterator[Part]:
    """A place that a line begins with, the day behind it: "Salle des fêtes, le 5 avril 2016"."""
    for line in lines:
        said = line.opens("place.line") and line.days and not line.key
        ends = cue("place.before_day").search(line.folded, 0, line.days[0].start) if said else None
        if ends and 2 < ends.start() < MAX_PLACE:
            yield line.part(0, ends.start())


def _place_after(line: HeadLine, said: int) -> Part | None:
    """Where in the line a place follows what is said up to there."""
    gap = _GAP.match(line.folded, said)
    start = gap.end() if gap else said
    lead = cue("place.line_lead").match(line.folded, start)
    start = lead.end() if lead else start
    if not cue("place.line").match(line.folded, start):
        return None
    closed = line.text.find(")", start) < len(line.text.rstrip(" .")) - 1
    start -= 1 if gap and gap["bracket"] and closed else 0
    return start, len(line.text.rstrip(" .)"))


def _before_meeting(lines: Sequence[HeadLine]) -> Iterator[Part]:
    """ "Ce 5 avril, en salle B2, les membres se sont réunis …"."""
    for line in lines:
        match = cue("place.before_meeting").search(line.folded)
        if match and cue("place.met_after").find(line.folded[match.end() :]):
            stop = cue("place.stop").search(line.folded, match.end())
            if stop and 2 < stop.start() - match.end() < MAX_PLACE:
                yield line.part(match.end(), stop.start())
        for town in cue("place.town_before").finditer(line.folded):
            name = _name().match(line.text, town.end())
            dated = any(found.end <= town.start() for found in line.printed)
            if name and dated and cue("place.met_later").match(line.folded, name.end()):
                yield line.part(*name.span())


def _town(lines: Sequence[HeadLine]) -> Iterator[Part]:
    """ "La réunion s'est tenue à Lormoy", in the first lines and no item of a list."""
    for line in lines:
        match = cue("place.town").search(line.folded)
        if match and line.block.kind is not Kind.LIST_ITEM and not _ITEM.match(line.text):
            name = _name().match(line.text, match.end())
            if name and split_civility(name.group())[0] is None:
                yield line.part(*name.span())


def _in_head(head: Head, title: Sequence[HeadLine]) -> Iterator[Part]:
    """A line of the head that is a place, or "visioconférence" in the title."""
    for line in head.title_lines:
        remote = cue("place.remote").search(line.folded)
        if remote and not line.prose and "http" not in line.folded:
            yield line.part(*remote.span())
        if "\t" in line.text:
            yield from _place_in_row(line)
        printed = line.folded.lstrip(" +-*•(")
        lead = cue("place.line_lead").match(printed)
        printed = printed[lead.end() :] if lead else printed
        issues = title and line.start < title[0].start and line.opens("title.letterhead")
        short = len(line.text) < (MAX_PLACE if lead else MAX_LINE_OF_PLACE)
        if line not in title and not (line.key or issues) and short and cue("place.line").match(printed):
            yield line.part(len(line.text) - len(printed), len(line.text.rstrip(" .)")))


def _place_in_row(line: HeadLine) -> Iterator[Part]:
    """The part of a line of tabs that is a place: "12 mars 2024	Salle des fêtes	18 h"."""
    start = 0
    for part in line.text.split("\t"):
        if cue("place.line").match(line.folded, start) and len(part) < MAX_LINE_OF_PLACE:
            yield line.part(start, start + len(part.rstrip()))
        start += len(part) + 1
