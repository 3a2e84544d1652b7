"""Arguments: which words of a sentence are the actors and recipients of what it reports."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.actors import class_of
from transforms.extract.frames.mention import EventMention
from transforms.extract.roles.implied import Implied
from transforms.extract.roles.parties import AUTHORS, OWNERS
from transforms.parse.clause.clause import Clause
from transforms.words.classes import word_class, word_list

GENERIC_RECIPIENTS = word_list("recipient_preposition")
WRITTEN = word_class("written_act")
"""What a body puts out and that then speaks for it ("passed a resolution condemning X")."""
SITES = word_class("site_preposition")
"""Prepositions whose phrase tells where an act took place, unless it is done to the place."""
SITED = frozenset({"CONSULT", "SUPPORT"})
"""Types of acts that a place is only the scene of: "talks in Geneva", "signed in Paris"; a visit is to the place."""
TIMED = frozenset({"during", "amid"})
"""Prepositions whose phrase tells when an act took place: nobody in it is whom it was done to."""
COURTS = frozenset({"court", "tribunal"})
"""Where an accusation is brought, not whom it is against."""
TOPICS = frozenset({"on", "over", "about", "for"})
"""Prepositions whose phrase tells what is talked about, not with whom ("talks on Afghanistan")."""
SPOKEN = frozenset({"REQUEST", "AGREE", "CONSULT"})
"""Types of acts that are addressed to somebody: what they are about is no recipient ("called for calm")."""
MEASURES = word_class("measure_noun")
"""What is imposed; it hits somebody, who may not be told, and is no recipient itself."""
OCCASIONS = word_class("occasion_preposition")
"""Prepositions of a talk or visit in which, or around which, somebody does or says something."""
LED = word_class("led")
MAX_OCCASION = 3
"""Nouns between an occasion and the clause in which somebody does something on it."""
DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST", "MOBILIZE", "THREATEN"})
"""Types of acts that somebody may do to what is his own."""
DEALING = frozenset({"CONSULT", "SUPPORT"})
"""Types of acts whose talks and treaties have a topic, which is no side of them: "a summit on Chad"."""
FAVOURING = frozenset({"PROTEST"})
"""Types of acts that may be in favour of somebody who is named with what is wanted."""
FORCEFUL = frozenset({"THREATEN", "MOBILIZE"})
"""Types of acts whose object without a role in the frame is a means, no side: "sent a thousand troops"."""
DELIVERING = {"obj": word_class("delivering_verb"), "with": word_class("responding_verb")}
"""Verbs whose subject is behind the strike that is their object, or that follows "with"."""


class Arguments(Implied):
    """Fills the roles that a frame names, then looks for a recipient elsewhere."""

    def assign(self, mention: EventMention) -> None:
        """Set the actors and recipients of a mention whose inner one has its own."""
        frame = mention.frame
        mention.actors = self._between(mention) or self._actors(mention)
        taken = frozenset(mention.actors)
        mention.recipients = self._recipients(mention, taken)
        mention.recipients += self._accused_too(mention)
        if "mutual" in frame.flags and len(mention.actors) > 1:
            mention.recipients = [t for t in mention.recipients if self.participants.is_party(self.sentence, t)]
            return
        if mention.type == "ASSAULT" and not mention.actors and self._fought(mention):
            mention.actors, mention.recipients = mention.recipients, []
            return
        if not mention.recipients and mention.type == "ACCUSE":
            mention.recipients = self._answering(mention.predication, taken)
        if not mention.recipients and ("-",) not in frame.recipient:
            mention.recipients = self._elsewhere(mention, taken)
            mention.fallback = bool(mention.recipients)

    def _actors(self, mention: EventMention) -> list[int]:
        p = mention.predication
        suffering = self._to_suffer(mention)
        for option in mention.frame.actor:
            found: list[int] = []
            for path in option:
                for head in self._resolve(mention, path):
                    found += self._as_party(head, things=False)
            found = [token for token in found if token not in suffering]
            if found:
                return _unique(found)
        if suffering and mention.inner is not None:
            return mention.inner.actors
        if mention.frame.actor == (("subj",),) and p.pos != "v":
            for modifier in (*p.get("relsubj"), *p.modifiers):
                if self._names_actor(modifier):
                    return [modifier]
            if mention.inner is not None:
                return mention.inner.actors
        if p.pos == "n" and mention.type == "PROTEST" and self.clauses.preposition(p.token) == "on":
            return self._striking(p.token)
        if p.pos == "n" and mention.type == "CONSULT" and mention.mode != "third-party":
            attending = self._attending(p.token)
            told = p.get("with") or mention.mode in ("visit", "phone") or self._together(attending)
            return attending if told else []
        if (mention.type, mention.mode) == ("COERCE", "arrest") and (judging := self._judging(p)):
            return judging
        if p.passive and (running := self._running(p)):
            return running
        if p.pos == "v":
            return [t for t in self.slot(p, "subj") if mention.frame.actor != (("-",),) and self._institution(t)][:1]
        return []

    def _attending(self, noun: int) -> list[int]:
        """Return who does something on the occasion of a talk or visit, who is then one of those who hold it.

        "**The premier** said in a phone call with the king", "**she** made the remark during a visit to Oslo".
        """
        for _ in range(MAX_OCCASION):
            head = self.sentence.heads[noun]
            if head == noun or self.clauses.preposition(noun) not in OCCASIONS:
                return []
            subjects = self.clauses.of(head).get("subj" if self.clauses.is_verb(head) else "cop")
            if subjects or self.clauses.is_verb(head):
                return [t for one in subjects for t in self._as_party(one, things=False)]
            noun = head
        return []

    def _striking(self, noun: int) -> list[int]:
        """Return who is on strike: the noun that says it of, or the subject: "**prisoners** on a hunger strike"."""
        head = self.sentence.heads[noun]
        heads = self.clauses.of(noun).get("cop") or ([head] if self.sentence.deps[noun] == "nmod" else [])
        return [t for one in heads for t in self._as_party(one, things=False)]

    def _answering(self, p: Clause, taken: frozenset[int]) -> list[int]:
        """Return who answers an accusation whose author or content is told: "**she** denied charges by the guild"."""
        head = self.sentence.heads[p.token]
        if p.pos != "n" or self.sentence.deps[p.token] != "obj" or not (p.get("comp") or p.get("by") or taken):
            return []
        if self.clauses.lemma(head) not in word_class("answering_verb"):
            return []
        subjects = self.clauses.of(head).get("subj")
        return [t for one in subjects for t in self._as_party(one, things=False, taken=taken)]

    def _together(self, tokens: Sequence[int]) -> bool:
        """Say whether those who do something are several, who may talk to each other."""
        return len(tokens) > 1 or any(self.sentence.xpos[t] in ("NNS", "NNPS") for t in tokens)

    def _institution(self, token: int) -> bool:
        """Say whether a noun for a place stands for the body that runs it ("the museum returned")."""
        if self.sentence.upos[token] != "NOUN" or self.sentence.lemmas[token].lower() in word_class("weapon"):
            return False
        kind = class_of(self.participants.document, self.sentence, token, self.participants.context)
        return kind == "place" or self.participants.is_place(self.sentence, token)

    def _names_actor(self, modifier: int) -> bool:
        """Say whether a modifier of a noun is its actor ("Israeli strike", "government offensive"), not a quality."""
        upos = self.sentence.upos[modifier]
        if self._invaded(self.clauses.of(self.sentence.heads[modifier]), modifier):
            return False
        if upos == "ADJ":
            lemma = self.sentence.lemmas[modifier].lower()
            if lemma.rpartition("-")[2] in LED:  # "the Kenyan-led offensive"
                return self.participants.party(self.sentence, modifier).country is not None
            return self.participants.is_name(self.sentence, modifier) or lemma in word_class("attacking_modifier")
        if (
            self.participants.is_place(self.sentence, modifier)
            and self.participants.party(self.sentence, modifier).sector == "CVL"
        ):
            return False  # "the Philadelphia shooting": a town, and no state that acts
        if upos == "PROPN" and not self.participants.is_name(self.sentence, modifier):
            party = self.participants.party(self.sentence, modifier)
            if party.name is None and party.country is None and party.sector is None:
                return False  # "Street protests": a capital of a headline or of a sentence
        return upos in ("NOUN", "PROPN") and self.participants.is_party(self.sentence, modifier)

    def _resolve(self, mention: EventMention, path: str) -> Sequence[int]:
        if path == "-":
            return []
        if path.startswith("inner"):
            if mention.inner is None:
                return []
            return {"inner.actor": mention.inner.actors, "inner.recipient": mention.inner.recipients}.get(
                path, [mention.inner.predication.token]
            )
        return self.slot(mention.predication, path)

    def _as_party(
        self, head: int, *, things: bool, taken: frozenset[int] = frozenset(), sited: bool = False, kind: str = ""
    ) -> list[int]:
        """Return the parties of a phrase: its conjuncts that can act, or the owners of what cannot.

        Where ``sited``, a place in which a thing is does not own it. By the ``kind`` of the act some phrases of a thing
        name nobody it is done to.
        """
        found: list[int] = []
        for one in self.participants.expand(self.sentence, head):
            if one in taken:
                continue
            if things and (living := self._living(one, kind, taken)):
                found += [*living, one]
                continue
            if self.participants.is_party(self.sentence, one) or (
                things and self.participants.is_place(self.sentence, one)
            ):
                found.append(one)
                continue
            slots = self._owning(one, kind) if things else AUTHORS
            if sited:
                slots = tuple(slot for slot in slots if slot not in SITES)
            owner = (
                None if self.clauses.is_verb(one) else self.participants.owner(self.sentence, one, taken, slots=slots)
            )
            if owner is None and not things:
                owner = self._issuer(one)
            if owner is not None:
                found += [
                    o
                    for o in self.participants.expand(self.sentence, owner)
                    if o not in taken and self.participants.is_party(self.sentence, o)
                ]
        return found

    def _owning(self, thing: int, kind: str) -> tuple[str, ...]:
        """Return the phrases of a thing in which somebody may stand whom an act of a kind is done to.

        An attack that is condemned is that of who made it, not of whom it hit; nobody demands something of those for
        whom it is demanded ("the release of two monks").
        """
        lemma = self.sentence.lemmas[thing].lower()
        if self.sentence.upos[thing] == "PROPN" and lemma in word_class("named_agreement"):
            return ()  # "the Geneva Convention" is not Geneva's
        if kind == "ACCUSE" and self._violent(thing):
            return AUTHORS if lemma in word_class("attack_of") else tuple(s for s in AUTHORS if s != "obj")
        if kind in DEALING:
            return tuple(s for s in OWNERS if s not in TOPICS)
        if kind in FAVOURING and lemma in word_class("favour_noun"):
            return tuple(s for s in AUTHORS if s != "obj")
        return OWNERS

    def _violent(self, noun: int) -> bool:
        """Say whether a noun names an act of violence or repression."""
        frames = self.candidates(self.clauses.of(noun)) if self.may_match(noun) else ()
        return any(frame.type in ("ASSAULT", "COERCE") for frame in frames)

    def _issuer(self, noun: int) -> int | None:
        """Return who puts out what then speaks or strikes for him.

        "The group issued a report accusing the army", "it responded with raids that killed five".
        """
        head = self.sentence.heads[noun]
        if head == noun or not self.clauses.is_verb(head):
            return None
        written = self.sentence.deps[noun] == "obj" and self.sentence.lemmas[noun].lower() in WRITTEN
        if self._has_frame(noun) and not written:
            if self.sentence.lemmas[head].lower() not in DELIVERING.get(self._slot_of(noun), ()):
                return None
        elif self.sentence.deps[noun] != "obj":
            return None
        subject = self.clauses.subject(head)
        return subject if subject is not None and self.participants.is_party(self.sentence, subject) else None

    def _slot_of(self, noun: int) -> str:
        """Return "obj", or the preposition of an oblique phrase."""
        if self.sentence.deps[noun] == "obj":
            return "obj"
        return self.clauses.preposition(noun) or ""

    def _recipients(self, mention: EventMention, taken: frozenset[int]) -> list[int]:
        acts = {one.predication.token for one in mention.chain()}
        thing: int | None = None
        for option in mention.frame.recipient:
            found: list[int] = []
            for path in option:
                for head in self._resolve(mention, path):
                    if head in taken:
                        continue
                    if path == "for" and mention.type == "REQUEST" and self._asked_for(head):
                        continue
                    if path in TOPICS and mention.type == "CONSULT" and mention.inner is not None:
                        continue  # "will host a summit on Chad"
                    found += self._as_party(head, things=True, taken=taken, kind=mention.type)
                    if (
                        thing is None
                        and mention.type not in SPOKEN
                        and head not in acts
                        and self.sentence.upos[head] in ("NOUN", "PROPN", "ADJ", "NUM")
                    ):
                        thing = head
            found = [one for one in found if not self._own(mention, one, taken)]
            if found:
                return _unique(found)
        if mention.type == "ASSAULT" and not mention.predication.copula:
            invaded = [t for t in mention.predication.modifiers if self._invaded(mention.predication, t)]
            if invaded and not taken.intersection(invaded):
                return invaded[:1]
        return [thing] if thing is not None else []

    def _own(self, mention: EventMention, token: int, taken: frozenset[int]) -> bool:
        """Say whether a possessive pronoun means who speaks or acts ("the ministry reversed its decision")."""
        if self.sentence.upos[token] != "PRON" or self.sentence.deps[token] != "nmod:poss" or not taken:
            return False
        if self.participants.holder(self.sentence, token) in taken:
            return True
        if mention.type in DEEDS:
            return False
        party = self.participants.party(self.sentence, token)
        actors = [self.participants.party(self.sentence, t) for t in taken]
        if not party.name and not party.country and party.sector in (None, "UNK"):
            return True
        return any((party.name, party.country, party.sector) == (a.name, a.country, a.sector) for a in actors)

    def _asked_for(self, head: int) -> bool:
        """Say whether what is asked for is named by a word for people ("called for a new government").

        A name, or people who are to do something ("called for ministers to resign"), are who is asked.
        """
        if self.sentence.upos[head] != "NOUN" or not self.participants.is_party(self.sentence, head):
            return False
        return not any(self.sentence.deps[c].startswith("acl") for c in self.sentence.children[head])

    def _elsewhere(self, mention: EventMention, taken: frozenset[int]) -> list[int]:
        """Look for a party in any phrase of the predicates involved, then below them."""
        truce = mention.mode == "ceasefire" and any(one.predication.pos == "n" for one in mention.chain())
        sited = (mention.type in SITED and mention.mode != "visit") or truce
        asked = mention.type == "REQUEST" and mention.predication.pos == "n"
        left_out = TOPICS if mention.type == "CONSULT" or asked else frozenset[str]()
        for one in mention.chain():
            p = one.predication
            for slot in (*GENERIC_RECIPIENTS, "obj", "iobj"):
                for head in p.get(slot):
                    if head in taken or slot in left_out:
                        continue
                    if mention.type == "ACCUSE" and slot in SITES and self.clauses.lemma(head) in COURTS:
                        continue
                    if sited and slot in SITES and self.participants.is_place(self.sentence, head):
                        continue
                    if slot == "obj" and mention.type in FORCEFUL:
                        continue
                    scene = slot in SITES and not self.participants.is_party(self.sentence, head)
                    if scene and not self.participants.is_place(self.sentence, head):
                        continue  # "denied it in an interview with a broadcaster", "laid down arms at the start of ..."
                    found = self._as_party(head, things=True, taken=taken, sited=sited, kind=mention.type)
                    found = [one for one in found if not self._own(mention, one, taken)]
                    if found:
                        return _unique(found)
        for one in mention.chain():
            p = one.predication
            for token in self.sentence.subtree(p.token):
                if mention.type == "CONSULT" and mention.mode != "third-party" and not self._beside(token):
                    continue
                if token <= p.token or token in taken or self.sentence.upos[token] not in ("PROPN", "ADJ"):
                    continue
                if (
                    sited
                    and self.clauses.preposition(token) in SITES
                    and self.participants.is_place(self.sentence, token)
                ):
                    continue
                if not self.participants.is_name(self.sentence, token) or self._within(token, taken):
                    continue
                if not self._aside(token, p.token):
                    return [token]
        if mention.type in SPOKEN or truce:
            return []
        for one in mention.chain():
            token = one.predication.token
            for head in one.predication.get("obj"):
                if (
                    self.sentence.upos[head] == "NOUN"
                    and head not in taken
                    and self.clauses.lemma(head) not in MEASURES
                ):
                    return [head]
            if one is not mention and self.sentence.upos[token] == "NOUN":
                return [token]
        return []

    def _aside(self, token: int, act: int) -> bool:
        """Say whether a name below an act is told in a clause beside it, or only says what something else is called.

        "In the Czech capital", "handed over the al-Qaida leader", "denied it, and Greek deputies asked for an inquiry".
        """
        sentence = self.sentence
        if sentence.deps[token] in ("amod", "compound"):
            noun = sentence.heads[token]
            modified = self.participants.party(sentence, token)
            if not (modified.country or modified.name) or self.participants.is_place(sentence, noun):
                return True
            if sentence.deps[token] == "compound" and self.participants.is_party(sentence, noun):
                return True
        line = [token, *sentence.ancestors(token)]
        below = line[: line.index(act)]
        told = [self.clauses.preposition(t) for t in below]
        scene = any(p in TIMED or (p in SITES and sentence.upos[token] == "ADJ") for p in told)
        return scene or any(sentence.deps[t] == "conj" and self.clauses.is_verb(t) for t in below)

    def _beside(self, token: int) -> bool:
        """Say whether a name stands in a phrase with "with" or "between", wherever the parser hung that."""
        line = (token, *list(self.sentence.ancestors(token))[:2])
        return any(self.clauses.preposition(t) in ("with", "between") for t in line)

    def _within(self, token: int, taken: frozenset[int]) -> bool:
        return any(token in self.sentence.subtree(t) for t in taken)


def _unique(tokens: Sequence[int]) -> list[int]:
    return list(dict.fromkeys(tokens))
