"""The boxes of a statement about a result for a year. French comes first; lessons and partners stand one a line."""

import hashlib
import json
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.store.results.models import STATUSES, OutcomeStatement
from toguna.web.layout.chips import STATUSES as CHIPS

LONGEST = 20_000
LONG, SHORT = 12, 3
LANGUAGES = ("fr", "en")
TEXTS = {
    "narrative": gettext_lazy("Récit de l'année"),
    "theory_if": gettext_lazy("Si…"),
    "theory_then": gettext_lazy("alors…"),
    "theory_because": gettext_lazy("parce que…"),
    "remarks_of_officer": gettext_lazy("Remarques"),
}
IN_LANGUAGE = {"fr": gettext_lazy("en français"), "en": gettext_lazy("en anglais")}
ANSWERS = {"": None, "yes": True, "no": False}


class StatementForm(forms.Form):
    """Everything that is said of a result for one year."""

    status = forms.ChoiceField(label=gettext_lazy("Où en est le résultat"), choices=[])
    still_relevant = forms.ChoiceField(label=gettext_lazy("La théorie est-elle toujours pertinente ?"), required=False)
    strategy_changed = forms.ChoiceField(label=gettext_lazy("La stratégie a-t-elle changé ?"), required=False)
    partners = forms.CharField(
        label=gettext_lazy("Avec qui"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": SHORT}),
        help_text=gettext_lazy("Un partenaire par ligne : son nom, ou le code de son organisation."),
    )
    # What the statement was when the page was made: who saves over somebody else's words is told first.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, statement: OutcomeStatement | None = None, **named: Any) -> None:
        named["initial"] = _initial(statement)
        super().__init__(*arguments, **named)
        self.statement = statement
        answers = [("", _("non précisé")), ("yes", _("oui")), ("no", _("non"))]
        self.fields["status"].choices = [(code, _(CHIPS[code].word)) for code in STATUSES]  # type: ignore[attr-defined]
        self.fields["still_relevant"].choices = answers  # type: ignore[attr-defined]
        self.fields["strategy_changed"].choices = answers  # type: ignore[attr-defined]
        for name, label in TEXTS.items():
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _box(label, language, LONG if name == "narrative" else SHORT)
        for language in LANGUAGES:
            self.fields[f"lessons_{language}"] = _box(
                gettext_lazy("Leçons"), language, SHORT, gettext_lazy("Une leçon par ligne, dans le même ordre.")
            )
        self.order_fields(ORDER)

    def clean(self) -> dict[str, Any]:
        """What is said in English is said in French too, which is what most readers read."""
        cleaned = super().clean() or self.cleaned_data
        for name in (*TEXTS, "lessons"):
            if cleaned.get(f"{name}_en") and not cleaned.get(f"{name}_fr"):
                self.add_error(
                    f"{name}_fr", _("Écrivez-le aussi en français : c'est la langue de la plupart des lecteurs.")
                )
        french, english = (len(_lines(cleaned.get(f"lessons_{language}", ""))) for language in LANGUAGES)
        if english > french and french:
            self.add_error("lessons_en", _("Il y a plus de leçons en anglais qu'en français : il en faut autant."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """What is kept, once the form is valid."""
        found = self.cleaned_data
        kept: dict[str, Any] = {name: _texts(found, name) for name in TEXTS}
        lessons = zip_longest(*(_lines(found[f"lessons_{language}"]) for language in LANGUAGES), fillvalue="")
        return kept | {
            "status": found["status"],
            "still_relevant": ANSWERS[found["still_relevant"]],
            "strategy_changed": ANSWERS[found["strategy_changed"]],
            "partners": _lines(found["partners"]),
            "lessons": [{key: text for key, text in zip(LANGUAGES, pair, strict=True) if text} for pair in lessons],
        }

    @property
    def first(self) -> list[forms.BoundField]:
        """What most people fill in: all that is not the same once more in English."""
        return [box for box in self if not box.name.endswith("_en")]

    @property
    def in_english(self) -> list[forms.BoundField]:
        """The same texts in English."""
        return [box for box in self if box.name.endswith("_en")]

    @property
    def has_english(self) -> bool:
        """Whether anything stands in the English boxes, or is wrong there."""
        return any(box.value() or box.errors for box in self.in_english)

    def texts_sent(self) -> dict[str, str]:
        """Every text as it stands in its box, valid or not, by the name of the box."""
        names = [f"{name}_{language}" for name in (*TEXTS, "lessons") for language in LANGUAGES]
        return {name: str(self[name].value() or "") for name in names}


ORDER = [
    "status",
    "narrative_fr",
    "theory_if_fr",
    "theory_then_fr",
    "theory_because_fr",
    "still_relevant",
    "strategy_changed",
    "partners",
    "lessons_fr",
    "remarks_of_officer_fr",
    "narrative_en",
    "theory_if_en",
    "theory_then_en",
    "theory_because_en",
    "lessons_en",
    "remarks_of_officer_en",
    "seen",
]


def fingerprint(statement: OutcomeStatement | None) -> str:
    """What a statement says, in a few letters; another text gives others."""
    if statement is None:
        return ""
    columns = {name: getattr(statement, name) for name in (*TEXTS, "status", "still_relevant", "strategy_changed")}
    said = columns | {"lessons": statement.lessons, "partners": statement.partners}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _box(label: Any, language: str, rows: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=f"{label}, {IN_LANGUAGE[language]}",
        required=False,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea({"rows": rows, "lang": language, "data-takes-figures": ""}),
    )


def _initial(statement: OutcomeStatement | None) -> dict[str, Any]:
    if statement is None:
        return {"status": "not_stated"}
    texts = {
        f"{name}_{language}": getattr(statement, name).get(language, "") for name in TEXTS for language in LANGUAGES
    }
    answers = {None: "", True: "yes", False: "no"}
    return texts | {
        "status": statement.status,
        "still_relevant": answers[statement.still_relevant],
        "strategy_changed": answers[statement.strategy_changed],
        "partners": "\n".join(str(one) for one in statement.partners),
        "lessons_fr": "\n".join(lesson.get("fr", "") for lesson in statement.lessons),
        "lessons_en": "\n".join(lesson.get("en", "") for lesson in statement.lessons),
        "seen": fingerprint(statement),
    }


def _texts(found: dict[str, Any], name: str) -> dict[str, str]:
    texts = {language: found[f"{name}_{language}"].replace("\r\n", "\n").strip() for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
