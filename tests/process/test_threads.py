"""Workers of other runners code in several threads of one process: the rows are those of one thread."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from pipeline.beam.coding import code_records
from schemas.records import RawRecord
from transforms import process
from transforms.process import Processed, Settings, process_batch

TEXTS = [
    f"{place}, March {day}, 2024 - Rebels of the {word} front killed {day} soldiers near {place}, a {word} said."
    for day, (place, word) in enumerate(
        [("Mosul", "jackdaw"), ("Lagos", "marlin"), ("Gao", "tamarack"), ("Homs", "ocelot"), ("Lima", "bobolink")], 2
    )
]


def test_threads_that_code_at_once_make_the_rows_of_one():
    def coded(index):
        text = TEXTS[index % len(TEXTS)]
        return code_records([RawRecord(f"{index % len(TEXTS)}.txt", "0", "text", data=text.encode())], Settings())

    alone = [coded(index) for index in range(len(TEXTS))]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(coded, range(40)))
    assert all(isinstance(result, Processed) for [result] in alone)
    assert together == [alone[index % len(TEXTS)] for index in range(40)]


def test_one_thread_codes_at_a_time(monkeypatch):
    at_work, most = [], []

    def watched(records, settings):
        at_work.append(threading.get_ident())
        most.append(len(at_work))
        time.sleep(0.02)
        at_work.pop()
        return []

    monkeypatch.setattr(process, "_process", watched)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: process_batch([], settings=Settings()), range(8)))
    assert most == [1] * 8
