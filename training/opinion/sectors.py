"""Train the packaged model of the sectors of parties (transforms/extract/opinion/sectors.npz).

    python -m training.opinion.sectors [--shared ../shared] [--write]

Learned from are the sectors of the parties marked in stories (``acts.tsv``). Figures are on a fifth of the stories, by
hash, that a first fit does not see; the weights written come from all. Only weights are written.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from training.opinion.acts import stories
from training.opinion.fitting import Lesson, fit
from training.opinion.sides import standing, told_by
from training.opinion.train import kept, marked, places, scene, told
from transforms.extract.coder import VETOES, mentions
from transforms.extract.opinion.model import NONE, Model, digest, write
from transforms.extract.roles.codes.sectors import BARE, LIKELY, REST, UNTOLD, clues, label_of
from transforms.extract.roles.codes.sectors import Act as Doing
from transforms.extract.roles.phrases import ACTOR, RECIPIENT, candidates

TARGET = Path(__file__).parents[2] / "transforms" / "extract" / "opinion" / "sectors.npz"
SELDOM = 100
"""A sector that fewer parties have is not learned."""


class Sectored(NamedTuple):
    """A party: the sector marked and the one that the tables give, empty for none, and its clues."""

    story: str
    sector: str
    given: str
    bare: bool
    """Whether it is a bare name of a country or a nation."""
    clues: frozenset[int]


def parties(shared: Path) -> Iterator[Sectored]:
    """Yield the marked parties that stand in the sentence of their act."""
    for story, sentences, article in told(shared, list(stories())):
        here = scene(article)
        participants = here.participants
        starts = list(places(article.document.text, sentences))
        by_sentence = marked(story, sentences, article.document)
        for sentence, found in mentions(here, VETOES):
            marks = by_sentence.get(sentence.index, {})
            phrases = candidates(sentence, participants) if marks else []
            for draft, act in told_by(sentence, found, marks, here) if marks else ():
                word = sentence.lemmas[draft.trigger_token].lower()
                for side, those, others in (
                    (ACTOR, act.actors, draft.sides),
                    (RECIPIENT, act.recipients, draft.actors),
                ):
                    for party in those:
                        spots = standing(party, side, act.word.sentence, starts=starts, found=phrases, said={})
                        if not spots or not (party.country or party.sector):
                            continue
                        one = phrases[spots[0]].party
                        doing = Doing(draft.type, word, side, others)
                        yield Sectored(
                            story.name,
                            party.sector,
                            "" if one.sector in UNTOLD else one.sector or "",
                            label_of(one, participants) in BARE,
                            frozenset(map(digest, clues(one, doing, participants))),
                        )


def lessons(found: Sequence[Sectored], types: Sequence[str]) -> list[Lesson]:
    """Return what is learned: of each party its sector."""
    column = {name: number for number, name in enumerate(types)}
    return [(one.clues, [column[one.sector]]) for one in found if one.sector in column and not one.bare]


def figures(found: Sequence[Sectored], model: Model | None) -> str:
    """Return how many parties have the right sector, another or none."""
    count: Counter[str] = Counter()
    for one in found:
        given = one.given
        if model is not None:
            answer = model.likeliest(model.chances_of(one.clues))
            likely = answer.probability >= LIKELY and not (answer.type == REST and given)
            given = answer.type if likely else given
        count["right" if given == one.sector else "none" if not given else "other"] += 1
    return ", ".join(f"{name} {number}" for name, number in sorted(count.items()))


def main() -> None:
    """Print the figures on what was kept apart; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(parties(options.shared))
    counted = Counter(one.sector for one in found)
    types = (NONE, *sorted(name for name, count in counted.items() if name and count >= SELDOM))
    apart = [one for one in found if kept(one.story) and not one.bare]
    first = fit(lessons([one for one in found if not kept(one.story)], types), len(types))
    print(f"{len(found)} parties, {len(apart)} apart that are no bare names of countries")
    print("by the tables:", figures(apart, None))
    print("with the model:", figures(apart, Model(*first, 1.0, types, ())))
    if options.write:
        write(TARGET, *fit(lessons(found, types), len(types)), types, ())
        print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
