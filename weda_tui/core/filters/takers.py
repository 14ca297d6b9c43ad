"""Which calls take a filter: known without what reads and writes one."""

from weda_tui.core.endpoint import Endpoint, Parameter

ODATA_FILTER = "$filter"


def takes_filter(endpoint: Endpoint) -> bool:
    """Return whether a call takes a filter that can be built."""
    return takes_where(endpoint) or named(endpoint.parameters, ODATA_FILTER) is not None


def takes_where(endpoint: Endpoint) -> bool:
    """Return whether a call takes a filter of the model query language."""
    inside = named(endpoint.body, "filter")
    return inside is not None and named(inside.children, "where") is not None


def named(parameters: tuple[Parameter, ...], name: str) -> Parameter | None:
    """Return the parameter of a name."""
    return next((each for each in parameters if each.name == name), None)
