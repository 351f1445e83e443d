"""Parts of packages (DOCX, ODT): unpacked no further than they say, their XML read without entities."""

import zipfile

from lxml import etree

from crparse.readers.files.detect import UNREADABLE_ZIP

DAMAGED_PACKAGE = (*UNREADABLE_ZIP, RuntimeError)
"""What the standard library says of a package that cannot be unpacked, or not without a password."""

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def read_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part; one larger than it says is damaged, and is not unpacked to its end."""
    with package.open(part) as stream:
        return stream.read(part.file_size + 1)


def xml_fault(error: etree.XMLSyntaxError) -> str:
    """What is wrong with XML, in words."""
    if "Excessive depth" in error.msg:
        return "it has elements, such as tables, hundreds deep inside each other"
    return str(error)
