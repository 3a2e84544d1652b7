"""What the checks of a finished dataset say about single rows of events."""

import pyarrow as pa
import pytest
from finished_dataset import article, event

from pipeline.dataset.accounting import Result, account
from pipeline.dataset.checks import check_article, check_event
from pipeline.dataset.sink import FileInfo, tally
from schemas.codes.ontology import goldstein

TITLE = "Rebels attacked soldiers near Konduga on Monday."


def found(row, **changes):
    return list(check_event(row, article(**changes)))


def test_a_sound_row_has_nothing_wrong():
    sound = event("a", steps=[{"rule": "blame", "field": "actors"}], contexts=["military", "legal"])
    assert not [what for what in found(sound) if not what.startswith(("actors", "recipients", "place", "url"))]


def test_an_act_of_the_title_is_checked_against_the_title():
    row = event("a", evidence_part="title")
    assert not any(what.startswith(("evidence", "trigger")) for what in found(row, title=TITLE, text="Other words."))
    assert any(what.startswith("evidence") for what in found(row, title="Attack near Konduga"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"evidence_part": "caption"}, "evidence_part"),
        ({"confidence_roles": 1.5}, "confidence_roles"),
        ({"contexts": ["military", "legal", "military"]}, "contexts: one stands twice"),
        ({"contexts": ["martial"]}, "contexts"),
        ({"steps": [{"rule": "", "field": "actors"}]}, "steps"),
        ({"steps": [{"rule": "blame", "field": "nothing"}]}, "steps"),
    ],
)
def test_what_is_wrong_is_named(changes, told):
    assert any(what.startswith(told) for what in found(event("a", **changes)))


def hurt(text, sentence):
    start = sentence.index(text)
    fields = dict.fromkeys(("name", "country", "sector"))
    return {"text": text, "start": start, "end": start + len(text), "harm": "killed", "low": 1, "high": 1, **fields}


def test_nobody_is_killed_by_his_own_attack_unless_the_text_says_so():
    killed = "Rebels attacked soldiers near Konduga on Monday and died."
    row = event("a", sentence=killed, victims=[hurt("Rebels", killed)])
    assert [what for what in found(row, text=killed) if "acts and is killed" in what]
    own = "Rebels attacked soldiers near Konduga on Monday and blew themselves up."
    row = event("a", sentence=own, victims=[hurt("Rebels", own)])
    assert not [what for what in found(row, text=own) if "acts and is killed" in what]


@pytest.mark.parametrize(
    ("mode", "code", "agrees"),
    [
        ("suicide-attack", "1831", True),
        ("suicide-attack", "1712", False),
        ("firearms", "193", True),
        ("firearms", "190", True),
        ("aerial", "193", False),
    ],
)
def test_mode_and_cameo_code_of_violence_agree(mode, code, agrees):
    row = event("a", mode=mode, cameo_code=code, goldstein=goldstein(code))
    assert any(what.startswith("cameo_code") for what in found(row)) is not agrees


def test_refusals_of_an_article_are_documented_codes():
    assert not [what for what in check_article(article(refusals=["NV207", "NV207"])) if what.startswith("refusals")]
    assert [what for what in check_article(article(refusals=["NV999"])) if what.startswith("refusals")]


def test_refusals_are_counted_by_code_over_all_rows_that_are_kept():
    column = pa.chunked_array([[["NV207", "NV301"], [], ["NV207"], ["NV101"]]], pa.list_(pa.string()))
    assert tally(column, pa.array([0, 1, 2])) == {"NV207": 2, "NV301": 1}


def test_the_accounting_sums_the_refusals_of_all_files():
    files = tuple(
        FileInfo(f"articles/{n}.parquet", "articles", 1, 1, "", None, None, 0, "", {"refusals": {"NV207": n}})
        for n in (1, 2)
    )
    assert account(Result(files=files)).refusals_by_code == {"NV207": 3}
