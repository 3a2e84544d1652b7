"""Lines that a page or a wire broke are paragraphs again."""

from transforms.clean.damage.repair import repair

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


def test_captions_break_anywhere():
    text = (
        ">> POLICE HAVE ARRESTED\nELEVEN STUDENTS AFTER\nA MARCH. THE MINISTER\nBLAMED\nTHE CROWD.\n>> RAIN IS COMING."
    )
    assert repair(text).text == (
        "POLICE HAVE ARRESTED ELEVEN STUDENTS AFTER A MARCH. THE MINISTER BLAMED THE CROWD.\n\nRAIN IS COMING."
    )
