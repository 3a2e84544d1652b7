"""Where words were said: their own clause or a sentence near it tells that, never their topic or another clause."""

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch


@pytest.fixture(scope="module")
def tied(model):
    """Return a function from a text and a trigger to name and basis of the place of the first event told by it."""

    def run(text, trigger):
        data = f"date 2021-06-17 {text}".encode()
        (processed,) = process_batch([RawRecord("a.txt", "0", "text", data=data)], settings=Settings())
        event = next(e for e in processed.events if trigger in {m.trigger for m in e.mentions})
        return (event.place.name, event.place.basis) if event.place else None

    return run


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # what the words are about
        ("The Chilean envoy condemned the attack in Homs on Monday.", "condemned"),
        ("Norway on Monday welcomed a trial of the vaccine in Niger.", "welcomed"),
        ("The premier urged Ghana on Monday to stimulate growth in neighbouring Togo.", "urged"),
        # another act's place, in the sentence before or beside
        ("Rebels shelled a base in Homs on Monday. Norway vowed to retaliate for the raid.", "vowed"),
        ("In Oslo on Monday the king met farmers, while unions accused the cabinet of neglect.", "accused"),
        # of whom something is told
        ("Families of soldiers killed in Basra accused the minister on Monday of lying.", "accused"),
    ],
)
def test_words_are_not_said_where_their_topic_is(tied, text, trigger):
    assert tied(text, trigger) is None


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("At a news conference in Nairobi on Monday, the minister accused the rebels of murder.", "accused", "Nairobi"),
        ("The president told a congress of farmers in Oslo that he rejected the plan.", "rejected", "Oslo"),
        ("Speaking in Harrogate on Monday, the mayor urged the army to leave.", "urged", "Harrogate"),
        ("Rebel leaders in Gao on Monday vowed to continue the fight.", "vowed", "Gao"),
        ("The two ministers signed the treaty on Monday in the Chilean capital, Santiago.", "signed", "Santiago"),
    ],
)
def test_the_own_clause_tells_where_words_are_said(tied, text, trigger, name):
    assert tied(text, trigger) == (name, "clause")


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        (
            "Mr Holm accused the army of fraud. Speaking in Leeds, Mr Holm told unions to wait.",
            "accused",
            "Leeds",
        ),
        (
            "The president told a congress in Oslo to wait. He accused the rebels of fraud.",
            "accused",
            "Oslo",
        ),
    ],
)
def test_a_sentence_beside_tells_where_its_speaker_spoke(tied, text, trigger, name):
    assert tied(text, trigger) == (name, "paragraph")


def test_trials_go_on_where_the_court_is(tied):
    text = "The general is held at a prison in Arusha. He was charged on Monday with murder."
    assert tied(text, "charged") == ("Arusha", "paragraph")


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Farmers in Arequipa have been threatened by rebels since Monday.", "threatened", "Arequipa"),
        ("Police ordered workers on Monday into the basement of a hotel in Vancouver.", "ordered", "Vancouver"),
    ],
)
def test_threats_and_orders_reach_people_where_they_are(tied, text, trigger, name):
    assert tied(text, trigger)[0] == name
