"""What stages derive from a document is computed once, again when its items change, and is no part of it."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document import statements, view
from crparse.document.items import set_items
from crparse.document.view import view_of
from crparse.language import acronyms
from crparse.pipeline import make_doc
from crparse.record import Attendee
from crparse.source import from_text
from crparse.stages.attendance import labels, pieces, rows

TEXT = """Compte rendu du conseil municipal de Lormoy
Séance du 12 mars 2024
Présents : Mme Odile Ferrandin, M. Paul Costey (Bureau d'Aide aux Familles), Mme Anne Petit
Excusé : M. Ivo Prutkov
1. Budget
Le Bureau d'Aide aux Familles (BAF) est ouvert. Le budget est adopté par 9 voix pour et 2 contre.
- Paul Costey : relancer le traiteur
"""


def calls(monkeypatch: pytest.MonkeyPatch, name: str, *modules: object) -> list[object]:
    """The first arguments that a function is called with from now on, from any of the modules."""
    seen: list[object] = []
    original = getattr(modules[0], name)

    def counted(*given: object, **named: object) -> object:
        seen.append(given[0])
        return original(*given, **named)

    for module in modules:
        monkeypatch.setattr(module, name, counted)
    return seen


def run(nlp: Language, text: str = TEXT) -> Doc:
    doc = make_doc(nlp, from_text(text))
    return nlp(doc)


def test_a_document_is_cut_into_statements_once(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = calls(monkeypatch, "find_statements", view)
    run(nlp)
    assert len(cut) == 1


def test_acronyms_are_sought_once_a_block(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    sought = calls(monkeypatch, "find_pairs", view, acronyms)
    run(nlp)
    assert sorted(map(str, sought)) == sorted(TEXT.split("\n"))


def test_the_vote_of_a_statement_is_read_once(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    read = calls(monkeypatch, "read_vote", statements)
    doc = run(nlp)
    assert len(read) == len(set(map(str, read))) == len(view_of(doc).statements)


def test_a_line_is_labelled_once(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    read = calls(monkeypatch, "read_label", rows, labels)
    run(nlp)
    for line in TEXT.split("\n"):
        assert read.count(line) <= 1, line


def test_the_name_that_a_part_begins_with_is_read_once(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads: list[tuple[object, ...]] = []
    original = pieces.head_name

    def counted(text: str, start: int, end: int) -> object:
        heads.append((text, start, end))
        return original(text, start, end)

    monkeypatch.setattr(pieces, "head_name", counted)
    run(nlp)
    listed = [head for head in heads if str(head[0]).startswith(("Présents", "Excusé"))]
    assert listed
    assert len(listed) == len(set(listed))


def test_statements_are_cut_anew_when_the_attendees_change(nlp: Language) -> None:
    doc = run(nlp)
    before, outline = view_of(doc).statements, view_of(doc).outline
    set_items(doc, "attendees", [Attendee(start=0, end=12, name="Odile", status="present", rule="test")])
    assert view_of(doc).statements is not before
    assert view_of(doc).outline is outline
    set_items(doc, "decisions", [])
    assert view_of(doc).outline is outline


def test_a_view_is_no_part_of_the_document(nlp: Language) -> None:
    doc = make_doc(nlp, from_text(TEXT))
    before = doc.to_bytes()
    view_of(doc)
    assert view_of(doc) is view_of(doc)
    assert doc.to_bytes() == before
    copied = doc.copy()
    assert view_of(copied).doc is copied
