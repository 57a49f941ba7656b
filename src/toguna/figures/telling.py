"""What the terminal and the page say alike: words in the reader's language, places, excerpts, relations in figures.

It decides nothing: what is told was judged before it came here.
"""

import gettext as catalogues
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from toguna.figures.claims import Claim
from toguna.figures.documents.document import Document, Format
from toguna.figures.judging import Judgement, Severity, Verdict
from toguna.figures.relations import HUNDRED, RelationType
from toguna.figures.remarks import Finding
from toguna.figures.report import Report

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("fr", "en")
# Letters of context on each side of a figure, and the farthest that two figures may stand apart in one piece.
CONTEXT = 60
MOST_PIECES = 6
LONGEST_FIGURE, LONGEST_EXCERPT, LONGEST_VALUE = 60, 900, 400


class Told(Protocol):
    """A French template and its values."""

    @property
    def message(self) -> str:
        """The template."""

    @property
    def values(self) -> Mapping[str, object]:
        """What fills it."""


class Tongue:
    """The language in which a report is told; French sentences are the keys of the catalogue.

    >>> Tongue("fr").severity(Severity.WARNING)
    'à vérifier'
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "fr"
        catalogue = catalogues.translation("django", LOCALE, [self.language], fallback=True)
        self.gettext, self.ngettext = catalogue.gettext, catalogue.ngettext

    def say(self, told: Told) -> str:
        """A message with its values, in this language."""
        return self.gettext(told.message) % {name: _kept_short(value) for name, value in told.values.items()}

    def severity(self, severity: Severity) -> str:
        """How much a finding weighs, in a word."""
        return {
            Severity.ERROR: self.gettext("erreur"),
            Severity.WARNING: self.gettext("à vérifier"),
            Severity.NOTE: self.gettext("remarque"),
        }[severity]

    def verdict(self, verdict: Verdict) -> str:
        """What comparing the two sides of a relation shows, in a few words."""
        return {
            Verdict.HOLDS: self.gettext("juste"),
            Verdict.ROUNDING: self.gettext("juste, à l'arrondi près"),
            Verdict.TRUNCATED: self.gettext("coupé sans arrondir"),
            Verdict.APPROX: self.gettext("juste, à peu près"),
            Verdict.FAILS: self.gettext("ne tombe pas juste"),
        }[verdict]

    def kind(self, kind: RelationType) -> str:
        """What ties figures together, in a few words."""
        return {
            RelationType.SUM: self.gettext("total et parties"),
            RelationType.PERCENT_OF: self.gettext("pourcentage d'un total"),
            RelationType.PERCENT_SUM: self.gettext("pourcentages qui s'ajoutent"),
            RelationType.SUBSET: self.gettext("partie d'un ensemble"),
            RelationType.REPEAT: self.gettext("même chiffre, dit deux fois"),
            RelationType.WORDS_VS_DIGITS: self.gettext("en lettres et en chiffres"),
            RelationType.PERCENT_CHANGE: self.gettext("évolution en pourcentage"),
            RelationType.PERCENT_GROWTH: self.gettext("hausse en pourcentage"),
            RelationType.DIFFERENCE: self.gettext("différence"),
            RelationType.PERCENTAGE_POINTS: self.gettext("points de pourcentage"),
        }[kind]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text's excerpt; `marked` where a figure of the finding stands."""

    text: str
    marked: bool = False


def place(document: Document, offset: int, tongue: Tongue) -> str:
    """Where a figure stands, as its reader would look for it: page, line, paragraph."""
    page = document.page_at(offset)
    told = [] if page is None else [tongue.gettext("page %(page)s") % {"page": page}]
    if document.format in (Format.TEXT, Format.MARKDOWN):
        told.append(tongue.gettext("ligne %(line)s") % {"line": document.line_at(offset)})
    elif document.format is not Format.PDF:
        told.append(tongue.gettext("paragraphe %(paragraph)s") % {"paragraph": document.paragraph_at(offset)})
    return ", ".join(told)


def excerpt(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """The words around some figures, cut between words; far figures are joined by an ellipsis.

    >>> excerpt("Au total, 749 personnes.", [(10, 13)])
    [Piece(text='Au total, ', marked=False), Piece(text='749', marked=True), Piece(text=' personnes.', marked=False)]
    """
    pieces: list[Piece] = []
    for number, (begin, end) in enumerate(_windows(text, spans)[:MOST_PIECES]):
        if number or begin:
            pieces.append(Piece(" […] " if number else "… "))
        at = begin
        for start, stop in spans:
            if begin <= start and stop <= end and start >= at:
                pieces += [Piece(_on_one_line(text[at:start])), Piece(_figure(text[start:stop]), marked=True)]
                at = stop
        pieces.append(Piece(_on_one_line(text[at:end])))
        last = end
    if spans and last < len(text.rstrip()):
        pieces.append(Piece(" …"))
    return _bounded(piece for piece in pieces if piece.text)


def _bounded(pieces: Iterable[Piece]) -> list[Piece]:
    """The first pieces, as many as somebody reads: a total may have hundreds of parts."""
    kept: list[Piece] = []
    room = LONGEST_EXCERPT
    for piece in pieces:
        if len(piece.text) > room:
            return [*kept, Piece(f"{piece.text[:room].rpartition(' ')[0]} …")]
        kept.append(piece)
        room -= len(piece.text)
    return kept


def _figure(text: str) -> str:
    """A figure as it is written; a text may hold one that is longer than a book."""
    return _on_one_line(text if len(text) <= LONGEST_FIGURE else f"{text[:LONGEST_FIGURE]}…")


def _kept_short(value: object) -> object:
    return shortened(value) if isinstance(value, str) else value


def shortened(words: str) -> str:
    """Words that may be made of hundreds of figures, as far as somebody reads them."""
    return words if len(words) <= LONGEST_VALUE else f"{words[:LONGEST_VALUE]}…"


def _windows(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        begin, stop = _word_start(text, max(0, start - CONTEXT), start), _word_end(text, end, end + CONTEXT)
        if windows and begin <= windows[-1][1] + CONTEXT // 2:
            windows[-1] = (windows[-1][0], max(stop, windows[-1][1]))
        else:
            windows.append((begin, stop))
    return windows


def _word_start(text: str, begin: int, start: int) -> int:
    paragraph = text.rfind("\n\n", begin, start)
    if paragraph >= 0:
        return paragraph + 2
    if begin == 0:
        return 0
    space = re.search(r"\s", text[begin:start])
    return begin + space.end() if space else start


def _word_end(text: str, end: int, stop: int) -> int:
    paragraph = text.find("\n\n", end, stop)
    if paragraph >= 0:
        return paragraph
    if stop >= len(text):
        return len(text)
    space = max(text.rfind(" ", end, stop), text.rfind("\n", end, stop))
    return space if space >= 0 else end


def _on_one_line(text: str) -> str:
    return re.sub(r"[ \t\n\f]+", " ", text)


def in_figures(judgement: Judgement, claims: Mapping[str, Claim], language: str) -> str:
    """A relation written with the figures of the text: "749 ≠ 211 + 578"."""
    relation = judgement.relation

    def written(name: str) -> str:
        if name == HUNDRED:
            return "100 %"
        return as_read(claims[name], language) if name in claims else "?"

    other = between(relation.type).join(written(name) for name in relation.other_side)
    return f"{' + '.join(written(name) for name in relation.stated_side)} {sign(judgement)} {other}"


def as_read(claim: Claim, language: str) -> str:
    """A figure as the text has it; one that is written badly, as it was read."""
    return number(claim.value, language) if claim.malformed else _on_one_line(claim.raw)


def sign(judgement: Judgement) -> str:
    """What stands between the two sides: equal, nearly, not; for a part, whether it is within its whole."""
    if judgement.relation.type is RelationType.SUBSET:
        return ">" if judgement.fails else "≤"
    return {Verdict.HOLDS: "=", Verdict.FAILS: "≠"}.get(judgement.verdict, "≈")


def between(kind: RelationType) -> str:
    """What stands between the figures of the other side."""
    return {
        RelationType.PERCENT_OF: " / ",
        RelationType.PERCENT_CHANGE: " → ",
        RelationType.PERCENT_GROWTH: " → ",
        RelationType.DIFFERENCE: " − ",
        RelationType.PERCENTAGE_POINTS: " − ",
    }.get(kind, " + ")


def weight_of_claims(report: Report) -> Mapping[str, Severity | None]:
    """The worst that is said of each figure; None for one whose relations hold; nothing for one without any."""
    order = [None, Severity.NOTE, Severity.WARNING, Severity.ERROR]
    weights: dict[str, Severity | None] = {}

    def add(names: Iterable[str], severity: Severity | None) -> None:
        for name in names:
            weights[name] = max(weights.get(name), severity, key=order.index)

    for judgement in report.judgements:
        add(judgement.relation.ids, judgement.severity)
    add((claim.id for claim in report.malformed), Severity.WARNING)
    return weights


def claims_of(finding: Finding, report: Report) -> list[Claim]:
    """The figures that a finding speaks of, in the order of the text."""
    starts = [claim.start for claim in report.claims]
    found: list[Claim] = []
    for start, end in finding.spans[:200]:
        within = report.claims[bisect_left(starts, start) : bisect_right(starts, end)]
        found += [claim for claim in within if claim.end <= end]
    return found


@dataclass(frozen=True, slots=True)
class Proposal:
    """One figure that is proposed in place of another: where it stands, and the findings that this would settle."""

    claims: tuple[Claim, ...]
    to: Decimal
    findings: tuple[int, ...]


def proposals(report: Report) -> list[Proposal]:
    """The corrections that are named, each once, with the numbers of the findings that it would settle."""
    claims = {claim.id: claim for claim in report.claims}
    numbers = {finding.relation: number for number, finding in enumerate(report.findings(), 1) if finding.relation}
    settled: dict[tuple[tuple[str, ...], Decimal], set[int]] = {}
    for relation, mending in report.mendings.items():
        if mending.asserted is not None:
            found = settled.setdefault((mending.asserted.claims, mending.asserted.to), set())
            found.update(numbers[name] for name in (relation, *mending.asserted.cures) if name in numbers)
    told = [
        Proposal(tuple(claims[name] for name in names if name in claims), to, tuple(sorted(found)))
        for (names, to), found in settled.items()
    ]
    return sorted((one for one in told if one.claims), key=lambda one: one.claims[0].start)


def proposal_in_words(proposal: Proposal, report: Report, document: Document, tongue: Tongue) -> str:
    """What to write where, and what that would settle."""
    places = ", ".join(dict.fromkeys(place(document, claim.start, tongue) for claim in proposal.claims))
    count = len(proposal.claims)
    where = tongue.ngettext("%(n)s endroit", "%(n)s endroits", count) % {"n": count}
    settled = tongue.ngettext("règle le constat %(list)s", "règle les constats %(list)s", len(proposal.findings)) % {
        "list": ", ".join(map(str, proposal.findings))
    }
    return tongue.gettext("« %(was)s » devient %(to)s (%(where)s) : %(settled)s.") % {
        "was": _on_one_line(proposal.claims[0].raw),
        "to": number(proposal.to, report.language),
        "where": places if count == 1 and places else f"{where} : {places}" if places else where,
        "settled": settled,
    }


def number(value: Decimal, language: str) -> str:
    """A figure as it is written in a language.

    >>> number(Decimal("1149.5"), "en")
    '1,149.5'
    """
    written = f"{value:,f}"
    return written if language == "en" else written.replace(",", "\u202f").replace(".", ",")


def summary(report: Report, tongue: Tongue) -> str:
    """The whole report in one or two sentences, for somebody who will read no more."""
    findings = report.findings()
    count = {severity: sum(1 for one in findings if one.severity is severity) for severity in Severity}
    read = tongue.ngettext("%(n)s chiffre lu", "%(n)s chiffres lus", len(report.claims)) % {"n": len(report.claims)}
    tied = tongue.ngettext("%(n)s comparaison", "%(n)s comparaisons", len(report.judgements)) % {
        "n": len(report.judgements)
    }
    if not report.claims:
        return tongue.gettext("Aucun chiffre à vérifier n'a été trouvé dans ce texte.")
    if not findings:
        return tongue.gettext("Aucun écart trouvé : %(read)s, %(tied)s.") % {"read": read, "tied": tied}
    errors, warnings, notes = (count[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    parts = [
        tongue.ngettext("%(n)s erreur", "%(n)s erreurs", errors) % {"n": errors},
        tongue.ngettext("%(n)s point à vérifier", "%(n)s points à vérifier", warnings) % {"n": warnings},
        tongue.ngettext("%(n)s remarque", "%(n)s remarques", notes) % {"n": notes},
    ]
    told = ", ".join(part for part, number in zip(parts, (errors, warnings, notes), strict=True) if number)
    return tongue.gettext("%(told)s. %(read)s, %(tied)s.") % {
        "told": told,
        "read": read[:1].upper() + read[1:],
        "tied": tied,
    }


def caution(report: Report, tongue: Tongue) -> str:
    """What the absence of findings does not prove, and what a proposal is worth."""
    if report.findings():
        return tongue.gettext(
            "Une correction proposée n'est jamais prouvée : vérifiez à la source. Votre fichier n'a pas été changé."
        )
    return tongue.gettext("Des chiffres qui s'accordent ne sont pas pour autant exacts : la source seule le dit.")
