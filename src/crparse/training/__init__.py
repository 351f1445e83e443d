"""Learns the weights of `crparse.models` from annotated minutes, with scikit-learn (the extra `train`).

`annotated` reads minutes with their gold records; `headings` (of the `renderings` of a document),
`organisations` and `statements` make examples of them; `learners` fits and exports weights; `folds` tries
them on bodies held out, `masking` hides what the lexicon knows of those; `rebuild` does it all, in the order
in which the weights depend on each other.
"""
