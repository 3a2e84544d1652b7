"""Whose subject is whose: through control, coordination, relative clauses, raising and pronouns."""

from __future__ import annotations

from schemas.document import Sentence
from transforms.parse.clause.repair.tree import FINITE
from transforms.parse.clause.tokens import RELATIVES
from transforms.parse.clause.voice import Voice
from transforms.words.classes import word_class

PRONOUNS = frozenset({"it", "they", "he", "she", "we"})
OBJECT_CONTROL_EXCEPTIONS = word_class("subject_control")
MAX_DEPTH = 12
RELAY = word_class("relay")
SINGULAR = frozenset({"he", "she", "it"})


class Subjects(Voice):
    """Surface subjects of the predicates of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        """Index nothing; everything is lazy."""
        super().__init__(sentence)
        self._subjects: dict[int, int | None] = {}
        self._said: dict[int, int | None] = {}

    def subject(self, token: int) -> int | None:
        """Return the surface subject of a predicate, a pronoun replaced by the noun of the sentence that it means."""
        if token not in self._subjects:
            said = self.said_subject(token)
            self._subjects[token] = said
            if said is not None and self.lower(said) in PRONOUNS:
                self._subjects[token] = self._meant(said)
        return self._subjects[token]

    def said_subject(self, token: int, depth: int = 0) -> int | None:
        """Return the subject as the text has it: the predicate's own, or the one it shares or is controlled by."""
        if token in self._said:
            return self._said[token]
        self._said[token] = None
        if depth < MAX_DEPTH:
            self._said[token] = self._subject(token, depth)
        return self._said[token]

    def is_tag(self, token: int) -> bool:
        """Say whether a clause only names the speaker ("..., officials said"), wherever the parser hung it."""
        s = self.sentence
        if s.heads[token] == token or self.lemmas[token] not in RELAY or not self.is_verb(token):
            return False
        deps = [s.deps[c] for c in s.children[token]]
        if s.deps[token] not in ("conj", "advcl", "parataxis", "acl:relcl", "dep") or "nsubj" not in deps:
            return False
        if any(dep in ("ccomp", "xcomp", "obj", "cc", "mark") for dep in deps) or self.preposition(token):
            return False
        first = min((min(s.subtree(c)) for c in s.children[token] if s.deps[c] == "nsubj"), default=token)
        return first > s.heads[token] and s.words[first - 1] in (",", '"', "”", "''", "--", "—", "’")

    def _after_conjunction(self, token: int) -> list[int]:
        """Return the subject of a clause whose conjunction was taken for a preposition ("after a raid killed")."""
        s = self.sentence
        noun = token - 1
        if s.deps[token] != "conj" or noun < 0 or s.deps[noun] not in ("obl", "nmod") or s.upos[noun] != "NOUN":
            return []
        if s.xpos[token] != "VBD" or any(s.deps[c] == "cc" for c in s.children[token]):
            return []
        return [noun] if self.preposition(noun) in ("after", "before", "as", "since", "until") else []

    def own_subject(self, token: int) -> int | None:
        """Return the subject that hangs on a predicate itself, whatever the parser made of it."""
        s = self.sentence
        # "the aim is to seize the port": the outer subject does what the clause says only where it can act
        subjects = [
            c
            for c in s.children[token]
            if s.deps[c].startswith("nsubj") and (s.deps[c] != "nsubj:outer" or self.is_animate(c))
        ]
        if not subjects:  # the parser may hang the subject on the auxiliary ("the council has so far refused")
            auxiliaries = [c for c in s.children[token] if s.deps[c] == "aux" and not self.is_passive(token)]
            subjects = [c for aux in auxiliaries for c in s.children[aux] if s.deps[c].startswith("nsubj")]
        if len(subjects) > 1 and self.lower(subjects[0]) in RELATIVES:
            subjects = subjects[1:]  # "said that parliament had ...": a conjunction taken for a relative pronoun
        if len(subjects) > 1 and self.lower(subjects[1]) in PRONOUNS and subjects[1] < token:
            subjects = subjects[1:]  # "said that the Kurds it had backed": the first stands in the gap of the clause
        if not subjects:
            subjects = self._after_conjunction(token)
        for child in subjects:
            if not self.is_time(child):
                return child
            # "gunmen tonight bombed": the day stands between the subject and its verb
            if child and child + 1 == token and s.upos[child - 1] in ("NOUN", "PROPN") and not self.is_time(child - 1):
                return child - 1
        return None

    def _subject(self, token: int, depth: int) -> int | None:
        s = self.sentence
        own = self.own_subject(token)
        dep, head = s.deps[token], s.heads[token]
        if own is not None:
            if dep == "acl:relcl" and self.lower(own) in RELATIVES:
                return head
            return own
        if head == token:
            return None
        if self.is_tag(head):
            head = s.heads[head]
        if dep.startswith("acl"):
            if self.is_verb(head):
                return self.said_subject(head, depth + 1)
            if self.marker(token) == "to":
                return self._holder(head, depth)
            return head
        if dep == "conj" and s.upos[head] == "ADV":  # "arrested one, weeks later and accused both"
            head = s.heads[head]
        if dep in ("conj", "parataxis", "list"):
            return self.said_subject(head, depth + 1)
        if dep in ("xcomp", "advcl", "ccomp", "dep", "csubj"):
            if not self.is_verb(head):
                return self._holder(head, depth) if s.upos[head] == "NOUN" else self.said_subject(head, depth + 1)
            if dep == "ccomp" and self.lemma(head) in RELAY and self._finite(token):
                return s.heads[head] if s.deps[head] == "acl:relcl" else None  # "the man police say shot": never police
            if (
                dep == "xcomp"
                and self.lemma(head) in word_class("finding_verbs")
                and (found := s.child(head, "obj")) is not None
            ):
                return found
            if (named := self._named_between(token, head)) is not None:
                return named
            user = self._user(token, head)
            if user is not None:
                return user
            if dep == "advcl" and (speaker := self._speaker(token, head)) is not None:
                return speaker
            if self.marker(token) == "for" and dep == "advcl":
                blamed = self._blamed(head)
                if blamed is not None:
                    return blamed
            if dep == "xcomp" and self.is_passive(token) and not self.is_passive(head):
                suffering = s.child(head, "obj")  # "expected the envoy to be expelled"
                if suffering is not None and suffering < token and self.marker(token) == "to":
                    return suffering
            controlled = self.marker(token) in ("to", "of", "for", "with", "from", "into") or dep == "xcomp"
            if dep == "advcl" and self.lemma(token) in word_class("demonstrating_verb"):
                controlled = False  # "circled the Capitol to protest"
            if controlled and self.lemma(head) not in OBJECT_CONTROL_EXCEPTIONS and not self.is_passive(head):
                for child in s.children[head]:
                    if s.deps[child] in ("obj", "iobj") and child < token and self.is_animate(child):
                        return child
                for child in s.children[head] if dep == "xcomp" else ():
                    asked = s.deps[child] == "obl" and self.preposition(child) in ("on", "upon", "for", "to")
                    if asked and child < token and self.is_animate(child):
                        return child
            return self.said_subject(head, depth + 1)
        return None

    def _named_between(self, token: int, verb: int) -> int | None:
        """Return who stands between a verb and the clause below it whose subject he is.

        "Called for **Chad** to pull out", "called on **the rebels** to disarm", "quoted **an officer** as denying it".
        """
        s = self.sentence
        quoted = self.marker(token) == "as" and self.lemma(verb) in word_class("quoting_verb")
        if not quoted and not (self.marker(token) == "to" and self.lemma(verb) in word_class("calling_verb")):
            return None
        for child in s.children[verb]:
            if not verb < child < token or not self.is_animate(child):
                continue
            asked = s.deps[child] == "obl" and self.preposition(child) in ("for", "on", "upon")
            if (asked and not quoted) or (quoted and s.deps[child] == "obj"):
                return child
        return None

    def _user(self, token: int, verb: int) -> int | None:
        """Return who uses a thing to do what an infinitive says: "drones were used by the rebels to attack a port"."""
        s = self.sentence
        if self.marker(token) != "to" or self.lemma(verb) not in word_class("using_verb") or not self.is_passive(verb):
            return None
        return next((c for c in s.children[verb] if s.deps[c].startswith("obl") and self.preposition(c) == "by"), None)

    def _speaker(self, token: int, verb: int) -> int | None:
        """Return the speaker above, who blames where the subject beside a participle cannot speak.

        "He said a rocket had hit the market, blaming the rebels."
        """
        s = self.sentence
        if s.xpos[token] != "VBG" or self.lemma(token) not in word_class("blaming_verb") or s.deps[verb] != "ccomp":
            return None
        subject, above = self.own_subject(verb), s.heads[verb]
        if subject is None or self.is_animate(subject) or not self.is_verb(above):
            return None
        return self.said_subject(above)

    def _finite(self, token: int) -> bool:
        s = self.sentence
        auxiliaries = [s.xpos[c] for c in s.children[token] if s.deps[c].startswith(("aux", "cop"))]
        return any(tag in FINITE for tag in auxiliaries) or (not auxiliaries and s.xpos[token] in FINITE | {"VBN"})

    def _blamed(self, verb: int) -> int | None:
        """Return whom an act is directed against, who did what follows "for" ("brought a case against X for ...")."""
        s = self.sentence
        for child in s.children[verb]:
            inner = s.children[child] if s.deps[child] == "obj" else ()
            for one in (child, *inner):
                if s.deps[one] in ("obl", "nmod") and self.preposition(one) == "against" and self.is_animate(one):
                    return one
        return None

    def _meant(self, pronoun: int) -> int:
        """Return whom a pronoun subject of a reported or subordinate clause means: the noun that is subject above.

        A pronoun with others beside it ("she and the mayor met") stays.
        """
        if any(self.sentence.deps[c] == "conj" for c in self.sentence.children[pronoun]):
            return pronoun
        s = self.sentence
        current = s.heads[pronoun]
        if s.deps[current] == "aux":
            current = s.heads[current]
        for _ in range(4):
            head, dep = s.heads[current], s.deps[current]
            if head == current:
                break
            if dep in ("ccomp", "advcl", "parataxis") and self.is_verb(head):
                subject = self.subject(head)
                if subject is not None and subject != pronoun and s.upos[subject] in ("NOUN", "PROPN"):
                    return self._agreeing(pronoun, subject)
            current = head
        return pronoun

    def _agreeing(self, pronoun: int, subject: int) -> int:
        """Return the subject above that a pronoun means, or the pronoun where they do not agree in number.

        Where one speaks for several, they are who "they" means: "a spokesman for **the rebels** said they had won".
        """
        s = self.sentence
        many = s.xpos[subject] in ("NNS", "NNPS")
        if many and self.lower(pronoun) in SINGULAR:
            return pronoun
        if many or self.lower(pronoun) != "they" or self.lemma(subject) not in word_class("speaking_for"):
            return subject
        heard = (c for c in s.children[subject] if s.deps[c] == "nmod" and self.preposition(c) in ("of", "for"))
        return next((c for c in heard if s.xpos[c] in ("NNS", "NNPS")), subject)

    def _holder(self, noun: int, depth: int) -> int | None:
        """Return who does what a noun's infinitive says: its possessor, or the subject of its verb."""
        s = self.sentence
        for child in s.children[noun]:
            if s.deps[child] == "nmod:poss":
                return child
        for child in s.children[noun]:
            if s.deps[child] == "nmod" and self.preposition(child) in ("by", "of", "from"):
                return child
        head = s.heads[noun]
        own = self.own_subject(noun)
        if own is not None:
            return own
        if head != noun and self.is_verb(head):
            return self.said_subject(head, depth + 1)
        return None
