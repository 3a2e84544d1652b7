"""Opening the Parquet files of a dataset, with a message where one is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.errors import UsageError


@contextmanager
def opened(output: str, path: str) -> Iterator[pq.ParquetFile]:
    """Open a file of the dataset ``output``; UsageError, with the way out, where it is no Parquet file."""
    whole = storage.join(output, path)
    with storage.open_binary(whole) as stream:
        try:
            parquet = pq.ParquetFile(stream)
        except (pa.ArrowInvalid, OSError) as error:
            raise UsageError(
                f"{whole} cannot be read as Parquet: {error}. Put it back from a copy; or, where it is in _links/ties, "
                "delete _runs/_links.json and run newsbeam link, which finds all ties again; else run again, with "
                "its --run-id, what the run read whose manifest in _runs names the file."
            ) from error
        yield parquet
