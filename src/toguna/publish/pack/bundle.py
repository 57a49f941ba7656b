"""The pack as one ZIP: report and annexes in both languages, the data, and a list of files with their hashes.

The same edition and the same quarter give the same bytes.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO

from toguna.publish.changes import Change, change_in_words
from toguna.publish.documents.on_paper import document_as_pdf
from toguna.publish.documents.on_screen import document_as_html
from toguna.publish.hxl import cells_as_hxl, hxl_dictionary
from toguna.publish.pack.activities import activities_in, state_of
from toguna.publish.pack.report import quarterly_report, year_of
from toguna.publish.snapshot import Snapshot, canonical, digest
from toguna.publish.tables import COLUMNS, cells_as_csv, csv_bytes, dictionary_of
from toguna.publish.tracking.paper import tracking_paper
from toguna.publish.tracking.spans import Span
from toguna.publish.tracking.words import span_days, span_words
from toguna.publish.tracking.workbook import tracking_workbook
from toguna.publish.words import Pair, said, text_in
from toguna.rules.numbers import long_date

# The oldest date that a ZIP can hold; no file of a pack says when somebody took it away.
FIXED = (1980, 1, 1, 0, 0, 0)
NAMES: Mapping[str, Mapping[str, str]] = {
    "fr": {"report": "fr/rapport-trimestriel", "table": "fr/annexe-1-tableau-de-suivi", "read": "LISEZ-MOI.txt"},
    "en": {"report": "en/quarterly-report", "table": "en/annex-1-tracking-table", "read": "README.txt"},
}
ACTIVITY_COLUMNS: Mapping[str, Pair] = {
    "activity": ("code de l'activité", "code of the activity"),
    "title_fr": ("intitulé, en français", "title, in French"),
    "title_en": ("intitulé, en anglais", "title, in English"),
    "kind": ("type d'activité", "kind of activity"),
    "objective": ("numéro de l'objectif", "number of the objective"),
    "implementer": ("code de l'organisation qui met en œuvre", "code of the implementing organisation"),
    "place": ("code du lieu, avec son référentiel", "code of the place, with its scheme"),
    "starts_on": ("premier jour", "first day"),
    "ends_on": ("dernier jour", "last day"),
    "sessions": ("nombre de séances", "number of sessions"),
    "state": (
        "held tenue, cancelled annulée, late en retard, to_come à venir",
        "held, cancelled, late, to_come",
    ),
    "fictional": ("yes : donnée fictive", "yes: invented for the demonstration"),
}
GRANT_COLUMNS: Mapping[str, Pair] = {
    "sub_award": ("code de la subvention", "code of the sub-award"),
    "giver": ("code de l'organisation qui accorde", "code of the organisation that grants"),
    "receiver": ("code de l'organisation qui reçoit", "code of the organisation that receives"),
    "title_fr": ("objet, en français", "purpose, in French"),
    "title_en": ("objet, en anglais", "purpose, in English"),
    "starts_on": ("premier jour", "first day"),
    "ends_on": ("dernier jour", "last day"),
    "currency": ("monnaie", "currency"),
    "awarded": ("montant accordé ; vide : non précisé", "amount awarded; empty: not stated"),
    "disbursed": ("montant versé ; vide : non précisé", "amount disbursed; empty: not stated"),
    "acquitted": ("montant justifié ; vide : non précisé", "amount acquitted; empty: not stated"),
    "state": ("état", "state"),
    "fictional": ("yes : donnée fictive", "yes: invented for the demonstration"),
}
CHANGE_COLUMNS: Mapping[str, Pair] = {
    "indicator": ("code de l'indicateur", "code of the indicator"),
    "what": ("cell une case, definition une définition", "cell or definition"),
    "period": ("code de la période", "code of the period"),
    "dimension": ("ventilation ; vide pour le total", "dimension; empty for the total"),
    "category": ("code de la catégorie", "code of the category"),
    "before": ("avant ; masked masqué, unknown non précisé", "before; masked, unknown: not stated"),
    "after": ("après ; masked masqué, unknown non précisé", "after; masked, unknown: not stated"),
    "words_fr": ("en mots, en français", "in words, in French"),
    "words_en": ("en mots, en anglais", "in words, in English"),
}
HEAD: Pair = (
    "PAQUET TRIMESTRIEL\n\n%(programme)s (%(code)s)\n%(period)s, %(days)s\nÉdition %(number)s du %(on)s\nEmpreinte de "
    "l'édition (SHA-256) : %(sha256)s\n",
    "QUARTERLY PACK\n\n%(programme)s (%(code)s)\n%(period)s, %(days)s\nEdition %(number)s of %(on)s\nHash of the "
    "edition (SHA-256): %(sha256)s\n",
)
INVENTED: Pair = (
    "\nDONNÉE FICTIVE : ce programme, ses communes, ses organisations et ses chiffres sont inventés.\n",
    "\nFICTIONAL DATA: this programme, its communes, its organisations and its figures are invented.\n",
)
WITHDRAWN_SINCE: Pair = (
    "\nDes noms ont été retirés de la vue publique depuis cette édition : ils ne sont plus dans ce paquet, et "
    "data/edition.json\nne redonne donc plus l'empreinte de l'édition. Aucun chiffre n'a changé.\n",
    "\nNames were withdrawn from public view since this edition: they are no longer in this pack, so that "
    "data/edition.json\nno longer gives the hash of the edition. No figure has changed.\n",
)
HOW: Pair = (
    "\nTout vient de cette seule édition, figée : chaque chiffre s'y retrouve (data/edition.json, data/cells.csv).\n"
    "L'annexe 1 est un classeur et un PDF ; les annexes 2 à 5 sont dans le rapport.\n"
    "Ce que veut dire chaque colonne des tableaux CSV : data/dictionary.csv.\n\nFichiers et empreintes (SHA-256) :\n",
    "\nEverything comes from this one frozen edition: every figure is found in it (data/edition.json, "
    "data/cells.csv).\nAnnex 1 is a workbook and a PDF; annexes 2 to 5 are in the report.\n"
    "What each column of the CSV tables means: data/dictionary.csv.\n\nFiles and hashes (SHA-256):\n",
)


def quarterly_pack(snapshot: Snapshot, sha256: str, span: Span, changes: Sequence[Change], site: str = "") -> bytes:
    """The whole pack."""
    files = dict(_files(snapshot, sha256, span, changes, site))
    for language, names in NAMES.items():
        files[names["read"]] = _read_me(snapshot, sha256, span, files, language)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as folder:
        for name in sorted(files, key=lambda one: ("/" in one, one)):
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            folder.writestr(entry, files[name])
    return content.getvalue()


def pack_name(snapshot: Snapshot, span: Span) -> str:
    """What the file is called."""
    return f"{snapshot['programme']['code']}-{span.period.code}-edition-{snapshot['number']}.zip"


def _files(
    snapshot: Snapshot, sha256: str, span: Span, changes: Sequence[Change], site: str
) -> Iterator[tuple[str, bytes]]:
    year = [year_of(snapshot, span)]
    for language, names in NAMES.items():
        report = quarterly_report(snapshot, span, changes, language, site)
        yield f"{names['report']}.html", document_as_html(report, snapshot, sha256, site)
        yield f"{names['report']}.pdf", document_as_pdf(report, snapshot, sha256)
        yield f"{names['table']}.xlsx", tracking_workbook(snapshot, sha256, language)
        yield f"{names['table']}.pdf", tracking_paper(snapshot, sha256, language, year, site)
    yield "data/edition.json", canonical(snapshot)
    yield "data/cells.csv", cells_as_csv(snapshot, sha256)
    yield "data/cells-hxl.csv", cells_as_hxl(snapshot, sha256)
    yield "data/activities.csv", csv_bytes(list(ACTIVITY_COLUMNS), _activity_rows(snapshot, span))
    yield "data/sub-awards.csv", csv_bytes(list(GRANT_COLUMNS), _grant_rows(snapshot))
    yield "data/changes.csv", csv_bytes(list(CHANGE_COLUMNS), _change_rows(snapshot, changes))
    tables = {
        "cells.csv": COLUMNS,
        "cells-hxl.csv": hxl_dictionary(snapshot),
        "activities.csv": ACTIVITY_COLUMNS,
        "sub-awards.csv": GRANT_COLUMNS,
        "changes.csv": CHANGE_COLUMNS,
    }
    yield "data/dictionary.csv", dictionary_of(tables)


def _read_me(snapshot: Snapshot, sha256: str, span: Span, files: Mapping[str, bytes], language: str) -> bytes:
    values = {
        "programme": text_in(snapshot["programme"]["name"], language),
        "code": snapshot["programme"]["code"],
        "period": span_words(span, language),
        "days": span_days(span, language),
        "number": snapshot["number"],
        "on": long_date(date.fromisoformat(snapshot["released_on"]), language),
        "sha256": sha256,
    }
    listed = [f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items()) if "/" in name]
    invented = said(INVENTED, language) if snapshot["fictional"] else ""
    withdrawn = "" if digest(snapshot) == sha256 else said(WITHDRAWN_SINCE, language)
    text = "".join([said(HEAD, language) % values, invented, withdrawn, said(HOW, language), *listed])
    # The office computers that open it show a line only after both signs.
    return text.replace("\n", "\r\n").encode()


def _activity_rows(snapshot: Snapshot, span: Span) -> Iterator[Iterable[object]]:
    on = date.fromisoformat(snapshot["released_on"])
    for one in activities_in(snapshot, span.period):
        titles = (text_in(one["title"], "fr"), text_in(one["title"], "en"))
        yield (
            one["code"], *titles, one["kind"], one["objective"], one["implementer"], one["place"], one["starts_on"],
            one["ends_on"], one["sessions"], state_of(one, on), _yes(snapshot["fictional"]),
        )  # fmt: skip


def _grant_rows(snapshot: Snapshot) -> Iterator[Iterable[object]]:
    for one in snapshot["programme"].get("sub_awards", []):
        titles = (text_in(one["title"], "fr"), text_in(one["title"], "en"))
        amounts = (_amount(one["value"]), _amount(one["disbursed"]), _amount(one["acquitted"]))
        yield (
            one["code"], one["giver"], one["receiver"], *titles, one["starts_on"], one["ends_on"], one["currency"],
            *amounts, one["status"], _yes(snapshot["fictional"]),
        )  # fmt: skip


def _change_rows(snapshot: Snapshot, changes: Sequence[Change]) -> Iterator[Iterable[object]]:
    for one in changes:
        told = (change_in_words(one, snapshot, "fr"), change_in_words(one, snapshot, "en"))
        where = (one.get("period", ""), one.get("dimension", ""), one.get("category", ""))
        yield (one["indicator"], one["what"], *where, one["before"], one["after"], *told)


def _amount(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
