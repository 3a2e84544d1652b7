"""Which phrase fills a side: of a controlled clause, an inquiry, a fight, an invasion, a clause about those held."""

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch


def rows_of(text, **fields):
    """Return the events of a text through all stages."""
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, **fields)
    [done] = process_batch([record], settings=Settings())
    return done.events


SLOTS = [
    # who stands between a verb and the clause below it does what that says
    ("Ana Soto called for Chad to pull out of the valley.", "REQUEST", ["Ana Soto"], ["Chad"]),
    ("The envoy called on the rebels to disarm.", "REQUEST", ["The envoy"], ["the rebels"]),
    ("The agency quoted a colonel as denying the charges.", "REJECT", ["a colonel"], []),
    ("A newspaper cites the mayor as rejecting the plan.", "REJECT", ["the mayor"], []),
    # whom an inquiry asks about
    ("Prosecutors are investigating whether a guard took bribes.", "ACCUSE", ["Prosecutors"], ["a guard"]),
    ("Police are investigating how the fire started.", "ACCUSE", ["Police"], []),
    # talks are held by those who talk
    ("Chad and Mali are holding talks mediated by Oman.", "CONSULT", ["Chad", "Mali"], []),
    # those who hold somebody have arrested him
    ("Italian police freed a sailor arrested in Bari on Monday.", "COERCE", ["Italian police"], ["a sailor"]),
    ("A court charged two bakers detained in a raid on Monday.", "COERCE", ["A court"], ["two bakers"]),
    ("A bishop praised a sailor arrested in Bari on Monday.", "COERCE", [], ["a sailor"]),
    # a country before its invasion has not invaded anybody
    ("Veterans recalled the Finland invasion of 1990.", "ASSAULT", [], ["Finland"]),
    ("The ministry condemned the Finland invasion.", "ACCUSE", ["The ministry"], []),
    # a day is no subject
    (
        "The mayor ordered a curfew after a militant raid late Friday wounded six bakers.",
        "ASSAULT",
        ["militant"],
        ["six bakers"],
    ),
    ("The king left after an insurgent attack early Monday killed two nuns.", "ASSAULT", ["insurgent"], ["two nuns"]),
    # who dies in a fight was killed by the other side of it
    ("Six soldiers were killed in clashes with militants near Van.", "ASSAULT", ["militants"], ["Six soldiers"]),
    ("The gunman died in a shootout with police in Leeds.", "ASSAULT", ["police"], ["The gunman"]),
    # nobody demonstrates against whose speech it is during
    ("Students held a protest during the summer holidays.", "PROTEST", ["Students"], []),
    # those whom a clause describes are somebody, whoever was told of before
    ("Norway's minister accused those involved of treason.", "ACCUSE", ["Norway's minister"], ["those"]),
    ("The Green Party quit the coalition over the budget.", "RETREAT", ["The Green Party"], ["the coalition"]),
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), SLOTS)
def test_who_fills_the_sides(model, text, kind, actors, recipients):
    found = [e for e in rows_of(text, date="2019-03-04") if e.event_type == kind]
    assert ([p.text for p in found[0].actors], [p.text for p in found[0].recipients]) == (actors, recipients)


def test_a_counterpart_holds_the_office_of_whose_he_is(model):
    for text, country, sector in (
        ("Norway's foreign minister met his Danish counterpart in Oslo on Monday.", "DNK", "GOV"),
        ("The Kenyan army chief phoned his Ugandan counterpart on Monday.", "UGA", "MIL"),
    ):
        [event] = rows_of(text, date="2019-03-04")
        assert [(p.country, p.sector) for p in event.recipients] == [(country, sector)]


def test_states_of_a_body_are_no_troops(model):
    for who in ("NATO countries", "NATO members"):
        [event] = rows_of(f"{who} urged Russia to withdraw.", date="2019-03-04")
        assert [(p.text, p.sector == "MIL") for p in event.actors] == [(who, False)]
