"""Places with their cues, dates with the rule that read them."""

from __future__ import annotations

from schemas.article import DateMention
from schemas.document import Document
from transforms.explain.accounts import DateAccount, PlaceAccount
from transforms.explain.parts import in_document
from transforms.extract import Coded
from transforms.parse.places.judge import ACCEPT
from transforms.parse.places.text import Candidate
from transforms.world.gazetteer import Place


def place_account(candidate: Candidate, coded: Coded, document: Document) -> PlaceAccount:
    """Return a gazetteer name with its cues."""
    accepted = candidate.score >= ACCEPT and candidate.chosen is not None
    chosen = candidate.chosen
    others = [place for place in candidate.places if place is not chosen][:4]
    return PlaceAccount(
        text=candidate.text,
        start=candidate.start,
        accepted=accepted,
        score=round(candidate.score, 3),
        enough=ACCEPT,
        cues=tuple((cue, candidate.weights.get(cue)) for cue in dict.fromkeys(candidate.cues)),
        resolved=place_name(chosen) if chosen is not None else None,
        candidates=tuple(place_name(place) for place in others),
        of_events=tuple(
            f"{event.trigger} ({event.place.basis})"
            for event in coded.events
            if event.place is not None and in_document(event, event.place.start, document) == candidate.start
        ),
    )


def place_name(place: Place) -> str:
    """Return name, division and country of a place of the gazetteer."""
    return ", ".join(filter(None, (place.name, place.admin1, place.country)))


def date_account(date: DateMention, rule: str, coded: Coded, document: Document) -> DateAccount:
    """Return a date expression with its rule and the events that it dates."""
    return DateAccount(
        text=date.text,
        start=date.start,
        value=date.value,
        basis=date.basis,
        rule=rule,
        of_events=tuple(
            event.trigger for event in coded.events if in_document(event, event.date_text_start, document) == date.start
        ),
    )
