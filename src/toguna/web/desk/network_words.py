"""How the desk speaks of networks: stages, kinds of tie, sectors; what a wave says, and a change between two waves."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from toguna.rules import numbers
from toguna.rules.attendance import StakeholderGroup
from toguna.rules.findings import Finding
from toguna.rules.networks import Change, Level, LogKind, Method, SessionKind, Stage, StatementKind, TieKind, Wave
from toguna.web.desk.money_words import finding_said
from toguna.web.layout.templatetags.toguna import reader, word

STAGES = {
    Stage.INVEST.value: gettext_lazy("S'engager ensemble"),
    Stage.MAP.value: gettext_lazy("Cartographier le système"),
    Stage.COMMON_AGENDA.value: gettext_lazy("Trouver un agenda commun"),
    Stage.ADVANCE.value: gettext_lazy("Faire avancer l'action"),
    Stage.MEASURE.value: gettext_lazy("Mesurer les résultats"),
}
TIE_KINDS = {
    TieKind.INFORMS.value: gettext_lazy("informe"),
    TieKind.WORKS_WITH.value: gettext_lazy("travaille avec"),
    TieKind.FUNDS.value: gettext_lazy("finance"),
    TieKind.REFERS.value: gettext_lazy("oriente vers"),
    TieKind.ADVISES.value: gettext_lazy("conseille"),
}
STRENGTHS = {1: gettext_lazy("faible"), 2: gettext_lazy("moyenne"), 3: gettext_lazy("forte")}
LEVELS = {
    Level.VILLAGE.value: gettext_lazy("village ou quartier"),
    Level.COMMUNE.value: gettext_lazy("commune"),
    Level.CERCLE.value: gettext_lazy("cercle"),
    Level.REGION.value: gettext_lazy("région"),
    Level.NATIONAL.value: gettext_lazy("pays"),
    Level.INTERNATIONAL.value: gettext_lazy("au-delà du pays"),
}
METHODS = {
    Method.INTERVIEWS.value: gettext_lazy("entretiens"),
    Method.WORKSHOP.value: gettext_lazy("atelier"),
    Method.QUESTIONNAIRE.value: gettext_lazy("questionnaire"),
    Method.DOCUMENTS.value: gettext_lazy("documents"),
}
SESSION_KINDS = {
    SessionKind.RETREAT.value: gettext_lazy("retraite de tout le système"),
    SessionKind.COMMUNITY.value: gettext_lazy("séance communautaire"),
    SessionKind.CIRCLE.value: gettext_lazy("réunion d'un cercle"),
    SessionKind.OTHER.value: gettext_lazy("autre rencontre"),
}
STATEMENT_KINDS = {
    StatementKind.COMMON_GROUND.value: gettext_lazy("Points d'accord"),
    StatementKind.GOAL.value: gettext_lazy("Buts communs"),
    StatementKind.DISAGREEMENT.value: gettext_lazy("Désaccords, laissés de côté"),
}
LOG_KINDS = {
    LogKind.ACTION.value: gettext_lazy("action"),
    LogKind.MEETING.value: gettext_lazy("rencontre"),
    LogKind.ASSISTANCE_REQUESTED.value: gettext_lazy("appui demandé"),
    LogKind.ASSISTANCE_GIVEN.value: gettext_lazy("appui apporté"),
}
PLEDGE_KINDS = {
    "action": gettext_lazy("une action"),
    "resource": gettext_lazy("une ressource"),
    "policy": gettext_lazy("une décision"),
    "information": gettext_lazy("une information"),
    "meeting": gettext_lazy("une rencontre"),
}
# Where a promise stands; the register of promises has more to say of each.
PLEDGE_STATES = {
    "pledged": gettext_lazy("pris"),
    "confirmed": gettext_lazy("confirmé"),
    "in_progress": gettext_lazy("en cours"),
    "delayed": gettext_lazy("retardé"),
    "declared_kept": gettext_lazy("déclaré tenu, en attente de confirmation"),
    "declared_partly": gettext_lazy("déclaré tenu en partie, en attente de confirmation"),
    "kept": gettext_lazy("tenu"),
    "partly_kept": gettext_lazy("tenu en partie"),
    "disputed": gettext_lazy("contesté"),
    "opposed": gettext_lazy("dit de deux façons"),
    "broken": gettext_lazy("non tenu"),
    "withdrawn": gettext_lazy("levé"),
}
PLEDGE_TONES = {"kept": "good", "partly_kept": "warn", "disputed": "warn", "opposed": "warn", "broken": "bad"}
HALF_DAYS = {
    "morning": gettext_lazy("matin"),
    "afternoon": gettext_lazy("après-midi"),
    "full_day": gettext_lazy("journée entière"),
}
WORDS: Mapping[str, Mapping[str, object]] = {
    "stage": STAGES,
    "tie": TIE_KINDS,
    "strength": {str(strength): said for strength, said in STRENGTHS.items()},
    "level": LEVELS,
    "method": METHODS,
    "session": SESSION_KINDS,
    "statement": STATEMENT_KINDS,
    "log": LOG_KINDS,
    "pledge": PLEDGE_KINDS,
    "half-day": HALF_DAYS,
}


def sectors_in_words() -> dict[str, str]:
    """Every sector with its name, in the order in which they take their shapes."""
    return {group.value: str(word(group.value, "stakeholder_group")) for group in StakeholderGroup}


def session_finding_said(finding: Finding) -> str:
    """What is wrong with a session, its sector by its name."""
    values = dict(finding.values)
    if "sector" in values:
        values["sector"] = sectors_in_words().get(str(values["sector"]), values["sector"])
    return finding_said(replace(finding, values=values))


def share_said(share: Fraction | None) -> str:
    """A share as a percentage of at most one decimal; what cannot be known says so."""
    if share is None:
        return _("non précisé")
    return numbers.percent(float(round(share * 100, 1)), reader())


def decimal_said(figure: Fraction | None) -> str:
    """A mean with one decimal."""
    return _("non précisé") if figure is None else numbers.decimal(float(round(figure, 1)), reader())


def wave_said(wave: Wave) -> str:
    """What the picture of a wave shows, as a sentence with its finding."""
    if wave.density is None:
        return _("Pas encore deux acteurs : rien à relier")
    told = ngettext(
        "%(ties)s lien sur %(possible)s possibles : la densité est de %(density)s",
        "%(ties)s liens sur %(possible)s possibles : la densité est de %(density)s",
        len(wave.arcs),
    )
    ties, possible = (numbers.number(count, reader()) for count in (len(wave.arcs), wave.possible))
    return told % {"ties": ties, "possible": possible, "density": share_said(wave.density)}


def wave_heard(wave: Wave, names: Mapping[str, str]) -> str:
    """What somebody hears who does not see the picture: groups, those without a tie, those with most."""
    groups = [group for group in wave.components if len(group) > 1]
    told = [
        ngettext(
            "%(actors)s acteurs, dont %(linked)s reliés en un groupe.",
            "%(actors)s acteurs, dont %(linked)s reliés en %(groups)s groupes.",
            max(1, len(groups)),
        )
        % {
            "actors": len(wave.sectors),
            "linked": len(wave.sectors) - len(wave.isolates),
            "groups": len(groups),
        }
    ]
    most = max(wave.degrees.values(), default=0)
    if most:
        best = [names.get(key, key) for key, degree in wave.degrees.items() if degree == most]
        told.append(_("Le plus relié : %(actors)s (%(degree)s autres).") % {"actors": ", ".join(best), "degree": most})
    if wave.isolates:
        alone = ", ".join(names.get(key, key) for key in wave.isolates)
        told.append(_("Sans aucun lien : %(actors)s.") % {"actors": alone})
    return " ".join(told) + " " + _("Les liens sont dans le tableau.")


def change_said(change: Change) -> list[str]:
    """What changed between two waves, in sentences; each comparison says among how many actors it was made."""
    if change.actors < 2:
        return [_("Les deux vagues n'ont pas deux acteurs en commun : on ne peut pas les comparer.")]
    gained, lost = len(change.gained), len(change.lost)
    told = [
        _("Parmi les %(actors)s acteurs des deux vagues : %(gained)s, %(lost)s.")
        % {
            "actors": change.actors,
            "gained": ngettext("%(n)s lien nouveau", "%(n)s liens nouveaux", gained) % {"n": gained}
            if gained
            else _("aucun lien nouveau"),
            "lost": ngettext("%(n)s lien disparu", "%(n)s liens disparus", lost) % {"n": lost}
            if lost
            else _("aucun disparu"),
        },
        _moved(_("La densité"), change.before.density, change.after.density),
        _moved(_("La part des liens réciproques"), change.before.reciprocity, change.after.reciprocity),
        _moved(_("La part des liens entre secteurs"), change.before.cross_sector, change.after.cross_sector),
    ]
    if change.joined:
        told.append(_joined(len(change.joined)) % {"n": len(change.joined), "codes": ", ".join(change.joined)})
    if change.left:
        told.append(
            ngettext(
                "%(n)s acteur n'est plus dans la vague (%(codes)s) ; il n'est pas comparé.",
                "%(n)s acteurs ne sont plus dans la vague (%(codes)s) ; ils ne sont pas comparés.",
                len(change.left),
            )
            % {"n": len(change.left), "codes": ", ".join(change.left)}
        )
    return [sentence for sentence in told if sentence]


def _joined(count: int) -> str:
    return ngettext(
        "%(n)s acteur est nouveau dans la vague (%(codes)s) ; il n'est pas comparé.",
        "%(n)s acteurs sont nouveaux dans la vague (%(codes)s) ; ils ne sont pas comparés.",
        count,
    )


def _moved(what: str, before: Fraction | None, after: Fraction | None) -> str:
    if before is None or after is None:
        return ""
    points = round(abs(after - before) * 100, 1)
    values = {"what": what, "before": share_said(before), "after": share_said(after)}
    if not points:
        return _("%(what)s reste à %(after)s.") % values
    said = numbers.decimal(float(points), reader())
    told = (
        ngettext(
            "%(what)s passe de %(before)s à %(after)s : %(points)s point de plus.",
            "%(what)s passe de %(before)s à %(after)s : %(points)s points de plus.",
            2 if points >= 2 else 1,
        )
        if after > before
        else ngettext(
            "%(what)s passe de %(before)s à %(after)s : %(points)s point de moins.",
            "%(what)s passe de %(before)s à %(after)s : %(points)s points de moins.",
            2 if points >= 2 else 1,
        )
    )
    return told % (values | {"points": said})
