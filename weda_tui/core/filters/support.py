"""Whether a call accepts a filter, without importing the modules that read and write filters."""

from weda_tui.core.catalogue.endpoint import Endpoint, Parameter

ODATA_FILTER = "$filter"


def accepts_filter(endpoint: Endpoint) -> bool:
    """Return whether a call accepts a filter that can be edited."""
    return accepts_where(endpoint) or named(endpoint.parameters, ODATA_FILTER) is not None


def accepts_where(endpoint: Endpoint) -> bool:
    """Return whether a call accepts a filter of the model query language."""
    return _accepts_inside(endpoint, "where")


def accepts_related(endpoint: Endpoint) -> bool:
    """Return whether the filter of a call may have conditions on related records."""
    return _accepts_inside(endpoint, "relateWhere")


def _accepts_inside(endpoint: Endpoint, name: str) -> bool:
    inside = named(endpoint.body, "filter")
    return inside is not None and named(inside.children, name) is not None


def named(parameters: tuple[Parameter, ...], name: str) -> Parameter | None:
    """Return the parameter of a name."""
    return next((each for each in parameters if each.name == name), None)
