"""Money on the desk: who sees which grants and which sums, what is typed and read, and what each step says."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.web.desk_stage import signed_in
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.budgets.models import Acquittal, SubAward, Transaction, YearBudget
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.models import Programme

pytestmark = pytest.mark.django_db


@dataclass
class Money:
    """A programme whose lead grants to two partners, and the people who look at it."""

    programme: Programme
    lead: Organisation
    partner: Organisation
    mine: SubAward
    other: SubAward
    officer: User
    coordinator: User

    @property
    def home(self) -> str:
        """The programme's page."""
        return f"/desk/budgets/{self.programme.code}/"

    def page_of(self, grant: SubAward) -> str:
        """A grant's page."""
        return f"{self.home}sub-awards/{grant.pk}/"


@pytest.fixture
def money() -> Money:
    programme = factories.programme(currency="XOF", budget=5_000_000_00)
    lead, partner, another = (factories.organisation() for _number in range(3))
    factories.participation(programme, lead, "accountable")
    for organisation in (partner, another):
        factories.participation(programme, organisation, works_under=lead)
    mine = factories.sub_award(of=programme, giver=lead, receiver=partner, code="SUB-MINE", value=26_000_000_00)
    other = factories.sub_award(
        of=programme, giver=lead, receiver=another, code="SUB-OTHER", value=9_000_00, currency="EUR"
    )
    coordinator = factories.user(Role.PARTNER_COORDINATOR, organisation=partner)
    return Money(programme, lead, partner, mine, other, factories.user(organisation=lead), coordinator)


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return " ".join(answer.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def table(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV that was sent."""
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_the_officer_sees_every_grant_with_sums_of_each_currency_apart(money: Money) -> None:
    page = text(signed_in(money.officer).get(money.home))
    assert "SUB-MINE" in page
    assert "SUB-OTHER" in page
    assert "26 000 000 FCFA" in page
    assert "9 000 EUR" in page
    assert "26 009 000" not in page


def test_a_coordinator_sees_the_own_grants_and_sums_of_them_alone(money: Money) -> None:
    client = signed_in(money.coordinator)
    page = text(client.get(money.home))
    assert "SUB-MINE" in page
    assert "SUB-OTHER" not in page
    assert "9 000 EUR" not in page
    assert "Budget par année" not in page
    assert "Inscrire une subvention" not in page
    assert client.get(money.page_of(money.mine)).status_code == 200
    assert client.get(money.page_of(money.other)).status_code == 404
    assert client.get(f"{money.page_of(money.mine)}change/").status_code == 403


def test_a_donor_reads_the_sums_and_opens_no_grant(money: Money) -> None:
    client = signed_in(factories.user(Role.DONOR))
    page = text(client.get(money.home))
    assert "26 000 000 FCFA" in page
    assert "SUB-MINE" not in page
    assert client.get(money.page_of(money.mine)).status_code == 403
    assert client.get(f"{money.home}sub-awards.csv").status_code == 403


@pytest.mark.parametrize("role", [Role.PARTNER_AGENT, Role.DATA_PROTECTION_OFFICER])
def test_whoever_has_nothing_to_do_with_money_does_not_see_it(money: Money, role: Role) -> None:
    assert signed_in(factories.user(role, organisation=money.partner)).get(money.home).status_code == 403


def test_a_coordinator_of_another_programme_finds_nothing(money: Money) -> None:
    client = signed_in(factories.user(Role.PARTNER_COORDINATOR))
    assert client.get(money.home).status_code == 404
    assert "Aucune subvention ne vous concerne" in text(client.get("/desk/budgets/"))


def test_the_file_holds_exactly_what_the_page_shows_and_unknown_stays_empty(money: Money) -> None:
    factories.paid_tranche(of=money.mine)
    client = signed_in(money.officer)
    rows = table(client.get(f"{money.home}sub-awards.csv?sort=-code"))
    assert [row["code"] for row in rows] == ["SUB-OTHER", "SUB-MINE"]
    assert (rows[1]["accordé"], rows[1]["payé"], rows[1]["reste à justifier"]) == ("26000000", "300", "300")
    assert (rows[0]["accordé"], rows[0]["payé"]) == ("9000", "")
    filtered = table(client.get(f"{money.home}sub-awards.csv?q=mine"))
    assert [row["code"] for row in filtered] == ["SUB-MINE"]
    page = text(client.get(f"{money.home}?q=mine"))
    assert "SUB-OTHER" not in page
    assert "9 000 EUR" not in page


@pytest.mark.parametrize(("late", "codes"), [("payment", ["SUB-MINE"]), ("acquittal", ["SUB-OTHER"]), ("waiting", [])])
def test_the_list_is_narrowed_to_what_is_late(money: Money, late: str, codes: list[str]) -> None:
    factories.tranche(of=money.mine, due_on=date(2025, 1, 1))
    factories.paid_tranche(of=money.other, acquittal_due_on=date(2025, 3, 1))
    rows = table(signed_in(money.officer).get(f"{money.home}sub-awards.csv?late={late}"))
    assert [row["code"] for row in rows] == codes


def test_a_grant_is_written_down_with_money_as_people_write_it(money: Money) -> None:
    client = signed_in(money.officer)
    boxes = {
        "code": "SUB-3",
        "title_fr": "Objet fictif",
        "giver": money.lead.pk,
        "receiver": money.partner.pk,
        "currency": "XOF",
        "value": "1,5 million",
        "starts_on": "2025-01-01",
        "ends_on": "2025-12-31",
    }
    assert client.post(f"{money.home}sub-awards/new/", boxes).status_code == 302
    added = SubAward.objects.get(code="SUB-3")
    assert (added.value, added.state) == (1_500_000_00, "proposed")
    again = client.post(f"{money.home}sub-awards/new/", boxes)
    assert again.status_code == 422
    assert "porte déjà ce code" in text(again)
    assert "1,5 million" in text(again), "what was typed is not lost"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": "vingt"}, "n&#x27;est pas un montant"),
        ({"value": "0"}, "plus grand que zéro"),
        ({"value": "12 USD"}, "la monnaie choisie est XOF"),
        ({"value": "12,50"}, "n&#x27;a pas de centimes"),
        ({"ends_on": "2024-12-31"}, "Le dernier jour vient avant le premier"),
    ],
)
def test_a_grant_that_cannot_be_is_told_beside_its_box(money: Money, changes: dict[str, str], told: str) -> None:
    boxes = {"code": "SUB-3", "title_fr": "Objet", "giver": money.lead.pk, "receiver": money.partner.pk}
    boxes |= {"currency": "XOF", "value": "26 000", "starts_on": "2025-01-01", "ends_on": "2025-12-31"} | changes
    answer = signed_in(money.officer).post(f"{money.home}sub-awards/new/", boxes)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not SubAward.objects.filter(code="SUB-3").exists()


def test_a_grant_changed_in_its_words_keeps_its_amount_and_how_its_days_are_known(money: Money) -> None:
    SubAward.objects.filter(pk=money.mine.pk).update(
        value=None, starts_on=date(2018, 1, 1), starts_precision="year", ends_on=date(2021, 12, 31)
    )
    client = signed_in(money.officer)
    page = client.get(f"{money.page_of(money.mine)}change/")
    assert 'name="value" value=' not in page.content.decode(), "an unknown amount is an empty box, not 0"
    boxes = {"title_fr": "Un autre objet", "giver": money.lead.pk, "receiver": money.partner.pk, "currency": "XOF"}
    boxes |= {"value": "", "starts_on": "2018-01-01", "ends_on": "2021-12-30"}
    assert client.post(f"{money.page_of(money.mine)}change/", boxes).status_code == 302
    money.mine.refresh_from_db()
    assert (money.mine.value, money.mine.starts_precision, money.mine.ends_precision) == (None, "year", "day")


def test_a_tranche_is_planned_paid_and_accounted_for_on_the_pages(money: Money) -> None:
    client, page = signed_in(money.officer), money.page_of(money.mine)
    planned = {"planned": "10 000 000", "milestone": "À la signature", "due_on": "2025-01-10"}
    assert client.post(f"{page}tranches/new/", planned).status_code == 302
    too_much = {"paid": "27 000 000", "paid_on": "2025-01-12"}
    refused = client.post(f"{page}tranches/1/pay/", too_much)
    assert refused.status_code == 422
    assert "27 000 000 FCFA sont payés sur 26 000 000 FCFA accordés" in text(refused)
    paid = {"paid": "10 millions", "paid_on": "2025-01-12"}
    assert client.post(f"{page}tranches/1/pay/", paid).status_code == 302
    too_much = {"amount": "10 000 001", "received_on": "2025-03-01"}
    refused = client.post(f"{page}acquittals/new/", too_much)
    assert refused.status_code == 422
    assert "on ne peut plus justifier que 10 000 000 FCFA" in text(refused)
    papers = {"amount": "4 000 000", "received_on": "2025-03-01", "reference": "BJ-1"}
    assert client.post(f"{page}acquittals/new/", papers).status_code == 302
    shown = text(client.get(page))
    assert "et 4 000 000 FCFA à examiner" in shown
    assert "reste 16 000 000 FCFA à payer" in shown


def test_papers_are_accepted_by_somebody_else_or_sent_back_with_words(money: Money) -> None:
    factories.paid_tranche(of=money.mine)
    row = factories.acquittal(of=money.mine, received_by=money.officer.pk)
    client, address = signed_in(money.officer), f"{money.page_of(money.mine)}acquittals/{row.pk}/"
    assert "à quelqu&#x27;un d&#x27;autre de l&#x27;accepter" in text(client.post(address, {"act": "accept"}))
    assert "Écrivez ce qui manque" in text(client.post(address, {"act": "return"}))
    second = signed_in(factories.user(organisation=money.lead))
    assert second.post(address, {"act": "accept"}).status_code == 302
    assert Acquittal.objects.get(pk=row.pk).state == "accepted"
    assert second.post(address, {"act": "return", "reason": "Trop tard"}).status_code == 302
    assert Acquittal.objects.get(pk=row.pk).state == "accepted"


def test_a_grant_is_closed_early_only_with_a_reason(money: Money) -> None:
    factories.paid_tranche(of=money.mine)
    client, address = signed_in(money.officer), f"{money.page_of(money.mine)}state/"
    refused = client.post(address, {"state": "closed"})
    assert refused.status_code == 422
    assert "300 FCFA sont payés et pas encore justifiés" in text(refused)
    assert client.post(address, {"state": "closed", "reason": "Constat signé"}).status_code == 302
    shown = text(client.get(money.page_of(money.mine)))
    assert "clôturée" in shown
    assert "Constat signé" in shown
    assert "Payer" not in shown.replace("Payé", "")
    assert client.post(address, {"state": "no-such-state"}).status_code == 422


def test_a_paid_tranche_is_not_changed_and_a_planned_one_can_be_dropped(money: Money) -> None:
    factories.paid_tranche(of=money.mine)
    factories.tranche(of=money.mine)
    client, page = signed_in(money.officer), money.page_of(money.mine)
    assert client.post(f"{page}tranches/1/", {"drop": "yes"}).status_code == 302
    assert client.post(f"{page}tranches/2/", {"drop": "yes"}).status_code == 302
    assert [one.number for one in money.mine.tranches.all()] == [1]


def test_a_years_budget_is_written_changed_and_taken_away(money: Money) -> None:
    client = signed_in(money.officer)
    boxes = {"starts_on": "2025-01-01", "ends_on": "2026-01-01", "currency": "XOF", "value": "500 000"}
    boxes |= {"kind": "original", "status": "committed"}
    refused = client.post(f"{money.home}years/new/", boxes)
    assert refused.status_code == 422
    assert "il doit finir avant le 1er janvier 2026" in text(refused)
    assert client.post(f"{money.home}years/new/", boxes | {"ends_on": "2025-12-31"}).status_code == 302
    row = YearBudget.objects.get()
    assert (row.value, row.status) == (500_000_00, "committed")
    shown = text(client.get(money.home))
    assert "500 000 FCFA" in shown
    assert "initial, engagé" in shown
    assert client.post(f"{money.home}years/{row.pk}/", {"drop": "yes"}).status_code == 302
    assert not YearBudget.objects.exists()


def test_a_transaction_is_written_shown_filed_and_taken_away(money: Money) -> None:
    client, home = signed_in(money.officer), f"{money.home}transactions/"
    boxes = {"kind": "disbursement", "made_on": "2025-02-03", "currency": "XOF", "value": "300 000"}
    boxes |= {
        "provider": money.lead.pk,
        "receiver": money.partner.pk,
        "reference": "V-1",
        "description_fr": "Versement",
    }
    assert client.post(f"{home}new/", boxes).status_code == 302
    again = client.post(f"{home}new/", boxes)
    assert "est-ce la même, inscrite deux fois" in text(again)
    tomorrow = client.post(f"{home}new/", boxes | {"made_on": "2999-01-01", "reference": "V-2"})
    assert "ne peut pas être datée de demain" in text(tomorrow)
    nothing = client.post(f"{home}new/", boxes | {"value": "0", "reference": "V-3"})
    assert "zéro n&#x27;est pas une transaction" in text(nothing)
    shown = text(client.get(home))
    assert "3 février 2025" in shown
    assert "300 000 FCFA" in shown
    assert [row["montant"] for row in table(client.get(f"{home}transactions.csv"))] == ["300000"]
    assert table(client.get(f"{home}transactions.csv?kind=expenditure")) == []
    row = Transaction.objects.get()
    assert client.post(f"{home}{row.pk}/", {"drop": "yes"}).status_code == 302
    assert not Transaction.objects.exists()


def test_the_pages_read_well_in_english(money: Money) -> None:
    reader = factories.user(organisation=money.lead, language="en")
    client = signed_in(reader)
    client.cookies["django_language"] = "en"
    assert "XOF 26,000,000" in client.get(money.home).content.decode()
