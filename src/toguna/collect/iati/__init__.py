"""Other publishers' IATI activity files (2.01 to 2.03), read tolerantly, and what their reading can be told with."""

from toguna.collect.iati.limits import DangerousEntitiesError, Limits, NotIatiError, StoppedReadingError
from toguna.collect.iati.reading import (
    ActivityFile,
    ReadActivity,
    Reading,
    Summary,
    counts_of,
    read_activities,
    read_file,
)
from toguna.collect.iati.sources import Source
from toguna.collect.iati.survey import ActivityLine, Survey, by_weight, survey
from toguna.collect.iati.value_rows import HEADINGS, ValueRow, said_in, value_rows

__all__ = [
    "HEADINGS",
    "ActivityFile",
    "ActivityLine",
    "DangerousEntitiesError",
    "Limits",
    "NotIatiError",
    "ReadActivity",
    "Reading",
    "Source",
    "StoppedReadingError",
    "Summary",
    "Survey",
    "ValueRow",
    "by_weight",
    "counts_of",
    "read_activities",
    "read_file",
    "said_in",
    "survey",
    "value_rows",
]
