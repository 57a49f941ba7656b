"""HTML from nested calls: everything that is not already markup is escaped. It knows tags, not what they say."""

from html import escape


class Markup(str):
    """Text that is already HTML."""

    __slots__ = ()


def tag(name: str, *children: object, **attributes: object) -> Markup:
    """One element. An attribute's trailing underscore is dropped (`class_`); None children and attributes are left out.

    >>> tag("p", "a < b", class_="note", title=None)
    '<p class="note">a &lt; b</p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: object) -> Markup:
    """Several pieces one after the other; lists are flattened.

    >>> joined("a & b", [tag("b", "c"), None])
    'a &amp; b<b>c</b>'
    """
    return Markup("".join(_written(child) for child in children))


def _written(child: object) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return str(child)
    if isinstance(child, list | tuple):
        return joined(*child)
    return escape(str(child), quote=False)
