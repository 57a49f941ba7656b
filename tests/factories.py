"""The smallest valid thing of each noun, all of it fictional.

Each function makes one row, and the rows it cannot stand without; any column may be given. A story that needs more than
one line here goes through the ordinary actions and steps instead.
"""

import hashlib
import uuid
from datetime import date
from itertools import count
from typing import Any

from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.budgets.models import Acquittal, SubAward, Tranche, Transaction, YearBudget
from toguna.store.facts.models import Fact, Verification
from toguna.store.fieldwork.models import Form, Record, RecordVersion, VersionBytes
from toguna.store.organisations.models import Organisation
from toguna.store.people.models import Identity, Mention, MentionName, Person
from toguna.store.places.models import Edition as PlaceEdition
from toguna.store.places.models import Place, PlaceAncestor, PlaceCode, PlaceInEdition
from toguna.store.programmes.models import Classification, Objective, Participation, Programme
from toguna.store.publications.models import Edition
from toguna.store.results.models import Definition, Document, Indicator, Result, StatedValue
from toguna.store.values.models import Run, Value

PASSWORD = "une phrase de passe"
FORM_ID = "fiche_presence"
THOUSANDTHS = 1000

_numbers = count(1)


def organisation(**columns: Any) -> Organisation:
    """A fictional civil-society organisation."""
    number = next(_numbers)
    given = {"code": f"org-{number}", "name": {"fr": f"Organisation fictive {number}"}, "kind": "cso"} | columns
    return Organisation.objects.create(**{"fictional": True} | given)


def user(role: Role = Role.MEL_OFFICER, **columns: Any) -> User:
    """A member of staff who signs in with PASSWORD; of an organisation of their own unless one is given."""
    number = next(_numbers)
    columns.setdefault("email", f"{role.value}-{number}@example.org")
    columns.setdefault("name", f"Personne fictive {number}")
    columns.setdefault("password", PASSWORD)
    if "organisation" not in columns:
        columns["organisation"] = organisation()
    return User.objects.create_user(role=role.value, fictional=True, **columns)


def place_edition(**columns: Any) -> PlaceEdition:
    """A division of a fictional territory, valid since 2000."""
    given = {"code": f"division-{next(_numbers)}", "name": "Découpage fictif", "country": "XX"} | columns
    return PlaceEdition.objects.create(**{"valid_from": date(2000, 1, 1), "fictional": True} | given)


def place(*, parent: Place | None = None, edition: PlaceEdition | None = None, code: str = "", **columns: Any) -> Place:
    """A fictional commune with a code; under a parent when an edition is given, its ancestry filled in."""
    number = next(_numbers)
    columns = {"name": f"Commune fictive {number}", "level": 3, "fictional": True} | columns
    made = Place.objects.create(**columns)
    PlaceCode.objects.create(place=made, scheme="toguna-demo", code=code or f"C{number}")
    if edition is not None:
        PlaceInEdition.objects.create(edition=edition, place=made, parent=parent)
        PlaceAncestor.objects.create(edition=edition, place=made, ancestor=made, level=made.level)
        for above in PlaceAncestor.objects.filter(edition=edition, place=parent) if parent else []:
            PlaceAncestor.objects.create(edition=edition, place=made, ancestor=above.ancestor, level=above.level)
    return made


def programme(**columns: Any) -> Programme:
    """A fictional programme that runs from 2024 to 2026."""
    number = next(_numbers)
    given = {"code": f"prog-{number}", "name": {"fr": f"Programme fictif {number}"}} | columns
    cycle = {"starts_on": date(2024, 1, 1), "ends_on": date(2026, 12, 31)}
    return Programme.objects.create(**cycle | {"fictional": True} | given)


def objective(*, of: Programme | None = None, **columns: Any) -> Objective:
    """An objective of a programme."""
    given = {"number": next(_numbers), "statement": {"fr": "Un objectif fictif"}} | columns
    return Objective.objects.create(programme=of or programme(), **given)


def participation(in_: Programme, of: Organisation, role: str = "implementing", **columns: Any) -> Participation:
    """An organisation's part in a programme; `works_under=` names the organisation above it."""
    return Participation.objects.create(programme=in_, organisation=of, role=role, **columns)


def activity(*, programmes: list[Programme] | None = None, **columns: Any) -> Activity:
    """A training of the work plan, in one programme unless told otherwise."""
    number = next(_numbers)
    columns = {"code": f"ACT-{number}", "title": {"fr": f"Formation fictive {number}"}, "kind": "training"} | columns
    made = Activity.objects.create(**{"fictional": True} | columns)
    made.programmes.set([programme()] if programmes is None else programmes)
    return made


def form(**columns: Any) -> Form:
    """One version of the attendance form, with bytes that no device will read."""
    xform = columns.pop("xform", b"<h:html xmlns:h='http://www.w3.org/1999/xhtml'/>")
    given = {"form_id": FORM_ID, "version": f"{next(_numbers)}", "title": {"fr": "Fiche de présence"}} | columns
    md5 = hashlib.md5(xform, usedforsecurity=False).hexdigest()
    return Form.objects.create(xform=xform, xform_md5=md5, **given)


def record_version(of: Record, body: bytes | None = None, **columns: Any) -> RecordVersion:
    """The next version of a record, with its bytes."""
    kept = f"<version number='{next(_numbers)}'/>".encode() if body is None else body
    given = {"number": of.versions.count() + 1, "sender": of.sender, "instance_id": of.instance_id} | columns
    made = RecordVersion.objects.create(
        id=uuid.uuid4(), record=of, sha256=hashlib.sha256(kept).hexdigest(), size=len(kept), **given
    )
    VersionBytes.objects.create(version=made, body=kept)
    return made


def record(*, body: bytes | None = None, **columns: Any) -> Record:
    """A record with one version, sent by an agent from a phone. Its bytes are no sheet unless `body` is one."""
    sender = columns.pop("sender", None) or user(Role.PARTNER_AGENT)
    given = {"form_id": FORM_ID, "instance_id": f"uuid:{uuid.uuid4()}", "way_in": "openrosa"} | columns
    given = {"organisation": sender.organisation, "fictional": True} | given
    made = Record.objects.create(id=uuid.uuid4(), sender=sender, **given)
    made.current_version = record_version(made, body)
    made.save(update_fields=["current_version"])
    return made


def _version_of_a_new_record() -> RecordVersion:
    version = record().current_version
    assert version is not None
    return version


def verification(of: RecordVersion | None = None, **columns: Any) -> Verification:
    """The next step of the verified sequence."""
    last = Verification.objects.order_by("-number").first()
    columns.setdefault("number", last.number + 1 if last else 1)
    columns.setdefault("by", columns.get("by") or user(Role.MEL_OFFICER))
    version = of or _version_of_a_new_record()
    return Verification.objects.create(version=version, **columns)


def mention(of: RecordVersion | None = None, *, name: str = "", **columns: Any) -> Mention:
    """A line of a sheet; the name stands apart and only where one is given."""
    given = {"line": next(_numbers), "version": of or _version_of_a_new_record()} | columns
    made = Mention.objects.create(id=uuid.uuid4(), **given)
    if name:
        MentionName.objects.create(mention=made, name=name)
    return made


def person(*mentions: Mention, since: int = 1, birth_year: int | None = None) -> Person:
    """Somebody whom the given mentions name."""
    made = Person.objects.create(id=uuid.uuid4())
    for each in mentions:
        Identity.objects.create(mention=each, person=made, birth_year=birth_year, since=since)
    return made


def fact(kind: str = "event", **columns: Any) -> Fact:
    """A verified fact of one kind; `event` by default, counted, alive from the first step on."""
    of_kind: dict[str, Any] = {"unit": kind}
    if kind in {"participation", "headcount"}:
        of_kind["unit"] = "seat"
    if kind == "headcount":
        of_kind["cut"] = "total"
    version = columns.pop("version", None) or _version_of_a_new_record()
    if kind == "participation" and "mention" not in columns:
        of_kind["mention"] = mention(version)
    when = {"starts_on": date(2025, 3, 3), "ends_on": date(2025, 3, 3)}
    given = {"since": 1, "mapping": "test", "node": f"node[{next(_numbers)}]", "quantity": THOUSANDTHS} | when | of_kind
    given |= {"basis": "counted", "fictional": True} | columns
    if "activity" not in given:
        given["activity"] = activity()
    return Fact.objects.create(id=uuid.uuid4(), kind=kind, version=version, **given)


def document(**columns: Any) -> Document:
    """A document that states something about a programme."""
    return Document.objects.create(
        **{"key": f"doc-{next(_numbers)}", "title": "Document fictif", "language": "fr"} | columns
    )


def result(*, of: Programme | None = None, **columns: Any) -> Result:
    """An outcome of a programme."""
    given = {"type": "outcome", "code": f"R{next(_numbers)}", "title": {"fr": "Un effet fictif"}} | columns
    return Result.objects.create(programme=of or programme(), **given)


def indicator(*, of: Result | None = None, **columns: Any) -> Indicator:
    """A number to count under a result; it has no definition yet."""
    given = {"code": f"I{next(_numbers)}", "title": {"fr": "Un indicateur fictif"}, "measure": "unit"} | columns
    return Indicator.objects.create(result=of or result(), **given)


def definition(body: dict[str, Any], *, of: Indicator | None = None, **columns: Any) -> Definition:
    """The next version of what an indicator counts."""
    counted = of or indicator()
    given = {"version": counted.definitions.count() + 1} | columns
    return Definition.objects.create(indicator=counted, body=body, **given)


def stated_value(*, of: Programme | None = None, **columns: Any) -> StatedValue:
    """A figure that a document states."""
    source = columns.pop("document", None) or document()
    given = {"key": f"figure-{next(_numbers)}", "label": {"fr": "Un chiffre fictif"}, "printed": "12", "unit": "x"}
    given |= {"passage": "12 x"} | columns
    return StatedValue.objects.create(programme=of or programme(), document=source, **given)


def run(*, of: Programme | None = None, **columns: Any) -> Run:
    """A computation over the first step of the verified sequence."""
    return Run.objects.create(programme=of or programme(), **{"as_of": 1, "engine": "test"} | columns)


def value(*, run: Run, definition: Definition, **columns: Any) -> Value:
    """One cell: the total of 2025, twelve persons."""
    year = {"period_kind": "year", "period": "2025", "starts_on": date(2025, 1, 1), "ends_before": date(2026, 1, 1)}
    counted = {"value": 12, "contributed": 12, "persons": 12, "cumulative": False, "digest": "0" * 64}
    return Value.objects.create(
        run=run, definition=definition, indicator=definition.indicator, **year | counted | columns
    )


def edition(*, of: Programme | None = None, **columns: Any) -> Edition:
    """The next numbered edition of a programme, with nothing in it."""
    published = of or programme()
    given = {"number": published.editions.count() + 1, "as_of": 1, "threshold": 5, "snapshot": {}, "sha256": "0" * 64}
    return Edition.objects.create(programme=published, **given | {"fictional": True} | columns)


def sub_award(*, of: Programme | None = None, **columns: Any) -> SubAward:
    """A signed grant of 900 FCFA from one fictional organisation to another, without payments."""
    number = next(_numbers)
    given: dict[str, Any] = {"code": f"SUB-{number}", "title": {"fr": f"Subvention fictive {number}"}}
    given |= {"value": 900_00, "currency": "XOF", "state": "signed"} | columns
    for name in ("giver", "receiver"):
        given.setdefault(name, None)
        given[name] = given[name] or organisation()
    return SubAward.objects.create(programme=of or programme(), **given)


def tranche(*, of: SubAward | None = None, **columns: Any) -> Tranche:
    """A payment of 300 FCFA that is planned."""
    granted = of or sub_award()
    given = {"number": granted.tranches.count() + 1, "planned": 300_00} | columns
    return Tranche.objects.create(sub_award=granted, **given)


def paid_tranche(*, of: SubAward | None = None, **columns: Any) -> Tranche:
    """A payment of 300 FCFA that was made."""
    return tranche(of=of, **{"paid": 300_00, "paid_on": date(2025, 2, 3)} | columns)


def acquittal(*, of: SubAward | None = None, **columns: Any) -> Acquittal:
    """Papers for 100 FCFA that came in, for a grant of which something was paid."""
    granted = of or paid_tranche().sub_award
    return Acquittal.objects.create(sub_award=granted, **{"amount": 100_00, "received_on": date(2025, 4, 1)} | columns)


def year_budget(*, of: Programme | None = None, **columns: Any) -> YearBudget:
    """What a programme sets aside for 2025."""
    year = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    return YearBudget.objects.create(
        programme=of or programme(), **year | {"value": 1000_00, "currency": "XOF"} | columns
    )


def transaction(*, of: Programme | None = None, **columns: Any) -> Transaction:
    """A disbursement of 300 FCFA between two fictional organisations."""
    given = {"kind": "disbursement", "made_on": date(2025, 2, 3), "value": 300_00, "currency": "XOF"} | columns
    for name in ("provider", "receiver"):
        if name not in given:
            given[name] = organisation()
    return Transaction.objects.create(programme=of or programme(), **given)


def classification(*, of: Programme | None = None, **columns: Any) -> Classification:
    """A DAC sector that takes all of a programme."""
    given: dict[str, Any] = {"kind": "sector", "vocabulary": "1", "code": "15150"}
    given |= {"text": {"fr": "Participation démocratique"}} | columns
    return Classification.objects.create(programme=of or programme(), **given)
