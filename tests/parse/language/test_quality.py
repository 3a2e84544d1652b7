"""Floors of the language layer on the open test sets; the figures themselves are in training/MODEL_CARD.md."""

import pytest

pytestmark = pytest.mark.shared


@pytest.fixture
def treebank(shared):
    """Return a function that reads the first sentences of a test treebank."""
    from training.language.data import read_conllu

    def read(name):
        return read_conllu(shared / "training" / f"{name}-test.conllu.gz")[:500]

    return read


@pytest.mark.parametrize(("name", "las", "upos"), [("gum", 84.0, 95.5), ("ewt", 83.0, 94.5), ("pud", 82.0, 95.0)])
def test_syntax(model, treebank, name, las, upos):
    from training.language.evaluate import syntax_score

    scores = syntax_score(model.nlp, treebank(name))
    assert scores["las"] >= las
    assert scores["upos"] >= upos


def test_damaged_case_costs_little_syntax(model, treebank):
    from training.language.evaluate import lowered, syntax_score

    samples = treebank("gum")
    assert syntax_score(model.nlp, samples)["las"] - syntax_score(model.nlp, lowered(samples))["las"] < 4


def test_names(model, shared):
    from training.language.data import read_gmb
    from training.language.evaluate_names import score

    samples = [s for s, _ in read_gmb(shared / "training" / "gmb-test.tsv.gz")][:400]
    labels = frozenset({"PERSON", "ORG", "LOC", "NORP"})
    clean = score(model, samples, labels)["all"]
    assert clean >= 75
    for change in (str.upper, str.lower):
        assert clean - score(model, samples, labels, change=change)["all"] < 8


def test_lemmas(treebank):
    from transforms.parse.language.lemmas import lemma

    right = total = 0
    for sample in treebank("pud"):
        for word, tag, wanted in zip(sample.words, sample.tags, sample.lemmas, strict=True):
            upos, xpos = tag.split("_", 1)
            if upos not in ("PUNCT", "SYM", "X", "NUM"):
                total += 1
                right += lemma(word, upos, xpos).lower() == wanted.lower()
    assert right / total >= 0.985
