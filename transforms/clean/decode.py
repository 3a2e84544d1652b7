"""Bytes to characters: byte order mark, UTF-8, the declared encoding, then a detector."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import charset_normalizer
import ftfy.bad_codecs  # noqa: F401

from transforms.clean.language.detect import detect_language

BINARY = "NB102"
UNDECODABLE = "NB103"

DETECT_BYTES = 32 * 1024
"""Bytes shown to the detector, which needs about 10 ms for them."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SUPERSETS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs",
}  # fmt: skip
"""Labels that stand for a larger encoding on the web (WHATWG Encoding Standard)."""
_ALIASES = {"x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gb18030", "x-cp1251": "cp1251", "x-cp1252": "cp1252",
            "x-mac-roman": "mac-roman", "x-mac-cyrillic": "mac-cyrillic", "x-user-defined": "cp1252",
            "windows-874": "cp874", "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8",
            "unicode": "utf-16", "x-euc-jp": "euc_jp", "ks_c_5601-1987": "cp949"}  # fmt: skip
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd", b"\x7fELF", b"RIFF", b"OggS", b"\xd0\xcf\x11\xe0", b"PAR1\x15", b"SQLite format 3\x00",
    b"\x00\x00\x01\x00", b"wOFF\x00", b"wOF2\x00", b"Rar!\x1a", b"7z\xbc\xaf", b"\xca\xfe\xba\xbe",
)  # fmt: skip
"""First bytes of files that are no text: documents, images, archives, programs, tables."""
_MAC_APOSTROPHE = re.compile(rb"[a-z]\xd5(?:s|t|re|ve|ll|d|m)\b")
_WINDOWS_APOSTROPHE = re.compile(rb"[a-z]\x92(?:s|t|re|ve|ll|d|m)\b")
_NOT_WESTERN = re.compile(
    "[^\x00-\x7f€‚„…‘’“”•–—™œŒ¡£§©«®°²³´·»¿ÀÁÂÃÄÅÆÇÈÉÊËÍÎÏÑÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿ]"
)
_WESTERN_LANGUAGES = frozenset("en fr de es pt it nl sv da nb no nn fi is ca gl eu ga lb".split())
_CONTROL = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b"))
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)


class Decoded(NamedTuple):
    """Characters, the encoding they were read in, and flags: ``mixed_encoding``, ``lossy_characters``."""

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None) -> Decoded | str:
    """Return the text of some bytes, or the code of the reject: NB102 binary, NB103 no encoding fits.

    UTF-8 goes before a declared encoding: bytes that are valid UTF-8 by accident are next to impossible, wrong
    declarations are common. Labels mean what the WHATWG Encoding Standard says (``iso-8859-1`` is cp1252).
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _certain(data[len(mark) :], encoding)
    if data.startswith(_MAGIC):
        return BINARY
    if b"\x00" in data:
        wide = _wide(data)
        if wide:
            return _certain(data, wide)
    if len(data.translate(None, _CONTROL)) < 0.98 * len(data) or data.count(0) > 0.001 * len(data) + 1:
        return BINARY
    stateful = b"\x1b" in data or b"~{" in data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        name = python_codec(declared) if declared and stateful and text.isascii() else None
        if name in ("iso2022_jp", "iso2022_kr", "hz"):
            return _strict(data, name) or Decoded(text, "utf-8")
        if b"\x1b$" in data and text.isascii():
            return _strict(data, "iso2022_jp") or Decoded(text, "ascii")
        if b"~{" in data and b"~}" in data and text.isascii():
            return _strict(data, "hz") or Decoded(text, "ascii")
        return Decoded(text, "ascii" if text.isascii() else "utf-8")
    name = python_codec(declared) if declared else None
    if name and name != "utf-8":
        found = _strict(data, name)
        if found:
            return found
    mixed = _utf8_with_strays(data)
    if mixed:
        return mixed
    return _detected(data)


def declared_in(data: bytes) -> str | None:
    """Return the encoding that a page or XML document declares in its first 4 KiB, or None."""
    m = _META.search(data[:4096])
    return m[1].decode("ascii") if m else None


def python_codec(label: str) -> str | None:
    """Return Python's name of the encoding that a label stands for on the web, or None for an unknown one."""
    label = label.strip().strip("\"'").lower()
    label = _ALIASES.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True):
        return None
    return _SUPERSETS.get(info.name, info.name)


def _certain(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, ("lossy_characters",) if "\ufffd" in text else ())


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        if encoding != "cp1252":
            return None
        # Five bytes have no meaning in cp1252; browsers keep them as C1 controls, from which mojibake can be undone.
        text = _cp1252(data)
    return Decoded(text, encoding)


def _cp1252(data: bytes) -> str:
    return data.decode("sloppy-windows-1252")


def _wide(data: bytes) -> str | None:
    """Return UTF-16 or UTF-32 without a mark: nearly every second or all but every fourth byte is NUL."""
    sample = data[: 4096 - 4096 % 4]
    if len(sample) < 4:
        return None
    quarter = len(sample) / 4
    zeros = [sample[i::4].count(0) / quarter for i in range(4)]
    if min(zeros[1], zeros[2], zeros[3]) > 0.9 > zeros[0]:
        return "utf-32-le"
    if min(zeros[:3]) > 0.9 > zeros[3]:
        return "utf-32-be"
    if min(zeros[1], zeros[3]) > 0.5 and max(zeros[0], zeros[2]) < 0.1:
        return "utf-16-le"
    if min(zeros[0], zeros[2]) > 0.5 and max(zeros[1], zeros[3]) < 0.1:
        return "utf-16-be"
    return None


def _utf8_with_strays(data: bytes) -> Decoded | None:
    """Return UTF-8 in which a few bytes are of cp1252 or were cut, if most of what is not ASCII is UTF-8."""
    text = _cut_utf8(data)
    if text:
        return Decoded(text, "utf-8", ("lossy_characters",))
    text = data.decode("utf-8", "surrogateescape")
    strays = sum("\udc80" <= c <= "\udcff" for c in text)
    good = sum(c > "\x7f" for c in text) - strays
    if strays > good or (good < 3 and strays > 0.5 * good):
        return None
    text = re.sub("[\udc80-\udcff]+", _stray, text)
    flags = ("mixed_encoding", "lossy_characters") if "\ufffd" in text else ("mixed_encoding",)
    return Decoded(text, "utf-8", flags)


def _cut_utf8(data: bytes) -> str | None:
    """Return UTF-8 that stops in the middle of its last character, with U+FFFD for that."""
    for cut in range(1, min(3, len(data)) + 1):
        if data[-cut] >= 0xC2:
            try:
                return data[:-cut].decode("utf-8") + "\ufffd"
            except UnicodeDecodeError:
                return None
    return None


def _stray(m: re.Match[str]) -> str:
    """Read bytes outside UTF-8 as cp1252 where that gives a printable character; U+FFFD where it does not."""
    text = m[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return text if len(text) == 1 and text.isprintable() else "\ufffd" * len(text)


def _western(text: str) -> bool:
    """Tell whether text read as cp1252 has only letters of Western Europe and is in one of its languages."""
    return not _NOT_WESTERN.search(text) and detect_language(text)[0] in _WESTERN_LANGUAGES


def _detected(data: bytes) -> Decoded | str:
    sample = data[:DETECT_BYTES]
    western = _cp1252(data)
    letters = sum(0x41 <= b <= 0x5A or 0x61 <= b <= 0x7A for b in sample)
    high = sum(b > 0x7F for b in sample)
    undefined = sum(data.count(b) for b in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
    # A text that is nearly all ASCII letters is Western: detectors guess wildly on a handful of bytes.
    if high < 0.05 * letters:
        if _MAC_APOSTROPHE.search(sample) and not _WINDOWS_APOSTROPHE.search(sample):
            return Decoded(data.decode("mac-roman"), "mac-roman")
        if not undefined:
            return Decoded(western, "cp1252")
    if high < 0.2 * letters and not undefined and _western(western[:2000]):
        return Decoded(western, "cp1252")
    best = charset_normalizer.from_bytes(sample).best()
    if best is not None:
        name = python_codec(best.encoding)
        found = _strict(data, name) if name else None
        if found:
            return found
        if name:
            text = data.decode(name, "replace")
            if text.count("\ufffd") < 0.01 * len(text):
                return Decoded(text, name, ("lossy_characters",))
    if high < 0.3 * len(sample):
        return Decoded(western, "cp1252", ("lossy_characters",) if undefined else ())
    return UNDECODABLE
