"""The boxes of promises: what is promised, what a side says, who is handed an address. Offices, never people."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.commitment_entries import SPEAKER_MISSING, WHAT_MISSING
from toguna.rules.commitments import MAY_SAY, Funding, OriginKind, PromiseKind, Says, Side
from toguna.rules.findings import Finding
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_seen_by
from toguna.store.commitments.actions import Said, Written
from toguna.store.commitments.models import Commitment
from toguna.store.commitments.queries import commitments_seen_by
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme
from toguna.web.desk.activity_forms import DAY, InLanguage
from toguna.web.desk.listing import FilterForm
from toguna.web.desk.money_forms import amount_box, currencies
from toguna.web.desk.money_words import amount_typed, read_box
from toguna.web.desk.places import commune_typed
from toguna.web.layout.commitment_words import FUNDING, KINDS, ORIGINS, OWN_WORDS, STATES

ALL = ("", gettext_lazy("Tous"))
EMPTY = ("", "—")
FIRST_BOXES = (
    "programme",
    "what",
    "office",
    "receiver_office",
    "made_on",
    "due_on",
    "place",
    "activity",
    "origin_kind",
    "origin_label",
    "reason",
)


class CommitmentFilters(FilterForm):
    """What the register can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    late = forms.ChoiceField(
        label=gettext_lazy("Échéance"),
        choices=[
            ("", gettext_lazy("Toutes")),
            ("overdue", gettext_lazy("en retard")),
            ("soon", gettext_lazy("dans les 30 jours")),
            ("undated", gettext_lazy("sans date")),
        ],
    )
    state = forms.ChoiceField(label=gettext_lazy("État"), choices=[ALL, *STATES.items()])
    place = forms.ModelChoiceField(label=gettext_lazy("Commune"), queryset=Place.objects.none())
    origin = forms.ChoiceField(label=gettext_lazy("Pris lors de"), choices=[ALL, *ORIGINS.items()])
    organisation = InLanguage(
        label=gettext_lazy("Suivi par"), queryset=Organisation.objects.none(), to_field_name="code"
    )

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        seen = commitments_seen_by(user).order_by()
        self.fields["place"].queryset = Place.objects.filter(  # type: ignore[attr-defined]
            pk__in=seen.values("place")
        )
        self.fields["organisation"].queryset = organisations_reached_by(user).filter(  # type: ignore[attr-defined]
            pk__in=seen.values("organisation")
        )
        self.fields["place"].empty_label = str(_("Toutes"))  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = str(_("Toutes"))  # type: ignore[attr-defined]


class ActivityChoice(forms.ModelChoiceField[Activity]):
    """An activity by its code and title."""

    def label_from_instance(self, obj: Activity) -> str:
        """Its code, then its title."""
        return str(obj)


class CommitmentForm(forms.Form):
    """What is promised, by whom, to whom, by when."""

    programme = InLanguage(label=gettext_lazy("Programme"), queryset=Programme.objects.none(), to_field_name="code")
    what = forms.CharField(
        label=gettext_lazy("Ce qui est promis"),
        max_length=500,
        error_messages={"required": gettext_lazy(WHAT_MISSING)},
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Une phrase que tout le monde peut vérifier : « réparer le forage du marché »."),
    )
    office = forms.CharField(
        label=gettext_lazy("Qui s'engage"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("La fonction, jamais le nom : « la maire », « le médecin-chef »."),
    )
    promiser = InLanguage(
        label=gettext_lazy("Organisation qui s'engage"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="—",
    )
    receiver_office = forms.CharField(
        label=gettext_lazy("Envers qui"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Par exemple « la population de la commune » ou « le comité des parents »."),
    )
    receiver = InLanguage(
        label=gettext_lazy("Organisation envers qui"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="—",
    )
    made_on = forms.DateField(label=gettext_lazy("Pris le"), widget=DAY)
    due_on = forms.DateField(
        label=gettext_lazy("À tenir avant la fin du"),
        widget=DAY,
        required=False,
        help_text=gettext_lazy("Sans échéance, l'engagement est gardé et montré à part ; il n'est jamais en retard."),
    )
    place = forms.CharField(
        label=gettext_lazy("Commune"),
        required=False,
        widget=forms.TextInput({"list": "communes", "autocomplete": "off"}),
    )
    activity = ActivityChoice(
        label=gettext_lazy("Activité du plan de travail"),
        queryset=Activity.objects.none(),
        required=False,
        help_text=gettext_lazy("Celle où il a été pris. Sans elle, il est gardé mais n'est ni compté, ni public."),
    )
    origin_kind = forms.ChoiceField(label=gettext_lazy("Pris lors de"), choices=list(ORIGINS.items()))
    origin_label = forms.CharField(
        label=gettext_lazy("Laquelle, lequel"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Par exemple « réunion d'interface du centre de santé, 12 mars »."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Sorte d'engagement"), choices=list(KINDS.items()))
    expected_change = forms.CharField(
        label=gettext_lazy("Changement attendu"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    answers = forms.CharField(
        label=gettext_lazy("Critère ou problème auquel il répond"), max_length=300, required=False
    )
    instrument_code = forms.CharField(label=gettext_lazy("Code de l'instrument"), max_length=60, required=False)
    node_code = forms.CharField(label=gettext_lazy("Code du critère ou de l'indicateur"), max_length=60, required=False)
    cost = amount_box(gettext_lazy("Coût"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Monnaie"), required=False)
    funding = forms.ChoiceField(label=gettext_lazy("Financement"), choices=[EMPTY, *FUNDING.items()], required=False)
    partners = forms.CharField(label=gettext_lazy("Avec qui"), max_length=300, required=False)
    verification = forms.CharField(
        label=gettext_lazy("Moyen de vérification"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ce qui montrera que c'est fait : un procès-verbal, une photo, un registre."),
    )
    plan_line = forms.CharField(label=gettext_lazy("Ligne du plan communal"), max_length=160, required=False)
    percent = forms.IntegerField(label=gettext_lazy("Avancement en %"), min_value=0, max_value=100, required=False)
    office_email = forms.EmailField(
        label=gettext_lazy("Adresse électronique de la fonction"),
        required=False,
        help_text=gettext_lazy("Pour les rappels. Celle du bureau, pas d'une personne ; elle n'est jamais publiée."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi cela change"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Nécessaire pour changer ce qui est promis : un côté s'est déjà exprimé."),
    )

    def __init__(
        self, *arguments: Any, user: User, commitment: Commitment | None = None, spoken: bool = False, **named: Any
    ) -> None:
        named["initial"] = {**_initial(commitment), **named.pop("initial", {})}
        super().__init__(*arguments, **named)
        self.commitment, self.fictional = commitment, commitment.fictional if commitment else user.fictional
        self.hundredths: int | None = None
        programmes = Programme.objects.filter(
            fictional=self.fictional, participations__organisation=user.organisation_id
        ).distinct()
        world = Organisation.objects.filter(fictional=self.fictional).order_by("code")
        seen = activities_seen_by(user).filter(fictional=self.fictional).exclude(status="cancelled")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        if programmes.count() == 1:
            self.fields["programme"].initial = programmes[0].code
        for name in ("promiser", "receiver"):
            self.fields[name].queryset = world  # type: ignore[attr-defined]
        self.fields["activity"].queryset = seen.order_by("code")  # type: ignore[attr-defined]
        one = commitment.programme if commitment else programmes.first()
        self.fields["currency"].choices = [EMPTY, *(currencies(one) if one else [])]  # type: ignore[attr-defined]
        if commitment is not None:
            del self.fields["programme"]
        if not spoken:
            del self.fields["reason"]

    def first_boxes(self) -> list[forms.BoundField]:
        """What every promise says."""
        return [one for one in self if one.name in FIRST_BOXES]

    def more_boxes(self) -> list[forms.BoundField]:
        """What may be said besides, now or later."""
        return [one for one in self if one.name not in FIRST_BOXES]

    def more_is_open(self) -> bool:
        """Whether one of these has something to tell."""
        return any(one.errors for one in self.more_boxes())

    def clean_place(self) -> Place | None:
        """The commune of that name; two of one name need their code."""
        return commune_typed(self.cleaned_data["place"], fictional=self.fictional)

    def clean(self) -> dict[str, Any]:
        """The cost is read with its currency."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("cost"):
            self.hundredths = read_box(self, "cost", cleaned.get("currency", ""), above_zero=False)
        return cleaned

    def written(self) -> Written:
        """What was typed, as the register takes it."""
        given = dict(self.cleaned_data)
        for name in ("programme", "reason"):
            given.pop(name, None)
        given["cost"] = self.hundredths
        given["currency"] = given["currency"] if self.hundredths is not None else ""
        given["kind"], given["origin_kind"] = PromiseKind(given["kind"]), OriginKind(given["origin_kind"])
        given["funding"] = Funding(given["funding"]) if given["funding"] else ""
        given["what"] = " ".join(given["what"].split())
        return Written(**given)


class DeclarationForm(forms.Form):
    """What one side says of a promise."""

    says = forms.ChoiceField(label=gettext_lazy("Ce que dit ce côté"), widget=forms.RadioSelect)
    said_on = forms.DateField(label=gettext_lazy("Dit le"), widget=DAY)
    office = forms.CharField(
        label=gettext_lazy("En quelle fonction"),
        max_length=160,
        error_messages={"required": gettext_lazy(SPEAKER_MISSING)},
        help_text=gettext_lazy("Par exemple « la maire » ou « le comité de gestion » ; aucun nom."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Ce qui le montre, ou ce qui manque"),
        max_length=1500,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Tout le monde lira ceci. N'y nommez aucune personne ; ni numéro, ni adresse."),
    )

    def __init__(self, *arguments: Any, side: Side, commitment: Commitment, **named: Any) -> None:
        office = commitment.office if side is Side.PROMISER else commitment.receiver_office
        named["initial"] = {"said_on": timezone.localdate(), "office": office, **named.pop("initial", {})}
        super().__init__(*arguments, **named)
        self.side = side
        choices = [(says.value, OWN_WORDS[side.value, says.value]) for says in MAY_SAY[side]]
        self.fields["says"].choices = choices  # type: ignore[attr-defined]

    def said(self, files: Iterable[tuple[str, str, str, int]] = ()) -> Said:
        """What was typed, as the register takes it."""
        given = self.cleaned_data
        return Said(self.side, Says(given["says"]), given["said_on"], given["office"], given["evidence"], tuple(files))


class AddressForm(forms.Form):
    """To which office an address is handed."""

    side = forms.ChoiceField(
        label=gettext_lazy("Quel côté s'exprimera"),
        choices=[
            (Side.PROMISER.value, gettext_lazy("celui qui s'est engagé")),
            (Side.RECEIVER.value, gettext_lazy("celui envers qui")),
        ],
        widget=forms.RadioSelect,
        initial=Side.PROMISER.value,
    )
    handed_to = forms.CharField(
        label=gettext_lazy("À quelle fonction la remettez-vous ?"),
        max_length=160,
        help_text=gettext_lazy("La fonction, pas le nom : par exemple « secrétariat de la mairie »."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Ouverte pendant combien de jours ?"), min_value=1, max_value=180, initial=30
    )


def tell_findings(form: forms.Form, findings: Iterable[Finding]) -> None:
    """Put each finding at its box."""
    for finding in findings:
        where = finding.where if finding.where in form.fields else None
        form.add_error(where, _(finding.message) % finding.values)


def _initial(commitment: Commitment | None) -> dict[str, Any]:
    if commitment is None:
        return {"made_on": timezone.localdate()}
    told: dict[str, Any] = {
        name: getattr(commitment, name)
        for name in Written.__dataclass_fields__
        if name not in ("place", "cost", "promiser", "receiver", "activity")
    }
    told |= {"promiser": commitment.promiser_id, "receiver": commitment.receiver_id, "activity": commitment.activity_id}
    told["place"] = commitment.place.name if commitment.place else ""
    told["cost"] = amount_typed(commitment.cost)
    return told
