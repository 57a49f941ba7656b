"""Editions: the list, what is in one and what changed, its hash, and its files to take away."""

import base64
import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from toguna.publish.changes import Change, change_in_words, totals_first
from toguna.publish.disclosure.cells import LeftOut
from toguna.publish.snapshot import Snapshot, released_cells
from toguna.publish.words import PERIOD_KINDS, dimension_word, indicator_title, period_words, said, text_in
from toguna.rules.withdrawal import Withdrawn
from toguna.store.programmes.queries import public_programmes
from toguna.store.publications.queries import last_edition, public_editions, public_files
from toguna.store.publications.replies import public_replies
from toguna.store.publications.withdrawals import withdrawn_now
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.figures import headlines
from toguna.web.public.files import in_reading_order
from toguna.web.public.frozen import Reading, reading_of
from toguna.web.public.listing import Choice, Column, Filter, csv_answer, listing, wants_csv

CHANGES_OPEN = 12
REPLIES_SHOWN = 2
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@everyone
def editions(request: HttpRequest) -> HttpResponseBase:
    """Every edition of every public programme."""
    columns = [
        Column("programme", _("Programme"), ("programme__code", "-number"), lambda one: one.programme.code),
        Column("number", _("Numéro"), ("number", "programme__code"), lambda one: one.number, True),
        Column("released", _("Publiée le"), ("released_at",), lambda one: one.released_at.date()),
        Column("sha256", _("Empreinte"), (), lambda one: one.sha256),
        Column("fictional", _("Donnée fictive"), (), lambda one: _("oui") if one.fictional else _("non")),
    ]
    used = public_programmes().exclude(editions=None).distinct()
    programmes = [Choice(one.code, text_in(one.name, language())) for one in used]
    filters = [
        Filter("programme", _("Programme"), programmes, lambda rows, code: rows.filter(programme__code=code)),
    ]
    found, ordered = listing(request, public_editions(), columns=columns, filters=filters, default="-released")
    if wants_csv(request):
        return csv_answer(_("editions"), columns, ordered)
    return public_page(
        request,
        "editions",
        listing=found,
        demonstration=any(edition.fictional for edition in found.page),
        breadcrumb=way(step(_("Éditions"))),
    )


@everyone
def edition(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """What is in one edition."""
    reading = reading_of(code, number)
    shown, content, hidden = reading.edition, reading.content, withdrawn_now()
    changes = [
        change_in_words(change, content, language())
        for change in totals_first(shown.changes)
        if _is_named(change, hidden)
    ]
    cells = list(released_cells(content))
    last = last_edition(shown.programme)
    answered = public_replies().filter(edition=shown)
    return public_page(
        request,
        "edition",
        edition=shown,
        programme=shown.programme,
        reading=reading,
        figures=list(headlines(reading, language()).values()),
        changes=changes[:CHANGES_OPEN],
        more_changes=changes[CHANGES_OPEN:],
        cell_count=len(cells),
        stated_count=len(content.get("stated", [])),
        masked_count=sum(1 for part in cells if part.cell["masked"]),
        restatements=_restatements(content),
        closings=[period_words(one["period"], one["period_kind"], language()) for one in content.get("closings", [])],
        left_out=[_left_out(reading, text) for text in content["left_out"]],
        files=in_reading_order(public_files(shown)),
        replies=answered[:REPLIES_SHOWN],
        reply_count=answered.count(),
        newer=last if last and last.number > shown.number else None,
        below=shown.threshold - 1,
        demonstration=shown.fictional,
        breadcrumb=way(
            step(text_in(shown.programme.name, language()), reverse("public:programme", args=[code])),
            step(_("Éditions"), f"{reverse('public:editions')}?programme={code}"),
            step(_("Édition %(number)s") % {"number": number}),
        ),
    )


@everyone
def file(request: HttpRequest, code: str, number: int, name: str) -> HttpResponseBase:
    """One file of an edition as it was released; closed while it names what has been withdrawn since."""
    reading = reading_of(code, number)
    found = reading.edition.files.get(name=name, restricted=False)
    if reading.withdraws:
        shown = {"edition": reading.edition, "programme": reading.edition.programme}
        return public_page(request, "closed_file", status=410, **shown)
    etag = f'"{found.sha256}"'
    if etag in {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}:
        return HttpResponse(status=304, headers={"ETag": etag})
    body = bytes(found.body)
    disposition = "inline" if found.media_type.startswith("text/html") else "attachment"
    return HttpResponse(
        body,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f'{disposition}; filename="{code}-{number}-{found.name}"',
            # It never changes, but it may be closed: whoever keeps a copy asks each time whether it still is open.
            "Cache-Control": "public, no-cache",
            "ETag": etag,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": _policy_for(body),
        },
    )


def _policy_for(body: bytes) -> str:
    """A page that stands alone may have the style it was frozen with, and nothing else."""
    hashes = [base64.b64encode(hashlib.sha256(style).digest()).decode() for style in STYLE.findall(body)]
    styles = " ".join(f"'sha256-{one}'" for one in hashes) or "'none'"
    return f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; frame-ancestors 'none'"


def _is_named(change: Change, hidden: Withdrawn) -> bool:
    """Whether what a change is about is in public view."""
    keys = {"place": hidden.places, "implementer": hidden.organisations}.get(change.get("dimension", ""), frozenset())
    return change.get("category", "") not in keys


def _restatements(content: Snapshot) -> list[dict[str, object]]:
    """What was decided about late sheets since the edition before."""
    return [
        {
            "period": period_words(one["period"], one["period_kind"], language()),
            "accepted": one["verdict"] == "accepted",
            "reason": one["reason"],
            "office": text_in(one["decided_by"], language()),
            "on": one["decided_on"],
            "sheet": one["sheet"],
        }
        for one in content.get("restatements", [])
    ]


def _left_out(reading: Reading, text: str) -> str:
    """A table that the edition does without, in words."""
    one = LeftOut.read(text)
    words = [indicator_title(reading.content, one.indicator, language())]
    if one.dimension:
        words.append(_("par %(dimension)s") % {"dimension": dimension_word(one.dimension, language())})
    if one.period_kind:
        kind = said(PERIOD_KINDS.get(one.period_kind, (one.period_kind,) * 2), language())
        words.append(_("période : %(kind)s") % {"kind": kind})
    return ", ".join(words)
