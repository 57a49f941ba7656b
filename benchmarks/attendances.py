"""About a million fictional attendances, the same on every run, as the extract that values are counted from.

Twenty thousand sheets of eight thousand activities in 700 communes over five years; a quarter of a million people who
come back; one tenth of ages unknown; head-counts beside the names.
"""

from pathlib import Path

import duckdb

from toguna.measure.schema import (
    FACTS_SCHEMA,
    PLACE_ANCESTOR_SCHEMA,
    PLACE_EDITION_SCHEMA,
    Extract,
    write_facts,
    write_parquet,
)

SHEETS = 20_000
SEATS_OF_A_SHEET = 49
PEOPLE = 250_000

# A draw is a hash of what is drawn, so that the same rows come out in any order and on any machine.
_DRAWS = """
CREATE MACRO draw(what, number, below) AS (hash(what || number::VARCHAR) % below)::INT;
CREATE MACRO key(what, number) AS md5(what || number::VARCHAR)::UUID::VARCHAR;
"""

_SHEETS = f"""
CREATE TABLE sheet AS
SELECT number AS sheet, draw('activity', number, 8000) AS activity,
       DATE '2016-10-01' + draw('day', number, 1826) AS start_on
FROM range({SHEETS}) AS numbers(number);

CREATE TABLE activity AS
SELECT number AS activity,
       ['training', 'training', 'forum', 'session', 'advocacy', 'campaign'][draw('kind', number, 6) + 1]
           AS activity_kind,
       [['women'], ['youth'], ['women', 'youth'], ['everyone'], []][draw('for', number, 5) + 1] AS designed_for,
       [['water'], ['health'], ['water', 'health'], ['budget'], []][draw('topic', number, 5) + 1] AS topics,
       CASE WHEN draw('joint', number, 20) = 0 THEN ['CEP', 'PECIC'] ELSE ['CEP'] END AS programmes,
       'commune-' || draw('place', number, 700) AS event_place,
       'cso-' || draw('cso', number, 18) AS implementer
FROM range(8000) AS numbers(number);

CREATE TABLE person AS
SELECT number AS person, ['female', 'male', 'female', 'male', NULL][draw('sex', number, 5) + 1] AS sex,
       CASE WHEN draw('unknown', number, 10) > 0 THEN 1945 + draw('birth', number, 60) END AS birth_year,
       'commune-' || draw('home', number, 700) AS residence_place
FROM range({PEOPLE}) AS numbers(number);
"""

_FACTS = f"""
SELECT key('fact', lines.number) AS id,
       CASE line WHEN 0 THEN 'event' WHEN {SEATS_OF_A_SHEET + 1} THEN 'headcount' ELSE 'participation' END AS kind,
       lines.number // 50 AS since,
       CASE WHEN draw('closed', lines.number, 50) = 0 THEN lines.number // 50 + 100 END AS until,
       '1' AS mapping_version, TRUE AS fictional, key('record', lines.sheet) AS record_version,
       'participant[' || line || ']' AS node, programmes, key('activity', sheet.activity) AS activity,
       'A-' || sheet.activity AS activity_code, activity_kind, designed_for, topics, '1' AS session,
       start_on, start_on AS end_on, event_place,
       CASE WHEN named THEN residence_place END AS residence_place, NULL AS area_place, implementer,
       CASE WHEN named THEN key('mention', lines.number) END AS mention,
       CASE WHEN named THEN key('person', person.person) END AS person,
       CASE WHEN named THEN birth_year END AS birth_year,
       CASE WHEN named THEN 'org-' || person.person % 900 END AS organisation,
       CASE WHEN line > 0 THEN person.sex END AS sex,
       CASE WHEN line > 0 THEN year(start_on) - birth_year END AS age_from,
       CASE WHEN line > 0 THEN year(start_on) - birth_year END AS age_to,
       NULL AS age_basis,
       CASE WHEN named AND draw('known', lines.number, 4) = 0 THEN draw('disability', lines.number, 12) = 0 END
           AS disability,
       CASE WHEN named THEN draw('displaced', person.person, 15) = 0 END AS displaced,
       CASE WHEN named THEN ['cso', 'citizen', 'youth', NULL][person.person % 4 + 1] END AS stakeholder_group,
       NULL AS function,
       1000 * (CASE WHEN line = {SEATS_OF_A_SHEET + 1} THEN 1 + draw('unnamed', sheet.sheet, 30) ELSE 1 END)
           AS quantity,
       'seat' AS unit, NULL AS currency, 'counted' AS basis,
       CASE WHEN line = {SEATS_OF_A_SHEET + 1} THEN 'sex_age' END AS cut
FROM (
    SELECT sheet * {SEATS_OF_A_SHEET + 2} + line AS number, sheet, line, line BETWEEN 1 AND {SEATS_OF_A_SHEET} AS named
    FROM range({SHEETS}) AS sheets(sheet), range({SEATS_OF_A_SHEET + 2}) AS seats(line)
) AS lines
JOIN sheet USING (sheet) JOIN activity USING (activity)
JOIN person ON person.person = draw('who', lines.number, {PEOPLE})
ORDER BY lines.number
"""

_ANCESTORS = """
SELECT 'one' AS edition, 'commune-' || number AS place, ancestor, level
FROM range(700) AS numbers(number),
     LATERAL (VALUES ('commune-' || number, 3), ('cercle-' || number % 60, 2), ('region-' || number % 60 % 10, 1))
         AS ancestors(ancestor, level)
"""

_EDITIONS = "SELECT 'one' AS edition, DATE '2010-01-01' AS valid_from, NULL AS valid_to"


def write_a_million_attendances(folder: Path) -> tuple[Extract, int]:
    """Write the extract; where it is and how many facts it holds."""
    extract = Extract.in_folder(folder)
    with duckdb.connect() as database:
        database.execute(_DRAWS + _SHEETS)
        columns = ", ".join(FACTS_SCHEMA.names)
        facts = write_facts(database.sql(f"SELECT {columns} FROM ({_FACTS})").to_arrow_reader(100_000), extract.facts)
        for query, path, schema in (
            (_ANCESTORS, extract.place_ancestors, PLACE_ANCESTOR_SCHEMA),
            (_EDITIONS, extract.place_editions, PLACE_EDITION_SCHEMA),
        ):
            write_parquet([database.sql(query).to_arrow_table()], path, schema)
    return extract, facts
