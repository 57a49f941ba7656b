"""Markdown to the words that a reader of the rendered page would see, line for line.

Lines stay where they are, so that a line number of the text is one of the file. It is no full parser: what it does
not know as markup stays in the text.
"""

import re

FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-{2,}|\*{3,}|_{3,})\s*$")
QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
BULLET = re.compile(r"^(\s*)[*+-]\s+(?:\[[ xX]\]\s+)?")
TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*$")
REFERENCE = re.compile(r"^\s{0,3}\[(?!\^)[^\]\n]{1,200}\]:\s+\S+.*$")
FOOTNOTE = re.compile(r"^\s{0,3}\[\^[^\]\n]{1,50}\]:\s*")
# Bounded, so that a line of nothing but brackets costs no more than its length.
INLINE = (
    (re.compile(r"\[\^[^\]\n]{1,50}\]"), ""),
    (re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,200}\")?\)"), r"\1"),
    (re.compile(r"!?\[([^\[\]\n]{1,500})\]\[[^\[\]\n]{0,200}\]"), r"\1"),
    (re.compile(r"<(https?://[^\s<>]{1,2000})>"), r"\1"),
    (re.compile(r"</?(?:br|p|div|td|th|tr|li)(?:\s[^<>\n]{0,500})?/?>", re.IGNORECASE), " "),
    (re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>\n]{0,500})?/?>"), ""),
    (re.compile(r"(?<![\\\w*])(\*{1,3})(?=\S)([^*\n]{1,1000})(?<=\S)\1(?!\*)"), r"\2"),
    (re.compile(r"(?<![\\\w_])(_{1,3})(?=\S)([^_\n]{1,1000})(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"~~[^~\n]{1,1000}~~"), ""),
    (re.compile(r"`{1,2}([^`\n]{1,1000})`{1,2}"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)


def without_markup(source: str) -> str:
    """What a Markdown text says; cells of a table stay apart, what is struck through or in a comment is left out.

    >>> without_markup("## Bilan\\n\\n**211** personnes, dont [79 femmes](liste.md)")
    'Bilan\\n\\n211 personnes, dont 79 femmes'
    """
    lines, in_code = [], False
    for line in _without_comments(_without_front_matter(source)).split("\n"):
        if FENCE.match(line):
            in_code = not in_code
            lines.append("")
        else:
            lines.append(line if in_code else _said(line))
    return "\n".join(lines)


def _said(line: str) -> str:
    if UNDERLINE.match(line) or TABLE_RULE.match(line) or REFERENCE.match(line):
        return ""
    line = QUOTE.sub("", line)
    heading = HEADING.match(line)
    line = heading[1] if heading else FOOTNOTE.sub("", BULLET.sub(r"\1• ", line))
    if line.lstrip().startswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    for pattern, kept in INLINE:
        line = pattern.sub(kept, line)
    return line


def _without_front_matter(source: str) -> str:
    found = re.match(r"---\n(?:[^\n]*\n){0,200}?---\n", source)
    return "\n" * found[0].count("\n") + source[found.end() :] if found else source


def _without_comments(source: str) -> str:
    kept, position = [], 0
    # Searched by hand: a pattern would look through the whole text again for every comment that is never closed.
    while (opened := source.find("<!--", position)) >= 0:
        closed = source.find("-->", opened)
        if closed < 0:
            break
        kept += [source[position:opened], "\n" * source.count("\n", opened, closed)]
        position = closed + 3
    return "".join(kept) + source[position:]
