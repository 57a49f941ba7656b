"""What partners are asked for, set by whoever plans: a form, a place, a rhythm, the days allowed; changed and ended."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.attendance import PlaceMention
from toguna.rules.expectations import Promise, Rhythm
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.expectations import (
    add_expectation,
    change_expectation,
    end_expectation,
    expectations_managed_by,
    is_expected_already,
)
from toguna.store.fieldwork.models import Expectation
from toguna.store.fieldwork.queries import form_titles
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.models import Place
from toguna.store.places.recognition import gazetteer
from toguna.store.writing import write_turn
from toguna.web.desk.activity_forms import DAY, InLanguage
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, listing
from toguna.web.desk.places import commune_words, communes_offered
from toguna.web.desk.wording import RHYTHMS
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "organisation": ("organisation__code", "form_id"),
    "form": ("form_id", "organisation__code"),
    "place": ("place__name", "organisation__code"),
    "starts": ("starts_on",),
}


class ExpectationForm(forms.Form):
    """Of whom, which form, where, how often, from when to when, and how many days after each period."""

    organisation = InLanguage(label=gettext_lazy("Organisation"), queryset=Organisation.objects.none())
    form = forms.ChoiceField(label=gettext_lazy("Formulaire"))
    place = forms.CharField(
        label=gettext_lazy("Commune"),
        required=False,
        widget=forms.TextInput({"list": "communes", "autocomplete": "off"}),
        help_text=gettext_lazy("Vide : une fiche suffit, où que ce soit."),
    )
    every = forms.ChoiceField(label=gettext_lazy("Rythme"), choices=list(RHYTHMS.items()))
    starts_on = forms.DateField(
        label=gettext_lazy("À partir du"),
        widget=DAY,
        help_text=gettext_lazy("La semaine, le mois ou le trimestre de ce jour est dû en entier."),
    )
    ends_on = forms.DateField(label=gettext_lazy("Jusqu'au"), required=False, widget=DAY)
    days_allowed = forms.IntegerField(
        label=gettext_lazy("Jours accordés après chaque période"), min_value=0, max_value=365, initial=15
    )

    def __init__(self, *arguments: Any, user: User, expectation: Expectation | None = None, **named: Any) -> None:
        self.expectation = expectation
        self.fictional = expectation.organisation.fictional if expectation else user.fictional
        self.places = gazetteer(fictional=self.fictional)
        named["initial"] = _initial(expectation, commune_words(self.places))
        super().__init__(*arguments, **named)
        if expectation is not None:
            del self.fields["organisation"], self.fields["form"]
            return
        organisation: Any = self.fields["organisation"]
        organisation.queryset = organisations_reached_by(user).filter(fictional=user.fictional)
        titles = [(form_id, plain_text_in(title)) for form_id, title in form_titles().items()]
        self.fields["form"].choices = titles  # type: ignore[attr-defined]

    def clean_place(self) -> Place | None:
        """The commune that is meant; two of one name need their code."""
        written = self.cleaned_data["place"].strip()
        if not written:
            return None
        found = self.places.recognise(PlaceMention.read(written))
        if found is None:
            raise forms.ValidationError(_("Choisissez une commune de la liste."))
        return found

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning, and the same is not expected twice."""
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Le dernier jour vient avant le premier."))
        organisation = self.expectation.organisation if self.expectation else cleaned.get("organisation")
        form_id = self.expectation.form_id if self.expectation else cleaned.get("form")
        if organisation and form_id and starts_on and "place" in cleaned and not self.errors:
            twice = is_expected_already(
                form_id=form_id,
                organisation=organisation,
                place=cleaned["place"],
                starts_on=starts_on,
                ends_on=ends_on,
                but=self.expectation.pk if self.expectation else 0,
            )
            if twice:
                self.add_error(None, _("Cette organisation doit déjà ce formulaire pour ce lieu à ces dates."))
        return cleaned

    def promise(self) -> Promise:
        """What was agreed."""
        given = self.cleaned_data
        return Promise(Rhythm(given["every"]), given["starts_on"], given["ends_on"], given["days_allowed"])


@staff(Permission.MANAGE_ACTIVITIES)
def expectations(request: StaffRequest) -> HttpResponseBase:
    """Everything that the account may ask of partners."""
    found = expectations_managed_by(request.user)
    return desk_page(
        request,
        "desk/expectations.html",
        listing=listing(request, found, FilterForm(request.GET), ORDERS, "organisation"),
        titles=form_titles(),
        today=timezone.localdate(),
        breadcrumb=[*_way(), step(_("Attentes"))],
    )


@staff(Permission.MANAGE_ACTIVITIES, "GET", "POST")
def expect(request: StaffRequest) -> HttpResponseBase:
    """Ask a partner for a form from now on."""
    form = ExpectationForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with write_turn():
            add_expectation(
                form_id=given["form"],
                organisation=given["organisation"],
                place=given["place"],
                promise=form.promise(),
                by=request.user,
            )
        messages.success(request, _("L'attente est enregistrée. Elle se voit dès maintenant dans « Qui doit quoi »."))
        return redirect("desk:expectations")
    return _form_page(request, form, None)


@staff(Permission.MANAGE_ACTIVITIES, "GET", "POST")
def expectation(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Change what is asked; of whom and on which form stays."""
    found = expectations_managed_by(request.user).get(pk=pk)
    form = ExpectationForm(sent(request), user=request.user, expectation=found)
    if request.method == "POST" and form.is_valid():
        with write_turn():
            change_expectation(
                expectation=found, place=form.cleaned_data["place"], promise=form.promise(), by=request.user
            )
        messages.success(request, _("Les changements sont enregistrés."))
        return redirect("desk:expectations")
    return _form_page(request, form, found)


@staff(Permission.MANAGE_ACTIVITIES, "POST")
def end(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Ask for it no more from today; what was owed before stays owed."""
    found = expectations_managed_by(request.user).get(pk=pk)
    with write_turn():
        end_expectation(expectation=found, on=timezone.localdate(), by=request.user)
    messages.success(request, _("L'attente est terminée. Ce qui était dû avant le reste."))
    return redirect("desk:expectations")


def _form_page(request: StaffRequest, form: ExpectationForm, found: Expectation | None) -> HttpResponseBase:
    title = _("Modifier une attente") if found else _("Ajouter une attente")
    return desk_page(
        request,
        "desk/expectation.html",
        status=422 if form.errors else 200,
        form=form,
        expectation=found,
        title=title,
        titles=form_titles(),
        communes=communes_offered(form.places),
        is_ended=bool(found and found.ends_on and found.ends_on <= timezone.localdate()),
        breadcrumb=[*_way(), step(_("Attentes"), "/desk/owed/expectations/"), step(title)],
    )


def _initial(expectation: Expectation | None, words: dict[object, str]) -> dict[str, Any]:
    if expectation is None:
        return {"starts_on": timezone.localdate().replace(day=1), "days_allowed": 15, "every": "month"}
    return {
        "place": words.get(expectation.place_id, expectation.place.name) if expectation.place else "",
        "every": expectation.every,
        "starts_on": expectation.starts_on,
        "ends_on": expectation.ends_on,
        "days_allowed": expectation.days_allowed,
    }


def _way() -> list[dict[str, object]]:
    return [step(_("Mon travail"), "/desk/"), step(_("Qui doit quoi"), "/desk/owed/")]
