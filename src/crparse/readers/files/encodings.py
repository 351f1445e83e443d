"""Bytes of text made characters: by their mark where they have one, else by what reads as French."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

ONE_BYTE = ("cp1252", "iso8859-15", "mac_roman", "cp850")
"""Encodings of French before UTF-8 (Windows, Linux, old Macintosh, DOS); the first wins a tie."""

LETTERS = "àâäæçéèêëîïôöùûüÿœ"
SIGNS = "«»’‘“”…–—€°•\u00a0²³·№ªº§"

ZEROS = 0.2
"""Share of zero bytes on one side of the pairs from which text is taken for UTF-16: it has nearly half."""

CONTROLS = 0.01
"""Share of control characters from which bytes are no text: text may have a stray one."""

STRAY = 4
"""UTF-8 letters for each byte that is none, from which a text is UTF-8 with a few strays pasted in.

In a text of one byte a letter, two accents that make a UTF-8 letter by chance ("Ã©") are rare.
"""

SAMPLE = 200_000
"""Bytes that are looked at to tell the encoding: some sixty pages, whose accents tell it."""

# Takes the two bytes of "é", leaves "é" of one byte.
_UTF8_LETTER = re.compile(rb"([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})")
# Takes the line ends of Windows and old Macintosh, a vertical tab; leaves "\n".
_BREAKS = re.compile("\r\n?|\v|\x85|\u2028|\u2029")
# Takes a bell, a mark of the byte order, a zero-width space; leaves a tab, a form feed.
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f\ufeff\u200b]")
# Takes "é", "«"; leaves "e".
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def decode_text(content: bytes, told: str | None = None) -> str:
    """The text of a file in the encoding that its bytes or the name `told` speak for.

    Line ends are made alike, accents composed, characters without a look left out.
    """
    text = _BREAKS.sub("\n", _decoded(content, told))
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def is_binary(content: bytes) -> bool:
    """Whether the bytes are no text: too many of them are control characters."""
    if marked_encoding(content):
        return False
    head = content[:SAMPLE]
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v\b\x1a\x1b" for byte in head)
    return controls > CONTROLS * len(head)


def marked_encoding(content: bytes) -> str | None:
    """The encoding that the first bytes or the zeros between the letters tell."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    head = content[: SAMPLE // 2 * 2]
    if sum(head.count(byte) for byte in range(1, 9)) > CONTROLS * len(head):
        return None
    low, high = head[0::2].count(0), head[1::2].count(0)
    if high > ZEROS * len(head) and low < 0.01 * len(head):
        return "utf-16-le"
    if low > ZEROS * len(head) and high < 0.01 * len(head):
        return "utf-16-be"
    return None


def _decoded(content: bytes, told: str | None) -> str:
    encoding = marked_encoding(content)
    if encoding:
        return content.decode(encoding, "replace").removeprefix("\ufeff")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8")
    letters = len(_UTF8_LETTER.findall(content))
    strays = sum(byte > 127 for byte in _UTF8_LETTER.sub(b"", content))
    if letters >= STRAY * strays:
        parts = enumerate(_UTF8_LETTER.split(content))
        return "".join(part.decode("utf-8" if at % 2 else "cp1252", "replace") for at, part in parts)
    # UTF-16 would have shown by its zeros: bytes without them that name it are in another encoding.
    with suppress(LookupError, UnicodeError):
        if told and b"charset".decode(told) == "charset":
            return content.decode(told)
    return content.decode(most_plausible(content[:SAMPLE], ONE_BYTE), "replace")


def most_plausible(content: bytes, encodings: Sequence[str]) -> str:
    """The encoding whose accents stand where French has them, the first where several do."""
    return max(encodings, key=lambda encoding: _score(content.decode(encoding, "replace")))


def _score(text: str) -> int:
    """Accented letters and French signs in their place, less all else beyond ASCII."""
    score = 0
    for found in _BEYOND_ASCII.finditer(text):
        char, before = found.group(), text[found.start() - 1 : found.start()]
        if char in LETTERS:
            score += 2
        elif char.lower() in LETTERS:
            score += -1 if before.islower() else 1
        elif char in SIGNS:
            score += -1 if before.isalpha() and char not in "’…\u00a0»”·" else 1
        else:
            score -= 2
    return score
