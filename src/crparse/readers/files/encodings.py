"""Bytes of text made characters: by their mark where they have one, else by what reads as French."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, partial

from crparse.text import SOFT_HYPHEN, without_unseen

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
# Takes a bell; leaves a tab, a form feed.
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
# Where a word is cut: takes the soft hyphen that ends a line, leaves the one inside "pré\u00adsents".
_SOFT_HYPHEN_CUTS = re.compile("\u00ad(?=[ \t]*\n)")
# Takes "é", "«"; leaves "e".
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def decode_text(content: bytes, told: str | None = None) -> str:
    """The text of a file in the encoding that its bytes or the name `told` speak for.

    Line ends are made alike, accents composed, characters without a look left out.
    """
    text = _CONTROL.sub("", _BREAKS.sub("\n", mended(_decoded(content, told))))
    cut = map(without_unseen, _SOFT_HYPHEN_CUTS.split(text))
    return unicodedata.normalize("NFC", SOFT_HYPHEN.join(cut))


def mended(text: str) -> str:
    """The text, letters of UTF-8 that a program took for those of another encoding made one again.

    "PrÃ©sents" -> "Présents", "√©cole" -> "école": what French never writes so.
    """
    if text.isascii():  # each of them has a sign beyond
        return text
    for encoding in [encoding for encoding in READ_AS for _ in range(MOST_TIMES)]:
        text, count = _misread(encoding).subn(partial(_as_utf8, encoding=encoding), text)
        text = _LONE_A.sub("à", text) if count and encoding == "cp1252" else text
    return text


READ_AS = ("cp1252", "mac_roman", "cp850")
"""Encodings that UTF-8 is taken for by mistake."""

MOST_TIMES = 3
"""How often one text may have been taken for another, one mistake upon the other."""

# The rest of "Ã\u00a0", an "à" whose second half has become a common space: takes "Ã", leaves "Ãa".
_LONE_A = re.compile(r"(?<!\w)Ã(?=\s)")


@cache
def _bytes_of(encoding: str) -> dict[str, int]:
    """The byte of each character beyond ASCII; control characters stand for themselves, as in Latin-1."""
    named = {bytes([code]).decode(encoding, "replace"): code for code in range(0x80, 0x100)}
    named.pop("\ufffd", None)
    return {chr(code): code for code in range(0x80, 0xA0)} | named


@cache
def _misread(encoding: str) -> re.Pattern[str]:
    """Characters that are, in this encoding, the bytes of one letter of UTF-8."""
    codes = _bytes_of(encoding)

    def among(first: int, last: int) -> str:
        # For 0xC2 to 0xDF takes "Ã", leaves "é".
        return "[" + re.escape("".join(char for char, code in codes.items() if first <= code <= last)) + "]"

    rest = among(0x80, 0xBF)
    # In "cp1252" takes "Ã©" and "â€™", leaves "é" and "à…".
    return re.compile(f"{among(0xC2, 0xDF)}{rest}|{among(0xE0, 0xEF)}{rest}{{2}}")


def _as_utf8(match: re.Match[str], encoding: str) -> str:
    """The letter or sign of French whose bytes the characters are; themselves where they are of none."""
    found = match.group()
    try:
        letter = bytes(_bytes_of(encoding)[char] for char in found).decode("utf-8")
    except UnicodeDecodeError:
        return found
    return letter if letter.lower() in LETTERS or letter in SIGNS or letter in _OTHERS else found


_OTHERS = frozenset("\u00ad\ufeff\u202f\u2009ñóíáß") | frozenset("Ãâ\u0080\u0099¢©¨ª´®¯¹")
"""Letters and signs of neighbours; halves of a letter that was taken for others more than once."""

SEVERAL = 3
"""Question marks inside words from which they stand for lost letters: one may be a slip of the pen."""

# In the place of a letter: takes the sign of "s?ance", leaves those of "Vraiment ?" and "pv?id=3".
_QUESTIONED = re.compile(r"(?<=[^\W\d_]|['’])\?(?=[a-zà-ÿ]+(?:[\s,.;:!?)]|$))", re.M)


def lost_letters(text: str) -> int:
    """How many letters of a text are lost: a program put a sign in the place of what it did not know."""
    questioned = sum(1 for _ in _QUESTIONED.finditer(text))
    return text.count("\ufffd") + (questioned if questioned >= SEVERAL else 0)


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
