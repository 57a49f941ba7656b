"""What pyxform, the converter, says is wrong in an XLSForm: in French, with the sheet, the row and the column it means.

pyxform speaks English and points by number. A message that is not known here is shown as it is. It reads no form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_ROW = re.compile(r"\[row : (?P<row>\d+)\]\s*")
_SHEET = re.compile(r"On the '(?P<sheet>[\w ]+)' sheet")
_COLUMN = re.compile(r"the '(?P<column>[^']+)' value")


@dataclass(frozen=True)
class Told:
    """One thing that the converter said: its French words, where it points; `values["original"]` is what it wrote."""

    code: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    sheet: str = "survey"
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class _Known:
    """A message of pyxform and its French words; `column` is where to look when the message does not say."""

    code: str
    pattern: re.Pattern[str]
    message: str
    column: str = ""
    sheet: str = ""


def _known(code: str, pattern: str, message: str, column: str = "", sheet: str = "") -> _Known:
    return _Known(code, re.compile(pattern, re.DOTALL), message, column, sheet)


UNKNOWN_WORDS = "Le convertisseur refuse le formulaire : « %(original)s »"

_KNOWN = (
    _known(
        "unknown-type",
        r"Unknown question type '(?P<type>[^']*)'",
        "Le type « %(type)s » n'existe pas. Prenez par exemple text, integer, date, ou select_one et une liste.",
        "type",
    ),
    _known(
        "type-missing", r"Question with no type", "La ligne n'a pas de type. Écrivez-le, ou effacez la ligne.", "type"
    ),
    _known(
        "name-missing",
        r"Question or group with no name",
        "La question n'a pas de nom. Donnez-lui un nom court, sans espace ni accent.",
        "name",
    ),
    _known(
        "name-twice",
        r"the 'name' value '(?P<name>[^']*)' is invalid\. Questions, groups, and repeats must be unique",
        "Le nom « %(name)s » sert déjà plus haut. Donnez un autre nom à cette question.",
        "name",
    ),
    _known(
        "name-twice",
        r"the 'name' value '(?P<name>[^']*)' is invalid\. Repeat names must",
        "Le nom « %(name)s » est déjà celui d'une autre répétition. Donnez-lui un autre nom.",
        "name",
    ),
    _known(
        "name-nearly-twice",
        r"the 'name' value '(?P<name>[^']*)' is problematic",
        "Le nom « %(name)s » ne diffère d'un autre que par les majuscules : des tableurs les confondront.",
        "name",
    ),
    _known("name-reserved", r"'meta' is reserved", "Le nom « meta » est réservé. Donnez un autre nom.", "name"),
    _known(
        "name-not-allowed",
        r"Names must begin with a letter or underscore",
        "Ce nom n'est pas permis : il commence par une lettre, puis lettres, chiffres, « _ », « - » ou « . ».",
        "name",
    ),
    _known(
        "list-missing",
        r"List name not in (?:external )?choices sheet: (?P<list>.*)",
        "La liste « %(list)s » n'est pas dans la feuille choices. Ajoutez-la, ou corrigez le nom de la liste.",
        "type",
    ),
    _known(
        "choices-missing",
        r"There should be a choices sheet",
        "Une question prend ses réponses dans une liste, et le classeur n'a pas de feuille choices. "
        "Ajoutez-la, avec les colonnes list_name, name et label.",
        sheet="choices",
    ),
    _known(
        "label-missing",
        r"The survey element named '(?P<name>[^']*)' has no label or hint",
        "La question « %(name)s » n'a pas de libellé : personne ne saurait quoi répondre. Écrivez-le.",
        "label",
    ),
    _known(
        "repeat-without-label",
        r"(?:Repeat|Group) has no label",
        "Cette répétition n'a pas de libellé : sur le téléphone, rien ne dira ce qui se répète.",
        "label",
    ),
    _known(
        "reference-unknown",
        r"Could not find the name '(?P<name>[^']*)'",
        "Aucune question ne s'appelle « %(name)s ». Corrigez ce nom, ou ajoutez la question.",
    ),
    _known(
        "reference-twice",
        r"The name '(?P<name>[^']*)' appears more than once",
        "Plusieurs questions s'appellent « %(name)s » : on ne sait pas laquelle est visée. Changez l'un des noms.",
    ),
    _known(
        "reference-unfinished",
        r"Reference variables (?:must start with|lists must)",
        "Une référence est mal écrite. Elle s'écrit ${nom_de_la_question}, accolades comprises.",
    ),
    _known(
        "not-ended",
        r"Unmatched 'begin_(?P<kind>\w+)'\. No matching '\w+' was found for the name '(?P<name>[^']*)'",
        "« begin_%(kind)s » (%(name)s) commence ici et ne finit nulle part. Ajoutez la ligne end_%(kind)s.",
        "type",
    ),
    _known(
        "not-begun",
        r"Unmatched 'end_(?P<kind>\w+)'",
        "« end_%(kind)s » finit ici ce qui n'a pas commencé, ou qu'il faudrait finir autrement. "
        "Vérifiez les lignes begin et end.",
        "type",
    ),
    _known(
        "calculation-missing",
        r"Missing calculation",
        "Ce calcul est vide. Écrivez-le dans la colonne calculation.",
        "calculation",
    ),
    _known(
        "choice-without-name",
        r"Choices must have a name",
        "Ce choix n'a pas de nom. Donnez-lui un code court : c'est lui qui est gardé.",
        "name",
        "choices",
    ),
    _known(
        "choice-twice",
        r"Choice names must be unique",
        "Ce nom sert déjà dans la même liste. Deux choix ne peuvent pas avoir le même.",
        "name",
        "choices",
    ),
    _known(
        "choice-without-label",
        r"Choices should have a label",
        "Ce choix n'a pas de libellé : le téléphone montrera son code.",
        "label",
        "choices",
    ),
    _known(
        "choice-with-space",
        r"Choice names with spaces .* See \[(?P<name>[^\]]*)\] in \[(?P<list>[^\]]*)\]",
        "Le choix « %(name)s » de la liste « %(list)s » contient un espace, et la question permet plusieurs réponses. "
        "Enlevez l'espace.",
        "name",
        "choices",
    ),
    _known(
        "columns-missing",
        r"One or more required column headers were not found: (?P<columns>.*?)\. Learn",
        "Titres de colonnes qui manquent : %(columns)s. Écrivez-les en première ligne de la feuille.",
    ),
    _known(
        "column-twice",
        r"Duplicate column header: (?P<column>.*)",
        "La colonne « %(column)s » est là deux fois. Gardez-en une.",
    ),
    _known(
        "survey-missing",
        r"You must have a sheet named 'survey'",
        "Le classeur n'a pas de feuille survey. C'est elle qui contient les questions.",
    ),
    _known(
        "file-without-ending",
        r"File name for '(?P<name>[^']*)' should end with",
        "Le nom du fichier de « %(name)s » finit par .csv, .xml ou .geojson. Complétez-le.",
        "type",
    ),
    _known(
        "languages-incomplete",
        r"Language '(?P<language>[^']*)' is missing the (?P<sheet>\w+) (columns )?(?P<columns>[\w:, ]+?)( column)?[.]",
        "Il manque dans la langue « %(language)s » : %(columns)s (feuille %(sheet)s).",
    ),
    _known(
        "photo-size",
        r"Use the max-pixels parameter",
        "Les photos partiront dans leur pleine taille. Écrivez max-pixels=1600 dans la colonne parameters : l'envoi "
        "sera bien plus court.",
        "parameters",
    ),
    _known(
        "parameters",
        r"(?:Parameter|[Pp]arameters?) .*",
        "Les paramètres de cette question ne sont pas compris : « %(original)s »",
        "parameters",
    ),
    _known(
        "row-skipped",
        r"Row without name, text, or label is being skipped",
        "Cette ligne n'a ni type ni nom : elle est laissée de côté.",
    ),
)


def told(original: str) -> Told:
    """What a message of pyxform means, and where it points.

    >>> one = told("[row : 7] List name not in choices sheet: oui_non")
    >>> one.code, one.sheet, one.row, one.message % one.values
    ('list-missing', 'survey', 7, "La liste « oui_non » n'est pas dans la feuille choices. Ajoutez-la, ou corrigez le \
nom de la liste.")
    """
    match = _ROW.search(original)
    row = int(match["row"]) if match else None
    match = _SHEET.search(original)
    sheet = match["sheet"] if match else ""
    match = _COLUMN.search(original)
    column = match["column"] if match else ""
    written = " ".join(_ROW.sub("", original).split())[:400]
    for known in _KNOWN:
        match = known.pattern.search(original)
        if match:
            values = {key: (value or "").strip() for key, value in match.groupdict().items()}
            where = sheet or known.sheet or "survey"
            return Told(known.code, known.message, {**values, "original": written}, where, row, column or known.column)
    return Told("converter", UNKNOWN_WORDS, {"original": written}, sheet or "survey", row, column)
