"""The list of findings on the page: what, where, in which words, what would mend it, and a way to the place.

It shows what was found in the order in which it should be read: errors first.
"""

from collections.abc import Iterator
from html import escape

from toguna.figures.judging import Severity
from toguna.figures.page_text import TONES, Shown
from toguna.figures.telling import excerpt, place, proposal_in_words, proposals

SIGNS = {Severity.ERROR: "■", Severity.WARNING: "▲", Severity.NOTE: "◆"}
MOST_FINDINGS = 1_000


def findings_list(shown: Shown) -> str:
    """The section with every finding; nothing where there is none."""
    if not shown.findings:
        return ""
    tongue = shown.tongue
    headings = {
        Severity.ERROR: tongue.gettext("À corriger"),
        Severity.WARNING: tongue.gettext("À vérifier"),
        Severity.NOTE: tongue.gettext("Pour information"),
    }
    parts = []
    for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE):
        rows = "".join(_findings(shown, severity))
        if rows:
            parts.append(f'<h3>{escape(headings[severity])}</h3><ol class="findings">{rows}</ol>')
    if len(shown.findings) > MOST_FINDINGS:
        more = tongue.gettext("Les %(n)s premiers constats sont montrés.") % {"n": MOST_FINDINGS}
        parts.append(f'<p class="muted">{escape(more)}</p>')
    title = escape(tongue.gettext("Constats"))
    return (
        f'<section class="listed" aria-labelledby="figures-findings"><h2 id="figures-findings">{title}</h2>'
        f"{''.join(parts)}</section>"
    )


def proposals_list(shown: Shown) -> str:
    """The corrections that are named, each once, before the findings that they would settle."""
    proposed = proposals(shown.report)
    if not proposed:
        return ""
    rows = []
    for one in proposed[:MOST_FINDINGS]:
        told = escape(proposal_in_words(one, shown.report, shown.document, shown.tongue))
        rows.append(f'<li><a href="#{shown.anchors[one.claims[0].id]}">{told}</a></li>')
    title = escape(shown.tongue.gettext("Corrections proposées"))
    return (
        '<section class="proposals" aria-labelledby="figures-proposals">'
        f'<h2 id="figures-proposals">{title}</h2><ul>{"".join(rows)}</ul></section>'
    )


def read_notes(shown: Shown) -> str:
    """What to know of how the file was read."""
    rows = "".join(f"<li>{escape(shown.tongue.say(note))}</li>" for note in shown.document.notes)
    return f'<ul class="read-notes">{rows}</ul>' if rows else ""


def _findings(shown: Shown, severity: Severity) -> Iterator[str]:
    tongue, text = shown.tongue, shown.report.text
    for number, finding in enumerate(shown.findings[:MOST_FINDINGS], 1):
        if finding.severity is not severity:
            continue
        figures = shown.figures[number - 1]
        words = "".join(
            f"<b>{escape(piece.text)}</b>" if piece.marked else escape(piece.text)
            for piece in excerpt(text, finding.spans)
        )
        advice = f'<p class="advice">{escape(tongue.say(finding.advice))}</p>' if finding.advice else ""
        where = escape(place(shown.document, finding.start, tongue))
        if figures:
            target = shown.anchors[figures[0].id]
            where = f'<a class="to-text" href="#{target}">{where or escape(tongue.gettext("voir dans le texte"))}</a>'
        weight = escape(tongue.severity(severity))
        tied = shown.tied([finding.relation]) if finding.relation in shown.rows and finding.relation else ""
        yield (
            f'<li class="finding {TONES[severity]}" id="constat-{number}"{tied}>'
            f'<p class="head"><span class="weight">{SIGNS[severity]} {weight} {number}</span>'
            f"<span>{where}</span></p>"
            f'<p class="said">{escape(tongue.say(finding))}</p>'
            f'<blockquote lang="{escape(shown.report.language)}"><bdi>{words}</bdi></blockquote>{advice}</li>\n'
        )
