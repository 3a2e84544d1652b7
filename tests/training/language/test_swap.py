"""Names put in the place of others in training sentences."""

import random

from training.language.build import rate
from training.language.data import Sample
from training.language.swap import pools, swap

WORDS = ("Colonel", "Omar", "Diallo", "met", "Diallo", "in", "Gorno", "and", "Kenya", ".")
NAMES = ("O", "B-PERSON", "L-PERSON", "O", "U-PERSON", "O", "U-LOC", "O", "U-LOC", "O")


def sample(words=WORDS, names=NAMES):
    return Sample(source="test", words=words, spaces=(True,) * len(words), names=names)


def changed(seed):
    return swap(sample(), pools([sample()]), random.Random(seed), share=0.4).words


def test_only_persons_and_towns_change():
    found = [words for words in map(changed, range(40)) if words != WORDS]
    assert found
    for words in found:
        assert [w for i, w in enumerate(words) if i not in (1, 2, 4, 6)] == [
            w for i, w in enumerate(WORDS) if i not in (1, 2, 4, 6)
        ]
        assert words[2] == words[4]
        assert all(w[0].isupper() and w.isalpha() for w in words[1:3])


def test_the_seed_decides():
    assert [changed(n) for n in range(10)] == [changed(n) for n in range(10)]


def test_sentences_without_names_stay():
    plain = sample(names=("O",) * len(WORDS))
    assert all(swap(plain, pools([plain]), random.Random(n), share=1.0) == plain for n in range(5))
    unknown = Sample(source="test", words=WORDS, spaces=(True,) * len(WORDS))
    assert swap(unknown, pools([unknown]), random.Random(1), share=1.0) is unknown


def test_no_share_is_swapped_without_being_asked_for():
    state = random.Random(3)
    before = state.getstate()
    assert swap(sample(), pools([sample()]), state, share=0.0) == sample()
    assert state.getstate() == before


def test_the_rate_rises_twice_and_ends_near_nothing():
    rates = [rate(step, 12000, 0.001, 8000) for step in range(12000)]
    assert rates[0] < rates[199] == max(rates)
    assert rates[7999] < rates[8300] < rates[199]
    assert rates[-1] < 0.05 * max(rates)
    assert min(rates) > 0
