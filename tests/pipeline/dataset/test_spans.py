"""Pieces of files: the bytes that were asked for, with few reads; and signatures, however many are read together."""

import io
import random
import sys

import pytest
from standin_coder import process_batch

from pipeline import storage
from pipeline.dataset.blocks import link_rows
from pipeline.link import pairs
from pipeline.link.keys import KeyPacker
from pipeline.link.linkers import COPIES
from pipeline.link.pairs import find_ties
from pipeline.link.staged.store import Signatures
from schemas.records import RawRecord
from transforms.process import Settings

CONTENT = random.Random(1).randbytes(200_000)


class Counted(io.RawIOBase):
    """A file of a store, which counts what it is asked for."""

    def __init__(self):
        self._file = io.BytesIO(CONTENT)
        self.reads = []

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=0):
        return self._file.seek(offset, whence)

    def readinto(self, buffer):
        self.reads.append(len(buffer))
        return self._file.readinto(buffer)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("gap", [0, 100, 1 << 20])
def test_spans_are_the_bytes_that_were_asked_for(tmp_path, monkeypatch, seed, gap):
    draw = random.Random(seed)
    edges = sorted(draw.sample(range(len(CONTENT)), 60))
    spans = [(low, high - low) for low, high in zip(edges[::2], edges[1::2], strict=True)]
    wanted = [CONTENT[low : low + length] for low, length in spans]
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    assert list(map(bytes, storage.read_spans(str(path), spans))) == wanted
    store = Counted()
    monkeypatch.setattr(storage, "GAP", gap)
    monkeypatch.setattr(storage, "open_binary", lambda _: io.BufferedReader(store, 16 << 20))
    assert list(map(bytes, storage.read_spans("s3://news/file", spans))) == wanted
    assert len(store.reads) == {0: len(spans), 1 << 20: 1}.get(gap, len(store.reads))
    assert sum(store.reads) <= len(CONTENT), "what is not between two pieces is not read"


def test_no_more_is_read_at_once_than_the_limit(monkeypatch):
    store = Counted()
    monkeypatch.setattr(storage, "MOST_AT_ONCE", 1000)
    monkeypatch.setattr(storage, "open_binary", lambda _: io.BufferedReader(store, 16 << 20))
    spans = [(at, 300) for at in range(0, 3000, 300)]
    assert b"".join(storage.read_spans("s3://news/file", spans)) == CONTENT[:3000]
    assert max(store.reads) == 900


@pytest.mark.parametrize("together", [1, 20_000, 1 << 20])
def test_ties_do_not_depend_on_how_many_signatures_are_read_together(tmp_path, monkeypatch, together):
    texts = [f"Number {n // 3}: rebels{n // 3} met villagers{n // 3} " + f"word{n // 3} " * 30 for n in range(60)]
    records = [RawRecord("memory:", str(n), "text", text=text, date="2024-03-05") for n, text in enumerate(texts)]
    packer = KeyPacker(COPIES, str(tmp_path), 1)
    for result in process_batch(records, settings=Settings()):
        packer.add(link_rows(result).article)
    refs = [ref for _, ref in packer.flush()]
    expected = find_ties(COPIES, refs)
    assert len(expected) == 40
    monkeypatch.setattr(pairs, "FETCHED", together)
    assert find_ties(COPIES, refs) == expected


def test_a_store_holds_nothing_when_it_is_closed(tmp_path):
    """The collector of cycles looks so seldom that the signatures of many buckets would lie about."""
    texts = [f"Number {n // 2}: rebels{n // 2} met villagers{n // 2} " + f"word{n // 2} " * 30 for n in range(40)]
    records = [RawRecord("memory:", str(n), "text", text=text, date="2024-03-05") for n, text in enumerate(texts)]
    packer = KeyPacker(COPIES, str(tmp_path), 1)
    for result in process_batch(records, settings=Settings()):
        packer.add(link_rows(result).article)
    packer.flush()
    with Signatures(COPIES.kind) as store:
        store.fetch(packer.placed[:20])
        found = [store.read(address) for address in packer.placed]
        assert [item.article_id for item in found] == [address.id for address in packer.placed]
        held = [sys.getrefcount(found[number]) for number in range(40)]
    assert [sys.getrefcount(found[number]) for number in range(40)] == [count - 1 for count in held]
