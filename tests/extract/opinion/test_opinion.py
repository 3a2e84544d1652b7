"""The second opinion: what is asked, what is done with the answers, and the door for a user's own."""

from importlib.resources import files

import numpy as np
import pytest

from schemas.codes.ontology import event_types
from schemas.records import CleanDoc, ParsedArticle, RawRecord, Resolved
from transforms.extract import extract
from transforms.extract.opinion import Answer, load_opinion
from transforms.extract.opinion.clues import Reader
from transforms.extract.opinion.door import OpinionError
from transforms.extract.opinion.model import digest, packaged, read, write
from transforms.extract.opinion.question import Question
from transforms.extract.roles.parties import Participants
from transforms.extract.roles.phrases import SIDES
from transforms.parse.annotate import annotate
from transforms.resolve.harm.clauses import find_harm

SILENT = "The Kenyan government courted the Ugandan opposition on Monday."
CODED = "The Kenyan government condemned the Ugandan opposition on Monday."


class Mixer:
    """A tiny transformer: one head of attention over hashed words, fixed weights, a type by the strongest score."""

    TYPES = ("", "SUPPORT", "ACCUSE")
    WIDTH = 8

    def __init__(self):
        self.asked = []
        chance = np.random.default_rng(5)
        self.words = chance.normal(size=(64, self.WIDTH))
        self.query, self.key, self.value = (chance.normal(size=(self.WIDTH, self.WIDTH)) for _ in range(3))

    def __call__(self, questions):
        self.asked += questions
        return [self.answer(one) for one in questions]

    def answer(self, question):
        states = self.words[[sum(word.encode()) % 64 for word in question.sentence.split()]]
        scores = (states @ self.query) @ (states @ self.key).T / np.sqrt(self.WIDTH)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        mixed = (weights / weights.sum(axis=1, keepdims=True)) @ (states @ self.value)
        assert mixed.shape == (len(question.sentence.split()), self.WIDTH)
        return Answer(self.TYPES[1], 0.91)


@pytest.fixture
def asking(model, resources):
    """Return a function that codes a text with an opinion."""

    def run(text, opinion):
        (document,) = annotate([text], model)
        record = RawRecord(source_uri="test", source_locator="0", format="text", text=text)
        article = ParsedArticle(clean=CleanDoc(record=record, text=text), document=document)
        resolved = Resolved(harm=find_harm(document))
        return extract(article, resolved, "article", resources=resources, opinion=opinion).events

    return run


def test_an_opinion_is_asked_where_the_frames_are_silent_and_its_rows_say_so(asking):
    mixer = Mixer()
    (event,) = asking(SILENT, ("Mixer", mixer))
    assert (event.event_type, event.rule) == ("SUPPORT", "model/Mixer")
    assert event.confidence <= 0.91
    (question,) = mixer.asked
    marked = [question.sentence[a:b] for a, b in (question.predicate, *question.actors, *question.recipients)]
    assert marked == ["courted", "The Kenyan government", "the Ugandan opposition"]
    assert {"L court/V", "dep V root"} <= set(question.clues)
    assert not any("kenyan" in clue.lower() for clue in question.clues)


def test_nobody_is_asked_where_the_frames_speak_or_the_option_is_off(asking):
    mixer = Mixer()
    (event,) = asking(CODED, ("Mixer", mixer))
    assert event.event_type == "ACCUSE" and not event.rule.startswith("model/")
    assert mixer.asked == []
    assert asking(SILENT, None) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan government did not court the Ugandan opposition.",
        "The Kenyan government may court the Ugandan opposition.",
        "To court the Ugandan opposition takes time.",
    ],
)
def test_what_was_not_done_is_not_asked_about(asking, text):
    mixer = Mixer()
    assert asking(text, ("Mixer", mixer)) == ()
    assert mixer.asked == []


def test_an_unsure_answer_gives_no_row(asking):
    assert asking(SILENT, ("timid", lambda questions: [Answer("SUPPORT", 0.5) for _ in questions])) == ()


@pytest.mark.parametrize(
    ("answers", "problem"), [([], "0 answers to 1 questions"), ([Answer("WAR", 0.9)], "no PLOVER type")]
)
def test_a_faulty_opinion_is_told(asking, answers, problem):
    with pytest.raises(OpinionError, match=problem):
        asking(SILENT, ("faulty", lambda questions: answers))


def test_the_door_takes_a_class_of_the_users_own(tmp_path, monkeypatch):
    (tmp_path / "their_opinion.py").write_text(
        "class Coder:\n    def __call__(self, questions):\n        return []\nnothing = 3\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    name, asked = load_opinion("their_opinion:Coder")
    assert name == "Coder" and list(asked([])) == []
    assert load_opinion("none") is None
    for wrong, problem in (
        ("their_opinion", "MODULE:NAME"), ("their_opinion:Nobody", "PYTHONPATH"), ("no_such_module:X", "PYTHONPATH"),
        ("their_opinion:nothing", "no function"),
    ):  # fmt: skip
        with pytest.raises(OpinionError, match=problem):
            load_opinion(wrong)


def test_a_model_adds_the_weights_of_its_clues_and_comes_back_as_it_was_written(tmp_path):
    digests = np.array([digest("L praise/V"), digest("subj GPE")])
    write(tmp_path / "mine.npz", digests, np.array([[0.0, 3.0], [0.0, 2.0]]), ("", "SUPPORT"), ["praise/V"])
    found = read(tmp_path / "mine.npz")
    assert found.types == ("", "SUPPORT")
    assert found.knows("praise", "VERB")
    assert not found.knows("praise", "NOUN")
    sure, blank = found(
        [
            Question("", (0, 0), (), (), clues=("L praise/V", "subj GPE")),
            Question("", (0, 0), (), (), clues=("L sit/V",)),
        ]
    )
    assert (sure.type, sure.probability) == ("SUPPORT", pytest.approx(1 / (1 + np.exp(-5)), abs=0.001))
    assert (blank.type, blank.probability) == ("", 0.5)
    assert found.chances(["subj GPE", "subj GPE"]).tolist() == found.chances(["subj GPE"]).tolist()


def test_the_packaged_models_are_small_and_of_the_types():
    folder = files("transforms.extract.opinion")
    assert sum(len((folder / f"{name}.npz").read_bytes()) for name in ("acts", "sides")) < 3_000_000
    acts = packaged()
    assert acts.types == ("", *sorted(event_types()))
    assert len(acts.weights) == len(acts.digests) == len(set(acts.digests.tolist()))
    assert packaged("sides").types == SIDES
    assert load_opinion("packaged") == ("acts", acts)


FINED = "A court fined the Kenyan opposition leader 500 dollars on Monday."


def test_a_word_that_no_frame_knows_is_coded_by_the_packaged_model(asking, resources):
    assert not resources.frames.of("v", "fine")
    (event,) = asking(FINED, load_opinion("packaged"))
    assert (event.event_type, event.trigger, event.rule) == ("SANCTION", "fined", "model/acts")
    assert packaged().least <= event.confidence <= 1
    assert [party.text for party in event.actors] == ["A court"]
    assert asking(FINED, load_opinion("none")) == ()


def test_clues_mask_names(parsed, resources):
    for text in ("Kenya praised Uganda.", "Chad praised Niger."):
        (article,) = parsed(text)
        (sentence,) = article.document.sentences
        clues = set(Reader(sentence, Participants(article.document), resources.frames).clues(1))
        assert {"L praise/V", "subj GPE", "L praise/V obj GPE", "w-1 GPE", "r -"} <= clues
        assert not any(name in clue.lower() for clue in clues for name in ("kenya", "uganda", "chad", "niger"))
