"""Examples by their cues: the example's text, whole lists."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from crparse.document.items import get_items
from crparse.pipeline import make_doc
from crparse.record import Example
from crparse.source import Block, Kind, SourceDocument, from_text
from crparse.text import squeeze


@pytest.fixture(scope="module")
def nlp(french_with: Callable[..., Language]) -> Language:
    return french_with("crparse_sentences", "crparse_examples")


def found(nlp: Language, text: str | SourceDocument) -> list[Example]:
    source = from_text(text) if isinstance(text, str) else text
    items = get_items(nlp(make_doc(nlp, source)), "examples", Example)
    for item in items:
        quoted = " ".join(squeeze(source.text[s:e]) for s, e in item.parts or [(item.start, item.end)])
        assert quoted == item.text
    return items


def item(text: str) -> Block:
    return Block(text, Kind.LIST_ITEM, marker="•", list_level=0)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Un circuit court (ex : la coopérative du Bourg) est proposé.", ["la coopérative du Bourg"]),
        ("Un effet de mode (ex ; le lavoir)", ["le lavoir"]),
        ("Des usages variés (par exemple les jours de marché) gênent.", ["les jours de marché"]),
        ("Des services mutualisés (ex. : urbanisme).", ["urbanisme"]),
        ("La mesure suit une règle (exemple : largeur ≥ 2 m).", ["largeur ≥ 2 m"]),
        ("Des revêtements (exemple un enrobé clair) manquent.", ["un enrobé clair"]),
        ("Une fiche (p. ex. celle du lavoir) suffit.", ["celle du lavoir"]),
        ("Par exemple, le four sert deux fois l'an.", ["le four sert deux fois l'an."]),
        ("Tout dépend de l'usage. Exemple : le four sert peu. Il est froid.", ["le four sert peu."]),
        ("Ex : Coop du Bourg. (Plombiers) basée ici", ["Coop du Bourg. (Plombiers) basée ici"]),
        ("Exemples : Le four / le lavoir / la halle …", ["Le four", "le lavoir", "la halle …"]),
        (
            "Exemple de Jeanne Ruelle (Brède et Vaucelles). Des essais existent.",
            ["Jeanne Ruelle (Brède et Vaucelles)."],
        ),
        (
            "Exemple des fours banals où trois usages ont été vus :",
            ["fours banals où trois usages ont été vus"],
        ),
        (
            "Il faut sortir d'un cliché : par exemple le lavoir, qui sert encore.",
            ["le lavoir, qui sert encore."],
        ),
        ("À titre d'exemple une fiche a été écrite.", ["une fiche a été écrite."]),
        ("Il propose une sortie en prenant comme exemple la fête du four.", ["la fête du four."]),
        ("Le second exemple porte sur la halle aux grains.", ["la halle aux grains."]),
        ("Des exemples de listes ont été partagés (four et lavoir).", ["four et lavoir"]),
        ("L'exemple du lavoir est cité par Mme Ruelle.", ["lavoir"]),
        (
            "Citons l'exemple du four, remis en service en 2012. Il est froid.",
            ["four, remis en service en 2012."],
        ),
        ("On peut citer en exemple le four de Brède.", ["le four de Brède."]),
        ("Mme Ruelle donne l'exemple des clubs de pêche.", ["clubs de pêche."]),
        ("C'est le cas de la gestion des déchets.", ["la gestion des déchets."]),
        ("Des fêtes, notamment à l'image de la Saint-Jean", ["la Saint-Jean"]),
        ("Prévoir des tests, avec Fournil par exemple", ["Fournil"]),
        ("Des ateliers (pain, lessive et vannerie par exemple) suivront.", ["pain, lessive et vannerie"]),
        ("Comment réserver pour une classe et un club (par exemple) ?", ["une classe et un club"]),
        ("Deux sorties, par exemple celle du lavoir, et un chantier.", ["celle du lavoir"]),
        ("Cela sert, par exemple chez les voisins ; le reste suit.", ["chez les voisins"]),
        ("Elle aurait lieu en soirée, à 18 heures par exemple, afin que chacun vienne.", ["à 18 heures"]),
        ("Il faut préparer les textes à l'avance, sur 4 semaines par exemple.", ["sur 4 semaines"]),
        ("Un exemple en est le lavoir du haut.", ["le lavoir du haut."]),
        ("Exemple (à vérifier) : le four sert peu.", ["le four sert peu."]),
        ("Ex en Ombrie, le four est chauffé le lundi.", ["en Ombrie, le four est chauffé le lundi."]),
        ("L'exemple du lavoir, montre que tout est possible.", ["lavoir"]),
        ("Mme Ruelle : Exemple de la halle aux grains.", ["la halle aux grains."]),
        ("Certains clubs, comme par exemple le judo, manquent de place.", ["le judo"]),
        ("Certains clubs, le judo par exemple, manquent de place.", ["le judo"]),
        ("Certaines salles comme celle de Lormoy par exemple sont gratuites.", ["celle de Lormoy"]),
        ("Les aides, par exemple pour la rénovation, sont cumulables.", ["pour la rénovation"]),
        ("L'association propose des ateliers (exemple de la couture).", ["la couture"]),
        ("En guise d'illustration, le judo occupe la salle.", ["le judo occupe la salle."]),
        ("Autre exemple, la marche réunit vingt personnes.", ["la marche réunit vingt personnes."]),
        ("Exemple – la halle sert deux fois l'an.", ["la halle sert deux fois l'an."]),
        ("Un bon exemple est la halle de Lormoy.", ["la halle de Lormoy."]),
        ("Tel est le cas de la halle de Lormoy.", ["la halle de Lormoy."]),
        ("Les thèmes retenus (e.g. le sommeil, les écrans) seront affichés.", ["le sommeil, les écrans"]),
        ("Mme Vial prend un exemple : la marche du dimanche.", ["la marche du dimanche."]),
        ("Exemple d'action : une marche le dimanche.", ["une marche le dimanche."]),
        ("Ex. d'action : une marche le dimanche.", ["une marche le dimanche."]),
        ("Sur l'exemple de Lormoy, la salle sera gratuite.", ["Lormoy"]),
        ("Une remise par lot est proposée, exemple 2 sacs 5 %, 3 sacs 10 %.", ["2 sacs 5 %, 3 sacs 10 %."]),
        ("Une remise par lot est proposée, exemple le lot de trois sacs.", ["le lot de trois sacs."]),
        (
            "En exemple, les fours ne sont pas toujours chauffés.",
            ["les fours ne sont pas toujours chauffés."],
        ),
        (
            "Elle élargit le bureau avec par exemple un adjoint, un vice-président, etc. comme ailleurs.",
            ["un adjoint, un vice-président, etc."],
        ),
        ("Le site présente des exemples (marche, judo, poterie).", ["marche, judo, poterie"]),
    ],
)
def test_cues(nlp: Language, sentence: str, expected: list[str]) -> None:
    assert [e.text for e in found(nlp, sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Elle montre l'exemple aux plus jeunes.",
        "Fait en cinq exemplaires.",
        "Il faut des exemples plus concrets.",
        "- exemples de cas d'usage à écrire (Mme Ruelle)",
        "Le dossier, notamment les plans, est complet.",
        "Des mots tels que : four, lavoir, etc.",
        "Si c'est le cas, le vote est reporté.",
        "Ce n'est pas le cas de la halle.",
        "Une table à l'instar de celle du four sera créée.",
        "C'est un leadership par l'exemple.",
        "On peut télécharger la fiche comme exemple.",
        "Son ex a quitté le village.",
        "Tel n'est pas le cas de Lormoy.",
        "Mme Vial envoie un exemple de tableau.",
        "Elle transmettra des exemples de statuts à tous.",
    ],
)
def test_no_example(nlp: Language, sentence: str) -> None:
    assert [e.text for e in found(nlp, sentence)] == []


def test_an_item_that_has_its_own_example(nlp: Language) -> None:
    blocks = (
        Block("Des exemples de cas douteux :"),
        item("Pour un lieu, le nom peut changer, par exemple le four du bas."),
        item("Le lavoir d'en haut"),
    )
    assert [e.text for e in found(nlp, SourceDocument("essai", "docx", blocks))] == [
        "le four du bas.",
        "Le lavoir d'en haut",
    ]


@pytest.mark.parametrize("bulleted", [True, False])
def test_each_item_of_the_list_is_one(nlp: Language, bulleted: bool) -> None:
    entries = ["Le four du Bourg. Il est chauffé.", "Lavoir : exemple du lavoir d'en haut : il sert."]
    below = [item(e) if bulleted else Block(e) for e in entries]
    heading = Block("Budget", heading_level=1)
    source = SourceDocument("essai", "docx", (Block("Autres exemples :"), *below, heading))
    assert [e.text for e in found(nlp, source)] == entries


def test_what_it_illustrates(nlp: Language) -> None:
    sentences = [
        "Un circuit court (ex : la coopérative du Bourg) est proposé.",
        "Exemples de tiers lieux : le four et la halle",
        "Par exemple, le four.",
    ]
    assert [[e.of for e in found(nlp, sentence)] for sentence in sentences] == [
        ["circuit court"],
        ["tiers lieux"],
        [None],
    ]
