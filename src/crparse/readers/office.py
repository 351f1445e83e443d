"""Old Word files (.doc), rich text (.rtf), other old formats: made DOCX by LibreOffice, read as one."""

import contextlib
import errno
import hashlib
import io
import multiprocessing.util
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import olefile

from crparse.errors import ReadError
from crparse.programs import LIBREOFFICE, run_program, started, undisturbed
from crparse.readers import FORMATS
from crparse.readers.files.detect import COMPOUND, FIB, SXW, outer_streams, word_version
from crparse.source import Caveat, SourceDocument
from crparse.wording import Message, joined

WORD_97_FROM = 0xC0
"""Version in the header of a Word document from which it is Word 97's: Word 6 and 95 write 0x65 to 0x69.

LibreOffice has a filter for each.
"""

# Pictures and embedded files in rich text: takes digits without end ("ffd8ffe00010…"), leaves "decade".
_PICTURE_DATA = re.compile(rb"[0-9A-Fa-f\r\n]{400,}")


def read_doc(content: bytes, name: str) -> SourceDocument:
    """The blocks of an old Word file.

    Raises, as all readers here:
        ReadError: "needs_libreoffice", "conversion_failed" or "conversion_timeout", or one of `read_word`.
    """
    version = word_version(content)
    if not content.startswith(COMPOUND):
        return _read(content, name, "doc", "MS WinWord 6.0" if content.startswith(WORD_6) else "MS WinWord 5")
    old = version is not None and version < WORD_97_FROM
    streams = outer_streams(content)
    if not old and streams and streams.isdisjoint(TABLES):
        message = Message(
            "The Word document has lost the part that says where its text stands (0Table or 1Table)."
        )
        raise ReadError(
            "corrupt_doc", message, Message("Get a new copy of it, or open it in Word, which may repair it.")
        )
    if streams and DOCUMENT.lower() not in streams:
        content = _with_document_named(content)
    return _read(content, name, "doc", "MS Word 95" if old else "MS Word 97")


DOCUMENT, TABLES = "WordDocument", frozenset({"0table", "1table"})
"""Streams of a Word document: its text, and since Word 97 where that stands."""

WORD_6 = b"\xdc\xa5"
"""How a document of Word 6 begins that stands in no container; those before are Word 2's."""

NAME = 64
"""Bytes of a name in the container's directory; its length, with the zeros that end it, follows."""


def _with_document_named(content: bytes) -> bytes:
    """The container with the stream of its text called as LibreOffice looks for it, whatever its name."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        for name, *inside in container.listdir():
            with container.openstream([name, *inside]) as stream:
                if inside or stream.read(2) not in FIB:
                    continue
            return content.replace(_entry(name), _entry(DOCUMENT))
    return content


def _entry(name: str) -> bytes:
    """How a name begins its entry in the directory."""
    wide = name.encode("utf-16-le")
    return wide.ljust(NAME, b"\0") + (len(wide) + 2).to_bytes(2, "little")


def read_rtf(content: bytes, name: str) -> SourceDocument:
    """The blocks of rich text, pictures left out: a damaged one would cost the file, a large one time.

    What is cut off is read as far as it goes: LibreOffice refuses groups that are not closed.
    """
    whole, told = _with_groups_closed(_PICTURE_DATA.sub(b"", content))
    try:
        source = _read(whole, name, "rtf", "Rich Text Format")
    except ReadError as error:
        raise ReadError(error.code, joined([error.message, *told]), error.advice) from error
    return replace(source, warnings=(*(Caveat("damaged_rtf", line) for line in told), *source.warnings))


# What opens and closes groups: takes "{", "}", "\\bin512 " before so many bytes; of "\\{" both signs, which
# print a brace.
_GROUPS = re.compile(rb"\\bin(\d{1,12})? ?|\\[^a-z]|[{}]")


def _with_groups_closed(content: bytes) -> tuple[bytes, list[Message]]:
    """Rich text with its groups closed, and what is wrong with them, in words."""
    at, depth = 0, 0
    lying: list[tuple[int, int]] = []
    while found := _GROUPS.search(content, at):
        at = found.end()
        if found.group() in (b"{", b"}"):
            depth += 1 if found.group() == b"{" else -1
            if depth <= 0:
                break
        elif found[1]:
            if at + int(found[1]) > len(content):
                lying.append(found.span())
            else:
                at += int(found[1])
    told = []
    rest = content[at:] if depth <= 0 else b""
    if sum(chr(byte).isalpha() for byte in rest[:SAMPLE]) > FEW_LETTERS:
        told.append(Message("The rich text is closed before its end: what stands behind is not read."))
    if depth > 0:
        told.append(
            Message(
                "The rich text is cut off or damaged (%(groups)s groups are not closed): text may be "
                "missing.",
                groups=depth,
            )
        )
    for start, end in reversed(lying):
        content = content[:start] + content[end:]
    return content + b"}" * max(0, depth), told


SAMPLE, FEW_LETTERS = 10_000, 20
"""Bytes behind the end of rich text that are looked at, and letters that a program may leave there."""


def read_word_xml(content: bytes, name: str) -> SourceDocument:
    """The blocks of a Word file in the XML of 2003."""
    return _read(content, name, "wordxml", "MS Word 2003 XML")


def read_sxw(content: bytes, name: str) -> SourceDocument:
    """The blocks of a text of OpenOffice 1."""
    return _read(_with_manifest(content), name, "sxw", "StarOffice XML (Writer)")


MANIFEST = "META-INF/manifest.xml"
LISTED = "content.xml", "styles.xml", "meta.xml"
"""Parts with the text, its looks and its title."""

_LIST = '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">{}</manifest:manifest>'
_ENTRY = '<manifest:file-entry manifest:media-type="{}" manifest:full-path="{}"/>'


def _with_manifest(content: bytes) -> bytes:
    """The package with a list of its parts, without which LibreOffice does not open it."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as package:
        names = package.namelist()
        if MANIFEST not in names:
            parts = {"/": SXW.decode()} | {name: "text/xml" for name in LISTED if name in names}
            entries = (_ENTRY.format(kind, name) for name, kind in parts.items())
            package.writestr(MANIFEST, _LIST.format("".join(entries)))
    return stream.getvalue()


def _read(content: bytes, name: str, format: str, filter: str) -> SourceDocument:
    made = convert_to_docx(content, filter, FORMATS[format].name)
    office = version_in(made)
    programs = (("libreoffice", office),) if office else ()
    return replace(FORMATS["docx"].read(made, name), format=format, programs=programs)


APPLICATION = "docProps/app.xml"
"""The part of a DOCX that names the program which made it."""

# Takes the version of "<Application>LibreOffice/7.4.7.2$Linux", leaves "<Application>Microsoft Word".
_APPLICATION = re.compile(r"<Application>LibreOffice/([\d.]+)")


def version_in(made: bytes) -> str | None:
    """The version of the LibreOffice that made a DOCX, as the file tells: the program takes a second."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        if APPLICATION not in package.namelist():
            return None
        found = _APPLICATION.search(package.read(APPLICATION).decode("utf-8", "replace"))
    return found[1] if found else None


SECONDS = 120.0
"""Time for one conversion: 1,000 pages take about 20 seconds."""

START_SECONDS = 30.0
"""Time for LibreOffice to start; where it takes longer, each conversion starts its own."""

AT_MOST = 100
"""Conversions after which the running LibreOffice is replaced by a new one: it grows with each."""

POLL = 0.05
"""Seconds from one look whether it has started to the next: it takes a second or more."""

ROOM = 16 << 20
"""Bytes free in the temporary folder under which a conversion may fail for want of them."""

SETTINGS = {
    "Office.Common/Security/Scripting/DisableMacrosExecution": "true",
    "Office.Common/Security/Scripting/MacroSecurityLevel": "3",
    "Office.Common/Security/Scripting/BlockUntrustedRefererLinks": "true",
    "Office.Common/Security/Scripting/DisableActiveContent": "true",
    "Office.Writer/Content/Update/Link": "0",
    "Office.Recovery/AutoSave/Enabled": "false",
    "Office.Recovery/RecoveryInfo/Enabled": "false",
    # What would be fetched all the same goes to a port at which nothing listens.
    "Inet/Settings/ooInetProxyType": "2",
    "Inet/Settings/ooInetHTTPProxyName": "127.0.0.1",
    "Inet/Settings/ooInetHTTPProxyPort": "9",
    "Inet/Settings/ooInetHTTPSProxyName": "127.0.0.1",
    "Inet/Settings/ooInetHTTPSProxyPort": "9",
    "Inet/Settings/ooInetNoProxy": "",
}
"""Of the profile: no macro runs, no link is followed, nothing is kept to recover."""

_SETTING = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'
)
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{}</oor:items>\n'
)

PRIVATE = ("TMPDIR", "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
"""Variables that name the folders to which it, and the desktop's libraries in it, may write."""

KEEPER = "open.txt"
"""A file that the running LibreOffice keeps open; the lock beside it tells that it is at work."""


class Converter:
    """LibreOffice with a profile and a temporary folder of its own, which `close` removes."""

    def __init__(self, program: Path) -> None:
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix="crparse-office-"))
        self.conversions = 0
        self._resident = contextlib.ExitStack()
        self._lock = self.folder / f".~lock.{KEEPER}#"
        self._profile = (self.folder / "profile").as_uri()
        self._socket = _socket(self._profile)
        self._environment = dict.fromkeys(PRIVATE, str(self.folder))
        _write_profile(self.folder / "profile" / "user")

    def convert(self, content: bytes, filter: str, seconds: float) -> bytes | None:
        """The DOCX of a file's content, None where LibreOffice makes nothing of it.

        `filter` is LibreOffice's name of its format: left to guess, it reads damaged files as plain text.

        Raises:
            subprocess.TimeoutExpired: It took more than `seconds`.
        """
        if self.conversions % AT_MOST == 1:
            self._keep_running()
        self.conversions += 1
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            source = Path(place) / "source"
            source.write_bytes(content)
            made = Path(place) / "made"
            options = (f"--infilter={filter}", "--convert-to", "docx", "--outdir", str(made))
            command = self._command(*options, str(source))
            alone = None if self._lock.exists() else self._socket
            run_program(command, seconds=seconds, environment=self._environment, leftover=alone)
            results = sorted(made.glob("*.docx"))
            return results[0].read_bytes() if results else None

    def close(self) -> None:
        """Ends LibreOffice and removes what it has written."""
        self._resident.close()
        self._socket.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _keep_running(self) -> None:
        """Starts the LibreOffice that does the next conversions."""
        self._resident.close()
        self._lock.unlink(missing_ok=True)
        keeper = self.folder / KEEPER
        keeper.write_text("\n")
        command = self._command(str(keeper))
        resident = started(command, environment=self._environment, leftover=self._socket)
        process = self._resident.enter_context(resident)
        deadline = time.monotonic() + START_SECONDS
        while not self._lock.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(POLL)
        if not self._lock.exists():
            self._resident.close()

    def _command(self, *arguments: str) -> list[str]:
        options = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault")
        return [str(self.program), f"-env:UserInstallation={self._profile}", *options, *arguments]


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = (_SETTING.format(*path.rpartition("/")[::2], value) for path, value in SETTINGS.items())
    (folder / "registrymodifications.xcu").write_text(_SETTINGS.format("".join(items)), encoding="utf-8")


def _socket(profile: str) -> Path:
    """Where LibreOffice listens for other calls with its profile; left behind when it is killed."""
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    user = os.getuid() if hasattr(os, "getuid") else ""
    return Path(f"/tmp/OSL_PIPE_{user}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}")


_lock = threading.Lock()
_converters: list[Converter] = []
"""The converter of this process, once there is one."""


def convert_to_docx(content: bytes, filter: str, what: str, *, seconds: float = SECONDS) -> bytes:
    """The DOCX that LibreOffice makes of a file by the filter for its format.

    `what` names its kind in messages.

    Raises:
        ReadError: "needs_libreoffice", "conversion_failed" or "conversion_timeout".
    """
    program = LIBREOFFICE.find()
    if program is None:
        message = Message(
            "This is %(what)s, which needs LibreOffice, and LibreOffice is not installed.", what=what
        )
        raise ReadError("needs_libreoffice", message, LIBREOFFICE.advice)
    with _lock:
        for attempt in _attempts(program):
            try:
                made = attempt.convert(content, filter, seconds)
            except subprocess.TimeoutExpired as error:
                close_converter()
                raise ReadError(
                    "conversion_timeout",
                    Message(
                        "LibreOffice was not done with this file, %(what)s, after %(seconds)s seconds.",
                        what=what,
                        seconds=f"{seconds:.0f}",
                    ),
                    Message("Open it in Word or LibreOffice and save it as .docx."),
                ) from error
            if made is not None:
                return made
            close_converter()
    _check_room()
    message = Message("LibreOffice cannot open this file, %(what)s.", what=what)
    advice = Message("Try to open it in Word; it may be damaged or have a password.")
    raise ReadError("conversion_failed", message, advice)


def _check_room() -> None:
    """Tells a full disk, on which LibreOffice fails without a word, from a file that it cannot open.

    Raises:
        OSError: "No space left on device".
    """
    folder = tempfile.gettempdir()
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.path.join(folder, KEEPER))


def _attempts(program: Path) -> Iterator[Converter]:
    """The converter at work, then a new one: the first may have died with an earlier document."""
    if _converters:
        yield _converters[0]
    with undisturbed():
        _converters.append(Converter(program))
    yield _converters[0]


def close_converter() -> None:
    """Ends the converter of this process, if there is one."""
    with undisturbed():
        while _converters:
            _converters.pop().close()


# Not `atexit`, which the processes of a pool do not heed.
multiprocessing.util.Finalize(None, close_converter, exitpriority=1)
