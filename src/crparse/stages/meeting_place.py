"""Where the meeting was held."""

import re
from collections.abc import Sequence
from functools import cache

from crparse import lexicon
from crparse.person_name import split_civility
from crparse.source import Kind
from crparse.stages.meeting_head import Head, HeadLine
from crparse.stages.word_forms import any_of, cues

Place = tuple[int, int]

_MAX_PLACE = 90
_NAME = re.compile(
    r"[A-ZÀ-Ý][\w'’-]+(?:[ -](?:(?:de|du|la|le|les|sur|sous|en)[ -])*(?:[dl]['’])?[A-ZÀ-Ý][\w'’-]+)*"
)
"""A name of several words with the small ones in it: "Lormoy-sur-Orvanne"."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = lexicon.load("meeting")["place"]
    return (
        re.compile(rf"(?<!\w){data['key']}(?=\S)"),
        re.compile(rf"(?<!\w){any_of(data['lead'])}"),
        re.compile(data["stop"]),
        re.compile(rf"(?<!\w){any_of(data['remote'])}"),
    )


def find_place(head: Head, title: Sequence[HeadLine]) -> Place | None:
    """Where the name of the place stands, None if none is printed."""
    return (
        _after_key(head)
        or _in_sentence(head)
        or _in_head(head, title)
        or _after_day(title)
        or _before_meeting(head)
        or _town(head)
    )


def _after_key(head: Head) -> Place | None:
    key = _patterns()[0]
    for line in head.lines[:25]:
        match = key.match(line.folded.lstrip(" -*+•")) or re.compile(
            r"lieu(?: de (?:la )?(?:reunion|seance))?\t+"
        ).match(line.folded)
        if line.lead and key.match(f"{line.lead.strip(' :')} : x"):
            return line.start, line.end
        if match and line.block.heading_level is None:
            start = line.start + len(line.text) - len(line.folded.lstrip(" -*+•")) + match.end()
            if not line.days or line.start + line.days[0].start > start:
                return start, line.start + len(line.text.rstrip(" ."))
    return None


def _in_sentence(head: Head) -> Place | None:
    """ "… se sont réunis à la salle des fêtes sous la présidence …"."""
    _, lead, stop, remote = _patterns()
    for line in head.lines[:15]:
        match = lead.search(line.folded)
        if match is None:
            continue
        at = match["at"]
        found = remote.search(line.folded, match.start("at"))
        if found and found.start() <= match.end():
            return line.start + found.start(), line.start + found.end()
        start = match.start("at") if at.startswith(("a distance", "salle", "en ")) else match.end("at")
        if at in ("dans les locaux", "dans le lieu", "dans la salle"):
            start = match.start("at") + at.rindex(" ") + 1
        end = stop.search(line.folded, match.end())
        last = end.start() if end else len(line.text)
        postcode = re.compile(r",?\s*\d{5}\s+[\w'-]+(?:\s[A-Z][\w'-]+)*").match(line.text, last)
        last = postcode.end() if postcode else last
        start += len(line.text[start:last]) - len(line.text[start:last].lstrip())
        if 2 < last - start < _MAX_PLACE:
            return line.start + start, line.start + len(line.text[:last].rstrip())
    return None


def _issues(line: HeadLine) -> bool:
    """Whether a line is a letterhead: "Mairie de Lormoy"."""
    return cues("meeting", "title", "letterhead").match(line.folded) is not None


def _after_day(title: Sequence[HeadLine]) -> Place | None:
    """What follows day and hour in the title: "… du 5 avril 2016 à 15h, salle des fêtes"."""
    for line in title:
        said = [*(day.end for day in line.days), *(hour.end for hour in line.hours)]
        if not said:
            continue
        gap = re.compile(r"\s*[,;–-]?\s*(?P<bracket>\(?)").match(line.folded, max(said))
        start = gap.end() if gap else max(said)
        lead = cues("meeting", "place", "line_lead").match(line.folded, start)
        start = lead.end() if lead else start
        if cues("meeting", "place", "line").match(line.folded, start):
            closed = line.text.find(")", start) < len(line.text.rstrip(" .")) - 1
            start -= 1 if gap and gap["bracket"] and closed else 0
            return line.start + start, line.start + len(line.text.rstrip(" .)"))
    return None


def _before_meeting(head: Head) -> Place | None:
    """ "Ce 5 avril, en salle B2, les membres se sont réunis …"."""
    for line in head.lines[:15]:
        match = cues("meeting", "place", "before_meeting").search(line.folded)
        if match is None or not re.match(r"[^.;]{0,80}reuni", line.folded[match.end() :]):
            continue
        stop = _patterns()[2].search(line.folded, match.end())
        if stop and 2 < stop.start() - match.end() < _MAX_PLACE:
            return line.start + match.end(), line.start + stop.start()
    return None


def _town(head: Head) -> Place | None:
    """ "La réunion s'est tenue à Lormoy", in the first lines and no item of a list."""
    for line in head.lines[:10]:
        match = cues("meeting", "place", "town").search(line.folded)
        if line.block.kind is Kind.LIST_ITEM or re.match(r"\s*\d+[.)]", line.text):
            continue
        name = _NAME.match(line.text, match.end()) if match else None
        if name and split_civility(name.group())[0] is None:
            return line.start + name.start(), line.start + name.end()
    return None


def _in_head(head: Head, title: Sequence[HeadLine]) -> Place | None:
    """A line of the head that is a place, or "visioconférence" in the title."""
    _, _, _, remote = _patterns()
    for line in head.title_lines:
        found = remote.search(line.folded)
        if found and not line.prose and "http" not in line.folded:
            return line.start + found.start(), line.start + found.end()
        printed = line.folded.lstrip(" +-*•(")
        lead = cues("meeting", "place", "line_lead").match(printed)
        printed = printed[lead.end() :] if lead else printed
        if (
            line not in title
            and not line.key
            and not (title and line.start < title[0].start and _issues(line))
            and len(line.text) < (_MAX_PLACE if lead else 60)
            and cues("meeting", "place", "line").match(printed)
        ):
            start = line.start + len(line.text) - len(printed)
            return start, line.start + len(line.text.rstrip(" .)"))
    return None
