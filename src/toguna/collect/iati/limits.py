"""How much of a stranger's file is read, and what is said when it is more than any true file has."""

from dataclasses import dataclass

from toguna.collect.refusals import RefusedFileError

PIECE = 256 * 1024
# The parser's own bounds, which stand as long as nobody asks it for huge trees.
MOST_DEPTH = 256
MOST_LETTERS_OF_A_TEXT = 10_000_000


@dataclass(frozen=True)
class Limits:
    """What one reading may take: of the file once unpacked, of one activity, of what is told about it."""

    file_bytes: int = 2_000_000_000
    activity_bytes: int = 20_000_000
    opening_letters: int = 200_000
    entity_letters: int = 1_000
    expanded_letters: int = 1_000_000
    findings: int = 2_000
    findings_of_a_kind: int = 200


class NotIatiError(RefusedFileError):
    """The file is something else than a file of IATI activities."""

    code = "not-iati-activities"


class DangerousEntitiesError(RefusedFileError):
    """The file asks for other files, or for texts made of texts."""

    code = "entities"


class StoppedReadingError(RefusedFileError):
    """What stands before this point was read, and nothing after it. `line` is 0 where it is not known."""

    code = "stopped"

    def __init__(self, code: str, message: str, line: int = 0, **values: object) -> None:
        super().__init__(message, **values)
        self.code = code
        self.line = line
