"""What builds the package data: the language model, tables of names and places, weights (see training/README.md)."""
