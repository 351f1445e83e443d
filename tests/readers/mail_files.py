"""Mails made for tests: Outlook's messages in Microsoft's container, and the container itself."""

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

Tree = Mapping[str, "bytes | Tree"]

SECTOR, SMALL, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(tree: Tree) -> bytes:
    """A compound file of these streams and folders."""
    entries: list[list[object]] = [["Root Entry", 5, FREE, FREE, END, 0]]
    contents: dict[int, bytes] = {}

    def add(inside: Tree) -> int:
        first = FREE
        for name, content in reversed(list(inside.items())):
            at = len(entries)
            is_folder = isinstance(content, Mapping)
            entries.append([name, 1 if is_folder else 2, first, FREE, END, 0])
            if isinstance(content, Mapping):
                entries[at][3] = add(content)
            else:
                contents[at] = content
            first = at
        return first

    entries[0][3] = add(tree)
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(content: bytes) -> int:
        pieces = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
        start = len(sectors)
        sectors.extend(pieces)
        fat.extend([*range(start + 1, start + len(pieces)), END] if pieces else [])
        return start if pieces else END

    small, small_fat = b"", list[int]()
    for at, content in contents.items():
        entries[at][5] = len(content)
        if len(content) >= CUTOFF:
            entries[at][4] = store(content)
        elif content:
            count, start = -(-len(content) // SMALL), len(small_fat)
            entries[at][4] = start
            small += content.ljust(count * SMALL, b"\0")
            small_fat += [*range(start + 1, start + count), END]
    entries[0][4], entries[0][5] = store(small), len(small)
    small_fat_at = store(
        struct.pack(f"<{len(small_fat)}I", *small_fat).ljust(
            -(-len(small_fat) * 4 // SECTOR) * SECTOR, b"\xff"
        )
    )
    small_fat_count = -(-len(small_fat) * 4 // SECTOR)
    directory_at = store(b"".join(map(_entry, entries)))
    fats = 1
    while fats * SECTOR // 4 < len(sectors) + fats:
        fats += 1
    places = range(len(sectors), len(sectors) + fats)
    fat += [FAT] * fats + [FREE] * (fats * SECTOR // 4 - len(fat) - fats)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, directory_at, 0, CUTOFF, small_fat_at,
        small_fat_count, END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *places, *[FREE] * (109 - fats))
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _entry(entry: Sequence[object]) -> bytes:
    name, kind, right, child, start, size = entry
    wide = str(name).encode("utf-16-le")
    return wide.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIQ", len(wide) + 2, kind, 1, FREE, right, child, start, size
    )


def message(
    subject: str,
    body: str = "",
    *,
    html: bytes = b"",
    sender: str = "Ana Roux",
    address: str = "ana@valmont.example",
    sent: datetime | None = datetime(2024, 3, 13, 9, 30, tzinfo=UTC),
    attached: Sequence[tuple[str, bytes | dict[str, object]]] = (),
) -> dict[str, object]:
    """The streams of a message of Outlook's; what is attached is bytes, or another message."""
    told: dict[str, object] = {
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_0C1A001F": sender.encode("utf-16-le"),
        "__substg1.0_5D01001F": address.encode("utf-16-le"),
    }
    if body:
        told["__substg1.0_1000001F"] = body.encode("utf-16-le")
    if html:
        told["__substg1.0_10130102"] = html
    rows = b""
    if sent:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
        rows = struct.pack("<HHIQ", 0x40, 0x39, 6, ticks)
    told["__properties_version1.0"] = bytes(32) + rows
    for number, (name, content) in enumerate(attached):
        inside: dict[str, object] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
        }
        if isinstance(content, bytes):
            inside["__substg1.0_37010102"] = content
        else:
            properties = content["__properties_version1.0"]
            assert isinstance(properties, bytes)
            inside["__substg1.0_3701000D"] = content | {"__properties_version1.0": properties[8:]}
        told[f"__attach_version1.0_#{number:08X}"] = inside
    return told
