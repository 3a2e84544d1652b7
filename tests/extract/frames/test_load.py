"""The frame files: format, references and every example."""

import pytest

from transforms.extract.frames.examples import problem_of
from transforms.extract.frames.load import FrameError, load_frames, parse_frames

MISSES = 0.05
"""Share of examples that the parser may spoil; a frame whose example fails for its own fault is still a fault."""


def frames():
    return [frame for entries in load_frames().frames.values() for frame in entries]


def test_every_lemma_is_indexed_once_by_part_of_speech_and_block():
    rules = [frame.rule for frame in frames()]
    assert len(rules) == len(set(rules))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["v attack", "  is WAR"], "no event type"),
        (["v attack", "  is ASSAULT/laser"], "no mode"),
        (["v attack", "  is ASSAULT 999"], "no CAMEO code"),
        (["v attack", "  when obj=@nowhere", "  is ASSAULT"], "no word class"),
        (["v attack", "  operator SHOUT of obj"], "operator NAME"),
        (["v attack", "  when"], "needs is"),
        (["v attack", "is ASSAULT"], "indent"),
        (["x attack", "  is ASSAULT"], "begins with"),
        (["v Attack", "  is ASSAULT"], "bad lemma"),
        (["v attack", "  is ASSAULT", "  flags loud"], "unknown flags"),
        (["v attack", "  is ASSAULT", "  colour red"], "unknown key"),
    ],
)
def test_a_broken_frame_names_file_and_line(lines, message):
    with pytest.raises(FrameError, match=message) as caught:
        list(parse_frames(lines, "own.txt"))
    assert "own.txt:" in str(caught.value)


def test_a_users_frame_comes_before_the_packaged_ones():
    own = (("own.txt", "v zap\n  is ASSAULT/unconventional\n"),)
    assert load_frames(own).of("v", "zap")[0].mode == "unconventional"


def test_the_order_of_frames_decides_nothing():
    lines = [
        "v zap\n  when obj=dam|pylon\n  is ASSAULT/destroy\n\n",
        "v zap\n  when obj=dam\n  is COERCE/seize\n\n",
        "v zap\n  when obj=dam\n  is AGREE\n  flags weak\n\n",
        "v zap\n  when obj=dam subj\n  is SUPPORT\n\n",
        "v zap\n  is CONSULT\n\n",
        "v zap\n  is ASSAULT\n\n",
    ]
    readings = [
        [(f.type, f.mode) for f in load_frames((("own.txt", "".join(order)),)).of("v", "zap")]
        for order in (lines, lines[::-1], lines[3:] + lines[:3])
    ]
    assert readings[0] == readings[1] == readings[2]
    assert [kind for kind, _ in readings[0]] == ["SUPPORT", "COERCE", "ASSAULT", "ASSAULT", "CONSULT", "AGREE"]


def test_every_example_is_coded_as_its_frame_says(code):
    examples = [(frame.rule, example) for frame in frames() for example in frame.examples]
    coded = code(*(example.text for _, example in examples))
    wrong = []
    for (rule, example), events in zip(examples, coded, strict=True):
        problem = problem_of(example, events)
        if problem:
            wrong.append(f"{rule}: {problem}")
    assert len(wrong) <= MISSES * len(examples), "\n".join(wrong)
