"""A file that is refused as a whole, with a name for the reason and words for the person who sent it.

What is wrong inside a readable file is a finding instead, and the rest of the file is still checked.
"""

from toguna.rules.findings import Finding, Severity


class RefusedFileError(ValueError):
    """Nothing was read from this file. `message` is a French template, filled with `values`."""

    code = "refused-file"

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values)
        self.message = message
        self.values = values

    def finding(self) -> Finding:
        """The refusal as one finding about the whole file."""
        return Finding(self.code, Severity.ERROR, self.message, self.values)


class TooLargeError(RefusedFileError):
    """The file is larger, longer or deeper than any true one."""

    code = "too-large"


TOO_MANY_BYTES = "Ce fichier est trop grand : %(found)s octets, au plus %(most)s. Partagez-le en plusieurs fichiers."


def limit(found: int, most: int, message: str) -> None:
    """Refuse a file that has more of something than any true file; `message` says of what, with both numbers."""
    if found > most:
        raise TooLargeError(message, found=found, most=most)
