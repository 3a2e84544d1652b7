"""Sides that no slot of the frame tells: by what befell somebody, what is to befall him, or what is done beside it."""

from __future__ import annotations

from transforms.extract.frames.matching import Matcher
from transforms.extract.frames.mention import EventMention
from transforms.parse.clause.clause import Clause
from transforms.words.classes import word_class


class Implied(Matcher):
    """Says who is behind an act, or suffers it, by the acts beside it."""

    def _fought(self, mention: EventMention) -> bool:
        """Say whether the other side of a fight is behind what befell somebody: "died in clashes with **rebels**"."""
        p = mention.predication
        verb = self.sentence.heads[p.token]
        if p.pos != "n" or "mutual" not in mention.frame.flags or not p.get("with"):
            return False
        if self.clauses.preposition(p.token) not in ("in", "during") or not self.clauses.is_verb(verb):
            return False
        fell = self.clauses.lemma(verb) in word_class("suffered_verb") or self.clauses.of(verb).passive
        return fell and not self.clauses.of(p.token).get("by")

    def _between(self, mention: EventMention) -> list[int]:
        """Return those between whom a meeting is told to be: the place that it is said of is no side of it."""
        p = mention.predication
        if p.pos != "n" or not p.copula or mention.type not in ("CONSULT", "AGREE"):
            return []
        found = [t for head in p.get("between") for t in self.participants.expand(self.sentence, head)]
        return found if len(found) > 1 and all(self.participants.is_party(self.sentence, t) for t in found) else []

    def _accused_too(self, mention: EventMention) -> list[int]:
        """Return the subjects of further clauses of one accusation: "said that Lima lied and that **Rome** cheated"."""
        if mention.type != "ACCUSE" or len(mention.recipients) != 1:
            return []
        found: list[int] = []
        for clause in mention.predication.get("comp"):
            if mention.recipients[0] not in self.clauses.of(clause).get("subj"):
                continue
            for other in self.clauses.conjuncts(clause):
                if other != clause and self.clauses.marker(other) == "that" and not self.clauses.of(other).negated:
                    found += [t for t in self.clauses.of(other).get("subj") if t not in mention.recipients]
        return [t for t in found if self.participants.is_party(self.sentence, t) and self.sentence.upos[t] != "PRON"]

    def _to_suffer(self, mention: EventMention) -> frozenset[int]:
        """Return those to whom something is going to be done: "**the general** is to be tried", he tries nobody."""
        inner = mention.inner
        if inner is None or mention.frame.operator != "PLAN" or not inner.predication.passive:
            return frozenset()
        return frozenset((*inner.recipients, *inner.predication.get("obj")))

    def _living(self, place: int, kind: str, taken: frozenset[int]) -> list[int]:
        """Return whose home or office a place is that is searched or attacked: "raided the home of **the editor**"."""
        if kind not in ("COERCE", "ASSAULT") or self.clauses.lemma(place) not in word_class("dwelling"):
            return []
        owner = self.participants.owner(self.sentence, place, taken, slots=("poss", "of"))
        held = [] if owner is None else self.participants.expand(self.sentence, owner)
        return [t for t in held if t not in taken and self.participants.is_party(self.sentence, t)]

    def _running(self, p: Clause) -> list[int]:
        """Return who takes part in the operation in which something was done: "in a raid involving **the army**"."""
        found: list[int] = []
        for noun in p.get("in"):
            if self.clauses.lemma(noun) not in word_class("operation_noun"):
                continue
            for verb in self.sentence.children[noun]:
                if self.clauses.is_verb(verb) and self.clauses.lemma(verb) == "involve":
                    found += [
                        t
                        for one in self.clauses.of(verb).get("obj")
                        for t in self.participants.expand(self.sentence, one)
                    ]
        return [t for t in found if self.participants.is_party(self.sentence, t)]

    def _judging(self, p: Clause) -> list[int]:
        """Return who releases or tries whom a participle says was arrested: "**police** freed a man held in Bari"."""
        held = self.sentence.heads[p.token]
        if not p.passive or self.sentence.deps[p.token] != "acl" or self.sentence.deps[held] != "obj":
            return []
        verb = self.sentence.heads[held]
        subject = self.clauses.subject(verb) if self.clauses.lemma(verb) in word_class("judging_verb") else None
        if subject is None or self.participants.party(self.sentence, subject).sector not in ("COP", "JUD", "GOV"):
            return []
        return [subject]

    def _invaded(self, p: Clause, modifier: int) -> bool:
        """Say whether a country before a noun is what the act was done to: "the **Iraq** invasion"."""
        return (
            p.lemma in word_class("invading_noun")
            and self.sentence.upos[modifier] == "PROPN"
            and self.sentence.deps[modifier] == "compound"
            and self.sentence.words[modifier + 1].lower() != "-"
            and self.participants.is_place(self.sentence, modifier)
        )
