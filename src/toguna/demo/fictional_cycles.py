"""The fictional cycles of scoring: a barometer gone twice round, a health centre's card, a survey, one just opened.

Communes, offices, scores and words are invented. Every step is taken by the ordinary actions, by invented hands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from toguna.collect.answers_xml import write_answers
from toguna.collect.instruments.form import question_names
from toguna.collect.questions import questions_of
from toguna.demo.fictional_advocacy import HANDS, RIVER
from toguna.demo.fictional_cycle_words import (
    ADDED,
    AGREED_WHY,
    BAROMETER_GROUPS,
    BAROMETER_STAGES,
    CARD_GROUPS,
    CARD_INPUTS,
    CARD_ISSUES,
    CARD_REASONS,
    CARD_SCORES,
    CARD_STAGES,
    LEVELS,
    PLAN,
    REASONS,
    REPLY,
    SECOND_STAGES,
    StageWords,
)
from toguna.demo.fictional_framework import Stage as Fictional
from toguna.flow.commitments import declare_commitment, enter_commitment
from toguna.flow.receive import receive_submission
from toguna.flow.restitution import restitute, set_reply_beside
from toguna.flow.scoring import result_of, validate
from toguna.flow.scoring_sheets import offer_scoring_form
from toguna.flow.verify import check_record, verify_record
from toguna.rules.commitments import OriginKind, Side
from toguna.rules.cycles import Stage, missing
from toguna.rules.instruments import Indicator, Scale
from toguna.rules.workshops import with_indicator
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.commitments.actions import Said, Written
from toguna.store.fieldwork.models import Record
from toguna.store.places.models import Place
from toguna.store.scorecards.actions import (
    Attended,
    begin_round,
    current_round,
    gather_issues,
    keep_cycle_model,
    keep_issues,
    leave_stage,
    note_stage,
    open_cycle,
)
from toguna.store.scorecards.models import Cycle, Instrument, Issue, Round, TrackedInputLine
from toguna.store.scorecards.queries import model_of, newest_version, progress_of
from toguna.store.scorecards.scoring_actions import (
    Given,
    Sitting,
    agree_score,
    begin_scoring,
    give_scores,
    keep_inputs,
)

TALIMBARA, BOLOKOUMA, NEGUELA = "Talimbara", "Bolokouma-Dé", "Néguéla-Fari"
CLIFFS_COMMUNE = "Oromagué"
RESPONDENTS = 31
AGES = ("15_17", "18_24", "25_35", "36_59", "60_over")


def hold_cycles(stage: Fictional, random: Random) -> None:
    """Take each fictional cycle as far as it has come."""
    _barometer(stage, random)
    _health_centre(stage)
    _just_opened(stage)
    _perspectives(stage, random)


def _barometer(stage: Fictional, random: Random) -> None:
    """Once round with its plan and its restitution, and measured again a year later."""
    agent, _coordinator = _hands(stage)
    cycle = _open(stage, "BBG-talimbara-1", "barometre", TALIMBARA, date(2025, 1, 13))
    first = current_round(cycle)
    model = model_of(first)
    for code, parent, label, question, proof in ADDED:
        local = Indicator(
            code, {"fr": label}, parent, {"fr": question}, {"fr": proof}, Scale(0, 100_000, 1_000), local=True
        )
        model = with_indicator(model, local)
    keep_cycle_model(by=agent, round=first, model=model)
    for words in BAROMETER_STAGES[:3]:
        _through(cycle, agent, words)
    _score_barometer(cycle, random, date(2025, 3, 11), rise=0)
    _through(cycle, agent, BAROMETER_STAGES[3])
    _settle(stage, cycle, date(2025, 3, 27), BAROMETER_STAGES[4])
    _give_back(cycle, agent, BAROMETER_STAGES[5], REPLY[0])
    _promise(stage, cycle)
    _through(cycle, agent, BAROMETER_STAGES[6])
    begin_round(by=agent, cycle=cycle, opened_on=date(2026, 3, 2))
    _score_barometer(cycle, random, date(2026, 3, 10), rise=8)
    _through(cycle, agent, SECOND_STAGES[0])
    _settle(stage, cycle, date(2026, 3, 24), SECOND_STAGES[1])
    _give_back(cycle, agent, SECOND_STAGES[2], REPLY[1])


def _health_centre(stage: Fictional) -> None:
    """Scored by users and by the staff, validated, and on its way to the interface meeting."""
    agent, _coordinator = _hands(stage)
    begun = timezone.localdate() - timedelta(days=40)
    cycle = _open(stage, "CSC-bolokouma-sante", "carte_centre_sante", BOLOKOUMA, begun, "le centre de santé")
    current = current_round(cycle)
    for number, words in enumerate(CARD_STAGES):
        days = 4 * (number + 1)
        if words.stage is Stage.ISSUES:
            for group, raised in CARD_ISSUES.items():
                issues = [
                    Issue(text=text, is_strength=good, priority=rank, reason=why, suggestion=wish)
                    for text, good, rank, why, wish, _into in raised
                ]
                keep_issues(by=agent, cycle=cycle, group=group, issues=issues)
        if words.stage is Stage.COMMON_INDICATORS:
            into = {text: code for raised in CARD_ISSUES.values() for text, _g, _r, _w, _s, code in raised}
            gather_issues(by=agent, cycle=cycle, into={one.pk: into[one.text] for one in cycle.issues.all()})
            lines = [
                TrackedInputLine(code=code, label=label, entitled=due, actual=there, remarks=remark)
                for code, label, due, there, remark in CARD_INPUTS
            ]
            keep_inputs(by=agent, round=current, lines=lines)
        if words.stage is Stage.SCORING:
            _score_card(current, agent, begun + timedelta(days=days))
        if words.stage is Stage.PROVIDER_SCORING:
            note_stage(
                by=agent, cycle=cycle, stage=words.stage, held_on=begun + timedelta(days=days), words=words.words,
                attended=_attended(words),
            )  # fmt: skip
            _verified(stage, validate(current, by=agent))
        _through(cycle, agent, replace(words, on=begun + timedelta(days=days)))


def _just_opened(stage: Fictional) -> None:
    """A second commune begins: nothing is noted yet."""
    _open(stage, "BBG-neguela-1", "barometre", NEGUELA, timezone.localdate() - timedelta(days=6))


def _perspectives(stage: Fictional, random: Random) -> None:
    """A survey whose answers are arriving: one form a person, not checked yet."""
    agent, _coordinator = _hands(stage, cliffs=True)
    begun = timezone.localdate() - timedelta(days=24)
    cycle = _open(stage, "5P-oromague-1", "cinq_perspectives", CLIFFS_COMMUNE, begun, cliffs=True, asked=36)
    places = (
        StageWords(Stage.PREPARATION, begun + timedelta(days=2), "Rencontre fictive avec la mairie.", (("", 3, 4),)),
        StageWords(Stage.SAMPLING, begun + timedelta(days=4), "Six personnes tirées au sort dans six quartiers.", ()),
    )
    for words in places:
        _through(cycle, agent, words)
    current = current_round(cycle)
    model = model_of(current)
    form = offer_scoring_form(current.model, by=agent)
    questions, names = questions_of(bytes(form.xform)), question_names(model)
    yeses = {"p1": 58, "p2": 45, "p3": 38, "p4": 30, "p5": 17}
    for number in range(RESPONDENTS):
        woman = number % 2 == 0
        answers: dict[str, object] = {
            names[code]: {"score": _yes(random, chance - 9 * woman)} for code, chance in yeses.items()
        }
        answers |= {
            "round": str(current.pk),
            "held_on": (begun + timedelta(days=6 + number // 6)).isoformat(),
            "group": random.choice(model.groups).code,
            "sex": "female" if woman else "male",
        }
        body = write_answers(questions, answers, instance_id=f"uuid:{_key(number)}")
        receive_submission(body=body, by=agent, fictional=True)


def _yes(random: Random, chance: int) -> str:
    # Two in a hundred do not know, which is no answer.
    return "" if random.randrange(50) == 0 else "1" if random.randrange(100) < chance else "0"


def _key(number: int) -> str:
    return f"5b0c7f10-0000-4000-8000-{number:012d}"


def _open(
    stage: Fictional,
    code: str,
    instrument: str,
    commune: str,
    on: date,
    subject: str = "",
    *,
    cliffs: bool = False,
    asked: int | None = None,
) -> Cycle:
    agent, _coordinator = _hands(stage, cliffs=cliffs)
    place = _place(stage, commune)
    activity = _activity(stage, place)
    assert agent.organisation is not None
    return open_cycle(
        by=agent,
        code=code,
        version=newest_version(Instrument.objects.get(code=instrument)),
        programme=stage.programme,
        activity=activity,
        organisation=agent.organisation,
        place=place,
        subject=subject,
        opened_on=on,
        respondents_planned=asked,
    )


def _through(cycle: Cycle, by: User, words: StageWords) -> None:
    """Note a stage and leave it, with nothing missing."""
    note_stage(by=by, cycle=cycle, stage=words.stage, held_on=words.on, words=words.words, attended=_attended(words))
    current = current_round(cycle)
    lacking = missing(words.stage, model_of(current), progress_of(current))
    leave_stage(by=by, cycle=cycle, stage=words.stage, missing=lacking)
    cycle.works.filter(stage=words.stage.value, round_number=current.number).update(done_on=words.on)
    cycle.refresh_from_db()


def _attended(words: StageWords) -> Iterable[Attended]:
    for group, women, men in words.present:
        # A third of them, rounded down, are under 36.
        for sex, count in (("female", women), ("male", men)):
            yield Attended(count // 3, group, sex, "15-35")
            yield Attended(count - count // 3, group, sex, "36+")


def _score_barometer(cycle: Cycle, random: Random, on: date, *, rise: int) -> None:
    """Every group scores around the level of each criterion, in its own mood, and says why now and then."""
    current = current_round(cycle)
    agent = cycle.works.order_by("pk")[0].done_by
    assert agent is not None
    model = model_of(current)
    for number, (group, women, men, mood) in enumerate(BAROMETER_GROUPS):
        sitting = begin_scoring(
            by=agent,
            round=current,
            group=group,
            sitting=Sitting(on + timedelta(days=number // 2), women, men, None, (women + men) // 3),
        )
        given = []
        for place, indicator in enumerate(model.indicators):
            wanted = (
                LEVELS[indicator.code[0]] + mood + random.randint(-5, 5) + (rise if indicator.code[0] in "135" else 1)
            )
            told = REASONS[indicator.code[0]][(number + place) % 3] if (number + place) % 2 else ""
            given.append(Given(indicator.code, _on_scale(wanted, indicator.scale), told))
        give_scores(by=agent, scoring=sitting, given=given)


def _settle(stage: Fictional, cycle: Cycle, on: date, words: StageWords) -> None:
    """All agree on one score an indicator, near the middle of what the groups gave; the round is validated."""
    agent, _coordinator = _hands(stage)
    current = current_round(cycle)
    result = result_of(current)
    for number, indicator in enumerate(model_of(current).indicators):
        given = sorted(result.indicator[indicator.code].by_group.values())
        middle = int(given[len(given) // 2] + given[(len(given) - 1) // 2]) // 2
        agree_score(
            by=agent,
            round=current,
            indicator=indicator.code,
            raw=_on_scale(5 * round(middle / 5), indicator.scale),
            note=AGREED_WHY[number % len(AGREED_WHY)],
            evidence=indicator.evidence.get("fr", "") if number % 3 == 0 else "",
        )
    note_stage(by=agent, cycle=cycle, stage=words.stage, held_on=on, words=words.words, attended=_attended(words))
    _verified(stage, validate(current, by=agent))
    Round.objects.filter(pk=current.pk).update(validated_on=on)
    _through(cycle, agent, words)


def _give_back(cycle: Cycle, agent: User, words: StageWords, reply: tuple[str, str, date]) -> None:
    """Read out in public, with what the authority answers."""
    attended = _attended(words)
    note_stage(by=agent, cycle=cycle, stage=words.stage, held_on=words.on, words=words.words, attended=attended)
    given = restitute(current_round(cycle), by=agent)
    said, office, day = reply
    set_reply_beside(given, by=agent, words=said, office=office, on=day)
    _through(cycle, agent, words)


def _promise(stage: Fictional, cycle: Cycle) -> None:
    """The plan of the first round, each line a promise; what became of it a year later."""
    agent, _coordinator = _hands(stage)
    assert agent.organisation is not None
    made_on = date(2025, 5, 6)
    for number, (what, office, node, days, says, answer) in enumerate(PLAN, start=1):
        written = Written(
            what=what,
            made_on=made_on,
            due_on=made_on + timedelta(days=days),
            origin_kind=OriginKind.ACTION_PLAN,
            origin_label=f"Plan d'actions du cycle {cycle.code}, tour 1",
            office=office,
            receiver_office="La population de la commune",
            place=cycle.place,
            activity=cycle.activity,
            instrument_code=cycle.instrument.code,
            node_code=node,
            answers=f"Critère {node}",
        )
        made = enter_commitment(
            by=agent,
            programme=stage.programme,
            organisation=agent.organisation,
            written=written,
            origin_key=f"cycle:{cycle.pk}:round:1:{number}",
        )
        for side, said in ((Side.PROMISER, says), (Side.RECEIVER, answer)):
            if said is not None:
                spoken = Said(side, said, made_on + timedelta(days=days - 5), _office_of(side, written))
                declare_commitment(by=agent, commitment=made, said=spoken)
        made.refresh_from_db()
        assert made.record is not None
        _verified(stage, made.record)


def _office_of(side: Side, written: Written) -> str:
    return written.office if side is Side.PROMISER else written.receiver_office


def _score_card(current: Round, agent: User, on: date) -> None:
    codes = [one.code for one in model_of(current).indicators]
    for group, (women, men) in CARD_GROUPS.items():
        sitting = begin_scoring(by=agent, round=current, group=group, sitting=Sitting(on, women, men))
        given = [
            Given(code, face * 1_000, CARD_REASONS.get((group, code), ""))
            for code, face in zip(codes, CARD_SCORES[group], strict=True)
        ]
        give_scores(by=agent, scoring=sitting, given=given)


def _verified(stage: Fictional, record: Record) -> None:
    """Checked and verified by others than whoever handed it in."""
    _agent, coordinator = _hands(stage)
    record.refresh_from_db()
    record = check_record(record, by=coordinator, revision=record.revision)
    verify_record(record, by=stage.users["suivi@demo.example"], revision=record.revision)


def _on_scale(wanted: int, scale: Scale) -> int:
    """A raw score at so many hundredths of the way from the worst to the best, on a step of the scale."""
    share = min(100, max(0, wanted))
    raw = scale.worst + (scale.best - scale.worst) * share // 100
    return raw // scale.step * scale.step


def _hands(stage: Fictional, *, cliffs: bool = False) -> tuple[User, User]:
    agent, coordinator = HANDS["demo-osc-2" if cliffs else RIVER]
    return stage.users[agent], stage.users[coordinator]


def _place(stage: Fictional, name: str) -> Place:
    return next(place for place in stage.communes if place.name == name)


def _activity(stage: Fictional, place: Place) -> Activity:
    """An activity of the commune that was held, the last one: its cycle goes on after it."""
    held: Sequence[Activity] = [one for one in stage.activities if one.place_id == place.pk and one.status == "held"]
    return max(held, key=lambda one: one.code)
