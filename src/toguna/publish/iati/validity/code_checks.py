"""Which attribute holds a code of which codelist, under the official ids 9.x.1, and what a record's codes look like.

Source of the facts: IATI/js-validator-api, docs/data-quality-rules.csv and codelists/2.03. The official validator calls
an unknown code an error; our lists are older than its, so that here it is a warning, and a withdrawn code a note. Ids
for what 2.03 no longer has (9.116.1, 9.118.1 to 9.120.1) are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toguna.publish.iati.validity.codelists import codelist
from toguna.publish.iati.validity.rules_of_iati import NOTE, WARNING, Element
from toguna.rules.findings import Severity

XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
XML_LANGUAGE = f"{XML_NAMESPACE}lang"
TEXT = "text()"

UNKNOWN = (
    "Le code « %(code)s » n'est pas dans la liste %(codelist)s de l'IATI (état de 2018). "
    "Corrigez-le, ou vérifiez qu'il est plus récent."
)
WITHDRAWN = "Le code « %(code)s » a été retiré de la liste %(codelist)s de l'IATI. Choisissez-en un autre."


@dataclass(frozen=True)
class CodeCheck:
    """An attribute whose value is a code, where it stands below its record, and the list that holds the code.

    With a vocabulary, the check is for elements that say this vocabulary, and `by_default` for those that say none.
    """

    code: str
    path: str
    attribute: str
    codelist: str
    vocabulary: str = ""
    by_default: bool = False

    @property
    def place(self) -> str:
        """Where the code stands, as a reader of IATI writes it."""
        chosen = f"[@vocabulary='{self.vocabulary}']" if self.vocabulary else ""
        name = self.attribute if self.attribute == TEXT else "@" + self.attribute.replace(XML_NAMESPACE, "xml:")
        return f"{self.path}{chosen}/{name}".lstrip("/")


@dataclass(frozen=True)
class JudgedCode:
    """A code that was looked up: its check, where it stands, and how it weighs where it is not current."""

    check: CodeCheck
    at: Element
    value: str
    severity: Severity | None = None
    message: str = ""


# number: (path, attribute, codelist[, vocabulary, "default"]); the id is 9.<number>.1.
OF_ACTIVITIES: Mapping[int, tuple[str, ...]] = {
    2: ("", "budget-not-provided", "BudgetNotProvided"),
    3: ("", "default-currency", "Currency"),
    4: ("activity-date", "type", "ActivityDateType"),
    5: ("activity-status", "code", "ActivityStatus"),
    6: ("activity-scope", "code", "ActivityScope"),
    7: ("budget", "status", "BudgetStatus"),
    8: ("budget", "type", "BudgetType"),
    9: ("budget/value", "currency", "Currency"),
    10: ("collaboration-type", "code", "CollaborationType"),
    11: ("conditions/condition", "type", "ConditionType"),
    12: ("contact-info", "type", "ContactType"),
    13: ("country-budget-items", "vocabulary", "BudgetIdentifierVocabulary"),
    14: ("country-budget-items/budget-item", "code", "BudgetIdentifier", "1"),
    15: ("country-budget-items/budget-item/description", "type", "DescriptionType"),
    16: ("crs-add/channel-code", TEXT, "CRSChannelCode"),
    17: ("crs-add/other-flags", "code", "CRSAddOtherFlags"),
    18: ("crs-add/loan-status", "currency", "Currency"),
    19: ("crs-add/loan-terms/repayment-plan", "code", "LoanRepaymentPeriod"),
    20: ("crs-add/loan-terms/repayment-type", "code", "LoanRepaymentType"),
    21: ("default-aid-type", "code", "AidType", "1", "default"),
    22: ("default-aid-type", "vocabulary", "AidTypeVocabulary"),
    23: ("default-finance-type", "code", "FinanceType"),
    24: ("default-flow-type", "code", "FlowType"),
    25: ("default-tied-status", "code", "TiedStatus"),
    26: ("description", "type", "DescriptionType"),
    27: ("document-link", "format", "FileFormat"),
    28: ("document-link/category", "code", "DocumentCategory"),
    29: ("document-link/language", "code", "Language"),
    30: ("fss/forecast", "currency", "Currency"),
    31: ("humanitarian-scope", "type", "HumanitarianScopeType"),
    32: ("humanitarian-scope", "vocabulary", "HumanitarianScopeVocabulary"),
    33: ("location/administrative", "vocabulary", "GeographicVocabulary"),
    34: ("location/feature-designation", "code", "LocationType"),
    35: ("location/location-class", "code", "GeographicLocationClass"),
    36: ("location/location-id", "vocabulary", "GeographicVocabulary"),
    37: ("location/location-reach", "code", "GeographicLocationReach"),
    38: ("location/exactness", "code", "GeographicExactness"),
    39: ("other-identifier", "type", "OtherIdentifierType"),
    40: ("participating-org", "crs-channel-code", "CRSChannelCode"),
    41: ("participating-org", "role", "OrganisationRole"),
    42: ("participating-org", "type", "OrganisationType"),
    43: ("planned-disbursement", "type", "BudgetType"),
    44: ("planned-disbursement/provider-org", "type", "OrganisationType"),
    45: ("planned-disbursement/receiver-org", "type", "OrganisationType"),
    46: ("planned-disbursement/value", "currency", "Currency"),
    47: ("policy-marker", "code", "PolicyMarker", "1", "default"),
    48: ("policy-marker", "significance", "PolicySignificance"),
    49: ("policy-marker", "vocabulary", "PolicyMarkerVocabulary"),
    50: ("recipient-country", "code", "Country"),
    51: ("recipient-region", "code", "Region", "1", "default"),
    52: ("recipient-region", "vocabulary", "RegionVocabulary"),
    53: ("related-activity", "type", "RelatedActivityType"),
    54: ("reporting-org", "type", "OrganisationType"),
    55: ("result", "type", "ResultType"),
    56: ("result/description", "type", "DescriptionType"),
    57: ("result/document-link", "format", "FileFormat"),
    58: ("result/document-link/category", "code", "DocumentCategory"),
    59: ("result/document-link/language", "code", "Language"),
    60: ("result/indicator", "measure", "IndicatorMeasure"),
    61: ("result/indicator/baseline/document-link", "format", "FileFormat"),
    62: ("result/indicator/baseline/document-link/category", "code", "DocumentCategory"),
    63: ("result/indicator/baseline/document-link/language", "code", "Language"),
    64: ("result/indicator/description", "type", "DescriptionType"),
    65: ("result/indicator/document-link", "format", "FileFormat"),
    66: ("result/indicator/document-link/category", "code", "DocumentCategory"),
    67: ("result/indicator/document-link/language", "code", "Language"),
    68: ("result/indicator/period/actual/document-link", "format", "FileFormat"),
    69: ("result/indicator/period/actual/document-link/category", "code", "DocumentCategory"),
    70: ("result/indicator/period/actual/document-link/language", "code", "Language"),
    71: ("result/indicator/period/target/document-link", "format", "FileFormat"),
    72: ("result/indicator/period/target/document-link/category", "code", "DocumentCategory"),
    73: ("result/indicator/period/target/document-link/language", "code", "Language"),
    74: ("result/indicator/reference", "vocabulary", "IndicatorVocabulary"),
    75: ("result/reference", "vocabulary", "ResultVocabulary"),
    76: ("sector", "code", "Sector", "1", "default"),
    77: ("sector", "code", "SectorCategory", "2"),
    78: ("sector", "vocabulary", "SectorVocabulary"),
    79: ("tag", "vocabulary", "TagVocabulary"),
    80: ("transaction/aid-type", "code", "AidType", "1", "default"),
    81: ("transaction/aid-type", "vocabulary", "AidTypeVocabulary"),
    82: ("transaction/disbursement-channel", "code", "DisbursementChannel"),
    83: ("transaction/finance-type", "code", "FinanceType"),
    84: ("transaction/flow-type", "code", "FlowType"),
    85: ("transaction/recipient-country", "code", "Country"),
    86: ("transaction/recipient-region", "code", "Region", "1", "default"),
    87: ("transaction/recipient-region", "vocabulary", "RegionVocabulary"),
    88: ("transaction/provider-org", "type", "OrganisationType"),
    89: ("transaction/receiver-org", "type", "OrganisationType"),
    90: ("transaction/sector", "code", "Sector", "1", "default"),
    91: ("transaction/sector", "vocabulary", "SectorVocabulary"),
    92: ("transaction/tied-status", "code", "TiedStatus"),
    93: ("transaction/transaction-type", "code", "TransactionType"),
    94: ("transaction/value", "currency", "Currency"),
    117: ("location/administrative", "code", "Country", "A4"),
    124: ("transaction/sector", "code", "SectorCategory", "2"),
    125: ("tag", "code", "UNSDG-Goals", "2"),
    126: ("tag", "code", "UNSDG-Targets", "3"),
    127: ("default-aid-type", "code", "EarmarkingCategory", "2"),
    128: ("default-aid-type", "code", "CashandVoucherModalities", "4"),
    129: ("sector", "code", "UNSDG-Goals", "7"),
    130: ("sector", "code", "UNSDG-Targets", "8"),
    131: ("transaction/sector", "code", "UNSDG-Goals", "7"),
    132: ("transaction/sector", "code", "UNSDG-Targets", "8"),
}
OF_ORGANISATIONS: Mapping[int, tuple[str, ...]] = {
    96: ("", "default-currency", "Currency"),
    98: ("document-link", "format", "FileFormat"),
    99: ("document-link/category", "code", "DocumentCategory"),
    100: ("document-link/language", "code", "Language"),
    101: ("document-link/recipient-country", "code", "Country"),
    102: ("recipient-country-budget", "status", "BudgetStatus"),
    103: ("recipient-country-budget/recipient-country", "code", "Country"),
    104: ("recipient-country-budget/value", "currency", "Currency"),
    105: ("recipient-org-budget", "status", "BudgetStatus"),
    106: ("recipient-org-budget/value", "currency", "Currency"),
    107: ("recipient-region-budget", "status", "BudgetStatus"),
    108: ("recipient-region-budget/recipient-region", "code", "Region", "1", "default"),
    109: ("recipient-region-budget/recipient-region", "vocabulary", "RegionVocabulary"),
    110: ("recipient-region-budget/budget-line/value", "currency", "Currency"),
    111: ("recipient-region-budget/value", "currency", "Currency"),
    112: ("reporting-org", "type", "OrganisationType"),
    113: ("total-budget", "status", "BudgetStatus"),
    114: ("total-budget/value", "currency", "Currency"),
    122: ("recipient-country-budget/budget-line/value", "currency", "Currency"),
    123: ("recipient-org-budget/budget-line/value", "currency", "Currency"),
}
LANGUAGE_OF_ANYTHING = CodeCheck("9.95.1", "", XML_LANGUAGE, "Language")


def _checks(of: Mapping[int, tuple[str, ...]]) -> tuple[CodeCheck, ...]:
    return tuple(
        CodeCheck(f"9.{number}.1", path, attribute, name, vocabulary[0] if vocabulary else "", len(vocabulary) > 1)
        for number, (path, attribute, name, *vocabulary) in of.items()
    )


CODE_CHECKS: Mapping[str, tuple[CodeCheck, ...]] = {
    "iati-activity": (*_checks(OF_ACTIVITIES), LANGUAGE_OF_ANYTHING),
    "iati-organisation": (*_checks(OF_ORGANISATIONS), LANGUAGE_OF_ANYTHING),
}


def _by_path(checks: tuple[CodeCheck, ...]) -> Mapping[str, tuple[CodeCheck, ...]]:
    paths = {check.path for check in checks}
    return {
        path: tuple(check for check in checks if check.path == path and check.attribute != XML_LANGUAGE)
        for path in paths
    }


_CHECKS_BY_PATH = {record: _by_path(checks) for record, checks in CODE_CHECKS.items()}


def judge_codes(record: Element) -> Iterator[JudgedCode]:
    """Every code of an activity or an organisation that a list should hold, in the order of the file."""
    by_path = _CHECKS_BY_PATH[str(record.tag)]
    waiting: list[tuple[Element, str]] = [(record, "")]
    while waiting:
        element, path = waiting.pop()
        for check in by_path.get(path, ()):
            value = (element.text or "").strip() if check.attribute == TEXT else element.get(check.attribute)
            if value is not None and _is_meant(check, element):
                yield _judged(check, element, value)
        language = element.get(XML_LANGUAGE)
        if language is not None:
            yield _judged(LANGUAGE_OF_ANYTHING, element, language)
        # Elements of other namespaces are the publisher's own, and comments are nobody's.
        children = [child for child in element if isinstance(child.tag, str) and not child.tag.startswith("{")]
        waiting.extend((child, f"{path}/{child.tag}".lstrip("/")) for child in reversed(children))


def _is_meant(check: CodeCheck, element: Element) -> bool:
    if not check.vocabulary:
        return True
    said = element.get("vocabulary")
    parent = element.getparent()
    if said is None and element.tag == "budget-item" and parent is not None:
        said = parent.get("vocabulary")
    return said == check.vocabulary or (check.by_default and not said)


def _judged(check: CodeCheck, element: Element, value: str) -> JudgedCode:
    codes = codelist(check.codelist)
    if value in codes.current:
        return JudgedCode(check, element, value)
    if value in codes.withdrawn:
        return JudgedCode(check, element, value, NOTE, WITHDRAWN)
    return JudgedCode(check, element, value, WARNING, UNKNOWN)
