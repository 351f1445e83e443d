"""Where the sentences of a record's text begin and end."""

import pytest

from crparse.document.sentences import sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("M. Roux demande l'avis de Mme Le Gall. Le vote est reporté.", 2),
        ("Le four chauffe.\n\n  Le lavoir est vide. \n", 2),
        ("Le four chauffe. et le lavoir aussi", 1),
        ("", 0),
        ("\n \n", 0),
    ],
)
def test_sentences_are_the_text_without_the_blanks_between_them(text: str, sentences: int) -> None:
    found = [text[start:end] for start, end in sentences_of(text)]
    assert len(found) == sentences
    assert " ".join(found) == " ".join(text.split())
