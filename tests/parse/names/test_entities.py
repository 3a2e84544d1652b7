"""Names: the model's and the lists' combined."""

import pytest

from transforms.parse.annotate import annotate
from transforms.parse.names import gazetteer
from transforms.parse.names.article_names import is_cased
from transforms.parse.names.entities import combine
from transforms.world.names import given_names


def names(model, text):
    return {(n.text, n.label) for n in annotate([text], model)[0].entities}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rockets hit Taji Air Base north of Baghdad.", {("Taji Air Base", "FAC"), ("Baghdad", "GPE")}),
        ("Students left the University of Gaza on Monday.", {("University of Gaza", "ORG")}),
        ("The Ministry of Defence denied it.", {("Ministry of Defence", "ORG")}),
        ("Syrian troops crossed the Euphrates River.", {("Syrian", "NORP"), ("Euphrates River", "LOC")}),
        ("Foreign Minister Javad Zarif spoke in Geneva.", {("Javad Zarif", "PERSON"), ("Geneva", "GPE")}),
        ("The West Bank was quiet, the World Bank said.", {("West Bank", "LOC"), ("World Bank", "ORG")}),
        (
            "TEN POLICEMEN DIED IN SAN SALVADOR, GENERAL CARLOS RAMIREZ SAID.",
            {("SAN SALVADOR", "GPE"), ("CARLOS RAMIREZ", "PERSON")},
        ),
        ("the united nations condemned the attack in somalia.", {("united nations", "ORG"), ("somalia", "GPE")}),
        ("He told us that the US would act.", {("US", "GPE")}),
        ("Soldiers of the 82nd Airborne Division left on Monday.", {("82nd Airborne Division", "ORG")}),
        ("Police stormed the al-Noor Mosque in Lahore.", {("al-Noor Mosque", "FAC"), ("Lahore", "GPE")}),
        ("The Kurdistan Workers' Party denied it.", {("Kurdistan Workers' Party", "ORG")}),
        ("On Monday the Coalition struck two depots.", {("Coalition", "ORG")}),
        ("Lawmakers in the Senate rejected the budget.", {("Senate", "ORG")}),
        ("He taught at the Harwick School of Nursing.", {("Harwick School of Nursing", "ORG")}),
        ("Parents gathered outside Harwick School.", {("Harwick School", "FAC")}),
        ("We drove from auckland to the coast last week.", {("auckland", "GPE")}),
        ("They carved a mango bowl from a hull.", set()),
        ("Sandeep told Zbigniew that he was late.", {("Sandeep", "PERSON"), ("Zbigniew", "PERSON")}),
        (
            "Oluwaseun Adeyinka sued Yevgenia Dorokhova.",
            {("Oluwaseun Adeyinka", "PERSON"), ("Yevgenia Dorokhova", "PERSON")},
        ),
        ("AIDS kills more people than Islam and Christianity ever did.", set()),
    ],
)
def test_names(model, text, expected):
    assert names(model, text) == expected


def test_a_name_keeps_one_label_in_an_article(model):
    text = "Commander Abu Mahdi al-Barzani was killed. Supporters of Barzani marched. They mourned Barzani on Friday."
    found = [n for n in annotate([text], model)[0].entities if n.text.endswith("Barzani")]
    assert len(found) == 3
    assert {n.label for n in found} == {"PERSON"}


def test_lists_correct_the_label_of_the_model(model):
    sentence = annotate(["Fighters of Hezbollah entered Lebanon."], model)[0].sentences[0]
    known = gazetteer.known(sentence, cased=True)
    assert known == [(2, 3, "ORG"), (4, 5, "GPE")]
    assert combine(sentence, [(2, 3, "PERSON"), (4, 5, "ORG")], known) == known


def test_trimmed_spans(model):
    sentence = annotate(["The Kenyan response angered Colonel Omar Diallo Tuesday."], model)[0].sentences[0]
    spans = [(0, 3, "ORG"), (4, 8, "PERSON")]
    assert combine(sentence, spans, [(1, 2, "NORP")]) == [(1, 2, "NORP"), (5, 7, "PERSON")]


def test_an_office_is_no_part_of_a_name(model):
    sentence = annotate(["Secretary of State Cyrus Vance met a Navy Captain."], model)[0].sentences[0]
    assert combine(sentence, [(2, 5, "ORG"), (7, 9, "ORG")], []) == [(3, 5, "PERSON"), (7, 8, "ORG")]


def test_a_town_after_no_preposition_may_be_a_person(model):
    sentence = annotate(["Lyon said he saw Lyon in Lyon."], model)[0].sentences[0]
    persons, towns = [(0, 1, "PERSON"), (6, 7, "PERSON")], [(0, 1, "GPE"), (6, 7, "GPE")]
    assert combine(sentence, persons, towns) == [(0, 1, "PERSON"), (6, 7, "GPE")]


def test_case_is_believed_only_where_it_tells_something(model):
    texts = ["REBELS KILLED TEN MEN.", "rebels killed ten men there.", "Rebels killed ten men in Goma."]
    assert [is_cased(annotate([t], model)[0].sentences[0]) for t in texts] == [False, False, True]


def test_lists_are_sound():
    assert given_names()["fatima"] == "f"
    assert gazetteer.head_words()["ministry"] == "ORG"
    assert gazetteer.is_country("Burma")
    assert not gazetteer.is_known("")
    assert set(given_names().values()) == {"m", "f", "u"}
