"""Texts in several languages as IATI's narratives, and sentences put together in each of them.

French is the language of a file; a narrative in it says no language. It writes nothing and knows no activity.
"""

from collections.abc import Mapping

from toguna.publish.words import text_in
from toguna.rules.iati import Narratives
from toguna.rules.numbers import counted_unit

Said = Mapping[str, str]

OWN_LANGUAGE = "fr"
LANGUAGES = ("fr", "en")
NOTHING: Said = {}


def both(fr: str, en: str) -> Said:
    """One sentence in the two languages of a file."""
    return {"fr": fr, "en": en}


def narratives(texts: Said) -> Narratives:
    """The languages that there are, French first and without its name; an empty text is no narrative.

    >>> narratives({"en": "Women", "fr": "Femmes", "bm": ""})
    (('', 'Femmes'), ('en', 'Women'))
    """
    order = sorted(texts, key=lambda language: (language != OWN_LANGUAGE, language))
    return tuple(
        ("" if language == OWN_LANGUAGE else language, texts[language].strip())
        for language in order
        if texts[language].strip()
    )


def together(*sentences: Said, between: str = " ") -> Said:
    """Sentences one after the other in each language; one that lacks a language stands there as it is.

    >>> together(both("Un.", "One."), {}, {"fr": "Deux."})
    {'fr': 'Un. Deux.', 'en': 'One. Deux.'}
    """
    said = [one for one in sentences if any(one.values())]
    if not said:
        return {}
    spoken = [language for language in LANGUAGES if any(one.get(language) for one in said)]
    return {language: between.join(text_in(one, language) for one in said) for language in spoken}


def headed(head: Said, body: Said) -> Said:
    """A head, a colon and what stands under it, as each language spaces them.

    >>> headed(both("Code", "Code"), both("R1", "R1"))
    {'fr': 'Code : R1', 'en': 'Code: R1'}
    """
    return {
        language: f"{text_in(head, language)}{' :' if language == OWN_LANGUAGE else ':'} {text_in(body, language)}"
        for language in LANGUAGES
        if head.get(language) or body.get(language)
    }


def sentence(texts: Said) -> Said:
    """The same with a full stop where there is none.

    >>> sentence({"fr": "Écouter « de bas en haut »"}), sentence({"fr": "Vraiment ? »"})
    ({'fr': 'Écouter « de bas en haut ».'}, {'fr': 'Vraiment ? »'})
    """
    return {language: _stopped(text.strip()) for language, text in texts.items()}


def unit_word(code: str) -> Said:
    """The word for a unit, for many of it.

    >>> unit_word("person"), unit_word("XOF")
    ({'fr': 'personnes', 'en': 'people'}, {'fr': 'XOF', 'en': 'XOF'})
    """
    return {language: counted_unit(2, code, language) for language in LANGUAGES}


def _stopped(text: str) -> str:
    said = text.rstrip("»” \u00a0\u202f")
    return text if said[-1:] in {"", ".", "!", "?", "…"} else f"{text}."
