"""Bytes or characters of a record to a repaired body with what its container says about it."""

from transforms.clean.article import clean as clean
