"""The text of a report with its figures underlined, each a link to what is said of it.

The text is somebody's, so every character of it is escaped; paragraphs, lines and pages stay where they were.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from toguna.figures.claims import Claim
from toguna.figures.documents.document import Document
from toguna.figures.judging import Judgement, Severity
from toguna.figures.relations import RelationType
from toguna.figures.remarks import Finding
from toguna.figures.report import Report
from toguna.figures.telling import Tongue, claims_of, in_figures, shortened, weight_of_claims

TONES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "remark", None: "holds"}
BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
# A page of thousands of rows helps nobody, and somebody may send a text that makes them.
MOST_RELATIONS = 3_000
MOST_TAGS = 3
LONG_FIGURE = 20


@dataclass(slots=True)
class Shown:
    """A report as its page needs it: what is said of each figure, and under which name each part is found."""

    report: Report
    document: Document
    tongue: Tongue
    findings: tuple[Finding, ...] = ()
    figures: list[list[Claim]] = field(default_factory=list)
    weights: dict[str, Severity | None] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)
    listed: list[Judgement] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    finding_numbers: dict[str, list[int]] = field(default_factory=dict)
    judgements: dict[str, list[Judgement]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        report = self.report
        self.findings = report.findings()
        self.weights = dict(weight_of_claims(report))
        self.claims = {claim.id: claim for claim in report.claims}
        # Names of our own: an id that came with a text could be anything.
        self.anchors = {claim.id: f"chiffre-{number}" for number, claim in enumerate(report.claims, 1)}
        self.listed = sorted(report.judgements, key=_rank)[:MOST_RELATIONS]
        for number, judgement in enumerate(self.listed, 1):
            self.rows[judgement.relation.id] = f"comparaison-{number}"
            for name in judgement.relation.ids:
                self.judgements.setdefault(name, []).append(judgement)
        for number, finding in enumerate(self.findings, 1):
            figures = claims_of(finding, report)
            self.figures.append(figures)
            for claim in figures:
                self.finding_numbers.setdefault(claim.id, []).append(number)

    def tone(self, claim: Claim) -> str:
        """Which line is drawn under a figure."""
        return TONES[self.weights[claim.id]] if claim.id in self.weights else "alone"

    def tied(self, names: list[str]) -> str:
        """The attribute that tells the script which relations a place on the page belongs to."""
        return f' data-r="{" ".join(self.rows[name] for name in names)}"' if names else ""

    def told(self, judgement: Judgement) -> str:
        """A relation and its verdict in one line."""
        figures = shortened(in_figures(judgement, self.claims, self.report.language))
        return f"{figures} : {self.tongue.verdict(judgement.verdict)}"


def _rank(judgement: Judgement) -> int:
    """What fails comes first; a figure that was only said again, last."""
    order = (Severity.ERROR, Severity.WARNING, Severity.NOTE, None)
    return order.index(judgement.severity) + (judgement.relation.type is RelationType.REPEAT and not judgement.fails)


def text_with_figures(shown: Shown) -> str:
    """The section that holds the whole text."""
    heading = escape(shown.tongue.gettext("Le texte"))
    body = "".join(_paragraphs(shown))
    return (
        f'<section aria-labelledby="figures-text"><h2 id="figures-text" tabindex="-1">{heading}</h2>'
        f'<div class="text" lang="{escape(shown.report.language)}">{body}</div></section>'
    )


def _paragraphs(shown: Shown) -> Iterator[str]:
    text = shown.report.text
    claims = iter(shown.report.claims)
    pages = iter([mark for mark in shown.document.pages if mark[0]])
    claim, page = next(claims, None), next(pages, None)
    begin = 0
    ends = [*((found.start(), found.end()) for found in BETWEEN_PARAGRAPHS.finditer(text)), (len(text), len(text))]
    for end, after in ends:
        while page and page[1] <= begin:
            yield _page_mark(page[0], shown)
            page = next(pages, None)
        pieces, at = [], begin
        while (claim and claim.start < end) or (page and page[1] < end):
            if page and (claim is None or page[1] <= claim.start or page[1] < at):
                pieces += [_escaped(text[at : max(at, page[1])]), _page_mark(page[0], shown)]
                at, page = max(at, page[1]), next(pages, None)
            elif claim:
                if claim.start >= at:
                    pieces += [_escaped(text[at : claim.start]), _figure(claim, shown)]
                    at = claim.end
                claim = next(claims, None)
        pieces.append(_escaped(text[at : max(at, end)]))
        paragraph = "".join(pieces).strip()
        if paragraph:
            yield f"<p>{paragraph}</p>\n"
        begin = max(after, at)


def _figure(claim: Claim, shown: Shown) -> str:
    tone = shown.tone(claim)
    judgements = shown.judgements.get(claim.id, [])
    numbers = shown.finding_numbers.get(claim.id, [])
    target = f"constat-{numbers[0]}" if numbers else ""
    if not target and judgements:
        target = shown.rows[judgements[0].relation.id]
    long = " long" if len(claim.raw) > LONG_FIGURE else ""
    words = _escaped(claim.raw) + "".join(_tag(number, claim, shown) for number in numbers[:MOST_TAGS])
    name = shown.anchors[claim.id]
    if not target:
        return f'<span class="f {tone}{long}" id="{name}">{words}</span>'
    tied = shown.tied([judgement.relation.id for judgement in judgements])
    hint = escape("\n".join(shown.told(judgement) for judgement in judgements[:MOST_TAGS]))
    title = f' title="{hint}"' if hint else ""
    return f'<a class="f {tone}{long}" id="{name}" href="#{target}"{tied}{title}>{words}</a>'


def _tag(number: int, claim: Claim, shown: Shown) -> str:
    """The word of a finding beside the figure that it is about, its number alone beside the others."""
    finding = shown.findings[number - 1]
    tone, word = TONES[finding.severity], escape(shown.tongue.severity(finding.severity))
    stated = next(
        (one.relation.stated_side for one in shown.judgements.get(claim.id, []) if one.relation.id == finding.relation),
        (),
    )
    if finding.relation is None or claim.id in stated:
        return f'<span class="tag {tone}">{word} {number}</span>'
    return f'<span class="tag {tone}"><span class="vh">{word} </span>{number}</span>'


def _page_mark(number: int, shown: Shown) -> str:
    told = escape(shown.tongue.gettext("page %(page)s") % {"page": number})
    return f'<span class="page" id="page-{number}">{told}</span>'


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>\n").replace("\f", " ")
