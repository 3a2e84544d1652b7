import pytest

from transforms.clean.language.detect import detect_language


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


def test_an_english_report_beside_foreign_teasers_is_english():
    english = (
        "The army said on Tuesday that it had taken the bridge in the north of the town after two days of fighting "
        "with rebels who had held it since the spring, and that three of its soldiers were wounded in the attack."
    )
    foreign = (
        "El gobierno anunció ayer que las elecciones se celebrarán en septiembre y que los partidos tendrán acceso a "
        "los medios públicos durante la campaña, según informó el portavoz del ministerio en la capital del país."
    )
    assert detect_language(f"{english}\n\n{foreign}\n\n{foreign}")[0] == "en"
    assert detect_language(f"{foreign}\n\n{foreign}\n\n{foreign}")[0] == "es"
