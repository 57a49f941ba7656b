"""Texts in several languages as IATI's narratives, and sentences put together in each of them.

French is the language of a file; a narrative in it says no language. It writes nothing and knows no activity.
"""

from collections.abc import Mapping

from toguna.publish.words import text_in
from toguna.rules.iati import Narratives

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


def sentence(texts: Said) -> Said:
    """The same with a full stop where there is none.

    >>> sentence({"fr": "Écouter"})
    {'fr': 'Écouter.'}
    """
    return {
        language: text.strip() if text.strip()[-1:] in {"", ".", "!", "?", "…", "»"} else f"{text.strip()}."
        for language, text in texts.items()
    }
