"""A body and the person who stands for it: "la société Lorm, représentée par Mme Roux"."""

import re
from functools import cache

from crparse import lexicon
from crparse.stages.attendance_affiliation import names_a_body, read_remark, starts_with_role
from crparse.stages.attendance_bullets import strip_bullet
from crparse.stages.attendance_entries import Entry, ListStyle, read_entries
from crparse.stages.attendance_pieces import begins_with_person, split_pieces, strength
from crparse.stages.word_forms import any_of, cues
from crparse.text import fold, squeeze

_MAX_BODY = 90


@cache
def _represented() -> re.Pattern[str]:
    cue = any_of(lexicon.load("attendance")["marks"]["by_representative"])
    return re.compile(rf"(?P<before>[\s,(–-]+){cue}\s+")


def body_and_representative(text: str, start: int, end: int) -> tuple[tuple[int, int], int] | None:
    """((start, end) of a body, where its representative begins) in a part of a list, None if it has none."""
    match = _represented().search(fold(text[:end]), start)
    if match is None:
        return None
    begin, _ = strip_bullet(text, start, end)
    article = re.compile(r"\s*(?:[Ll][ea]\s(?=[a-zà-ÿ])|[Ll]['’](?=[a-zà-ÿ]))?").match(text, begin)
    begin = article.end() if article else begin
    shares = re.search(r"\s*\([^()]*\d[^()]*\)$", text[begin : match.start()])
    stop = begin + shares.start() if shares else match.start()
    body = text[begin:stop]
    if cues("attendance", "marks", "sentence").search(fold(text[begin:end])):
        return None
    if not 2 < len(body) < _MAX_BODY or not re.search(r"[A-ZÀ-Ý]", body):
        return None
    if begins_with_person(body, 2) and not names_a_body(body):
        return None
    return (begin, stop), match.end()


def read_representative(text: str, start: int, end: int, style: ListStyle) -> list[Entry]:
    """The representatives named in a part of a list, from the body before them; none if it names none."""
    found = body_and_representative(text, start, end)
    if found is None:
        return []
    body, begin = found
    pieces = split_pieces(text, begin, end)
    first = next((index for index, piece in enumerate(pieces[:2]) if strength(piece, text) >= 2), None)
    if first is None:
        return []
    entries = read_entries(text, pieces[first].start, end, style)
    own = cues("attendance", "joints", "possessive").sub("", text[begin : pieces[first].start]).strip(" ,")
    for entry in entries:
        entry.organisation = read_remark(text[slice(*body)]).organisation or squeeze(text[slice(*body)])
        if own and starts_with_role(own):
            entry.roles.insert(0, squeeze(own))
    return entries
