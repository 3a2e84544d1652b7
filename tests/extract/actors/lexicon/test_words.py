"""Words of names: whether a text tells names by capitals."""

import pytest

from transforms.extract.actors.lexicon.words import is_cased

LOST = "members of the bjp and the vhp met the police in lucknow and asked them to free the men whom they hold. " * 5


@pytest.mark.parametrize(
    ("text", "cased"),
    [
        ("The soldiers left.", True),
        ("a party of soldiers from chad left", False),
        ("THE SOLDIERS LEFT CHAD ON FRIDAY.", False),
        ("This story is from May 4, 2002\n\n" + LOST, False),
        ("This story is from May 4, 2002\n\n" + LOST.replace("members", "é Members"), True),
        ("Members met the police and asked them to free the men whom they hold, and then they left for home.", True),
    ],
)
def test_a_text_tells_names_by_capitals_where_it_has_some_in_every_few_words(text, cased):
    assert is_cased(text) is cased
