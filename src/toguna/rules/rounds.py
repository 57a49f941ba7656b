"""What a validated round is called where it is counted: the unit of its index, of each criterion, of the gap.

It makes names only; what a round's scores are is told in `scoring`.
"""

ROUND, SCORER, DISPUTED = "round_validated", "scorer", "disputed_indicator"
"""One validated round, one person who scored in it, one indicator on which its groups disagree."""

MOST_LETTERS = 20
FROM_THE_INSTRUMENT = 12


def round_unit(instrument: str, node: str) -> str:
    """The unit under which the score of one criterion of an instrument is counted; the whole is `index`.

    Units have at most twenty letters, so the instrument gives its first twelve.

    >>> round_unit("barometre", "1"), round_unit("carte_communautaire", "")
    ('barometre_1', 'carte_commun_index')
    """
    return f"{instrument[:FROM_THE_INSTRUMENT]}_{node or 'index'}"[:MOST_LETTERS]
