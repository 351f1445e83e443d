"""What the `rule` of an item is called: the family of the rule, and the cue, list or model that spoke.

Stages know their rules by short names of their own, which features and the order of candidates go by; the
record gets the names that `crparse.record.Located` describes.
"""

import re
from collections.abc import Mapping

from crparse.text import fold

ORGANISATIONS: Mapping[str, str] = {
    "attendee": "list:attendees",
    "attendee_first": "list:attendees_part",
    "attendee_part": "list:attendees_part",
    "body": "meeting:body",
    "title": "meeting:title",
    "public_body": "lexicon:public_bodies",
    "known_small": "lexicon:public_bodies",
    "known_name": "name:known",
    "after_kind": "kind:name_after",
    "defined": "acronym:defined",
    "expansion": "acronym:expansion",
    "acronym": "form:acronym",
    "acronym_of": "form:acronym_of",
    "suffix": "form:suffix",
    "adjectives": "form:adjectives",
}
"""Rules of mentions of organisations; others begin with their family ("kind_commune")."""

DEFINITIONS: Mapping[str, str] = {
    "definition_label": "label:definition",
    "label_is": "label:is",
    "quoted_label": "label:quoted",
    "heading_is": "heading:is",
    "apposition": "apposition:gloss",
    "glossary": "glossary:list",
    "glossary_table": "glossary:table",
    "acronym_heading": "acronym:heading",
    "acronym_expansion": "acronym:before_expansion",
    "acronym_connector": "acronym:before_connector",
    "connector_acronym": "acronym:after_connector",
    "expansion_acronym": "acronym:after_expansion",
    "both_in_parentheses": "acronym:both_in_brackets",
}
"""Rules of definitions; any other is the name of a wording in the lexicon's table "sentences"."""


def organisation_rule(rule: str) -> str:
    """ "kind_commune" as "kind:commune", "model_org" as "model:ner_org"."""
    if rule in ORGANISATIONS:
        return ORGANISATIONS[rule]
    family, _, detail = rule.partition("_")
    if family == "model":
        return f"model:ner_{detail}"
    return f"form:{rule}" if family == "capitals" else f"{family}:{detail}"


def definition_rule(rule: str) -> str:
    """ "glossary" as "glossary:list", "c_est_a_dire" as "cue:c_est_a_dire"."""
    return DEFINITIONS.get(rule, f"cue:{rule}")


def slug(words: str) -> str:
    """Words of the lexicon as the detail of a rule: "président de séance" as "president_de_seance"."""
    return "_".join(re.findall(r"[a-z0-9]+", fold(words)))


def is_of(rule: str, named: frozenset[str]) -> bool:
    """Whether a rule is among those named, by itself or by its family ("acronym")."""
    return rule in named or rule.partition(":")[0] in named
