"""Date expressions of whole articles: tense, sentences, story, robustness."""

import datetime

import pytest

from schemas.article import DateMention
from schemas.document import Document, Sentence, Span
from schemas.records import CleanDoc, ParsedArticle, RawRecord
from transforms.resolve.dates import dates_by_sentence, is_background, resolve_dates, resolve_text

THURSDAY = datetime.datetime(2020, 3, 12)


def sentence(index: int, start: int, tagged: str) -> Sentence:
    """Return a tagged sentence from ``word/TAG/lemma`` triples."""
    triples = [token.split("/") for token in tagged.split()]
    words, starts, ends, position = [], [], [], start
    for word, _, _ in triples:
        words.append(word)
        starts.append(position)
        ends.append(position + len(word))
        position += len(word) + 1
    count = len(words)
    return Sentence(
        index, index, start, position - 1, words, starts, ends, [t[2] for t in triples], ["X"] * count,
        [t[1] for t in triples], list(range(count)), ["dep"] * count, False,
    )  # fmt: skip


def article(*tagged: str) -> ParsedArticle:
    """Return an article of Thursday 12 March 2020 with tagged sentences."""
    sentences: list[Sentence] = []
    start = 0
    for index, tokens in enumerate(tagged):
        sentences.append(sentence(index, start, tokens))
        start = sentences[-1].end + 1
    text = " ".join(" ".join(s.words) for s in sentences)
    record = RawRecord(source_uri="x", source_locator="0", format="text")
    document = Document(text=text, paragraphs=(Span(0, len(text)),), sentences=tuple(sentences))
    return ParsedArticle(CleanDoc(record, text), document, published_at=THURSDAY, published_basis="field")


def values(parsed: ParsedArticle) -> list[str]:
    return [date.value for date in resolve_dates(parsed)]


def test_an_infinitive_after_a_plan_looks_ahead():
    parsed = article("They/PRP/they agreed/VBD/agree to/TO/to meet/VB/meet on/IN/on Monday/NNP/Monday ././.")
    assert values(parsed) == ["2020-03-16"]


def test_a_participle_without_auxiliary_looks_back():
    parsed = article("A/DT/a man/NN/man shot/VBN/shoot Monday/NNP/Monday will/MD/will recover/VB/recover ././.")
    assert values(parsed) == ["2020-03-09"]


def test_the_present_passive_looks_ahead():
    parsed = article("The/DT/the case/NN/case is/VBZ/be heard/VBN/hear on/IN/on Monday/NNP/Monday ././.")
    assert values(parsed) == ["2020-03-16"]


def test_what_is_due_or_fixed_in_the_present_looks_ahead():
    due = article("A/DT/a vote/NN/vote is/VBZ/be due/JJ/due on/IN/on Monday/NNP/Monday ././.")
    fixed = article("The/DT/the hearing/NN/hearing is/VBZ/be Monday/NNP/Monday ././.")
    rules = article("Rules/NNS/rule take/VBP/take effect/NN/effect on/IN/on July/NNP/July 1/CD/1 ././.")
    headline = article("Gunman/NN/gunman takes/VBZ/take hostages/NNS/hostage on/IN/on Monday/NNP/Monday ././.")
    assert values(due) == values(fixed) == ["2020-03-16"]
    assert values(rules) == ["2020-07-01"]
    assert values(headline) == ["2020-03-09"]


def test_until_looks_ahead_of_a_past_act_but_not_of_a_state():
    act = article("He/PRP/he gave/VBD/give them/PRP/they until/IN/until Monday/NNP/Monday ././.")
    state = article("He/PRP/he stayed/VBD/stay there/RB/there until/IN/until Monday/NNP/Monday ././.")
    assert values(act) == ["2020-03-16"]
    assert values(state) == ["2020-03-09"]


def test_a_fronted_weekday_takes_the_tense_of_the_verb_after_it():
    past = article("On/IN/on Monday/NNP/Monday the/DT/the army/NN/army withdrew/VBD/withdraw ././.")
    plan = article("On/IN/on Monday/NNP/Monday the/DT/the army/NN/army plans/VBZ/plan to/TO/to leave/VB/leave ././.")
    assert values(past) == ["2020-03-09"]
    assert values(plan) == ["2020-03-16"]


def test_the_possessive_weekday_is_past():
    parsed = article("They/PRP/they would/MD/would fight/VB/fight Monday/NNP/Monday 's/POS/'s ruling/NN/ruling ././.")
    assert values(parsed) == ["2020-03-09"]


def test_a_date_of_saying_does_not_move_the_story():
    text = "The bridge fell on March 3. A minister said Tuesday it was old. Two days later it was rebuilt."
    assert [d.value for d in resolve_text(text, THURSDAY)] == ["2020-03-03", "2020-03-10", "2020-03-05"]


def test_a_coming_date_does_not_move_the_story():
    text = "The bridge fell on March 3. A hearing will open on April 20. The next day it was rebuilt."
    assert [d.value for d in resolve_text(text, THURSDAY)] == ["2020-03-03", "2020-04-20", "2020-03-04"]


def test_a_history_is_read_from_its_own_dates():
    text = "In 1861 war began. In April 1861 the fort fell. On 20 April the arsenal was taken. In 1862 the army grew."
    assert [d.value for d in resolve_text(text, THURSDAY)] == ["1861", "1861-04", "1861-04-20", "1862"]


def test_news_with_background_years_is_not_a_history():
    text = "He died Monday. He was jailed in 1961, freed in 1970 and exiled in 1971. He returned in January."
    assert [d.value for d in resolve_text(text, THURSDAY)] == ["2020-03-09", "1961", "1970", "1971", "2020-01"]


def test_a_few_old_years_do_not_outweigh_what_counts_from_today():
    text = (
        "In 2011 war began. In 2014 the town fell. In 2015 it was freed. Two years ago it was rebuilt. It voted in May."
    )
    assert resolve_text(text, THURSDAY)[-1].value == "2019-05"


def test_a_stray_year_does_not_carry_a_history_away():
    text = "In 1919 it began. In 1920 it spread. It was described in 2004. It ended in 1921. By 3 March it was over."
    assert resolve_text(text, THURSDAY)[-1].value == "1921-03-03"


def test_spans_cover_the_words():
    text = "Two men, both soldiers, were shot last night near Aden; a third died this morning."
    for date in resolve_text(text, THURSDAY):
        assert text[date.start : date.end] == date.text


def test_capitals_and_lower_case_are_the_same():
    text = "Gunmen attacked the town on Tuesday night, two days after the vote of 8 March 2020."
    expected = [(d.value, d.start, d.end) for d in resolve_text(text, THURSDAY)]
    assert len(expected) == 3
    assert [(d.value, d.start, d.end) for d in resolve_text(text.upper(), THURSDAY)] == expected


def test_of_an_impossible_day_only_the_year_is_kept():
    assert [d.value for d in resolve_text("It happened on February 30, 2019.", THURSDAY)] == ["2019"]
    assert resolve_text("It happened on February 30.", THURSDAY) == ()


def test_two_dates_in_one_sentence_are_grouped_by_sentence():
    parsed = article(
        "He/PRP/he came/VBD/come ././.",
        "He/PRP/he left/VBD/leave on/IN/on Monday/NNP/Monday or/CC/or Tuesday/NNP/Tuesday ././.",
    )
    dates = resolve_dates(parsed)
    assert dates_by_sentence(dates, parsed.document) == {1: dates}


def test_background_is_wholly_older_than_sixty_days():
    def mention(first: str, last: str) -> DateMention:
        day = datetime.date.fromisoformat
        return DateMention("x", 0, 1, "x", day(first), day(last), "month", "explicit")

    assert is_background(mention("2019-12-01", "2019-12-31"), THURSDAY)
    assert not is_background(mention("2020-01-01", "2020-01-31"), THURSDAY)
    assert not is_background(mention("2019-12-01", "2019-12-31"), None)
    assert not is_background(DateMention("now", 0, 3, "PRESENT_REF"), THURSDAY)


def test_odd_texts_do_not_raise():
    odd = ["", " ", "\n\n\n", "...", "\0", "\ud800 Friday \udfff", "İ" * 50 + " on Friday", "0" * 5000, "1/" * 2000]
    odd += ["99/99/9999 9999-99-99 24:61 p.m. 0 BC, 00th of May", "in the " * 500 + "day"]
    for text in odd:
        for date in resolve_text(text, THURSDAY):
            assert text[date.start : date.end] == date.text


def test_far_years_do_not_raise():
    for text in ("9999-12-31 and two years later", "In 9999 and 40 years later", "900 centuries ago",
                 "99999 years ago", "1 Muharram 1600", "the 99th century", "9,000,000 weeks from now"):  # fmt: skip
        for published in (THURSDAY, datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31)):
            assert all(text[d.start : d.end] == d.text for d in resolve_text(text, published))


@pytest.mark.parametrize(
    "piece", ["the first and the second of may or ", "in the early part of the last ", "3 , 4 and 5 - "]
)
def test_long_lines_take_linear_time(piece, linear):
    linear(lambda n: resolve_text(piece * n, THURSDAY), 300)


def test_days_have_a_basis_and_a_missing_anchor_is_no_basis():
    texts = [
        "The enclave fell over the weekend. It began in 1998, grew in 2001, shrank in 2003 and moved in 2005.",
        "The shop closed the week before. Days later it opened again.",
        "In 1990 he came, in 1992 he left, in 1994 he came back, in 1996 he stayed. That month was cold.",
    ]
    day = datetime.datetime(2019, 3, 23, tzinfo=datetime.timezone.utc)
    for text in texts:
        for published in (day, None):
            for mention in resolve_text(text, published):
                if mention.basis in ("none", "anchored", "relative"):
                    assert (mention.date_start is None) == (mention.basis == "none"), mention
