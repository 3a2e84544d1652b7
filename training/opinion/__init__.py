"""Trains the second opinion."""
