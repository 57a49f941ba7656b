"""Which parts of an element the schema of IATI 2.03 asks for. What lacks them is read all the same."""

from toguna.rules import iati
from toguna.rules.iati import Element, Kind, parts_of

_FIELDS: dict[type[Element], tuple[str, ...]] = {
    iati.IatiActivity: ("identifier", "reporting", "title", "descriptions", "participating", "status", "dates"),
    iati.Description: ("text",),
    iati.ActivityDate: ("type", "iso_date"),
    iati.ReportingOrganisation: ("ref", "type"),
    iati.ParticipatingOrganisation: ("role",),
    iati.OtherIdentifier: ("ref", "type"),
    iati.RecipientCountry: ("code",),
    iati.RecipientRegion: ("code",),
    iati.LocationIdentifier: ("code", "vocabulary"),
    iati.Administrative: ("code", "vocabulary"),
    iati.Point: ("srs_name", "position"),
    iati.Sector: ("code",),
    iati.Tag: ("code", "vocabulary"),
    iati.HumanitarianScope: ("type", "vocabulary", "code"),
    iati.PolicyMarker: ("code",),
    iati.AidType: ("code",),
    iati.Budget: ("period_start", "period_end", "value"),
    iati.PlannedDisbursement: ("period_start", "value"),
    iati.Money: ("value_date", "amount"),
    iati.Transaction: ("type", "date", "value"),
    iati.DocumentLink: ("url", "format", "title", "categories"),
    iati.RelatedActivity: ("ref", "type"),
    iati.LegacyValue: ("name", "value"),
    iati.Conditions: ("attached",),
    iati.Condition: ("type", "text"),
    iati.Result: ("type", "title", "indicators"),
    iati.ResultReference: ("code", "vocabulary"),
    iati.Indicator: ("measure", "title"),
    iati.IndicatorReference: ("code", "vocabulary"),
    iati.Baseline: ("year",),
    iati.Period: ("start", "end"),
}


def required_of(shape: type[Element]) -> tuple[tuple[str, str], ...]:
    """The fields that such an element must fill, each with its name in the schema.

    >>> required_of(iati.Period)
    (('start', 'period-start'), ('end', 'period-end'))
    """
    names = {part.field: f"@{part.name}" if part.kind is Kind.ATTRIBUTE else part.name for part in parts_of(shape)}
    return tuple((field, names[field]) for field in _FIELDS.get(shape, ()))
