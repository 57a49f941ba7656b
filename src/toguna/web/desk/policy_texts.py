"""The register of policy texts on the desk: what each is, its sides, and each stage on its own day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.advocacy import NotReadyToHandIn, against_text, hand_in_text, text_in_the_flow
from toguna.rules.policy_texts import PolicyStage, findings, stage_reached
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.advocacy.actions import AdvocacyCodeTaken, AdvocacyImpossible
from toguna.store.advocacy.models import PolicyText
from toguna.store.advocacy.queries import (
    as_standing,
    as_text,
    party_name,
    programmes_open_to,
    text_seen_by,
    texts_seen_by,
    texts_with_parts,
)
from toguna.store.advocacy.text_actions import add_party, add_text, change_text, drop_from_text, reach_stage
from toguna.store.places.recognition import gazetteer
from toguna.store.writing import write_turn
from toguna.web.desk.advocacy_forms import programme_asked
from toguna.web.desk.advocacy_words import LEVELS, STAGES, TEXT_KINDS
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.money_words import amount_in_file, finding_said, tell
from toguna.web.desk.places import communes_offered
from toguna.web.desk.policy_text_forms import PartyForm, StageForm, TextForm
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "code": ("code",),
    "kind": ("kind", "code"),
    "level": ("level", "code"),
    "last": ("last_stage_on", "code"),
}
NEWEST_FIRST = "-last"


class TextFilters(FilterForm):
    """What the register can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    stage = forms.ChoiceField(
        label=gettext_lazy("Étape atteinte"), choices=[("", gettext_lazy("Toutes")), *STAGES.items()]
    )
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=[("", gettext_lazy("Tous")), *TEXT_KINDS.items()])
    level = forms.ChoiceField(label=gettext_lazy("Niveau"), choices=[("", gettext_lazy("Tous")), *LEVELS.items()])
    gender = forms.ChoiceField(
        label=gettext_lazy("Femmes et genre"),
        choices=[
            ("", gettext_lazy("Tous")),
            ("yes", gettext_lazy("en traite")),
            ("no", gettext_lazy("n'en traite pas")),
            ("unknown", gettext_lazy("pas encore regardé")),
        ],
    )


@dataclass(frozen=True)
class Part:
    """One kind of thing that is added to a text: its form, what it is called, how it is kept."""

    form: Callable[..., forms.Form]
    title: Any
    button: Any
    keep: Callable[[User, PolicyText, Any], object]
    rows: str


PARTS: Mapping[str, Part] = {
    "stages": Part(
        StageForm,
        gettext_lazy("Inscrire une étape atteinte"),
        gettext_lazy("Inscrire l'étape"),
        lambda by, text, form: reach_stage(
            by=by,
            text=text,
            stage=form.stage_given(),
            reached_on=form.cleaned_data["reached_on"],
            evidence=form.cleaned_data["evidence"],
        ),
        "stages",
    ),
    "parties": Part(
        PartyForm,
        gettext_lazy("Ajouter un côté"),
        gettext_lazy("Ajouter ce côté"),
        lambda by, text, form: add_party(by=by, text=text, signing=form.signing()),
        "parties",
    ),
}


@staff(Permission.SEE_RECORDS)
def policy_texts(request: StaffRequest) -> HttpResponseBase:
    """Every text that the account may see."""
    form, rows = narrowed(request)
    found = listing(request, rows, form, ORDERS, NEWEST_FIRST)
    return desk_page(
        request,
        "desk/policy_texts.html",
        listing=found,
        lines=[(row, stage_reached(tuple(as_standing(one) for one in row.stages.all()))) for row in found.page],
        may_write=request.user.may(Permission.ENTER_RECORDS),
        breadcrumb=[step(_("Plaidoyer"), reverse("desk:advocacy")), step(_("Textes"))],
    )


@staff(Permission.SEE_RECORDS)
def policy_texts_csv(request: StaffRequest) -> HttpResponseBase:
    """The same list as a file."""
    _form, rows = narrowed(request)
    header = [
        _("code"), _("programme"), _("titre"), _("type"), _("niveau"), _("commune"),
        *(str(STAGES[stage]) for stage in PolicyStage), _("femmes et genre"), _("côtés"), _("montant"), _("monnaie"),
    ]  # fmt: skip
    return csv_answer(
        "textes.csv", header, _csv_rows(ordered(rows, ORDERS, chosen_order(request, ORDERS, NEWEST_FIRST)))
    )


def _csv_rows(rows: QuerySet[PolicyText]) -> Iterator[Sequence[object]]:
    for row in rows.iterator(chunk_size=200):
        days = {one.stage: one.reached_on for one in row.stages.all()}
        yield [
            row.code,
            row.programme.code,
            plain_text_in(row.title),
            str(TEXT_KINDS[row.kind]),
            str(LEVELS[row.level]),
            row.place.name if row.place else "",
            *(days.get(stage, "") for stage in PolicyStage),
            "" if row.addresses_gender is None else _("oui") if row.addresses_gender else _("non"),
            ", ".join(party_name(one) for one in row.parties.all()),
            amount_in_file(row.amount),
            row.currency,
        ]


def narrowed(request: StaffRequest) -> tuple[TextFilters, QuerySet[PolicyText]]:
    """The filters in the address, and the texts that they leave."""
    form = TextFilters(request.GET)
    chosen = form.chosen()
    rows = texts_seen_by(request.user)
    for word in str(chosen.get("q", "")).split():
        rows = rows.filter(
            Q(code__icontains=word)
            | Q(title__fr__icontains=word)
            | Q(about__icontains=word)
            | Q(place__name__icontains=word)
        )
    for name in ("kind", "level"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    if "stage" in chosen:
        rows = rows.filter(pk__in=PolicyText.objects.filter(stages__stage=chosen["stage"]).values("pk"))
    if "gender" in chosen:
        rows = rows.filter(addresses_gender={"yes": True, "no": False, "unknown": None}[chosen["gender"]])
    return form, texts_with_parts(rows)


@staff(Permission.SEE_RECORDS)
def policy_text(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """One text: its stages, its sides, whether it is handed in."""
    return _page(request, text_seen_by(request.user, pk))


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def add(request: StaffRequest) -> HttpResponseBase:
    """Enter a text; with several programmes, first say in which."""
    programme = programme_asked(request.user, request.GET.get("programme", ""))
    if programme is None:
        return desk_page(
            request,
            "desk/entry_programme.html",
            programmes=programmes_open_to(request.user),
            title=_("Inscrire un texte"),
            breadcrumb=[step(_("Textes"), reverse("desk:policy-texts")), step(_("Inscrire un texte"))],
        )
    form = TextForm(sent(request), user=request.user, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                added = add_text(
                    by=request.user,
                    programme=programme,
                    code=form.cleaned_data["code"],
                    keeper=request.user.organisation,
                    wording=form.wording(),
                )
        except AdvocacyCodeTaken:
            form.add_error("code", _("Un autre texte du programme porte déjà ce code."))
        else:
            messages.success(
                request, _("Le texte %(code)s est inscrit. Dites maintenant où il en est.") % {"code": added.code}
            )
            return redirect("desk:policy-text", pk=added.pk)
    return _form_page(request, form, _("Inscrire un texte"), _("Inscrire le texte"), reverse("desk:policy-texts"))


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def change(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Change what a text says of itself."""
    found = text_seen_by(request.user, pk)
    form = TextForm(sent(request), user=request.user, programme=found.programme, text=found)
    if request.method == "POST" and form.is_valid():
        with write_turn():
            change_text(by=request.user, text=found, wording=form.wording())
        messages.success(request, _("Le texte %(code)s est modifié.") % {"code": found.code})
        return redirect("desk:policy-text", pk=pk)
    title = _("Modifier %(code)s") % {"code": found.code}
    return _form_page(request, form, title, _("Enregistrer les changements"), _address(found), found)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def part_new(request: StaffRequest, pk: UUID, part: str) -> HttpResponseBase:
    """Add a stage or a side."""
    found, kind = text_seen_by(request.user, pk), _part(part)
    form = kind.form(sent(request), text=found)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                kind.keep(request.user, found, form)
        except AdvocacyImpossible as error:
            tell(form, error.findings)
        else:
            messages.success(request, _("C'est inscrit. Pensez à transmettre le texte quand il est à jour."))
            return redirect("desk:policy-text", pk=pk)
    return _form_page(request, form, str(kind.title), str(kind.button), _address(found), found)


@staff(Permission.ENTER_RECORDS, "POST")
def part_drop(request: StaffRequest, pk: UUID, part: str, number: int) -> HttpResponseBase:
    """Take away what was written by mistake."""
    found, kind = text_seen_by(request.user, pk), _part(part)
    with write_turn():
        drop_from_text(by=request.user, part=getattr(found, kind.rows).get(pk=number), reason=_reason(request))
    messages.success(request, _("La ligne est ôtée ; le journal garde qu'elle y était."))
    return redirect("desk:policy-text", pk=pk)


@staff(Permission.ENTER_RECORDS, "POST")
def hand_in(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Hand the text in as it stands, so that it can be checked, verified and counted."""
    found = text_seen_by(request.user, pk)
    try:
        record = hand_in_text(text=found, by=request.user, reason=_reason(request))
    except NotReadyToHandIn as error:
        return _page(request, found, [finding_said(one) for one in error.findings])
    messages.success(request, _("Le texte est transmis : il attend d'être contrôlé, puis vérifié."))
    return redirect("desk:record", pk=record.pk)


def _page(request: StaffRequest, found: PolicyText, problems: list[str] | None = None) -> HttpResponseBase:
    reached = {one.stage: one for one in found.stages.all()}
    may_write = request.user.may(Permission.ENTER_RECORDS)
    return desk_page(
        request,
        "desk/policy_text.html",
        status=422 if problems else 200,
        text=found,
        stages=[(words, reached.get(code)) for code, words in STAGES.items()],
        parties=[(one, party_name(one)) for one in found.parties.all()],
        warnings=[finding_said(one) for one in findings(as_text(found))],
        flow=text_in_the_flow(found),
        against=[finding_said(one) for one in against_text(found)],
        correcting=may_write and "correct" in request.GET,
        problems=problems or [],
        may_write=may_write,
        breadcrumb=[
            step(_("Plaidoyer"), reverse("desk:advocacy")),
            step(_("Textes"), reverse("desk:policy-texts")),
            step(found.code),
        ],
        demonstration=found.fictional,
    )


def _form_page(
    request: StaffRequest, form: forms.Form, title: str, button: str, back: str, found: PolicyText | None = None
) -> HttpResponseBase:
    fictional = found.fictional if found else request.user.fictional
    return desk_page(
        request,
        "desk/entry_form.html",
        status=422 if form.errors else 200,
        form=form,
        title=title,
        button=button,
        back=back,
        about=f"{found.code} · {plain_text_in(found.title)}" if found else "",
        communes=communes_offered(gazetteer(fictional=fictional)) if "place" in form.fields else [],
        breadcrumb=[
            step(_("Textes"), reverse("desk:policy-texts")),
            *([step(found.code, back)] if found else []),
            step(title),
        ],
        demonstration=fictional,
    )


def _part(part: str) -> Part:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


def _address(found: PolicyText) -> str:
    return reverse("desk:policy-text", args=[found.pk])


def _reason(request: StaffRequest) -> str:
    return request.POST.get("reason", "").strip()[:300]
