"""The signed addresses of objects, as the info calls answer them.

``POST /v1/storages/get-objects-upload-info`` and ``…-download-info`` answer an array, one item an
object: its address, or ``{code, message}`` (public pages of the HTTP API, storage).
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
    """Where the bytes of an object go or come from; whoever has it may move them for a while."""

    url: str
    origin: str
    """``https://host[:port]`` of ``url``."""
    headers: tuple[Header, ...] = ()
    """What an upload sends; never a Bearer token."""
    cloud_object_id: str = ""

    def __repr__(self) -> str:
        return f"Address({self.cloud_object_id!r} at {self.origin!r})"


Info = Mapping[str, object]
"""An item of an info call's answer, as it came."""

_UNKNOWN = Verdict(outcome=Outcome.UNKNOWN, layer=ErrorLayer.STORAGE)

Answer = ObjectAddress | Verdict | WedaError
"""An item: its address, the failure that its own code states, or why the address is no use."""


def upload_addresses(body: bytes, paths: Sequence[str]) -> list[Answer]:
    """Return the address for each path to upload to, in the order asked for."""
    return [_upload(info) for info in _in_order(body, paths)]


def download_addresses(body: bytes, cloud_ids: Sequence[str]) -> list[Answer]:
    """Return the address for each object to download, in the order asked for."""
    return [_download(info) for info in _in_order(body, cloud_ids)]


def deletions(body: bytes, cloud_ids: Sequence[str]) -> list[Verdict]:
    """Return the verdict on each object that was to be deleted, in the order asked for."""
    done = Verdict(outcome=Outcome.OK)
    return [_failure(info) or done if info else _UNKNOWN for info in _in_order(body, cloud_ids)]


def origin_of(url: str) -> str:
    """Return ``scheme://host[:port]`` of an http address, else an empty string.

    An address with credentials or with what no URL holds is none.
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
    """Put the answer's items into the order of what was asked for; ``None`` where one is missing.

    An item that fails may not say whose it is: then its place tells.
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
"""What a PUT sends, and the field of the answer it comes from."""


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
"""Stay as they are; anything else is escaped (``downloadUrl`` may hold Chinese)."""
