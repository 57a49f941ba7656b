"""The results of one year: what is said of each result, whether it is reached, and the figures that support it.

It has the shape of a country's progress notes. What nobody has said of a result is not made up: the result is named.
"""

from collections.abc import Callable, Iterator, Sequence

from toguna.publish.addresses import indicator_page, result_page, year_page
from toguna.publish.documents.blocks import (
    Block,
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Line,
    Opens,
    Paragraph,
    Picture,
    Piece,
    Table,
    basis_chip,
    fictional_chip,
    narrative_lines,
    opening,
    pieces_of,
    spaced,
    status_piece,
    unbroken,
    words,
)
from toguna.publish.documents.chosen import (
    StatedTree,
    names_in,
    organisation_name,
    results_of,
    stated_of,
    stated_words,
    statement_of,
    tables_in,
)
from toguna.publish.documents.value_pieces import baseline_line, gap_line, target_line, value_line, women_and_men
from toguna.publish.reading import cell_value
from toguna.publish.snapshot import IndicatorPart, ResultPart, Snapshot, StatedPart, StatementPart, TablePart
from toguna.publish.words import CATEGORIES, Pair, period_words, said, text_in
from toguna.rules.numbers import spoken

ANNUAL: Pair = ("Résultats de l'année %d", "Results of %d")
GLANCE: Pair = ("En un coup d'œil", "At a glance")
RESULT: Pair = ("Résultat", "Result")
STATUS: Pair = ("Où en est-il", "Where it stands")
FIGURES: Pair = ("Chiffres", "Figures")
COUNTED_FIGURE: Pair = ("1 indicateur", "1 indicator")
COUNTED_FIGURES: Pair = ("%d indicateurs", "%d indicators")
STATED_FIGURES: Pair = ("%d selon la source", "%d stated by a source")
RELATED: Pair = ("Lié à", "Related to")
SUPPORTS: Pair = ("Les chiffres qui le montrent", "The figures that show it")
INDICATOR: Pair = ("Indicateur", "Indicator")
BASELINE: Pair = ("Référence", "Baseline")
TARGET: Pair = ("Cible", "Target")
ACTUAL: Pair = ("Réalisé", "Actual")
GAP: Pair = ("Écart", "Difference")
WHY: Pair = ("Pourquoi l'écart", "Why the difference")
STATED: Pair = ("Ce qu'affirment les documents", "What documents state")
PRINTED: Pair = ("imprimé « %s »", "printed “%s”")
DOUBTFUL: Pair = ("mal imprimé", "misprinted")
SOURCE: Pair = ("D'après", "After")
OWN_WORDS: Pair = ("dit avec nos mots", "in our own words")
THEORY: Pair = ("Pourquoi cela devrait marcher", "Why it should work")
IF: Pair = ("Si", "If")
THEN: Pair = ("alors", "then")
BECAUSE: Pair = ("parce que", "because")
# Many write the word itself at the beginning of what follows it.
CONNECTORS: dict[Pair, tuple[str, ...]] = {
    IF: ("si ", "s'", "if "),
    THEN: ("alors ", "then "),
    BECAUSE: ("parce que ", "parce qu'", "parce qu’", "because "),
}
# A label that has one of these says the sex itself.
SEX_WORDS = {
    "female": ("femme", "fille", "mère", "women", "woman", "girl", "mother"),
    "male": ("homme", "garçon", "mari", "père", " men", "boy", "husband", "father"),
}
RELEVANT: Pair = ("Toujours pertinent", "Still relevant")
CHANGED: Pair = ("Stratégie changée", "Strategy changed")
BEFORE: Pair = ("L'année d'avant", "The year before")
PARTNERS: Pair = ("Avec", "With")
LESSONS: Pair = ("Leçons", "Lessons")
REMARKS: Pair = ("Remarques", "Remarks")
YES: Pair = ("oui", "yes")
NO: Pair = ("non", "no")
UNKNOWN: Pair = ("non précisé", "not stated")
SILENT: Pair = ("Rien n'est dit de ces résultats pour %d", "Nothing is said of these results for %d")
EMPTY: Pair = (
    "Rien n'est encore dit de cette année : ni énoncé, ni valeur, ni chiffre d'un document.",
    "Nothing is said of this year yet: no statement, no value, no figure of a document.",
)
DOCUMENT: Pair = ("document", "document")


def annual_results(snapshot: Snapshot, year: int, language: str, site: str = "") -> Document:
    """The whole document, in one language."""
    programme = snapshot["programme"]
    name = text_in(programme["name"], language)
    told = [one for one in results_of(snapshot) if _is_told(snapshot, one, year)]
    silent = [one for one in results_of(snapshot) if one not in told]
    blocks: list[Block] = []
    if told:
        blocks += [Heading(said(GLANCE, language)), _glance(snapshot, told, year, language, site)]
    else:
        blocks.append(Paragraph(words(said(EMPTY, language)), "warn"))
    for result in told:
        blocks += _of_result(snapshot, result, year, language, site)
    if silent and told:
        blocks.append(Heading(said(SILENT, language) % year, anchor="silent"))
        blocks.append(Bullets([(_named(snapshot, one, language, site), ()) for one in silent]))
    leads = names_in(snapshot, "accountable", "funding", language=language)
    return Document(
        language=spoken(language),
        over=" · ".join([name, *leads[:3]]),
        title=said(ANNUAL, language) % year,
        beside=[fictional_chip(language)] if snapshot["fictional"] else [],
        blocks=blocks,
        short=f"{text_in(programme['acronym'], language) or programme['code']} · {said(ANNUAL, language) % year}",
        fictional=snapshot["fictional"],
        address=year_page(snapshot, year, site),
        released_on=snapshot["released_on"],
    )


def statement_blocks(
    snapshot: Snapshot,
    statement: StatementPart,
    language: str,
    site: str = "",
    *,
    level: int = 3,
    opens: Opens | None = None,
) -> Iterator[Block]:
    """What is said of a result for a year: narrative, theory of change, partners, lessons, remarks."""
    for line in narrative_lines(statement["narrative"], snapshot, language, site, opens):
        yield Paragraph(line)
    document = snapshot.get("documents", {}).get(statement["document"])
    if document:
        told = f"{said(SOURCE, language)} {document['publisher']}, "
        title = f"« {document['title']} »" if spoken(language) == "fr" else f"“{document['title']}”"
        key = f" ({said(DOCUMENT, language)} {statement['document']}), {said(OWN_WORDS, language)}."
        yield Paragraph([basis_chip("stated", language), Piece(f" {told}{title}{key}")], "note")
    theory = [
        (
            said(word, language),
            pieces_of(_without(CONNECTORS[word], text_in(texts, language)), snapshot, language, site, opens),
        )
        for word, texts in (
            (IF, statement["theory_if"]),
            (THEN, statement["theory_then"]),
            (BECAUSE, statement["theory_because"]),
        )
        if text_in(texts, language)
    ]
    if theory:
        yield Heading(said(THEORY, language), level)
        yield Facts(theory)
    rows = [
        (said(label, language), words(_answer(answer, language)))
        for label, answer in ((RELEVANT, statement["still_relevant"]), (CHANGED, statement["strategy_changed"]))
        if answer is not None or theory
    ]
    before = statement_of(snapshot, statement["result"], statement["year"] - 1)
    if before:
        beside = [Piece(f"{statement['year'] - 1} "), status_piece(before["status"], language)]
        rows.append((said(BEFORE, language), beside))
    partners = [organisation_name(snapshot, str(one), language) for one in statement["partners"]]
    rows += [(said(PARTNERS, language), words(", ".join(partners)))] if partners else []
    if rows:
        yield Facts(rows)
    lessons = [pieces_of(text_in(one, language), snapshot, language, site, opens) for one in statement["lessons"]]
    if lessons:
        yield Heading(said(LESSONS, language), level)
        yield Bullets([(line, ()) for line in lessons])
    if text_in(statement["remarks"], language):
        yield Heading(said(REMARKS, language), level)
        for line in narrative_lines(statement["remarks"], snapshot, language, site, opens):
            yield Paragraph(line)


def stated_blocks(
    found: Sequence[StatedTree],
    language: str,
    page_of: Callable[[StatedPart], str],
    *,
    level: int = 3,
    anchor: str = "",
) -> Iterator[Block]:
    """The figures that documents state, each with its basis; the document once where there is only one."""
    documents = {one.stated["document"] for tree in found for one in (tree, *_below(tree))}
    only = next(iter(documents)) if len(documents) == 1 else ""
    beside = [Piece(f"{said(DOCUMENT, language)} {only}", kind="note")] if only else []
    yield Heading(said(STATED, language), level, beside, anchor)
    yield Bullets(
        [
            (
                _stated(one, language, page_of, bool(only)),
                [_stated(part, language, page_of, bool(only)) for part in _below(one)],
            )
            for one in found
        ]
    )


def _below(tree: StatedTree) -> list[StatedTree]:
    return [one for part in tree.parts for one in (part, *_below(part))]


def _stated(tree: StatedTree, language: str, page_of: Callable[[StatedPart], str], is_known: bool) -> Line:
    one = tree.stated
    label = text_in(one["label"], language)
    sex = said(CATEGORIES["sex"][one["sex"]], language) if one["sex"] in CATEGORIES["sex"] else ""
    is_told = any(word in label.casefold() for word in SEX_WORDS.get(one["sex"], ()))
    told = f"{label} ({sex})" if sex and not is_told else label
    place = text_in(one["place_note"], language)
    mark = said(DOUBTFUL, language) if one["malformed"] else ""
    printed = said(PRINTED, language) % one["printed"] if one["malformed"] and one["value"] is not None else ""
    note = " · ".join(text for text in (place, mark, printed, text_in(one["note"], language)) if text)
    return spaced(
        [
            Piece(stated_words(one, language), page_of(one), "figure"),
            Piece(told),
            Piece(f"· {note}", kind="note") if note else None,
            basis_chip("stated", language),
            None if is_known else Piece(f"{said(DOCUMENT, language)} {one['document']}", kind="note"),
        ]
    )


def _of_result(snapshot: Snapshot, result: ResultPart, year: int, language: str, site: str) -> Iterator[Block]:
    statement = statement_of(snapshot, result["code"], year)
    yield Heading(
        text_in(result["title"], language),
        beside=[status_piece(statement["status"], language)] if statement else [],
        anchor=result["code"],
        link=result_page(snapshot, result["code"], site),
    )
    yield Paragraph(_related(result, language), "note")
    wider = text_in(result.get("statement", {}), language)
    if wider and wider != text_in(result["title"], language):
        yield Paragraph(words(wider), "lead")
    if statement:
        yield from statement_blocks(snapshot, statement, language, site)
    rows = list(_rows(snapshot, result, year))
    if rows:
        yield Heading(said(SUPPORTS, language), 3)
        yield _table(snapshot, rows, language, site)
        yield from _explained(snapshot, rows, language)
        picture = women_and_men(rows, language)
        if picture:
            yield Picture(*picture, result_page(snapshot, result["code"], site))
    stated = stated_of(snapshot, result["code"], year)
    if stated:
        page = result_page(snapshot, result["code"], site)
        yield from stated_blocks(stated, language, lambda _one: page)


def _related(result: ResultPart, language: str) -> Line:
    code = Piece(result["code"], kind="strong")
    if not result.get("related_code"):
        return [code]
    framework, named = result.get("related_framework", ""), result["related_code"]
    # A code that begins with its framework's name says it already.
    title = text_in(result.get("related_title", {}), language)
    parts = ("" if named.startswith(framework) else framework, named, title)
    related = " ".join(part for part in parts if part)
    return [code, Piece(f" · {said(RELATED, language)} {related}")]


def _glance(snapshot: Snapshot, told: Sequence[ResultPart], year: int, language: str, site: str) -> Table:
    rows: list[Sequence[Line]] = []
    for result in told:
        statement = statement_of(snapshot, result["code"], year)
        counted = len({indicator["code"] for indicator, _table_of in _rows(snapshot, result, year)})
        stated = len([one for tree in stated_of(snapshot, result["code"], year) for one in (tree, *_below(tree))])
        figures = [said(COUNTED_FIGURES, language) % counted] if counted > 1 else []
        figures += [said(COUNTED_FIGURE, language)] if counted == 1 else []
        figures += [said(STATED_FIGURES, language) % stated] if stated else []
        status = [status_piece(statement["status"], language)] if statement else words(said(UNKNOWN, language))
        rows.append([_named(snapshot, result, language, site, inside=True), status, words(", ".join(figures) or "–")])
    columns = [Column(said(RESULT, language), room=3.4), Column(said(STATUS, language), room=1.3)]
    columns.append(Column(said(FIGURES, language), room=1.4))
    return Table(said(GLANCE, language), columns, rows)


def _named(snapshot: Snapshot, result: ResultPart, language: str, site: str, *, inside: bool = False) -> Line:
    link = f"#{result['code']}" if inside else result_page(snapshot, result["code"], site)
    return [Piece(text_in(result["title"], language), link), Piece(f" {result['code']}", kind="note")]


def _rows(snapshot: Snapshot, result: ResultPart, year: int) -> Iterator[tuple[IndicatorPart, TablePart]]:
    for indicator in snapshot["indicators"]:
        if indicator["result"] == result["code"]:
            for table in tables_in(indicator, year):
                if indicator["records"] or table["total"]["masked"] or cell_value(table["total"]):
                    yield indicator, table


def _is_told(snapshot: Snapshot, result: ResultPart, year: int) -> bool:
    return bool(
        statement_of(snapshot, result["code"], year)
        or next(_rows(snapshot, result, year), None)
        or stated_of(snapshot, result["code"], year)
    )


def _table(snapshot: Snapshot, rows: Sequence[tuple[IndicatorPart, TablePart]], language: str, site: str) -> Table:
    columns = [
        Column(said(INDICATOR, language), room=2.35),
        Column(said(BASELINE, language), True, 0.9),
        Column(said(TARGET, language), True, 0.8),
        Column(said(ACTUAL, language), True, 2.35),
        Column(said(GAP, language), room=1.3),
    ]
    cells: list[Sequence[Line]] = []
    for indicator, table in rows:
        when = unbroken(period_words(table["period"], table["period_kind"], language))
        page = indicator_page(snapshot, indicator["code"], site)
        cells.append(
            [
                [Piece(text_in(indicator["title"], language), page), Piece(f" {when}", kind="note")],
                opening(baseline_line(indicator, language), page),
                opening(target_line(indicator, table, language), page),
                value_line(snapshot, indicator, table, language, site),
                opening(gap_line(indicator, table, language), page, "note"),
            ]
        )
    return Table(said(SUPPORTS, language), columns, cells)


def _explained(
    snapshot: Snapshot, rows: Sequence[tuple[IndicatorPart, TablePart]], language: str
) -> Iterator[Paragraph]:
    for indicator, table in rows:
        for one in snapshot.get("explanations", []):
            if (one["indicator"], one["period_kind"], one["period"]) == (
                indicator["code"],
                table["period_kind"],
                table["period"],
            ):
                told = f"{said(WHY, language)}, {text_in(indicator['title'], language)}"
                colon = ": " if spoken(language) == "en" else "\u00a0: "
                yield Paragraph([Piece(told, kind="strong"), Piece(f"{colon}{text_in(one['text'], language)}")])


def _without(connectors: Sequence[str], text: str) -> str:
    for connector in connectors:
        if text.casefold().startswith(connector):
            return text[len(connector) :]
    return text


def _answer(answer: bool | None, language: str) -> str:
    if answer is None:
        return said(UNKNOWN, language)
    return said(YES if answer else NO, language)
