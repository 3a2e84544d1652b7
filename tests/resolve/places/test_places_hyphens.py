"""Names tied together by hyphens: one place that is not listed, or two that are."""

import pytest

from transforms.parse.places.recognise import gazetteer_spans


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Shells hit the village of Bulak-Bashi in Kyrgyzstan.", ["Kyrgyzstan"]),
        ("They drove from Aleppo-Marwanuddin to Homs.", ["Homs"]),
        ("He lives in the Sinai-Gaza border area.", ["Sinai", "Gaza"]),
        ("The Lagos-based group left Port-au-Prince.", ["Lagos", "Port-au-Prince"]),
    ],
)
def test_part_of_an_unlisted_hyphenated_name_is_no_place(text, places):
    assert [text[start:end] for start, end, _ in gazetteer_spans(text)] == places
