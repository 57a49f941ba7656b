"""The activities of a file as elements, one at a time, each forgotten before the next, in memory that does not grow.

The parser opens nothing, obeys no document type and keeps its own bounds on depth and length. A file that is cut or
broken yields everything before the fault, and then says where the fault is.
"""

from collections.abc import Iterator

from lxml import etree

from toguna.collect.iati.kept import bare_name, kept_element, line_of, namespace_of, readable_name
from toguna.collect.iati.letters import Letters
from toguna.collect.iati.limits import (
    MOST_DEPTH,
    MOST_LETTERS_OF_A_TEXT,
    Limits,
    NotIatiError,
    StoppedReadingError,
)
from toguna.collect.iati.opening import Opening, read_opening
from toguna.collect.iati.references import References
from toguna.collect.iati.sources import Source, pieces_of, refuse_what_is_no_xml
from toguna.collect.iati.telling import Telling
from toguna.collect.xml_reading import OBEYS_NOTHING
from toguna.rules.findings import Severity
from toguna.rules.iati import Unmodelled

IS_ORGANISATION_FILE = (
    "C'est un fichier d'organisation IATI (budgets et documents de l'éditeur), pas un fichier d'activités. "
    "Choisissez le fichier d'activités du même éditeur."
)
IS_PAGE = (
    "C'est une page web, pas un fichier IATI : sans doute un message d'erreur du registre ou du site de l'éditeur. "
    "Ouvrez l'adresse dans un navigateur, puis téléchargez le fichier lui-même."
)
OTHER_ROOT = "Ce fichier commence par « %(name)s » : ce n'est pas un fichier d'activités IATI (iati-activities)."
CUT = (
    "Le fichier est coupé : il s'arrête au milieu d'une balise ouverte. Ce qui est devant a été lu. "
    "Téléchargez-le de nouveau (%(reason)s)."
)
CUT_INSIDE = (
    "Le fichier est coupé au milieu de l'activité « %(identifier)s » ; elle n'a pas été lue, celles de devant oui. "
    "Téléchargez-le de nouveau (%(reason)s)."
)
BROKEN = (
    "Le XML est cassé à cet endroit : ce qui est devant a été lu, rien de ce qui suit. "
    "Signalez-le à l'éditeur (%(reason)s)."
)
NAMESPACES = (
    "Des noms du fichier ont un préfixe que rien ne déclare, ou un espace de noms qui n'est pas une adresse ; "
    "il a été lu jusqu'au bout. Signalez-le à l'éditeur (%(reason)s)."
)
TOO_DEEP = "Les balises s'emboîtent sur plus de %(most)s niveaux. Le fichier a été lu jusque-là."
TOO_LONG = "Un texte du fichier dépasse %(most)s millions de lettres. Il a été lu jusque-là."
ACTIVITY_TOO_LARGE = (
    "Une seule activité dépasse %(most)s Mo, ce qui n'arrive dans aucun vrai fichier. Il a été lu jusque-là."
)
BESIDE = "« %(name)s » est à côté des activités et n'est pas de la norme ; il a été gardé tel quel."
TEXT_BESIDE = "Un texte est à côté des activités, hors de toute balise : « %(text)s ». Il n'a pas de place."
COMMENTS = "Le fichier contient des commentaires (%(count)s) ; ils n'ont pas été lus."

ROOT, ACTIVITY, ORGANISATIONS = "iati-activities", "iati-activity", "iati-organisations"
_PAGE_TAGS = {"html", "head", "body", "title", "h1", "p", "pre", "meta", "div", "script", "center", "table"}
_RESOURCE_LIMIT = 114


class ActivityStream:
    """The elements of one file's activities. `root` is what stands around them, complete when all are read."""

    def __init__(self, source: Source, limits: Limits, telling: Telling) -> None:
        """Nothing is read before the first activity is asked for."""
        self._source, self._limits, self._telling = source, limits, telling
        self._comments = 0
        self._open: etree._Element | None = None
        self._ended = False
        self.root: etree._Element | None = None
        self.around: list[Unmodelled] = []

    def __iter__(self) -> Iterator[etree._Element]:
        parser = etree.XMLPullParser(
            ("start", "end"),
            tag=(f"{{*}}{ACTIVITY}", f"{{*}}{ROOT}"),
            encoding="utf-8",
            **OBEYS_NOTHING,
        )
        try:
            yield from self._activities(parser)
        except StoppedReadingError as stop:
            self._telling.tell(Severity.ERROR, stop.code, stop.message, stop.line, **stop.values)
        if self._comments:
            self._telling.note("comments", COMMENTS, count=self._comments)

    def _activities(self, parser: etree.XMLPullParser) -> Iterator[etree._Element]:
        fed = 0
        for piece in self._sound_pieces():
            failure = None
            fed += len(piece)
            try:
                parser.feed(piece)
            except etree.XMLSyntaxError as error:
                failure = error
            for event, element in parser.read_events():
                # Only elements are asked for; other kinds of event bring other things.
                assert isinstance(element, etree._Element)
                if (activity := self._on(event, element)) is not None:
                    yield activity
                    self._forget(activity)
                    fed = 0
            if failure is not None:
                raise self._fault(failure)
            if fed > self._limits.activity_bytes:
                line = line_of(self._open) if self._open is not None else 0
                most = self._limits.activity_bytes // 1_000_000
                raise StoppedReadingError("activity-too-large", ACTIVITY_TOO_LARGE, line, most=most)
        try:
            root = parser.close()
            self.root = root if self.root is None else self.root
        except etree.XMLSyntaxError as error:
            if not self._ended:
                raise self._cut(error) from None
            # All was read; only then does the parser say what it thinks of the names.
            self._telling.warn("namespaces", NAMESPACES, error.lineno or 0, reason=_reason(error))
        if self.root is not None and bare_name(self.root) == ROOT:
            self._look_around(self.root)

    def _forget(self, activity: etree._Element) -> None:
        """Give back the memory of an activity that was read, and of all before it.

        The element itself stays, empty: the text behind it may still be on its way, and the parser holds on to it.
        """
        activity.clear(keep_tail=True)  # type: ignore[call-arg]
        above = activity.getparent()
        if above is not None and activity.getprevious() is not None:
            self._look_around(above, until=activity)
            while activity.getprevious() is not None:
                del above[0]

    def _look_around(self, above: etree._Element, until: etree._Element | None = None) -> None:
        """Keep what stands beside the activities: it has no place in the model, and is not lost."""
        for beside in above:
            if beside is until:
                return
            if bare_name(beside) != ACTIVITY:
                self.around.append(kept_element(beside, namespace_of(above)))
                name = readable_name(self.around[-1].name)
                self._telling.unmodelled[f"{ROOT}/{name}"] += 1
                self._telling.note("beside-activities", BESIDE, line_of(beside), name=name)
            if beside.tail and beside.tail.strip():
                self._telling.warn(
                    "text-beside-activities", TEXT_BESIDE, line_of(beside), text=beside.tail.strip()[:200]
                )

    def _on(self, event: str, element: etree._Element) -> etree._Element | None:
        """Note where the parser stands; an activity that is whole is given away."""
        above = element.getparent()
        if self.root is None:
            self.root = element if above is None else element.getroottree().getroot()
        self._ended = self._ended or (event == "end" and element is self.root)
        if bare_name(element) != ACTIVITY or (above is not None and above is not self.root):
            return None
        if event == "start":
            self._open = element
            return None
        self._open = None
        return element

    def _sound_pieces(self) -> Iterator[bytes]:
        """The file as UTF-8 without declaration and document type, its lines where they were."""
        pieces = pieces_of(self._source, self._limits)
        head = b""
        for piece in pieces:
            head += piece
            if len(head) > 1_000:
                break
        refuse_what_is_no_xml(head)
        letters = Letters(head, self._telling)
        text = letters.read(head)
        opening = read_opening(text, self._limits, self._telling, whole=False)
        while opening is None:
            piece = next(pieces, b"")
            text += letters.read(piece, last=not piece)
            opening = read_opening(text, self._limits, self._telling, whole=not piece)
        _refuse_other_root(opening)
        references = References(opening.entities, self._limits, self._telling)
        self._comments += text.count("<!--", 0, opening.letters)
        lines = "\n" * text.count("\n", 0, opening.letters)
        yield self._counted(references.mended((lines + text[opening.letters :]).encode()))
        for piece in pieces:
            yield self._counted(references.mended(letters.read(piece).encode()))
            if references.waiting > self._limits.activity_bytes:
                raise StoppedReadingError("too-long", TOO_LONG, most=self._limits.activity_bytes // 1_000_000)
        yield self._counted(references.mended(letters.read(b"", last=True).encode(), last=True))
        references.tell()
        letters.tell()

    def _counted(self, piece: bytes) -> bytes:
        self._comments += piece.count(b"<!--")
        return piece

    def _fault(self, error: etree.XMLSyntaxError) -> StoppedReadingError:
        line = error.lineno or 0
        limited = getattr(error, "code", 0) == _RESOURCE_LIMIT
        if limited and "depth" in str(error):
            return StoppedReadingError("too-deep", TOO_DEEP, line, most=MOST_DEPTH)
        if limited:
            return StoppedReadingError("too-long", TOO_LONG, line, most=MOST_LETTERS_OF_A_TEXT // 1_000_000)
        return StoppedReadingError("broken-xml", BROKEN, line, reason=_reason(error))

    def _cut(self, error: etree.XMLSyntaxError) -> StoppedReadingError:
        line = error.lineno or 0
        if self._open is None:
            return StoppedReadingError("cut", CUT, line, reason=_reason(error))
        identifier = (self._open.findtext("{*}iati-identifier") or "").strip() or "?"
        return StoppedReadingError("cut", CUT_INSIDE, line, identifier=identifier, reason=_reason(error))


def _refuse_other_root(opening: Opening) -> None:
    name = opening.root.rpartition(":")[2]
    if name in (ROOT, ACTIVITY):
        return
    if name == ORGANISATIONS or name == "iati-organisation":
        raise NotIatiError(IS_ORGANISATION_FILE)
    if name.lower() in _PAGE_TAGS:
        raise NotIatiError(IS_PAGE)
    raise NotIatiError(OTHER_ROOT, name=name)


def _reason(error: etree.XMLSyntaxError) -> str:
    """What the parser says of it, in its own English, for whoever mends the file."""
    return (error.msg or "").partition(" (<string>")[0]
