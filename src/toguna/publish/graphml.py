"""A wave of ties as GraphML, which every tool for networks reads: organisations by code and name, and ties."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from toguna.rules.networks import Wave

_KEYS = (
    ("name", "node", "string"),
    ("sector", "node", "string"),
    ("kind", "edge", "string"),
    ("strength", "edge", "int"),
)


def to_graphml(wave: Wave, names: Mapping[str, str], *, title: str = "") -> str:
    """The graph; a tie that holds both ways is an edge that is not directed.

    >>> from toguna.rules.networks import Node, Tie
    >>> club = Wave((Node("A", "media"), Node("B", "cbo")), (Tie("A", "B", "informs", 2),))
    >>> '<edge source="A" target="B" directed="true">' in to_graphml(club, {"A": "Radio"})
    True
    """
    keys = "".join(f'<key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n' for name, of, kind in _KEYS)
    nodes = "".join(
        f"<node id={quoteattr(node.key)}>{_told('name', names.get(node.key, node.key))}"
        f"{_told('sector', node.sector)}</node>\n"
        for node in wave.nodes
    )
    edges = "".join(
        f"<edge source={quoteattr(tie.source)} target={quoteattr(tie.target)} "
        f'directed="{str(tie.directed).lower()}">{_told("kind", tie.kind)}{_told("strength", tie.strength)}</edge>\n'
        for tie in wave.ties
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        f"<desc>{escape(title)}</desc>\n{keys}"
        f'<graph id="wave" edgedefault="directed">\n{nodes}{edges}</graph>\n</graphml>\n'
    )


def _told(key: str, value: object) -> str:
    return f'<data key="{key}">{escape(str(value))}</data>'
