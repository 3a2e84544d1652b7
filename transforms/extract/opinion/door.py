"""Which opinion is asked: the packaged one, none, or a user's own."""

from __future__ import annotations

import importlib
from functools import cache

from transforms.extract.opinion.model import packaged
from transforms.extract.opinion.question import Opinion

PACKAGED = "packaged"
NOBODY = "none"


class OpinionError(ValueError):
    """A name that leads to no opinion; the message says what to write."""


@cache
def load_opinion(name: str) -> tuple[str, Opinion] | None:
    """Return the short name and the function of an opinion, None for ``none``.

    ``packaged``, or MODULE:NAME where NAME is a function from questions to answers, or a class whose instances are
    such functions; it is made once per process. ``OpinionError`` where there is none.
    """
    if name == NOBODY:
        return None
    if name == PACKAGED:
        return "acts", packaged()
    module_name, colon, attribute = name.partition(":")
    if not colon or not module_name or not attribute:
        raise OpinionError(f"--opinion {name}: write packaged, none, or MODULE:NAME of a function or class of yours.")
    try:
        found = getattr(importlib.import_module(module_name), attribute)
    except (ImportError, AttributeError) as problem:
        raise OpinionError(
            f"--opinion {name}: {problem}. The module must be importable where newsbeam runs (PYTHONPATH)."
        ) from problem
    made = found() if isinstance(found, type) else found
    if not callable(made):
        raise OpinionError(f"--opinion {name}: {attribute} is no function of questions.")
    return attribute, made
