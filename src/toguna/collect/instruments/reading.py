"""From the rows of an instrument's tables to its model, with the cell of whatever is wrong; nothing is half read.

It does not know whether the rows came from a workbook or from a text that ships with the program.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from toguna.collect.answers import Answers
from toguna.collect.choices import STAKEHOLDER_GROUP, YES_NO, ChoiceList
from toguna.collect.framework_fields import QUANTITY, TOO_LONG, whole
from toguna.collect.instruments.tabs import (
    AGGREGATION,
    DISPLAY,
    ENGINE,
    JOINING,
    SETTINGS,
    SIDE,
    TABS,
)
from toguna.collect.tables import Row
from toguna.rules import instrument_checks
from toguna.rules.attendance import StakeholderGroup
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.instruments import (
    Aggregation,
    Anchor,
    Display,
    Engine,
    Group,
    Indicator,
    Joining,
    Model,
    Node,
    Scale,
    Side,
    Texts,
    TrackedInput,
)
from toguna.rules.remarking import error
from toguna.rules.spelling import plain

MISSING = "Il manque « %(column)s ». Remplissez cette cellule."
SETTING_UNKNOWN = "Le réglage « %(setting)s » n'est pas connu ; il n'a pas été lu."
SETTING_TWICE = "Le réglage « %(setting)s » est déjà à la ligne %(first)s. Gardez une seule des deux lignes."
SETTING_MISSING = "Le réglage « %(setting)s » manque dans l'onglet « Instrument ». Ajoutez une ligne avec sa valeur."
CODE_AS_DATE = (
    "Le tableur a changé ce code en date. Donnez à la colonne le format « Texte », puis écrivez le code de nouveau."
)
CODE_OF_INSTRUMENT = (
    "Le code d'un instrument commence par une lettre et n'a que des minuscules sans accent, des chiffres et « _ », "
    "%(most)s au plus : par exemple carte_ecole."
)
SHARE_IMPOSSIBLE = "« %(value)s » n'est pas une part. Écrivez-la de 0 à 100 %%, par exemple 80 %%."
ANCHORS_UNKNOWN = "Les repères « %(which)s » ne sont pas dans l'onglet « Échelles ». Ajoutez-les ou corrigez leur nom."
ANCHORS_UNUSED = "Aucun indicateur n'emploie les repères « %(which)s »."
ANCHOR_TWICE = "Les repères « %(which)s » disent deux fois la valeur %(value)s. Gardez une seule des deux lignes."
TOO_MANY = "L'instrument a %(found)s éléments, au plus %(most)s. Partagez-le en plusieurs instruments."

MOST_ELEMENTS = 600
MOST_LETTERS = 2_000
MOST_SIGNS_IN_CODE = 40
# What stands in a scale where its cells are empty, by how it is put before the people.
_USUAL: Mapping[Display, tuple[int, int]] = {
    Display.NUMBER: (0, 100_000),
    Display.FACES: (1_000, 5_000),
    Display.LEVELS: (1_000, 4_000),
    Display.YES_NO: (0, 1_000),
}
_INSTRUMENT_CODE = re.compile(rf"[a-z][a-z0-9_]{{0,{MOST_SIGNS_IN_CODE - 1}}}")
_WITH_LANGUAGE = re.compile(r"(?P<name>.*?)\s*(?:\((?P<language>[a-z]{2,3}(?:-[a-z0-9]+)*)\))?", re.IGNORECASE)
# In which column of its row each fault of a model is mended.
_MENDED_AT = {
    "code-twice": "code",
    "code-too-long": "code",
    "code-malformed": "code",
    "parent-unknown": "parent",
    "parent-circle": "parent",
    "node-empty": "code",
    "scale-flat": "best",
    "step-impossible": "step",
    "anchor-outside": "anchors",
    "weight-negative": "weight",
    "weights-all-zero": "weight",
}

Rows = Mapping[str, Sequence[Row]]


def model_from_rows(rows: Rows, languages: Sequence[str], findings: list[Finding]) -> Model | None:
    """The model that the rows of all tabs make; None where an error stands among the findings, which are added to."""
    found = sum(len(rows[tab.name]) for tab in TABS[1:])
    if found > MOST_ELEMENTS * 4:
        findings.append(error("too-many-elements", TOO_MANY, found=found, most=MOST_ELEMENTS))
        return None
    model = _Reading(rows, tuple(languages), findings).model()
    if model is not None:
        elements = len(model.elements)
        if elements > MOST_ELEMENTS:
            findings.append(error("too-many-elements", TOO_MANY, found=elements, most=MOST_ELEMENTS))
            return None
        findings += [_placed(one, rows, model) for one in instrument_checks.findings(model)]
    return None if errors_in(findings) else model


@dataclass
class _Reading:
    """One reading: the rows and what was found wrong so far."""

    rows: Rows
    languages: tuple[str, ...]
    findings: list[Finding]
    settings: dict[str, Row] = field(default_factory=dict)

    def model(self) -> Model | None:
        settings = self._settings()
        anchors = self._anchors()
        engine = self._chosen(settings, "engine", ENGINE)
        code, title = self._code(settings, "code"), self._texts(settings, "title")
        for name, value in (("code", code), ("title_fr", title.get("fr")), ("engine", engine)):
            # A value that is there and was not understood has its own finding.
            if not value and name not in self.settings:
                self.findings.append(error("setting-missing", SETTING_MISSING, setting=_named(name)))
            elif not value and not settings.text(name):
                settings.tell(Severity.ERROR, "value-missing", name, MISSING, column=_named(name))
        if code and not _INSTRUMENT_CODE.fullmatch(code):
            settings.tell(Severity.ERROR, "code-malformed", "code", CODE_OF_INSTRUMENT, most=MOST_SIGNS_IN_CODE)
        nodes, indicators = tuple(self._nodes()), tuple(self._indicators(anchors))
        groups, inputs = tuple(self._groups()), tuple(self._inputs())
        if errors_in(self.findings) or engine is None:
            return None
        return Model(
            code=code,
            engine=Engine(engine),
            title=title,
            nodes=nodes,
            indicators=indicators,
            groups=groups,
            inputs=inputs,
            source=self._texts(settings, "source"),
            **self._rules(settings),
        )

    def _rules(self, settings: Answers) -> dict[str, Any]:
        """The settings that have a default, where they are given."""
        aggregation = self._chosen(settings, "aggregation", AGGREGATION)
        joining = self._chosen(settings, "joining", JOINING)
        given = {
            "aggregation": Aggregation(aggregation) if aggregation else None,
            "joining": Joining(joining) if joining else None,
            "completeness": _share(settings, "completeness"),
            "dispute_gap": QUANTITY.read(settings, "dispute_gap"),
            "smallest_group": whole(1, 1_000).read(settings, "smallest_group"),
            "months_between_rounds": whole(1, 120).read(settings, "months_between_rounds"),
            "verified": self._yes(settings, "verified"),
        }
        return {name: value for name, value in given.items() if value is not None}

    def _settings(self) -> Answers:
        given: dict[str, object] = {}
        for row in self.rows["instrument"]:
            answers = Answers(row.values, row.where, self.findings)
            name = _setting(answers.text("setting"))
            values = {"setting": answers.text("setting")}
            if name is None:
                answers.tell(Severity.WARNING, "setting-unknown", "setting", SETTING_UNKNOWN, **values)
            elif name in self.settings:
                values["first"] = str(self.settings[name].number)
                answers.tell(Severity.ERROR, "setting-twice", "setting", SETTING_TWICE, **values)
            else:
                self.settings[name] = row
                given[name] = row.values.get("value")

        def where(name: str) -> str:
            row = self.settings.get(name)
            return row.where("value") if row is not None else ""

        # A language that no label has may still have a title.
        named = [name.partition("_")[2] for name in given if name.startswith(("title_", "source_"))]
        self.languages = tuple(dict.fromkeys((*self.languages, *named)))
        return Answers(given, where, self.findings)

    def _anchors(self) -> dict[str, tuple[Anchor, ...]]:
        found: dict[str, dict[int, Anchor]] = {}
        for answers in self._each("anchors"):
            name = self._required(answers, "anchors", "Repères")
            value = QUANTITY.read(answers, "value")
            label = self._label(answers)
            if value is None and not answers.text("value"):
                self._required(answers, "value", "Valeur")
            if not name or not isinstance(value, int):
                continue
            if value in found.setdefault(plain(name), {}):
                values = {"which": name, "value": answers.text("value")}
                answers.tell(Severity.ERROR, "anchor-twice", "value", ANCHOR_TWICE, **values)
            found[plain(name)][value] = Anchor(value, label)
        return {name: tuple(several.values()) for name, several in found.items()}

    def _nodes(self) -> Iterator[Node]:
        for answers in self._each("criteria"):
            yield Node(
                code=self._code(answers, "code", needed=True),
                label=self._label(answers),
                parent=self._code(answers, "parent"),
                **_given(weight=_weight(answers), verified=self._yes(answers, "verified")),
            )

    def _indicators(self, anchors: Mapping[str, tuple[Anchor, ...]]) -> Iterator[Indicator]:
        used = set()
        for answers in self._each("indicators"):
            named = plain(answers.text("anchors"))
            used.add(named)
            if named and named not in anchors:
                values = {"which": answers.text("anchors")}
                answers.tell(Severity.ERROR, "anchors-unknown", "anchors", ANCHORS_UNKNOWN, **values)
            display = Display(self._chosen(answers, "display", DISPLAY) or Display.NUMBER)
            worst, best = _USUAL[display]
            bounds = {name: QUANTITY.read(answers, name) for name in ("worst", "best", "step")}
            scale = replace(Scale(worst, best, 1_000, display, anchors.get(named, ())), **_given(**bounds))
            yield Indicator(
                code=self._code(answers, "code", needed=True),
                label=self._label(answers),
                parent=self._code(answers, "parent"),
                question=self._texts(answers, "question"),
                evidence=self._texts(answers, "evidence"),
                scale=scale,
                **_given(
                    weight=_weight(answers),
                    local=self._yes(answers, "local"),
                    verified=self._yes(answers, "verified"),
                ),
            )
        for row in self.rows["anchors"]:
            answers = Answers(row.values, row.where, self.findings)
            name = answers.text("anchors")
            if name and plain(name) not in used:
                used.add(plain(name))
                answers.tell(Severity.WARNING, "anchors-unused", "anchors", ANCHORS_UNUSED, which=name)

    def _groups(self) -> Iterator[Group]:
        for answers in self._each("groups"):
            stakeholder = self._chosen(answers, "stakeholder_group", STAKEHOLDER_GROUP)
            yield Group(
                code=self._code(answers, "code", needed=True),
                label=self._label(answers),
                side=Side(self._chosen(answers, "side", SIDE) or Side.USERS),
                stakeholder_group=StakeholderGroup(stakeholder) if stakeholder else None,
            )

    def _inputs(self) -> Iterator[TrackedInput]:
        for answers in self._each("inputs"):
            code = self._code(answers, "code", needed=True)
            yield TrackedInput(code, self._label(answers), self._texts(answers, "unit"))

    def _each(self, tab: str) -> Iterable[Answers]:
        return [Answers(row.values, row.where, self.findings) for row in self.rows[tab]]

    def _required(self, answers: Answers, name: str, column: str) -> str:
        written = answers.text(name)
        if not written:
            answers.tell(Severity.ERROR, "value-missing", name, MISSING, column=column)
        return written

    def _code(self, answers: Answers, name: str, *, needed: bool = False) -> str:
        if isinstance(answers.given.get(name), date | time | timedelta):
            answers.tell(Severity.ERROR, "code-as-date", name, CODE_AS_DATE)
            return ""
        return self._required(answers, name, "Code") if needed else answers.text(name)

    def _label(self, answers: Answers) -> Texts:
        said = self._texts(answers, "label")
        if not said.get("fr"):
            answers.tell(Severity.ERROR, "value-missing", "label_fr", MISSING, column="Libellé (fr)")
        return said

    def _texts(self, answers: Answers, name: str) -> Texts:
        said = {language: answers.paragraphs(f"{name}_{language}") for language in self.languages}
        for language, text in said.items():
            if len(text) > MOST_LETTERS:
                values = {"found": len(text), "most": MOST_LETTERS}
                answers.tell(Severity.ERROR, "text-too-long", f"{name}_{language}", TOO_LONG, **values)
        return {language: text for language, text in said.items() if text}

    def _chosen(self, answers: Answers, name: str, choices: ChoiceList) -> str | None:
        return answers.choice(name, choices, severity=Severity.ERROR)

    def _yes(self, answers: Answers, name: str) -> bool | None:
        code = answers.choice(name, YES_NO, severity=Severity.ERROR)
        return None if code is None else code == "yes"


def _given(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _setting(written: str) -> str | None:
    """The field that a line of the first tab sets; of one with words, in which language."""
    match = _WITH_LANGUAGE.fullmatch(written)
    name, language = (match["name"], (match["language"] or "").lower()) if match else (written, "")
    for setting in SETTINGS:
        if plain(name) in {plain(way) for way in setting.spellings()}:
            return f"{setting.field}_{language or 'fr'}" if setting.worded else setting.field
    return None


def _named(name: str) -> str:
    """How people call a field of the first tab."""
    bare, _line, language = name.partition("_")
    for setting in SETTINGS:
        if setting.field == name or (setting.worded and setting.field == bare):
            return f"{setting.french} ({language})" if setting.worded else setting.french
    return name


def _weight(answers: Answers) -> int | None:
    """A weight in thousandths. Weights are shares of one another: 20 % is written among others like 20."""
    written = answers.text("weight").removesuffix("%").strip()
    exact = _decimal(written)
    if exact is not None:
        # A third typed as a formula has more decimals than anybody means.
        return int((exact * 1000).quantize(Decimal(1), ROUND_HALF_UP))
    held = QUANTITY.read(answers, "weight")
    return held if isinstance(held, int) else None


def _share(answers: Answers, name: str) -> int | None:
    """A share in thousandths of the whole: 80 %, 80 or 0,8 are the same."""
    written = answers.text(name)
    if not written:
        return None
    number = _decimal(written.removesuffix("%").strip())
    if number is not None:
        share = number * 1000 if number <= 1 and not written.endswith("%") else number * 10
        if 0 <= share <= 1000 and share == share.to_integral_value():
            return int(share)
    answers.tell(Severity.ERROR, "share-impossible", name, SHARE_IMPOSSIBLE, value=written)
    return None


def _decimal(written: str) -> Decimal | None:
    try:
        number = Decimal(written.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 1_000_000 else None


def _placed(finding: Finding, rows: Rows, model: Model) -> Finding:
    """A fault of the model, where it is mended: on the tab and in the cell."""
    column = _MENDED_AT.get(finding.code, "")
    if not column:
        return finding
    code = finding.where
    if finding.code == "weights-all-zero":
        code = next((child.code for child in model.children(code)), code)
    several = [row for tab in TABS for row in _rows_of(rows[tab.name], code)]
    if finding.code == "code-twice":
        several = [row for tab in _told_apart(rows) for row in _rows_of(tab, code)[1:]]
    if finding.code.startswith(("scale-", "step-", "anchor-")):
        several = _rows_of(rows["indicators"], code)
    if not several:
        return finding
    return replace(finding, where=several[0].where(column))


def _told_apart(rows: Rows) -> Iterator[list[Row]]:
    """The rows among which a code may stand once: criteria and indicators are one tree."""
    yield [*rows["criteria"], *rows["indicators"]]
    yield list(rows["groups"])
    yield list(rows["inputs"])


def _rows_of(rows: Iterable[Row], code: str) -> list[Row]:
    return [row for row in rows if Answers(row.values, row.where, []).text("code") == code]
