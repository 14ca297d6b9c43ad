"""Signatures for temporary access to the object store: of upload headers and download URLs.

The ``authorization`` has the form of Tencent Cloud COS (q-sign-algorithm=sha1, HMAC-SHA1).
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote

LIFETIME = 1800
"""Seconds; the pages state none."""


class SignatureError(Exception):
    """The store's refusal of a signature: ``code`` and ``message``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class Signatures:
    """Signs and checks with one key; times are epoch seconds."""

    def __init__(self, key_id: str, key: bytes) -> None:
        self._key_id = key_id
        self._key = key

    def upload(self, path: str, headers: Mapping[str, str], now: int) -> str:
        """Return the ``Authorization`` of a PUT to ``path`` (decoded) with some headers."""
        key_time = f"{now};{now + LIFETIME}"
        names = sorted(name.lower() for name in headers)
        return "&".join(
            (
                "q-sign-algorithm=sha1",
                f"q-ak={self._key_id}",
                f"q-sign-time={key_time}",
                f"q-key-time={key_time}",
                f"q-header-list={';'.join(names)}",
                "q-url-param-list=",
                f"q-signature={self._of_upload(path, headers, key_time)}",
            )
        )

    def check_upload(
        self, authorization: str, path: str, headers: Mapping[str, str], now: float
    ) -> None:
        """Raise ``SignatureError`` unless an ``Authorization`` allows a PUT now.

        ``headers`` are those of the request; the signature names the headers that it covers.
        """
        fields = dict(parse_qsl(authorization, keep_blank_values=True, separator="&"))
        key_time, given = fields.get("q-key-time", ""), fields.get("q-signature", "")
        if not key_time or not given:
            raise SignatureError("AccessDenied", "Access Denied.")
        names = [name for name in fields.get("q-header-list", "").split(";") if name]
        present = {name.lower(): value for name, value in headers.items()}
        signed = {name: present.get(name, "") for name in names}
        expected = self._of_upload(path, signed, key_time)
        if not hmac.compare_digest(expected.encode(), given.encode()):
            message = "The Signature you specified is invalid."
            raise SignatureError("SignatureDoesNotMatch", message)
        start, _, end = key_time.partition(";")
        if not int(start) <= now < int(end):
            raise SignatureError("RequestIsExpired", "Request has expired.")

    def file_id(self, path: str) -> str:
        """Return the required value of ``X-Cos-Meta-Fileid`` for a path."""
        return self._keyed("fileid", path)

    def security_token(self, path: str, owner: str, now: int) -> str:
        """Return the value of ``X-Cos-Security-Token``, with the uploading user and the expiry."""
        claim = quote(f"{now + LIFETIME}/{owner}", safe="")
        return f"{claim}.{self._keyed('token', f'{path} {claim}')}"

    def owner_in(self, security_token: str, path: str) -> str:
        """Return the user to whom a security token was issued, or raise ``SignatureError``."""
        claim, _, signature = security_token.partition(".")
        expected = self._keyed("token", f"{path} {claim}")
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise SignatureError("InvalidAccessKeyId", "The security token is invalid.")
        return unquote(claim).partition("/")[2]

    def download(self, path: str, now: int) -> str:
        """Return the query that allows a GET of ``path``."""
        until = now + LIFETIME
        return f"sign={self._keyed('download', f'{until} {path}')}&t={until}"

    def check_download(self, sign: str, until: str, path: str, now: float) -> None:
        """Raise ``SignatureError`` unless a query allows a GET now."""
        expected = self._keyed("download", f"{until} {path}")
        if not hmac.compare_digest(expected.encode(), sign.encode()):
            raise SignatureError("AccessDenied", "Access Denied.")
        if now >= int(until):
            raise SignatureError("AccessDenied", "Request has expired.")

    def _of_upload(self, path: str, headers: Mapping[str, str], key_time: str) -> str:
        listed = "&".join(
            f"{name}={quote(value, safe='')}"
            for name, value in sorted((name.lower(), value) for name, value in headers.items())
        )
        request = hashlib.sha1(f"put\n{path}\n\n{listed}\n".encode(), usedforsecurity=False)
        sign_key = hmac.new(self._key, key_time.encode(), "sha1").hexdigest()
        text = f"sha1\n{key_time}\n{request.hexdigest()}\n"
        return hmac.new(sign_key.encode(), text.encode(), "sha1").hexdigest()

    def _keyed(self, purpose: str, text: str) -> str:
        digest = hmac.new(self._key, f"{purpose} {text}".encode(), "sha256").digest()
        return base64.urlsafe_b64encode(digest[:24]).decode()
