"""Who is whom: as few persons as names, sexes, communes and ages allow, and never one too few."""

from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.attendance import Participant
from toguna.rules.attendance_facts import birth_interval
from toguna.rules.identity import NamedMention, join, persons_of

COMMUNE, OTHER_COMMUNE = UUID(int=901), UUID(int=902)


def mention(number: int, **known: object) -> NamedMention:
    """A complete mention of one fictional woman, but for what a test changes."""
    given: dict[str, object] = {"name": "Awa Fictive", "sex": "female", "commune": COMMUNE}
    return NamedMention(UUID(int=number), **({**given, "born_from": 1988, "born_to": 1989} | known))  # type: ignore[arg-type]


def groups(*mentions: NamedMention) -> list[list[int]]:
    return sorted([one.int for one in person.mentions] for person in join(mentions))


def test_two_sheets_with_overlapping_ages_name_one_person() -> None:
    assert groups(mention(1, born_from=1988, born_to=1989), mention(2, born_from=1989, born_to=1990)) == [[1, 2]]


def test_the_same_person_twice_on_one_sheet_is_one_person() -> None:
    assert groups(mention(1), mention(2)) == [[1, 2]]


def test_case_accents_hyphens_and_spaces_do_not_make_somebody_else() -> None:
    assert groups(mention(1, name="Aïssata  Diallo-Ba"), mention(2, name="AISSATA DIALLO BA")) == [[1, 2]]


def test_the_order_of_names_is_kept() -> None:
    assert groups(mention(1, name="Keita Moussa"), mention(2, name="Moussa Keita")) == [[1], [2]]


def test_another_sex_commune_or_age_is_somebody_else() -> None:
    others = [mention(2, sex="male"), mention(3, commune=OTHER_COMMUNE), mention(4, born_from=1992, born_to=1993)]
    assert groups(mention(1), *others) == [[1], [2], [3], [4]]


def test_what_is_unknown_matches_nothing_not_even_the_same_unknown() -> None:
    for unknown in ({"born_from": None, "born_to": None}, {"sex": None}, {"commune": None}):
        assert groups(mention(1, **unknown), mention(2, **unknown), mention(3)) == [[1], [2], [3]]


def test_somebody_who_says_35_is_counted_as_35() -> None:
    interval = birth_interval(Participant(1, age=35), year=2019)
    assert interval is not None
    (person,) = join([mention(1, born_from=interval[0], born_to=interval[1])])
    assert person.birth_year == 2019 - 35


def test_a_second_sheet_narrows_the_year_of_birth() -> None:
    (person,) = join([mention(1, born_from=1989, born_to=1990), mention(2, born_from=1988, born_to=1989)])
    assert person.birth_year == 1989


def test_a_person_without_age_has_no_year_of_birth() -> None:
    (person,) = join([mention(1, born_from=None, born_to=None)])
    assert person.birth_year is None


@st.composite
def crowds(draw: st.DrawFn) -> list[NamedMention]:
    """Mentions of a few names, sexes and ages, so that many overlap."""
    crowd = []
    for number in range(1, draw(st.integers(1, 12))):
        start = draw(st.none() | st.integers(1985, 1992))
        end = None if start is None else start + draw(st.integers(0, 2))
        name = draw(st.sampled_from(["Awa Fictive", "Awa FICTIVE", "Sira Fictive"]))
        sex = draw(st.sampled_from(["female", "male", None]))
        crowd.append(mention(number, name=name, sex=sex, born_from=start, born_to=end))
    return crowd


@given(crowds(), st.randoms(use_true_random=False))
def test_the_order_of_the_sheets_changes_nobody(crowd: list[NamedMention], chance: object) -> None:
    shuffled = list(crowd)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert join(shuffled) == join(crowd)


@given(crowds())
def test_everybody_in_a_group_may_have_been_born_in_its_year(crowd: list[NamedMention]) -> None:
    known = {one.id: one for one in crowd}
    people = persons_of(crowd)
    assert set(people) == set(known)
    for person in join(crowd):
        members = [known[one] for one in person.mentions]
        assert len({(one.name.casefold(), one.sex) for one in members}) == 1
        if len(members) > 1:
            assert person.birth_year is not None
            for one in members:
                assert one.born_from is not None
                assert one.born_to is not None
                assert one.born_from <= person.birth_year <= one.born_to


@given(crowds())
def test_every_mention_is_exactly_one_person(crowd: list[NamedMention]) -> None:
    people = join(crowd)
    assert sorted(one for person in people for one in person.mentions) == sorted(one.id for one in crowd)
    assert len({person.key for person in people}) == len(people)


@given(crowds())
def test_there_are_no_more_persons_than_the_ages_ask_for(crowd: list[NamedMention]) -> None:
    known = {one.id: one for one in crowd}
    alike: dict[object, list[list[NamedMention]]] = {}
    for person in join(crowd):
        members = [known[one] for one in person.mentions]
        if all(one.sex and one.born_to for one in members):
            alike.setdefault((members[0].name.casefold(), members[0].sex), []).append(members)
    for several in alike.values():
        several.sort(key=lambda members: min(one.born_to or 0 for one in members))
        for earlier, later in pairwise(several):
            born_by = min(one.born_to or 0 for one in earlier)
            assert all((one.born_from or 0) > born_by for one in later)


@given(crowds(), st.integers(1985, 1992))
def test_a_stranger_changes_nobody_else(crowd: list[NamedMention], year: int) -> None:
    stranger = mention(500, name="Coumba Fictive", born_from=year, born_to=year)
    assert [person for person in join([*crowd, stranger]) if stranger.id not in person.mentions] == join(crowd)


def test_a_chain_of_overlaps_is_not_one_person() -> None:
    chain = [mention(number, born_from=1987 + number, born_to=1988 + number) for number in (1, 2, 3)]
    assert groups(*chain) == [[1, 2], [3]]
