"""The bodies and queries of the data model calls, checked field by field."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from weda_tui.sandbox.flows import requests
from weda_tui.sandbox.models.filters import Filter
from weda_tui.sandbox.models.values import wrong_type, wrong_value
from weda_tui.sandbox.server.refusal import (
    GatewayError,
    InvalidParameterError,
    MissingParameterError,
    WrongTypeError,
)

DEFAULT_PAGE_SIZE = 10
LARGEST_PAGE = 200
_LAST_PAGE = 10**12
Json = dict[str, object]


class OneQuery(msgspec.Struct, frozen=True, kw_only=True):
    """The record to return, and its fields."""

    filter: Filter | None = None
    select: Json | None = None


class ListQuery(OneQuery, frozen=True, kw_only=True, rename="camel"):
    """The records to return, their order, and the page."""

    page_size: int | None = None
    page_number: int | None = None
    get_count: bool = False
    order_by: list[dict[str, str]] | None = None

    @property
    def page(self) -> tuple[int, int]:
        """The number and the size of the page; the size counts only together with a number."""
        if self.page_size is not None and not 1 <= self.page_size <= LARGEST_PAGE:
            raise wrong_value("pageSize", f"应在 1 到 {LARGEST_PAGE} 之间")
        if self.page_number is None:
            return 1, DEFAULT_PAGE_SIZE
        if not 1 <= self.page_number <= _LAST_PAGE:
            raise wrong_value("pageNumber", "从 1 开始")
        return self.page_number, self.page_size or DEFAULT_PAGE_SIZE


class RequiredFilter(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The filter of a change; an empty ``where`` means every record."""

    where: Json
    relate_where: dict[str, Filter] | None = None

    def as_filter(self) -> Filter:
        """Return the filter in the form that queries use."""
        return Filter(where=self.where, relate_where=self.relate_where)


class Creation(msgspec.Struct, frozen=True):
    """A new record."""

    data: Json


class ManyCreations(msgspec.Struct, frozen=True):
    """New records."""

    data: list[Json]


class ManyValues(msgspec.Struct, frozen=True):
    """New records of an OData batch."""

    value: list[Json]


class RecordChange(msgspec.Struct, frozen=True):
    """The records to change, and the new values."""

    filter: RequiredFilter
    data: Json


class Upsertion(msgspec.Struct, frozen=True):
    """The record to change, or to create if there is none."""

    filter: RequiredFilter
    create: Json
    update: Json


class Deletion(msgspec.Struct, frozen=True):
    """The records to delete."""

    filter: RequiredFilter


class RequestParameter(msgspec.Struct, frozen=True):
    """A value for a stored SQL template; anything but text is JSON."""

    key: str
    type: str
    value: str


class TemplateRun(msgspec.Struct, frozen=True):
    """The values for a stored SQL template."""

    parameter: list[RequestParameter]


Body = TypeVar("Body")


def checked(body: Json, body_type: type[Body]) -> Body:
    """Return a body as a call's request, or raise ``GatewayError`` with the model's codes."""
    try:
        return requests.check(body, body_type)
    except MissingParameterError as error:
        raise GatewayError("MISSING_PARAMETER", error.message) from error
    except WrongTypeError as error:
        raise GatewayError("INVALID_PARAMETER", error.message) from error
    except InvalidParameterError as error:
        raise GatewayError("INVALID_PARAMETER_VALUE", error.message) from error


def whole_number(query: Mapping[str, str], name: str) -> int | None:
    """Return a number of a query string, or raise ``GatewayError`` (``INVALID_PARAMETER``)."""
    text = query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise wrong_type(name, "integer")
    return int(text)


def query_page(query: Mapping[str, str]) -> ListQuery:
    """Return the page that a query string asks for."""
    flag = query.get("getCount", "false")
    if flag not in {"true", "false"}:
        raise wrong_type("getCount", "boolean")
    return ListQuery(
        page_size=whole_number(query, "pageSize"),
        page_number=whole_number(query, "pageNumber"),
        get_count=flag == "true",
    )
