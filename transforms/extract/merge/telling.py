"""What some mentions of one act tell together, for the comparison with others."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from schemas.event import EventPlace, Party
from schemas.records import HarmMention
from transforms.extract.draft import Draft
from transforms.extract.merge.compare import FINE, Toll
from transforms.extract.merge.likeness import Participants, participants, thing_words
from transforms.extract.rows import OWN_DATE, OWN_PLACE, best_date, best_place
from transforms.words.classes import word_class

WARS = word_class("war_word")
BATTLES = word_class("battle_word")
FURTHER = word_class("further_word")
OTHER = word_class("other_word")
TOLD_DATE = frozenset({"explicit", "relative"})
WORDED = TOLD_DATE | {"weekday"}


class Day(msgspec.Struct, frozen=True):
    """The days of one mention."""

    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    date_basis: str


class Telling(msgspec.Struct, frozen=True):
    """Some mentions of one act: the best told values, and the sets of those that may exclude another act."""

    drafts: tuple[Draft, ...]
    """In text order."""
    article_id: str
    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    date_basis: str
    historical: bool
    place: EventPlace | None
    mode: str | None
    actors: Participants
    targets: Participants
    things: frozenset[str]
    means: frozenset[str]
    killed: Toll | None
    wounded: Toll | None
    cumulative: bool
    doers: tuple[Party, ...]
    sufferers: tuple[Party, ...]
    people: frozenset[str]
    """Last names of those hit, in lower case."""
    lemmas: frozenset[str]
    modes: frozenset[str]
    scales: frozenset[int]
    days: tuple[Day, ...]
    """Days that the text gives as such: no weekdays, none counted from another act."""
    dated: frozenset[str]
    """Words of the dates that the text tells of the act, weekdays included, in lower case."""
    towns: tuple[EventPlace, ...]
    """Towns that clauses of the act name."""
    lands: frozenset[str]
    """Countries of the places that clauses of the act name."""
    hits: bool
    """Somebody or something is told that was hit."""

    @property
    def type(self) -> str:
        """The type of the act."""
        return self.drafts[0].type

    @property
    def first(self) -> int:
        """The sentence of the first mention."""
        return self.drafts[0].sentence.index

    @property
    def last(self) -> int:
        """The sentence of the last mention."""
        return self.drafts[-1].sentence.index

    @property
    def own_date(self) -> bool:
        """Whether the text dates it."""
        return self.date_basis in OWN_DATE

    @property
    def own_place(self) -> bool:
        """Whether its place stands in its clause or sentence."""
        return self.place is not None and self.place.basis in OWN_PLACE

    @property
    def known(self) -> bool:
        """Whether the act is named as known ("the attack")."""
        return any(draft.definite_noun for draft in self.drafts)

    @property
    def negated(self) -> bool:
        """Whether it is told as not having happened."""
        return any(draft.status == "negated" for draft in self.drafts)


def telling(drafts: Sequence[Draft], published: datetime.date | None = None) -> Telling:
    """Return what mentions of one act, in text order, tell together."""
    when, harm = best_date(drafts), [h for d in drafts for h in d.harm]
    doers = tuple(p for d in drafts for p in d.actors)
    sufferers = tuple(p for d in drafts for p in d.told if p in d.sides or p in d.victim_parties)
    places = [d.place for d in drafts if d.place is not None]
    own = [h for h in harm if not h.cumulative]
    killed, wounded = toll(own, "killed"), toll(own, "wounded")
    return Telling(
        drafts=tuple(drafts),
        article_id="",
        date_start=when.start,
        date_end=when.end,
        date_precision=when.precision,
        date_basis=when.basis,
        historical=when.historical(published),
        place=best_place(drafts),
        mode=next((d.mode for d in drafts if d.mode), None),
        actors=participants(doers),
        targets=participants(sufferers),
        things=thing_words([t for d in drafts for t in d.targets]),
        means=frozenset(t.kind for d in drafts for t in d.means),
        killed=killed,
        wounded=wounded,
        cumulative=bool(harm) and not own,
        doers=doers,
        sufferers=sufferers,
        people=frozenset(name for d in drafts for name in d.people),
        lemmas=frozenset(d.trigger_lemma for d in drafts),
        modes=frozenset(d.mode for d in drafts if d.mode),
        scales=frozenset(scale(d) for d in drafts),
        days=tuple(day(d) for d in drafts if d.when.basis in TOLD_DATE),
        dated=frozenset((d.when.text or "").lower() for d in drafts if d.when.basis in WORDED),
        towns=tuple(place for place in places if place.basis == "clause" and place.precision in FINE),
        lands=frozenset(p.country for p in places if p.basis == "clause" and p.country),
        hits=bool(killed or wounded or any(map(hits, drafts))),
    )


def day(draft: Draft) -> Day:
    """Return the days of a mention."""
    when = draft.when
    return Day(when.start, when.end, when.precision, when.basis)


def hits(draft: Draft) -> bool:
    """Say whether a mention tells somebody or something that was hit."""
    return bool(draft.told or draft.targets)


def toll(harm: Sequence[HarmMention], kind: str) -> Toll | None:
    """Return the range of the toll that the sentence with the highest one tells: from its least figure to their sum.

    A sentence may tell a toll twice, or in parts.
    """
    told: dict[int, list[HarmMention]] = {}
    for one in harm:
        if one.harm == kind and one.low and one.part_of is None:
            told.setdefault(one.sentence, []).append(one)
    ranges = [
        (sum(one.high or one.low or 0 for one in figures), min(one.low or 0 for one in figures))
        for figures in told.values()
    ]
    high, low = max(ranges, default=(0, 0))
    return (low, max(low, high)) if low else None


def scale(draft: Draft) -> int:
    """Return 2 for words for a whole war or wave of violence, 1 for fighting between forces, 0 for a single act.

    A war is not the murder that happens in it, and a battle is no assassination.
    """
    lemma = draft.trigger_lemma
    return 2 if lemma in WARS else 1 if lemma in BATTLES else 0


def is_further(draft: Draft) -> bool:
    """Say whether an act is told as one more: "also killed two", "Meanwhile shells hit the town"."""
    sentence, token = draft.sentence, draft.trigger_token
    if any(word.lower() in FURTHER for word in sentence.words[:1]):
        return True
    named = draft.named_token
    counted = sentence.heads[named] if sentence.deps[named] == "nmod" else named
    nouns = {named, counted} if sentence.lemmas[counted].lower() in word_class("transparent") else {named}
    if sentence.upos[named] == "NOUN" and any(
        sentence.words[c].lower() in OTHER and sentence.deps[c] in ("det", "amod")
        for noun in nouns
        for c in sentence.children[noun]
    ):
        return True
    heads = [token, sentence.heads[token]] if draft.predicate_pos == "n" else [token]
    return any(
        sentence.words[c].lower() in FURTHER and sentence.deps[c] == "advmod"
        for head in heads
        for c in sentence.children[head]
    )
