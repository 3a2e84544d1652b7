"""Train the packaged model of the countries of parties (transforms/extract/opinion/homes.npz).

    python -m training.opinion.homes [--shared ../shared] [--write]

Learned from are the countries of the parties marked in stories of the Voice of America (``acts.tsv``), of phrases whose
own words tell none; not those of other texts: who writes a story knows more of its people than the story tells. Figures
are on a fifth of the stories, by hash, that a first fit does not see; the weights written come from all. Only weights
are written.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from training.opinion.acts import stories
from training.opinion.fitting import Lesson, fit
from training.opinion.sides import standing
from training.opinion.texts import GMB
from training.opinion.train import Words, kept, marked, places, scene, told
from transforms.extract.coder import VETOES, mentions
from transforms.extract.draft import Draft
from transforms.extract.opinion.model import Model, digest, write
from transforms.extract.roles.homes import ANSWERS, FROM_ARTICLE, LIKELY, UNLIKELY, Homes
from transforms.extract.roles.local import in_country
from transforms.extract.roles.phrases import candidates

TARGET = Path(__file__).parents[2] / "transforms" / "extract" / "opinion" / "homes.npz"


class Guest(NamedTuple):
    """A party whose words tell no country: the one marked (empty: none), the one given, clues of each it may have."""

    story: str
    country: str
    given: str | None
    clues: dict[str, frozenset[int]]


def guests(shared: Path) -> Iterator[Guest]:
    """Yield the marked parties whose words tell no country."""
    for story, sentences, article in told(shared, [one for one in stories() if one.source == GMB]):
        here = scene(article)
        participants = here.participants
        homes = Homes(article.document, participants.context)
        starts = list(places(article.document.text, sentences))
        by_sentence = marked(story, sentences, article.document)
        for sentence, found in mentions(here, VETOES):
            words = Words(sentence, found, by_sentence.get(sentence.index, {}))
            phrases = candidates(sentence, participants)
            for draft in found:
                act = words.acts.get(draft.trigger_token) if isinstance(draft, Draft) else None
                if not isinstance(draft, Draft) or act is None or act.optional or draft.type not in act.types:
                    continue
                for side, others in ((act.actors, draft.sides), (act.recipients, draft.actors)):
                    for party in side:
                        spots = (
                            standing(party, "", act.word.sentence, starts=starts, found=phrases, said={})
                            if party.country or party.sector
                            else []
                        )
                        if not spots:
                            continue
                        one = in_country(phrases[spots[0]].party, draft.type, draft.place, participants.context)
                        if one.basis not in FROM_ARTICLE and one.country is not None:
                            continue
                        clues = {
                            country: frozenset(map(digest, homes.clues(country, one, draft.type, draft.place, others)))
                            for country in homes.countries(one)
                        }
                        yield Guest(story.name, party.country, one.country, clues)


def lessons(found: Sequence[Guest]) -> list[Lesson]:
    """Return what is learned: of each country that a party may have, whether it is its own."""
    return [(clues, [int(country == one.country)]) for one in found for country, clues in one.clues.items()]


def figures(found: Sequence[Guest], model: Model | None, likely: float = LIKELY) -> str:
    """Return how many parties have the right country, another or none, and how many that have none were given one."""
    count: Counter[str] = Counter()
    for one in found:
        given = one.given
        if model is not None and one.clues:
            chances = {country: float(model.chances_of(clues)[1]) for country, clues in one.clues.items()}
            best = max(chances, key=lambda country: chances[country])
            if chances[best] >= likely and (given is None or chances[given] <= UNLIKELY):
                given = best
        if one.country:
            count["right" if given == one.country else "none" if given is None else "other"] += 1
        else:
            count["rightly none" if given is None else "in vain"] += 1
    return ", ".join(f"{name} {number}" for name, number in sorted(count.items()))


def main() -> None:
    """Print the figures on what was kept apart; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(guests(options.shared))
    apart = [one for one in found if kept(one.story)]
    model = Model(*fit(lessons([one for one in found if not kept(one.story)]), len(ANSWERS)), 1.0, ANSWERS, ())
    print(f"{len(found)} parties, {len(apart)} apart")
    print("given by rules:", figures(apart, None))
    for likely in (0.4, 0.5, LIKELY, 0.7, 0.8):
        print(f"with the model from {likely}:", figures(apart, model, likely))
    if options.write:
        write(TARGET, *fit(lessons(found), len(ANSWERS)), ANSWERS, ())
        print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
