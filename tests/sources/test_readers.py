"""Readers: every format becomes records, every fault a reject with its code, whatever the bytes."""

import bz2
import csv
import gzip
import io
import json
import lzma
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.sources.base import InputRange, ReadOptions, Skipped
from pipeline.sources.content.sniff import sniff
from pipeline.sources.discover import split
from pipeline.sources.reading import read_range
from pipeline.sources.records.elements import Elements
from pipeline.sources.records.jsonl import parses, read_json
from schemas.records import RawRecord
from schemas.reject import CODES, Reject

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = "Rebels attacked a convoy near the river on Monday."


def read(path, **options):
    return list(read_range(InputRange(str(path), path.stat().st_size), ReadOptions(**options)))


def read_bytes(tmp_path, data, name="input.bin", **options):
    path = tmp_path / name
    path.write_bytes(data)
    return read(path, **options)


def codes(items):
    return [item.code for item in items if isinstance(item, Reject)]


def bodies(items):
    return [item.text for item in items if isinstance(item, RawRecord)]


def warc_record(number, body=b"<html><body><p>Hello</p></body></html>", kind=b"text/html; charset=utf-8", length=None):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00-%d>\r\n"
        b"WARC-Target-URI: http://news.example/%d\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n" % (number, number, len(http) if length is None else length)
    )
    return head + http + b"\r\n\r\n"


FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example Wire</title><language>en</language>
<item><title>Convoy</title><link>http://news.example/1</link><guid>g1</guid>
<pubDate>Thu, 12 Mar 2020 10:00:00 GMT</pubDate>
<description>Rebels attacked a convoy.</description></item>
<item><title>Nothing</title></item></channel></rss>"""


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"Plain text of an article.", "a.csv.txt", "text"),
        (b'{"text": "x"}\n{"text": "y"}\n', "a.txt", "jsonl"),
        (b'[{"text": "x"}]', "a.txt", "json"),
        (b'{\n "text": "x"\n}', "a.txt", "json"),
        (b"id,text\n1,x\n", "a.txt", "csv"),
        (b"id\ttext\n1\tx\n", "a.dat", "csv"),
        (b"foo,bar\n1,x\n", "a.csv", "csv"),
        (b"\n <!DOCTYPE html><html>", "a.txt", "html"),
        (b"<!-- x --><html>", "a.txt", "html"),
        (FEED, "a.html", "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "a", "feed"),
        (warc_record(1), "a", "warc"),
        (b"PAR1....", "a", "parquet"),
        (b"%PDF-1.7", "a.txt", "binary: a PDF document"),
        (b"[Reuters] Rebels attacked", "a", "text"),
        (b"", "a", "text"),
    ],
)
def test_files_are_known_by_their_content(data, name, kind):
    assert sniff(data, name) == kind


def test_jsonl_fields_under_their_many_names(tmp_path):
    rows = [
        {
            "uid": 7,
            "Body": TEXT,
            "headline": "Convoy",
            "pub_date": 1584007200,
            "link": "http://x.example",
            "lang": "en",
        },
        {"content": ["One.", "Two."], "author": "By Ann Lee and Bo Ek", "source": {"name": "Example Wire"}},
        {"text": "", "maintext": TEXT, "authors": [{"name": "Ann Lee"}, "Bo Ek"]},
    ]
    items = read_bytes(tmp_path, "\n".join(map(json.dumps, rows)).encode())
    assert bodies(items) == [TEXT, "One.\n\nTwo.", TEXT]
    first, second, third = items
    assert (first.input_id, first.title, first.url, first.language) == ("7", "Convoy", "http://x.example", "en")
    assert first.date == "2020-03-12T10:00:00+00:00"
    assert second.publisher == "Example Wire"
    assert second.authors == ("By Ann Lee", "Bo Ek")
    assert third.authors == ("Ann Lee", "Bo Ek")


def test_own_field_names_come_first(tmp_path):
    data = json.dumps({"story": TEXT, "text": "wrong", "doc": {"day": "2020-01-02"}}).encode()
    [item] = read_bytes(tmp_path, data, fields=(("text", "story"), ("date", "doc.day")))
    assert (item.text, item.date) == (TEXT, "2020-01-02")


def test_json_lines_that_cannot_be_read(tmp_path):
    lines = [b'{"text": ', b"[1, 2]", b'{"title": "no text"}', b'{"text": "' + b"x" * 3000 + b'"}', b'{"text": "good"}']
    items = read_bytes(tmp_path, b'{"text": "first"}\n' + b"\n".join(lines), max_record_bytes=2000)
    assert codes(items) == ["NB201", "NB203", "NB202", "NB105"]
    assert bodies(items) == ["first", "good"]
    oversized = items[4]
    assert oversized.payload_bytes == len(lines[3]) + 1
    assert "--max-record-bytes" in oversized.message
    assert "--field" in items[3].message


def test_json_lines_in_another_encoding_and_with_odd_escapes(tmp_path):
    items = read_bytes(
        tmp_path, '{"text": "Köln und Düsseldorf, ä ö ü"}'.encode("cp1252") + b'\n{"text": "a \\ud83d b"}'
    )
    assert bodies(items) == ["Köln und Düsseldorf, ä ö ü", "a \ufffd b"]


def test_json_array_and_wrapped_array(tmp_path):
    rows = [{"text": 'a "quoted" ] } one'}, {"text": "two"}]
    assert bodies(read_bytes(tmp_path, json.dumps(rows, indent=1).encode())) == ['a "quoted" ] } one', "two"]
    assert bodies(read_bytes(tmp_path, json.dumps({"articles": rows}, indent=1).encode())) == [
        'a "quoted" ] } one',
        "two",
    ]
    assert codes(read_bytes(tmp_path, b"[{]")) == ["NB201"]


def test_csv_with_quoted_line_feeds_and_faults(tmp_path):
    data = b'id,text\r\n1,"Two\nlines, ""quoted"""\r\n2,plain,extra\r\n\r\n3,last\r\n4,"never closed\n'
    items = read_bytes(tmp_path, data)
    assert bodies(items) == ['Two\nlines, "quoted"', "last"]
    assert codes(items) == ["NB205", "NB205"]
    assert items[0].source_locator == "offset=9"


def test_csv_row_without_text_and_rows_over_the_limit(tmp_path):
    data = b"id,text\n1,\n2," + b"x" * 5000 + b"\n3,good text\n"
    items = read_bytes(tmp_path, data, max_record_bytes=2000)
    assert codes(items) == ["NB101", "NB105"]
    assert bodies(items) == ["good text"]


def test_csv_rows_may_have_their_own_encoding(tmp_path):
    data = b"text,title\n" + "Málaga,a\n".encode() + "Zürich liegt schön,b\n".encode("cp1252")
    assert bodies(read_bytes(tmp_path, data)) == ["Málaga", "Zürich liegt schön"]


def test_parquet_rows_and_faults(tmp_path):
    path = tmp_path / "in.parquet"
    table = pa.table({"id": [1, 2, 3], "TEXT": ["one", None, "three"], "other": [[1], [2], [3]]})
    pq.write_table(table, path, row_group_size=1)
    items = read(path)
    assert bodies(items) == ["one", "three"]
    assert codes(items) == ["NB101"]
    assert [item.source_locator for item in items] == ["row=0", "row=1", "row=2"]
    assert codes(read_bytes(tmp_path, path.read_bytes()[:-20])) == ["NB208"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_warc_records(tmp_path, pack):
    records = [
        warc_record(1),
        warc_record(2, b"\x89PNG", b"image/png"),
        warc_record(3, TEXT.encode(), b"text/plain"),
        warc_record(1).replace(b"Type: response", b"Type: request", 1),
    ]
    items = read_bytes(tmp_path, b"".join(map(pack, records)))
    assert [type(item) for item in items] == [RawRecord, Skipped, RawRecord, Skipped]
    assert [item.reason for item in items if isinstance(item, Skipped)] == ["content type image/png", "warc request"]
    assert items[0].declared_encoding == "utf-8"
    assert (items[0].url, items[0].input_id) == ("http://news.example/1", "00-1")
    assert items[2].text == TEXT


def test_damaged_warc_records_cost_only_themselves(tmp_path):
    whole = warc_record(1)
    items = read_bytes(tmp_path, whole + b"stray bytes\r\n" + warc_record(2, length=3) + warc_record(3) + whole[:-60])
    assert {item.code for item in items if isinstance(item, Reject)} == {"NB204"}
    assert [item.input_id for item in items if isinstance(item, RawRecord)][-1] == "00-3"
    truncated = items[-1]
    assert (truncated.code, "truncated" in truncated.message) == ("NB204", True)


def test_feed_entries(tmp_path):
    items = read_bytes(tmp_path, FEED)
    assert bodies(items) == ["Rebels attacked a convoy."]
    assert (items[0].title, items[0].publisher, items[0].input_id) == ("Convoy", "Example Wire", "g1")
    assert codes(items) == ["NB202"]
    assert codes(read_bytes(tmp_path, b"<rss><channel></channel></rss>")) == ["NB206"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_compressed_files(tmp_path, pack):
    data = b"".join(json.dumps({"id": i, "text": f"{i} {TEXT}"}).encode() + b"\n" for i in range(2000))
    packed = pack(data)
    assert len(bodies(read_bytes(tmp_path, packed, "a.jsonl.gz"))) == 2000
    assert len(bodies(read_bytes(tmp_path, packed + packed, "a.txt"))) == 4000
    cut = read_bytes(tmp_path, packed[: len(packed) // 2])
    assert codes(cut) == ["NB207"]
    assert codes(read_bytes(tmp_path, pack(b"An article.")[:-9])) == ["NB207"]
    assert codes(read_bytes(tmp_path, packed + b"rubbish at the end"))[-1:] == ["NB207"]


def test_a_damaged_gzip_member_costs_only_itself(tmp_path):
    good = gzip.compress(b'{"text": "good"}\n')
    bad = bytearray(gzip.compress(b'{"text": "' + bytes(range(65, 91)) * 40 + b'"}\n'))
    bad[30] ^= 0xFF
    items = read_bytes(tmp_path, good + bytes(bad) + good)
    assert bodies(items)[0] == "good"
    assert bodies(items)[-1] == "good"
    assert "NB207" in codes(items)


def test_binary_and_missing_files(tmp_path):
    assert codes(read_bytes(tmp_path, b"%PDF-1.7 ...")) == ["NB102"]
    assert codes(list(read_range(InputRange(str(tmp_path / "gone"), 0), ReadOptions()))) == ["NB209"]
    assert codes(read_bytes(tmp_path, b"x" * 5000, max_record_bytes=2000)) == ["NB105"]


LINES = st.lists(
    st.one_of(
        st.text(max_size=40).map(lambda text: json.dumps({"text": text})),
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=30),
    ),
    max_size=20,
)


@QUICK
@given(lines=LINES, ending=st.sampled_from(["\n", "\r\n"]), step=st.integers(1, 60))
def test_cutting_json_lines_anywhere_changes_nothing(tmp_path, lines, ending, step):
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "first"}\n' + ending.join(lines).encode("utf-8", "surrogatepass"))
    size = path.stat().st_size
    edges = [*range(0, size, step), size]
    parts = [InputRange(str(path), size, a, b) for a, b in pairwise(edges)]
    assert [item for part in parts for item in read_range(part, ReadOptions())] == read(path)


@QUICK
@given(rows=st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=12), step=st.integers(1, 40))
def test_cutting_a_table_at_its_rows_changes_nothing(tmp_path, rows, step):
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text"], *rows])
    path = tmp_path / "in.csv"
    path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
    whole = InputRange(str(path), path.stat().st_size)
    parts = split(whole, step, ReadOptions())
    assert [item for part in parts for item in read_range(part, ReadOptions())] == read(path)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("damage", [b"", b"stray bytes\r\nWARC and more\r\n", b"WARC/1.0\r\nno: length\r\n\r\n"])
def test_cutting_a_warc_at_its_records_changes_nothing(tmp_path, pack, damage):
    path = tmp_path / "in.warc"
    records = [warc_record(i, b"<html><p>" + bytes([65 + i]) * i * 50 + b"</p></html>") for i in range(12)]
    records.insert(5, damage)
    path.write_bytes(b"".join(map(pack, records)))
    whole = read(path)
    for step in (100, 250, 1000):
        parts = split(InputRange(str(path), path.stat().st_size), step, ReadOptions())
        assert len(parts) > 1
        assert [item for part in parts for item in read_range(part, ReadOptions())] == whole


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("name", ["in.jsonl", "in.csv"])
def test_a_compressed_file_that_cannot_be_cut_is_read_to_its_end(tmp_path, pack, name):
    """Its records lie, decompressed, far beyond its size."""
    rows = [{"id": str(number), "text": "It rained in the capital for the whole day. " * 20} for number in range(200)]
    plain = "\n".join(map(json.dumps, rows))
    if name.endswith("csv"):
        plain = "id,text\n" + "\n".join(f"{row['id']},{row['text']}" for row in rows)
    path = tmp_path / name
    path.write_bytes(pack(plain.encode()))
    [part] = split(InputRange(str(path), path.stat().st_size), 100, ReadOptions())
    assert len(list(read_range(part, ReadOptions()))) == 200


def test_a_gzip_file_of_one_member_is_not_cut(tmp_path):
    path = tmp_path / "in.warc.gz"
    path.write_bytes(gzip.compress(b"".join(warc_record(i) for i in range(50))))
    assert len(split(InputRange(str(path), path.stat().st_size), 100, ReadOptions())) == 1


@QUICK
@given(values=st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=30), min_size=1), max_size=8))
def test_objects_of_an_array_are_found(values):
    data = json.dumps(values, indent=2).encode()
    found = [json.loads(element.data) for element in Elements(io.BytesIO(data), 1 << 20, parses)]
    assert found == values


@QUICK
@given(
    data=st.binary(max_size=300),
    head=st.sampled_from([b"", b"{", b"[{", b"WARC/1.0\r\n", b"id,text\n", b"<rss>", b"PAR1"]),
)
def test_any_bytes_give_records_or_rejects(tmp_path, data, head):
    for item in read_bytes(tmp_path, head + data):
        assert isinstance(item, RawRecord | Reject | Skipped)
        if isinstance(item, Reject):
            assert item.code in CODES
            assert item.code != "NB301"


@QUICK
@given(
    data=st.binary(max_size=200),
    pack=st.sampled_from([gzip.compress, bz2.compress, zstandard.compress]),
    cut=st.integers(0, 80),
)
def test_any_compressed_bytes_give_records_or_rejects(tmp_path, data, pack, cut):
    packed = pack(data)
    for item in read_bytes(tmp_path, packed[: max(len(packed) - cut, 0)]):
        assert isinstance(item, RawRecord | Reject | Skipped)
        if isinstance(item, Reject):
            assert item.code != "NB301"


@QUICK
@given(data=st.binary(max_size=120), at=st.integers(0, 400))
def test_any_damage_to_a_warc_gives_records_or_rejects(tmp_path, data, at):
    whole = warc_record(1) + warc_record(2)
    for item in read_bytes(tmp_path, whole[:at] + data + whole[at:]):
        assert isinstance(item, RawRecord | Reject | Skipped)
        if isinstance(item, Reject):
            assert item.code != "NB301"


def test_json_reader_names_a_file_without_objects():
    from pipeline.sources.base import Source

    assert codes(read_json(io.BytesIO(b"[]"), Source("x", ReadOptions(), []))) == ["NB203"]


def test_a_row_over_the_limit_is_one_reject_however_many_lines_it_has(tmp_path):
    data = 'id,text\n1,"' + "a line of words\n" * 200 + 'the end"\n2,"A short text."\n'
    long, short = read_bytes(tmp_path, data.encode(), "t.csv", max_record_bytes=1024)
    assert (long.code, long.payload_bytes) == ("NB105", len(data) - len('id,text\n2,"A short text."\n'))
    assert (short.input_id, short.text) == ("2", "A short text.")


def test_rows_after_a_quotation_mark_that_is_never_closed_are_read(tmp_path):
    data = 'id,text\n0,"never closed\n' + "".join(f"{number},text {number}\n" for number in range(1, 300))
    first, *rest = read_bytes(tmp_path, data.encode(), "t.csv", max_record_bytes=1024)
    assert first.code == "NB105"
    assert rest[-1].input_id == "299" and len(rest) > 200


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings_in_files_of_records(tmp_path, encoding):
    lines = "".join(json.dumps({"id": number, "text": f"Text {number} ü."}) + "\n" for number in range(3))
    assert [item.input_id for item in read_bytes(tmp_path, lines.encode(encoding), "a.jsonl")] == ["0", "1", "2"]
    (row,) = read_bytes(tmp_path, 'id,text\n1,"One\nrow ü."\n'.encode(encoding), "a.csv")
    assert (row.format, row.text) == ("csv", "One\nrow ü.")


def test_a_feed_that_ends_inside_an_entry(tmp_path):
    entry = "<item><title>T</title><description>Some text of it.</description></item>"
    cut = f"<rss version='2.0'><channel>{entry}{entry[:50]}".encode()
    whole, broken = read_bytes(tmp_path, cut, "f.xml")
    assert whole.text == "Some text of it."
    assert broken.code == "NB206"
