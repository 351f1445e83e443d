"""When two printed names are one organisation: the levels, strongest first."""

from functools import cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crparse import lexicon
from crparse.resolution.compare import Level
from crparse.resolution.normalise import name_key, name_words
from crparse.resolution.organisation_form import OrganisationForm, kinds
from crparse.stages.acronyms import cost, is_acronym

SPELLING = 0.92
"""Least Jaro-Winkler similarity of two spellings of a name."""

LONG = 8
"""Letters a name must have for a wrong letter not to make it another name."""


def _same_text(left: OrganisationForm, right: OrganisationForm) -> float | None:
    return 100.0 if left.text == right.text else None


def _same_words(left: OrganisationForm, right: OrganisationForm) -> float | None:
    return 100.0 if name_words(left.text) == name_words(right.text) else None


def _article(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "La Ruche" and "Ruche", "GT Voirie" and "Groupe de travail Voirie"."""
    return 99.0 if left.words == right.words else None


def _hyphens(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "DDT 38" and "DDT38", "C.C.A.S." and "CCAS"."""
    return 99.0 if left.joined == right.joined else None


def _links(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Communauté de communes du Val d'Ombre" and "Communauté des communes Val d'Ombre"."""
    if not left.kind or left.kind != right.kind or len(left.core) < 1:
        return None
    return 97.0 if left.core == right.core and _bare(left) == _bare(right) else None


def _bare(form: OrganisationForm) -> list[str]:
    links = lexicon.load("organisations")["forms"]["links"]
    return [w.rstrip("s") for w in form.words if w not in links]


def _same_kind(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Mairie de Lormoy" and "commune de Lormoy": two words for one body."""
    if not left.kind or not right.kind or not left.core or left.core != right.core:
        return None
    same = [kinds()[form.kind].get("same") for form in (left, right) if form.kind]
    return 95.0 if same[0] and same[0] == same[1] else None


def _kind_dropped(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Association Les Grillons" and "Les Grillons", "SARL Dupré" and "Dupré"."""
    for long, short in ((left, right), (right, left)):
        if long.kind and kinds()[long.kind].get("drop") and long.core and _core(long) == _core(short):
            return 94.0 if not short.kind or short.kind == long.kind else None
    return None


def _core(form: OrganisationForm) -> tuple[str, ...]:
    """The words that make the name, kind and legal form apart."""
    suffix = lexicon.load("organisations")["suffixes"]["legal"].split("|")
    core = form.core
    return core[:-1] if len(core) > 1 and core[-1] in suffix else core


def _legal_form(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Dupré SARL" and "Dupré"."""
    if left.kind != right.kind or _core(left) != _core(right):
        return None
    return 94.0 if _core(left) else None


def _initials(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "CCVO" and "Communauté de communes du Val d'Ombre"."""
    for short, long in ((left, right), (right, left)):
        acronym = short.text.strip('« »"')
        if len(short.words) != 1 or len(long.words) < 3 or len(acronym) < 3 or short.numbers:
            continue
        if not is_acronym(acronym) and short.joined not in _national():
            continue
        badly = cost(acronym.upper(), long.text)
        if badly is not None and badly <= (0.2 if len(acronym) > 4 else 0):
            return 88.0
    return None


def _parent_dropped(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "GT CNIG Friches" and "GT Friches", "commission Travaux du SIVOM" and "commission Travaux"."""
    if left.kind != right.kind or not left.kind or not kinds()[left.kind].get("inner"):
        return None
    short, long = sorted((left, right), key=lambda f: len(f.core))
    rest = [w for w in long.core if w not in short.core]
    if not short.core or len(long.core) != len(short.core) + len(rest) or len(rest) != 1:
        return None
    printed = [token for token in long.text.split() if name_words(token) == (rest[0],)]
    return 90.0 if printed and printed[0].isupper() and len(printed[0]) > 2 else None


def _branch(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Cerema Ouest" and "Cerema": a direction of one body; not "DDT 38" and "DDT", each its own."""
    short, long = sorted((left, right), key=lambda f: len(f.words))
    if len(short.words) != 1 or not 1 < len(long.words) <= 4 or long.words[0] != short.words[0]:
        return None
    if short.head in _territorial() or short.kind or long.numbers != short.numbers:
        return None
    rest = long.text.split()[1:] or long.text.split("-")[1:]
    acronym = is_acronym(short.text) or len(short.text) > 3
    return 86.0 if acronym and all(part[:1].isupper() or part in _small() for part in rest) else None


def _small() -> list[str]:
    found: list[str] = lexicon.load("organisations")["forms"]["links"]
    return found


def _unit(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "DGX/BRX" and "BRX": the path of a unit and the unit; "ADEME / friches" and "ADEME"."""
    for path, lone in ((left, right), (right, left)):
        parts = [part for part in path.text.split("/") if part.strip()]
        if len(parts) < 2 or "/" in lone.text:
            continue
        if name_words(parts[-1]) == name_words(lone.text):
            return 87.0
        if name_words(parts[0]) == name_words(lone.text):
            return 86.0
    return None


def _spelling(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """A letter or two wrong in a long name, kind apart; two letters swapped in an acronym."""
    if left.numbers != right.numbers or (left.kind and right.kind and left.kind != right.kind):
        return None
    one, other = left.joined, right.joined
    if left.kind and right.kind:
        one, other = "".join(left.core), "".join(right.core)
    errors = DamerauLevenshtein.distance(one, other)
    if errors == 1 and sorted(one) == sorted(other) and 3 < len(one) < LONG:
        return 90.0 if left.text.isupper() and right.text.isupper() else None
    if min(len(one), len(other)) < LONG or errors > 2:
        return None
    alike = JaroWinkler.similarity(one, other)
    return 100 * alike if alike >= SPELLING else None


@cache
def _national() -> frozenset[str]:
    return frozenset(name_key(name).replace(" ", "") for name in lexicon.words("public_bodies"))


@cache
def _territorial() -> frozenset[str]:
    return frozenset(lexicon.load("organisations")["territorial"]["services"])


def namesakes(left: OrganisationForm, right: OrganisationForm) -> bool:
    """Whether two names of one form are surely of two bodies: "DDT 12" and "DDT 13"."""
    return bool(left.numbers and right.numbers and left.numbers != right.numbers)


SAME_NAME_LEVELS: tuple[Level[OrganisationForm], ...] = (
    Level("exact", _same_text),
    Level("case_accents", _same_words),
    Level("article", _article),
    Level("hyphen_space", _hyphens),
    Level("link_words", _links),
    Level("same_kind", _same_kind),
    Level("kind_dropped", _kind_dropped),
    Level("legal_form", _legal_form),
)
"""Levels that hold in a document and across a corpus."""

ORGANISATION_LEVELS: tuple[Level[OrganisationForm], ...] = (
    *SAME_NAME_LEVELS,
    Level("initials", _initials),
    Level("parent_dropped", _parent_dropped),
    Level("branch", _branch),
    Level("unit", _unit),
    Level("spelling", _spelling),
)
"""The levels in a document; "definition", a text that says what an acronym means, comes before them."""
