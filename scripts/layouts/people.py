"""Fictional people for the grids: their names in all forms, what they do, and the bodies they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

GIVEN = {
    "f": (
        "Anne", "Odile", "Claire", "Sophie", "Nathalie", "Marie-Laure", "Élodie", "Béatrice", "Aline", "Inès",
        "Camille", "Françoise", "Ysoline", "Fatou", "Christiane", "Maëlys", "Hélène", "Lucie", "Zohra",
        "Karine",
        "Anne-Sophie", "Patricia", "Ghislaine", "Solenn", "Leïla", "Marjolaine", "Dominique", "Josiane",
    ),
    "m": (
        "Paul", "Jean", "Hugo", "Mathieu", "Jean-Pierre", "Émile", "Gérard", "Youssef", "Thierry", "Kévin",
        "Bastien", "Loïc", "Alain", "Marc", "Titouan", "Serge", "Jean-Luc", "Olivier", "Mamadou", "Corentin",
        "Philippe", "Ewen", "Guillaume", "Patrick", "Rachid", "Denis", "Fabrice", "Augustin",
    ),
}  # fmt: skip

FAMILY = (
    "Corbier", "Ferrandin", "Marchal", "Oudin", "Vasseur", "Girard", "Tardieu", "Lamarre", "Costey",
    "Prutkov",
    "Boissard", "Delorme", "Petit", "Roux", "Hamon", "Blin", "Charpentier", "Legrand", "Moreau", "Pichon",
    "Rousselin", "Kerdoncuff", "Benali", "Traoré", "Nguema", "Quéméneur", "Fabre", "Chastaing", "Aubertin",
    "Peyrat", "Vigneron", "Malherbe", "Bouvier", "Desmoulins", "Garrigou", "Lhermitte", "Novak", "Ferreira",
    "Brunel", "Cazenave", "Dutilleul", "Etchebarne", "Faucheux", "Guéguen", "Jacquemin", "Labarthe", "Mignot",
    "Perrault", "Sabatier", "Thibaudeau", "Urvoy", "Vallette", "Weisberger", "Ybarra", "Zanetti", "Cochard",
    "Gaudin", "Humbert", "Lescure", "Marquet", "Noguès", "Pasquier", "Ricard", "Sauvage", "Tessier", "Vial",
)  # fmt: skip

COMPOUND = (
    "Le Goff", "de La Tour", "Van den Berg", "Saint-Arnaud", "Ben Amar", "D'Angelo", "Martin-Lacaze",
    "Du Boisrouvray", "El Mansouri", "Le Bihan-Morel", "Da Costa", "Di Marco", "de Vaugelas", "L'Hostis",
    "Roy-Contancin", "Dos Santos", "La Porta", "Des Essarts",
)  # fmt: skip

WORLD = (
    ("Trần Văn", "Đức"), ("Thị Hoa", "Nguyễn"), ("Wei", "Li"), ("Xiaoming", "Zhang"), ("Aïssatou", "Bâ"),
    ("Fatou", "N'Diaye"), ("Kouassi", "Yao"), ("Şebnem", "Yıldız"), ("Łukasz", "Wójcik"), ("Saïd Ali",
        "Abdallah"),
    ("Ghjuvan-Battista", "Santoni"), ("Oksana", "Kovalenko"), ("Mehmet", "Özdemir"), ("Jiří", "Dvořák"),
    ("Søren", "Bjørnstad"), ("Priya", "Raghunathan"), ("Kwame", "Osei"), ("Haingo", "Rakotomalala"),
    ("Thi Lan", "Pham"), ("Ines", "Gonçalves"),
)  # fmt: skip

BODIES = (
    "Les Grillons", "Terre Vive", "DDT 42", "SIVOM du Val", "Mairie de Valbrune", "Ville de Corbeval", "FCPE",
    "CCI du Lormois", "Association Le Pas de Côté", "Lumen", "CAUE 17", "Université de Lormoy", "ADEME",
    "Communauté de communes du Haut-Lorm", "Collectif Vélo Lormoy", "La Ruche d'Embrac", "SEM Habitat 24",
    "Comité des fêtes", "Syndicat mixte du Lorm", "Amicale laïque", "ARS", "Conseil départemental",
    "Coop'Alim",
    "Office de tourisme", "Agence de l'eau", "Fédération des chasseurs", "CPIE des Monts", "La Poste",
    "Bureau d'études Hydrolor", "SCOP Ébène",
)  # fmt: skip

GROUP_BODIES = (
    "Mairie de Valbrune", "Ville de Corbeval", "Les Grillons", "DDT 42", "Terre Vive", "CAUE 17",
    "SIVOM du Val",
    "Communauté de communes du Haut-Lorm", "FCPE", "Bureau d'études Hydrolor",
)  # fmt: skip
"""Bodies that may stand over their people."""

GROUP_ROLES = (
    "Élus", "Membres du bureau", "Enseignants", "Parents d'élèves", "Collège salariés", "Titulaires",
    "Représentants du personnel", "Administrateurs", "Agents", "Suppléants", "Collège des usagers",
    "Direction",
)  # fmt: skip
"""Labels over people that say what they are."""

ROLES: Mapping[str, Sequence[str]] = {
    "council": ("maire", "1er adjoint", "2e adjointe", "adjointe", "conseiller municipal",
        "conseillère déléguée",
                "conseillère municipale", "adjoint au maire", "DGS", "secrétaire de mairie"),
    "association": ("présidente", "trésorier", "secrétaire adjointe", "vice-président", "administratrice",
                    "coordinatrice", "bénévole", "salariée", "animateur", "adhérente"),
    "school": ("directrice", "enseignant", "parent d'élève", "DDEN", "ATSEM", "professeure de mathématiques",
               "CPE", "proviseur adjoint", "infirmière", "adjoint au maire"),
    "company": ("directeur général", "responsable qualité", "déléguée syndicale", "chef de projet",
        "ingénieure",
                "élu titulaire", "secrétaire du CSE", "DRH", "comptable", "assistante de direction"),
    "group": ("chargée de mission", "chef de bureau", "consultant", "chercheuse", "directrice adjointe",
              "urbaniste", "chargé d'études", "ingénieur", "référente biodiversité", "animatrice du réseau"),
    "coop": ("syndic", "gérant", "présidente du conseil syndical", "gardien", "copropriétaire", "architecte"),
}  # fmt: skip
"""Functions of those who meet in a council, an association, a school, a firm, a working group, a house."""

SMALL = {"de", "du", "des", "le", "la", "van", "den", "d'", "ben", "el", "da", "di", "dos"}
"""Words of a surname that keep their letters where the others are set in capitals."""


@dataclass(frozen=True)
class Human:
    """Somebody invented."""

    given: str
    family: str
    gender: str

    @property
    def civility(self) -> str:
        """Short."""
        return "Mme" if self.gender == "f" else "M."

    @property
    def address(self) -> str:
        """In full."""
        return "Madame" if self.gender == "f" else "Monsieur"

    @property
    def initial(self) -> str:
        """ "J.-P." of Jean-Pierre."""
        return "-".join(f"{part[0]}." for part in self.given.split("-"))

    @property
    def letters(self) -> str:
        """ "JPR" of Jean-Pierre Roux."""
        words = [*self.given.replace("-", " ").split(), *self.family.replace("-", " ").split()]
        return "".join(word[0].upper() for word in words)


def people(random: Random, count: int, kind: str = "plain") -> list[Human]:
    """So many, no two of one surname, first name or initials. `kind`: `plain`, `compound` or `world`."""
    found: list[Human] = []
    taken: set[str] = set()
    while len(found) < count:
        one = _human(random, kind)
        keys = {one.given, one.family, one.letters, f"{one.initial}{one.family[0]}"}
        if not taken & keys:
            taken |= keys
            found.append(one)
    return found


def _human(random: Random, kind: str) -> Human:
    gender = random.choice("fm")
    if kind == "world" and random.random() < 0.6:
        given, family = random.choice(WORLD)
        return Human(given, family, gender)
    families = COMPOUND if kind == "compound" and random.random() < 0.5 else FAMILY
    return Human(random.choice(GIVEN[gender]), random.choice(families), gender)


def roles(random: Random, kind: str, count: int) -> list[str]:
    """Functions of those who meet in that kind of body, some of them more than once."""
    return [random.choice(ROLES[kind]) for _ in range(count)]


def bodies(random: Random, count: int) -> list[str]:
    """Bodies people come from, each once as long as there are any."""
    return [body for _ in range(count // len(BODIES) + 1) for body in random.sample(BODIES, len(BODIES))][
        :count
    ]
