"""Eleven years of one council, read as one corpus: who and when, meeting after meeting."""

import re
from collections import Counter
from pathlib import Path

import pytest

from crparse.corpus.build import build
from crparse.corpus.tables import Corpus, open_corpus
from evaluation_sets import WORKERS
from system_programs import needs_tesseract

pytestmark = [pytest.mark.slow, needs_tesseract]

# Takes the day of "cr260310.pdf", leaves "cr230109_200309.pdf", which holds two meetings.
_DAY = re.compile(r"cr(\d\d)(\d\d)(\d\d)\.pdf")


@pytest.fixture(scope="module")
def series(real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = real_folder / "series"
    if not folder.is_dir():
        pytest.skip("the minutes at hand have no series")
    report = build(folder, tmp_path_factory.mktemp("series") / "corpus", workers=WORKERS)
    assert report.failures == []
    return open_corpus(report.output)


def test_the_day_of_each_meeting(series: Corpus) -> None:
    """Misread are the days of three scans at most ("26 juillet 2099")."""
    documents = series["documents"]
    first = documents[documents["meeting"] == 1]
    told = dict(zip(first["path"], first["date"].dt.strftime("%d%m%y"), strict=True))
    days = {path: "".join(found.groups()) for path in told if (found := _DAY.fullmatch(path))}
    wrong = [path for path, day in days.items() if told[path] != day]
    assert len(days) >= 70
    assert len(wrong) <= 3


def test_it_is_one_body(series: Corpus) -> None:
    """Whatever the minutes call it, or where they do not."""
    (body,) = series.bodies
    assert set(series["documents"]["body_id"]) == {body.id}
    assert len(body.links) == len(series["documents"])


def test_nobody_is_two(series: Corpus) -> None:
    """Whoever is named in full attends a meeting once."""
    attendees = series["attendees"].dropna(subset=["entity_id"])
    assert not attendees.duplicated(["document_id", "entity_id"]).any()


def test_mandates(series: Corpus) -> None:
    """Councillors come again and again, all others once; none before the series, none after it."""
    mandates = series["mandates"]
    assert mandates["first"].min().year >= 2008
    assert mandates["last"].max().year <= 2019
    meetings = mandates.groupby("entity_id")["meetings"].sum()
    members = meetings[meetings >= 10]
    assert 15 <= len(members) <= 22
    assert (meetings.drop(members.index) == 1).all()


def test_no_councillor_is_twice(series: Corpus) -> None:
    """Those who attended most are of different surnames, or were seen together."""
    people = sorted(series.people, key=lambda one: -len(one.links))[:15]
    surnames = Counter(one.name.split()[-1].casefold() for one in people)
    assert [name for name, count in surnames.items() if count > 1] == []
