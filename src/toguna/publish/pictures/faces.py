"""A face for one value of a scale, from very sad to very glad, drawn in one colour so that a copier keeps it.

No font is needed, and the words of the value stand beside it: a face never speaks alone.
"""

# Half of the square that a face is drawn in; everything stands around its middle.
MIDDLE = 20


def face(position: int, of: int, *, size: int = 40) -> str:
    """The face at a position, counted from 0 for the worst, among so many. It takes the colour of the text around it.

    >>> face(0, 5).startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40"')
    True
    """
    mood = 0.0 if of < 2 else 2 * position / (of - 1) - 1
    drawn = ['<circle cx="20" cy="20" r="18.2"/>', _mouth(mood)]
    if mood <= -0.9:
        # Brows that rise towards the nose are sad; the other way round they would be angry with somebody.
        drawn += ['<path d="M8.8 13.2l6.4-3M31.2 13.2l-6.4-3"/>']
    elif mood >= 0.9:
        drawn += ['<path d="M10.4 12.2q2.8-2.6 5.6 0M24 12.2q2.8-2.6 5.6 0"/>']
    eyes = "".join(
        f'<circle cx="{across}" cy="16.6" r="1.9" fill="currentColor" stroke="none"/>' for across in (13, 27)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="{size}" height="{size}" fill="none" '
        'stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        f"{''.join(drawn)}{eyes}</svg>"
    )


def _mouth(mood: float) -> str:
    """A line that bends up or down with the mood, and is open and full where it could not be better."""
    if mood >= 0.9:
        return '<path d="M11 23.5h18a9 9 0 0 1-18 0z" fill="currentColor"/>'
    bend = round(7.5 * mood, 1)
    ends = round(26 - bend / 2, 1)
    return f'<path d="M12 {ends}q8 {round(2 * bend, 1):g} 16 0"/>'
