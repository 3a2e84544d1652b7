"""How real an act is told to be, in sentences: what is kept from being done, refused, or told beside a refusal."""

import pytest


@pytest.fixture(scope="module")
def told(code):
    """Return a function from a text and a trigger to type and status of the event that the trigger tells."""

    def run(text, trigger):
        (events,) = code(text)
        (event,) = [e for e in events if trigger in {m.trigger for m in e.mentions}]
        return event.event_type, event.status

    return run


@pytest.mark.parametrize(
    "text",
    [
        "The court wants to stop ministers being investigated by the police.",
        "The law is there to prevent editors being investigated by the army.",
    ],
)
def test_what_somebody_is_kept_from_was_not_done(told, text):
    assert told(text, "investigated")[1] == "hypothetical"


def test_who_is_stopped_with_a_thing_has_it(told):
    assert told("Police stopped a man accused of murder in Oslo.", "accused")[1] == "occurred"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The government said it was not prepared to negotiate with the rebels.", "prepared"),
        ("Chile was not willing to release the prisoners.", "willing"),
    ],
)
def test_who_is_not_willing_refuses(told, text, trigger):
    assert told(text, trigger) == ("REJECT", "occurred")


def test_a_past_beside_a_refusal_is_told_as_fact(told):
    assert told("The rebels said they would not sign and insisted on changes.", "insisted") == ("REQUEST", "occurred")
