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

    def _to_suffer(self, mention: EventMention) -> frozenset[int]:
        """Return those to whom something is going to be done: "**the general** is to be tried", he tries nobody."""
        inner = mention.inner
        if inner is None or mention.frame.operator != "PLAN" or not inner.predication.passive:
            return frozenset()
        return frozenset((*inner.recipients, *inner.predication.get("obj")))

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
