"""Scores that come from telephones end in the round they name, beside those of the scoring page.

A sheet is kept, checked and verified like any other; its scores stand in the round as soon as it is read, and count
there while the round is open. What does not fit is kept apart with its reason. A group that has scored already keeps
the sheet that counts until somebody chooses.
"""

from collections.abc import Iterator
from dataclasses import replace

from toguna.collect.answers_xml import AnswerTree
from toguna.collect.form_lists import write_list
from toguna.collect.instruments.form import PREFIX, ROUNDS_COLUMNS, scoring_form
from toguna.collect.instruments.score_answers import AnsweredSheet, ScoredSheet, read_respondent, read_scores
from toguna.collect.xlsforms import read_form_file
from toguna.rules.attendance import PlaceMention
from toguna.rules.cycles import RoundState, Stage
from toguna.rules.field_record import FieldRecord, RecordSummary, StatedFact
from toguna.rules.findings import Finding
from toguna.rules.instruments import Engine, Model
from toguna.rules.remarking import THOUSAND, error, warning
from toguna.rules.rounds import round_unit
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import add_form, add_form_list
from toguna.store.fieldwork.form_queries import state_of_published
from toguna.store.fieldwork.models import Form, Record, RecordVersion
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.scorecards.models import ModelVersion, Round
from toguna.store.scorecards.queries import model_of, round_named, rounds_open_for
from toguna.store.scorecards.scoring_actions import (
    Given,
    GroupUnknown,
    RoundFrozen,
    Sitting,
    enter_sheet,
    keep_respondent,
)
from toguna.store.writing import write_turn

MAPPING = "scores-1"

ROUND_UNKNOWN = (
    "Le tour nommé par cette fiche n'existe pas ici, ou n'est pas de votre organisation. Vérifiez le tour choisi."
)
ROUND_OVER = (
    "Le tour est validé : ces notes sont gardées et n'y entrent pas. Rouvrez le tour pour qu'elles comptent, ou "
    "rejetez la fiche."
)
GROUP_TWICE = (
    "Le groupe « %(group)s » a déjà noté dans ce tour. Cette fiche attend : choisissez sur la page du tour laquelle "
    "compte."
)
GROUP_NOT_OF_MODEL = "Le groupe « %(group)s » n'est pas dans le modèle de ce tour : ces notes n'y entrent pas."


def is_scoring_form(form_id: str) -> bool:
    """Whether records on this form are scores."""
    return form_id.startswith(PREFIX)


def form_id_for(version: ModelVersion) -> str:
    """The form of a model: its instrument's, or the cycle's own where a workshop made one."""
    return f"{PREFIX}{version.cycle.code if version.cycle else version.instrument.code}"[:60]


def offer_scoring_form(version: ModelVersion, *, by: User | None) -> Form:
    """Offer phones the form of a model; the version that is offered already stays as it is."""
    form_id, number = form_id_for(version), str(version.number)
    workbook = scoring_form(Model.from_json(version.content), number, form_id=form_id)
    read = read_form_file(workbook, fallback_id=form_id, fallback_version=number)
    with write_turn():
        form = add_form(
            form_id=form_id,
            version=number,
            title=dict(read.title),
            xform=read.xform,
            xlsform=workbook,
            mapping=MAPPING,
            state=state_of_published(form_id) or "open",
            by=by,
        )
        add_form_list(form=form, name="rounds.csv", list_name="rounds")
    return form


def rounds_list(user: User) -> bytes:
    """The open rounds that this agent may send scores for, each with the form that it is scored by."""
    return write_list(ROUNDS_COLUMNS, _round_rows(user))


def read_sheet(tree: AnswerTree, version: RecordVersion) -> FieldRecord:
    """What a sheet of scores says, in the model of the round that it names."""
    round_ = _round_of(tree, version.record)
    if round_ is None:
        return FieldRecord(findings=(*tree.findings, error("round-unknown", ROUND_UNKNOWN, "round")))
    model, cycle, asked = model_of(round_), round_.cycle, _asked_with(round_, version)
    summary = RecordSummary(
        activity_code=cycle.activity.code,
        place=_place(round_),
        title=f"{cycle.instrument.title['fr']} · {cycle.code}",
    )
    if model.engine is Engine.SURVEY:
        answered = read_respondent(tree, model, asked_with=asked)
        summary = replace(
            summary,
            held_on=answered.held_on,
            unnamed=1,
            women=int(answered.sex == "female"),
            men=int(answered.sex == "male"),
        )
        return FieldRecord(summary, tuple(_facts(model, answered, summary.place)), answered.findings)
    sheet = read_scores(tree, model, asked_with=asked)
    sitting = sheet.participants
    summary = replace(
        summary,
        held_on=sheet.held_on,
        unnamed=sitting.total or 0,
        women=sitting.women or 0,
        men=sitting.men or 0,
        title=f"{summary.title} · {sheet.group}",
    )
    return FieldRecord(summary, (), sheet.findings)


def enter_scores(tree: AnswerTree, version: RecordVersion) -> list[Finding]:
    """Write the scores of a sheet into its round; what keeps them out is told. In the caller's transaction."""
    round_ = _round_of(tree, version.record)
    if round_ is None or version.contested or version.pk != version.record.current_version_id:
        return []
    if round_.state != RoundState.OPEN or round_.cycle.stage in (Stage.CLOSED, Stage.CANCELLED):
        return [warning("round-over", ROUND_OVER, "round")]
    model, asked = model_of(round_), _asked_with(round_, version)
    try:
        if model.engine is Engine.SURVEY:
            _keep_respondent(round_, version, read_respondent(tree, model, asked_with=asked))
            return []
        return _enter(round_, version, read_scores(tree, model, asked_with=asked), model)
    except RoundFrozen:
        return [warning("round-over", ROUND_OVER, "round")]


def _enter(round_: Round, version: RecordVersion, sheet: ScoredSheet, model: Model) -> list[Finding]:
    people = sheet.participants
    given = [Given(one.indicator, one.raw, one.reason[:500], one.evidence[:300]) for one in sheet.scores]
    given += [
        Given(one.indicator[:30], one.raw, one.reason[:500], one.evidence[:300], off_scale=True) for one in sheet.apart
    ]
    try:
        scoring = enter_sheet(
            by=version.sender,
            round=round_,
            group=sheet.group,
            sitting=Sitting(sheet.held_on, people.women, people.men, people.unknown_sex, people.youth),
            given={one.indicator: one for one in given}.values(),
            version=version,
        )
    except GroupUnknown:
        return [warning("group-not-of-model", GROUP_NOT_OF_MODEL, "group", group=sheet.group)]
    if scoring.counts or scoring.set_aside:
        return []
    group = model.group_by_code[sheet.group].label
    return [warning("group-twice", GROUP_TWICE, "group", group=group.get("fr", sheet.group))]


def _keep_respondent(round_: Round, version: RecordVersion, answered: AnsweredSheet) -> None:
    keep_respondent(
        round=round_,
        version=version,
        by=version.sender,
        fields={
            "sex": answered.sex.value if answered.sex else None,
            "age_from": answered.age_from,
            "age_to": answered.age_to,
            "group": answered.group[:30],
            "disability": answered.disability,
            "answers": {one.indicator: one.raw for one in answered.answers if one.raw is not None},
        },
    )


def _facts(model: Model, answered: AnsweredSheet, area: PlaceMention) -> Iterator[StatedFact]:
    """One person's answers: for a yes-or-no question one answer and one yes or none, else the score as it is."""
    group = model.group_by_code.get(answered.group)
    stakeholder = group.stakeholder_group if group else None
    for one in answered.answers:
        scale = model.indicator_by_code[one.indicator].scale
        if one.raw is None:
            continue
        told: tuple[tuple[str, int], ...]
        if {scale.worst, scale.best} == {0, THOUSAND}:
            yes = THOUSAND if one.raw == scale.best else 0
            told = ((f"{one.indicator}_answered", THOUSAND), (f"{one.indicator}_yes", yes))
        else:
            told = ((round_unit(model.code, one.indicator), one.raw),)
        for unit, quantity in told:
            yield StatedFact(
                "measurement",
                unit,
                quantity,
                unit[:20],
                sex=answered.sex.value if answered.sex else None,
                age_from=answered.age_from,
                age_to=answered.age_to,
                age_basis=None if answered.age_from is None else "band",
                disability=answered.disability,
                stakeholder_group=stakeholder.value if stakeholder else None,
                area=area,
            )


def _round_of(tree: AnswerTree, record: Record) -> Round | None:
    """The round that the answers name, if the sender's side leads it and both are real or both fictional."""
    round_ = round_named(str(tree.answers.get("round") or ""))
    if round_ is None or round_.cycle.fictional != record.fictional:
        return None
    reached = organisations_reached_by(record.sender).filter(pk=round_.cycle.organisation_id)
    return round_ if reached.exists() else None


def _asked_with(round_: Round, version: RecordVersion) -> Model | None:
    """The model of the form that the telephone had: a number means what its scale meant there."""
    if not version.form_version.isdecimal():
        return None
    found = ModelVersion.objects.filter(instrument=round_.cycle.instrument, number=int(version.form_version)).first()
    return Model.from_json(found.content) if found else None


def _round_rows(user: User) -> Iterator[tuple[object, ...]]:
    for round_ in rounds_open_for(user):
        cycle = round_.cycle
        where = cycle.place.name if cycle.place else cycle.code
        title = cycle.instrument.title.get(user.language) or cycle.instrument.title["fr"]
        subject = f", {cycle.subject}" if cycle.subject else ""
        yield str(round_.pk), f"{where}{subject} · {title} · {round_.number}", form_id_for(round_.model)


def _place(round_: Round) -> PlaceMention:
    place = round_.cycle.place
    if place is None:
        return PlaceMention()
    code = place.codes.order_by("scheme").first()
    return PlaceMention(place.name, code.scheme if code else "", code.code if code else "")
