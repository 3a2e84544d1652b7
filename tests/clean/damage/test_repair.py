import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.damage.edits import undo
from transforms.clean.damage.repair import repair


def kinds(text):
    return [r.kind for r in repair(text).repairs]


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


def test_tags_in_a_text():
    done = repair('<p>Two men were <b>held</b>.</p><p>The <a href="https://example.org/x">court</a> meets today.</p>')
    assert done.text == "Two men were held.\n\nThe court meets today."
    assert {r.kind for r in done.repairs} == {"markup"}


@pytest.mark.parametrize(
    "text",
    [
        "Acme Corp <ACME.O> rose 5%, to $20, at the close; R&D costs fell & profits rose.",
        "AT&T said 20 percent of its staff left. See https://example.org/a?b=1&copy=2#39;x for more.",
        "He wrote 'C:\\new\\table' on the board.",
        "“We won’t leave,” said José Ñuñez of São Paulo — café owner, 50% of the time…",
        "The No. 1 seed won 6-3; 7-6 (5). It's over: 10°C at 5 p.m.",
        "Poll: who won? The answer #1; the rest lost.",
        "Тексты на русском языке остаются как есть. 日本語もそのまま。",
        "می‌خواهم",
        "The company <P> said so, as did <B> and <Wellcome>.",
    ],
)
def test_right_text_is_left_alone(text):
    done = repair(text)
    assert done.text == text
    assert done.repairs == ()
    assert done.flags == ()


def test_date_prefix():
    done = repair(" date 2021-05-04 Troops entered the town on Tuesday.")
    assert done.text == "Troops entered the town on Tuesday."
    assert done.prefix_date == "2021-05-04"
    assert [(r.kind, r.before.strip()) for r in done.repairs] == [("date_prefix", "date 2021-05-04")]


def test_impossible_date_is_no_prefix():
    assert repair("date 2021-15-44 Troops entered.").prefix_date is None


WIRE = """\
Rebels seized the northern
port of Kessa on Monday after two days of heavy fighting with
government troops, a military spokesman said.
    The spokesman said eleven soldiers were missing and that re-
inforcements were on their way.
    Shops stayed closed.
"""


def test_hard_wrapped_wire_text_becomes_paragraphs():
    done = repair(WIRE)
    assert done.text.split("\n\n") == [
        "Rebels seized the northern port of Kessa on Monday after two days of heavy fighting with government troops, a "
        "military spokesman said.",
        "The spokesman said eleven soldiers were missing and that re-inforcements were on their way.",
        "Shops stayed closed.",
    ]
    assert done.repairs == ()


def test_wrapped_capitals_with_blank_lines():
    text = (
        "   KESSA, 4 MAY -- [TEXT] REBELS SEIZED THE NORTHERN PORT ON MONDAY AFTER TWO\n"
        "DAYS OF HEAVY FIGHTING.  ELEVEN SOLDIERS ARE MISSING.\n\n"
        "   SHOPS STAYED CLOSED, AND THE AIRPORT WAS SHELLED BY GUNBOATS FROM THE SEA\nAT DAWN.\n"
    )
    done = repair(text)
    assert done.text.count("\n\n") == 1
    assert "AFTER TWO DAYS OF HEAVY FIGHTING. ELEVEN" in done.text
    assert done.flags == ("all_caps",)


def test_lines_without_indent_are_joined_where_the_next_word_did_not_fit():
    text = (
        "The two governments agreed on Friday to reopen the border crossing,\n"
        "which had been closed since the shooting of three herders in March.\n"
        "Officials called it a first step.\n"
        "Talks on the release of prisoners continue in the capital, they said\n"
        "at a joint briefing."
    )
    assert repair(text).text.split("\n\n") == [
        "The two governments agreed on Friday to reopen the border crossing, which had been closed since the shooting "
        "of three herders in March. Officials called it a first step.",
        "Talks on the release of prisoners continue in the capital, they said at a joint briefing.",
    ]


def test_one_paragraph_a_line():
    first = "The minister resigned on Monday. " * 8
    assert repair(f"{first}\n{first[:-1]} Again.\r\nEnd of it.").text.count("\n\n") == 2


def test_doubled_paragraph_goes_once():
    paragraph = "The minister resigned on Monday after a week of protests."
    done = repair(f"{paragraph}\n\n{paragraph}\n\nHe gave no reason.")
    assert done.text == f"{paragraph}\n\nHe gave no reason."
    assert kinds(f"{paragraph}\n\n{paragraph}") == ["doubled"]


def test_a_story_that_stands_twice_goes_once():
    first = "The minister resigned on Monday after a week of protests in the capital and two other towns of the south."
    second = (
        "He gave no reason, but his party had asked him to go since the spring, when the first of the strikes began."
    )
    assert repair("\n\n".join([first, second, "A note.", first, second])).text == f"{first}\n\n{second}\n\nA note."


@pytest.mark.parametrize(
    "text",
    [
        "Adam Reyes, 31, Milford\n\nPleaded guilty to one count of selling rifles to a banned militia\n\n"
        "Sentenced to two years\n\nOmar Lund, 44, Milford\n\n"
        "Pleaded guilty to one count of selling rifles to a banned militia\n\nSentenced to four years",
        "The paper asked every party the same thing: what will you do about the price of bread this winter?\n\n"
        "We will cap it.\n\nThe paper asked every party the same thing: what will you do about the price of bread "
        "this winter?\n\nWe will not.",
        "The best employers of the year.\n\nFacebook\n\nRank: 11. Fined by the state.\n\nLinkedIn\n\nRank: 12.",
    ],
)
def test_what_stands_twice_for_a_reason_stays(text):
    assert repair(text).text == text


def test_names_of_networks_in_a_row_are_buttons():
    assert (
        repair("A story of the day.\n\nFacebook\n\nTwitter\n\nMore of it.").text == "A story of the day.\n\nMore of it."
    )


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


def test_teasers_and_shortcodes_inside_a_paragraph():
    done = repair("They won a second time.Also Read - Band Marks A Year: 'The Song That Broke Records'")
    assert done.text == "They won a second time."
    assert repair("[ad_1] The army left the town on Friday. [ad_2] Source").text == "The army left the town on Friday."
    text = "Readers also read - and wrote - more than before."
    assert repair(text).text == text


def test_captions_are_a_paragraph_a_speaker():
    text = (
        ">> POLICE IN THE CAPITAL HAVE\nARRESTED ELEVEN STUDENTS AFTER\nA MARCH TURNED VIOLENT. THE\n"
        "MINISTER BLAMED THE OPPOSITION.\n>> WE WILL NOT STOP NOW, ONE\nSTUDENT SAID."
    )
    assert repair(text).text == (
        "POLICE IN THE CAPITAL HAVE ARRESTED ELEVEN STUDENTS AFTER A MARCH TURNED VIOLENT. THE MINISTER BLAMED THE "
        "OPPOSITION.\n\nWE WILL NOT STOP NOW, ONE STUDENT SAID."
    )


def test_narrow_columns_are_joined_where_they_go_on():
    text = "Column of a page that\nwas scanned and has its\nlines in it as they are\nset in the newspaper of\nthe day."
    assert repair(text).text == text.replace("\n", " ")
    names = "Ann Lee\nBo Ek\nCy Dow\nDi Fry"
    assert repair(names).text == names.replace("\n", "\n\n")


def test_few_capitals_are_no_small_letters():
    text = "On Monday the council of the town met for the first time since the flood and " + "spoke of roads and " * 20
    assert "lower_case" not in repair(text + "bridges.").flags
    assert "lower_case" in repair(("the council met on monday. it spoke of roads and bridges. " * 6).strip()).flags


GROWING = {
    "escaped breaks": lambda n: "He left. " + "\\r\\n" * n + "then the rebels",
    "escaped breaks and a path": lambda n: "\\n" * n + "\\x",
    "an address": lambda n: "a%20b " + "a." * n,
    "accents": lambda n: "a" + "\u0300\u0316" * n,
    "short lines": lambda n: "a\n" * n,
    "one paragraph again and again": lambda n: "The council met on Monday and spoke of roads.\n\n" * (n // 20),
    "lost marks": lambda n: "paid,â€ he " * (n // 8),
    "tags": lambda n: "<p " * n,
    "references": lambda n: "&amp;" * n + "quot;",
    "marks of captions": lambda n: ">> A\n" * n,
}


@pytest.mark.parametrize("name", GROWING)
def test_repair_takes_linear_time(name, linear):
    linear(lambda n: repair(GROWING[name](n)), 4000)


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ann Example in Kessa; Editing by Bo Sample)",
        "Sign up for our daily newsletter",
        "Read more: Rebels take second port",
        "Follow us on Twitter and Facebook",
        "ADVERTISEMENT",
        "Share this article",
        "Facebook Twitter Linkedin Mail",
        "We use cookies to improve your experience.",
        "Photo: Ann Example/AFP",
        "All rights reserved.",
        "Reuter",
    ],
)
def test_boilerplate_paragraphs(line):
    body = "Rebels seized the port on Monday.\n\nEleven soldiers are missing."
    done = repair(f"{body}\n\n{line}")
    assert done.text == body
    assert done.repairs[0].before == line


@pytest.mark.parametrize(
    "line",
    [
        "Reporting restrictions were lifted by the court on Monday.",
        "Follow-up talks on the ceasefire are planned for June.",
        "Share prices fell after the attack on the pipeline.",
        "Police said they would read more of the letters on Tuesday.",
        "Video of the attack showed two men running.",
        "Sign up sheets were burned by the crowd.",
        "Photo editors at the agency were held for two hours.",
    ],
)
def test_sentences_that_look_like_boilerplate_stay(line):
    body = f"Rebels seized the port on Monday.\n\n{line}"
    assert repair(body).text == body


def test_credit_at_the_end_of_a_paragraph():
    done = repair("Rebels seized the port. Eleven soldiers are missing. (Additional reporting by Bo Sample)")
    assert done.text == "Rebels seized the port. Eleven soldiers are missing."


def test_sign_off_in_the_last_line():
    assert repair("Eleven soldiers are missing. Reuter").text == "Eleven soldiers are missing."


def test_rule_between_story_and_credit():
    assert repair("Eleven soldiers are missing.\n\n____\n\nShare this").text == "Eleven soldiers are missing."


def test_nothing_but_boilerplate_stays():
    assert repair("Share this article").text == "Share this article"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("The army said it don?t know who fired.", "lossy_characters"),
        ("The caf\ufffd was hit.", "lossy_characters"),
        ("the person¿s house was hit", "lossy_characters"),
        ("Rebels seized the port on Monday. " * 10 + "The army said it would [+1200 chars]", "truncated"),
        ("Rebels seized the port on Monday. " * 10 + "The army said it would take back the", "truncated"),
        ("REBELS SEIZED THE NORTHERN PORT OF KESSA ON MONDAY.", "all_caps"),
        ("rebels seized the northern port of kessa on monday. " * 4, "lower_case"),
    ],
)
def test_what_cannot_be_repaired_is_flagged(text, flag):
    done = repair(text)
    assert flag in done.flags
    assert done.repairs == ()


WORDS = st.lists(st.from_regex(r"[A-Za-z]{1,9}[,.]?", fullmatch=True), min_size=1, max_size=12).map(" ".join)


@settings(deadline=None)
@given(st.lists(WORDS.filter(lambda w: not repair(w).repairs), min_size=1, max_size=4, unique=True))
def test_clean_ascii_paragraphs_stay(paragraphs):
    text = "\n\n".join(paragraphs)
    done = repair(text)
    assert done.text == text
    assert done.repairs == ()


PIECES = st.sampled_from(
    ["&quot;", "& # 39;", ",quot;", "&amp;amp;", "â€™", "\u200b", "\u2028", "\r\n", "\n    ", "\\u2019", "%27", "<p>",
     "</b>", "date 2020-01-02 ", "Share this article", "\n\n", "  ", "\x07", "\ud800", "é", "\ufffd",
     "(Reporting by A B)", "#39;s"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=25).map("".join))
def test_any_text(text):
    done = repair(text)
    assert "".join(undo(done.text, done.repairs).split()) == "".join(text.split())
    done.text.encode()
    last = 0
    for r in done.repairs:
        assert last <= r.start <= r.end <= len(done.text)
        last = r.end
    assert done.text == done.text.strip()
    assert "\n\n\n" not in done.text


@pytest.mark.parametrize(
    "piece", ["\\", "&", "<a ", " ", "\n", "a\n", "â€™ ", "(Reporting by ", "%27", "http", "''s", ".”", "é"]
)
def test_long_runs_take_linear_time(piece, linear):
    linear(lambda n: repair(piece * (n // len(piece))), 8000)


BEFORE = "The council met in the capital on Monday to discuss the budget for the coming year."
AFTER = "A second round of talks is planned for next week, according to the ministry."


def between(line: str) -> str:
    """Return what becomes of a line between two paragraphs of prose."""
    text = repair(f"{BEFORE}\n\n{line}\n\n{AFTER}").text
    return text.removeprefix(BEFORE).removesuffix(AFTER).strip()


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


@pytest.mark.parametrize(
    "line",
    [
        "Comments (12)",
        "Listen to this article",
        "5 min read",
        "(AP Photo/Jane Doe)",
        "(Photo by Jane Doe/AFP via Getty Images)",
        "Terms of Service | Privacy Policy",
        "Got a tip? Email us at tips@example.org",
        "WATCH | Blast rocks capital",
        "[Advertisement]",
        "Most Read",
        "The Associated Press contributed to this report.",
        "Reporting by Jane Roe in Kabul and John van Doe; editing by Mary Major",
        "Copyright: Example Media Ltd",
        "Subscribe now for full access.",
    ],
)
def test_lines_of_the_page_go(line):
    assert between(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to the treaty or face sanctions, he said.",
        "Copyright law was changed on Monday.",
        "Copyright by decree is what they fear.",
        "Reporting by the broadcaster led to arrests.",
        "Compiled by the ministry, the list names 12 firms.",
        "Editing by hand is slow, the author said.",
        "We use cookies in the kitchen, the chef said.",
        "Sign up for the army, the poster said.",
        "Thank you for reading the verdict, the lawyer said.",
        "Watch: the firm sells few of them.",
        "Got a tip? The police hotline rang all night.",
        "This is a developing country, he said.",
        "For more information, police spoke to witnesses.",
        "5 minutes later the bomb went off.",
        "Most popular among voters is the mayor.",
        "He plugged in the amp; then he played.",
        "The patterns \\d and \\n are special.",
        "Brâncuși was born in Gorj; the river Râs is near.",
    ],
)
def test_sentences_that_open_like_them_stay(line):
    assert between(line) == line


def turned(text):
    return "".join(chr(33 + (ord(c) - 33 + 47) % 94) if "!" <= c <= "~" else c for c in text)


def test_paragraphs_behind_a_paywall_are_turned_back():
    hidden = "The men were taken to the county jail in the evening and will see a judge."
    done = repair(f"Police held two men on Monday.\n\n{turned(f'<p>{hidden}</p>')}\n\nThey are brothers.")
    assert done.text == f"Police held two men on Monday.\n\n{hidden}\n\nThey are brothers."
    assert {r.kind for r in done.repairs} == {"rot47"}


def test_letters_that_are_no_paywall_stay():
    text = "The codes kAm and k^Am were found on a wall of the town hall on Monday."
    assert repair(text).text == text


@pytest.mark.parametrize(
    "noise",
    [
        "The gov^rnment of the c0lony sent tw0 ships and a c0mpany of s0ldiers to the harb0ur of the town on Monday.",
        "The c|ty was taken by the reb=ls on Monday ~ and the bri{ge ^ was l0st with a hundre{d men of the army.",
    ],
)
def test_noise_of_a_scan_is_flagged(noise):
    assert "ocr_noise" in repair(noise).flags


def test_names_and_addresses_are_no_noise():
    text = (
        "The B2B firm sold the a320neo and the f35b to Kessa, said w3c.example/a=b&c=d, and the h1n1 virus spread. "
        "The council met in the evening to hear the people of the valley speak about roads and the harvest."
    )
    assert "ocr_noise" not in repair(text).flags


def test_steps_of_a_guide_stay():
    text = (
        "How to change the clock of the phone.\n\nOpen the settings of the phone.\n\nTap to open the page of it.\n\n"
        "Click to set the hour, and wait a moment.\n\nOpen the settings of the phone."
    )
    assert repair(text).text == text
    assert repair("A long story of the town and its people.\n\nClick here to subscribe").text.endswith("people.")
    assert repair("A long story of the town and its people.\n\nTap to read more on our site").text.endswith("people.")


def test_captions_break_anywhere():
    text = (
        ">> POLICE HAVE ARRESTED\nELEVEN STUDENTS AFTER\nA MARCH. THE MINISTER\nBLAMED\nTHE CROWD.\n>> RAIN IS COMING."
    )
    assert repair(text).text == (
        "POLICE HAVE ARRESTED ELEVEN STUDENTS AFTER A MARCH. THE MINISTER BLAMED THE CROWD.\n\nRAIN IS COMING."
    )
