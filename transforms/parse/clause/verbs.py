"""Clauses of verbs: what the dependency parse says, with voice, control, coordination and light structure undone.

A clause here is a verb, a noun or a predicative adjective with its arguments in slots: ``subj`` is who does it and
``obj`` what it is done to, whatever the surface form; prepositions name their own slots (``frames/README.md`` has the
list).
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from transforms.parse.clause.clause import Clause, ClauseBuilder
from transforms.parse.clause.nominals import CLAUSE_PREPOSITIONS, NEGATIONS, Nominals
from transforms.parse.clause.relations import answers_charge
from transforms.parse.clause.subjects import PRONOUNS
from transforms.parse.clause.tokens import LEADING, RELATIVES
from transforms.words.classes import word_class, word_phrases

PARTICLES = frozenset({"off", "up", "out", "down", "back", "over", "away"})
PHRASAL = word_phrases("phrasal_verb")
"""Verbs with a particle that is a preposition, too."""
WILLING = word_class("willing_verb")
"""Verbs of will and refusal, whose infinitive is what is willed."""
NAMING = word_class("naming_verb")
"""Verbs that say what somebody takes their object for."""


class Verbs(Nominals, ABC):
    """The clauses of the verbs of one sentence."""

    @abstractmethod
    def of(self, token: int) -> Clause:
        """Return the clause that ``token`` heads."""

    def _verb(self, token: int) -> ClauseBuilder:
        s = self.sentence
        p = ClauseBuilder(s, token, "v", self.lemma(token), passive=self.is_passive(token))
        p.tense, p.aspect = self.tense(token), self.aspect(token)
        objects: list[int] = []
        for child in s.children[token]:
            dep = s.deps[child]
            if dep == "obj" and not self.is_time(child):
                if self.preposition(child):
                    self._oblique(p, child)
                else:
                    objects.append(child)
            elif dep == "iobj":
                p.add("iobj", child)
            elif dep == "obl:agent":
                active = not p.passive and any(s.deps[c] == "nsubj" for c in s.children[token])
                p.add("by" if active or self.is_means(child) else "subj", child)
            elif dep == "obl" and s.upos[child] == "SYM" and not self.preposition(child):
                objects.append(child)
            elif dep in ("obl", "nmod") or (dep == "dep" and self.preposition(child)):
                self._oblique(p, child)
            elif dep in ("xcomp", "ccomp"):
                self._complement(p, child, objects)
            elif dep == "advcl":
                self._adverbial(p, child)
            elif dep in ("compound:prt", "advmod"):
                self._adverb(p, child)
            elif dep == "aux":
                self._auxiliary(p, child)
            elif dep == "parataxis" and self.lemma(token) in word_class("relay") and child < token:
                p.add("comp", child)
        self._verb_particle(p, objects)
        if p.get("iobj") and not objects and not p.get("comp") and not p.passive:
            objects += p.slots.pop("iobj")  # who gets something stands beside what he gets
        if p.lemma in NAMING:
            self._name(p, objects)
        self._place_objects(p, objects)
        self._place_subject(p)
        self._relative(p)
        self._gap(p)
        self._share_object(p)
        self._attachments(p)
        if p.passive and not p.get("subj"):
            self._deep_agent(p)
        self._inherit(p)
        return p

    def _verb_particle(self, p: ClauseBuilder, objects: list[int]) -> None:
        """Take a word like "off" right after the verb as its particle where the parser made it a preposition."""
        s = self.sentence
        after = p.token + 1
        if after >= len(s) or s.heads[s.heads[after]] != p.token:
            return
        if s.deps[after] == "compound" and self.lower(after) in PARTICLES and s.heads[after] in objects:
            p.particles.add(self.lower(after))
            return
        if s.deps[after] != "case":
            return
        if self.lower(after) in PARTICLES or (p.lemma, self.lower(after)) in PHRASAL:
            p.particles.add(self.lower(after))
            if not objects:
                objects.append(s.heads[after])

    def _name(self, p: ClauseBuilder, objects: list[int]) -> None:
        """Take as predicate what an object is called, where the parser made it a second one or part of the first.

        "Called the raid a mistake", "called the envoy Ana Ruiz a puppet": an apposition without a comma. "Find the
        decision distasteful": an adjective after its noun.
        """
        s = self.sentence
        if p.get("pred") or not objects:
            return
        if len(objects) > 1:
            p.add("pred", objects.pop())
            return
        for child in s.children[objects[0]]:
            named = s.deps[child] == "appos" and child > p.token and "," not in s.words[objects[0] : child]
            if named or (s.deps[child] == "amod" and child > objects[0]):
                p.add("pred", child)
        for child in s.children[p.token]:
            joined = s.deps[child] == "conj" and s.child(child, "cc") is None and s.upos[child] == "NOUN"
            if joined and child > objects[0] and "," not in s.words[objects[0] : child]:
                p.add("pred", child)

    def _oblique(self, p: ClauseBuilder, child: int) -> None:
        preposition = self.preposition(child)
        if not preposition:
            return
        p.particles.update(
            self.lower(c) for c in self.sentence.children[child] if self.lower(c) in LEADING and c < child
        )
        if preposition == "by" and p.passive and not self.is_time(child):
            p.add("subj", child)
        elif not self.is_time(child):
            p.add(preposition, child)
        elif preposition == "on":  # "on Monday against the government": the parser hung the phrase on the day
            for below in self.sentence.children[child]:
                said = self.preposition(below) if below > child and self.sentence.deps[below] == "nmod" else ""
                if said in ("against", "with", "over", "at", "from", "to") and not self.is_time(below):
                    p.add(said, below)

    def _complement(self, p: ClauseBuilder, child: int, objects: list[int]) -> None:
        s = self.sentence
        if s.upos[child] == "ADJ" and self.marker(child) != "to":
            p.add("pred", child)
            inside = [c for c in s.children[child] if s.deps[c] in ("compound", "nmod:desc") and c < child]
            if inside and not any(s.deps[c] == "obj" for c in s.children[p.token]):
                objects.append(inside[-1])
        elif s.deps[child] == "xcomp" and s.upos[child] == "VERB" and self._is_bare_noun(child):
            objects.append(child)
            return
        elif s.upos[child] in ("NOUN", "PROPN") and not self.own_subject(child):
            if self.marker(child) in CLAUSE_PREPOSITIONS:
                p.add(self.marker(child), child)
                return
            if not any(s.deps[c] == "obj" for c in s.children[p.token]):
                objects.append(child)
            p.add("pred", child)
        p.add("comp", child)

    def _is_bare_noun(self, token: int) -> bool:
        """Say whether a "verb" without marker or arguments of its own is a noun mistaken for one ("sought refuge")."""
        s = self.sentence
        deps = {s.deps[c] for c in s.children[token]}
        return self.lower(token) == self.lemma(token) and not deps & {
            "mark",
            "aux",
            "obj",
            "nsubj",
            "advmod",
            "xcomp",
            "ccomp",
        }

    def _adverbial(self, p: ClauseBuilder, child: int) -> None:
        marker = self.marker(child) or self.preposition(child)
        if marker == "to" and self.sentence.upos[child] in ("NOUN", "PROPN"):
            p.add("to", child)
        elif marker == "to" and self._participle_noun(child) is not None:
            p.add("to", self._participle_noun(child) or child)
        elif marker == "to":
            p.add("purp", child)
        elif marker in CLAUSE_PREPOSITIONS:
            p.add(marker, child)
        elif not marker and self.sentence.upos[child] == "VERB":
            p.add("adv", child)

    def _participle_noun(self, token: int) -> int | None:
        """Return the noun behind a participle that was taken for an infinitive ("open to displaced people")."""
        s = self.sentence
        if s.xpos[token] != "VBN" or any(s.deps[c].startswith("aux") for c in s.children[token]):
            return None
        return next((c for c in s.children[token] if s.deps[c] == "obj"), None)

    def _adverb(self, p: ClauseBuilder, child: int) -> None:
        word = self.lower(child)
        if word in NEGATIONS:
            p.negated = True
        else:
            p.particles.add(self.lemma(child))
            p.particles.add(word)
            p.modifiers.append(child)

    def _place_objects(self, p: ClauseBuilder, objects: list[int]) -> None:
        s = self.sentence
        proper = [o for o in objects if s.upos[o] not in ("NUM", "ADV")] or objects
        if p.passive and proper and s.child(p.token, "nsubj:pass", "nsubj") is not None and not p.get("iobj"):
            for one in proper:
                p.add("obj", one)
            return
        for one in proper:
            p.add("obj", one)

    def _place_subject(self, p: ClauseBuilder) -> None:
        subject = self.subject(p.token)
        if subject is None:
            return
        if not p.passive:
            p.add("subj", subject)
            for other in self._listed(subject, p.token):
                p.add("subj", other)
        elif p.get("obj"):
            p.add("iobj", subject)
        else:
            p.add("obj", subject)

    def _listed(self, subject: int, verb: int) -> list[int]:
        """Return the further names of a headline's subject without "and" ("Seoul, Tokyo agree to share data")."""
        s = self.sentence
        if s.heads[subject] != verb or s.upos[subject] != "PROPN":
            return []
        return [
            c
            for c in s.children[verb]
            if s.deps[c] == "nsubj" and subject < c < verb and s.upos[c] == "PROPN" and s.words[c - 1] == ","
        ]

    def _relative(self, p: ClauseBuilder) -> None:
        """Put the antecedent where a relative pronoun stands, or into the gap of a relative clause without one."""
        s = self.sentence
        if s.deps[p.token] == "xcomp" and not p.get("obj") and not p.passive:
            head = s.heads[p.token]
            if self._wants_gap(head):
                p.add("obj", s.heads[head])
            return
        if s.deps[p.token] != "acl:relcl":
            return
        antecedent = s.heads[p.token]
        met = False
        for heads in (heads for slot, heads in p.slots.items() if slot not in ("comp", "purp")):
            for position, head in enumerate(heads):
                if self.lower(head) in RELATIVES and head != antecedent:
                    heads[position] = head if answers_charge(s, head, p.lemma) else antecedent
                    met = True
                elif head == antecedent:
                    met = True
        below = [c for c in s.children[p.token] if s.deps[c] == "xcomp" and self.is_verb(c)]
        if not met and p.get("subj") and not p.get("obj") and not (below and self._wants_gap(p.token)):
            p.add("obj", antecedent)

    def _wants_gap(self, verb: int) -> bool:
        """Say whether the gap of a relative clause is that of the infinitive below ("the party he wanted to lead")."""
        s = self.sentence
        if s.deps[verb] != "acl:relcl" or self.is_passive(verb):
            return False
        subject = self.own_subject(verb)
        if subject is None or self.lower(subject) in RELATIVES:
            return False
        infinitive = next((c for c in s.children[verb] if s.deps[c] == "xcomp" and self.marker(c) == "to"), None)
        if infinitive is None or any(s.deps[c] in ("obj", "iobj") for c in s.children[verb]):
            return False
        return not any(s.deps[c] in ("obj", "ccomp", "xcomp") for c in s.children[infinitive])

    def _gap(self, p: ClauseBuilder) -> None:
        """Put the noun before a pronoun subject into the gap of its clause ("the Kurds it had backed would form")."""
        s = self.sentence
        subject = self.own_subject(p.token)
        first = next((c for c in s.children[p.token] if s.deps[c].startswith("nsubj")), None)
        if first is None or subject is None or first >= subject or p.get("obj"):
            return
        if self.lower(subject) in PRONOUNS:
            p.add("obj", first)

    def _share_object(self, p: ClauseBuilder) -> None:
        """Share an object between coordinated verbs that stand side by side ("attacked and burned the post")."""
        s = self.sentence
        if p.get("obj") or p.passive:
            return
        for child in s.children[p.token]:
            if (
                s.deps[child] == "conj"
                and self.is_verb(child)
                and child - p.token <= 3
                and self.own_subject(child) is None
            ):
                for one in s.children[child]:
                    if s.deps[one] == "obj" and not self.is_time(one):
                        p.add("obj", one)
                    elif s.deps[one] == "obl":
                        self._oblique(p, one)

    def _attachments(self, p: ClauseBuilder) -> None:
        """Add the prepositional phrases of the object, and its infinitive, for what the parser attached too low.

        The infinitive of a verb of will may hang on any phrase of its ("agreed in principle to hand them over").
        """
        s = self.sentence
        if p.lemma in WILLING and not (p.get("comp") or p.get("purp") or p.get("obj") or p.passive):
            for phrase in s.children[p.token]:
                for child in s.children[phrase] if s.deps[phrase] == "obl" else ():
                    if s.deps[child] == "acl" and self.marker(child) == "to":
                        p.add("comp", child)
        for head in list(p.get("obj")):
            self._deep(p, head, 0)
            for child in s.children[head]:
                if s.deps[child] == "nmod":
                    continue
                if s.deps[child] == "obl":
                    self._oblique(p, child)
                elif s.deps[child] == "acl" and self.marker(child) == "to" and not p.get("comp") and not p.get("purp"):
                    p.add("purp", child)
                elif s.deps[child] in ("acl", "advcl") and self.marker(child) in CLAUSE_PREPOSITIONS - {"to"}:
                    p.add(self.marker(child), child)

    def _deep_agent(self, p: ClauseBuilder) -> None:
        """Find the agent of a passive below one of its phrases, or below what somebody is made to do.

        "Freed from captivity by the rebels", "forced to leave their farms by the rebels".
        """
        s = self.sentence
        for child in s.children[p.token]:
            if (
                s.deps[child] == "xcomp"
                and child > p.token
                and self.marker(child) == "to"
                and not self.is_passive(child)
            ):
                for below in (b for c in (child, *s.children[child]) if c >= child for b in s.children[c]):
                    agent = s.deps[below] in ("obl", "obl:agent", "nmod") and self.preposition(below) == "by"
                    if agent and not self.is_time(below) and not self.is_means(below):
                        p.add("subj", below)
            if (
                child > p.token
                and s.deps[child] == "obl"
                and self.preposition(child) not in word_class("time_preposition")
            ):
                for below in s.children[child]:
                    if s.deps[below] == "nmod" and self.preposition(below) == "by" and not self.is_time(below):
                        p.add("subj", below)

    def _deep(self, p: ClauseBuilder, head: int, depth: int) -> None:
        """Add the prepositional phrases below a noun, nearest first: the parser hangs many of them too low."""
        s = self.sentence
        below = [c for c in s.children[head] if s.deps[c] in ("nmod", "obl")]
        for child in below:
            preposition = self.preposition(child)
            if preposition and not self.is_time(child):
                p.add(preposition, child)
        if depth < 2:
            below += [c for c in s.children[head] if s.deps[c].startswith("acl")]
            for child in below:
                self._deep(p, child, depth + 1)

    def _inherit(self, p: ClauseBuilder) -> None:
        """Take modality and negation of the first coordinated verb, and the necessity of "have to"."""
        s = self.sentence
        dep, head = s.deps[p.token], s.heads[p.token]
        low = s.low
        for slot in ("subj", "obj"):
            for argument in p.get(slot):
                for child in s.children[argument]:
                    if low[child] == "no" and s.deps[child] == "det":
                        p.negated = True
                    elif slot == "subj" and low[child] in NEGATIONS and child < argument:
                        p.negated = True  # "not the council nor its allies"
        shares = dep == "conj" and self.is_verb(head) and head < p.token and self.own_subject(p.token) is None
        if shares and not p.modal and not (s.xpos[head] == "VB" and s.xpos[p.token] in ("VBD", "VBN", "VBZ")):
            p.modal = self.of(head).modal
        if (
            dep == "xcomp"
            and self.lemma(head) in ("have", "need", "oblige", "ought")
            and self.marker(p.token) == "to"
            and self.lower(head) != "had"
        ):
            p.modal = p.modal or "must"
        if dep == "xcomp" and self.lower(head) in ("going", "gonna"):
            p.modal = p.modal or "will"
        if self.marker(p.token) == "to" and not p.modal:
            p.modal = self._to_be_done(p)
        if self.marker(p.token) == "without" or any(self.preposition(c) == "without" for c in p.get("subj")):
            p.negated, p.modal = True, p.modal or "may"  # it was not done, but nobody refused it

    def _to_be_done(self, p: ClauseBuilder) -> str:
        """Return the modal that a copula before an infinitive amounts to, empty if none.

        "The envoy is to visit X" tells the future, "the aim is to visit X" what somebody has in mind.
        """
        s = self.sentence
        copulas = [self.lower(c) for c in s.children[p.token] if s.deps[c] == "cop"]
        subjects = [c for c in s.children[p.token] if s.deps[c].startswith("nsubj")]
        if copulas and any(self.lemma(c) in word_class("aim_nouns") for c in subjects):
            return "may"
        present = bool({"is", "are", "'s", "’s", "'re", "’re"} & set(copulas))
        return "will" if present and any(self.is_animate(c) for c in subjects) else ""
