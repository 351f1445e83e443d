"""CoNLL-U: the tokens of every text with their parts of speech, for whoever works with treebanks."""

from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from crparse.corpus.tables import Corpus
from crparse.exports.targets import export_folder
from crparse.models.french import MODEL, load_french
from crparse.record import Minutes

EMPTY = "_"
"""What stands in a column that says nothing."""


def write_conllu(corpus: Corpus, target: Path, *, parse: bool = False) -> list[str]:
    """Writes `<id of the record>.conllu` for each meeting.

    A line of the text is a paragraph; `TokenRange` tells where a token stands in the record's `text`. FORM
    and UPOS are given, the other columns are "_", unless the whole model is asked to `parse`: then LEMMA,
    FEATS, HEAD and DEPREL too.
    """
    nlp = spacy.load(MODEL) if parse else load_french(words=False)
    if not parse:
        nlp.add_pipe("crparse_sentences")
    with export_folder(corpus, target, "conllu", {"parse": parse}) as folder:
        for record in corpus.meetings():
            with (folder / f"{record.id}.conllu").open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(to_conllu(record, nlp, parse))
    return []


def to_conllu(record: Minutes, nlp: Language, parse: bool = False) -> Iterator[str]:
    """The sentences of a record, each with its head and a blank line after it."""
    yield f"# newdoc id = {record.id}\n"
    number = 0
    for offset, doc in zip(*_lines(record, nlp), strict=True):
        for place, sentence in enumerate(doc.sents):
            tokens = [token for token in sentence if not token.is_space]
            if not tokens:
                continue
            number += 1
            if place == 0 or all(token.is_space for token in doc[: sentence.start]):
                yield "# newpar\n"
            yield f"# sent_id = {record.id}-{number}\n"
            begin, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
            yield f"# text = {doc.text[begin:end]}\n"
            yield from _rows(doc, sentence, tokens, offset, parse)
            yield "\n"


def _lines(record: Minutes, nlp: Language) -> tuple[list[int], Iterator[Doc]]:
    """Where each line of the text begins, and the line as the model reads it."""
    starts, lines, at = [], [], 0
    for line in record.text.split("\n"):
        if line.strip():
            starts.append(at)
            lines.append(line)
        at += len(line) + 1
    return starts, nlp.pipe(lines)


def _rows(doc: Doc, sentence: Span, tokens: list[Token], offset: int, parse: bool) -> Iterator[str]:
    ids = {token.i: str(number) for number, token in enumerate(tokens, 1)}
    for token in tokens:
        after = doc.text[token.idx + len(token) :]
        misc = [] if after[:1].isspace() or token.i == tokens[-1].i else ["SpaceAfter=No"]
        begin = offset + token.idx
        misc.append(f"TokenRange={begin}:{begin + len(token)}")
        lemma = feats = head = relation = EMPTY
        if parse:
            lemma, feats = token.lemma_ or EMPTY, str(token.morph) or EMPTY
            head, relation = _head(token, ids)
        columns = [ids[token.i], token.text, lemma, token.pos_ or "X", EMPTY, feats, head, relation, EMPTY]
        yield "\t".join([*columns, "|".join(misc)]) + "\n"


def _head(token: Token, ids: dict[int, str]) -> tuple[str, str]:
    """The head of a token among those that are written, and the relation; the root has 0."""
    head = token.head
    while head.i not in ids and head.head.i != head.i:
        head = head.head
    if token.dep_ == "ROOT" or head.i not in ids or head.i == token.i:
        return "0", "root"
    return ids[head.i], token.dep_
