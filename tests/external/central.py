"""A fake ODK Central, as small as its API allows: one project, its forms, submissions with their edits and files.

Everything in it is fictional. `test_fake_central` proves it with pyodk, the client that Central's makers publish.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.external.served import Answer, FaultyServer, Request, said

EMAIL, PASSWORD, TOKEN = "suivi@osc.example", "un mot de passe fictif", "a" * 64
PROJECT, FORM = 7, "forum_communal"
NO_VERSION = "___"
_META = re.compile(r"<(?:\w+:)?(instanceID|deprecatedID)>([^<]*)<")
_FILE = re.compile(r">([\w-]+\.(?:jpg|png|m4a))<")
_COMPARISON = re.compile(r"__system/(\w+) (ge|gt|le|lt|eq) (\S+)")


def xform(version: str, *questions: str) -> bytes:
    """A form with text questions."""
    nodes = "".join(f"<{name}/>" for name in questions)
    binds = "".join(f'<bind nodeset="/data/{name}" type="string"/>' for name in questions)
    inputs = "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in questions)
    return (
        '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Forum communal (fictif)</h:title><model><instance>'
        f'<data id="{FORM}" version="{version}">{nodes}<orx:meta><orx:instanceID/></orx:meta></data></instance>'
        f"{binds}</model></h:head><h:body>{inputs}</h:body></h:html>"
    ).encode()


def submission(instance: str, *, replaces: str = "", version: str = "1", form: str = FORM, **answers: str) -> bytes:
    """What a phone would send."""
    told = "".join(f"<{name}>{answer}</{name}>" for name, answer in answers.items())
    deprecated = f"<orx:deprecatedID>{replaces}</orx:deprecatedID>" if replaces else ""
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form}" version="{version}">{told}<orx:meta>'
        f"<orx:instanceID>{instance}</orx:instanceID>{deprecated}</orx:meta></data>"
    ).encode()


@dataclass
class Kept:
    """One version of a submission there."""

    instance: str
    xml: bytes
    created_at: str
    files: dict[str, bytes | None]


@dataclass
class Submission:
    """One submission there, with all its versions, oldest first."""

    versions: list[Kept]
    updated_at: str | None = None
    deleted_at: str | None = None
    review_state: str | None = None
    status: str | None = None
    comments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.versions[0].instance

    @property
    def now(self) -> Kept:
        return self.versions[-1]


class FakeCentral(FaultyServer):
    """Central with a form of two versions and no submission yet."""

    def __init__(self) -> None:
        super().__init__()
        self.forms = {"": xform("", "lieu"), "1": xform("1", "lieu", "photo"), "2": xform("2", "lieu", "accord")}
        self.submissions: list[Submission] = []
        self.sessions: set[str] = set()
        self.clock = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.may_read = True

    # What somebody does there.

    def send(self, instance: str, *, files: dict[str, bytes] | None = None, **answers: str) -> Submission:
        """A phone sends a submission; a file that its XML names and that is not given has not arrived."""
        return self._create(submission(instance, **answers), files or {})

    def edit(self, key: str, instance: str, *, files: dict[str, bytes] | None = None, **answers: str) -> None:
        """Somebody edits a submission: a new instance that replaces the latest one."""
        kept = self._found(key)
        self._edit(kept, submission(instance, replaces=kept.now.instance, **answers), files or {})

    def delete(self, key: str) -> None:
        """Somebody deletes a submission; Central hides it for 30 days, then purges it."""
        self._found(key).deleted_at = self._tick()

    def restore(self, key: str) -> None:
        """Somebody thinks better of it."""
        next(one for one in self.submissions if one.key == key).deleted_at = None

    def arrive(self, key: str, name: str, content: bytes) -> None:
        """A late file arrives. Central does not touch the submission's time for that."""
        self._found(key).now.files[name] = content

    def _create(self, xml: bytes, files: dict[str, bytes]) -> Submission:
        kept = Submission([self._kept(xml, files)])
        self.submissions.append(kept)
        return kept

    def _edit(self, kept: Submission, xml: bytes, files: dict[str, bytes]) -> None:
        carried = {name: content for name, content in kept.now.files.items() if content is not None}
        kept.versions.append(self._kept(xml, carried | files))
        kept.updated_at, kept.review_state = kept.now.created_at, "edited"

    def _kept(self, xml: bytes, files: dict[str, bytes]) -> Kept:
        text = xml.decode()
        expected = _FILE.findall(text)
        return Kept(
            dict(_META.findall(text))["instanceID"], xml, self._tick(), {name: files.get(name) for name in expected}
        )

    def _tick(self) -> str:
        self.clock += timedelta(seconds=61)
        return _written(self.clock)

    def _found(self, key: str) -> Submission:
        return next(one for one in self.submissions if one.key == key and one.deleted_at is None)

    # What its API answers.

    def answer(self, request: Request) -> Answer:
        parts = request.parts
        if parts[:2] == ("v1", "sessions"):
            return self._session(request)
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.sessions:
            return _problem(401, "Could not authenticate with the provided credentials.")
        if not self.may_read:
            return _problem(403, "The authentication you provided does not have rights to perform that action.")
        try:
            return self._route(request, parts[1:])
        except (StopIteration, KeyError):
            return _problem(404, "Could not find the resource you were looking for.")

    def _session(self, request: Request) -> Answer:
        if EMAIL.encode() not in request.body or PASSWORD.encode() not in request.body:
            return _problem(401, "Could not authenticate with the provided credentials.")
        token = f"{TOKEN[:-4]}{len(self.asked):04}"
        self.sessions.add(token)
        return said({"token": token, "expiresAt": _written(self.clock + timedelta(days=1))})

    def _route(self, request: Request, parts: tuple[str, ...]) -> Answer:
        match request.method, *parts:
            case "GET", "users", "current":
                return said({"id": 5, "email": EMAIL, "displayName": "Compte fictif"})
            case "GET", "projects":
                return said([self._project()])
            case "GET", "projects", "7":
                return said(self._project())
            case "GET", "projects", "7", "forms":
                return said([self._form("2")])
            case "GET", "projects", "7", "forms", "forum_communal":
                return said(self._form("2"))
            case "GET", "projects", "7", "forms", "forum_communal.xml":
                return Answer(body=self.forms["2"], media_type="application/xml")
            case "GET", "projects", "7", "forms", "forum_communal", "versions":
                return said([self._form(version) for version in reversed(self.forms)])
            case "GET", "projects", "7", "forms", "forum_communal", "versions", name:
                version = name.removesuffix(".xml")
                return Answer(body=self.forms["" if version == NO_VERSION else version], media_type="application/xml")
            case _, "projects", "7", "forms", "forum_communal", "submissions", *rest:
                return self._submissions(request, tuple(rest))
            case "GET", "projects", "7", "forms", "forum_communal.svc", table:
                return self._table(request, table)
        raise KeyError(request.path)

    def _submissions(self, request: Request, rest: tuple[str, ...]) -> Answer:
        match request.method, *rest:
            case ("GET",):
                return said([_told(one) for one in reversed(self._standing())])
            case ("POST",):
                return said(_told(self._create(request.body, {})))
            case "GET", name if name.endswith(".xml"):
                return Answer(body=self._found(name.removesuffix(".xml")).now.xml, media_type="application/xml")
            case "GET", key:
                return said(_told(self._found(key)))
            case "PUT", key:
                self._edit(self._found(key), request.body, {})
                return said(_told(self._found(key)))
            case "PATCH", key:
                kept = self._found(key)
                kept.review_state = re.findall(rb'"reviewState": *"(\w+)"', request.body)[0].decode()
                kept.updated_at = self._tick()
                return said(_told(kept))
            case "POST", key, "comments":
                comment = {"body": request.body.decode()[10:-2], "actorId": 5, "createdAt": self._tick()}
                self._found(key).comments.append(comment)
                return said(comment)
            case "GET", key, "versions":
                return said([_version(self._found(key), kept) for kept in reversed(self._found(key).versions)])
            case "GET", key, "versions", instance, "attachments":
                return _attachments(self._version_of(key, instance))
            case "GET", key, "versions", instance, "attachments", name:
                return _file(self._version_of(key, instance), name)
            case "GET", key, "versions", name:
                return Answer(body=self._version_of(key, name.removesuffix(".xml")).xml, media_type="application/xml")
            case "GET", key, "attachments":
                return _attachments(self._found(key).now)
            case "GET", key, "attachments", name:
                return _file(self._found(key).now, name)
            case "POST", key, "attachments", name:
                self._found(key).now.files[name] = request.body
                return said({"success": True})
        raise KeyError(request.path)

    def _version_of(self, key: str, instance: str) -> Kept:
        return next(kept for kept in self._found(key).versions if kept.instance == instance)

    def _standing(self) -> list[Submission]:
        return [one for one in self.submissions if one.deleted_at is None]

    def _table(self, request: Request, table: str) -> Answer:
        if only := re.fullmatch(r"Submissions\('(.+)'\)", table):
            return said({"value": [self._row(self._found(only[1]), request.query)]})
        if table != "Submissions":
            raise KeyError(table)
        # Newest first, as Central lists.
        rows = [one for one in reversed(self._standing()) if _passes(one, request.query.get("$filter", ""))]
        total = len(rows)
        if after := request.query.get("$skiptoken"):
            rows = rows[[one.key for one in rows].index(after) + 1 :]
        rows = rows[int(request.query.get("$skip") or 0) :]
        told: dict[str, Any] = {"@odata.context": f"{self.address}/v1/…/$metadata#Submissions"}
        if top := int(request.query.get("$top") or 0):
            if len(rows) > top:
                # Behind a proxy Central writes the address that it believes to have.
                query = f"%24select={request.query.get('$select', '')}&%24top={top}&%24skiptoken={rows[top - 1].key}"
                if wanted := request.query.get("$filter"):
                    query += f"&%24filter={wanted}"
                told["@odata.nextLink"] = f"https://central.example.invalid/v1/x.svc/Submissions?{query}"
            rows = rows[:top]
        if request.query.get("$count", "").lower() == "true":
            told["@odata.count"] = total
        return said(told | {"value": [self._row(one, request.query) for one in rows]})

    def _row(self, one: Submission, query: dict[str, str]) -> dict[str, Any]:
        row: dict[str, Any] = {"__id": one.key, "__system": _system(one)}
        wanted = [name for name in query.get("$select", "").split(",") if name]
        if wanted:
            return {name: row[name] for name in row if name in wanted}
        answers = re.findall(r"<(\w+)>([^<]*)</\1>", one.now.xml.decode())
        return row | dict(answers) | {"meta": {"instanceID": one.now.instance}}

    def _project(self) -> dict[str, Any]:
        return {"id": PROJECT, "name": "Programme fictif", "createdAt": _written(datetime(2026, 1, 1, tzinfo=UTC))}

    def _form(self, version: str) -> dict[str, Any]:
        published = datetime(2026, 1, 2 + list(self.forms).index(version), tzinfo=UTC)
        return {
            "projectId": PROJECT, "xmlFormId": FORM, "version": version, "hash": "0" * 32, "state": "open",
            "name": "Forum communal (fictif)", "createdAt": _written(published), "updatedAt": None,
            "publishedAt": _written(published), "enketoId": None, "keyId": None,
        }  # fmt: skip


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _problem(status: int, message: str) -> Answer:
    return said({"code": status + 0.1, "message": message}, status)


def _told(one: Submission) -> dict[str, Any]:
    return {
        "instanceId": one.key, "submitterId": 5, "createdAt": one.versions[0].created_at, "updatedAt": one.updated_at,
        "deviceId": None, "reviewState": one.review_state, "userAgent": None,
    }  # fmt: skip


def _version(one: Submission, kept: Kept) -> dict[str, Any]:
    return {"instanceId": kept.instance, "submitterId": 5, "createdAt": kept.created_at, "current": kept is one.now}


def _system(one: Submission) -> dict[str, Any]:
    return {
        "submissionDate": one.versions[0].created_at, "updatedAt": one.updated_at, "deletedAt": one.deleted_at,
        "submitterId": "5", "submitterName": "Compte fictif", "status": one.status, "reviewState": one.review_state,
        "attachmentsPresent": sum(content is not None for content in one.now.files.values()),
        "attachmentsExpected": len(one.now.files), "edits": len(one.versions) - 1, "deviceId": None,
    }  # fmt: skip


def _attachments(kept: Kept) -> Answer:
    return said([{"name": name, "exists": content is not None} for name, content in kept.files.items()])


def _file(kept: Kept, name: str) -> Answer:
    content = kept.files[name]
    if content is None:
        raise KeyError(name)
    return Answer(body=content, media_type="image/jpeg")


def _passes(one: Submission, wanted: str) -> bool:
    """Comparisons joined by `or`, of the fields that Central lets be compared; a moment that is null passes none."""
    if not wanted:
        return True
    columns = {"submissionDate": one.versions[0].created_at, "updatedAt": one.updated_at or ""}
    tests = [_COMPARISON.fullmatch(part) for part in wanted.split(" or ")]
    assert all(tests), wanted
    return any(bool(columns[test[1]]) and test[2] == "ge" and columns[test[1]] >= test[3] for test in tests if test)
