"""English stands in data files: no module of transforms holds a list of more than eight words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import transforms

ROOT = Path(transforms.__file__).parent
LIMIT = 8

TECHNICAL = {
    "clean/decode.py": {"_SUPERSETS", "_ALIASES", "_WESTERN_LANGUAGES"},  # encodings and language codes
    "clean/damage/entities.py": {"COMMON"},  # names of HTML entities
    "clean/pages/authors.py": {"META", "INLINE"},  # names of HTML meta elements and elements
    "clean/pages/body.py": {"_BLOCKS", "_ASIDE"},  # names of HTML elements
    "extract/actors/classes.py": {"CLASSES", "LABEL_CLASSES"},  # our own classes and labels
    "extract/actors/lexicon/entries.py": {"LABELS", "TIED_SECTORS"},  # kinds, labels and sectors
    "extract/actors/lexicon/petrarch.py": {"SECTORS"},  # CAMEO and PLOVER codes
    "extract/actors/lexicon/words.py": {"_SPECIAL"},  # letters
    "extract/actors/nations.py": {"DEALING"},  # sectors
    "extract/confidence.py": {"features", "KEPT", "act_features"},  # names of features
    "extract/frames/load.py": {"OPERATORS", "GROUPS", "OPERATOR_RECIPIENTS", "DECLARED", "FLAGS"},  # codes and slots
    "extract/merge/harms.py": {"FITTING"},  # codes
    "extract/opinion/question.py": {"PARTY_SLOTS"},  # slots
    "extract/roles/codes/local.py": {"LOCAL"},  # sectors
    "extract/roles/parties.py": {"AUTHORS"},  # slots
    "extract/rows.py": {"COLUMNS"},  # names of columns
    "extract/veto/domain.py": {"PRIVATE_SECTORS", "POLITICAL"},  # codes
    "parse/clause/noun_phrase.py": {"BEFORE", "LEFT", "_bridge", "_trim"},  # relations and punctuation
    "parse/clause/relations.py": {"TOLD_BELOW"},  # relations
    "parse/clause/repair/__init__.py": {"REPAIRS"},  # relations and tags
    "parse/clause/repair/agreement.py": {"_BEFORE"},  # relations
    "parse/clause/repair/gerunds.py": {"_CLAUSAL"},  # relations
    "parse/clause/repair/participles.py": {"_LEFT"},  # relations
    "parse/language/clearnlp.py": {"MARKS", "_RENAMED"},  # relations
    "parse/language/lemmas.py": {"KINDS"},  # tags
    "resolve/dates/lexicon.py": {"NUMBER_SHAPES"},  # classes of the date grammar
    "parse/places/text.py": {"JOINING"},  # what stands between words
    "world/own.py": {"COLUMNS"},  # names of columns
    "world/gazetteer.py": {"LETTERS"},  # letters
    "world/geonames.py": {"SITES"},  # feature codes
    "words/classes.py": {"BUILT_IN"},  # our own classes
}
"""Tuples of codes, tags, relations and signs, which are no words of a language, by module and name."""


def strings(node: ast.AST) -> Iterator[str]:
    """Yield the strings that a literal holds: those of displays, of their parts, and the words of ``"...".split()``."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Call(func=ast.Attribute(attr="split", value=ast.Constant(value=str(text)))):
            yield from text.split()
        case ast.Call(func=ast.Name(), args=[only]) | ast.Starred(value=only):
            yield from strings(only)
        case ast.Set(elts=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from strings(part)
        case ast.Dict(keys=keys, values=values):
            for part in (*keys, *(value for value in values if not isinstance(value, ast.Constant))):
                if part is not None:
                    yield from strings(part)
        case ast.BinOp(left=left, right=right) if not isinstance(node.op, ast.Mod):
            yield from strings(left)
            yield from strings(right)


def lists_of(source: str) -> Iterator[tuple[str, int, list[str]]]:
    """Yield the literals of a module with more than ``LIMIT`` strings: the name they stand under, line and strings."""

    def visit(node: ast.AST, name: str) -> Iterator[tuple[str, int, list[str]]]:
        for child in ast.iter_child_nodes(node):
            inner = name
            if isinstance(child, ast.FunctionDef):
                inner = child.name
            elif isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name) and not name:
                inner = child.targets[0].id
            elif isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name) and not name:
                inner = child.target.id
            display = isinstance(child, ast.Set | ast.List | ast.Tuple | ast.Dict | ast.BinOp | ast.Call)
            found = list(strings(child)) if display else []
            if len(found) > LIMIT:
                yield inner, child.lineno, found
            else:
                yield from visit(child, inner)

    return visit(ast.parse(source), "")


def test_no_module_holds_a_list_of_words():
    heaps = []
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for constant, line, found in lists_of(path.read_text(encoding="utf-8")):
            if constant not in TECHNICAL.get(name, ()):
                heaps.append(f"{name}:{line} {constant}: {' '.join(found)[:80]}")
    assert not heaps, "move these to transforms/words or transforms/world:\n" + "\n".join(heaps)


def test_every_exemption_is_needed():
    for name, constants in TECHNICAL.items():
        found = {constant for constant, _, _ in lists_of((ROOT / name).read_text(encoding="utf-8"))}
        assert constants <= found, f"{name}: {sorted(constants - found)}"


def test_the_checker_sees_through_the_usual_spellings():
    many = " ".join(f"w{i}" for i in range(9))
    for source in (
        f'A = frozenset("{many}".split())',
        f"A = {set(many.split())}",
        f"A = frozenset({many.split()}) | other",
        f"def f(x):\n    return x in {tuple(many.split())}",
        "A = {" + ", ".join(f'"{w}": 1' for w in many.split()) + "}",
    ):
        assert [len(found) for _, _, found in lists_of(source)] == [9], source
    assert not list(lists_of('A = frozenset("a b c d e f g h".split())'))
