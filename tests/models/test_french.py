"""The French model: without what no stage reads, its longest expression in a form that compiles soon."""

import re
import threading

import pytest
import srsly
from spacy.util import get_package_path
from thinc.api import get_current_ops

from crparse.models.french import MODEL, load_french, shortened

LETTERS, SIGNS = "[a-zà-ÿ]", "[-–]"


def test_each_ending_is_written_once() -> None:
    parts = [f"^abat{SIGNS}{LETTERS}*$", f"^[ée]co{SIGNS}{LETTERS}*$", f"^yo{LETTERS}+$", "^non$"]
    joined = "(?iu)" + "|".join(f"(?:{part})" for part in parts)
    assert shortened(joined) == f"(?iu)(?:^abat|^[ée]co){SIGNS}{LETTERS}*$|(?:^yo{LETTERS}+$|^non$)"


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "abat[a-z]|avant[a-z]",
        "(?:abat[a-z])|avant[a-z]",
        "(?:a|bat[a-z])|(?:avant[a-z])",  # the ending of "bat" alone
        "(?:(?:(?:a)|(?:bat)[a-z]))|(?:avant[a-z])",
    ],
)
def test_what_is_joined_otherwise_stays_as_it_is(pattern: str) -> None:
    assert shortened(pattern) == pattern


def test_an_ending_begins_outside_brackets_with_a_whole_class() -> None:
    assert (
        shortened(r"(?:a(?:b[cd])?[ef])|(?:g\[h[]ef])|(?:i[]ef])") == r"(?:a(?:b[cd])?[ef])|(?:g\[h|i)[]ef]"
    )


def test_words_that_are_never_cut() -> None:
    short = load_french(words=False).tokenizer.token_match
    assert len(short.__self__.pattern) < 100_000
    whole = [
        "Faux-vampire",
        "r'ouvrir",
        "saut-de-ski",
        "pet-en-l'air",
        "prud'homme",
        "by-pass",
        "Sainte-Luce",
    ]
    cut = ["pour", "l'air", "dit-il", "Jean", "2-3", "12 mars", ""]
    assert [word for word in whole if not short(word)] == []
    assert [word for word in cut if short(word)] == []


def test_what_compiles_expressions_is_back_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    before, failed = re.compile, OSError("no model")

    def fail(*_: object, **__: object) -> None:
        raise failed

    monkeypatch.setattr("spacy.load", fail)
    with pytest.raises(OSError, match="no model"):
        load_french()
    assert re.compile is before


def test_two_threads_load_at_the_same_time() -> None:
    before, loaded = re.compile, []
    threads = [threading.Thread(target=lambda: loaded.append(load_french(words=False))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(nlp) for nlp in loaded}) == 2
    assert re.compile is before


def test_without_the_words_that_the_model_was_made_with() -> None:
    full, slim = load_french(), load_french(words=False)
    assert "parlementaire" in full.vocab.strings
    assert "parlementaire" not in slim.vocab.strings
    text = "Mme Roux, de l'école de Valmont, parlementaire, approuve le faux-départ."
    read = [[(t.text, t.norm_, t.pos_, str(t.morph), t.ent_type_) for t in nlp(text)] for nlp in (full, slim)]
    assert read[0] == read[1]
    assert (slim("école")[0].vector == full("école")[0].vector).all()


@pytest.mark.slow
def test_the_short_expression_agrees_on_every_word_of_the_vocabulary() -> None:
    nlp = load_french()
    (kept,) = get_package_path(MODEL).glob("*/tokenizer")
    long, short = re.compile(srsly.read_msgpack(kept)["token_match"]).match, nlp.tokenizer.token_match
    assert len(short.__self__.pattern) < 100_000 < len(long.__self__.pattern)
    words = list(nlp.vocab.strings)
    assert len(words) > 700_000
    assert [word for word in words if bool(long(word)) != bool(short(word))] == []


def test_numpy_makes_the_products_of_the_model_alone() -> None:
    before = get_current_ops()
    models = load_french(words=False).get_pipe("tok2vec").model.walk()
    assert {model.ops.use_blis for model in models} == {False}
    assert get_current_ops() is before
