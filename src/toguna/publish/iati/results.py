"""The results of a programme as IATI says them: counted indicators, figures that documents state, yearly assessments.

A result without any of these stays out, because IATI has no result without an indicator; the export says so.
"""

from collections.abc import Iterator, Mapping

from toguna.publish.iati.counted import QUALITATIVE, CountedIndicator
from toguna.publish.iati.stated import StatedFigures
from toguna.publish.iati.told import Said, both, headed, narratives, sentence, together
from toguna.publish.iati.whereabouts import Whereabouts
from toguna.publish.narratives import plain_words
from toguna.publish.snapshot import ResultPart, Snapshot, StatementPart
from toguna.rules.findings import Finding, Severity
from toguna.rules.iati import Indicator, Measured, Period, Result, ResultReference

TYPES: Mapping[str, str] = {"output": "1", "outcome": "2", "impact": "3", "other": "9"}
OWN_VOCABULARY = "99"
STATUSES: Mapping[str, Said] = {
    "achieved": both("Atteint.", "Achieved."),
    "partly_achieved": both("Partiellement atteint.", "Partly achieved."),
    "not_achieved": both("Non atteint.", "Not achieved."),
    "not_stated": both("Niveau d'atteinte non précisé.", "Whether it is achieved is not stated."),
}
ASSESSMENT = both("Appréciation de l'année", "Assessment of the year")
IN_WORDS = both(
    "Dit en mots, sans valeur chiffrée : la source apprécie elle-même.",
    "In words, without a figure: the source's own judgement.",
)

NO_INDICATOR = (
    "Le résultat %(result)s n'a ni indicateur publié, ni chiffre, ni appréciation : il reste hors du fichier."
)
STATED_OUT = "%(count)s chiffres que des documents donnent ne sont pas des valeurs du fichier : %(keys)s."


def results_of(snapshot: Snapshot, whereabouts: Whereabouts) -> tuple[tuple[Result, ...], list[Finding]]:
    """Every result that has something to show, in the order of the framework, and why another stays out."""
    stated = StatedFigures(snapshot, whereabouts)
    results, notes = [], []
    for part in _framework(snapshot):
        indicators = [*_indicators(snapshot, part["code"], stated, whereabouts)]
        if assessed := _assessments(snapshot, part["code"]):
            indicators.append(assessed)
        if indicators:
            results.append(_result(snapshot, part, tuple(indicators), stated.in_words(part["code"])))
        else:
            notes.append(Finding("no-indicator", Severity.NOTE, NO_INDICATOR, {"result": part["code"]}))
    if left := stated.left_out():
        values = {"count": len(left), "keys": ", ".join(one["key"] for one in left)}
        notes.append(Finding("stated-left-out", Severity.NOTE, STATED_OUT, values))
    return tuple(results), notes


def _framework(snapshot: Snapshot) -> Iterator[ResultPart]:
    """The results of the framework, and those that only an indicator names, as editions of format 1 may have."""
    listed = snapshot["programme"]["results"]
    yield from listed
    for code in dict.fromkeys(one["result"] for one in snapshot["indicators"]):
        if code not in {one["code"] for one in listed}:
            yield {"code": code, "type": "other", "title": {"fr": f"Résultat {code}", "en": f"Result {code}"}}


def _indicators(
    snapshot: Snapshot, result: str, stated: StatedFigures, whereabouts: Whereabouts
) -> Iterator[Indicator]:
    counted = [part for part in snapshot["indicators"] if part["result"] == result]
    for part in counted:
        yield CountedIndicator(snapshot, part, whereabouts).indicator(stated.of_indicator(part["code"]))
    yield from stated.indicators_of(result, [part["code"] for part in snapshot["indicators"]])


def _result(snapshot: Snapshot, part: ResultPart, indicators: tuple[Indicator, ...], stated: Said) -> Result:
    # What is fictional is never tied to a result that exists.
    related = "" if snapshot["fictional"] else part.get("related_code", "")
    referenced = any(one.references for one in indicators)
    known = [one.aggregation_status for one in indicators if one.aggregation_status is not None]
    return Result(
        type=TYPES[part["type"]],
        aggregation_status=all(known) if known else None,
        title=narratives(part["title"]),
        description=narratives(
            together(
                sentence(headed(both("Code", "Code"), both(part["code"], part["code"]))),
                sentence(part.get("statement", {})),
                _relation(part) if related else {},
                stated,
            )
        ),
        # IATI takes a reference on the result or on its indicators, never on both.
        references=(ResultReference(code=related, vocabulary=OWN_VOCABULARY),) if related and not referenced else (),
        indicators=indicators,
    )


def _relation(part: ResultPart) -> Said:
    """To which result of another framework this one is related."""
    other = f"{part.get('related_framework', '')} {part.get('related_code', '')}".strip()
    said, title = both(f"Lié à {other}", f"Related to {other}"), part.get("related_title", {})
    return sentence(headed(said, title) if any(title.values()) else said)


def _assessments(snapshot: Snapshot, result: str) -> Indicator | None:
    """What was judged of a result, year by year, as an indicator in words."""
    periods = []
    for one in sorted(snapshot.get("statements", []), key=lambda one: one["year"]):
        if one["result"] != result:
            continue
        said = {language: plain_words(text, snapshot, language) for language, text in one["narrative"].items()}
        comment = narratives(together(STATUSES[one["status"]], sentence(said), _source(snapshot, one)))
        periods.append(
            Period(start=f"{one['year']}-01-01", end=f"{one['year']}-12-31", actuals=(Measured(comment=comment),))
        )
    if not periods:
        return None
    return Indicator(
        measure=QUALITATIVE,
        title=narratives(ASSESSMENT),
        description=narratives(IN_WORDS),
        periods=tuple(periods),
    )


def _source(snapshot: Snapshot, one: StatementPart) -> Said:
    document = snapshot.get("documents", {}).get(one["document"])
    if not document:
        return {}
    return both(
        f"Source : {document['publisher']}, « {document['title']} ».",
        f'Source: {document["publisher"]}, "{document["title"]}".',
    )
