"""Definitions: every wording that says what a term means, where it may stand, and what looks like one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from layouts.grid import Ambiguity, Choice, Grid, Made
from layouts.passages import around, placed
from layouts.sheet import FORMATS, Block, Line, Sheet, Table


@dataclass(frozen=True)
class Word:
    """A term with what it means: with its article, and the meaning with one."""

    term: str
    the: str
    """The term after its article: "l'affouage"."""
    a: str
    meaning: str
    """Begins with an article, in small letters."""

    @property
    def of(self) -> str:
        """ "de l'affouage", "du quorum"."""
        return f"de {self.the}".replace("de le ", "du ").replace("de les ", "des ")

    @property
    def The(self) -> str:
        """ "L'affouage"."""
        return self.the[0].upper() + self.the[1:]

    @property
    def A(self) -> str:
        """ "Un affouage"."""
        return self.a[0].upper() + self.a[1:]

    @property
    def Meaning(self) -> str:
        """What it means, as a sentence begins."""
        return self.meaning[0].upper() + self.meaning[1:]


WORDS = (
    Word("affouage", "l'affouage", "un affouage", "le partage du bois de chauffage entre les habitants"),
    Word("quorum", "le quorum", "un quorum", "le nombre de membres qu'il faut réunir pour délibérer"),
    Word(
        "reste à charge",
        "le reste à charge",
        "un reste à charge",
        "la part de la dépense que la famille paie elle-même",
    ),
    Word(
        "tiers-lieu", "le tiers-lieu", "un tiers-lieu", "un espace partagé où se croisent plusieurs activités"
    ),
    Word(
        "budget participatif",
        "le budget participatif",
        "un budget participatif",
        "une enveloppe dont les habitants décident l'emploi",
    ),
    Word(
        "droit de préemption",
        "le droit de préemption",
        "un droit de préemption",
        "la possibilité d'acheter un bien avant tout autre acquéreur",
    ),
    Word(
        "trame verte",
        "la trame verte",
        "une trame verte",
        "un réseau de haies et de bois qui relie les milieux naturels",
    ),
    Word(
        "lot transitoire",
        "le lot transitoire",
        "un lot transitoire",
        "un lot dont la partie privative n'est pas encore bâtie",
    ),
    Word("glanage", "le glanage", "un glanage", "une récolte des restes après la moisson"),
    Word(
        "temps de repas",
        "le temps de repas",
        "un temps de repas",
        "la période qui va de la fin des cours à leur reprise",
    ),
    Word(
        "habitat groupé",
        "l'habitat groupé",
        "un habitat groupé",
        "un ensemble de logements conçus avec leurs occupants",
    ),
    Word("compost mûr", "le compost mûr", "un compost mûr", "une matière brune et stable qui sent la forêt"),
)

ACRONYMS = (
    ("PLAF", "plan local d'aménagement forestier"),
    ("CRVA", "Centre de ressources de la vie associative"),
    ("SPAC", "Schéma de programmation des aménagements cyclables"),
    ("FIV", "fonds d'initiative villageoise"),
    ("PPMS", "plan particulier de mise en sûreté"),
    ("RTR", "Réseau des tiers-lieux ruraux"),
    ("DUERP", "Document unique d'évaluation des risques professionnels"),
    ("PEDT", "projet éducatif de territoire"),
    ("CVPH", "comité de vie et de prévention hospitalière"),
    ("TCC", "tableau des charges communes"),
    ("ZHI", "zone humide d'intérêt"),
    ("OAR", "Observatoire de l'accès aux routes"),
)


@dataclass(frozen=True)
class Said:
    """A passage that was worded: the sentence, the term and the text a reader would write down."""

    sentence: str
    term: str
    text: str


Wording = Callable[[Random, Word], Said]


def _word(template: str, text: str) -> Wording:
    """A wording of a common word; the text names what of the template is the defining passage."""

    def make(random: Random, word: Word) -> Said:
        def fill(t: str) -> str:
            return t.format(
                t=word.term,
                the=word.the,
                The=word.The,
                a=word.a,
                A=word.A,
                of=word.of,
                m=word.meaning,
                M=word.Meaning,
                bare=word.meaning.split(" ", 1)[1],
            )

        return Said(fill(template), word.term, fill(text))

    return make


def _acronym(template: str) -> Wording:
    def make(random: Random, word: Word) -> Said:
        acronym, name = random.choice(ACRONYMS)
        article = "l'" if name[0].lower() in "aeiouéoh" else "le "
        sentence = template.format(
            T=acronym, E=name, the=article, The=article[0].upper() + article[1:], TheE=article + name
        )
        return Said(sentence[0].upper() + sentence[1:], acronym, name)

    return make


M = "{m}"
WORDINGS: Mapping[str, Wording] = {
    "on entend par": _word("On entend par {t} {m}.", M),
    "nous entendons par": _word("Nous entendons ici par « {t} » {m}.", M),
    "par X on entend": _word("Par {t}, on entend {m}.", M),
    "par X il faut entendre": _word("Par « {t} », il faut entendre {m}.", M),
    "c'est-à-dire, then end": _word("La réunion a porté sur {the}, c'est-à-dire {m}.", M),
    "c'est-à-dire in brackets": _word("La réunion a porté sur {the} (c'est-à-dire {m}).", M),
    "c'est-à-dire, then a verb": _word("{The}, c'est-à-dire {m}, reprend au mois de mai.", M),
    "càd": _word("Il est proposé d'étudier {the} (càd {m}).", M),
    "c.-à-d.": _word("Il est proposé d'étudier {the}, c.-à-d. {m}.", M),
    "autrement dit": _word("La commission a étudié {the}, autrement dit {m}.", M),
    "défini comme": _word("{The} est défini comme {m}.", M),
    "se définit comme": _word("{The} se définit comme {m}.", M),
    "désigne": _word("{The} désigne {m}.", "{The} désigne {m}."),
    "signifie": _word("« {t} » signifie {m}.", "« {t} » signifie {m}."),
    "le terme désigne": _word("Le terme « {t} » désigne {m}.", "Le terme « {t} » désigne {m}."),
    "le mot recouvre": _word("Le mot {t} recouvre {m}.", "Le mot {t} recouvre {m}."),
    "la notion correspond": _word("La notion {of} correspond à {m}.", "La notion {of} correspond à {m}."),
    "on appelle": _word("On appelle {t} {m}.", M),
    "ce que l'on appelle": _word("{M} : c'est ce que l'on appelle {the}.", M),
    "que l'on appelle": _word("Le projet prévoit {m}, que l'on appelle « {t} ».", "{m}"),
    "appelé, quoted": _word("Le projet prévoit {m}, appelé « {t} ».", "{m}"),
    "définition du X :": _word("Définition {of} : {m}.", M),
    "définition proposée, quoted": _word("Définition proposée pour {the} : « {M}. »", M),
    "X : il s'agit de": _word(
        "{The} : il s'agit d'une notion simple, {m}.", "il s'agit d'une notion simple, {m}."
    ),
    "rappel, X est": _word("Pour rappel, {the} est {m}.", "{the} est {m}."),
    "un X est": _word("{A} est {m}.", "{A} est {m}."),
    "X, c'est": _word("{The}, c'est {m}.", "c'est {m}."),
    "qu'est-ce que": _word("Qu'est-ce que {the} ? C'est {m}.", "C'est {m}."),
    "équivaut, equals sign": _word("« {t} » = {bare}.", "{bare}"),
    "equals in brackets": _word("La réunion a porté sur {the} (= {m}).", M),
    "a sort of, in brackets": _word(
        "La réunion a porté sur {the} (sorte de réponse locale aux besoins).",
        "sorte de réponse locale aux besoins",
    ),
    "it serves to, in brackets": _word(
        "La réunion a porté sur {the} (il permet de répondre aux besoins du village).",
        "il permet de répondre aux besoins du village",
    ),
    "soit in brackets": _word("La réunion a porté sur {the} (soit {m}).", M),
    "quoted, colon": _word("« {t} » : {m}.", M),
    "s'entend": _word("{The} s'entend comme {m}.", M),
    "ACR (expansion)": _acronym("{the}{T} ({E}) sera présenté en juin."),
    "expansion (ACR)": _acronym("{TheE} ({T}) sera présenté en juin."),
    "expansion, dit ACR": _acronym("{TheE}, dit {T}, sera présenté en juin."),
    "expansion (ci-après ACR)": _acronym("{TheE} (ci-après {T}) sera présenté en juin."),
    "expansion, ci-après nommé": _acronym("{TheE}, ci-après nommé {T}, sera présenté en juin."),
    "expansion (dénommé « ACR »)": _acronym("{TheE} (ci-après dénommé « {T} ») sera présenté en juin."),
    "ACR : expansion": _acronym("{T} : {E}."),
    "ACR = expansion": _acronym("{T} = {E}."),
    "ACR – expansion": _acronym("{T} – {E}."),
    "ACR signifie": _acronym("{T} signifie {E}."),
    "ACR, pour expansion": _acronym("{the}{T}, pour {E}, sera présenté en juin."),
    "expansion – ACR –": _acronym("{TheE} – {T} – sera présenté en juin."),
    "expansion ou ACR": _acronym("{TheE} ou {T} sera présenté en juin."),
    "ACR, acronyme de": _acronym("{the}{T}, acronyme de {E}, sera présenté en juin."),
    "expansion, ACR,": _acronym("{TheE}, {T}, sera présenté en juin."),
    "ACR « expansion »": _acronym("{the}{T} « {E} » sera présenté en juin."),
}

PLACES = (
    "paragraph",
    "between sentences",
    "last sentence",
    "list item",
    "table cell",
    "speech",
    "glossary list",
    "glossary lines",
    "glossary table",
    "under its heading",
    "footnote",
)

HEADS = (
    "Glossaire",
    "Lexique",
    "Définitions",
    "Sigles et acronymes",
    "Vocabulaire",
    "Petit lexique",
    "Abréviations utilisées",
    "Définitions retenues",
)

COLUMNS = (
    ("Terme", "Définition"),
    ("Sigle", "Signification"),
    ("Mot", "Sens"),
    ("Notion", "Explication"),
    ("Acronyme", "Développé"),
    ("Expression", "Ce que cela veut dire"),
    ("Abréviation", "Libellé"),
)

MISSES: Mapping[str, str | None] = {
    "none": None,
    "role in brackets": "Mme Odile Marchal (trésorière) a remis les pièces.",
    "place in brackets": "La rencontre aura lieu à la salle des fêtes (rue du Moulin).",
    "sum in brackets": "La facture de chauffage (1 240 €) a été réglée.",
    "a body described": "L'Amicale de Corbeval est une association qui organise des sorties.",
    "a nomination": "Le conseil désigne M. Hugo Vasseur secrétaire de séance.",
    "a comment": "C'est un vrai sujet, c'est-à-dire qu'il faudra y revenir.",
    "a label": "Rappel : les clés sont à rendre au secrétariat.",
    "a person's initials": "Hugo Vasseur (HV) se charge de relire le texte.",
    "a picked thing": "C'est le deuxième devis qui est retenu.",
    "a bare acronym": "Le local (RDC) sera repeint par les agents.",
    "an equation": "Recettes = 12 400 et dépenses = 11 980.",
    "a condition": "On parle souvent de la cantine pendant les réunions.",
    "a remark in brackets": "La chaudière (le réparateur est prévenu) sera purgée.",
    "a detail in brackets": "Un point de contact (une adresse suffit) est demandé.",
    "a place that is called": "La parcelle située au lieu dit Combe Noire sera fauchée.",
    "a list in brackets": "Les outils (pelles, râteaux, seaux) seront rangés.",
    "a body seated": "La société Boissard (siège à Corbeval) a répondu.",
    "an aim": "Le projet, qui vise à relier les hameaux, avance.",
}


def _glossary(random: Random, choice: Choice) -> tuple[list[Block], list[dict[str, str]]]:
    """Entries under a heading, in a list, in lines or in a table."""
    if choice["entries"] == "acronyms":
        entries = [(acronym, name[0].upper() + name[1:]) for acronym, name in random.sample(ACRONYMS, 3)]
    else:
        entries = [(word.term.capitalize(), word.meaning) for word in random.sample(WORDS, 3)]
    head = random.choice(HEADS)
    expected = [{"term": term, "text": text} for term, text in entries]
    joint = {"colon": " : ", "dash": " – ", "equals": " = ", "colon glued": ": "}[choice["joint"]]
    blocks: list[Block]
    if choice["place"] == "glossary table":
        rows = [list(random.choice(COLUMNS)), *([term, text] for term, text in entries)]
        return [Table(rows, ruled=random.random() < 0.7)], expected
    style = "List Bullet" if choice["place"] == "glossary list" else None
    blocks = [Line(head if style is None else f"{head} :", bold=True)]
    blocks += [Line(f"{term}{joint}{text}", style=style) for term, text in entries]
    return blocks, expected


def _passage(random: Random, choice: Choice) -> tuple[list[Block], list[dict[str, str]]]:
    place = choice["place"]
    if place.startswith("glossary"):
        return _glossary(random, choice)
    word = random.choice(WORDS)
    if place == "under its heading":
        opening = random.choice(("Il s'agit d'une notion simple : ", "C'est ", "Définition : "))
        text = f"{opening}{word.meaning}."
        kept = word.meaning if opening.startswith("Déf") else text
        return [Line(word.term.capitalize(), bold=True), Line(text)], [{"term": word.term, "text": kept}]
    if place == "footnote":
        acronym, name = random.choice(ACRONYMS)
        joint = random.choice((" : ", " = ", " – "))
        mark = random.choice(("1 ", "* ", "(1) ", "¹ ", "[1] "))
        lines: list[Block] = [
            Line(f"Le suivi du {acronym} se poursuit."),
            Line(f"{mark}{acronym}{joint}{name}", size=8),
        ]
        return lines, [{"term": acronym, "text": name}]
    said = WORDINGS[choice["wording"]](random, word)
    return placed(random, choice, said.sentence), [{"term": said.term, "text": said.text}]


def make(choice: Choice, random: Random) -> Made:
    """Minutes with one passage, or a glossary, and something that is none."""
    passage, expected = _passage(random, choice)
    miss = MISSES[choice["near miss"]]
    beside: Sequence[Block] = [Line(miss)] if miss else []
    return Made(Sheet(around(random, choice, [*passage, *beside])), {"definitions": expected})


GRID = Grid(
    dimensions={
        "wording": tuple(WORDINGS),
        "place": PLACES,
        "near miss": tuple(MISSES),
        "entries": ("acronyms", "words"),
        "joint": ("colon", "dash", "equals", "colon glued"),
        "format": FORMATS,
    },
    make=make,
    ambiguous=[
        Ambiguity({"place": "speech", "wording": name}, "two colons: who speaks and what is meant look alike")
        for name in ("ACR : expansion", "quoted, colon", "ACR – expansion", "ACR = expansion")
    ],
)
