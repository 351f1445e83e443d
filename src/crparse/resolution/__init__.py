"""From mentions to people and organisations: names meet by keys, are compared level by level, clustered.

What belongs here compares names, whoever found them. `linkage` is what people and organisations share;
`people_levels` and `organisation_levels` say when two names are one. `people` and `organisations` resolve a
document (asked by the stage of that name), `corpus` all documents of a corpus.
"""
