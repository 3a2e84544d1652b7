"""Annotations without text: packed and joined they are what was annotated, and another text is refused."""

import gzip
import json

import pytest

from evaluation.annotated import BANK, AnnotationError, join, packed, prose

PARTY = {"text": ["Rebels", "the insurgents of the north"], "country": ["MLI"], "sector": ["REB"], "required": True}
EVENT = {
    "id": "e1",
    "weight": "main",
    "types": ["ASSAULT"],
    "modes": None,
    "cues": ["rebels SHELLED the market", "nine traders died"],
    "actors": [PARTY],
    "recipients": [],
    "date": ["2021-03-04", "2021-03-04"],
    "place": {"names": ["Gao"], "country": "MLI"},
    "killed": [9, 9],
    "wounded": None,
    "status": ["occurred"],
    "historical": False,
}
ITEM = {
    "id": "own/x-1",
    "source_file": "x.jsonl",
    "source_id": "7",
    "genre": "conflict",
    "title": "Rebels shelled\nthe market",
    "published": "2021-03-05",
    "text": "GAO - It burned, and nine traders died.",
    "events": [EVENT],
}


def shared_with(tmp_path, record):
    folder = tmp_path / "gold" / "dev" / "raw_news"
    folder.mkdir(parents=True)
    (folder / "x.jsonl").write_text(json.dumps({"id": 6, "text": "other"}) + "\n" + json.dumps(record) + "\n")
    return tmp_path


def annotations(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(packed(ITEM)) + "\n", encoding="utf-8")
    return path


def test_a_packed_annotation_holds_no_word_of_the_text():
    line = json.dumps(packed(ITEM))
    assert "traders" not in line
    assert "shelled" not in line.lower()
    assert "the insurgents of the north" in line  # stands nowhere in the text: the annotator's own words


def test_joined_it_says_what_was_annotated(tmp_path):
    shared = shared_with(tmp_path, {"id": 7, "title": ITEM["title"], "body": ITEM["text"]})
    (item,) = join(shared, annotations(tmp_path))
    event = item["events"][0]
    assert item["title"] == ITEM["title"]
    assert event["cues"] == ["Rebels shelled\nthe market", "nine traders died"]
    assert event["actors"] == [PARTY]
    assert event["place"] == EVENT["place"]


@pytest.mark.parametrize("text", ["GAO - It burned, and two traders died.", ""])
def test_another_text_is_refused(tmp_path, text):
    shared = shared_with(tmp_path, {"id": 7, "title": ITEM["title"], "body": text})
    with pytest.raises(AnnotationError, match=r"own/x-1: x\.jsonl 7 is not the text annotated"):
        join(shared, annotations(tmp_path))


def test_a_missing_article_is_named(tmp_path):
    shared = shared_with(tmp_path, {"id": 8, "text": "x"})
    with pytest.raises(AnnotationError, match="own/x-1"):
        join(shared, annotations(tmp_path))


def test_a_cue_that_is_not_there_is_named():
    with pytest.raises(AnnotationError, match="'no such words'"):
        packed(ITEM | {"events": [EVENT | {"cues": ["no such words"]}]})


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ('He said : " They left . "', 'He said: "They left."'),
        ("Peru 's $ 3 bill ( 2 % ) does n't pass", "Peru's $3 bill (2%) doesn't pass"),
    ],
)
def test_words_are_printed_as_prose(words, printed):
    assert prose(words.split()) == printed


def test_a_run_of_sentences_of_the_bank_is_a_text(tmp_path):
    sentences = ["Traders fled .", "Rebels shelled the market .", "Nine traders died ."]
    (tmp_path / "training").mkdir()
    with gzip.open(tmp_path / "training" / BANK, "wt", encoding="cp1252") as file:
        file.write("\n".join("".join(f"{word}\tNN\tO\n" for word in one.split()) for one in sentences))
    cues = {"cues": ["shelled the market", "Nine traders died"]}
    text = {"title": None, "text": "Rebels shelled the market. Nine traders died."}
    item = ITEM | text | {"source_file": BANK, "source_id": "1-3", "events": [EVENT | cues]}
    path = tmp_path / "voa.jsonl"
    path.write_text(json.dumps(packed(item)) + "\n", encoding="utf-8")
    (found,) = join(tmp_path, path)
    assert found["text"] == text["text"]
    assert found["events"][0]["cues"] == cues["cues"]


@pytest.mark.parametrize("record", [{"id": 7, "text": ITEM["text"]}, {"id": 7, "tokens": ITEM["text"].split()}])
def test_a_record_of_another_set_is_found_by_its_folder(tmp_path, record):
    item = ITEM | {"source_file": "other/y.jsonl", "title": None, "events": []}
    folder = tmp_path / "gold" / "dev" / "other"
    folder.mkdir(parents=True)
    (folder / "y.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    path = tmp_path / "wide.jsonl"
    path.write_text(json.dumps(packed(item)) + "\n", encoding="utf-8")
    assert [one["text"] for one in join(tmp_path, path)] == [ITEM["text"]]
