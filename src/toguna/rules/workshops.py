"""What a workshop does to a model: add an indicator of the commune's own, change it, take it away again.

What is common to all communes is never taken away here; it is given no weight instead.
"""

from dataclasses import replace

from toguna.rules.instruments import Engine, Group, Indicator, Model, Side

ITSELF = Group("staff", {"fr": "L'organisation elle-même", "en": "The organisation itself"}, Side.USERS)
"""Who scores where an organisation judges itself, with its staff and its board at one table."""


def with_indicator(model: Model, indicator: Indicator) -> Model:
    """The model with one more indicator, or with another one in the place of the local one of the same code.

    >>> from toguna.rules.instruments import Engine
    >>> model = with_indicator(Model("b", Engine.GROUP_SCORES, {}), Indicator("L1", {"fr": "Puits"}, local=True))
    >>> [one.code for one in with_indicator(model, Indicator("L1", {"fr": "Forages"}, local=True)).indicators]
    ['L1']
    """
    known = model.indicator_by_code.get(indicator.code)
    if known is not None and known.local:
        return replace(model, indicators=tuple(indicator if one is known else one for one in model.indicators))
    return replace(model, indicators=(*model.indicators, indicator))


def with_own_group(model: Model) -> Model:
    """The model with somebody to score by it: a self-assessment that names no group is the organisation's own.

    >>> [one.code for one in with_own_group(Model("oca", Engine.SELF_ASSESSMENT, {})).groups]
    ['staff']
    """
    if model.engine is not Engine.SELF_ASSESSMENT or model.groups:
        return model
    return replace(model, groups=(ITSELF,))


def without_indicator(model: Model, code: str) -> Model:
    """The model without one of its local indicators; what is common stays.

    >>> from toguna.rules.instruments import Engine
    >>> model = Model("b", Engine.GROUP_SCORES, {}, indicators=(Indicator("1", {}), Indicator("L1", {}, local=True)))
    >>> [one.code for one in without_indicator(without_indicator(model, "L1"), "1").indicators]
    ['1']
    """
    return replace(model, indicators=tuple(one for one in model.indicators if one.code != code or not one.local))
