"""The boxes of networks, actors, waves and ties. Nobody's name is asked."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.networks import Method, Stage, Tie
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_seen_by
from toguna.store.networks.actions import About, AboutActor
from toguna.store.networks.models import Actor, Network, Wave
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme
from toguna.web.desk.activity_forms import DAY, InLanguage
from toguna.web.desk.network_words import (
    LEVELS,
    METHODS,
    STAGES,
    STRENGTHS,
    TIE_KINDS,
    sectors_in_words,
)
from toguna.web.desk.places import commune_typed
from toguna.web.desk.quality_forms import no_person

NO_NAMES = gettext_lazy("Une organisation, un service ou une fonction ; jamais le nom d'une personne.")
COMMUNE = forms.TextInput({"list": "communes", "autocomplete": "off"})
MOST_BYTES = 20_000_000


class WithCode(forms.ModelChoiceField[Any]):
    """A choice of actors or activities by their code and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Code and name."""
        name = getattr(obj, "name", None) or obj.title.get("fr", "")
        return f"{obj.code} – {name}"


class SeveralActors(forms.ModelMultipleChoiceField[Any]):
    """Some of the network's actors."""

    def label_from_instance(self, obj: Any) -> str:
        """Code and name."""
        return f"{obj.code} – {obj.name}"


class NetworkForm(forms.Form):
    """A network to open, or to change."""

    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Court, fixé une fois : EAU-SANANKORO.")
    )
    programme = InLanguage(label=gettext_lazy("Programme"), queryset=Programme.objects.none())
    title_fr = forms.CharField(label=gettext_lazy("Titre en français"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Titre en anglais"), max_length=200, required=False)
    issue_fr = forms.CharField(
        label=gettext_lazy("Question autour de laquelle on se réunit"),
        max_length=300,
        help_text=gettext_lazy("En une phrase que tous les acteurs comprennent."),
    )
    issue_en = forms.CharField(label=gettext_lazy("La même en anglais"), max_length=300, required=False)
    place = forms.CharField(label=gettext_lazy("Commune"), widget=COMMUNE)
    organisation = InLanguage(label=gettext_lazy("Organisation qui anime le réseau"), queryset=Organisation.objects)
    activity = WithCode(
        label=gettext_lazy("Activité du plan de travail"),
        queryset=Activity.objects.none(),
        required=False,
        help_text=gettext_lazy(
            "Ses vagues et ses séances comptent sous cette activité ; il en faut une pour remettre."
        ),
    )

    def __init__(self, *arguments: Any, user: User, network: Network | None = None, **named: Any) -> None:
        self.fictional = network.fictional if network else user.fictional
        named["initial"] = {"organisation": user.organisation_id} if network is None else _of_network(network)
        super().__init__(*arguments, **named)
        mine = organisations_reached_by(user).filter(fictional=self.fictional)
        programmes = Programme.objects.filter(fictional=self.fictional, participations__organisation__in=mine)
        activities = activities_seen_by(user).filter(fictional=self.fictional).exclude(status="cancelled")
        self.fields["organisation"].queryset = mine  # type: ignore[attr-defined]
        self.fields["programme"].queryset = programmes.distinct()  # type: ignore[attr-defined]
        self.fields["activity"].queryset = activities.order_by("code")  # type: ignore[attr-defined]
        if network is not None:
            del self.fields["code"]
            del self.fields["programme"]

    def clean_place(self) -> Place | None:
        """The commune of that name."""
        return commune_typed(self.cleaned_data["place"], fictional=self.fictional)

    def about(self) -> About:
        """What was written."""
        given = self.cleaned_data
        return About(
            title=_texts(given["title_fr"], given["title_en"]),
            issue=_texts(given["issue_fr"], given["issue_en"]),
            place=given["place"],
            organisation=given["organisation"],
            activity=given["activity"],
        )


class StageForm(forms.Form):
    """In which component the undertaking is."""

    stage = forms.ChoiceField(label=gettext_lazy("Étape"), choices=list(STAGES.items()))

    def stage_given(self) -> Stage:
        """The stage that was chosen."""
        return Stage(self.cleaned_data["stage"])


class ActorForm(forms.Form):
    """An actor of the inventory."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=8,
        widget=forms.TextInput({"class": "short", "autocapitalize": "characters"}),
        validators=[RegexValidator(r"^[\w.-]+\Z", gettext_lazy("Des lettres, des chiffres, un point ou un tiret."))],
        help_text=gettext_lazy("Huit lettres au plus : il se lit sur le dessin du réseau."),
    )
    name = forms.CharField(label=gettext_lazy("Organisation ou service"), max_length=160, help_text=NO_NAMES)
    sector = forms.ChoiceField(label=gettext_lazy("Secteur"))
    level = forms.ChoiceField(
        label=gettext_lazy("Niveau"), choices=[("", gettext_lazy("non précisé")), *LEVELS.items()], required=False
    )
    organisation = InLanguage(
        label=gettext_lazy("Au registre des organisations"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=gettext_lazy("Si elle y est. Un acteur n'a pas besoin d'y être."),
    )
    active_where = forms.CharField(label=gettext_lazy("Où il est actif"), max_length=200, required=False)
    active_how = forms.CharField(label=gettext_lazy("Ce qu'il y fait"), max_length=300, required=False)
    concerns = forms.CharField(label=gettext_lazy("Ses préoccupations"), max_length=300, required=False)
    in_committee = forms.BooleanField(
        label=gettext_lazy("Siège au comité consultatif intersectoriel (CSAC)"), required=False
    )
    in_team = forms.BooleanField(label=gettext_lazy("Fait partie de l'équipe d'intégration (SIT)"), required=False)

    def __init__(self, *arguments: Any, network: Network, actor: Actor | None = None, **named: Any) -> None:
        if actor is not None:
            columns = [name for name in self.base_fields if name != "organisation"]
            named["initial"] = {name: getattr(actor, name) for name in columns}
            named["initial"]["organisation"] = actor.organisation_id
        super().__init__(*arguments, **named)
        self.fields["sector"].choices = list(sectors_in_words().items())  # type: ignore[attr-defined]
        organisations = Organisation.objects.filter(fictional=network.fictional).order_by("code")
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """An office, never a person."""
        return no_person(self.cleaned_data["name"])

    def about(self) -> AboutActor:
        """What was written."""
        return AboutActor(**self.cleaned_data)


class WaveForm(forms.Form):
    """A look at the ties: when, how, of whom."""

    held_on = forms.DateField(label=gettext_lazy("Date"), widget=DAY)
    method = forms.ChoiceField(label=gettext_lazy("Comment on a demandé"), choices=list(METHODS.items()))
    note = forms.CharField(
        label=gettext_lazy("Remarque sur la méthode"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Par exemple la question posée, et à combien d'acteurs."),
    )
    actors = SeveralActors(
        label=gettext_lazy("Acteurs interrogés"),
        queryset=Actor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Les liens de qui n'est pas coché ne sont pas comptés."),
    )

    def __init__(self, *arguments: Any, network: Network, wave: Wave | None = None, **named: Any) -> None:
        chosen = wave.actors.all() if wave else network.actors.all()
        named["initial"] = {"actors": [actor.pk for actor in chosen]}
        if wave is not None:
            named["initial"] |= {"held_on": wave.held_on, "method": wave.method, "note": wave.note}
        super().__init__(*arguments, **named)
        self.fields["actors"].queryset = network.actors.all()  # type: ignore[attr-defined]

    def method_given(self) -> Method:
        """How the ties were asked for."""
        return Method(self.cleaned_data["method"])


class TieForm(forms.Form):
    """One tie of a wave."""

    source = WithCode(label=gettext_lazy("De"), queryset=Actor.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("Nature"), choices=list(TIE_KINDS.items()), initial="works_with")
    target = WithCode(label=gettext_lazy("Vers"), queryset=Actor.objects.none())
    strength = forms.TypedChoiceField(
        label=gettext_lazy("Force"), choices=list(STRENGTHS.items()), coerce=int, widget=forms.RadioSelect, initial=1
    )
    both_ways = forms.BooleanField(label=gettext_lazy("Le lien vaut dans les deux sens"), required=False)

    def __init__(self, *arguments: Any, wave: Wave, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name in ("source", "target"):
            self.fields[name].queryset = wave.actors.all()  # type: ignore[attr-defined]

    def tie(self) -> Tie:
        """What was written."""
        given = self.cleaned_data
        ends = given["source"].code, given["target"].code
        return Tie(*ends, given["kind"], given["strength"], not given["both_ways"])


class NetworkWorkbookForm(forms.Form):
    """The workbook to take actors and ties from."""

    workbook = forms.FileField(
        label=gettext_lazy("Classeur rempli (.xlsx)"),
        help_text=gettext_lazy("Rien n'est changé avant que vous ayez vu ce qu'il ajoute, modifie et enlève."),
    )

    def clean_workbook(self) -> object:
        """What stands in it is told by its reader; here only its size."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > MOST_BYTES:
            raise forms.ValidationError(_("Ce fichier est trop grand pour un réseau d'acteurs."))
        return workbook


def _texts(french: str, english: str) -> dict[str, str]:
    return {"fr": french, "en": english} if english else {"fr": french}


def _of_network(network: Network) -> dict[str, Any]:
    return {
        "title_fr": network.title.get("fr", ""),
        "title_en": network.title.get("en", ""),
        "issue_fr": network.issue.get("fr", ""),
        "issue_en": network.issue.get("en", ""),
        "place": network.place.name,
        "organisation": network.organisation_id,
        "activity": network.activity_id,
    }
