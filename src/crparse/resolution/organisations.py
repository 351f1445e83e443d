"""The organisations of one document: when two printed names are one body, by ordered levels."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crparse import lexicon
from crparse.language.acronyms import cost, is_acronym
from crparse.language.organisations import (
    OrganisationForm,
    is_inner,
    is_loose,
    national_bodies,
    parse_organisation,
    territorial_services,
    word_of,
)
from crparse.record import Entity, Mention
from crparse.resolution import linkage as block
from crparse.resolution.linkage import Level, Link, Match, cluster, compare, make_entity
from crparse.text import fold, name_key, name_words

SPELLING = 0.92
"""Least Jaro-Winkler similarity of two spellings of a name."""

PLACES = ("commune", "intercommunalite", "region")
"""Kinds of bodies that may be named by their place alone."""

_WORD = re.compile(r"[^\W_]+")
_BRACKET = re.compile(r"\s*\([^()]+\)$")
_QUOTED = re.compile(r"[«\"“]\s*([^«»\"“”]+?)\s*[»\"”]$")

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
    links = lexicon.words("organisations", "forms.links")
    return [w.rstrip("s") for w in form.words if w not in links]


def _same_kind(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Mairie de Lormoy" and "commune de Lormoy": two words for one body."""
    if not left.kind or not right.kind or not left.core or left.core != right.core:
        return None
    words = lexicon.table("organisations", "kind.same")
    same = [words.get(form.kind) for form in (left, right) if form.kind]
    return 95.0 if same[0] and same[0] == same[1] else None


def _kind_dropped(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Association Les Grillons" and "Les Grillons", "SARL Dupré" and "Dupré"."""
    for long, short in ((left, right), (right, left)):
        if (
            long.kind in lexicon.words("organisations", "kind.drop")
            and long.core
            and _core(long) == _core(short)
        ):
            return 94.0 if not short.kind or short.kind == long.kind else None
    return None


def _core(form: OrganisationForm) -> tuple[str, ...]:
    """The words that make the name, kind and legal form apart."""
    suffix = lexicon.words("organisations", "suffixes.legal")
    core = form.core
    return core[:-1] if len(core) > 1 and core[-1] in suffix else core


def _legal_form(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Dupré SARL" and "Dupré"."""
    if left.kind != right.kind or _core(left) != _core(right):
        return None
    return 94.0 if _core(left) else None


def _turned(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Lormoy Métropole" and "métropole de Lormoy"."""
    for before, after in ((left, right), (right, left)):
        words = [w for w in after.words if w not in _small()]
        if before.kind and not after.kind and len(words) > 1 and _is_territory(words[-1], before):
            return 95.0 if tuple(words[:-1]) == before.core else None
    return None


def _is_territory(suffix: str, form: OrganisationForm) -> bool:
    """Whether the word after a place names such a kind: "agglomération" of a communauté d'agglomération."""
    territory = lexicon.words("organisations", "suffixes.territory")
    return suffix in territory and any(word.startswith(suffix) for word in form.words)


def _bracket(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "DDT 38 (Isère)" and "DDT 38"."""
    for long, short in ((left, right), (right, left)):
        bare = _BRACKET.sub("", long.text)
        if bare != long.text and name_words(bare) == name_words(short.text):
            return 95.0
    return None


def _department(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "DDT 08" and "DDT des Ardennes": the department by its number and by its name."""
    for one, other in ((left, right), (right, left)):
        if len(one.numbers) != 1 or other.numbers or one.head not in territorial_services():
            continue
        name = _departments().get(next(iter(one.numbers)))
        rest = [w for w in other.words[1:] if w not in _small()]
        if name and other.head == one.head and rest == [w for w in name_words(name) if w not in _small()]:
            return 93.0
    return None


def _quoted(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "bar associatif « La Ruche »" and "La Ruche"."""
    for long, short in ((left, right), (right, left)):
        quoted = _QUOTED.search(long.text)
        if quoted and not _inner(long) and name_words(quoted[1]) == name_words(short.text):
            return 93.0
    return None


def _apposition(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "laboratoire Zorglub" and "Zorglub", "Observatoire ZORG" and "ZORG": the common noun dropped."""
    for long, short in ((left, right), (right, left)):
        before, _, name = long.text.partition(" ")
        if not name or _inner(long) or name_words(name) != name_words(short.text):
            continue
        if before.isalpha() and (before.islower() or (_loose(long) and is_acronym(short.text))):
            return 90.0 if name[:1].isupper() and len(short.joined) > 2 else None
    return None


def _inner(form: OrganisationForm) -> bool:
    return is_inner(form.kind)


def _loose(form: OrganisationForm) -> bool:
    return is_loose(form.kind)


def _initials(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "CCVO" and "Communauté de communes du Val d'Ombre"."""
    for short, long in ((left, right), (right, left)):
        acronym = short.text.strip('« »"')
        if len(short.words) != 1 or len(long.words) < 3 or len(acronym) < 3 or short.numbers:
            continue
        if not is_acronym(acronym) and short.joined not in national_bodies():
            continue
        badly = cost(acronym.upper(), long.text)
        if badly is not None and badly <= (0.2 if len(acronym) > 4 else 0):
            return 88.0
    return None


def _initials_of_place(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "CAF de l'Orvanne" and "Caisse d'allocations familiales de l'Orvanne"."""
    for short, long in ((left, right), (right, left)):
        acronym, *rest = short.text.split()
        place = [w for w in name_words(" ".join(rest)) if w not in _small()]
        own = _content(long)
        if not place or len(own) < len(place) + 2 or own[-len(place) :] != place or not is_acronym(acronym):
            continue
        name = long.text.split()[: -len(rest)]
        if len(acronym) > 1 and cost(acronym.upper(), " ".join(name)) == 0:
            return 88.0
    return None


def _content(form: OrganisationForm) -> list[str]:
    return [w for w in name_words(form.text) if w not in _small()]


def _shortened(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Agence de l'eau" and "Agence de l'eau Val et Monts", where the text names but one such body."""
    short, long = sorted((left, right), key=lambda f: len(f.words))
    size = len(short.words)
    if (
        size < 2
        or size == len(long.words)
        or long.words[:size] != short.words
        or long.numbers != short.numbers
    ):
        return None
    tail = _WORD.findall(long.text)[size - len(long.words) :]
    rest = [word for word in tail if fold(word) not in _small()]
    known = name_key(short.text).replace(" ", "") in national_bodies()
    return 85.0 if known and rest and all(word[0].isupper() for word in rest) else None


def _place_alone(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Région Armorique" and "Armorique", where the text names but one body of that place."""
    for long, short in ((left, right), (right, left)):
        if long.kind in PLACES and not short.kind and long.core and long.core == short.core:
            return 85.0
    return None


def _parent_dropped(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "GT CNIG Friches" and "GT Friches", "commission Travaux du SIVOM" and "commission Travaux"."""
    if left.kind != right.kind or not is_inner(left.kind):
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
    if short.head in territorial_services() or short.kind or long.numbers != short.numbers:
        return None
    rest = long.text.split()[1:] or long.text.split("-")[1:]
    acronym = is_acronym(short.text) or (len(short.text) > 3 and " " not in short.text)
    return 86.0 if acronym and rest and all(part[:1].isupper() or part in _small() for part in rest) else None


def _small() -> frozenset[str]:
    return lexicon.words("organisations", "forms.links")


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
    if _two_known(left, right):
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


def _two_known(left: OrganisationForm, right: OrganisationForm) -> bool:
    """Whether both begin with the name of a known body, not of the same: "DRAC" and "FRAC"."""
    heads = left.head, right.head
    return heads[0] != heads[1] and all(
        head in national_bodies() or head in territorial_services() for head in heads
    )


def _departments() -> Mapping[str, str]:
    return lexicon.table("organisations", "territorial.departments")


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
    Level("kind_turned", _turned),
    Level("bracket", _bracket),
    Level("department", _department),
)
"""Levels that hold in a document and across a corpus."""

ORGANISATION_LEVELS: tuple[Level[OrganisationForm], ...] = (
    *SAME_NAME_LEVELS,
    Level("initials", _initials),
    Level("initials_of_place", _initials_of_place),
    Level("quoted_name", _quoted),
    Level("apposition", _apposition),
    Level("parent_dropped", _parent_dropped),
    Level("branch", _branch),
    Level("unit", _unit),
    Level("spelling", _spelling),
    Level("shortened", _shortened),
    Level("place_alone", _place_alone),
)
"""The levels in a document; "definition", a text that says what an acronym means, comes before them."""


DEFINITION = Match("definition", 98.0)
"""The text itself says that the acronym stands for the name."""

_RANK = {level.name: i for i, level in enumerate(ORGANISATION_LEVELS)}


def resolve_organisations(
    mentions: Sequence[Mention],
    defined: Iterable[tuple[str, str]] = (),
    levels: Sequence[Level[OrganisationForm]] = ORGANISATION_LEVELS,
) -> list[Entity]:
    """The organisations that `mentions` name, in the order of their first mention.

    `defined` are the pairs of acronym and name that the text itself states.
    """
    forms = [parse_organisation(text) for text in dict.fromkeys(m.text for m in mentions)]
    matches = _matches(forms, set(defined), levels)
    links = [
        Link(i, j, m.level, m.score, _RANK.get(m.level, -1))
        for (i, j), m in _unequivocal(forms, matches).items()
    ]
    groups = cluster(len(forms), links, lambda i, j: namesakes(forms[i], forms[j]))
    entities = [_entity(forms, group, matches, mentions) for group in groups]
    return sorted(entities, key=lambda e: (e.mentions[0].start, e.mentions[0].end))


def _matches(
    forms: Sequence[OrganisationForm],
    defined: set[tuple[str, str]],
    levels: Sequence[Level[OrganisationForm]],
) -> dict[tuple[int, int], Match]:
    matches = {
        (i, j): match
        for i, j in block.pairs([_block_keys(form) for form in forms])
        if (match := compare(forms[i], forms[j], levels))
    }
    index = {form.text: i for i, form in enumerate(forms)}
    for acronym, name in sorted(defined):
        if acronym in index and name in index and acronym != name:
            left, right = sorted((index[acronym], index[name]))
            matches[left, right] = DEFINITION
    return matches


def _block_keys(form: OrganisationForm) -> list[str]:
    """First letters of the words, of an acronym its first letter alone: enough to meet its expansion."""
    return sorted({word[0] for word in (*form.words, *form.core)})


SHORT_OF_ONE = ("initials", "initials_of_place", "shortened", "place_alone")
"""Levels by which a short name may stand for one long name alone: of two that it fits it is neither."""


def _unequivocal(
    forms: Sequence[OrganisationForm], matches: dict[tuple[int, int], Match]
) -> dict[tuple[int, int], Match]:
    """The matches without those of a short name for two long ones, and of a unit's path for its parent."""
    names: dict[int, set[tuple[str, ...]]] = {}
    unit: dict[int, float] = {}
    for (i, j), match in matches.items():
        short, long = sorted((i, j), key=lambda k: (len(forms[k].words), len(forms[k].text)))
        if match.level in SHORT_OF_ONE:
            names.setdefault(short, set()).add(_who(forms[long]))
        if match.level == "unit":
            unit[long] = max(unit.get(long, 0.0), match.score)
    return {
        (i, j): match
        for (i, j), match in matches.items()
        if (match.level not in SHORT_OF_ONE or all(len(names.get(k, ())) < 2 for k in (i, j)))
        and (match.level != "unit" or match.score >= max(unit.get(i, 0.0), unit.get(j, 0.0)))
    }


def _who(form: OrganisationForm) -> tuple[str, ...]:
    """What tells a long name from another: its core, and what kind of body it is."""
    same = word_of(form.kind) if form.kind else ""
    return (str(same), *form.core)


def _entity(
    forms: Sequence[OrganisationForm],
    group: Sequence[int],
    matches: dict[tuple[int, int], Match],
    mentions: Sequence[Mention],
) -> Entity:
    texts = {forms[i].text: i for i in group}
    own = [m for m in mentions if m.text in texts]
    count = Counter(m.text for m in own)
    name = max(group, key=lambda i: (_is_name(forms[i]), count[forms[i].text], -i))
    return make_entity(forms[name].text, [(m, _level(texts[m.text], name, group, matches)) for m in own])


def _is_name(form: OrganisationForm) -> bool:
    """A branch or unit ("ADEME / friches") gives way to the bare name."""
    return "/" not in form.text


def _level(form: int, name: int, group: Sequence[int], matches: dict[tuple[int, int], Match]) -> Match:
    """How a form belongs to the organisation: as the name itself, or as another of its forms."""
    if form == name:
        return Match("exact", 100.0)
    direct = matches.get((min(form, name), max(form, name)))
    if direct:
        return direct
    others = [match for i in group if (match := matches.get((min(form, i), max(form, i)))) is not None]
    return min(others, key=lambda m: (_RANK.get(m.level, -1), -m.score))
