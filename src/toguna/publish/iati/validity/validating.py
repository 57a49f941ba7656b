"""Is an IATI 2.03 file valid? Judged offline, one activity at a time: schema, official rules, codes, our own rules.

The day is given, never asked. Organisation files are judged too, by the rules that concern them.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from toguna.publish.iati.validity.activity_rules import ACTIVITY_RULES
from toguna.publish.iati.validity.code_checks import CODE_CHECKS, judge_codes
from toguna.publish.iati.validity.codelists import codelist
from toguna.publish.iati.validity.habits import judge_habits
from toguna.publish.iati.validity.kinds import places_of
from toguna.publish.iati.validity.organisation_rules import ORGANISATION_RULES
from toguna.publish.iati.validity.own_rules import OWN_RULES
from toguna.publish.iati.validity.result_rules import RESULT_RULES, TEXT_RULES
from toguna.publish.iati.validity.rules_of_iati import (
    ERROR,
    WARNING,
    Circumstances,
    Element,
    Family,
    Listed,
    Rule,
    Tally,
    line_of,
)
from toguna.publish.iati.validity.schema import SchemaOfIati
from toguna.publish.iati.validity.stream import RECORDS, Record, UnreadableFileError, opened, read_records
from toguna.publish.iati.validity.verdict import Validity
from toguna.rules.findings import Finding, Severity

VERSION = "2.03"
KEPT_OF_EACH_RULE = 100
LONGEST_FOUND = 60

RULES: Mapping[str, tuple[Rule, ...]] = {
    "iati-activities": (*ACTIVITY_RULES, *RESULT_RULES, *TEXT_RULES),
    "iati-organisations": (*ORGANISATION_RULES, *TEXT_RULES),
}
IDENTIFIERS = {"iati-activity": "iati-identifier", "iati-organisation": "organisation-identifier"}

NOT_IATI = "Ce fichier n'est pas de l'IATI : il commence par « %(root)s ». Choisissez un fichier d'activités."
OTHER_VERSION = "Ce fichier se dit en version %(version)s de l'IATI ; seule la 2.03 est évaluée. Convertissez-le."
VERSION_UNKNOWN = "La version « %(code)s » n'est pas une version de l'IATI. Écrivez 2.03."
STRANGER = "L'élément « %(element)s » n'a pas sa place entre les activités. Retirez-le."
NO_RECORD = "Ce fichier ne contient aucune activité. Ajoutez-en une, ou ne le publiez pas."
SAME_IDENTIFIER = (
    "L'identifiant de cette activité est déjà celui de l'activité de la ligne %(line)s. Donnez-en un autre à l'une."
)

OF_THE_FILE = (
    Listed("0.1.1", Family.SCHEMA, ERROR, "Le fichier est du XML, sans type de document ni entités",
           "The file is XML, without a document type or entities"),
    Listed("0.2.1", Family.SCHEMA, ERROR, "Le fichier est de l'IATI", "The file is IATI"),
    Listed("0.3.1", Family.SCHEMA, ERROR, "Le fichier suit le schéma de l'IATI 2.03",
           "The file follows the schema of IATI 2.03"),
    Listed("0.6.1", Family.SCHEMA, ERROR, "Le fichier est en version 2.03", "The file's version is 2.03"),
    Listed("1.1.2", Family.RULESET, ERROR, "Chaque activité du fichier a son identifiant",
           "Each activity of the file has its own identifier"),
)  # fmt: skip
VERSION_RULES = {"iati-activities": "9.1.1", "iati-organisations": "9.97.1"}


def validate(
    body_or_path: bytes | Path | BinaryIO, *, today: date, known_organisations: Collection[str] = ()
) -> Validity:
    """Judge an IATI file against the schema, the official rules and codelists, and our own rules.

    `known_organisations` are identifiers that the IATI registry already has; the official validator excuses them from
    the rules on how identifiers are made. A file that cannot be read is a finding, not an error of this function.
    """
    circumstances = Circumstances(today, codelist("OrganisationRegistrationAgency").current, known_organisations)
    reading = _Reading(circumstances)
    file = opened(body_or_path)
    try:
        reading.read(file)
    except UnreadableFileError as error:
        reading.judged("0.1.1")
        reading.found("0.1.1", ERROR, error.message, error.values, f"ligne {error.line}")
    finally:
        if isinstance(body_or_path, Path):
            file.close()
    return reading.validity


class _Reading:
    """One file while it is read: the verdict so far, and the identifiers seen."""

    def __init__(self, circumstances: Circumstances) -> None:
        self.circumstances = circumstances
        self.validity = Validity(rules=listed_rules("iati-activities"))
        self.validity.evaluated = {code: Tally() for code in self.validity.rules}
        # Eight bytes of each identifier: files have hundreds of thousands.
        self.lines: dict[bytes, int] = {}
        self.kept: dict[str, int] = {}

    def read(self, file: BinaryIO) -> None:
        schema: SchemaOfIati | None = None
        for piece in read_records(file):
            if isinstance(piece, Record):
                assert schema is not None
                self.judge(piece, schema)
                continue
            self.judged("0.1.1")
            schema = self.open_root(piece)
            if schema is None:
                return
        if schema is not None and self.validity.records == 0:
            self.found("0.3.1", ERROR, NO_RECORD, {}, "ligne 1")

    def open_root(self, root: Element) -> SchemaOfIati | None:
        """Judge the root; None where nothing below it can be judged."""
        kind, where = str(root.tag), f"ligne {line_of(root)}"
        self.judged("0.2.1")
        if kind not in RECORDS:
            self.found("0.2.1", ERROR, NOT_IATI, {"root": kind[:LONGEST_FOUND]}, where)
            return None
        self.validity.kind, self.validity.version = kind, root.get("version", "")
        self.validity.rules = listed_rules(kind)
        self.validity.evaluated = {
            code: self.validity.evaluated.get(code, Tally()) for code in self.validity.rules
        }  # fmt: skip
        schema = SchemaOfIati(kind)
        self.judged("0.3.1")
        for fault in schema.faults_of_the_root(root):
            self.found("0.3.1", ERROR, fault.message, fault.values, where)
        version = root.get("version")
        if version is None:
            return schema
        self.judged("0.6.1")
        self.judged(VERSION_RULES[kind])
        if version not in codelist("Version").current:
            self.found(VERSION_RULES[kind], WARNING, VERSION_UNKNOWN, {"code": version[:LONGEST_FOUND]}, where)
        if version != VERSION:
            self.found("0.6.1", ERROR, OTHER_VERSION, {"version": version[:LONGEST_FOUND]}, where)
            return None
        return schema

    def judge(self, record: Record, schema: SchemaOfIati) -> None:
        element = record.element
        strangers = [other for other in record.strangers if not str(other.tag).startswith("{")]
        if element.tag != RECORDS[self.validity.kind]:
            strangers.append(element)
        for stranger in strangers:
            self.found("0.3.1", ERROR, STRANGER, {"element": stranger.tag}, f"ligne {line_of(stranger)}")
        if element in strangers:
            return
        self.validity.records += 1
        name = (element.findtext(IDENTIFIERS[str(element.tag)]) or "").strip() or f"{element.tag} {record.number}"
        self.judged("0.3.1")
        for fault in schema.faults(element):
            self.found("0.3.1", ERROR, fault.message, fault.values, f"{name}, ligne {fault.line}")
        self.judge_identifier(element, name)
        self.judge_rules(element, name)
        for code in judge_codes(element):
            self.judged(code.check.code)
            if code.severity is not None:
                values = {"code": code.value[:LONGEST_FOUND], "codelist": code.check.codelist}
                self.found(code.check.code, code.severity, code.message, values, _where(name, element, code.at))
        for own in judge_habits(element, self.circumstances.today):
            self.judged(own.code)
            if own.values is not None:
                rule = OWN_RULES[own.code]
                self.found(own.code, rule.severity, rule.found, own.values, _where(name, element, own.at))

    def judge_identifier(self, element: Element, name: str) -> None:
        if element.tag != "iati-activity":
            return
        self.judged("1.1.2")
        digest = blake2b(name.encode(), digest_size=8).digest()
        if digest in self.lines:
            where = f"{name}, ligne {line_of(element)}"
            self.found("1.1.2", ERROR, SAME_IDENTIFIER, {"line": self.lines[digest]}, where)
        else:
            self.lines[digest] = line_of(element)

    def judge_rules(self, element: Element, name: str) -> None:
        for context, rules in rules_by_context(self.validity.kind):
            for place in places_of(context, element):
                for rule in rules:
                    for breach in rule.check(place, self.circumstances):
                        self.judged(rule.code)
                        if breach is not None:
                            said = f" : « {breach.found[:LONGEST_FOUND]} »" if breach.found else ""
                            where = _where(name, element, breach.at) + said
                            self.found(rule.code, rule.severity, rule.message, {}, where)

    def judged(self, code: str) -> None:
        self.validity.evaluated[code].ran += 1

    def found(self, code: str, severity: Severity, message: str, values: Mapping[str, object], where: str) -> None:
        self.validity.evaluated[code].failed += 1
        self.validity.errors += severity is ERROR
        self.kept[code] = self.kept.get(code, 0) + 1
        if self.kept[code] > KEPT_OF_EACH_RULE:
            self.validity.left_out += 1
        else:
            self.validity.findings.append(Finding(code, severity, message, values, where))


@cache
def rules_by_context(kind: str) -> tuple[tuple[str, tuple[Rule, ...]], ...]:
    """The official rules of a kind of file, those of one context together, so that it is looked for once."""
    contexts: dict[str, list[Rule]] = {}
    for rule in RULES[kind]:
        contexts.setdefault(rule.context, []).append(rule)
    return tuple((context, tuple(rules)) for context, rules in contexts.items())


@cache
def listed_rules(kind: str) -> Mapping[str, Listed]:
    """Every rule that a kind of file is judged by, by its id."""
    rules = [Listed(rule.code, Family.RULESET, rule.severity, rule.french, rule.english) for rule in RULES[kind]]
    codes = [
        Listed(
            check.code, Family.CODELIST, WARNING,
            f"{check.place or '@version'} est dans la liste {check.codelist}",
            f"{check.place or '@version'} is in the codelist {check.codelist}",
        )
        for check in CODE_CHECKS[RECORDS[kind]]
    ]  # fmt: skip
    version = VERSION_RULES[kind]
    codes.append(Listed(version, Family.CODELIST, WARNING, "@version est dans la liste Version",
                        "@version is in the codelist Version"))  # fmt: skip
    own = [Listed(rule.code, Family.OWN, rule.severity, rule.french, rule.english) for rule in OWN_RULES.values()]
    if kind != "iati-activities":
        own = [rule for rule in own if rule.code.startswith("toguna.language")]
    of_the_file = [listed for listed in OF_THE_FILE if kind == "iati-activities" or listed.family is Family.SCHEMA]
    return {listed.code: listed for listed in (*of_the_file, *rules, *codes, *own)}


def _where(name: str, record: Element, at: Element) -> str:
    """Whose record, which line, and the way from the record to the place, as people read it."""
    return f"{name}, ligne {line_of(at)} : {''.join(_way(record, at)) or str(record.tag)}"


def _way(record: Element, at: Element) -> Iterator[str]:
    if at is record:
        return
    parent = at.getparent()
    if parent is None:
        return
    yield from _way(record, parent)
    same = list(parent.iterchildren(at.tag))
    number = f"[{same.index(at) + 1}]" if len(same) > 1 else ""
    yield f"{'' if parent is record else '/'}{at.tag}{number}"
