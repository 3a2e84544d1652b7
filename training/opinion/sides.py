"""Train the packaged model of who does it to whom (transforms/extract/opinion/sides.npz).

    python -m training.opinion.sides [--shared ../shared] [--write]

Learned from are the sides of the acts marked in stories (``acts.tsv``), where the coder reads
an act of one of the marked types, and from the examples of the frames. Figures are on a fifth of the stories, by hash,
that a first fit does not see; the weights written come from all. Only weights are written.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from training.confidence.rows import parsed
from training.opinion.acts import Act, Party, Place, stories
from training.opinion.fitting import Lesson, fit
from training.opinion.train import Words, kept, marked, places, scene, told
from transforms.extract.coder import VETOES, load_resources, mentions
from transforms.extract.draft import Draft
from transforms.extract.drafting import Scene
from transforms.extract.frames.examples import content
from transforms.extract.frames.load import Example
from transforms.extract.opinion.model import Model, digest, write
from transforms.extract.roles.parties import Participants
from transforms.extract.roles.ranking import (
    ACTOR,
    NOBODY,
    RECIPIENT,
    SIDES,
    Candidate,
    Ranker,
    candidates,
    filled,
    kept_of,
    picked,
)
from transforms.process import Settings

TARGET = Path(__file__).parents[2] / "transforms" / "extract" / "opinion" / "sides.npz"


class Phrase(NamedTuple):
    """A phrase that may be a side of an act: its clues, what it is, what the slots say."""

    clues: frozenset[int]
    side: str
    slot: str


class Acting(NamedTuple):
    """An act with its phrases, and whether it has actors and recipients that no phrase stands for."""

    story: str
    phrases: tuple[Phrase, ...]
    lost: tuple[bool, bool]


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


def phrases(
    draft: Draft, participants: Participants, found: Sequence[Candidate], sides: Mapping[int, str]
) -> tuple[Phrase, ...]:
    """Return the candidates of an act as what is learned from; ``sides``: what some of them are, by their place."""
    said = picked(draft, found)
    ranker = Ranker(draft, participants)
    made = []
    for number, one in enumerate(found):
        slot = said[number][0] if number in said else NOBODY
        clues = frozenset(digest(clue) for clue in ranker.clues(one, slot))
        made.append(Phrase(clues, sides.get(number, NOBODY), slot))
    return tuple(made)


def acting(name: str, draft: Draft, act: Act, starts: Sequence[int], scene: Scene) -> Acting:
    """Return the phrases of an act with what each is."""
    participants = scene.participants
    found = candidates(draft.sentence, participants)
    said = picked(draft, found)
    sides: dict[int, str] = {}
    lost = []
    for side, parties in ((ACTOR, act.actors), (RECIPIENT, act.recipients)):
        slots = {number: slot for number, (slot, _) in said.items()}
        spots = [standing(party, side, act.word.sentence, starts=starts, found=found, said=slots) for party in parties]
        sides |= {number: side for spot in spots for number in spot if number not in sides}
        lost.append(bool(parties) and not any(spots))
    return Acting(name, phrases(draft, participants, found, sides), (lost[0], lost[1]))


def acts(shared: Path) -> Iterator[Acting]:
    """Yield the acts that the coder reads as they are marked."""
    for story, sentences, article in told(shared, list(stories())):
        here = scene(article)
        starts = list(places(article.document.text, sentences))
        by_sentence = marked(story, sentences, article.document)
        for sentence, found in mentions(here, VETOES):
            words = Words(sentence, found, by_sentence.get(sentence.index, {}))
            for draft in found:
                act = words.acts.get(draft.trigger_token) if isinstance(draft, Draft) else None
                if isinstance(draft, Draft) and act is not None and draft.type in act.types and not act.optional:
                    yield acting(story.name, draft, act, starts, here)


def own() -> Iterator[Acting]:
    """Yield the acts of the frames' examples with the sides that their lines tell."""
    frames = [frame for all_of in load_resources().frames.frames.values() for frame in all_of]
    examples = [example for frame in frames for example in frame.examples if example.type]
    gold = [{"id": f"own/{number}", "text": example.text} for number, example in enumerate(examples)]
    for item, article in parsed(gold, Settings()):
        example = examples[int(item["id"].removeprefix("own/"))]
        here = scene(article)
        for _, found in mentions(here, VETOES):
            for draft in found:
                if isinstance(draft, Draft) and draft.type == example.type:
                    yield _of_example(draft, example, here.participants)


def _of_example(draft: Draft, example: Example, participants: Participants) -> Acting:
    found = candidates(draft.sentence, participants)
    said = picked(draft, found)
    sides: dict[int, str] = {}
    for side, words in ((ACTOR, content(example.actor or "")), (RECIPIENT, content(example.recipient or ""))):
        shared = [len(words & content(one.party.text)) for one in found]
        best = max(shared, default=0)
        for number, count in enumerate(shared):
            slot = said[number][0] if number in said else NOBODY
            if count and (slot == side or (count == best and side not in sides.values())):
                sides.setdefault(number, side)
    return Acting("own", phrases(draft, participants, found, sides), (False, False))


def figures(found: Sequence[Acting], model: Model | None) -> str:
    """Return the share of acts with the right actors, recipients and both: one of those marked, and nobody else."""
    count: Counter[str] = Counter()
    for act in found:
        slots = [phrase.slot for phrase in act.phrases]
        likely = {}
        if model is not None:
            told_of = [model.chances_of(phrase.clues) for phrase in act.phrases]
            likely = {p: {side: float(c[SIDES.index(side)]) for side in SIDES} for p, c in enumerate(told_of)}
        right = {}
        for number, side in enumerate((ACTOR, RECIPIENT)):
            chosen = {place for place, slot in enumerate(slots) if slot == side}
            if model is not None:
                chosen = kept_of(side, dict(enumerate(slots)), likely) or filled(side, likely)
            wanted = {place for place, phrase in enumerate(act.phrases) if phrase.side == side}
            right[side] = bool(chosen) and chosen <= wanted if wanted else not chosen and not act.lost[number]
        count.update(side for side in right if right[side])
        count["both"] += all(right.values())
    return ", ".join(f"{name} {count[name] / len(found):.3f}" for name in (ACTOR, RECIPIENT, "both"))


def lessons(found: Sequence[Acting]) -> list[Lesson]:
    """Return what is learned from acts."""
    return [(phrase.clues, [SIDES.index(phrase.side)]) for act in found for phrase in act.phrases]


def main() -> None:
    """Print the figures on what was kept apart; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(acts(options.shared))
    apart = [act for act in found if kept(act.story)]
    ours = list(own())
    digests, weights = fit(lessons([*(act for act in found if not kept(act.story)), *ours]), len(SIDES))
    model = Model(digests, weights, 1.0, SIDES, ())
    print(f"{len(found)} acts, {sum(len(act.phrases) for act in found)} phrases, {len(apart)} acts apart")
    print("slots:", figures(apart, None))
    print("with the model:", figures(apart, model))
    if options.write:
        write(TARGET, *fit(lessons([*found, *ours]), len(SIDES)), SIDES, ())
        print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
