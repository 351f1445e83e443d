"""TEI P5: a file a meeting, its text in divisions and pages, with who was there and what is to come.

`standOff` holds people, organisations and events; the text of the body is that of the record, sign for sign
but for line breaks, which become paragraphs, and signs that XML does not allow, which become U+FFFD.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lxml import etree

from crparse.corpus.tables import Corpus
from crparse.exports.targets import export_folder
from crparse.record import Attendee, Entity, Located, Minutes, Section, UpcomingDate
from crparse.text import squeeze

TEI = "http://www.tei-c.org/ns/1.0"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# Takes a form feed, leaves a tab.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Node = etree._Element


def write_tei(
    corpus: Corpus, target: Path, *, licence: str | None = None, source: str | None = None
) -> list[str]:
    """Writes `<id of the record>.xml` for each meeting.

    Args:
        corpus: What to write.
        target: The folder.
        licence: Under which it is published.
        source: Whence the minutes are.
    """
    with export_folder(corpus, target, "tei", {"licence": licence, "source": source}) as folder:
        links = _corpus_ids(corpus)
        for record in corpus.meetings():
            root = to_tei(record, links.get(record.id, {}), licence, source)
            content = etree.tostring(root, encoding="utf-8", xml_declaration=True)
            (folder / f"{record.id}.xml").write_bytes(content + b"\n")
    return []


def _corpus_ids(corpus: Corpus) -> dict[str, dict[str, str]]:
    """For each record the ids in the corpus of its people and organisations, by those in the record."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind in ("people", "organisations"):
        for row in corpus.rows(kind):
            if row["entity_id"]:
                found[row["document_id"]][row["local_id"]] = row["entity_id"]
    return found


def to_tei(
    record: Minutes, corpus_ids: dict[str, str], licence: str | None = None, source: str | None = None
) -> Node:
    """The TEI document of a record."""
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})  # type: ignore[dict-item]  # None: no prefix
    _header(root, record, licence, source)
    apart = _add(root, "standOff")
    _people(apart, record, corpus_ids)
    _organisations(apart, record, corpus_ids)
    _events(apart, record)
    _spans(apart, record)
    text = _add(root, "text")
    text.set(LANGUAGE, "fr")
    _Body(record, _add(text, "body")).write()
    return root


def _add(parent: Node, name: str, text: str | None = None, **attributes: str | None) -> Node:
    node = etree.SubElement(parent, f"{{{TEI}}}{name}")
    for key, value in attributes.items():
        if value is not None:
            node.set(key.rstrip("_"), without_refused(value))
    if text is not None:
        node.text = without_refused(text)
    return node


def without_refused(text: str) -> str:
    """The text with U+FFFD for each sign that XML refuses."""
    return _NOT_XML.sub("\ufffd", text)


def _header(root: Node, record: Minutes, licence: str | None, source: str | None) -> None:
    header = _add(root, "teiHeader")
    described = _add(header, "fileDesc")
    _add(_add(described, "titleStmt"), "title", record.meeting.title or record.source.name)
    published = _add(described, "publicationStmt")
    _add(published, "publisher", source or "crparse")
    _add(published, "idno", record.id, type="crparse")
    if licence:
        _add(_add(published, "availability"), "licence", licence)
    bibl = _add(_add(described, "sourceDesc"), "bibl")
    _add(bibl, "idno", record.source.path, type="path")
    _add(bibl, "idno", record.source.sha256, type="sha256")
    application = _add(
        _add(_add(header, "encodingDesc"), "appInfo"),
        "application",
        ident="crparse",
        version=record.provenance.crparse,
    )
    _add(application, "label", "crparse")
    profile = _add(header, "profileDesc")
    creation = _add(profile, "creation")
    if record.meeting.date:
        _add(creation, "date", record.meeting.date, when=record.meeting.date)
    _add(_add(profile, "langUsage"), "language", "French", ident="fr")


def _people(apart: Node, record: Minutes, corpus_ids: dict[str, str]) -> None:
    listed = defaultdict[str | None, list[Attendee]](list)
    for attendee in record.attendees:
        listed[attendee.person].append(attendee)
    nobody = listed.pop(None, [])
    if not (record.people or record.attendees):
        return
    people = _add(apart, "listPerson")
    for person in record.people:
        node = _entity(people, "person", "persName", person, corpus_ids)
        for attendee in listed[person.id]:
            _attendance(node, attendee)
    for number, attendee in enumerate(nobody):
        node = _add(people, "person")
        node.set(ID, f"a{number}")
        _add(node, "persName", attendee.name)
        _attendance(node, attendee)


def _entity(parent: Node, name: str, name_of: str, entity: Entity, corpus_ids: dict[str, str]) -> Node:
    node = _add(parent, name)
    node.set(ID, entity.id)
    _add(node, name_of, entity.name, type="main")
    for variant in entity.variants:
        _add(node, name_of, variant, type="variant")
    if entity.id in corpus_ids:
        _add(node, "idno", corpus_ids[entity.id], type="corpus")
    return node


def _attendance(person: Node, attendee: Attendee) -> None:
    """How someone took part: status, organisation, function and proxy, as printed."""
    told = {
        "attendance": attendee.status,
        "organisation": attendee.organisation,
        "role": attendee.role,
        "proxy": attendee.proxy,
    }
    for kind, value in told.items():
        if value is not None:
            _add(_add(person, "state", type=kind), "label", value)


def _organisations(apart: Node, record: Minutes, corpus_ids: dict[str, str]) -> None:
    if record.organisations:
        organisations = _add(apart, "listOrg")
        for organisation in record.organisations:
            _entity(organisations, "org", "orgName", organisation, corpus_ids)


def _events(apart: Node, record: Minutes) -> None:
    """The meeting itself, and what it announces."""
    meeting, events = record.meeting, _add(apart, "listEvent")
    days = _moments(meeting.date, None, meeting.start_time, meeting.end_time)
    node = _add(events, "event", type="meeting", **days)
    _add(node, "label", meeting.title or meeting.body or record.source.name)
    for kind, value in (("body", meeting.body), ("place", meeting.place)):
        if value:
            _add(_add(node, "note", type=kind), "p", value)
    for number, coming in enumerate(record.upcoming_dates):
        node = _add(events, "event", type="announced", **_moments_of(coming))
        node.set(ID, f"d{number}")
        _add(node, "label", coming.label or squeeze(coming.quote))


def _moments_of(coming: UpcomingDate) -> dict[str, str | None]:
    return _moments(coming.date, coming.end_date, coming.time, coming.end_time)


def _moments(
    day: str | None, end_day: str | None, hour: str | None, end_hour: str | None
) -> dict[str, str | None]:
    """When something is, as attributes: `when`, or `from` and `to` where it lasts."""
    if day is None:
        return {}
    begin = f"{day}T{hour}:00" if hour else day
    if end_day is None and not (hour and end_hour):
        return {"when": begin}
    last = end_day or day
    return {"from_": begin, "to": f"{last}T{end_hour}:00" if hour and end_hour else last}


def _spans(apart: Node, record: Minutes) -> None:
    """Decisions and tasks, by the anchors between which they stand in the text."""
    said = {
        "decision": [one.text for one in record.decisions],
        "action": [one.what for one in record.actions],
    }
    for kind, items in said.items():
        if items:
            group = _add(apart, "spanGrp", type=kind)
            for number, text in enumerate(items):
                begin, end = _anchors(kind, number)
                _add(group, "span", text, from_=f"#{begin}", to=f"#{end}")


def _anchors(kind: str, number: int) -> tuple[str, str]:
    return f"{kind}{number}-begin", f"{kind}{number}-end"


Mark = tuple[str, dict[str, str], str | None]
"""An empty element that stands in the text: name, attributes, xml:id."""


class _Body:
    """The text of a record as divisions, heads and paragraphs, with page breaks, names and anchors."""

    def __init__(self, record: Minutes, body: Node) -> None:
        self.record, self.text = record, record.text
        self.stack: list[tuple[str | None, Node]] = [(None, body)]
        self.marks = deque(sorted(self._marks(), key=lambda mark: mark[0]))
        self.names = deque(_apart(self._names()))

    def write(self) -> None:
        """Goes through the lines: a heading opens its division, any other line is a paragraph of the last."""
        sections = sorted(self.record.sections, key=lambda section: section.start)
        begin = next_section = 0
        while begin <= len(self.text):
            end = self._line_end(begin)
            opened = []
            while next_section < len(sections) and sections[next_section].start < max(end, begin + 1):
                opened.append(sections[next_section])
                end = max(end, self._line_end(sections[next_section].end))
                next_section += 1
            for section in opened:
                self._open(section)
            self._line("head" if opened else "p", begin, end, is_last=end >= len(self.text))
            begin = end + 1

    def _line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def _open(self, section: Section) -> None:
        while len(self.stack) > 1 and self.stack[-1][0] != section.parent:
            self.stack.pop()
        node = _add(self.stack[-1][1], "div", type="section", n=section.number)
        node.set(ID, section.id)
        self.stack.append((section.id, node))

    def _line(self, name: str, begin: int, end: int, is_last: bool) -> None:
        """A line or heading as an element; page breaks at its beginning stand before it."""
        parent = self.stack[-1][1]
        at_start = list(self._marks_until(begin))
        inside = deque(self._marks_until(len(self.text) if is_last else end))
        for _, mark in at_start:
            if mark[0] == "pb" and name == "p":
                _put_mark(parent, mark)
        node = _add(parent, name)
        for _, mark in at_start:
            if mark[0] != "pb" or name != "p":
                _put_mark(node, mark)
        self._fill(node, begin, end, inside)

    def _marks_until(self, offset: int) -> Iterator[tuple[int, Mark]]:
        while self.marks and self.marks[0][0] <= offset:
            yield self.marks.popleft()

    def _fill(self, node: Node, begin: int, end: int, marks: deque[tuple[int, Mark]]) -> None:
        """The text of a line with its names and marks."""
        at = begin
        while self.names and self.names[0][0] < begin:
            self.names.popleft()
        while True:
            mark_at = marks[0][0] if marks else end + 1
            name_at = self.names[0][0] if self.names and self.names[0][1] <= end else end + 1
            stop = min(mark_at, name_at, end)
            _append(node, self.text[at:stop])
            at = stop
            if marks and mark_at <= name_at and mark_at <= end:
                _put_mark(node, marks.popleft()[1])
            elif name_at <= end:
                at = self._name(node, marks)
            elif marks:
                _put_mark(node, marks.popleft()[1])
            else:
                return

    def _name(self, node: Node, marks: deque[tuple[int, Mark]]) -> int:
        start, stop, name, identity = self.names.popleft()
        child = _add(node, name, ref=f"#{identity}")
        at = start
        while marks and marks[0][0] < stop:
            offset, mark = marks.popleft()
            _append(child, self.text[at:offset])
            _put_mark(child, mark)
            at = offset
        _append(child, self.text[at:stop])
        return stop

    def _marks(self) -> Iterator[tuple[int, Mark]]:
        for page in self.record.pages:
            yield page.start, ("pb", {"n": str(page.page)}, None)
        found: dict[str, Sequence[Located]] = {
            "decision": self.record.decisions,
            "action": self.record.actions,
        }
        for kind, items in found.items():
            for number, item in enumerate(items):
                begin, end = _anchors(kind, number)
                yield item.start, ("anchor", {}, begin)
                yield item.end, ("anchor", {}, end)

    def _names(self) -> Iterator[tuple[int, int, str, str]]:
        for name, entities in (("persName", self.record.people), ("orgName", self.record.organisations)):
            for entity in entities:
                for mention in entity.mentions:
                    if "\n" not in self.text[mention.start : mention.end]:
                        yield mention.start, mention.end, name, entity.id


def _apart(names: Iterable[tuple[int, int, str, str]]) -> Iterator[tuple[int, int, str, str]]:
    """Names that do not overlap: of two the one that begins first, then the longer."""
    reached = 0
    for name in sorted(names, key=lambda name: (name[0], -name[1])):
        if name[0] >= reached:
            yield name
            reached = name[1]


def _append(node: Node, text: str) -> None:
    if not text:
        return
    last = node[-1] if len(node) else None
    if last is None:
        node.text = (node.text or "") + without_refused(text)
    else:
        last.tail = (last.tail or "") + without_refused(text)


def _put_mark(node: Node, mark: Mark) -> None:
    name, attributes, identity = mark
    child = _add(node, name, **attributes)
    if identity:
        child.set(ID, identity)
