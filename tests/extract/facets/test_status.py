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


@pytest.mark.parametrize(
    "text",
    [
        "The commission is responsible for arresting smugglers at sea.",
        "The border unit is responsible for detaining poachers.",
        "Officers warned that gangs could attack Lima.",
        "The general warned that rebels might attack Goma.",
    ],
)
def test_duties_and_what_others_could_do_are_no_acts(code, text):
    assert all(event.status != "occurred" for event in code(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        "Finnish soldiers arrived in Goma on Monday to deliver food to refugees.",
        "A Chilean ship docked in Lima on Monday to deliver food to hospitals.",
    ],
)
def test_who_arrives_to_deliver_delivers(code, text):
    assert [(event.event_type, event.status) for event in code(text)[0]] == [("AID", "occurred")]
