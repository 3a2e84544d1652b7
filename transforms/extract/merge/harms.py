"""Which act a harm belongs to: by predicate, by syntax, then by order of telling."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from schemas.document import NamedSpan, Sentence
from schemas.event import Party, Victim
from schemas.records import HarmMention
from transforms.extract.draft import Draft
from transforms.extract.roles.parties import Participants
from transforms.extract.roles.persons import apposed, in_full, own_name, stretch
from transforms.parse.clause.relations import hangs_as_subject
from transforms.resolve.harm.tally import is_implied
from transforms.words.classes import word_class

FITTING = {
    "killed": ("ASSAULT",),
    "wounded": ("ASSAULT",),
    "missing": ("ASSAULT",),
    "detained": ("COERCE", "ASSAULT"),
    "abducted": ("ASSAULT",),
    "displaced": ("ASSAULT", "COERCE", "SANCTION"),
}
HURT = frozenset({"killed", "wounded"})
CAUSES = ("subj", "by", "in", "from", "of", "under", "due_to", "because_of")
"""Slots in which stands what people died of."""
GRIEVED = frozenset({"over", "against", "about", "at", "after", "following"})
"""Prepositions before what a protest is about."""
BACKWARD, FORWARD = 3, 1
"""Sentences from a harm to the act told before, or after, that it may belong to."""
FAR = 99


def attach_harm(drafts: Sequence[Draft], harm: Sequence[HarmMention], participants: Participants) -> list[Draft]:
    """Return the drafts with the harm mentions that belong to them; a mention with no fitting act near belongs to none.

    Those hurt become victim parties of the draft. Nobody is hurt by what he does himself unless the text says so
    ("shot himself"): where one word says both, he is the victim; where he acts in one clause and is hurt in another,
    something else hurt him.
    """
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.sentence.index, []).append(draft)
    found = {draft.key: draft for draft in drafts}
    for mention in harm:
        home = _home(mention, by_sentence, participants)
        if home is None:
            continue
        chosen = found[home.key]
        if _own_end(chosen, mention, participants):
            continue
        if mention.harm in HURT and not suffers_own(mention, participants):
            others = tuple(p for p in chosen.actors if p.end <= mention.start or mention.end <= p.start)
            if len(others) < len(chosen.actors):
                if distance(chosen, mention):
                    continue
                chosen = chosen.changed("actors/hurt-himself", actors=others)
        found[home.key] = _hurting(chosen, mention, participants)
    return [found[draft.key] for draft in drafts]


def _hurting(draft: Draft, mention: HarmMention, participants: Participants) -> Draft:
    hurt = draft.victim_parties
    if mention.victim is not None and mention.harm != "displaced":  # who flees a battle was not attacked in it
        hurt = (*hurt, participants.party(participants.document.sentences[mention.sentence], mention.victim))
    return draft.changed("harm/nearest-act", harm=(*draft.harm, mention), victim_parties=hurt)


def suffers_own(mention: HarmMention, participants: Participants) -> bool:
    """Say whether somebody is told to have hurt himself: "shot himself", "took his own life", "blew himself up"."""
    return participants.clauses(participants.document.sentences[mention.sentence]).is_reflexive(mention.predicate)


def _own_end(draft: Draft, mention: HarmMention, participants: Participants) -> bool:
    """Say whether who hurt others is told to have hurt himself after it: he is none whom the act hurt.

    "Killed three guards **before he shot himself dead**".
    """
    if mention.harm not in HURT or not suffers_own(mention, participants) or not distance(draft, mention):
        return False
    return any(one.harm in HURT and one.predicate != mention.predicate for one in draft.harm)


def of_disaster(mention: HarmMention, participants: Participants, kind: str = "disaster") -> bool:
    """Say whether nature or a mishap is told to have done a harm: "died in an avalanche", "the flood left six dead".

    ``kind``: the class of words for what is asked for, another one than nature and mishaps.
    """
    sentence = participants.document.sentences[mention.sentence]
    clauses = participants.clauses(sentence)
    token = mention.predicate
    verb = next((t for t in sentence.ancestors(token) if clauses.is_verb(t)), token)
    telling = (token,) if clauses.is_verb(token) else (token, verb)
    return any(
        clauses.lemma(head) in word_class(kind) and sentence.upos[head] != "VERB"
        for told in telling
        for slot in CAUSES
        for head in clauses.of(told).get(slot)
    )


def tells_disaster(sentence: Sentence) -> bool:
    """Say whether a sentence is about a happening of nature or a mishap: it names one, and no weapon."""
    nouns = {low for low, upos in zip(map(str.lower, sentence.lemmas), sentence.upos, strict=True) if upos == "NOUN"}
    return bool(nouns & word_class("disaster")) and not nouns & word_class("weapon")


def _home(mention: HarmMention, by_sentence: dict[int, list[Draft]], participants: Participants) -> Draft | None:
    """Return the act that a harm belongs to, None where there is none or nature did it.

    An act of another sentence has hurt nobody whom this sentence, or one between them, tells a disaster of.
    """
    if of_disaster(mention, participants) or of_disaster(mention, participants, "ailment"):
        return None
    sentences = participants.document.sentences

    def fitting(index: int) -> list[Draft]:
        types = FITTING.get(mention.harm, ())
        return [d for d in by_sentence.get(index, ()) if d.type in types and d.status != "negated"]

    here = fitting(mention.sentence)
    if here:
        described = _described(mention, here)
        if described is not None:
            return described
        return min(here, key=lambda d: (distance(d, mention), not _causes(d, mention), d.trigger_token))
    if mention.harm not in HURT or tells_disaster(sentences[mention.sentence]):
        return None
    crowds = [
        d
        for d in by_sentence.get(mention.sentence, ())
        if d.type == "PROTEST" and d.status != "negated" and not _grievance(d, mention)
    ]
    if crowds:  # "protests that left 17 dead", where nobody is told to have shot at them
        return min(crowds, key=lambda d: (distance(d, mention), d.trigger_token))
    if of_disaster(mention, participants, "lasting_happening"):
        return None
    for step in range(1, BACKWARD + 1):
        before = fitting(mention.sentence - step)
        if before:
            return before[-1]
        if mention.sentence >= step and tells_disaster(sentences[mention.sentence - step]):
            return None
    for step in range(1, FORWARD + 1):
        after = fitting(mention.sentence + step)
        if after:
            return after[0]
    return None


def _grievance(draft: Draft, mention: HarmMention) -> bool:
    """Say whether a death is what people protest about: "the death of a student set off protests"."""
    sentence, noun, crowd = draft.sentence, mention.predicate, draft.trigger_token
    if sentence.upos[noun] != "NOUN":
        return False
    if hangs_as_subject(sentence, noun) and sentence.heads[noun] in sentence.ancestors(crowd):
        return True
    cases = {sentence.low[c] for c in sentence.children_by(noun, "case")}
    return crowd in sentence.ancestors(noun) and not cases.isdisjoint(GRIEVED)


def _causes(draft: Draft, mention: HarmMention) -> bool:
    """Say whether the noun of an act is the subject of the word for a harm: "**a raid** killed six"."""
    noun = draft.trigger_token
    return draft.sentence.heads[noun] == mention.predicate and hangs_as_subject(draft.sentence, noun)


def _described(mention: HarmMention, here: Sequence[Draft]) -> Draft | None:
    """Return the act whose noun a relative clause of harm follows most closely, wherever the parser hung the clause.

    "The bombing that killed 32 people in Brussels and attacks in Paris that killed 130": each its own.
    """
    sentence, token = here[0].sentence, mention.predicate
    if sentence.deps[token] != "acl:relcl":
        return None
    pronouns = [c for c in sentence.children[token] if c < token and sentence.words[c].lower() in ("that", "which")]
    if not pronouns:
        return None
    before = [d for d in here if d.named_token < pronouns[0] and sentence.upos[d.named_token] == "NOUN"]
    return max(before, key=lambda d: d.named_token, default=None)


def distance(draft: Draft, mention: HarmMention) -> int:
    """Return the steps in the tree between an act and a harm; 0 where one word says both."""
    tokens = {one.predication.token for one in draft.mention.chain()}
    if mention.predicate in tokens:
        return 0
    return min(_steps(draft.sentence, token, mention.predicate) for token in sorted(tokens))


def _steps(sentence: Sentence, first: int, second: int) -> int:
    above = {first: 0}
    for count, token in enumerate(sentence.ancestors(first), 1):
        above[token] = count
    if second in above:
        return above[second]
    for count, token in enumerate(sentence.ancestors(second), 1):
        if token in above:
            return above[token] + count
    return FAR


def victims_of(mentions: Sequence[HarmMention], participants: Participants) -> tuple[Victim, ...]:
    """Return the victims that the text names or counts, in text order, parts of a total included."""
    found: list[Victim] = []
    seen: set[tuple[int, int, str]] = set()
    told: set[tuple[int, int, str]] = set()
    people: list[tuple[NamedSpan, str, Party]] = []
    for mention in sorted(mentions, key=lambda m: (m.start, m.end, m.harm)):
        key = (mention.start, mention.end, mention.harm)
        if key in seen or is_implied(participants.document, mention):
            continue
        seen.add(key)
        party: Party | None = None
        start, end = mention.start, mention.end
        if mention.victim is not None:
            sentence = participants.document.sentences[mention.sentence]
            party = participants.party(sentence, mention.victim)
            start, end = stretch(participants.document, start, max(end, party.end) if party.start <= end else end)
            own = own_name(participants, sentence, mention.victim)
            if own is not None and " " not in participants.document.text[start:end].strip():
                start, end = own.start, own.end
            else:
                full = in_full(participants, msgspec.structs.replace(party, text="", start=start, end=end))
                start, end = full.start, full.end
            people += [(name, mention.harm, party) for name in apposed(participants, sentence, mention.victim)]
        if (start, end, mention.harm) in told:
            continue
        told.add((start, end, mention.harm))
        found.append(
            Victim(
                text=participants.document.text[start:end],
                start=start,
                end=end,
                name=party.name if party else None,
                country=party.country if party else None,
                sector=party.sector if party else None,
                harm=mention.harm,
                low=mention.low,
                high=mention.high,
            )
        )
    for name, harm, party in people:
        if all(name.end <= v.start or v.end <= name.start for v in found):
            found.append(
                Victim(name.text, name.start, name.end, name.text, party.country, party.sector, harm, None, None)
            )
    return tuple(v for v in found if v.text)
