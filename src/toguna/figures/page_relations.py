"""Every relation that was read, as a table: the way from one figure to those it belongs with, without any script."""

from collections.abc import Iterable
from html import escape

from toguna.figures.judging import Judgement, Verdict
from toguna.figures.page_text import MOST_RELATIONS, TONES, Shown
from toguna.figures.relations import HUNDRED
from toguna.figures.telling import as_read, between, place, sign

HOW = {Verdict.HOLDS: "holds", Verdict.FAILS: "fails"}


def relations_table(shown: Shown) -> str:
    """The section that says what was compared with what; nothing where nothing was."""
    tongue, judgements = shown.tongue, shown.report.judgements
    if not judgements:
        return ""
    heads = (
        tongue.gettext("Chiffres"),
        tongue.gettext("Ce qui les lie"),
        tongue.gettext("Verdict"),
        tongue.gettext("Où"),
    )
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    rows = "".join(_row(judgement, shown) for judgement in shown.listed)
    more = ""
    if len(judgements) > MOST_RELATIONS:
        told = tongue.gettext("Les %(n)s premières comparaisons sont montrées.") % {"n": MOST_RELATIONS}
        more = f'<p class="muted">{escape(told)}</p>'
    title = escape(tongue.gettext("Ce qui a été comparé"))
    return (
        f'<section class="relations" aria-labelledby="figures-relations"><h2 id="figures-relations">{title}</h2>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}</section>"
    )


def _row(judgement: Judgement, shown: Shown) -> str:
    relation, tongue = judgement.relation, shown.tongue
    first = min((shown.claims[name].start for name in relation.ids if name in shown.claims), default=0)
    tone = TONES[judgement.severity]
    stated, other = (_anchors(side, shown) for side in (relation.stated_side, relation.other_side))
    how = HOW.get(judgement.verdict, "near")
    return (
        f'<tr id="{shown.rows[relation.id]}" class="{tone}" data-stated="{stated}" data-other="{other}"'
        f' data-how="{how}" data-told="{escape(shown.told(judgement))}">'
        f'<th scope="row">{_linked(judgement, shown)}</th><td>{escape(tongue.kind(relation.type))}</td>'
        f'<td><span class="weight">{escape(tongue.verdict(judgement.verdict))}</span></td>'
        f'<td class="muted">{escape(place(shown.document, first, tongue))}</td></tr>\n'
    )


def _anchors(names: Iterable[str], shown: Shown) -> str:
    return " ".join(shown.anchors[name] for name in names if name in shown.anchors)


def _linked(judgement: Judgement, shown: Shown) -> str:
    """The relation in figures, each a link to its place."""
    relation = judgement.relation

    def link(name: str) -> str:
        if name == HUNDRED or name not in shown.claims:
            return "100 %"
        words = escape(as_read(shown.claims[name], shown.report.language))
        return f'<a href="#{shown.anchors[name]}">{words}</a>'

    other = between(relation.type).join(map(link, relation.other_side))
    return f"{' + '.join(map(link, relation.stated_side))} {escape(sign(judgement))} {other}"
