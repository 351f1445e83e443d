"""Decisions of a meeting on 5 April 2016: (text, (unanimous, for, against, abstentions)), whole lists."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from crparse.document.items import get_items, set_meeting
from crparse.models import LinearModel
from crparse.pipeline import make_doc
from crparse.record import Decision, Meeting
from crparse.source import Block, Kind, SourceDocument, from_text
from crparse.stages.decisions import Decisions
from crparse.text import squeeze
from juries import jury_of

Found = list[tuple[str, tuple[bool | None, int | None, int | None, int | None] | None]]


@pytest.fixture(scope="module")
def french(french_with: Callable[..., Language]) -> Language:
    return french_with("crparse_sentences", "crparse_decisions")


def decisions(french: Language, text: str | SourceDocument) -> Found:
    source = from_text(text) if isinstance(text, str) else text
    doc = make_doc(french, source)
    set_meeting(doc, Meeting(date="2016-04-05"))
    items = get_items(french(doc), "decisions", Decision)
    for item in items:
        quoted = " ".join(squeeze(source.text[s:e]) for s, e in item.parts or [(item.start, item.end)])
        assert quoted == item.text
    return [
        (d.text, (d.vote.unanimous, d.vote.votes_for, d.vote.against, d.vote.abstentions) if d.vote else None)
        for d in items
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le conseil municipal décide d'acquérir la parcelle AB 12.",
        "Il est décidé de fermer le four en août.",
        "Le comité valide la charte graphique.",
        "Le CA prend acte de la démission de Mme Roux.",
        "Le devis de 1 200 € est accepté.",
        "La demande de subvention est refusée.",
        "Le conseil s'en tient au premier devis.",
        "On optera finalement pour le four à bois.",
        "L'assemblée s'accorde sur l'objectif de trois fours.",
        "Faute de devis, ce projet est ajourné.",
    ],
)
def test_sentences(french: Language, sentence: str) -> None:
    assert decisions(french, sentence) == [(sentence, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mme Roux explique le projet de halle.",
        "La séance est levée à 20 h.",
        "Le maire propose de fermer le four.",
        "La région a voté une aide.",
        "Faut-il fermer le four ?",
        "Vu le code général des collectivités territoriales,",
        "Le point sera soumis au vote à la prochaine réunion.",
        "Les voisins s'accordent un délai.",
        "L'assemblée générale désigne,",
        "Décision : à prendre à la prochaine réunion, si le devis est proposé.",
    ],
)
def test_no_decision(french: Language, sentence: str) -> None:
    assert decisions(french, sentence) == []


TAKES_ALL = Decisions(jury_of(LinearModel({}, 5.0, 0.0)), likely=0.1, longest_list=600)
"""Weights to which everything is a decision."""


@pytest.mark.parametrize(
    ("sentence", "decision"),
    [
        ("Le montant pourra être fixé par le bureau.", "Le montant est fixé par le bureau à 5 €."),
        ("Le tarif sera voté par le conseil.", "Le tarif est voté par le conseil."),
        ("Un trésorier devra être désigné.", "Un trésorier est désigné."),
        ("La cotisation est fixée par le conseil d'administration.", "La cotisation est fixée à 5 €."),
        ("Le comité valide les comptes chaque année.", "Le comité valide les comptes de l'année."),
        ("Le bureau d'études a retenu la première variante.", "Le bureau a retenu la première variante."),
        ("Les résolutions suivantes ont été votées :", "La résolution a été votée."),
        ("Ont été votés :", "Les comptes ont été votés."),
    ],
)
def test_what_only_looks_like_one(french: Language, sentence: str, decision: str) -> None:
    def found(text: str) -> list[str]:
        doc = TAKES_ALL(french(make_doc(french, from_text(text))))
        return [one.text for one in get_items(doc, "decisions", Decision)]

    assert found(sentence) == []
    assert found(decision) == [decision]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le conseil décide, par 9 voix pour et 2 contre, de vendre le four.",
            [("Le conseil décide, par 9 voix pour et 2 contre, de vendre le four.", (False, 9, 2, None))],
        ),
        (
            "Les comptes sont approuvés à l'unanimité.",
            [("Les comptes sont approuvés à l'unanimité.", (True, None, None, None))],
        ),
        (
            "La cotisation est fixée à 12 € : 11 pour, 1 contre.",
            [("La cotisation est fixée à 12 €", (False, 11, 1, None))],
        ),
        (
            "Le rapport moral est adopté par 11 voix pour, 1 voix contre et 2 abstentions.",
            [("Le rapport moral est adopté par 11 voix pour", (False, 11, 1, 2))],
        ),
        (
            "Achat d'un four à pain pour 4 000 €.\nVote : 12 pour, 0 contre, 1 abstention",
            [("Achat d'un four à pain pour 4 000 €.", (False, 12, 0, 1))],
        ),
        (
            "Le prix du pain passe à 2 €.\nPour : 12\nContre : 0\nAbstention : 1",
            [("Le prix du pain passe à 2 €.", (False, 12, 0, 1))],
        ),
        (
            "Achat d'un four : accepté. Votants : 15 ; Pour : 13 ; Contre : 2 ; Abstention : 0.",
            [("Achat d'un four : accepté.", (False, 13, 2, 0))],
        ),
        (
            "Le prix passe à 2 €. Nombre de votants : 15. Pour : 13. Contre : 2.",
            [("Le prix passe à 2 €.", (False, 13, 2, None))],
        ),
        (
            "Résolution n° 3 : Approbation des comptes\nCette résolution est adoptée à l'unanimité.",
            [("Approbation des comptes", (True, None, None, None))],
        ),
        (
            "Avis du CSE : 5 voix pour. Le CSE rend un avis favorable sur le plan.",
            [("Le CSE rend un avis favorable sur le plan.", (False, 5, None, None))],
        ),
    ],
)
def test_votes_go_to_what_was_voted(french: Language, text: str, expected: Found) -> None:
    assert decisions(french, text) == expected


@pytest.mark.parametrize("matter", ["Reste à adhérer au réseau des fours.", "Il s'agit d'acheter un four."])
def test_the_sentence_that_names_the_matter_was_voted(french: Language, matter: str) -> None:
    before = (
        "Le réseau des fours à pain existe depuis quatre ans et réunit une trentaine de communes du canton."
    )
    after = "Les autres communes du canton ont fait connaître leur réponse au cours de la semaine dernière."
    text = f"{before}\n{after}\n{matter}\n{before}\nADOPTÉ, 9 voix pour, 5 abstentions."
    assert decisions(french, text) == [(matter, (False, 9, None, 5))]


def test_what_a_proposal_leads_in_was_voted(french: Language) -> None:
    talk = "La commission a étudié trois modèles de four depuis le mois de janvier et en a rendu compte. " * 3
    text = f"{talk}\nIl est proposé au conseil :\nDe fixer à neuf le nombre des fours.\nAdopté à l'unanimité"
    assert decisions(french, text) == [
        ("Il est proposé au conseil : De fixer à neuf le nombre des fours.", (True, None, None, None))
    ]


@pytest.mark.parametrize("end", [",", "", " :"])
def test_whom_a_body_names_stands_below(french: Language, end: str) -> None:
    text = f"L'assemblée générale désigne{end}\n1) Mme Roux comme présidente\n2) M. Vidal comme trésorier"
    named = "Mme Roux comme présidente M. Vidal comme trésorier"
    assert decisions(french, text) == [(f"L'assemblée générale désigne{end} {named}", None)]


def test_a_label_alone_tells_a_decision(french: Language) -> None:
    assert decisions(french, "Décision : le marché se tient le samedi.") == [
        ("le marché se tient le samedi.", None)
    ]


def test_a_deliberation_is_one_decision(french: Language) -> None:
    text = (
        "Le conseil municipal, après en avoir délibéré, à l'unanimité :\n"
        "- DÉCIDE de vendre le four ;\n- AUTORISE le maire à signer l'acte."
    )
    whole = (
        "Le conseil municipal, après en avoir délibéré, à l'unanimité : "
        "DÉCIDE de vendre le four ; AUTORISE le maire à signer l'acte."
    )
    assert decisions(french, text) == [(whole, (True, None, None, None))]


def test_the_list_that_a_decision_leads_in(french: Language) -> None:
    def item(text: str) -> Block:
        return Block(text, Kind.LIST_ITEM, marker="•", list_level=0)

    blocks = (
        Block("Le conseil décide de créer une commission composée de :"),
        item("Zoé Lamarre"),
        item("Luc Brossard"),
        Block("Mme Roux explique le projet de halle."),
    )
    assert decisions(french, SourceDocument("t", "docx", blocks)) == [
        ("Le conseil décide de créer une commission composée de : Zoé Lamarre Luc Brossard", None)
    ]


@pytest.mark.parametrize(
    ("sentence", "quoted", "vote"),
    [
        (
            "Le bail du four est adopté à l'unanimité moins une abstention.",
            "Le bail du four est adopté à l'unanimité",
            (True, None, None, 1),
        ),
        (
            "Le bail du four est adopté à l'unanimité à l'exception de deux voix contre.",
            "Le bail du four est adopté à l'unanimité",
            (True, None, 2, None),
        ),
        (
            "À l'unanimité moins une abstention, le conseil adopte le bail du four.",
            "À l'unanimité moins une abstention, le conseil adopte le bail du four.",
            (True, None, None, 1),
        ),
        (
            "Le bail du four est adopté à l'unanimité. Une abstention.",
            "Le bail du four est adopté à l'unanimité. Une abstention.",
            (True, None, None, 1),
        ),
    ],
)
def test_unanimous_but_for_a_few(
    french: Language, sentence: str, quoted: str, vote: tuple[bool | None, int | None, int | None, int | None]
) -> None:
    assert decisions(french, sentence) == [(quoted, vote)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "M. Vidal propose de prêter le four à l'école. Le conseil accepte à l'unanimité.",
            [
                (
                    "M. Vidal propose de prêter le four à l'école. Le conseil accepte à l'unanimité.",
                    (True, None, None, None),
                )
            ],
        ),
        (
            "M. Vidal propose de prêter le four à l'école.\nCette proposition est refusée.",
            [("M. Vidal propose de prêter le four à l'école. Cette proposition est refusée.", None)],
        ),
        (
            "L'école demande à se servir du four. Elle l'a déjà fait en juin. "
            "Le conseil donne son accord par 9 voix pour, 1 abstention.",
            [
                (
                    "L'école demande à se servir du four. Elle l'a déjà fait en juin. "
                    "Le conseil donne son accord par 9 voix pour, 1 abstention.",
                    (False, 9, None, 1),
                )
            ],
        ),
        (
            "Le four passe à deux fournées par jour.\nAccord du conseil.",
            [("Le four passe à deux fournées par jour. Accord du conseil.", None)],
        ),
    ],
)
def test_what_was_accepted_goes_with_its_acceptance(french: Language, text: str, expected: Found) -> None:
    assert decisions(french, text) == expected


def test_an_acceptance_of_nothing_is_none(french: Language) -> None:
    assert decisions(french, "Le conseil accepte.") == []


HEADED = (
    Block("Conseil municipal de Brède"),
    Block("Présents : Mme Roux, M. Vidal"),
    Block("1. Four", heading_level=1),
)


def headed(*lines: str) -> SourceDocument:
    blocks = (*HEADED, *map(Block, lines), Block("2. Halle", heading_level=1), Block("Mme Roux lit un mot."))
    return SourceDocument("t", "docx", blocks)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("Vote à l'unanimité.", "Le conseil approuve la vente du four."),
            [("Le conseil approuve la vente du four.", (True, None, None, None))],
        ),
        (
            ("Vote : unanimité. Le conseil approuve la vente du four.",),
            [("Le conseil approuve la vente du four.", (True, None, None, None))],
        ),
        (
            ("Le conseil approuve la vente du four.", "Vote : 12 pour", "Mme Roux remercie le boulanger."),
            [("Le conseil approuve la vente du four.", (False, 12, None, None))],
        ),
        (
            (
                "Le four est vendu.",
                "Personne ne demandant la parole, on passe au vote.",
                "Adopté, 9 voix pour.",
            ),
            [("Le four est vendu.", (False, 9, None, None))],
        ),
    ],
)
def test_a_vote_stays_under_its_heading(
    french_with: Callable[..., Language], lines: tuple[str, ...], expected: Found
) -> None:
    outlined = french_with("crparse_sentences", "crparse_outline", "crparse_decisions")
    assert decisions(outlined, headed(*lines)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Suffrages exprimés : 14. Mme Roux : 12 voix. M. Vidal : 2 voix. Mme Roux est élue présidente.",
            [("Mme Roux est élue présidente.", (False, 12, None, None))],
        ),
        (
            "A obtenu : Mme Roux, douze (12) voix.\nMme Roux est proclamée maire.",
            [("Mme Roux est proclamée maire.", (False, 12, None, None))],
        ),
        (
            "Mme Roux : 12 ans de mandat. L'assemblée élit Mme Roux présidente.",
            [("L'assemblée élit Mme Roux présidente.", None)],
        ),
    ],
)
def test_an_election_told_in_several_sentences(french: Language, text: str, expected: Found) -> None:
    assert decisions(french, text) == expected


@pytest.mark.parametrize(
    ("sentence", "decision"),
    [
        (
            "Zoé Lamarre se présente, Max Vidal l'appuie, Zoé Lamarre est élue à l'unanimité.",
            "Zoé Lamarre est élue à l'unanimité.",
        ),
        ("Mme Roux se retire et M. Vidal est élu à l'unanimité.", "M. Vidal est élu à l'unanimité."),
        ("Le doyen annonce que M. Vidal est élu à l'unanimité.", "M. Vidal est élu à l'unanimité."),
        # what stands before is no clause of its own
        *[
            (whole, whole)
            for whole in (
                "Après un tour de table, M. Vidal est élu à l'unanimité.",
                "Mme Roux, M. Vidal et Zoé Lamarre sont élus à l'unanimité.",
                "Zoé Lamarre se présente, elle est élue à l'unanimité.",
                "Mme Roux, qui se présente, est élue à l'unanimité.",
            )
        ],
    ],
)
def test_an_election_is_the_clause_that_tells_it(french: Language, sentence: str, decision: str) -> None:
    assert decisions(french, sentence) == [(decision, (True, None, None, None))]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Sont élus : Zoé Lamarre, Max Vidal", True),
        ("Habitants élus comme membres du jury : Zoé, Max", True),
        ("M. Vidal est élu trésorier.", True),
        ("Élus : Zoé Lamarre, Max Vidal", False),
        ("Le trésorier est élu chaque année.", False),
    ],
)
def test_who_was_elected_needs_no_vote(french: Language, sentence: str, found: bool) -> None:
    assert decisions(french, sentence) == ([(sentence, None)] if found else [])


def test_a_tally_in_quotation_marks_stays_whole(french: Language) -> None:
    text = "Le conseil adopte le bail avec 13 voix « pour » et 2 « contre »."
    assert decisions(french, text) == [
        ("Le conseil adopte le bail avec 13 voix « pour »", (False, 13, 2, None))
    ]


def test_the_articles_of_an_opening(french: Language) -> None:
    text = (
        "Le conseil, après en avoir délibéré, décide :\nArticle 1 : de vendre le four ;\n"
        "Article 2 : de charger M. Vidal de la vente."
    )
    assert decisions(french, text) == [(" ".join(text.split()), None)]


@pytest.mark.parametrize("mark", ["Y ", "Y” ", "*” ", "v ", "ü "])
def test_articles_after_a_tick_that_a_scan_shows_as_a_letter(french: Language, mark: str) -> None:
    """The tick "✓" of a bullet is read as a letter or drawn by a font of signs."""
    text = (
        "Après en avoir délibéré, le conseil municipal :\n"
        f"{mark}Décide que le four sera prêté au club,\n{mark}Dit que le club le nettoiera."
    )
    assert decisions(french, text) == [(" ".join(text.split()), None)]


@pytest.mark.parametrize(
    "opening",
    [
        "L'assemblée générale est appelée à statuer sur l'ordre du jour suivant :",
        "L'assemblée générale est réunie pour délibérer sur l'ordre du jour :",
        "La liste soumise au vote est donc composée de :",
    ],
)
def test_what_opens_no_deliberation(french: Language, opening: str) -> None:
    assert decisions(french, f"{opening}\n- Rapport moral\n- Questions diverses") == []


def test_a_body_adopts_its_agenda(french: Language) -> None:
    text = "Le conseil approuve l'ordre du jour suivant :\n- Rapport moral\n- Questions diverses"
    assert decisions(french, text) == [(text.replace("\n-", ""), None)]


def test_a_tally_with_its_exception_goes_to_what_was_voted(french: Language) -> None:
    text = "Le bail du four est porté à trois ans.\nAdopté à l'unanimité moins une abstention."
    assert decisions(french, text) == [("Le bail du four est porté à trois ans.", (True, None, None, 1))]
