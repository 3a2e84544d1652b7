"""Fits how sure the coder is, of a mention and of a row."""
