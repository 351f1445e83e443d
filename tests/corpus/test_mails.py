"""Mails as inputs of a corpus: their text and what is attached, each a document that keeps who sent it."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from crparse.corpus import containers
from crparse.corpus.inputs import find_inputs
from crparse.source import Envelope

SENDER, SENT = "Ana Roux <ana@valmont.example>", "2024-03-13T10:30:00+01:00"


def mail(subject: str, text: str = "Bonjour", **attached: bytes) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = SENDER, "bureau@valmont.example", subject
    made["Date"] = "Wed, 13 Mar 2024 10:30:00 +0100"
    made.set_content(text)
    for name, content in attached.items():
        made.add_attachment(content, "application", "octet-stream", filename=name.replace("_", "."))
    return made


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def found(folder: Path) -> tuple[dict[str, Envelope | None], dict[str, str]]:
    """Path -> envelope of what is read, and path -> code of what is not."""
    inputs = find_inputs([folder])
    read = {item.path: item.envelope for item in [*inputs.files, *inputs.repeats]}
    return read, {entry.path: entry.code for entry in inputs.entries}


def test_a_mail_is_its_text_and_what_is_attached(tmp_path: Path) -> None:
    (tmp_path / "envoi.eml").write_bytes(mail("CR", cr_txt=b"Un", pv_txt=b"Deux").as_bytes())
    told = Envelope(SENDER, SENT, "CR", "envoi.eml")
    read = dict.fromkeys(["envoi.eml/body.txt", "envoi.eml/cr.txt", "envoi.eml/pv.txt"], told)
    assert found(tmp_path) == (read, {})
    contents = [item.read() for item in find_inputs([tmp_path]).files]
    assert [content.decode("utf-8-sig").strip() for content in contents] == ["Bonjour", "Un", "Deux"]


def test_mails_in_archives_and_archives_in_mails(tmp_path: Path) -> None:
    inner = mail("Budget", "Le budget est voté.", cr_txt=b"Trois")
    outer = mail("CR", lot_zip=zipped(a_txt=b"Un", pv_eml=inner.as_bytes()))
    (tmp_path / "2024.zip").write_bytes(zipped(envoi_eml=outer.as_bytes()))
    root = "2024.zip/envoi.eml"
    above = Envelope(SENDER, SENT, "CR", root)
    below = Envelope(SENDER, SENT, "Budget", f"{root}/lot.zip/pv.eml")
    assert found(tmp_path) == (
        {
            f"{root}/body.txt": above,
            f"{root}/lot.zip/a.txt": above,
            f"{root}/lot.zip/pv.eml/body.txt": below,
            f"{root}/lot.zip/pv.eml/cr.txt": below,
        },
        {},
    )
    assert [item.read() for item in find_inputs([tmp_path]).files][-1] == b"Trois"


def test_a_mail_in_a_mail_in_a_mail_ends(tmp_path: Path) -> None:
    content = mail("0", "Le budget est voté.").as_bytes()
    for number in range(1, 9):
        content = mail(str(number), "", suite_eml=content).as_bytes()
    (tmp_path / "0.eml").write_bytes(content)
    read, codes = found(tmp_path)
    assert (read, list(codes.values())) == ({}, ["nested_archive"])
    assert next(iter(codes)).count("suite.eml") == containers.DEEPEST


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (mail("CR", "").as_bytes(), "empty_mail"),
        (b"From: a@b.example\nTo: b\nSubject: CR\nContent-Type: multipart/mixed\n\n--x\n", "corrupt_mail"),
        (mail("CR", cr_txt=b"Un" * 99).as_bytes()[:-40], "cut_mail"),
    ],
)
def test_a_mail_that_is_not_whole_is_told_in_one_line(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "cr.eml").write_bytes(content)
    assert found(tmp_path)[1] == {"cr.eml": code}


def test_a_mail_by_another_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "cr.docx").write_bytes(mail("CR").as_bytes())
    (tmp_path / "cr").write_bytes(mail("CR", "Autre").as_bytes())
    read, codes = found(tmp_path)
    assert sorted(read) == ["cr.docx/body.txt", "cr/body.txt"]
    assert codes == {"cr.docx": "wrong_extension"}


LINE = b"From - Wed Mar 13 10:30:00 2024\n"
"""As Thunderbird puts it before each mail."""


def mailbox(*mails: bytes, line: bytes = LINE) -> bytes:
    return b"".join(line + content.rstrip(b"\n") + b"\n\n" for content in mails)


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        b"From ana@valmont.example Wed Mar 13 10:30:00 2024\n",
        b"From 1793333@xxx Wed Mar 13 10:30:00 +0000 2024\r\n",
    ],
)
def test_each_mail_of_a_mailbox_is_a_mail(tmp_path: Path, line: bytes) -> None:
    mails = mail("CR", cr_txt=b"Un"), mail("PV", "Deux"), mail("CR", "Trois")
    (tmp_path / "Envoyés").write_bytes(mailbox(*(one.as_bytes() for one in mails), line=line))
    cr, pv, again = (
        Envelope(SENDER, SENT, subject, f"Envoyés/{name}")
        for subject, name in (("CR", "CR.eml"), ("PV", "PV.eml"), ("CR", "CR (2).eml"))
    )
    assert found(tmp_path) == (
        {
            "Envoyés/CR.eml/body.txt": cr,
            "Envoyés/CR.eml/cr.txt": cr,
            "Envoyés/PV.eml/body.txt": pv,
            "Envoyés/CR (2).eml/body.txt": again,
        },
        {},
    )
    texts = {item.path: item.read().decode("utf-8-sig").strip() for item in find_inputs([tmp_path]).files}
    assert texts == {
        "Envoyés/CR (2).eml/body.txt": "Trois",
        "Envoyés/CR.eml/body.txt": "Bonjour",
        "Envoyés/CR.eml/cr.txt": "Un",
        "Envoyés/PV.eml/body.txt": "Deux",
    }


def test_a_text_that_begins_a_line_like_the_next_mail_is_no_mail(tmp_path: Path) -> None:
    said = "Bonjour\n\nFrom Valmont with love\n\n>From - Wed Mar 13 10:30:00 2024\nSubject: cité\n"
    wrong = "Hier\n\nFrom - Wed Mar 13 10:30:00 2024\n\nBonjour : à demain\n"
    (tmp_path / "a.mbox").write_bytes(mailbox(mail("CR", said).as_bytes(), mail("PV", wrong).as_bytes()))
    texts = {item.path: item.read().decode("utf-8-sig") for item in find_inputs([tmp_path]).files}
    assert texts == {"a.mbox/CR.eml/body.txt": said.replace(">From", "From"), "a.mbox/PV.eml/body.txt": wrong}


def test_a_mail_that_its_owner_has_deleted_is_left_out(tmp_path: Path) -> None:
    deleted, read = b"X-Mozilla-Status: 0009\n", b"X-Mozilla-Status: 0001\n"
    content = mailbox(deleted + mail("CR").as_bytes(), read + mail("PV", "Lu").as_bytes())
    (tmp_path / "Inbox").write_bytes(content)
    assert [*found(tmp_path)[0]] == ["Inbox/PV.eml/body.txt"]
    (tmp_path / "Inbox").write_bytes(mailbox(deleted + mail("CR").as_bytes()))
    assert found(tmp_path) == ({}, {"Inbox": "empty_mailbox"})


def test_a_mail_of_a_mailbox_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.mbox").write_bytes(mailbox(mail("CR", "Un " * 900).as_bytes(), mail("PV").as_bytes()))
    monkeypatch.setattr(containers, "LARGEST_MEMBER", 2000)
    read, codes = found(tmp_path)
    assert ([*read], codes) == (["a.mbox/PV.eml/body.txt"], {"a.mbox/CR.eml": "too_large"})


def test_a_mailbox_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(LINE + bytes(range(256)))
    assert found(tmp_path) == ({}, {"a.mbox": "empty_mailbox"})


def test_mailboxes_in_archives_and_archives_in_mailboxes(tmp_path: Path) -> None:
    box = mailbox(mail("CR", "", lot_zip=zipped(a_txt=b"Un")).as_bytes())
    (tmp_path / "2024.zip").write_bytes(zipped(envoi_mbox=box))
    (tmp_path / "cr.eml").write_bytes(mailbox(mail("PV").as_bytes()))
    read, codes = found(tmp_path)
    assert sorted(read) == ["2024.zip/envoi.mbox/CR.eml/lot.zip/a.txt", "cr.eml/PV.eml/body.txt"]
    assert codes == {"cr.eml": "wrong_extension"}
    assert find_inputs([tmp_path]).files[0].read() == b"Un"


def test_a_mailbox_holds_more_mails_than_an_archive_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "MOST_FILES", 2)
    mails = [mail("CR", f"Séance {number}").as_bytes() for number in range(5)]
    (tmp_path / "cr.mbox").write_bytes(mailbox(*mails))
    read, codes = found(tmp_path)
    assert (len(read), codes) == (5, {})


def test_parts_of_mails_count_as_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cr.eml").write_bytes(mail("CR", a_txt=b"Un", b_txt=b"Deux").as_bytes())
    monkeypatch.setattr(containers, "MOST_FILES", 2)
    assert found(tmp_path) == ({}, {"cr.eml": "too_large"})
