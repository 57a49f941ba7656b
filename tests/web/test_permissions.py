"""Every address of the site, asked by every kind of visitor, against a table written by hand."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests import factories
from tests.flow.encrypting import sealed
from tests.flow.sheets import Commune, commune, submission
from tests.publish.donor_books import donors_book, saved
from tests.web.advocacy_stage import addresses_of
from tests.web.commitment_permissions import commitments_of
from tests.web.cycle_permissions import cycles_of
from tests.web.desk_stage import boxes
from tests.web.network_permissions import networks_of
from tests.web.paperwork_permissions import paperwork_of
from tests.web.permissions import VISITORS, expected
from toguna.collect.attendance_workbook import write_attendance_workbook
from toguna.flow.compute import compute_programme
from toguna.flow.exports import Export, ask_for
from toguna.flow.forms import offer_library_form
from toguna.flow.imports.accept import receive_workbook
from toguna.flow.receive import SentFile, receive_submission
from toguna.flow.release import release_edition
from toguna.flow.sealed import StillSealed, receive_from_device
from toguna.flow.submission_keys import public_key
from toguna.flow.verify import check_record, verify_record
from toguna.rules.replies import ReplyWay
from toguna.rules.roles import Role
from toguna.store.accounts.actions import issue_device
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Expectation, Record, SealedSubmission
from toguna.store.fieldwork.remote_forms import add_remote_form
from toguna.store.publications.donor_workbooks import keep_donor_workbook
from toguna.store.publications.models import Edition
from toguna.store.publications.replies import enter_reply, hand_out_address
from toguna.store.values.models import Approval, Closing, Restatement

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@dataclass
class Site:
    """What there is to ask for, who asks, and what each address is asked with."""

    stage: Commune
    clients: dict[str, Client]
    arguments: dict[str, dict[str, Any]]
    sent: dict[str, dict[str, Any]]
    queries: dict[str, dict[str, Any]] = field(default_factory=dict)


def kept_sealed(stage: Commune) -> SealedSubmission:
    """A submission that a phone encrypted and whose files have not come."""
    sent = sealed(submission(9), {}, public_key(), instance_id="uuid:fictive-9")
    receipt = receive_from_device(body=sent.manifest, by=stage.agent)
    assert isinstance(receipt, StillSealed)
    return receipt.sealed


@pytest.fixture
def site() -> Site:
    stage = commune()
    factories.participation(stage.programme, stage.agent.organisation)
    photo = SentFile("fiche.png", "image/png", io.BytesIO(PNG))
    receive_submission(body=submission(), files=[photo], by=stage.agent)
    found = receive_submission(body=submission(venue="Ailleurs"), by=stage.agent).record
    found = Record.objects.get(pk=found.pk)
    counted = receive_submission(body=submission(2, session=2), by=stage.agent).record
    counted = check_record(Record.objects.get(pk=counted.pk), by=stage.coordinator, revision=1)
    verify_record(counted, by=stage.officer, revision=counted.revision)
    indicator = factories.indicator(of=factories.result(of=stage.programme))
    factories.definition({"count": "events", "periods": ["life"]}, of=indicator)
    indicator.result.statements.create(year=2025)
    run = compute_programme(stage.programme, by=stage.officer)
    expectation = Expectation.objects.create(
        form_id="suivi_groupe", organisation=stage.agent.organisation, every="month", starts_on=date(2025, 1, 1)
    )
    empty = write_attendance_workbook([])
    delivery = receive_workbook(body=empty, file_name="fiches.xlsx", form_id="fiche_presence", by=stage.agent)
    granted = factories.tranche(of=factories.sub_award(of=stage.programme, receiver=stage.agent.organisation)).sub_award
    papers = factories.acquittal(of=granted)
    year = factories.year_budget(of=stage.programme)
    moved = factories.transaction(of=stage.programme)
    device = issue_device(by=stage.agent, user=stage.agent, label="Téléphone fictif").credential
    # Nobody told this installation an account there, so a pull ends at once and says so.
    remote, _new = add_remote_form(
        kind="kobo", address="https://kobo.example", project="", remote_form="a1", form_id="a1", by=stage.agent
    )
    offer_library_form("distribution")
    asked = ask_for(Export("fiche_presence", "csv", {}), by=stage.agent)
    attachment = found.attachments.get()
    offered = offer_library_form("fiche_presence")
    released = release_edition(
        stage.programme, run=run, by=stage.officer, on=date(2026, 1, 2), leave_out_as_needed=True
    )
    closing = Closing.objects.create(
        programme=stage.programme, period_kind="quarter", period="2025-Q2", starts_on=date(2025, 4, 1),
        ends_before=date(2025, 7, 1), as_of=1, closed_by=stage.officer.pk,
    )  # fmt: skip
    late = Restatement.objects.create(closing=closing, record=found, verification=9)
    approval = Approval.objects.create(
        closing=closing, indicator=indicator, definition_version=1, digest="d", approved_by=stage.officer.pk
    )
    donors = keep_donor_workbook(
        by=stage.officer,
        programme=stage.programme,
        name="Classeur fictif",
        file_name="c.xlsx",
        body=saved(donors_book()),
        mapping={},
    )
    quarter = {"code": stage.programme.code, "period": closing.period}
    clients = {
        "nobody": Client(),
        "admin": through_the_door(factories.user(Role.ADMINISTRATOR)),
        "mel": through_the_door(stage.officer),
        "coord": through_the_door(stage.coordinator),
        "agent": through_the_door(stage.agent),
        "dpo": through_the_door(factories.user(Role.DATA_PROTECTION_OFFICER)),
        "donor": through_the_door(factories.user(Role.DONOR)),
        "other": through_the_door(factories.user(Role.PARTNER_COORDINATOR)),
    }
    one, code, person = {"pk": found.pk}, {"code": stage.programme.code}, {"pk": stage.agent.pk}
    form, media, token = {"pk": 1}, {"pk": 1, "name": "communes.csv"}, {"token": "no-such-token"}
    arguments = {
        "desk:period": quarter,
        "desk:period-close": quarter,
        "desk:period-reopen": quarter,
        "desk:period-chase": quarter,
        "desk:period-approve": quarter,
        "desk:approval-withdraw": {"pk": approval.pk},
        "desk:restatement": {"pk": late.pk},
        "desk:original": {**one, "number": 1},
        "desk:attachment": {"pk": attachment.pk},
        "desk:delivery": {"pk": delivery.pk},
        "desk:delivery-file": {"pk": delivery.pk},
        "desk:delivery-look": {"pk": delivery.pk},
        "desk:expectation": {"pk": expectation.pk},
        "desk:expectation-end": {"pk": expectation.pk},
        "desk:delivery-stop": {"pk": delivery.pk},
        "desk:delivery-take-back": {"pk": delivery.pk},
        "desk:delivery-csv": {"pk": delivery.pk},
        "desk:delivery-marked": {"pk": delivery.pk},
        "desk:form-template": {"form_id": "fiche_presence"},
        "desk:form-fill": {"form_id": "distribution"},
        "desk:server-pull": {"pk": remote.pk},
        "desk:activity": {"pk": stage.activity.pk},
        "desk:activity-change": {"pk": stage.activity.pk},
        "desk:paper": {"pk": stage.activity.pk},
        "desk:paper-file": {"pk": stage.activity.pk},
        "desk:indicator": {"pk": indicator.pk},
        "desk:indicator-csv": {"pk": indicator.pk},
        "desk:device-new": person,
        "desk:script-new": person,
        "desk:form-xform": {"pk": offered.pk},
        "desk:form-workbook": {"pk": offered.pk},
        "desk:sealed-open": {"pk": kept_sealed(stage).pk},
        "desk:device-revoke": {"pk": device.pk},
        "public:programme": code,
        "public:activities": code,
        "public:result": {**code, "result": indicator.result.code},
        "public:year": {**code, "year": 2025},
        "desk:statement": {**code, "result": indicator.result.code, "year": 2025},
        "public:indicator": {**code, "indicator": indicator.code},
        "public:place": {"pk": stage.place.pk},
        "public:organisation": {"code": stage.agent.organisation.code},
        "public:edition": {**code, "number": 1},
        "public:tracking": {**code, "number": 1},
        "public:edition_file": {**code, "number": 1, "name": released.files.order_by("name")[0].name},
        "account_confirm_email": {"key": "no-such-key"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "no-such-key"},
        "field:bundle": {"name": "no-such-file.js"},
        "field:form": {"pk": offered.pk},
        "field:form-xml": {"pk": offered.pk},
        "field:form-file": {"pk": offered.pk, "name": "communes.csv"},
        "field:answers": one,
        "field:record-file": {**one, "file": attachment.pk},
        "openrosa:form": form,
        "openrosa:form-by-token": {**form, **token},
        "openrosa:manifest": form,
        "openrosa:manifest-by-token": {**form, **token},
        "openrosa:media": media,
        "openrosa:media-by-token": {**media, **token},
        "openrosa:form-list-by-token": token,
        "openrosa:submission-by-token": token,
        "openrosa:nothing-here": {"anything": "nowhere"},
    }
    # A script's door knows no cookie: whoever is signed in on the desk is nobody there (see test_api_permissions).
    of_form = {"form_id": "distribution"}
    of_submission = {**of_form, "instance": found.instance_id}
    of_version = {**of_submission, "version": found.instance_id}
    arguments |= {
        "api:session": {"token": "current"},
        "api:app-user": {"pk": device.pk},
        "api:assignment": {**of_form, "role": 2, "pk": device.pk},
        "api:table": {**of_form, "table": "Submissions"},
        "key-form-list": {"token": "no-such-token"},
        "key-submission": {"token": "no-such-token"},
    }
    for name in ("form", "form-xml", "form-workbook", "tables", "versions", "form-files", "submissions"):
        arguments[f"api:{name}"] = of_form
    for name in ("draft", "draft-xml", "draft-publish", "draft-files"):
        arguments[f"api:{name}"] = of_form
    for name in ("form-file", "draft-file"):
        arguments[f"api:{name}"] = {**of_form, "name": "communes.csv"}
    for name in ("version", "version-xml"):
        arguments[f"api:{name}"] = {**of_form, "version": "1"}
    for name in ("submission", "submission-xml", "comments", "submission-files", "submission-versions"):
        arguments[f"api:{name}"] = of_submission
    for name in ("submission-version", "submission-version-xml", "version-files"):
        arguments[f"api:{name}"] = of_version
    arguments["api:submission-file"] = {**of_submission, "name": "fiche.png"}
    arguments["api:version-file"] = {**of_version, "name": "fiche.png"}
    for name in ("record", "record-decide", "record-settle", "record-match", "record-correct", "record-answers"):
        arguments[f"desk:{name}"] = one
    for name in ("person", "person-role", "person-active", "person-password"):
        arguments[f"desk:{name}"] = person
    for name in ("programme-budgets", "sub-awards-csv", "sub-award-new", "year-budget-new", "classification"):
        arguments[f"desk:{name}"] = code
    for name in ("transactions", "transactions-csv", "transaction-new", "statements"):
        arguments[f"desk:{name}"] = code
    for name in ("sub-award", "sub-award-change", "sub-award-state", "tranche-new", "acquittal-new"):
        arguments[f"desk:{name}"] = {**code, "pk": granted.pk}
    for name in ("tranche", "tranche-pay"):
        arguments[f"desk:{name}"] = {**code, "pk": granted.pk, "number": 1}
    arguments["desk:acquittal"] = {**code, "pk": granted.pk, "number": papers.pk}
    arguments["desk:year-budget"] = {**code, "pk": year.pk}
    arguments["desk:transaction"] = {**code, "pk": moved.pk}
    arguments["desk:organisation"] = {"code": stage.agent.organisation.code}
    for name in ("tracking", "tracking-explain", "pack", "pack-file", "narratives", "donor-workbooks"):
        arguments[f"desk:{name}"] = code
    arguments["desk:tracking-file"] = {**code, "form": "xlsx"}
    for name in ("donor-workbook", "donor-filling", "donor-filled", "donor-remove"):
        arguments[f"desk:{name}"] = {"pk": donors.pk}
    for name in ("compute", "computing", "next-edition", "programme", "programme-workbook"):
        arguments[f"desk:{name}"] = code
    arguments["desk:record-comment"] = one
    for name in ("job", "job-cancel", "job-file"):
        arguments[f"desk:{name}"] = {"pk": asked.pk}
    for name in ("form", "form-state", "form-publish", "form-discard", "form-file"):
        arguments[f"desk:{name}"] = {"form_id": offered.form_id}
    revision = {"revision": found.revision}
    sent = {
        "desk:account": {"language": "fr"},
        "desk:tracking-explain": {
            "indicator": indicator.code,
            "period_kind": "quarter",
            "period": "2025-Q2",
            "fr": "Une raison fictive.",
        },
        "desk:period-close": {"anyway": "yes"},
        "desk:period-chase": {"organisation": stage.agent.organisation.code},
        "desk:decide-many": {"act": "return", "record": f"{found.pk}:{found.revision}", "reason": "Une ligne manque"},
        "desk:record-new": boxes(session="7"),
        "desk:record-comment": {"text": "Qui est à la ligne 2 ?"},
        "desk:exports": {"form_id": "fiche_presence", "shape": "csv", "written": "labels", "language": "fr"},
        "desk:record-decide": {**revision, "act": "check"},
        "desk:record-settle": {**revision, "version": 2, "keep": "no"},
        "desk:record-match": {**revision, "activity": str(stage.activity.pk)},
        "desk:record-correct": {**revision, **boxes(session="8"), "reason": "Une ligne manquait"},
        "desk:activity": {"status": "held"},
        "desk:person-role": {"role": "partner_agent", "organisation": str(stage.agent.organisation_id)},
        "desk:person-active": {"active": "no"},
        "desk:device-new": {"label": "Un autre téléphone"},
        "desk:script-new": {"label": "Tableau de bord fictif"},
        "desk:form-state": {"state": "closing"},
        "desk:form-file": {"form": offered.pk, "name": "communes.csv"},
        # A run that is not the newest: nobody releases by accident, and who may is told why not.
        "desk:next-edition": {"run": str(stage.activity.pk)},
    }
    paperwork, moves = paperwork_of(stage, indicator)
    arguments |= paperwork
    sent |= moves
    advocacy, steps = addresses_of(stage)
    arguments |= advocacy
    sent |= steps
    arguments |= networks_of(stage)
    arguments |= cycles_of(stage)
    arguments |= commitments_of(stage)
    replied, replying = replies_of(stage, released)
    arguments |= replied
    here = {"subject": f"place:{stage.place.pk}"}
    sent |= {"desk:reply": {"act": "decline"}, "desk:withdrawal-new": here, "desk:withdrawal-back": here}
    value = run.values.filter(cell=[]).first()
    assert value is not None
    queries = replying | {"desk:facts": {"value": value.pk}, "desk:facts-csv": {"value": value.pk}}
    return Site(stage, clients, arguments, sent, queries)


def replies_of(stage: Commune, released: Edition) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """A reply that waits and an address that is open: what their addresses are asked with."""
    soon = timezone.now() + timedelta(days=1)
    address, _token = hand_out_address(
        by=stage.officer, edition=released, body=stage.place, handed_to="Mairie", expires_at=soon
    )
    waiting = enter_reply(
        by=stage.agent, edition=released, body=stage.place, text="Nous répondons.", office="La maire", language="fr",
        way=ReplyWay.LETTER, written_on=date(2026, 1, 3),
    )  # fmt: skip
    of_edition = {"code": stage.programme.code, "number": 1}
    arguments: dict[str, dict[str, Any]] = {
        "desk:reply": {"pk": waiting.pk},
        "desk:reply-address-revoke": {"pk": address.pk},
        "public:replies": of_edition,
        "public:reply": {"token": "no-such-token"},
        "public:iati": {"code": stage.programme.code},
    }
    asked = {"edition": str(released.pk)}
    queries = {
        "desk:reply-new": asked,
        "desk:reply-address-new": asked,
        "desk:withdrawal-new": {"subject": f"place:{stage.place.pk}"},
    }
    return arguments, queries


def through_the_door(user: User) -> Client:
    """A browser in which this account has typed its password."""
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": factories.PASSWORD})
    return client


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, str]]:
    """The name and the pattern of every address of the site."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", str(pattern.pattern)


def asked(site: Site, visitor: str, name: str, method: str) -> int:
    """The status of the answer; whatever was done is undone."""
    address = reverse(name, kwargs=site.arguments.get(name))
    client = Client()
    # A copy of the visitor's cookies, so that signing out at one address is not being signed out at the next.
    client.cookies.update(site.clients[visitor].cookies)
    with transaction.atomic():
        answer: HttpResponseBase
        if method == "GET":
            answer = client.get(address, site.queries.get(name, {}))
        else:
            answer = client.post(address, site.sent.get(name, {}))
        if answer.streaming:
            b"".join(answer)
        transaction.set_rollback(True)
    return answer.status_code


def test_every_address_answers_every_role_as_the_table_says(site: Site) -> None:
    table = expected()
    wrong = []
    for (name, method), statuses in table.items():
        for visitor in VISITORS:
            status = asked(site, visitor, name, method)
            if status != statuses[visitor]:
                wrong.append(f"{method} {name} as {visitor}: {status}, and the table says {statuses[visitor]}")
    assert not wrong, "\n".join(wrong)


def test_no_address_of_the_site_is_missing_from_the_table() -> None:
    known = {name for name, _pattern in addresses(get_resolver().url_patterns)}
    assert "desk:record" in known
    assert {(name, method) for name in known for method in ("GET", "POST")} == set(expected())
