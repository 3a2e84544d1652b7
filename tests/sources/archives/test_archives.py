"""Archived responses and feeds whose headers lie: what the bytes show counts."""

import gzip
import io
import json
import resource
import zlib

import brotli
import pytest
import zstandard
from reader import A, bodies, codes, read_bytes, records

from pipeline.sources.archives.http import read_message
from pipeline.sources.content.compressed import decompress
from transforms.clean import clean

PAGE = f"<html><head><title>Seven killed</title></head><body><article><p>{A}</p></article></body></html>".encode()


def record(http, *, extra=b"", length=None, number=1, uri=b"http://ex.example/a"):
    return (
        (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00-%d>\r\nWARC-Target-URI: %s\r\n%s"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
            % (number, uri, extra, len(http) if length is None else length)
        )
        + http
        + b"\r\n\r\n"
    )


def http(headers, body=PAGE, end=b"\r\n"):
    return end.join([b"HTTP/1.1 200 OK", *headers, b"", b""]) + body


HTML = b"Content-Type: text/html"
RAW = zlib.compressobj(wbits=-15)
DEFLATED = RAW.compress(PAGE) + RAW.flush()
CHUNKED = (
    b"".join(b"%x\r\n%s\r\n" % (len(PAGE[i : i + 50]), PAGE[i : i + 50]) for i in range(0, len(PAGE), 50))
    + b"0\r\n\r\n"
)
RESPONSES = {
    "no content type": record(http([b"X-A: b"])),
    "bare line feeds": record(http([HTML], end=b"\n")),
    "an identified type": record(
        http([b"Content-Type: application/octet-stream"]), extra=b"WARC-Identified-Payload-Type: text/html\r\n"
    ),
    "octets": record(http([b"Content-Type: application/octet-stream"])),
    "chunked": record(http([HTML, b"Transfer-Encoding: chunked"], CHUNKED)),
    "chunked, it says": record(http([HTML, b"Transfer-Encoding: chunked"])),
    "gzip, it says": record(http([HTML, b"Content-Encoding: gzip"])),
    "brotli, it says": record(http([HTML, b"Content-Encoding: br"])),
    "gzip": record(http([HTML, b"Content-Encoding: gzip"], gzip.compress(PAGE))),
    "x-gzip": record(http([HTML, b"Content-Encoding: x-gzip"], gzip.compress(PAGE))),
    "gzip, not told": record(http([HTML], gzip.compress(PAGE))),
    "deflate": record(http([HTML, b"Content-Encoding: deflate"], zlib.compress(PAGE))),
    "raw deflate": record(http([HTML, b"Content-Encoding: deflate"], DEFLATED)),
    "brotli": record(http([HTML, b"Content-Encoding: br"], brotli.compress(PAGE))),
    "zstd": record(http([HTML, b"Content-Encoding: zstd"], zstandard.compress(PAGE))),
    "brackets": record(http([HTML]), uri=b"<http://ex.example/a>"),
}


@pytest.mark.parametrize("name", RESPONSES)
def test_responses(tmp_path, name):
    [item] = read_bytes(tmp_path, RESPONSES[name])
    assert (item.data, item.url) == (PAGE, "http://ex.example/a")
    assert clean(item).text.endswith(A)


def test_a_body_that_ends_in_its_compressed_data_is_flagged(tmp_path):
    page = PAGE.replace(b"</p>", b"</p>" + b"".join(b"<p>Item %d of the list.</p>" % (i * i) for i in range(300)))
    cut = gzip.compress(page)[:-30]
    [item] = records(read_bytes(tmp_path, record(http([HTML, b"Content-Encoding: gzip"], cut))))
    assert item.flags == ("truncated",)
    assert "truncated" in clean(item).flags


def test_a_length_that_is_too_large_swallows_no_neighbour(tmp_path):
    data = record(http([HTML]), length=len(http([HTML])) + 100) + record(http([HTML]), number=2)
    items = read_bytes(tmp_path, data)
    assert codes(items) == ["NB204"]
    assert [item.input_id for item in records(items)] == ["00-2"]


def test_a_length_of_many_digits(tmp_path):
    data = record(http([HTML])).replace(b"Content-Length: ", b"Content-Length: " + b"9" * 5000, 1)
    items = read_bytes(tmp_path, data + record(http([HTML]), number=2))
    assert "NB204" in codes(items)
    assert [item.input_id for item in records(items)] == ["00-2"]


def test_notes_of_a_crawler_are_skipped(tmp_path):
    note = record(b"a=b", uri=b"<metadata://crawler/log>").replace(b"Type: response", b"Type: resource", 1)
    assert records(read_bytes(tmp_path, note)) == []


def test_a_small_body_that_holds_much_is_a_reject(tmp_path):
    packed = brotli.compress(b"<p>" + b"a" * (64 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    items = read_bytes(tmp_path, record(http([HTML, b"Content-Encoding: br"], packed)), max_record_bytes=1 << 20)
    assert codes(items) == ["NB105"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10
    assert read_message(http([b"Content-Encoding: br"], packed), 1000).too_long


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz", "zstd"])
def test_bombs_are_decompressed_in_pieces(name):
    import bz2
    import lzma

    pack = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstandard.compress}[name]
    size = 96 << 20
    packed = pack(bytes(size))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stream, total = decompress(io.BytesIO(packed), name, []), 0
    while part := stream.read(1 << 16):
        total += len(part)
    assert total == size
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 << 10


def test_a_table_to_seek_by_is_no_damage(tmp_path):
    line = json.dumps({"text": A}).encode() + b"\n"
    packed = zstandard.compress(line) + b"\x5e\x2a\x4d\x18" + (9).to_bytes(4, "little") + bytes(9)
    assert codes(read_bytes(tmp_path, packed)) == []


def test_stray_lines_are_read_in_linear_time(linear):
    from pipeline.sources.archives.warc import frames

    linear(lambda n: list(frames(io.BytesIO(record(http([HTML])) + b"a\n" * n), 0, 1 << 20)), 20_000)
    wrong = record(b"HTTP/1.1 200 OK\r\n\r\n", length=1 << 20)
    linear(lambda n: list(frames(io.BytesIO(wrong * n), 0, 1 << 24)), 400)


ENTRY = "<item><title>{title}</title><link>{link}</link><description>{text}</description></item>"


def feed(*entries, head="", encoding="utf-8"):
    items = "".join(ENTRY.format(title="T", link="http://ex.example/1", text=A) if e is None else e for e in entries)
    return f"{head}<rss version='2.0'><channel><title>P</title><link>https://ex.example/</link>{items}</channel></rss>".encode(
        encoding
    )


def test_a_reference_to_half_a_character_costs_nothing(tmp_path):
    bad = ENTRY.format(title="a &#xD800; b", link="http://ex.example/2", text=A)
    items = read_bytes(tmp_path, feed(None, bad, None), "f.xml")
    assert [item.title for item in records(items)] == ["T", "a \ufffd b", "T"]


def test_an_encoding_that_does_not_exist(tmp_path):
    data = feed(None).replace(b"<rss", b'<?xml version="1.0" encoding="ut\x9d-8"?><rss', 1)
    assert bodies(read_bytes(tmp_path, data, "f.xml")) == [A]


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("koi8-r", "Правительство объявило о новых выборах в сентябре этого года"),
        ("cp1251", "Правительство объявило о новых выборах в сентябре этого года"),
        ("shift_jis", "政府は来月に選挙を行うと発表しました。市民は歓迎しています。"),
        ("big5", "政府宣布下個月舉行選舉,市民表示歡迎,反對黨則提出抗議。"),
        ("euc_kr", "정부는 다음 달에 선거를 실시한다고 발표했습니다. 시민들은 환영했습니다."),
    ],
)
def test_feeds_without_a_declaration(tmp_path, encoding, title):
    entry = ENTRY.format(title=title, link="http://ex.example/2", text=(title + "\n") * 6)
    [item] = records(read_bytes(tmp_path, feed(entry, encoding=encoding), "f.xml"))
    assert item.title == title


def test_links_stay_as_they_are_written(tmp_path):
    query = ENTRY.format(title="T", link="https://ex.example/view?sec=1&art=22&copy=3", text=A)
    relative = ENTRY.format(title="T", link="/news/1.html", text=A)
    items = read_bytes(tmp_path, feed(query, relative), "f.xml")
    assert [item.url for item in items] == [
        "https://ex.example/view?sec=1&art=22&copy=3",
        "https://ex.example/news/1.html",
    ]
