"""The datasets as external tables of other engines: ``newsbeam schema --ddl bigquery|athena|trino|spark``."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pyarrow as pa

from pipeline.dataset.rows import MONTHLY, SCHEMAS
from pipeline.errors import UsageError

FIRST_YEAR, LAST_YEAR = 0, 2100
"""Years that Athena looks for; 0 holds what has no known date."""


class Dialect(msgspec.Struct, frozen=True):
    """How an engine writes types and tables."""

    scalars: dict[str, str]
    """Arrow type to the engine's."""
    quote: str
    member: str
    """A member of a struct: ``{name}`` and ``{kind}``."""
    struct: str
    array: str
    table: Callable[[str, str, str], str]
    """From dataset, columns and place to a statement."""


def bigquery(dataset: str, columns: str, place: str) -> str:
    """Return an external table of BigQuery."""
    return (
        f"CREATE OR REPLACE EXTERNAL TABLE newsbeam.{dataset} (\n{columns}\n)\nOPTIONS (\n"
        f"  format = 'PARQUET',\n  enable_list_inference = TRUE,\n  uris = ['{place}/{dataset}/*']\n)"
    )


def athena(dataset: str, columns: str, place: str) -> str:
    """Return an external table of Athena, whose partitions are computed and need no crawler."""
    parted = dataset in MONTHLY
    partitions = "\nPARTITIONED BY (`year` int, `month` int)" if parted else ""
    projection = (
        "\nTBLPROPERTIES (\n  'projection.enabled' = 'true',\n"
        f"  'projection.year.type' = 'integer', 'projection.year.range' = '{FIRST_YEAR},{LAST_YEAR}',\n"
        "  'projection.month.type' = 'integer', 'projection.month.range' = '0,12',\n"
        f"  'storage.location.template' = '{place}/{dataset}/year=${{year}}/month=${{month}}/'\n)"
    )
    return (
        f"CREATE EXTERNAL TABLE newsbeam.{dataset} (\n{columns}\n){partitions}\nSTORED AS PARQUET\n"
        f"LOCATION '{place}/{dataset}/'{projection if parted else ''}"
    )


def trino(dataset: str, columns: str, place: str) -> str:
    """Return an external table of Trino's Hive connector."""
    parted = dataset in MONTHLY
    added = ',\n  "year" INTEGER,\n  "month" INTEGER' if parted else ""
    partitions = ",\n  partitioned_by = ARRAY['year', 'month']" if parted else ""
    return (
        f"CREATE TABLE hive.newsbeam.{dataset} (\n{columns}{added}\n)\nWITH (\n"
        f"  external_location = '{place}/{dataset}',\n  format = 'PARQUET'{partitions}\n)"
    )


def spark(dataset: str, columns: str, place: str) -> str:
    """Return an external table of Spark SQL, and the statement that finds its partitions."""
    parted = dataset in MONTHLY
    added = ",\n  `year` INT,\n  `month` INT" if parted else ""
    partitions = "\nPARTITIONED BY (`year`, `month`)" if parted else ""
    found = f";\n\nMSCK REPAIR TABLE newsbeam.{dataset}" if parted else ""
    return (
        f"CREATE TABLE newsbeam.{dataset} (\n{columns}{added}\n)\nUSING PARQUET{partitions}\n"
        f"LOCATION '{place}/{dataset}'{found}"
    )


def scalars(names: str) -> dict[str, str]:
    """Return the names of an engine's types, given in the order of the values below and separated by bars."""
    text, int8, int32, int64, real, double, boolean, date, timestamp, binary = names.split("|")
    return {
        "string": text, "int8": int8, "int32": int32, "int64": int64, "float": real, "double": double,
        "bool": boolean, "date32[day]": date, "timestamp[us, tz=UTC]": timestamp, "binary": binary,
    }  # fmt: skip


DIALECTS = {
    "bigquery": Dialect(
        scalars("STRING|INT64|INT64|INT64|FLOAT64|FLOAT64|BOOL|DATE|TIMESTAMP|BYTES"),
        "`", "{name} {kind}", "STRUCT<{members}>", "ARRAY<{kind}>", bigquery,
    ),
    "athena": Dialect(
        scalars("string|tinyint|int|bigint|float|double|boolean|date|timestamp|binary"),
        "`", "{name}:{kind}", "struct<{members}>", "array<{kind}>", athena,
    ),
    "trino": Dialect(
        scalars(
            "VARCHAR|TINYINT|INTEGER|BIGINT|REAL|DOUBLE|BOOLEAN|DATE|TIMESTAMP(6) WITH TIME ZONE|VARBINARY"
        ),
        '"', "{name} {kind}", "ROW({members})", "ARRAY({kind})", trino,
    ),
    "spark": Dialect(
        scalars("STRING|TINYINT|INT|BIGINT|FLOAT|DOUBLE|BOOLEAN|DATE|TIMESTAMP|BINARY"),
        "`", "{name}: {kind}", "STRUCT<{members}>", "ARRAY<{kind}>", spark,
    ),
}  # fmt: skip
PLACES = {"bigquery": "gs://BUCKET/out", "athena": "s3://BUCKET/out", "trino": "s3://BUCKET/out", "spark": "/data/out"}


def type_of(kind: pa.DataType, dialect: Dialect) -> str:
    """Return an Arrow type as the engine writes it."""
    if pa.types.is_list(kind):
        return dialect.array.format(kind=type_of(kind.value_type, dialect))
    if pa.types.is_struct(kind):
        members = (
            dialect.member.format(name=f"{dialect.quote}{field.name}{dialect.quote}", kind=type_of(field.type, dialect))
            for field in kind
        )
        return dialect.struct.format(members=", ".join(members))
    return dialect.scalars[str(kind)]


def ddl(engine: str, dataset: str, place: str | None = None) -> str:
    """Return the statement that makes a dataset a table of an engine; UsageError for an engine that is not known."""
    if engine not in DIALECTS:
        raise UsageError(f"--ddl {engine}: choose one of {', '.join(DIALECTS)}.")
    dialect = DIALECTS[engine]
    columns = ",\n".join(
        f"  {dialect.quote}{field.name}{dialect.quote} {type_of(field.type, dialect)}" for field in SCHEMAS[dataset]
    )
    return dialect.table(dataset, columns, (place or PLACES[engine]).rstrip("/")) + ";"
