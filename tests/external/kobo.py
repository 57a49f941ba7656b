"""A fake KoboToolbox server over fixtures of its API, version 2, where submissions are edited, deleted and completed.

Everything in it is fictional; `make_kobo` writes the fixtures.
"""

import json
import re
import uuid
from typing import Any
from xml.sax.saxutils import escape

from tests.external.make_kobo import ASSET, FIXTURES
from tests.external.served import Answer, FaultyServer, Request, said

TOKEN = "un-jeton-fictif"


class FakeKobo(FaultyServer):
    """The server as the fixtures show it."""

    def __init__(self) -> None:
        super().__init__()
        told = json.loads(FIXTURES.read_text(encoding="utf-8"))
        self.asset: dict[str, Any] = told["asset"]
        self.versions: list[dict[str, Any]] = told["versions"]
        self.submissions: list[dict[str, Any]] = told["submissions"]
        self.gives_xml = True
        self.media_host = ""
        # Kobo shows no more at once than its operator allows, whatever is asked for.
        self.most_rows = 4

    # What somebody does there.

    def edit(self, number: int, **answers: str) -> None:
        """Somebody edits: the number stays, the instance changes, and only the latest XML is shown."""
        row = self.row(number)
        row["meta/deprecatedID"] = f"uuid:{row['_uuid']}"
        row["_uuid"] = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{row['_uuid']}{sorted(answers)}"))
        row["meta/instanceID"] = f"uuid:{row['_uuid']}"
        row.update({path.replace("__", "/"): value for path, value in answers.items()})

    def delete(self, number: int) -> None:
        """Somebody deletes: the row is simply absent."""
        self.submissions.remove(self.row(number))

    def row(self, number: int) -> dict[str, Any]:
        """One submission by its number."""
        return next(row for row in self.submissions if row["_id"] == number)

    def photo(self, uid: str) -> bytes:
        """The bytes of a photo, its own for each."""
        return b"\xff\xd8 a fictional photo " + uid.encode()

    # What its API answers.

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Token {TOKEN}":
            return said({"detail": "Invalid token."}, 401)
        try:
            return self._route(request)
        except StopIteration:
            return said({"detail": "Not found."}, 404)

    def _route(self, request: Request) -> Answer:
        match request.parts[:4] == ("api", "v2", "assets", ASSET), *request.parts[4:]:
            case (True,):
                return said(self.asset)
            case True, "versions":
                listed = [self._version(version) for version in reversed(self.versions)]
                return said({"count": len(listed), "next": None, "previous": None, "results": listed})
            case True, "versions", uid:
                version = next(version for version in self.versions if version["uid"] == uid)
                return said(self._version(version) | {"content": version["content"]})
            case True, "data":
                return self._listed(request.query)
            case True, "data", name if name.endswith(".xml"):
                return self._xml(int(name.removesuffix(".xml")))
            case True, "data", number:
                return said(self._with_addresses(self.row(int(number))))
            case True, "data", number, "attachments", uid:
                there = [one["uid"] for one in self.row(int(number))["_attachments"] if not one["is_deleted"]]
                return Answer(body=self.photo(next(one for one in there if one == uid)), media_type="image/jpeg")
        return said({"detail": "Not found."}, 404)

    def _version(self, version: dict[str, Any]) -> dict[str, Any]:
        return {"uid": version["uid"], "date_deployed": version["date_deployed"], "content_hash": "0" * 40}

    def _listed(self, query: dict[str, str]) -> Answer:
        after = json.loads(query.get("query", "{}")).get("_id", {}).get("$gt", -1)
        rows = sorted((row for row in self.submissions if row["_id"] > after), key=lambda row: int(row["_id"]))
        shown = rows[int(query.get("start", 0)) :][: min(int(query.get("limit", 100)), self.most_rows)]
        if "fields" in query:
            wanted = [*json.loads(query["fields"]), "_id"]
            shown = [{name: row[name] for name in row if name in wanted} for row in shown]
        return said({"count": len(rows), "next": None, "previous": None, "results": shown})

    def _with_addresses(self, row: dict[str, Any]) -> dict[str, Any]:
        host = self.media_host or self.address
        base = f"{host}/api/v2/assets/{ASSET}/data/{row['_id']}/attachments"
        return row | {"_attachments": [one | {"download_url": f"{base}/{one['uid']}/"} for one in row["_attachments"]]}

    def _xml(self, number: int) -> Answer:
        row = self.row(number)
        if not self.gives_xml:
            return said({"detail": "Not found."}, 404)
        return Answer(body=as_xml(row).encode(), media_type="application/xml")


def as_xml(row: dict[str, Any]) -> str:
    """A submission's XML as Kobo keeps it: written here by hand, so that what we write can be held against it."""
    version = "1 (2026-02-01 08:00:00)" if row["__version__"].endswith("premiere") else "2 (2026-03-04 08:00:00)"
    groups: dict[str, str] = {}
    for path, value in row.items():
        if isinstance(value, list) and not path.startswith("_"):
            for occurrence in value:
                inner = "".join(f"<{_last(key)}>{escape(text)}</{_last(key)}>" for key, text in occurrence.items())
                groups[path] = groups.get(path, "") + f"<{path}>{inner}</{path}>"
        elif "/" in path and isinstance(value, str):
            group = path.partition("/")[0]
            groups[group] = groups.get(group, "") + f"<{_last(path)}>{escape(value)}</{_last(path)}>"
        elif (path == "__version__" or not path.startswith("_")) and isinstance(value, str):
            groups[path] = f"<{path}>{escape(value)}</{path}>"
    body = "".join(
        inner if isinstance(row.get(name), list | str) else f"<{name}>{inner}</{name}>"
        for name, inner in groups.items()
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<{ASSET} xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" id="{ASSET}" '
        f'version="{version}">{body}</{ASSET}>'
    )


def tree_of(xml: bytes) -> list[tuple[str, str]]:
    """Every answer of a submission with its path, in no order."""
    found: list[tuple[str, str]] = []
    open_now: list[str] = []
    for closing, name, text in re.findall(
        r"<(/?)([\w]+)[^>]*>([^<]*)", xml.decode().partition("?>")[2] or xml.decode()
    ):
        if closing:
            open_now.pop()
            continue
        open_now.append(name)
        if text.strip():
            found.append(("/".join(open_now[1:]), text))
    return sorted(found)


def _last(path: str) -> str:
    return path.rpartition("/")[2]
