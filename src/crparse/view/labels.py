"""What fields, kinds and codes are called on the pages, and what an item says in one line."""

from collections.abc import Mapping
from functools import singledispatch

from crparse.record import (
    Action,
    Attendee,
    Decision,
    Definition,
    Example,
    Located,
    Section,
    UpcomingDate,
)
from crparse.wording import N_

FIELDS: Mapping[str, str] = {
    "meeting": N_("Meeting"),
    "attendees": N_("Attendees"),
    "sections": N_("Headings"),
    "decisions": N_("Decisions"),
    "actions": N_("Actions"),
    "upcoming_dates": N_("Upcoming dates"),
    "definitions": N_("Definitions"),
    "examples": N_("Examples"),
}
"""The fields of a record that a page shows, in the order in which it does."""

ONE_ITEM: Mapping[str, str] = {
    "document": N_("the whole document"),
    "meeting": N_("meeting"),
    "attendees": N_("attendee"),
    "sections": N_("heading"),
    "decisions": N_("decision"),
    "actions": N_("action"),
    "upcoming_dates": N_("upcoming date"),
    "definitions": N_("definition"),
    "examples": N_("example"),
}

DEEDS: Mapping[str, str] = {
    "set": N_("corrected"),
    "delete": N_("deleted"),
    "add": N_("added"),
    "accept": N_("accepted"),
    "same": N_("made one"),
    "separate": N_("separated"),
}
"""What people have done, line by line."""

EXPECTED: Mapping[str, str] = {
    **FIELDS,
    "people": N_("People"),
    "organisations": N_("Organisations"),
    "attendee_organisation": N_("Organisations of attendees"),
    "attendee_role": N_("Functions of attendees"),
    "attendee_proxy": N_("Proxies of attendees"),
    "section_tree": N_("Order of headings"),
    "votes": N_("Votes"),
}
"""The fields in which errors are expected."""

STATUSES: Mapping[str, str] = {
    "present": N_("present"),
    "excused": N_("excused"),
    "absent": N_("absent"),
    "represented": N_("represented"),
}

VALUES: Mapping[str, str] = {
    "name": N_("Name"),
    "status": N_("Status"),
    "organisation": N_("Organisation"),
    "role": N_("Function"),
    "proxy": N_("Proxy given to"),
    "title": N_("Title"),
    "number": N_("Number"),
    "level": N_("Level"),
    "body": N_("Body"),
    "date": N_("Date"),
    "end_date": N_("Last day"),
    "start_time": N_("Beginning"),
    "end_time": N_("End"),
    "time": N_("Hour"),
    "place": N_("Place"),
    "label": N_("What happens"),
    "term": N_("Term"),
    "text": N_("Text"),
    "of": N_("Example of"),
    "what": N_("Task"),
    "who": N_("By whom"),
    "due": N_("Due"),
}
"""The values of an item that people correct."""

KINDS: Mapping[str, str] = {
    "minutes": N_("minutes"),
    "minutes_of_several_meetings": N_("minutes of several meetings"),
    "agenda": N_("agenda"),
    "convocation": N_("convocation"),
    "notice": N_("notice"),
    "report": N_("report"),
    "bulletin": N_("bulletin"),
    "programme": N_("programme"),
    "guide": N_("guide"),
    "by_laws": N_("by-laws"),
    "order": N_("order"),
    "agreement": N_("agreement"),
    "form": N_("form"),
    "list": N_("list"),
    "budget": N_("budget"),
    "invoice": N_("invoice"),
    "leaflet": N_("leaflet"),
    "map": N_("map"),
    "mail": N_("mail"),
    "code": N_("code"),
    "spreadsheet": N_("spreadsheet"),
    "unknown": N_("unknown"),
}
"""What a document may be (`kind` of a record)."""

ENTITIES: Mapping[str, str] = {
    "people": N_("People"),
    "organisations": N_("Organisations"),
    "bodies": N_("Bodies"),
}

PICTURES: Mapping[str, str] = {
    "attendance": N_("Attendance by meeting"),
    "matrix": N_("Who was there when"),
    "organisations": N_("Who came for which organisation"),
    "network": N_("Who comes with whom"),
    "decisions": N_("Decisions and votes by year"),
}
"""What the pictures show."""

LEVELS: Mapping[str, str] = {
    "exact": N_("the same name"),
    "through_variants": N_("by another form of the name in the same document"),
    "article": N_("but for an article"),
    "case_accents": N_("but for accents and capitals"),
    "given_name_only": N_("by the first name alone"),
    "hyphen_space": N_("but for hyphens and blanks"),
    "kind_dropped": N_("without the kind of organisation"),
    "legal_form": N_("but for the legal form"),
    "link_words": N_("but for small words"),
    "reversed_names": N_("first name and surname turned round"),
    "shortened": N_("shortened"),
    "spelling": N_("but for a slip of the pen"),
    "surname_only": N_("by the surname alone, among the same people"),
    "initials": N_("by the initials, among the same people"),
    "judged": N_("because someone has said so"),
}
"""Why a name was joined; levels without a word of their own are shown as they are."""


CAVEATS: Mapping[str, str] = {
    "attachments": N_("attached files are not read"),
    "count_before": N_("another number of people is printed"),
    "count_differs": N_("another number of people is printed"),
    "cut_html": N_("the file ends early"),
    "cut_mail": N_("the mail ends early"),
    "damaged_page": N_("a page is damaged"),
    "damaged_rtf": N_("the file is damaged"),
    "days_left_out": N_("dates without a year are left out"),
    "decision_without_verb": N_("a decision without a verb"),
    "empty_list": N_("an attendance list without anybody"),
    "end_before_start": N_("the meeting ends before it begins"),
    "front_matter": N_("pages before the minutes"),
    "hidden_cells": N_("hidden cells are left out"),
    "images_only": N_("pictures whose text is not read"),
    "kind_doubtful": N_("it may be no minutes"),
    "lost_letters": N_("letters are lost"),
    "mail_attachment": N_("read from what is attached"),
    "may_hold_several_meetings": N_("it may hold several meetings"),
    "namesakes": N_("people of the same name"),
    "no_meeting_day": N_("no day of the meeting"),
    "no_name": N_("somebody without a name"),
    "odd_organisation": N_("an odd organisation"),
    "odd_year": N_("an odd year"),
    "one_organisation": N_("one organisation for all"),
    "other_count": N_("another number of people is printed"),
    "own_day_to_come": N_("the day of the meeting itself is announced"),
    "several_documents": N_("several documents are attached"),
    "stage_failed": N_("crparse failed in a part"),
    "struck_text": N_("struck text is left out"),
    "told_by_header": N_("told by a running header alone"),
    "too_many_votes": N_("more votes than people"),
    "two_meeting_days": N_("two days of the meeting"),
    "unclear_marks": N_("unclear marks in the attendance list"),
    "unread_table": N_("a table that was not understood"),
    "wrong_extension": N_("the name tells another format"),
    "xfa_form": N_("a form that only Adobe's programs show"),
}
"""What is doubted in a document; codes without a word of their own are shown as they are."""

FAILURES: Mapping[str, str] = {
    "archive": N_("Archives that cannot be opened"),
    "changed": N_("Changed while they were read"),
    "cloud_link": N_("Links to documents in a cloud"),
    "conversion_failed": N_("Not converted by LibreOffice"),
    "conversion_timeout": N_("Too long for LibreOffice"),
    "correction": N_("Corrections that change nothing"),
    "corrupt_doc": N_("Damaged"),
    "corrupt_docx": N_("Damaged"),
    "corrupt_html": N_("Damaged"),
    "corrupt_mail": N_("Damaged"),
    "corrupt_odt": N_("Damaged"),
    "corrupt_pdf": N_("Damaged"),
    "corrupt_xls": N_("Damaged"),
    "corrupt_xlsx": N_("Damaged"),
    "crashed": N_("The reading process died"),
    "duplicate": N_("The same file twice"),
    "edited_record": N_("Records changed by hand"),
    "empty": N_("Empty files"),
    "encrypted": N_("Protected by a password"),
    "gone": N_("No longer there"),
    "internal_error": N_("crparse itself failed"),
    "invalid_record": N_("Records that are none any more"),
    "needs_libreoffice": N_("LibreOffice is needed"),
    "no_text": N_("Without text"),
    "ocr_failed": N_("Text recognition failed"),
    "other_format": N_("Of another kind, passed over"),
    "out_of_memory": N_("Too large for the memory"),
    "out_of_reach": N_("Out of reach"),
    "record_kept": N_("No longer readable, kept"),
    "record_too_large": N_("The record is too large"),
    "same_minutes": N_("The same minutes in another form"),
    "stage_failed": N_("crparse failed in a part"),
    "too_large": N_("Too large"),
    "too_long": N_("Too long"),
    "too_slow": N_("Too slow"),
    "truncated": N_("Cut off"),
    "unknown_format": N_("Of an unknown format"),
    "unreadable": N_("Files that cannot be opened"),
}
"""What the build told of files, by code; codes without a word of their own are shown as they are."""


@singledispatch
def said_by(item: Located) -> str:
    """What an item says, in one line: "Aline Corbier, trésorière, Mairie de Lormoy"."""
    raise TypeError(f"nothing tells what a {type(item).__name__} says")


@said_by.register
def _(item: Attendee) -> str:
    return ", ".join(filter(None, (item.name, item.role, item.organisation)))


@said_by.register
def _(item: Section) -> str:
    return f"{item.number}. {item.title}" if item.number else item.title


@said_by.register
def _(item: Definition) -> str:
    return f"{item.term} : {item.text}"


@said_by.register
def _(item: Example) -> str:
    return item.text


@said_by.register
def _(item: UpcomingDate) -> str:
    return f"{item.quote} – {item.label}" if item.label else item.quote


@said_by.register
def _(item: Decision) -> str:
    return item.text


@said_by.register
def _(item: Action) -> str:
    return f"{item.what} ({item.who})" if item.who else item.what
