"""A run over awkward names: each source is one, keeps its name in rows and manifest, and is never our own output."""

import os

import pyarrow.dataset as ds

from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.validate import validate
from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.discover import split
from pipeline.sources.identity import unescape
from pipeline.sources.reading import read_range
from schemas.records import RawRecord

STORIES = ("Rebels attacked Soldiers in the hills.", "It rained in the capital.", "Police attacked Rebels at night.")


def stories(folder, *names):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in zip(names, STORIES, strict=True):
        (folder / name).write_text(f"{text} Nobody was hurt there on that day.")
    return folder


def uris(output):
    return sorted(ds.dataset(output / "articles", format="parquet").to_table(["source_uri"]).column(0).to_pylist())


def test_a_name_that_is_no_utf8_goes_through_a_run(tmp_path, run_pipeline):
    folder = stories(tmp_path / "d", "a.txt", "b.txt", os.fsdecode(b"caf\xe9.txt"))
    out = tmp_path / "out"
    assert run_pipeline(out, folder).accounting.articles_written == 3
    assert list(validate(str(out))) == []
    [manifest] = read_manifests(str(out))
    assert sorted(source.uri for source in manifest.inputs) == uris(out)
    odd = next(uri for uri in uris(out) if "caf" in uri)
    assert odd.endswith("caf%E9.txt")
    assert os.fsencode(unescape(odd)).endswith(b"caf\xe9.txt")


def test_an_output_below_its_input_is_no_input_of_the_next_run(tmp_path, run_pipeline, tree):
    folder = stories(tmp_path / "d", "a.txt", "b.txt", "c.txt")
    out = folder / "out"
    first = run_pipeline(out, folder)
    before = tree(out)
    second = run_pipeline(out, folder)
    assert (first.manifest.run_id, tree(out)) == (second.manifest.run_id, before)
    assert second.accounting.records_read == 3


def test_boundaries_are_found_past_a_length_of_many_digits(tmp_path):
    """The launcher looks for them itself: what it cannot read must not end the run."""
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>Rebels attacked.</p></body></html>"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nContent-Type: application/http\r\n"
    records = [
        head % i
        + b"Content-Length: "
        + (b"9" * 5000 if i == 3 else b"%d" % len(page))
        + b"\r\n\r\n"
        + page
        + b"\r\n\r\n"
        for i in range(1500)
    ]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(records))
    whole = InputRange(str(path), path.stat().st_size)
    parts = split(whole, 50_000, ReadOptions())
    assert len(parts) > 1
    found = [item for part in parts for item in read_range(part, ReadOptions())]
    assert found == list(read_range(whole, ReadOptions()))
    assert sum(isinstance(item, RawRecord) for item in found) == 1499
