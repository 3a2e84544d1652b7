import pytest

from transforms.clean.language import detect_language


@pytest.mark.parametrize(
    "text",
    [
        "Police arrest three men in Bogota",
        "Taliban kill 5 in Kunduz",
        "Boko Haram attacks Maiduguri.",
        "PROTESTERS STORM PARLIAMENT IN TRIPOLI",
        "Kim Jong Un, Xi Jinping, Vladimir Putin",
        "THE ARMY SAID THAT ELEVEN SOLDIERS WERE MISSING AFTER THE REBELS SEIZED THE NORTHERN PORT OF KESSA ON MONDAY.",
        "12 May, 14:30",
        "",
    ],
)
def test_english_is_not_denied(text):
    assert not detect_language(text)[2]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les manifestants ont bloqué mardi le principal axe routier du pays, selon la police."),
        (
            "es",
            "La policía detuvo a tres hombres en Bogotá el martes por la noche, según informó el gobierno regional.",
        ),
        ("de", "Die Polizei hat am Dienstag in Berlin drei Männer festgenommen, wie der Minister mitteilte."),
        ("ru", "Полиция задержала трёх человек."),
        ("zh", "警方逮捕三人"),
    ],
)
def test_other_languages(language, text):
    assert (detect_language(text)[0], detect_language(text)[2]) == (language, True)


def test_text_without_letters():
    assert detect_language("12 -- 34") == ("und", 0.0, False)
