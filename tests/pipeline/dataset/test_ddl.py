"""Other engines' tables: every statement is one that a parser of the engine's language accepts, with every column."""

import pytest
import sqlglot
from sqlglot import exp

from pipeline.dataset.rows import MONTHLY, SCHEMAS, public
from pipeline.describe.ddl import DIALECTS, ddl
from pipeline.errors import UsageError


@pytest.mark.parametrize("engine", DIALECTS)
@pytest.mark.parametrize("dataset", public(traced=True))
def test_a_parser_of_the_engine_accepts_it(engine, dataset):
    statements = sqlglot.parse(ddl(engine, dataset), dialect=engine, error_level=sqlglot.ErrorLevel.RAISE)
    created = statements[0]
    assert isinstance(created, exp.Create)
    columns = [column.name for column in created.find_all(exp.ColumnDef) if column.parent is created.this]
    added = ["year", "month"] if dataset in MONTHLY and engine in ("trino", "spark") else []
    assert columns == [*SCHEMAS[dataset].names, *added]


def test_places_and_unknown_engines():
    assert "LOCATION 's3://mine/data/events/'" in ddl("athena", "events", "s3://mine/data/")
    with pytest.raises(UsageError, match="choose one of bigquery, athena, trino, spark"):
        ddl("oracle", "events")
