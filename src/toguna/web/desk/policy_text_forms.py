"""The boxes of a policy text: what it is, its stages, its sides."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.policy_texts import PartySide, PolicyLevel, PolicyStage, TextKind
from toguna.store.accounts.models import User
from toguna.store.advocacy.models import Initiative, PolicyText
from toguna.store.advocacy.queries import initiatives_seen_by
from toguna.store.advocacy.text_actions import Signing, Wording
from toguna.store.organisations.models import Organisation
from toguna.web.desk.activity_forms import InLanguage
from toguna.web.desk.advocacy_forms import EntryForm, text_box
from toguna.web.desk.advocacy_words import LEVELS, SIDES, STAGES, TEXT_KINDS
from toguna.web.desk.money_forms import amount_box, currencies, day_box
from toguna.web.desk.money_words import amount_typed, read_box
from toguna.web.layout.templatetags.toguna import plain_text_in

# What somebody who has not looked at a text answers is not a no.
LOOKED_AT = {"": gettext_lazy("pas encore regardé"), "yes": gettext_lazy("oui"), "no": gettext_lazy("non")}


class InitiativeChoice(forms.ModelChoiceField[Any]):
    """A choice of initiatives by code and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Its code, then its title."""
        return f"{obj.code} · {plain_text_in(obj.title)}"


class TextForm(EntryForm):
    """What a text says of itself."""

    kind = forms.ChoiceField(label=gettext_lazy("Type de texte"), choices=list(TEXT_KINDS.items()))
    level = forms.ChoiceField(label=gettext_lazy("Où il s'applique"), choices=list(LEVELS.items()), initial="commune")
    about = text_box(gettext_lazy("De quoi il traite"), required=False)
    initiative = InitiativeChoice(
        label=gettext_lazy("Issu d'une initiative de plaidoyer"), queryset=Initiative.objects.none(), required=False
    )
    addresses_gender = forms.ChoiceField(
        label=gettext_lazy("Traite-t-il des femmes ou du genre ?"),
        choices=list(LOOKED_AT.items()),
        required=False,
        help_text=gettext_lazy("« Non » veut dire qu'on a regardé ; sinon, laissez « pas encore regardé »."),
    )
    gender_words = forms.CharField(
        label=gettext_lazy("En quoi ?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Nécessaire si c'est oui : l'article, la mesure."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Monnaie"))
    amount = amount_box(
        gettext_lazy("Montant"),
        required=False,
        hint=gettext_lazy("Pour un accord d'investissement : ce à quoi le côté privé s'engage. Vide si pas connu."),
    )

    def __init__(self, *arguments: Any, user: User, text: PolicyText | None = None, **named: Any) -> None:
        named["initial"] = _initial(text) if text else {}
        super().__init__(*arguments, user=user, new=text is None, **named)
        seen = initiatives_seen_by(user).filter(programme=self.programme)
        self.fields["initiative"].queryset = seen  # type: ignore[attr-defined]
        self.fields["currency"].choices = currencies(self.programme)  # type: ignore[attr-defined]
        self.hundredths: int | None = None

    def clean(self) -> dict[str, Any]:
        """The amount is read with its currency; what is said of gender is said in words too."""
        cleaned = super().clean() or self.cleaned_data
        if "amount" in cleaned:
            self.hundredths = read_box(self, "amount", str(cleaned.get("currency", "")))
        if cleaned.get("addresses_gender") == "yes" and not cleaned.get("gender_words"):
            self.add_error("gender_words", _("Écrivez en quoi, pour qu'on puisse le vérifier."))
        return cleaned

    def wording(self) -> Wording:
        """What was written; without an amount there is no currency."""
        given = self.cleaned_data
        return Wording(
            title=self.titles(),
            kind=TextKind(given["kind"]),
            level=PolicyLevel(given["level"]),
            place=given["place"],
            activity=given["activity"],
            initiative=given["initiative"],
            about=given["about"],
            addresses_gender={"yes": True, "no": False}.get(given["addresses_gender"]),
            gender_words=given["gender_words"],
            amount=self.hundredths,
            currency=given["currency"] if self.hundredths is not None else "",
        )


class StageForm(forms.Form):
    """A stage that the text reached."""

    stage = forms.ChoiceField(label=gettext_lazy("Quelle étape ?"))
    reached_on = day_box(gettext_lazy("Atteinte le"))
    evidence = text_box(
        gettext_lazy("Ce qui le prouve"),
        hint=gettext_lazy("Copie du texte, procès-verbal de session, numéro au journal officiel."),
        rows=2,
    )

    def __init__(self, *arguments: Any, text: PolicyText, **named: Any) -> None:
        super().__init__(*arguments, **named)
        reached = {one.stage for one in text.stages.all()}
        left = [(code, words) for code, words in STAGES.items() if code not in reached]
        self.fields["stage"].choices = left  # type: ignore[attr-defined]

    def stage_given(self) -> PolicyStage:
        """Which one."""
        return PolicyStage(self.cleaned_data["stage"])


class PartyForm(forms.Form):
    """One side of the text."""

    side = forms.ChoiceField(label=gettext_lazy("Quel côté ?"), choices=list(SIDES.items()))
    organisation = InLanguage(
        label=gettext_lazy("Organisation connue"), queryset=Organisation.objects.none(), required=False
    )
    name = forms.CharField(
        label=gettext_lazy("Ou son nom"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Une autorité, une entreprise, un groupement ; jamais une personne."),
    )

    def __init__(self, *arguments: Any, text: PolicyText, **named: Any) -> None:
        super().__init__(*arguments, **named)
        known = Organisation.objects.filter(participations__programme=text.programme).distinct().order_by("code")
        self.fields["organisation"].queryset = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody signs: an organisation that is known, or a name."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("organisation") and not cleaned.get("name"):
            self.add_error("name", _("Choisissez une organisation, ou écrivez son nom."))
        return cleaned

    def signing(self) -> Signing:
        """What was written; an organisation that is known has its name already."""
        given = self.cleaned_data
        name = "" if given["organisation"] else given["name"]
        return Signing(PartySide(given["side"]), given["organisation"], name)


def _initial(text: PolicyText) -> dict[str, Any]:
    return {
        "title_fr": text.title.get("fr", ""),
        "title_en": text.title.get("en", ""),
        "kind": text.kind,
        "level": text.level,
        "place": text.place.name if text.place else "",
        "activity": text.activity_id,
        "initiative": text.initiative_id,
        "about": text.about,
        "addresses_gender": "" if text.addresses_gender is None else "yes" if text.addresses_gender else "no",
        "gender_words": text.gender_words,
        "currency": text.currency,
        "amount": amount_typed(text.amount),
    }
