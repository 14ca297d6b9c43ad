"""A finder of leaked secrets that shares no code with the masker, and a server that echoes secrets.

The secrets contain the characters that escaping changes: a slash, a plus sign, quotes, a space and
Chinese characters.
"""

import base64
import json
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, quote_plus

SECRET_ID = "AKIDcanary0123456789"
SECRET_KEY = 'canary/Key+0"1 密钥=end'
PASSWORD = "canary/Word+2'3 口令&end"
ACCESS = "eyJcanaryAccess.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.sig-1_x"
REFRESH = "canaryRefresh/bbbbbbbbbbbbbbbbbbbbbbbbbbbb+2=="
USER_ACCESS = "eyJcanaryUser.cccccccccccccccccccccccccccccccccc.sig-2_y"
SECRETS = (SECRET_KEY, PASSWORD, ACCESS, REFRESH, USER_ACCESS)


def spellings(secret: str) -> set[str]:
    """Return every spelling in which a secret may appear in a text."""
    data = secret.encode()
    pair = base64.b64encode(f"{SECRET_ID}:{secret}".encode()).decode()
    found = {
        secret,
        data.hex(),
        data.hex().upper(),
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        base64.b64encode(data).decode().rstrip("="),
        base64.urlsafe_b64encode(data).decode().rstrip("="),
        pair.rstrip("="),
    }
    for before in range(3):
        inside = base64.b64encode(bytes(before) + data).decode()
        found.add(inside[-(-before * 8 // 6) : (before + len(data)) * 8 // 6])
    return found


def leaks(text: str | bytes, secrets: Iterable[str] = SECRETS) -> list[str]:
    """Return each spelling of a secret in a text, also if screen rows break the spelling."""
    whole = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    joined = "".join(whole.split())
    every = {each for secret in secrets for each in spellings(secret)}
    return sorted(each for each in every if each in whole or "".join(each.split()) in joined)


def leaking_files(folder: Path, secrets: Iterable[str] = SECRETS) -> dict[str, list[str]]:
    """Return the names of the files that contain a secret, each with the spellings found in it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = {path.name: leaks(path.read_bytes(), secrets) for path in files}
    return {name: each for name, each in found.items() if each}


def echo() -> dict[str, object]:
    """Return a body with every secret in every spelling."""
    return {f"s{n}": sorted(spellings(secret)) for n, secret in enumerate(SECRETS)}


def answer_to(path: str) -> tuple[int, dict[str, object]]:
    """Return the status and body for a path.

    Every body repeats the secrets; the body for a path with ``StopFlow`` reports a failure.
    """
    if path.startswith("/auth/v1/token/clientCredential"):
        return 200, {"access_token": ACCESS, "expires_in": 7200, "echo": echo()}
    if path.startswith(("/auth/v1/me", "/auth/v1/user")):
        return 200, {"sub": "u1", "echo": echo()}
    if path.startswith("/auth/"):
        tokens = {"access_token": USER_ACCESS, "refresh_token": REFRESH, "expires_in": 7200}
        return 200, {**tokens, "echo": echo()}
    if "StopFlow" in path:
        return 200, {"code": "SYS_ERR", "requestId": SECRET_KEY, "message": f"{ACCESS} {PASSWORD}"}
    return 200, {"Response": {"RequestId": "r-1", "Data": echo()}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, body = answer_to(self.path)
        data = json.dumps(body).encode()
        self.send_response(status, f"reason {ACCESS}")
        for number, secret in enumerate(SECRETS):
            self.send_header(f"X-Echo-{number}", quote(secret))
        self.send_header("Authorization", self.headers.get("Authorization", "none"))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST  # noqa: N815 - the base's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Log nothing."""


@contextmanager
def echoing() -> Generator[str]:
    """Serve on a real socket and yield the base URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
