import pytest

from transforms.extract.frames.load import load_frames, parse_frames
from transforms.extract.frames.petrarch_verbs import convert, is_verb_dictionary

DICTIONARY = """\
# Written for this test
&TOOL
+HAMMER
+CROWBAR_
+BLOW_TORCH

--- BASH [182] ---   # the block's own code
BASH {BASHES BASHED BASHING }
CLOBBER [1823]
+KICK_IN {+KICKED_IN }
+TAKE_FLIGHT {+TOOK_FLIGHT }
- * {PRIVATE HOME} (WITH &TOOL)   [1712]   # BASH
- MOB * DOORS   [1712]
- * OVER   [---]
- * DRUM   [010]
- * (BEFORE COURT)   [:173]
- * TALKS   [046:046]
- * (AGAINST +)   [1121]
- * HOMES (OF A NEIGHBOUR) (IN)   [182]
- * (FOR HELP)   [0233]
- * ONE TWO   [182]
- * &NOSUCH   [182]
- * (BY $)   [182]
- * ODDLY   [999]
- * WITHOUT A CODE
~ VP (a WILL)   [030]
"""


@pytest.fixture
def frames():
    text = convert("verbs.txt", DICTIONARY).text
    return list(parse_frames(text.splitlines(), "verbs.txt"))


def named(frames, lemma, **slots):
    """Return the one frame of a lemma whose constraints are on these slots with these words."""
    found = [
        frame
        for frame in frames
        if frame.lemma == lemma
        and {c.slot: c.lemmas for c in frame.when} == {k: frozenset(v) for k, v in slots.items()}
    ]
    assert len(found) == 1
    return found[0]


def test_dictionary_is_told_from_frames():
    assert is_verb_dictionary(DICTIONARY)
    assert not is_verb_dictionary("v attack\n  is ASSAULT\n")
    assert not is_verb_dictionary("")


def test_a_verb_has_its_own_code_or_that_of_its_block(frames):
    codes = {frame.lemma: frame.cameo for frame in frames if not frame.when and frame.type and not frame.particles}
    assert codes == {"bash": "182", "clobber": "1823"}
    assert [frame.particles for frame in frames if frame.lemma == "kick" and not frame.when and frame.type] == [("in",)]


def test_noun_phrases_sets_and_prepositions(frames):
    frame = named(frames, "bash", obj={"home"}, any={"private"}, **{"with": {"hammer", "crowbar"}})
    assert (frame.type, frame.mode, frame.cameo) == ("ASSAULT", "destroy", "1712")
    assert named(frames, "clobber", subj={"mob"}, obj={"doors", "door"}).cameo == "1712"
    assert named(frames, "bash", obj={"homes", "home"}, of={"neighbour"}, **{"in": set()}).cameo == "182"


def test_null_codes_become_guards(frames):
    guards = [frame for frame in frames if "none" in frame.flags]
    assert {(frame.lemma, frame.particles) for frame in guards} == {
        ("bash", ("over",)), ("clobber", ("over",)), ("kick", ("in", "over")),
    }  # fmt: skip


def test_directions(frames):
    charged = named(frames, "bash", before={"court"})
    assert (charged.type, charged.recipient) == ("COERCE", (("subj",),))
    assert charged.actor[0] == ("obj",)
    assert "mutual" in named(frames, "bash", obj={"talks", "talk"}).flags
    assert named(frames, "bash", against=set()).recipient == (("against",),)


def test_appeals_are_requests(frames):
    asked = named(frames, "bash", **{"for": {"help"}})
    assert (asked.type, asked.mode, asked.cameo) == ("REQUEST", "assist", "1033")


def test_what_has_no_counterpart_is_counted():
    converted = convert("verbs.txt", DICTIONARY)
    assert dict(converted.left_out) == {
        "verbs of several words": 1,
        "public statements (01), which PLOVER drops": 1,
        "patterns with several parts after the verb": 1,
        "sets that are not in the dictionary": 1,
        "patterns with the source after the verb": 1,
        "codes outside CAMEO": 1,
        "patterns without a code": 1,
        "verb-phrase transformations": 1,
        "set members of several words, each time a pattern uses them": 1,
    }
    assert converted.summary.startswith(f"{converted.frames} frames, 9 entries left out (")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "--- [",
        "&",
        "+",
        "--- A ---\nB {\n- * ( [182]\n- * {} [182]\n- [182]\n- *",
        "\0\ud800",
        "- * X [182]",
    ],
)
def test_odd_text_never_raises(text):
    list(parse_frames(convert("odd.txt", text).text.splitlines(), "odd.txt"))


def test_converted_frames_load_beside_the_packaged_ones():
    own = load_frames((("verbs.txt", convert("verbs.txt", DICTIONARY).text),))
    assert own.of("v", "clobber")[0].rule.startswith("verbs/clobber.v:")
    assert len(own.of("v", "bash")) > len(load_frames().of("v", "bash"))
