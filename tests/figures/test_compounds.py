"""Numbers that go on: magnitudes one after the other, and groups of thousands with a blank behind every mark."""

import pytest

from toguna.figures.reading import read


def numbers(text: str) -> list[tuple[str, int]]:
    return [(claim.raw, int(claim.value)) for claim in read(text).claims]


@pytest.mark.parametrize(
    ("text", "raw", "value"),
    [
        ("Quelque 6 millions 214 mille 178 électeurs sont appelés.", "6 millions 214 mille 178", 6214178),
        ("In all 268 thousand 771 voters came.", "268 thousand 771", 268771),
        ("Of them 20 thousand, 603 left early.", "20 thousand, 603", 20603),
        (
            "Eighty nine thousand, five hundred and twenty seven people.",
            "Eighty nine thousand, five hundred and twenty seven",
            89527,
        ),
    ],
)
def test_magnitudes_that_follow_each_other_are_one_number(text: str, raw: str, value: int) -> None:
    (only,) = numbers(text)
    assert only == (raw, value)


@pytest.mark.parametrize(
    ("text", "raw", "value"),
    [
        ("140. 575 élèves ont démarré l'examen.", "140. 575", 140575),
        ("Une part de 27. 000. 000 FCFA est versée.", "27. 000. 000", 27000000),
        ("1, 621, 884 voters are listed, of 2,400,000.", "1, 621, 884", 1621884),
    ],
)
def test_groups_with_a_blank_behind_every_mark_are_one_malformed_number(text: str, raw: str, value: int) -> None:
    first = read(text).claims[0]
    assert (first.raw, int(first.value), first.malformed) == (raw, value, True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3 millions de FCFA pour 45 femmes", [3000000, 45]),
        ("25 millions 30 femmes", [25000000, 30]),
        ("Les groupes de 211, 106, 148 et 36 personnes", [211, 106, 148, 36]),
        ("Ils sont 12. 575 élèves sont venus.", [12, 575]),
        ("cases were 3, 125, 236 and 401", [3, 125, 236, 401]),
    ],
)
def test_lists_and_sentences_stay_apart(text: str, values: list[int]) -> None:
    assert [value for _, value in numbers(text)] == values
