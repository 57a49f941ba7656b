"""The boxes of a cycle: opening one, what was done at a stage, who was there in numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.cycles import Stage
from toguna.rules.instruments import Engine, Model
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_seen_by
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.models import Place
from toguna.store.scorecards.actions import Attended
from toguna.store.scorecards.models import Instrument, StageWork
from toguna.store.scorecards.queries import offered_instruments
from toguna.web.desk.activity_forms import DAY, InLanguage
from toguna.web.desk.cycle_words import AGES, SEXES
from toguna.web.desk.places import commune_typed
from toguna.web.layout.templatetags.toguna import plain_text_in

MOST_PEOPLE = 2_000


class OfInstrument(forms.ModelChoiceField[Any]):
    """A choice of instruments by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        """The title in the reader's language."""
        return plain_text_in(obj.title)


class OfActivity(forms.ModelChoiceField[Any]):
    """A choice of activities by code and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Its code and its title in the reader's language."""
        return f"{obj.code} · {plain_text_in(obj.title)}"


class CycleForm(forms.Form):
    """A cycle to open: what is scored, with which instrument, where, by whom."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Court et parlant, par exemple BBG-soroba-1. Il ne changera plus."),
    )
    instrument = OfInstrument(
        label=gettext_lazy("Instrument"), queryset=Instrument.objects.none(), to_field_name="code", empty_label="—"
    )
    activity = OfActivity(
        label=gettext_lazy("Activité du plan de travail"),
        queryset=Activity.objects.none(),
        empty_label="—",
        help_text=gettext_lazy("Celle sous laquelle le tour sera compté."),
    )
    organisation = InLanguage(
        label=gettext_lazy("Organisation qui anime"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    place = forms.CharField(
        label=gettext_lazy("Commune"),
        required=False,
        widget=forms.TextInput({"list": "communes", "autocomplete": "off"}),
        help_text=gettext_lazy("Celle qui est notée. Vide seulement pour une auto-évaluation."),
    )
    assessed = InLanguage(
        label=gettext_lazy("Organisation évaluée"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="—",
        help_text=gettext_lazy("Pour une auto-évaluation, à la place de la commune."),
    )
    subject = forms.CharField(
        label=gettext_lazy("Service ou secteur noté"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Par exemple : le centre de santé, l'eau. Laissez vide pour toute la commune."),
    )
    opened_on = forms.DateField(label=gettext_lazy("Ouvert le"), widget=DAY, initial=timezone.localdate)
    respondents_planned = forms.IntegerField(
        label=gettext_lazy("Personnes à interroger"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("Pour une enquête seulement."),
    )

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.user = user
        reached = organisations_reached_by(user).filter(fictional=user.fictional)
        choices: dict[str, Any] = {
            "instrument": offered_instruments(),
            "activity": activities_seen_by(user).filter(fictional=user.fictional).exclude(status="cancelled"),
            "organisation": reached,
            "assessed": Organisation.objects.filter(fictional=user.fictional),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["organisation"].initial = user.organisation.code

    def clean_place(self) -> Place | None:
        """The commune of that name; two of one name need their code."""
        return commune_typed(self.cleaned_data["place"], fictional=self.user.fictional)

    def clean_opened_on(self) -> date:
        """A cycle does not begin tomorrow."""
        day: date = self.cleaned_data["opened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n'est pas encore venu."))
        return day

    def clean(self) -> dict[str, Any]:
        """A commune is scored, or an organisation scores itself."""
        given: dict[str, Any] = super().clean() or {}
        instrument, place, assessed = given.get("instrument"), given.get("place"), given.get("assessed")
        if instrument is None or self.errors:
            return given
        itself = instrument.engine == Engine.SELF_ASSESSMENT
        if itself and assessed is None and place is None:
            self.add_error("assessed", _("Choisissez l'organisation qui s'évalue, ou une commune."))
        elif not itself and place is None:
            self.add_error("place", _("Choisissez la commune qui est notée."))
        elif place is not None and assessed is not None:
            self.add_error("assessed", _("Choisissez une commune ou une organisation, pas les deux."))
        return given


@dataclass(frozen=True)
class CountBox:
    """One box of the grid of participants."""

    name: str
    label: str
    heading: str
    group: str
    sex: str
    age_band: str
    written: str = ""


class StageForm(forms.Form):
    """What was done at a stage: the day, the minutes, and how many of each group, sex and age were there."""

    held_on = forms.DateField(label=gettext_lazy("Jour de l'étape"), required=False, widget=DAY)
    words = forms.CharField(
        label=gettext_lazy("Compte rendu"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("Ce qui s'est dit et décidé. N'y écrivez aucun nom de personne : la fonction suffit."),
    )

    def __init__(self, *arguments: Any, model: Model, work: StageWork | None, stage: Stage, **named: Any) -> None:
        self.model, self.stage = model, stage
        named["initial"] = {"held_on": work.held_on, "words": work.words} if work else {}
        super().__init__(*arguments, **named)
        kept = {(one.group, one.sex, one.age_band): one.count for one in work.attendance.all()} if work else {}
        self.boxes = list(self._boxes(kept))

    def clean_held_on(self) -> date | None:
        """What has not happened yet is not noted."""
        day: date | None = self.cleaned_data["held_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n'est pas encore venu : notez l'étape quand elle a eu lieu."))
        return day

    def clean(self) -> dict[str, Any]:
        """Every box of the grid is a number or empty."""
        given: dict[str, Any] = super().clean() or {}
        self.attended: list[Attended] = []
        for box in (box for _row, boxes in self.boxes for box in boxes):
            written = box.written.strip()
            if not written:
                continue
            if not written.isdecimal() or int(written) > MOST_PEOPLE:
                told = _("« %(written)s » n'est pas un nombre de participants (%(where)s).")
                self.add_error(None, told % {"written": written[:20], "where": box.label})
                continue
            self.attended.append(Attended(int(written), box.group, box.sex, box.age_band))
        return given

    def _boxes(self, kept: dict[tuple[str, str, str], int]) -> Iterator[tuple[str, list[CountBox]]]:
        groups: list[tuple[str, str]] = [(group.code, plain_text_in(group.label)) for group in self.model.groups]
        for number, (code, label) in enumerate([*groups, ("", str(_("Autres personnes")))]):
            row = []
            for place, (sex, age, heading) in enumerate(columns()):
                name = f"n{number}-{place}"
                count = kept.get((code, sex, age))
                written = str(self.data.get(name, "")) if self.is_bound else "" if count is None else str(count)
                row.append(CountBox(name, f"{label}, {heading}", heading, code, sex, age, written))
            yield label, row


@dataclass(frozen=True)
class Heading:
    """Above the boxes of one sex: its name, and the ages under it."""

    label: str
    ages: Sequence[str]


def headings() -> list[Heading]:
    """The two rows above the grid: the sexes, and under each its ages."""
    ages = [str(words) for _code, words in AGES]
    return [Heading(str(words), ages if sex else [""]) for sex, words in SEXES]


def attended_said(model: Model, work: StageWork | None) -> list[tuple[str, int, int, int]]:
    """Who was at a stage, group by group: women, men, and people of whom it was not said."""
    if work is None:
        return []
    known = {group.code: plain_text_in(group.label) for group in model.groups}
    counted: dict[str, Counter[str]] = {}
    for line in work.attendance.all():
        counted.setdefault(line.group, Counter())[line.sex] += line.count
    return [
        (known.get(group, str(_("Autres personnes"))), sexes["female"], sexes["male"], sexes[""] + sexes["other"])
        for group, sexes in counted.items()
    ]


def columns() -> list[tuple[str, str, str]]:
    """The columns of the grid: sex, age, and what stands above them; without a sex, no age is asked."""
    told = [(sex, age, f"{sex_words}, {age_words}") for sex, sex_words in SEXES if sex for age, age_words in AGES]
    return [*told, ("", "", str(_("Non précisé")))]
