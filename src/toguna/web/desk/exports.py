"""Asking for records as a file: which form, in which shape, with or without personal answers; and the files asked for.

What goes in is what the list's filters leave: they stand in the address, as they do on the list.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from toguna.flow.exports import Export, ask_for, has_places
from toguna.flow.forms import form_and_register_titles
from toguna.flow.jobs import TooManyAtOnce, job_file
from toguna.rules.records import RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.jobs import UNDER_WAY, jobs_of
from toguna.store.fieldwork.narrowing import Filters, narrowed
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.record_list import RecordFilters
from toguna.web.layout.templatetags.toguna import number, plain_text_in

SHAPES = (
    ("csv", gettext_lazy("CSV : un fichier par tableau, dans un zip (le plus rapide)")),
    ("xlsx", gettext_lazy("Classeur Excel : une feuille par tableau")),
    ("geojson", gettext_lazy("Carte GeoJSON : les points, lignes et surfaces")),
)
WRITTEN = (
    ("labels", gettext_lazy("En toutes lettres, pour être lues")),
    ("codes", gettext_lazy("En codes, pour un programme d'analyse")),
)
LANGUAGES = (("fr", gettext_lazy("français")), ("en", gettext_lazy("anglais")))


class ExportForm(forms.Form):
    """What a file should be like."""

    form_id = forms.ChoiceField(label=gettext_lazy("Formulaire"))
    shape = forms.ChoiceField(
        label=gettext_lazy("Sorte de fichier"), choices=SHAPES, initial="csv", widget=forms.RadioSelect
    )
    written = forms.ChoiceField(
        label=gettext_lazy("Questions et réponses"), choices=WRITTEN, initial="labels", widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue"), choices=LANGUAGES)
    split = forms.BooleanField(
        label=gettext_lazy("Une colonne par réponse aux questions à plusieurs choix"), required=False
    )
    personal = forms.BooleanField(
        label=gettext_lazy("Avec les réponses personnelles : noms, téléphones, textes libres, points"),
        required=False,
        help_text=gettext_lazy(
            "Cochez seulement si vous en avez besoin : la demande est notée au journal, et vous répondez du fichier."
        ),
    )

    def __init__(self, *arguments: Any, user: User, counts: dict[str, int], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.sees_names = user.may(Permission.SEE_NAMES)
        titles = form_and_register_titles()
        self.fields["form_id"].choices = [  # type: ignore[attr-defined]
            (form_id, f"{plain_text_in(titles.get(form_id)) or form_id} ({_counted(count)})")
            for form_id, count in counts.items()
        ]
        self.fields["language"].initial = (get_language() or "fr")[:2]
        if not self.sees_names:
            del self.fields["personal"]

    def clean(self) -> dict[str, Any]:
        """A map needs a place that this account may see."""
        chosen = super().clean() or {}
        form_id, personal = chosen.get("form_id"), bool(chosen.get("personal"))
        if chosen.get("shape") == "geojson" and form_id and not has_places(form_id, personal=personal):
            self.add_error("shape", self._no_places())
        return chosen

    def export(self, filters: Filters) -> Export:
        """What is asked for."""
        chosen = self.cleaned_data
        return Export(
            form_id=chosen["form_id"],
            file_format=chosen["shape"],
            filters=filters,
            labels=chosen["written"] == "labels",
            language=chosen["language"],
            split_choices=chosen["split"],
            personal=bool(chosen.get("personal")),
        )

    def _no_places(self) -> str:
        if self.sees_names:
            return _(
                "Sans les réponses personnelles, ce formulaire n'a aucun point : cochez-les, ou prenez un tableau."
            )
        return _("Ce formulaire n'a aucun point que vous puissiez voir : choisissez un tableau.")


@staff(Permission.SEE_RECORDS, "GET", "POST")
def exports(request: StaffRequest) -> HttpResponseBase:
    """Ask for a file of what the list shows, and the files asked for before."""
    user = request.user
    filters = RecordFilters(request.GET, user=user).filters()
    counts = _by_form(user, filters)
    form = ExportForm(sent(request), user=user, counts=counts)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_for(form.export(filters), by=user)
        except TooManyAtOnce:
            told = _("Trois de vos fichiers se préparent déjà. Attendez le premier, ou arrêtez-en un.")
            messages.warning(request, told)
            return redirect("desk:exports")
        return redirect("desk:job", pk=asked.pk)
    jobs = [(job, job.state in UNDER_WAY, job_file(job) is not None) for job in jobs_of(user, "export")[:40]]
    query = request.GET.urlencode()
    back = f"{reverse('desk:records')}?{query}" if query else reverse("desk:records")
    return desk_page(
        request,
        "desk/exports.html",
        status=422 if form.errors else 200,
        form=form,
        count=sum(counts.values()),
        filters=filters,
        back=back,
        jobs=jobs,
        titles=form_and_register_titles(),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"), back), step(_("Prendre les fiches"))],
    )


def _by_form(user: User, filters: Filters) -> dict[str, int]:
    found = narrowed(user, filters).exclude(state=RecordState.QUARANTINED).order_by()
    rows = found.values("form_id").annotate(n=Count("pk", distinct=True)).order_by("-n", "form_id")
    return {row["form_id"]: row["n"] for row in rows}


def _counted(count: int) -> str:
    return ngettext("%(n)s fiche", "%(n)s fiches", count) % {"n": number(count)}
