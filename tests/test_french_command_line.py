"""The command line speaks French where it is asked to, and what it writes does not hang on that."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crparse.cli import app
from crparse.wording import Message, language_asked, said, say, speak, wording
from crparse.wording.command_line import complaint_said

MINUTES = """Comité des jardins
Compte rendu du 12 mars 2024
Présents : 7
Aline Corbier, Hugo Ferrand
Le comité approuve le bilan à l'unanimité.
"""


@pytest.fixture(autouse=True)
def english_again(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak("en")


def run(*arguments: object, **environment: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, list(map(str, arguments)), env=environment)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LANG": "fr"}, "fr"),
        ({"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "fr_CA@euro", "LANG": "de_DE"}, "fr"),
        ({"LC_ALL": "fr.UTF-8", "LC_MESSAGES": "en_GB"}, "fr"),
        ({"LANG": "fry_NL"}, "en"),
    ],
)
def test_the_language_is_that_of_messages_in_the_locale(environment: dict[str, str], language: str) -> None:
    assert language_asked(environment) == language


def test_the_help_is_french_where_the_locale_is() -> None:
    told = run("--help", LC_ALL="fr_FR.UTF-8").stdout
    assert told.startswith("Usage : root [OPTIONS] COMMANDE [ARGUMENTS]...")
    assert "  doubts    Énumère les documents où le plus d'erreurs est attendu.\n" in told
    assert "\nOptions :\n" in told
    assert "\nCommandes :\n" in told
    assert run("--help").stdout.startswith("Usage: root [OPTIONS] COMMAND [ARGS]...")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "fr", "doubts", "--help"),
        ("doubts", "--help", "--lang=fr"),
        ("doubts", "--lang", "fr", "--help"),
    ],
)
def test_the_language_is_told_before_the_command_or_behind_it(arguments: tuple[str, ...]) -> None:
    told = run(*arguments, LC_ALL="C").stdout
    assert "Énumère les documents où le plus d'erreurs est attendu." in told
    assert "Combien de documents.  [par défaut : 20" in told


def test_english_is_asked_for_in_a_french_locale() -> None:
    told = run("doubts", "x", "--lang", "en", LC_ALL="fr_FR.UTF-8").stderr
    assert told == "x holds no crparse corpus.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("parse",), "Erreur : Valeur incorrecte : Nommez un fichier, ou une --list qui en nomme."),
        (("explain",), "Erreur : Il manque l'argument 'FILE'."),
        (("--nope",), "Erreur : Option inconnue : --nope"),
        (("nope",), "Erreur : Commande inconnue : 'nope'."),
        (("parse", "absent.docx"), "Il n'y a pas de fichier absent.docx."),
        (("status", "absent"), "absent ne contient pas de corpus crparse."),
        (("export", "absent", "--to", "odf"), "Erreur : Valeur incorrecte : --to nomme l'un de csv, "),
        (
            ("--lang", "de", "doctor"),
            "Erreur : Valeur incorrecte pour '--lang' : Il n'y a pas de langue de ; ",
        ),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_command_is_said_in_french(arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments, LC_ALL="fr_FR.UTF-8")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(told)


def test_a_complaint_that_is_not_known_stays_as_it_is() -> None:
    speak("fr")
    assert complaint_said("Error: The moon is full.") == "Erreur : The moon is full."
    assert complaint_said("The moon is full.") == "The moon is full."


def test_a_file_that_cannot_be_read_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "vide.pdf").write_bytes(b"")
    told = run("parse", tmp_path / "vide.pdf", "--lang", "fr").stderr
    assert told == f"{tmp_path / 'vide.pdf'}: Le fichier est vide. Procurez-vous une nouvelle copie.\n"


def test_records_and_ledger_are_the_same_in_every_language(tmp_path: Path) -> None:
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "jardins.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "double.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "vide.pdf").write_bytes(b"")
    told = {}
    for locale in ("C", "fr_FR.UTF-8"):
        command = [
            sys.executable,
            "-m",
            "crparse",
            "build",
            folder,
            "-o",
            tmp_path / locale,
            "--workers",
            "0",
        ]
        environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
        told[locale] = [*done.stdout.splitlines()[1:3], *sorted(done.stderr.splitlines())[:1]]
    english, french = (
        {
            file.relative_to(corpus).as_posix(): file.read_bytes()
            for file in corpus.rglob("*")
            if file.is_file()
        }
        for corpus in (tmp_path / "C", tmp_path / "fr_FR.UTF-8")
    )
    assert sorted(english) == sorted(french)
    assert [name for name in english if english[name] != french[name]] == []
    assert told == {
        "C": ["  failed: 1 empty", "  the same as another: 1", "1 documents to parse"],
        "fr_FR.UTF-8": ["  en échec : 1 empty", "  identiques à un autre: 1", "1 documents à analyser"],
    }
    lines = (tmp_path / "C" / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert [(one["code"], one["message"], one["parameters"]) for one in entries] == [
        ("duplicate", "The file is the same as double.txt.", {"other": "double.txt"}),
        ("empty", "The file is empty.", {}),
    ]
    (record,) = (tmp_path / "C" / "documents").glob("*.json")
    warnings = json.loads(record.read_text(encoding="utf-8"))["warnings"]
    (count,) = [one for one in warnings if one["code"] == "count_differs"]
    assert count["message"] == '"Présents" says 7; names read below it: 2.'
    assert count["parameters"] == {"text": "Présents", "printed": 7, "count": 2}
    assert wording("fr").said(count["message"], count["parameters"]) == (
        "« Présents » dit 7 ; noms lus en dessous : 2."
    )
    shown = run("status", tmp_path / "C", "--lang", "fr").stdout
    assert (
        shown.splitlines()[-1] == "  vide.pdf: empty. Le fichier est vide. Procurez-vous une nouvelle copie."
    )


def test_a_message_is_said_in_french_from_what_was_kept() -> None:
    speak("fr")
    inner = Message("it contradicts line %(against)s: neither was applied", against=4)
    message = Message(
        "Line %(line)s of corrections.jsonl changes nothing: %(what_reason)s.", line=7, what_reason=inner
    )
    told = (
        "La ligne 7 de corrections.jsonl est sans effet : elle contredit la ligne 4 : aucune des "
        "deux n'a été appliquée."
    )
    assert (said(message), said(str(message), message.parameters)) == (told, told)
    assert said(str(message)) == str(message)
    assert said("Not of crparse", {"name": "x"}) == "Not of crparse"


def test_what_is_filled_in_is_never_translated() -> None:
    speak("fr")
    assert say("There is no file %(file)s.", file="Search") == "Il n'y a pas de fichier Search."
