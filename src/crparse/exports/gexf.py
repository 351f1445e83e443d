"""A network (GEXF 1.2) of who sits where: people, the bodies that list them, organisations they come for."""

from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree

from crparse.corpus.tables import Corpus
from crparse.exports.targets import export_folder
from crparse.exports.tei import without_refused

NAMESPACE = "http://www.gexf.net/1.2draft"

SITS, COMES_FOR = "sits_in", "comes_for"
"""The kinds of edges: a person and a body, a person and an organisation."""

Edge = tuple[str, str, str]
"""Person, body or organisation, kind."""


def write_gexf(corpus: Corpus, target: Path) -> list[str]:
    """Writes `network.gexf`: a node for each person, organisation and body of the corpus.

    An edge leads from a person to a body in whose minutes the person is listed, and to an organisation that
    is printed beside the name; its weight is in how many meetings, present or not.
    """
    edges = _edges(corpus)
    with (
        export_folder(corpus, target, "gexf", {}) as folder,
        (folder / "network.gexf").open("wb") as stream,
        etree.xmlfile(stream, encoding="utf-8") as xml,
    ):
        xml.write_declaration()
        _write_graph(xml, corpus, edges)
    return []


def _write_graph(xml: Any, corpus: Corpus, edges: Counter[Edge]) -> None:
    with (
        xml.element("gexf", xmlns=NAMESPACE, version="1.2"),
        xml.element("graph", defaultedgetype="directed", mode="static"),
    ):
        _attributes(xml, "node", {"kind": "string", "documents": "integer"})
        _attributes(xml, "edge", {"kind": "string"})
        with xml.element("nodes"):
            for row in corpus.rows("entities"):
                with xml.element("node", id=row["entity_id"], label=without_refused(row["name"])):
                    _values(xml, row["kind"], row["documents"])
        with xml.element("edges"):
            for number, ((one, other, kind), weight) in enumerate(sorted(edges.items())):
                with xml.element("edge", id=str(number), source=one, target=other, weight=str(weight)):
                    _values(xml, kind)


def _edges(corpus: Corpus) -> Counter[Edge]:
    bodies = {row["document_id"]: row["body_id"] for row in corpus.rows("documents")}
    met: set[Edge] = set()
    edges: Counter[Edge] = Counter()
    document = None
    for row in corpus.rows("attendees"):
        if row["document_id"] != document:
            document, met = row["document_id"], set()
        if person := row["entity_id"]:
            for other, kind in ((bodies[document], SITS), (row["organisation_id"], COMES_FOR)):
                edge = person, other, kind
                if other and edge not in met:
                    met.add(edge)
                    edges[edge] += 1
    return edges


def _attributes(xml: Any, kind: str, types: dict[str, str]) -> None:
    with xml.element("attributes", **{"class": kind, "mode": "static"}):
        for number, (title, type_) in enumerate(types.items()):
            xml.write(etree.Element("attribute", id=str(number), title=title, type=type_))


def _values(xml: Any, *values: str | int) -> None:
    with xml.element("attvalues"):
        for number, value in enumerate(values):
            xml.write(etree.Element("attvalue", {"for": str(number), "value": str(value)}))
