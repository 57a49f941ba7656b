"""The results framework on the desk: programmes, their results, indicators, definitions, targets. To be read here."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.rules.definitions import Definition, DefinitionError
from toguna.rules.roles import Permission
from toguna.store.programmes.models import Programme
from toguna.store.results.queries import framework_of, indicators_of
from toguna.web.desk.definition_words import sentence
from toguna.web.desk.door import StaffRequest, desk_page, staff, step


@staff(Permission.SEE_VALUES)
def framework(request: StaffRequest) -> HttpResponseBase:
    """Every programme with the size of its framework."""
    programmes = [
        (programme, programme.results.count(), len(indicators_of(programme)), programme.activities.count())
        for programme in Programme.objects.all()
    ]
    return desk_page(
        request,
        "desk/framework.html",
        programmes=programmes,
        may_manage=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Cadre de résultats"))],
    )


@staff(Permission.SEE_VALUES)
def programme(request: StaffRequest, code: str) -> HttpResponseBase:
    """One programme's framework: objectives, results, and what each indicator counts."""
    found = Programme.objects.get(code=code)
    counted = {indicator.pk: indicator for indicator in indicators_of(found)}
    results = []
    for result in framework_of(found):
        indicators = [counted[one.pk] for one in result.indicators.all()]
        results.append((result, [(one, _sentence(one), list(one.targets.all())) for one in indicators]))
    return desk_page(
        request,
        "desk/programme.html",
        programme=found,
        results=results,
        objectives=found.objectives.all(),
        may_manage=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Cadre de résultats"), "/desk/framework/"),
            step(found.code),
        ],
        demonstration=found.fictional,
    )


def _sentence(indicator: object) -> str:
    """What the newest definition counts, or nothing where there is none yet."""
    definitions = list(indicator.definitions.all())  # type: ignore[attr-defined]
    if not definitions:
        return ""
    newest = max(definitions, key=lambda one: one.version)
    try:
        return sentence(Definition.from_json(newest.body))
    except DefinitionError as error:
        return str(error)
