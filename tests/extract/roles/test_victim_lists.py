"""Lists of victims by name."""

import pytest


def victims(events):
    return {(victim.text, victim.harm) for event in events for victim in event.victims}


@pytest.mark.parametrize(
    ("text", "names", "harm"),
    [
        (
            "A bomb exploded at a bank in Lima. The injured were 19-year-old Luis Ramirez, a student; Pedro Rojas, 30; "
            "and Hugo Morales, 40.",
            {"Luis Ramirez", "Pedro Rojas", "Hugo Morales"},
            "wounded",
        ),
        (
            "Gunmen killed two students in Lima. The victims were identified as Silvia Rojas and Victor Rodriguez.",
            {"Silvia Rojas", "Victor Rodriguez"},
            "killed",
        ),
        (
            "Armed men kidnapped three Europeans in Lima. Those kidnapped are Luis Rossi, 35, from Italy; "
            "Robert Martin, 52, from France; and Maria Lopez, from Spain.",
            {"Luis Rossi", "Robert Martin", "Maria Lopez"},
            "abducted",
        ),
    ],
)
def test_lists_name_the_victims_of_the_act_told_before(code, text, names, harm):
    (events,) = code(text)
    assert {(name, harm) for name in names} <= victims(events)


def test_who_speaks_for_the_victims_is_none(code):
    (events,) = code("Gunmen killed two students in Lima. The victims were taken to the hospital by doctor Juan Lopez.")
    assert all("Lopez" not in text for text, _ in victims(events))


def test_list_without_an_act_names_nobody(code):
    (events,) = code("The injured were Luis Ramirez and Pedro Rojas.")
    assert not victims(events)
