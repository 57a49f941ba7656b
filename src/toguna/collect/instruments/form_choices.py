"""What a scoring form lets one choose from: groups, and the values of each scale in words or as faces.

It knows scales, not questions.
"""

from collections.abc import Iterator, Sequence

from toguna.collect.choices import ChoiceList
from toguna.collect.instruments.form_words import FACES, WORDS
from toguna.collect.instruments.workbook import languages_of
from toguna.rules.instruments import Display, Model, Scale, Texts

NO_ANSWER = "none"


def written(raw: int) -> str:
    """A raw score as it is chosen and sent.

    >>> written(3_000), written(2_500), written(-1_000)
    ('3', '2.5', '-1')
    """
    whole, rest = divmod(abs(raw), 1000)
    return f"{'-' if raw < 0 else ''}{whole}{f'.{rest:03}'.rstrip('0') if rest else ''}"


class ChoiceLists:
    """The lists of choices, each scale's once."""

    def __init__(self, model: Model) -> None:
        self._languages = languages_of(model)
        self._lists: dict[str, list[tuple[str, Texts]]] = {}

    def add(self, name: str, choices: list[tuple[str, Texts]]) -> None:
        """A list under a name of its own."""
        self._lists[name] = choices

    def add_list(self, name: str, choices: ChoiceList) -> None:
        """A list that other forms have too."""
        self.add(name, [(one.code, {"fr": one.french, "en": one.english}) for one in choices.choices.values()])

    def of_scale(self, scale: Scale, values: Sequence[int]) -> str:
        """The list of a scale: its values in words, and no answer."""
        choices = [(written(value), self._worded(scale, value, values)) for value in values]
        if scale.display is Display.YES_NO:
            choices.reverse()
        choices.append((NO_ANSWER, WORDS["no-answer"]))
        for name, several in self._lists.items():
            if several == choices:
                return name
        name = f"scale_{sum(name.startswith('scale_') for name in self._lists) + 1}"
        self._lists[name] = choices
        return name

    def _worded(self, scale: Scale, value: int, values: Sequence[int]) -> Texts:
        number, label = written(value), scale.anchor(value)
        if scale.display is Display.FACES:
            at = values.index(value) * (len(FACES) - 1)
            face = FACES[round(at / max(1, len(values) - 1))]
            return {one: f"{face} {said(label, one) if label else number}" for one in self._languages}
        if label is None:
            return dict.fromkeys(self._languages, number)
        if scale.display is Display.YES_NO:
            return label
        worded = {one: said(label, one) for one in self._languages}
        return {one: text if number in text else f"{number} · {text}" for one, text in worded.items()}

    def rows(self) -> Iterator[tuple[str, str, Texts]]:
        """Every choice of every list: the list, the code that is sent, the words that are shown."""
        for name, choices in self._lists.items():
            for code, label in choices:
                yield name, code, label


def said(texts: Texts, language: str) -> str:
    """Words in a language, else in French: a phone shows a dash where a language is missing."""
    text = texts.get(language) or texts.get("fr") or next(iter(texts.values()), "")
    # What a workshop wrote is never a reference to another question.
    return text.replace("${", "$ {")
