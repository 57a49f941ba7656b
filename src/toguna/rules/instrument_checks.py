"""What is wrong with an instrument's model, before anybody scores with it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from toguna.rules.findings import Finding
from toguna.rules.instruments import Engine, Group, Indicator, Model, Node, TrackedInput
from toguna.rules.remarking import error, warning

NO_INDICATOR = "Le modèle n'a aucun indicateur : il n'y a rien à noter. Ajoutez-en au moins un."
CODE_TWICE = "Le code « %(which)s » sert plusieurs fois dans le modèle. Donnez à chaque élément le sien."
CODE_MISSING = "Un élément du modèle n'a pas de code : « %(label)s ». Donnez-lui en un, par exemple 1.2."
PARENT_UNKNOWN = "« %(which)s » est rangé sous « %(parent)s », qui n'existe pas dans le modèle."
PARENT_CIRCLE = "« %(which)s » est rangé sous lui-même, de proche en proche. Choisissez un autre critère."
SCALE_FLAT = (
    "L'échelle de « %(which)s » a le même pire et le même meilleur (%(value)s) : elle ne distingue rien. "
    "Écrivez deux valeurs différentes."
)
STEP_IMPOSSIBLE = "Le pas de l'échelle de « %(which)s » doit être plus grand que 0."
WEIGHT_NEGATIVE = "Le poids de « %(which)s » est négatif. Un poids est 0 ou plus."
WEIGHTS_ALL_ZERO = (
    "Tous les poids sous « %(which)s » sont à 0 : rien ne peut y être calculé. Donnez du poids à un élément au moins."
)
NODE_EMPTY = "Le critère « %(which)s » n'a ni sous-critère ni indicateur : il n'aura jamais de note."
NO_GROUP = "Le modèle n'a aucun groupe : personne ne peut noter. Ajoutez-en au moins un."
TOO_LONG = "Le code « %(which)s » est trop long : %(most)s signes au plus."
MALFORMED = (
    "Le code « %(which)s » n'est pas permis : des lettres sans accent, des chiffres, des points et des tirets, "
    "sans espace, par exemple 1.2."
)
MOST_SIGNS = 30
ANCHOR_OUTSIDE = "L'ancre « %(label)s » de « %(which)s » est hors de l'échelle. Corrigez sa valeur (%(value)s)."

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def findings(model: Model) -> list[Finding]:
    """Everything that keeps a model from being used, or that its makers should look at.

    >>> from toguna.rules.instruments import Scale
    >>> flat = Indicator("1", {"fr": "Eau"}, scale=Scale(worst=5_000, best=5_000))
    >>> [one.code for one in findings(Model("m", Engine.GROUP_SCORES, {"fr": "M"}, indicators=(flat,)))]
    ['scale-flat', 'no-group']
    """
    return [*_about_codes(model), *_about_parents(model), *_about_weights(model), *_about_scales(model), *_rest(model)]


def _about_codes(model: Model) -> Iterator[Finding]:
    for one in model.elements:
        if not one.code:
            yield error("code-missing", CODE_MISSING, label=one.label.get("fr", ""))
        elif len(one.code) > MOST_SIGNS:
            yield error("code-too-long", TOO_LONG, one.code, which=one.code, most=MOST_SIGNS)
    for named in (*model.elements, *model.groups, *model.inputs):
        # Codes name questions on telephones and columns of files, which take nothing else.
        if named.code and not _CODE.fullmatch(named.code):
            yield error("code-malformed", MALFORMED, named.code, which=named.code)
    listed: tuple[Iterable[Node | Indicator | Group | TrackedInput], ...] = (model.elements, model.groups, model.inputs)
    for several in listed:
        for code, count in Counter(one.code for one in several if one.code).items():
            if count > 1:
                yield error("code-twice", CODE_TWICE, code, which=code)


def _about_parents(model: Model) -> Iterator[Finding]:
    parents = {one.code: one.parent for one in model.nodes}
    for one in model.elements:
        if one.parent and one.parent not in parents:
            yield error("parent-unknown", PARENT_UNKNOWN, one.code, which=one.code, parent=one.parent)
    for code in parents:
        above, seen = parents[code], {code}
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == code:
            yield error("parent-circle", PARENT_CIRCLE, code, which=code)
    for node in model.nodes:
        if not model.children(node.code):
            yield warning("node-empty", NODE_EMPTY, node.code, which=node.code)


def _about_weights(model: Model) -> Iterator[Finding]:
    for one in model.elements:
        if one.weight < 0:
            yield error("weight-negative", WEIGHT_NEGATIVE, one.code, which=one.code)
    for code in ("", *(node.code for node in model.nodes)):
        children = model.children(code)
        if children and all(child.weight == 0 for child in children):
            yield error("weights-all-zero", WEIGHTS_ALL_ZERO, code, which=code or model.code)


def _about_scales(model: Model) -> Iterator[Finding]:
    for one in model.indicators:
        scale = one.scale
        if scale.worst == scale.best:
            yield error("scale-flat", SCALE_FLAT, one.code, which=one.code, value=f"{scale.worst / 1000:g}")
            continue
        if scale.step <= 0:
            yield error("step-impossible", STEP_IMPOSSIBLE, one.code, which=one.code)
        for anchor in scale.anchors:
            if not scale.holds(anchor.value):
                label = anchor.label.get("fr", "")
                value = f"{anchor.value / 1000:g}"
                yield error("anchor-outside", ANCHOR_OUTSIDE, one.code, which=one.code, label=label, value=value)


def _rest(model: Model) -> Iterator[Finding]:
    if not model.indicators:
        yield error("no-indicator", NO_INDICATOR)
    if not model.groups and model.engine is Engine.GROUP_SCORES:
        yield error("no-group", NO_GROUP)
