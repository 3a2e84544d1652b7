"""Voice: whether what stands as subject of a verb did it or had it done to him, in sentences and in headlines.

A participle needs no auxiliary where another word has it ("was shot and killed"), after a verb of finding ("were found
stabbed"), and in headlines ("Man shot at mall", "Two held after raid"). There the verb decides: some are only ever done
to somebody, and stand with an object or in the passive; others ("officers shot back") may do without.
"""

from __future__ import annotations

from schemas.document import Sentence
from transforms.parse.clause.repair.participles import person_nouns
from transforms.parse.clause.tokens import Tokens
from transforms.parse.numbers import quantity
from transforms.words.classes import has_any, word_class

BY_MEANS = word_class("by_means")
ABSOLUTE_AFTER = frozenset({"back", "from", "into", "through", "toward", "towards", "over"})
"""Words after a verb of hitting that say where somebody aims."""


class Voice(Tokens):
    """The voice of the verbs of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        """Index nothing; everything is lazy."""
        super().__init__(sentence)
        self._passive: dict[int, bool] = {}

    def is_passive(self, token: int) -> bool:
        """Say whether a verb is passive: by auxiliary, by agent, as a bare past participle or in a headline."""
        found = self._passive.get(token)
        if found is None:
            self._passive[token] = False
            found = self._passive[token] = self._marked(token) or self.is_elided(token)
        return found

    def _marked(self, token: int) -> bool:
        """Say whether an auxiliary, an agent, a passive subject or the place of a participle makes a verb passive."""
        s = self.sentence
        deps = [s.deps[c] for c in s.children[token] if not self.is_means(c)]
        if self.lower(token) in word_class("preterites"):
            return False
        agent = any(s.deps[c] == "obl:agent" and self.preposition(c) == "by" for c in s.children[token])
        if "aux:pass" in deps or (agent and "obl:agent" in deps and "obj" not in deps):
            return True
        perfect = any(s.deps[c] == "aux" and s.lemmas[c] == "have" for c in s.children[token])
        if "nsubj:pass" in deps and not perfect and s.xpos[token] in ("VBN", "VBD"):
            return True
        if s.xpos[token] == "VBN" and "aux" not in deps and "obj" not in deps:
            if s.deps[token] == "acl" and self._shoots_at(token):
                return False
            return s.deps[token] in ("acl", "advcl", "amod") or (s.deps[token] == "conj" and self._passive_head(token))
        return False

    def _passive_head(self, token: int) -> bool:
        s = self.sentence
        head = s.heads[token]
        own = any(s.deps[c].startswith("nsubj") and not self.is_time(c) for c in s.children[token])
        return head != token and not own and self.is_verb(head) and self.is_passive(head)

    def is_elided(self, token: int) -> bool:
        """Say whether a participle stands without the auxiliary that it needs: shared with another, or left out."""
        s = self.sentence
        lemma = self.lemma(token)
        strict = lemma in word_class("affecting")
        head, dep = s.heads[token], s.deps[token]
        told = dep == "conj" and has_any(lemma, "finding_verbs", "sending_verb")
        if not (strict or told or lemma in word_class("striking")) or s.xpos[token] not in ("VBN", "VBD"):
            return False
        if any(s.deps[c] in ("obj", "aux") for c in s.children[token]) or self._shares_object(token):
            return False
        if any(s.deps[c] == "ccomp" and self.marker(c) == "that" for c in s.children[token]):
            return False  # "the letter apprehended that ..."
        subject = s.child(token, "nsubj")
        if dep == "conj" and subject is None:
            return self._passive_head(token)
        if dep == "xcomp":
            return self.lemma(head) in word_class("finding_verbs") or s.xpos[token] == "VBN"
        if subject is None:
            return s.xpos[token] == "VBN" and dep in ("root", "ccomp", "parataxis")
        if dep == "acl:relcl" or s.upos[subject] not in ("NOUN", "PROPN", "NUM", "X", "INTJ"):
            return False
        return self._headline(token, subject, strict=strict)

    def is_bare_participle(self, token: int) -> bool:
        """Say whether a participle is passive only by its place, so that it may be a past tense: nothing marks it."""
        s = self.sentence
        marked = any(s.deps[c] in ("aux:pass", "obl:agent", "nsubj:pass") for c in s.children[token])
        return not marked and not self.is_elided(token)

    def has_auxiliary(self, token: int) -> bool:
        """Say whether a verb has an auxiliary of its own."""
        return self.first_auxiliary(token) is not None

    def first_auxiliary(self, token: int) -> int | None:
        """Return the first auxiliary of a verb: the one that tells tense, mood and negation."""
        return next((c for c in self.sentence.children[token] if self.sentence.deps[c].startswith("aux")), None)

    def is_predicative(self, token: int) -> bool:
        """Say whether a copula or auxiliary makes a word the predicate of its clause ("two are dead")."""
        return self.sentence.child(token, "cop", "aux") is not None

    def is_patient(self, noun: int) -> bool:
        """Say whether a noun is the object of its verb, or the subject of a passive one."""
        return self.sentence.deps[noun] in ("obj", "nsubj:pass")

    def is_argument(self, noun: int) -> bool:
        """Say whether a noun is subject, object or oblique of a predicate."""
        return self.sentence.deps[noun] in ("nsubj", "nsubj:pass", "obj", "obl", "obl:agent")

    def verb_of_subject(self, noun: int) -> int | None:
        """Return the predicate whose subject a noun is, in either voice, None if it is none."""
        return self.sentence.heads[noun] if self.sentence.deps[noun] in ("nsubj", "nsubj:pass") else None

    def _shares_object(self, token: int) -> bool:
        """Say whether an object follows that a verb has by another one, or that came out as something else.

        "attacked and killed two guards", "killed at least 20".
        """
        s = self.sentence
        for child in s.children[token]:
            verb = s.deps[child] == "conj" and self.is_verb(child) and child - token <= 3
            if verb and s.child(child, "obj") is not None and s.child(child, "nsubj", "nsubj:pass", "aux") is None:
                return True
        after = token + 1
        while after < len(s) and after < token + 3:
            found = quantity(s.words[after : after + 6])
            if found is not None and (found.length > 1 or s.upos[after] == "NUM"):
                return not self._is_year(after + found.length - 1)
            if s.upos[after] not in ("ADV", "ADP"):
                break
            after += 1
        return False

    def _headline(self, token: int, subject: int, *, strict: bool) -> bool:
        """Say whether a past tense without object is the participle of a headline ("after man shot inside bar").

        Those who bear arms shoot; anybody else is who was hit, unless the words after the verb name an aim.
        """
        s = self.sentence
        lemma, dep = self.lemma(subject), s.deps[token]
        after = s.words[token + 1].lower() if token + 1 < len(s) else ""
        if strict:
            return after not in ABSOLUTE_AFTER
        if after in ABSOLUTE_AFTER or (after == "at" and self._aimed_at(token + 1, subject)):
            return False
        if s.xpos[token] == "VBN" and dep in ("root", "ccomp", "parataxis"):
            return True
        if s.xpos[subject] not in ("NN", "NNP") and s.child(subject, "nummod") is None and s.upos[subject] != "NUM":
            return False
        bare = all(s.upos[i] not in ("DET", "PRON") for i in s.children[subject])
        person = lemma in person_nouns() or lemma in word_class("number") or s.upos[subject] == "NUM"
        return bare and person

    def _shoots_at(self, token: int) -> bool:
        """Say whether somebody aims: "one of the men shot at them", where the verb came out as a reduced clause."""
        s = self.sentence
        after = token + 1
        if after >= len(s) or s.words[after].lower() != "at" or self.lemma(token) not in word_class("striking"):
            return False
        return s.heads[after] > after and self._aimed_at(after, s.heads[token])

    def _aimed_at(self, at: int, subject: int) -> bool:
        """Say whether "at" names whom somebody shot at, not where somebody was shot."""
        s = self.sentence
        noun = s.heads[at]
        if s.deps[at] not in ("case", "mark") or noun <= at:
            return True
        lemma = self.lemma(noun)
        if s.upos[noun] == "PRON" or has_any(lemma, "people", "armed") or lemma in person_nouns():
            return True
        hit = has_any(lemma, "target_vehicle", "target_military", "armed")
        return hit and self.lemma(subject) in word_class("armed")

    def _is_year(self, token: int) -> bool:
        word = self.sentence.words[token]
        return len(word) == 4 and word.isdigit()

    def is_means(self, token: int) -> bool:
        """Say whether a noun after "by" tells the means ("by telephone"): it has no article or adjective."""
        s = self.sentence
        return (
            s.deps[token] in ("obl", "obl:agent")
            and self.lemmas[token] in BY_MEANS
            and s.low[token] != "forces"  # "by force" tells how, "by security forces" who
            and all(s.deps[c] in ("case", "compound") for c in s.children[token])
        )
