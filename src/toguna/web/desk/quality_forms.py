"""The boxes of a data quality assessment: where and when, who and how, the checklist, the draw, the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.publish.words import period_words
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.periods import Period, PeriodKind
from toguna.rules.quality_questions import QUESTIONS, Answered, Standard
from toguna.store.organisations.models import Organisation
from toguna.store.quality.models import Assessment
from toguna.store.values.models import Value
from toguna.web.desk.activity_forms import DAY, InLanguage
from toguna.web.desk.wording import QUALITY_ANSWERS

LARGEST_SAMPLE = 200
USUAL_SAMPLE = 30

STANDARD_WORDS = {
    Standard.VALIDITY: gettext_lazy("Validité"),
    Standard.INTEGRITY: gettext_lazy("Intégrité"),
    Standard.PRECISION: gettext_lazy("Précision"),
    Standard.RELIABILITY: gettext_lazy("Fiabilité"),
    Standard.TIMELINESS: gettext_lazy("Actualité"),
}
STANDARD_MEANINGS = {
    Standard.VALIDITY: gettext_lazy("Les données représentent clairement le résultat."),
    Standard.INTEGRITY: gettext_lazy("Elles sont protégées des erreurs de copie et de la manipulation."),
    Standard.PRECISION: gettext_lazy("Elles sont assez détaillées pour décider."),
    Standard.RELIABILITY: gettext_lazy("Elles viennent de méthodes qui restent les mêmes dans le temps."),
    Standard.TIMELINESS: gettext_lazy("Elles sont là, à jour, quand il faut décider."),
}
TEAM_HINT = gettext_lazy("Des bureaux ou des fonctions, jamais des noms de personnes.")
METHOD_HINT = gettext_lazy("Comment l'évaluation sera faite : entretiens, revue des fiches, recomptage sur place…")


def no_person(written: str) -> str:
    """The words of an office as they are. Raises a form's error where they name a person."""
    if names_a_person(written):
        raise forms.ValidationError(_(OFFICE_NAMES_A_PERSON))
    return written


class DescriptionForm(forms.Form):
    """When, by which offices, how; and in the end, what was found."""

    scheduled_on = forms.DateField(label=gettext_lazy("Jour prévu"), widget=DAY)
    team = forms.CharField(
        label=gettext_lazy("Bureaux qui évaluent"), required=False, max_length=300, help_text=TEAM_HINT
    )
    method = forms.CharField(
        label=gettext_lazy("Méthode"), required=False, widget=forms.Textarea({"rows": 3}), help_text=METHOD_HINT
    )
    conclusion = forms.CharField(
        label=gettext_lazy("Constats et limites"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Ce que l'évaluation a trouvé, et ce que cela veut dire pour qui lit ces données."),
    )

    def __init__(self, *arguments: Any, assessment: Assessment, **named: Any) -> None:
        names = ("scheduled_on", "team", "method", "conclusion")
        named["initial"] = {name: getattr(assessment, name) for name in names}
        super().__init__(*arguments, **named)

    def clean_team(self) -> str:
        """Offices, not persons."""
        return no_person(self.cleaned_data["team"])


class ScheduleForm(forms.Form):
    """Of a chosen indicator: at which partner, for which counted period, when."""

    partner = InLanguage(
        label=gettext_lazy("Organisation qui a donné les données"), queryset=Organisation.objects.none()
    )
    period = forms.ChoiceField(label=gettext_lazy("Période"))
    scheduled_on = forms.DateField(label=gettext_lazy("Jour prévu"), widget=DAY)
    team = forms.CharField(
        label=gettext_lazy("Bureaux qui évaluent"), required=False, max_length=300, help_text=TEAM_HINT
    )
    method = forms.CharField(
        label=gettext_lazy("Méthode"), required=False, widget=forms.Textarea({"rows": 3}), help_text=METHOD_HINT
    )

    def __init__(self, *arguments: Any, partners: Any, values: Sequence[Value], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        language = get_language() or "fr"
        self.periods = {
            f"{value.period_kind}:{value.period}": Period(
                value.starts_on, value.ends_before, PeriodKind(value.period_kind), value.period
            )
            for value in values
        }
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (key, period_words(one.code, one.kind, language)) for key, one in self.periods.items()
        ]

    def clean_team(self) -> str:
        """Offices, not persons."""
        return no_person(self.cleaned_data["team"])

    def clean_period(self) -> Period:
        """The period that the key stands for."""
        return self.periods[self.cleaned_data["period"]]


class ChecklistForm(forms.Form):
    """The questions of the five standards, each with its answer and why."""

    def __init__(self, *arguments: Any, assessment: Assessment, **named: Any) -> None:
        super().__init__(*arguments, **named)
        given = {answer.question: answer for answer in assessment.answers.all()}
        language = (get_language() or "fr")[:2]
        for question in QUESTIONS:
            answer = given.get(question.code)
            self.fields[question.code] = forms.ChoiceField(
                label=f"{question.code}. {question.text.get(language) or question.text['fr']}",
                choices=[("", _("pas encore répondu")), *QUALITY_ANSWERS.items()],
                required=False,
                initial=answer.answered if answer else "",
            )
            self.fields[f"{question.code}_why"] = forms.CharField(
                label=_("%(code)s : commentaire, et pourquoi si c'est « non »") % {"code": question.code},
                required=False,
                max_length=1000,
                initial=answer.comment if answer else "",
                widget=forms.Textarea({"rows": 2}),
            )

    def standards(self) -> list[tuple[object, object, list[Any]]]:
        """The boxes by standard, each with what the standard asks."""
        return [
            (
                STANDARD_WORDS[standard],
                STANDARD_MEANINGS[standard],
                [
                    (self[question.code], self[f"{question.code}_why"])
                    for question in QUESTIONS
                    if question.standard is standard
                ],
            )
            for standard in Standard
        ]

    def answers(self) -> dict[str, tuple[Answered | None, str]]:
        """What was answered, question by question."""
        given = self.cleaned_data
        return {
            question.code: (
                Answered(given[question.code]) if given[question.code] else None,
                given[f"{question.code}_why"],
            )
            for question in QUESTIONS
        }


class DrawForm(forms.Form):
    """How many sheets, and the seed of an earlier draw if it is to be done again."""

    size = forms.IntegerField(
        label=gettext_lazy("Nombre de fiches à tirer"), min_value=1, max_value=LARGEST_SAMPLE, initial=USUAL_SAMPLE
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Graine"),
        required=False,
        min_value=0,
        max_value=2**62,
        help_text=gettext_lazy("Vide : au hasard. La même graine tire les mêmes fiches."),
    )


class ActionForm(forms.Form):
    """What must be done, by which office, until when."""

    text = forms.CharField(label=gettext_lazy("À faire"), max_length=1000, widget=forms.Textarea({"rows": 2}))
    office = forms.CharField(label=gettext_lazy("Bureau responsable"), max_length=120, help_text=TEAM_HINT)
    due_on = forms.DateField(label=gettext_lazy("Au plus tard le"), widget=DAY)

    def clean_office(self) -> str:
        """An office, not a person."""
        return no_person(self.cleaned_data["office"])
