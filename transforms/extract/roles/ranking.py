"""Ranking: which phrases of a sentence are the sides of an act.

A linear model of clues (``opinion.model``), learned from sentences in which coders marked the sides of every act,
says how likely each phrase for somebody is the actor, or the recipient, and how likely the sentence tells none: the
phrases compete, so that the likeliest may be taken though none is sure. What the slots of the frame say is one of the
clues.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from schemas.event import Party
from transforms.extract.actors import is_direction
from transforms.extract.draft import Draft
from transforms.extract.opinion.model import Model, softmax
from transforms.extract.roles.bars import Bars
from transforms.extract.roles.phrases import (
    ACTOR,
    RECIPIENT,
    SIDES,
    Candidate,
    Phrases,
    overlap,
    picked,
    slots_of,
)
from transforms.extract.roles.ranker import Ranker
from transforms.extract.roles.sides import VIOLENT, authors
from transforms.parse.clause.relations import (
    coordinated,
    hangs_as_argument,
    hangs_as_subject,
    in_clause_told_by,
    is_possessor,
    named_again,
    standing_in,
)
from transforms.words.classes import word_class

LIKELIEST = 5
"""Phrases of a side that are tried with those of the other."""
CAUTION = {ACTOR: 0.8, RECIPIENT: 1.2}
"""How many times likelier than the model says it is taken to be that the sentence tells no such side: what gives most
acts their sides in stories that a fit has not seen."""
LOG_CAUTION = np.log([CAUTION[side] for side in SIDES])
EXCLUDING = word_class("excluding_preposition")
TELLING = word_class("relay") | word_class("hearer_verb")
JUDGING = word_class("judging_of_act")
ACCORDING = "according_to"
TRUST = 0.3
"""What is added to the log-odds of a phrase to which the slots give the side: few acts that are learned from are told
as plainly as the frames were written for."""
TRUST_PLAIN = 1.0
"""The same of the subject and the object of the verb that tells the act."""
SHARE = 0.03
"""How likely one has to be that is told together with the likeliest, as a share: "Peru and **Chile**"."""
OWNED = frozenset({"REJECT", "ACCUSE", "SUPPORT", "COERCE"})
"""Types of acts that are done to somebody with what is his: "rejected **their** demand", "searched **her** office"."""
NONE = -1
"""In the place of a phrase: the sentence tells no side."""


class Sides:
    """Finds the sides of the acts of one sentence."""

    def __init__(self, phrases: Phrases, model: Model) -> None:
        """Keep what the acts share."""
        self.phrases, self.model = phrases, model

    def chances(self, draft: Draft, said: Mapping[int, str]) -> np.ndarray:
        """Return how likely each phrase is each side: one row a phrase, the first for none, one column a side."""
        ranker = Ranker(draft, self.phrases, said)
        lists = [ranker.none(), *(ranker.clues(place) for place in range(len(self.phrases.found)))]
        scores = self.model.scores_each(lists)
        bars = Bars(ranker)
        core = (*ranker.clause.get("subj"), *ranker.clause.get("obj")) if ranker.clause.pos == "v" else ()
        for place, side in said.items():
            token = self.phrases.found[place].token
            trust = TRUST_PLAIN if token in core or self._named_with(token, ranker) else TRUST
            column = SIDES.index(side)
            scores[place + 1, column] += trust
            if side == ACTOR:  # who is told to act is the less who it is done to
                scores[place + 1, 1 - column] -= trust
        for place, (sentence, token, party) in enumerate(self.phrases.found):
            if place in said:
                if said[place] == RECIPIENT and bars.undergoes(token):
                    scores[place + 1, SIDES.index(ACTOR)] = -np.inf
                continue
            if is_direction(party) or self._left_out(token, ranker.token):
                scores[place + 1] = -np.inf
            elif (called := self._called_again(place, said)) is not None:
                scores[place + 1, 1 - SIDES.index(called)] = -np.inf
            elif not authors(sentence, [token], draft.type, self.phrases.participants) or bars.no_actor(token):
                scores[place + 1, SIDES.index(ACTOR)] = -np.inf
            elif self._of_another_act(token, ranker, said) or bars.no_recipient(token):
                scores[place + 1, SIDES.index(RECIPIENT)] = -np.inf
            if draft.type in VIOLENT:
                if self._only_tells(token, ranker):
                    scores[place + 1] = -np.inf
                elif self._suffers_another(token, ranker, said):
                    scores[place + 1, SIDES.index(ACTOR)] = -np.inf
        return told_or_none(scores)

    def _called_again(self, place: int, said: Mapping[int, str]) -> str | None:
        """Return the side of whom a phrase is another name of: "the successor, **Ida Berg**, faced protests"."""
        tokens = [self.phrases.found[other].token for other in said]
        again = (named_again(self.phrases.sentence, token, self.phrases.found[place].token) for token in tokens)
        return next((side for side, same in zip(said.values(), again, strict=True) if same), None)

    def _named_with(self, one: int, ranker: Ranker) -> bool:
        """Say whether a phrase names whose thing the object is, or whom it is against.

        "Rejected **the union's** demand", "waged a war against **the state**".
        """
        sentence = self.phrases.sentence
        if ranker.clause.pos != "v" or sentence.heads[one] not in ranker.clause.get("obj"):
            return False
        thing, told = ranker.clauses.lemma(sentence.heads[one]), ranker.clauses.preposition(one)
        owned = is_possessor(sentence, one) or (told == "of" and thing in word_class("dwelling"))
        return (owned and ranker.draft.type in OWNED) or told == "against"

    def _beside(self, first: int, second: int) -> bool:
        """Say whether two phrases are the subjects of joint clauses: "that **Lima** lied and that **Rome** cheated"."""
        if first in (NONE, second):
            return False
        sentence = self.phrases.sentence
        one, other = (self.phrases.found[place].token for place in sorted((first, second)))
        subjects = hangs_as_subject(sentence, one) and hangs_as_subject(sentence, other)
        return subjects and coordinated(sentence, sentence.heads[one], sentence.heads[other])

    def _only_tells(self, one: int, ranker: Ranker) -> bool:
        """Say whether a phrase is of who only tells or judges an act: "the **police** said a man was stabbed".

        Or "the **churches** condemned the killing", "according to the **rebels**".
        """
        sentence, clauses, token = self.phrases.sentence, ranker.clauses, ranker.token
        if clauses.preposition(one) == ACCORDING:
            return True
        around, above = standing_in(sentence, one), tuple(sentence.ancestors(token))
        for verb in {sentence.heads[around[-1]], *above} - {token}:
            if not clauses.is_verb(verb) or set(around).isdisjoint(clauses.of(verb).get("subj")):
                continue
            lemma = clauses.lemmas[verb]
            told = lemma in TELLING and (verb not in above or in_clause_told_by(sentence, verb, token))
            if told or (lemma in JUDGING and verb in above):
                return True
        return False

    def _of_another_act(self, one: int, ranker: Ranker, said: Mapping[int, str]) -> bool:
        """Say whether a phrase is of a verb that tells another act: as "talks mediated by **Oman**" is.

        Or as it is in ``_suffers_another``.
        """
        verb, clauses = self.phrases.sentence.heads[one], ranker.clauses
        if not self._is_other_verb(verb, ranker):
            return False
        if clauses.of(verb).passive and one in clauses.of(verb).get("subj"):
            return True
        return self._suffers_another(one, ranker, said)

    def _suffers_another(self, one: int, ranker: Ranker, said: Mapping[int, str]) -> bool:
        """Say whether a phrase is what others do something else to: "they burned a shop, and Oslo praised **Lima**"."""
        sentence, clauses, token = self.phrases.sentence, ranker.clauses, ranker.token
        verb = sentence.heads[one]
        if not self._is_other_verb(verb, ranker) or sentence.deps[one] != "obj":
            return False
        acting = {token, *ranker.clause.get("subj"), *(() if clauses.is_verb(token) else sentence.subtree(token))}
        acting.update(self.phrases.found[place].token for place, side in said.items() if side == ACTOR)
        subjects = clauses.of(verb).get("subj")
        return bool(subjects) and acting.isdisjoint(subjects)

    def _is_other_verb(self, verb: int, ranker: Ranker) -> bool:
        other = verb != ranker.token and verb not in self.phrases.sentence.ancestors(ranker.token)
        return other and ranker.clauses.is_verb(verb)

    def _left_out(self, one: int, token: int) -> bool:
        """Say whether a phrase is told not to take part: "**without** Peru", "did **not** blame Peru for the attack".

        ``one``: its head. ``token``: the word that tells the act.
        """
        sentence, clauses = self.phrases.sentence, self.phrases.participants.clauses(self.phrases.sentence)
        if clauses.preposition(one) in EXCLUDING:
            return True
        head = sentence.heads[one]
        if head == token or not hangs_as_argument(sentence, one) or not clauses.is_verb(head):
            return False
        return clauses.of(head).negated and token in sentence.subtree(head)

    def of(self, draft: Draft) -> Draft:
        """Return a draft with the sides that are likely."""
        found, participants = self.phrases.found, self.phrases.participants
        said = picked(draft, found)
        slots = slots_of(said)
        chances = self.chances(draft, slots)
        best = likeliest(chances, self.phrases)
        if best == (NONE, NONE):
            return draft  # an act of nobody to nobody helps no reader: what the slots say is more
        sure: list[float] = []
        told: dict[str, tuple[Party, ...]] = {}
        for column, (side, first) in enumerate(zip(SIDES, best, strict=True)):
            before = draft.actors if side == ACTOR else draft.sides
            of_slots = [place for place, slot in slots.items() if slot == side]
            if not of_slots and before:
                told[side] = before  # what no phrase for somebody tells ("the museum returned") is not for the model
                sure.append(0.0)
                continue
            taken = together(first, column, chances, of_slots, self.phrases)
            taken |= {place for place in of_slots if self._beside(first, place) and apart(place, taken, found)}
            sure.append(float(sum(chances[place + 1, column] for place in sorted(taken) or [NONE])))
            parties = [one for place in sorted(taken) for one in self._parties(place, of_slots, said)]
            told[side] = before if codes(parties) == codes(before) else once(parties)
        sides = told[RECIPIENT]
        places = {one.party for one in found if participants.is_place(one.sentence, one.token)}
        things = tuple(
            one for one in draft.recipients if one not in sides and (one not in draft.sides or one in places)
        )
        draft = draft.changed("model/sides", actors=told[ACTOR], recipients=(*sides, *things), sides=sides)
        return replace(draft, sure_sides=(sure[0], sure[1]))

    def _parties(self, place: int, of_slots: Sequence[int], said: Mapping[int, tuple[str, list[Party]]]) -> list[Party]:
        """Return the parties of a phrase: as the slots tell them, where they tell of the same words, else its own."""
        found = self.phrases.found
        theirs = [
            one for other in of_slots if overlap(found[place].party, found[other].party) > 0 for one in said[other][1]
        ]
        return theirs or [found[place].party]


def told_or_none(scores: np.ndarray) -> np.ndarray:
    """Return chances from what the model gives to none and to each phrase, one column a side."""
    careful = np.array(scores.T, order="C")
    careful[:, 0] += LOG_CAUTION
    chances: np.ndarray = softmax(careful).T
    return chances


def likeliest(chances: np.ndarray, phrases: Phrases) -> tuple[int, int]:
    """Return the likeliest places of actor and recipient, ``NONE`` for none.

    They share no words and are not told together: "Peru and Chile agreed".

    ``chances``: as ``Sides.chances`` gives them.
    """
    order = [np.argsort(-chances[:, column], kind="stable")[:LIKELIEST].tolist() for column in range(len(SIDES))]
    best, most = (NONE, NONE), -1.0
    actor, recipient = chances[:, 0].tolist(), chances[:, 1].tolist()
    for first in order[0]:
        for second in order[1]:
            chance = actor[first] * recipient[second]
            if chance <= most:
                continue
            if first and second and not phrases.distinct(first - 1, second - 1):
                continue
            best, most = (first - 1, second - 1), chance
    return best


def together(first: int, column: int, chances: np.ndarray, of_slots: Collection[int], phrases: Phrases) -> set[int]:
    """Return the places of a side: the likeliest phrase, and those that are told together with it.

    ``of_slots``: those that the slots give the side.
    """
    if first == NONE:
        return set()
    taken = {phrases.counted(first)}
    least = SHARE * float(chances[first + 1, column])
    for place in phrases.joined(first):
        likely = place in of_slots or chances[place + 1, column] >= least
        if first in of_slots and place not in of_slots and phrases.heads_list(place, first):
            continue  # "Oslo and **Lima**, which has sent troops"
        if likely and apart(place, taken, phrases.found):
            taken.add(place)
    return taken


def codes(parties: Iterable[Party]) -> set[tuple[str | None, ...]]:
    """Return what the parties of a side are, whichever words tell it."""
    return {(one.country, one.sector, None if one.country else one.name or one.text) for one in parties}


def apart(place: int, taken: Collection[int], found: Sequence[Candidate]) -> bool:
    """Say whether a phrase shares no words with those taken."""
    return all(overlap(found[place].party, found[other].party) <= 0 for other in taken)


def once(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return parties without those whose words lie within another's."""
    longest = sorted(enumerate(parties), key=lambda one: one[1].start - one[1].end)
    kept: list[tuple[int, Party]] = []
    for number, party in longest:
        same = [other for _, other in kept if (other.start, other.end) == (party.start, party.end)]
        distinct = all(overlap(other, party) <= 0 for _, other in kept)
        if distinct or (same and party not in same):  # "the two sides" may be two
            kept.append((number, party))
    return tuple(party for _, party in sorted(kept, key=lambda one: one[0]))
