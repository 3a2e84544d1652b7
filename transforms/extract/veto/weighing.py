"""Weighing: which objections to a mention of an act are outweighed by what else is told of it.

Some vetoes stand whatever else is told (another sense, an accident, sport). Others are evidence: a noun reports no act
by itself, an act of speech should have an author, acts between private persons are seldom public ones. Where only such
objections are raised, a logistic over the objections and over what the clause tells decides; its weights stand in
``confidence.json`` under ``weighing``, fitted by ``training/confidence/weighing.py`` on articles annotated as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from transforms.extract.confidence import chance
from transforms.extract.draft import Draft
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.domain import PRIVATE_SECTORS
from transforms.extract.veto.refusal import Case, Refusal, Veto, refusal
from transforms.extract.veto.reported import PASSIVE_TYPES, composed, known
from transforms.words.classes import has

OPEN = frozenset({"NV107", "NV108", "NV207", "NV303", "NV309", "NV312", "NV313", "NV314"})
"""Codes of the objections that may be outweighed."""
MANY = 5
"""Acts in an article beyond which more say nothing more."""
ENOUGH = 0.5
"""How likely an act has to be for objections to give way."""


def judged(case: Case, vetoes: Sequence[Veto]) -> Draft | Refusal:
    """Return the draft of a case with what is objected to it, or its refusal where an objection stands by itself.

    The first objection makes the refusal.
    """
    raised = list(case.draft.objections)
    for veto in vetoes:
        detail = veto.rule(case)
        if detail is not None:
            raised.append((veto.code, detail))
            if veto.code not in OPEN:
                return refusal(case.draft, case.participants, *raised[0])
    return replace(case.draft, objections=tuple(raised)) if raised else case.draft


def weigh(drafts: Sequence[Draft], participants: Participants, enough: float = ENOUGH) -> Iterator[Draft | Refusal]:
    """Yield the drafts of an article without objections or whose objections are outweighed, and refusals of the rest.

    Other acts of the article, to which nothing is objected, speak for a mention.
    """
    acts = Counter(draft.sentence.index for draft in drafts if not draft.objections)
    for draft in drafts:
        codes = tuple(code for code, _ in draft.objections)
        if not codes:
            yield draft
        elif _outweighed(weighed(draft, acts, participants), enough):
            yield draft.changed(f"weighing/{'+'.join(codes)}", outweighed=codes)
        else:
            yield refusal(draft, participants, *draft.objections[0])


def _outweighed(found: Mapping[str, float], enough: float) -> bool:
    """Say whether objections give way; never where neither the article nor the sentence has to do with public life."""
    setting = found["acts"] or found["nations"] or found["public"]
    return bool(setting) and chance("weighing", found) >= enough


def weighed(draft: Draft, acts: Mapping[int, int], participants: Participants) -> dict[str, float]:
    """Return what speaks for and against a mention, each between 0 and 1 or, the score of the frame, 2.

    ``acts``: how many mentions to which nothing is objected each sentence has, by its index.
    """
    sentence, mention = draft.sentence, draft.mention
    codes = [code for code, _ in draft.objections]
    named = [e.label for e in (participants.entity(sentence, t) for t in range(len(sentence))) if e is not None]
    p = mention.predication
    token = draft.trigger_token
    clauses = participants.clauses(sentence)
    noun = p.pos == "n" and not p.copula
    sides = (*draft.actors, *draft.recipients)
    found = {
        "bias": 1.0,
        "score": min(mention.score, 4.0) / 2,
        "noun": float(noun),
        "composed": float(composed(draft)),
        "weak": float("weak" in mention.frame.flags),
        "strong": float("strong" in mention.frame.flags),
        "claimed": float(draft.claimed),
        "unreal": float(draft.status in ("hypothetical", "negated")),
        "future": float(draft.status == "future"),
        "passive": float(p.pos == "v" and p.passive),
        "past": float(p.tense == "past"),
        "perfect": float(p.aspect == "perfect"),
        "progressive": float(p.aspect == "progressive"),
        "modal": float(bool(p.modal)),
        "actor": float(bool(draft.actors)),
        "recipient": float(bool(draft.recipients)),
        "both": float(bool(draft.actors) and bool(draft.recipients)),
        "actor_known": float(known(draft.actors)),
        "recipient_known": float(known(draft.sides)),
        "actor_named": float(any(one.name for one in draft.actors)),
        "public": float(any(one.sector not in PRIVATE_SECTORS or (one.country and not one.sector) for one in sides)),
        "fallback": float(mention.fallback),
        "dated": float(draft.when.basis not in ("none", "publication")),
        "placed": float(draft.place is not None),
        "quoted": float(draft.attribution.kind != "reporter"),
        "many": float(noun and sentence.xpos[token] == "NNS"),
        "definite": float(noun and draft.definite),
        "counted": float(noun and any(sentence.deps[c] == "nummod" for c in sentence.children[token])),
        "owned": float(noun and any(sentence.deps[c] == "nmod:poss" for c in sentence.children[token])),
        "presupposed": float(noun and has(clauses.preposition(token), "presupposing_preposition")),
        "lead": float(sentence.index <= 1),
        "acts": min(sum(acts.values()), MANY) / MANY,
        "acts_here": float(acts.get(sentence.index, 0) > 0),
        "acts_beside": float(acts.get(sentence.index - 1, 0) > 0 or acts.get(sentence.index + 1, 0) > 0),
        "nations": float("GPE" in named or "NORP" in named),
        "persons": float("PERSON" in named),
        "passive_type": float(draft.type in PASSIVE_TYPES),
        "personal": float(any(has(one.text.lower(), "personal_pronoun") for one in sides)),
    }
    found |= {f"code_{code}": 1.0 for code in codes}
    found |= {f"first_{codes[0]}_{draft.type}": 1.0}
    found[f"type_{draft.type}"] = 1.0
    if noun:
        found[f"dep_{sentence.deps[token].split(':')[0]}"] = 1.0
    return found
