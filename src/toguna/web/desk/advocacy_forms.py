"""The boxes of an initiative: what it asks, what was done, answered and reached, what the budget says."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.advocacy import Answer, Approach, EvidenceKind, Rung, Tactic
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.advocacy.actions import Amounts, Answered, Coalition, Demand, Done, Ground
from toguna.store.advocacy.models import Initiative
from toguna.store.advocacy.queries import activities_open_to, civil_society_of, programmes_open_to
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme
from toguna.web.desk.activity_forms import DAY, InLanguage, SeveralInLanguage
from toguna.web.desk.advocacy_words import ANSWERS, APPROACHES, EVIDENCE, RUNGS, TACTICS
from toguna.web.desk.money_forms import amount_box, currencies, day_box, texts
from toguna.web.desk.money_words import amount_typed, read_box
from toguna.web.desk.places import commune_typed
from toguna.web.layout.templatetags.toguna import plain_text_in

# Above this many, boxes to tick make a page that a telephone cannot show.
BOXES_SHOWN = 40
OFFICE = gettext_lazy("La fonction, jamais le nom : par exemple « la maire », « le directeur du centre de santé ».")


class ActivityChoice(forms.ModelChoiceField[Any]):
    """A choice of activities by code and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Its code, then its title."""
        return f"{obj.code} · {plain_text_in(obj.title)}"


def text_box(label: Any, *, required: bool = True, hint: Any = "", rows: int = 3) -> forms.CharField:
    """A box for a few sentences."""
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=2000, required=required, help_text=hint, widget=area)


class EntryForm(forms.Form):
    """What an initiative and a policy text say alike: title, activity, commune."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Court, sans espace, par exemple eau-2026. Il ne changera plus."),
    )
    title_fr = forms.CharField(label=gettext_lazy("Titre en français"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Titre en anglais"), max_length=200, required=False)
    activity = ActivityChoice(
        label=gettext_lazy("Activité du plan de travail"),
        queryset=Activity.objects.none(),
        required=False,
        empty_label=gettext_lazy("pas encore choisie"),
        help_text=gettext_lazy("C'est par elle que l'entrée compte ; elle est nécessaire pour la transmettre."),
    )
    place = forms.CharField(
        label=gettext_lazy("Commune"),
        required=False,
        widget=forms.TextInput({"list": "communes", "autocomplete": "off"}),
    )

    def __init__(self, *arguments: Any, user: User, programme: Programme, new: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.programme = programme
        self.fields["activity"].queryset = activities_open_to(user, programme)  # type: ignore[attr-defined]
        if not new:
            del self.fields["code"]

    def clean_place(self) -> Place | None:
        """The commune of that name; two of one name need their code."""
        return commune_typed(self.cleaned_data["place"], fictional=self.programme.fictional)

    def titles(self) -> dict[str, str]:
        """The title in the languages in which it was given."""
        return dict(texts(self.cleaned_data["title_fr"], self.cleaned_data["title_en"]))


# What is only known once there is evidence, and is asked for when it is time to plan.
PLAN = ("allies", "approach", "target", "demand", "objective", "by_when", "tactics")


class InitiativeForm(EntryForm):
    """What an initiative says of itself, and who is engaged; to open one, the issue is enough."""

    issue = text_box(gettext_lazy("Quelle est la question ?"), hint=gettext_lazy("Ce qui ne va pas, et pour qui."))
    identified_on = day_box(gettext_lazy("Jour où elle a été posée"))
    lead = InLanguage(
        label=gettext_lazy("Organisation qui mène"),
        queryset=Organisation.objects.none(),
        help_text=gettext_lazy("Une organisation de la société civile."),
    )
    others = SeveralInLanguage(
        label=gettext_lazy("Autres organisations engagées"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Chacune compte une fois par exercice, pour les actions auxquelles elle prend part."),
    )
    allies = forms.CharField(
        label=gettext_lazy("Alliés"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Qui d'autre aide sans être compté : radio, chefferie, services. Aucun nom de personne."
        ),
    )
    approach = forms.ChoiceField(
        label=gettext_lazy("On agit"),
        choices=[("", gettext_lazy("pas encore dit")), *APPROACHES.items()],
        required=False,
    )
    target = forms.CharField(
        label=gettext_lazy("À qui s'adresse la demande ?"), max_length=160, required=False, help_text=OFFICE
    )
    demand = text_box(gettext_lazy("Que demande-t-on ?"), required=False)
    objective = text_box(
        gettext_lazy("Objectif"),
        required=False,
        hint=gettext_lazy("Précis, mesurable et daté : par exemple « deux forages au budget de 2027 »."),
        rows=2,
    )
    by_when = day_box(gettext_lazy("À atteindre avant le"), required=False)
    tactics = forms.MultipleChoiceField(
        label=gettext_lazy("Moyens d'action"),
        choices=list(TACTICS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = (
        "code", "title_fr", "title_en", "issue", "identified_on", "place", "activity", "lead", "others", "allies",
        "approach", "target", "demand", "objective", "by_when", "tactics",
    )  # fmt: skip

    def __init__(self, *arguments: Any, user: User, initiative: Initiative | None = None, **named: Any) -> None:
        named["initial"] = _initial(initiative) if initiative else {"lead": user.organisation_id}
        super().__init__(*arguments, user=user, new=initiative is None, **named)
        if initiative is None:
            for name in PLAN:
                del self.fields[name]
        offered = _offered(user, self.programme, initiative)
        self.fields["lead"].queryset = offered  # type: ignore[attr-defined]
        self.fields["others"].queryset = offered  # type: ignore[attr-defined]
        if offered.count() > BOXES_SHOWN:
            self.fields["others"].widget = forms.SelectMultiple({"size": 10})
            self.fields["others"].widget.choices = self.fields["others"].choices  # type: ignore[attr-defined]

    def demand_given(self) -> Demand:
        """What was written."""
        given = self.cleaned_data
        return Demand(
            title=self.titles(),
            issue=given["issue"],
            identified_on=given["identified_on"],
            activity=given["activity"],
            place=given["place"],
            target=given.get("target", ""),
            demand=given.get("demand", ""),
            objective=given.get("objective", ""),
            by_when=given.get("by_when"),
            tactics=tuple(Tactic(code) for code in given.get("tactics", ())),
            approach=Approach(given["approach"]) if given.get("approach") else None,
            allies=given.get("allies", ""),
        )

    def coalition(self) -> Coalition:
        """Who is engaged."""
        return Coalition(self.cleaned_data["lead"], tuple(self.cleaned_data["others"]))


class EvidenceForm(forms.Form):
    """One thing that the demand rests on."""

    kind = forms.ChoiceField(label=gettext_lazy("Sur quoi s'appuie-t-on ?"), choices=list(EVIDENCE.items()))
    words = text_box(
        gettext_lazy("Ce que cela montre"),
        hint=gettext_lazy("Par exemple : note de 3 sur 10 pour l'eau, tour de mars."),
    )
    instrument_code = forms.CharField(label=gettext_lazy("Code de l'instrument"), max_length=60, required=False)
    node_code = forms.CharField(label=gettext_lazy("Code du critère ou de l'indicateur"), max_length=60, required=False)

    def __init__(self, *arguments: Any, initiative: Initiative, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.initiative = initiative

    def ground(self, round_key: UUID | None = None) -> Ground:
        """What was written."""
        given = self.cleaned_data
        return Ground(
            EvidenceKind(given["kind"]), given["words"], given["instrument_code"], given["node_code"], round_key
        )


class ActionForm(forms.Form):
    """One thing done on a day."""

    on = day_box(gettext_lazy("Quel jour ?"))
    tactic = forms.ChoiceField(label=gettext_lazy("Moyen d'action"), choices=list(TACTICS.items()))
    words = text_box(
        gettext_lazy("Ce qui a été fait"), hint=gettext_lazy("En une ou deux phrases. Aucun nom de personne.")
    )
    organisations = SeveralInLanguage(
        label=gettext_lazy("Organisations qui y ont pris part"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins une organisation : c'est elle qui est comptée.")},
    )

    def __init__(self, *arguments: Any, initiative: Initiative, **named: Any) -> None:
        super().__init__(*arguments, **named)
        engaged = Organisation.objects.filter(engagements__initiative=initiative).order_by("code")
        self.fields["organisations"].queryset = engaged  # type: ignore[attr-defined]
        if len(engaged) == 1:
            self.fields["organisations"].initial = [engaged[0].pk]

    def done(self) -> Done:
        """What was written."""
        given = self.cleaned_data
        return Done(given["on"], Tactic(given["tactic"]), given["words"], tuple(given["organisations"]))


class ResponseForm(forms.Form):
    """What the office answered."""

    on = day_box(gettext_lazy("Quel jour ?"))
    answer = forms.ChoiceField(label=gettext_lazy("L'autorité"), choices=list(ANSWERS.items()))
    words = text_box(gettext_lazy("Ce qu'elle a répondu"))
    office = forms.CharField(label=gettext_lazy("Qui a répondu ?"), max_length=160, required=False, help_text=OFFICE)
    by_when = day_box(
        gettext_lazy("Pour quand ?"),
        required=False,
        hint=gettext_lazy("Si c'est une promesse et qu'une date est dite."),
    )

    def __init__(self, *arguments: Any, initiative: Initiative, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["office"].initial = initiative.target

    def answered(self) -> Answered:
        """What was written."""
        given = self.cleaned_data
        return Answered(given["on"], Answer(given["answer"]), given["words"], given["office"], given["by_when"])


class RungForm(forms.Form):
    """A rung of the ladder that was reached."""

    rung = forms.ChoiceField(label=gettext_lazy("Quel échelon ?"))
    reached_on = day_box(gettext_lazy("Atteint le"))
    evidence = text_box(
        gettext_lazy("Ce qui le prouve"),
        hint=gettext_lazy("Procès-verbal, délibération, photo, ligne du budget."),
        rows=2,
    )

    def __init__(self, *arguments: Any, initiative: Initiative, **named: Any) -> None:
        super().__init__(*arguments, **named)
        reached = {one.rung for one in initiative.ladder.all()}
        left = [(code, words) for code, words in RUNGS.items() if code not in reached]
        self.fields["rung"].choices = left  # type: ignore[attr-defined]

    def rung_given(self) -> Rung:
        """Which one."""
        return Rung(self.cleaned_data["rung"])


class AmountsForm(forms.Form):
    """What the budget said before the initiative, and after."""

    line = forms.CharField(
        label=gettext_lazy("Ligne du budget"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Par exemple : hydraulique, exercices 2025 et 2026."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Monnaie"))
    committed_before = amount_box(gettext_lazy("Engagé avant"), required=False)
    committed_after = amount_box(gettext_lazy("Engagé après"), required=False)
    disbursed_before = amount_box(gettext_lazy("Décaissé avant"), required=False)
    disbursed_after = amount_box(gettext_lazy("Décaissé après"), required=False)
    NAMES = ("committed_before", "committed_after", "disbursed_before", "disbursed_after")

    def __init__(self, *arguments: Any, initiative: Initiative, **named: Any) -> None:
        named["initial"] = {
            "line": initiative.budget_line,
            "currency": initiative.currency,
            **{name: amount_typed(getattr(initiative, name)) for name in self.NAMES},
        }
        super().__init__(*arguments, **named)
        self.fields["currency"].choices = currencies(initiative.programme)  # type: ignore[attr-defined]
        self.hundredths: dict[str, int | None] = {}

    def clean(self) -> dict[str, Any]:
        """Each amount is read with the currency; nobody disburses a negative sum."""
        cleaned = super().clean() or self.cleaned_data
        currency = str(cleaned.get("currency", ""))
        for name in self.NAMES:
            amount = read_box(self, name, currency, above_zero=False)
            if amount is not None and amount < 0:
                self.add_error(name, _("Un montant n'est pas négatif."))
            self.hundredths[name] = amount
        return cleaned

    def amounts(self) -> Amounts:
        """What was written; without any amount there is no currency."""
        known = any(amount is not None for amount in self.hundredths.values())
        currency = self.cleaned_data["currency"] if known else ""
        return Amounts(self.cleaned_data["line"], currency, **self.hundredths)


class StepForm(forms.Form):
    """The day of a step, and why where a reason is needed."""

    on = forms.DateField(label=gettext_lazy("Jour"), widget=DAY)
    reason = forms.CharField(label=gettext_lazy("Motif"), max_length=300, required=False)


def programme_asked(user: User, code: str) -> Programme | None:
    """The programme in which to open an entry: the one asked for, or the only one."""
    offered = programmes_open_to(user)
    if code:
        return offered.filter(code=code).first()
    return offered[0] if offered.count() == 1 else None


def _offered(user: User, programme: Programme, initiative: Initiative | None) -> QuerySet[Organisation]:
    """The organisations of civil society that take part in the programme, the account's own, and those engaged."""
    taking_part = Q(participations__programme=programme) | Q(pk=user.organisation_id)
    if initiative is not None:
        taking_part |= Q(engagements__initiative=initiative)
    return civil_society_of(programme).filter(taking_part).distinct()


def _initial(initiative: Initiative) -> dict[str, Any]:
    parts = {one.organisation_id: one.engaged_as for one in initiative.engagements.all()}
    return {
        "title_fr": initiative.title.get("fr", ""),
        "title_en": initiative.title.get("en", ""),
        "activity": initiative.activity_id,
        "place": initiative.place.name if initiative.place else "",
        "issue": initiative.issue,
        "identified_on": initiative.identified_on,
        "lead": next((pk for pk, part in parts.items() if part == "lead"), None),
        "others": [pk for pk, part in parts.items() if part != "lead"],
        "allies": initiative.allies,
        "approach": initiative.approach,
        "target": initiative.target,
        "demand": initiative.demand,
        "objective": initiative.objective,
        "by_when": initiative.by_when,
        "tactics": initiative.tactics,
    }
