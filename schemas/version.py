"""The version of the package: the one place where it is written."""

VERSION = "0.2.0"
"""Also the coder version of manifests and Parquet metadata: rows of another version may differ."""
