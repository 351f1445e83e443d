"""What the tests of the viewer share: a small corpus, and a browser's requests without a browser."""

import shutil
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import crparse
from crparse.corpus.build import build
from crparse.corpus.folder import INDEX
from minutes_files import CHOIR, GARDEN, write_docx
from viewing import entered

COUNCIL = (
    "Conseil municipal de Lormoy",
    "Compte rendu de la séance du 14 mai 2024",
    "Présents : Mme Odile Vasseur, maire, M. Henri Lacombe (Terre Vive), Mme Jeanne Morvan",
    "1. Four à pain",
    "Le conseil décide à l'unanimité de réparer le four communal.",
    "Des subventions seront demandées au département.",
    "2. Suites",
    "Henri Lacombe enverra la liste des artisans avant le 20 juin 2024.",
    "Prochaine réunion : le 25 juin 2024 à 18 h 30.",
)

GARDEN_AGAIN = (
    "Compte rendu du comité des jardins de Valcreuse",
    "Réunion du 9 avril 2024",
    "Présents : Mme Odile Vasseur, M. H. Lacombe, Mme Claire Thibaud",
    "1. Bancs",
    "Le comité décide de peindre les bancs.",
)

HARMFUL = (
    "Compte rendu du comité <script>alert(1)</script>",
    "Réunion du 3 avril 2024",
    "Présents : Mme Odile <img src=x onerror=alert(1)> Vasseur, M. Hugo Ferrand (<b>Mairie</b>)",
    "1. Bancs <i>neufs</i>",
    "Le comité décide d'acheter deux bancs \"</p><script>alert(2)</script>.",
)


MINUTES = {
    "jardins": GARDEN,
    "jardins-avril": GARDEN_AGAIN,
    "chorale": CHOIR,
    "conseil": COUNCIL,
    "<em>": HARMFUL,
}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of five minutes, for tests that change nothing; its sources stand beside it."""
    folder = tmp_path_factory.mktemp("viewed")
    for name, lines in MINUTES.items():
        write_docx(folder / "sources" / f"{name}.docx", lines)
    (folder / "sources" / "casse.docx").write_bytes(b"PK\x03\x04 no document")
    build([folder / "sources"], folder / "corpus", workers=0)
    return folder / "corpus"


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of minutes on two pages, alone and in an archive, and of others without pages."""
    folder = tmp_path_factory.mktemp("printed")
    sources = folder / "sources"
    write_docx(sources / "jardins.docx", GARDEN)
    (sources / "conseil.pdf").write_bytes(pages_of_lines(COUNCIL[:5], COUNCIL[5:]))
    with ZipFile(sources / "2023.zip", "w") as archive:
        archive.writestr("chorale.pdf", pages_of_lines(CHOIR))
    build([sources], folder / "corpus", workers=0)
    return folder / "corpus"


def pages_of_lines(*pages: Sequence[str]) -> bytes:
    """A PDF with these lines on each page, thirty points apart."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 30 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def corpus(built: Path, tmp_path: Path) -> Path:
    """The same, to be changed; nobody has looked at it yet."""
    shutil.copytree(built.parent, tmp_path / "viewed", ignore=shutil.ignore_patterns(INDEX))
    return tmp_path / "viewed" / "corpus"


@pytest.fixture
def browse(built: Path, tmp_path: Path) -> Callable[..., str]:
    """Gives the page of an address, in French."""
    client = entered(built, tmp_path)

    def page(address: str, **parameters: object) -> str:
        answer = client.get(address, params=parameters or None)  # type: ignore[arg-type]
        assert answer.status_code == 200
        return answer.text

    return page


@pytest.fixture
def ids(built: Path) -> dict[str, str]:
    """The id of each document, by the name of its file."""
    documents = crparse.open_corpus(built)["documents"]
    return dict(zip(documents["name"], documents["document_id"], strict=True))
