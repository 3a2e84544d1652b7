"""A finished dataset as Arrow tables and DuckDB relations: ``newsbeam.read``."""

from __future__ import annotations

from importlib.util import find_spec
from os import PathLike
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import duckdb

    from pipeline.dataset.manifest import Manifest


class Dataset:
    """The tables of one dataset as they were when it was opened: the runs that are committed then, no others."""

    def __init__(self, directory: str) -> None:
        from pipeline.export.dataset import dataset_files  # noqa: PLC0415 - imports Beam

        self.directory = directory
        self._files = dataset_files(directory)
        self._connection: duckdb.DuckDBPyConnection | None = None

    def table(self, dataset: str = "events") -> pa.Table:
        """Return ``articles``, ``events``, ``incidents``, ``rejects`` or, where a run wrote one, ``trace`` as a table.

        ValueError for another name.
        """
        from pipeline.export.dataset import read_table  # noqa: PLC0415 - imports Beam

        if dataset not in self._files:
            raise ValueError(f"no dataset {dataset!r}; choose one of {', '.join(self._files)}.")
        return read_table(dataset, self._files[dataset])

    @property
    def articles(self) -> pa.Table:
        """The articles."""
        return self.table("articles")

    @property
    def events(self) -> pa.Table:
        """The events."""
        return self.table("events")

    @property
    def rejects(self) -> pa.Table:
        """What could not become an article."""
        return self.table("rejects")

    @property
    def manifests(self) -> list[Manifest]:
        """What each run read, wrote and gave up."""
        from pipeline.dataset.manifest import read_manifests  # noqa: PLC0415 - imports Beam

        return read_manifests(self.directory)

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """Return a query over the tables and the flat views as a DuckDB relation.

        ImportError where duckdb is not installed.
        """
        if self._connection is None:
            self._connection = self._connect()
        return self._connection.sql(query)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        if find_spec("duckdb") is None:
            from pipeline.extras import install_command  # noqa: PLC0415 - only where it is missing

            raise ImportError(f"Dataset.sql needs DuckDB: {install_command('sql')}")
        import duckdb  # noqa: PLC0415 - an extra

        from pipeline.export.views import view_statements  # noqa: PLC0415 - imports Beam

        connection = duckdb.connect()
        for name in self._files:
            connection.register(name, self.table(name))
        for statement in view_statements():
            connection.execute(statement)
        return connection


def read(directory: str | PathLike[str]) -> Dataset:
    """Open a finished dataset, local or in an object store; ValueError where the directory holds none."""
    from pipeline.errors import UsageError  # noqa: PLC0415 - beside the import of Beam

    try:
        return Dataset(str(directory))
    except UsageError as error:
        raise ValueError(str(error)) from error
