"""What a programme is about, as other readers sort it: sectors with their shares, goals, policy markers.

The names come from the code lists; a code that is newer than the lists is taken with the words that the officer gives.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.publish.codelists import SDG_GOALS, codelist, name_in_list
from toguna.rules.classifications import (
    DAC_CATEGORY,
    DAC_SECTOR,
    OWN,
    SDG_GOAL,
    SDG_TARGET,
    Classification,
    ClassificationKind,
)
from toguna.rules.organisation_identifiers import identifier_problem
from toguna.rules.roles import Permission
from toguna.store.programmes.actions import ClassificationImpossible, classify_programme, name_in_iati
from toguna.store.programmes.models import Programme
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.money_words import finding_said
from toguna.web.layout.templatetags.toguna import reader

K = ClassificationKind
VOCABULARIES = {
    K.SECTOR: {
        DAC_SECTOR: gettext_lazy("secteur du CAD (5 chiffres)"),
        DAC_CATEGORY: gettext_lazy("catégorie du CAD (3 chiffres)"),
        OWN: gettext_lazy("propre à l'organisation"),
    },
    K.TAG: {
        SDG_GOAL: gettext_lazy("objectif de développement durable"),
        SDG_TARGET: gettext_lazy("cible de développement durable"),
        OWN: gettext_lazy("propre à l'organisation"),
    },
}
LISTS = {
    (K.SECTOR, DAC_SECTOR): "Sector",
    (K.SECTOR, DAC_CATEGORY): "SectorCategory",
    (K.TAG, SDG_GOAL): SDG_GOALS,
    (K.POLICY_MARKER, "1"): "PolicyMarker",
}
EMPTY_LINES = 2
LINES_AT_MOST = 60
SHARE_UNREADABLE = gettext_lazy("« %(written)s » n'est pas une part. Écrivez par exemple 40 ou 33,3.")


@dataclass
class Line:
    """One line of the page as it was typed or as it is kept."""

    vocabulary: str
    code: str = ""
    share: str = ""
    text_fr: str = ""
    text_en: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into it."""
        return not (self.code or self.share or self.text_fr or self.text_en)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the box to go to."""

    box: str
    text: str


@dataclass
class Page:
    """Everything on the page: the lines of each kind, the significance of each marker, what is kept untouched."""

    lines: dict[str, list[Line]]
    markers: dict[str, str]
    identifier: str


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def classification(request: StaffRequest, code: str) -> HttpResponseBase:
    """See and change how a programme is classified, all of it at once."""
    programme = Programme.objects.get(code=code)
    page = _typed(request.POST) if request.method == "POST" else _kept(programme)
    problems: list[Problem] = []
    if request.method == "POST":
        problems = _saved(request, programme, page)
        if not problems:
            messages.success(request, _("Le classement de %(code)s est enregistré.") % {"code": programme.code})
            return redirect("desk:programme", code=programme.code)
    for lines in page.lines.values():
        vocabulary = lines[-1].vocabulary if lines else ""
        lines.extend(Line(vocabulary) for _number in range(EMPTY_LINES))
    return desk_page(
        request,
        "desk/classification.html",
        status=422 if problems else 200,
        programme=programme,
        identifier=page.identifier,
        is_published=programme.editions.exists() and bool(programme.iati_identifier),
        sectors=_shown(page, K.SECTOR),
        tags=_shown(page, K.TAG),
        vocabularies={kind.value: list(words.items()) for kind, words in VOCABULARIES.items()},
        markers=[
            (name.code, name.said(reader()), page.markers.get(name.code, ""))
            for name in codelist("PolicyMarker").values()
        ],
        significances=[(one.code, one.said(reader())) for one in codelist("PolicySignificance").values()],
        sector_list=_offered("Sector"),
        goal_list=_offered(SDG_GOALS),
        problems=problems,
        breadcrumb=[
            step(_("Cadre de résultats"), "/desk/framework/"),
            step(programme.code, f"/desk/framework/{programme.code}/"),
            step(_("Classement")),
        ],
        demonstration=programme.fictional,
    )


def _saved(request: StaffRequest, programme: Programme, page: Page) -> list[Problem]:
    problems: list[Problem] = []
    given = [*_given(page, K.SECTOR, problems), *_given(page, K.TAG, problems), *_markers(page), *_others(programme)]
    if page.identifier and (problem := identifier_problem(page.identifier)):
        problems.append(Problem("id_identifier", _(problem)))
    if programme.iati_identifier and programme.editions.exists() and page.identifier != programme.iati_identifier:
        told = _("L'identifiant IATI est publié : il ne change plus, d'autres fichiers le citent.")
        problems.append(Problem("id_identifier", told))
    if problems:
        return problems
    try:
        with write_turn():
            classify_programme(by=request.user, programme=programme, classifications=given)
            if page.identifier != programme.iati_identifier:
                name_in_iati(by=request.user, programme=programme, identifier=page.identifier)
    except ClassificationImpossible as error:
        return [Problem(_box(one.where), _place_said(one.where) + finding_said(one)) for one in error.findings]
    return []


def _kept(programme: Programme) -> Page:
    lines: dict[str, list[Line]] = {kind.value: [] for kind in VOCABULARIES}
    markers: dict[str, str] = {}
    for row in programme.classifications.all():
        if row.kind in lines:
            listed = _named(K(row.kind), row.vocabulary, row.code)
            words = {} if listed == row.text else row.text
            share = "" if row.share is None else f"{Decimal(row.share) / 1000:f}"
            share = share.rstrip("0").rstrip(".").replace(".", ",") if "." in share else share
            lines[row.kind].append(Line(row.vocabulary, row.code, share, words.get("fr", ""), words.get("en", "")))
        elif row.kind == K.POLICY_MARKER and row.vocabulary == "1":
            markers[row.code] = row.significance
    if not lines[K.SECTOR.value]:
        lines[K.SECTOR.value].append(Line(DAC_SECTOR))
    if not lines[K.TAG.value]:
        lines[K.TAG.value].append(Line(SDG_GOAL))
    return Page(lines, markers, programme.iati_identifier)


def _typed(posted: Mapping[str, str]) -> Page:
    lines: dict[str, list[Line]] = {}
    for kind in VOCABULARIES:
        found = []
        for number in range(1, LINES_AT_MOST + 1):
            if f"{kind}-{number}-code" not in posted:
                break
            boxes = [
                posted.get(f"{kind}-{number}-{name}", "").strip()[:200]
                for name in ("vocabulary", "code", "share", "fr", "en")
            ]
            # What was chosen from the list is the code and its name; the code is what counts.
            boxes[1] = boxes[1].split(" ")[0][:60]
            line = Line(*boxes)
            if not line.is_empty:
                found.append(line)
        first = DAC_SECTOR if kind is K.SECTOR else SDG_GOAL
        lines[kind.value] = found or [Line(first)]
    markers = {code: posted.get(f"marker-{code}", "") for code in codelist("PolicyMarker")}
    return Page(lines, markers, posted.get("identifier", "").strip()[:200])


def _given(
    page: Page, kind: ClassificationKind, problems: list[Problem]
) -> Iterator[tuple[Classification, Mapping[str, str]]]:
    for number, line in enumerate(page.lines[kind.value], start=1):
        if line.is_empty:
            continue
        share = None
        if line.share:
            try:
                share = int(Decimal(line.share.replace(",", ".").rstrip("% \u202f")) * 1000)
            except (InvalidOperation, ValueError, OverflowError):
                told = str(SHARE_UNREADABLE) % {"written": line.share}
                problems.append(Problem(f"{kind}-{number}-share", told))
        words = _named(kind, line.vocabulary, line.code)
        if line.text_fr:
            words = {"fr": line.text_fr, **({"en": line.text_en} if line.text_en else {})}
        elif not words and kind is K.TAG and line.vocabulary == SDG_TARGET:
            words = {"fr": f"Cible {line.code}", "en": f"Target {line.code}"}
        yield Classification(kind, line.vocabulary, line.code, share, "", words.get("fr", "")), words


def _markers(page: Page) -> Iterator[tuple[Classification, Mapping[str, str]]]:
    for code, significance in page.markers.items():
        if significance:
            words = _named(K.POLICY_MARKER, "1", code)
            yield Classification(K.POLICY_MARKER, "1", code, None, significance, words["fr"]), words


def _others(programme: Programme) -> Iterator[tuple[Classification, Mapping[str, str]]]:
    """What the page has no boxes for, and must not lose."""
    for row in programme.classifications.all():
        listed = row.kind == K.POLICY_MARKER and row.vocabulary == "1" and row.code in codelist("PolicyMarker")
        if row.kind not in (K.SECTOR, K.TAG) and not listed:
            kept = Classification(
                K(row.kind), row.vocabulary, row.code, row.share, row.significance, row.text.get("fr", "")
            )
            yield kept, row.text


def _named(kind: ClassificationKind, vocabulary: str, code: str) -> dict[str, str]:
    listed = LISTS.get((kind, vocabulary))
    found = name_in_list(listed, code) if listed else None
    return found.texts() if found else {}


def _shown(page: Page, kind: ClassificationKind) -> list[tuple[Line, str]]:
    """Each line with the name that the list gives to its code."""
    language = "en" if reader() == "en" else "fr"
    return [(line, _named(kind, line.vocabulary, line.code).get(language, "")) for line in page.lines[kind.value]]


def _offered(listed: str) -> list[str]:
    return [f"{name.code} – {name.said(reader())}" for name in codelist(listed).values()]


def _box(where: str) -> str:
    """The box that a finding speaks of: of the shares together, the first share."""
    kind, _dot, number = where.partition(".")
    return f"{kind}-{number}-code" if number else f"{kind}-1-share"


def _place_said(where: str) -> str:
    kind, _dot, number = where.partition(".")
    if not number:
        return ""
    words = {"sector": _("Secteur, ligne %(n)s : "), "tag": _("Objectif ou mot-clé, ligne %(n)s : ")}
    return words.get(kind, _("Marqueur %(n)s : ")) % {"n": number}
