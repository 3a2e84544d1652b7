"""Packs tables of places and languages from their sources."""
