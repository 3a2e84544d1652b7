"""Merging within an article: mentions of one happening become one event.

The decision is structural: type family, parties, place, date, harm, syntax and definite reference; never the overlap of
words between sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.facets.attachment import offset_of
from transforms.words.classes import word_class

SINGLE_VICTIM_MODES = frozenset({"abduct"})
WARS = word_class("war_word")
BATTLES = word_class("battle_word")
SEQUENCE = frozenset({"then", "subsequently", "afterwards", "afterward"})
LATER = (" later", " afterwards", " afterward")
NEXT = 1
"""Sentences back in which "then" makes an act another one than those before it."""
REACH = 40
"""Sentences between two mentions of one event; a later one is a new report."""
ENOUGH, ENOUGH_FORCE = 0.8, 0.7
"""Affinity from which two mentions are of one event; attacks are told again in other words more than other acts."""
PARTNERS = 6
"""Mentions after one that are asked whether they are the same act, so that the cost stays linear."""
WITNESSES = 60
"""Latest mentions of an event that are asked whether another is one of it, so that the cost stays linear."""


def cluster(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Group the drafts of an article, in text order, into events; each group is in text order."""
    groups: list[list[Draft]] = []
    open_: dict[str, list[int]] = {}
    for position, draft in enumerate(drafts):
        same = partners(draft, drafts[position + 1 : position + 1 + PARTNERS])
        best: tuple[float, int] | None = None
        near = [i for i in open_.get(draft.type, ()) if draft.sentence.index - groups[i][-1].sentence.index <= REACH]
        for index in near:
            group = groups[index][-WITNESSES:]
            value = max(affinity(other, draft) for other in group)
            if value < (ENOUGH_FORCE if draft.type == "ASSAULT" else ENOUGH) or (best is not None and value < best[0]):
                continue
            if not any(conflict(other, draft) or any(by_others(other, one) for one in same) for other in group):
                best = (value, index)
        if best is None:
            near.append(len(groups))
            groups.append([draft])
        else:
            groups[best[1]].append(draft)
        open_[draft.type] = near
    return groups


def partners(draft: Draft, following: Sequence[Draft]) -> list[Draft]:
    """Return the mentions after one in its sentence that tell who did or suffered the same act: that is told of it too.

    "One man was killed in police firing" is no part of what a mob did before.
    """
    index = draft.sentence.index
    known = (d for d in following if d.victim_parties or (d.actors and not draft.actors))
    near = (d for d in known if d.sentence.index == index and d.type == draft.type)
    return [d for d in near if same_act(draft, d)]


def conflict(first: Draft, second: Draft) -> bool:
    """Say whether two drafts cannot be one event: another type, other named parties, another day or town."""
    if first.type != second.type or follows(first, second) or follows(second, first):
        return True
    if {first.mode, second.mode} & SINGLE_VICTIM_MODES and first.mode != second.mode:
        return True
    if (first.status == "negated") != (second.status == "negated") or arms_differ(first, second):
        return True
    if first.sentence.index == second.sentence.index and same_act(first, second):
        return False
    if first.sentence.index == second.sentence.index and another(first, second):
        return True
    if first.people & second.people and exact_toll(first) and exact_toll(second):
        return False
    if first.type != "ASSAULT" and agreement(first.actors, second.actors) < 0:
        return True
    if first.type == "ASSAULT":
        if rivals(first.actors, second.actors):
            return True
        if scale(first) != scale(second):
            return True
        if others_hurt(first, second):
            return True
        if things_differ(first, second) or tolls_differ(first, second):
            return True
    elif agreement(first.recipients, second.recipients) < 0:
        return True
    return days_differ(first, second) or towns_differ(first, second)


SHOTS = frozenset({"shoot", "fire", "shooting", "firing", "gunfire", "gunshot"})
GUNS = frozenset({"firearms", "heavy-weapons", "aerial", "drone"})


def arms_differ(first: Draft, second: Draft) -> bool:
    """Say whether one draft tells of blades, stones or clubs and the other of guns: "stabbed" and "police fired"."""
    if first.sentence.index == second.sentence.index:
        return False
    shot = [d.mode in GUNS or (d.mode is None and d.trigger_lemma in SHOTS) for d in (first, second)]
    return (first.mode == "primitive" and shot[1]) or (second.mode == "primitive" and shot[0])


def follows(first: Draft, second: Draft) -> bool:
    """Say whether the second act is told as the next one in a row: "days later", "then launched attacks of its own"."""
    sentence, token, when = second.sentence, second.trigger_token, second.when
    counted = first.sentence.index == sentence.index and when.text_start is not None and when.text_end is not None
    if counted and first.trigger_token in offset_of(sentence, when.text_start or 0, when.text_end or 0):
        return True
    if own_act(second) and first.sentence.index < sentence.index:
        return True
    if first.sentence.index > sentence.index or sentence.index - first.sentence.index > NEXT or first is second:
        return False
    if first.sentence.index == sentence.index and first.trigger_token > token:
        return False
    if when.basis == "anchored" and (when.text or "").lower().endswith(LATER):
        return True
    return any(
        sentence.words[c].lower() in SEQUENCE and sentence.deps[c] == "advmod" and c < token
        for c in sentence.children[token]
    )


def another(first: Draft, second: Draft) -> bool:
    """Say whether one sentence names two acts by one noun, the later one as new: "the attack led to an attack"."""
    earlier, later = sorted((first, second), key=_position)
    if earlier.trigger_lemma != later.trigger_lemma or later.predicate_pos != "n" or not later.told:
        return False
    return earlier.trigger_token != later.trigger_token and not later.definite_noun


def _position(draft: Draft) -> int:
    return draft.trigger_token


def own_act(draft: Draft) -> bool:
    """Say whether an act is told as an answer in kind: "attacks of their own", "its own attacks"."""
    sentence, token = draft.sentence, draft.named_token
    near = (c for child in sentence.children[token] for c in (child, *sentence.children[child]))
    return any(sentence.lemmas[c] == "own" for c in near)


def scale(draft: Draft) -> int:
    """Return 2 for words for a whole war or wave of violence, 1 for fighting between forces, 0 for a single act.

    A war is not the murder that happens in it, and a battle is no assassination.
    """
    lemma = draft.trigger_lemma
    return 2 if lemma in WARS else 1 if lemma in BATTLES else 0


def affinity(first: Draft, second: Draft) -> float:
    """Return how much speaks for one event; 1 is enough."""
    value = 0.0
    for _, weight in evidence(first, second):
        value += weight
    return value


def evidence(first: Draft, second: Draft) -> tuple[tuple[str, float], ...]:
    """Return what speaks for one event of two mentions, the later one second, with its weights."""
    distance = second.sentence.index - first.sentence.index
    if first.type != second.type or distance > REACH:
        return ()
    if distance == 0 and same_act(first, second):
        return (("one act in one clause", 2.0),)
    if distance == 0 and first.type != "ASSAULT":
        return (("same actors and recipients", 1.0),) if _same_roles(first, second) else ()
    verb = first.trigger_lemma == second.trigger_lemma
    mode = bool(first.mode and first.mode == second.mode)
    found = [
        ("same actors", 0.5 * (agreement(first.actors, second.actors) > 0)),
        ("same people hurt", 0.8 * (agreement(first.told, second.told) > 0)),
        ("distance", -0.01 * distance),
        (" and ".join(["same word"] * verb + ["same mode"] * mode), 0.3 * verb + 0.3 * mode),
        ("definite noun", 0.7 * second.definite_noun),
    ]
    if first.type == "ASSAULT":
        found += attack_evidence(first, second, distance)
    here, there = first.place, second.place
    same_place = here and there and here.geonameid and here.geonameid == there.geonameid
    found.append(("same place", 0.2 if same_place else 0.0))
    return tuple((name, weight) for name, weight in found if weight)


def attack_evidence(first: Draft, second: Draft, distance: int) -> list[tuple[str, float]]:
    """Return what speaks for one attack; ``distance``: sentences from the first mention to the second."""
    found = [
        ("same names", 0.8 * bool(first.people & second.people)),
        ("same toll", 0.9 * same_toll(first, second)),
    ]
    if not second.told and not second.targets:
        found.append(("second says nobody hit", 0.6))
    elif not first.told and not first.targets:
        found.append(("first says nobody hit", 0.4))
    if distance == 0:
        found.append(("one sentence", 0.5))
    elif distance <= 2:
        found.append(("near", 0.2))
    if first.mode == second.mode == "abduct" and _shared_countries(first, second):
        found.append(("abducted of one country", 0.4))
    same_day = first.when.basis in EXACT and first.when.start == second.when.start
    found.append(("same day", 0.3 * same_day))
    return found


EXACT = ("explicit", "weekday", "relative")


def _shared_countries(first: Draft, second: Draft) -> bool:
    return bool({p.country for p in first.hurt if p.country} & {p.country for p in second.hurt if p.country})


def exact_toll(draft: Draft) -> int:
    """Return how many people a draft says were killed, 0 where it gives no exact number."""
    killed = [h for h in draft.harm if h.harm == "killed" and not h.cumulative and h.part_of is None]
    if not killed or any(h.low is None or h.low != h.high for h in killed):
        return 0
    return sum(h.low or 0 for h in killed)


def same_toll(first: Draft, second: Draft) -> bool:
    """Say whether both drafts tell the same exact number of dead, more than one, of the same countries."""
    return exact_toll(first) == exact_toll(second) > 1 and _shared_countries(first, second)


def tolls_differ(first: Draft, second: Draft) -> bool:
    """Say whether the drafts kill other numbers of people, who are called something else."""
    a, b = exact_toll(first), exact_toll(second)
    if min(a, b) < 1 or a == b or first.sentence.index == second.sentence.index:
        return False
    return not {_head(p) for p in first.told} & {_head(p) for p in second.told}


def people_differ(first: Draft, second: Draft) -> bool:
    """Say whether both drafts name the people they hurt and name other people."""
    return bool(first.people and second.people and not first.people & second.people)


def others_hurt(first: Draft, second: Draft) -> bool:
    """Say whether both drafts tell who was hurt and it was others, by name or country."""
    return people_differ(first, second) or nations_differ(first, second)


def by_others(first: Draft, second: Draft) -> bool:
    """Say whether two acts were done to others, or by others who exclude one another."""
    return others_hurt(first, second) or rivals(first.actors, second.actors)


def nations_differ(first: Draft, second: Draft) -> bool:
    """Say whether both drafts kill or wound people of a country and the countries are others."""
    a, b = ({p.country for p in d.victim_parties} for d in (first, second))
    return bool(a and b) and None not in a | b and not a & b


def things_differ(first: Draft, second: Draft) -> bool:
    """Say whether both drafts hit things and they are other things."""
    if not first.targets or not second.targets:
        return False
    a = {t.text.lower().split()[-1].rstrip("s") for t in first.targets}
    b = {t.text.lower().split()[-1].rstrip("s") for t in second.targets}
    return not a & b


def same_act(first: Draft, second: Draft) -> bool:
    """Say whether one predicate is what the other leads to or is its subject: "attacked X, killing two"."""
    sentence = first.sentence
    a, b = first.trigger_token, second.trigger_token
    if sentence.heads[b] == a and sentence.deps[b] in (
        "advcl",
        "xcomp",
        "nsubj",
        "nsubj:pass",
        "obl",
        "obl:agent",
        "nmod",
        "acl",
        "obj",
        "appos",
        "acl:relcl",
    ):
        return True
    if sentence.heads[a] == b and sentence.deps[a] in (
        "nsubj",
        "advcl",
        "obl",
        "obl:agent",
        "nsubj:pass",
        "obj",
        "xcomp",
    ):
        return True
    if (
        sentence.deps[b] == "conj"
        and sentence.heads[b] in (a, sentence.heads[a])
        and {first.trigger_lemma, second.trigger_lemma} & HARM_VERBS
    ):
        return agreement(first.actors, second.actors) >= 0
    return False


HARM_VERBS = frozenset({"kill", "wound", "injure", "destroy", "maim"})


def _same_roles(first: Draft, second: Draft) -> bool:
    return agreement(first.actors, second.actors) > 0 and agreement(first.recipients, second.recipients) > 0


def agreement(first: Sequence[Party], second: Sequence[Party]) -> int:
    """Return 1 if two casts share a party, -1 if both are told and different, 0 if one is not told."""
    if not first or not second:
        return 0
    for a in first:
        for b in second:
            if same_party(a, b):
                return 1
    told = all(_told(p) for p in first) and all(_told(p) for p in second)
    return -1 if told else 0


STATE = frozenset({"MIL", "COP", "GOV", "SPY", "JUD", "LEG"})
AGAINST_STATE = frozenset({"REB", "CRM", "UAF", "PRM", "OPP", "CVL"})


def rivals(first: Sequence[Party], second: Sequence[Party]) -> bool:
    """Say whether two casts of attackers exclude each other: other names, other countries, the state and its enemies.

    "Guerrillas", "the rebels" and the name of their group are no rivals, though no word is shared.
    """
    if agreement(first, second) > 0 or not first or not second:
        return False
    names = [{p.name for p in participants if p.name} for participants in (first, second)]
    if all(names) and not names[0] & names[1]:
        return True
    countries = [{p.country for p in participants if p.country} for participants in (first, second)]
    if all(countries) and not countries[0] & countries[1]:
        return True
    sides = [{p.sector for p in participants if p.sector} for participants in (first, second)]
    return any(a and b and a <= STATE and b <= AGAINST_STATE for a, b in (sides, sides[::-1]))


NEW = ("a ", "an ", "another ", "other ")


def introduced(earlier: Party, later: Party) -> bool:
    """Say whether a later phrase brings in another of the kind that an earlier one named: "Camp Taji" ... "a base"."""
    names = [w for w in earlier.text.split()[:-1] if w[:1].isupper() and not w.isupper()]
    return bool(names) and earlier.start < later.start and later.text.lower().startswith(NEW)


def same_party(a: Party, b: Party) -> bool:
    """Say whether two parties are one: the same name, or the same head word without contradiction of country."""
    if a.name and b.name:
        return a.name == b.name
    if a.country and b.country and a.country != b.country:
        return False
    if a.start == b.start and a.end == b.end:
        return True
    if introduced(a, b) or introduced(b, a):
        return False
    return bool(_head(a)) and _head(a) == _head(b)


def _head(party: Party) -> str:
    words = party.text.lower().split(" of ")[0].split()
    return words[-1].rstrip("s") if words else ""


def _told(party: Party) -> bool:
    return bool(party.name or party.country) and party.text.lower() not in word_class("pronoun")


def days_differ(first: Draft, second: Draft) -> bool:
    """Say whether both drafts have an exact day of their own and the days are apart."""
    a, b = first.when, second.when
    told = ("explicit", "weekday", "relative", "anchored")
    if a.basis not in told or b.basis not in told or not a.start or not b.start or not a.end or not b.end:
        return False
    return a.end < b.start or b.end < a.start


def towns_differ(first: Draft, second: Draft) -> bool:
    """Say whether both drafts have a town in their own clause and the towns differ."""
    a, b = first.place, second.place
    if a is None or b is None or a.basis != "clause" or b.basis != "clause":
        return False
    fine = ("site", "city")
    return a.precision in fine and b.precision in fine and a.geonameid != b.geonameid and a.name != b.name
