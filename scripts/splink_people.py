"""Splink (with DuckDB) and crparse on the same generated people.

usage: splink_people.py [--bodies N] [--seed N]

Needs `pip install splink` beside crparse. Each mention is a row: given name, surname, body that met, and
organisation where there is one. Splink learns by itself how much each tells, with the frequency of names.
From which probability on two rows are one is chosen for it with the truth at hand: the threshold of the best
sum of precision and recall. Prints precision and recall of pairs, and CPU seconds, of both.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Sequence

import pandas as pd
import splink.comparison_library as compared
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from crparse.language.persons import parse_form
from crparse.resolution.corpus import DocumentEntities, resolve_corpus
from crparse.text import name_key
from generated_mentions import Generated, Truth, mentions, pairs_right

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints both."""
    parser = argparse.ArgumentParser(description="Splink and crparse on the same people.")
    parser.add_argument("--bodies", type=int, default=400, help="each has 255 mentions")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    generated = mentions(options.bodies, options.seed)
    print(f"{len(generated.people)} mentions of {len(set(generated.people.values()))} people")
    began = time.process_time()
    entities = resolve_corpus([DocumentEntities(d.people, (), d.body, d.day) for d in generated.documents])
    seconds = time.process_time() - began
    told = [[(link.document, link.entity) for link in person.links] for person in entities.people]
    _tell("crparse", generated.people, told, seconds)
    began = time.process_time()
    clusters = _splink(generated)
    seconds = time.process_time() - began
    best = max(clusters, key=lambda told: sum(pairs_right(generated.people, told)))
    _tell("Splink", generated.people, best, seconds)
    return 0


def _tell(who: str, truth: Truth, told: Sequence[Sequence[tuple[str, str]]], seconds: float) -> None:
    precision, recall = pairs_right(truth, told)
    print(f"{who}: precision {precision:.4f}, recall {recall:.4f}, {seconds:.0f} s", flush=True)


def _rows(generated: Generated) -> pd.DataFrame:
    rows = []
    for document in generated.documents:
        body = name_key(document.body)
        for one in document.people:
            form = parse_form(one.name)
            came_for = sorted(one.context - {body})
            rows.append(
                {
                    "unique_id": f"{one.document}|{one.entity}",
                    "given": " ".join(form.given) or None,
                    "surname": " ".join(form.family or form.lone) or None,
                    "body": body,
                    "organisation": came_for[0] if came_for else None,
                }
            )
    return pd.DataFrame(rows)


def _splink(generated: Generated) -> list[list[list[tuple[str, str]]]]:
    """The mentions in groups, for each threshold."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compared.NameComparison("given").configure(term_frequency_adjustments=True),
            compared.NameComparison("surname").configure(term_frequency_adjustments=True),
            compared.ExactMatch("body").configure(term_frequency_adjustments=True),
            compared.ExactMatch("organisation").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("surname", "substr(given, 1, 1)"),
            block_on("body", "surname"),
            block_on("body", "given"),
        ],
    )
    backend = DuckDBAPI()
    linker = Linker(backend.register(_rows(generated)), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given", "surname", "body")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("body", "organisation"))
    pairs = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    found = []
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
        groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in clusters.as_pandas_dataframe().itertuples():
            document, _, entity = str(row.unique_id).partition("|")
            groups[str(row.cluster_id)].append((document, entity))
        found.append(list(groups.values()))
    return found


if __name__ == "__main__":
    sys.exit(main())
