"""One form on an ODK Central: what changed there since last time, every version's XML as it was sent, and its files.

Learned from Central's API: an edit is a new instance under the first one's id, and the list of submissions tells how
many edits and files each has. Nothing is ever written there.
"""

import mimetypes
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, BinaryIO, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from toguna.external.accounts import RemoteAccount
from toguna.external.line import Line
from toguna.external.refusals import NotThere, SignInRefused, UnexpectedAnswer
from toguna.external.remote import Cursor, Listed, RemoteFile, RemoteVersion, SentBody, SentVersion

Answer = TypeVar("Answer")

PAGE = 250
# Central stamps a submission when its transaction begins, so one may appear behind another that is newer; and its
# times are cut to milliseconds. Whatever is listed twice is recognised by its fingerprint.
OVERLAP = timedelta(minutes=5)
# Central's word for the version of a form that has none.
NO_VERSION = "___"
# A list that never ends is a fault of the other server, not a reason to run for ever.
MOST_PAGES = 20_000


class CentralForm:
    """A form of one project of an ODK Central."""

    def __init__(self, line: Line, account: RemoteAccount, *, project: str, form: str) -> None:
        self._line, self._account = line, account
        self._signed_in = False
        self._base = f"/v1/projects/{_quoted(project)}/forms/{_quoted(form)}"
        self._form = form

    def form_versions(self, known: Collection[str]) -> Iterator[RemoteVersion]:
        """The published versions, oldest first, without those known already."""
        told = _rows(self._line, self._json(f"{self._base}/versions"))
        for row in sorted(told, key=lambda row: str(row.get("publishedAt") or "")):
            version = str(row.get("version") or "")
            if version not in known:
                xform = self._bytes(f"{self._base}/versions/{_quoted(version or NO_VERSION)}.xml")
                yield RemoteVersion(version, str(row.get("name") or self._form), xform, {})

    def renamed(self, version: str) -> Mapping[str, str]:  # noqa: ARG002 -- other servers ask which
        """Nothing: Central does not know that a question was called otherwise before."""
        return {}

    def changed(self, cursor: Cursor, again: Collection[str]) -> list[Listed]:
        """Submissions sent or edited since the cursor, oldest change first, then those to be looked at again."""
        params: dict[str, str | int] = {"$select": "__id,__system", "$top": PAGE}
        if since := cursor.get("changed_at"):
            start = _earlier(since)
            params["$filter"] = f"__system/submissionDate ge {start} or __system/updatedAt ge {start}"
        found = {one.key: one for one in map(self._listed, self._table(params))}
        for key in again:
            if key not in found:
                found |= {one.key: one for one in self._look_up(key)}
        return sorted(found.values(), key=lambda one: (one.changed_at, one.key))

    def present(self) -> frozenset[str]:
        """The first instance of every submission that stands there."""
        return frozenset(str(row.get("__id", "")) for row in self._table({"$select": "__id", "$top": PAGE}))

    def cursor_after(self, listed: Listed) -> Cursor:
        """The moment of the last change that is kept."""
        return {"changed_at": listed.changed_at}

    def versions_of(self, listed: Listed) -> list[SentVersion]:
        """Every version, oldest first; Central keeps them all."""
        if listed.fingerprint.startswith("edits=0 "):
            return [SentVersion(listed.key, listed.key)]
        told = _rows(self._line, self._json(f"{self._of(listed.key)}/versions"))
        oldest_first = sorted(told, key=lambda row: str(row.get("createdAt") or ""))
        return [SentVersion(listed.key, str(row.get("instanceId", ""))) for row in oldest_first]

    def body(self, sent: SentVersion) -> SentBody:
        """The XML of one version, byte for byte."""
        return SentBody(self._bytes(f"{self._version(sent)}.xml"))

    def files_of(self, sent: SentVersion) -> list[RemoteFile]:
        """The files that a version names; those that never reached Central are told without a path."""
        path = f"{self._version(sent)}/attachments"
        return [
            RemoteFile(
                name=str(row.get("name", "")),
                media_type=mimetypes.guess_type(str(row.get("name", "")))[0] or "application/octet-stream",
                path=f"{path}/{_quoted(str(row.get('name', '')))}" if row.get("exists") else "",
            )
            for row in _rows(self._line, self._json(path))
        ]

    def fetch(self, file: RemoteFile) -> BinaryIO:
        """The bytes of a file."""
        return self._signed(lambda: self._line.download(file.path))

    def _look_up(self, key: str) -> list[Listed]:
        only = f"{self._base}.svc/Submissions({quote(_literal(key))})"
        try:
            rows = _rows(self._line, self._json(only, {"$select": "__id,__system"}), "value")
        except NotThere:
            return []
        return [self._listed(row) for row in rows]

    def _of(self, key: str) -> str:
        return f"{self._base}/submissions/{_quoted(key)}"

    def _version(self, sent: SentVersion) -> str:
        return f"{self._of(sent.key)}/versions/{_quoted(sent.instance_id)}"

    def _table(self, params: dict[str, str | int]) -> Iterator[dict[str, Any]]:
        path = f"{self._base}.svc/Submissions"
        for _page in range(MOST_PAGES):
            answer = self._json(path, params)
            yield from _rows(self._line, answer, "value")
            further = answer.get("@odata.nextLink")
            if not further:
                return
            # Only what follows the question mark is taken: behind a proxy the link may name another host, and a
            # password goes to the one that was configured.
            params = dict(parse_qsl(urlsplit(str(further)).query))
        raise UnexpectedAnswer(address=self._line.address, why="@odata.nextLink")

    def _listed(self, row: dict[str, Any]) -> Listed:
        system = row.get("__system")
        if not isinstance(system, dict) or not row.get("__id"):
            raise UnexpectedAnswer(address=self._line.address, why="__system")
        present, expected = system.get("attachmentsPresent") or 0, system.get("attachmentsExpected") or 0
        return Listed(
            key=str(row["__id"]),
            fingerprint=f"edits={system.get('edits') or 0} files={present}/{expected}",
            changed_at=max(str(system.get("submissionDate") or ""), str(system.get("updatedAt") or "")),
            is_complete=present >= expected,
            is_encrypted=bool(system.get("status")),
        )

    def _json(self, path: str, params: dict[str, str | int] | None = None) -> Any:
        return self._signed(lambda: self._line.get_json(path, params))

    def _bytes(self, path: str) -> bytes:
        return self._signed(lambda: self._line.get_bytes(path))

    def _signed(self, ask: Callable[[], Answer]) -> Answer:
        """Ask as somebody who is signed in. A session lasts a day there, and a first pull may last longer."""
        if not self._signed_in:
            self._sign_in()
            return ask()
        try:
            return ask()
        except SignInRefused:
            self._sign_in()
            return ask()

    def _sign_in(self) -> None:
        self._line.authorize("")
        answer = self._line.post_json("/v1/sessions", {"email": self._account.email, "password": self._account.secret})
        token = answer.get("token") if isinstance(answer, dict) else None
        if not token:
            raise UnexpectedAnswer(address=self._line.address, why="token")
        self._line.authorize(f"Bearer {token}")
        self._signed_in = True


def _quoted(part: str) -> str:
    """A part of a path as Central's own client writes it."""
    return quote(part, safe="*'()")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _earlier(moment: str) -> str:
    """The cursor's moment less the overlap, as Central writes moments.

    >>> _earlier("2026-03-02T09:04:05.678Z")
    '2026-03-02T08:59:05.678Z'
    """
    earlier = datetime.fromisoformat(moment) - OVERLAP
    return earlier.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _rows(line: Line, answer: Any, key: str = "") -> list[dict[str, Any]]:
    rows = answer.get(key) if key and isinstance(answer, dict) else answer
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnexpectedAnswer(address=line.address, why=key or "liste")
    return rows
