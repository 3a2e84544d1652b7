from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.damage.edits import Edit, Tracked, apply_edits, undo


def test_edit_of_an_earlier_repair_keeps_the_first_text():
    tracked = apply_edits(Tracked("say &amp;quot; now"), [Edit(4, 9, "&", "entity")])
    tracked = apply_edits(tracked, [Edit(4, 10, '"', "entity")])
    assert tracked.text == 'say " now'
    assert [(r.start, r.end, r.before) for r in tracked.repairs] == [(4, 5, "&amp;quot;")]


def test_white_space_is_not_recorded_and_moves_repairs():
    tracked = apply_edits(Tracked("a   b&lt;c"), [Edit(5, 9, "<", "entity")])
    tracked = apply_edits(tracked, [Edit(1, 4, " ")])
    assert tracked.text == "a b<c"
    assert [(r.start, r.end) for r in tracked.repairs] == [(3, 4)]


def test_deletion_between_white_space_stays_a_point():
    tracked = apply_edits(Tracked("one\n\nSHARE\n\ntwo"), [Edit(5, 10, "", "boilerplate_share")])
    tracked = apply_edits(tracked, [Edit(3, 7, "\n\n")])
    assert tracked.text == "one\n\ntwo"
    (repair,) = tracked.repairs
    assert repair.start == repair.end == 5
    assert repair.before == "SHARE"


def test_change_that_is_taken_back_is_no_repair():
    tracked = apply_edits(Tracked("abc"), [Edit(1, 2, "x", "one")])
    assert apply_edits(tracked, [Edit(1, 2, "b", "two")]) == Tracked("abc")


def test_overlapping_edits_of_one_call_are_left_out():
    tracked = apply_edits(Tracked("abcdef"), [Edit(0, 3, "X", "k"), Edit(2, 4, "Y", "k")])
    assert tracked.text == "Xdef"


EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6), st.text("xyzé ", max_size=4), st.sampled_from(["k", "m"])),
    max_size=6,
)


@settings(deadline=None)
@given(st.text("abc ", min_size=1, max_size=30), st.lists(EDITS, max_size=4))
def test_undoing_the_repairs_gives_the_first_text(text, rounds):
    tracked = Tracked(text)
    for edits in rounds:
        size = len(tracked.text)
        chosen = [Edit(min(a, size), min(a + n, size), after, kind) for a, n, after, kind in edits if a < size]
        tracked = apply_edits(tracked, chosen)
    assert "".join(undo(*tracked).split()) == "".join(text.split())
    last = 0
    for repair in tracked.repairs:
        assert last <= repair.start <= repair.end <= len(tracked.text)
        last = repair.end
