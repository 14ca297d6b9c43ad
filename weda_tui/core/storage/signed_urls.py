"""The signed URLs of objects, as the info calls return them.

``POST /v1/storages/get-objects-upload-info`` and ``…-download-info`` return an array with one item
for each object: its URL, or ``{code, message}`` (public pages of the HTTP API, storage).
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

import msgspec

from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.json.decoding import decoded
from weda_tui.core.requests.draft import Header

NO_CODE = frozenset({"", "0"})


class ObjectAddress(msgspec.Struct, frozen=True, kw_only=True):
    """The signed URL for an object's bytes; anyone who has it can transfer them for a while."""

    url: str
    origin: str
    """``https://host[:port]`` of ``url``."""
    headers: tuple[Header, ...] = ()
    """The headers of an upload; never a Bearer token."""
    cloud_object_id: str = ""

    def __repr__(self) -> str:
        return f"Address({self.cloud_object_id!r} at {self.origin!r})"


Info = Mapping[str, object]
"""An item in the response of an info call, as received."""

_UNKNOWN = Verdict(outcome=Outcome.UNKNOWN, layer=ErrorLayer.STORAGE)

Answer = ObjectAddress | Verdict | WedaError
"""The result for an item: its URL, the failure by its own code, or why the URL is unusable."""


def upload_addresses(body: bytes, paths: Sequence[str]) -> list[Answer]:
    """Return the upload URL for each path, in the order of ``paths``."""
    return [_upload(info) for info in _in_order(body, paths)]


def download_addresses(body: bytes, cloud_ids: Sequence[str]) -> list[Answer]:
    """Return the download URL for each object, in the order of ``cloud_ids``."""
    return [_download(info) for info in _in_order(body, cloud_ids)]


def deletions(body: bytes, cloud_ids: Sequence[str]) -> list[Verdict]:
    """Return the verdict on the deletion of each object, in the order of ``cloud_ids``."""
    done = Verdict(outcome=Outcome.OK)
    return [_failure(info) or done if info else _UNKNOWN for info in _in_order(body, cloud_ids)]


def origin_of(url: str) -> str:
    """Return ``scheme://host[:port]`` of an HTTP URL, else an empty string.

    The result is also empty for a URL with credentials, or with characters that no URL may contain.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    is_plain = url.isprintable() and "\\" not in url and "@" not in parts.netloc
    is_http = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return f"{parts.scheme}://{parts.netloc}" if is_plain and is_http else ""


def _in_order(body: bytes, wanted: Sequence[str]) -> list[Info | None]:
    """Return the items of a response in the order of ``wanted``; ``None`` for a missing item.

    A failed item may lack an id; it is then identified by its position.
    """
    infos = decoded(body, list[dict[str, object]])
    if infos is None:
        return [None] * len(wanted)
    named = {_text(each, name): each for each in infos for name in _NAMES if _text(each, name)}
    has_places = len(infos) == len(wanted)
    found: list[Info | None] = []
    for position, name in enumerate(wanted):
        here = infos[position] if has_places else None
        is_nameless = here is not None and not any(_text(here, key) for key in _NAMES)
        found.append(here if is_nameless else named.get(name))
    return found


_NAMES = ("objectId", "cloudObjectId")


def _text(info: Info, name: str) -> str:
    value = info.get(name)
    return str(value) if isinstance(value, str | int) else ""


def _failure(info: Info) -> Verdict | None:
    code = _text(info, "code")
    if code in NO_CODE:
        return None
    return Verdict(
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.STORAGE,
        code=code,
        message=_text(info, "message"),
        request_id=_text(info, "requestId"),
    )


def _upload(info: Info | None) -> Answer:
    if info is None:
        return _UNKNOWN
    headers = tuple((name, _text(info, field)) for name, field in _UPLOAD_HEADERS)
    return _failure(info) or _address(info, _text(info, "uploadUrl"), headers)


_UPLOAD_HEADERS = (
    ("Authorization", "authorization"),
    ("X-Cos-Security-Token", "token"),
    ("X-Cos-Meta-Fileid", "cloudObjectMeta"),
)
"""The headers of a PUT, and the response field of each."""


def _download(info: Info | None) -> Answer:
    if info is None:
        return _UNKNOWN
    url = _text(info, "downloadUrlEncoded") or _text(info, "downloadUrl")
    return _failure(info) or _address(info, url)


def _address(info: Info, url: str, headers: tuple[Header, ...] = ()) -> Answer:
    origin = origin_of(url)
    is_bad_header = any(not value.isprintable() or not value.isascii() for _, value in headers)
    if not origin or is_bad_header:
        named = _text(info, "cloudObjectId") or _text(info, "objectId")
        return FileError(ErrorCode.STORE_ADDRESS_INVALID, object=named)
    return ObjectAddress(
        url=quote(url, safe=_URL_CHARACTERS),
        origin=origin,
        headers=tuple((name, value) for name, value in headers if value),
        cloud_object_id=_text(info, "cloudObjectId"),
    )


_URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~-._"
"""Characters that are not escaped (``downloadUrl`` may contain Chinese)."""
