"""A large edition is prepared and released in the background; the page where it was asked for says how far it is."""

from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.flow.editions import ONE_MAN, SEATS, hold, stage
from tests.flow.sheets import SHEET, Commune
from tests.web.desk_stage import signed_in
from toguna.flow import drafts, preparing
from toguna.flow.background import run_due_tasks
from toguna.flow.compute import compute_programme
from toguna.flow.jobs import AT_ONCE, job_folder, start
from toguna.flow.preparing import draft_later
from toguna.rules.attendance import UnnamedSeats
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Job
from toguna.store.journal.models import Entry
from toguna.store.publications.models import Edition
from toguna.store.publications.withdrawals import withdraw_from_view
from toguna.store.values.models import Run

pytestmark = pytest.mark.django_db(transaction=True)


class _Never:
    def is_set(self) -> bool:
        return False


@pytest.fixture(autouse=True)
def _everything_is_large(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even one cell is too many to wait for; the worker works when a test says so."""
    settings.VAR = tmp_path
    settings.EDITIONS = tmp_path / "editions"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    monkeypatch.setattr(preparing, "FEW_CELLS", 0)


@pytest.fixture
def there() -> Commune:
    there = stage()
    hold(there, unnamed=ONE_MAN)
    compute_programme(there.programme, by=there.officer)
    return there


def address(there: Commune) -> str:
    return f"/desk/editions/{there.programme.code}/next/"


def work() -> None:
    run_due_tasks("test", _Never())


def read(there: Commune, by: User | None = None, query: str = "") -> str:
    return signed_in(by or there.officer).get(address(there) + query).content.decode()


def prepared(there: Commune) -> str:
    read(there)
    work()
    return read(there)


def ask(there: Commune, by: User | None = None, **boxes: str) -> Any:
    run = Run.objects.latest("started_at")
    return signed_in(by or there.officer).post(address(there), {"run": str(run.pk), "number": "1", **boxes})


def latest(kind: str) -> Job:
    return Job.objects.filter(kind=kind).latest("created_at")


def test_the_page_says_that_the_draft_is_prepared_and_then_shows_it(there: Commune) -> None:
    answer = signed_in(there.officer).get(address(there))
    assert "L'édition se prépare" in answer.content.decode()
    assert answer["Refresh"].endswith(address(there))
    read(there)
    assert Job.objects.count() == 1, "looking again asks for nothing again"
    work()
    page = read(there)
    assert "Ce que dirait l'édition 1" in page
    assert "Préparé le " in page
    assert Job.objects.count() == 1
    assert not Edition.objects.exists()


def test_what_was_prepared_says_the_same_as_what_a_page_makes_itself(
    there: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    def glance(page: str) -> str:
        return page[page.index('<dl class="glance">') : page.index("</dl>")]

    kept = prepared(there)
    monkeypatch.setattr(preparing, "FEW_CELLS", 800)
    assert glance(read(there)) == glance(kept)


def test_a_decision_makes_the_draft_be_prepared_anew(there: Commune) -> None:
    prepared(there)
    withdraw_from_view(by=there.officer, subjects=[there.place], reason="Demandé par la mairie fictive.")
    assert "se prépare" in read(there)
    work()
    assert "Ce que dirait l'édition 1" in read(there)


def test_a_draft_that_nobody_can_look_at_any_more_is_called_off(there: Commune) -> None:
    read(there)
    compute_programme(there.programme, by=there.officer)
    read(there)
    assert sorted(Job.objects.values_list("state", flat=True)) == ["cancelled", "waiting"]


def test_what_stands_in_the_way_of_a_draft_is_kept_with_it() -> None:
    there = stage()
    again = factories.indicator(of=factories.result(of=there.programme, code="R2"), code="SEATS")
    factories.definition(SEATS, of=again)
    hold(there)
    compute_programme(there.programme, by=there.officer)
    page = prepared(there)
    assert "Ce qui empêche de publier" in page
    assert "portent le code SEATS" in page
    assert "Publier l'édition" not in page
    assert ask(there).status_code == 422
    assert not Job.objects.filter(kind="release").exists()


def test_a_release_is_followed_where_it_was_asked_for_and_ends_in_the_edition(there: Commune) -> None:
    prepared(there)
    answer = ask(there)
    job = latest("release")
    assert answer["Location"] == f"{address(there)}?asked={job.pk}"
    page = signed_in(there.officer).get(answer["Location"])
    assert "L'édition 1 se publie" in page.content.decode()
    assert page["Refresh"].endswith(answer["Location"])
    assert "L'édition 1 se publie" in signed_in(there.officer).get("/desk/editions/").content.decode()
    assert not Edition.objects.exists()
    work()
    ended = signed_in(there.officer).get(answer["Location"], follow=True)
    assert "est publiée" in ended.content.decode()
    edition = Edition.objects.get()
    assert (edition.number, edition.released_by) == (1, there.officer.pk)
    told = list(Entry.objects.filter(action__in=("edition.released", "release.done")).values_list("actor", flat=True))
    assert told == [there.officer.pk, there.officer.pk]


def test_two_clicks_release_one_edition(there: Commune) -> None:
    prepared(there)
    first, second = ask(there), ask(there)
    assert first["Location"] == second["Location"]
    work()
    late = ask(there)
    assert late.status_code == 409
    assert "vient d&#x27;être publiée" in late.content.decode()
    work()
    assert Edition.objects.count() == 1


def test_two_releases_that_were_both_asked_for_give_one_edition_and_a_kind_word(there: Commune) -> None:
    ask(there)
    first = latest("release")
    start("release", by=there.officer, parameters=first.parameters, task=preparing.release_later)
    work()
    assert sorted(Job.objects.filter(kind="release").values_list("state", flat=True)) == ["done", "failed"]
    assert "vient d'être publiée pendant la vôtre" in Job.objects.get(state="failed").message
    assert Edition.objects.count() == 1


def test_a_release_that_is_called_off_leaves_no_edition(there: Commune) -> None:
    prepared(there)
    followed = ask(there)["Location"]
    client = signed_in(there.officer)
    assert "Ne pas publier" in client.get(followed).content.decode()
    answer = client.post(f"/desk/jobs/{latest('release').pk}/cancel/", follow=True)
    assert "Le travail est arrêté" in answer.content.decode()
    work()
    assert not Edition.objects.exists()
    assert "Ce que dirait l'édition 1" in client.get(followed).content.decode()


def test_calling_off_too_late_is_told(there: Commune) -> None:
    ask(there)
    work()
    answer = signed_in(there.officer).post(f"/desk/jobs/{latest('release').pk}/cancel/", follow=True)
    assert "trop tard" in answer.content.decode()
    assert (Edition.objects.count(), latest("release").state) == (1, "done")


def test_somebody_else_follows_a_release_and_does_not_stop_it(there: Commune) -> None:
    ask(there)
    other = factories.user(Role.MEL_OFFICER)
    page = read(there, by=other)
    assert "L'édition 1 se publie" in page
    assert there.officer.name in page
    assert "Ne pas publier" not in page
    assert signed_in(other).post(f"/desk/jobs/{latest('release').pk}/cancel/").status_code == 404


def test_who_may_not_release_any_more_when_the_work_begins_releases_nothing(there: Commune) -> None:
    prepared(there)
    ask(there)
    there.officer.role = Role.DONOR
    there.officer.save()
    work()
    assert not Edition.objects.exists()
    assert latest("release").message == "Votre rôle ne permet pas de publier une édition."


def test_who_may_not_release_asks_for_no_release(there: Commune) -> None:
    donor = factories.user(Role.DONOR)
    assert "se prépare" in read(there, by=donor)
    assert ask(there, by=donor).status_code == 403
    assert not Job.objects.filter(kind="release").exists()


def test_a_refusal_is_told_where_the_release_was_asked_for_and_keeps_the_draft(there: Commune, settings: Any) -> None:
    prepared(there)
    followed = ask(there)["Location"]
    there.officer.role = Role.DONOR
    there.officer.save()
    work()
    there.officer.role = Role.MEL_OFFICER
    there.officer.save()
    for query in ("", followed.partition("next/")[2]):
        page = read(there, query=query)
        assert "L'édition n'est pas publiée" in page
        assert "Votre rôle ne permet pas" in page
        assert "Ce que dirait l'édition 1" in page
    assert "a été refusée" in signed_in(there.officer).get("/desk/editions/").content.decode()
    assert Job.objects.filter(kind="draft").count() == 1
    compute_programme(there.programme, by=there.officer)
    prepared(there)
    assert "L'édition n'est pas publiée" not in read(there)


def test_tables_that_no_masking_protects_are_refused_at_once_from_the_draft_that_is_kept() -> None:
    there = stage(SEATS={"count": "seats", "periods": ["life"], "dimensions": ["sex"]})
    women = SHEET.unnamed[0].sex
    hold(there, participants=(), unnamed=(UnnamedSeats(30, women),))
    compute_programme(there.programme, by=there.officer)
    ask(there)
    work()
    hold(there, 2, session=2, participants=(), unnamed=(UnnamedSeats(2, women),))
    compute_programme(there.programme, by=there.officer)
    page = prepared(there)
    assert "Ce qui ne peut pas sortir tel quel" in page
    refused = ask(there, number="2")
    assert refused.status_code == 422
    assert "sexe" in refused.content.decode()
    assert Job.objects.filter(kind="release").count() == 1
    ask(there, number="2", leave_out="yes")
    work()
    assert Edition.objects.count() == 2


def test_a_small_edition_that_is_refused_is_masked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "FEW_CELLS", 800)
    there = stage(SEATS={"count": "seats", "periods": ["life"], "dimensions": ["sex"]})
    women = SHEET.unnamed[0].sex
    hold(there, participants=(), unnamed=(UnnamedSeats(30, women),))
    compute_programme(there.programme, by=there.officer)
    assert ask(there).status_code == 302
    hold(there, 2, session=2, participants=(), unnamed=(UnnamedSeats(2, women),))
    compute_programme(there.programme, by=there.officer)
    masked: list[int] = []
    real = drafts.controlled_release

    def counted(*cells: Any, **options: Any) -> Any:
        masked.append(1)
        return real(*cells, **options)

    monkeypatch.setattr(drafts, "controlled_release", counted)
    refused = ask(there, number="2")
    assert (refused.status_code, masked) == (422, [1])
    assert "L'édition n'est pas publiée" in refused.content.decode()
    assert "Publier sans ces ventilations" in refused.content.decode()
    assert (Edition.objects.count(), Job.objects.count()) == (1, 0)


def test_a_full_disk_between_freezing_and_the_end_leaves_no_edition(there: Commune, settings: Any) -> None:
    ask(there)
    in_the_way = settings.EDITIONS / there.programme.code
    in_the_way.write_text("no folder")
    work()
    job = latest("release")
    assert job.state == "failed"
    assert "erreur du serveur" in job.message
    assert not Edition.objects.exists()
    in_the_way.unlink()
    ask(there)
    work()
    assert Edition.objects.get().number == 1


def test_a_preparation_that_was_stopped_waits_to_be_asked_for(there: Commune) -> None:
    read(there)
    signed_in(there.officer).post(f"/desk/jobs/{latest('draft').pk}/cancel/")
    assert "La préparation a été arrêtée" in read(there)
    assert Job.objects.count() == 1
    signed_in(there.officer).post(address(there), {"act": "prepare"})
    work()
    assert "Ce que dirait l'édition 1" in read(there)


def test_a_preparation_whose_file_is_gone_begins_anew(there: Commune) -> None:
    prepared(there)
    (job_folder(latest("draft")) / "coming.json").unlink()
    assert "se prépare" in read(there)


def test_an_account_with_enough_work_under_way_is_told_so(there: Commune) -> None:
    for number in range(AT_ONCE):
        parameters = {"programme": "ELSEWHERE", "run": "", "key": str(number)}
        start("draft", by=there.officer, parameters=parameters, task=draft_later)
    assert "Trois de vos travaux" in read(there)
    answer = signed_in(there.officer).post(address(there), {"act": "prepare"}, follow=True)
    assert "Trois de vos travaux" in answer.content.decode()


def test_the_page_of_any_work_leads_to_the_edition(there: Commune) -> None:
    ask(there)
    answer = signed_in(there.officer).get(f"/desk/jobs/{latest('release').pk}/")
    assert answer["Location"] == f"{address(there)}?asked={latest('release').pk}"
