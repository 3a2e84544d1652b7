"""Measurements of speed, as ratios; each module is a program."""
