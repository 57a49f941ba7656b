"""The figures of anybody's text: paste it or send its file, and read which of them do not add up.

Nothing that is sent is kept, and nobody need say who they are; who asks very often is asked to wait.
"""

from threading import BoundedSemaphore
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from toguna.figures.apart import Told, check_apart
from toguna.figures.documents.document import Limits
from toguna.figures.page import look
from toguna.web.public.door import language, public_page, step, way
from toguna.web.public.knocking import HOUR, knocks_too_often
from toguna.web.public.replies import unlisted

MOST_LETTERS = 200_000
MOST_MEGABYTES = 5
LIMITS = Limits(
    file_bytes=MOST_MEGABYTES * 1_000_000,
    text_characters=MOST_LETTERS,
    unpacked_bytes=20_000_000,
    pages=200,
    seconds=15.0,
)
# From one machine in an hour; a whole office may share one.
MOST_TRIES = 120
AT_ONCE = BoundedSemaphore(2)
PATIENCE_SECONDS = 10
LOOKS = {"report.css": "text/css", "report.js": "text/javascript"}
TAKEN = {"html": "text/html; charset=utf-8", "json": "application/json; charset=utf-8"}


class TextForm(forms.Form):
    """A text to check: pasted, or in a file."""

    text = forms.CharField(
        label=gettext_lazy("Collez votre texte"),
        required=False,
        strip=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 10}),
        error_messages={
            "max_length": gettext_lazy("Ce texte est trop long : %(limit_value)d signes au plus. Coupez-le en deux.")
        },
    )
    file = forms.FileField(
        label=gettext_lazy("Ou envoyez son fichier"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Texte, Markdown, HTML, Word (.docx) ou PDF ; 5 Mo et 200 pages au plus."),
        widget=forms.FileInput({"accept": ".txt,.md,.html,.htm,.docx,.pdf"}),
    )
    text_language = forms.ChoiceField(
        label=gettext_lazy("Langue du texte"),
        required=False,
        choices=[
            ("", gettext_lazy("à reconnaître")),
            ("fr", gettext_lazy("français")),
            ("en", gettext_lazy("anglais")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        """One text, not none and not two."""
        given = super().clean() or self.cleaned_data
        file, pasted = given.get("file"), (given.get("text") or "").strip()
        if file is not None and pasted:
            self.add_error("file", _("Vous avez collé un texte et choisi un fichier : gardez l'un des deux."))
        elif file is None and not pasted and not self.errors:
            self.add_error("text", _("Collez un texte, ou choisissez un fichier."))
        elif file is not None and file.size > LIMITS.file_bytes:
            told = _("Ce fichier dépasse %(most)s Mo. Sur votre machine, « toguna figures check » lit les plus grands.")
            self.add_error("file", told % {"most": MOST_MEGABYTES})
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def check_figures(request: HttpRequest) -> HttpResponseBase:
    """Send a text; read the report on its figures, or take it away."""
    if request.method != "POST":
        return _page(request, TextForm())
    if knocks_too_often(request, "figures", MOST_TRIES):
        answer = _page(request, TextForm(), status=429, waits=True)
        answer["Retry-After"] = str(HOUR)
        return answer
    form = TextForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    told = _told(form)
    if told is None:
        answer = _page(request, form, status=503, busy=True)
        answer["Retry-After"] = str(round(LIMITS.seconds))
        return answer
    if told.refusal:
        form.add_error("file" if form.cleaned_data["file"] else "text", told.refusal)
        return _page(request, form, status=422)
    taken = request.POST.get("take", "")
    if taken in TAKEN:
        return unlisted(_file(told, taken))
    return _page(request, form, told=told)


@require_safe
def look_of_report(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - the address is all that is asked
    """The stylesheet and the script of the report, which belong to the auditor and not to this site."""
    answer = HttpResponse(look(name), content_type=f"{LOOKS[name]}; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _told(form: TextForm) -> Told | None:
    """What the check says; nothing where too many others are being served."""
    file, pasted = form.cleaned_data["file"], form.cleaned_data["text"]
    content, name = (file.read(), file.name or "") if file is not None else (pasted.encode(), "")
    if not AT_ONCE.acquire(timeout=PATIENCE_SECONDS):
        return None
    try:
        return check_apart(content, name, language(), form.cleaned_data["text_language"], LIMITS)
    finally:
        AT_ONCE.release()


def _file(told: Told, taken: str) -> HttpResponse:
    answer = HttpResponse(told.page if taken == "html" else told.machine, content_type=TAKEN[taken])
    name = _("chiffres-controles")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{taken}"'
    return answer


def _page(
    request: HttpRequest,
    form: TextForm,
    *,
    told: Told | None = None,
    status: int = 200,
    waits: bool = False,
    busy: bool = False,
) -> HttpResponse:
    answer = public_page(
        request,
        "check_figures",
        status=status,
        form=form,
        # Every text in it is escaped by the report.
        report=mark_safe(told.body) if told else "",  # noqa: S308
        waits=waits,
        busy=busy,
        most_letters=MOST_LETTERS,
        breadcrumb=way(step(_("Contrôler les chiffres d'un texte"))),
    )
    return unlisted(answer) if request.method == "POST" else answer
