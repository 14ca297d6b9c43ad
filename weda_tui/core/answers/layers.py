"""The layer that reports a failure, and the layer of each error code.

The gateway, the data model and cloud storage share one envelope, ``{code, requestId, message}``.
Only the code, or else the called module, distinguishes them. The codes are those of the error book.
They come from the private-deployment guide (3.1), the model and storage pages
(docs.cloudbase.net/http-api/model, docs.cloudbase.net/openapi/storage.v1),
docs.cloudbase.net/error-code/basic, the error page 1301/86670 and the official clients.
"""

from enum import StrEnum

import msgspec

from weda_tui.core.files import read_packaged


class ErrorLayer(StrEnum):
    """The layer that reported a failure."""

    NETWORK = "network"
    TLS = "tls"
    PROXY = "proxy"
    HTTP = "http"
    GATEWAY = "gateway"
    AUTH = "auth"
    BUSINESS = "business"
    MODEL = "model"
    STORAGE = "storage"
    PARTIAL = "partial"
    """Some items of a batch failed and some did not."""
    NONE = ""


class _Code(msgspec.Struct):
    code: str
    layer: ErrorLayer
    causes: frozenset[str]
    status: int | None = None


class _Book(msgspec.Struct):
    codes: tuple[_Code, ...]


_CODES = msgspec.json.decode(read_packaged("catalogue/error_book.json"), type=_Book).codes
DOCUMENTED = {each.code: each.layer for each in _CODES}
"""The layer of every documented code, whatever its envelope."""
CAUSES = {each.code: each.causes for each in _CODES}
"""The ids of the causes of every documented code."""
STATUSES = {each.code: each.status for each in _CODES if each.status is not None}
"""The documented HTTP statuses of codes.

The status of OPERATION_FAILED is that of the relational database's REST API.
"""
_BY_MODULE = {"model": ErrorLayer.MODEL, "storage": ErrorLayer.STORAGE}


def layer_of_code(code: str, module: str = "") -> ErrorLayer:
    """Return the layer of a code in the gateway's envelope.

    A code that is not in the error book belongs to the called ``module``.
    """
    layer = DOCUMENTED.get(code)
    if layer is None or layer is ErrorLayer.BUSINESS or code.islower():  # codes of other envelopes
        return _BY_MODULE.get(module, ErrorLayer.GATEWAY)
    return layer
