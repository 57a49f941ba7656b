"""A workbook meets what is kept: what it leaves unsaid is filled in, and what only the database knows is checked.

A column that is missing says nothing, so its fields stay. An empty cell empties its field, except what cannot be
without: the programme's cycle, a definition, a reference value. It writes nothing.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from toguna.collect.framework_tabs import TABS
from toguna.collect.framework_workbook import FrameworkReading
from toguna.flow.framework.stored import mentions_of
from toguna.rules.attendance import PlaceMention
from toguna.rules.definitions import Definition
from toguna.rules.findings import Finding, Severity
from toguna.rules.framework import ActivityRow, Framework, FrameworkRow, IndicatorRow, ProgrammeRow, Texts
from toguna.rules.records import RecordState
from toguna.rules.spelling import near, plain
from toguna.store.activities.models import Activity
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Edition, Place
from toguna.store.places.recognition import Gazetteer, gazetteer
from toguna.store.programmes.models import Programme

CODE_NOT_FOR_ADDRESSES = (
    "Le code « %(code)s » fait partie d'une adresse : seulement des lettres sans accent, des chiffres et des tirets."
)
CYCLE_MISSING = "Un nouveau programme a besoin de son début et de sa fin."
CYCLE_TOO_SHORT = "Le programme finit le jour où il commence. Corrigez l'une des deux dates."
KEPT = "« %(field)s » est vide ici ; ce qui est en place est gardé, un classeur n'enlève rien."
PLACE_UNKNOWN = "« %(place)s » n'est pas un lieu connu. Écrivez son nom et son code : « Nom [système:code] »."
PLACE_UNKNOWN_NEAR = "« %(place)s » n'est pas un lieu connu. Vouliez-vous dire : %(suggestions)s ?"
PLACE_AMBIGUOUS = "Plusieurs communes s'appellent « %(place)s » : %(suggestions)s. Choisissez-en une."
ORGANISATION_UNKNOWN = "Aucune organisation n'a le code « %(code)s ». Ajoutez-la d'abord, ou corrigez le code."
ORGANISATION_UNKNOWN_NEAR = "Aucune organisation n'a le code « %(code)s ». Vouliez-vous dire : %(suggestions)s ?"
ACTIVITY_ELSEWHERE = "Le code « %(code)s » est celui d'une activité d'un autre programme (%(programme)s)."
DESIGNED_FOR_FIXED = "À qui l'activité est destinée est fixé quand elle est planifiée. Planifiez une autre activité."
HAS_VERIFIED = "L'activité a des fiches vérifiées (%(count)s) : elle a eu lieu et ne peut pas être annulée."
DEFINITION_NAMES = "La définition nomme « %(name)s » (%(what)s), qui n'existe pas ici."
PARENT_LOOP = "« %(code)s » serait, de proche en proche, son propre résultat supérieur."

_ADDRESS = re.compile(r"[A-Za-z0-9_-]+")
_Row = TypeVar("_Row", bound=FrameworkRow)


@dataclass(frozen=True)
class Meeting:
    """The framework that would be there for the rows of the workbook, and what stands in the way."""

    incoming: Framework
    findings: tuple[Finding, ...]


def meet(reading: FrameworkReading, existing: Framework, *, fictional: bool) -> Meeting:
    """Fill in and check the rows of a workbook over what is kept, which is nothing where the programme is new."""
    checking = _Checking(reading, existing, gazetteer(fictional=fictional), fictional)
    kept = {(noun, row.key): row for noun, row in existing.rows()}
    rows: dict[str, list[Any]] = {tab.noun: [] for tab in TABS}
    for noun, row in reading.framework.rows():
        rows[noun].append(checking.checked(noun, row, kept.get((noun, row.key))))
    checking.tell_loops()
    by_place = {tab.place: tuple(rows[tab.noun]) for tab in TABS}
    first = next(iter(by_place.pop("programme")), None)
    return Meeting(Framework(programme=first, **by_place), tuple(checking.findings))


class _Checking:
    def __init__(
        self,
        reading: FrameworkReading,
        existing: Framework,
        places: Gazetteer,
        fictional: bool,
    ) -> None:
        self.reading = reading
        self.existing = existing
        self.places = places
        self.fictional = fictional
        self.findings: list[Finding] = []
        self.organisations = set(Organisation.objects.filter(fictional=fictional).values_list("code", flat=True))
        codes = [row.code for row in reading.framework.activities]
        activities = Activity.objects.filter(code__in=codes).prefetch_related("programmes")
        self.activities = {one.code: one for one in activities}
        self.fields = {tab.noun: tab.fields for tab in TABS}

    def _tell(self, row: tuple[str, str], field: str, code: str, message: str, /, **values: object) -> None:
        self.findings.append(Finding(code, Severity.ERROR, message, values, self.reading.where(*row, field)))

    def checked(self, noun: str, row: _Row, old: FrameworkRow | None) -> FrameworkRow:
        """The row as it would be there, what is wrong with it told."""
        filled: FrameworkRow = self._filled(noun, row, old) if old is not None else row
        match filled:
            case ProgrammeRow():
                return self._programme(filled, old if isinstance(old, ProgrammeRow) else None)
            case IndicatorRow():
                return self._indicator(filled, old if isinstance(old, IndicatorRow) else None)
            case ActivityRow():
                return self._activity(filled, old if isinstance(old, ActivityRow) else None)
        return filled

    def _filled(self, noun: str, row: _Row, old: FrameworkRow) -> _Row:
        kept: dict[str, Any] = {}
        for field in self.fields[noun]:
            given = self.reading.endings_given(noun, row.key, field)
            before, now = getattr(old, field.name), getattr(row, field.name)
            if not given:
                kept[field.name] = before
            elif len(given) < len(field.kind.endings) and isinstance(before, Texts) and isinstance(now, Texts):
                kept[field.name] = Texts(*(
                    getattr(now if f"_{one.name}" in given else before, one.name) for one in fields(Texts)
                ))  # fmt: skip
            elif len(given) < len(field.kind.endings) and _in_french(before) == _in_french(now):
                kept[field.name] = before
        return replace(row, **kept)

    def _keep(self, row: tuple[str, str], field: str) -> None:
        title = next(one.french for one in self.fields[row[0]] if one.name == field)
        where = self.reading.where(*row, field)
        self.findings.append(Finding("kept", Severity.WARNING, KEPT, {"field": title}, where))

    def _programme(self, row: ProgrammeRow, old: ProgrammeRow | None) -> ProgrammeRow:
        here = ("programme", row.key)
        if old is None:
            if not _ADDRESS.fullmatch(row.code):
                self._tell(here, "code", "code-not-for-addresses", CODE_NOT_FOR_ADDRESSES, code=row.code)
            if row.starts_on is None or row.ends_on is None:
                self._tell(here, "starts_on", "cycle-missing", CYCLE_MISSING)
        else:
            for field in ("starts_on", "ends_on"):
                if getattr(row, field) is None:
                    self._keep(here, field)
                    row = replace(row, **{field: getattr(old, field)})
        if row.starts_on is not None and row.starts_on == row.ends_on:
            self._tell(here, "ends_on", "cycle-too-short", CYCLE_TOO_SHORT)
        return row

    def _indicator(self, row: IndicatorRow, old: IndicatorRow | None) -> IndicatorRow:
        here = ("indicator", row.key)
        if old and old.definition and not row.definition:
            self._keep(here, "definition")
            row = replace(row, definition=old.definition)
        if old and old.reference_year is not None and row.reference_year is None:
            self._keep(here, "reference_year")
            kept = {name: getattr(old, name) for name in REFERENCE}
            row = replace(row, **kept)
        if row.definition and (old is None or old.definition != row.definition):
            for name, what in self._unknown_in(Definition.from_json(json.loads(row.definition))):
                self._tell(here, "definition", "definition-names-unknown", DEFINITION_NAMES, name=name, what=what)
        return row

    def _unknown_in(self, definition: Definition) -> Iterator[tuple[str, str]]:
        conditions = [measure.where for measure in definition.measures]
        coming = self.reading.framework.programme
        programmes = {one.programme for one in conditions if one.programme} - {coming.code if coming else ""}
        known = set(Programme.objects.filter(code__in=programmes).values_list("code", flat=True))
        yield from ((code, "programme") for code in sorted(programmes - known))
        implementers = {code for one in conditions for code in one.implementer}
        yield from ((code, "implementer") for code in sorted(implementers - self.organisations))
        places = {place for one in conditions for place in one.places}
        there = Place.objects.filter(fictional=self.fictional).values_list("pk", flat=True) if places else []
        yield from ((place, "places") for place in sorted(places - {str(pk) for pk in there}))
        edition = definition.place_edition
        if edition != "day" and not Edition.objects.filter(code=edition).exists():
            yield edition, "place_edition"

    def _activity(self, row: ActivityRow, old: ActivityRow | None) -> ActivityRow:
        here = ("activity", row.key)
        kept = self.activities.get(row.code)
        if kept and old is None:
            codes = ", ".join(sorted(one.code for one in kept.programmes.all()))
            self._tell(here, "code", "activity-elsewhere", ACTIVITY_ELSEWHERE, code=row.code, programme=codes)
        if old and set(old.designed_for) != set(row.designed_for):
            self._tell(here, "designed_for", "designed-for-fixed", DESIGNED_FOR_FIXED)
        elif old:
            row = replace(row, designed_for=old.designed_for)
        if kept and row.status == "cancelled" and kept.status != "cancelled":
            count = kept.records.filter(state=RecordState.VERIFIED).count()
            if count:
                self._tell(here, "status", "has-verified-records", HAS_VERIFIED, count=count)
        if row.implementer not in self.organisations | {"", old.implementer if old else ""}:
            suggestions = ", ".join(near(row.implementer, self.organisations))
            message = ORGANISATION_UNKNOWN_NEAR if suggestions else ORGANISATION_UNKNOWN
            values = {"code": row.implementer, "suggestions": suggestions}
            self._tell(here, "implementer", "organisation-unknown", message, **values)
        if row.place and (old is None or old.place != row.place):
            row = replace(row, place=self._place(here, row.place))
        return row

    def _place(self, here: tuple[str, str], mention: PlaceMention) -> PlaceMention:
        """The place as we write it, so that another spelling of the same place is no change."""
        meant = self.places.recognise(mention)
        if meant is not None:
            return mentions_of([meant])[meant.pk]
        namesakes = self.places.by_name.get(plain(mention.text), []) if mention.text and not mention.code else []
        message = PLACE_AMBIGUOUS
        suggestions = sorted(str(one) for one in mentions_of(namesakes).values())
        if not namesakes:
            names = [places[0].name for places in self.places.by_name.values()]
            suggestions = list(near(mention.text, names)) if mention.text else []
            message = PLACE_UNKNOWN_NEAR if suggestions else PLACE_UNKNOWN
        self._tell(here, "place", "place-unknown", message, place=str(mention), suggestions=", ".join(suggestions))
        return mention

    def tell_loops(self) -> None:
        """Parents from the workbook over those that are kept: nobody may stand above themselves."""
        parents = {row.code: row.parent for row in self.existing.results}
        parents |= {row.code: row.parent for row in self.reading.framework.results}
        told = {one.values.get("key") for one in self.reading.findings if one.code == "parent-loop"}
        for row in self.reading.framework.results:
            above, seen = row.parent, {row.code}
            while above and above not in seen:
                seen.add(above)
                above = parents.get(above, "")
            if above == row.code and row.code not in told:
                self._tell(("result", row.key), "parent", "parent-loop", PARENT_LOOP, code=row.code)


REFERENCE = ("reference_year", "reference_value", "reference_comment")


def _in_french(lessons: object) -> list[str]:
    return [one.fr for one in lessons if isinstance(one, Texts)] if isinstance(lessons, tuple) else []
