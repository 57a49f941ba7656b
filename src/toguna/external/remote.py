"""What every server that is pulled from can tell, whatever its make: forms, submissions, their versions, their files.

It is the vocabulary that the flow speaks with the adapters. It knows neither HTTP nor what is kept here.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

Cursor = Mapping[str, str]


@dataclass(frozen=True)
class RemoteVersion:
    """One version of the form as the other server has it. `renamed` maps its paths to the newest version's.

    Where no XForm could be made of it, its bytes are empty: answers are kept all the same.
    """

    version: str
    title: str
    xform: bytes
    renamed: Mapping[str, str]


@dataclass(frozen=True)
class Listed:
    """One submission in the other server's list.

    `key` stays the same through its edits; `fingerprint` changes with everything that must be fetched again. A
    submission that is not complete awaits files there, and is looked at again next time whatever its fingerprint says.
    """

    key: str
    fingerprint: str
    changed_at: str
    is_complete: bool = True
    is_encrypted: bool = False


@dataclass(frozen=True)
class SentVersion:
    """One version of a submission. An empty form version means: as its XML says."""

    key: str
    instance_id: str
    form_version: str = ""


@dataclass(frozen=True)
class RemoteFile:
    """A file that a submission names. Where `path` is empty the other server has not got it."""

    name: str
    media_type: str
    path: str

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to fetch."""
        return not self.path


@dataclass(frozen=True)
class SentBody:
    """The XML of one version. `unknown` names answers that this version of the form does not ask."""

    xml: bytes
    as_sent: bool = True
    unknown: tuple[str, ...] = ()


class RemoteServer(Protocol):
    """One form on one server, signed in to when first needed."""

    def form_versions(self, known: Collection[str]) -> Iterator[RemoteVersion]:
        """The form's versions, oldest first, without those that are known here."""

    def renamed(self, version: str) -> Mapping[str, str]:
        """What a version called otherwise than the newest one does: its path to the newest's."""

    def changed(self, cursor: Cursor, again: Collection[str]) -> list[Listed]:
        """What is new or edited since the cursor, oldest change first, and those that must be looked at again."""

    def present(self) -> frozenset[str]:
        """The keys of every submission that stands there now."""

    def cursor_after(self, listed: Listed) -> Cursor:
        """Where to go on once this submission, and all before it in the list, are kept."""

    def versions_of(self, listed: Listed) -> list[SentVersion]:
        """The versions of a submission that can still be fetched, oldest first."""

    def body(self, sent: SentVersion) -> SentBody:
        """The XML of a version."""

    def files_of(self, sent: SentVersion) -> list[RemoteFile]:
        """The files that a version names."""

    def fetch(self, file: RemoteFile) -> BinaryIO:
        """The bytes of a file, whole, at their beginning; the caller closes it."""
