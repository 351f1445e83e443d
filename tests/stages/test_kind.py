"""What kind of paper a document is: a small text of each kind, and what looks like another."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import crparse
from crparse.document.items import caveats_of, kind_of
from crparse.lexicon import names
from crparse.models import LinearModel
from crparse.pipeline import own_pipeline, parse_source
from crparse.record import DocumentKind, KindReason
from crparse.source import Block, Kind, SourceDocument, from_text
from crparse.stages.kind import KindStage, make_kind
from crparse.stages.kind.verdict import Bounds

Told = tuple[str, bool, list[tuple[str, str | None]]]


def judged(text: str | SourceDocument) -> DocumentKind:
    source = from_text(text) if isinstance(text, str) else text
    kind = kind_of(parse_source(own_pipeline(), source))
    assert kind is not None
    for reason in kind.reasons:
        if reason.start is not None and reason.furniture is None:
            assert source.text[reason.start : reason.end] == reason.quote
    return kind


def told(text: str) -> Told:
    """The kind, whether it is doubtful, and each reason with its quote."""
    kind = judged(text)
    return kind.name, kind.doubtful, [(reason.rule, reason.quote) for reason in kind.reasons]


MODEL = ("model:kind", None)

OTHERS: Sequence[tuple[str, str, list[tuple[str, str | None]]]] = (
    (
        "agenda",
        """\
Conseil d'école des Saules
Ordre du jour
1. Effectifs de la rentrée
2. Classe de mer
3. Questions diverses""",
        [("title:agenda", "Ordre du jour"), MODEL],
    ),
    (
        "convocation",
        """\
CONVOCATION
Madame, Monsieur,
J'ai l'honneur de vous convier à la réunion du conseil municipal qui se tiendra le lundi 8 avril à 19 h.
Ordre du jour : budget, cantine, questions diverses.
En cas d'empêchement, vous pouvez donner pouvoir à un collègue.""",
        [
            ("title:convocation", "CONVOCATION"),
            ("wording:convocation", "vous convier"),
            ("wording:convocation", "qui se tiendra"),
            MODEL,
        ],
    ),
    (
        "notice",
        """\
AVIS À LA POPULATION
L'eau sera coupée jeudi de 8 h à midi rue Basse. Les habitants sont priés de faire des réserves.""",
        [("title:notice", "AVIS À LA POPULATION"), ("wording:notice", "Les habitants sont"), MODEL],
    ),
    (
        "report",
        """\
Rapport de diagnostic de la halle
Le présent rapport s'appuie sur le compte rendu de la réunion du 12 janvier, où le périmètre a été validé.
La charpente est saine. On constate des infiltrations au nord (figure 3).
En conclusion, la couverture doit être refaite.""",
        [
            ("title:report", "Rapport de diagnostic de la halle"),
            ("wording:report", "Le présent rapport"),
            ("wording:report", "On constate"),
            MODEL,
        ],
    ),
    (
        "bulletin",
        """\
Bulletin municipal n° 12
Le mot du maire
Chers habitants, le recensement commence. Bonne lecture !
État civil : trois naissances, un mariage.
Horaires d'ouverture de la mairie : lundi et jeudi.""",
        [
            ("title:bulletin", "Bulletin municipal"),
            ("wording:bulletin", "Chers habitants, le recensement commence. Bonne lecture !"),
            ("wording:bulletin", "État civil"),
            MODEL,
        ],
    ),
    (
        "programme",
        """\
Programme de la fête du village
14 h : course en sac
16 h : conférence sur les abeilles
18 h : buffet, sur inscription""",
        [
            ("title:programme", "Programme de la fête du village"),
            ("wording:programme", "conférence"),
            ("wording:programme", "buffet"),
            MODEL,
        ],
    ),
    (
        "guide",
        """\
Guide pratique du tri
Rincez les bocaux, puis choisissez le bon bac. Évitez les sacs. Pensez à plier les cartons.
Pour en savoir plus, appelez la mairie.""",
        [
            ("title:guide", "Guide pratique du tri"),
            ("wording:guide", "choisissez"),
            ("wording:guide", "Évitez"),
            MODEL,
        ],
    ),
    (
        "by_laws",
        """\
Statuts de l'association du four
Article 1er : Il est fondé entre les adhérents aux présents statuts une association.
Article 2 : L'association a pour but la sauvegarde du four.
Article 3 : L'assemblée générale se réunit une fois par an. Il est tenu procès-verbal des séances.""",
        [
            ("title:by_laws", "Statuts de l'association du four"),
            ("wording:by_laws", "Il est fondé entre"),
            ("wording:by_laws", "aux présents statuts"),
            MODEL,
        ],
    ),
    (
        "order",
        """\
Arrêté municipal n° 2024-7
Le maire de Lormoy, vu le code de la route, arrête :
Article 1er : La circulation est interdite rue Basse le 8 avril.
Article 2 : Ampliation du présent arrêté sera adressée à la gendarmerie.""",
        [
            ("title:order", "Arrêté municipal n° 2024-7"),
            ("wording:order", "code de la route"),
            ("wording:order", "La circulation est"),
            MODEL,
        ],
    ),
    (
        "agreement",
        """\
Convention de prêt de matériel
Entre les soussignés, la commune, d'une part, et le club de chant, d'autre part, il est convenu ce qui suit :
Article 1 : La commune prête dix bancs.
Fait en deux exemplaires.""",
        [
            ("title:agreement", "Convention de prêt de matériel"),
            ("wording:agreement", "Entre les soussignés"),
            ("wording:agreement", "d'une part"),
            MODEL,
        ],
    ),
    (
        "form",
        """\
Bulletin d'adhésion
Nom : ________________ Prénom : ________________
Adresse : ________________
Cocher la case : ☐ actif ☐ bienfaiteur""",
        [("title:form", "Bulletin d'adhésion"), ("wording:form", "Cocher la case"), MODEL],
    ),
    (
        "list",
        """\
Liste des adhérents
Nom	Prénom	Téléphone
Ferrandin	Odile	01 00 00 00 01
Delorme	Yves	01 00 00 00 02""",
        [("title:list", "Liste des adhérents"), ("wording:list", "Nom"), ("wording:list", "Prénom"), MODEL],
    ),
    (
        "budget",
        """\
Budget primitif 2024
Charges à caractère général	98 500,00
Charges de personnel	132 000,00
Total des dépenses de fonctionnement	230 500,00""",
        [
            ("title:budget", "Budget primitif 2024"),
            ("wording:budget", "Charges à caractère général"),
            ("wording:budget", "Charges de personnel"),
            MODEL,
        ],
    ),
    (
        "invoice",
        """\
Facture n° 118
Porte de chêne	1	1 240,00
Total HT	1 240,00
TVA	248,00
Net à payer	1 488,00 €""",
        [
            ("title:invoice", "Facture n° 118"),
            ("wording:invoice", "Total HT"),
            ("wording:invoice", "TVA"),
            MODEL,
        ],
    ),
    (
        "leaflet",
        """\
Venez découvrir le lavoir
Entrée libre et gratuite, d'avril à octobre
Renseignements : 01 00 00 00 03""",
        [
            ("title:leaflet", "Venez découvrir le lavoir"),
            ("wording:leaflet", "Entrée libre"),
            ("wording:leaflet", "Renseignements : 01 00 00 00 03"),
            MODEL,
        ],
    ),
    (
        "map",
        """\
Plan de situation
Échelle 1/2000
Légende : parcelle, voirie, limite communale""",
        [("title:map", "Plan de situation"), ("wording:map", "Échelle"), ("wording:map", "Légende"), MODEL],
    ),
    (
        "mail",
        """\
Bonjour Yves,
Suite à votre courriel, je vous informe que le compte rendu sera prêt lundi.
Cordialement,
Odile""",
        [
            ("title:mail", "Bonjour Yves,"),
            ("wording:mail", "Suite à votre courriel"),
            ("wording:mail", "je vous informe"),
            MODEL,
        ],
    ),
    (
        "code",
        """\
import re

def words(text: str) -> list[str]:
    \"\"\"Les mots d'un compte rendu.\"\"\"
    return re.findall(r"\\w+", text)""",
        [("form:code", "import re")],
    ),
    (
        "spreadsheet",
        """\
nom;statut;pouvoir
Odile Ferrandin;present;
Yves Delorme;represente;Odile Ferrandin
Paul Garance;excuse;""",
        [("form:spreadsheet", "nom;statut;pouvoir")],
    ),
)
"""Kind, text, and why."""


@pytest.mark.parametrize(("name", "text", "reasons"), OTHERS, ids=[name for name, *_ in OTHERS])
def test_other_papers(name: str, text: str, reasons: list[tuple[str, str | None]]) -> None:
    assert told(text) == (name, False, reasons)


def test_every_kind_that_a_title_tells_is_tried() -> None:
    tried = {name for name, *_ in OTHERS}
    assert set(names("kinds", "title")) - tried == {"minutes"}


PLAIN = """\
Compte rendu de la réunion du 12 mars 2024
Présents : Mme Odile Ferrandin, M. Yves Delorme
Excusé : M. Paul Garance
Le devis de la toiture est accepté à l'unanimité.
Mme Ferrandin rappelle que le four est fermé.
La séance est levée à 20 h."""

MINUTES: Sequence[tuple[str, str, list[tuple[str, str | None]]]] = (
    (
        "minutes",
        PLAIN,
        [
            ("title:minutes", "Compte rendu"),
            ("item:attendees", "Odile Ferrandin"),
            ("told:presence", "Présents :"),
        ],
    ),
    (
        "minutes",
        """\
Relevé de décisions du bureau du 3 mai 2021
Présents : Odile, Yves, Paul
1. Achat d'un vélo cargo : accepté.
2. Prêt de la salle au club de chant : refusé.
3. Yves appelle l'assureur.""",
        [
            ("title:minutes", "Relevé de décisions du bureau du 3 mai 2021"),
            ("item:attendees", "Odile"),
            ("told:presence", "Présents :"),
        ],
    ),
    (
        "minutes",
        """\
Extrait du registre des délibérations
Séance du 4 juin 2015
Le conseil municipal de Lormoy, légalement convoqué, s'est réuni sous la présidence de Mme Ferrandin.
Après en avoir délibéré, le conseil fixe le tarif de la cantine à 3,20 €.""",
        [
            ("title:minutes", "Extrait du registre des délibérations"),
            ("item:attendees", "Ferrandin"),
            ("told:met", "Le conseil municipal de Lormoy, légalement convoqué, s'est réuni"),
        ],
    ),
    (
        "minutes_of_several_meetings",
        """\
Cahier du comité des fêtes
Réunion du 4 mars 2016
Présents : Odile, Yves
Le bal est fixé au 14 juillet.
Réunion du 1er avril 2016
Présents : Yves, Paul
L'orchestre est retenu. Yves signe le contrat.""",
        [
            ("title:meeting", "Réunion du 1er avril 2016"),
            ("item:attendees", "Odile"),
            ("told:presence", "Présents :"),
        ],
    ),
    # An agenda stands first.
    (
        "minutes",
        """\
Conseil municipal de Lormoy
Séance du 12 mars 2024
Ordre du jour
1. Budget
2. Toiture du lavoir
Présents : Mme Odile Ferrandin, M. Yves Delorme
1. Le budget est adopté à l'unanimité.
2. M. Delorme présente deux devis. Le conseil retient le premier.
La séance est levée à 21 h.""",
        [("item:attendees", "Odile Ferrandin"), ("told:presence", "Présents :"), ("told:speaks", "présente")],
    ),
    # A convocation is quoted.
    (
        "minutes",
        """\
Réunion du collectif du 6 juin 2019
Présents : Odile, Yves, Paul
Odile lit la lettre de la mairie : « Vous êtes conviés à la réunion publique qui se tiendra le 20 juin. »
On décide d'y aller à trois. Paul prépare les questions.""",
        [("item:attendees", "Odile"), ("told:presence", "Présents :"), ("told:decides", "décide")],
    ),
)


@pytest.mark.parametrize(("name", "text", "reasons"), MINUTES)
def test_minutes(name: str, text: str, reasons: list[tuple[str, str | None]]) -> None:
    assert told(text) == (name, False, [*reasons, MODEL])


def test_what_nothing_tells_of_is_unknown() -> None:
    text = "La mésange bleue niche dans les vieux murs. Elle pond en avril une dizaine d'œufs blancs."
    assert told(text) == ("unknown", False, [MODEL])


def test_a_meeting_told_of_again_is_one_meeting() -> None:
    text = f"{PLAIN}\nRéunion du 5 avril 2024\nelle portera sur le lavoir."
    assert judged(text).name == "minutes"


def test_data_in_json() -> None:
    text = (
        '{"attendees": [{"name": "Odile Ferrandin", "status": "present"}],\n"text": "La séance est levée."}'
    )
    kind = judged(text)
    assert (kind.name, kind.is_minutes, kind.reasons[0].rule) == ("code", False, "form:code")


LINES = (
    "Atelier du 3 mai",
    "Le site est en retard, Yves relance l'hébergeur.",
    "Reste la page des contacts.",
)


def test_what_is_doubtful_is_kept_with_a_caveat() -> None:
    doc = parse_source(own_pipeline(), from_text("\n".join(LINES)))
    unsure = KindStage(LinearModel({}, 0.0, 0.5), Bounds(0.25, 0.7))(doc)
    kind = kind_of(unsure)
    assert kind is not None
    assert (kind.name, kind.probability, kind.doubtful, kind.is_minutes) == ("minutes", 0.5, True, True)
    (doubt,) = (one for one in caveats_of(unsure) if "0.50" in one.message)
    assert (doubt.code, unsure.text[doubt.start : doubt.end]) == ("kind_doubtful", LINES[0])
    assert doubt.message == "The document may be no minutes: minutes with a probability of 0.50."


def test_bounds_are_settings() -> None:
    doc = parse_source(own_pipeline(), from_text("\n".join(LINES)))
    refused = make_kind(own_pipeline(), "kind", least=1.0, sure=1.0)(doc)
    assert kind_of(refused) == DocumentKind(
        name="unknown",
        probability=judged("\n".join(LINES)).probability,
        reasons=[KindReason(rule="model:kind")],
    )


def test_minutes_by_their_title_are_never_refused() -> None:
    doc = parse_source(own_pipeline(), from_text(PLAIN))
    doubted = kind_of(make_kind(own_pipeline(), "kind", least=1.0, sure=1.0)(doc))
    assert doubted is not None
    assert (doubted.name, doubted.doubtful) == ("minutes", True)


def test_too_little_text_is_no_ground_to_refuse() -> None:
    assert told("12") == ("minutes", True, [("form:empty", None)])


def test_a_running_header_names_the_paper() -> None:
    blocks = (
        Block("Bulletin municipal n° 8", Kind.HEADER),
        Block("Chers habitants, le recensement commence. Numéros utiles : voir au dos."),
        Block("État civil : trois naissances. Horaires d'ouverture de la mairie : lundi."),
    )
    kind = judged(SourceDocument("b", "docx", blocks))
    assert kind.name == "bulletin"
    assert kind.reasons[0] == KindReason(
        rule="header:bulletin", quote="Bulletin municipal", start=0, end=18, furniture=0
    )


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "facture.txt"
    file.write_text(PLAIN, encoding="utf-8")
    record = crparse.parse(file)
    assert record.is_minutes
    assert record.kind is not None
    assert record.kind.name == "minutes"


def test_kinds_survive_bytes() -> None:
    doc = parse_source(own_pipeline(), from_text(PLAIN))
    copied = type(doc)(doc.vocab).from_bytes(doc.to_bytes())
    assert kind_of(copied) == kind_of(doc) is not None
