"""An instrument on paper: an A4 sheet for each group to score by hand, faces and anchors drawn, or one for each person.

The same model and round give the same bytes. It does not know who prints it, nor what will be scored.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from typing import Literal

import typst

from toguna.publish.paper.scoring_words import scoring_words
from toguna.publish.paper.square import square_of
from toguna.publish.pictures.faces import face
from toguna.rules.instruments import Display, Engine, Group, Indicator, Model, Scale, Side, Texts
from toguna.rules.numbers import decimal, long_date, spoken

# More anchors than this are not set along a ruled scale but listed under it.
MOST_ALONG = 3


@dataclass(frozen=True)
class PaperRound:
    """What is known beforehand of the round; what is empty gets a line to write on. `code` is drawn as a square too."""

    commune: str = ""
    subject: str = ""
    organisation: str = ""
    programme: str = ""
    number: int | None = None
    code: str = ""
    fictional: bool = False


def scoring_paper(
    model: Model,
    *,
    printed_at: datetime,
    groups: Sequence[str] | None = None,
    about: PaperRound | None = None,
    language: str = "fr",
) -> bytes:
    """The PDF: a sheet for each of these groups (all of the model's by default) and the input tracking matrix.

    A survey has one sheet, for one person. The model's own words are in `language` where it has them.
    """
    pdf = _composed(model, printed_at, groups, about or PaperRound(), language, "pdf")
    assert isinstance(pdf, bytes)
    return pdf


def scoring_pictures(
    model: Model,
    *,
    printed_at: datetime,
    groups: Sequence[str] | None = None,
    about: PaperRound | None = None,
    language: str = "fr",
    dots_per_inch: float = 110,
) -> list[bytes]:
    """The same pages as PNG, to show on a screen what will come out of the printer."""
    pages = _composed(model, printed_at, groups, about or PaperRound(), language, "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _composed(
    model: Model,
    printed_at: datetime,
    groups: Sequence[str] | None,
    about: PaperRound,
    language: str,
    form: Literal["pdf", "png"],
    dots_per_inch: float | None = None,
) -> bytes | list[bytes]:
    chosen = [group for group in model.groups if groups is None or group.code in groups]
    said = _Said(model, about, language).paper(chosen, printed_at)
    template = (files("toguna.publish.paper") / "scoring.typ").read_bytes()
    return typst.compile(
        template,
        format=form,
        ppi=dots_per_inch,
        sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=int(printed_at.timestamp()),
    )


@dataclass(frozen=True)
class _Said:
    """What stands on the paper, in one language."""

    model: Model
    about: PaperRound
    language: str

    def paper(self, groups: Sequence[Group], printed_at: datetime) -> dict[str, object]:
        words = scoring_words(self.language)
        is_survey = self.model.engine is Engine.SURVEY
        sheets = [self._sheet(group) for group in groups] if groups and not is_survey else [self._sheet(None)]
        return {
            "words": words | {"colon": " :" if spoken(self.language) == "fr" else ":"},
            "language": spoken(self.language),
            "title": self._text(self.model.title),
            "is_survey": is_survey,
            "is_self_assessment": self.model.engine is Engine.SELF_ASSESSMENT,
            "how_to": words["how-to-ask" if is_survey else "how-to"],
            "about": {
                "commune": self.about.commune,
                "subject": self.about.subject,
                "organisation": self.about.organisation,
                "programme": self.about.programme,
                "number": "" if self.about.number is None else str(self.about.number),
                "code": self.about.code,
                "square": square_of(self.about.code) if self.about.code else "",
            },
            "fictional": self.about.fictional,
            "roles": [self._text(group.label) for group in self.model.groups] if is_survey else [],
            "sheets": sheets,
            "rows": list(self._rows("", 0)),
            "inputs": [{"label": self._text(one.label), "unit": self._text(one.unit)} for one in self.model.inputs],
            "printed": words["printed"] % long_date(printed_at.date(), spoken(self.language)),
        }

    def _sheet(self, group: Group | None) -> dict[str, object]:
        if group is None:
            return {"group": "", "providers": False}
        return {"group": self._text(group.label), "providers": group.side is Side.PROVIDERS}

    def _rows(self, parent: str, depth: int) -> Iterator[dict[str, object]]:
        """The tree from top to bottom: criteria as headings, indicators as lines to score."""
        for one in self.model.children(parent):
            if isinstance(one, Indicator):
                yield self._line(one)
            else:
                yield {"heading": self._text(one.label), "code": _numbered(one.code), "depth": depth}
                yield from self._rows(one.code, depth + 1)

    def _line(self, one: Indicator) -> dict[str, object]:
        return {
            "code": _numbered(one.code),
            "label": self._text(one.label),
            "question": self._text(one.question),
            "evidence": self._text(one.evidence),
            **self._scale(one.scale),
        }

    def _scale(self, scale: Scale) -> dict[str, object]:
        values = scale.offered
        if not values:
            anchors = sorted(scale.anchors, key=lambda anchor: anchor.value, reverse=scale.best < scale.worst)
            along = anchors if len(anchors) <= MOST_ALONG else []
            return {
                "kind": "ruler",
                "low": self._number(scale.worst),
                "high": self._number(scale.best),
                "along": [self._mark(scale, anchor.value, anchor.label) for anchor in along],
                "listed": [f"{self._number(one.value)} = {self._text(one.label)}" for one in anchors if not along],
            }
        choices = [
            {"number": self._number(value), "label": self._text(scale.anchor(value) or {})}
            for value in (reversed(values) if scale.display is Display.YES_NO else values)
        ]
        if scale.display is Display.FACES:
            faces = [face(position, len(values)) for position in range(len(values))]
            return {"kind": "faces", "choices": choices, "faces": faces}
        return {"kind": str(scale.display), "choices": choices}

    def _mark(self, scale: Scale, value: int, label: Texts) -> dict[str, object]:
        """An anchor along the ruler: how far from the worst to the best, from 0 to 1."""
        share = (value - scale.worst) / (scale.best - scale.worst)
        return {"at": round(share, 4), "number": self._number(value), "label": self._text(label)}

    def _number(self, raw: int) -> str:
        return decimal(Decimal(raw) / 1000, self.language)

    def _text(self, texts: Texts) -> str:
        """Words in the paper's own language, which may be any the model speaks; else as other pages fall back."""
        return texts.get(self.language) or texts.get(spoken(self.language)) or texts.get("fr", "")


def _numbered(code: str) -> str:
    """The code where it is a number that people say, as 1.2; a word of ours is not printed.

    >>> _numbered("1.2.1"), _numbered("waiting")
    ('1.2.1', '')
    """
    return code if code.replace(".", "").isdigit() else ""
