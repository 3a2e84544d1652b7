"""The annotated document: what the language layer gives to every later stage.

Offsets are Unicode code points into the article's stored text, half open: ``text[start:end]`` is the
surface string. Token indices are local to their sentence. Syntax is Universal Dependencies v2, tags are
Penn Treebank (``xpos``) and UD (``upos``), whatever pipeline produced them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """A half-open stretch of the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as parallel lists, one entry per token (no white-space tokens).

    ``heads[i]`` is the index of the head of token ``i`` within the sentence; a root is its own head.
    A sentence that no stage asked to parse has ``parsed=False``: every token is a root with relation ``dep``,
    ``upos``, ``xpos`` and ``lemmas`` are still filled.
    """

    index: int
    paragraph: int
    start: int
    end: int
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    lemmas: Sequence[str]
    upos: Sequence[str]
    xpos: Sequence[str]
    heads: Sequence[int]
    deps: Sequence[str]
    parsed: bool = True
    children: Sequence[Sequence[int]] = field(init=False, compare=False, repr=False)
    low: Sequence[str] = field(init=False, compare=False, repr=False)
    """The words in lower case."""
    phrases: dict[int, tuple[int, int]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """By head, first and last-plus-one token of the phrases that were asked for (``parse.clause.noun_phrase``)."""

    def __post_init__(self) -> None:
        """Index the children of every token and fold the words, once."""
        object.__setattr__(self, "low", list(map(str.lower, self.words)))
        if not self.parsed:
            object.__setattr__(self, "children", [()] * len(self.words))
            return
        children: list[list[int]] = [[] for _ in self.words]
        for i, head in enumerate(self.heads):
            if head != i:
                children[head].append(i)
        object.__setattr__(self, "children", children)

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)

    def roots(self) -> list[int]:
        """Return the tokens that are their own head."""
        return [i for i, head in enumerate(self.heads) if head == i]

    def child(self, token: int, *relations: str) -> int | None:
        """Return the first child of ``token`` with one of the relations (``nsubj`` also meets ``nsubj:outer``)."""
        for i in self.children[token]:
            dep = self.deps[i]
            if dep in relations or dep.split(":")[0] in relations:
                return i
        return None

    def children_by(self, token: int, *relations: str) -> list[int]:
        """Return the children of ``token`` with one of the relations, exact or by the part before the colon."""
        return [i for i in self.children[token] if self.deps[i] in relations or self.deps[i].split(":")[0] in relations]

    def subtree(self, token: int) -> list[int]:
        """Return ``token`` and everything below it, in sentence order."""
        found, children = [token], self.children
        for i in found:  # which grows as it is read
            found += children[i]
        found.sort()
        return found

    def ancestors(self, token: int) -> Iterator[int]:
        """Yield the heads above ``token`` up to its root."""
        seen = {token}
        while (head := self.heads[token]) not in seen:
            yield head
            seen.add(head)
            token = head

    def span(self, first: int, last: int) -> Span:
        """Return the text span of tokens ``first`` up to and without ``last``."""
        return Span(self.starts[first], self.ends[last - 1])


class NamedSpan(msgspec.Struct, frozen=True):
    """A named entity: tokens ``first`` up to and without ``last`` of sentence ``sentence``."""

    sentence: int
    first: int
    last: int
    start: int
    end: int
    text: str
    label: str
    """PERSON, ORG, GPE, LOC, FAC, NORP, EVENT, WEAPON, ... (``schemas.article.ENTITY_LABELS``)."""


class Document(msgspec.Struct, frozen=True, dict=True):
    """One annotated article body."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[NamedSpan, ...] = ()
    antecedents: Mapping[tuple[int, int], int] = {}
    """(sentence, token) of a pronoun or of the head of a definite description or shortened name to the index in
    ``entities`` of the name it stands for. Absent where that is not clear."""
    broken: tuple[int, ...] = ()
    """Offsets of full stops that stand inside a sentence (machine translation), joined for parsing."""
    offset: int = 0
    """Where the text of the article begins: behind its title and a blank line where the title is read too, as the
    first sentence or sentences; 0 where it is not. All offsets of a document count from the title's beginning."""

    @property
    def body(self) -> str:
        """The text of the article, without a title read before it."""
        return self.text[self.offset :]

    @property
    def title_sentences(self) -> int:
        """How many sentences the title before the text has."""
        return sum(sentence.start < self.offset for sentence in self.sentences)

    def names_of(self, sentence: Sentence) -> tuple[NamedSpan, ...]:
        """Return the names of a sentence, in their order."""
        return self._names.get(sentence.index, ())

    @cached_property
    def _names(self) -> dict[int, tuple[NamedSpan, ...]]:
        """The names by the index of their sentence."""
        return {index: tuple(names) for index, names in groupby(self.entities, key=_sentence_of)}

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that covers a text offset."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        found = self.sentences[low] if low < len(self.sentences) else None
        return found if found and found.start <= offset else None


def _sentence_of(name: NamedSpan) -> int:
    return name.sentence
