"""Workbooks: the template of each form to take away, and a filled one to send."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.collect.attendance_template import attendance_template
from toguna.collect.form_template import form_template
from toguna.collect.questions import questions_of
from toguna.flow.forms import ATTENDANCE_FORM
from toguna.flow.imports.accept import receive_workbook
from toguna.flow.imports.background import LOOK, begin, is_small
from toguna.flow.imports.sheets import form_named_in, lists_for
from toguna.flow.jobs import TooManyAtOnce
from toguna.rules.attendance import PlaceMention
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.queries import activities_seen_by
from toguna.store.fieldwork.models import Delivery
from toguna.store.fieldwork.queries import open_forms
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.recognition import gazetteer
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.evidence import closed_in
from toguna.web.desk.listing import FilterForm, listing
from toguna.web.layout.templatetags.toguna import plain_text_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_MOST = 20_000_000
TOO_MANY = gettext_lazy("Trois de vos travaux sont déjà en cours. Attendez la fin de l'un d'eux.")


class WorkbookForm(forms.Form):
    """The file to send, and of which form it is where the file itself does not say."""

    workbook = forms.FileField(
        label=gettext_lazy("Classeur rempli (.xlsx)"),
        help_text=gettext_lazy("Rien n'est enregistré avant que vous ayez vu ce qu'il contient."),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Formulaire"),
        required=False,
        help_text=gettext_lazy("À choisir seulement si le classeur ne vient pas d'un modèle d'ici."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = [(form.form_id, plain_text_in(form.title)) for form in open_forms()]
        self.fields["form"].choices = [("", _("celui du modèle")), *offered]  # type: ignore[attr-defined]

    def clean_workbook(self) -> object:
        """A workbook that is no workbook is told by its reader; here only its size."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > AT_MOST:
            raise forms.ValidationError(
                _("Ce fichier dépasse %(most)s Mo. Partagez-le en plusieurs classeurs."),
                params={"most": AT_MOST // 1_000_000},
            )
        return workbook


def deliveries_seen_by(user: User) -> QuerySet[Delivery]:
    """The workbooks of the organisations that the account reaches."""
    reached = organisations_reached_by(user)
    return Delivery.objects.filter(organisation__in=reached).select_related("sender", "organisation", "taken_back_by")


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def deliveries(request: StaffRequest) -> HttpResponseBase:
    """Send a workbook, or come back to one that was sent."""
    form = WorkbookForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        body = file.read()
        form_id = form_named_in(body) or form.cleaned_data["form"] or ATTENDANCE_FORM
        delivery = receive_workbook(body=body, file_name=file.name, form_id=form_id, by=request.user)
        if delivery.accepted_at is None and not is_small(delivery):
            try:
                begin(LOOK, delivery, by=request.user)
            except TooManyAtOnce:
                messages.error(request, str(TOO_MANY))
        return redirect("desk:delivery", pk=delivery.pk)
    orders = {"received": ("received_at",)}
    # The most used first.
    offered = sorted(open_forms(), key=lambda one: one.form_id != ATTENDANCE_FORM)
    return desk_page(
        request,
        "desk/deliveries.html",
        status=422 if form.errors else 200,
        form=form,
        forms=offered,
        titles={one.form_id: one.title for one in offered},
        listing=listing(request, deliveries_seen_by(request.user), FilterForm(request.GET), orders, "-received"),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"), "/desk/records/"), step(_("Classeurs"))],
    )


@staff(Permission.ENTER_RECORDS)
def template(request: StaffRequest, form_id: str = ATTENDANCE_FORM) -> HttpResponseBase:
    """The workbook to fill in for a form, with the activities, communes and organisations of whoever asks."""
    form = next((one for one in open_forms() if one.form_id == form_id), None)
    if form is None:
        raise Http404
    language, copy = (get_language() or "fr")[:2], uuid.uuid4().hex
    if form_id == ATTENDANCE_FORM:
        return workbook_answer(_attendance(request.user, language, copy), "fiches-de-presence.xlsx")
    questions = questions_of(bytes(form.xform))
    title = form.title.get(language) or form.title["fr"]
    body = form_template(questions, copy=copy, title=title, lists=lists_for(form, request.user), language=language)
    return workbook_answer(body, f"{form_id.replace('_', '-')}.xlsx")


def _attendance(user: User, language: str, copy: str) -> bytes:
    planned = activities_seen_by(user).filter(fictional=user.fictional).exclude(status="cancelled").order_by("code")
    places = gazetteer(fictional=user.fictional)
    coded = {place.pk: key for key, place in places.by_code.items()}
    communes = [
        PlaceMention(place.name, *coded.get(place.pk, ("", ""))) if len(named) > 1 else PlaceMention(place.name)
        for named in places.by_name.values()
        for place in named
    ]
    return attendance_template(
        activities=[(activity.code, activity.title["fr"]) for activity in planned[:1000]],
        communes=sorted(communes, key=str),
        language=language,
        copy=copy,
    )


def workbook_answer(body: bytes, name: str) -> HttpResponseBase:
    """A workbook to take away."""
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return closed_in(response)
