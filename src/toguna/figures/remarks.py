"""What a tired officer should read of a report: where, what was read, by how much it differs, what would mend it.

Messages are French templates with their values beside them; whoever shows them says them in the reader's language.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from toguna.figures.announced import announced_lists
from toguna.figures.claims import Claim, Reading
from toguna.figures.judging import COMPARED_AS_SHARES, Judgement, Severity, Verdict
from toguna.figures.mending import Mending, Repair
from toguna.figures.relations import HUNDRED, RelationType

NAMED_CANDIDATES = 6
"""Possible repairs that a message names."""

_TOO_MUCH = "« %(stated)s » est annoncé, mais %(other)s font %(computed)s : %(difference)s de plus."
_TOO_LITTLE = "« %(stated)s » est annoncé, mais %(other)s font %(computed)s : %(difference)s de moins."
_FAILURES = {
    RelationType.PERCENT_OF: "« %(stated)s » est annoncé, mais %(first)s sur %(second)s font %(computed)s %%.",
    RelationType.PERCENT_SUM: "%(stated)s font %(computed)s %%, et non %(other)s.",
    RelationType.SUBSET: "%(stated)s font %(computed)s, plus que « %(other)s » dont ils font partie.",
    RelationType.REPEAT: "Le même chiffre est donné de deux façons : « %(stated)s » et « %(other)s ».",
    RelationType.WORDS_VS_DIGITS: "Les lettres et les chiffres ne disent pas le même nombre : "
    "« %(stated)s » et « %(other)s ».",
    RelationType.PERCENT_CHANGE: "De %(first)s à %(second)s, l'évolution est de %(computed)s %%, "
    "et non de « %(stated)s ».",
    RelationType.PERCENT_GROWTH: "%(first)s de plus pour atteindre %(second)s, c'est %(computed)s %%, "
    "et non « %(stated)s ».",
    RelationType.DIFFERENCE: "Entre %(first)s et %(second)s, l'écart est de %(computed)s, et non de « %(stated)s ».",
    RelationType.PERCENTAGE_POINTS: "Entre %(first)s et %(second)s, l'écart est de %(computed)s points, "
    "et non de « %(stated)s ».",
}
_COMPLEMENT = (
    "« %(stated)s » est ce que « %(complement)s », coupé sans arrondir, laisse de 100 : le calcul donne %(computed)s."
)
_NOTES = {
    Verdict.TRUNCATED: "« %(stated)s » est coupé sans arrondir : le calcul donne %(computed)s.",
    Verdict.ROUNDING: "« %(stated)s » : le calcul donne %(computed)s ; les arrondis suffisent à l'expliquer.",
    Verdict.APPROX: "« %(stated)s » est donné comme approximatif : le calcul donne %(computed)s.",
}
_UNREAD = (
    "Ce texte compte trop de caractères ou de nombres : il est lu jusqu'au caractère %(place)s. "
    "Vérifiez le reste en plusieurs parties."
)
_ANNOUNCED = "« %(stated)s » est annoncé, et la liste qui suit nomme %(named)s : %(names)s."
_MALFORMED = "« %(raw)s » est mal écrit : ses chiffres se lisent %(value)s."
_WRITE = "Écrivez %(value)s, si c'est bien le nombre voulu."
_NOT_SEARCHED = "Ce texte compte trop d'écarts : aucune correction n'a été cherchée pour celui-ci."
_SEVERAL = "Rien ne permet de choisir. Un seul chiffre changé suffirait : %(candidates)s."
_MANY = "Rien ne permet de choisir. Un seul chiffre changé suffirait, par exemple : %(candidates)s."
_UNPROVEN = "Un seul chiffre changé suffirait : %(candidates)s. Mais rien ne le prouve."
_ARGUABLE = "Un reste qui n'est pas écrit, une autre base ou un arrondi peut expliquer l'écart."
_NOTHING = "Aucun chiffre changé à lui seul n'explique l'écart : revenez à la source."
_ONE = "Une seule correction d'un chiffre met tout d'accord : « %(was)s » devient %(to)s. Vérifiez à la source."
_ONE_IN_SEVERAL_PLACES = (
    "Une seule correction d'un chiffre met tout d'accord : « %(was)s » devient %(to)s, "
    "aux %(places)s endroits. Vérifiez à la source."
)

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Advice:
    """What would mend a finding, or that nothing can be named: a French template and its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self) -> str:
        """The advice in French, filled with its values."""
        return self.message % self.values


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a text: a French template and its values, the characters it speaks of, what to do.

    >>> one = Finding("malformed", Severity.WARNING, "« %(raw)s » se lit mal.", {"raw": "2, 77%"}, spans=((3, 9),))
    >>> one.text()
    '« 2, 77% » se lit mal.'
    """

    code: str
    severity: Severity
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    advice: Advice | None = None
    spans: tuple[tuple[int, int], ...] = ()
    relation: str | None = None

    def text(self) -> str:
        """The message in French, filled with its values."""
        return self.message % self.values

    @property
    def start(self) -> int:
        """Where in the text it begins."""
        return min((start for start, _ in self.spans), default=0)


def remarks_on(
    reading: Reading, judgements: Iterable[Judgement], mendings: Mapping[str, Mending]
) -> tuple[Finding, ...]:
    """Everything that a person should look at: errors first, then warnings, then notes; each in the text's order."""
    claims = {claim.id: claim for claim in reading.claims}
    wording = _Wording(reading.language, claims)
    found = [*_malformed(reading, wording), *_announced(reading, wording)]
    for judgement in judgements:
        if judgement.fails:
            found.append(_failure(judgement, wording, _advice(judgement, mendings[judgement.relation.id], wording)))
        elif judgement.severity is Severity.NOTE:
            found.append(_note(judgement, wording))
    found.sort(key=lambda finding: (_WEIGHT[finding.severity], finding.start))
    # Whoever reads the list must know first that it is not about the whole text.
    return (*_unread(reading, wording), *found)


class _Wording:
    """How figures are written in a message: as the text has them, or anew in the habit of its language."""

    def __init__(self, language: str, claims: Mapping[str, Claim]) -> None:
        self.claims = claims
        self.groups, self.mark = (",", ".") if language == "en" else ("\u202f", ",")

    def number(self, value: Decimal) -> str:
        """A computed figure, without needless zeros."""
        whole, _, behind = f"{abs(value):f}".partition(".")
        behind = behind.rstrip("0")
        grouped = f"{int(whole):,}".replace(",", self.groups)
        return ("-" if value < 0 else "") + grouped + (self.mark + behind if behind else "")

    def written(self, name: str) -> str:
        """A figure as the text has it; in short where it was written badly."""
        if name == HUNDRED:
            return "100 %"
        claim = self.claims[name]
        return self.number(claim.value) if claim.malformed else " ".join(claim.raw.split())

    def added(self, names: Sequence[str]) -> str:
        """Figures with plus signs between them."""
        return " + ".join(self.written(name) for name in names)

    def computed(self, judgement: Judgement) -> str:
        """What the calculation gives; of a share one decimal more than the text prints, so that the gap shows."""
        value = judgement.weighing.computed
        if value % 1 and judgement.relation.type in COMPARED_AS_SHARES:
            printed = self.claims[judgement.relation.stated_side[0]].decimals
            value = value.quantize(Decimal(1).scaleb(-max(printed + 1, 2)), ROUND_HALF_UP)
        return self.number(value)

    def spans(self, names: Iterable[str]) -> tuple[tuple[int, int], ...]:
        """Where these claims stand."""
        return tuple(sorted((self.claims[name].start, self.claims[name].end) for name in names if name in self.claims))


def _unread(reading: Reading, wording: _Wording) -> Iterator[Finding]:
    if reading.unread_from is not None:
        spans = ((reading.unread_from, len(reading.text)),)
        yield Finding(
            "unread", Severity.WARNING, _UNREAD, {"place": wording.number(Decimal(reading.unread_from))}, spans=spans
        )


def _malformed(reading: Reading, wording: _Wording) -> Iterator[Finding]:
    for claim in reading.claims:
        if claim.malformed:
            value = wording.number(claim.value)
            yield Finding(
                "malformed",
                Severity.WARNING,
                _MALFORMED,
                {"raw": claim.raw, "value": value},
                Advice(_WRITE, {"value": value}),
                ((claim.start, claim.end),),
            )


def _announced(reading: Reading, wording: _Wording) -> Iterator[Finding]:
    for one in announced_lists(reading):
        values = {
            "stated": wording.written(one.claim.id),
            "named": len(one.names),
            "names": ", ".join(one.names),
        }
        yield Finding("announced-list", Severity.NOTE, _ANNOUNCED, values, spans=((one.claim.start, one.end),))


def _failure(judgement: Judgement, wording: _Wording, advice: Advice) -> Finding:
    relation, weighing = judgement.relation, judgement.weighing
    delta = weighing.delta or Decimal(0)
    values: dict[str, object] = {
        "stated": wording.added(relation.stated_side),
        "other": wording.added(relation.other_side),
        "first": wording.written(relation.other_side[0]),
        "second": wording.written(relation.other_side[-1]),
        "computed": wording.computed(judgement),
        "difference": wording.number(abs(delta)),
    }
    if relation.type is RelationType.SUM:
        message = _TOO_MUCH if delta > 0 else _TOO_LITTLE
    else:
        message = _FAILURES[relation.type]
    severity = judgement.severity or Severity.WARNING
    spans = wording.spans(relation.ids)
    return Finding(f"{relation.type}-fails", severity, message, values, advice, spans, relation.id)


def _advice(judgement: Judgement, mending: Mending, wording: _Wording) -> Advice:
    if not mending.searched:
        return Advice(_NOT_SEARCHED)
    if mending.asserted is not None:
        return _asserted(mending.asserted, wording)
    if mending.safe:
        shown = mending.safe[:NAMED_CANDIDATES]
        listed = " ; ".join(f"{wording.written(one.claims[0])} → {wording.number(one.to)}" for one in shown)
        if len(mending.safe) == 1:
            return Advice(_UNPROVEN, {"candidates": listed})
        return Advice(_MANY if len(mending.safe) > len(shown) else _SEVERAL, {"candidates": listed})
    return Advice(_ARGUABLE if judgement.relation.arguable else _NOTHING)


def _asserted(repair: Repair, wording: _Wording) -> Advice:
    values = {
        "was": wording.written(repair.claims[0]),
        "to": wording.number(repair.to),
        "places": len(repair.claims),
    }
    return Advice(_ONE_IN_SEVERAL_PLACES if len(repair.claims) > 1 else _ONE, values)


def _note(judgement: Judgement, wording: _Wording) -> Finding:
    relation = judgement.relation
    values: dict[str, object] = {
        "stated": wording.added(relation.stated_side),
        "computed": wording.computed(judgement),
        "complement": wording.written(judgement.complement) if judgement.complement else "",
    }
    message = _COMPLEMENT if judgement.complement else _NOTES[judgement.verdict]
    code = f"{relation.type}-{judgement.verdict}"
    return Finding(code, Severity.NOTE, message, values, None, wording.spans(relation.ids), relation.id)
