"""Groups of figures that add up, written out as people write them, in French and in English.

Each group knows which relations it states, so that a reader of the text can be held against it; any figure can be
written anew with another value.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume
from hypothesis import strategies as st

from toguna.figures.relations import HUNDRED, RelationType

Stated = tuple[RelationType, tuple[str, ...], tuple[str, ...]]

NO_BREAK, NARROW = "\u00a0", "\u202f"


@dataclass(frozen=True)
class Written:
    """A sentence with its figures by name, the relations it states, and how numbers are separated in it."""

    language: str
    pattern: str
    values: dict[str, Decimal]
    states: tuple[Stated, ...]
    separator: str

    def text(self, **instead: Decimal) -> str:
        """The sentence, some figures having another value."""
        return self.pieces(**instead)[0]

    def pieces(self, **instead: Decimal) -> tuple[str, dict[str, tuple[int, int]]]:
        """The sentence with the place of every figure in it."""
        text, places, rest = "", {}, self.pattern
        while "{" in rest:
            before, _, rest = rest.partition("{")
            name, _, rest = rest.partition("}")
            figure = self.printed(instead.get(name, self.values[name]))
            text += before
            places[name] = (len(text), len(text) + len(figure))
            text += figure
        return text + rest, places

    def looks_dated(self, **instead: Decimal) -> bool:
        """Whether a figure stands there like a year ("Kayes (1987 dont …)"): a reader may then take it for one."""
        figures = {**self.values, **instead}.values()
        return self.separator == "" and any(1900 <= value < 2070 for value in figures)

    def printed(self, value: Decimal) -> str:
        """A figure in the habit of this text."""
        whole, _, behind = f"{value:f}".partition(".")
        mark = "," if self.language == "fr" else "."
        return f"{int(whole):,}".replace(",", self.separator) + (mark + behind if behind else "")


def share(part: Decimal, base: Decimal, decimals: int) -> Decimal:
    """A part in percent of its base, rounded."""
    return (part * 100 / base).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


WHOLE_AND_SEXES = {
    "fr": (
        "{all} personnes ({men} hommes et {women} femmes) ont été formées à la gestion des conflits.",
        "Au total, {all} personnes, dont {men} hommes et {women} femmes, ont participé aux séances.",
        "La formation a touché {all} élèves, soit {men} garçons et {women} filles.",
        "On compte {all} agents : {men} hommes et {women} femmes.",
        "{men} hommes et {women} femmes ont été formés, soit un total de {all} personnes.",
        "Le programme a réuni {all} chefs de village : {women} femmes, {men} hommes.",
        "Parmi les {all} élus, on compte {women} femmes et {men} hommes.",
        "{all} leaders ont été sensibilisés. Parmi eux, {women} femmes et {men} hommes.",
    ),
    "en": (
        "{all} people ({men} men and {women} women) were trained in conflict management.",
        "In total, {all} people, including {men} men and {women} women, took part in the sessions.",
        "The training reached {all} pupils: {men} boys and {women} girls.",
        "A total of {all} health workers were assessed, of whom {men} were men and {women} were women.",
        "{men} men and {women} women were trained, a total of {all} people.",
        "They involved {all} community leaders of which {women} were women and {men} men.",
        "{all} mediators were trained, {women} of them women and {men} men.",
        "Of the {all} returnees, {women} are women and {men} are men.",
    ),
}
WHOLE_AND_THREE = {
    "fr": (
        "{all} personnes ont été touchées : {men} hommes, {women} femmes et {children} enfants.",
        "{all} personnes déplacées, dont {men} hommes, {women} femmes et {children} enfants, vivent dans les sites.",
    ),
    "en": (
        "{all} people were reached: {men} men, {women} women and {children} children.",
        "{all} displaced people, including {men} men, {women} women and {children} children, live in the sites.",
    ),
}
SHARES = {
    "fr": (
        "{all} agents ont été formés, dont {women} femmes ({hers}%) et {men} hommes ({his}%).",
        "Le groupe compte {all} membres : {men} hommes ({his} %) et {women} femmes ({hers} %).",
    ),
    "en": (
        "{all} officers were trained, including {women} women ({hers}%) and {men} men ({his}%).",
        "The group has {all} members: {men} men ({his}%) and {women} women ({hers}%).",
    ),
}
RATES = {
    "fr": (
        "Sur {all} candidats, {women} ont été admis, soit {hers}%.",
        "{women} admis sur {all} candidats, soit {hers} %.",
        "Le taux de réussite est de {hers}% ({women} admis sur {all}).",
        "Avec {women} admis sur {all} candidats, le taux de succès est de {hers} %.",
        "{all} élèves ont composé. {women} sont admis. Le taux de réussite est de {hers}%.",
        "Taux de réussite : {hers}%, {women} admis pour {all} candidats présents.",
        "Sur les {all} ménages enquêtés, {hers}% ({women}) ont accès à l'eau.",
        "{women} des {all} plaintes ({hers} %) ont été résolues.",
        "Parmi les {all} cas, {women} ({hers}%) concernaient des filles.",
        "{women} femmes sur {all} élus, soit un taux de {hers}%.",
    ),
    "en": (
        "Of {all} candidates, {women} passed, or {hers}%.",
        "{women} of the {all} complaints ({hers}%) were resolved.",
        "{hers}% of the {all} households surveyed ({women}) have water.",
        "Some {all} people were reached, {women} of them women ({hers}%).",
        "{all} people were reached, {hers}% of whom were women ({women}).",
        "{women} women were elected out of {all} councillors, representing {hers}%.",
        "A total of {all} students sat for the exam, {women} passed, a pass rate of {hers}%.",
    ),
}
SHARE_SUMS = {
    "fr": (
        "La population est composée de {a}% de femmes, de {b}% d'hommes et de {c}% d'enfants.",
        "Les personnes accueillies, dont {a}% de femmes, {b}% d'hommes et {c}% d'enfants, vivent dans les sites.",
    ),
    "en": (
        "The population is made up of {a}% women, {b}% men and {c}% children.",
        "The displaced people, including {a}% women, {b}% men and {c}% children, live in the sites.",
    ),
}
PLACES_AND_SEXES = {
    "fr": "{all} personnes ({men} hommes et {women} femmes) de Kayes ({kayes} dont {km} hommes et {kw} femmes), "
    "de Ségou ({sm} hommes et {sw} femmes) et de Mopti ({mm} hommes et {mw} femmes) ont été informées.",
    "en": "{all} people ({men} men and {women} women) from Kayes ({kayes} including {km} men and {kw} women), "
    "Segou ({sm} men and {sw} women) and Mopti ({mm} men and {mw} women) were informed.",
}

SUM, SUBSET, PERCENT_OF, PERCENT_SUM = (
    RelationType.SUM,
    RelationType.SUBSET,
    RelationType.PERCENT_OF,
    RelationType.PERCENT_SUM,
)

counts = st.integers(13, 4_000).map(Decimal)
languages = st.sampled_from(["fr", "en"])


@st.composite
def separators(draw: st.DrawFn, language: str) -> str:
    """What stands between thousands: nothing at all, or what the language uses."""
    return draw(st.sampled_from([" ", NO_BREAK, NARROW, "", "."] if language == "fr" else [",", ""]))


@st.composite
def wholes_with_parts(draw: st.DrawFn) -> Written:
    """A whole with its men and women, and perhaps its children."""
    language, three = draw(languages), draw(st.booleans())
    names = ("men", "women", "children") if three else ("men", "women")
    values = {name: draw(counts) for name in names}
    values["all"] = sum(values.values(), Decimal(0))
    patterns = (WHOLE_AND_THREE if three else WHOLE_AND_SEXES)[language]
    return Written(
        language, draw(st.sampled_from(patterns)), values, ((SUM, ("all",), names),), draw(separators(language))
    )


@st.composite
def parts_with_shares(draw: st.DrawFn) -> Written:
    """A whole, its men and women, and each one's share of it."""
    language, decimals = draw(languages), draw(st.sampled_from([0, 1, 2]))
    men, women = draw(counts), draw(counts)
    whole = men + women
    values = {"all": whole, "men": men, "women": women}
    values |= {"hers": share(women, whole, decimals), "his": share(men, whole, decimals)}
    # Nobody writes that 0 % are men where there are 13.
    assume(0 < values["his"] < 100 and 0 < values["hers"] < 100)
    states: tuple[Stated, ...] = (
        (SUM, ("all",), ("men", "women")),
        (PERCENT_OF, ("hers",), ("women", "all")),
        (PERCENT_OF, ("his",), ("men", "all")),
    )
    return Written(language, draw(st.sampled_from(SHARES[language])), values, states, draw(separators(language)))


@st.composite
def rates(draw: st.DrawFn) -> Written:
    """A count, its base and the share that the one is of the other."""
    language, decimals = draw(languages), draw(st.sampled_from([0, 1, 2]))
    part, rest = draw(counts), draw(counts)
    values = {"all": part + rest, "women": part, "hers": share(part, part + rest, decimals)}
    assume(5 <= values["hers"] < 100)
    states: tuple[Stated, ...] = ((PERCENT_OF, ("hers",), ("women", "all")),)
    return Written(language, draw(st.sampled_from(RATES[language])), values, states, draw(separators(language)))


@st.composite
def shares_of_a_whole(draw: st.DrawFn) -> Written:
    """Three shares that make a hundred."""
    language = draw(languages)
    a = draw(st.integers(5, 60))
    b = draw(st.integers(3, 90 - a))
    values = {"a": Decimal(a), "b": Decimal(b), "c": Decimal(100 - a - b)}
    states: tuple[Stated, ...] = ((PERCENT_SUM, ("a", "b", "c"), (HUNDRED,)),)
    return Written(language, draw(st.sampled_from(SHARE_SUMS[language])), values, states, " ")


@st.composite
def places_with_sexes(draw: st.DrawFn) -> Written:
    """Men and women in all and in three places, one of which has its own total."""
    language = draw(languages)
    values = {name: draw(counts) for name in ("km", "kw", "sm", "sw", "mm", "mw")}
    values["kayes"] = values["km"] + values["kw"]
    values["men"] = values["km"] + values["sm"] + values["mm"]
    values["women"] = values["kw"] + values["sw"] + values["mw"]
    values["all"] = values["men"] + values["women"]
    states: tuple[Stated, ...] = (
        (SUM, ("all",), ("men", "women")),
        (SUM, ("kayes",), ("km", "kw")),
        (SUM, ("men",), ("km", "sm", "mm")),
        (SUM, ("women",), ("kw", "sw", "mw")),
    )
    return Written(language, PLACES_AND_SEXES[language], values, states, draw(separators(language)))


groups = st.one_of(wholes_with_parts(), parts_with_shares(), rates(), shares_of_a_whole(), places_with_sexes()).filter(
    lambda written: not written.looks_dated()
)
