"""Bytes of fields and lines to characters, by the decoder of the cleaning stage."""

from __future__ import annotations

from transforms.clean.decode import decode


def to_text(data: bytes) -> str:
    """Return bytes as text: UTF-8 where they are, else what the detector finds; ValueError where nothing fits."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = decode(data, None)
        if isinstance(found, str):
            raise ValueError(f"{found}: not UTF-8 and no other encoding fits") from error
        return found.text
