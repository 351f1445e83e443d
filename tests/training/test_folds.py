"""Bodies held out: never in training and test at once."""

from crparse.evaluation.scoring import Counts
from crparse.source import from_text
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.held_out import Views, held_out_parts, learn_unseen, read_views, score_unseen


def test_every_body_is_held_out_once() -> None:
    bodies = ["choir", "council", "council", "garden"]
    assert sorted(sorted(part) for part in held_out_parts(bodies)) == [["choir"], ["council"], ["garden"]]


def test_minutes_of_a_body_stay_together_in_a_fold() -> None:
    parts = held_out_parts(["choir", "council", "council", "garden", "club"], folds=2)
    assert len(parts) == 2
    assert sorted(body for part in parts for body in part) == ["choir", "club", "council", "garden"]


def test_a_body_is_met_by_weights_learned_without_it() -> None:
    views = Views({"choir": ["c1"], "garden": ["g1", "g2"]}, {"choir": ["c1*"], "garden": ["g1*", "g2*"]})
    unseen = learn_unseen(views, None, sorted)
    assert unseen == {"choir": ["g1", "g2"], "garden": ["c1"]}
    scores = score_unseen(views.masked, unseen, lambda own, model: {0.5: Counts(len(own), len(model))})
    assert scores == {0.5: {"choir": Counts(1, 2), "garden": Counts(2, 1)}}


def _minutes(name: str, body: str, text: str) -> AnnotatedMinutes:
    return AnnotatedMinutes(name, body, from_text(text), {})


def test_a_body_held_out_is_read_without_what_is_known_of_it_alone() -> None:
    from crparse.language.persons import first_names

    minutes = [
        _minutes("a.docx", "council", "Odile Vasseur et Anne Roux"),
        _minutes("b.docx", "choir", "Anne Roux"),
    ]
    views = read_views(minutes, lambda one, held_out: [(held_out, {"odile", "anne"} & first_names())])
    assert views.known == {body: [(False, {"odile", "anne"})] for body in ("council", "choir")}
    assert views.masked == {"council": [(True, {"anne"})], "choir": [(True, {"odile", "anne"})]}
