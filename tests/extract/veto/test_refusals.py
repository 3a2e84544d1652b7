"""Every mention of an act ends as a row, a merge or a refusal with a code; every code has a sentence of its own."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from schemas.codes.refusal import REFUSALS
from schemas.event import Party
from schemas.records import Resolved
from transforms.extract import coder, extract, load_resources
from transforms.extract.drafting import sentence_drafts, unasserted
from transforms.extract.frames.load import Frame
from transforms.extract.frames.mention import EventMention
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.refusal import Case, Vetoes
from transforms.extract.veto.reported import one_side
from transforms.extract.veto.rows import unwritten
from transforms.extract.veto.weighing import Needed, judged

BANKS = Path(__file__).parents[1]
APART = frozenset({"NV104", "NV109", "NV305", "NV319", "NV401", "NV403", "NV404"})
"""Codes with a test of their own below."""
NONE = Needed(2, 2)
"""No objection gives way."""


def bank(name):
    lines = (BANKS / name).read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]


def test_codes_are_documented_and_each_has_a_name_and_a_sentence():
    assert all(re.fullmatch(r"NV\d{3}", code) for code in REFUSALS)
    assert len({reason.name for reason in REFUSALS.values()}) == len(REFUSALS)
    assert all(reason.sentence.endswith(".") for reason in REFUSALS.values())
    assert {veto.code for veto in coder.VETOES} <= REFUSALS.keys()
    assert len({veto.name for veto in coder.VETOES}) == len(coder.VETOES)


def test_every_veto_explains_itself():
    assert all(veto.rule.__doc__ and veto.rule.__doc__.startswith("Refuse ") for veto in coder.VETOES)


def test_a_veto_needs_a_documented_code():
    with pytest.raises(ValueError, match="NV999"):
        Vetoes()("NV999")


def test_sentences_are_refused_with_their_code(coded):
    rows = bank("veto/refusals.txt")
    wrong = [
        f"{code}: {sentence} -> {[(r.code, r.trigger) for r in found.refusals]}"
        for (code, sentence), found in zip(rows, coded(*(row[1] for row in rows), needed=NONE), strict=True)
        if code not in {r.code for r in found.refusals}
    ]
    assert not wrong, "\n".join(wrong)
    assert {row[0] for row in rows} | APART == REFUSALS.keys()


def test_a_refusal_stands_on_its_words(coded):
    text = "A landslide killed six villagers near Medan."
    (found,) = coded(text)
    (refusal,) = found.refusals
    assert (refusal.code, refusal.detail, refusal.event_type) == ("NV202", "landslide", "ASSAULT")
    assert text[refusal.start : refusal.end] == refusal.trigger == "killed"
    assert refusal.name == "accident"
    assert refusal.explanation == REFUSALS["NV202"].sentence


def outcomes(found):
    """Return how many mentions became part of a row, and how many were refused."""
    return sum(len(event.mentions) for event in found.events), len(found.refusals)


def test_every_draft_ends_as_a_row_a_merge_or_a_refusal(coded, monkeypatch):
    sentences = [row[3] for row in bank("positives.txt")] + [row[0] for row in bank("negatives.txt")]
    drafts = count_readings(monkeypatch)
    found = coded(*sentences)
    assert drafts[0] > 300
    assert sum(sum(outcomes(one)) for one in found) == drafts[0]
    assert all(refusal.code in REFUSALS for one in found for refusal in one.refusals)


def count_readings(monkeypatch):
    """Return a list whose only member counts the predications that frames fit, as they are read."""
    counted = [0]
    read = coder.sentence_drafts

    def counting(sentence, participants, frames):
        for one in read(sentence, participants, frames):
            counted[0] += 1
            yield one

    monkeypatch.setattr(coder, "sentence_drafts", counting)
    return counted


def test_drafts_are_never_changed(coded):
    (found,) = coded("Rebels attacked an army base in Mali on Monday, killing two soldiers.")
    (draft, *_) = found.mentions[0]
    with pytest.raises(AttributeError):
        draft.type = "AID"
    other = draft.changed("type/test", type="AID")
    assert draft.type == "ASSAULT"
    assert other.steps[-1] == ("type/test", "type", "ASSAULT", "AID")
    assert draft.changed("type/test", type="ASSAULT") is draft


def test_a_low_confidence_refuses_every_mention(coded):
    (kept,) = coded("Rebels attacked an army base in Mali.")
    (found,) = coded("Rebels attacked an army base in Mali.", floor=0.999)
    assert kept.events
    assert not found.events
    assert [r.code for r in found.refusals] == ["NV401"]
    assert found.refusals[0].detail.endswith("< 1.00")


def test_rows_less_sure_than_asked_for_are_refused(parsed):
    (article,) = parsed("Rebels attacked an army base in Mali.")
    resources = load_resources()
    (event,) = extract(article, Resolved(), "a", resources=resources).events
    found = extract(article, Resolved(), "a", resources=resources, least=event.confidence + 0.01)
    assert not found.events
    assert [(r.code, r.detail) for r in found.refusals] == [
        ("NV404", f"{event.confidence:.2f} < {event.confidence + 0.01:.2f}")
    ]
    assert extract(article, Resolved(), "a", resources=resources, least=event.confidence).events == (event,)


def test_a_pronoun_for_the_actor_is_no_recipient(coded, cast_of):
    text = "Paul Ortega blamed Maria Lund."
    (found,) = coded(text)
    draft = found.mentions[0][0]
    himself = Party("him", 0, 3, name=draft.actors[0].name or "Paul Ortega")
    actor = replace_party(draft.actors[0], himself.name)
    case = Case(replace(draft, actors=(actor,), recipients=(himself,)), cast_of(text))
    assert one_side(case) == "him"
    assert one_side(Case(draft, cast_of(text))) is None


def replace_party(party, name):
    return Party(party.text, party.start, party.end, name, party.country, party.sector)


def test_an_attack_of_which_nothing_is_told_is_refused(coded, cast_of):
    text = "Rebels attacked an army base in Mali."
    (found,) = coded(text)
    draft = replace(found.mentions[0][0], actors=(), recipients=(Party("it", 0, 2),), targets=(), means=())
    (refusal,) = unwritten([draft], cast_of(text), floor=0.0)
    assert refusal.code == "NV403"


def test_a_frame_that_needs_a_recipient_refuses_without_one(parsed):
    own = load_resources((("own.txt", "v zap\n  is ASSAULT\n  recipient iobj\n  flags needrecipient\n"),))
    (article,) = parsed("Rebels zap.")
    verb = next(i for i, word in enumerate(article.document.sentences[0].words) if word == "zap")
    tree = made_verb(article.document.sentences[0], verb)
    found = list(sentence_drafts(tree, Participants(article.document), own.frames))
    assert [(one.code, one.trigger) for one in found] == [("NV104", "zap")]


def made_verb(sentence, verb):
    """Return a sentence of a subject and a verb, whatever the parser made of it."""
    heads = [verb] * len(sentence)
    deps = ["nsubj" if i < verb else "root" if i == verb else "punct" for i in range(len(sentence))]
    tags = ["VBD" if i == verb else tag for i, tag in enumerate(sentence.xpos)]
    kinds = ["VERB" if i == verb else kind for i, kind in enumerate(sentence.upos)]
    lemmas = ["zap" if i == verb else lemma for i, lemma in enumerate(sentence.lemmas)]
    return dataclasses.replace(sentence, heads=heads, deps=deps, xpos=tags, upos=kinds, lemmas=lemmas)


def test_an_adjective_outside_a_clause_states_nothing(coded):
    (found,) = coded("Rebels attacked an army base in Mali.")
    draft = found.mentions[0][0]
    p = replace(draft.mention.predication, pos="a", copula=False, token=draft.mention.actors[0])
    frame: Frame = draft.mention.frame
    assert unasserted(EventMention(p, frame, "ACCUSE", None, None), draft.sentence) == "NV109"
    assert unasserted(EventMention(replace(p, copula=True), frame, "ACCUSE", None, None), draft.sentence) == ""


def test_the_first_veto_that_hits_makes_the_refusal(coded, cast_of):
    text = "Rebels attacked an army base in Mali."
    (found,) = coded(text)
    vetoes = Vetoes()
    vetoes("NV201")(lambda case: None)
    vetoes("NV202")(lambda case: "second")
    vetoes("NV203")(lambda case: "third")
    objected = judged(Case(found.mentions[0][0], cast_of(text)), vetoes.all)
    assert objected.objections == (("NV202", "second"),)


@pytest.mark.shared
def test_every_draft_of_foreign_sentences_ends_too(coded, monkeypatch, shared):
    lines = (shared / "gold" / "dev" / "plover" / "PLV_train.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[:350]]
    drafts = count_readings(monkeypatch)
    found = coded(*texts)
    assert sum(sum(outcomes(one)) for one in found) == drafts[0]
    assert drafts[0] > len(texts)
