"""How well the auditor of narratives finds what careful readers found: relations, failures, malformed numbers, repairs.

    python -m tools.figures_eval [FOLDER] [--verbose] [--each] [--only 05,69] [--claims] [--relations]

Matches claims by value and overlapping characters, relations by type and the claims on both sides; statements tied by
a repeat that holds count as one claim. Without a folder those given beside the project are measured, and where there
are none the project's own, which are fictional. With --claims the annotated claims are read instead of the text, with
--relations the annotated relations too, so that each stage can be measured by itself.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tests.figures.annotated import KEPT, OURS, Annotated, Verdict, load
from toguna.figures.checking import related
from toguna.figures.claims import Claim
from toguna.figures.judging import Judgement, Severity
from toguna.figures.judging import Verdict as Shown
from toguna.figures.reading import read
from toguna.figures.relations import HUNDRED, Relation, RelationType
from toguna.figures.report import Report, drawn_up

FOLDER = Path(__file__).parents[2] / "shared" / "figures-dev"
SUMS_AND_SHARES = frozenset({RelationType.SUM, RelationType.PERCENT_OF, RelationType.PERCENT_SUM})
APART = frozenset({RelationType.REPEAT, RelationType.SUBSET})
WITH_LETTERS = re.compile(r"[^\W\d_]{3,}")
LEADING_ZERO = re.compile(r"0\d*$")

Key = tuple[RelationType, frozenset[frozenset[str]]]


@dataclass
class Tally:
    """Found, proposed and true: what precision and recall are made of."""

    matched: int = 0
    proposed: int = 0
    found: int = 0
    true: int = 0

    def add(self, other: "Tally") -> None:
        """Count another text's figures in."""
        self.matched += other.matched
        self.proposed += other.proposed
        self.found += other.found
        self.true += other.true

    def line(self, aims: tuple[float, float] | None = None) -> str:
        """Precision and recall in one line, with what is aimed at."""
        precision = self.matched / self.proposed if self.proposed else 1.0
        recall = self.found / self.true if self.true else 1.0
        aim = f"   aim P {aims[0]:.2f} R {aims[1]:.2f}" if aims else ""
        return f"P {precision:.3f} ({self.matched}/{self.proposed})  R {recall:.3f} ({self.found}/{self.true}){aim}" + (
            "" if not aims or (precision >= aims[0] and recall >= aims[1]) else "   NOT REACHED"
        )


@dataclass
class Score:
    """What one text adds to the measures, and what to look at."""

    relations: Tally = field(default_factory=Tally)
    sums_and_shares: Tally = field(default_factory=Tally)
    repeats: Tally = field(default_factory=Tally)
    subsets: Tally = field(default_factory=Tally)
    others: Tally = field(default_factory=Tally)
    failing: Tally = field(default_factory=Tally)
    claims: Tally = field(default_factory=Tally)
    malformed: Tally = field(default_factory=Tally)
    repairs: Tally = field(default_factory=Tally)
    abstained: Tally = field(default_factory=Tally)
    wrong: int = 0
    remarks: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count another text's figures in."""
        for name, tally in vars(other).items():
            if isinstance(tally, Tally):
                getattr(self, name).add(tally)
        self.wrong += other.wrong


class Comparison:
    """One annotated text beside the report on it."""

    def __init__(self, annotated: Annotated, report: Report) -> None:
        self.annotated, self.report = annotated, report
        self.theirs = {claim.id: claim for claim in annotated.reading.claims}
        self.ours = {claim.id: claim for claim in report.claims}
        self.tie = tied(annotated)
        self.same = {claim.id: self._counterpart(claim) for claim in report.claims}
        self.score = Score()

    def _counterpart(self, claim: Claim) -> str:
        for other in self.theirs.values():
            if other.value == claim.value and other.start < claim.end and claim.start < other.end:
                return other.id
        return f"?{claim.id}"

    def key_of_ours(self, relation: Relation) -> Key:
        """A relation of the report in the annotation's claims."""
        sides = [
            frozenset(
                name if name == HUNDRED else self.tie.get(self.same.get(name, name), self.same.get(name, name))
                for name in side
            )
            for side in (relation.stated_side, relation.other_side)
        ]
        return relation.type, frozenset(sides)

    def key_of_theirs(self, relation: Relation) -> Key:
        """A relation of the annotation, tied statements being one."""
        sides = [
            frozenset(self.tie.get(name, name) for name in side) for side in (relation.stated_side, relation.other_side)
        ]
        return relation.type, frozenset(sides)

    def said(self, relation: Relation, claims: dict[str, Claim]) -> str:
        """A relation with its figures, for a person who looks for the reason."""

        def side(names: Iterable[str]) -> str:
            return " + ".join("100" if name == HUNDRED else claims[name].raw.strip() for name in names)

        arrow = {RelationType.SUBSET: "<=", RelationType.PERCENT_OF: "of"}.get(relation.type, "=")
        cue = "" if relation.cue == "annotation" else f"  [{relation.cue} {relation.confidence:.2f}]"
        return f"{relation.type}: {side(relation.stated_side)} {arrow} {side(relation.other_side)}{cue}"

    def measure(self) -> Score:
        """All measures of this text."""
        self._claims()
        self._relations()
        self._failing()
        self._malformed()
        self._repairs()
        return self.score

    def _claims(self) -> None:
        found = {name for name in self.same.values() if not name.startswith("?")}
        self.score.claims = Tally(len(found), len(self.same), len(found), len(self.theirs))
        for name, claim in self.theirs.items():
            if name not in found:
                self._remark("claim missed", f"{claim.raw!r} at {claim.start}")
        for name, other in self.same.items():
            if other.startswith("?"):
                self._remark(
                    "claim false", f"{self.ours[name].raw!r} = {self.ours[name].value} at {self.ours[name].start}"
                )

    def _relations(self) -> None:
        theirs: dict[Key, Relation] = {}
        for relation in self.annotated.relations:
            key = self.key_of_theirs(relation)
            # Two statements tied by a repeat that holds are one claim: the repeat itself keeps its own two ends.
            theirs[key if len(key[1]) > 1 else (relation.type, frozenset({relation.ids}))] = relation
        ours: dict[Key, Relation] = {}
        for judgement in self.report.judgements:
            relation = judgement.relation
            key = self.key_of_ours(relation)
            if relation.type is RelationType.REPEAT and len(key[1]) == 1:
                ends = frozenset(self.same[name] for name in relation.ids)
                known = (relation.type, frozenset({ends}))
                key = known if known in theirs else (relation.type, frozenset({ends, frozenset({"tied"})}))
            ours[key] = relation
        self._tally(ours, theirs)

    def _tally(self, ours: dict[Key, Relation], theirs: dict[Key, Relation]) -> None:
        every = frozenset(RelationType)
        groups = {
            "relations": every - APART,
            "sums_and_shares": SUMS_AND_SHARES,
            "repeats": frozenset({RelationType.REPEAT}),
            "subsets": frozenset({RelationType.SUBSET}),
            "others": every - APART - SUMS_AND_SHARES,
        }
        harmless = {key for key in ours if frozenset({"tied"}) in key[1]}
        for name, kinds in groups.items():
            proposed = {key for key in ours if key[0] in kinds} - harmless
            true = {key for key in theirs if key[0] in kinds}
            both = len(proposed & true)
            setattr(self.score, name, Tally(both, len(proposed), both, len(true)))
        for key, relation in theirs.items():
            if key not in ours:
                self._remark("relation missed", self.said(relation, self.theirs))
        for key, relation in ours.items():
            if key not in theirs and key not in harmless:
                self._remark("relation false", self.said(relation, self.ours))

    def _failing(self) -> None:
        tally = self.score.failing
        verdicts = {self.key_of_theirs(one): self.annotated.verdicts[one.id] for one in self.annotated.relations}
        flagged: dict[Key, Judgement] = {}
        for judgement in self.report.judgements:
            if judgement.fails and judgement.severity is not Severity.NOTE:
                flagged[self.key_of_ours(judgement.relation)] = judgement
        for key, judgement in flagged.items():
            verdict = verdicts.get(key)
            tally.proposed += 1
            if verdict is not None and verdict.fails:
                tally.matched += 1
            else:
                why = "no such relation" if verdict is None else verdict.verdict
                said = self.said(judgement.relation, self.ours)
                self._remark("false alarm", f"{judgement.severity}: {said} ({why})")
        for relation in self.annotated.relations:
            verdict = self.annotated.verdicts[relation.id]
            if verdict.certain:
                tally.true += 1
                if self.key_of_theirs(relation) in flagged:
                    tally.found += 1
                else:
                    self._remark("failure missed", self.said(relation, self.theirs))

    def _malformed(self) -> None:
        tally = self.score.malformed
        expected = [claim for claim in self.theirs.values() if malformed_in_digits(claim)]
        neutral = [claim for claim in self.theirs.values() if LEADING_ZERO.match(claim.raw.strip())]
        for claim in self.report.malformed:
            if any(overlap(claim, other) for other in neutral) or LEADING_ZERO.match(claim.raw.strip()):
                continue
            tally.proposed += 1
            if any(overlap(claim, other) and claim.value == other.value for other in expected):
                tally.matched += 1
            else:
                self._remark("malformed false", f"{claim.raw!r} read as {claim.value}")
        for other in expected:
            tally.true += 1
            if any(overlap(claim, other) and claim.value == other.value for claim in self.report.malformed):
                tally.found += 1
            else:
                self._remark("malformed missed", f"{other.raw!r} = {other.value}")

    def _repairs(self) -> None:
        expected = {
            relation.id: self._tied_repair(self.annotated.verdicts[relation.id])
            for relation in self.annotated.relations
            if self.annotated.verdicts[relation.id].fails
        }
        right = {repair for repair in expected.values() if repair is not None}
        asserted: dict[Key, tuple[frozenset[str], Decimal]] = {}
        for name, mending in self.report.mendings.items():
            if mending.asserted is None:
                continue
            relation = next(one.relation for one in self.report.judgements if one.relation.id == name)
            names = (self.same[claim] for claim in mending.asserted.claims)
            repair = frozenset(self.tie.get(claim, claim) for claim in names), mending.asserted.to
            asserted[self.key_of_ours(relation)] = repair
            if not any(repair[0] & claims and repair[1] == to for claims, to in right):
                self.score.wrong += 1
                told = f"{mending.asserted.was} -> {mending.asserted.to}"
                self._remark("WRONG REPAIR", f"{told} for {self.said(relation, self.ours)}")
        for relation in self.annotated.relations:
            if relation.id not in expected:
                continue
            wanted, proposed = expected[relation.id], asserted.get(self.key_of_theirs(relation))
            if wanted is not None and self.annotated.verdicts[relation.id].certain:
                exact = proposed is not None and bool(proposed[0] & wanted[0]) and proposed[1] == wanted[1]
                self.score.repairs.add(Tally(exact, 1, exact, 1))
                if not exact:
                    self._remark("repair missed", f"{wanted[1]} for {self.said(relation, self.theirs)}")
            else:
                self.score.abstained.add(Tally(proposed is None, 1, proposed is None, 1))

    def _tied_repair(self, verdict: Verdict) -> tuple[frozenset[str], Decimal] | None:
        repair = verdict.unique_repair
        return None if repair is None else (frozenset(self.tie.get(name, name) for name in repair[0]), repair[1])

    def _remark(self, what: str, told: str) -> None:
        self.score.remarks.append(f"{self.annotated.id:>4}  {what:16} {told}")


def overlap(one: Claim, other: Claim) -> bool:
    """Whether two claims share a character."""
    return one.start < other.end and other.start < one.end


def malformed_in_digits(claim: Claim) -> bool:
    """A number that is not well formed, has a digit and no number word."""
    written = re.sub(r"per ?cent|pour ?cent", "", claim.raw, flags=re.IGNORECASE)
    return not claim.well_formed and bool(re.search(r"\d", written)) and not WITH_LETTERS.search(written)


def tied(annotated: Annotated) -> dict[str, str]:
    """Each claim's first statement, over the repeats that hold."""
    first = {claim.id: claim.id for claim in annotated.reading.claims}
    for relation in annotated.relations:
        if relation.type is RelationType.REPEAT and annotated.verdicts[relation.id].verdict == Shown.HOLDS:
            one, other = first[relation.stated_side[0]], first[relation.other_side[0]]
            for name, known in first.items():
                if known == other:
                    first[name] = one
    return first


def report_on(annotated: Annotated, claims: bool, relations: bool) -> Report:
    """The report on an annotated text, read and related by us or taken from the annotation."""
    reading = annotated.reading if claims or relations else read(annotated.text)
    return drawn_up(reading, annotated.relations) if relations else drawn_up(*related(reading))


def told(title: str, score: Score) -> str:
    """The measures of some texts together."""
    return "\n".join(
        [
            f"── {title}",
            f"   claims                     {score.claims.line()}",
            f"1. relations                  {score.relations.line()}",
            f"   sum, percent_of, _sum      {score.sums_and_shares.line((0.90, 0.80))}",
            f"   changes, words, points     {score.others.line()}",
            f"   repeats (apart)            {score.repeats.line()}",
            f"   subsets (apart)            {score.subsets.line()}",
            f"2. failing relations          {score.failing.line((0.90, 0.85))}",
            f"3. malformed numbers          {score.malformed.line((0.90, 0.90))}",
            f"4. unique repairs exact       {score.repairs.found}/{score.repairs.true}   aim .80",
            f"   abstained where not unique {score.abstained.found}/{score.abstained.true}",
            f"   wrong repairs asserted     {score.wrong}   aim 0",
        ]
    )


def show(lines: str) -> None:
    """Say something on the terminal."""
    sys.stdout.write(lines + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a folder of annotated texts."""
    parser = argparse.ArgumentParser(description="How well figures and their relations are found")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--verbose", "-v", action="store_true", help="list what was missed and what was false")
    parser.add_argument("--each", action="store_true", help="the measures of every text by itself")
    parser.add_argument("--only", default="", help="ids of texts, with commas")
    parser.add_argument("--claims", action="store_true", help="start from the annotated claims")
    parser.add_argument("--relations", action="store_true", help="start from the annotated claims and relations")
    given = parser.parse_args(arguments)
    # Without the given texts the project's own are measured: those at hand and those kept for judging.
    absent = given.folder.resolve() == FOLDER.resolve() and not given.folder.is_dir()
    texts = [*load(OURS), *load(KEPT)] if absent else load(given.folder) if given.folder.is_dir() else []
    if absent:
        show(f"No {FOLDER.name} beside the project: its own {len(texts)} fictional texts instead.")
    if given.only:
        texts = [one for one in texts if one.id in given.only.split(",")]
    if not texts:
        sys.stderr.write(f"No annotated texts in {given.folder}: name a folder that holds NN.txt and NN.json.\n")
        return 1
    languages: dict[str, Score] = defaultdict(Score)
    whole, remarks = Score(), []
    for annotated in texts:
        score = Comparison(annotated, report_on(annotated, given.claims, given.relations)).measure()
        whole.add(score)
        languages[annotated.language].add(score)
        remarks.extend(score.remarks)
        if given.each:
            show(told(f"{annotated.id} ({annotated.language})", score))
    if given.verbose:
        show("\n".join(remarks))
    for language, score in sorted(languages.items()):
        show(told(language, score))
    show(told(f"all {len(texts)} texts", whole))
    return 0


if __name__ == "__main__":
    sys.exit(main())
