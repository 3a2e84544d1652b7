"""Parties in parsed sentences: spans, appositions, antecedents, context."""

import datetime

import pytest

from schemas.article import PlaceMention
from schemas.document import Document, NamedSpan, Sentence, Span
from schemas.records import CleanDoc, ParsedArticle, RawRecord
from transforms.extract.actors import ActorContext, actor_context, class_of, resolve_party


def sentence_of(rows, index=0, start=0):
    """Build a sentence from (word, upos, head, relation) rows; one space between words."""
    words, starts, ends, at = [], [], [], start
    for word, *_ in rows:
        words.append(word)
        starts.append(at)
        ends.append(at + len(word))
        at += len(word) + 1
    upos = [row[1] for row in rows]
    tags = ["PRP" if pos == "PRON" else "NNP" if pos == "PROPN" else "NN" for pos in upos]
    return Sentence(
        index, 0, start, at - 1, words, starts, ends, [word.lower() for word in words], upos, tags,
        [row[2] for row in rows], [row[3] for row in rows],
    )  # fmt: skip


def document_of(*tables, entities=(), antecedents=None):
    sentences, at = [], 0
    for i, rows in enumerate(tables):
        sentences.append(sentence_of(rows, i, at))
        at = sentences[-1].end + 1
    text = " ".join(" ".join(s.words) for s in sentences)
    return Document(text, (Span(0, len(text)),), tuple(sentences), entities, antecedents or {})


def party(document, head, context=None, sentence=0):
    return resolve_party(document, document.sentences[sentence], head, context or ActorContext())


FLED = [
    ("Two", "NUM", 2, "nummod"), ("Omani", "ADJ", 2, "amod"), ("soldiers", "NOUN", 6, "nsubj"),
    ("who", "PRON", 4, "nsubj"), ("deserted", "VERB", 2, "acl:relcl"), ("had", "AUX", 6, "aux"),
    ("fled", "VERB", 6, "root"),
]  # fmt: skip


def test_the_span_leaves_relative_clauses_out():
    found = party(document_of(FLED), 2)
    assert (found.text, found.country, found.sector) == ("Two Omani soldiers", "OMN", "MIL")


def test_a_relative_pronoun_is_its_noun():
    assert party(document_of(FLED), 3).country == "OMN"


def test_an_unknown_name_takes_country_and_sector_from_its_apposition():
    rows = [
        ("Ana", "PROPN", 8, "nsubj"), ("Roble", "PROPN", 0, "flat"),
        (",", "PUNCT", 5, "punct"), ("a", "DET", 5, "det"),
        ("Chilean", "ADJ", 5, "amod"), ("senator", "NOUN", 0, "appos"),
        (",", "PUNCT", 5, "punct"), ("has", "AUX", 8, "aux"),
        ("resigned", "VERB", 8, "root"),
    ]  # fmt: skip
    found = party(document_of(rows), 0)
    assert (found.text, found.country, found.sector) == ("Ana Roble", "CHL", "LEG")


def test_a_title_before_an_unknown_name():
    rows = [
        ("Peruvian", "ADJ", 3, "amod"), ("army", "NOUN", 3, "compound"), ("chief", "NOUN", 3, "compound"),
        ("Luis", "PROPN", 5, "nsubj"), ("Roble", "PROPN", 3, "flat"), ("resigned", "VERB", 5, "root"),
    ]  # fmt: skip
    found = party(document_of(rows), 3)
    assert (found.text, found.country, found.sector) == ("Peruvian army chief Luis Roble", "PER", "MIL")


def test_a_name_that_goes_on_after_of_is_whole():
    rows = [
        ("The", "DET", 1, "det"), ("Organization", "PROPN", 5, "nsubj"),
        ("of", "ADP", 4, "case"), ("American", "PROPN", 4, "amod"),
        ("States", "PROPN", 1, "nmod"), ("met", "VERB", 5, "root"),
    ]  # fmt: skip
    found = party(document_of(rows), 1)
    assert (found.text, found.country) == ("The Organization of American States", "IGO")


def test_a_dateline_is_not_part_of_the_span():
    rows = [
        ("QUITO", "PROPN", 3, "compound"), ("-", "PUNCT", 3, "punct"),
        ("Armed", "ADJ", 3, "amod"), ("men", "NOUN", 4, "nsubj"),
        ("fled", "VERB", 4, "root"),
    ]  # fmt: skip
    assert party(document_of(rows), 3).text == "Armed men"


def test_a_pronoun_takes_its_antecedent():
    first = [("Jacinda", "PROPN", 2, "nsubj"), ("Ardern", "PROPN", 0, "flat"), ("spoke", "VERB", 2, "root")]
    second = [("She", "PRON", 1, "nsubj"), ("left", "VERB", 1, "root")]
    name = NamedSpan(0, 0, 2, 0, 14, "Jacinda Ardern", "PERSON")
    document = document_of(first, second, entities=(name,), antecedents={(1, 0): 0})
    found = party(document, 0, ActorContext(datetime.date(2019, 1, 1)), sentence=1)
    assert (found.text, found.name, found.country, found.sector) == ("She", "Jacinda Ardern", "NZL", "GOV")


def test_a_pronoun_without_antecedent_is_unidentified():
    assert party(document_of([("They", "PRON", 1, "nsubj"), ("left", "VERB", 1, "root")]), 0).sector == "UNK"


def test_the_bare_army_is_that_of_the_place_of_the_clause():
    rows = [
        ("In", "ADP", 1, "case"), ("Chad", "PROPN", 4, "obl"), ("the", "DET", 3, "det"), ("army", "NOUN", 4, "nsubj"),
        ("advanced", "VERB", 4, "root"),
    ]  # fmt: skip
    assert party(document_of(rows), 3).country == "TCD"


def test_the_bare_army_has_no_country_where_nothing_gives_it():
    rows = [("The", "DET", 1, "det"), ("army", "NOUN", 2, "nsubj"), ("advanced", "VERB", 2, "root")]
    document = document_of(rows)
    assert party(document, 1).country is None
    assert party(document, 1, ActorContext(dominant_country="MLI")).country == "MLI"


def article_of(text, published=None):
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text)
    document = Document(text, (Span(0, len(text)),), ())
    return ParsedArticle(clean=CleanDoc(record=record, text=text), document=document, published_at=published)


def test_an_article_about_one_country():
    text = "Mali's army said Mali would vote. Troops in Bamako patrolled. Malian officials were calm."
    assert actor_context(article_of(text)).dominant_country == "MLI"
    assert actor_context(article_of("Mali and Chad met. Chad spoke to Mali about Niger.")).dominant_country is None


def test_a_last_name_stands_for_the_person_named_in_full():
    rows = [("Obrador", "PROPN", 1, "nsubj"), ("spoke", "VERB", 1, "root")]
    context = actor_context(article_of("Andres Manuel Lopez Obrador won. Obrador spoke."))
    assert party(document_of(rows), 0, context).country == "MEX"


def test_a_place_from_the_gazetteer_lends_its_country():
    rows = [("Zarela", "PROPN", 1, "compound"), ("police", "NOUN", 2, "nsubj"), ("fled", "VERB", 2, "root")]
    document = document_of(rows)
    place = PlaceMention("Zarela", 0, 6, "Zarela", 1, "PRY", None, 0.0, 0.0, "city", "unique", 1.0)
    context = actor_context(article_of(document.text), places=(place,))
    assert party(document, 1, context).country == "PRY"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("bridge", "place"),
        ("rocket", "weapon"),
        ("treaty", "abstract"),
        ("bombing", "event"),
        ("soldiers", "person"),
        ("truck", "thing"),
    ],
)
def test_classes_of_nouns(word, expected):
    document = document_of([("The", "DET", 1, "det"), (word, "NOUN", 2, "nsubj"), ("fell", "VERB", 2, "root")])
    assert class_of(document, document.sentences[0], 1) == expected


def test_a_number_word_takes_its_complement_with_it():
    rows = [
        ("Several", "ADJ", 5, "nsubj"), ("of", "ADP", 2, "case"), ("unions", "NOUN", 0, "obl"),
        ("in", "ADP", 4, "case"), ("Norway", "PROPN", 2, "nmod"), ("met", "VERB", 5, "root"),
    ]  # fmt: skip
    found = party(document_of(rows), 0)
    assert (found.text, found.country, found.sector) == ("Several of unions", "NOR", "LAB")


def test_a_country_before_its_arms_is_its_military():
    rows = [("Omani", "ADJ", 1, "amod"), ("warplanes", "NOUN", 2, "nsubj"), ("landed", "VERB", 2, "root")]
    assert party(document_of(rows), 0).sector == "MIL"
    rows[1] = ("oil", "NOUN", 2, "nsubj")
    assert party(document_of(rows), 0).sector is None


def test_an_apposed_body_says_better_what_a_group_is():
    rows = [
        ("The", "DET", 1, "det"), ("militia", "NOUN", 6, "nsubj"), (",", "PUNCT", 4, "punct"),
        ("the", "DET", 4, "det"), ("YPG", "PROPN", 1, "appos"), (",", "PUNCT", 4, "punct"), ("left", "VERB", 6, "root"),
    ]  # fmt: skip
    found = party(document_of(rows), 1)
    assert (found.name, found.country, found.sector) == ("YPG", "SYR", "REB")


def test_a_calling_that_is_a_last_name_is_none():
    rows = [("Carpenter", "PROPN", 1, "nsubj"), ("spoke", "VERB", 1, "root")]
    first = [("Joan", "PROPN", 2, "nsubj"), ("Carpenter", "PROPN", 0, "flat"), ("sang", "VERB", 2, "root")]
    name = NamedSpan(0, 0, 2, 0, 14, "Joan Carpenter", "PERSON")
    document = document_of(first, rows, entities=(name,), antecedents={(1, 0): 0})
    found = party(document, 0, sentence=1)
    assert (found.name, found.sector) == ("Joan Carpenter", None)


def test_whom_people_are_loyal_to_tells_their_country():
    rows = [
        ("Troops", "NOUN", 5, "nsubj"), ("loyal", "ADJ", 0, "amod"), ("to", "ADP", 4, "case"),
        ("Khalifa", "PROPN", 4, "compound"), ("Haftar", "PROPN", 1, "obl"), ("fled", "VERB", 5, "root"),
    ]  # fmt: skip
    found = party(document_of(rows), 0)
    assert (found.text, found.country, found.sector) == ("Troops", "LBY", "MIL")
