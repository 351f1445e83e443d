"""Mentions of organisations: of the candidates, those that a small model takes for names of bodies."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from crparse import lexicon
from crparse.document.items import meeting_of, organisation_rule
from crparse.document.view import view_of
from crparse.language.organisations import (
    general_words,
    is_inner,
    is_loose,
    parse_organisation,
    territorial_services,
)
from crparse.models import log_odds
from crparse.record import Mention
from crparse.resolution.linkage import Index, compare
from crparse.resolution.organisation_levels import ORGANISATION_LEVELS, organisation_keys
from crparse.stages.entities.candidates import WORD, Form, find_candidates, group_forms, whole_end
from crparse.stages.entities.company import Lists
from crparse.stages.entities.judge import Judge
from crparse.stages.entities.mentions import PrintedNames, Text, Words, mention
from crparse.text import Stretch, fold, name_key, name_words, squeeze

REACH = 12
"""Characters that may part two names of a list: ", le "."""

WINDOW = 45
"""Characters before and after a place that are read."""

SURE = frozenset({"public_body", "attendee", "suffix", "kind_sure"})
"""Families of rules whose candidates are bodies nearly always."""

FAR = 3.0
"""Log-odds below the threshold from which a form is no name at all."""

LEAST_MARGIN = 0.2
"""Added to the log-odds of every accepted name, so that one that just passes counts a little."""

# The number of a department after a known acronym: takes " 38" of "ddt 38", leaves " 8" of "ddt 8".
_DEPARTMENT = re.compile(r" ?(?:\d{2,3}|2[ab])$")

# Takes the nI of "OpenIG", leaves "Open IG".
_INNER_CAPITAL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")

NAMELESS = "x"
"""Stands for a name where only what is before it counts."""

BEST_RULES = (
    "attendee", "body", "title", "public_body", "known_small", "suffix", "kind", "defined", "expansion",
    "phrase", "told", "after_kind", "listed", "acronym", "capitals",
)  # fmt: skip
"""Which rule a mention is said to come from, of several."""


OTHER_FORMS = ("link_words", "same_kind", "kind_turned", "initials", "initials_of_place", "quoted_name")
"""Levels by which a name that does not pass by itself is another form of one that does."""

TOGETHER: Mapping[str, Sequence[str]] = {
    "in_title": ("rate", "proper", "any_rule_acronym"),
    "any_rule_title": ("rate",),
    "before_start": ("after_money", "after_end", "after_colon"),
    "lone_acronym": (
        "no_organisation",
        "any_before_de_article",
        "any_after_speaks",
        "tagged_org",
        "attendees_with_organisation",
    ),
    "capitals": ("common_words",),
    "capitalised_words": ("common_words",),
    "proper": ("common_words", "any_before_with", "any_before_kind", "any_before_de_article"),
    "words": ("common_words",),
    "person": ("any_rule_attendee",),
    "tagged_per": ("proper",),
    "tagged_loc": ("any_before_place",),
    "territorial": ("digits",),
    "public_body": ("lone_acronym", "no_organisation"),
}
"""Signs that mean more together than each alone."""


def family(rule: str) -> str:
    """The family of a candidate rule: kinds of bodies by how surely they name one, other rules themselves."""
    what, _, kind = rule.partition("_")
    if what not in ("kind", "phrase"):
        return rule
    return f"{what}_{'inner' if is_inner(kind) else 'loose' if is_loose(kind) else 'sure'}"


def _goes_on(printed: str) -> bool:
    """Whether it is more than a name: "commune de Lormoy, pour la voirie"."""
    return lexicon.cues("organisations", "around.goes_on").find(fold(printed)) is not None


class Neighbours:
    """What stands around the candidates of one document."""

    def __init__(self, forms: Sequence[Form]) -> None:
        places = {place: set(map(family, rules)) for form in forms for place, rules in form.places.items()}
        sure = [place for place, families in places.items() if families & SURE]
        self.sure = frozenset(sure)
        self._starts = {start for start, _ in sure}
        self._ends = {end for _, end in sure}
        self.longer: defaultdict[Stretch, set[str]] = defaultdict(set)
        """For each place, the families of the rules of the longer names that hold it."""
        more = {place for form in forms if _goes_on(form.text) for place in form.places}
        ordered = sorted(places, key=lambda place: (place[0], -place[1]))
        starts = [start for start, _ in ordered]
        for i, outer in enumerate(ordered):
            if outer in more:
                continue
            for inner in ordered[i + 1 : bisect_left(starts, outer[1])]:
                if inner[1] <= outer[1]:
                    self.longer[inner] |= places[outer]

    def beside(self, text: str, start: int, end: int) -> bool:
        """Whether a sure body stands next to the stretch in a list: "l'ADEME, Zorglub et les Grillons"."""
        before = _joint_before().search(fold(text[max(0, start - REACH) : start]))
        if before and start - len(before.group()) in self._ends:
            return True
        joint = lexicon.cues("organisations", "around.list_joint")
        after = joint.match(fold(text[end : end + REACH]))
        return after is not None and end + after.end() in self._starts


def _company(lists: Lists, place: Stretch) -> Iterator[tuple[str, float]]:
    """What stands with the place in a list across its line, and in the lines around it."""
    for way, company in (("list", lists.across(place)), ("lines", lists.down(place))):
        if company:
            yield way, 1.0
            yield f"{way}_bodies", company.bodies
            yield f"{way}_people", company.people
            yield f"{way}_named", company.named
            yield f"{way}_led", float(company.led)


@cache
def _joint_before() -> re.Pattern[str]:
    # Takes ", la " of "l'ademe, la ", leaves "l'ademe pour la ".
    return re.compile(rf"{lexicon.source('organisations', 'around.list_joint')}$")


def features(text: Text, form: Form, near: Neighbours, lists: Lists) -> dict[str, float]:
    """The figures of one form among the other candidates of its document."""
    found: Counter[str] = Counter()
    company: dict[str, float] = {}
    for place, rules in form.places.items():
        found.update({f"rule_{family(rule)}" for rule in rules})
        found.update({f"in_{name}" for name in near.longer.get(place, ())})
        found.update(_around(text, *place))
        if near.beside(text.text, *place):
            found["beside_body"] += 1
        for name, figure in _company(lists, place):
            company[name] = max(company.get(name, 0.0), figure)
    figures = {name: number / len(form.places) for name, number in found.items()}
    figures.update(company)
    figures.update({f"any_{name}": 1.0 for name in found if name.startswith(("rule_", "before_", "after_"))})
    figures.update(_in_document(text, form))
    figures.update(_shape(text, form.text))
    figures.update(_read(text, form))
    for one, others in TOGETHER.items():
        for other in others:
            figures[f"{one}*{other}"] = figures.get(one, 0.0) * figures.get(other, 0.0)
    return figures


def _in_document(text: Text, form: Form) -> dict[str, float]:
    """How often, how early, and whether the minutes' own title names it."""
    meeting = meeting_of(text.doc)
    words = [word for word in name_words(form.text) if len(word) > 2]
    head = f" {name_key(meeting.title or '')} {name_key(meeting.body or '')} "
    return {
        "places": log(len(form.places)),
        "rate": 1000 * len(form.places) / (len(text.doc) + 200),
        "first": min(start for start, _ in form.places) / (len(text.text) + 1),
        "in_title": float(f" {name_key(form.text)} " in head),
        "person_words": sum(w in text.names for w in words) / max(1, len(words)),
        "attendees_with_organisation": text.came_for,
    }


def _read(text: Text, form: Form) -> dict[str, float]:
    """What an encoder read, where one did: in log-odds how far the form's places are names of bodies."""
    reading = view_of(text.doc).reading
    if reading is None:
        return {}
    rows = [
        {
            "read_mean": reading.mean("organisation", *place),
            "read_begins": reading.begins("organisation", *place),
            "read_goes_on": reading.goes_on("organisation", *place),
            "read_inside": reading.continues("organisation", *place),
            "read_person": reading.mean("person", *place),
        }
        for place in form.places
    ]
    found = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
    return {**found, "read_most": max(row["read_mean"] for row in rows)}


def _shape(text: Text, printed: str) -> dict[str, float]:
    key, words, tokens = name_key(printed), name_words(printed), printed.split()
    parsed = parse_organisation(printed)
    letters = [char for char in printed if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    bodies = _listed("public_bodies")
    not_first = lexicon.words("organisations", "around.not_first")
    figures = {
        "words": len(words),
        "letters": len(printed),
        "capitals": capitals / max(1, len(letters)),
        "lone_acronym": len(words) == 1 and capitals > 1,
        "inner_capitals": _INNER_CAPITAL.search(printed) is not None,
        "capitalised_words": sum(token[0].isupper() for token in tokens) / len(tokens),
        "starts_small": printed[0].islower(),
        "ends_small": tokens[-1][0].islower(),
        "digits": any(char.isdigit() for char in printed),
        "ends_in_number": printed[-1].isdecimal(),
        "starts_with_digit": printed[0].isdigit(),
        "article": words[0] in lexicon.words("organisations", "around.article"),
        "quoted": not {"«", '"', "“"}.isdisjoint(printed),
        "slash": "/" in printed,
        "public_body": _DEPARTMENT.sub("", key) in bodies,
        "starts_public_body": len(words) > 1 and words[0] in bodies,
        "goes_on": _goes_on(printed),
        "generic": sum(word in general_words() for word in words) / len(words),
        "has_public_body": len(words) > 1 and not bodies.isdisjoint(words),
        "territorial": words[0].rstrip("0123456789") in territorial_services(),
        "no_organisation": key in _listed("not_organisations") or words[0] in not_first,
        "common_word": len(words) == 1 and fold(printed) in text.lower,
        "common_words": sum(word in text.lower for word in words) / len(words),
        "core": len(parsed.core),
    }
    if parsed.kind:
        named = [t for t in WORD.findall(printed) if fold(t) in parsed.core and not t.islower()]
        kind = family(f"kind_{parsed.kind}")
        figures |= {kind: 1, f"{kind}_named": len(named) / max(1, len(parsed.core))}
    return {name: float(figure) for name, figure in figures.items()}


def _around(text: Text, start: int, end: int) -> Iterator[str]:
    """What stands before and after one place, as named signs."""
    before = fold(text.text[max(0, start - WINDOW) : start]).rsplit("\n", 1)[-1]
    after = fold(text.text[end : end + WINDOW]).split("\n", 1)[0]
    yield from (f"before_{name}" for name, sign in _signs("before").items() if sign.search(before))
    yield from (f"after_{name}" for name, sign in _signs("after").items() if sign.match(after))
    yield from (f"tagged_{label.lower()}" for label in sorted(text.labels(start, end)))
    if not before.strip(" -•*–—\t"):
        yield "before_start"
    if not after.strip(" .;,:\t"):
        yield "after_end"
    if not text.free(start, end):
        yield "person"
    yield from _after_person(text, start)
    money = lexicon.cues("organisations", "around.after.money")
    if not after.strip() and money.match(_line_below(text, end)):
        yield "after_money_below"
    if text.proper(start, end):
        yield "proper"


def _after_person(text: Text, start: int) -> Iterator[str]:
    """Whether a person is named just before, and what joins the two: "Zoé Roux (Zorglub)"."""
    floor = max(0, start - REACH)
    joint = lexicon.cues("organisations", "around.person_joint").find(fold(text.text[floor:start]))
    end = floor + joint.start() if joint else start
    if 0 < end < start and not text.free(end - 1, end):
        sign = text.text[end:start].strip()
        yield "before_person"
        if sign:
            yield "before_person_of" if sign[-1].isalpha() or sign[-1] in "'’" else "before_person_sign"


def _line_below(text: Text, end: int) -> str:
    """The next line, as far as it may be a sum."""
    first = text.text.find("\n", end) + 1
    return fold(text.text[first : first + REACH * 2]).split("\n", 1)[0] if first else ""


@cache
def _signs(side: str) -> dict[str, re.Pattern[str]]:
    """The signs that end before a place, or begin after it."""
    edge = (r"(?:(?<!\w)|(?!\w))", "$") if side == "before" else ("", "")
    names = lexicon.names("organisations", f"around.{side}")
    signs = {name: lexicon.source("organisations", f"around.{side}.{name}") for name in names}
    # "with" before a place: takes "avec " of "vu avec ", leaves "avec eux ".
    return {name: re.compile(sign.join(edge)) for name, sign in signs.items()}


@cache
def _listed(name: str) -> frozenset[str]:
    """The names of a list of the lexicon in comparable form."""
    return frozenset(map(name_key, lexicon.words(name, name)))


@dataclass(frozen=True, slots=True)
class JudgedForm:
    """A form that may name an organisation."""

    form: Form
    probability: float
    margin: float | None
    """The log-odds by which it passes, itself or the name that it is another form of; none if it does not."""

    @property
    def kept(self) -> bool:
        """Whether it is likely enough, or another form of one that is."""
        return self.margin is not None


def found_mentions(text: Text, judged: Iterable[JudgedForm]) -> list[Mention]:
    """The mentions of organisations, in order, none overlapping another; one may hold a person's name."""
    found = mentions_of(text.words, {one.form: one.margin for one in judged if one.margin is not None})
    nexts = [*(one.start for one in found[1:]), len(text.text)]
    return [_whole(text, one, most) for one, most in zip(found, nexts, strict=False)]


def _whole(text: Text, one: Mention, most: int) -> Mention:
    """The mention to the end of its name, where that was cut; up to the next at `most`."""
    end = whole_end(text.doc, one.start, one.end)
    if not one.end < end <= most:
        return one
    return one.model_copy(update={"end": end, "text": squeeze(text.text[one.start : end])})


def judge_forms(text: Text, judge: Judge) -> list[JudgedForm]:
    """Every form that may name an organisation, accepted or not."""
    stated = view_of(text.doc).stated_acronyms()
    likely = judge.likely(forms_with_figures(text), stated)
    margins = accept(likely, judge.threshold, stated)
    return [JudgedForm(form, probability, margins.get(form)) for form, probability in likely.items()]


def forms_with_figures(text: Text) -> dict[Form, dict[str, float]]:
    """Every form that may name an organisation, in order, with its figures."""
    forms = group_forms(text.text, find_candidates(text.doc))
    near = Neighbours(forms)
    lists = Lists(text, near.sure)
    return {form: features(text, form, near, lists) for form in forms}


def accept(
    likely: Mapping[Form, float], threshold: float, stated: Iterable[tuple[str, str]]
) -> dict[Form, float]:
    """The forms that are likely enough, and what the text states to be their acronym or long name.

    Each with the log-odds by which it passes.
    """
    odds = {form: log_odds(probability) - log_odds(threshold) for form, probability in likely.items()}
    forms = {name_key(form.text): form for form in odds}
    passed = {form: margin for form, margin in odds.items() if margin >= 0}
    for acronym, name in stated:
        pair = forms.get(name_key(acronym)), forms.get(name_key(name))
        for one, other in (pair, pair[::-1]):
            if one in passed and other and other not in passed:
                passed[other] = passed[one]
    things = _things(stated, forms)
    passed = {form: margin for form, margin in passed.items() if form not in things}
    near = [form for form, margin in odds.items() if margin >= -FAR and form not in things | passed.keys()]
    found = _unquoted(passed | _other_forms(passed, near), forms)
    names = {name_key(form.text) for form in found}
    return {form: margin for form, margin in found.items() if not _is_list(form.text, names)}


def _things(stated: Iterable[tuple[str, str]], forms: Mapping[str, Form]) -> frozenset[Form]:
    """Acronyms and their long names that say themselves to be no body: "Dispositif d'Aide (DA)".

    Not those that someone came for.
    """
    heads = lexicon.words("organisations", "forms.things")
    pairs = [pair for pair in stated if not heads.isdisjoint(name_words(pair[1])[:1])]
    named = [[form for one in pair if (form := forms.get(name_key(one)))] for pair in pairs]
    return frozenset(form for own in named if not any(map(_is_told, own)) for form in own)


def _is_told(form: Form) -> bool:
    """Whether it is the body that met, or that someone came for."""
    return any(rule.startswith(("attendee", "body")) for rules in form.places.values() for rule in rules)


# A name in quotes that ends all: takes "La Ruche" of "bar « La Ruche »", leaves "« La Ruche » de Lormoy".
_QUOTED = re.compile(r"[«\"“]\s*([^«»\"“”]+?)\s*[»\"”]$")


def _unquoted(found: Mapping[Form, float], forms: Mapping[str, Form]) -> dict[Form, float]:
    """The names, of "association « Les Grillons »" the one in quotes: the quotes tell where a name begins."""
    kept: dict[Form, float] = {}
    for form, margin in found.items():
        quoted = _QUOTED.search(form.text)
        named = quoted is not None and _says_only_kind(form.text[: quoted.start()])
        one = forms.get(name_key(quoted[1]), form) if quoted and named else form
        kept[one] = max(margin, kept.get(one, found.get(one, margin)))
    return kept


def _says_only_kind(before: str) -> bool:
    """Whether what stands before a name is no more than a word for its kind, one that does not count."""
    parsed = parse_organisation(before + NAMELESS)
    drops = lexicon.words("organisations", "kind.drop")
    return parsed.kind in drops and parsed.plain and parsed.core == (NAMELESS,)


# Between the names of a list: takes ", " of "ADEME, DDT du Lot", leaves "DDT du Lot".
_BETWEEN = re.compile(r"\s*[,;]\s+")


def _is_list(text: str, names: Collection[str]) -> bool:
    """Whether it is several of the names: "ADEME, DDT du Lot"; not "Roux, Petit et Cie"."""
    return sum(name_key(part) in names for part in _BETWEEN.split(text)) >= 2


def _other_forms(passed: Mapping[Form, float], rest: Iterable[Form]) -> dict[Form, float]:
    """Of the rest what is surely another form of one name that passes: "CCVO", "métropole de Lormoy"."""
    levels = [level for level in ORGANISATION_LEVELS if level.name in OTHER_FORMS]
    known = [(parse_organisation(form.text), margin) for form, margin in passed.items()]
    index = Index()
    for place, (name, _) in enumerate(known):
        index.add(place, organisation_keys(name, levels))
    found = {}
    for form in rest:
        own = parse_organisation(form.text)
        near = [known[place] for place in index.meets(organisation_keys(own, levels))]
        same = [margin for other, margin in near if compare(own, other, levels)]
        if len(same) == 1:
            found[form] = same[0]
    return found


def mentions_of(words: Words, accepted: Mapping[Form, float]) -> list[Mention]:
    """The places of accepted names, wherever they are printed; of names that overlap the best reading."""
    places: dict[Stretch, tuple[float, str]] = {}
    printed = PrintedNames({squeeze(form.text) for form in accepted}).places(words)
    for form, margin in accepted.items():
        worth = (margin + LEAST_MARGIN) * len(name_words(form.text))
        again = {place: {"known_name"} for place in printed.get(squeeze(form.text), ())}
        for place, rules in {**again, **form.places}.items():
            places[place] = max(places.get(place, (0.0, "")), (worth, _rule(rules)))
    return [
        mention(words.text, *place, organisation_rule(places[place][1]))
        for place in best_reading({place: worth for place, (worth, _) in places.items()})
    ]


def _rule(rules: Iterable[str]) -> str:
    """The rule that a mention is said to come from."""
    ordered = sorted(rules)
    return next((rule for best in BEST_RULES for rule in ordered if rule.startswith(best)), ordered[0])


Chain = tuple[Stretch, "Chain"] | None
"""Stretches from the last to the first."""


def best_reading(worth: Mapping[Stretch, float]) -> list[Stretch]:
    """The stretches, none overlapping another, that are worth most together; in order."""
    spans = sorted(worth, key=lambda span: (span[1], span[0]))
    ends = [end for _, end in spans]
    best: list[tuple[float, Chain]] = [(0.0, None)]
    """What the first stretches are worth, by their number."""
    for index, span in enumerate(spans):
        total, before = best[bisect_right(ends, span[0], hi=index)]
        with_it = total + worth[span]
        best.append((with_it, (span, before)) if with_it > best[-1][0] else best[-1])
    chosen = []
    _, chain = best[-1]
    while chain:
        span, chain = chain
        chosen.append(span)
    return chosen[::-1]
