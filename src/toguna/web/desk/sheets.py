"""Entering an attendance sheet on the desk, and correcting one: one form, checked before anything is kept.

Nothing that was typed is lost to an error, to an expired session or to a form sent twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from toguna.collect.choices import HALF_DAY, STAKEHOLDER_GROUP
from toguna.flow.printed_codes import about_sheet_code
from toguna.flow.reading import sheet_of
from toguna.flow.receive import NotReceived, Outcome, receive_sheet
from toguna.flow.verify import NotPermitted, correct_record
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.findings import Finding, Severity
from toguna.rules.records import Act, NotAllowedInState, ReasonMissing, RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.queries import activities_seen_by
from toguna.store.fieldwork.actions import SomebodyActedFirst
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import acts_possible, record_seen_by, records_seen_by
from toguna.store.places.recognition import gazetteer
from toguna.web.desk.decisions import acted_first, said
from toguna.web.desk.door import StaffRequest, desk_page, posted_number, staff, step
from toguna.web.desk.places import communes_offered
from toguna.web.desk.record_view import note_reading
from toguna.web.desk.sheet_photos import kept_photos, photos_of, photos_waiting
from toguna.web.desk.sheet_start import activity_of_code, begun, told_by_code
from toguna.web.desk.typed_sheet import Pointed, TypedSheet, checked, fingerprint
from toguna.web.desk.unsent import clerk_mark, keeping_input, take_unsent
from toguna.web.desk.waiting_files import opened_files
from toguna.web.layout.templatetags.toguna import plain_text_in

ACTIVITY_UNKNOWN = gettext_noop(
    "Le code « %(code)s » n'est pas dans votre plan de travail. Choisissez un code de la liste, ou laissez-le vide "
    "et donnez un titre."
)
SEEN_BEFORE = gettext_noop(
    "Une fiche de cette activité, de cette séance et de ce jour est déjà arrivée. Ne la saisissez pas deux fois."
)
NAMES_ON_SENSITIVE = gettext_noop(
    "Cette activité porte sur un sujet sensible, et des noms sont écrits. Comptez ces personnes sans nom, ou cochez "
    "que leurs noms doivent être gardés."
)


@dataclass(frozen=True)
class Paper:
    """What the form carries besides its boxes: a new sheet's mark and photos, or the record that it corrects."""

    entry: UUID | None = None
    photos: tuple[str, ...] = ()
    corrects: Record | None = None
    revision: int = 0
    reason: str = ""


@keeping_input
@staff(Permission.ENTER_RECORDS, "GET", "POST")
def enter(request: StaffRequest) -> HttpResponseBase:
    """Type a sheet in. What looks wrong is said first; what is only doubtful can be confirmed."""
    if request.method == "GET":
        kept = take_unsent(request, request.user)
        if kept is None:
            marks = tuple(request.GET.getlist("photo"))
            return _form(request, begun(request.user, request.GET), Paper(uuid4(), photos=marks))
        messages.info(
            request, _("Votre session avait expiré. Votre saisie a été gardée : relisez-la, puis envoyez-la.")
        )
        marks = tuple(kept.getlist("photo_kept"))
        return _form(request, TypedSheet.from_post(kept), Paper(_entry(kept), photos=marks))
    entry = _entry(request.POST)
    already = records_seen_by(request.user).filter(instance_id=f"uuid:{entry}").first()
    if already:
        messages.info(request, _("Cette fiche est déjà enregistrée. Pour une autre fiche, ouvrez un formulaire vide."))
        return redirect("desk:record", pk=already.pk)
    typed = TypedSheet.from_post(request.POST)
    paper = Paper(entry, photos=tuple(kept_photos(request)))
    if _asks_for_more(request):
        return _form(request, typed, paper)
    sheet, pointed = _checked(request.user, typed)
    if _must_be_shown(request, pointed):
        return _form(request, typed, paper, pointed=pointed)
    try:
        with opened_files(paper.photos, request.user) as files:
            receipt = receive_sheet(sheet=sheet, by=request.user, files=files, instance=entry)
    except NotReceived as error:
        return _form(request, typed, paper, problems=[_(error.message) % error.values])
    if receipt.outcome is Outcome.NEW:
        messages.success(request, _("La fiche est enregistrée. Quelqu'un d'autre la contrôlera."))
    for each in pointed:
        if each.finding.code == "name-without-consent":
            messages.warning(request, _(each.finding.message) % each.finding.values)
    return redirect("desk:record", pk=receipt.record.pk)


@keeping_input
@staff(Permission.ENTER_RECORDS, "GET", "POST")
def correct(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Type a sheet anew with what was understood of it already in its boxes; the original stays as it came."""
    found = record_seen_by(request.user, pk)
    if Act.CORRECT not in acts_possible(found, request.user):
        raise PermissionDenied
    note_reading(found, reader=request.user, what="correction")
    if request.method == "GET":
        kept = take_unsent(request, request.user)
        if kept is None:
            return _form(request, _typed_from(found), Paper(corrects=found, revision=found.revision))
        reason, revision = kept.get("reason", ""), kept.get("revision", "")
        paper = Paper(corrects=found, revision=int(revision) if revision.isdecimal() else 0, reason=reason)
        return _form(request, TypedSheet.from_post(kept), paper)
    typed, reason = TypedSheet.from_post(request.POST), request.POST.get("reason", "").strip()
    paper = Paper(corrects=found, revision=posted_number(request, "revision"), reason=reason)
    if _asks_for_more(request):
        return _form(request, typed, paper)
    sheet, pointed = _checked(request.user, typed, found=found)
    if _must_be_shown(request, pointed):
        return _form(request, typed, paper, pointed=pointed)
    try:
        correct_record(found, by=request.user, revision=paper.revision, sheet=sheet, reason=reason)
    except SomebodyActedFirst as error:
        return acted_first(request, error, reason=reason)
    except NotPermitted as error:
        raise PermissionDenied from error
    except ReasonMissing:
        problem = _("Écrivez ce que vous corrigez et pourquoi : la personne qui a envoyé la fiche le lira.")
        return _form(request, typed, paper, problems=[problem])
    except NotAllowedInState as error:
        return _form(request, typed, paper, problems=said(error))
    messages.success(
        request, _("La correction est enregistrée ; l'original reste. La fiche sera contrôlée de nouveau.")
    )
    return redirect("desk:record", pk=found.pk)


def _form(
    request: StaffRequest,
    typed: TypedSheet,
    paper: Paper,
    *,
    pointed: Iterable[Pointed] = (),
    problems: Iterable[str] = (),
) -> HttpResponseBase:
    told, user = list(pointed), request.user
    code = told_by_code(user, typed.head.get("sheet_code", ""), record=paper.corrects)
    activity = activity_of_code(user, typed.head.get("activity_code", ""))
    fictional = paper.corrects.fictional if paper.corrects else user.fictional
    errors = [each for each in told if each.finding.severity is Severity.ERROR]
    last = _("Corriger la fiche") if paper.corrects else _("Saisir une fiche")
    return desk_page(
        request,
        "desk/sheet.html",
        status=422 if told or problems else 200,
        typed=typed.without_refused_names(),
        paper=paper,
        record=paper.corrects,
        clerk=clerk_mark(user),
        code=code,
        photos=photos_of(paper.corrects) if paper.corrects else photos_waiting(paper.photos, user),
        sensitive=activity is not None and activity.sensitive,
        counts_first=(activity is not None and activity.sensitive)
        or (code is not None and code.sheet is not None and not code.sheet.lines),
        may_look_up=user.may(Permission.SEE_NAMES),
        errors=errors,
        doubts=[each for each in told if each.finding.severity is not Severity.ERROR],
        confirm=fingerprint(told) if told and not errors else "",
        wrong={each.box for each in told},
        problems=list(problems),
        activities=_activities_offered(user, fictional=fictional),
        communes=communes_offered(gazetteer(fictional=fictional)),
        codes={"half_day": list(HALF_DAY.choices), "group": list(STAKEHOLDER_GROUP.choices)},
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"), "/desk/records/"), step(last)],
        demonstration=fictional,
    )


def _asks_for_more(request: StaffRequest) -> bool:
    """Without script, "more lines" and "show the photo" are sent like the sheet itself; nothing is checked then."""
    return any(asked in request.POST for asked in ("more-lines", "more-groups", "show-photo"))


def _checked(user: User, typed: TypedSheet, found: Record | None = None) -> tuple[AttendanceSheet, list[Pointed]]:
    places = gazetteer(fictional=found.fictional if found else user.fictional)
    sheet, _told = typed.read()
    also = [*_about_activity(user, sheet, found), *_about_names(user, typed)]
    also += about_sheet_code(sheet.sheet_code, activity_code=sheet.activity_code, session=sheet.session, record=found)
    return checked(typed, today=timezone.localdate(), places=places.known(), also=also)


def _about_activity(user: User, sheet: AttendanceSheet, found: Record | None) -> Iterable[Finding]:
    if not sheet.activity_code:
        return
    if not activities_seen_by(user).filter(code__iexact=sheet.activity_code).exists():
        values = {"code": sheet.activity_code}
        yield Finding("activity-unknown", Severity.WARNING, ACTIVITY_UNKNOWN, values, "activity_code")
        return
    same = records_seen_by(user).filter(
        activity__code__iexact=sheet.activity_code,
        current_version__reading__session=sheet.session,
        current_version__reading__held_on=sheet.held_on,
    )
    if found is not None:
        same = same.exclude(pk=found.pk)
    if same.exclude(state=RecordState.REJECTED).exists():
        yield Finding("sheet-already-seen", Severity.WARNING, SEEN_BEFORE, {}, "activity_code")


def _about_names(user: User, typed: TypedSheet) -> Iterable[Finding]:
    activity = activity_of_code(user, typed.head.get("activity_code", ""))
    if activity is not None and activity.sensitive and typed.names_someone and not typed.names_needed:
        yield Finding("names-on-sensitive", Severity.ERROR, NAMES_ON_SENSITIVE, {}, "names_needed")


def _must_be_shown(request: StaffRequest, pointed: list[Pointed]) -> bool:
    """Errors always; doubts until the clerk has confirmed exactly these."""
    if any(each.finding.severity is Severity.ERROR for each in pointed):
        return True
    doubts = [each for each in pointed if each.finding.severity is Severity.WARNING]
    return bool(doubts) and request.POST.get("confirmed") != fingerprint(pointed)


def _typed_from(found: Record) -> TypedSheet:
    assert found.current_version is not None
    try:
        return TypedSheet.from_sheet(sheet_of(found.current_version)[0])
    except Exception:
        # A version that cannot be read is typed anew from its original.
        return TypedSheet()


def _entry(sent: QueryDict) -> UUID:
    try:
        return UUID(sent.get("entry", ""))
    except ValueError:
        return uuid4()


def _activities_offered(user: User, *, fictional: bool) -> list[tuple[str, str, bool]]:
    offered = activities_seen_by(user).filter(fictional=fictional).exclude(status="cancelled").order_by("code")
    return [(activity.code, plain_text_in(activity.title), activity.sensitive) for activity in offered[:400]]
