"""What a list of a donor's codes says over the codes that are kept: which it adds, which it says otherwise.

A list takes nothing away: what it leaves empty stays. It does not know who wrote the list, nor whether it is right.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from toguna.rules.framework import Change, ChangeKind, FieldChange, Texts


@dataclass(frozen=True)
class CodeRow:
    """One code as a row says it, or as it is kept: a proof is where somebody saw it in the donor's own list."""

    scheme: str
    code: str
    year: int | None = None
    title: Texts = field(default_factory=Texts)
    unit: Texts = field(default_factory=Texts)
    older_codes: tuple[str, ...] = ()
    counting_rule: Texts = field(default_factory=Texts)
    disaggregates: Texts = field(default_factory=Texts)
    provenance: Texts = field(default_factory=Texts)
    proof: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What names it: a code stands once in its list."""
        return self.scheme, self.code

    def over(self, kept: "CodeRow | None") -> "CodeRow":
        """The code as it would be with what this row gives: an empty cell leaves what is kept.

        A proof verifies. What is said otherwise without a new proof is proved no longer.

        >>> kept = CodeRow("demo", "D-1", title=Texts("Forums"), proof="List, page 3")
        >>> CodeRow("demo", "D-1", year=2024).over(kept).proof
        ''
        >>> CodeRow("demo", "D-1", year=2024, proof="List of 2024, page 5").over(kept).proof
        'List of 2024, page 5'
        >>> CodeRow("demo", "D-1").over(kept) == kept
        True
        """
        if kept is None:
            return self
        given: dict[str, Any] = {
            one.name: _given(getattr(self, one.name), getattr(kept, one.name)) for one in fields(self)
        }
        made = CodeRow(**given)
        says_otherwise = replace(made, proof=kept.proof) != kept
        return replace(made, proof="") if says_otherwise and made.proof == kept.proof else made


def _given(new: object, old: object) -> object:
    if isinstance(new, Texts) and isinstance(old, Texts):
        return Texts(new.fr or old.fr, new.en or old.en)
    return new or old


def change_of(kept: CodeRow | None, made: CodeRow) -> Change:
    """What happens to one code: added, said otherwise field by field, or left.

    >>> change_of(None, CodeRow("demo", "D-1", title=Texts("Forums"))).kind.value
    'add'
    >>> kept = CodeRow("demo", "D-1", title=Texts("Forums"))
    >>> [one.field for one in change_of(kept, CodeRow("demo", "D-1", year=2024, title=Texts("Forums"))).fields]
    ['year']
    """
    before = kept or CodeRow(made.scheme, made.code)
    changed = tuple(
        FieldChange(one.name, getattr(before, one.name), getattr(made, one.name))
        for one in fields(made)
        if getattr(before, one.name) != getattr(made, one.name)
    )
    said = ChangeKind.CHANGE if changed else ChangeKind.LEAVE
    return Change(ChangeKind.ADD if kept is None else said, "code", " ".join(made.key), changed)
