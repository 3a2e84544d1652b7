"""Train the packaged model of words that tell acts (transforms/extract/opinion/acts.npz).

    python -m training.opinion.train [--shared ../shared] [--write]

Learned from are the acts marked in stories (``acts.tsv``; ``texts.py`` says where their sentences stand), the examples
of the frames, and the bank of sentences that report nothing. Figures are on a fifth of the stories, by hash, that a
first fit does not see; the weights written come from all. Only weights are written.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from schemas.codes.ontology import event_types
from schemas.document import Document, Sentence
from schemas.records import ParsedArticle
from training.confidence.rows import parsed
from training.opinion.acts import Act, Story, stories
from training.opinion.fitting import Lesson, fit
from training.opinion.texts import texts
from transforms.coding import resolve
from transforms.extract.coder import VETOES, load_resources, mentions, scene_of
from transforms.extract.draft import Draft
from transforms.extract.drafting import Scene
from transforms.extract.opinion.clues import Reader, Said, key
from transforms.extract.opinion.model import NONE, Model, digest, write
from transforms.extract.opinion.second import TELLING
from transforms.extract.veto.weighing import NEEDED, said_of
from transforms.parse.clause.clauses import DocumentClauses
from transforms.process import Settings

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "transforms" / "extract" / "opinion" / "acts.npz"
NEGATIVES = ROOT / "tests" / "extract" / "negatives.txt"
TYPES = (NONE, *sorted(event_types()))
KEPT = 5
"""Of so many stories one is kept apart."""
OFTEN = 0.2
"""The share of its occurrences in which a word has to tell an act to be looked at where the frames are silent."""
NEAR = 6
"""Words between the word of a frame and the marked one that may still tell the same act."""
BEGINNING = 40
"""Characters by which a sentence is found again in its story."""


class Item(NamedTuple):
    """A word that may tell an act: its clues, its types (none: it tells no act), where it stands."""

    clues: frozenset[int]
    types: tuple[str, ...]
    story: str
    sentence: int
    token: int
    word: str
    optional: bool
    said: Said | None
    chain: tuple[int, ...]
    """Tokens of the predicates of what a frame reads."""


Marked = Mapping[tuple[str, int], Mapping[int, Act]]
"""Acts by story and sentence of the document, then by token."""


def told(shared: Path, found: Sequence[Story]) -> Iterator[tuple[Story, list[str], ParsedArticle]]:
    """Yield the stories with their sentences and as parsed articles."""
    sentences = {story.name: texts(shared, story.source)[story.first : story.last] for story in found}
    by_name = {story.name: story for story in found}
    items = [{"id": name, "text": " ".join(text)} for name, text in sentences.items()]
    for item, article in parsed(items, Settings()):
        yield by_name[item["id"]], sentences[item["id"]], article


def places(text: str, sentences: Sequence[str]) -> Iterator[int]:
    """Yield where each sentence of a story begins in the text of its article, -1 where cleaning has changed it."""
    at = 0
    for sentence in sentences:
        found = text.find(sentence[:BEGINNING], at)
        at = at if found < 0 else found
        yield found


def marked(story: Story, sentences: Sequence[str], document: Document) -> dict[int, dict[int, Act]]:
    """Return the acts of a story by sentence of its document and token."""
    starts = list(places(document.text, sentences))
    found: dict[int, dict[int, Act]] = {}
    for act in story.acts:
        start = starts[act.word.sentence]
        if start < 0:
            continue
        at = start + act.word.start
        for sentence in document.sentences:
            if sentence.start <= at < sentence.end:
                token = next((t for t in range(len(sentence)) if sentence.starts[t] <= at < sentence.ends[t]), None)
                if token is not None:
                    found.setdefault(sentence.index, {})[token] = act
    return found


def scene(article: ParsedArticle) -> Scene:
    """Return what the rules of the coder may look at of an article."""
    clauses = DocumentClauses(article.document)
    return scene_of(article, resolve(article, clauses), load_resources(), clauses)


class Words:
    """The words of a sentence that frames read, with the acts that they tell."""

    def __init__(self, sentence: Sentence, found: Iterable[Any], acts: Mapping[int, Act]) -> None:
        """Give each act to the word that tells it: its own, one of a mention's chain, or the nearest of its type."""
        self.said: dict[int, Said] = {}
        self.chains: dict[int, tuple[int, ...]] = {}
        for one in found:
            if isinstance(one, Draft):
                self.said[one.trigger_token] = said_of(one)
                self.chains[one.trigger_token] = tuple(m.predication.token for m in one.mention.chain())
            else:
                self.said.setdefault(one.token, Said(one.event_type, (one.code,)))
        self.acts: dict[int, Act] = {}
        self.beside: set[int] = set()
        """Marked words whose act another word tells."""
        free = dict(acts)
        for near in (self._own, self._of_chain, self._close):
            for token in sorted(self.said, key=lambda t: bool(self.said[t].codes)):
                if token in self.acts or not self.said[token].type:
                    continue
                for other in sorted(free, key=lambda u, t=token: abs(u - t)):  # type: ignore[misc]
                    if self.said[token].type in free[other].types and near(token, other):
                        self.acts[token] = free.pop(other)
                        if other != token:
                            self.beside.add(other)
                        break
        for token, act in free.items():
            self.acts.setdefault(token, act)

    def _own(self, token: int, other: int) -> bool:
        return token == other

    def _of_chain(self, token: int, other: int) -> bool:
        return other in self.chains.get(token, ())

    def _close(self, token: int, other: int) -> bool:
        return abs(other - token) <= NEAR and not self.said[token].codes


def items(story: str, scene: Scene, acts: Mapping[int, Mapping[int, Act]]) -> Iterator[Item]:
    """Yield the words of an article that may tell an act."""
    for sentence, found in mentions(scene, VETOES):
        words = Words(sentence, found, acts.get(sentence.index, {}))
        reader = Reader(sentence, scene.participants, scene.frames)
        for token, upos in enumerate(sentence.upos):
            act, said = words.acts.get(token), words.said.get(token)
            if (upos not in TELLING and act is None and said is None) or (act is None and token in words.beside):
                continue
            clues = frozenset(digest(clue) for clue in reader.clues(token, () if said is None else (said,)))
            yield Item(
                clues=clues,
                types=act.types if act else (),
                story=story,
                sentence=sentence.index,
                token=token,
                word=key(sentence.lemmas[token].lower(), upos),
                optional=act.optional if act else False,
                said=said,
                chain=words.chains.get(token, (token,)),
            )


def known(found: Iterable[Item]) -> list[Item]:
    """Return the words that are looked at: those that told an act, and those that frames know."""
    found = list(found)
    told_by = {item.word for item in found if item.types}
    return [i for i in found if i.word in told_by or i.said is not None]


def telling(found: Iterable[Item]) -> set[str]:
    """Return the words that tell an act often enough to be looked at where the frames are silent."""
    found = list(found)
    of_all, of_acts = Counter(item.word for item in found), Counter(item.word for item in found if item.types)
    return {word for word, count in of_acts.items() if count >= OFTEN * of_all[word]}


def own() -> Iterator[Item]:
    """Yield the words of the frames' examples whose reading is told, and those of the bank of negatives."""
    lines = [line for line in NEGATIVES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    examples = [e for all_of in load_resources().frames.frames.values() for f in all_of for e in f.examples]
    texts = [(line, None) for line in lines] + [(e.text, e) for e in examples if e.type or not e.positive]
    gold = [{"id": f"own/{number}", "text": text} for number, (text, _) in enumerate(texts)]
    for item, article in parsed(gold, Settings()):
        example = texts[int(item["id"].removeprefix("own/"))][1]
        for one in items(item["id"], scene(article), {}):
            if example is None or not example.type:
                yield one
            elif one.said is not None and one.said.type == example.type:
                yield one._replace(types=(example.type,))


def learned(found: Iterable[Item]) -> list[Lesson]:
    """Return what is learned from words: their clues with the columns of the types; acts that may be coded are not."""
    column = {name: number for number, name in enumerate(TYPES)}
    return [(item.clues, [column[t] for t in item.types] or [0]) for item in found if not item.optional]


def predicted(found: Sequence[Item], model: Model) -> Iterator[tuple[Item, str]]:
    """Yield the words of one sentence that the model lets tell an act, with the type."""
    taken: dict[int, str] = {}
    for item in sorted(found, key=lambda i: i.said is None or not i.said.type):
        chances = model.chances_of(item.clues)
        said = item.said
        read = said is not None and said.type and item.chain
        if said is not None and read and chances[model.columns[said.type]] >= NEEDED.of(said.codes):
            taken |= dict.fromkeys(item.chain, said.type)
            yield item, said.type
            continue
        best = int(np.argmax(chances))
        if best and chances[best] >= model.least and taken.get(item.token) != TYPES[best]:
            yield item, TYPES[best]


def score(acts: Marked, said: Mapping[tuple[str, int], Sequence[tuple[int, str]]]) -> str:
    """Return precision, recall and F1 of words with types, sentence by sentence; optional acts count for nothing."""
    right = wrong = missed = 0
    for place, here in acts.items():
        free = dict(here)
        rest = []
        for token, kind in sorted(said.get(place, ()), key=lambda one: one[0] not in here):
            fitting = [t for t, act in free.items() if kind in act.types]
            if not fitting:
                rest.append(kind)
            elif not free.pop(min(fitting, key=lambda t: abs(t - token))).optional:
                right += 1
        wrong += sum(not any(kind in act.types and act.optional for act in here.values()) for kind in rest)
        missed += sum(not act.optional for act in free.values())
    for place, found in said.items():
        wrong += len(found) if place not in acts else 0
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"


def kept(story: str) -> bool:
    """Say whether a story is kept apart."""
    return int(hashlib.sha1(story.encode(), usedforsecurity=False).hexdigest(), 16) % KEPT == 0


def main() -> None:
    """Print the figures on what was kept apart; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found: list[Item] = []
    acts: dict[tuple[str, int], dict[int, Act]] = {}
    for story, sentences, article in told(options.shared, list(stories())):
        here = marked(story, sentences, article.document)
        acts |= {(story.name, index): by_token for index, by_token in here.items()}
        found += items(story.name, scene(article), here)
    ours = list(own())
    print(f"{sum(map(len, acts.values()))} acts, {len(found)} words, {len(ours)} of our own")
    apart = [item for item in found if kept(item.story)]
    digests, weights = fit(learned([*known([i for i in found if not kept(i.story)]), *ours]), len(TYPES))
    words = telling(item for item in found if not kept(item.story))
    model = Model(digests, weights, 1.0, TYPES, [digest(word) for word in words])
    by_place: dict[tuple[str, int], list[Item]] = {}
    for item in apart:
        if item.said is not None or item.word in words:
            by_place.setdefault((item.story, item.sentence), []).append(item)
    right = {place: here for place, here in acts.items() if kept(place[0])}
    plain = {p: [(i.token, i.said.type) for i in here if i.said and i.said.type and not i.said.codes]
             for p, here in by_place.items()}  # fmt: skip
    print("frames without objection:", score(right, plain))
    print("with the model:", score(right, {p: [(i.token, t) for i, t in predicted(here, model)]
                                           for p, here in by_place.items()}))  # fmt: skip
    if options.write:
        all_of = [*known(found), *ours]
        write(TARGET, *fit(learned(all_of), len(TYPES)), TYPES, sorted(telling(found)))
        print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
