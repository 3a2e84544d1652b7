"""Labels in lines of their own, with menus around them."""

import pytest
from test_structure import BODY, read

MENU = "\n\n".join(f"Section {name}" for name in "ABCDEFGHIJ")


def page_text(labels, first="Bridge reopens - Ardel County Works"):
    return f"{first}\n\n{MENU}\n\nBridge reopens\n\n{labels}\n\nHome\n\nPress\n\n{BODY} {BODY}"


def test_author_and_day_behind_a_menu():
    found, _ = read(page_text("Author\n\nJo Verra\n\nPublished\n\nMarch 6, 2018"))
    assert found.authors == ("Jo Verra",)
    assert (str(found.published_at.date()), found.published_basis) == ("2018-03-06", "text")
    assert found.title == "Bridge reopens"


def test_labels_in_another_order():
    found, _ = read(page_text("Date published:\n\n6 March 2018\n\nWritten by\n\nAnn Lee"))
    assert found.authors == ("Ann Lee",)
    assert str(found.published_at.date()) == "2018-03-06"


@pytest.mark.parametrize("labels", ["Author\n\nHome", "Published\n\nMonthly", "Authors and readers\n\nJo Verra"])
def test_labels_that_name_nothing(labels):
    found, _ = read(page_text(labels))
    assert (found.authors, found.published_at) == ((), None)


def test_a_label_in_the_narrative_is_none():
    found, _ = read(f"{BODY} {BODY}\n\n{MENU}\n\nPublished\n\nMarch 6, 2018\n\n{BODY}")
    assert found.published_at is None
