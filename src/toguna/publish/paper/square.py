"""The square that a camera reads: a short text as a QR code, drawn as one SVG path. The same text is the same bytes."""

from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

# What the norm asks to be left white around the square, in modules.
QUIET = 4


def square_of(text: str, *, for_paper: bool = True) -> str:
    """A text as an SVG picture of its QR code, with its white border.

    A quarter of it may be covered by a thumb, a fold or a coffee stain and it is still read. One for a screen bears
    less, so that a long text still makes squares that a simple camera tells apart.

    >>> square_of("26BQ-524Z").startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"')
    True
    """
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_Q if for_paper else ERROR_CORRECT_M, border=QUIET)
    drawing.add_data(text)
    rows = drawing.get_matrix()
    runs = []
    for down, row in enumerate(rows):
        across = 0
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                runs.append(f"M{across} {down}h{length}v1h-{length}z")
            across += length
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d="{"".join(runs)}"/></svg>'
    )
