"""Contexts come from the sentence and those beside it, ranked, at most three."""

from transforms.extract.facets.context import MOST, context_hits, contexts_of

BEFORE = "The court heard the judge and the lawyer. "
OWN = "Police arrested the drug traffickers near the border. "
AFTER = "The church and the mosque were closed. "
TEXT = BEFORE + OWN + AFTER + "An earthquake hit the hospital."


def spans():
    end = len(BEFORE)
    return [(end, end + len(OWN)), (0, end), (end + len(OWN), len(BEFORE + OWN + AFTER))]


def test_words_of_the_sentence_come_first_and_three_are_kept():
    found = contexts_of(context_hits(TEXT), spans(), "COERCE", "arrest")
    assert len(found) == MOST
    assert set(found) <= {"illegal_drugs", "trafficking", "territory", "legal"}
    assert "religion_ethnicity" not in found
    assert "disasters" not in found


def test_a_sentence_without_words_takes_those_of_its_neighbours():
    hits = context_hits("The army attacked. It went on. Voters went to the polls in the election.")
    assert contexts_of(hits, [(19, 30), (0, 18), (31, 80)], "ASSAULT", None) == ("election", "military")


def test_a_mode_that_brings_a_context_puts_it_first():
    found = contexts_of(context_hits(TEXT), spans(), "COERCE", "cyber")
    assert found[0] == "cyber"
    assert len(found) == MOST


def test_an_event_has_three_contexts_at_most(code):
    (events,) = code(
        "The army, the court, the church, the hospital and the parliament condemned the attack of rebels on oil fields "
        "near the border during the election, and police arrested five drug traffickers and hackers in Lima."
    )
    assert events
    assert all(len(event.contexts) <= MOST for event in events)
