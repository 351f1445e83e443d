"""What the meeting is called, the body that met, and where: out of the lines of the head."""

import re
from collections.abc import Sequence
from functools import cache

from crparse import lexicon
from crparse.language.persons import Basis, parse_name, split_civility
from crparse.source import Kind
from crparse.stages.attendance.labels import LabelKind
from crparse.stages.attendance.pieces import begins_with_person
from crparse.stages.meeting.date import is_byline
from crparse.stages.meeting.head import Head, HeadLine
from crparse.text import fold

_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_LINK = re.compile(r"https?://|www\.|\S+@\S+\.\w")
_MAX_LINES = 6


def find_title(head: Head) -> list[HeadLine]:
    """The lines of the title in reading order, none if the head has none."""
    lines = [line for line in head.title_lines if _possible(line)]
    chosen = _by_format(lines) or _by_look(lines)
    kept = [line for line in chosen if line.rest or not line.days]
    if any(line.rest for line in kept):
        return kept
    if chosen:
        return _named_above(head, chosen) or [*_named_in_header(head), *chosen]
    named = lexicon.cues("meeting", "title.document")
    running = [line for line in head.furniture if named.search(line.folded) and line.rest]
    if running:
        return running[:1]
    dated = [
        line
        for line in head.title_lines
        if line.days and not line.key and not line.lead and not _STAMP.search(line.text)
    ]
    return dated[:1]


def _possible(line: HeadLine) -> bool:
    """Whether a line of the head can belong to the title."""
    text = line.text
    document = lexicon.cues("meeting", "title.document").search(line.folded) is not None
    if any(is_byline(line, day) for day in line.days):
        return False
    if not document and not _is_object(line) and _is_about_meeting(line):
        return False
    if (
        (line.key and not _is_object(line))
        or _LINK.search(text)
        or _STAMP.search(text)
        or lexicon.cues("meeting", "title.address").find(line.folded)
        or not re.search(r"[^\W\d_]{2}", text)
        or lexicon.cues("meeting", "title.place_and_day").fullmatch(
            line.folded[: line.days[0].start] if line.days else ""
        )
    ):
        return False
    if re.match(r"\d+\s", text) and lexicon.cues("meeting", "title.agenda").search(line.folded):
        return False
    if not _is_object(line) and (line.lead or (text.endswith(".") and (line.hours or len(text.split()) > 5))):
        return False
    if line.block.kind is Kind.LIST_ITEM and not lexicon.cues("meeting", "title.document").search(
        line.folded
    ):
        return False
    if (line.block.style or "").lower() in ("author", "date"):
        return False
    name = parse_name(text)
    return name is None or name.basis < Basis.CAPITALS


def _is_about_meeting(line: HeadLine) -> bool:
    """A line that says who came, who presides or when it was convened, or opens a list."""
    label = line.label
    officer = label is not None and label.kind is not LabelKind.AFTER
    opens = line.text.rstrip().endswith(":")
    metadata = lexicon.cues("meeting", "title.metadata").match(line.folded.lstrip(" -*+•"))
    key = line.block.cell and lexicon.cues("meeting", "title.keys").fullmatch(line.folded.strip(" :"))
    _, colon, rest = line.text.partition(":")
    people = line.listing.begins_with_person(3) or (colon and begins_with_person(rest, 3))
    return bool(officer or opens or metadata or key or people)


def _by_format(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """Lines in the style of a title, or the first heading."""
    titled = [line for line in lines if line.block.heading_level == 0]
    if titled:
        return titled
    headed = [line for line in lines if line.block.heading_level is not None]
    if not headed or not headed[0].rest:
        return []
    if headed[0].block.heading_level != 1 and headed[0] is not lines[0]:
        return []
    return [headed[0], *_said_below(headed[0], lines)]


def _said_below(heading: HeadLine, lines: Sequence[HeadLine]) -> list[HeadLine]:
    """The line under a heading that names no meeting ("Février"), if that names one and its day."""
    says = [lexicon.cues("meeting", f"title.{key}") for key in ("document", "meeting")]
    below = next((line for line in lines if line.start > heading.start), None)
    if below is None or below.index - heading.index > 1 or any(cue.search(heading.folded) for cue in says):
        return []
    return [below] if below.days and any(cue.search(below.folded) for cue in says) else []


def _anchor(lines: Sequence[HeadLine]) -> int:
    """The line that says that these are minutes, else that names a meeting, else the largest."""
    for key in ("document", "meeting"):
        found = [
            i
            for i, line in enumerate(lines[:12])
            if lexicon.cues("meeting", f"title.{key}").search(line.folded)
        ]
        if found:
            return found[0]
    sizes = [line.block.size or 0.0 for line in lines[:8]]
    return sizes.index(max(sizes)) if sizes else -1


def _by_look(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """The anchor with the lines around it that look the same."""
    if not lines:
        return []
    anchor = _anchor(lines)
    first = last = anchor
    named = lexicon.cues("meeting", "title.document").search(lines[anchor].folded) is not None
    while first > 0 and anchor - first < _MAX_LINES and _alike(lines[first - 1], lines[anchor]):
        above = lines[first - 1].folded
        named = named or not lexicon.cues("meeting", "title.meeting").search(above)
        if named and lexicon.cues("meeting", "title.letterhead").match(above):
            break
        first -= 1
    while last + 1 < len(lines) and last - anchor < _MAX_LINES and _follows(lines, anchor, last + 1):
        last += 1
    return [
        line for line in lines[first : last + 1] if line is lines[anchor] or not _apart(line, lines[anchor])
    ]


def _alike(line: HeadLine, anchor: HeadLine) -> bool:
    """Same table, or same alignment and about the same size, no smaller emphasis."""
    if anchor.block.cell is not None and line.block.cell is not None:
        return line.block.cell.table == anchor.block.cell.table
    if (anchor.block.cell is None) != (line.block.cell is None):
        return False
    size, other = line.block.size or 0.0, anchor.block.size or 0.0
    same_size = abs(size - other) < 1.6 or size > other
    bold = line.block.share("bold") >= anchor.block.share("bold") - 0.1
    return (
        same_size
        and (bold or line.block.align in ("center", "right"))
        and line.block.align == anchor.block.align
    )


def _apart(line: HeadLine, anchor: HeadLine) -> bool:
    """A cell of the title's table that is not set off as the title is."""
    return bool(
        anchor.block.cell
        and line.block.share("bold") < 0.5
        and anchor.block.share("bold") > 0.5
        and not _is_object(line)
    )


def _is_object(line: HeadLine) -> bool:
    return lexicon.cues("meeting", "title.object").match(line.folded) is not None


def _follows(lines: Sequence[HeadLine], anchor: int, index: int) -> bool:
    line = lines[index]
    if lines[index].index - lines[index - 1].index > 2:
        return False
    if _is_object(line):
        return not lines[anchor].rest and not lines[anchor].days
    if _alike(line, lines[anchor]):
        return True
    known = lexicon.cues("meeting", "title.document").search(line.folded) is not None
    if not lines[anchor].rest and not lines[anchor].days:
        known = known or lexicon.cues("meeting", "title.meeting").match(line.folded) is not None
    return known and (line.block.share("bold") > 0.5 or line.block.align == "center")


def _named_above(head: Head, chosen: Sequence[HeadLine]) -> list[HeadLine]:
    """The line above a title that only gives the day, if it names the body."""
    heads = lexicon.cues("meeting", "body.heads")
    above = [line for line in head.title_lines if line.index < chosen[0].index and _possible(line)]
    return above[-1:] if above and heads.match(above[-1].folded) and above[-1].rest else []


def _named_in_header(head: Head) -> list[HeadLine]:
    """The running header that names the body, for a title that only gives the day."""
    heads = lexicon.cues("meeting", "body.heads")
    for line in head.furniture:
        if line.block.kind is Kind.HEADER and heads.match(line.folded) and line.rest:
            return [line]
    return []


Stretch = tuple[int, int]
"""Start and end in the document."""


_MAX_LETTERHEAD = 90


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a name stops before, and what its end is stripped of, in folded text."""
    stop, small = lexicon.source("meeting", "body.stop"), lexicon.source("meeting", "body.small")
    return (
        re.compile(
            rf"\s[-–—]\s|[.;:(\n\t]|,\s(?!{lexicon.source('meeting', 'body.goes_on')})"
            rf"|\s(?:{stop})(?!\w)|\d{{1,2}} ?[/.-]"
        ),
        re.compile(rf"[\s,:;–—(\"'/-]+$|\s+{small}$"),
    )


def find_body(head: Head, title: Sequence[HeadLine]) -> Stretch | None:
    """Where the name of the body stands, None if none is printed."""
    prose = [line for line in head.lines if line not in title]
    found = _in_lines(title)
    if found is not None:
        return _fuller(found, title, prose) or found
    whole = _assembly(title, [*head.title_lines, *prose])
    if whole is not None:
        return whole
    others = [line for line in head.title_lines if line not in title and not line.key]
    furniture = [line for line in head.furniture if lexicon.cues("meeting", "body.heads").match(line.folded)]
    return _in_lines(others) or _in_lines(furniture) or _body_in_sentence(prose) or _remainder(title)


def _fuller(found: Stretch, title: Sequence[HeadLine], prose: Sequence[HeadLine]) -> Stretch | None:
    """Where a sentence names the body of the title with its place: "le conseil municipal de Lormoy"."""
    line = next((line for line in title if line.start <= found[0] and found[1] <= line.end), None)
    in_sentence = _body_in_sentence(prose)
    if line is None or in_sentence is None:
        return None
    name = line.folded[found[0] - line.start : found[1] - line.start]
    said = next(other for other in prose if other.start <= in_sentence[0] < other.end)
    start, end = in_sentence[0] - said.start, in_sentence[1] - said.start
    longer = re.match(rf"{re.escape(name)} {lexicon.source('meeting', 'body.of')}", said.folded[start:end])
    return in_sentence if longer and re.search(r"[A-ZÀ-Ý]", said.text[start + longer.end() : end]) else None


def _in_lines(lines: Sequence[HeadLine]) -> Stretch | None:
    for number, line in enumerate(lines):
        for match in lexicon.cues("meeting", "body.heads").finditer(line.folded):
            end = _name_end(line, match.start(), match.end())
            if end is not None:
                if end == len(line.text) and number + 1 < len(lines) and _goes_on(line, lines[number + 1]):
                    following = lines[number + 1]
                    return line.start + match.start(), following.start + (_name_end(following, 0, 3) or 0)
                start = _name_start(line, match.start()) if end == match.end() else match.start()
                return line.start + start, line.start + end
    return None


def _goes_on(line: HeadLine, following: HeadLine) -> bool:
    """Whether the next line of the title is the rest of the name: "DE LA COMMUNE DE LORMOY"."""
    adjacent = following.index - line.index <= 1 and not following.furniture
    return adjacent and lexicon.cues("meeting", "body.second_line").match(following.folded) is not None


def _name_start(line: HeadLine, start: int) -> int:
    """Where a name begins whose kind stands last: "Grand Lormoy Collectif"."""
    while match := re.search(r"(?<!\S)[A-ZÀ-Ý][\w'’-]*\s+$", line.text[:start]):
        if match.group().isupper() or lexicon.cues("meeting", "title.generic").fullmatch(
            fold(match.group().strip())
        ):
            break
        if any(
            lexicon.cues("meeting", f"title.{key}").match(line.folded, match.start())
            for key in ("document", "meeting")
        ):
            break
        start = match.start()
    return start


def _name_end(line: HeadLine, start: int, head_end: int) -> int | None:
    """Where the name that begins at `start` ends: before a day, a number, a verb or punctuation."""
    stops = [len(line.text)]
    stops += [day.start for day in line.days if day.start >= head_end]
    stops += [hour.start for hour in line.hours if hour.start >= head_end]
    stopping, tail = _edges()
    stop = stopping.search(line.folded, head_end)
    if stop:
        stops.append(stop.start())
    end = min(stops)
    if re.match(r"(?:s\b)", line.folded[head_end:]):
        return None
    while match := tail.search(line.folded, start, end):
        end = match.start()
    quoted = re.match(r"\s?»", line.text[end:])
    if quoted and "«" in line.text[start:end]:
        end += quoted.end()
    return end if end - start > 1 else None


def _assembly_of(line: HeadLine) -> re.Match[str] | None:
    """Where a line says whose assembly it is, the first place of all wordings."""
    wordings = [lexicon.cues("meeting", f"body.assembly_of.{name}") for name in ("members", "kind")]
    found = [match for cues in wordings if (match := cues.search(line.folded))]
    return min(found, key=lambda match: match.start(), default=None)


def _assembly(title: Sequence[HeadLine], lines: Sequence[HeadLine]) -> Stretch | None:
    """Whose assembly it is: by the title, a letterhead, the opening sentence; else the assembly itself."""
    assembly = lexicon.cues("meeting", "body.assembly")
    printed = [line for line in title if assembly.search(line.folded)]
    in_text = [line for line in lines[:12] if assembly.search(line.folded)]
    if not printed and not in_text:
        return None
    for line in [*title, *lines]:
        match = _assembly_of(line)
        if match and line not in title and _is_letterhead(line):
            return line.start, line.end
        if match:
            end = _name_end(line, match.start("name"), match.end("name"))
            if end is not None and re.search(r"\s\S*[A-ZÀ-Ý\d]", line.text[match.start("name") : end]):
                return line.start + match.start("name"), line.start + end
    for line in lines[:8]:
        if line not in title and _is_letterhead(line):
            return line.start, line.end
    for line in printed:
        match = assembly.search(line.folded)
        assert match is not None
        end = _name_end(line, match.start(), match.end())
        if end is not None:
            return line.start + match.start(), line.start + end
    return None


def _is_letterhead(line: HeadLine) -> bool:
    """A short line that is the name of the body and nothing else."""
    named = lexicon.cues("meeting", "body.letterhead").match(line.folded) is not None
    return named and len(line.text) < _MAX_LETTERHEAD and ":" not in line.text


def _body_in_sentence(lines: Sequence[HeadLine]) -> Stretch | None:
    """ "Le conseil municipal de Lormoy, régulièrement convoqué, s'est réuni …"."""
    for line in lines[:12]:
        if not lexicon.cues("meeting", "body.meets").search(line.folded):
            continue
        match = lexicon.cues("meeting", "body.in_sentence").search(line.folded)
        if match:
            end = _name_end(line, match.start("name"), match.end("name"))
            if end is not None:
                return line.start + match.start("name"), line.start + end
    return None


def _remainder(title: Sequence[HeadLine]) -> Stretch | None:
    """What the title says beside the kind of document and the day: "Réunion Grand Lormoy – 5/04/2016"."""
    lead = lexicon.cues("meeting", "body.remainder_lead")
    link = lexicon.cues("meeting", "body.remainder_link")
    for line in title:
        match = last = first = lead.search(line.folded)
        while match:
            last = match
            match = link.match(line.folded, last.end())
        if first is None or last is None:
            continue
        end = _name_end(line, last.end(), last.end())
        rest = line.text[last.end() : end] if end else ""
        # "Réunion référentes", not "Réunion de chantier"
        lower = rest.islower() or (rest.isupper() and line.text.isupper())
        common = " " not in rest and lower and line.folded.count(" ", first.start(), last.end()) > 1
        if end and 3 < len(rest) < 60 and not common and not re.search(r"\d", rest) and line.rest:
            return line.start + last.end(), line.start + end
    return None


_MAX_PLACE = 90


@cache
def _name() -> re.Pattern[str]:
    """A name of several words with the small ones in it: "Lormoy-sur-Orvanne"; not "la salle"."""
    small, word = lexicon.source("meeting", "place.inside_name"), r"[A-ZÀ-Ý][\w'’-]+"
    return re.compile(rf"{word}(?:[ -](?:{small}[ -])*(?:[dl]['’])?{word})*")


def find_place(head: Head, title: Sequence[HeadLine]) -> Stretch | None:
    """Where the name of the place stands, None if none is printed."""
    return (
        _after_key(head)
        or _place_in_sentence(head)
        or _in_head(head, title)
        or _after_day(title)
        or _before_meeting(head)
        or _town(head)
    )


def _after_key(head: Head) -> Stretch | None:
    key = lexicon.cues("meeting", "place.key")
    for line in head.lines[:25]:
        in_table = lexicon.cues("meeting", "place.key_in_table").match(line.folded)
        match = key.match(line.folded.lstrip(" -*+•")) or in_table
        if line.lead and key.match(f"{line.lead.strip(' :')} : x"):
            return line.start, line.end
        if match and line.block.heading_level is None:
            start = line.start + len(line.text) - len(line.folded.lstrip(" -*+•")) + match.end()
            if not line.days or line.start + line.days[0].start > start:
                return start, line.start + len(line.text.rstrip(" ."))
    return None


def _place_in_sentence(head: Head) -> Stretch | None:
    """ "… se sont réunis à la salle des fêtes sous la présidence …"."""
    for line in head.lines[:15]:
        match = lexicon.cues("meeting", "place.lead").search(line.folded)
        if match is None:
            continue
        start = match.start("named") if match["named"] else match.end("led")
        found = lexicon.cues("meeting", "place.remote").search(line.folded, start)
        if found and found.start() <= match.end():
            return line.start + found.start(), line.start + found.end()
        end = lexicon.cues("meeting", "place.stop").search(line.folded, match.end())
        last = end.start() if end else len(line.text)
        postcode = re.compile(r",?\s*\d{5}\s+[\w'-]+(?:\s[A-Z][\w'-]+)*").match(line.text, last)
        last = postcode.end() if postcode else last
        start += len(line.text[start:last]) - len(line.text[start:last].lstrip())
        if 2 < last - start < _MAX_PLACE:
            return line.start + start, line.start + len(line.text[:last].rstrip())
    return None


def _issues(line: HeadLine) -> bool:
    """Whether a line is a letterhead: "Mairie de Lormoy"."""
    return lexicon.cues("meeting", "title.letterhead").match(line.folded) is not None


def _after_day(title: Sequence[HeadLine]) -> Stretch | None:
    """What follows day and hour in the title: "… du 5 avril 2016 à 15h, salle des fêtes"."""
    for line in title:
        said = [*(day.end for day in line.days), *(hour.end for hour in line.hours)]
        if not said:
            continue
        gap = re.compile(r"\s*[,;–-]?\s*(?P<bracket>\(?)").match(line.folded, max(said))
        start = gap.end() if gap else max(said)
        lead = lexicon.cues("meeting", "place.line_lead").match(line.folded, start)
        start = lead.end() if lead else start
        if lexicon.cues("meeting", "place.line").match(line.folded, start):
            closed = line.text.find(")", start) < len(line.text.rstrip(" .")) - 1
            start -= 1 if gap and gap["bracket"] and closed else 0
            return line.start + start, line.start + len(line.text.rstrip(" .)"))
    return None


def _before_meeting(head: Head) -> Stretch | None:
    """ "Ce 5 avril, en salle B2, les membres se sont réunis …"."""
    for line in head.lines[:15]:
        match = lexicon.cues("meeting", "place.before_meeting").search(line.folded)
        if match is None or not lexicon.cues("meeting", "place.met_after").find(line.folded[match.end() :]):
            continue
        stop = lexicon.cues("meeting", "place.stop").search(line.folded, match.end())
        if stop and 2 < stop.start() - match.end() < _MAX_PLACE:
            return line.start + match.end(), line.start + stop.start()
    return None


def _town(head: Head) -> Stretch | None:
    """ "La réunion s'est tenue à Lormoy", in the first lines and no item of a list."""
    for line in head.lines[:10]:
        match = lexicon.cues("meeting", "place.town").search(line.folded)
        if line.block.kind is Kind.LIST_ITEM or re.match(r"\s*\d+[.)]", line.text):
            continue
        name = _name().match(line.text, match.end()) if match else None
        if name and split_civility(name.group())[0] is None:
            return line.start + name.start(), line.start + name.end()
    return None


def _in_head(head: Head, title: Sequence[HeadLine]) -> Stretch | None:
    """A line of the head that is a place, or "visioconférence" in the title."""
    remote = lexicon.cues("meeting", "place.remote")
    for line in head.title_lines:
        found = remote.search(line.folded)
        if found and not line.prose and "http" not in line.folded:
            return line.start + found.start(), line.start + found.end()
        printed = line.folded.lstrip(" +-*•(")
        lead = lexicon.cues("meeting", "place.line_lead").match(printed)
        printed = printed[lead.end() :] if lead else printed
        if (
            line not in title
            and not line.key
            and not (title and line.start < title[0].start and _issues(line))
            and len(line.text) < (_MAX_PLACE if lead else 60)
            and lexicon.cues("meeting", "place.line").match(printed)
        ):
            start = line.start + len(line.text) - len(printed)
            return start, line.start + len(line.text.rstrip(" .)"))
    return None
