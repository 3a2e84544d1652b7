"""What belongs to the page and not to the story goes, once, and nothing else does."""

import pytest
from prose import between

from transforms.clean.damage.repair import repair


def kinds(text):
    return [r.kind for r in repair(text).repairs]


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


def test_teasers_and_shortcodes_inside_a_paragraph():
    done = repair("They won a second time.Also Read - Band Marks A Year: 'The Song That Broke Records'")
    assert done.text == "They won a second time."
    assert repair("[ad_1] The army left the town on Friday. [ad_2] Source").text == "The army left the town on Friday."
    text = "Readers also read - and wrote - more than before."
    assert repair(text).text == text


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


def test_steps_of_a_guide_stay():
    text = (
        "How to change the clock of the phone.\n\nOpen the settings of the phone.\n\nTap to open the page of it.\n\n"
        "Click to set the hour, and wait a moment.\n\nOpen the settings of the phone."
    )
    assert repair(text).text == text
    assert repair("A long story of the town and its people.\n\nClick here to subscribe").text.endswith("people.")
    assert repair("A long story of the town and its people.\n\nTap to read more on our site").text.endswith("people.")
