"""The programme of an edition, and the places and organisations that the edition names."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from toguna.flow.snapshots.money import budget_parts, classification_parts, sub_award_parts, transaction_parts
from toguna.publish.snapshot import OrganisationPart, PlacePart, ProgrammePart, ResultPart
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place, PlaceCode, PlaceInEdition
from toguna.store.places.queries import around_each
from toguna.store.programmes.models import Programme


def programme_part(programme: Programme, territory: list[str], on: date) -> ProgrammePart:
    """The programme as it stands on the day: cycle, money, objectives, who does what, framework."""
    parts = programme.participations.select_related("organisation", "works_under")
    return {
        "code": programme.code,
        "name": programme.name,
        "acronym": programme.acronym,
        "summary": programme.summary,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
        "starts_precision": programme.starts_precision,
        "ends_precision": programme.ends_precision,
        "budget": programme.budget,
        "budget_meaning": programme.budget_meaning,
        "currency": programme.currency,
        "award": programme.award,
        "fictional": programme.fictional,
        "objectives": [
            {
                "number": objective.number,
                "title": objective.title,
                "statement": objective.statement,
                "added_on": objective.added_on.isoformat() if objective.added_on else None,
                "added_precision": objective.added_precision,
            }
            for objective in programme.objectives.order_by("number")
        ],
        "roles": [
            {
                "role": part.role,
                "organisation": part.organisation.code,
                "works_under": part.works_under.code if part.works_under else None,
                "note": part.note,
            }
            for part in parts.order_by("role", "organisation__code")
            if not part.organisation.withdrawn
        ],
        "territory": territory,
        "results": _result_parts(programme),
        "iati_identifier": programme.iati_identifier,
        "classifications": classification_parts(programme),
        "budgets": budget_parts(programme),
        "transactions": transaction_parts(programme),
        "sub_awards": sub_award_parts(programme, on),
    }


def _result_parts(programme: Programme) -> list[ResultPart]:
    rows = programme.results.select_related("objective", "parent").order_by("position", "code")
    return [
        {
            "code": result.code,
            "type": result.type,
            "title": result.title,
            "statement": result.statement,
            "objective": result.objective.number if result.objective else None,
            "parent": result.parent.code if result.parent else None,
            "related_framework": result.related_framework,
            "related_code": result.related_code,
            "related_title": result.related_title,
        }
        for result in rows
    ]


def place_parts(known: Mapping[UUID, str], keys: Collection[str]) -> dict[str, PlacePart]:
    """The named places by their keys, and which of them lie in which."""
    by_key = {key: pk for pk, key in known.items() if key in keys}
    places = Place.objects.in_bulk([*by_key.values()])
    codes: dict[UUID, list[str]] = {}
    for row in PlaceCode.objects.filter(place__in=places).order_by("scheme", "code"):
        codes.setdefault(row.place_id, []).append(f"{row.scheme}:{row.code}")
    standings = PlaceInEdition.objects.filter(place__in=places, edition__fictional=False).order_by(
        "edition__valid_from"
    )
    countries = dict(standings.values_list("place", "edition__country"))
    around = around_each(by_key.values())
    parts: dict[str, PlacePart] = {
        key: {
            "name": places[pk].name,
            "level": places[pk].level,
            "fictional": places[pk].fictional,
            "codes": codes.get(pk, []),
            "country": countries.get(pk, ""),
        }
        for key, pk in sorted(by_key.items())
    }
    for key, pk in by_key.items():
        if pk in around:
            parts[key]["inside"] = sorted(known[one] for one in around[pk])
    return parts


def organisation_parts(codes: Collection[str]) -> dict[str, OrganisationPart]:
    """The named organisations by their codes; a withdrawn one is not named."""
    found = Organisation.objects.filter(code__in=codes, withdrawn=False).order_by("code")
    return {
        one.code: {
            "name": one.name,
            "kind": one.kind,
            "fictional": one.fictional,
            "identifier": one.identifier,
            "iati_type": one.iati_type,
        }
        for one in found
    }
