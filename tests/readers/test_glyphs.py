"""Characters as PDFium gives them."""

from crparse.readers.printed.glyphs import Font, GlyphFace, _Drawn, _join_surrogates, _Setting, character


def test_the_two_halves_of_an_emoji_are_one_character_and_a_lone_half_is_none() -> None:
    setting = _Setting(GlyphFace("", 10.0), Font(), 0)
    drawn = [
        _Drawn(code, (0, 0, 1, 1), (0, 0), setting, i, False)
        for i, code in enumerate([0x41, 0xD83D, 0xDE00, 0xDE00])
    ]
    assert [character(one.code, "") for one in _join_surrogates(drawn)] == ["A", "😀", "�"]
