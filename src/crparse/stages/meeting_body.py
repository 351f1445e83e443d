"""The body that met: the council, committee, group or association, as named."""

import re
from collections.abc import Sequence
from functools import cache

from crparse import lexicon
from crparse.stages.meeting_head import Head, HeadLine
from crparse.stages.word_forms import any_of, cues
from crparse.text import fold

Place = tuple[int, int]
"""Start and end in the document."""


_MAX_LETTERHEAD = 90


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a name stops before, and what its end is stripped of, in folded text."""
    data = lexicon.load("meeting")["body"]
    return (
        re.compile(
            r"\s[-–—]\s|[.;:(\n\t]|,\s(?!(?:de|des|du|et)\s|d')"
            rf"|\s(?:{any_of(data['stop'])})(?!\w)|\d{{1,2}} ?[/.-]"
        ),
        re.compile(rf"[\s,:;–—(\"'/-]+$|\s+{any_of(data['small'])}$"),
    )


def find_body(head: Head, title: Sequence[HeadLine]) -> Place | None:
    """Where the name of the body stands, None if none is printed."""
    prose = [line for line in head.lines if line not in title]
    found = _in_lines(title)
    if found is not None:
        return _fuller(found, title, prose) or found
    whole = _assembly(title, [*head.title_lines, *prose])
    if whole is not None:
        return whole
    others = [line for line in head.title_lines if line not in title and not line.key]
    furniture = [line for line in head.furniture if cues("meeting", "body", "heads").match(line.folded)]
    return _in_lines(others) or _in_lines(furniture) or _in_sentence(prose) or _remainder(title)


def _fuller(found: Place, title: Sequence[HeadLine], prose: Sequence[HeadLine]) -> Place | None:
    """Where a sentence names the body of the title with its place: "le conseil municipal de Lormoy"."""
    line = next((line for line in title if line.start <= found[0] and found[1] <= line.end), None)
    in_sentence = _in_sentence(prose)
    if line is None or in_sentence is None:
        return None
    name = line.folded[found[0] - line.start : found[1] - line.start]
    said = next(other for other in prose if other.start <= in_sentence[0] < other.end)
    start, end = in_sentence[0] - said.start, in_sentence[1] - said.start
    longer = re.match(rf"{re.escape(name)} (?:de |du |des |d')", said.folded[start:end])
    return in_sentence if longer and re.search(r"[A-ZÀ-Ý]", said.text[start + longer.end() : end]) else None


def _in_lines(lines: Sequence[HeadLine]) -> Place | None:
    for number, line in enumerate(lines):
        for match in cues("meeting", "body", "heads").finditer(line.folded):
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
    return adjacent and re.match(r"d(?:e|u|es)\s|d'", following.folded) is not None


def _name_start(line: HeadLine, start: int) -> int:
    """Where a name begins whose kind stands last: "Grand Lormoy Collectif"."""
    while match := re.search(r"(?<!\S)[A-ZÀ-Ý][\w'’-]*\s+$", line.text[:start]):
        if match.group().isupper() or cues("meeting", "title", "generic").fullmatch(
            fold(match.group().strip())
        ):
            break
        if any(
            cues("meeting", "title", key).match(line.folded, match.start()) for key in ("document", "meeting")
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


@cache
def _assembly_of() -> re.Pattern[str]:
    patterns: list[str] = lexicon.load("meeting")["body"]["assembly_of"]
    renamed = [pattern.replace("(?P<name>", f"(?P<name{i}>") for i, pattern in enumerate(patterns)]
    return re.compile("|".join(renamed))


def _assembly(title: Sequence[HeadLine], lines: Sequence[HeadLine]) -> Place | None:
    """Whose assembly it is: by the title, a letterhead, the opening sentence; else the assembly itself."""
    assembly = cues("meeting", "body", "assembly")
    printed = [line for line in title if assembly.search(line.folded)]
    in_text = [line for line in lines[:12] if assembly.search(line.folded)]
    if not printed and not in_text:
        return None
    for line in [*title, *lines]:
        match = _assembly_of().search(line.folded)
        if match and line not in title and _is_letterhead(line):
            return line.start, line.end
        if match:
            name = next(k for k, v in match.groupdict().items() if v)
            end = _name_end(line, match.start(name), match.end(name))
            if end is not None and re.search(r"\s\S*[A-ZÀ-Ý\d]", line.text[match.start(name) : end]):
                return line.start + match.start(name), line.start + end
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
    named = cues("meeting", "body", "letterhead").match(line.folded) is not None
    return named and len(line.text) < _MAX_LETTERHEAD and ":" not in line.text


@cache
def _sentence() -> re.Pattern[str]:
    heads = any_of(lexicon.load("meeting")["body"]["heads"])
    return re.compile(
        rf"(?:(?:membres|conseillers|elus) (?:du |de la |de l'|des )|\b(?:le |la |l'))(?P<name>{heads})"
    )


def _in_sentence(lines: Sequence[HeadLine]) -> Place | None:
    """ "Le conseil municipal de Lormoy, régulièrement convoqué, s'est réuni …"."""
    for line in lines[:12]:
        if not re.search(r"reuni|convoqu|assembl|s'est tenu", line.folded):
            continue
        match = _sentence().search(line.folded)
        if match:
            end = _name_end(line, match.start("name"), match.end("name"))
            if end is not None:
                return line.start + match.start("name"), line.start + end
    return None


def _remainder(title: Sequence[HeadLine]) -> Place | None:
    """What the title says beside the kind of document and the day: "Réunion Grand Lormoy – 5/04/2016"."""
    lead = cues("meeting", "body", "remainder_lead")
    link = cues("meeting", "body", "remainder_link")
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
        if (
            end
            and 3 < len(rest) < 60
            and not common
            and not re.search(r"\d", rest)
            and line.rest_without_days()
        ):
            return line.start + last.end(), line.start + end
    return None
