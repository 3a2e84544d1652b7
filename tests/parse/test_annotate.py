"""Annotated documents: structure, batches, damage, and sentences of the conflict domain."""

import pytest

from transforms.parse.annotate import annotate

ARTICLE = """Gunmen attack border post

Gunmen attacked a border post near Bandiagara on Tuesday, killing four soldiers. Colonel Idris Kamara told
reporters. at the base that the attackers fled north.

REBELS ALSO SHELLED THE AIRPORT OF THE CAPITAL. Nobody was hurt."""


def words(sentence, tokens):
    return [sentence.words[i] for i in tokens]


def test_offsets_point_into_the_text(model):
    document = annotate([ARTICLE], model)[0]
    assert len(document.paragraphs) == 3
    for sentence in document.sentences:
        assert (
            len({len(v) for v in (sentence.words, sentence.lemmas, sentence.upos, sentence.heads, sentence.deps)}) == 1
        )
        for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            assert ARTICLE[start:end] == word
        assert sum(d == "root" for d in sentence.deps) >= 1
        assert all(sentence.deps[i] == "root" for i in sentence.roots())
    for name in document.entities:
        assert ARTICLE[name.start : name.end] == name.text
        sentence = document.sentences[name.sentence]
        assert (sentence.starts[name.first], sentence.ends[name.last - 1]) == (name.start, name.end)


def test_stray_stops_are_no_tokens_and_stay_in_the_text(model):
    document = annotate([ARTICLE], model)[0]
    assert [ARTICLE[o - 9 : o + 1] for o in document.broken] == ["reporters."]
    sentence = document.sentence_at(document.broken[0])
    assert (
        words(sentence, range(len(sentence)))[4:8] == ["reporters", "at", "the", "base"]
        or "reporters" in sentence.words
    )
    assert document.broken[0] not in sentence.starts


def test_capitals_are_parsed_like_other_text(model):
    sentence = next(s for s in annotate([ARTICLE], model)[0].sentences if s.words[0] == "REBELS")
    shell = sentence.words.index("SHELLED")
    assert sentence.lemmas[shell] == "shell"
    assert words(sentence, sentence.children_by(shell, "nsubj")) == ["REBELS"]
    assert words(sentence, sentence.children_by(shell, "obj")) == ["AIRPORT"]


def test_results_do_not_depend_on_the_batch(model):
    texts = [ARTICLE, "Yes.", "Iran", "The group denied it. It blamed Omar Diallo. He fled.", ""]
    together = annotate(texts, model)
    assert together == [annotate([t], model)[0] for t in texts]
    assert together == annotate(texts[::-1], model)[::-1]


def test_unwanted_sentences_are_tagged_but_not_parsed(model):
    document = annotate([ARTICLE], model, wants_parse=lambda text: "attacked" in text)[0]
    parsed = [s for s in document.sentences if s.parsed]
    assert len(parsed) == 1
    for sentence in document.sentences:
        if not sentence.parsed:
            assert set(sentence.deps) == {"dep"}
            assert list(sentence.heads) == list(range(len(sentence)))
            assert all(sentence.upos) and all(sentence.xpos)
    assert any(n.text == "Idris Kamara" for n in document.entities)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "....",
        "\x00\x01",
        "\ud800\udc00 \udfff",
        "x" * 30_000,
        "\u202e\u200b",
        "?!" * 500,
        "a\n\n\n\nb",
        "’" * 40,
    ],
)
def test_odd_text_does_not_raise(model, text):
    document = annotate([text], model)[0]
    assert document.text == text
    assert all(len(s) for s in document.sentences)


# text, verb, subjects, objects, agents, names
CASES = [
    ("Rebels attacked a police station in Gao on Monday.", "attacked", ["Rebels"], ["station"], [], {"Gao"}),
    ("Two soldiers were killed by gunmen near Mosul.", "killed", ["soldiers"], [], ["gunmen"], {"Mosul"}),
    ("Police arrested 20 protesters in Cairo.", "arrested", ["Police"], ["protesters"], [], {"Cairo"}),
    ("The Taliban released three hostages on Friday.", "released", ["Taliban"], ["hostages"], [], {"Taliban"}),
    ("Israeli jets bombed a weapons depot in Syria.", "bombed", ["jets"], ["depot"], [], {"Israeli", "Syria"}),
    (
        "President Vladimir Putin met Angela Merkel in Berlin.",
        "met",
        ["Putin"],
        ["Merkel"],
        [],
        {"Vladimir Putin", "Angela Merkel", "Berlin"},
    ),
    ("A suicide bomber blew up a bus in Kabul, wounding 14 people.", "blew", ["bomber"], ["bus"], [], {"Kabul"}),
    ("The village was shelled by government troops overnight.", "shelled", ["village"], [], ["troops"], set()),
    (
        "Boko Haram fighters kidnapped dozens of schoolgirls in Borno.",
        "kidnapped",
        ["fighters"],
        ["dozens"],
        [],
        {"Boko Haram", "Borno"},
    ),
    (
        "The United States imposed sanctions on North Korea.",
        "imposed",
        ["States"],
        ["sanctions"],
        [],
        {"United States", "North Korea"},
    ),
    (
        "Ukraine accused Russia of violating the ceasefire.",
        "accused",
        ["Ukraine"],
        ["Russia"],
        [],
        {"Ukraine", "Russia"},
    ),
    ("Thousands of demonstrators blocked roads in La Paz.", "blocked", ["Thousands"], ["roads"], [], {"La Paz"}),
    ("The rebels freed the hostages after talks with the army.", "freed", ["rebels"], ["hostages"], [], set()),
    ("Hamas fired rockets at Israel from Gaza.", "fired", ["Hamas"], ["rockets"], [], {"Hamas", "Israel", "Gaza"}),
    (
        "Colonel Ahmed Saleh was assassinated by unknown gunmen in Aden.",
        "assassinated",
        ["Saleh"],
        [],
        ["gunmen"],
        {"Ahmed Saleh", "Aden"},
    ),
    ("The army recaptured the town of Bama from the insurgents.", "recaptured", ["army"], ["town"], [], {"Bama"}),
    (
        "Kenyan forces killed 12 militants in southern Somalia, officials said.",
        "killed",
        ["forces"],
        ["militants"],
        [],
        {"Kenyan", "Somalia"},
    ),
    (
        "Turkey will send troops to Libya, Foreign Minister Mevlut Cavusoglu said.",
        "send",
        ["Turkey"],
        ["troops"],
        [],
        {"Turkey", "Libya", "Mevlut Cavusoglu"},
    ),
    (
        "A car bomb exploded outside the embassy, but nobody claimed responsibility.",
        "claimed",
        ["nobody"],
        ["responsibility"],
        [],
        set(),
    ),
    (
        "Colombia and the FARC signed a peace accord in Havana.",
        "signed",
        ["Colombia"],
        ["accord"],
        [],
        {"Colombia", "FARC", "Havana"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[c[0][:30] for c in CASES])
def test_sentences_of_the_domain(model, case):
    text, verb, subjects, objects, agents, names = case
    document = annotate([text], model)[0]
    (sentence,) = document.sentences
    at = sentence.words.index(verb)

    def found(*relations):
        """Return the heads of arguments, a name by its last word."""
        out = []
        for i in sentence.children_by(at, *relations):
            inside = next((n for n in document.entities if n.first <= i < n.last), None)
            after = next((n for n in document.entities if n.first == i + 1 and sentence.words[i] == "Colonel"), None)
            name = inside or after
            out.append(sentence.words[name.last - 1] if name else sentence.words[i])
        return out

    assert found("nsubj", "nsubj:pass") == subjects
    assert found("obj") == objects
    assert [sentence.words[i] for i in sentence.children[at] if sentence.deps[i] == "obl:agent"] == agents
    assert {n.text for n in document.entities} == names
