import csv
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crparse.corpus.tables import TABLES, CorpusIndex, TableRow, in_csv, new_tables
from crparse.record import Minutes, PageStretch, RecordWarning
from crparse.resolution.corpus import CorpusEntities, CorpusEntity, CorpusLink, Mandate
from minutes_files import TEXT, make_record


def make_link(entity: str, name: str) -> CorpusLink:
    return CorpusLink(
        document="0123456789abcdef", entity=entity, name=name, mentions=1, level="exact", score=100.0
    )


ENTITIES = CorpusEntities(
    people=[
        CorpusEntity(
            id="P-lacombe", name="Henri Lacombe", variants=["Lacombe"], links=[make_link("p2", "Lacombe")]
        ),
        CorpusEntity(
            id="P-vasseur", name="Odile Vasseur", variants=[], links=[make_link("p1", "Odile Vasseur")]
        ),
    ],
    organisations=[
        CorpusEntity(id="O-jardins", name="Les Jardins", variants=[], links=[make_link("o1", "Les Jardins")])
    ],
    bodies=[
        CorpusEntity(
            id="B-jardins", name="Comité des jardins", variants=["COMITÉ"], links=[make_link("", "COMITÉ")]
        )
    ],
)

MANDATE = Mandate(
    person="P-vasseur", body="B-jardins", role="présidente", first=date(2024, 3, 12), last=None, meetings=1
)

INDEX = CorpusIndex(ENTITIES, mandates=[MANDATE])


def rows(table: str, record: Minutes | None = None, index: CorpusIndex = INDEX) -> list[TableRow]:
    getters = {column.name: column.getter() for column in TABLES[table].columns}
    return [
        {name: given[name] if name in given else get(item) for name, get in getters.items()}
        for item, given in (
            *TABLES[table].items(record or make_record(), index),
            *TABLES[table].corpus_items(index),
        )
    ]


def test_there_is_a_table_for_everything_in_a_record() -> None:
    assert list(TABLES) == [
        "documents",
        "pages",
        "attendees",
        "people",
        "organisations",
        "mentions",
        "sections",
        "definitions",
        "examples",
        "dates",
        "decisions",
        "votes",
        "actions",
        "warnings",
        "bodies",
        "mandates",
        "entities",
        "variants",
    ]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_column(name: str) -> None:
    columns = {column.name for column in TABLES[name].columns}
    on_page = PageStretch(page=1, start=0, end=len(TEXT))
    doubted = RecordWarning(code="namesakes", message="Who is meant is not told.")
    found = rows(name, make_record().model_copy(update={"pages": [on_page], "warnings": [doubted]}))
    assert found
    assert [row.keys() for row in found] == [columns] * len(found)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_what_it_means(name: str) -> None:
    assert [c.name for c in TABLES[name].columns if not c.meaning.endswith(".")] == []
    assert TABLES[name].meaning.endswith(".")


def test_a_body_and_who_sits_in_it() -> None:
    assert rows("bodies") == [
        {"body_id": "B-jardins", "name": "Comité des jardins", "variants": ["COMITÉ"], "meetings": 1}
    ]
    assert rows("mandates") == [
        {
            "mandate": 0,
            "entity_id": "P-vasseur",
            "person": "Odile Vasseur",
            "body_id": "B-jardins",
            "body": "Comité des jardins",
            "role": "présidente",
            "first": date(2024, 3, 12),
            "last": None,
            "meetings": 1,
        }
    ]


def test_the_document_row_tells_source_meeting_and_counts() -> None:
    assert rows("documents") == [
        {
            "document_id": "0123456789abcdef",
            "path": "2024/jardins.docx",
            "name": "jardins.docx",
            "sha256": "ab" * 32,
            "format": "docx",
            "pages": None,
            "meeting": 1,
            "meetings": 1,
            "first_page": None,
            "kind": None,
            "minutes_probability": None,
            "title": "Réunion",
            "body": "Comité des jardins",
            "body_id": "B-jardins",
            "date": date(2024, 3, 12),
            "start_time": "18:30",
            "end_time": None,
            "place": None,
            "notes": None,
            "same_as": None,
            "characters": len(TEXT),
            "doubt": None,
            "attendees": 1,
            "people": 2,
            "organisations": 1,
            "sections": 1,
            "definitions": 1,
            "examples": 1,
            "upcoming_dates": 1,
            "decisions": 1,
            "actions": 1,
            "warnings": 0,
        }
    ]


def test_an_attendee_leads_to_the_person_in_the_record_and_in_the_corpus() -> None:
    start = TEXT.index("Odile Vasseur")
    assert rows("attendees") == [
        {
            "document_id": "0123456789abcdef",
            "item": 0,
            "name": "Odile Vasseur",
            "status": "present",
            "organisation": "Les Jardins",
            "role": None,
            "proxy": None,
            "organisation_probability": None,
            "role_probability": None,
            "proxy_probability": None,
            "local_id": "p1",
            "entity_id": "P-vasseur",
            "organisation_id": "O-jardins",
            "proxy_id": None,
            "probability": None,
            "section_id": "s1",
            "page": None,
            "paragraph": 0,
            "start": start,
            "end": start + len("Odile Vasseur"),
            "rule": "test",
            "confidence": None,
        }
    ]


def test_an_attendee_who_is_nobody_in_particular_has_no_entity() -> None:
    record = make_record()
    record.attendees[0].person = None
    found = rows("attendees", record)
    assert [(row["local_id"], row["entity_id"]) for row in found] == [(None, None)]


def test_people_say_who_they_are_in_the_corpus_and_why() -> None:
    assert rows("people")[1] == {
        "document_id": "0123456789abcdef",
        "local_id": "p2",
        "name": "Lacombe",
        "variants": ["H. Lacombe"],
        "mentions": 1,
        "probability": None,
        "entity_id": "P-lacombe",
        "entity_name": "Henri Lacombe",
        "level": "exact",
        "score": 100.0,
    }


def test_an_entity_that_the_corpus_leaves_out_has_an_empty_id() -> None:
    index = CorpusIndex(CorpusEntities(people=[], organisations=[]))
    organisations = rows("organisations", index=index)
    mentions = rows("mentions", index=index)
    assert [(row["name"], row["entity_id"], row["score"]) for row in organisations] == [
        ("Les Jardins", None, None)
    ]
    assert [(row["local_id"], row["entity_id"]) for row in mentions] == [
        ("p1", None),
        ("p2", None),
        ("o1", None),
    ]


def test_mentions_are_of_people_and_organisations() -> None:
    found = [(row["label"], row["local_id"], row["entity_id"], row["text"]) for row in rows("mentions")]
    assert found == [
        ("PER", "p1", "P-vasseur", "Odile Vasseur"),
        ("PER", "p2", "P-lacombe", "Lacombe"),
        ("ORG", "o1", "O-jardins", "Les Jardins"),
    ]


def test_dates_are_days_and_votes_are_numbers() -> None:
    dates = [(row["date"], row["end_date"], row["time"]) for row in rows("dates")]
    votes = [(row["unanimous"], row["for"], row["against"], row["abstentions"]) for row in rows("decisions")]
    assert dates == [(date(2024, 4, 9), None, "18:30")]
    assert votes == [(None, 7, 2, None)]
    assert [row["due"] for row in rows("actions")] == [date(2024, 4, 2)]


def test_a_decision_without_a_vote_has_no_figures() -> None:
    record = make_record()
    record.decisions[0].vote = None
    votes = [(row["unanimous"], row["for"], row["against"]) for row in rows("decisions", record)]
    assert votes == [(None, None, None)]


def test_who_is_to_do_a_task_leads_to_the_person_of_the_corpus() -> None:
    assert [(row["who"], row["who_id"]) for row in rows("actions")] == [("M. Lacombe", "P-lacombe")]


def test_the_holder_of_a_proxy_leads_to_the_person_of_the_corpus() -> None:
    record = make_record()
    record.attendees[0].proxy = "H. Lacombe"
    assert [(row["proxy"], row["proxy_id"]) for row in rows("attendees", record)] == [
        ("H. Lacombe", "P-lacombe")
    ]


def test_votes_have_an_outcome_of_their_own() -> None:
    record = make_record()
    record.decisions.append(record.decisions[0].model_copy(update={"vote": None}))
    assert [(row["item"], row["outcome"]) for row in rows("decisions", record)] == [(0, "carried"), (1, None)]
    assert rows("votes", record) == [
        {
            "document_id": "0123456789abcdef",
            "item": 0,
            "outcome": "carried",
            "unanimous": None,
            "for": 7,
            "against": 2,
            "abstentions": None,
            "probability": None,
        }
    ]


def test_everybody_of_the_corpus_with_every_name() -> None:
    found = [(row["entity_id"], row["kind"], row["documents"], row["mentions"]) for row in rows("entities")]
    assert found == [
        ("P-lacombe", "person", 1, 1),
        ("P-vasseur", "person", 1, 1),
        ("O-jardins", "organisation", 1, 1),
        ("B-jardins", "body", 1, None),
    ]
    assert [(row["entity_id"], row["item"], row["variant"]) for row in rows("variants")] == [
        ("P-lacombe", 0, "Henri Lacombe"),
        ("P-lacombe", 1, "Lacombe"),
        ("P-vasseur", 0, "Odile Vasseur"),
        ("O-jardins", 0, "Les Jardins"),
        ("B-jardins", 0, "Comité des jardins"),
        ("B-jardins", 1, "COMITÉ"),
    ]


@pytest.mark.parametrize("name", TABLES)
def test_keys_and_references_are_of_columns_that_there_are(name: str) -> None:
    columns = {table: {column.name for column in TABLES[table].columns} for table in TABLES}
    assert set(TABLES[name].key) <= columns[name]
    for reference in TABLES[name].refers:
        assert set(reference.columns) <= columns[name]
        assert set(reference.to) <= columns[reference.table]


def test_a_section_is_its_own_section() -> None:
    found = [(row["section_id"], row["parent_id"], row["title"], row["body_end"]) for row in rows("sections")]
    assert found == [("s1", None, "Budget", len(TEXT))]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (92.5, "92.5"),
        (date(2024, 3, 12), "2024-03-12"),
        (["Le Gall", "A. Le Gall"], "Le Gall | A. Le Gall"),
        ([], ""),
        ("oui, « non »", "oui, « non »"),
    ],
)
def test_values_in_csv(value: object, printed: str) -> None:
    assert in_csv(value) == printed


def test_both_forms_hold_the_same_rows(tmp_path: Path) -> None:
    with new_tables(tmp_path, INDEX) as add:
        add(make_record())
        add(make_record())
    for name, table in TABLES.items():
        parquet = pq.read_table(tmp_path / f"{name}.parquet")
        assert parquet.schema.equals(table.schema)
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            header, *lines = csv.reader(stream)
        assert header == parquet.column_names
        assert lines == [[in_csv(row[column]) for column in header] for row in parquet.to_pylist()]
        of_record = len(list(table.items(make_record(), INDEX)))
        assert len(lines) == 2 * of_record + len(list(table.corpus_items(INDEX)))


def test_row_groups_are_written_as_they_fill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crparse.corpus.tables.ROW_GROUP", 3)
    with new_tables(tmp_path, INDEX) as add:
        for _ in range(4):
            add(make_record())
    groups = pq.ParquetFile(tmp_path / "people.parquet").metadata
    assert [groups.row_group(i).num_rows for i in range(groups.num_row_groups)] == [4, 4]


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    with new_tables(tmp_path, INDEX):
        pass
    parquet = pq.read_table(tmp_path / "decisions.parquet")
    assert (parquet.num_rows, parquet.schema.field("against").type) == (0, pa.int64())
    assert (tmp_path / "actions.csv").read_bytes() == (
        b"document_id,item,what,who,who_id,due,probability,section_id,page,paragraph,start,end,rule,confidence\n"
    )
