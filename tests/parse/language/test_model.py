"""Loading, and pipelines of another dependency scheme."""

import random

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from transforms.parse.annotate import annotate
from transforms.parse.language import clearnlp
from transforms.parse.language.model import load

# word, universal tag, head, ClearNLP relation
PASSIVE = [
    ("Soldiers", "NOUN", 2, "nsubjpass"),
    ("were", "AUX", 2, "auxpass"),
    ("killed", "VERB", 2, "ROOT"),
    ("by", "ADP", 2, "agent"),
    ("rebels", "NOUN", 3, "pobj"),
    ("in", "ADP", 2, "prep"),
    ("Lagos", "PROPN", 5, "pobj"),
    (".", "PUNCT", 2, "punct"),
]
ACTIVE = [
    ("Police", "NOUN", 1, "nsubj"),
    ("arrested", "VERB", 1, "ROOT"),
    ("men", "NOUN", 1, "dobj"),
    (",", "PUNCT", 2, "punct"),
    ("women", "NOUN", 2, "conj"),
    ("and", "CCONJ", 4, "cc"),
    ("children", "NOUN", 4, "conj"),
    (".", "PUNCT", 1, "punct"),
]
COPULA = [
    ("Omar", "PROPN", 1, "nsubj"),
    ("is", "AUX", 1, "ROOT"),
    ("a", "DET", 3, "det"),
    ("leader", "NOUN", 1, "attr"),
    ("of", "ADP", 3, "prep"),
    ("rebels", "NOUN", 4, "pobj"),
    (".", "PUNCT", 1, "punct"),
]


def converted(rows):
    lemmas = ["be" if w in ("is", "were") else w.lower() for w, *_ in rows]
    return clearnlp.to_ud([r[2] for r in rows], [r[3] for r in rows], [r[1] for r in rows], lemmas)


def test_passives_become_universal():
    heads, deps = converted(PASSIVE)
    assert deps == ["nsubj:pass", "aux:pass", "root", "case", "obl:agent", "case", "obl", "punct"]
    assert heads == [2, 2, 2, 4, 2, 6, 2, 2]


def test_coordination_hangs_on_the_first_conjunct():
    heads, deps = converted(ACTIVE)
    assert deps == ["nsubj", "root", "obj", "punct", "conj", "cc", "conj", "punct"]
    assert (heads[4], heads[5], heads[6]) == (2, 6, 2)


def test_copulas_hang_on_the_predicate():
    heads, deps = converted(COPULA)
    assert deps == ["nsubj", "cop", "det", "root", "case", "nmod", "punct"]
    assert heads == [3, 3, 3, 3, 5, 3, 3]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """Return the path of a tiny pipeline trained on three sentences with ClearNLP labels."""
    nlp = spacy.blank("en")
    nlp.add_pipe("morphologizer")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    examples = []
    for rows in (PASSIVE, ACTIVE, COPULA):
        words = [r[0] for r in rows]
        doc = Doc(nlp.vocab, words=words, spaces=[w not in ("rebels", "Lagos", "men", "children") for w in words])
        gold = {"heads": [r[2] for r in rows], "deps": [r[3] for r in rows], "pos": [r[1] for r in rows]}
        examples.append(Example.from_dict(doc, gold))
    optimizer = nlp.initialize(lambda: examples)
    random.seed(0)
    for _ in range(60):
        nlp.update(examples, sgd=optimizer)
    path = tmp_path_factory.mktemp("pipeline")
    nlp.to_disk(path)
    return str(path)


def test_a_foreign_pipeline_gives_universal_dependencies(foreign):
    text = "Soldiers were killed by rebels in Lagos. Police arrested men, women and children."
    document = annotate([text], load(foreign))[0]
    first, second = document.sentences
    assert first.deps == ["nsubj:pass", "aux:pass", "root", "case", "obl:agent", "case", "obl", "punct"]
    assert [second.words[i] for i in second.subtree(2)] == ["men", ",", "women", "and", "children"]


def test_a_model_is_loaded_once():
    assert load() is load()


def test_a_missing_pipeline_is_an_error():
    with pytest.raises(OSError, match="no_such_pipeline"):
        load("no_such_pipeline")


def test_components_without_a_model_are_left_as_they_are(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add([[{"LOWER": "police"}]], {"POS": "NOUN"})
    nlp.to_disk(tmp_path)
    model = load(str(tmp_path))
    assert model.nlp.pipe_names == ["attribute_ruler"] and not model.packaged
    assert model.nlp("Police came")[0].pos_ == "NOUN"
