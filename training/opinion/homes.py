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
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training.opinion.acts import stories
from training.opinion.fitting import Choice, fit_choices
from training.opinion.sides import standing
from training.opinion.texts import GMB
from training.opinion.train import Words, kept, marked, places, scene, told
from transforms.extract.coder import VETOES, mentions
from transforms.extract.draft import Draft
from transforms.extract.opinion.model import Model, digest, write
from transforms.extract.roles.codes.homes import FROM_ARTICLE, HOME, Homes, likeliest_home
from transforms.extract.roles.codes.local import in_country
from transforms.extract.roles.phrases import candidates

TARGET = Path(__file__).parents[2] / "transforms" / "extract" / "opinion" / "homes.npz"


class Guest(NamedTuple):
    """A party whose words tell no country: the one marked (empty: none), the one given, clues of each it may have."""

    story: str
    country: str
    given: str | None
    countries: tuple[str, ...]
    """Those that it may have."""
    clues: tuple[np.ndarray, ...]
    """Digests of the clues of its having none, and of its having each of them."""


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
                        countries = tuple(homes.countries(one))
                        lists = [homes.none(one, draft.type)]
                        lists += [[*homes.clues(c, one, draft.type, draft.place, others)] for c in countries]
                        clues = tuple(np.unique(np.array(list(map(digest, told)), np.uint32)) for told in lists)
                        yield Guest(story.name, party.country, one.country, countries, clues)


def lessons(found: Iterable[Guest]) -> list[Choice]:
    """Return what is learned: which of the countries that a party may have is its own, or none of them."""
    learned = []
    for one in found:
        own = one.countries.index(one.country) + 1 if one.country in one.countries else 0
        learned.append(Choice(one.clues, ((own,),)))
    return learned


def figures(found: Sequence[Guest], model: Model | None) -> str:
    """Return how many parties have the right country, another or none, and how many that have none were given one."""
    count: Counter[str] = Counter()
    for one in found:
        given = one.given
        if model is not None:
            scores = np.array([model.scores_of(clues)[0] for clues in one.clues])
            given = likeliest_home(one.countries, scores, given)
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
    model = Model(*fit_choices(lessons(one for one in found if not kept(one.story)), len(HOME)), 1.0, HOME, ())
    print(f"{len(found)} parties, {len(apart)} apart")
    print("given by rules:", figures(apart, None))
    print("with the model:", figures(apart, model))
    if options.write:
        write(TARGET, *fit_choices(lessons(found), len(HOME)), HOME, ())
        print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
