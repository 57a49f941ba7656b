"""Why a file could not be read: each reason says what is wrong and what its sender can do about it.

Messages are French templates; whoever shows one translates it and fills in its values.
"""

from typing import ClassVar


class Unreadable(Exception):
    """A file that gives no text; `code` names the reason in reports, `text()` tells it to a person."""

    code: ClassVar[str] = "unreadable"
    message: ClassVar[str] = "Ce fichier ne peut pas être lu. Envoyez-le en texte, en Word (.docx) ou en PDF."

    def __init__(self, **values: object) -> None:
        super().__init__(self.message % values)
        self.values = values

    def text(self) -> str:
        """The message in French, with its values."""
        return self.message % self.values


class FileTooLarge(Unreadable):
    """More bytes than are taken."""

    code = "file_too_large"
    message = (
        "Le fichier dépasse %(megabytes)s Mo. Retirez-en les images, ou coupez-le en deux, puis recommencez. "
        "Les images ne sont pas lues."
    )


class TextTooLong(Unreadable):
    """More text than is taken, however small the file looked."""

    code = "text_too_long"
    message = "Le texte du fichier dépasse %(megabytes)s Mo. Coupez-le en plusieurs fichiers et contrôlez chacun d'eux."


class TooManyPages(Unreadable):
    """More pages than are taken."""

    code = "too_many_pages"
    message = "Le PDF a %(pages)s pages, et la limite est de %(limit)s. Coupez-le, puis contrôlez chaque partie."


class TookTooLong(Unreadable):
    """Reading was stopped at its limit of time."""

    code = "took_too_long"
    message = (
        "La lecture a été arrêtée au bout de %(seconds)s secondes : le fichier est trop compliqué. "
        "Enregistrez-le à nouveau en PDF ou en texte, ou coupez-le en deux."
    )


class Empty(Unreadable):
    """Nothing but white space."""

    code = "empty"
    message = "Le fichier ne contient aucun texte. Vérifiez que c'est le bon, puis recommencez."


class NotText(Unreadable):
    """Bytes that no encoding turns into words: a picture, a program, an archive."""

    code = "not_text"
    message = (
        "Le fichier n'est ni un texte ni un document connu. Sont lus : texte, Markdown, HTML, Word (.docx) et PDF. "
        "Ouvrez-le dans son logiciel et enregistrez-le sous l'une de ces formes."
    )


class OldWord(Unreadable):
    """The format of Word before 2007, in which protected documents are wrapped too."""

    code = "old_word"
    message = (
        "Le fichier est dans l'ancien format de Word (.doc), ou protégé par un mot de passe. "
        "Ouvrez-le dans Word, retirez le mot de passe s'il y en a un, et enregistrez-le en .docx."
    )


class OtherOffice(Unreadable):
    """A spreadsheet, slides or an OpenDocument text."""

    code = "other_office"
    message = (
        "Le fichier est un document de bureau qui n'est pas un document Word (.docx). "
        "Enregistrez le texte en .docx ou en PDF, puis recommencez."
    )


class BrokenWord(Unreadable):
    """A .docx that is cut short or is none."""

    code = "broken_word"
    message = (
        "Le document Word est abîmé : il ne s'ouvre pas comme un .docx. "
        "Ouvrez-le dans Word, enregistrez-le à nouveau en .docx, ou envoyez-le en PDF."
    )


class SwollenWord(Unreadable):
    """A .docx that unpacks into far more than a text."""

    code = "swollen_word"
    message = (
        "Le document Word se déplie en plus de %(megabytes)s Mo : il n'a pas été ouvert. "
        "Copiez-en le texte dans un nouveau document et enregistrez celui-ci."
    )


class ForbiddenMarkup(Unreadable):
    """Entities of its own, or elements nested beyond what any writer's software makes."""

    code = "forbidden_markup"
    message = (
        "Le fichier contient des constructions qu'aucun traitement de texte n'écrit (entités, imbrication sans fin) : "
        "il n'a pas été lu. Copiez-en le texte dans un nouveau document."
    )


class BrokenPdf(Unreadable):
    """A PDF that is cut short or is none."""

    code = "broken_pdf"
    message = (
        "Le PDF est abîmé ou incomplet. Téléchargez-le à nouveau, "
        "ou ouvrez-le et réenregistrez-le en PDF, puis recommencez."
    )


class Protected(Unreadable):
    """A file that opens with a password only."""

    code = "protected"
    message = (
        "Le fichier est protégé par un mot de passe. Ouvrez-le avec son mot de passe, "
        "enregistrez-en une copie sans protection, puis recommencez."
    )


class ScannedPdf(Unreadable):
    """Pages that are pictures of paper."""

    code = "scanned_pdf"
    message = (
        "Les %(pages)s pages du PDF ne contiennent pas de texte : ce sont sans doute des images de papier numérisé. "
        "Passez le document par une reconnaissance de caractères, ou envoyez le fichier d'origine."
    )
