"""Quality: how the product scores on gold data, and the floors below which a change must not fall."""
