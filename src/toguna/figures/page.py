"""The report as one page that needs nothing else: no network, no script, no colours; with them it is quicker.

`report_body` is the part that another page can take in. All that comes from the text is escaped, and a policy in the
page forbids everything but the page's own style and script.
"""

import base64
import hashlib
from html import escape
from importlib.resources import files

from toguna.figures.documents.document import Document, Format
from toguna.figures.page_findings import findings_list, proposals_list, read_notes
from toguna.figures.page_relations import relations_table
from toguna.figures.page_text import Shown, text_with_figures
from toguna.figures.report import Report
from toguna.figures.telling import Tongue, caution, summary

MARK = (
    '<svg viewBox="0 0 48 40" aria-hidden="true" focusable="false">'
    '<path d="M10 5h28l2 4H8zM7 11h34l2 4H5zM4 17h40l1 4H3z"/>'
    '<path d="M8 23h6l-1 13H9zM21 23h6l-1 13h-4zM34 23h6l-1 13h-4z"/></svg>'
)


def report_page(report: Report, title: str, document: Document | None = None, language: str | None = None) -> str:
    """A whole page of HTML with the report in it, to be kept, sent or printed."""
    document = document or Document(report.text)
    tongue = Tongue(language or report.language)
    style, script = f"{look('sheet.css')}\n{look('report.css')}", look("report.js")
    allowed = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    heading = escape(title)
    return f"""<!DOCTYPE html>
<html lang="{tongue.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{heading} – {escape(tongue.gettext("contrôle des chiffres"))}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#figures-text">{escape(tongue.gettext("Aller au texte"))}</a>
<header><div class="wrap">{MARK} Toguna <small>{escape(tongue.gettext("contrôle des chiffres"))}</small></div></header>
<main class="wrap">
<p class="over">{escape(tongue.gettext("Les chiffres de ce texte s'accordent-ils ?"))}</p>
<h1>{heading}</h1>
<p class="about">{_about(report, document, tongue)}</p>
{report_body(report, document, language)}
</main>
<script>{script}</script>
</body>
</html>
"""


def report_body(report: Report, document: Document | None = None, language: str | None = None) -> str:
    """The report without its page: summary, findings, text with its figures underlined, relations that were read."""
    document = document or Document(report.text)
    tongue = Tongue(language or report.language)
    shown = Shown(report, document, tongue)
    listed = findings_list(shown)
    text = text_with_figures(shown)
    parts = [
        f'<p class="summary">{escape(summary(report, tongue))}</p>',
        f'<p class="caution">{escape(caution(report, tongue))}</p>',
        read_notes(shown),
        proposals_list(shown),
        _legend(shown),
        f'<div class="side-by-side">{listed}{text}</div>' if listed else text,
        relations_table(shown),
    ]
    return '<div class="figures-report">' + "\n".join(part for part in parts if part) + "</div>"


def look(name: str) -> str:
    """A stylesheet or script of the report, for whoever shows `report_body` in a page of their own."""
    return (files("toguna.figures") / "look" / name).read_text(encoding="utf-8").strip()


def _about(report: Report, document: Document, tongue: Tongue) -> str:
    formats = {
        Format.TEXT: tongue.gettext("texte"),
        Format.MARKDOWN: "Markdown",
        Format.HTML: tongue.gettext("page HTML"),
        Format.WORD: tongue.gettext("document Word"),
        Format.PDF: "PDF",
    }
    languages = {"fr": tongue.gettext("lu en français"), "en": tongue.gettext("lu en anglais")}
    told = [formats[document.format], languages.get(report.language, report.language)]
    pages = sum(1 for number, _ in document.pages if number)
    if pages:
        told.insert(1, tongue.ngettext("%(n)s page", "%(n)s pages", pages) % {"n": pages})
    return escape(" · ".join(told))


def _legend(shown: Shown) -> str:
    tongue = shown.tongue
    if not shown.report.claims:
        return ""
    kinds = [
        ("error", tongue.gettext("erreur")),
        ("warning", tongue.gettext("à vérifier")),
        ("remark", tongue.gettext("remarque")),
        ("holds", tongue.gettext("s'accorde avec d'autres")),
        ("alone", tongue.gettext("lu, mais rien à quoi le comparer")),
    ]
    present = {shown.tone(claim) for claim in shown.report.claims}
    rows = "".join(
        f'<li><span class="sample f {tone}">123</span> {escape(word)}</li>' for tone, word in kinds if tone in present
    )
    label = escape(tongue.gettext("Ce que disent les soulignements"))
    return f'<ul class="legend" aria-label="{label}">{rows}</ul>'


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
