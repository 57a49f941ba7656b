"""Initiatives and policy texts go through the whole flow: written, handed in, checked, verified, counted."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune
from toguna.flow.advocacy import (
    NotReadyToHandIn,
    hand_in_initiative,
    hand_in_text,
    initiative_in_the_flow,
    text_in_the_flow,
)
from toguna.flow.compute import compute_programme
from toguna.flow.verify import check_record, verify_record
from toguna.rules.advocacy import Answer, EvidenceKind, InitiativeState, Rung, Tactic
from toguna.rules.advocacy_steps import PlanMissing, ReasonMissing
from toguna.rules.policy_texts import PartySide, PolicyLevel, PolicyStage, TextKind
from toguna.store.advocacy.actions import (
    AdvocacyImpossible,
    Answered,
    Coalition,
    Demand,
    Done,
    Ground,
    add_evidence,
    add_initiative,
    change_initiative,
    drop_part,
    log_action,
    move_initiative,
    note_response,
    reach_rung,
)
from toguna.store.advocacy.models import Initiative, PolicyText
from toguna.store.advocacy.text_actions import Signing, Wording, add_party, add_text, reach_stage
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.store.journal.models import Entry
from toguna.store.organisations.models import Organisation
from toguna.store.values.models import Run

pytestmark = pytest.mark.django_db

FISCAL = {"periods": ["us_fiscal_year", "life"]}
ENGAGED = FISCAL | {"count": "organisations", "where": {"activity_kind": ["advocacy"]}}
INITIATIVES = FISCAL | {"count": "sum", "where": {"unit": "initiative"}}
ADOPTED = FISCAL | {"count": "sum", "where": {"unit": "policy_adopted"}}
DRAFTED = FISCAL | {"count": "sum", "where": {"unit": "policy_drafted"}}
DEFINITIONS = {"ENGAGED": ENGAGED, "INITIATIVES": INITIATIVES, "ADOPTED": ADOPTED, "DRAFTED": DRAFTED}
FY17, FY18 = date(2017, 2, 1), date(2018, 2, 1)


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


def stage() -> Commune:
    """A commune of the years 2017 to 2019 whose activity is advocacy."""
    there = commune()
    there.programme.starts_on, there.programme.ends_on = date(2016, 10, 1), date(2019, 10, 1)
    there.programme.save()
    there.activity.kind = "advocacy"
    there.activity.save()
    result = factories.result(of=there.programme, code="R1")
    for code, body in DEFINITIONS.items():
        factories.definition(body, of=factories.indicator(of=result, code=code))
    return there


def lead(there: Commune) -> Organisation:
    return Organisation.objects.get(pk=there.agent.organisation_id)


def opened(there: Commune, code: str = "puits", *others: Organisation, **changes: Any) -> Initiative:
    told: dict[str, Any] = {
        "title": {"fr": "Des puits pour l'école"},
        "issue": "L'école n'a pas d'eau.",
        "identified_on": date(2017, 1, 10),
        "activity": there.activity,
        "place": there.place,
    }
    return add_initiative(
        by=there.agent,
        programme=there.programme,
        code=code,
        keeper=lead(there),
        demand=Demand(**told | changes),
        coalition=Coalition(lead(there), others),
    )


def act(there: Commune, initiative: Initiative, on: date, *who: Organisation) -> None:
    done = Done(on, Tactic.AUDIENCE, "Audience à la mairie.", who or (lead(there),))
    log_action(by=there.agent, initiative=initiative, done=done)


def verified(there: Commune, record: Record, checked_by: Any = None) -> Record:
    record.refresh_from_db()
    record = check_record(record, by=checked_by or there.coordinator, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)
    record.refresh_from_db()
    return record


def counted(run: Run, code: str) -> dict[str, Decimal | None]:
    values = run.values.filter(indicator__code=code, cell=[])
    return {value.period if value.period_kind != "life" else "life": value.value for value in values}


def units(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    return sorted((fact.unit, fact.organisation.code if fact.organisation else "") for fact in facts)


def test_an_organisation_engaged_in_two_years_counts_once_in_each_and_once_over_the_life() -> None:
    there = stage()
    initiative = opened(there)
    for on in (FY17, date(2017, 3, 1), FY18):
        act(there, initiative, on)
    verified(there, hand_in_initiative(initiative=initiative, by=there.agent))
    run = compute_programme(there.programme, by=there.officer)
    engaged = counted(run, "ENGAGED")
    assert (engaged["FY2017"], engaged["FY2018"], engaged["life"]) == (1, 1, 1)
    assert counted(run, "INITIATIVES")["life"] == 1


def test_an_organisation_of_the_coalition_counts_only_in_the_years_in_which_it_acted() -> None:
    there = stage()
    other = factories.organisation(code="osc-b")
    initiative = opened(there, "puits", other)
    act(there, initiative, FY17, lead(there), other)
    act(there, initiative, FY18)
    second = opened(there, "route", other)
    act(there, second, FY17, other)
    for one in (initiative, second):
        verified(there, hand_in_initiative(initiative=one, by=there.agent))
    run = compute_programme(there.programme, by=there.officer)
    engaged = counted(run, "ENGAGED")
    assert (engaged["FY2017"], engaged["FY2018"], engaged["life"]) == (2, 1, 2)
    assert counted(run, "INITIATIVES")["FY2017"] == 2


def test_what_is_not_handed_in_counts_nowhere_and_what_changed_is_counted_anew() -> None:
    there = stage()
    initiative = opened(there)
    act(there, initiative, FY17)
    assert initiative_in_the_flow(initiative).record is None
    record = verified(there, hand_in_initiative(initiative=initiative, by=there.agent))
    assert units(Fact.objects.filter(until=None)) == [
        ("event", lead(there).code),
        ("initiative", lead(there).code),
    ]
    assert initiative_in_the_flow(fresh(initiative)).is_current
    reach_rung(
        by=there.agent, initiative=initiative, rung=Rung.ON_AGENDA, reached_on=FY18, evidence="Ordre du jour affiché."
    )
    assert not initiative_in_the_flow(fresh(initiative)).is_current
    again = hand_in_initiative(initiative=initiative, by=there.agent, reason="Mis à l'ordre du jour.")
    assert again.pk == record.pk
    verified(there, again)
    assert ("rung_on_agenda", lead(there).code) in units(Fact.objects.filter(until=None))
    assert Fact.objects.exclude(until=None).count() == 2


def test_handing_in_twice_changes_nothing() -> None:
    there = stage()
    initiative = opened(there)
    act(there, initiative, FY17)
    first = hand_in_initiative(initiative=initiative, by=there.agent)
    assert hand_in_initiative(initiative=initiative, by=there.agent).pk == first.pk
    assert first.versions.count() == 1


def test_an_initiative_without_activity_or_action_is_not_handed_in() -> None:
    there = stage()
    with pytest.raises(NotReadyToHandIn) as refused:
        hand_in_initiative(initiative=opened(there, activity=None), by=there.agent)
    assert [one.code for one in refused.value.findings] == ["activity-missing", "nothing-to-count"]


def test_the_steps_are_taken_one_by_one_and_each_is_in_the_journal() -> None:
    there = stage()
    initiative = opened(there)
    add_evidence(
        by=there.agent,
        initiative=initiative,
        ground=Ground(EvidenceKind.BAROMETER_CRITERION, "Note de 3 sur 10 pour l'eau.", "barometre", "1.1.1"),
    )
    move(there, initiative, InitiativeState.EVIDENCE)
    with pytest.raises(PlanMissing):
        move(there, initiative, InitiativeState.PLANNED)
    plan = Demand(
        {"fr": "Des puits"}, "Pas d'eau.", date(2017, 1, 10), there.activity, there.place,
        target="La maire", demand="Deux puits", objective="Deux puits avant juin 2018", tactics=(Tactic.AUDIENCE,),
    )  # fmt: skip
    change_initiative(by=there.agent, initiative=initiative, demand=plan, coalition=Coalition(lead(there)))
    move(there, initiative, InitiativeState.PLANNED)
    act(there, initiative, FY17)
    move(there, initiative, InitiativeState.ACTIVE)
    answered = Answered(FY18, Answer.PROMISE, "Deux puits au budget.", "La maire")
    note_response(by=there.agent, initiative=initiative, answered=answered)
    move(there, initiative, InitiativeState.RESPONSE_RECEIVED)
    move(there, initiative, InitiativeState.PROMISE_MADE)
    with pytest.raises(ReasonMissing):
        move(there, initiative, InitiativeState.NOT_IMPLEMENTED)
    move(there, initiative, InitiativeState.NOT_IMPLEMENTED, "Le budget n'a pas été voté.")
    initiative.refresh_from_db()
    assert (initiative.state, initiative.state_on) == ("not_implemented", FY18)
    written = Entry.objects.filter(subject=f"initiative:{initiative.pk}").values_list("action", flat=True)
    assert {"initiative.evidence", "initiative.promise_made", "initiative.not_implemented"} <= set(written)


def test_a_person_is_never_written_where_an_office_belongs() -> None:
    there = stage()
    with pytest.raises(AdvocacyImpossible):
        opened(there, target="Mme Exemple")
    answered, initiative = Answered(FY17, Answer.REFUSAL, "Non.", "M. Exemple"), opened(there)
    with pytest.raises(AdvocacyImpossible):
        note_response(by=there.agent, initiative=initiative, answered=answered)


def test_what_a_body_outside_civil_society_does_engages_no_organisation() -> None:
    there = stage()
    with pytest.raises(AdvocacyImpossible):
        opened(there, "puits", factories.organisation(kind="commune"))


def test_an_organisation_at_work_is_not_taken_out_of_the_coalition() -> None:
    there = stage()
    other = factories.organisation()
    initiative = opened(there, "puits", other)
    act(there, initiative, FY17, other)
    demand = Demand({"fr": "Des puits"}, "Pas d'eau.", date(2017, 1, 10))
    with pytest.raises(AdvocacyImpossible):
        change_initiative(by=there.agent, initiative=initiative, demand=demand, coalition=Coalition(lead(there)))
    drop_part(by=there.agent, part=initiative.actions.get(), reason="Inscrite par erreur.")
    change_initiative(by=there.agent, initiative=initiative, demand=demand, coalition=Coalition(lead(there)))
    assert initiative.engagements.count() == 1


def test_a_text_counts_once_in_each_stage_on_the_day_of_the_stage() -> None:
    there = stage()
    text = entered(there)
    reach(there, text, PolicyStage.DRAFTED, FY17)
    record = verified(there, hand_in_text(text=text, by=there.agent))
    assert text_in_the_flow(fresh_text(text)).is_current
    reach(there, text, PolicyStage.ADOPTED, FY18)
    assert hand_in_text(text=text, by=there.agent, reason="Voté.").pk == record.pk
    verified(there, Record.objects.get(pk=record.pk))
    run = compute_programme(there.programme, by=there.officer)
    drafted, adopted = counted(run, "DRAFTED"), counted(run, "ADOPTED")
    assert (drafted["FY2017"], drafted.get("FY2018"), drafted["life"]) == (1, None, 1)
    assert (adopted.get("FY2017"), adopted["FY2018"], adopted["life"]) == (None, 1, 1)


def test_a_stage_is_reached_once_and_in_order() -> None:
    there = stage()
    text = entered(there)
    reach(there, text, PolicyStage.PROPOSED, FY17)
    for stage_again, on in ((PolicyStage.PROPOSED, FY18), (PolicyStage.ADOPTED, date(2016, 12, 1))):
        with pytest.raises(AdvocacyImpossible):
            reach(there, text, stage_again, on)
    assert text.stages.count() == 1


def test_what_an_agreement_brings_counts_on_the_day_it_is_adopted() -> None:
    there = stage()
    text = entered(there, kind=TextKind.INVESTMENT_AGREEMENT, amount=26_000_000_00, currency="XOF")
    company = Signing(PartySide.PRIVATE, name="Entreprise fictive de l'eau")
    add_party(by=there.agent, text=text, signing=company)
    reach(there, text, PolicyStage.ADOPTED, FY18)
    verified(there, hand_in_text(text=text, by=there.agent))
    invested = Fact.objects.get(unit="invested_xof")
    assert (invested.quantity, invested.starts_on, invested.currency) == (26_000_000_000, FY18, "XOF")


def entered(there: Commune, **changes: Any) -> PolicyText:
    told: dict[str, Any] = {
        "title": {"fr": "Convention locale de l'eau"},
        "kind": TextKind.LOCAL_CONVENTION,
        "level": PolicyLevel.COMMUNE,
        "place": there.place,
        "activity": there.activity,
    }
    wording = Wording(**told | changes)
    return add_text(by=there.agent, programme=there.programme, code="eau", keeper=lead(there), wording=wording)


def reach(there: Commune, text: PolicyText, policy_stage: PolicyStage, on: date) -> None:
    reach_stage(by=there.agent, text=text, stage=policy_stage, reached_on=on, evidence="Copie au dossier.")


def move(there: Commune, initiative: Initiative, to: InitiativeState, reason: str = "") -> None:
    move_initiative(by=there.agent, initiative=initiative, to=to, on=FY18, reason=reason)


def fresh(initiative: Initiative) -> Initiative:
    return Initiative.objects.get(pk=initiative.pk)


def fresh_text(text: PolicyText) -> PolicyText:
    return PolicyText.objects.get(pk=text.pk)
