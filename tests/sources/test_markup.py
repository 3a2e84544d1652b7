"""Entities of markup are inert: no file is read, no address asked, and what grows in them is bounded."""

import resource

import pytest
from reader import A, read_bytes, records

SECRET = "what only the machine may know"
ITEM = "<item><title>T</title><description>{text}</description></item>"
KINDS = {
    "feed": (f'<rss version="2.0"><channel>{ITEM}</channel></rss>', "f.xml"),
    "NITF": ("<nitf><head><title>T</title></head><body><body.content><p>{text}</p></body.content></body></nitf>", "n"),
    "page": ("<html><body><article><p>{text}</p></article></body></html>", "p.html"),
}


def markup(kind, entities, text):
    pattern, name = KINDS[kind]
    root = pattern[1:].split()[0].split(">")[0]
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{entities}]>{pattern.format(text=text)}'.encode(), name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["file://{path}", "http://127.0.0.1:9/x"])
def test_outer_entities_are_not_read(tmp_path, kind, where):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    data, name = markup(kind, f'<!ENTITY x SYSTEM "{where.format(path=secret)}">', f"{A} &x;")
    for item in read_bytes(tmp_path, data, name):
        for field in ("text", "html", "title"):
            assert SECRET not in (getattr(item, field, None) or "")
        assert SECRET.encode() not in (getattr(item, "data", None) or b"")


@pytest.mark.parametrize("kind", KINDS)
def test_entities_that_grow_are_bounded(tmp_path, kind):
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    data, name = markup(kind, f'<!ENTITY e0 "lol">{levels}', f"{A} &e9;")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    items = read_bytes(tmp_path, data, name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10
    assert items
    for record in records(items):
        assert len(record.text or "") < 10_000
