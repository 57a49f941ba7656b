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

__all__ = [
    "ActivityFile",
    "DangerousEntitiesError",
    "Limits",
    "NotIatiError",
    "ReadActivity",
    "Reading",
    "Source",
    "StoppedReadingError",
    "Summary",
    "counts_of",
    "read_activities",
    "read_file",
]
