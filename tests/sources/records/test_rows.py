"""Every row ends as a record or a reject of its own: one that is damaged costs no other."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reader import A, B, bodies, codes, read, read_bytes, records

from pipeline.sources.base import ReadOptions, Skipped, Source
from pipeline.sources.records.jsonl import read_json
from pipeline.sources.records.table import read_table
from schemas.ids import make_reject
from transforms.clean.facts.published import parse_published


def lines(rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


def test_a_date_out_of_range_costs_nothing(tmp_path):
    rows = [{"text": A}, {"text": B}, {"text": "T", "date": -90000000000}, *[{"text": A}] * 97]
    items = read_bytes(tmp_path, lines(rows))
    assert len(records(items)) == 100
    assert records(items)[2].date is None


def test_a_key_that_utf8_cannot_hold_is_one_reject(tmp_path):
    items = read_bytes(tmp_path, b'{"\\ud800": 1}\n' + lines([{"text": A}]))
    assert codes(items) == ["NB202"]
    items[0].message.encode("utf-8")
    assert bodies(items) == [A]


def test_rejects_hold_only_what_utf8_can():
    reject = make_reject(
        "NB301", "\ud83d\ude00 \ud800", source_uri="\udce9", source_locator="x", stage="read", payload=b""
    )
    assert (reject.message, reject.source_uri) == ("\U0001f600 \ufffd", "\ufffd")


@pytest.mark.parametrize(
    ("unit", "value", "day"),
    [
        ("ns", 1620180600123456789, "2021-05-05T02:10:00Z"),
        ("us", 400000000000000000, None),
        ("s", 1620180600, "2021-05-05T02:10:00Z"),
    ],
)
def test_timestamps_that_python_has_no_value_for(tmp_path, unit, value, day):
    path = tmp_path / "in.parquet"
    stamps = pa.array([0, value, 86400 * 10**9, None, 1], pa.int64()).cast(pa.timestamp(unit))
    pq.write_table(pa.table({"text": [f"{A} {i}" for i in range(5)], "date": stamps}), path)
    items = records(read(path))
    assert len(items) == 5
    found = parse_published(items[1].date) if items[1].date else None
    assert found == day


@pytest.mark.parametrize(
    "column",
    [
        pa.array([2**30, 1], pa.int32()).cast(pa.date32()),
        pa.array([1, 2], pa.int64()).cast(pa.time64("ns")),
        pa.array([1, 2], pa.int64()).cast(pa.duration("ns")),
        pa.array([b"2021-05-05\xe9", b"2021-05-05"]),
    ],
)
def test_odd_columns_cost_no_row(tmp_path, column):
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"text": [A, B], "date": column}), path)
    assert bodies(read(path)) == [A, B]


def test_strings_that_are_no_utf8_are_decoded(tmp_path):
    path = tmp_path / "in.parquet"
    raw = pa.array([b"caf\xe9 " + A.encode(), B.encode()], pa.binary())
    broken = pa.StringArray.from_buffers(2, raw.buffers()[1], raw.buffers()[2])
    pq.write_table(pa.table({"text": broken}), path)
    assert bodies(read(path)) == [f"café {A}", B]
    pq.write_table(pa.table({"text": raw}), path)
    assert bodies(read(path)) == [f"café {A}", B]


def test_rows_of_a_damaged_page_are_rejects_of_their_own(tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"text": [f"{A} {i}" for i in range(40)]}), path, row_group_size=20, use_dictionary=False)
    data = bytearray(path.read_bytes())
    start = pq.ParquetFile(path).metadata.row_group(0).column(0).data_page_offset
    data[start : start + 200] = bytes(200)
    items = read_bytes(tmp_path, bytes(data), "damaged.parquet")
    assert len(items) == 40
    assert set(codes(items)) == {"NB208"}
    assert bodies(items)[-20:] == [f"{A} {i}" for i in range(20, 40)]


TABLES = {
    "carriage returns": (f'id,text,date\r1,"{A}",2021-05-05\r2,"{B}",2021-02-02\r', [A, B], []),
    "an open quotation mark": (f'id,text,date\n1,"{A}\n2,"{B}",2021-02-02\n3,{B[:30]},2022-07-02\n', None, ["NB205"]),
    "quotation marks of the text": (
        f'id\ttext\tdate\n1\t"Quoted. {A}\t2021-05-05\n2\t{B}\t2021\n',
        [f'"Quoted. {A}', B],
        [],
    ),
    "a repeated header": (f'id,text\n1,"{A}"\nid,text\n2,"{B}"\n', [A, B], []),
    "no header": (f'1,"{A}",2021-05-05\n2,"{B}",2021-05-06\n', [], ["NB202", "NB202"]),
    "a separator at the end": (f'id,text,date\n1,"{A}",2021-05-05,\n2,"{B}",2021-05-06,\n', [A, B], []),
    "a separator that is told": (f"sep=;\nid;text\n1;{A}\n", [A], []),
    "a comment": (f'# exported\nid,text\n1,"{A}"\n', [A], []),
    "an empty text": ("title,article,publication\nOne,,The Post\n", [], ["NB101"]),
    "a line feed in the only column": (f'text\n"Two\nlines, here"\n"{A}"\n', ["Two\nlines, here", A], []),
    "a line feed in the last column": (f'id,text\n1,"Two\nlines"\n2,"{A}"\n', ["Two\nlines", A], []),
    "an unnamed index": (f',text,id\n0,"{A}",7\n', [A], []),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(tmp_path, name):
    text, expected, faults = TABLES[name]
    items = read_bytes(tmp_path, text.encode(), "in.csv")
    assert codes(items) == faults
    if expected is not None:
        assert bodies(items) == expected
    else:
        assert bodies(items)[-1] == B[:30]


def test_backslashes_before_quotation_marks(tmp_path):
    [item] = read_bytes(
        tmp_path, b'id,title,text,date\n1,"He said \\"no\\" today","%s",2021-05-05\n' % A.encode(), "in.csv"
    )
    assert (item.title, item.text, item.date) == ('He said "no" today', A, "2021-05-05")


def test_lines_before_a_header_are_told(tmp_path):
    items = read_bytes(tmp_path, b"# one\n# two\nid,text\n1,Short text here\n", "in.csv")
    assert [type(item) for item in items[:2]] == [Skipped, Skipped]


DOCUMENTS = {
    "one line": ({"status": "ok", "articles": [{"title": "t", "content": A}, {"content": B}]}, [A, B], []),
    "a second list": ({"articles": [{"text": A}], "sources": [{"id": 1}]}, [A], []),
    "a list of errors": ({"articles": [{"text": A}, {"text": B}], "errors": ["x"]}, [A, B], []),
    "a gap in the list": ({"articles": [{"text": A}, None]}, [A], ["NB203"]),
    "two levels": ({"articles": {"results": [{"body": A, "uri": "1"}]}}, [A], []),
    "nested lists": ([[{"text": A}], [{"text": B}]], [A, B], []),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_documents_of_any_layout(tmp_path, name, indent):
    value, expected, faults = DOCUMENTS[name]
    items = read_bytes(tmp_path, json.dumps(value, indent=indent).encode())
    assert (bodies(items), codes(items)) == (expected, faults)


def test_odd_elements_are_rejects_each(tmp_path):
    data = b'[{"text": "one"}, "a string, an article", 42, null, {"text": "two"}]'
    items = read_bytes(tmp_path, data)
    assert (bodies(items), codes(items)) == (["one", "two"], ["NB203"] * 3)
    assert [item.source_locator for item in items] == ["offset=1", "offset=18", "offset=42", "offset=46", "offset=52"]


@pytest.mark.parametrize("indent", [None, 1])
def test_an_odd_quotation_mark_costs_one_record(tmp_path, indent):
    rows = [{"text": f"{A} {number}"} for number in range(200)]
    data = json.dumps(rows, indent=indent).replace(f'{A} 7"', f'He said 5" {A}"')
    items = read_bytes(tmp_path, data.encode())
    assert codes(items) == ["NB201"]
    assert len(bodies(items)) == 199


def test_a_value_over_the_limit_costs_itself(tmp_path):
    items = read_bytes(tmp_path, b'[{"text": "%s"}, {"text": "short"}]' % (b"x" * 9000), max_record_bytes=2000)
    assert (codes(items), bodies(items)) == (["NB105"], ["short"])


def test_objects_that_share_a_line_and_record_separators(tmp_path):
    assert bodies(read_bytes(tmp_path, b'{"text": "one"}{"text": "two"}\n{"text": "three"}\n')) == [
        "one",
        "two",
        "three",
    ]
    assert bodies(read_bytes(tmp_path, b'\x1e{"text": "one"}\n\x1e{"text": "two"}\n')) == ["one", "two"]


def test_a_file_that_is_not_empty_and_yields_nothing_is_a_fault(tmp_path):
    assert codes(read_bytes(tmp_path, b"# a\n# b\n", "in.csv")) == ["NB206"]
    assert read_bytes(tmp_path, b"", "in.csv") != []


@pytest.mark.parametrize("unit", [b'[{"a": "x"" , ', b'[{"text": "x" y"}, ', b"[{", b'"\\', b"[[[["])
def test_elements_are_found_in_linear_time(unit, linear):
    source = Source("x", ReadOptions(), [])
    linear(lambda n: sum(1 for _ in read_json(io.BytesIO(b"[" + unit * n), source)), 4000)


@pytest.mark.parametrize("unit", [b'1,"a\n', b'1,""b"",c\n', b'"\n', b'\\"', b",,,,\n"])
def test_rows_are_found_in_linear_time(unit, linear):
    source = Source("x", ReadOptions(), [])
    linear(lambda n: sum(1 for _ in read_table(io.BytesIO(b'id,text\n1,"a,b\n' + unit * n), source)), 3000)
