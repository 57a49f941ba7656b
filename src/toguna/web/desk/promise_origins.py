"""Where a new promise comes from, when its form is opened from there: the round of a cycle, with what is known of it.

An origin that this account may not write in is no origin: the form is then an empty one.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.rules.commitments import OriginKind
from toguna.rules.cycles import Stage
from toguna.store.commitments.models import Commitment
from toguna.store.scorecards.models import Cycle
from toguna.store.scorecards.queries import cycles_seen_by, promises_of
from toguna.web.desk.cycles import leads_cycle
from toguna.web.desk.door import StaffRequest
from toguna.web.layout.templatetags.toguna import plain_text_in

WRITTEN = re.compile(r"cycle:([0-9a-f-]{36}):round:(\d{1,3})")


@dataclass(frozen=True)
class PromiseOrigin:
    """The round that a promise comes out of, and the stage at which it is made."""

    cycle: Cycle
    number: int

    @property
    def kind(self) -> OriginKind:
        """At the interface meeting, or in the plan."""
        met = self.cycle.stage == Stage.INTERFACE_MEETING
        return OriginKind.INTERFACE_MEETING if met else OriginKind.ACTION_PLAN

    @property
    def page(self) -> str:
        """The page to come back to."""
        return reverse("desk:cycle", args=[self.cycle.code])

    def next_key(self) -> str:
        """The key of the next promise of this round."""
        prefix = f"cycle:{self.cycle.pk}:round:{self.number}:"
        taken = Commitment.objects.filter(origin_key__startswith=prefix).values_list("origin_key", flat=True)
        numbers = [int(last) for key in taken if (last := key.rpartition(":")[2]).isdecimal()]
        return f"{prefix}{max(numbers, default=0) + 1}"

    def boxes(self) -> dict[str, object]:
        """What the form can be filled with: where, in which programme, under which activity, on which occasion."""
        cycle, stage = self.cycle, str(self.kind)
        work = cycle.works.filter(round_number=self.number, stage=stage).first()
        label = _("%(instrument)s, tour %(number)s") % {
            "instrument": plain_text_in(cycle.instrument.title),
            "number": self.number,
        }
        known: dict[str, object] = {
            "programme": cycle.programme.code,
            "place": cycle.place.name if cycle.place else "",
            "activity": cycle.activity_id,
            "origin_kind": self.kind.value,
            "origin_label": label[:160],
            "instrument_code": cycle.instrument.code,
        }
        return known | ({"made_on": work.held_on} if work and work.held_on else {})

    def how_many(self) -> int:
        """How many promises the cycle has already."""
        return promises_of(self.cycle).count()


def origin_asked(request: StaffRequest) -> PromiseOrigin | None:
    """The origin in the address, if it is a round of a cycle that this account leads."""
    told = WRITTEN.fullmatch(request.GET.get("origin", ""))
    if told is None:
        return None
    try:
        cycle = cycles_seen_by(request.user).filter(pk=UUID(told[1]), rounds__number=int(told[2])).first()
    except ValueError:
        return None
    return PromiseOrigin(cycle, int(told[2])) if cycle and leads_cycle(request.user, cycle) else None
