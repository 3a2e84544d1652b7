"""The repair of a text as a whole: what it leaves, flags, records, and what it costs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.damage.edits import undo
from transforms.clean.damage.repair import repair


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
