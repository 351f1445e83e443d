"""Small files of fictional minutes for tests: DOCX by python-docx, PDF by reportlab; and a record by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from crparse.corpus.inputs import InputFile
from crparse.record import (
    Action,
    Attendee,
    Decision,
    Definition,
    Entity,
    Example,
    Meeting,
    Mention,
    Minutes,
    Provenance,
    Section,
    Source,
    UpcomingDate,
    Vote,
)

GARDEN = (
    "Compte rendu du comité des jardins de Valcreuse",
    "Réunion du 12 mars 2024",
    "Présents : Mme Odile Vasseur, M. Henri Lacombe",
    "Excusée : Mme Claire Thibaud",
    "1. Budget",
    "Le comité décide d'acheter deux bancs.",
    "Prochaine réunion : le 9 avril 2024 à 18 h 30.",
)

CHOIR = (
    "Compte rendu de l'assemblée de la chorale des Trois Ponts",
    "Réunion du 3 juin 2023",
    "Présents : M. Henri Lacombe, Mme Jeanne Morvan",
    "1. Concert",
    "Le concert aura lieu le 21 juin 2023.",
)


MARCH = """Procès-verbal du conseil municipal de Lormoy
Séance du 12 mars 2019
Présents : Mme Odile Ferrandin, M. Paul Costey
1. Four à pain
Le conseil décide de réparer le four.
La séance est levée à 20 h."""
APRIL = MARCH.replace("12 mars", "9 avril").replace("M. Paul Costey", "Mme Aline Corbier")
REGISTER = f"{MARCH}\n\f{APRIL}\n"
"""The minutes of two meetings, each on a page."""


def write_docx(file: Path, lines: Sequence[str] = GARDEN) -> Path:
    """The lines as paragraphs of a DOCX."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    file.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(file))
    return file


def write_pdf(file: Path, lines: Sequence[str] = GARDEN, password: str | None = None) -> Path:
    """The lines as lines of a PDF, under a password if one is given."""
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(str(file), encrypt=encryption, invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(72, 780 - 30 * number, line)
    canvas.save()
    return file


TEXT = (
    "Budget\n"
    "Mme Odile Vasseur (Les Jardins) présente le PTV (plan de trame verte), par exemple les haies.\n"
    "Le comité approuve le budget par 7 voix pour et 2 contre.\n"
    "M. Lacombe appelle le pépiniériste avant le 2 avril 2024.\n"
    "Prochaine réunion le 9 avril 2024 à 18 h 30."
)


def _at(quote: str, rule: str = "test", section: str | None = "s1") -> dict[str, object]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "paragraph": 0, "section": section, "rule": rule}


def make_record(name: str = "jardins.docx", identity: str = "0123456789abcdef") -> Minutes:
    """A record that has an item of every kind."""
    vasseur = _at("Odile Vasseur")
    return Minutes.model_validate(
        {
            "id": identity,
            "source": Source(name=name, path=f"2024/{name}", sha256="ab" * 32, format="docx"),
            "meeting": Meeting(
                title="Réunion", body="Comité des jardins", date="2024-03-12", start_time="18:30"
            ),
            "attendees": [
                Attendee(
                    name="Odile Vasseur", status="present", organisation="Les Jardins", person="p1", **vasseur
                )
            ],
            "people": [
                Entity(id="p1", name="Odile Vasseur", mentions=[_mention("Odile Vasseur")]),
                Entity(id="p2", name="Lacombe", variants=["H. Lacombe"], mentions=[_mention("Lacombe")]),
            ],
            "organisations": [Entity(id="o1", name="Les Jardins", mentions=[_mention("Les Jardins")])],
            "sections": [Section(id="s1", level=1, title="Budget", body_end=len(TEXT), **_at("Budget"))],
            "definitions": [Definition(term="PTV", text="plan de trame verte", **_at("plan de trame verte"))],
            "examples": [Example(text="les haies", **_at("les haies"))],
            "upcoming_dates": [
                UpcomingDate(
                    date="2024-04-09",
                    time="18:30",
                    label="Prochaine réunion",
                    quote="9 avril 2024",
                    **_at("9 avril 2024"),
                )
            ],
            "decisions": [
                Decision(
                    text="Le comité approuve le budget",
                    vote=Vote(votes_for=7, against=2),
                    **_at("Le comité approuve le budget"),
                )
            ],
            "actions": [
                Action(
                    what="appelle le pépiniériste",
                    who="M. Lacombe",
                    due="2024-04-02",
                    **_at("appelle le pépiniériste"),
                )
            ],
            "provenance": Provenance(crparse="0", python="3.11", packages={}, model="none", pipeline=[]),
            "text": TEXT,
        }
    )


@dataclass(frozen=True)
class Faulty(InputFile):
    """A document in which crparse fails, in whichever process reads it."""

    def read(self) -> bytes:
        raise KeyError("séance")


def _mention(text: str) -> Mention:
    return Mention(text=text, level="exact", score=100.0, **_at(text))
