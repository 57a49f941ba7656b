"""Who is answered what at the addresses of cycles and instruments; to be read as tests.web.permissions says."""

from datetime import date
from typing import Any

from tests.flow.sheets import Commune
from toguna.flow.instruments import offer_instruments
from toguna.rules.cycles import Stage
from toguna.store.scorecards.actions import keep_stage_document, open_cycle
from toguna.store.scorecards.models import Instrument
from toguna.store.scorecards.queries import newest_version

CYCLES = """
desk:cycles              GET   302 403 200 200 200 200 200 200
desk:cycles              POST  302 403 405 405 405 405 405 405
desk:cycles-csv          GET   302 403 200 200 200 200 200 200
desk:cycles-csv          POST  302 403 405 405 405 405 405 405
desk:cycle-new           GET   302 403 403 200 200 403 403 200
desk:cycle-new           POST  302 403 403 422 422 403 403 422
desk:cycle               GET   302 403 200 200 200 200 200 404
desk:cycle               POST  302 403 405 405 405 405 405 405
desk:cycle-stage         GET   302 403 200 200 200 200 200 404
desk:cycle-stage         POST  302 403 403 302 302 403 403 404
desk:cycle-leave         GET   302 403 403 405 405 403 403 405
desk:cycle-leave         POST  302 403 403 422 422 403 403 404
desk:cycle-return        GET   302 403 403 405 405 403 403 405
desk:cycle-return        POST  302 403 403 302 302 403 403 404
desk:cycle-document-add  GET   302 403 403 405 405 403 403 405
desk:cycle-document-add  POST  302 403 403 302 302 403 403 404
desk:cycle-document      GET   302 403 404 404 404 404 404 404
desk:cycle-document      POST  302 403 405 405 405 405 405 405
desk:cycle-round-new     GET   302 403 403 405 405 403 403 405
desk:cycle-round-new     POST  302 403 403 302 302 403 403 404
desk:cycle-end           GET   302 403 403 405 405 403 403 405
desk:cycle-end           POST  302 403 403 302 302 403 403 404
desk:cycle-model         GET   302 403 200 200 200 200 200 404
desk:cycle-model         POST  302 403 403 422 422 403 403 404
desk:cycle-workbook      GET   302 403 200 200 200 200 200 404
desk:cycle-workbook      POST  302 403 405 405 405 405 405 405
desk:cycle-issues        GET   302 403 403 200 200 403 403 404
desk:cycle-issues        POST  302 403 403 302 302 403 403 404
desk:cycle-gather        GET   302 403 403 405 405 403 403 405
desk:cycle-gather        POST  302 403 403 302 302 403 403 404
desk:cycle-inputs        GET   302 403 403 200 200 403 403 404
desk:cycle-inputs        POST  302 403 403 302 302 403 403 404
desk:round               GET   302 403 200 200 200 200 200 404
desk:round               POST  302 403 405 405 405 405 405 405
desk:round-agree         GET   302 403 403 200 200 403 403 404
desk:round-agree         POST  302 403 403 302 302 403 403 404
desk:round-choose        GET   302 403 403 405 405 403 403 405
desk:round-choose        POST  302 403 403 404 404 403 403 404
desk:round-validate      GET   302 403 403 405 405 403 403 405
desk:round-validate      POST  302 403 403 422 422 403 403 404
desk:round-reopen        GET   302 403 403 405 405 403 403 405
desk:round-reopen        POST  302 403 403 422 422 403 403 404
desk:round-sheet         GET   302 403 200 200 200 200 200 404
desk:round-sheet         POST  302 403 405 405 405 405 405 405
desk:round-form          GET   302 403 403 405 405 403 403 405
desk:round-form          POST  302 403 403 302 302 403 403 404
desk:round-restitution   GET   302 403 200 200 200 200 200 404
desk:round-restitution   POST  302 403 403 422 422 403 403 404
desk:round-reply         GET   302 403 403 405 405 403 403 405
desk:round-reply         POST  302 403 403 404 404 403 403 404
desk:round-out-of-view   GET   302 403 405 403 403 405 403 403
desk:round-out-of-view   POST  302 403 422 403 403 422 403 403
public:place-scores      GET   404
public:place-scores      POST  405
public:round-scores      GET   404
public:round-scores      POST  405
public:round-poster      GET   404
public:round-poster      POST  405
desk:scoring-begin       GET   302 403 403 200 200 403 403 404
desk:scoring-begin       POST  302 403 403 302 302 403 403 404
desk:scoring             GET   302 403 403 302 302 403 403 404
desk:scoring             POST  302 403 403 302 302 403 403 404
desk:instruments         GET   302 403 200 200 200 200 200 200
desk:instruments         POST  302 403 405 405 405 405 405 405
desk:instrument          GET   302 403 200 200 200 200 200 200
desk:instrument          POST  302 403 302 403 403 403 403 403
desk:instrument-workbook GET   302 403 200 200 200 200 200 200
desk:instrument-workbook POST  302 403 405 405 405 405 405 405
desk:instrument-template GET   302 403 200 200 200 200 200 200
desk:instrument-template POST  302 403 405 405 405 405 405 405
desk:instrument-bring    GET   302 403 200 403 403 403 403 403
desk:instrument-bring    POST  302 403 422 403 403 403 403 403
"""
OF_A_CYCLE = (
    "cycle",
    "cycle-round-new",
    "cycle-end",
    "cycle-model",
    "cycle-workbook",
    "cycle-gather",
    "cycle-inputs",
)
OF_A_STAGE = ("cycle-stage", "cycle-leave", "cycle-return", "cycle-document-add")
OF_A_ROUND = ("round", "round-agree", "round-choose", "round-validate", "round-reopen", "round-form")
OF_A_RESTITUTION = ("round-restitution", "round-reply", "round-out-of-view")


def cycles_of(stage: Commune) -> dict[str, dict[str, Any]]:
    """A cycle of the agent's organisation with a document whose file is gone: what its addresses ask for."""
    offer_instruments()
    instrument = Instrument.objects.get(code="carte_communautaire")
    cycle = open_cycle(
        by=stage.agent,
        code="CYC-1",
        version=newest_version(instrument),
        programme=stage.programme,
        activity=stage.activity,
        organisation=stage.agent.organisation,
        place=stage.place,
        opened_on=date(2025, 3, 3),
    )
    document = keep_stage_document(
        by=stage.agent,
        cycle=cycle,
        stage=Stage.PREPARATION,
        title="Procès-verbal fictif",
        name="pv.pdf",
        media_type="application/pdf",
        sha256="0" * 64,
        size=1,
    )
    one = {"code": cycle.code}
    of_round = {**one, "number": 1}
    arguments: dict[str, dict[str, Any]] = {f"desk:{name}": one for name in OF_A_CYCLE}
    arguments |= {f"desk:{name}": {**one, "stage": "preparation"} for name in OF_A_STAGE}
    arguments |= {f"desk:{name}": of_round for name in OF_A_ROUND}
    arguments |= {f"desk:instrument{name}": {"code": "carte_communautaire"} for name in ("", "-workbook")}
    arguments |= {f"desk:{name}": of_round for name in OF_A_RESTITUTION}
    # Nothing of this cycle was given back: it has no public page yet.
    public = {"pk": stage.place.pk, **of_round}
    return arguments | {
        "public:place-scores": {"pk": stage.place.pk},
        "public:round-scores": public,
        "public:round-poster": {**public, "spoken": "fr"},
        "desk:instrument-template": {"code": "oca"},
        "desk:cycle-document": {**one, "pk": document.pk},
        "desk:cycle-issues": {**one, "group": "women"},
        "desk:round-sheet": {**of_round, "group": "women"},
        "desk:scoring-begin": {**of_round, "group": "women"},
        "desk:scoring": {**of_round, "group": "women", "indicator": "attitude"},
    }
