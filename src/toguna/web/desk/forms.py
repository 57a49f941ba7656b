"""Forms on the desk: which there are, their versions and files, and whether telephones may fill them in."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.collect.forms import library_form_ids
from toguna.collect.questions import FormQuestions, questions_of
from toguna.flow.own_forms import (
    MOST_BYTES_IN_FILE,
    STATES,
    FormNotKept,
    discard_form_draft,
    files_of,
    give_file,
    publish_form,
    set_form_state,
    version_of,
)
from toguna.rules.roles import Permission
from toguna.store.fieldwork.form_queries import (
    draft_of,
    drafts,
    published_form,
    published_forms,
    published_versions,
    sent_on_forms,
)
from toguna.store.fieldwork.models import Form
from toguna.web.desk import form_wording
from toguna.web.desk.door import StaffRequest, desk_page, posted_number, staff, step
from toguna.web.desk.evidence import closed_in
from toguna.web.desk.listing import FilterForm, listing

ORDERS = {"form": ("form_id",), "published": ("added_at", "form_id"), "state": ("state", "form_id")}
FORMATS = {
    b"PK\x03\x04": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    b"\xd0\xcf\x11\xe0": ("xls", "application/vnd.ms-excel"),
}


class FormFilters(FilterForm):
    """What the list of forms can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=60)
    state = forms.ChoiceField(
        label=gettext_lazy("État"),
        choices=[
            ("", gettext_lazy("Tous")),
            *((state, form_wording.STATES[state][0]) for state in form_wording.STATES),
        ],
    )


@dataclass(frozen=True)
class AskedQuestion:
    """One question as the page of a form tells it; the depth is how many groups it stands in."""

    path: str
    said: str
    kind: str
    depth: int
    required: bool
    choices: str


@staff(Permission.MANAGE_FORMS)
def form_list(request: StaffRequest) -> HttpResponseBase:
    """Every form in its newest version, with how much came on it."""
    form = FormFilters(request.GET)
    newest = {each.form_id: each.pk for each in drafts()} | {each.form_id: each.pk for each in published_forms()}
    rows: QuerySet[Form] = Form.objects.filter(pk__in=list(newest.values())).defer("xform", "xlsform")
    chosen = form.chosen()
    for typed in chosen.get("q", "").split():
        rows = rows.filter(Q(form_id__icontains=typed) | Q(title__fr__icontains=typed) | Q(title__en__icontains=typed))
    if "state" in chosen:
        rows = rows.filter(state=chosen["state"])
    return desk_page(
        request,
        "desk/forms.html",
        listing=listing(request, rows, form, ORDERS, "form"),
        sent=sent_on_forms(),
        library=library_form_ids(),
        drafts=set(drafts().values_list("form_id", flat=True)),
        states=form_wording.STATES,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Formulaires"))],
    )


@staff(Permission.MANAGE_FORMS)
def form(request: StaffRequest, form_id: str) -> HttpResponseBase:
    """One form: its state, its versions, the files beside it, what it asks, and its draft if there is one."""
    return form_page(request, form_id)


@staff(Permission.MANAGE_FORMS, "POST")
def change_state(request: StaffRequest, form_id: str) -> HttpResponseBase:
    """Open a form, let it run out, or close it."""
    published_form(form_id)
    state = request.POST.get("state", "")
    if state not in STATES:
        return form_page(request, form_id, problems=[_("Choisissez l'un des états proposés.")])
    set_form_state(form_id, state, by=request.user)
    word, _tone, meaning = form_wording.STATES[state]
    messages.success(request, _("Le formulaire est %(state)s. %(meaning)s") % {"state": word, "meaning": meaning})
    return redirect("desk:form", form_id=form_id)


@staff(Permission.MANAGE_FORMS, "POST")
def publish(request: StaffRequest, form_id: str) -> HttpResponseBase:
    """Publish the draft."""
    if draft_of(form_id) is None:
        published_form(form_id)
    try:
        made = publish_form(form_id, by=request.user, version=request.POST.get("version", "").strip())
    except FormNotKept as error:
        return form_page(request, form_id, problems=[_(error.message) % error.values])
    told = _("La version %(version)s est publiée. Les téléphones la prendront en actualisant leur liste.")
    messages.success(request, told % {"version": made.version})
    return redirect("desk:form", form_id=form_id)


@staff(Permission.MANAGE_FORMS, "POST")
def discard(request: StaffRequest, form_id: str) -> HttpResponseBase:
    """Give the draft up."""
    if not Form.objects.filter(form_id=form_id).exists():
        raise Http404
    discard_form_draft(form_id, by=request.user)
    messages.success(request, _("Le brouillon est abandonné. Ce qui est publié reste comme il était."))
    if published_versions(form_id).exists():
        return redirect("desk:form", form_id=form_id)
    return redirect("desk:forms")


@staff(Permission.MANAGE_FORMS, "POST")
def add_file(request: StaffRequest, form_id: str) -> HttpResponseBase:
    """Give a version the file that it wants under the name that it wants it, whatever the chosen file is called."""
    found = Form.objects.get(form_id=form_id, pk=posted_number(request, "form"))
    chosen = request.FILES.get("file")
    if chosen is None:
        return form_page(request, form_id, problems=[_("Choisissez d'abord un fichier.")])
    too_large = _("Ce fichier dépasse %(most)s Mo. Réduisez-le : chaque téléphone devra le prendre.")
    if (chosen.size or 0) > MOST_BYTES_IN_FILE:
        return form_page(request, form_id, problems=[too_large % {"most": MOST_BYTES_IN_FILE // 1_000_000}])
    name = request.POST.get("name", "")
    try:
        give_file(found, name=name, body=chosen.read(), by=request.user)
    except FormNotKept as error:
        return form_page(request, form_id, problems=[_(error.message) % error.values])
    messages.success(request, _("Le fichier « %(name)s » est avec le formulaire.") % {"name": name})
    return redirect("desk:form", form_id=form_id)


@staff(Permission.MANAGE_FORMS)
def xform(_request: StaffRequest, pk: int) -> HttpResponseBase:
    """One version as telephones load it."""
    found = Form.objects.get(pk=pk)
    return _file(bytes(found.xform), "application/xml", f"{found.form_id}-{version_of(found)}.xml")


@staff(Permission.MANAGE_FORMS)
def workbook(_request: StaffRequest, pk: int) -> HttpResponseBase:
    """One version as it was written: the XLSForm, byte for byte as it was brought."""
    found = Form.objects.get(pk=pk)
    if found.xlsform is None:
        raise Http404
    body = bytes(found.xlsform)
    ending, kind = FORMATS.get(body[:4], ("md", "text/markdown"))
    return _file(body, kind, f"{found.form_id}-{version_of(found)}.{ending}")


def form_page(request: StaffRequest, form_id: str, *, problems: list[str] | None = None) -> HttpResponse:
    """The page of a form, with what was wrong with an act on it."""
    versions = list(published_versions(form_id))
    draft = draft_of(form_id)
    shown = versions[0] if versions else draft
    if shown is None:
        raise Http404
    count, last = sent_on_forms().get(form_id, (0, None))
    taken = draft is not None and version_of(draft) in {each.version for each in versions}
    word, tone, meaning = form_wording.STATES[shown.state]
    return desk_page(
        request,
        "desk/form.html",
        status=422 if problems else 200,
        form_id=form_id,
        shown=shown,
        state={"code": shown.state, "word": word, "tone": tone, "meaning": meaning},
        others=[(code, form_wording.STATES[code]) for code in STATES if code != shown.state],
        versions=versions,
        draft=draft,
        draft_version=version_of(draft) if draft else "",
        draft_files=files_of(draft) if draft else [],
        version_taken=taken,
        files=files_of(shown) if versions else [],
        questions=asked_in(questions_of(bytes(shown.xform)), (get_language() or "fr")[:2]),
        is_library=form_id in library_form_ids(),
        count=count,
        last=last,
        problems=problems or [],
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Formulaires"), "/desk/forms/"), step(form_id)],
    )


def asked_in(form: FormQuestions, language: str) -> list[AskedQuestion]:
    """What a form asks, line by line, as somebody reads it who will not open it on a telephone."""
    return [
        AskedQuestion(
            path=each.path,
            said=each.said(language),
            kind=form_wording.kind_said(each.kind),
            depth=each.path.count("/"),
            required=each.required,
            choices=each.choices_file or ", ".join(choice.name for choice in each.choices[:12]),
        )
        for each in form.walk()
        if each.kind != "calculate"
    ]


def _file(body: bytes, kind: str, name: str) -> HttpResponseBase:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return closed_in(response)
