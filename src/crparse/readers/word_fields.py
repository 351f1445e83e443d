"""Fields of Word documents ({ PAGE }…): what of them is printed."""

from dataclasses import dataclass, field

from lxml import etree

from crparse.readers.word_xml import child, name, number, switch

PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


@dataclass
class _Field:
    codes: list[str] = field(default_factory=list)
    result: bool = False
    dropped: bool = False


class Fields:
    """Where in fields ({ PAGE }…) the text stands: codes are not printed, results are.

    A field may run over paragraphs. One that never ends would hide all the rest: it is not opened.
    """

    def __init__(self, story: etree._Element, *, without_pages: bool) -> None:
        self._open: list[_Field] = []
        self._without_pages = without_pages
        begun: list[etree._Element] = []
        for mark in story.iter(name("w:fldChar")):
            kind = mark.get(name("w:fldCharType"))
            if kind == "begin":
                begun.append(mark)
            elif kind == "end" and begun:
                begun.pop()
        self._endless = set(begun)

    @property
    def printed(self) -> bool:
        """Whether text here is printed."""
        return all(f.result and not f.dropped for f in self._open)

    def code(self, text: str) -> None:
        """A piece of the innermost field's code."""
        if self._open and not self._open[-1].result:
            self._open[-1].codes.append(text)

    def turn(self, mark: etree._Element) -> None:
        """A `w:fldChar`: a field begins, comes to its result, or ends."""
        kind = mark.get(name("w:fldCharType"))
        if kind == "begin" and mark not in self._endless:
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            inner = self._open[-1]
            inner.result = True
            inner.dropped = self.drops("".join(inner.codes))
        elif kind == "end" and self._open:
            self._open.pop()

    def drops(self, code: str) -> bool:
        """Whether the result of a field with this code is a page number of the furniture."""
        return self._without_pages and (code.split() or [""])[0].upper() in PAGE_FIELDS


def form_entry(mark: etree._Element) -> str:
    """What a form field of old Word shows by itself: a box, or the entry chosen from a list."""
    box, entries = child(mark, "w:ffData", "w:checkBox"), child(mark, "w:ffData", "w:ddList")
    if box is not None:
        ticked = switch(box, "w:checked")
        ticked = switch(box, "w:default") if ticked is None else ticked
        return "☒" if ticked else "☐"
    if entries is None:
        return ""
    texts = [entry.get(name("w:val"), "") for entry in entries.iterchildren(name("w:listEntry"))]
    index = number(entries, "w:result") or number(entries, "w:default") or 0
    return texts[index] if 0 <= index < len(texts) else ""
