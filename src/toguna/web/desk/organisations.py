"""Organisations on the desk: what each is, by which identifier the world knows it, and what may be changed of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.publish.codelists import codelist, name_in_list
from toguna.rules.organisation_identifiers import agency_of
from toguna.rules.roles import Permission
from toguna.store.organisations.actions import IdentifierMalformed, IdentifierTaken, put_organisation
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.queries import parts_of
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.money_forms import texts
from toguna.web.layout.templatetags.toguna import plain_text_in, reader

KINDS = {
    "donor": gettext_lazy("bailleur"),
    "ngo": gettext_lazy("ONG"),
    "cso": gettext_lazy("organisation de la société civile"),
    "cbo": gettext_lazy("organisation communautaire de base"),
    "commune": gettext_lazy("commune"),
    "government": gettext_lazy("service de l'État"),
    "un_agency": gettext_lazy("agence des Nations Unies"),
    "company": gettext_lazy("entreprise"),
    "network": gettext_lazy("réseau"),
    "bank": gettext_lazy("banque"),
    "body": gettext_lazy("organisme"),
    "other": gettext_lazy("autre"),
}
ORDERS = {
    "code": ("code",),
    "kind": ("kind", "code"),
    "identifier": ("identifier", "code"),
    "parts": ("part_count", "code"),
}
BY_CODE = "code"
ALL = [("", gettext_lazy("Toutes"))]


class OrganisationFilters(FilterForm):
    """What the list can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=[("", gettext_lazy("Tous")), *KINDS.items()])
    identifier = forms.ChoiceField(
        label=gettext_lazy("Identifiant"),
        choices=[*ALL, ("yes", gettext_lazy("avec identifiant")), ("no", gettext_lazy("sans identifiant"))],
    )
    withdrawn = forms.ChoiceField(
        label=gettext_lazy("Vue publique"),
        choices=[*ALL, ("no", gettext_lazy("visibles")), ("yes", gettext_lazy("retirées de la vue publique"))],
    )


class OrganisationForm(forms.Form):
    """What an organisation says of itself."""

    name_fr = forms.CharField(label=gettext_lazy("Nom en français"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Nom en anglais"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=list(KINDS.items()))
    identifier = forms.CharField(
        label=gettext_lazy("Identifiant d'organisation (IATI)"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Le code du registre, un trait d'union, le numéro : par exemple XM-DAC-41146."),
    )
    iati_type = forms.ChoiceField(label=gettext_lazy("Type d'organisation (IATI)"), required=False)

    def __init__(self, *arguments: Any, organisation: Organisation, **named: Any) -> None:
        named["initial"] = {
            "name_fr": organisation.name.get("fr", ""),
            "name_en": organisation.name.get("en", ""),
            "kind": organisation.kind,
            "identifier": organisation.identifier,
            "iati_type": organisation.iati_type,
        }
        super().__init__(*arguments, **named)
        types = [(one.code, f"{one.code} – {one.said(reader())}") for one in codelist("OrganisationType").values()]
        self.fields["iati_type"].choices = [("", _("pas connu")), *types]  # type: ignore[attr-defined]


@staff(Permission.SEE_VALUES)
def organisations(request: StaffRequest) -> HttpResponseBase:
    """Every organisation that a programme names."""
    form = OrganisationFilters(request.GET)
    found = listing(request, narrowed(form.chosen()), form, ORDERS, BY_CODE)
    return desk_page(
        request,
        "desk/organisations.html",
        listing=found,
        kinds=KINDS,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Organisations"))],
        demonstration=any(one.fictional for one in found.page),
    )


HEADER = (
    gettext_lazy("code"),
    gettext_lazy("nom"),
    gettext_lazy("type"),
    gettext_lazy("identifiant"),
    gettext_lazy("type IATI"),
    gettext_lazy("programmes"),
    gettext_lazy("retirée de la vue publique"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_VALUES)
def organisations_csv(request: StaffRequest) -> HttpResponseBase:
    """The organisations as they are filtered and ordered, every row."""
    rows = narrowed(OrganisationFilters(request.GET).chosen())
    found = ordered(rows, ORDERS, chosen_order(request, ORDERS, BY_CODE))
    return csv_answer("organisations.csv", HEADER, _rows(found))


def narrowed(chosen: dict[str, Any]) -> QuerySet[Any]:
    """The organisations that the filters leave, each with how many programmes it takes part in."""
    rows: QuerySet[Any] = Organisation.objects.annotate(part_count=Count("participations__programme", distinct=True))
    for typed in chosen.get("q", "").split():
        rows = rows.filter(
            Q(code__icontains=typed)
            | Q(name__fr__icontains=typed)
            | Q(name__en__icontains=typed)
            | Q(identifier__icontains=typed)
        )
    if "kind" in chosen:
        rows = rows.filter(kind=chosen["kind"])
    if "identifier" in chosen:
        rows = rows.exclude(identifier="") if chosen["identifier"] == "yes" else rows.filter(identifier="")
    if "withdrawn" in chosen:
        rows = rows.filter(withdrawn=chosen["withdrawn"] == "yes")
    return rows


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def organisation(request: StaffRequest, code: str) -> HttpResponseBase:
    """One organisation, and what may be changed of it."""
    found = Organisation.objects.get(code=code)
    form = OrganisationForm(sent(request), organisation=found)
    if request.method == "POST" and form.is_valid() and _saved(request, found, form):
        messages.success(request, _("L'organisation %(code)s est modifiée.") % {"code": found.code})
        return redirect("desk:organisation", code=found.code)
    agency = agency_of(found.identifier)
    listed = name_in_list("OrganisationRegistrationAgency", agency) if agency else None
    return desk_page(
        request,
        "desk/organisation.html",
        status=422 if form.errors else 200,
        organisation=found,
        form=form,
        kind=KINDS[found.kind],
        may_withdraw=request.user.may(Permission.WITHDRAW_FROM_VIEW),
        parts=parts_of(found),
        agency=agency,
        agency_name=listed.said(reader()) if listed else "",
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Organisations"), "/desk/organisations/"),
            step(found.code),
        ],
        demonstration=found.fictional,
    )


def _saved(request: StaffRequest, found: Organisation, form: OrganisationForm) -> bool:
    given = form.cleaned_data
    try:
        with write_turn():
            put_organisation(
                by=request.user,
                code=found.code,
                name=texts(given["name_fr"], given["name_en"]),
                kind=given["kind"],
                fictional=found.fictional,
                identifier=given["identifier"].strip(),
                iati_type=given["iati_type"],
            )
    except IdentifierMalformed as error:
        form.add_error("identifier", _(str(error)))
    except IdentifierTaken as error:
        told = _("L'organisation %(code)s a déjà cet identifiant. Corrigez l'une des deux.")
        form.add_error("identifier", told % {"code": error.code})
    return not form.errors


def _rows(found: QuerySet[Any]) -> Iterator[Sequence[object]]:
    for row in found:
        yield (
            row.code,
            plain_text_in(row.name),
            str(KINDS[row.kind]),
            row.identifier,
            row.iati_type,
            row.part_count,
            _("oui") if row.withdrawn else "",
            _("oui") if row.fictional else "",
        )
