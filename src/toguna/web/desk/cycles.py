"""Cycles of scoring on the desk: the list, opening one, and the way it goes from stage to stage."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.kept_files import keep_file, kept_file
from toguna.flow.scoring import NotPermittedOnCycle, require_facilitator
from toguna.rules.cycles import FREEZES_AT, PUBLIC_AT, Stage, missing, procedure_of, stage_after, stages_of
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.places.recognition import gazetteer
from toguna.store.scorecards.actions import (
    CycleCodeTaken,
    CycleOver,
    ModelImpossible,
    OtherWorld,
    StageNotReady,
    begin_round,
    current_round,
    end_cycle,
    keep_stage_document,
    leave_stage,
    note_stage,
    open_cycle,
    return_to_stage,
)
from toguna.store.scorecards.models import Cycle, Instrument, StageDocument
from toguna.store.scorecards.queries import (
    cycle_seen_by,
    cycles_seen_by,
    model_of,
    newest_version,
    progress_of,
    promises_of,
    with_counts,
    works_of,
)
from toguna.store.writing import write_turn
from toguna.web.desk.cycle_forms import CycleForm, StageForm, columns
from toguna.web.desk.cycle_words import STAGES, WHAT_TO_DO, told
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.file_types import type_shown
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.places import communes_offered
from toguna.web.layout.templatetags.toguna import plain_text_in

MOST_BYTES = 20_000_000
ORDERS = {
    "opened": ("opened_on",),
    "code": ("code",),
    "place": ("place__name", "assessed__code"),
    "instrument": ("instrument__code",),
    "stage": ("stage",),
}
NEWEST = "-opened"
ALL = [("", gettext_lazy("Toutes"))]


class CycleFilters(FilterForm):
    """What the list of cycles can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("Instrument"), queryset=Instrument.objects.all(), to_field_name="code"
    )
    stage = forms.ChoiceField(label=gettext_lazy("Étape"), choices=[*ALL, *STAGES.items()])

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["instrument"].empty_label = str(_("Tous"))  # type: ignore[attr-defined]


def narrowed(user: User, chosen: dict[str, Any]) -> QuerySet[Any]:
    """The cycles that this account sees and that the filters leave."""
    found: QuerySet[Any] = with_counts(cycles_seen_by(user))
    for typed in chosen.get("q", "").split():
        found = found.filter(Q(code__icontains=typed) | Q(place__name__icontains=typed) | Q(subject__icontains=typed))
    return found.filter(**{name: value for name, value in chosen.items() if name in ("instrument", "stage")})


@staff(Permission.SEE_RECORDS)
def cycles(request: StaffRequest) -> HttpResponseBase:
    """The cycles as far as this account sees them."""
    form = CycleFilters(request.GET)
    found = listing(request, narrowed(request.user, form.chosen()), form, ORDERS, NEWEST)
    return desk_page(
        request,
        "desk/cycles.html",
        listing=found,
        may_open=request.user.may(Permission.ENTER_RECORDS),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Cycles de notation"))],
        demonstration=any(cycle.fictional for cycle in found.page),
    )


HEADER = (
    gettext_lazy("code"),
    gettext_lazy("instrument"),
    gettext_lazy("commune ou organisation"),
    gettext_lazy("service noté"),
    gettext_lazy("animé par"),
    gettext_lazy("étape"),
    gettext_lazy("tours validés"),
    gettext_lazy("ouvert le"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_RECORDS)
def cycles_csv(request: StaffRequest) -> HttpResponseBase:
    """The list as it is filtered and ordered, every row."""
    form = CycleFilters(request.GET)
    found = ordered(narrowed(request.user, form.chosen()), ORDERS, chosen_order(request, ORDERS, NEWEST))
    return csv_answer("cycles.csv", HEADER, _rows(found))


def _rows(found: QuerySet[Any]) -> Iterator[Sequence[object]]:
    for cycle in found:
        yield (
            cycle.code,
            plain_text_in(cycle.instrument.title),
            cycle.place.name if cycle.place else plain_text_in(cycle.assessed.name),
            cycle.subject,
            cycle.organisation.code,
            str(STAGES[cycle.stage]),
            cycle.measures,
            cycle.opened_on,
            _("oui") if cycle.fictional else "",
        )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def add(request: StaffRequest) -> HttpResponseBase:
    """Open a cycle."""
    form = CycleForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        activity = given["activity"]
        try:
            with write_turn():
                opened = open_cycle(
                    by=request.user,
                    code=given["code"],
                    version=newest_version(given["instrument"]),
                    programme=activity.programmes.order_by("code")[0],
                    activity=activity,
                    organisation=given["organisation"],
                    place=given["place"],
                    assessed=given["assessed"],
                    subject=given["subject"],
                    opened_on=given["opened_on"],
                    respondents_planned=given["respondents_planned"],
                )
        except CycleCodeTaken:
            form.add_error("code", _("Un autre cycle porte déjà ce code."))
        except OtherWorld:
            form.add_error(None, _("Le réel et le fictif ne se mêlent pas : choisissez les deux du même monde."))
        else:
            messages.success(request, _("Le cycle %(code)s est ouvert.") % {"code": opened.code})
            return redirect("desk:cycle", code=opened.code)
    return desk_page(
        request,
        "desk/cycle_new.html",
        status=422 if form.errors else 200,
        form=form,
        communes=communes_offered(gazetteer(fictional=request.user.fictional)),
        breadcrumb=[step(_("Cycles de notation"), reverse("desk:cycles")), step(_("Ouvrir un cycle"))],
    )


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
        rounds=found.rounds.prefetch_related("restitutions"),
        model=model,
        stage=wanted,
        stage_name=STAGES[wanted.value],
        what_to_do=WHAT_TO_DO[wanted],
        steps=[(STAGES[one.value], one.value, _place(one, found, stages, wanted), one is wanted) for one in stages],
        is_current=not over and wanted is Stage(found.stage),
        is_last=stage_after(wanted, model) is None,
        next_name=STAGES[following.value] if (following := stage_after(wanted, model)) else "",
        freezes=FREEZES_AT[procedure] is wanted,
        publishes=PUBLIC_AT.get(procedure) is wanted,
        procedure=procedure.value,
        over=over,
        form=form,
        columns=columns(),
        work=work,
        missing=told(lacking),
        may_go_on=not any(tone == "bad" for tone, _text in told(lacking)),
        progress=progress,
        promises=promises_of(found),
        issues=found.issues.all(),
        problems=problems,
        may_write=_may_write(request.user, found) and not over,
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


def _place(one: Stage, found: Cycle, stages: Sequence[Stage], wanted: Stage) -> str:
    if found.stage in (Stage.CLOSED, Stage.CANCELLED):
        return "done"
    if stages.index(one) < stages.index(Stage(found.stage)):
        return "done"
    return "current" if one is wanted else ""


def _may_write(user: User, found: Cycle) -> bool:
    try:
        require_facilitator(user, current_round(found))
    except NotPermittedOnCycle:
        return False
    return True
