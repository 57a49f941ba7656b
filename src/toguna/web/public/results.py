"""A result: is it achieved, why do we think so, what has changed in the theory, which figures support it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from toguna.publish.words import text_in
from toguna.store.programmes.queries import public_programme
from toguna.store.results.queries import framework_of, remarks_of, stated_values_of
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.figures import headlines
from toguna.web.public.frozen import latest_reading
from toguna.web.public.stated import stated_figures


@everyone
def result(request: HttpRequest, code: str, result: str) -> HttpResponseBase:
    """One result with its statements, its figures and what must be said beside them."""
    programme = public_programme(code)
    shown = framework_of(programme).get(code=result)
    reading = latest_reading(programme)
    figures = headlines(reading, language()) if reading else {}
    stated = list(stated_values_of(programme).filter(result=shown))
    mine = {one.pk for one in stated}
    remarks = list(remarks_of(programme))
    beside = [one for one in remarks if mine & {stated.pk for stated in one.stated_values.all()}]
    here = [one for one in remarks if shown in one.results.all() and one not in beside]
    return public_page(
        request,
        "result",
        programme=programme,
        result=shown,
        children=[one for one in framework_of(programme) if one.parent_id == shown.pk],
        statements=list(shown.statements.all()),
        indicators=[(one, figures.get(one.code)) for one in shown.indicators.all()],
        stated=stated_figures(stated, beside),
        stated_count=len(stated),
        remarks=here,
        remark_count=len(beside),
        demonstration=programme.fictional,
        breadcrumb=way(
            step(text_in(programme.name, language()), reverse("public:programme", args=[code])), step(shown.code)
        ),
    )
