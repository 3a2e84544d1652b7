"""Two confidences of a row: of its act, and of its parties."""

from transforms.extract.confidence import weights


def test_named_sides_are_surer_than_vague_ones(code):
    named, vague = code(
        "Turkish troops attacked Kurdish rebels near Afrin on Monday.", "They attacked others near Afrin on Monday."
    )
    assert named[0].confidence_roles > (vague[0].confidence_roles if vague else 0.0)


def test_parties_are_never_surer_than_the_act(code):
    texts = (
        "Rebels attacked an army base in Mali on Monday, killing two soldiers.",
        "Kenya and Uganda signed a trade agreement in Nairobi.",
        "The minister accused the opposition of fraud.",
    )
    for events in code(*texts):
        assert events
        for event in events:
            assert 0 < event.confidence_roles <= event.confidence <= 1


def test_all_three_have_weights_with_an_intercept():
    for of in ("mention", "act", "roles"):
        assert "bias" in weights(of)
