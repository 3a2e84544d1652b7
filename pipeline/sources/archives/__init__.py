"""Archives of the web: records, responses and their bodies."""
