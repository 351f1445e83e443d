"""Mails: what is written in them and what is attached, read each by itself or put into one record."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from mail_files import compound, message
from word_files import docx, p

from crparse.errors import ReadError
from crparse.readers import read_document
from crparse.readers.mail import open_mail
from crparse.source import Envelope

MINUTES = "Présents : Mme Aline Corbier, M. Hugo Ferrand. " * 10
GREETING = "Bonjour,\nvous trouverez le compte rendu ci-joint.\nBien à vous,\nAna Roux\n"
ENVELOPE = Envelope("Ana Roux <ana@valmont.example>", "2024-03-13T10:30:00+01:00", "Compte rendu du 12 mars")
WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def mail(text: str = GREETING, subject: str = ENVELOPE.subject or "") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ana Roux <ana@valmont.example>"
    made["To"] = "bureau@valmont.example"
    made["Date"] = "Wed, 13 Mar 2024 10:30:00 +0100"
    made["Subject"] = subject
    made.set_content(text)
    return made


def attach(made: EmailMessage, content: bytes, name: str, kind: tuple[str, str] = WORD) -> EmailMessage:
    made.add_attachment(content, *kind, filename=name)
    return made


def parts(content: bytes) -> dict[str, bytes]:
    return {part.name: part.content for part in open_mail(content).parts}


def refused(content: bytes) -> tuple[str, str]:
    with pytest.raises(ReadError) as caught:
        read_document(content, name="cr.eml")
    return caught.value.code, caught.value.message


def test_the_text_and_what_is_attached_are_files_of_their_own() -> None:
    cr = docx(p("Budget"))
    made = attach(attach(mail(), cr, "cr du 12 mars.docx"), b"Deux", "séance.txt", ("text", "plain"))
    found = open_mail(made.as_bytes(policy=SMTP))
    assert [(part.name, part.is_body, part.envelope) for part in found.parts] == [
        ("body.txt", True, ENVELOPE),
        ("cr du 12 mars.docx", False, ENVELOPE),
        ("séance.txt", False, ENVELOPE),
    ]
    assert found.parts[0].content.decode("utf-8-sig") == GREETING
    assert [part.content for part in found.parts[1:]] == [cr, b"Deux"]


def test_a_mail_that_only_brings_a_document_is_that_document() -> None:
    source = read_document(attach(mail(), docx(p("Budget")), "cr.docx").as_bytes(), name="envoi.eml")
    assert (source.name, source.format, source.text) == ("envoi.eml", "eml", "Budget")
    assert source.envelope == Envelope(ENVELOPE.sender, ENVELOPE.date, ENVELOPE.subject, "envoi.eml")
    assert [warning.message for warning in source.warnings] == [
        "The mail itself says little: this is the record of what is attached to it, “cr.docx”."
    ]


def test_a_mail_that_holds_the_minutes_is_its_text() -> None:
    source = read_document(attach(mail(MINUTES), docx(p("Budget")), "cr.docx").as_bytes(), name="cr.eml")
    assert source.text.startswith("Présents : Mme Aline Corbier")
    assert [(warning.code, warning.message) for warning in source.warnings] == [
        (
            "attachments",
            "The mail carries 1 file(s) (cr.docx) that are not in this record: "
            "`crparse build` reads every one of them.",
        )
    ]


def test_two_documents_are_for_a_corpus() -> None:
    made = attach(attach(mail(), docx(p("Un")), "a.docx"), docx(p("Deux")), "b.docx")
    assert read_document(made.as_bytes(), name="cr.eml").text.startswith("Bonjour")
    made = attach(attach(mail(""), docx(p("Un")), "a.docx"), docx(p("Deux")), "b.docx")
    message = "The mail has no text of its own, and 2 documents are attached to it (a.docx, b.docx)."
    assert refused(made.as_bytes()) == ("several_documents", message)
    assert refused(mail(" ").as_bytes())[0] == "no_text"


def test_a_page_says_more_than_plain_text() -> None:
    made = mail("Budget en texte")
    made.add_alternative("<html><body><h1>Budget</h1><img src='cid:1'></body></html>", subtype="html")
    made.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<1>")
    assert list(parts(made.as_bytes())) == ["body.html"]
    assert read_document(made.as_bytes(), name="cr.eml").text == "Budget"
    empty = mail("Budget en texte")
    empty.add_alternative("<html><head><style>p {}</style></head><body></body></html>", subtype="html")
    assert list(parts(empty.as_bytes())) == ["body.txt"]


def test_mails_in_mails_keep_what_each_says_of_itself() -> None:
    inner = attach(mail(MINUTES, "Budget / 2024"), docx(p("Un")), "cr.docx")
    outer = mail()
    outer.add_attachment(inner)
    found = open_mail(outer.as_bytes()).parts
    assert [(part.name, part.envelope.subject) for part in found] == [
        ("body.txt", ENVELOPE.subject),
        ("2024.eml/body.txt", "Budget / 2024"),
        ("2024.eml/cr.docx", "Budget / 2024"),
    ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/cr.docx", "cr.docx"),
        ("C:\\temp\\cr.docx", "cr.docx"),
        ("..", "part-2"),
        ("", "part-2"),
        ("x" * 400 + ".docx", "x" * 120 + ".docx"),
        ("cr\r\n du 12.docx", "cr du 12.docx"),
    ],
)
def test_names_that_lead_nowhere(name: str, safe: str) -> None:
    raw = attach(mail(), b"Un", "PLACE.docx").as_bytes().replace(b"PLACE.docx", name.encode())
    assert list(parts(raw)) == ["body.txt", safe]


def test_the_same_name_twice_is_told_apart() -> None:
    made = attach(attach(attach(mail(), b"1", "cr.docx"), b"2", "cr.docx"), b"3", "cr.docx")
    assert parts(made.as_bytes()) | {"body.txt": b""} == {
        "body.txt": b"",
        "cr.docx": b"1",
        "cr (2).docx": b"2",
        "cr (3).docx": b"3",
    }


HEAD = "From: ana@valmont.example\nTo: b@valmont.example\nSubject: CR\nMIME-Version: 1.0\n"
LINES = "UHLDqXNlbnRzIDogTW1lIEFsaW5lIENvcmJpZXIsIE0uIEh1Z28gRmVycmFuZC4gTGUgYnVkZ2V0Li4u\n"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Content-Type: text/plain; charset=utf-9\n\nPr\xe9sents : Ana", "Présents : Ana"),
        ("Content-Type: text/plain; charset=us-ascii\n\nPr\xe9sents : Ana", "Présents : Ana"),
        ("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nUHLDqXNlbnRz", "Présents"),
        ("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nUHLDqXNlbnRz%%\n=", "Présents"),
        (
            "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nPr=C3=A9sen=\nts",
            "Présents",
        ),
        (f"Content-Type: text/plain\n\nBudget\n{LINES * 4}", "Budget"),
    ],
)
def test_texts_that_are_not_as_they_say(raw: str, text: str) -> None:
    content = (HEAD + raw).encode("latin-1")
    assert read_document(content, name="cr.eml").text == text


def test_what_is_damaged_is_told_and_no_letters_for_bytes_are_read() -> None:
    boundless = f"{HEAD}Content-Type: multipart/mixed\n\n--x\n\n{LINES * 30}\n--x--\n"
    assert refused(boundless.encode())[0] == "corrupt_mail"
    assert refused((LINES * 30).encode()) == (
        "encoded",
        "The file is another one written in letters (base64), as mail does, without what says so.",
    )
    cut = attach(mail(MINUTES), docx(p("Budget")), "cr.docx").as_bytes()[:-400]
    assert [warning.code for warning in read_document(cut, name="cr.eml").warnings] == [
        "attachments",
        "cut_mail",
    ]
    sealed = f"{HEAD}Content-Type: application/pkcs7-mime; name=smime.p7m\n\nx"
    assert refused(sealed.encode())[0] == "encrypted"
    nested = HEAD + "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(3000))
    assert refused(nested.encode())[0] == "corrupt_mail"


@pytest.mark.parametrize(
    ("field", "raw", "expected"),
    [
        ("Date", "n'importe quoi", None),
        ("Date", "Wed, 13 Mar 2024 10:30:00 -0000", "2024-03-13T10:30:00"),
        ("Date", "Wed, 99 Mar 99999 10:30:00 +9999", None),
        ("Subject", "=?utf-8?q?S=C3=A9ance?= du 12", "Séance du 12"),
        ("Subject", "=?x-rien?b?U8OpYW5jZQ==?=", "Séance"),
        ("Subject", "=?utf-8?b?###?=", "=?utf-8?b?###?="),
    ],
)
def test_fields_of_the_head(field: str, raw: str, expected: str | None) -> None:
    content = f"From: ana@valmont.example\nTo: b@valmont.example\nX-A: b\n{field}: {raw}\n\nBudget".encode()
    envelope = open_mail(content).envelope
    assert getattr(envelope, field.lower()) == expected


def test_what_looks_like_a_mail_and_is_none() -> None:
    saved = b"From: <Saved by Blink>\nSnapshot-Content-Location: https://valmont.example\nSubject: CR\n" + (
        b"Date: Wed, 13 Mar 2024 10:30:00 +0100\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/related; boundary="x"\n\n'
        b"--x\nContent-Type: text/html\n\n<p>Budget</p>\n--x--\n"
    )
    assert read_document(saved, name="cr.mhtml").format == "html"
    text = "Date: 12 mars 2024\nObjet: budget\nLieu: mairie\n\nPrésents : Ana Roux"
    assert read_document(text.encode(), name="cr.txt").format == "txt"
    box = b"From ana@valmont.example Wed Mar 13 10:30:00 2024\n" + mail().as_bytes()
    with pytest.raises(ReadError) as caught:
        read_document(box, name="cr.mbox")
    assert (caught.value.code, str(caught.value)) == (
        "mailbox",
        "The file is a whole mailbox (mbox), not one mail. "
        "Give it to `crparse build`, which reads every mail in it.",
    )


def outlook(**told: Any) -> bytes:
    return compound(message("Compte rendu", **told))  # type: ignore[arg-type]


def test_a_message_of_outlook() -> None:
    cr = docx(p("Budget " * 2000))
    inner = message("Conseil", MINUTES, attached=[("pv.txt", b"Un")])
    content = outlook(body=GREETING, attached=[("cr.docx", cr), ("", inner), ("logo.png", b"x")])
    found = open_mail(content)
    assert found.envelope == Envelope(
        "Ana Roux <ana@valmont.example>", "2024-03-13T09:30:00+00:00", "Compte rendu"
    )
    assert [(part.name, part.envelope.subject) for part in found.parts] == [
        ("body.txt", "Compte rendu"),
        ("cr.docx", "Compte rendu"),
        ("Conseil.msg/body.txt", "Conseil"),
        ("Conseil.msg/pv.txt", "Conseil"),
        ("logo.png", "Compte rendu"),
    ]
    assert found.parts[1].content == cr


def test_a_message_of_outlook_alone() -> None:
    content = outlook(html="<html><body><p>Présents : Ana Roux</p></body></html>".encode(), sent=None)
    source = read_document(content, name="cr.msg")
    assert (source.format, source.text, source.warnings) == ("msg", "Présents : Ana Roux", ())
    assert source.envelope == Envelope("Ana Roux <ana@valmont.example>", None, "Compte rendu", "cr.msg")


@pytest.mark.parametrize("size", [9, 300, 511, 700, 1500, 2100])
def test_a_message_cut_short(size: int) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(outlook(body=GREETING)[:size], name="cr.msg")
    assert caught.value.code in ("truncated", "corrupt_mail", "no_text")


def test_an_attachment_that_is_not_in_the_message() -> None:
    told = message("CR", MINUTES, attached=[("cr.docx", b"x")])
    inside = told["__attach_version1.0_#00000000"]
    assert isinstance(inside, dict)
    del inside["__substg1.0_37010102"]
    source = read_document(compound(told), name="cr.msg")  # type: ignore[arg-type]
    assert [warning.code for warning in source.warnings] == ["cloud_link"]


def test_mails_on_disk_have_a_container_in_their_record(tmp_path: Path) -> None:
    from crparse.parsing import parse

    file = tmp_path / "cr.eml"
    file.write_bytes(mail(MINUTES).as_bytes())
    container = parse(file).source.container
    assert container is not None
    assert container.model_dump() == {
        "mail": "cr.eml",
        "sender": ENVELOPE.sender,
        "date": ENVELOPE.date,
        "subject": ENVELOPE.subject,
    }
