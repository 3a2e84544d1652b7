"""How well incidents are linked across articles, by part of ECB+, and what every weight of the evidence is good for.

    python -m evaluation.links [--shared ../shared] [--output DIR] [--ablate]

Codes the articles of the set ``incident`` into ``--output``, or takes what lies there already, links their events anew
by the code of today, and prints B3 and links (found mentions only, as the scorer of the set counts them) for the topics
that weights were fitted beside (``train``) and the others (``dev``). ECB+ tells "shot" and "killed" apart where one row
here tells both; ``happening`` counts chains as one that a row joins. ``strangers``: of the pairs of articles that are
joined, the share that is of two topics. With ``--ablate`` a table follows: each weight, on how many pairs of articles
it speaks, and what changes without it.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow.parquet as pq

from evaluation.measure import measure
from pipeline.dataset.manifest import read_manifests
from pipeline.link.index import Wanted, read_index
from transforms.link.candidates import Standing, candidate_pairs, keys, standing
from transforms.link.components import components
from transforms.link.evidence import evidence, weights
from transforms.link.incident import find_edges, join
from transforms.link.row import IncidentRow

PARTS = ("train", "dev")


class Mention(NamedTuple):
    """A mention of the gold, and the event that tells it; None where none does."""

    part: str
    topic: str
    chain: str
    event_id: str | None


class Figures(NamedTuple):
    """B3 F1, and F1, precision and recall of links."""

    b3: float
    links: float
    precision: float
    recall: float


class Scores(NamedTuple):
    """Figures by part, counted as the gold tells chains and as happenings, and the share of joined strangers."""

    gold: dict[str, Figures]
    happening: dict[str, Figures]
    strangers: float


class Gold(NamedTuple):
    """What is known of the articles and their events."""

    rows: list[IncidentRow]
    mentions: list[Mention]
    topic: dict[str, str]
    """Of each article."""


def read_rows(output: str) -> list[IncidentRow]:
    """Return what linking needs of the events of a dataset, with the clusters of their articles."""
    manifests = read_manifests(output)
    clusters: dict[str, str | None] = {}
    for path in sorted(Path(output, "articles").rglob("*.parquet")):
        table = pq.ParquetFile(path).read(columns=["article_id", "cluster_id"])
        clusters.update(zip(*(column.to_pylist() for column in table.columns), strict=True))
    decoder = msgspec.msgpack.Decoder(IncidentRow)
    rows = (decoder.decode(data) for *_, data in read_index(output, manifests, "event_links", Wanted()))
    return [msgspec.structs.replace(row, cluster_id=clusters[row.article_id]) for row in rows]


def read_gold(shared: Path, output: str) -> Gold:
    """Return rows and mentions; the scorer of the set tells which event meets which mention."""
    sys.path.insert(0, str(shared / "eval"))
    scorer = importlib.import_module("nbeval.incident")
    common = importlib.import_module("nbeval.common")
    run = common.Run(Path(output), scorer.Incident.columns)
    mentions: list[Mention] = []
    topic: dict[str, str] = {}
    for _, item in common.read_gold(shared / "gold" / "dev" / "incident", "ecbplus*.jsonl", "mentions"):
        text, spans = scorer.detokenise(item["tokens"], item["sentence_of"])
        article = run.article(item["id"])
        events = run.events(article) if article else []
        alignment = common.Alignment(text, (article["text"] or "") if article else "")
        if article:
            topic[article["article_id"]] = str(item["topic"])
        told = list(zip(letters_of(events, alignment), (event["event_id"] for event in events), strict=True))
        for one in item["mentions"]:
            if one["is_event"] and one["sentence"] in item["validated_sentences"] and one["tokens"]:
                letters = frozenset().union(*(alignment.of_gold(*spans[token]) for token in one["tokens"]))
                hit = next((event_id for mine, event_id in told if mine & letters), None)
                chain = one["chain"] or f"single-{item['id']}-{one['m_id']}"
                mentions.append(Mention(item["split"], str(item["topic"]), chain, hit))
    return Gold(read_rows(output), mentions, topic)


def letters_of(events: Sequence[Mapping[str, Any]], alignment: Any) -> Iterator[frozenset[int]]:  # noqa: ANN401
    """Yield the letters of the triggers of each event."""
    for event in events:
        places = [(event["trigger_start"], event["trigger_end"])]
        places += [(mention["start"], mention["end"]) for mention in event["mentions"] or []]
        yield frozenset().union(*(alignment.of_published(*place) for place in places))


def as_happenings(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with one chain for all that rows of ours join."""
    chains: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.event_id:
            chains.setdefault(mention.event_id, set()).add(mention.chain)
    pairs = {pair for found in chains.values() for pair in combinations(sorted(found), 2)}
    first = {chain: group[0] for group in components(sorted(pairs)) for chain in group}
    return [mention._replace(chain=first.get(mention.chain, mention.chain)) for mention in mentions]


def figures(mentions: Sequence[Mention], incident_of: Mapping[str, str]) -> Figures:
    """Return B3 and links over the mentions that an event tells, within their topics."""
    told = [(m.topic, m.chain, incident_of[m.event_id]) for m in mentions if m.event_id]
    both = Counter(told)
    truth, guess = Counter((t, c) for t, c, _ in told), Counter((t, i) for t, _, i in told)
    shared = [(both[t, c, i], truth[t, c], guess[t, i]) for t, c, i in told]
    b3 = f1(sum(n / of for n, _, of in shared) / len(told), sum(n / of for n, of, _ in shared) / len(told))
    right, guessed, true = (sum(comb(n, 2) for n in counts.values()) for counts in (both, guess, truth))
    precision, recall = right / max(guessed, 1), right / max(true, 1)
    return Figures(b3, f1(precision, recall), precision, recall)


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(gold: Gold) -> Scores:
    """Link the events and return how well."""
    groups = join(find_edges(gold.rows))
    incident_of = {row.event_id: row.event_id for row in gold.rows}
    strangers = Counter[bool]()
    for group in groups:
        incident_of.update({row.event_id: group.incident_id for row in group.rows})
        topics = [(row.article_id, gold.topic.get(row.article_id)) for row in group.rows]
        strangers.update(a[1] != b[1] for a, b in combinations(topics, 2) if a[0] != b[0])
    together = as_happenings(gold.mentions)

    def parts(mentions: Sequence[Mention]) -> dict[str, Figures]:
        chosen = {part: [mention for mention in mentions if mention.part == part] for part in PARTS}
        return {name: figures(found, incident_of) for name, found in (*chosen.items(), ("all", mentions))}

    return Scores(parts(gold.mentions), parts(together), strangers[True] / max(1, strangers.total()))


def spoken(rows: Sequence[IncidentRow]) -> Counter[str]:
    """Return on how many pairs of two articles each kind of evidence speaks."""
    by_key: dict[str, list[Standing]] = {}
    for row in rows:
        for key in keys(row):
            by_key.setdefault(key, []).append(standing(row))
    pairs = {(min(pair), max(pair)) for key, events in by_key.items() for pair in candidate_pairs(events, key)}
    known = {row.event_id: row for row in rows}
    compared = [(known[a], known[b]) for a, b in sorted(pairs) if known[a].article_id != known[b].article_id]
    return Counter(name for a, b in compared for name in {name for name, _ in evidence(a, b) or ()})


def ablate(gold: Gold) -> Iterator[str]:
    """Yield the lines of the table: what changes without each weight."""
    known, counted, whole = weights(), spoken(gold.rows), score(gold)
    yield "| evidence | weight | pairs | links train | dev | B³ train | dev | happening train | dev | strangers |"
    yield "|--|--|--|--|--|--|--|--|--|--|"
    for name, weight in list(known.items()):
        del known[name]
        less = score(gold)
        known[name] = weight
        changes = [less.gold[part].links - whole.gold[part].links for part in PARTS]
        changes += [less.gold[part].b3 - whole.gold[part].b3 for part in PARTS]
        changes += [less.happening[part].links - whole.happening[part].links for part in PARTS]
        told = " | ".join(f"{change:+.3f}" for change in (*changes, less.strangers - whole.strangers))
        yield f"| {name} | {weight:+.1f} | {counted[name]} | {told} |"


def main() -> None:
    """Print the figures of the parts and, on request, the table of the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--output", type=Path, help="where the coded articles lie, or are to lie")
    parser.add_argument("--ablate", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.output or Path(scratch)
        if not (folder / "incident").is_dir():
            measure("incident", options.shared, keep=folder)
        gold = read_gold(options.shared, str(folder / "incident" / "out"))
    found = score(gold)
    for name, parts in (("gold", found.gold), ("happening", found.happening)):
        for part, (b3, links, precision, recall) in parts.items():
            print(f"{name:10} {part:6} B3 {b3:.3f} links {links:.3f} precision {precision:.3f} recall {recall:.3f}")
    print(f"strangers {found.strangers:.4f}")
    if options.ablate:
        print(*ablate(gold), sep="\n")


if __name__ == "__main__":
    main()
