"""The decisions of each year, and how they were voted."""

import sqlite3

from crparse.view.matters import about
from crparse.view.pictures.bars import Bars, StackedBar
from crparse.view.pictures.numbers import Numbers
from crparse.wording import N_

VOTES = ("unanimous", "voted", "not_voted")

VOTE_NAMES = {
    "unanimous": N_("unanimous"),
    "voted": N_("with votes counted"),
    "not_voted": N_("no vote told"),
}


def decision_numbers(rows: sqlite3.Connection, words: str = "", body: str = "") -> Numbers:
    """For each year how many decisions there are, by how they were voted, and the votes that are told."""
    source, values = about(rows, words, body, "decisions")
    counted = "COALESCE(i.votes_for, i.against, i.abstentions) IS NOT NULL"
    query = (
        "SELECT i.year, SUM(COALESCE(i.unanimous, 0)), "
        f"SUM(NOT COALESCE(i.unanimous, 0) AND {counted}), "
        f"SUM(NOT COALESCE(i.unanimous, 0) AND NOT {counted}), "
        "SUM(COALESCE(i.votes_for, 0)), SUM(COALESCE(i.against, 0)), SUM(COALESCE(i.abstentions, 0)) "
        f"{source} AND i.year IS NOT NULL GROUP BY i.year ORDER BY i.year"
    )
    columns = "year", *VOTES, "for", "against", "abstentions"
    return Numbers(columns, [tuple(row) for row in rows.execute(query, values)])


def decisions(numbers: Numbers) -> Bars:
    """The decisions year by year."""
    bars = [
        StackedBar(str(year), str(year), tuple(zip(VOTES, counts, strict=False)))
        for year, *counts in numbers.rows
    ]
    return Bars(bars, tuple((name, VOTE_NAMES[name]) for name in VOTES))
