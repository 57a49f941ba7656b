"""A fictional commune whose round was scored, agreed, validated, verified and given back in public."""

from dataclasses import dataclass
from datetime import date

from tests.flow.sheets import Commune, commune
from toguna.flow.restitution import restitute
from toguna.flow.scoring import reopen, validate
from toguna.flow.verify import check_record, verify_record
from toguna.rules.cycles import Stage
from toguna.rules.instruments import Engine, Group, Indicator, Joining, Model, Node, Scale
from toguna.store.fieldwork.models import Record
from toguna.store.scorecards.actions import Attended, current_round, keep_instrument, note_stage, open_cycle
from toguna.store.scorecards.models import Cycle, Restitution, Round
from toguna.store.scorecards.scoring_actions import Given, Sitting, agree_score, begin_scoring, give_score

SCORED, TOLD = date(2025, 4, 1), date(2025, 4, 20)
MODEL = Model(
    "essai",
    Engine.GROUP_SCORES,
    {"fr": "Baromètre d'essai", "en": "Trial barometer"},
    nodes=(
        Node("1", {"fr": "Efficacité", "en": "Effectiveness", "bm": "Baara"}),
        Node("2", {"fr": "Équité", "en": "Equity", "bm": "Kelenya"}),
    ),
    indicators=(
        Indicator("1.1", {"fr": "Le plan existe", "bm": "Labɛn"}, "1", scale=Scale(worst=0, best=10_000)),
        Indicator("2.1", {"fr": "L'eau est à tous", "bm": "Ji"}, "2", scale=Scale(worst=0, best=100_000)),
    ),
    groups=(
        Group("women", {"fr": "Femmes", "bm": "Musow"}),
        Group("elected", {"fr": "Élus", "bm": "Sugandilenw"}),
        Group("displaced", {"fr": "Personnes déplacées", "bm": "Bɔlenw"}),
    ),
    joining=Joining.CONSENSUS,
    source={"fr": "Écrit pour un essai."},
)
GIVEN = {"women": (9, (5_000, 20_000)), "elected": (8, (10_000, 90_000)), "displaced": (2, (0, 0))}


@dataclass(frozen=True)
class Told:
    """A commune in a cycle, with its round."""

    stage: Commune
    cycle: Cycle
    round: Round

    def again(self) -> Round:
        """The round as it is kept now."""
        return Round.objects.select_related("model", "cycle__place", "cycle__instrument").get(pk=self.round.pk)


def scored(model: Model = MODEL) -> Told:
    """Three groups have scored, one of them of two people; both scores are agreed."""
    stage = commune()
    type(stage.programme).objects.update(public=True)
    cycle = open_cycle(
        by=stage.agent,
        code="CYC-1",
        version=keep_instrument(by=None, model=model),
        programme=stage.programme,
        activity=stage.activity,
        organisation=stage.agent.organisation,
        place=stage.place,
        opened_on=SCORED,
    )
    there = Told(stage, cycle, current_round(cycle))
    score(there, there.round)
    return there


def score(there: Told, round: Round, agreed: tuple[int, int] = (6_000, 50_000)) -> None:
    """What the groups give, and what is agreed."""
    agent = there.stage.agent
    for group, (people, raws) in GIVEN.items():
        women = people if group == "women" else 0
        sitting = begin_scoring(
            by=agent, round=round, group=group, sitting=Sitting(SCORED, women=women, men=people - women)
        )
        for indicator, raw in zip(("1.1", "2.1"), raws, strict=True):
            give_score(by=agent, scoring=sitting, given=Given(indicator, raw, "Une raison fictive"))
    for indicator, raw in zip(("1.1", "2.1"), agreed, strict=True):
        agree_score(by=agent, round=round, indicator=indicator, raw=raw, note=f"Convenu pour {indicator}")


def met(there: Told) -> None:
    """People met to hear it."""
    attended = [Attended(30, sex="female"), Attended(12, sex="male")]
    note_stage(
        by=there.stage.agent, cycle=there.cycle, stage=Stage.RESTITUTION, held_on=TOLD, words="", attended=attended
    )


def verified(there: Told, round: Round | None = None) -> Record:
    """The round is validated, then checked and verified by others; the same scores again are verified already."""
    record = validate(round or there.again(), by=there.stage.agent)
    record.refresh_from_db()
    if record.state == "verified":
        return record
    record = check_record(record, by=there.stage.coordinator, revision=record.revision)
    return verify_record(record, by=there.stage.officer, revision=record.revision)


def given_back(there: Told | None = None, reason: str = "") -> tuple[Told, Restitution]:
    """All of it, up to the account that is public."""
    there = there or scored()
    met(there)
    verified(there)
    return there, restitute(there.again(), by=there.stage.agent, reason=reason)


def given_back_anew(there: Told, reason: str = "Une note mal recopiée") -> Restitution:
    """The round is reopened, a score changes, and it is given back again."""
    agent = there.stage.agent
    reopen(there.again(), by=agent, reason=reason)
    agree_score(by=agent, round=there.again(), indicator="1.1", raw=2_000)
    return given_back(there, reason)[1]
