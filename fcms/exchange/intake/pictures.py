"""Photographs that lie in a bundle, looked at one by one with bounded memory."""

from __future__ import annotations

import zipfile
import zlib

from fcms.exchange.layout import Flaw
from fcms.lib.malformed import Malformed
from fcms.subjects.photographs import MOST_BYTES, re_encode

ENDINGS = (".jpg", ".jpeg", ".png")


def named(name: str) -> bool:
    """Whether a file of a bundle is a photograph by its name."""
    return name.lower().endswith(ENDINGS)


def picture(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a photograph of the bundle; raises `Malformed` with the sentence where it cannot be had."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise Malformed("The bundle holds no file of this name. Ask the sender for it.") from None
    if info.file_size > MOST_BYTES:
        raise Malformed("This photograph is larger than 1 MB. Ask the sender for a smaller version.")
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise Malformed("This photograph is damaged in the bundle. Ask the sender for it again.") from None


def flaws(archive: zipfile.ZipFile | None, column: str, name: str) -> list[Flaw]:
    """What is wrong with the photograph that a row names."""
    if not name or archive is None:
        return []
    try:
        re_encode(picture(archive, name))
    except Malformed as problem:
        return [Flaw("R-PHOTOGRAPH", column, problem.sentence)]
    return []
