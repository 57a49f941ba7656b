"""Reads one stored JSON object strictly: what is unknown, missing or of another kind is said, nothing is guessed.

It collects findings and goes on, so that a person who corrects a definition sees every error at once.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from toguna.rules.findings import Finding, Severity

UNKNOWN_KEY = "« %(key)s » n'est pas une rubrique connue. Rubriques possibles : %(known)s."
MISSING = "Il manque la rubrique « %(key)s »."
NOT_AN_OBJECT = "« %(key)s » doit être un objet avec ses rubriques, et non %(found)s."
NOT_A_LIST = "« %(key)s » doit être une liste, et non %(found)s."
NOT_A_TEXT = "« %(key)s » doit être un texte, et non %(found)s."
NOT_A_FLAG = "« %(key)s » doit être vrai ou faux, et non %(found)s."
NOT_IN_LIST = "« %(found)s » n'est pas possible pour « %(key)s ». Choix possibles : %(known)s."

_Choice = TypeVar("_Choice", bound=StrEnum)


class StrictReader:
    """One JSON object being read. `findings` holds what was wrong once every wanted key has been asked for.

    >>> reader = StrictReader({"programme": 7}, "definition")
    >>> reader.text("programme")
    >>> reader.findings[0].text()
    '« programme » doit être un texte, et non 7.'
    """

    def __init__(self, content: object, where: str, findings: list[Finding] | None = None) -> None:
        self.where = where
        self.findings: list[Finding] = [] if findings is None else findings
        self._known: list[str] = []
        self._content: Mapping[str, object] = {}
        if isinstance(content, Mapping):
            self._content = content
        else:
            self.refuse("not-an-object", NOT_AN_OBJECT, where, found=content)

    def refuse(self, code: str, message: str, key: str, **values: object) -> None:
        """Say that something stands in the way, at a key of this object."""
        where = key if key == self.where else f"{self.where}.{key}"
        self.findings.append(Finding(code, Severity.ERROR, message, {"key": key, **values}, where))

    def value(self, key: str) -> object:
        """Whatever stands under the key; None when nothing does."""
        self._known.append(key)
        return self._content.get(key)

    def has(self, key: str) -> bool:
        """Whether the key is there with something in it."""
        return self._content.get(key) is not None

    def text(self, key: str) -> str | None:
        """A text that is not empty."""
        found = self.value(key)
        if found is None or (isinstance(found, str) and found.strip()):
            return found
        self.refuse("not-a-text", NOT_A_TEXT, key, found=found)
        return None

    def flag(self, key: str) -> bool | None:
        """Yes, no, or not said."""
        found = self.value(key)
        if found is None or isinstance(found, bool):
            return found
        self.refuse("not-a-flag", NOT_A_FLAG, key, found=found)
        return None

    def listed(self, key: str) -> list[object]:
        """The elements of a list; a key that is absent is an empty list."""
        found = self.value(key)
        if found is None:
            return []
        if isinstance(found, list):
            return found
        self.refuse("not-a-list", NOT_A_LIST, key, found=found)
        return []

    def texts(self, key: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """Codes in alphabetical order, each once, so that two ways to write the same list are the same."""
        codes = []
        for found in self.listed(key):
            if not (isinstance(found, str) and found):
                self.refuse("not-a-text", NOT_A_TEXT, key, found=found)
            elif known is not None and found not in known:
                self.refuse("not-in-list", NOT_IN_LIST, key, found=found, known=", ".join(known))
            else:
                codes.append(found)
        return tuple(sorted(set(codes)))

    def choice(self, key: str, choices: type[_Choice]) -> _Choice | None:
        """One of a closed list of codes."""
        found = self.text(key)
        if found is None:
            return None
        if found in {choice.value for choice in choices}:
            return choices(found)
        self.refuse("not-in-list", NOT_IN_LIST, key, found=found, known=", ".join(choices))
        return None

    def refuse_unknown_keys(self) -> None:
        """Everything that was never asked for is an error: a misspelt key would otherwise count something else."""
        for key in self._content:
            if key not in self._known:
                self.refuse("unknown-key", UNKNOWN_KEY, str(key), known=", ".join(self._known))
