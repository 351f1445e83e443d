from itertools import pairwise
from pathlib import Path

import conllu
import pytest
from conllu.models import TokenList
from spacy.language import Language

from crparse.corpus.tables import Corpus
from crparse.exports import export
from crparse.exports.conllu import to_conllu
from crparse.models.french import load_french
from crparse.record import Minutes
from minutes_files import make_record

UPOS = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"}
UPOS |= {"PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}

Read = list[tuple[Minutes, list[TokenList]]]


@pytest.fixture(scope="module")
def tagger() -> Language:
    nlp = load_french(words=False)
    nlp.add_pipe("crparse_sentences")
    return nlp


@pytest.fixture(scope="module")
def read(tagger: Language, corpus: Corpus) -> Read:
    """The smallest records: the model takes a second for each page."""
    few = sorted(corpus.meetings(), key=lambda record: len(record.text))[:3]
    return [(record, conllu.parse("".join(to_conllu(record, tagger)))) for record in few]


def test_tokens_stand_where_they_say_and_cover_the_text(read: Read) -> None:
    for record, sentences in read:
        places = []
        for token in (token for sentence in sentences for token in sentence):
            start, end = map(int, token["misc"]["TokenRange"].split(":"))
            assert record.text[start:end] == token["form"]
            places.append((start, end))
        between = [record.text[one[1] : other[0]] for one, other in pairwise([(0, 0), *places])]
        assert "".join(between).strip() == ""
        assert record.text[places[-1][1] :].strip() == ""


def test_forms_and_spaces_give_the_text_of_the_sentence(read: Read) -> None:
    for _, sentences in read:
        for sentence in sentences:
            spaces = [(token["misc"] or {}).get("SpaceAfter") != "No" for token in sentence]
            text = "".join(t["form"] + " " * space for t, space in zip(sentence, spaces, strict=True))
            assert " ".join(text.split()) == " ".join(sentence.metadata["text"].split())


def test_parts_of_speech_are_those_of_the_standard_and_the_rest_is_empty(read: Read) -> None:
    tokens = [token for _, sentences in read for sentence in sentences for token in sentence]
    assert {token["upos"] for token in tokens} <= UPOS
    for name in ("xpos", "feats", "head", "deps"):
        assert {token[name] for token in tokens} == {None}, name
    assert {token[name] for token in tokens for name in ("lemma", "deprel")} == {"_"}


def test_the_same_record_gives_the_same_lines(tagger: Language) -> None:
    assert list(to_conllu(make_record(), tagger)) == list(to_conllu(make_record(), tagger))


@pytest.mark.slow
def test_the_whole_model_gives_lemmas_and_a_tree(own: Corpus, tmp_path: Path) -> None:
    export(own, "conllu", tmp_path / "out", parse=True)
    files = sorted((tmp_path / "out").glob("*.conllu"))
    assert [file.stem for file in files] == sorted(record.id for record in own.meetings())
    for file in files:
        for sentence in conllu.parse(file.read_text("utf-8")):
            heads = {token["id"]: token["head"] for token in sentence}
            assert list(heads.values()).count(0) == 1
            assert set(heads.values()) <= {0, *heads}
            assert sentence.to_tree().token["deprel"] == "root"
