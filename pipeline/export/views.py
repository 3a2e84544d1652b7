"""``views.sql``: the datasets of an output, and their flat views, for DuckDB.

The views give what ``newsbeam export --format csv`` and ``--format panel`` write; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dataset.rows import MONTHLY, PUBLIC, public
from pipeline.export.panel import NEWS_DAYS, TYPES
from pipeline.export.values import HAPPENED, country_codes

HEAD = """\
-- The tables of this dataset and their flat views, for DuckDB 1.3 or later. From the directory of the dataset:
--     duckdb -init views.sql
-- from anywhere else:
--     duckdb -cmd "SET VARIABLE newsbeam = 'PATH/TO/DATASET'" -init PATH/TO/DATASET/views.sql
"""
FOLDER = "SET VARIABLE newsbeam = coalesce(getvariable('newsbeam'), '.')"
TABLE = """\
CREATE OR REPLACE VIEW {name} AS
FROM read_parquet(getvariable('newsbeam') || '/{name}/**/*.parquet', hive_partitioning = {hive},
    union_by_name = true)"""
MACROS = (
    r"CREATE OR REPLACE MACRO one_line(words) AS trim(regexp_replace(words, '[\s\p{Z}]+', ' ', 'g'))",
    """\
CREATE OR REPLACE MACRO joined(names) AS nullif(array_to_string(list_filter(names,
    lambda name, i: name <> '' AND list_position(names, name) = i), '; '), '')""",
    """\
CREATE OR REPLACE MACRO party_names(parties) AS
    list_transform(parties, lambda party: one_line(coalesce(nullif(party.name, ''), party.text)))""",
)
EVENTS = """\
CREATE OR REPLACE VIEW dated_events AS
SELECT e.*, coalesce(nullif(e.publisher, ''), nullif(a.agency, '')) AS told_by,
    CASE WHEN e.date_start IS NULL THEN 'none' WHEN e.date_basis = 'publication' THEN 'publication'
        ELSE e.date_precision END AS how_dated,
    row_number() OVER (ORDER BY e.date_start IS NULL, e.place IS NULL, e.confidence DESC,
        e.published_at NULLS LAST, e.event_id) AS worth
FROM events AS e JOIN articles AS a USING (article_id)"""
BEST = """\
    event_type, event_mode, joined(contexts) AS contexts, cameo_code, quad_class::INTEGER AS quad_class,
    round(goldstein::DOUBLE, 1) AS goldstein, status, historical, date_start, date_end, how_dated AS date_precision,
    party_names(actors)[1] AS actor1, actors[1].country AS actor1_country, actors[1].sector AS actor1_sector,
    joined(party_names(actors)) AS actors,
    party_names(recipients)[1] AS actor2, recipients[1].country AS actor2_country,
    recipients[1].sector AS actor2_sector, joined(party_names(recipients)) AS recipients,
    place.country AS country, c.country_name, place.admin1 AS admin1, one_line(place.name) AS place,
    CASE WHEN place.precision <> 'country' THEN place.lat END AS latitude,
    CASE WHEN place.precision <> 'country' THEN place.lon END AS longitude,
    place.precision AS place_precision"""
TOLL = """\
    min({kind}_low) AS {kind}_low,
    CASE WHEN NOT coalesce(bool_or({kind}_low IS NOT NULL AND {kind}_high IS NULL), false)
        THEN max({kind}_high) END AS {kind}_high"""
ALL_REPORTS = """\
{tolls},
    bool_or(disputed) AS disputed, count(*)::INTEGER AS reports,
    joined(list(told_by ORDER BY worth) FILTER (told_by IS NOT NULL)) AS sources,
    min(published_at) AS first_published, max(published_at) AS last_published"""
FLAT = """\
CREATE OR REPLACE VIEW {view} AS
WITH told AS (SELECT {key}, arg_min(event_id, worth) AS event_id,
{together}
    FROM dated_events GROUP BY {key})
SELECT b.incident_id, b.event_id,
{best},
    told.killed_low, told.killed_high, told.wounded_low, told.wounded_high,
    casualties_cumulative AS toll_is_running, told.disputed, round(confidence::DOUBLE, 3) AS confidence,
    told.reports, told.sources, told.first_published, told.last_published,
    one_line(url) AS url, one_line(evidence) AS evidence
FROM dated_events AS b JOIN told ON b.event_id = told.event_id
LEFT JOIN country_names AS c ON c.country = place.country
ORDER BY date_start NULLS LAST, b.incident_id, b.event_id"""
PANEL = """\
CREATE OR REPLACE VIEW panel AS
WITH kept AS (FROM dated_events WHERE status IN ({happened}) AND NOT historical
        AND place.country IS NOT NULL AND date_start IS NOT NULL),
told AS (SELECT incident_id, arg_min(event_id, worth) AS event_id,
{tolls}
    FROM kept GROUP BY incident_id),
news AS (SELECT coalesce((min(published_at) AT TIME ZONE 'UTC')::DATE - {days}, '-infinity'::DATE) AS first,
    coalesce((max(published_at) AT TIME ZONE 'UTC')::DATE + {days}, 'infinity'::DATE) AS last FROM kept),
placed AS (SELECT place.country AS country, date_trunc('month', date_start)::DATE AS month, event_type, how_dated,
        told.killed_low, told.killed_high, told.wounded_low, told.wounded_high
    FROM kept JOIN told USING (event_id), news
    WHERE date_start BETWEEN news.first AND news.last
        AND date_trunc('month', date_start) = date_trunc('month', coalesce(date_end, date_start))),
months AS (SELECT unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH))::DATE AS month FROM placed),
grid AS (SELECT DISTINCT p.country, m.month FROM placed AS p, months AS m)
SELECT g.country, c.country_name, year(g.month)::INTEGER AS year, month(g.month)::INTEGER AS month,
    count(p.country)::INTEGER AS incidents,
    (count(*) FILTER (how_dated = 'publication'))::INTEGER AS dated_by_publication,
{types},
{sums},
    (count(*) FILTER (coalesce(killed_low, killed_high, wounded_low, wounded_high) IS NOT NULL))::INTEGER
        AS incidents_with_toll
FROM grid AS g LEFT JOIN placed AS p USING (country, month) LEFT JOIN country_names AS c ON c.country = g.country
GROUP BY g.country, c.country_name, g.month ORDER BY g.country, g.month"""
SUMS = """\
    CASE WHEN count(p.country) = 0 OR count(coalesce({kind}_low, {kind}_high)) > 0
        THEN coalesce(sum({kind}_low), 0)::INTEGER END AS {kind}_low,
    CASE WHEN count(p.country) = 0 THEN 0
        WHEN count(*) FILTER ({kind}_low IS NOT NULL AND {kind}_high IS NULL) = 0
        THEN sum({kind}_high)::INTEGER END AS {kind}_high"""


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def country_statement() -> str:
    """Return the view of country names."""
    rows = ",\n".join(f"    ({quoted(code)}, {quoted(found.name)})" for code, found in sorted(country_codes().items()))
    return f"CREATE OR REPLACE VIEW country_names AS FROM (VALUES\n{rows}\n) AS _(country, country_name)"


def view_statements() -> list[str]:
    """Return the statements of the flat views over tables or views named as the datasets are."""
    kinds = ("killed", "wounded")
    tolls = ",\n".join(TOLL.format(kind=kind) for kind in kinds)
    together = ALL_REPORTS.format(tolls=tolls)
    panel = PANEL.format(
        happened=", ".join(quoted(status) for status in sorted(HAPPENED)),
        days=NEWS_DAYS,
        tolls=tolls,
        types=",\n".join(
            f"    (count(*) FILTER (event_type = {quoted(name)}))::INTEGER AS {name.lower()}" for name in TYPES
        ),
        sums=",\n".join(SUMS.format(kind=kind) for kind in kinds),
    )
    return [
        *MACROS,
        country_statement(),
        EVENTS,
        FLAT.format(view="flat", key="incident_id", best=BEST, together=together),
        FLAT.format(view="flat_events", key="event_id", best=BEST, together=together).replace(
            "SELECT event_id, arg_min(event_id, worth) AS event_id,", "SELECT event_id,"
        ),
        panel,
    ]


def table_statements(names: Sequence[str] = PUBLIC) -> list[str]:
    """Return the statements of views of the datasets below ``getvariable('newsbeam')``."""
    by_month = {name: str(name in MONTHLY).lower() for name in names}
    return [FOLDER, *(TABLE.format(name=name, hive=by_month[name]) for name in names)]


def views_sql(*, traced: bool = False) -> str:
    """Return the content of ``views.sql``; ``traced``: the output holds a trace."""
    return HEAD + ";\n\n".join([*table_statements(public(traced=traced)), *view_statements()]) + ";\n"
