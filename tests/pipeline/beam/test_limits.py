"""No record stops a worker: one that takes too long becomes a reject, the others are coded."""

import time

import pytest
import standin_coder

from pipeline.beam import coding
from pipeline.beam.limits import RecordTimeoutError, limited
from schemas.records import RawRecord
from schemas.reject import Reject
from transforms.process import Settings


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "done"


def test_a_call_within_the_limit_returns():
    assert limited(lambda: spin(0.01), 5) == "done"


def test_a_call_over_the_limit_is_interrupted_and_nothing_after_it():
    start = time.monotonic()
    with pytest.raises(RecordTimeoutError):
        limited(lambda: spin(30), 0.2)
    assert time.monotonic() - start < 5
    assert spin(0.3) == "done"


def test_a_slow_record_is_a_reject_and_its_neighbours_are_not(monkeypatch):
    def process(records, *, settings):
        for record in records:
            if record.text == "SLOW":
                spin(30)
        return standin_coder.process_batch(records, settings=settings)

    standin_coder.process_batch([RawRecord("a", "0", "text", text="Loads what is needed.")], settings=Settings())
    monkeypatch.setattr(coding, "process_batch", process)
    monkeypatch.setattr(coding, "RECORD_SECONDS", 3.0)
    texts = ["Rebels attacked soldiers in the north.", "SLOW", "It rained in the capital for the whole day."]
    records = [RawRecord("a", str(i), "text", text=text) for i, text in enumerate(texts)]
    first, slow, last = coding.code_records(records, Settings())
    assert isinstance(slow, Reject) and (slow.code, slow.payload) == ("NB302", b"SLOW")
    assert not isinstance(first, Reject) and not isinstance(last, Reject)
