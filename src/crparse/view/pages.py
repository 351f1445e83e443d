"""The pages: templates filled with what the corpus tells, whoever asks for them and wherever they are kept.

Nothing here knows of a server: where a page is found, and where a form is sent, is asked of `Links`.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, PackageLoader, StrictUndefined

from crparse.view import labels
from crparse.view.pictures import spaced
from crparse.view.search import cited
from crparse.wording import Filled, Wording

STATIC = Path(__file__).parent / "static"
"""The files that pages load."""

READ_ONLY: dict[str, Any] = {
    "form_key": None,
    "review": None,
    "progress": None,
    "version": None,
    "drawings": False,
    "sheets": (),
    "unseen": None,
    "is_static": False,
}
"""What pages are told where nothing can be corrected in them, and no file be drawn."""


class Links(Protocol):
    """Where pages are."""

    def __call__(self, page: str, /, *parts: str, **parameters: Any) -> str:
        """The address of a page: of a document ("document", id), of a search ("search", words="four")."""


class Pages:
    """All pages, in one language."""

    def __init__(self, corpus: str, wording: Wording, link: Links) -> None:
        self.locale, self.wording = wording.language, wording
        self.environment = Environment(
            loader=PackageLoader("crparse.view"),
            autoescape=True,  # names come from files that anybody may have written
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self.environment.policies["ext.i18n.trimmed"] = True
        self.environment.install_gettext_translations(wording.translations, newstyle=True)  # type: ignore[attr-defined]
        self.environment.filters |= {
            "day": self.day,
            "short_day": self.short_day,
            "month": self.month,
            "hour": self.hour,
            "number": self.number,
            "percent": self.percent,
            "called": self.called,
            "told": self.told,
        }
        self.environment.globals |= {
            "corpus": corpus,
            "language": wording.language,
            "link": link,
            "labels": labels,
            "cited": cited,
            "spaced": spaced,
        }
        self._ = wording.gettext

    def render(self, template: str, /, **told: Any) -> str:
        """The page of a template with what it tells."""
        return self.environment.get_template(template).render({**READ_ONLY, **told})

    def day(self, text: str | None) -> str:
        """A day as people write it: "12 mars 2024"."""
        return format_date(date.fromisoformat(text), "long", locale=self.locale) if text else ""

    def short_day(self, text: str | None) -> str:
        """A day in a narrow column: "12 mars"."""
        return format_date(date.fromisoformat(text), "d MMM", locale=self.locale) if text else ""

    def hour(self, text: str) -> str:
        """A day and an hour, as written in a line of corrections; what is none stays as it is."""
        try:
            return format_datetime(datetime.fromisoformat(text), "short", locale=self.locale)
        except ValueError:
            return text

    def month(self, number: int) -> str:
        """The name of a month."""
        return format_date(date(2000, number, 1), "LLLL", locale=self.locale)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the separators of the language."""
        return format_decimal(round(value, digits), locale=self.locale)

    def percent(self, value: float | None) -> str:
        """A probability; nothing where there is none."""
        return "" if value is None else format_percent(value, locale=self.locale)

    def told(self, message: str, parameters: Mapping[str, Filled] | str) -> str:
        """A message of a record or of the ledger, and what was filled in (JSON in the index)."""
        filled = json.loads(parameters) if isinstance(parameters, str) else parameters
        return self.wording.said(message, filled)

    def called(self, code: str, names: dict[str, str]) -> str:
        """What a code is called; a code that has no name yet is shown as it is."""
        return self._(names[code]) if code in names else code.replace("_", " ")
