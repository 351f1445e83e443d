from collections import Counter
from pathlib import Path

import networkx
import pytest

from crparse.corpus.tables import Corpus
from crparse.exports import export


@pytest.fixture(scope="module")
def graph(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> networkx.DiGraph:
    target = tmp_path_factory.mktemp("gexf") / "out"
    export(corpus, "gexf", target)
    return networkx.read_gexf(target / "network.gexf")


def test_everybody_of_the_corpus_is_a_node(graph: networkx.DiGraph, corpus: Corpus) -> None:
    told = {node: (data["label"], data["kind"], data["documents"]) for node, data in graph.nodes(data=True)}
    rows = corpus.rows("entities")
    assert told == {row["entity_id"]: (row["name"], row["kind"], row["documents"]) for row in rows}


def test_edges_count_the_meetings_that_list_a_person(graph: networkx.DiGraph, corpus: Corpus) -> None:
    bodies = {row["document_id"]: row["body_id"] for row in corpus.rows("documents")}
    met = {
        (row["document_id"], row["entity_id"], other, kind)
        for row in corpus.rows("attendees")
        for other, kind in ((bodies[row["document_id"]], "sits_in"), (row["organisation_id"], "comes_for"))
        if row["entity_id"] and other
    }
    told = {(one, other, data["kind"]): data["weight"] for one, other, data in graph.edges(data=True)}
    assert told == Counter(edge for _, *edge in met for edge in [tuple(edge)])
    assert told


def test_it_is_read_from_the_path(tmp_path: Path, own: Corpus) -> None:
    export(own, "gexf", tmp_path / "out")
    graph = networkx.read_gexf(str(tmp_path / "out" / "network.gexf"))
    kinds = dict(graph.nodes(data="kind"))
    assert {(kinds[one], kinds[other]) for one, other in graph.edges} == {
        ("person", "body"),
        ("person", "organisation"),
    }
