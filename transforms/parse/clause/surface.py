"""The surface of a sentence: words, markers, and whose subject is whose through control, coordination and relatives."""

from __future__ import annotations

import re

from schemas.document import Sentence
from transforms.words.classes import word_class

PRONOUNS = frozenset({"it", "they", "he", "she", "we"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whoever"})
OBJECT_CONTROL_EXCEPTIONS = frozenset(
    {"promise", "threaten", "vow", "pledge", "use", "take", "have", "hold", "launch", "give", "make"}
)
TIMES = frozenset(
    "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday week month year day "
    "hour minute morning afternoon evening night weekend january february march april may june july august september "
    "october november december spring summer autumn fall winter decade century noon midnight time moment".split()
)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
MAX_DEPTH = 12
PRETERITES = frozenset(
    "spoke took undertook overtook mistook went gave forgave wrote chose broke flew drew withdrew began rang sang "
    "drank drove rose arose rode fell grew knew threw overthrew saw oversaw foresaw shook swore tore wore bore stole "
    "froze forgot ate bit hid awoke forbade strode strove slew sank sprang stood sat".split()
)
"""Past tenses that are no participles: never passive, whatever the tag."""
MEANS = frozenset(
    "phone telephone telephones video videoconference teleconference videolink link email e-mail mail post letter fax "
    "radio satellite text telegram hand force".split()
)
"""Nouns without article after "by" that tell how, not who."""

LEADING = frozenset({"over", "back", "off", "away", "down"})
"""Particles of the verb that parsers count with the preposition after them."""
SINGULAR = frozenset({"he", "she", "it"})


class Surface:
    """What can be read off the dependencies of one sentence without frames."""

    def __init__(self, sentence: Sentence) -> None:
        """Index nothing; everything is lazy."""
        self.sentence = sentence
        self._subjects: dict[int, int | None] = {}

    def is_verb(self, token: int) -> bool:
        """Say whether a token is a verb that may have arguments of a clause."""
        s = self.sentence
        if s.upos[token] == "VERB":
            return s.deps[token] not in ("case", "mark", "compound:prt", "fixed")
        if s.upos[token] == "NOUN" and s.deps[token] in ("root", "ccomp", "conj", "parataxis"):
            return any(s.deps[c] == "obj" for c in s.children[token])
        if s.upos[token] == "ADJ":
            return {"aux", "obj"} <= {s.deps[c] for c in s.children[token]}
        return s.upos[token] == "AUX" and s.deps[token] not in ("aux", "aux:pass", "cop")

    def lower(self, token: int) -> str:
        """Return the word in lower case."""
        return self.sentence.words[token].lower()

    def lemma(self, token: int) -> str:
        """Return the lemma in lower case."""
        return self.sentence.lemmas[token].lower()

    def forms(self, token: int) -> tuple[str, ...]:
        """Return the lemma, the word, and both joined with what a hyphen ties to them ("cease-fire", "ceasefire")."""
        s = self.sentence
        lemma, word = self.lemma(token), self.lower(token)
        found = [lemma] if lemma == word else [lemma, word]
        if token >= 2 and s.words[token - 1] in ("-", "‐", "–") and s.ends[token - 1] == s.starts[token]:
            before = self.lower(token - 2)
            found = [f"{before}-{lemma}", f"{before}{lemma}", *found]
        return tuple(found)

    def preposition(self, token: int) -> str:
        """Return the preposition of a phrase by its head, words of a fixed one joined by ``_``; empty if none."""
        s = self.sentence
        for child in s.children[token]:
            owner = s.upos[child] == "PART" and self.lower(child) != "to"
            if (s.deps[child] == "case" and not owner) or (s.deps[child] == "mark" and s.upos[child] == "ADP"):
                if s.words[child].lower() in LEADING and self._case_after(token, child):
                    continue
                parts = [child, *(c for c in s.children[child] if s.deps[c] == "fixed")]
                return "_".join(self.lower(p) for p in sorted(parts))
        return ""

    def _case_after(self, token: int, first: int) -> bool:
        """Say whether another preposition follows the first one of a phrase: "over to Russia", "back to its owners"."""
        s = self.sentence
        return any(c == first + 1 and s.deps[c] == "case" and s.upos[c] == "ADP" for c in s.children[token])

    def marker(self, token: int) -> str:
        """Return the subordinating word of a clause; empty if none."""
        s = self.sentence
        for child in s.children[token]:
            if s.deps[child] == "mark":
                return self.lower(child)
        return ""

    def markers(self, token: int) -> frozenset[str]:
        """Return all subordinating words of a clause ("in order to" has three)."""
        s = self.sentence
        return frozenset(self.lower(child) for child in s.children[token] if s.deps[child] == "mark")

    def conjuncts(self, token: int) -> list[int]:
        """Return ``token`` and the nominals coordinated with it."""
        s = self.sentence
        found = [token]
        for child in s.children[token]:
            if s.deps[child] == "conj" and not (self.is_verb(child) and not self.is_verb(token)):
                found.extend(self.conjuncts(child) if child > token else [child])
        return found

    def subject(self, token: int, depth: int = 0) -> int | None:
        """Return the surface subject of a predicate: its own, or the one it shares or is controlled by."""
        if token in self._subjects:
            return self._subjects[token]
        self._subjects[token] = None
        if depth < MAX_DEPTH:
            self._subjects[token] = self._subject(token, depth)
        return self._subjects[token]

    def is_tag(self, token: int) -> bool:
        """Say whether a clause only names the speaker ("..., officials said"), wherever the parser hung it."""
        s = self.sentence
        if s.heads[token] == token or self.lemma(token) not in word_class("relay") or not self.is_verb(token):
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

    def _own_subject(self, token: int) -> int | None:
        s = self.sentence
        # "the aim is to seize the port": the outer subject does what the clause says only where it can act
        subjects = [
            c
            for c in s.children[token]
            if s.deps[c].startswith("nsubj") and (s.deps[c] != "nsubj:outer" or self._animate(c))
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
            if not self._is_time(child):
                return child
            # "gunmen tonight bombed": the day stands between the subject and its verb
            if child and child + 1 == token and s.upos[child - 1] in ("NOUN", "PROPN") and not self._is_time(child - 1):
                return child - 1
        return None

    def _subject(self, token: int, depth: int) -> int | None:
        s = self.sentence
        own = self._own_subject(token)
        dep, head = s.deps[token], s.heads[token]
        if own is not None:
            if dep == "acl:relcl" and self.lower(own) in RELATIVES:
                return head
            if self.lower(own) in PRONOUNS:
                return self._meant(token, own, depth)
            return own
        if head == token:
            return None
        if self.is_tag(head):
            head = s.heads[head]
        if dep.startswith("acl"):
            if self.is_verb(head):
                return self.subject(head, depth + 1)
            if self.marker(token) == "to":
                return self._holder(head, depth)
            return head
        if dep in ("conj", "parataxis", "list"):
            return self.subject(head, depth + 1)
        if dep in ("xcomp", "advcl", "ccomp", "dep", "csubj"):
            if not self.is_verb(head):
                return self._holder(head, depth) if s.upos[head] == "NOUN" else self.subject(head, depth + 1)
            if self.marker(token) == "for" and dep == "advcl":
                blamed = self._blamed(head)
                if blamed is not None:
                    return blamed
            controlled = self.marker(token) in ("to", "of", "for", "with", "from", "into") or dep == "xcomp"
            if controlled and self.lemma(head) not in OBJECT_CONTROL_EXCEPTIONS and not self.is_passive(head):
                for child in s.children[head]:
                    if s.deps[child] in ("obj", "iobj") and child < token and self._animate(child):
                        return child
                for child in s.children[head] if dep == "xcomp" else ():
                    asked = s.deps[child] == "obl" and self.preposition(child) in ("on", "upon", "for", "to")
                    if asked and child < token and self._animate(child):
                        return child
            return self.subject(head, depth + 1)
        return None

    def _blamed(self, verb: int) -> int | None:
        """Return whom an act is directed against, who did what follows "for" ("brought a case against X for ...")."""
        s = self.sentence
        for child in s.children[verb]:
            inner = s.children[child] if s.deps[child] == "obj" else ()
            for one in (child, *inner):
                if s.deps[one] in ("obl", "nmod") and self.preposition(one) == "against" and self._animate(one):
                    return one
        return None

    def _meant(self, token: int, pronoun: int, depth: int) -> int:
        """Return whom a pronoun subject of a reported or subordinate clause means: the noun that is subject above.

        A pronoun with others beside it ("she and the mayor met") stays.
        """
        if any(self.sentence.deps[c] == "conj" for c in self.sentence.children[pronoun]):
            return pronoun
        s = self.sentence
        current = token
        for _ in range(4):
            head, dep = s.heads[current], s.deps[current]
            if head == current:
                break
            if dep in ("ccomp", "advcl", "parataxis") and self.is_verb(head):
                subject = self.subject(head, depth + 1)
                if subject is not None and subject != pronoun and s.upos[subject] in ("NOUN", "PROPN"):
                    plural = s.xpos[subject] == "NNS"
                    return pronoun if plural and self.lower(pronoun) in SINGULAR else subject
            current = head
        return pronoun

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
        own = self._own_subject(noun)
        if own is not None:
            return own
        if head != noun and self.is_verb(head):
            return self.subject(head, depth + 1)
        return None

    def _animate(self, token: int) -> bool:
        s = self.sentence
        return s.upos[token] in ("PROPN", "PRON") or self.lemma(token) in word_class("people") | word_class("groups")

    def _is_time(self, token: int) -> bool:
        if self.sentence.upos[token] == "NUM" and YEAR.fullmatch(self.sentence.words[token]):
            return self.sentence.deps[token] in ("obl", "nmod")
        return self.lemma(token) in TIMES and self.sentence.deps[token] not in ("nsubj:pass",)

    def is_passive(self, token: int) -> bool:
        """Say whether a verb is passive: by auxiliary, by agent, or as a bare past participle."""
        s = self.sentence
        deps = [s.deps[c] for c in s.children[token] if not self.is_means(c)]
        if self.lower(token) in PRETERITES:
            return False
        if "aux:pass" in deps or ("obl:agent" in deps and "obj" not in deps):
            return True
        perfect = any(s.deps[c] == "aux" and s.lemmas[c] == "have" for c in s.children[token])
        if "nsubj:pass" in deps and not perfect and s.xpos[token] in ("VBN", "VBD"):
            return True
        if s.xpos[token] == "VBN" and "aux" not in deps and "obj" not in deps:
            return s.deps[token] in ("acl", "advcl", "amod") or (s.deps[token] == "conj" and self._passive_head(token))
        return False

    def is_means(self, token: int) -> bool:
        """Say whether a noun after "by" tells the means ("by telephone"): it has no article or adjective."""
        s = self.sentence
        bare = all(s.deps[c] in ("case", "compound") for c in s.children[token])
        bodies = self.lower(token) == "forces"  # "by force" tells how, "by security forces" who
        return bare and not bodies and self.lemma(token) in MEANS and s.deps[token] in ("obl", "obl:agent")

    def _passive_head(self, token: int) -> bool:
        head = self.sentence.heads[token]
        return head != token and self._own_subject(token) is None and self.is_verb(head) and self.is_passive(head)
