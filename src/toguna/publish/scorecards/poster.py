"""The poster of a round for the wall of the town hall: one A3 page, read from three metres, in colour or copied.

The same account, promises and answer give the same bytes. Where they are long it is set smaller, then cut, and says so.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any, Literal

import typst

from toguna.publish.documents.on_paper import printable
from toguna.publish.paper.square import square_of
from toguna.publish.scorecards.account import Account
from toguna.publish.scorecards.poster_words import LATE, STATES, WORDS
from toguna.publish.scorecards.reading import Line, Reading, points, reading_of
from toguna.publish.words import said
from toguna.rules.commitments import State
from toguna.rules.numbers import long_date, number, spoken
from toguna.rules.scores import BAND_WORDS, Band

LOWEST_SHOWN = 3
CUT_MARK = " […]"


@dataclass(frozen=True)
class Promised:
    """One promise as the poster tells it: offices, never names."""

    what: str
    office: str
    due_on: date | None
    state: str
    overdue: bool


@dataclass(frozen=True)
class Reply:
    """What the authority answers, as which office, on which day."""

    words: str
    office: str
    on: date


@dataclass(frozen=True)
class Economy:
    """How much room a version of the poster takes: its letters, how many lines, how long a text."""

    size: float
    lines: int
    promises: int
    words: int
    reply: int


# Large letters come before many lines: a wall is read from afar, the rest is one address away.
ROOMY_TO_TIGHT = (
    Economy(1.0, 8, 6, 110, 420),
    Economy(1.0, 8, 4, 80, 260),
    Economy(0.95, 8, 4, 80, 240),
    Economy(0.9, 7, 4, 70, 220),
    Economy(0.86, 6, 4, 64, 200),
    Economy(0.82, 6, 4, 60, 180),
    Economy(0.77, 6, 4, 56, 160),
    Economy(0.72, 6, 3, 50, 140),
    Economy(0.66, 5, 3, 44, 110),
    Economy(0.58, 5, 2, 40, 90),
)


def poster_pdf(
    account: Account,
    language: str,
    *,
    promises: Sequence[Promised] = (),
    kept: tuple[int, int] = (0, 0),
    reply: Reply | None = None,
    address: str = "",
    conceal: Callable[[str], str] = str,
) -> bytes:
    """The PDF. `kept` is how many promises were kept of how many that came due; `conceal` takes names out of words."""
    pdf = _set(_told(account, language, promises, kept, reply, address, conceal), account, "pdf")
    assert isinstance(pdf, bytes)
    return pdf


def poster_picture(
    account: Account,
    language: str,
    *,
    promises: Sequence[Promised] = (),
    kept: tuple[int, int] = (0, 0),
    reply: Reply | None = None,
    address: str = "",
    conceal: Callable[[str], str] = str,
    dots_per_inch: float = 60,
) -> list[bytes]:
    """The same page as PNG, to look at."""
    told = _told(account, language, promises, kept, reply, address, conceal)
    pages = _set(told, account, "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _set(
    told: dict[str, Any], account: Account, form: Literal["pdf", "png"], dots_per_inch: float | None = None
) -> bytes | list[bytes]:
    day = date.fromisoformat(account["restituted_on"])
    return typst.compile(
        (files("toguna.publish.scorecards") / "poster.typ").read_bytes(),
        format=form,
        ppi=dots_per_inch,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )


def _told(
    account: Account,
    language: str,
    promises: Sequence[Promised],
    kept: tuple[int, int],
    reply: Reply | None,
    address: str,
    conceal: Callable[[str], str],
) -> dict[str, Any]:
    reading = reading_of(account, language)
    found = _Poster(reading, promises, kept, reply, conceal)
    return {
        "language": spoken(language),
        **found.head(),
        "square": square_of(address) if address else "",
        "address": address.removeprefix("https://").removeprefix("http://"),
        "versions": [found.version(economy) for economy in ROOMY_TO_TIGHT],
    }


@dataclass(frozen=True)
class _Poster:
    """What stands on the poster, in one language."""

    reading: Reading
    promises: Sequence[Promised]
    kept: tuple[int, int]
    reply: Reply | None
    conceal: Callable[[str], str]

    def head(self) -> dict[str, Any]:
        reading = self.reading
        about = [reading.instrument, reading.subject, self.say("round", number=reading.account["number"])]
        days = {"scored": self.day(reading.scored_on), "told": self.day(reading.restituted_on)}
        people = number(reading.account["people"]["total"], reading.language)
        moved = reading.index.moved
        since = {"number": reading.since_number}
        change = self.say("first")
        if moved:
            change = self.say("since", compared=moved.compared, asked=moved.asked, **since)
        elif reading.since_number:
            change = self.say("not-comparable", **since)
        return {
            "place": self.text(reading.place),
            "about": self.text(" · ".join(one for one in about if one)),
            "days": self.text(f"{self.say('scored', **days)}, {self.say('by', people=people)}"),
            "invented": self.say("invented") if reading.account["fictional"] else "",
            "index": reading.index.score,
            "index_share": (reading.index.tenths or 0) / 10,
            "no_index": self.say("no-index"),
            "out_of": self.say("out-of"),
            "band": said((_band(reading, "fr"), _band(reading, "en")), reading.language),
            "moved": f"{moved.written} {self.say('points')}" if moved else "",
            "direction": "" if not moved or not moved.points else "▲" if moved.points > 0 else "▼",
            "change": change,
            "heads": {name: self.say(name) for name in ("disagreement", "lowest", "promises", "reply", "verify")},
            "verify": self.text(self.say("verify-told", organisation=reading.organisation)),
            "what": self.say("what"),
        }

    def version(self, economy: Economy) -> dict[str, Any]:
        reading = self.reading
        named = list(reading.named)
        lines = named if len(named) <= economy.lines else list(reading.scored[: economy.lines])
        head = self.say("scores")
        if len(lines) < len(named):
            head = self.say("lowest-of", shown=len(lines), all=len(named))
        reply = self.reply
        more = len(self.promises) - economy.promises
        return {
            "size": economy.size,
            "scores_head": head,
            "lines": [self.line(one) for one in lines],
            "disagreement": self.disagreement(economy),
            "lowest": [
                {"label": self.cut(one.label, economy.words), "score": one.score}
                for one in reading.lowest[:LOWEST_SHOWN]
            ],
            "kept": self.say("kept", kept=self.kept[0], due=self.kept[1]) if self.kept[1] else "",
            "promises": [self.promise(one, economy) for one in self.promises[: economy.promises]],
            "promises_more": self.say("more", more=more) if more > 0 else "",
            "no_promise": self.say("no-promise"),
            "reply": self.cut(reply.words, economy.reply) if reply else "",
            "reply_by": self.text(f"{reply.office}, {self.day(reply.on)}") if reply else "",
            "reply_cut": self.say("cut") if reply and len(self.conceal(reply.words)) > economy.reply else "",
            "no_reply": self.say("no-reply"),
        }

    def line(self, one: Line) -> dict[str, Any]:
        apart = one.apart
        return {
            "label": self.cut(one.label, 60),
            "score": one.score,
            "share": None if one.tenths is None else one.tenths / 10,
            "differs": one.differs,
            "low": None if apart is None else self.end(one, lowest=True),
            "high": None if apart is None else self.end(one, lowest=False),
            "low_text": self.text(f"{apart.low_group} {apart.low}") if apart else "",
            "high_text": self.text(f"{apart.high_group} {apart.high}") if apart else "",
            "moved": one.moved.written if one.moved else "",
        }

    def end(self, one: Line, *, lowest: bool) -> float:
        known = [score for score in one.given if score is not None]
        return (min(known) if lowest else max(known)) / 10

    def disagreement(self, economy: Economy) -> dict[str, str]:
        reading = self.reading
        if not reading.disagreements:
            gap = points(reading.account["dispute_gap"], reading.language)
            return {"label": "", "told": self.say("no-disagreement", points=gap)}
        most = reading.disagreements[0]
        assert most.apart is not None
        told = self.say(
            "disagreement-told",
            points=most.apart.points,
            low=most.apart.low_group,
            low_score=most.apart.low,
            high=most.apart.high_group,
            high_score=most.apart.high,
        )
        return {"label": self.cut(most.label, economy.words), "told": self.text(told)}

    def promise(self, one: Promised, economy: Economy) -> dict[str, str]:
        shape, word = LATE if one.overdue else STATES[State(one.state)]
        when = self.say("due", day=self.day(one.due_on)) if one.due_on else self.say("undated")
        return {
            "what": self.cut(one.what, economy.words),
            "who": self.text(f"{one.office}, {when}"),
            "shape": shape,
            "word": said(word, self.reading.language),
        }

    def say(self, name: str, **named: object) -> str:
        return said(WORDS[name], self.reading.language) % named

    def day(self, on: date) -> str:
        return long_date(on, spoken(self.reading.language))

    def cut(self, text: str, longest: int) -> str:
        whole = " ".join(self.text(text).split())
        return whole if len(whole) <= longest else whole[:longest].rsplit(" ", 1)[0] + CUT_MARK

    def text(self, text: str) -> str:
        return printable(self.conceal(text))


def _band(reading: Reading, language: str) -> str:
    return BAND_WORDS[Band(reading.band)][language] if reading.band else ""
