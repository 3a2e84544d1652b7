import pytest

from transforms.parse.annotate import annotate
from transforms.parse.language.model import load


def parsed(text):
    (document,) = annotate([text], load())
    return document.sentences[0]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Officers found a 27-year-old man shot in the leg.", "man"),
        ("Man shot, killed in Eastfield", "Man"),
        ("Girl shot at party dies", "Girl"),
    ],
)
def test_who_was_shot_is_not_the_modifier_of_a_noun(text, person):
    sentence = parsed(text)
    shot, man = sentence.words.index("shot"), sentence.words.index(person)
    assert (sentence.upos[shot], sentence.lemmas[shot]) == ("VERB", "shoot")
    assert (sentence.deps[shot], sentence.heads[shot]) == ("acl", man) or sentence.heads[man] == shot


def test_every_token_still_reaches_the_root():
    sentence = parsed("Police found the young store clerk shot and two men dead.")
    for token in range(len(sentence)):
        above = [token, *sentence.ancestors(token)]
        assert sentence.heads[above[-1]] == above[-1]


def test_a_warning_shot_stays_a_noun():
    sentence = parsed("The guard heard a gun shot behind the house.")
    assert sentence.upos[sentence.words.index("shot")] == "NOUN"
