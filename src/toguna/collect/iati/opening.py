"""What stands before the first tag of an XML file: its declaration, its document type with the texts it declares.

A document type is never obeyed: nothing it names is opened. Short texts that it declares inside the file are taken;
texts made of texts, and texts from elsewhere, are refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from toguna.collect.iati.limits import DangerousEntitiesError, Limits, NotIatiError
from toguna.collect.iati.telling import Telling

FROM_ELSEWHERE = (
    "Ce fichier demande d'ouvrir d'autres fichiers (l'entité « %(name)s »). Rien n'en a été lu. "
    "Demandez à l'éditeur un fichier sans entités."
)
OF_ENTITIES = (
    "Ce fichier déclare des textes faits d'autres textes (l'entité « %(name)s »), de quoi remplir toute la mémoire. "
    "Rien n'en a été lu. Demandez à l'éditeur un fichier sans entités."
)
ENTITY_TOO_LONG = (
    "Ce fichier déclare une entité de %(found)s lettres (« %(name)s »), au plus %(most)s. Rien n'a été lu."
)
TYPE_PASSED_OVER = "Le fichier déclare un type de document ; il n'a été ni ouvert ni appliqué."
ENTITIES_TAKEN = "Le fichier déclare des textes abrégés ; ils ont été remis à leur place : %(names)s."
IS_PAGE = (
    "C'est une page web, pas un fichier IATI : sans doute un message d'erreur du site de l'éditeur. "
    "Ouvrez l'adresse dans un navigateur, puis téléchargez le fichier lui-même."
)
NO_TAG = "Ce fichier n'a pas de première balise dans ses %(most)s premières lettres. Ce n'est pas un fichier IATI."
CUT_EARLY = "Ce fichier s'arrête avant sa première balise. Téléchargez-le de nouveau."

_BEFORE = re.compile(r"\s*+(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_ROOT = re.compile(r"\s*+<([A-Za-z_][\w.:-]*)(?=[\s/>])")
_DOCTYPE = re.compile(
    r"""\s*+<!DOCTYPE\s++(?P<root>[\w:.-]++)(?P<external>(?:[^\[\]"'>]|"[^"]*"|'[^']*')*+)"""
    r"""(?:\[(?P<inside>(?:<!--.*?-->|[^\]"']|"[^"]*"|'[^']*')*+)\]\s*+)?>""",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(
    r"""<!ENTITY\s++(?P<parameter>%\s++)?(?P<name>[\w:.-]++)\s++(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<other>\w+))"""
)
_HARMLESS_TEXT = re.compile(r"(?:[^<&%]|%(?![\w:])|&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)*+")
_IN_A_NAME = re.compile(r"[\w.:-]+")


@dataclass(frozen=True)
class Opening:
    """How far it goes, the name of the first tag, and the texts that `&name;` stands for in the file."""

    letters: int
    root: str
    entities: Mapping[str, str] = field(default_factory=dict)


def read_opening(text: str, limits: Limits, telling: Telling, *, whole: bool) -> Opening | None:
    """The opening at the start of this text; None where it goes on in the next piece of the file."""
    position = 0
    entities: dict[str, str] = {}
    while True:
        if found := _BEFORE.match(text, position):
            position = found.end()
        elif found := _DOCTYPE.match(text, position):
            if found["root"].lower() == "html":
                raise NotIatiError(IS_PAGE)
            entities = _entities_in(found["inside"] or "", limits)
            _tell(entities, found, telling, 1 + text.count("\n", 0, found.end()))
            position = found.end()
        elif found := _ROOT.match(text, position):
            return Opening(position, found[1], entities)
        elif whole or len(text) > limits.opening_letters:
            if text[position:].lstrip()[:5].lower() == "<html":
                raise NotIatiError(IS_PAGE)
            raise NotIatiError(CUT_EARLY if whole else NO_TAG, most=limits.opening_letters)
        else:
            return None


def _entities_in(inside: str, limits: Limits) -> dict[str, str]:
    taken: dict[str, str] = {}
    for found in _ENTITY.finditer(inside):
        name = found["name"]
        if found["other"] is not None or found["parameter"]:
            raise DangerousEntitiesError(FROM_ELSEWHERE, name=name)
        text = found["double"] if found["double"] is not None else found["single"]
        if len(text) > limits.entity_letters:
            raise DangerousEntitiesError(ENTITY_TOO_LONG, name=name, found=len(text), most=limits.entity_letters)
        if not _HARMLESS_TEXT.fullmatch(text):
            raise DangerousEntitiesError(OF_ENTITIES, name=name)
        # The first declaration of a name is the one that counts.
        taken.setdefault(name, text)
    return taken


def _tell(entities: Mapping[str, str], found: re.Match[str], telling: Telling, line: int) -> None:
    if entities:
        telling.note("entities-taken", ENTITIES_TAKEN, line, names=", ".join(sorted(entities)[:20]))
    if _IN_A_NAME.search(found["external"]) or not entities:
        telling.note("document-type", TYPE_PASSED_OVER, line)
