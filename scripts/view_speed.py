"""How long the pages of `crparse view` take on a corpus, as its server makes them.

usage: view_speed.py CORPUS [--again]

Makes the index of the corpus anew (but for --again) and prints its seconds and megabytes; then asks for each
page as often as `TIMES` and prints the median and the longest, in milliseconds: first of the processor, then
by the clock, which says more only where the machine has nothing else to do. What is searched for are words of
all kinds, alone, together, as a phrase and with filters.

docs/performance.md keeps the figures.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from starlette.testclient import TestClient

from crparse.corpus.folder import INDEX
from crparse.view.guard import ADDRESS, Keys
from crparse.view.index import find_index, make_index
from crparse.view.server import Viewer, application

TIMES = 5
"""Requests a page."""

PORT = 8000


def addresses(corpus: Path) -> Iterator[str]:
    """The pages that are asked for."""
    index = find_index(corpus)
    assert index is not None
    with closing(index.open()) as rows:

        def one(query: str) -> str:
            return str(rows.execute(query).fetchone()[0])

        body = one("SELECT body_id FROM documents GROUP BY body_id ORDER BY COUNT(*) DESC LIMIT 1")
        most = {
            kind: one(f"SELECT id FROM entities WHERE kind = '{kind}' ORDER BY documents DESC, id LIMIT 1")
            for kind in ("people", "organisations", "bodies")
        }
        person = one("SELECT name FROM entities WHERE kind = 'people' ORDER BY documents DESC, id LIMIT 1")
        document = one("SELECT id FROM documents ORDER BY id LIMIT 1")
        year = one("SELECT MAX(year) FROM documents")
    yield "/"
    for asked in (
        {"words": "zzz"},
        {"words": "de"},
        {"words": "de la"},
        {"words": "conseil"},
        {"words": "subventions école"},
        {"words": "conseil décide subvention"},
        {"words": "« de la commune »"},
        {"words": "sub*"},
        {"words": "s*"},
        {"words": "conseil", "page": "300"},
        {"words": "conseil", "body": body},
        {"words": "de", "first": year, "last": year},
        {"words": "conseil", "first": "1990"},
        {"words": "conseil", "person": person},
        {"words": "confier", "field": "decisions"},
        {"field": "decisions"},
        {"field": "attendees", "body": body},
        {"body": body},
    ):
        yield f"/search?{urlencode(asked)}"
    yield "/matter"
    yield f"/matter?{urlencode({'words': 'conseil'})}"
    yield f"/matter?{urlencode({'words': 'confier', 'body': body})}"
    yield f"/calendar?{urlencode({'year': year})}"
    yield "/calendar"
    yield from (f"/{kind}" for kind in most)
    yield f"/people?{urlencode({'words': person.split()[-1]})}"
    yield from (f"/{kind}/{identity}" for kind, identity in most.items())
    yield f"/document/{document}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--again", action="store_true", help="take the index that is there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as aside:
        if not options.again:
            (options.corpus / INDEX).unlink(missing_ok=True)
            began = time.perf_counter(), time.process_time()
            index = make_index(options.corpus, Path(aside))
            took = time.perf_counter() - began[0], time.process_time() - began[1]
            size = index.file.stat().st_size / 1e6
            print(f"index: {took[0]:.0f} s by the clock, {took[1]:.0f} s of CPU, {size:.0f} MB", flush=True)
        keys = Keys()
        viewer = Viewer(options.corpus, "fr", Path(aside), keys)
        client = TestClient(application(viewer, PORT), base_url=f"http://{ADDRESS}:{PORT}")
        client.get("/", params={"token": keys.token})
        for address in addresses(options.corpus):
            spent, took_each = [], []
            for _ in range(TIMES):
                start = time.perf_counter(), time.process_time()
                answer = client.get(address)
                took_each.append(1000 * (time.perf_counter() - start[0]))
                spent.append(1000 * (time.process_time() - start[1]))
                assert answer.status_code == 200, address
            times = f"{median(spent):5.0f} {max(spent):5.0f} {median(took_each):6.0f} {max(took_each):6.0f}"
            print(f"{times} ms {len(answer.content) / 1000:6.0f} kB  {address}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
