"""Builds the packaged language model from openly licensed treebanks (see training/README.md)."""
