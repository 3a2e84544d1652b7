"""Colours of the event types, the same in every chart."""

COLOURS = {
    "AGREE": "#8fbfe0", "CONSULT": "#5fa3d3", "SUPPORT": "#2f7fc1", "CONCEDE": "#b9d3ea", "COOPERATE": "#6fbf7a",
    "AID": "#2e9350", "RETREAT": "#9fd39a", "REQUEST": "#e6c84f", "ACCUSE": "#f0a93c", "REJECT": "#ea8a2e",
    "THREATEN": "#cf5f1c", "PROTEST": "#8f89c9", "SANCTION": "#c983a8", "MOBILIZE": "#b97db4", "COERCE": "#dd4f48",
    "ASSAULT": "#a3121d",
}  # fmt: skip
"""Blue and green cooperate, in words and in deeds; yellow to orange conflict in words, violet and red in deeds."""
