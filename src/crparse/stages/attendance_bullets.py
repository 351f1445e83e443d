"""Bullets and boxes before a line."""

import re

from crparse.record import Status

_GLYPHS = "•▪◦●■▸►➢❖\uf000-\uf0ff"
_BULLET = re.compile(rf"\s*(?:[{_GLYPHS}□➤✓✔§·∙*+–—>-]\s*|o\s|\d{{1,2}}[.)]\s+)+(?=\S)")
_CHECKED = re.compile(r"\s*(?:[-•*]\s*)?(?:(?P<yes>☒|☑|✓|✔|✅|\[[xX✓]\])|(?P<no>☐|❌|✗|✘|\[\s?\]))\s*")

INNER = f"[{_GLYPHS}]"
"""Bullets that part people within a line as well."""


def strip_bullet(text: str, start: int, end: int) -> tuple[int, Status | None]:
    """Past the bullet or box, and the status that a box gives."""
    checked = _CHECKED.match(text, start, end)
    if checked:
        return checked.end(), "present" if checked["yes"] else "absent"
    bullet = _BULLET.match(text, start, end)
    if not bullet:
        return start, None
    after = _CHECKED.match(text, bullet.end(), end)
    if after:
        return after.end(), "present" if after["yes"] else "absent"
    return bullet.end(), None
