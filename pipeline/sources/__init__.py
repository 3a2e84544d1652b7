"""Readers: an opened file or a range of it becomes records and rejects."""
