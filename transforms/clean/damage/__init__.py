"""Damage to a text: found, undone where that is honest, flagged where it is not."""
