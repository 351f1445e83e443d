"""Mail (.eml, and Outlook's .msg): what is written in it and what is attached to it, each a file of its own.

A corpus takes every one of them in. Read alone, a mail is its text; where that says little and one document
is attached, it is that document. Here is what both forms share; each form has a module, and so has a file of
many mails (`mailbox`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crparse.errors import ReadError
from crparse.readers import FORMATS
from crparse.readers.files.detect import COMPOUND, detect_format
from crparse.readers.mail.parts import Mail, MailPart
from crparse.source import Caveat, SourceDocument
from crparse.wording import Message

NAMED = 5
"""Attached files that a warning names: it stays one line."""

FEW_WORDS = 60
"""Words under which a mail with one document attached only brings it: a greeting, a line, a signature with
its address and telephone."""


def open_mail(content: bytes) -> Mail:
    """What a mail holds, whichever form it has.

    Raises:
        ReadError: "corrupt_mail" or "encrypted".
    """
    if content.startswith(COMPOUND):
        from crparse.readers.mail.outlook import open_message

        return open_message(content)
    from crparse.readers.mail.mime import open_mime

    return open_mime(content)


def read_mail(content: bytes, name: str) -> SourceDocument:
    """The blocks of a mail's text, or of the one document that it brings.

    Raises:
        ReadError: It is damaged, or brings several documents and no text of its own.
    """
    mail = open_mail(content)
    part = _meant(mail)
    document = FORMATS[_format(part) or "txt"].read(part.content, part.name)
    return replace(
        document,
        name=name,
        format="msg" if content.startswith(COMPOUND) else "eml",
        envelope=replace(part.envelope, mail=name),
        warnings=(*_caveats(mail, part), *document.warnings),
    )


def _meant(mail: Mail) -> MailPart:
    """The part that a record of the mail is made of."""
    body = next((part for part in mail.parts if part.is_body and "/" not in part.name), None)
    if body is not None and _words(body) >= FEW_WORDS:
        return body
    documents = [part for part in mail.parts if part is not body and _is_document(part)]
    if len(documents) == 1:
        return documents[0]
    if body is not None:
        return body
    if documents:
        names = _listed(documents)
        message = Message(
            "The mail has no text of its own, and %(count)s documents are attached to it (%(names)s).",
            count=len(documents),
            names=names,
        )
        raise ReadError(
            "several_documents",
            message,
            Message("Give it to `crparse build`, which reads every one of them."),
        )
    for trouble in mail.troubles:
        raise trouble
    message = Message("The mail holds no text, and no document is attached to it.")
    raise ReadError(
        "no_text", message, Message("Nothing to do, unless its minutes were lost: ask for it again.")
    )


def _words(part: MailPart) -> int:
    """How many words a part has; none where it cannot be read."""
    format = _format(part)
    try:
        return len(FORMATS[format].read(part.content, part.name).text.split()) if format else 0
    except ReadError:
        return 0


def _format(part: MailPart) -> str | None:
    """The format of a part, None for what is no document."""
    try:
        format = detect_format(part.content, part.name)
    except ReadError:
        return None
    return format if format in FORMATS else None


def _is_document(part: MailPart) -> bool:
    """Whether a part may be what the mail is about: a picture is a signature's, as a rule."""
    format = _format(part)
    if format is None or FORMATS[format].may_be_other:
        return False
    return not part.is_body or _words(part) >= FEW_WORDS


def _caveats(mail: Mail, part: MailPart) -> Iterator[Caveat]:
    """What of the mail is not in its record."""
    if not part.is_body:
        message = Message(
            "The mail itself says little: this is the record of what is attached to it, “%(name)s”.",
            name=part.name,
        )
        yield Caveat("mail_attachment", message)
    others = [other for other in mail.parts if other is not part and not other.is_body]
    if others:
        message = Message(
            "The mail carries %(count)s file(s) (%(names)s) that are not in this record: "
            "`crparse build` reads every one of them.",
            count=len(others),
            names=_listed(others),
        )
        yield Caveat("attachments", message)
    for trouble in mail.troubles:
        yield Caveat(trouble.code, trouble.told)


def _listed(parts: Sequence[MailPart]) -> str:
    return ", ".join([part.name for part in parts[:NAMED]]) + (", …" if len(parts) > NAMED else "")
