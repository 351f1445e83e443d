"""Where the meeting was held."""

import re
from collections.abc import Sequence
from functools import cache

from crparse import lexicon
from crparse.stages.meeting_head import Head, HeadLine
from crparse.stages.word_forms import any_of, cues

Place = tuple[int, int]

_MAX_PLACE = 90


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
    return _after_key(head) or _in_sentence(head) or _in_head(head, title)


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


def _in_head(head: Head, title: Sequence[HeadLine]) -> Place | None:
    """A line of the head that is a place, or "visioconférence" in the title."""
    _, _, _, remote = _patterns()
    for line in head.title_lines:
        found = remote.search(line.folded)
        if found and not line.prose and "http" not in line.folded:
            return line.start + found.start(), line.start + found.end()
        printed = line.folded.lstrip(" +-*•(")
        if (
            line not in title
            and not line.key
            and len(line.text) < 60
            and cues("meeting", "place", "line").match(printed)
        ):
            start = line.start + len(line.text) - len(printed)
            return start, line.start + len(line.text.rstrip(" .)"))
    return None
