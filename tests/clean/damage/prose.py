"""A line between two paragraphs of prose."""

from transforms.clean.damage.repair import repair

BEFORE = "The council met in the capital on Monday to discuss the budget for the coming year."


AFTER = "A second round of talks is planned for next week, according to the ministry."


def between(line: str) -> str:
    """Return what becomes of a line between two paragraphs of prose."""
    text = repair(f"{BEFORE}\n\n{line}\n\n{AFTER}").text
    return text.removeprefix(BEFORE).removesuffix(AFTER).strip()
