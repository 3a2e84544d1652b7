"""Names in text in capitals."""


def names(parse, text):
    return {(name.text, name.label) for name in parse(text).entities}


def test_bodies_of_state_are_organisations_in_capitals(parse):
    found = names(
        parse, "THE SALVADORAN ARMY AND THE NATIONAL GUARD SAID YESTERDAY THAT THE REBELS HAD FLED TO THE HILLS."
    )
    assert {("SALVADORAN ARMY", "ORG"), ("NATIONAL GUARD", "ORG")} <= found


def test_callings_and_days_are_no_part_of_a_name(parse):
    found = names(parse, "GUNMEN KILLED BANKER RAMIRO CASTILLO LOVE AND STUDENT MARIO FLORES YESTERDAY IN THE CAPITAL.")
    assert {("RAMIRO CASTILLO LOVE", "PERSON"), ("MARIO FLORES", "PERSON")} <= found


def test_armed_groups_are_known_by_their_full_names(parse):
    found = names(parse, "MEMBERS OF THE FARABUNDO MARTI NATIONAL LIBERATION FRONT ATTACKED THE POST AT DAWN.")
    assert ("FARABUNDO MARTI NATIONAL LIBERATION FRONT", "ORG") in found


def test_car_is_no_country_in_capitals(parse):
    assert not names(parse, "A CAR BOMB EXPLODED NEAR THE MARKET AND BURNED THREE SHOPS TO THE GROUND.")
