"""The stepwise parser gives what spaCy's own loop gives."""

import pytest
from spacy.tokens import Doc

from transforms.parse.language import greedy
from transforms.parse.language.model import load

TEXTS = (
    "Two gunmen shot dead a police officer near the market in Mosul on Tuesday .",
    "President Ana Duarte said her government would not talk to the rebels .",
    "The minister , who had flown in from Nairobi , accused the army of burning three villages .",
    "No",
    "He left .",
)


def annotated(name: str, *, stepwise: bool) -> list[list[list[int]]]:
    """Return heads, relations and names of the texts."""
    nlp = load().nlp
    docs = [Doc(nlp.vocab, words=text.split()) for text in (*TEXTS, ". .")]
    component = nlp.get_pipe(name)
    for _ in nlp.get_pipe("tok2vec").pipe(docs, batch_size=len(docs)):
        pass
    if stepwise:
        greedy.annotate(component, docs)
    else:
        list(component.pipe(docs, batch_size=len(docs)))
    return [doc.to_array(["HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]).tolist() for doc in docs]


@pytest.mark.parametrize("name", ["parser", "ner"])
def test_stepwise_equals_spacy(name: str) -> None:
    """Heads, relations and names are the same."""
    assert greedy.is_greedy(load().nlp.get_pipe(name))
    assert annotated(name, stepwise=True) == annotated(name, stepwise=False)


def test_other_components_are_left_to_spacy() -> None:
    """Only transition parsers are run this way."""
    assert not greedy.is_greedy(load().nlp.get_pipe("tok2vec"))


def test_empty_documents() -> None:
    """A batch without a token is no error."""
    nlp = load().nlp
    empty = Doc(nlp.vocab)
    greedy.annotate(nlp.get_pipe("parser"), [empty])
    assert len(empty) == 0
