"""Brings the catalogues up to date with the texts of the code: what is new is to be said, what is gone goes.

    python scripts/messages.py

Prints what is still to be said in each language.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po
from typer.main import get_command

from crparse.cli import app
from crparse.wording import CATALOGUES, LANGUAGES, read_catalogue
from crparse.wording.command_line import helps

SOURCE = Path(__file__).parent.parent / "src" / "crparse"

METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
"""Where texts for people stand, and what finds them there."""

OPTIONS = {"**/templates/**.html": {"trimmed": "true"}}

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "Message": (1,),
    "say": (1,),
    "say_count": (1, 2),
    "_refuse": (1,),
}
"""The functions whose arguments are texts for people, and which of their arguments are."""


def texts() -> Catalog:
    """All texts of the code that are looked up, each with the files that it stands in."""
    found = Catalog(fuzzy=False)
    for file, _, message, _, context in extract_from_dir(SOURCE, METHODS, OPTIONS, KEYWORDS):
        found.add(message, locations=[(file, 0)], context=context)
    for text in helps(get_command(app)):
        if text:
            found.add(text, locations=[("cli.py", 0)])
    return found


HEAD = """\
# What crparse says to people, in another language than that of its code.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"

"""


def unsaid(catalogue: Catalog) -> list[str | tuple[str, ...]]:
    """The texts of a catalogue that are not said in its language."""
    forms = ((message, message.string) for message in catalogue if message.id)
    return [
        message.id  # type: ignore[misc]
        for message, said in forms
        if message.fuzzy or not (said and all([said] if isinstance(said, str) else said))
    ]


def main() -> None:
    """Writes the catalogues anew."""
    for language in LANGUAGES:
        if not (CATALOGUES / f"{language}.po").exists():
            continue
        catalogue = read_catalogue(language)
        catalogue.update(texts(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        written = BytesIO()
        write_po(written, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True)
        head = HEAD.format(language=language, plurals=catalogue.plural_forms)
        (CATALOGUES / f"{language}.po").write_text(
            head + written.getvalue().decode().lstrip(), encoding="utf-8"
        )
        for text in unsaid(catalogue):
            print(f"{language}: {text!r}")


if __name__ == "__main__":
    main()
