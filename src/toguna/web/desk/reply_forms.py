"""The forms about replies to an edition: which edition, which body that it names, and what a letter says."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.replies import (
    DAYS_OPEN,
    LONGEST,
    LONGEST_OFFICE,
    MOST_DAYS_OPEN,
    ReplyWay,
    as_written,
    reply_problems,
)
from toguna.store.places.models import Place
from toguna.store.publications.models import Edition
from toguna.store.publications.replies import Body, bodies_named_in
from toguna.web.desk.wording import offered
from toguna.web.layout.templatetags.toguna import plain_text_in

WAYS = {
    ReplyWay.LETTER: gettext_lazy("par lettre"),
    ReplyWay.MESSAGE: gettext_lazy("par message"),
    ReplyWay.SPOKEN: gettext_lazy("de vive voix"),
}


class BodyForm(forms.Form):
    """One body that an edition names."""

    body = forms.ChoiceField(label=gettext_lazy("Qui répond"))

    def __init__(self, *arguments: Any, edition: Edition, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.bodies = {_key(one): one for one in bodies_named_in(edition)}
        places = [(key, one.name) for key, one in self.bodies.items() if isinstance(one, Place)]
        others = [(key, plain_text_in(one.name)) for key, one in self.bodies.items() if not isinstance(one, Place)]
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            ("", _("choisissez")),
            (_("Lieux"), places),
            (_("Organisations"), others),
        ]

    def chosen(self) -> Body:
        """The body that was chosen."""
        return self.bodies[self.cleaned_data["body"]]


class AddressForm(BodyForm):
    """An address to hand out."""

    handed_to = forms.CharField(
        label=gettext_lazy("À quelle fonction la remettez-vous ?"),
        max_length=120,
        help_text=gettext_lazy("La fonction, pas le nom : par exemple « secrétariat de la mairie »."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Ouverte pendant combien de jours ?"),
        min_value=1,
        max_value=MOST_DAYS_OPEN,
        initial=DAYS_OPEN,
    )


class LetterForm(BodyForm):
    """A reply that came without the site, copied as it stands."""

    way = forms.ChoiceField(label=gettext_lazy("Comment elle est venue"), choices=list(WAYS.items()))
    written_on = forms.DateField(
        label=gettext_lazy("Datée du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    office = forms.CharField(
        label=gettext_lazy("En quelle fonction"),
        max_length=LONGEST_OFFICE,
        help_text=gettext_lazy("Par exemple « la maire » ou « le comité de gestion » ; aucun nom."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue de la réponse"), choices=lambda: offered("language"))
    text = forms.CharField(
        label=gettext_lazy("La réponse, mot pour mot"),
        strip=False,
        widget=forms.Textarea({"rows": 10, "maxlength": LONGEST}),
        help_text=gettext_lazy(
            "Copiez-la sans rien corriger. Si elle nomme des personnes, demandez-en une autre à qui l'a écrite."
        ),
    )

    def clean_written_on(self) -> Any:
        """A letter is not of tomorrow."""
        given = self.cleaned_data["written_on"]
        today = timezone.localdate()
        if given > today or given < today - timedelta(days=3650):
            raise forms.ValidationError(_("Écrivez la date de la lettre : ni après aujourd'hui, ni il y a dix ans."))
        return given

    def clean(self) -> dict[str, Any]:
        """What any reply must be."""
        given = super().clean() or self.cleaned_data
        given["text"] = as_written(given.get("text", ""))
        for finding in reply_problems(given["text"], given.get("office", "")):
            if finding.where not in self.errors:
                self.add_error(finding.where, _(finding.message) % finding.values)
        return given


def _key(body: Body) -> str:
    return f"{'place' if isinstance(body, Place) else 'organisation'}:{body.pk}"
