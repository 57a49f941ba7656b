"""Who is answered what at the addresses of an indicator's paperwork: reference sheets, donors' codes, data quality.

The same table as in permissions, for the same visitors: nobody, admin, mel, coord, agent, dpo, donor, other. The
assessment is of the organisation's own data; an agent sees records and no values, so there is none for them.
"""

from datetime import date, timedelta
from typing import Any

from tests.flow.sheets import Commune
from toguna.rules.periods import life_of
from toguna.store.quality.actions import schedule_assessment
from toguna.store.quality.models import CorrectiveAction
from toguna.store.results.donor_codes import Standard, add_standard
from toguna.store.results.models import Indicator

PAPERWORK = """
desk:reference-sheet         GET   302 200 200 200 403 200 200 200
desk:reference-sheet         POST  302 405 405 405 403 405 405 405
desk:reference-sheet-change  GET   302 403 200 403 403 403 403 403
desk:reference-sheet-change  POST  302 403 302 403 403 403 403 403
desk:reference-sheet-paper   GET   302 200 200 200 403 200 200 200
desk:reference-sheet-paper   POST  302 405 405 405 403 405 405 405
desk:reference-sheets        GET   302 200 200 200 403 200 200 200
desk:reference-sheets        POST  302 405 405 405 403 405 405 405
desk:codes                   GET   302 200 200 200 403 200 200 200
desk:codes                   POST  302 405 405 405 403 405 405 405
desk:codes-csv               GET   302 200 200 200 403 200 200 200
desk:codes-csv               POST  302 405 405 405 403 405 405 405
desk:codes-load              GET   302 403 200 403 403 403 403 403
desk:codes-load              POST  302 403 422 403 403 403 403 403
desk:codes-template          GET   302 403 200 403 403 403 403 403
desk:codes-template          POST  302 403 405 403 403 403 403 403
desk:code-new                GET   302 403 200 403 403 403 403 403
desk:code-new                POST  302 403 422 403 403 403 403 403
desk:code                    GET   302 200 200 200 403 200 200 200
desk:code                    POST  302 405 405 405 403 405 405 405
desk:code-change             GET   302 403 200 403 403 403 403 403
desk:code-change             POST  302 403 422 403 403 403 403 403
desk:code-verify             GET   302 403 405 403 403 403 403 403
desk:code-verify             POST  302 403 422 403 403 403 403 403
desk:code-doubt              GET   302 403 405 403 403 403 403 403
desk:code-doubt              POST  302 403 302 403 403 403 403 403
desk:code-link               GET   302 403 405 403 403 403 403 403
desk:code-link               POST  302 403 302 403 403 403 403 403
desk:quality                 GET   302 200 200 200 403 200 200 200
desk:quality                 POST  302 405 405 405 403 405 405 405
desk:quality-csv             GET   302 200 200 200 403 200 200 200
desk:quality-csv             POST  302 405 405 405 403 405 405 405
desk:quality-new             GET   302 403 200 403 403 403 403 403
desk:quality-new             POST  302 403 422 403 403 403 403 403
desk:assessment              GET   302 200 200 200 403 200 200 404
desk:assessment              POST  302 405 405 405 403 405 405 405
desk:assessment-describe     GET   302 403 405 403 403 403 403 403
desk:assessment-describe     POST  302 403 302 403 403 403 403 403
desk:assessment-checklist    GET   302 403 200 403 403 403 403 403
desk:assessment-checklist    POST  302 403 302 403 403 403 403 403
desk:assessment-draw         GET   302 403 405 403 403 403 403 403
desk:assessment-draw         POST  302 403 302 403 403 403 403 403
desk:assessment-list         GET   302 403 200 200 404 200 200 404
desk:assessment-list         POST  302 403 405 405 405 405 405 405
desk:assessment-recount      GET   302 403 200 403 403 403 403 403
desk:assessment-recount      POST  302 403 302 403 403 403 403 403
desk:assessment-action       GET   302 403 405 403 403 403 403 403
desk:assessment-action       POST  302 403 422 403 403 403 403 403
desk:assessment-action-done  GET   302 403 405 403 403 403 403 403
desk:assessment-action-done  POST  302 403 302 403 403 403 403 403
desk:assessment-forward      GET   302 403 405 403 403 403 403 403
desk:assessment-forward      POST  302 403 302 403 403 403 403 403
desk:assessment-backward     GET   302 403 405 403 403 403 403 403
desk:assessment-backward     POST  302 403 302 403 403 403 403 403
"""


def paperwork_of(stage: Commune, indicator: Indicator) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """A donor's code and a scheduled assessment of the organisation's data: what their addresses are asked with."""
    kept = add_standard(by=None, standard=Standard("demo", "D-1", {"fr": "Un titre"}))
    life = life_of(stage.programme.starts_on, stage.programme.ends_on + timedelta(days=1))
    assessment = schedule_assessment(
        by=None, indicator=indicator, partner=stage.agent.organisation, period=life, scheduled_on=date(2026, 2, 1)
    )
    action = CorrectiveAction.objects.create(
        assessment=assessment, text="Ranger", office="La coordination", due_on=date(2026, 3, 1)
    )
    arguments: dict[str, dict[str, Any]] = {
        f"desk:{name}": {"pk": indicator.pk}
        for name in ("reference-sheet", "reference-sheet-change", "reference-sheet-paper")
    }
    arguments["desk:reference-sheets"] = {"code": stage.programme.code}
    for name in ("code", "code-change", "code-verify", "code-doubt", "code-link"):
        arguments[f"desk:{name}"] = {"pk": kept.pk}
    for name in ("", "-describe", "-checklist", "-draw", "-list", "-recount", "-action", "-forward", "-backward"):
        arguments[f"desk:assessment{name}"] = {"pk": assessment.pk}
    arguments["desk:assessment-action-done"] = {"pk": assessment.pk, "action": action.pk}
    sent = {
        "desk:code-link": {"indicator": str(indicator.pk)},
        "desk:assessment-describe": {"scheduled_on": "2026-02-02"},
        "desk:assessment-draw": {"size": "1"},
        "desk:assessment-forward": {"step": "1"},
    }
    return arguments, sent
