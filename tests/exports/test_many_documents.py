"""Ten thousand documents: every export ends, and takes hardly more memory than for a tenth of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from crparse.corpus.entity_ids import write_entities
from crparse.corpus.folder import (
    DOCUMENTS,
    ERRORS,
    MANIFEST,
    TABLE_FILES,
    describe_files,
    record_json,
    write_json,
)
from crparse.corpus.tables import CorpusIndex, new_tables
from crparse.exports import EXPORTS
from crparse.resolution.corpus import CorpusEntities, CorpusEntity, CorpusLink
from minutes_files import make_record

FEW, MANY = 1_000, 10_000

MOST_MORE = 100
"""Megabytes that ten times the documents may take: what is kept of each is its id, day, body and path."""

PEAK = r"""
import re, sys
from pathlib import Path
from crparse import open_corpus
from crparse.exports import export
export(open_corpus(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
print(int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def written(folder: Path, documents: int) -> Path:
    """A corpus of as many copies of one record, each with people of its own."""
    (folder / DOCUMENTS).mkdir(parents=True)
    (folder / TABLE_FILES).mkdir()
    ids = [f"{number:016x}" for number in range(documents)]
    people = [
        CorpusEntity(
            id=f"P{one}",
            name=f"Odile Vasseur {one}",
            variants=[],
            links=[CorpusLink(one, "p1", "Odile Vasseur", 1, "exact", 100.0)],
        )
        for one in ids
    ]
    entities = CorpusEntities(people=people, organisations=[])
    write_entities(entities, folder)
    with new_tables(folder / TABLE_FILES, CorpusIndex(entities)) as add:
        for one in ids:
            record = make_record(identity=one)
            (folder / DOCUMENTS / f"{one}.json").write_bytes(record_json(record))
            add(record)
    (folder / ERRORS).touch()
    counts = {"counts": {"meetings": documents}, "files": describe_files(folder)}
    write_json({"generator": "crparse", **counts}, folder / MANIFEST)
    return folder


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("many")
    return written(folder / "few", FEW), written(folder / "many", MANY)


def peak(corpus: Path, name: str, target: Path) -> int:
    command = [sys.executable, "-c", PEAK, str(corpus), name, str(target)]
    # Not `ru_maxrss`: a process begins with that of the one that started it.
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process")
@pytest.mark.parametrize("name", sorted(set(EXPORTS) - {"conllu"}))  # its model alone takes an hour for them
def test_memory_stays_flat(name: str, corpora: tuple[Path, Path], tmp_path: Path) -> None:
    few, many = (peak(corpus, name, tmp_path / str(place)) for place, corpus in enumerate(corpora))
    print(f"{name}: {few} MB for {FEW} documents, {many} MB for {MANY}")
    assert many - few < MOST_MORE
