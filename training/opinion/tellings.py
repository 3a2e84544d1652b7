"""Train the packaged model of which mentions tell one act (transforms/extract/opinion/tellings.npz).

    python -m training.opinion.tellings [--shared ../shared] [--write]

Learned from are the stories whose coders numbered the acts (``acts.tsv``) and the part of the articles annotated as a
whole that may be read: mention by mention, as the coder reads them, which of the acts told before it tells again, or
that it tells one of its own. Mentions of what nobody marked teach
nothing. Figures are on a fifth of the stories, by hash, that a first fit does not see; the weights written come from
all. Only weights are written.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evaluation import annotated
from evaluation.folds import is_kept
from schemas.records import ParsedArticle
from training.confidence.rows import items, parsed
from training.opinion.acts import stories
from training.opinion.fitting import Choice, fit_choices
from training.opinion.train import Words, kept, marked, scene, told
from transforms.extract.coder import decided, load_resources
from transforms.extract.draft import Draft
from transforms.extract.merge.acts import MODEL, cluster, possible, units
from transforms.extract.merge.antecedent import questions
from transforms.extract.merge.contradiction import position
from transforms.extract.merge.telling import Telling, telling
from transforms.extract.opinion.model import Model, digest, packaged, write
from transforms.process import Settings

TARGET = Path(__file__).parents[2] / "transforms" / "extract" / "opinion" / f"{MODEL}.npz"
COLUMNS = ("same",)
RARE = 3
"""Clues that fewer lessons have get no weight."""


class Mentions(NamedTuple):
    """The mentions of a story in text order, with the numbers of the acts that those of marked acts tell."""

    story: str
    drafts: tuple[Draft, ...]
    numbers: Mapping[tuple[int, int], int]
    """By the key of the mention."""


def mentions(shared: Path) -> Iterator[Mentions]:
    """Yield the numbered stories as the coder reads them."""
    numbered = [one for one in stories() if one.acts and all(act.number is not None for act in one.acts)]
    for story, sentences, article in told(shared, numbered):
        drafts = read(article)
        acts = marked(story, sentences, article.document)
        numbers: dict[tuple[int, int], int] = {}
        for index in {draft.sentence.index for draft in drafts}:
            of_sentence = [draft for draft in drafts if draft.sentence.index == index]
            words = Words(of_sentence[0].sentence, of_sentence, acts.get(index, {}))
            for draft in of_sentence:
                act = words.acts.get(draft.trigger_token)
                if act is not None and act.number is not None and draft.type in act.types:
                    numbers[draft.key] = act.number
        yield Mentions(story.name, drafts, numbers)


def read(article: ParsedArticle) -> tuple[Draft, ...]:
    """Return the mentions of an article as they are when they are grouped."""
    resources, here = load_resources(), scene(article)
    found = decided(here, resources.vetoes, ("acts", packaged()), whole=False)
    drafts = [one for one in found if isinstance(one, Draft)]
    for mention_pass in resources.mention_passes:
        drafts = list(mention_pass.run(drafts, here))
    return tuple(drafts)


def of_articles(shared: Path) -> Iterator[Mentions]:
    """Yield the articles annotated as a whole whose errors are read (``evaluation/folds.py``), as the coder reads them.

    A mention tells the act of its type in one of whose cues its word stands, else the only one told in its sentence.
    """
    names = {item["id"]: name for name, path in annotated.SETS.items() for item in annotated.join(shared, path)}
    gold = [item for item in items(shared) if not is_kept(item["id"], names.get(item["id"], "stories"))]
    for item, article in parsed(gold, Settings()):
        drafts = read(article)
        cues = [list(spans(article.document.text, event["cues"])) for event in item["events"]]
        numbers: dict[tuple[int, int], int] = {}
        for draft in drafts:
            at, sentence = draft.sentence.starts[draft.named_token], draft.sentence
            of_type = [n for n, event in enumerate(item["events"]) if draft.type in event["types"]]
            here = [n for n in of_type if any(start <= at < end for start, end in cues[n])]
            here = here or [
                n for n in of_type if any(start < sentence.end and end > sentence.start for start, end in cues[n])
            ]
            if len(here) == 1:
                numbers[draft.key] = here[0]
        yield Mentions(item["id"], drafts, numbers)


def spans(text: str, cues: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the cues of an act stand; one that cleaning has changed is passed over."""
    for cue in cues:
        try:
            start, end = annotated.span(text, cue, "")
        except annotated.AnnotationError:
            continue
        yield start, end


def number_of(unit: Sequence[Draft], story: Mentions) -> int | None:
    """Return the act that most of the mentions of a unit tell, None where nobody marked them."""
    found = Counter(story.numbers[draft.key] for draft in unit if draft.key in story.numbers)
    return found.most_common(1)[0][0] if found else None


def lessons(story: Mentions) -> Iterator[Choice]:
    """Yield what is learned from a story: at each unit of mentions the acts before are as its coder tells them."""
    groups: list[Telling] = []
    numbers: list[int] = []
    for unit in units(story.drafts):
        number = number_of(unit, story)
        if number is None:
            continue
        here = telling(unit)
        places = possible(groups, here)
        if places:
            clues = [_digests(one) for one in questions([groups[place] for place in places], here, 0)]
            right = tuple(n for n, place in enumerate(places, 1) if numbers[place] == number)
            yield Choice(tuple(clues), (right or (0,),))
        again = [n for n, one in enumerate(numbers) if one == number and groups[n].type == here.type]
        if again:
            groups[again[0]] = telling(sorted((*groups[again[0]].drafts, *unit), key=position))
        else:
            groups.append(here)
            numbers.append(number)


def _digests(clues: Sequence[str]) -> np.ndarray:
    return np.unique(np.array([digest(clue) for clue in clues], np.uint32))


def figures(found: Sequence[Mentions], clustered: Callable[[Sequence[Draft]], Sequence[Sequence[Draft]]]) -> str:
    """Return how many rows the marked acts give, how many of them tell an act again, and how many acts are lost.

    A row tells the act of most of its mentions. Pairs: mentions of one type in one row, those that belong there.
    """
    count: Counter[str] = Counter()
    for story in found:
        rows = [[story.numbers[d.key] for d in row if d.key in story.numbers] for row in clustered(story.drafts)]
        told_, taken = set(), 0
        for row in sorted(rows, key=len, reverse=True):
            free = [number for number, _ in Counter(row).most_common() if number not in told_]
            if free:
                told_.add(free[0])
                taken += 1
            joined = [a == b for n, a in enumerate(row) for b in row[:n]]
            count["joined"] += len(joined)
            count["rightly"] += sum(joined)
        count["rows"] += sum(bool(row) for row in rows)
        count["acts"] += len(set(story.numbers.values()))
        count["told"] += taken
    again, lost = count["rows"] - count["told"], count["acts"] - count["told"]
    pairs = f"{count['rightly']} of {count['joined']} pairs right"
    return f"{count['rows']} rows, {again} told again, {lost} of {count['acts']} acts lost, {pairs}"


def main() -> None:
    """Print the figures on what was kept apart; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = [*mentions(options.shared), *of_articles(options.shared)]
    learned = {one.story: list(lessons(one)) for one in found}
    first = fit_choices([c for s, all_of in learned.items() if not kept(s) for c in all_of], len(COLUMNS), RARE)
    apart = [one for one in found if kept(one.story)]
    model = Model(*first, 1.0, COLUMNS, ())
    print(
        f"{sum(len(one.numbers) for one in found)} mentions, {sum(map(len, learned.values()))} of them with acts before"
    )
    print("apart, each mention by itself:", figures(apart, lambda drafts: [[draft] for draft in drafts]))
    print("apart, with the model:", figures(apart, lambda drafts: cluster(drafts, model=model)))
    if options.write:
        write(TARGET, *fit_choices([c for all_of in learned.values() for c in all_of], len(COLUMNS), RARE), COLUMNS, ())
        print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
