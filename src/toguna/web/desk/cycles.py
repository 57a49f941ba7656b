"""One cycle of scoring on the desk: the way it goes from stage to stage, and what is missing before the next."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from toguna.flow.kept_files import keep_file, kept_file
from toguna.flow.scoring import NotPermittedOnCycle, require_facilitator, result_of, validate
from toguna.rules.cycles import FREEZES_AT, PUBLIC_AT, Stage, missing, procedure_of, stage_after, stages_of
from toguna.rules.findings import Finding, errors_in
from toguna.rules.remarking import error
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.scorecards.actions import (
    CycleOver,
    ModelImpossible,
    StageNotReady,
    begin_round,
    current_round,
    end_cycle,
    keep_stage_document,
    leave_stage,
    note_stage,
    return_to_stage,
)
from toguna.store.scorecards.models import Cycle, Round, StageDocument
from toguna.store.scorecards.queries import (
    cycle_seen_by,
    model_of,
    progress_of,
    promises_of,
    works_of,
)
from toguna.store.scorecards.scoring_actions import RoundFrozen
from toguna.store.writing import write_turn
from toguna.web.desk.cycle_forms import StageForm, attended_said, headings
from toguna.web.desk.cycle_words import STAGES, WHAT_TO_DO, told
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.file_types import type_shown
from toguna.web.desk.round_lines import lines_of

MOST_BYTES = 20_000_000
SCORED_BY_GROUPS = (Stage.SCORING, Stage.PROVIDER_SCORING)
NOBODY_SCORED = gettext_noop("Aucun groupe n'a encore noté. Il en faut au moins un pour continuer.")
FROZEN = gettext_lazy("Ce tour est validé : ses notes ne changent plus. Rouvrez-le si une note est fausse.")


@staff(Permission.SEE_RECORDS)
def cycle(request: StaffRequest, code: str) -> HttpResponseBase:
    """One cycle: where it stands, what to do now, and what was measured so far."""
    return stage_page(request, cycle_seen_by(request.user, code))


@staff(Permission.SEE_RECORDS, "GET", "POST")
def stage(request: StaffRequest, code: str, stage: str) -> HttpResponseBase:
    """One stage of the round under way: what was done, who was there, what is missing."""
    found = cycle_seen_by(request.user, code)
    wanted = _stage_named(found, stage)
    if request.method != "POST":
        return stage_page(request, found, wanted)
    require(request, found)
    current = current_round(found)
    work = works_of(found, current.number).get(wanted)
    form = StageForm(request.POST, model=model_of(current), work=work, stage=wanted)
    if not form.is_valid():
        return stage_page(request, found, wanted, form)
    try:
        with write_turn():
            note_stage(
                by=request.user,
                cycle=found,
                stage=wanted,
                held_on=form.cleaned_data["held_on"],
                words=form.cleaned_data["words"],
                attended=form.attended,
            )
    except CycleOver:
        messages.warning(request, _("Ce cycle est terminé : il ne change plus."))
        return redirect("desk:cycle", code=found.code)
    if "validate" in request.POST:
        return validated(request, found, current)
    if "leave" in request.POST:
        return _left(request, found, wanted)
    messages.success(request, _("L'étape « %(stage)s » est notée.") % {"stage": STAGES[wanted.value]})
    return redirect("desk:cycle-stage", code=found.code, stage=wanted.value)


@staff(Permission.ENTER_RECORDS, "POST")
def leave(request: StaffRequest, code: str, stage: str) -> HttpResponseBase:
    """Go on to the next stage."""
    found = cycle_seen_by(request.user, code)
    wanted = _stage_named(found, stage)
    require(request, found)
    return _left(request, found, wanted)


@staff(Permission.ENTER_RECORDS, "POST")
def return_to(request: StaffRequest, code: str, stage: str) -> HttpResponseBase:
    """Go back to an earlier stage, saying why."""
    found = cycle_seen_by(request.user, code)
    wanted = _stage_named(found, stage)
    require(request, found)
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Écrivez pourquoi le cycle revient à une étape d'avant."))
        return redirect("desk:cycle-stage", code=found.code, stage=wanted.value)
    try:
        with write_turn():
            return_to_stage(by=request.user, cycle=found, stage=wanted, reason=reason)
    except (ValueError, CycleOver):
        messages.warning(request, _("Le cycle ne peut pas revenir à cette étape."))
        return redirect("desk:cycle", code=found.code)
    messages.success(request, _("Le cycle est revenu à l'étape « %(stage)s ».") % {"stage": STAGES[wanted.value]})
    return redirect("desk:cycle", code=found.code)


@staff(Permission.ENTER_RECORDS, "POST")
def document_add(request: StaffRequest, code: str, stage: str) -> HttpResponseBase:
    """Attach a file to a stage: the signed minutes, a photograph of the grid."""
    found = cycle_seen_by(request.user, code)
    wanted = _stage_named(found, stage)
    require(request, found)
    back = redirect("desk:cycle-stage", code=found.code, stage=wanted.value)
    file, title = request.FILES.get("file"), request.POST.get("title", "").strip()[:200]
    if file is None:
        messages.error(request, _("Choisissez d'abord un fichier."))
        return back
    if (file.size or 0) > MOST_BYTES:
        messages.error(request, _("Ce fichier dépasse %(most)s Mo. Réduisez-le.") % {"most": MOST_BYTES // 1_000_000})
        return back
    size, sha256 = keep_file(Path(settings.ATTACHMENTS), cast(BinaryIO, file))
    name = PurePosixPath((file.name or "").replace("\\", "/")).name[:160] or "document"
    try:
        with write_turn():
            keep_stage_document(
                by=request.user,
                cycle=found,
                stage=wanted,
                title=title or name,
                name=name,
                media_type=(file.content_type or "")[:80],
                sha256=sha256,
                size=size,
            )
    except CycleOver:
        messages.warning(request, _("Ce cycle est terminé : il ne change plus."))
    else:
        messages.success(request, _("« %(title)s » est joint à l'étape.") % {"title": title or name})
    return back


@staff(Permission.SEE_RECORDS)
def document(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """One file of a stage; only pictures open in the browser, everything else is taken away."""
    found = cycle_seen_by(request.user, code)
    kept = StageDocument.objects.get(pk=pk, work__cycle=found)
    path = kept_file(Path(settings.ATTACHMENTS), kept.sha256)
    if not path.is_file():
        raise StageDocument.DoesNotExist
    shown = type_shown(path)
    return FileResponse(
        path.open("rb"),
        as_attachment=shown is None,
        filename=kept.name,
        content_type=shown or "application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )


@staff(Permission.ENTER_RECORDS, "POST")
def round_new(request: StaffRequest, code: str) -> HttpResponseBase:
    """Begin the next measure, with the same model."""
    found = cycle_seen_by(request.user, code)
    require(request, found)
    try:
        with write_turn():
            begun = begin_round(by=request.user, cycle=found, opened_on=timezone.localdate())
    except (StageNotReady, ModelImpossible):
        messages.error(request, _("Le tour en cours n'est pas validé : validez-le avant d'en commencer un autre."))
    except CycleOver:
        messages.warning(request, _("Ce cycle est terminé : il ne change plus."))
    else:
        messages.success(request, _("Le tour %(number)s commence, avec le même modèle.") % {"number": begun.number})
    return redirect("desk:cycle", code=found.code)


@staff(Permission.ENTER_RECORDS, "POST")
def end(request: StaffRequest, code: str) -> HttpResponseBase:
    """Close a cycle that is through, or cancel it, saying why."""
    found = cycle_seen_by(request.user, code)
    require(request, found)
    cancels, reason = "cancel" in request.POST, request.POST.get("reason", "").strip()[:300]
    if cancels and not reason:
        messages.error(request, _("Écrivez pourquoi le cycle est annulé."))
        return redirect("desk:cycle", code=found.code)
    try:
        with write_turn():
            end_cycle(by=request.user, cycle=found, on=timezone.localdate(), cancelled_reason=reason if cancels else "")
    except CycleOver:
        messages.warning(request, _("Ce cycle est déjà terminé."))
    else:
        messages.success(request, _("Le cycle est annulé.") if cancels else _("Le cycle est terminé."))
    return redirect("desk:cycle", code=found.code)


def validated(request: StaffRequest, found: Cycle, current: Round) -> HttpResponseBase:
    """Freeze the round and hand it in; then on to the next stage, when nothing else is missing here."""
    try:
        record = validate(current, by=request.user)
    except (StageNotReady, ModelImpossible) as error:
        return stage_page(request, found, problems=[text for _tone, text in told(error.findings)])
    except (RoundFrozen, CycleOver):
        messages.warning(request, FROZEN)
        return redirect("desk:cycle", code=found.code)
    page = format_html('<a href="{}">{}</a>', reverse("desk:record", args=[record.pk]), _("sa fiche"))
    messages.success(
        request,
        format_html(_("Le tour est validé. Il attend maintenant d'être contrôlé, puis vérifié : {}."), page),
    )
    current.refresh_from_db()
    stage, model = Stage(found.stage), model_of(current)
    lacking = missing(stage, model, progress_of(current))
    if stage is FREEZES_AT[procedure_of(model)] and not errors_in(lacking):
        return _left(request, found, stage)
    return redirect("desk:cycle", code=found.code)


def require(request: StaffRequest, found: Cycle) -> None:
    """Only those who lead the cycle write in it; everybody else is refused."""
    require_facilitator(request.user, current_round(found))


def stage_page(
    request: StaffRequest,
    found: Cycle,
    shown: Stage | None = None,
    form: StageForm | None = None,
    *,
    status: int = 200,
    problems: Sequence[str] = (),
) -> HttpResponseBase:
    """The page of a stage, the one under way unless another is asked for."""
    current = current_round(found)
    model = model_of(current)
    over = found.stage in (Stage.CLOSED, Stage.CANCELLED)
    stages = stages_of(model)
    wanted = shown or (stages[-1] if over else Stage(found.stage))
    progress = progress_of(current)
    work = works_of(found, current.number).get(wanted)
    form = form or StageForm(model=model, work=work, stage=wanted)
    lacking = missing(wanted, model, progress)
    procedure = procedure_of(model)
    return desk_page(
        request,
        "desk/cycle.html",
        status=422 if form.errors or problems else status,
        cycle=found,
        round=current,
        rounds=found.rounds.order_by("number"),
        model=model,
        stage=wanted,
        stage_name=STAGES[wanted.value],
        what_to_do=WHAT_TO_DO[wanted],
        steps=[(STAGES[one.value], one.value, _standing(one, found, stages), one is wanted) for one in stages],
        is_current=not over and wanted is Stage(found.stage),
        place=stages.index(wanted) + 1,
        may_return=not over and stages.index(wanted) < stages.index(Stage(found.stage)),
        stage_count=len(stages),
        under_way=STAGES[found.stage],
        is_last=stage_after(wanted, model) is None,
        next_name=STAGES[following.value] if (following := stage_after(wanted, model)) else "",
        freezes=FREEZES_AT[procedure] is wanted,
        publishes=PUBLIC_AT.get(procedure) is wanted,
        procedure=procedure.value,
        over=over,
        form=form,
        headings=headings(),
        attended=attended_said(model, work),
        work=work,
        missing=told(_shown(lacking)),
        asks_presence=wanted not in SCORED_BY_GROUPS or bool(work and work.attendance.all()),
        sides=lines_of(model.indicators, result_of(current), None) if wanted is Stage.INTERFACE_MEETING else [],
        may_go_on=not any(tone == "bad" for tone, _text in told(lacking)),
        progress=progress,
        promises=promises_of(found),
        issues=found.issues.all(),
        problems=problems,
        may_write=leads_cycle(request.user, found) and not over,
        breadcrumb=[
            step(_("Cycles de notation"), reverse("desk:cycles")),
            step(found.code, reverse("desk:cycle", args=[found.code])),
            step(STAGES[wanted.value]),
        ],
        demonstration=found.fictional,
    )


def _left(request: StaffRequest, found: Cycle, wanted: Stage) -> HttpResponseBase:
    current = current_round(found)
    progress = progress_of(current)
    try:
        with write_turn():
            now = leave_stage(
                by=request.user, cycle=found, stage=wanted, missing=missing(wanted, model_of(current), progress)
            )
    except StageNotReady as error:
        return stage_page(request, found, wanted, status=422, problems=[text for _tone, text in told(error.findings)])
    except CycleOver:
        messages.warning(request, _("Ce cycle est terminé : il ne change plus."))
        return redirect("desk:cycle", code=found.code)
    messages.success(request, _("Étape suivante : %(stage)s.") % {"stage": STAGES[now.stage]})
    return redirect("desk:cycle", code=found.code)


def _stage_named(found: Cycle, written: str) -> Stage:
    """The stage of the address, if the cycle goes through it. Raises Cycle.DoesNotExist."""
    if written not in {one.value for one in stages_of(model_of(current_round(found)))}:
        raise Cycle.DoesNotExist
    return Stage(written)


def _standing(one: Stage, found: Cycle, stages: Sequence[Stage]) -> str:
    if found.stage in (Stage.CLOSED, Stage.CANCELLED):
        return "done"
    if stages.index(one) < stages.index(Stage(found.stage)):
        return "done"
    return ""


def _shown(lacking: Iterable[Finding]) -> list[Finding]:
    """What is missing, without the groups that have not scored: the list of groups above says it of each."""
    told_above = [one for one in lacking if one.code == "group-not-scored"]
    kept = [one for one in lacking if one.code != "group-not-scored"]
    return [error("nobody-scored", NOBODY_SCORED), *kept] if errors_in(told_above) else kept


def leads_cycle(user: User, found: Cycle) -> bool:
    """Whether this account may write in the cycle."""
    try:
        require_facilitator(user, current_round(found))
    except NotPermittedOnCycle:
        return False
    return True
