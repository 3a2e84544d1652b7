"""Nobody outside ``parse/clause`` reads voice, subject or negation off the tree."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RELATIONS = re.compile(r"""["'](?:nsubj|csubj|aux|obl:agent|expl["':]|n't")""")
"""Relations by which a tree tells subject, voice and auxiliary, and the word by which it tells negation."""


def test_voice_subject_and_negation_are_read_in_one_place():
    for path in sorted((ROOT / "transforms").rglob("*.py")):
        name = path.relative_to(ROOT / "transforms").as_posix()
        if not name.startswith(("parse/clause/", "parse/language/")):
            assert RELATIONS.findall(path.read_text(encoding="utf-8")) == [], name
