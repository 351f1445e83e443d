"""Acronyms beside what they stand for: (acronym, expansion), whole lists."""

import pytest

from crparse.language.acronyms import cost, find_pairs, is_acronym


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*p.acronym)], text[slice(*p.expansion)]) for p in find_pairs(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # expansion, then acronym
        ("Le Bureau d'Aide aux Familles (BAF) ouvre lundi.", [("BAF", "Bureau d'Aide aux Familles")]),
        ("les plans de gestion des lavoirs (PGL)", [("PGL", "plans de gestion des lavoirs")]),
        ("un assistant ingénieur (AI) est recruté", [("AI", "assistant ingénieur")]),
        ("le retour d'expérience (RETEX) du lavoir", [("RETEX", "retour d'expérience")]),
        (
            "Le Schéma des Îlots et Berges (SIB), le Comité de l'Étang de Brède (CEB) et la mairie",
            [("SIB", "Schéma des Îlots et Berges"), ("CEB", "Comité de l'Étang de Brède")],
        ),
        (
            "le Système d'Observation des Lavoirs II (SOL II)",
            [("SOL II", "Système d'Observation des Lavoirs II")],
        ),
        (
            "la Réserve d'Eau de Brède, ci-après, le Comité Rural (ci-après dénommé CR)",
            [("CR", "Comité Rural")],
        ),
        # syllables
        ("le Comité de Développement (CoDev) a rendu son avis", [("CoDev", "Comité de Développement")]),
        ("le conseil de développement (CoDev)", [("CoDev", "conseil de développement")]),
        ("le conseil de lecture (CoDev)", []),
        ("la salle des fêtes (RocMarin)", []),
        # where it is, at the end, gives no letter
        (
            "le Relais d'Aide Rurale du Pays de Brède, (RAR) ouvre",
            [("RAR", "Relais d'Aide Rurale du Pays de Brède")],
        ),
        ("le Conseil de Brède (CAB)", []),
        ("le Syndicat d'Aide Rurale, que préside l'élu de Brède (SAR)", []),
        # acronym, then expansion
        ("le BAF (Bureau d'Aide aux Familles) ouvre", [("BAF", "Bureau d'Aide aux Familles")]),
        ("l'ASL (Association Sport & Loisirs)", [("ASL", "Association Sport & Loisirs")]),
        ("SRN/BRT (Bureau des Risques Terrestres)", [("BRT", "Bureau des Risques Terrestres")]),
        (
            "le PLUi (plan local d'urbanisme intercommunal)",
            [("PLUi", "plan local d'urbanisme intercommunal")],
        ),
        ("le format OJP (Open Journey Planner)", [("OJP", "Open Journey Planner")]),
        ("Réseau 2AL (Ateliers et Associations Locales)", [("2AL", "Ateliers et Associations Locales")]),
        # both in the bracket, or between dashes
        ("Mme Ruelle (Institut Rural de Brède – IRB)", [("IRB", "Institut Rural de Brède")]),
        ("un bureau (BAF : Bureau d'Aide aux Familles)", [("BAF", "Bureau d'Aide aux Familles")]),
        (
            "L'UFEB — Union Fédérative des Étudiants de Brède — vote",
            [("UFEB", "Union Fédérative des Étudiants de Brède")],
        ),
        # a gloss in place of the expansion
        (
            "le Coefficient de Partage Rural (CPR : rapport entre deux taxes)",
            [("CPR", "rapport entre deux taxes")],
        ),
        # outside brackets
        ("BAF : Bureau d'Aide aux Familles", [("BAF", "Bureau d'Aide aux Familles")]),
        (
            "La DEC concerne la Défense des Étangs Communaux et la pêche.",
            [("DEC", "Défense des Étangs Communaux")],
        ),
        ("le Bureau d'Aide aux Familles, dit BAF, ouvre", [("BAF", "Bureau d'Aide aux Familles")]),
        ("le Bureau d'Aide aux Familles, BAF, ouvre", [("BAF", "Bureau d'Aide aux Familles")]),
        ("l'association BAF « Bureau d'Aide aux Familles »", [("BAF", "Bureau d'Aide aux Familles")]),
        ("1 SABO : Société d’aménagement de Brédo", [("SABO", "Société d’aménagement de Brédo")]),
        ("La SABO : Société d’aménagement de Brédo", []),
        ("RTR – Réseau des tiers-lieux ruraux", [("RTR", "Réseau des tiers-lieux ruraux")]),
        ("PEDT : projet éducatif de territoire", [("PEDT", "projet éducatif de territoire")]),
        ("DREAL ARA (Auvergne-Rhône-Alpes)", [("ARA", "Auvergne-Rhône-Alpes")]),
    ],
)
def test_pairs(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "la DREAL (Brède) et le BAF (Paul Ruelle)",  # a town, a person
        "Le PLU (voir annexe 2) est adopté.",
        "les PPR (PPRI, PPRT et PPRM)",  # kinds, not what it stands for
        "le marché (HT) et la TVA (20 %)",
        "Mme Ruelle (directrice), M. Aubier (DGS)",
        "le lavoir (IV)",
        "La BAF : point d'étape du lundi",
        "OK, d'accord",
    ],
)
def test_no_pair(sentence: str) -> None:
    assert pairs(sentence) == []


def test_cost_counts_words_without_a_letter() -> None:
    assert cost("BAF", "Bureau d'Aide aux Familles") == 0
    assert cost("BAF", "Bureau Rural d'Aide aux Familles") == pytest.approx(1 / 3)
    assert cost("BAF", "Comité d'Aide aux Familles") is None
    assert cost("BAF", "Bureau Rural et Communal d'Aide aux Familles") is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [("PLUi", True), ("SCoT", True), ("2AL", True), ("Brède", False), ("B", False), ("NeTEx", True)],
)
def test_is_acronym(word: str, expected: bool) -> None:
    assert is_acronym(word) is expected
