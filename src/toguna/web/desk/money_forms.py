"""The boxes of grants, budgets and transactions. Money is typed as people write it, and read with its currency."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.publish.codelists import codelist
from toguna.rules.budgets import BudgetKind, BudgetStatus, Movement, TransactionKind
from toguna.rules.budgets import YearBudget as Budget
from toguna.store.budgets.actions import Grant, Plan
from toguna.store.budgets.models import SubAward, Tranche, Transaction, YearBudget
from toguna.store.budgets.money_actions import Around
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.models import Programme
from toguna.web.desk.activity_forms import DAY, InLanguage
from toguna.web.desk.money_words import BUDGET_KINDS, BUDGET_STATUSES, TRANSACTION_KINDS, amount_typed, read_box
from toguna.web.layout.templatetags.toguna import reader

HOW_TO_TYPE = gettext_lazy("Comme vous l'écrivez : 26 000 000, ou 1,5 million.")


def amount_box(label: Any, *, required: bool = True, hint: Any = HOW_TO_TYPE) -> forms.CharField:
    """A box for an amount."""
    words = forms.TextInput({"inputmode": "text", "autocomplete": "off", "class": "short"})
    return forms.CharField(label=label, max_length=40, required=required, help_text=hint, widget=words)


def day_box(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A box for a day."""
    return forms.DateField(label=label, required=required, widget=DAY, help_text=hint)


def currencies(programme: Programme) -> list[tuple[str, str]]:
    """Every currency, those that the programme uses first."""
    used = {programme.currency, *programme.sub_awards.values_list("currency", flat=True)}
    named = [(code, f"{code} – {name.said(reader())}") for code, name in codelist("Currency").items()]
    return sorted(named, key=lambda one: (one[0] not in used, one[0]))


def organisations_of(programme: Programme) -> Any:
    """The organisations that may give or receive in a programme: of the same world, not withdrawn."""
    return Organisation.objects.filter(fictional=programme.fictional).order_by("code")


class MoneyForm(forms.Form):
    """A form that holds an amount and its currency, of one programme."""

    amount_name = "value"
    above_zero = True

    def __init__(self, *arguments: Any, programme: Programme, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.programme = programme
        self.hundredths: int | None = None
        if "currency" in self.fields:
            self.fields["currency"].choices = currencies(programme)  # type: ignore[attr-defined]
        for name in {"giver", "receiver", "provider"} & set(self.fields):
            self.fields[name].queryset = organisations_of(programme)  # type: ignore[attr-defined]

    def currency_given(self) -> str:
        """The currency that the amount is in."""
        return str(self.cleaned_data.get("currency", ""))

    def clean(self) -> dict[str, Any]:
        """The amount is read with its currency."""
        cleaned = super().clean() or self.cleaned_data
        if self.amount_name in cleaned:
            self.hundredths = read_box(self, self.amount_name, self.currency_given(), above_zero=self.above_zero)
        return cleaned


class SubAwardForm(MoneyForm):
    """What a grant says of itself."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Celui de la convention, fixé une fois."),
    )
    title_fr = forms.CharField(label=gettext_lazy("Objet en français"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Objet en anglais"), max_length=200, required=False)
    giver = InLanguage(label=gettext_lazy("Organisation qui accorde"), queryset=Organisation.objects.none())
    receiver = InLanguage(label=gettext_lazy("Sous-bénéficiaire"), queryset=Organisation.objects.none())
    currency = forms.ChoiceField(label=gettext_lazy("Monnaie"))
    value = amount_box(
        gettext_lazy("Montant accordé"),
        required=False,
        hint=gettext_lazy("Comme vous l'écrivez : 26 000 000, ou 1,5 million. Vide s'il n'est pas connu."),
    )
    starts_on = day_box(gettext_lazy("Premier jour"), required=False)
    ends_on = day_box(gettext_lazy("Dernier jour"), required=False)

    def __init__(self, *arguments: Any, sub_award: SubAward | None = None, **named: Any) -> None:
        self.sub_award = sub_award
        if sub_award is not None:
            named["initial"] = {
                "title_fr": sub_award.title.get("fr", ""),
                "title_en": sub_award.title.get("en", ""),
                "giver": sub_award.giver_id,
                "receiver": sub_award.receiver_id,
                "currency": sub_award.currency,
                "value": amount_typed(sub_award.value),
                "starts_on": sub_award.starts_on,
                "ends_on": sub_award.ends_on,
            }
        super().__init__(*arguments, **named)
        if sub_award is not None:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Two bodies, and a first day before the last."""
        cleaned = super().clean()
        if cleaned.get("giver") and cleaned.get("giver") == cleaned.get("receiver"):
            self.add_error("receiver", _("Une organisation ne s'accorde rien à elle-même. Choisissez-en une autre."))
        _in_order(self, cleaned)
        return cleaned

    def grant(self) -> Grant:
        """What was written; how precisely the days of an older one are known stays as it was."""
        given, kept = self.cleaned_data, self.sub_award
        same_start = kept is not None and kept.starts_on == given["starts_on"]
        same_end = kept is not None and kept.ends_on == given["ends_on"]
        return Grant(
            giver=given["giver"],
            receiver=given["receiver"],
            title=texts(given["title_fr"], given["title_en"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            starts_precision=kept.starts_precision if kept and same_start else "day",
            ends_precision=kept.ends_precision if kept and same_end else "day",
            value=self.hundredths,
            currency=given["currency"],
            document=kept.document if kept else None,
        )


class TrancheForm(MoneyForm):
    """A payment to plan; its currency is the grant's."""

    amount_name = "planned"
    milestone = forms.CharField(
        label=gettext_lazy("Jalon ou rapport auquel le paiement est lié"), max_length=200, required=False
    )
    planned = amount_box(gettext_lazy("Montant prévu"))
    due_on = day_box(gettext_lazy("À payer avant le"), required=False)
    acquittal_due_on = day_box(gettext_lazy("À justifier avant le"), required=False)

    def __init__(self, *arguments: Any, sub_award: SubAward, tranche: Tranche | None = None, **named: Any) -> None:
        self.sub_award = sub_award
        if tranche is not None:
            named["initial"] = {
                "milestone": tranche.milestone,
                "planned": amount_typed(tranche.planned),
                "due_on": tranche.due_on,
                "acquittal_due_on": tranche.acquittal_due_on,
            }
        super().__init__(*arguments, programme=sub_award.programme, **named)

    def currency_given(self) -> str:
        """The grant's."""
        return self.sub_award.currency

    def plan(self) -> Plan:
        """What was written."""
        given = self.cleaned_data
        assert self.hundredths is not None
        return Plan(self.hundredths, given["milestone"], given["due_on"], given["acquittal_due_on"])


class PaymentForm(MoneyForm):
    """What was paid of a tranche, and when."""

    amount_name = "paid"
    paid = amount_box(gettext_lazy("Montant payé"))
    paid_on = day_box(gettext_lazy("Payé le"))
    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Nécessaire si l'on paie plus que la subvention, ou avant son premier jour."),
    )

    def __init__(self, *arguments: Any, tranche: Tranche, today: date, **named: Any) -> None:
        self.sub_award = tranche.sub_award
        named["initial"] = {"paid": amount_typed(tranche.planned), "paid_on": today}
        super().__init__(*arguments, programme=self.sub_award.programme, **named)

    def currency_given(self) -> str:
        """The grant's."""
        return self.sub_award.currency


class AcquittalForm(MoneyForm):
    """Papers that came in."""

    amount_name = "amount"
    amount = amount_box(gettext_lazy("Montant justifié"))
    received_on = day_box(gettext_lazy("Reçu le"))
    reference = forms.CharField(
        label=gettext_lazy("Référence des pièces"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Par exemple le numéro du bordereau. N'écrivez le nom de personne."),
    )

    def __init__(self, *arguments: Any, sub_award: SubAward, today: date, **named: Any) -> None:
        self.sub_award = sub_award
        super().__init__(*arguments, programme=sub_award.programme, initial={"received_on": today}, **named)

    def currency_given(self) -> str:
        """The grant's."""
        return self.sub_award.currency


class YearBudgetForm(MoneyForm):
    """A year's money to set aside."""

    starts_on = day_box(gettext_lazy("Premier jour"))
    ends_on = day_box(gettext_lazy("Dernier jour"), hint=gettext_lazy("Une année au plus après le premier."))
    currency = forms.ChoiceField(label=gettext_lazy("Monnaie"))
    value = amount_box(gettext_lazy("Montant"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=list(BUDGET_KINDS.items()), widget=forms.RadioSelect, initial="original"
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Portée"),
        choices=list(BUDGET_STATUSES.items()),
        widget=forms.RadioSelect,
        initial="indicative",
    )

    def __init__(self, *arguments: Any, row: YearBudget | None = None, **named: Any) -> None:
        if row is not None:
            named["initial"] = {
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "currency": row.currency,
                "value": amount_typed(row.value),
                "kind": row.kind,
                "status": row.status,
            }
        super().__init__(*arguments, **named)

    def budget(self) -> Budget:
        """What was written."""
        given = self.cleaned_data
        assert self.hundredths is not None
        kind, status = BudgetKind(given["kind"]), BudgetStatus(given["status"])
        return Budget(given["starts_on"], given["ends_on"], self.hundredths, given["currency"], kind, status)


class TransactionForm(MoneyForm):
    """Money that moved."""

    above_zero = False
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=list(TRANSACTION_KINDS.items()))
    made_on = day_box(gettext_lazy("Date"))
    currency = forms.ChoiceField(label=gettext_lazy("Monnaie"))
    value = amount_box(
        gettext_lazy("Montant"),
        hint=gettext_lazy("Comme vous l'écrivez : 26 000 000. Avec un signe moins, une correction d'une transaction."),
    )
    provider = InLanguage(
        label=gettext_lazy("Organisation qui verse"), queryset=Organisation.objects.none(), required=False
    )
    receiver = InLanguage(
        label=gettext_lazy("Organisation qui reçoit"), queryset=Organisation.objects.none(), required=False
    )
    reference = forms.CharField(label=gettext_lazy("Référence"), max_length=80, required=False)
    description_fr = forms.CharField(label=gettext_lazy("Description en français"), max_length=300, required=False)
    description_en = forms.CharField(label=gettext_lazy("Description en anglais"), max_length=300, required=False)

    def __init__(self, *arguments: Any, row: Transaction | None = None, **named: Any) -> None:
        self.row = row
        if row is not None:
            named["initial"] = {
                "kind": row.kind,
                "made_on": row.made_on,
                "currency": row.currency,
                "value": amount_typed(row.value),
                "provider": row.provider_id,
                "receiver": row.receiver_id,
                "reference": row.reference,
                "description_fr": row.description.get("fr", ""),
                "description_en": row.description.get("en", ""),
            }
        super().__init__(*arguments, **named)

    def clean(self) -> dict[str, Any]:
        """Nothing at all is no transaction."""
        cleaned = super().clean()
        if self.hundredths == 0:
            self.add_error("value", _("Un montant de zéro n'est pas une transaction."))
        return cleaned

    def movement(self) -> Movement:
        """What moved."""
        given = self.cleaned_data
        assert self.hundredths is not None
        codes = [given[name].code if given[name] else "" for name in ("provider", "receiver")]
        return Movement(TransactionKind(given["kind"]), given["made_on"], self.hundredths, given["currency"], *codes)

    def around(self) -> Around:
        """Who, under which reference, in which words."""
        given = self.cleaned_data
        words = texts(given["description_fr"], given["description_en"])
        document = self.row.document if self.row else None
        return Around(given["provider"], given["receiver"], given["reference"], words, document)


def texts(french: str, english: str) -> Mapping[str, str]:
    """What was written, by language; what was left empty is not there."""
    return {language: text.strip() for language, text in (("fr", french), ("en", english)) if text.strip()}


def _in_order(form: forms.Form, cleaned: Mapping[str, Any]) -> None:
    first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("Le dernier jour vient avant le premier."))
