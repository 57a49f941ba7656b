"""The boxes of sessions, pledges, circles and the action log of a network. Nobody's name is asked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.networks import Pledge
from toguna.rules.commitments import PromiseKind
from toguna.rules.network_sessions import Said
from toguna.rules.networks import LogKind, SessionKind, StatementKind
from toguna.store.networks.models import ActionCircle, Actor, Network, Session, Statement
from toguna.store.networks.session_actions import AboutCircle, AboutEntry, AboutSession
from toguna.store.places.models import Place
from toguna.web.desk.activity_forms import DAY
from toguna.web.desk.network_forms import COMMUNE, NO_NAMES, SeveralActors, WithCode
from toguna.web.desk.network_words import LOG_KINDS, PLEDGE_KINDS, SESSION_KINDS
from toguna.web.desk.places import commune_typed

ONE_A_LINE = gettext_lazy("Un par ligne.")


class SessionForm(forms.Form):
    """A session of the network, without who was there."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Type de rencontre"), choices=list(SESSION_KINDS.items()), initial="community"
    )
    title = forms.CharField(label=gettext_lazy("Titre"), max_length=200)
    starts_on = forms.DateField(label=gettext_lazy("Premier jour"), widget=DAY)
    ends_on = forms.DateField(
        label=gettext_lazy("Dernier jour"), widget=DAY, required=False, help_text=gettext_lazy("Vide : le même jour.")
    )
    place = forms.CharField(label=gettext_lazy("Commune"), required=False, widget=COMMUNE)
    common_ground = forms.CharField(
        label=gettext_lazy("Points d'accord"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Ce sur quoi tous se sont retrouvés. Un par ligne."),
    )
    goal = forms.CharField(
        label=gettext_lazy("Buts communs"), required=False, widget=forms.Textarea({"rows": 3}), help_text=ONE_A_LINE
    )
    disagreement = forms.CharField(
        label=gettext_lazy("Désaccords"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Notés et laissés de côté : la séance cherche ce qui est commun. Un par ligne."),
    )
    minutes = forms.CharField(
        label=gettext_lazy("Compte rendu"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 6}),
        help_text=NO_NAMES,
    )

    def __init__(self, *arguments: Any, network: Network, session: Session | None = None, **named: Any) -> None:
        self.fictional = network.fictional
        named["initial"] = {"place": network.place.name} if session is None else _of_session(session)
        super().__init__(*arguments, **named)

    def clean_place(self) -> Place | None:
        """The commune of that name."""
        return commune_typed(self.cleaned_data["place"], fictional=self.fictional)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first; statements are short."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Le dernier jour vient avant le premier."))
        for kind in StatementKind:
            if any(len(line) > 500 for line in _lines(cleaned.get(kind.value, ""))):
                self.add_error(kind.value, _("Une ligne a plus de 500 lettres. Raccourcissez-la."))
        return cleaned

    def about(self) -> AboutSession:
        """What was written of the session itself."""
        given = self.cleaned_data
        return AboutSession(
            SessionKind(given["kind"]),
            given["title"],
            given["starts_on"],
            given["ends_on"] or given["starts_on"],
            given["place"],
            given["minutes"],
        )

    def statements(self) -> list[Said]:
        """What was said, a line each."""
        return [Said(kind.value, line) for kind in StatementKind for line in _lines(self.cleaned_data[kind.value])]


class PledgeForm(forms.Form):
    """What an actor promised in a session."""

    actor = WithCode(label=gettext_lazy("Qui s'engage"), queryset=Actor.objects.none())
    what = forms.CharField(
        label=gettext_lazy("À quoi"), max_length=500, widget=forms.Textarea({"rows": 2}), help_text=NO_NAMES
    )
    kind = forms.ChoiceField(label=gettext_lazy("C'est"), choices=list(PLEDGE_KINDS.items()))
    due_on = forms.DateField(
        label=gettext_lazy("Échéance"),
        widget=DAY,
        required=False,
        help_text=gettext_lazy("Sans échéance, un engagement n'est jamais en retard ; il est compté à part."),
    )
    goal = forms.ModelChoiceField(
        label=gettext_lazy("Pour quel but commun"), queryset=Statement.objects.none(), required=False
    )

    def __init__(self, *arguments: Any, session: Session, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["actor"].queryset = session.network.actors.all()  # type: ignore[attr-defined]
        goals = session.statements.filter(kind=StatementKind.GOAL.value)
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]

    def pledge(self) -> Pledge:
        """What was written."""
        given = self.cleaned_data
        answers = given["goal"].text[:300] if given["goal"] else ""
        return Pledge(given["actor"], given["what"], PromiseKind(given["kind"]), given["due_on"], answers)


class CircleForm(forms.Form):
    """A circle or task force of some of the actors."""

    name = forms.CharField(label=gettext_lazy("Nom du cercle"), max_length=160)
    purpose = forms.CharField(label=gettext_lazy("Ce qu'il fait ensemble"), max_length=300, required=False)
    formed_on = forms.DateField(label=gettext_lazy("Formé le"), widget=DAY, required=False)
    ended_on = forms.DateField(label=gettext_lazy("Terminé le"), widget=DAY, required=False)
    members = SeveralActors(
        label=gettext_lazy("Membres"), queryset=Actor.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, network: Network, circle: ActionCircle | None = None, **named: Any) -> None:
        if circle is not None:
            columns = ("name", "purpose", "formed_on", "ended_on")
            named["initial"] = {name: getattr(circle, name) for name in columns}
            named["initial"]["members"] = [actor.pk for actor in circle.members.all()]
        super().__init__(*arguments, **named)
        self.fields["members"].queryset = network.actors.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It does not end before it was formed."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("formed_on"), cleaned.get("ended_on")
        if first and last and last < first:
            self.add_error("ended_on", _("Le dernier jour vient avant le premier."))
        return cleaned

    def about(self) -> AboutCircle:
        """What was written of the circle itself."""
        given = self.cleaned_data
        return AboutCircle(given["name"], given["purpose"], given["formed_on"], given["ended_on"])


class LogForm(forms.Form):
    """One line of the action log."""

    on = forms.DateField(label=gettext_lazy("Date"), widget=DAY)
    kind = forms.ChoiceField(label=gettext_lazy("C'est"), choices=list(LOG_KINDS.items()))
    text = forms.CharField(
        label=gettext_lazy("Ce qui a été fait ou demandé"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=NO_NAMES,
    )
    assistance = forms.CharField(
        label=gettext_lazy("Quel appui"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Par exemple : plaidoyer, médiation, médias, formation."),
    )
    circle = forms.ModelChoiceField(label=gettext_lazy("Cercle"), queryset=ActionCircle.objects.none(), required=False)
    actors = SeveralActors(
        label=gettext_lazy("Acteurs concernés"), queryset=Actor.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, network: Network, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["circle"].queryset = network.circles.all()  # type: ignore[attr-defined]
        self.fields["actors"].queryset = network.actors.all()  # type: ignore[attr-defined]

    def about(self) -> AboutEntry:
        """What was written."""
        given = self.cleaned_data
        return AboutEntry(given["on"], LogKind(given["kind"]), given["text"], given["assistance"], given["circle"])


def _of_session(session: Session) -> dict[str, Any]:
    said = {kind.value: _joined(session.statements.filter(kind=kind.value)) for kind in StatementKind}
    return {
        "kind": session.kind,
        "title": session.title,
        "starts_on": session.starts_on,
        "ends_on": session.ends_on,
        "place": session.place.name if session.place else "",
        "minutes": session.minutes,
        **said,
    }


def _joined(statements: Iterable[Statement]) -> str:
    return "\n".join(one.text for one in statements)


def _lines(written: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
