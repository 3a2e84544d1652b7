"""Drafts: events on their way, with roles resolved but mentions not yet merged.

A draft is never changed: a rule returns another one, which keeps as steps what the rule made of which field.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from schemas.document import NamedSpan, Sentence, Span
from schemas.event import Attribution, EventPlace, Party, Thing
from schemas.records import HarmMention
from transforms.extract.facets.when import When
from transforms.extract.frames.mention import EventMention
from transforms.words.classes import has, has_any, word_class

PROTESTS = word_class("protest_noun")
NO_DATE = When()
REPORTER = Attribution()


class Step(NamedTuple):
    """What a rule other than the frame made of a field of a draft."""

    rule: str
    field: str
    before: Any
    after: Any


class Draft(Struct, frozen=True, eq=False):
    """One mention of an act."""

    sentence: Sentence
    mention: EventMention
    type: str
    mode: str | None
    cameo: str | None
    status: str
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    """All that it is done to, ground and things included: they tell one act from another."""
    sides: tuple[Party, ...] = ()
    """Those of the recipients that are somebody."""
    victim_parties: tuple[Party, ...] = ()
    people: frozenset[str] = frozenset()
    """Last names of the persons hurt, in lower case."""
    harm: tuple[HarmMention, ...] = ()
    listed_victims: tuple[tuple[NamedSpan, str], ...] = ()
    """Victims known from a list of names, with what was done to them."""
    means: tuple[Thing, ...] = ()
    targets: tuple[Thing, ...] = ()
    when: When = NO_DATE
    place: EventPlace | None = None
    scene: EventPlace | None = None
    """The place told around a spoken act, be it that of what is spoken of: who is named without a country may be of
    there."""
    attribution: Attribution = REPORTER
    disputed: bool = False
    claimed: bool = False
    """Known only as the content of an accusation or a denial."""
    confidence: float = 0.0
    opinion: float = 0.0
    """The probability that the model, or a user's own opinion, gives to the type; 0 where none was asked."""
    sure_sides: tuple[float, float] = (0.0, 0.0)
    """The probabilities that the model gives to the actors and to the recipients; 0 where it tells none of them."""
    features: tuple[tuple[str, float], ...] = ()
    """What the confidence was computed from, by name."""
    objections: tuple[tuple[str, str], ...] = ()
    """Code and detail of what speaks against the mention before anything but its predicate is looked at."""
    outweighed: tuple[str, ...] = ()
    """Codes of the objections that what else is told outweighs."""
    steps: tuple[Step, ...] = ()

    def changed(self, rule: str, **fields: Any) -> Draft:  # noqa: ANN401
        """Return a draft with other values of some fields, each change kept as a step of the rule."""
        steps = self.steps
        for name, value in fields.items():
            before = getattr(self, name)
            if before is not value and before != value:
                steps = (*steps, Step(rule, name, before, value))
        return self if steps is self.steps else replace(self, steps=steps, **fields)

    @property
    def key(self) -> tuple[int, int]:
        """Return sentence and token of the outermost predicate, which no other draft of the article shares."""
        return self.sentence.index, self.trigger_token

    @property
    def silent(self) -> bool:
        """Say whether the frames say nothing of the word and an opinion gave the type."""
        return self.mention.frame.rule.startswith("model/")

    @property
    def hurt(self) -> tuple[Party, ...]:
        """Return those to whom it was done: recipients and victims."""
        return (*self.recipients, *self.victim_parties)

    @property
    def told(self) -> tuple[Party, ...]:
        """Return those hurt whom words tell apart from others: no pronouns, no bare "people" or "victims"."""
        people = (*(p for p in self.recipients if p.name or p.country or p.sector), *self.victim_parties)
        return tuple(
            p for p in people if (words := p.text.lower().split()) and not has_any(words[-1], "pronoun", "vague")
        )

    @property
    def empty(self) -> bool:
        """Say whether nobody and nothing is named with the act: talk about violence in general."""
        return not (self.actors or self.recipients or self.victim_parties or self.targets or self.harm)

    @property
    def of_protest(self) -> bool:
        """Say whether the act ends, resumes or keeps up a strike or protest: those who do it act in public."""
        if any(one.type == "PROTEST" for one in self.mention.chain()):
            return True
        p = self.mention.predication
        return any(self.sentence.lemmas[t].lower() in PROTESTS for t in p.get("obj"))

    @property
    def of_state(self) -> bool:
        """Say whether only police, prosecutors or courts do this to anybody: "three clerks were arrested"."""
        return bool(self.recipients) and "state" in self.mention.frame.flags

    @property
    def mutual(self) -> bool:
        """Say whether several actors do it to each other ("clashes between X and Y")."""
        return len(self.actors) > 1 and "mutual" in self.mention.frame.flags

    @property
    def talk(self) -> bool:
        """Say whether violence is spoken of without anybody or anything hit, and without a day: no act to code."""
        if self.type != "ASSAULT" or self.victim_parties or self.harm or self.targets or self.means or self.ascribed:
            return False
        if self.actors and (self.recipients or self.mutual):
            return False
        if any(p.name or p.country or p.sector not in (None, "UNK") for p in self.recipients):
            return False
        return self.when.basis in ("none", "publication") and (
            self.predicate_pos == "n" or self.mention.inner is not None or not self.recipients
        )

    @property
    def ascribed(self) -> bool:
        """Say whether somebody is told to have done what is named as known.

        "Claimed the attack", "was behind the raid", "since the Russian invasion".
        """
        if not self.actors or not self.definite_noun:
            return False
        claimed = self.mention.predication.copula or any("claims" in one.frame.flags for one in self.mention.chain())
        nation = has(self.trigger_lemma, "campaign_noun") and any(p.country for p in self.actors)
        return claimed or nation

    @property
    def trigger_token(self) -> int:
        """Return the token of the outermost predicate."""
        return self.mention.predication.token

    @property
    def trigger_lemma(self) -> str:
        """Return the lemma of the word that names the act."""
        return self.sentence.lemmas[self.named_token].lower()

    @property
    def named_token(self) -> int:
        """Return the token that names the act: of the innermost predicate that keeps the type."""
        token = self.mention.predication.token
        for one in self.mention.chain():
            if one.type == self.mention.type:
                token = one.predication.token
        return token

    @property
    def predicate_pos(self) -> str:
        """Return the part of speech of the outermost predicate."""
        return self.mention.predication.pos

    @property
    def definite(self) -> bool:
        """Say whether the act is named as known ("the attack", "this raid")."""
        return self._definite(self.trigger_token)

    @property
    def definite_noun(self) -> bool:
        """Say the same of the noun inside a light verb or an operator."""
        return self._definite(self.named_token)

    def _definite(self, token: int) -> bool:
        sentence = self.sentence
        if any(sentence.lemmas[c] == "own" for c in sentence.children[token]):
            return False
        return any(
            has(sentence.words[c].lower(), "definite")
            for c in sentence.children[token]
            if sentence.deps[c] in ("det", "nmod:poss")
        )

    @property
    def trigger_span(self) -> Span:
        """Return the words that name the act: the predicate with its particle and a light verb's noun."""
        sentence = self.sentence
        tokens = [self.trigger_token]
        outer = self.mention
        while outer.inner is not None and outer.type == outer.inner.type and outer.frame.type != outer.type:
            outer = outer.inner
            tokens.append(outer.predication.token)
        tokens += [c for c in sentence.children[self.trigger_token] if sentence.deps[c] == "compound:prt"]
        if max(tokens) - min(tokens) > 6:
            tokens = [tokens[-1]] if outer is not self.mention else [self.trigger_token]
        return sentence.span(min(tokens), max(tokens) + 1)
