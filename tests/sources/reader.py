"""Read bytes as a file, and say what came of them."""

from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.reading import read_range
from schemas.records import RawRecord
from schemas.reject import Reject

A = (
    "Gunmen killed seven farmers in Birnin Gwari on Tuesday, police said. "
    "The attackers burned three houses and fled into the forest."
)
B = "Rain stopped the harvest in the valley of the Tarn on Sunday, and two roads were closed for the night."


def read(path, **options):
    return list(read_range(InputRange(str(path), path.stat().st_size), ReadOptions(**options)))


def read_bytes(folder, data, name="input.bin", **options):
    path = folder / name
    path.write_bytes(data)
    return read(path, **options)


def codes(items):
    return [item.code for item in items if isinstance(item, Reject)]


def records(items):
    return [item for item in items if isinstance(item, RawRecord)]


def bodies(items):
    return [record.text for record in records(items)]
