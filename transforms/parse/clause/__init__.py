"""One reading of every clause: who does what to whom, in which voice, whether it happened, and who says so.

``repair`` mends a parse before a sentence is made of it. ``clauses.Clauses`` then reads a sentence once for every
stage: ``tokens`` (one word and its children), ``voice``, ``subjects``, ``modality``, ``nominals`` and ``verbs`` are its
layers, ``clause.Clause`` what it gives out. ``factuality`` and ``speakers`` ask the clauses above; ``word_order`` reads
verbs that the tagger missed, ``noun_phrase`` how far a noun phrase goes, ``relations`` how one word hangs on another.
Nobody outside this package looks at relations for voice, subject or negation.
"""
