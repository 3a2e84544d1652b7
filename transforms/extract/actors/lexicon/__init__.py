"""The actor resource: who and what is known by which words, on which days, and which of them a text names."""
