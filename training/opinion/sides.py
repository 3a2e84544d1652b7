"""Train the packaged model of who does it to whom (transforms/extract/opinion/sides.npz).

    python -m training.opinion.sides [--shared ../shared] [--write]

Learned from are the sides of the acts marked in stories (``acts.tsv``): where the coder reads an act of one of the
marked types, and where it is silent, as it would read the word if the model of acts gave it the type; and those of the
examples of the frames. Figures are on a fifth of the stories, by hash, that a first fit does not see; the weights
written come from all. Only weights are written.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from schemas.document import Sentence
from training.confidence.rows import parsed
from training.opinion.acts import Act, Party, Place, stories
from training.opinion.fitting import Choice, fit_choices
from training.opinion.train import Words, kept, marked, places, scene, told
from transforms.extract.coder import VETOES, load_resources, mentions
from transforms.extract.draft import Draft
from transforms.extract.drafting import Scene, complete, in_tense
from transforms.extract.frames.examples import content
from transforms.extract.frames.load import Example
from transforms.extract.frames.recogniser import Recogniser
from transforms.extract.opinion.model import Model, digest, write
from transforms.extract.opinion.question import Answer
from transforms.extract.opinion.second import TELLING, draft_of
from transforms.extract.roles.phrases import (
    ACTOR,
    NOBODY,
    RECIPIENT,
    SIDES,
    Candidate,
    Phrases,
    picked,
    slots_of,
)
from transforms.extract.roles.ranker import Ranker
from transforms.extract.roles.ranking import NONE, likeliest, together, told_or_none
from transforms.process import Settings

TARGET = Path(__file__).parents[2] / "transforms" / "extract" / "opinion" / "sides.npz"
MODEL = "acts"
RARE = 8
"""Clues that fewer acts have get no weight."""


class Acting(NamedTuple):
    """An act with its phrases."""

    story: str
    silent: bool
    """Whether the frames say nothing of it."""
    phrases: Phrases
    slots: Mapping[int, str]
    sides: Mapping[int, str]
    """What phrases are, by their place."""
    lost: tuple[bool, bool]
    """Whether it has actors and recipients that no phrase stands for."""
    clues: tuple[np.ndarray, ...]
    """Digests of the clues of its having no side, and of those of each phrase."""


def standing(
    party: Party, side: str, here: int, *, starts: Sequence[int], found: Sequence[Candidate], said: Mapping[int, str]
) -> list[int]:
    """Return the places of the candidates that a marked party is: in the act's sentence where it has words there.

    The one that shares most of its words, and those by which the slots mean the same side.
    """
    for near in (True, False):
        shared = [0] * len(found)
        for spot in party.places:
            if (spot.sentence == here) == near:
                shared = [max(n, _shared(spot, starts, one)) for n, one in zip(shared, found, strict=True)]
        most = max(shared, default=0)
        if most:
            best = shared.index(most)
            return [number for number, n in enumerate(shared) if number == best or (n and said.get(number) == side)]
    return []


def _shared(spot: Place, starts: Sequence[int], one: Candidate) -> int:
    """Return how many characters of marked words the party has, where its head stands among them."""
    if starts[spot.sentence] < 0:
        return 0
    start, end = starts[spot.sentence] + spot.start, starts[spot.sentence] + spot.end
    if not start <= one.sentence.starts[one.token] < end:
        return 0
    return min(one.party.end, end) - max(one.party.start, start)


def acting(name: str, draft: Draft, act: Act, starts: Sequence[int], phrases: Phrases) -> Acting:
    """Return an act with what each of its phrases is."""
    slots = slots_of(picked(draft, phrases.found))
    sides: dict[int, str] = {}
    lost = []
    for side, parties in ((ACTOR, act.actors), (RECIPIENT, act.recipients)):
        spots = [
            standing(party, side, act.word.sentence, starts=starts, found=phrases.found, said=slots)
            for party in parties
        ]
        sides |= {number: side for spot in spots for number in spot if number not in sides}
        lost.append(bool(parties) and not any(spots))
    return Acting(
        name, draft.silent, phrases, slots, sides, (lost[0], lost[1]), clues_of(Ranker(draft, phrases, slots))
    )


def clues_of(ranker: Ranker) -> tuple[np.ndarray, ...]:
    """Return the digests of the clues of an act's having no side, and of those of each of its phrases."""
    clues = [ranker.none(), *(ranker.clues(place) for place in range(len(ranker.phrases.found)))]
    return tuple(np.unique(np.array([digest(clue) for clue in one], np.uint32)) for one in clues)


def acts(shared: Path) -> Iterator[Acting]:
    """Yield the acts of the stories that may be told: as the coder reads them, the others as of the model of acts."""
    for story, sentences, article in told(shared, list(stories())):
        here = scene(article)
        starts = list(places(article.document.text, sentences))
        by_sentence = marked(story, sentences, article.document)
        for sentence, found in mentions(here, VETOES):
            of_sentence = by_sentence.get(sentence.index, {})
            if not of_sentence:
                continue
            phrases = Phrases(sentence, here.participants)
            for draft, act in told_by(sentence, found, of_sentence, here):
                yield acting(story.name, draft, act, starts, phrases)


def told_by(
    sentence: Sentence, found: Sequence[object], marks: Mapping[int, Act], scene: Scene
) -> Iterator[tuple[Draft, Act]]:
    """Yield the acts of a sentence that have to be told, each with a draft that tells it."""
    words = Words(sentence, found, marks)
    taken = set()
    for draft in found:
        act = words.acts.get(draft.trigger_token) if isinstance(draft, Draft) else None
        if isinstance(draft, Draft) and act is not None and draft.type in act.types:
            taken.add(draft.trigger_token)
            if not act.optional:
                yield draft, act
    for token, act in words.acts.items():
        if token in taken or act.optional or sentence.upos[token] not in TELLING:
            continue
        recogniser = Recogniser(sentence, scene.participants, scene.frames)
        silent = draft_of(recogniser, token, Answer(act.types[0], 1.0), MODEL)
        timed = in_tense(silent, scene.participants, scene.frames)
        if isinstance(timed, Draft):
            yield complete(timed, scene), act


def own() -> Iterator[Acting]:
    """Yield the acts of the frames' examples with the sides that their lines tell."""
    frames = [frame for all_of in load_resources().frames.frames.values() for frame in all_of]
    examples = [example for frame in frames for example in frame.examples if example.type]
    gold = [{"id": f"own/{number}", "text": example.text} for number, example in enumerate(examples)]
    for item, article in parsed(gold, Settings()):
        example = examples[int(item["id"].removeprefix("own/"))]
        here = scene(article)
        for sentence, found in mentions(here, VETOES):
            phrases = Phrases(sentence, here.participants)
            for draft in found:
                if isinstance(draft, Draft) and draft.type == example.type:
                    yield _of_example(draft, example, phrases)


def _of_example(draft: Draft, example: Example, phrases: Phrases) -> Acting:
    slots = slots_of(picked(draft, phrases.found))
    sides: dict[int, str] = {}
    for side, words in ((ACTOR, content(example.actor or "")), (RECIPIENT, content(example.recipient or ""))):
        shared = [len(words & content(one.party.text)) for one in phrases.found]
        best = max(shared, default=0)
        for number, count in enumerate(shared):
            if count and (slots.get(number, NOBODY) == side or (count == best and side not in sides.values())):
                sides.setdefault(number, side)
    return Acting("own", draft.silent, phrases, slots, sides, (False, False), clues_of(Ranker(draft, phrases, slots)))


def figures(found: Sequence[Acting], model: Model | None) -> str:
    """Return the share of acts with the right actors, recipients and both: of those marked, and nobody else.

    Behind them the share of acts whose sides are those marked, all of them.
    """
    count: Counter[str] = Counter()
    for act in found:
        chosen = {side: {place for place, slot in act.slots.items() if slot == side} for side in SIDES}
        if model is not None:
            chances = told_or_none(np.array([model.scores_of(one) for one in act.clues]))
            best = likeliest(chances, act.phrases)
            if best != (NONE, NONE):
                chosen = {
                    side: together(first, column, chances, chosen[side], act.phrases)
                    for column, (side, first) in enumerate(zip(SIDES, best, strict=True))
                }
        right = []
        for side, lost in zip(SIDES, act.lost, strict=True):
            wanted = {place for place, told in act.sides.items() if told == side}
            right.append(bool(chosen[side]) and chosen[side] <= wanted if wanted else not chosen[side] and not lost)
            count[side] += right[-1]
            count[f"all {side}"] += chosen[side] == wanted and not lost
        count["both"] += all(right)
    return ", ".join(f"{name} {count[name] / max(len(found), 1):.3f}" for name in sorted(count))


def lessons(found: Iterable[Acting]) -> list[Choice]:
    """Return what is learned from acts."""
    learned = []
    for act in found:
        right = [tuple(place + 1 for place in sorted(act.sides) if act.sides[place] == side) for side in SIDES]
        learned.append(Choice(act.clues, tuple(places or (0,) for places in right)))
    return learned


def main() -> None:
    """Print the figures on what was kept apart; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(acts(options.shared))
    ours = list(own())
    digests, weights = fit_choices(lessons([*(act for act in found if not kept(act.story)), *ours]), len(SIDES), RARE)
    model = Model(digests, weights, 1.0, SIDES, ())
    print(f"{len(found)} acts, {sum(len(act.phrases.found) for act in found)} phrases")
    for name, silent in (("of frames", False), ("of the model", True)):
        apart = [act for act in found if kept(act.story) and act.silent == silent]
        print(f"{len(apart)} acts apart, {name}; slots:", figures(apart, None))
        print("with the model:", figures(apart, model))
    if options.write:
        write(TARGET, *fit_choices(lessons([*found, *ours]), len(SIDES), RARE), SIDES, ())
        print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
