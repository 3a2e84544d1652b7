"""Characters that were escaped, doubly encoded or lost on the way are what they were."""

import pytest
from prose import between

from transforms.clean.damage.edits import undo
from transforms.clean.damage.repair import repair


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("The minister said: &quot;No.&quot;", 'The minister said: "No."'),
        ("Rice &amp; beans", "Rice & beans"),
        ("Rice &amp;amp; beans", "Rice & beans"),
        ("the country&amp;#39;s army", "the country's army"),
        ("& # 39; Heavy fire & # 39;", "'Heavy fire'"),
        ("the army didn & # 39; t reply", "the army didn't reply"),
        ("& quot ; Nothing works here & quot ; he said", '"Nothing works here" he said'),
        ("& quot ;We stay& quot ;, he said", '"We stay", he said'),
        ('the "first step,quot; towards peace', 'the "first step" towards peace'),
        ("the army#39;s convoy", "the army's convoy"),
        ("He said quot;enough.", 'He said "enough.'),
        ("the town&rsquo;s mayor", "the town’s mayor"),
        ("the town&acirc;&euro;&trade;s mayor", "the town’s mayor"),
        ("caf&eacute;", "café"),
        ("fran&#231;ais &#x2014; anglais", "français — anglais"),
    ],
)
def test_entities(damaged, clean):
    done = repair(damaged)
    assert done.text == clean
    assert done.repairs
    assert undo(done.text, done.repairs).split() == damaged.split()


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("the townâ€™s mayor", "the town’s mayor"),
        ("â€œWe stay,â€\x9d he said", "“We stay,” he said"),
        ("BogotÃ¡ and CÃ³rdoba", "Bogotá and Córdoba"),
        ("Poroshenko â€“ in Kyiv", "Poroshenko – in Kyiv"),
    ],
)
def test_mojibake(damaged, clean):
    done = repair(damaged)
    assert done.text == clean
    assert {r.kind for r in done.repairs} == {"mojibake"}


@pytest.mark.parametrize(
    ("damaged", "clean", "kind"),
    [
        ("zero\u200bwidth", "zerowidth", "invisible"),
        ("soft\u00adhyphen", "softhyphen", "invisible"),
        ("\ufeffStart here", "Start here", "invisible"),
        ("bell\x07 rings", "bell rings", "control"),
        ("\x1b[31mred\x1b[0m line", "red line", "control"),
        ("the oﬃcer", "the officer", "ligature"),
        ("Bogota\u0301", "Bogotá", "accent"),
        ("pair \ud83d\ude00 here", "pair 😀 here", "surrogate"),
    ],
)
def test_characters(damaged, clean, kind):
    done = repair(damaged)
    assert done.text == clean
    assert {r.kind for r in done.repairs} == {kind}


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        (r"the town\u2019s mayor", "the town’s mayor"),
        (r"a \"good\" talk", 'a "good" talk'),
        (r"the town\xe2\x80\x99s mayor", "the town’s mayor"),
        (r"First.\nSecond line.", "First.\n\nSecond line."),
        ("the town%27s mayor", "the town's mayor"),
        ("the mayor%20said", "the mayor said"),
        ("the ruling party''s rally", "the ruling party's rally"),
    ],
)
def test_literal_escapes(damaged, clean):
    done = repair(damaged)
    assert done.text == clean
    assert {r.kind for r in done.repairs} == {"escape"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("â€œWe will march,â€ she said.", "“We will march,” she said."),
        ("â€œWe will sign on Friday,â€he told reporters.", "“We will sign on Friday,” he told reporters."),
        ("â€œWe will not,â€\n\nThe talks go on.", "“We will not,”\n\nThe talks go on."),
    ],
)
def test_closing_marks_that_lost_their_last_byte(text, expected):
    assert repair(text).text == expected


def test_escaped_breaks_before_an_escaped_quotation_mark():
    text = 'They met in Geneva.\\r\\n\\r\\n\\"It was useful,\\" said an aide.'
    assert repair(text).text == 'They met in Geneva.\n\n"It was useful," said an aide.'
    assert repair("It lay in C:\\new\\notes of the disk.").text == "It lay in C:\\new\\notes of the disk."


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("The mayor & # 39;s aide said no.", "The mayor's aide said no."),
        ("The mayor #39;s aide said no.", "The mayor's aide said no."),
        ("The mayor & rsquo;s aide said no.", "The mayor’s aide said no."),
        ("He spoke of & ldquo; a crime & rdquo; there.", "He spoke of “a crime” there."),
        ("He spoke of quot;a crimequot; there.", 'He spoke of "a crime" there.'),
        ("He spoke of #8220;a crime#8221; there.", "He spoke of “a crime” there."),
        ("The mayorâs aide said no.", "The mayor’s aide said no."),
        ("He said no.\\n\\nthen he left.", "He said no.\n\nthen he left."),
        ("The caf\\xe9 was shut.", "The café was shut."),
        ("The mayor\\\\u2019s aide said no.", "The mayor’s aide said no."),
        ("He said <!-- slot 3 -->no.", "He said no."),
        ("He said no.<script>var a = 1;</script>", "He said no."),
    ],
)
def test_damage_between_paragraphs(damaged, repaired):
    assert between(damaged) == repaired
