"""How long the auditor of narratives takes over a hundred pages, and whether hostile texts come to an end.

    python -m benchmarks.figures

The pages are made of groups of figures that add up, drawn with a seed and marked by nothing real; one in twenty is
damaged. The hostile texts are 5 megabytes of one thing: digits, brackets, commas, words of number.
"""

import sys
import time
from collections.abc import Callable
from random import Random

from toguna.figures.checking import check

WORDS, PAGES, SECONDS = 50_000, 100, 3.0
HOSTILE_CHARACTERS, HOSTILE_SECONDS = 5_000_000, 20.0

FILLING = {
    "fr": "Les équipes ont poursuivi les échanges avec les communautés et les services techniques pendant la période, "
    "et plusieurs rencontres ont permis de revoir le calendrier avec les responsables locaux. ",
    "en": "The teams went on meeting the communities and the technical services during the period, and several "
    "sessions made it possible to look at the calendar again with those in charge. ",
}


def group(seeded: Random, language: str) -> str:
    """A fictional group of figures in words; one in twenty does not add up."""
    men, women, children = (seeded.randint(20, 4000) for _ in range(3))
    whole = men + women + children + (seeded.random() < 0.05) * seeded.choice([10, 30, 100])
    adults = men + women
    share = f"{women * 100 / adults:.1f}"
    if language == "fr":
        return (
            f"Au total, {whole:,} personnes, dont {men:,} hommes, {women:,} femmes et {children:,} enfants, ont été "
            f"touchées. Parmi les {adults:,} adultes ({men:,} hommes et {women:,} femmes), les femmes forment "
            f"{share.replace('.', ',')}%. "
        )
    return (
        f"In total, {whole:,} people, including {men:,} men, {women:,} women and {children:,} children, were "
        f"reached. Among {adults:,} adults ({men:,} men and {women:,} women), {share}% were women. "
    )


def report_of(language: str) -> str:
    """A hundred fictional pages."""
    seeded, pieces, words = Random(11), [], 0
    while words < WORDS:
        piece = group(seeded, language) + FILLING[language] * seeded.randint(1, 2)
        pieces.append(piece + ("\n\n" if seeded.random() < 0.3 else ""))
        words += len(piece.split())
    return "".join(pieces)


HOSTILE: dict[str, Callable[[], str]] = {
    "digits": lambda: "1234567890" * (HOSTILE_CHARACTERS // 10),
    "digits with spaces": lambda: "123 " * (HOSTILE_CHARACTERS // 4),
    "brackets": lambda: "(" * HOSTILE_CHARACTERS,
    "brackets, opened and closed": lambda: "()" * (HOSTILE_CHARACTERS // 2),
    "figures in brackets": lambda: "12 (3 " * (HOSTILE_CHARACTERS // 6),
    "commas": lambda: "," * HOSTILE_CHARACTERS,
    "digits and commas": lambda: "1," * (HOSTILE_CHARACTERS // 2),
    "per cent": lambda: "9% " * (HOSTILE_CHARACTERS // 3),
    "number words": lambda: "cent " * (HOSTILE_CHARACTERS // 5),
    "a list without end": lambda: "total 900 dont " + "12 hommes et 13 femmes, " * (HOSTILE_CHARACTERS // 24),
    "letters": lambda: "a" * HOSTILE_CHARACTERS,
    "spaces": lambda: " " * HOSTILE_CHARACTERS,
    "lines": lambda: "\n" * HOSTILE_CHARACTERS,
}


def main() -> int:
    """Measure, and say whether everything kept within its limits."""
    kept = True
    check(group(Random(1), "fr"))
    for language in ("fr", "en"):
        text = report_of(language)
        started = time.process_time()
        report = check(text)
        took = time.process_time() - started
        kept = kept and took <= SECONDS
        print(
            f"{PAGES} pages ({language}): {len(text.split()):,} words, {len(report.claims):,} claims, "
            f"{len(report.judgements):,} relations, {len(report.failing())} failing: {took:.2f} s (limit {SECONDS} s)"
        )
    for name, made in HOSTILE.items():
        text = made()
        started = time.process_time()
        report = check(text)
        report.findings()
        took = time.process_time() - started
        kept = kept and took <= HOSTILE_SECONDS
        stopped = "read to its end" if report.reading.unread_from is None else "stopped, and said so"
        print(f"5 MB of {name}: {len(report.claims):,} claims, {stopped}: {took:.2f} s (limit {HOSTILE_SECONDS} s)")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
