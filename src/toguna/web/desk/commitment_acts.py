"""What staff do with promises: write one down, change it, hear a side, hand out an address, remind, take a forum's."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toguna.flow.commitment_letters import addressees_of, remind_of
from toguna.flow.commitments import (
    accept_declaration,
    amend_commitment,
    declare_commitment,
    enter_commitment,
    forum_to_take,
    keep_evidence,
    take_resolutions,
)
from toguna.rules.commitments import Side
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.roles import Permission
from toguna.store.commitments.actions import (
    CommitmentImpossible,
    DecidedAlready,
    OtherWorld,
    ReasonMissing,
    decline_declaration,
    hand_out_address,
    is_spoken_of,
    revoke_address,
)
from toguna.store.commitments.models import Commitment, Declaration, DeclarationAddress
from toguna.store.commitments.queries import commitments_written_by
from toguna.store.fieldwork.queries import record_seen_by
from toguna.store.places.recognition import gazetteer
from toguna.web.desk.commitment_forms import AddressForm, CommitmentForm, DeclarationForm, tell_findings
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.places import communes_offered
from toguna.web.desk.promise_origins import PromiseOrigin, origin_asked
from toguna.web.layout.commitment_words import SIDES, STATES

LIST = "/desk/commitments/"
MOST_FILES, MOST_MEGABYTES = 5, 10


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def add(request: StaffRequest) -> HttpResponseBase:
    """Write a promise down."""
    origin = origin_asked(request)
    form = CommitmentForm(sent(request), user=request.user, initial=origin.boxes() if origin else {})
    if request.method == "POST" and form.is_valid():
        organisation = request.user.organisation
        if organisation is None:
            raise PermissionDenied
        try:
            made = enter_commitment(
                by=request.user,
                programme=form.cleaned_data["programme"],
                organisation=organisation,
                written=form.written(),
                origin_key=origin.next_key() if origin else "",
            )
        except CommitmentImpossible as error:
            tell_findings(form, error.findings)
        except OtherWorld:
            form.add_error(None, _("Du fictif et du réel ne se mélangent pas. Choisissez dans le même monde."))
        else:
            _tell_what_comes_next(request, made, _("L'engagement %(code)s est inscrit."))
            return redirect(origin.page) if origin else redirect("desk:commitment", pk=made.pk)
    return _form_page(request, form, None, origin)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def change(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Change what is written of a promise; once a side has spoken, with a reason."""
    found = commitments_written_by(request.user).get(pk=pk)
    form = CommitmentForm(sent(request), user=request.user, commitment=found, spoken=is_spoken_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            changed = amend_commitment(
                by=request.user,
                commitment=found,
                written=form.written(),
                reason=form.cleaned_data.get("reason", ""),
            )
        except CommitmentImpossible as error:
            tell_findings(form, error.findings)
        except OtherWorld:
            form.add_error(None, _("Du fictif et du réel ne se mélangent pas. Choisissez dans le même monde."))
        except ReasonMissing:
            form.add_error("reason", _("Un côté s'est déjà exprimé : écrivez pourquoi ce qui est promis change."))
        else:
            _tell_what_comes_next(request, changed, _("L'engagement %(code)s est modifié."))
            return redirect("desk:commitment", pk=found.pk)
    return _form_page(request, form, found)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def declare(request: StaffRequest, pk: UUID, side: str) -> HttpResponseBase:
    """Write down what one side says, with what shows it."""
    if side not in SIDES:
        raise Http404
    found = commitments_written_by(request.user).get(pk=pk)
    form = DeclarationForm(sent(request), side=Side(side), commitment=found)
    problems = _about_files(request)
    if request.method == "POST" and form.is_valid() and not problems:
        try:
            declare_commitment(by=request.user, commitment=found, said=form.said(keep_evidence(_files(request))))
        except CommitmentImpossible as error:
            tell_findings(form, error.findings)
        else:
            found.refresh_from_db()
            told = _("C'est noté. L'engagement %(code)s est maintenant : %(state)s.")
            messages.success(request, told % {"code": found.code, "state": STATES[found.state]})
            return redirect("desk:commitment", pk=found.pk)
    return desk_page(
        request,
        "desk/commitment_declare.html",
        status=422 if form.errors or problems else 200,
        form=form,
        problems=problems,
        commitment=found,
        side=side,
        title=_("Ce que dit qui s'est engagé") if side == Side.PROMISER else _("Ce que dit l'autre côté"),
        most_files=MOST_FILES,
        megabytes=MOST_MEGABYTES,
        breadcrumb=_way(found, _("Noter une déclaration")),
        demonstration=found.fictional,
    )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def hand_out(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Make an address by which one side may speak once, without an account; it is shown once."""
    found = commitments_written_by(request.user).get(pk=pk)
    form = AddressForm(sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if names_a_person(given["handed_to"]):
            form.add_error("handed_to", _(OFFICE_NAMES_A_PERSON))
        else:
            made, token = hand_out_address(
                by=request.user,
                commitment=found,
                side=Side(given["side"]),
                handed_to=given["handed_to"],
                expires_at=timezone.now() + timedelta(days=given["days"]),
            )
            return desk_page(
                request,
                "desk/commitment_address.html",
                commitment=found,
                address=made,
                url=request.build_absolute_uri(reverse("public:commitment-answer", args=[token])),
                breadcrumb=_way(found, _("Remettre une adresse")),
                demonstration=found.fictional,
            )
    return desk_page(
        request,
        "desk/commitment_ask.html",
        status=422 if form.errors else 200,
        form=form,
        commitment=found,
        breadcrumb=_way(found, _("Remettre une adresse")),
        demonstration=found.fictional,
    )


@staff(Permission.ENTER_RECORDS, "POST")
def revoke(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Let no declaration in by an address any more."""
    written = commitments_written_by(request.user).order_by()
    found = DeclarationAddress.objects.select_related("commitment").get(pk=pk, commitment__in=written)
    revoke_address(by=request.user, address=found)
    messages.success(request, _("L'adresse remise à %(name)s n'ouvre plus rien.") % {"name": found.handed_to})
    return redirect("desk:commitment", pk=found.commitment_id)


@staff(Permission.ENTER_RECORDS, "POST")
def decide(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Take what came by an address into the register as it is, or leave it out and say why."""
    written = commitments_written_by(request.user).order_by()
    found = Declaration.objects.get(pk=pk, commitment__in=written)
    try:
        if request.POST.get("act") == "take":
            accept_declaration(by=request.user, declaration=found)
            messages.success(request, _("La déclaration est reprise telle quelle dans le registre."))
        else:
            decline_declaration(by=request.user, declaration=found, reason=request.POST.get("reason", ""))
            messages.success(request, _("La déclaration n'est pas reprise. Qui l'a envoyée en lit le motif."))
    except ReasonMissing:
        messages.warning(request, _("Écrivez pourquoi elle n'est pas reprise : qui l'a envoyée lira ce motif."))
    except DecidedAlready:
        messages.warning(request, _("Quelqu'un a déjà décidé de cette déclaration."))
    return redirect("desk:commitment", pk=found.commitment_id)


@staff(Permission.ENTER_RECORDS, "POST")
def remind(request: StaffRequest) -> HttpResponseBase:
    """Remind of several promises at once: first who would be written to, then the letters."""
    asked = [one for one in request.POST.getlist("commitment") if _is_id(one)]
    chosen = list(commitments_written_by(request.user).filter(pk__in=asked).order_by("programme", "number"))
    if not chosen:
        messages.warning(request, _("Cochez d'abord les engagements à rappeler."))
        return redirect(f"{LIST}?{request.POST.get('list', '')}")
    if request.POST.get("confirm") == "yes":
        sent_letters = remind_of(chosen, by=request.user)
        told = ngettext("%(count)s lettre est partie.", "%(count)s lettres sont parties.", sent_letters)
        messages.success(request, told % {"count": sent_letters})
        return redirect(f"{LIST}?{request.POST.get('list', '')}")
    found = [addressees_of(one) for one in chosen]
    return desk_page(
        request,
        "desk/commitments_remind.html",
        found=found,
        letters=sum(int(one.office) + one.staff for one in found),
        query=request.POST.get("list", ""),
        breadcrumb=[step(_("Engagements"), LIST), step(_("Rappeler"))],
        demonstration=any(one.commitment.fictional for one in found),
    )


@staff(Permission.ENTER_RECORDS, "POST")
def take_forum(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Take the resolutions of a verified forum into the register."""
    record = record_seen_by(request.user, pk)
    if forum_to_take(request.user, record) is None:
        messages.warning(request, _("Rien à reprendre : les résolutions de ce forum sont déjà au registre."))
        return redirect("desk:commitments")
    taken, left = take_resolutions(record, by=request.user)
    told = ngettext("%(count)s résolution est reprise.", "%(count)s résolutions sont reprises.", len(taken))
    messages.success(request, told % {"count": len(taken)})
    for one in left:
        said = _("« %(what)s » n'est pas reprise : elle ne dit pas quelle fonction s'en charge, ou nomme une personne.")
        messages.warning(request, said % {"what": one.what[:120]})
    return redirect(f"{LIST}?origin=forum")


def _form_page(
    request: StaffRequest, form: CommitmentForm, found: Commitment | None, origin: PromiseOrigin | None = None
) -> HttpResponseBase:
    return desk_page(
        request,
        "desk/commitment_form.html",
        status=422 if form.errors else 200,
        form=form,
        commitment=found,
        origin=origin,
        communes=communes_offered(gazetteer(fictional=form.fictional)),
        breadcrumb=_way(found, _("Modifier")) if found else [step(_("Engagements"), LIST), step(_("Inscrire"))],
        demonstration=bool(found and found.fictional),
    )


def _tell_what_comes_next(request: StaffRequest, commitment: Commitment, told: str) -> None:
    messages.success(request, told % {"code": commitment.code})
    if commitment.activity_id is None:
        messages.warning(request, _("Sans activité, il n'est ni compté ni public. Ajoutez-la quand vous la saurez."))


def _files(request: StaffRequest) -> list["UploadedFile[bytes]"]:
    return [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]


def _about_files(request: StaffRequest) -> list[str]:
    files = _files(request)
    found = []
    if len(files) > MOST_FILES:
        found.append(_("Au plus %(count)s fichiers à la fois.") % {"count": MOST_FILES})
    for one in files:
        if (one.size or 0) > MOST_MEGABYTES << 20:
            told = _("« %(name)s » pèse plus de %(count)s Mo. Choisissez un fichier plus léger.")
            found.append(told % {"name": one.name, "count": MOST_MEGABYTES})
    return found


def _way(found: Commitment, last: str) -> list[dict[str, object]]:
    return [
        step(_("Engagements"), LIST),
        step(found.code, reverse("desk:commitment", args=[found.pk])),
        step(last),
    ]


def _is_id(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True
