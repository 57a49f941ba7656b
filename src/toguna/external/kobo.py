"""One form on a KoboToolbox server: its submissions as they stand, their XML, their files, its versions.

Learned from its API, version 2: an edit keeps the row's number and replaces its XML, nothing tells when, and what is
deleted is only absent. So the whole list is read each time, a few columns of it, and compared with what is known.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, quote, urlsplit

from toguna.external.accounts import RemoteAccount
from toguna.external.kobo_form import MEDIA, Row, renamed, rows_of, xform_of
from toguna.external.kobo_xml import answers_as_xml
from toguna.external.line import Line
from toguna.external.refusals import NotThere, UnexpectedAnswer
from toguna.external.remote import Cursor, Listed, RemoteFile, RemoteVersion, SentBody, SentVersion

PAGE = 1000
MOST_PAGES = 5_000
COLUMNS = ["_id", "_uuid", "_submission_time", "__version__", "_attachments", "base64EncryptedKey"]
_OCCURRENCE = re.compile(r"\[\d+\]")
_NOT_IN_A_FILE_NAME = re.compile(r"[^-\w.]")


class KoboForm:
    """A project (an asset) of a KoboToolbox server."""

    def __init__(self, line: Line, account: RemoteAccount, *, form: str) -> None:
        self._line, self._form = line, form
        line.authorize(f"Token {account.secret}")
        self._base = f"/api/v2/assets/{quote(form, safe='')}"
        self._listed: dict[str, Mapping[str, Any]] = {}
        self._contents: dict[str, Mapping[str, Any]] = {}
        self._deployed: list[str] | None = None
        self._latest: tuple[str, Mapping[str, Any]] = ("", {})

    def form_versions(self, known: Collection[str]) -> Iterator[RemoteVersion]:
        """The deployed versions, oldest first, without those known already; one beyond conversion has no XForm."""
        wanted = [version for version in self._versions() if version not in known]
        if not wanted:
            return
        title = str(self._object(f"{self._base}/").get("name") or self._form)
        for version in wanted:
            content = self._content(version)
            xform = xform_of(content, form=self._form, version=version, title=title)
            yield RemoteVersion(version, title, xform or b"", self.renamed(version))

    def renamed(self, version: str) -> Mapping[str, str]:
        """What a version called otherwise than the newest one does: its path to the newest's."""
        versions = self._versions()
        if version not in versions:
            return {}
        return renamed(self._content(version), self._content(versions[-1]))

    def changed(self, cursor: Cursor, again: Collection[str]) -> list[Listed]:  # noqa: ARG002 -- whole, each time
        """Every submission that stands there, oldest first: only comparing them tells an edit."""
        self._listed = {str(row["_id"]): row for row in self._sweep()}
        return [self._told(row) for row in self._listed.values()]

    def present(self) -> frozenset[str]:
        """The number of every submission that stood there when the list was read, or stands there now."""
        if not self._listed:
            self._listed = {str(row["_id"]): row for row in self._sweep()}
        return frozenset(self._listed)

    def cursor_after(self, listed: Listed) -> Cursor:
        """The last submission that is kept, for people to read: the list is compared whole all the same."""
        return {"changed_at": listed.changed_at, "key": listed.key}

    def versions_of(self, listed: Listed) -> list[SentVersion]:
        """The version that stands there; Kobo shows no earlier one."""
        row = self._listed.get(listed.key, {})
        return [SentVersion(listed.key, f"uuid:{row.get('_uuid', '')}", str(row.get("__version__") or ""))]

    def body(self, sent: SentVersion) -> SentBody:
        """Its XML as it is; where the server gives none, written from its answers by its own version's questions."""
        try:
            xml = self._line.get_bytes(f"{self._base}/data/{sent.key}.xml")
        except (NotThere, UnexpectedAnswer):
            xml = b""
        if b"instanceID" in xml:
            return SentBody(xml)
        try:
            written, unknown = answers_as_xml(self._answers(sent), self._rows(sent), form=self._form)
        except ValueError:
            # A name that XML cannot carry; no form of Kobo's has one.
            raise UnexpectedAnswer(address=self._line.address, why="XML") from None
        return SentBody(written, as_sent=False, unknown=unknown)

    def files_of(self, sent: SentVersion) -> list[RemoteFile]:
        """Its files under the names that the answers give them; those answered and absent are told without a path."""
        answers = self._answers(sent)
        media = {row.path for row in self._rows(sent) if row.kind in MEDIA}
        named = dict(_answers_at(answers, media))
        files = []
        for attachment in answers.get("_attachments") or []:
            if isinstance(attachment, dict) and not attachment.get("is_deleted"):
                name = _name_answered(attachment, named)
                files.append(RemoteFile(name, str(attachment.get("mimetype") or ""), self._path_of(sent, attachment)))
        there = {file.name for file in files}
        return files + [RemoteFile(name, "", "") for name in named if name not in there]

    def fetch(self, file: RemoteFile) -> BinaryIO:
        """The bytes of a file."""
        return self._line.download(file.path)

    def _sweep(self) -> Iterator[Mapping[str, Any]]:
        last = -1
        for _page in range(MOST_PAGES):
            # By number rather than by place in the list: a row deleted meanwhile would move the others along.
            query = json.dumps({"_id": {"$gt": last}})
            params: dict[str, str | int] = {
                "format": "json",
                "limit": PAGE,
                "sort": '{"_id":1}',
                "query": query,
                "fields": json.dumps(COLUMNS),
            }
            rows = _results(self._line, self._line.get_json(f"{self._base}/data/", params))
            for row in rows:
                if not isinstance(row.get("_id"), int) or row["_id"] <= last:
                    raise UnexpectedAnswer(address=self._line.address, why="_id")
                last = row["_id"]
                yield row
            if not rows:
                return
        raise UnexpectedAnswer(address=self._line.address, why="_id")

    def _told(self, row: Mapping[str, Any]) -> Listed:
        there = [one for one in row.get("_attachments") or [] if isinstance(one, dict) and not one.get("is_deleted")]
        return Listed(
            key=str(row["_id"]),
            fingerprint=f"{row.get('_uuid')} files={len(there)}",
            changed_at=str(row.get("_submission_time") or ""),
            is_encrypted=bool(row.get("base64EncryptedKey")),
        )

    def _answers(self, sent: SentVersion) -> Mapping[str, Any]:
        if self._latest[0] != sent.key:
            self._latest = (sent.key, self._object(f"{self._base}/data/{sent.key}/", {"format": "json"}))
        return self._latest[1]

    def _rows(self, sent: SentVersion) -> list[Row]:
        return rows_of(self._content(sent.form_version)) if sent.form_version in self._versions() else []

    def _versions(self) -> list[str]:
        """The deployed versions, oldest first."""
        if self._deployed is None:
            found: list[Mapping[str, Any]] = []
            params: dict[str, str | int] = {"format": "json", "limit": 100}
            for _page in range(MOST_PAGES):
                answer = self._line.get_json(f"{self._base}/versions/", params)
                found += _results(self._line, answer)
                further = answer.get("next")
                if not further:
                    break
                params = dict(parse_qsl(urlsplit(str(further)).query))
            deployed = [row for row in found if row.get("date_deployed") and row.get("uid")]
            deployed.sort(key=lambda row: str(row["date_deployed"]))
            self._deployed = [str(row["uid"]) for row in deployed]
        return self._deployed

    def _content(self, version: str) -> Mapping[str, Any]:
        if version not in self._contents:
            told = self._object(f"{self._base}/versions/{quote(version, safe='')}/", {"format": "json"})
            content = told.get("content")
            self._contents[version] = content if isinstance(content, dict) else {}
        return self._contents[version]

    def _path_of(self, sent: SentVersion, attachment: Mapping[str, Any]) -> str:
        given = urlsplit(str(attachment.get("download_url") or ""))
        own = urlsplit(self._line.address)
        if given.path and (given.scheme, given.netloc) == (own.scheme, own.netloc):
            return given.path.removeprefix(own.path) + (f"?{given.query}" if given.query else "")
        # The token goes to the server that was configured and to no other, whatever address the answer names.
        number = quote(str(attachment.get("uid") or attachment.get("id") or ""), safe="")
        return f"{self._base}/data/{sent.key}/attachments/{number}/" if number else ""

    def _object(self, path: str, params: Mapping[str, str | int] | None = None) -> Mapping[str, Any]:
        answer = self._line.get_json(path, params or {"format": "json"})
        if not isinstance(answer, dict):
            raise UnexpectedAnswer(address=self._line.address, why="objet")
        return answer


def _results(line: Line, answer: Any) -> list[Mapping[str, Any]]:
    rows = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnexpectedAnswer(address=line.address, why="results")
    return rows


def _answers_at(answers: Mapping[str, Any], paths: Collection[str]) -> Iterator[tuple[str, str]]:
    """Answers to these questions with the question's path, in whichever occurrence of a repeat they stand."""
    for path, value in answers.items():
        if isinstance(value, list):
            for occurrence in value:
                if isinstance(occurrence, dict) and not path.startswith("_"):
                    yield from _answers_at(occurrence, paths)
        elif path in paths and value:
            yield str(value), path


def _name_answered(attachment: Mapping[str, Any], named: Mapping[str, str]) -> str:
    """The name that the answer gives to a file: Kobo stores it without the signs that it does not like in names."""
    stored = str(attachment.get("media_file_basename") or str(attachment.get("filename") or "").rpartition("/")[2])
    if stored in named:
        return stored
    for name in named:
        if _NOT_IN_A_FILE_NAME.sub("", name.strip().replace(" ", "_")) == stored:
            return name
    path = _OCCURRENCE.sub("", str(attachment.get("question_xpath") or ""))
    at_its_question = [name for name, question in named.items() if question == path]
    return at_its_question[0] if len(at_its_question) == 1 else stored
