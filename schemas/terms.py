"""Under which terms the data stand and how they are cited: in every Parquet file, README and Croissant description."""

from schemas.version import VERSION

LICENCE = (
    "Coded data: yours to license. Place names, codes and coordinates are derived from GeoNames, CC BY 4.0 "
    "(https://creativecommons.org/licenses/by/4.0/). Titles, texts and quoted sentences are their publishers'."
)
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
"""Of the part that has one: what is derived from GeoNames."""
TITLE = "newsbeam: articles and PLOVER 2.0 events from news"
CITATION = f"{TITLE}, version {VERSION}. Place data: GeoNames (https://www.geonames.org), CC BY 4.0."
