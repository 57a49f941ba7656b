"""How long a commune waits for its page: 800 communes with 3 rounds given back each, one page from cold.

    python -m benchmarks.commune_page

Fictional accounts of a barometer with 60 indicators and 8 groups, made by the rules from scores drawn with a seed, in a
database of its own that is thrown away. Cold is a process that has started and answered nothing yet: no template is
compiled, no address resolved, nothing read. Each cold page is asked in a process of its own. Then other communes, warm.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

LIMIT_MS = 200.0
COMMUNES, ROUNDS, COLD, WARM = 800, 3, 5, 100
GROUPS = ("Femmes", "Hommes", "Jeunes", "Anciens", "Déplacés", "Commerçants", "Élus", "Services techniques")


def accounts() -> list[dict[str, Any]]:
    """What one commune was given back, round after round; the others have the same with names of their own."""
    from toguna.publish.scorecards.account import Occasion, Since, account_of
    from toguna.rules.comparisons import RoundAnswers, change_between
    from toguna.rules.instruments import Engine, Group, Indicator, Model, Node
    from toguna.rules.scoring import GroupScore, round_result
    from toguna.rules.small_groups import merged_small_groups

    nodes = tuple(Node(str(one), {"fr": f"Critère fictif numéro {one}"}) for one in range(1, 6))
    indicators = tuple(
        Indicator(f"{one}.{two}", {"fr": f"Un indicateur fictif dont la question est longue {one}.{two}"}, str(one))
        for one in range(1, 6)
        for two in range(1, 13)
    )
    groups = tuple(Group(f"g{number}", {"fr": name}) for number, name in enumerate(GROUPS))
    title = {"fr": "Baromètre fictif", "en": "Fictional barometer"}
    model = Model("fictif", Engine.GROUP_SCORES, title, nodes=nodes, indicators=indicators, groups=groups)
    drawn, made, before = Random(5), [], None
    for number in range(1, ROUNDS + 1):
        scores = [
            GroupScore(group.code, one.code, 1_000 * drawn.randint(10, 90), drawn.randint(3, 20))
            for group in groups
            for one in indicators
        ]
        agreed = {one.code: 1_000 * drawn.randint(20, 80) for one in indicators}
        shown = merged_small_groups(round_result(model, scores, agreed))
        day = date(2024, 1, 10) + timedelta(days=180 * number)
        occasion = Occasion(
            "", number, "", title, "", day, day + timedelta(days=20), {"fr": "Organisation fictive"}, True,
            women=60, men=50, present=200, notes={one.code: "Convenu après discussion" for one in indicators},
        )  # fmt: skip
        since = None
        if before is not None:
            earlier, on = before
            change = change_between(RoundAnswers(model, earlier.scores), RoundAnswers(model, shown.scores))
            since = Since(number - 1, on, model, change)
        made.append({"model": model.to_json(), "account": account_of(shown, occasion, since)})
        before = shown, day
    return made


def fill() -> None:
    """800 fictional communes in an empty database, three accounts each."""
    from django.db import connection
    from django.utils import timezone

    from toguna.store.accounts.models import User
    from toguna.store.activities.models import Activity
    from toguna.store.organisations.models import Organisation
    from toguna.store.places.models import Place
    from toguna.store.programmes.models import Programme
    from toguna.store.scorecards.models import Cycle, Instrument, ModelVersion, Restitution, Round

    rounds, day = accounts(), date(2024, 1, 10)
    organisation = Organisation.objects.create(
        code="OSC-F", kind="cso", name={"fr": "Organisation fictive"}, fictional=True
    )
    user = User.objects.create(
        email="demo@demo.example", name="Personne fictive", role="mel_officer", organisation=organisation
    )
    programme = Programme.objects.create(
        code="FICTIF", name={"fr": "Programme fictif"}, fictional=True, starts_on=day, ends_on=date(2028, 1, 10)
    )
    activity = Activity.objects.create(code="A-1", title={"fr": "Activité fictive"}, kind="forum", fictional=True)
    instrument = Instrument.objects.create(code="fictif", title={"fr": "Baromètre fictif"}, engine="group_scores")
    version = ModelVersion.objects.create(
        instrument=instrument, number=1, content=rounds[0]["model"], fingerprint="0" * 64, frozen_at=timezone.now()
    )
    places = Place.objects.bulk_create(
        Place(name=f"Commune fictive {number}", level=3, kind="commune", fictional=True) for number in range(COMMUNES)
    )
    cycles = Cycle.objects.bulk_create(
        Cycle(
            code=f"CYC-{number}", instrument=instrument, programme=programme, activity=activity, place=place,
            organisation=organisation, stage="action_plan", opened_on=day, fictional=True,
        )
        for number, place in enumerate(places)
    )  # fmt: skip
    made = Round.objects.bulk_create(
        Round(
            cycle=cycle, number=number, model=version, state="restituted", opened_on=day, validated_on=day,
            validated_by=user,
        )
        for cycle in cycles
        for number in range(1, ROUNDS + 1)
    )  # fmt: skip
    Restitution.objects.bulk_create(
        (restitution(one, rounds[one.number - 1]["account"], user) for one in made), batch_size=200
    )
    connection.close()


def restitution(round: Any, account: dict[str, Any], user: Any) -> Any:
    """One account, with the authority's answer."""
    from toguna.store.scorecards.models import Restitution

    content = account | {"cycle": round.cycle.code, "number": round.number, "place": round.cycle.place.name}
    return Restitution(
        round=round, held_on=date.fromisoformat(account["restituted_on"]), content=content, sha256="0" * 64,
        made_by=user, reply="Nous prenons acte de ces notes.", reply_office="La maire", reply_on=date(2026, 1, 8),
    )  # fmt: skip


def ask(first: int, how_many: int) -> None:
    """Ask for the pages of some communes, and print of each: milliseconds by the clock, milliseconds of work, bytes."""
    import django

    django.setup()
    from django.test import Client
    from django.urls import get_resolver, reverse

    from toguna.store.scorecards.models import Cycle

    # What a server has done before it answers anybody.
    assert get_resolver().url_patterns
    codes = [f"CYC-{number}" for number in range(first, first + how_many)]
    keys = dict(Cycle.objects.filter(code__in=codes).values_list("code", "place_id"))
    client = Client(HTTP_HOST="localhost")
    for code in codes:
        address = reverse("public:round-scores", args=[keys[code], code, ROUNDS])
        begun, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took, work = time.perf_counter() - begun, time.process_time() - worked
        assert answer.status_code == 200, answer.status_code
        print(f"{1000 * took:.1f} {1000 * work:.1f} {len(answer.content)}")


def asked(first: int, how_many: int) -> list[tuple[float, float, int]]:
    """What a process of its own measured: milliseconds by the clock, milliseconds of work, bytes of each page."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.commune_page", "ask", str(first), str(how_many)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = (line.split() for line in done.stdout.splitlines())
    return [(float(took), float(work), int(size)) for took, work, size in lines]


def run() -> int:
    """Everything, in a folder that is thrown away; 1 where a page came too late."""
    with tempfile.TemporaryDirectory(prefix="toguna-bench-") as folder:
        os.environ["TOGUNA_VAR"] = str(Path(folder))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        begun = time.perf_counter()
        fill()
        print(f"{COMMUNES} communes, {ROUNDS} accounts each: made in {time.perf_counter() - begun:.1f} s")
        cold = [asked(number * 100, 1)[0] for number in range(COLD)]
        warm = asked(600, WARM + 1)[1:]
    for name, told in (("from cold", cold), ("warm", warm)):
        took, work, _size = zip(*told, strict=True)
        clock = f"{median(took):6.1f} ms by the clock (from {min(took):.1f} to {max(took):.1f})"
        print(f"one commune's page {name:10} {clock}, {median(work):6.1f} ms of work, of {len(told)}")
    print(f"page as it is: {max(size for _took, _work, size in cold) / 1000:.1f} kB")
    # Whatever else the machine is doing is not the page's: the least disturbed of the five is judged.
    late = min(took for took, _work, _size in cold) > LIMIT_MS
    print(f"{'LATE: the limit is' if late else 'within the limit of'} {LIMIT_MS:.0f} ms from cold")
    return int(late)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toguna.config.settings")
    if sys.argv[1:2] == ["ask"]:
        ask(int(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(run())
