"""Rows of whole articles, annotated here without their texts: who, to whom, when, where, with what toll.

    python -m evaluation.annotated pack FILE.jsonl ... --output evaluation/gold/articles.jsonl
    python -m evaluation.annotated join articles|voa|wide --output FILE.jsonl [--shared ../shared]

The texts stand beside the repository and are not copied: those of ``articles`` are whole records of ``raw_news``,
those of ``voa`` runs of sentences of the Groningen Meaning Bank (stories of the Voice of America, without their day of
publication), those of ``wide`` whole records of seven sources (``raw_news`` and the sets ``detect``, ``muc4`` and
``incident``). An annotation names record or run, and cues and the wordings of parties are offsets into it. ``join``
looks the words up again, and gives what the scorer ``stories`` reads. A digest guards against another text.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Any

GOLD = Path(__file__).with_name("gold")
SETS = {name: GOLD / f"{name}.jsonl" for name in ("articles", "voa", "wide")}
"""Annotations by the name of their set."""
BANK = "gmb-train.tsv.gz"
"""The file of the Groningen Meaning Bank among the training data: a word and its tags a line, a blank line after a
sentence."""
CLOSING = frozenset((*".,;:?!)%", "'s", "'", "n't", "'re", "'ve", "'ll", "'m", "'d"))
OPENING = frozenset("($")
SIDES = ("actors", "recipients")
GAP = "\n\n"
"""Between title and text, where offsets count through both."""


class AnnotationError(ValueError):
    """An annotation that does not fit its article; the message names both."""


def whole(record: dict[str, Any]) -> str:
    """Return what offsets count through: the title where it is a field of its own, then the text."""
    return f"{record['title']}{GAP}{record['text']}" if record.get("title") else str(record["text"])


def digest(text: str) -> str:
    """Return sixteen hexadecimal digits of an article's SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def packed(item: dict[str, Any]) -> dict[str, Any]:
    """Return an annotated article without its words; ``AnnotationError`` where a cue or wording is not found.

    Wordings of a party that stand nowhere in the text (a name in full, a form with another case) are the annotator's
    own and stay as they are.
    """
    text = whole(item)
    events = []
    for event in item["events"]:
        one = dict(event)
        one["cues"] = [span(text, cue, item["id"]) for cue in event["cues"]]
        for side in SIDES:
            one[side] = [
                party | {"text": [span(text, word, item["id"]) if word in text else word for word in party["text"]]}
                for party in event[side]
            ]
        events.append(one)
    kept = {key: item[key] for key in ("id", "genre", "source_file", "source_id", "published", "told") if key in item}
    return kept | {"titled": bool(item.get("title")), "digest": digest(text), "events": events}


def span(text: str, words: str, where: str) -> list[int]:
    """Return start and end of the first occurrence of the letters and digits of ``words``, whatever the case.

    As the scorer compares cues; lines are broken and capitals set otherwise in the text than in a cue.
    """
    places = [i for i, c in enumerate(text) if c.isalnum()]
    at = "".join(text[i].lower()[0] for i in places).find("".join(c.lower()[0] for c in words if c.isalnum()))
    if at < 0:
        raise AnnotationError(f"{where}: {words!r} is not in the text; copy cues verbatim")
    return [places[at], places[at + sum(c.isalnum() for c in words) - 1] + 1]


def joined(item: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """Return an annotation with the words of its article, as the scorer reads it.

    ``record`` has ``title`` and ``text``. ``AnnotationError`` where it is another text than that annotated.
    """
    title = record["title"] if item["titled"] else None
    text = whole({"title": title, "text": record["text"]})
    if digest(text) != item["digest"]:
        raise AnnotationError(f"{item['id']}: {item['source_file']} {item['source_id']} is not the text annotated")

    def words(value: str | list[int]) -> str:
        return value if isinstance(value, str) else text[value[0] : value[1]]

    events = [
        event
        | {"cues": [words(cue) for cue in event["cues"]]}
        | {side: [p | {"text": [words(word) for word in p["text"]]} for p in event[side]] for side in SIDES}
        for event in item["events"]
    ]
    fields = {key: item[key] for key in ("id", "genre", "published", "told") if key in item}
    return fields | {"title": title, "text": record["text"], "events": events}


def texts(shared: Path, name: str, keys: Set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (key, record with ``title`` and ``text``) of the wanted texts of a file.

    ``name`` is a file of ``raw_news``, or one with its folder below ``gold/dev``. Keys are ids of records (the line's
    number where a record has none), or FIRST-LAST of sentences of the Groningen Meaning Bank, counted from 0, the last
    one not included.
    """
    if name == BANK:
        sentences = bank(shared / "training" / BANK)
        for key in sorted(keys):
            first, last = map(int, key.split("-"))
            yield key, {"title": None, "text": " ".join(map(prose, sentences[first:last]))}
        return
    path = shared / "gold" / "dev" / (name if "/" in name else f"raw_news/{name}")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        key = str(record.get("id", number))
        if key in keys:
            text = prose(record["tokens"]) if "tokens" in record else record.get("text") or record.get("body") or ""
            yield key, {"title": record.get("title"), "text": text}


def bank(path: Path) -> list[list[str]]:
    """Return the sentences of a file of the Groningen Meaning Bank, each as its words."""
    sentences: list[list[str]] = [[]]
    with gzip.open(path, "rt", encoding="cp1252", errors="replace") as lines:
        for line in lines:
            if line.strip():
                sentences[-1].append(line.split("\t")[0])
            elif sentences[-1]:
                sentences.append([])
    return sentences


def prose(words: Sequence[str]) -> str:
    """Return a sentence as it is printed, from its words: no blanks before stops and inside quotation marks."""
    text, inside, tight = "", False, True
    for word in words:
        closing = word in CLOSING or (word == '"' and inside)
        text += word if tight or closing else f" {word}"
        tight = word in OPENING or (word == '"' and not inside)
        inside ^= word == '"'
    return text.strip()


def join(shared: Path, annotations: Path) -> list[dict[str, Any]]:
    """Return all articles of an annotated set with their words, in the order of the file."""
    items = [json.loads(line) for line in annotations.read_text(encoding="utf-8").splitlines() if line.strip()]
    wanted: dict[str, set[str]] = {}
    for item in items:
        wanted.setdefault(item["source_file"], set()).add(str(item["source_id"]))
    found = {(file, key): record for file, keys in sorted(wanted.items()) for key, record in texts(shared, file, keys)}
    missing = [item["id"] for item in items if (item["source_file"], str(item["source_id"])) not in found]
    if missing:
        raise AnnotationError(f"no article in {shared} for {', '.join(missing[:5])}")
    return [joined(item, found[item["source_file"], str(item["source_id"])]) for item in items]


def write(items: Iterable[dict[str, Any]], path: Path) -> int:
    """Write JSON Lines and return how many."""
    lines = [json.dumps(item, ensure_ascii=False) + "\n" for item in items]
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)


def main() -> int:
    """Pack annotated articles for the repository, or join them with their texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["pack", "join"])
    parser.add_argument("what", nargs="+", help="files to pack, or the name of the set to join")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    try:
        if options.action == "pack":
            lines = (line for file in options.what for line in Path(file).read_text(encoding="utf-8").splitlines())
            count = write((packed(json.loads(line)) for line in lines if line.strip()), options.output)
        else:
            count = write(join(options.shared, SETS[options.what[0]]), options.output)
    except AnnotationError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{count} articles -> {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
