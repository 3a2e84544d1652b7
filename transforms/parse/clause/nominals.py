"""Nouns and adjectives as clauses: whose act a noun tells and to whom, from its own phrases and its verb's."""

from __future__ import annotations

from transforms.parse.clause.clause import ClauseBuilder
from transforms.parse.clause.modality import Modality
from transforms.parse.clause.tokens import RELATIVES
from transforms.words.classes import word_class

MODALS = word_class("modals")
MODAL_FORMS = {"'ll": "will", "’ll": "will", "wo": "will", "ca": "can", "'d": "would", "’d": "would"}
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "nor", "neither", "nt", "cannot"})
EXPRESSING = word_class("expressing_verb")
"""Verbs of saying whose object belongs to who says it."""
CLAUSE_PREPOSITIONS = word_class("clause_preposition")
SUFFERED = word_class("suffered_verb")
"""What one does in an attack who is not behind it: "the attack in which two men died"."""


class Nominals(Modality):
    """The clauses of the nouns and adjectives of one sentence."""

    def _auxiliary(self, p: ClauseBuilder, child: int) -> None:
        word = self.lower(child)
        word = MODAL_FORMS.get(word, word)
        if word in MODALS and not self._had(p.token, child):
            p.modal = word
        for grandchild in self.sentence.children[child]:
            if self.lower(grandchild) in NEGATIONS:
                p.negated = True

    def _had(self, verb: int, auxiliary: int) -> bool:
        """Say whether "'d" is "had": a participle follows ("he'd been shot"), no infinitive."""
        s = self.sentence
        if self.lower(auxiliary) not in ("'d", "’d"):
            return False
        later = [c for c in s.children[verb] if s.deps[c].startswith("aux") and c > auxiliary]
        return s.xpos[min([*later, verb])] in ("VBN", "VBD")

    def _nominal(self, token: int) -> ClauseBuilder:
        s = self.sentence
        pos = "a" if s.upos[token] == "ADJ" else "n"
        p = ClauseBuilder(s, token, pos, self.lemma(token))
        for child in s.children[token]:
            dep = s.deps[child]
            if dep == "nmod:poss" and not self.is_time(child):
                owner = self._who_expresses(token) if s.upos[child] == "PRON" else None
                p.add("subj", child if owner is None else owner)
                p.add("poss", child)
            elif dep in ("nmod", "obl", "obl:agent"):
                preposition = self.preposition(child)
                if preposition == "by":
                    p.add("subj", child)
                    p.add("by", child)
                elif preposition == "of" and pos == "n":
                    p.add("obj", child)
                    p.add("of", child)
                elif preposition and not self.is_time(child):
                    p.add(preposition, child)
            elif dep in ("compound", "amod") and self._opposed(child):
                p.add("against", child)
            elif dep in ("compound", "amod", "nmod:desc", "nummod", "advmod"):
                if self.lower(child) in NEGATIONS:
                    p.negated = True
                p.modifiers.append(child)
                p.modifiers.extend(c for c in s.children[child] if s.deps[c] in ("compound", "amod", "flat"))
            elif dep in ("acl", "acl:relcl", "ccomp", "xcomp", "advcl"):
                self._clause_of_noun(p, child, dep)
            elif dep == "csubj" and child > token:  # "it was unfair that the army still held them"
                p.add("comp", child)
            elif dep == "cop" or (dep == "aux:pass" and pos == "a"):  # "is concerned", read as a passive
                p.copula = True
            elif dep == "aux":
                self._auxiliary(p, child)
            elif dep == "det" and self.lower(child) == "no":
                p.negated = True
        if p.copula:
            p.tense, p.aspect = self.tense(token), self.aspect(token)
            subject = self.subject(token)
            if subject is not None:
                p.add("cop", subject)
            placed = self.preposition(token) in word_class("time_preposition")  # "the vote will be after the talks"
            if subject is not None and not p.get("subj") and not placed:
                p.add("subj", subject)
        return p

    def _opposed(self, token: int) -> bool:
        """Say whether a word before a noun names whom its act is against: "anti-**government** protests"."""
        return token > 1 and self.sentence.words[token - 1] == "-" and self.lower(token - 2) == "anti"

    def _who_expresses(self, noun: int) -> int | None:
        """Return the subject of a verb whose object is always its subject's own ("X expressed its rejection of Y")."""
        s = self.sentence
        head = s.heads[noun]
        if s.deps[noun] != "obj" or self.lemma(head) not in EXPRESSING:
            return None
        return self.subject(head)

    def _clause_of_noun(self, p: ClauseBuilder, child: int, dep: str) -> None:
        marker = self.marker(child)
        s = self.sentence
        if marker == "to" or dep in ("ccomp", "xcomp"):
            p.add("comp", child)
        elif marker in CLAUSE_PREPOSITIONS:
            p.add("obj" if marker == "of" else marker, child)
            p.add("comp", child)
        elif dep == "acl" and s.xpos[child] == "VBN":
            for one in s.children[child]:
                if s.deps[one] == "obl:agent" or (s.deps[one] == "obl" and self.preposition(one) == "by"):
                    if self.lemma(child) not in word_class("mediating_verb") or not self._held(p.token):
                        p.add("subj", one)
                    p.add("by", one)
                elif s.deps[one] == "obl":
                    preposition = self.preposition(one)
                    if preposition and not self.is_time(one):
                        p.add(preposition, one)
                elif s.deps[one] == "xcomp" and s.xpos[one] == "VBN":  # "believed to have been carried out by X"
                    for below in s.children[one]:
                        if s.deps[below] == "obl:agent" and self.preposition(below) == "by":
                            p.add("subj", below)
                            p.add("by", below)
        elif dep == "acl" and s.xpos[child] == "VBG" and self.lemma(child) == "belong":
            for one in s.children[child]:
                if self.preposition(one) == "to" and s.deps[one] in ("obl", "obj", "nmod"):
                    p.add("poss", one)
        elif dep == "acl" and s.xpos[child] == "VBG" and self.lemma(child) in ("target", "hit", "involve"):
            for one in s.children[child]:
                if s.deps[one] == "obj":
                    p.add("on", one)
        elif dep == "acl:relcl" and self.is_verb(child) and self.lower(child) != self.lemma(child):
            agent = self.own_subject(child)
            does = agent is not None and s.deps[agent] != "nsubj:pass" and self.lemma(child) not in SUFFERED
            if agent is not None and does and self.lower(agent) not in RELATIVES and not p.get("subj"):
                p.add("relsubj", agent)

    def _held(self, noun: int) -> bool:
        """Say whether a noun is what several hold or had together: "they are holding **talks** mediated by Oman"."""
        s = self.sentence
        subject = self.subject(s.heads[noun]) if s.deps[noun] == "obj" and self.is_verb(s.heads[noun]) else None
        if subject is None:
            return False
        return s.xpos[subject] in ("NNS", "NNPS") or any(s.deps[c] == "conj" for c in s.children[subject])

    def _of_whole(self, p: ClauseBuilder, head: int) -> None:
        """Add whom an act before the noun for its outcome was done to and by ("the shooting death of X by Y")."""
        s = self.sentence
        for child in s.children[head]:
            preposition = self.preposition(child) if s.deps[child] == "nmod" else ""
            slot = {"of": "obj", "by": "subj"}.get(preposition)
            if slot is not None and not p.get(slot):
                p.add(slot, child)
                for below in s.children[child] if slot == "obj" else ():
                    if s.deps[below] == "nmod" and self.preposition(below) == "by":
                        p.add("subj", below)

    def _between(self, p: ClauseBuilder, verb: int) -> None:
        """Add the sides of an act that the verb tells as going on ("clashes broke out **between X and Y**")."""
        s = self.sentence
        if (thing := s.child(verb, "obj")) is not None and self.lemma(thing) != "place":  # "took place"
            return
        going_on = self.lemma(verb) in word_class("going_on_verb")
        for child in s.children[verb]:
            preposition = self.preposition(child) if s.deps[child] == "obl" and child > verb else ""
            if preposition == "between" or (going_on and preposition in ("with", "against")):
                p.add(preposition, child)

    def _borrow(self, p: ClauseBuilder) -> None:
        """Add phrases that hang on the governing verb or on a coordinated noun ("launched an attack on X")."""
        s = self.sentence
        head, dep = s.heads[p.token], s.deps[p.token]
        if head == p.token:
            return
        if dep in ("obj", "nsubj:pass", "xcomp", "obl", "dep") and self.is_verb(head):
            for child in s.children[head]:
                if child == p.token or s.deps[child] not in ("obl", "obl:agent", "nmod", "obj"):
                    continue
                preposition = self.preposition(child)
                if preposition and preposition != "by" and not self.is_time(child):
                    p.add(preposition, child)
                    if preposition == "of" and not p.get("obj"):
                        p.add("obj", child)
        if dep == "nsubj" and self.is_verb(head):
            self._between(p, head)
        if dep == "compound" and self.lemma(head) in word_class("outcome_noun"):
            self._of_whole(p, head)
        siblings = [head] if dep == "conj" else []
        siblings += [c for c in s.children[p.token] if s.deps[c] == "conj"]
        for sibling in siblings:
            if self.is_verb(sibling):
                continue
            for child in s.children[sibling]:
                preposition = self.preposition(child) if s.deps[child] == "nmod" else ""
                if preposition and not self.is_time(child):
                    slot = {"of": "obj", "by": "subj"}.get(preposition, preposition)
                    if not p.get(slot):
                        p.add(slot, child)
                elif s.deps[child] == "nmod:poss" and not p.get("subj") and sibling < p.token:
                    owner = self._who_expresses(sibling) if s.upos[child] == "PRON" else None
                    p.add("subj", child if owner is None else owner)
