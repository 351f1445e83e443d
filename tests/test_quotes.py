"""Every item of every record quotes its place: the first house rule, on all documents at hand."""

from collections.abc import Iterator

import pytest

from crparse.record import Located, Minutes
from crparse.text import squeeze
from evaluation_sets import Parsed
from minutes_files import make_record

QUOTED = {
    "attendees": "name",
    "sections": "title",
    "definitions": "text",
    "examples": "text",
    "upcoming_dates": "quote",
    "decisions": "text",
    "actions": "what",
}
"""The field that the span of an item quotes."""


def items(record: Minutes) -> Iterator[tuple[str, Located, str]]:
    """(kind, item, what it says of itself) of every item that quotes."""
    for kind, field in QUOTED.items():
        for item in getattr(record, kind):
            yield kind, item, getattr(item, field)
    for kind in ("people", "organisations"):
        for entity in getattr(record, kind):
            for mention in entity.mentions:
                yield kind, mention, mention.text


def quoted(item: Located, text: str) -> str:
    """What stands where the item says it was found."""
    places = item.parts or [(item.start, item.end)]
    return " ".join(squeeze(text[start:end]) for start, end in places)


def misquotes(record: Minutes) -> list[str]:
    """The items that do not say what stands in their place."""
    return [
        f"{record.source.name}: {kind} {item.rule}: {said!r} is not {quoted(item, record.text)!r}"
        for kind, item, said in items(record)
        if not said.strip() or squeeze(said) != quoted(item, record.text)
    ]


def misplaced(record: Minutes) -> list[str]:
    """The items with a span that is empty or out of the text, or that do not begin with their first part."""
    places = [(kind, item) for kind, item, _ in items(record)]
    places += [(f"meeting {field}", where) for field, where in record.meeting.evidence.items()]
    return [
        f"{record.source.name}: {kind} {item.rule}: {item.start}-{item.end} {item.parts}"
        for kind, item in places
        if not item.rule
        or any(
            not 0 <= start < end <= len(record.text) for start, end in [(item.start, item.end), *item.parts]
        )
        or (item.parts and item.start != item.parts[0][0])
    ]


def unfounded(record: Minutes) -> list[str]:
    """The fields of the meeting that are stated without evidence, or the other way round."""
    meeting = record.meeting
    stated = meeting.model_dump(exclude={"evidence", "header_evidence"}, exclude_none=True)
    founded = meeting.evidence.keys() | meeting.header_evidence.keys()
    return [f"{record.source.name}: {name}" for name in sorted(stated.keys() ^ founded)]


def test_every_item_quotes_its_place(parsed: Parsed) -> None:
    records = [Minutes.model_validate(record) for record in parsed[1].values()]
    assert [line for record in records for line in misquotes(record)] == []
    assert [line for record in records for line in misplaced(record)] == []
    assert [line for record in records for line in unfounded(record)] == []
    assert sum(1 for record in records for _ in items(record)) > 10 * len(records)


def test_ids_lead_somewhere(parsed: Parsed) -> None:
    for record in (Minutes.model_validate(record) for record in parsed[1].values()):
        sections = [section.id for section in record.sections]
        people = [person.id for person in record.people]
        assert len(set(sections)) == len(sections)
        assert len(set(people)) == len(people)
        assert {item.section for _, item, _ in items(record)} - {None} <= set(sections)
        assert {section.parent for section in record.sections} - {None} <= set(sections)
        assert {attendee.person for attendee in record.attendees} - {None} <= set(people)


def test_every_item_stands_on_its_page_of_the_map(parsed: Parsed) -> None:
    for record in (Minutes.model_validate(record) for record in parsed[1].values()):
        on = [page for page in record.pages for _ in range(page.start, page.end)]
        assert len(on) == (len(record.text) if record.source.first_page else 0)
        pages = {(item.page, on[item.start].page if on else None) for _, item, _ in items(record)}
        assert [pair for pair in pages if pair[0] != pair[1]] == []


def test_a_record_that_quotes_passes() -> None:
    record = make_record()
    assert (misquotes(record), misplaced(record)) == ([], [])
    assert unfounded(record) == [f"jardins.docx: {name}" for name in ("body", "date", "start_time", "title")]


@pytest.mark.parametrize(
    "wrong",
    [{"title": "Budgets"}, {"start": 1}, {"end": 0}, {"parts": [(0, 3), (3, 6)]}],
)
def test_a_record_that_misquotes_is_found_out(wrong: dict[str, object]) -> None:
    record = make_record()
    record.sections[0] = record.sections[0].model_copy(update=wrong)
    assert len(misquotes(record)) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"end": 0}, {"end": 10**6}, {"start": -1}, {"rule": ""}, {"parts": [(1, 3)]}, {"parts": [(0, 0)]}],
)
def test_a_record_that_misplaces_is_found_out(wrong: dict[str, object]) -> None:
    record = make_record()
    record.sections[0] = record.sections[0].model_copy(update=wrong)
    assert len(misplaced(record)) == 1
