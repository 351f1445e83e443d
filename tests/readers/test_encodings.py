"""Text in the encodings of French archives."""

import pytest

from crparse.readers.files.encodings import decode_text, is_binary, lost_letters

SENTENCE = "Séance du 3 août : Mme Zoé Çelik a été élue à l'unanimité, où qu'elle siège. ÉLECTION, Été, naïf"
SIGNS = "« L’œuvre » – à 12 h… coûte 5 €"


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "iso8859-15",
        "mac_roman",
        "cp850",
    ],
)
def test_the_encoding_is_told_by_the_text(encoding: str) -> None:
    assert decode_text(SENTENCE.encode(encoding)) == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "mac_roman"])
def test_french_signs(encoding: str) -> None:
    assert decode_text(SIGNS.encode(encoding)) == SIGNS


def test_the_ligature_and_the_euro_of_linux() -> None:
    text = "Le cœur du budget : 5 €"
    assert decode_text(text.encode("iso8859-15")) == text


def test_a_few_bytes_pasted_into_utf_8() -> None:
    assert decode_text("été réélu présent".encode() + b" pr\xe9vu") == "été réélu présent prévu"


def test_the_encoding_that_a_file_names_is_used_where_it_is_not_utf_8() -> None:
    assert decode_text("Ž".encode("cp1250"), "cp1250") == "Ž"
    assert decode_text("é".encode(), "latin-1") == "é"
    assert decode_text(b"pr\xe9vu", "no-such-encoding") == "prévu"


def test_line_ends_accents_and_signs_without_a_look() -> None:
    assert decode_text("a\r\nb\rc\vd\u2028e\u200bf\x1a".encode()) == "a\nb\nc\nd\nef"
    assert decode_text("re\u0301union\f2".encode()) == "r\u00e9union\f2"


@pytest.mark.parametrize(
    ("content", "binary"),
    [(b"\0\1\2\3" * 9, True), ("été".encode("utf-16-le") * 9, False), (b"a\tb\r\n\f", False)],
)
def test_binary_told_from_text(content: bytes, binary: bool) -> None:
    assert is_binary(content) is binary


@pytest.mark.parametrize("told", ["undefined", "no-such-thing", "idna"])
def test_an_encoding_that_is_none(told: str) -> None:
    assert decode_text(SENTENCE.encode("cp1252"), told) == SENTENCE


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("PrÃ©sents : Zoé, Ã\u00a0 lâ€™Ã©cole, Å“uvre â€“ 5 â‚¬", "Présents : Zoé, à l’école, œuvre – 5 €"),
        ("adoptÃ© Ã l'unanimitÃ©", "adopté à l'unanimité"),
        ("ÃƒÂ©tÃƒÂ©", "été"),
        ("\u00c3\u0089lus", "Élus"),
        ("√©cole d‚Äôaccueil", "école d’accueil"),
        ("r├®union", "réunion"),
        ("Voilà… « oui » été, CHÂTEAU, l’« Ô »", "Voilà… « oui » été, CHÂTEAU, l’« Ô »"),
    ],
)
def test_letters_encoded_twice_are_mended(damaged: str, meant: str) -> None:
    assert decode_text(damaged.encode()) == meant


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("F\ufffdvrier", 1),
        ("s?ance, pr?sents, l'?cole", 3),
        ("Qui vote?oui", 0),
        ("Vraiment ? Oui ?", 0),
        ("https://valmont.example/pv?id=3&amp;a?b=2&amp;c?d=4", 0),
    ],
)
def test_lost_letters_are_counted(text: str, count: int) -> None:
    assert lost_letters(text) == count


def test_what_prints_nothing_is_left_out_but_the_hyphen_that_ends_a_line() -> None:
    assert decode_text(
        "Pré\u00adsents\u200e : Hugo\u200b\u2060\ufe0f, le conseil muni\u00ad\ncipal".encode()
    ) == ("Présents : Hugo, le conseil muni\u00ad\ncipal")
