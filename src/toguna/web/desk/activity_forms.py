"""The boxes of an activity: within the account's own organisations, with what was fixed at planning left alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.store.accounts.models import User
from toguna.store.activities.actions import Plan
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_managed_by
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.models import Place
from toguna.store.programmes.models import Objective, Programme
from toguna.web.desk.places import commune_typed
from toguna.web.desk.wording import STATUSES, offered
from toguna.web.layout.templatetags.toguna import plain_text_in

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
FIXED = ("code", "designed_for", "programmes")


class InLanguage(forms.ModelChoiceField[Any]):
    """A choice of things whose title has several languages."""

    def label_from_instance(self, obj: Any) -> str:
        """The title in the reader's language."""
        content = getattr(obj, "name", None) or getattr(obj, "statement", None)
        return plain_text_in(content)


class SeveralInLanguage(forms.ModelMultipleChoiceField[Any]):
    """Several of them."""

    def label_from_instance(self, obj: Any) -> str:
        """The title in the reader's language."""
        return plain_text_in(obj.name)


class ActivityForm(forms.Form):
    """An activity to plan, or to change."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Celui que les agents écriront sur leurs fiches. Il ne changera plus."),
    )
    title_fr = forms.CharField(label=gettext_lazy("Titre en français"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Titre en anglais"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=offered("activity_kind"))
    programmes = SeveralInLanguage(
        label=gettext_lazy("Programmes"),
        queryset=Programme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Plusieurs quand l'activité est commune : chacun la compte, et cela se voit."),
    )
    objective = InLanguage(label=gettext_lazy("Objectif"), queryset=Objective.objects.none(), required=False)
    implementer = InLanguage(label=gettext_lazy("Organisation qui met en œuvre"), queryset=Organisation.objects.none())
    place = forms.CharField(
        label=gettext_lazy("Commune"),
        required=False,
        widget=forms.TextInput({"list": "communes", "autocomplete": "off"}),
    )
    starts_on = forms.DateField(label=gettext_lazy("Premier jour"), required=False, widget=DAY)
    ends_on = forms.DateField(label=gettext_lazy("Dernier jour"), required=False, widget=DAY)
    sessions = forms.IntegerField(label=gettext_lazy("Nombre de séances"), min_value=1, max_value=400, initial=1)
    designed_for = forms.MultipleChoiceField(
        label=gettext_lazy("Conçue pour"),
        choices=offered("designed_for"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Fixé maintenant, avant de savoir qui viendra ; cela ne changera plus."),
    )
    topics = forms.CharField(
        label=gettext_lazy("Thèmes"), required=False, help_text=gettext_lazy("Séparés par des virgules.")
    )
    sensitive = forms.BooleanField(
        label=gettext_lazy("Le sujet est sensible : on compte les personnes, sans leurs noms"),
        required=False,
        help_text=gettext_lazy("Par exemple des violences, un conflit : être reconnu peut mettre quelqu'un en danger."),
    )

    def __init__(self, *arguments: Any, user: User, activity: Activity | None = None, **named: Any) -> None:
        self.activity = activity
        named["initial"] = _initial(activity, user)
        super().__init__(*arguments, **named)
        reached = organisations_reached_by(user)
        programmes = Programme.objects.filter(fictional=user.fictional)
        if user.reach != "all":
            programmes = programmes.filter(participations__organisation__in=reached).distinct()
        self.fields["programmes"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["implementer"].queryset = reached.filter(fictional=user.fictional)  # type: ignore[attr-defined]
        self.fields["objective"].queryset = Objective.objects.filter(  # type: ignore[attr-defined]
            programme__in=programmes
        )
        self.fictional = activity.fictional if activity else user.fictional
        self.managed = activities_managed_by(user)
        if activity is not None:
            for name in FIXED:
                del self.fields[name]

    def clean_place(self) -> Place | None:
        """The commune of that name; two of one name need their code."""
        return commune_typed(self.cleaned_data["place"], fictional=self.fictional)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and the code is free."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if last and not first:
            self.add_error("starts_on", _("Donnez aussi le premier jour."))
        elif first and last and last < first:
            self.add_error("ends_on", _("Le dernier jour vient avant le premier."))
        code = cleaned.get("code")
        if code and Activity.objects.filter(code__iexact=code).exists():
            self.add_error("code", _("Une autre activité porte déjà ce code."))
        return cleaned

    def plan(self) -> Plan:
        """What was planned."""
        given = self.cleaned_data
        titles = {"fr": given["title_fr"], "en": given["title_en"]}
        return Plan(
            title={language: title for language, title in titles.items() if title},
            kind=given["kind"],
            implementer=given["implementer"],
            place=given["place"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            sessions=given["sessions"],
            objective=given["objective"],
            topics=tuple(topic.strip() for topic in given["topics"].split(",") if topic.strip()),
            sensitive=given["sensitive"],
        )


class StatusForm(forms.Form):
    """Held, cancelled with a reason, or planned again."""

    status = forms.ChoiceField(label=gettext_lazy("État"), choices=list(STATUSES.items()))
    reason = forms.CharField(label=gettext_lazy("Motif"), required=False, max_length=300)


def _initial(activity: Activity | None, user: User) -> dict[str, Any]:
    if activity is None:
        return {"implementer": user.organisation_id}
    return {
        "title_fr": activity.title.get("fr", ""),
        "title_en": activity.title.get("en", ""),
        "kind": activity.kind,
        "objective": activity.objective_id,
        "implementer": activity.implementer_id,
        "place": activity.place.name if activity.place else "",
        "starts_on": activity.starts_on,
        "ends_on": activity.ends_on,
        "sessions": activity.sessions,
        "topics": ", ".join(activity.topics),
        "sensitive": activity.sensitive,
    }
