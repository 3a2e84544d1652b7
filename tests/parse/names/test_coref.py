"""Short names, descriptions and pronouns."""

import pytest

from transforms.parse.annotate import annotate


def links(model, text):
    """Return {word: name meant} of a text."""
    document = annotate([text], model)[0]
    return {
        document.sentences[s].words[t]: document.entities[index].text for (s, t), index in document.antecedents.items()
    }


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Defence chief Mark Dorsey spoke. Later Dorsey left.", "Dorsey", "Mark Dorsey"),
        ("Mark Dorsey met reporters. He denied the claim.", "He", "Mark Dorsey"),
        ("Maria Lopez leads the party. She won again.", "She", "Maria Lopez"),
        ("Hamas fired rockets. The group denied it on Friday.", "group", "Hamas"),
        ("Iran denied the report. It launched missiles on Friday.", "It", "Iran"),
        ("Iran then launched its own missiles.", "its", "Iran"),
        ("Mrs. Hassan taught. Poul Nilsen, an envoy, said her abduction was a crime.", "her", "Hassan"),
        ("Maria Lopez vanished. Yoweri Okot, a guard, said her car was found.", "her", "Maria Lopez"),
        ("The Popular Unity Resistance Army attacked. The PURA fled.", "PURA", "Popular Unity Resistance Army"),
        ("President Omar Diallo resigned. The president fled to Ghana.", "president", "Omar Diallo"),
        ("The Malian president, Omar Diallo, resigned. The president fled to Ghana.", "president", "Omar Diallo"),
        ("Dorsey to speak\n\nMark Dorsey arrived. On Friday Dorsey left.", "Dorsey", "Mark Dorsey"),
        ("The National Bank of Ruritania raised rates. The bank denied it.", "bank", "National Bank of Ruritania"),
    ],
)
def test_links(model, text, word, name):
    assert links(model, text).get(word) == name


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mark Dorsey and Peter Hill came. He left.", "He"),
        ("Maria Lopez spoke. He left.", "He"),
        ("Mark Dorsey saw him.", "him"),
        (
            "President Mark Dorsey spoke. Reporters came. It rained. Crowds waited. Police came. Shops closed. "
            "Trains stopped. Dorsey met President Omar Diallo. The president smiled.",
            "president",
        ),
        ("Rain fell. It was cold.", "It"),
        ("Hamas and Fatah fought. The group won.", "group"),
        ("Syria armed Hamas. Later the alliance won.", "alliance"),
        ("He called Mark Dorsey a hero. He criticized the premier.", "He"),
        ("Mark Dorsey came with Ann Dorsey. Dorsey left.", "Dorsey"),
        ("President Omar Diallo met President Paul Hill. Then the president left.", "president"),
        ("President Omar Diallo left. Later the Kenyan president spoke.", "president"),
    ],
)
def test_abstains(model, text, word):
    assert word not in links(model, text)
