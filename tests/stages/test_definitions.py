"""Definitions in sentences, labels, glossaries: (term, text), whole lists."""

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import get_items, set_items
from crparse.pipeline import make_doc
from crparse.record import Attendee, Definition, Section
from crparse.source import Block, Cell, Kind, SourceDocument, from_text
from crparse.text import squeeze


@pytest.fixture(scope="module")
def nlp(french_with: Callable[..., Language]) -> Language:
    return french_with("crparse_sentences")


def parsed(
    nlp: Language, source: SourceDocument, headings: tuple[str, ...] = (), people: tuple[str, ...] = ()
) -> Doc:
    """The document with definitions, `headings` and `people` standing in for earlier stages."""
    doc = nlp(make_doc(nlp, source))
    starts = [source.text.index(title) for title in headings]
    sections = [
        Section(
            start=start, end=start + len(title), rule="test", id=title, level=1, title=title, body_end=end
        )
        for title, start, end in zip(headings, starts, [*starts[1:], len(source.text)], strict=False)
    ]
    set_items(doc, "sections", sections)
    set_items(
        doc,
        "attendees",
        [Attendee(start=0, end=0, rule="test", name=name, status="present") for name in people],
    )
    return nlp.create_pipe("crparse_definitions")(doc)


def defined(nlp: Language, text: str | SourceDocument, *headings: str) -> list[tuple[str, str]]:
    source = from_text(text) if isinstance(text, str) else text
    items = get_items(parsed(nlp, source, headings), "definitions", Definition)
    for item in items:
        quoted = " ".join(squeeze(source.text[s:e]) for s, e in item.parts or [(item.start, item.end)])
        assert quoted == item.text
    return [(item.term, item.text) for item in items]


def item(text: str, level: int = 0) -> Block:
    return Block(text, Kind.LIST_ITEM, marker="•", list_level=level)


def document(*blocks: Block) -> SourceDocument:
    return SourceDocument("essai", "docx", blocks)


@pytest.mark.parametrize(
    ("sentence", "term", "text"),
    [
        (
            "Il faut éviter l'effet de mode, c'est-à-dire un engouement sans lendemain.",
            "effet de mode",
            "un engouement sans lendemain.",
        ),
        (
            "Le suivi des heures (c'est à dire le relevé hebdomadaire) est confié au bureau.",
            "suivi des heures",
            "le relevé hebdomadaire",
        ),
        (
            "Une fiche de présence (i.e. la liste signée chaque matin) sera tenue.",
            "fiche de présence",
            "la liste signée chaque matin",
        ),
        (
            "Le dossier porte sur le glanage (càd la récolte des restes).",
            "glanage",
            "la récolte des restes",
        ),
        (
            "Il faut étudier le glanage, c.-à-d. la récolte des restes.",
            "glanage",
            "la récolte des restes.",
        ),
        ("Il faut voter le glanage (= la récolte des restes).", "glanage", "la récolte des restes"),
        ("Il faut voter le glanage (sorte de récolte tardive).", "glanage", "sorte de récolte tardive"),
        (
            "Il faut une fourche ( elle permet de retourner le foin)",
            "fourche",
            "elle permet de retourner le foin",
        ),
        ("Le quorum, c'est le nombre de présents.", "quorum", "c'est le nombre de présents."),
        (
            "Pour rappel, le quorum est le nombre de présents.",
            "quorum",
            "le quorum est le nombre de présents.",
        ),
        (
            "Le plan prévoit une récolte des restes après la moisson, appelée « glanage ».",
            "glanage",
            "une récolte des restes après la moisson, appelée « glanage",
        ),
        ("Mme Ruelle : Le glanage désigne la récolte.", "glanage", "Le glanage désigne la récolte."),
        ("On appelle quorum le nombre de présents.", "quorum", "le nombre de présents."),
        (
            "Définition proposée pour le glanage : « une récolte des restes »",
            "glanage",
            "une récolte des restes",
        ),
        ("Le four est froid. « temps mort » : une pause de midi.", "temps mort", "une pause de midi."),
        (
            "On entend par tiers lieu un espace ouvert à tous.",
            "tiers lieu",
            "un espace ouvert à tous.",
        ),
        (
            "Par adhérent actif, on entend toute personne à jour de sa cotisation.",
            "adhérent actif",
            "toute personne à jour de sa cotisation.",
        ),
        (
            "Par ouche, il faut comprendre un jardin clos attenant à la maison.",
            "ouche",
            "un jardin clos attenant à la maison.",
        ),
        (
            "Le tiers lieu est défini comme un espace de rencontre.",
            "tiers lieu",
            "un espace de rencontre.",
        ),
        (
            "Elles définissent le lavoir banal par son usage.",
            "lavoir banal",
            "Elles définissent le lavoir banal par son usage.",
        ),
        (
            "Le terme « glanage » désigne la récolte après la moisson.",
            "glanage",
            "Le terme « glanage » désigne la récolte après la moisson.",
        ),
        (
            "Ajouter une ligne « abords » correspondant aux talus et aux fossés.",
            "abords",
            "« abords » correspondant aux talus et aux fossés.",
        ),
        (
            "Un îlot, dans ce plan, correspond à un ensemble de parcelles.",
            "îlot",
            "Un îlot, dans ce plan, correspond à un ensemble de parcelles.",
        ),
        (
            "La définition du compost mûr se base sur sa température.",
            "compost mûr",
            "La définition du compost mûr se base sur sa température.",
        ),
        (
            "Tenir compte de l'effet de mode, celui d'un engouement qui retombe vite (ex : le four).",
            "effet de mode",
            "celui d'un engouement qui retombe vite",
        ),
        (
            "Qu'est-ce qu'un lavoir banal ? C'est un lavoir ouvert à tous.",
            "lavoir banal",
            "C'est un lavoir ouvert à tous.",
        ),
        (
            "Le texte dit : « est électeur tout membre âgé de seize ans »",
            "électeur",
            "est électeur tout membre âgé de seize ans »",
        ),
        (
            "1 % à la réserve statutaire dite fonds de solidarité, soit 80 €",
            "fonds de solidarité",
            "réserve statutaire dite fonds de solidarité",
        ),
        (
            "Porter un discours « Village vivant » = plaidoyer pour un bourg habité.",
            "Village vivant",
            "plaidoyer pour un bourg habité.",
        ),
        (
            "Une vidéo aide à découvrir RivNet, modèle de données permettant de suivre les crues.",
            "RivNet",
            "modèle de données permettant de suivre les crues.",
        ),
        (
            "La commune cotise au CNS (aide sociale dédiée aux agents) chaque année.",
            "CNS",
            "aide sociale dédiée aux agents",
        ),
        (
            "Précision sur le « voir » : c'est consulter un agenda sans le détail.",
            "voir",
            "c'est consulter un agenda sans le détail.",
        ),
        (
            "Périmètre : Elle regroupe les contours. Elle comprend aussi les lisières. Le vote suit.",
            "Périmètre",
            "Elle regroupe les contours. Elle comprend aussi les lisières.",
        ),
        (
            "Le glanage désigne la récolte après la moisson.",
            "glanage",
            "Le glanage désigne la récolte après la moisson.",
        ),
        (
            "Présenter la date d'effet (date de la plantation) dans la fiche ?",
            "date d'effet",
            "date de la plantation",
        ),
        (
            "L'achat local se définit par le lien entre deux voisins.",
            "achat local",
            "le lien entre deux voisins.",
        ),
        (
            "On parle de glanage lorsque la récolte est faite.",
            "glanage",
            "On parle de glanage lorsque la récolte est faite.",
        ),
        (
            "Le tiers lieu, c'est un espace ouvert.",
            "tiers lieu",
            "c'est un espace ouvert.",
        ),
        (
            "Les abords (correspondant aux talus) seront fauchés.",
            "abords",
            "correspondant aux talus",
        ),
        (
            "La récolte se fait après la moisson. C'est ce que l'on appelle le glanage.",
            "glanage",
            "La récolte se fait après la moisson.",
        ),
        (
            "Définition du glanage : récolte après la moisson.",
            "glanage",
            "récolte après la moisson.",
        ),
        (
            "L'agora est un moment d'échange ouvert à tous.",
            "agora",
            "L'agora est un moment d'échange ouvert à tous.",
        ),
        (
            "Les causeries sont des moments thématiques autour d'un invité.",
            "causeries",
            "Les causeries sont des moments thématiques autour d'un invité.",
        ),
        (
            "Membres actifs : tous ceux qui sont à jour de leur cotisation.",
            "Membres actifs",
            "tous ceux qui sont à jour de leur cotisation.",
        ),
        (
            "Sont membres actifs, les membres ayant une cotisation à jour.",
            "membres actifs",
            "les membres ayant une cotisation à jour.",
        ),
        (
            "Le mot « glanage » veut dire la récolte des restes.",
            "glanage",
            "Le mot « glanage » veut dire la récolte des restes.",
        ),
        (
            "Ils utilisent le format RivNet, format de suivi standardisé par le syndicat.",
            "format RivNet",
            "format de suivi standardisé par le syndicat.",
        ),
        ("la zone à urbaniser (AU)", "AU", "zone à urbaniser (AU)"),
    ],
)
def test_wordings(nlp: Language, sentence: str, term: str, text: str) -> None:
    assert defined(nlp, sentence) == [(term, text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le budget est serré, c'est-à-dire que chacun devra faire un effort.",
        "Sans aller dans ce détail, c'est-à-dire en attendant le décret, le bureau patiente.",
        "L'assemblée désigne Mme Ruelle en qualité de secrétaire.",
        "Cela correspond à une dépense de 300 €.",
        "La définition du périmètre est à revoir.",
        "Le calendrier est défini par le règlement intérieur.",
        "Ceux qui n'ont pas de compte, ceux du bourg surtout, en ouvriront un.",
        "Réponse de Mme Ruelle : C'est un vaste sujet.",
        "Rappel : il s'agit de nommer un correspondant.",
        "Évolution des statuts : c'est un sujet pour l'an prochain.",
        "La présente assemblée est appelée à délibérer.",
        "Le président approuve l'ensemble desdites conventions et des dites annexes.",
        "Qu'est-ce qu'on peut créer ensemble ? Un atelier ?",
        "Paul Ruelle, trésorier chargé des subventions, présente les comptes.",
        "Le lot revient à TerraNet, coopérative qui réunit des maraîchers.",
        "La DREAL (Brède) a écrit au maire.",
        "Le budget, c'est un vrai sujet.",
        "Trois devis sont reçus, soit une dépense de 200 €.",
        "Four banal : les questions de coût restent ouvertes.",
        "Le conseil désigne un secrétaire parmi ses membres.",
        "La facture correspond à la commande.",
        "Présents : Paul Ruelle (PR) et Jeanne Aubier (JA)",
        "Par ce retard, il faut comprendre que le chantier glisse.",
        "Un tiers de celui du four (càd environ 200 €) est proposé.",
        "La quête (= 12 sacs) est faite.",
        "Trois devis (soit une hausse de 3 %) sont reçus.",
        "Eric (le président) ouvre la séance.",
        "La chaudière (il n'y a plus de fuite) est purgée.",
        "Le trésorier, c'est la personne à voir.",
        "Pour rappel, la réunion est un moment de partage.",
        "Un autre point est la salle qui fuit.",
        "L'immeuble situé au lieu dit Combe Noire est vendu.",
        "Les crédits ouverts aux articles ci-après du budget sont votés.",
        "Le + : il s'agit d'un hébergement coopératif.",
        "Par là, nous entendons agir vite et bien.",
        "Le seuil de 800 habitants est retenu, soit un besoin en logements qui est estimé à 40.",
        "Le plan cite le projet d'un exploitant, celui d'une serre de fruits rouges.",
        "Il classe la façade agricole (façade des parcelles n°11 et n°12) en zone verte.",
        "Le club va à la réunion de la Métropole, réunion présidée par Mme Ruelle.",
        "Pour le corpus : il s'agit d'une masse énorme de textes.",
        "La différence avec les autres albums : ce sont les albums avec des légendes.",
        "Sont présents les membres qui ont signé la feuille.",
        "La zone artisanale (A) est étendue.",
    ],
)
def test_no_definition(nlp: Language, sentence: str) -> None:
    assert defined(nlp, sentence) == []


def test_quotation_runs_over_the_list(nlp: Language) -> None:
    source = document(
        Block("A. Entraide rurale"),
        Block("Définition retenue : « manière de faire à plusieurs. On y trouve deux gestes :"),
        item("Prêter : celui du voisin."),
        item("Montrer. L'entraide rurale rapproche. »"),
        Block("La séance continue."),
    )
    assert defined(nlp, source, "Entraide rurale") == [
        (
            "Entraide rurale",
            "manière de faire à plusieurs. On y trouve deux gestes : Prêter : celui du voisin. "
            "Montrer. L'entraide rurale rapproche.",
        )
    ]


@pytest.mark.parametrize("bulleted", [True, False])
def test_a_lead_takes_its_list(nlp: Language, bulleted: bool) -> None:
    entries = ("Le chauffage", "Le prix", "L'usage")
    below = [item(e) if bulleted else Block(e) for e in entries]
    source = document(Block("Parler de sobriété c'est aborder :"), *below, Block("La séance continue."))
    assert defined(nlp, source) == [
        ("sobriété", "Parler de sobriété c'est aborder : Le chauffage Le prix L'usage")
    ]


def test_grounds_in_a_list(nlp: Language) -> None:
    source = document(
        Block("Sont notamment réputés constituer des motifs graves :"),
        item("la non-participation ;"),
        item("une condamnation."),
        Block("La décision est prise à la majorité."),
    )
    assert defined(nlp, source) == [("motifs graves", "la non-participation ; une condamnation.")]


def test_glossary_below_a_heading(nlp: Language) -> None:
    source = document(
        Block("Lexique"),
        Block("Glanage : récolte après la moisson"),
        Block("BAF – Bureau d'Aide aux Familles"),
        Block("Budget"),
        Block("Recettes : en hausse"),
    )
    assert defined(nlp, source, "Lexique", "Budget") == [
        ("Glanage", "récolte après la moisson"),
        ("BAF", "Bureau d'Aide aux Familles"),
    ]


def test_headings_below_that_of_a_glossary(nlp: Language) -> None:
    def below(heading: str) -> list[tuple[str, str]]:
        source = document(
            Block(heading), Block("Référentiel"), Block("Ensemble de noms partagé par tous. Il est relu.")
        )
        doc = nlp(make_doc(nlp, source))
        end, at = len(source.text), source.text.index("Référentiel")
        upper = Section(start=0, end=len(heading), rule="t", id="1", level=1, title=heading, body_end=end)
        lower = Section(
            start=at, end=at + 11, rule="t", id="2", level=2, title="Référentiel", parent="1", body_end=end
        )
        set_items(doc, "sections", [upper, lower])
        items = get_items(nlp.create_pipe("crparse_definitions")(doc), "definitions", Definition)
        return [(item.term, item.text) for item in items]

    assert below("Définition de termes importants") == [("Référentiel", "Ensemble de noms partagé par tous.")]
    assert below("Définition du programme") == []


def test_glossary_table(nlp: Language) -> None:
    rows = [("Terme", "Définition"), ("Glanage", "récolte après la moisson"), ("Affouage", "coupe de bois")]
    blocks = [
        Block(text, cell=Cell(0, r, c, 3, 2)) for r, row in enumerate(rows) for c, text in enumerate(row)
    ]
    assert defined(nlp, document(*blocks)) == [
        ("Glanage", "récolte après la moisson"),
        ("Affouage", "coupe de bois"),
    ]


def test_sentence_below_its_heading(nlp: Language) -> None:
    text = "Convention de mise à disposition\nC'est une convention entre la commune et l'école. Vote."
    assert defined(nlp, text, "Convention de mise à disposition") == [
        ("Convention de mise à disposition", "C'est une convention entre la commune et l'école.")
    ]
    assert defined(nlp, "Plan communal\nC'est une priorité du maire.", "Plan communal") == []


def test_quoted_terms_in_a_list(nlp: Language) -> None:
    source = document(
        Block("Les principes sont :"),
        item("« continuité » des valeurs : pas de trou. Chaque valeur compte ;"),
        item("« confiance » dans le relevé"),
    )
    assert defined(nlp, source) == [
        ("continuité", "« continuité » des valeurs : pas de trou. Chaque valeur compte ;"),
    ]


def test_in_brackets_a_clause_says_what_is_meant(nlp: Language) -> None:
    text = "La fête annuelle (càd que chacun apporte un plat) est en mai."
    assert [text for _, text in defined(nlp, text)] == ["chacun apporte un plat"]


def test_an_organisation_may_bear_a_name(nlp: Language) -> None:
    text = "Le don vient de la Fondation Jeanne Aubier (FJA)."
    assert defined(nlp, text) == [("FJA", "Fondation Jeanne Aubier")]


def test_a_term_is_defined_once(nlp: Language) -> None:
    text = "Le Bureau d'Aide aux Familles (BAF) ouvre.\nLe BAF (Bureau d'Aide aux Familles) ferme."
    assert defined(nlp, text) == [("BAF", "Bureau d'Aide aux Familles")]


def test_initials_of_an_attendee_are_no_acronym(nlp: Language) -> None:
    source = from_text("Présents : Paul Ruelle Aubier (PRA)")
    doc = parsed(nlp, source, people=("Paul Ruelle Aubier",))
    assert get_items(doc, "definitions", Definition) == []
