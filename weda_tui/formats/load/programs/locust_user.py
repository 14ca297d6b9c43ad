"""What a locustfile does around its requests: the token, the ceiling, the rows, the statistics.

The text of this module stands in every locustfile that is exported; it is never imported here,
since Locust changes the process that imports it.
"""

import csv
import errno
import io
import itertools
import json
import logging
import os
import re
import socket
import ssl
import sys
import time
import tomllib
import uuid
import zlib
from argparse import ArgumentParser
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from hmac import compare_digest
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

import gevent
import gevent.monkey
from gevent.event import Event
from gevent.local import local
from gevent.lock import BoundedSemaphore
from gevent.server import StreamServer
from geventhttpclient import HTTPClient
from geventhttpclient.connectionpool import ConnectionPool
from geventhttpclient.response import HTTPConnectionClosed, HTTPParseError
from locust import FastHttpUser, events, task
from locust.contrib.fasthttp import FastHttpSession
from locust.env import Environment
from locust.event import EventHook
from locust.exception import CatchResponseError, StopUser
from locust.runners import MasterRunner, WorkerRunner
from locust.stats import StatsError, calculate_response_time_percentile

from weda_tui.core.answers.foreign import Foreign
from weda_tui.core.guard.method_overrides import find_overrides, holds_request
from weda_tui.core.load.plan import ANSWERED_IN, KEY_VARIABLES, NO_RESPONSE
from weda_tui.core.masking import SHORTEST_UNGUESSED, Masker
from weda_tui.core.requests.escapes import path_words
from weda_tui.core.runs.choices import CAREFUL_RATE
from weda_tui.core.tokens.access_token import DEFAULT_LIFETIME, RENEW_EARLY
from weda_tui.formats.load.judging import (
    TOKEN_NAMES,
    Check,
    Digits,
    JudgedAnswer,
    plain_code,
    read_json,
    read_text,
    verdict,
)

TOKEN_ADDRESS = "/auth/v1/token/clientCredential"
RETRIED_AFTER = 5.0
"""Seconds after which a token is asked for again where nobody answered; a refusal is final."""
ENDS_OF_TOKENS = tuple(each for name in TOKEN_NAMES for each in (name, f"{name}']", f'{name}"]'))
"""What the path of a token in an answer ends with."""
NONCE = "WEDA_NONCE"
"""The environment variable with what a worker shows to its master, where the master has one: on a
machine of several people anybody reaches its port."""
JOINED_EVERY = 1.0
"""Seconds after which a worker asks its master again."""
STOPPED_IN = 5.0
"""Seconds that Locust has to stop after that."""
RATE_LIMIT = "EXCEED_RATELIMIT"
RATE_CODES = frozenset({RATE_LIMIT, "EXCEED_REQUEST_LIMIT", "EXCEED_CONCURRENT_REQUEST_LIMIT",
                        "resource_exhausted", "PHONE_CODE_SEND_LIMIT_EXCEED"})  # fmt: skip
TOO_MANY = 429
"""The HTTP status of the same."""
KEY_REFUSALS = frozenset({"invalid_client", "unauthorized_client", "SIGN_PARAM_INVALID"})
"""The codes by which a key is refused, whatever the HTTP status."""
TOKEN_REFUSALS = frozenset({"INVALID_ACCESS_TOKEN", "unauthenticated"})
"""The codes by which a call refuses its token; nothing was executed."""
SETTLED = 60.0
"""Seconds in which a token that stands for a refused one is not replaced: calls want another."""
HIDDEN = "WEDA_HIDDEN"
"""The environment variable that says that whoever started this writes to standard input, as JSON,
what no answer may say again: all secrets that a run hides."""
FIGURES = "WEDA_STATISTICS"
"""The environment variable with the file that whoever started this reads figures from."""
NEW_USER_TOKEN = "WEDA_NEW_USER_TOKEN"
"""The environment variable with the file that gets a user token in place of a refused one, where
whoever started this has one."""
USER_TOKEN_VARIABLE, SCHEME = "USER_ACCESS_TOKEN", "Bearer "
if os.environ.get(USER_TOKEN_VARIABLE, "").startswith(SCHEME):  # as `weda-tui token` prints it
    os.environ[USER_TOKEN_VARIABLE] = os.environ[USER_TOKEN_VARIABLE].removeprefix(SCHEME).strip()
PATH_MARKS = frozenset("/\\?#%")
"""What no value in a path has: it would be another call than the one that was looked at."""
MOST_ESCAPES = 64
"""How often an escape may be escaped again."""
UNANSWERED: Sequence[tuple[type[BaseException], str, str]] = (
    (ssl.SSLCertVerificationError, "(hostname|IP address) mismatch", "tls_wrong_host"),
    (ssl.SSLCertVerificationError, "has expired", "tls_expired"),
    (ssl.SSLCertVerificationError, "not yet valid", "tls_not_yet_valid"),
    (ssl.SSLCertVerificationError, "", "tls_unknown_ca"),
    (ssl.SSLEOFError, "", "connection_lost"),
    (ssl.SSLZeroReturnError, "", "connection_lost"),
    (ssl.SSLError, "wrong.version|http.request|packet.length|record.layer", "https_on_http_port"),
    (ssl.SSLError, "certificate.required", "tls_client_wanted"),
    (ssl.SSLError, "protocol|cipher|handshake.failure", "tls_protocol"),
    (ssl.SSLError, "timed out", "timed_out"),
    (ssl.SSLError, "", "tls_failed"),
    (socket.gaierror, "", "dns_failed"),
    (TimeoutError, "", "timed_out"),
    (gevent.Timeout, "", "timed_out"),
    (ConnectionRefusedError, "", "connection_refused"),
    (ConnectionResetError, "", "connection_reset"),
    (ConnectionError, "", "connection_lost"),
    (HTTPConnectionClosed, "", "connection_lost"),
    (HTTPParseError, "closed|incomplete|EOF", "connection_lost"),
    (HTTPParseError, "", "protocol_error"),
    (zlib.error, "", "coding_broken"),
)
"""What ends a request without an answer, what it says, and the code that a run has for it."""
HOST_ERRORS = frozenset({errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ETIMEDOUT})
MOST_CAPTURED = 1000
"""Tokens of answers that other answers are masked by, the last ones. Of our own none is left out:
whoever writes what answers hold would push it out."""
RECENT = (3, 10)
"""Seconds in which workers report, and those before them whose requests are the rate of late."""
SECONDS = re.compile(r"[0-9]{1,12}(?:\.[0-9]*)?")
CONTENT_TYPE, NO_TYPE = "content-type", "none/none"
"""What a body without a type has until it leaves: the library would say one."""
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
VERSION = re.compile(rb"HTTP/[0-9]", re.IGNORECASE)
"""What the first line of a request ends with."""


class CodedFailure(CatchResponseError):  # noqa: N818 - Locust's tables are about failures
    """A failure that Locust shows by its code alone."""

    def __repr__(self) -> str:
        return str(self.args[0])


class NotSentError(Exception):
    """A request that cannot be sent: a variable has no value, or one that no header may have."""


class TokenRefusedError(Exception):
    """The deployment gives no token for this key."""

    def __init__(self, code: str, status: int = 0) -> None:
        super().__init__(code)
        self.status = status


class NoTokenError(OSError):
    """The deployment gives no token now, and has said nothing of the key."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.is_limit = status == TOO_MANY or code in RATE_CODES


class Replacement:
    """The replacing of one kind of token, which calls refused."""

    def __init__(self) -> None:
        self.wanted = Event()
        self.count, self.last = 0, float("-inf")

    def ask(self) -> bool:
        """Ask for another one; return whether there may be one: not so soon after the last."""
        now = time.monotonic()
        if now < self.last + SETTLED:
            return False
        self.count, self.last = self.count + 1, now
        self.wanted.set()
        return True


class Shared:
    """What the users of this process share. The master, or the only process, fills it in."""

    ready = Event()
    fetching = BoundedSemaphore()
    stopped: Mapping[str, Any] | None = None
    """Why the run ended before its time: its kind, and the code and HTTP status behind it."""
    token = ""
    key_token, user_token = Replacement(), Replacement()
    rows: Iterator[Mapping[str, str]] = itertools.repeat({})
    interval: float | None = None
    """Seconds between two requests of this process: 0 for no ceiling, ``None`` as long as nobody
    has said it."""
    next_send = 0.0
    ended = Event()
    """Whether the load has ended: nothing more is sent."""
    ended_at: float | None = None
    """When it ended, on the monotonic clock."""
    waiting: Counter[str] = Counter()
    """How many requests of each name wait for their answers in this process."""
    waiting_of: dict[str, Counter[str]] = {}
    """The same of each worker, as it last reported."""
    ended_workers: set[str] = set()
    """The workers that have counted what is unanswered."""
    reached = 0
    """The most users that there were at the same time."""
    skipped = 0
    """Requests that were left out: one that they depend on failed."""
    delayed = 0
    """Requests that waited for the ceiling."""
    times: Counter[int] = Counter()
    """How many requests that passed took so many milliseconds, as Locust rounds them."""
    joined: set[str] = set()
    """The workers that the master shares with."""
    row_list: Sequence[Mapping[str, str]] | None = None
    """All rows; ``None`` before the master shares anything."""
    workers: set[str] | None = None
    """The workers that the master has seen while the load goes; ``None`` before and after."""
    begun: float | None = None
    """When the load began, on the monotonic clock."""
    tokens: set[str] = set()
    """The tokens that this process knows of."""
    untold: list[str] = []
    """Those that whoever started this does not know yet."""
    hidden: tuple[Masker, ...] = ()
    """What hides all that whoever started this hides."""
    own: dict[str, Masker] = {}
    """What hides each token that requests are sent with."""
    captured: dict[str, Masker] = {}
    """What hides each token that an answer had, the last one at the end."""


def wait_for_turn() -> None:
    """Wait until there is a token and the ceiling lets this process send its next request."""
    is_ready = False
    while not is_ready:
        wait_until_ready()
        if Shared.interval:
            now = time.monotonic()
            Shared.next_send = max(Shared.next_send + Shared.interval, now)
            Shared.delayed += Shared.next_send > now
            Shared.ended.wait(Shared.next_send - now)
        check_going()
        is_ready = Shared.ready.is_set()  # else a call refused the token meanwhile


def wait_until_ready() -> None:
    """Wait until everything is there that is shared, or the load ends."""
    if not Shared.ready.is_set():
        gevent.wait([Shared.ready, Shared.ended], count=1)


def check_going() -> None:
    """End this user where the load has ended. Raises ``StopUser``."""
    if Shared.stopped or Shared.ended.is_set():
        raise StopUser


# -- requests are sent once: the library sends one again whose connection ends unanswered ---------

sending = local()
library_request, library_connection = HTTPClient.request, ConnectionPool.get_socket
library_return = ConnectionPool.return_socket


def request_once(
    client: Any, method: str, uri: str, body: Any = b"", headers: Mapping[str, str] | None = None
) -> Any:
    """Send a request as the library does, on one connection."""
    sending.has_connection, sending.is_last = False, may_be_left(method, body)
    if sending.is_last:
        others = {n: v for n, v in (headers or {}).items() if n.lower() != "connection"}
        headers = {**others, "Connection": "close"}
    if headers and headers.get(CONTENT_TYPE) == NO_TYPE:
        headers = {n: v for n, v in headers.items() if n.lower() != CONTENT_TYPE}
    return library_request(client, method, uri, body, headers)


def may_be_left(method: str, body: bytes | str | None) -> bool:
    """Return whether some server may take a body for the next request, which would be ours."""
    data = body.encode() if isinstance(body, str) else body or b""
    return bool(data) and (method not in WITH_BODY or VERSION.search(data) is not None)


def get_connection(pool: Any) -> Any:
    """Return a connection. Raises ``HTTPConnectionClosed`` where this request already had one."""
    if getattr(sending, "has_connection", False):
        raise HTTPConnectionClosed
    sending.has_connection = True
    return library_connection(pool)


def return_connection(pool: Any, connection: Any) -> None:
    """Keep a connection for the next request, unless nothing may follow on it."""
    if getattr(sending, "is_last", True):
        sending.is_last = False
        pool.release_socket(connection)
    else:
        library_return(pool, connection)


HTTPClient.request, ConnectionPool.get_socket = request_once, get_connection
ConnectionPool.return_socket = return_connection


@events.init.add_listener
def check_library(**_: Any) -> None:
    """End this process where the library sends again what it sends to an own socket.

    Or where it keeps a connection that nothing may follow on.
    """
    arrived: list[bytes] = []

    def answer_second(connection: Any, _: Any) -> None:
        arrived.append(connection.recv(4096))
        if len(arrived) == 2:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    server, is_good = StreamServer(("127.0.0.1", 0), answer_second), False
    try:
        server.start()
        client = HTTPClient("127.0.0.1", server.server_port)
        with suppress(HTTPConnectionClosed):
            client.request("GET", "/")
        client.request("GET", "/", b"last")
        is_good = len(arrived) == 2 and not sending.is_last
    except (OSError, HTTPConnectionClosed):
        pass  # nobody answers
    finally:
        server.stop()
        if not is_good:
            said = "this version of geventhttpclient may send again, or on, what must not be"
            sys.stderr.write(f"Nothing was sent: {said}\n")
            sys.exit(2)


class WedaUser(FastHttpUser):
    """Sends the requests of a locustfile in their order, again and again."""

    abstract = True
    deployment = ""
    """Where all goes, whatever options say or a master; empty for what ``--host`` says."""
    insecure = False
    verify_tls = True
    authorities = ""
    """The CA of the deployment, in PEM; empty for those of the system."""
    certificate: tuple[str, str] | None = None
    """The files of the client's certificate and of its key."""
    needs_token = False
    writes: Sequence[str] = ()
    """The requests that change something."""
    writes_word = ""
    """What ``--writes`` has to be given: the env type that they change, where a guard asks."""
    sends_key = False
    """Whether requests are sent with the key itself."""
    variables: Mapping[str, str] = {}
    """The environment variables that requests are made of, with the column of data that may stand
    for each, empty for none; a worker has those of its master."""
    token_form = False
    """Whether the call for a token sends a form in place of JSON."""
    steps: Sequence[tuple[str, str, Callable[[Any], bool], Sequence[str]]] = ()
    """Name, method, function, and the names of those that have to pass first."""

    def __init__(self, environment: Environment) -> None:
        """Raises what Locust raises for a user without an address."""
        self.host = address(type(self), environment)
        super().__init__(environment)

    def on_start(self) -> None:
        """Wait until the master has sent what all share."""
        wait_until_ready()
        accept_any_answer(self.client)
        self.row: Mapping[str, str] = {}
        self.captured: dict[str, str] = {}
        self._has_own_token = bool(option(self.environment, "token_per_user"))
        self._own_token, self._renewed_at, self._valid_until = "", 0.0, 0.0
        self._own = Replacement()

    @task
    def play(self) -> None:
        """Send each request once, with the next row of data."""
        self.row, self.captured = next(Shared.rows), {}
        passed: set[str] = set()
        for name, method, send, depends in self.steps:
            if not passed.issuperset(depends):
                Shared.skipped += 1
                continue
            wait_for_turn()
            sending.has_connection, begun = False, time.perf_counter()
            try:
                if send(self):
                    passed.add(name)
            except StopUser:
                raise
            except Exception as error:  # noqa: BLE001 - it is counted
                spent = (time.perf_counter() - begun) * 1000 if sending.has_connection else None
                code = str(error) if isinstance(error, NotSentError) else reason_of(error)
                self._count_failure(name, method, spent, code)

    def call(  # noqa: PLR0913
        self,
        name: str,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        *,
        checks: Sequence[Check] = (),
        captures: Mapping[str, str] | None = None,
        answers_nothing: bool = False,
        is_withheld: bool = False,
        read_methods: Sequence[str] = (),
        written_words: str = "",
    ) -> bool:
        """Send a request and judge its answer; return whether it passed.

        With ``read_methods`` it is a read whose values have come just now; see ``check_read``.
        """
        check_address(url, self.host or "")
        if read_methods:
            check_read(url, headers, body, read_methods, written_words)
        sent = wire_headers(headers, body)
        with self._waiting(name, method), self.client.request(
            method, url, name=name, data=body, headers=sent,
            catch_response=True, allow_redirects=False,
        ) as response:  # fmt: skip
            if reason := unanswered(response):
                response.failure(CodedFailure(reason))
                return False
            answer = JudgedAnswer(
                response.status_code, FirstHeaders(response.headers), response.content or b"",
                response.request_meta["response_time"], answers_nothing=answers_nothing,
                is_withheld=is_withheld, mask=masked, url=url,
            )  # fmt: skip
            missing = self._capture(answer, captures or {})
            failure = answer.failure(checks) or missing
            if not failure:
                response.success()
                return True
            response.failure(CodedFailure(failure))
            if answer.code in TOKEN_REFUSALS:
                self._replace_token(headers, answer.code)
            is_limit = answer.mark != "ok" and response.status_code == TOO_MANY
            if (is_limit or answer.code == RATE_LIMIT) and not option(
                self.environment, "keep_going"
            ):
                stop(self.environment, "rate-limit", answer.code, 4)
            return False

    def _replace_token(self, headers: Mapping[str, str], code: str) -> None:
        """Have the token replaced that a refused request carried; it counts as failed."""
        sent = " ".join(headers.values())
        if self._own_token and self._own_token in sent:
            self._renewed_at = self._valid_until = 0.0
            if not self._own.ask():
                stop(self.environment, "access-token-refused", code, 5)
            return
        for token in filter(None, (Shared.token, os.environ.get(USER_TOKEN_VARIABLE))):
            if token in sent:
                refuse(self.environment, token, code)

    def _capture(self, answer: JudgedAnswer, captures: Mapping[str, str]) -> str:
        """Keep values of an answer for the requests after it; return what is not in it."""
        missing = ""
        for name, source in captures.items():
            value = answer.capture(source)
            if value is None:
                missing = missing or f"capture {name}"
            else:
                self.captured[name] = value
                if source.endswith(ENDS_OF_TOKENS):
                    hide_captured(value)
        return missing

    @contextmanager
    def _waiting(self, name: str, method: str) -> Iterator[None]:
        """Count a request as one that waits; as a failure where the load ends before its answer."""
        begun = time.perf_counter()
        Shared.waiting[name] += 1
        try:
            yield
        except gevent.GreenletExit:
            self._count_failure(name, method, (time.perf_counter() - begun) * 1000, NO_RESPONSE)
            raise
        finally:
            Shared.waiting[name] -= 1

    def _count_failure(self, name: str, method: str, spent: float | None, code: str) -> None:
        """Count a request that no answer was judged of; ``spent`` is ``None`` for one not sent."""
        self.environment.events.request.fire(
            request_type=method, name=name, response_time=spent, response_length=0,
            exception=CodedFailure(code), context=self.context(),
        )  # fmt: skip

    # -- what requests are made of ---------------------------------------------------------------

    def value(self, name: str, variable: str, first: str | None = None) -> str:
        """Return a captured value, one of the row, the first one, or an environment variable's.

        Without a name, that of the environment variable alone.
        """
        for value in (self._late(name), first, os.environ.get(variable)):
            if value is not None:
                return value
        raise NotSentError("VARIABLE_UNKNOWN")

    def _late(self, name: str) -> str | None:
        """Return what an answer or a row gives."""
        found = (values.get(name) for values in (self.captured, self.row) if name)
        return next((value for value in found if value is not None), None)

    def in_json(
        self, name: str, variable: str, first: str | None = None, *, is_of_files: bool = False
    ) -> str:
        """Return a value as a string of JSON has it; what the files say is JSON already."""
        value = self.value(name, variable, first)
        is_json = self._late(name) is None and (is_of_files or first is not None)
        return value if is_json else json.dumps(value, ensure_ascii=False)[1:-1]

    def as_json(self, name: str, variable: str, first: str | None = None) -> str:
        """Return a value in place of one of JSON: what an answer or a row gives has to be one."""
        value, late = self.value(name, variable, first), self._late(name)
        if late is not None and read_json(late) is late:
            raise NotSentError("VALUE_NOT_JSON")
        return value

    def in_form(self, name: str, variable: str, first: str | None = None) -> str:
        """Return a value in a form: what an answer or a row gives is a part of one field."""
        late = self._late(name)
        return self.value(name, variable, first) if late is None else quote(late, safe="")

    def in_address(self, name: str, variable: str, first: str | None = None) -> str:
        """Return a value as a query has it: of an answer or a row it is a part of one field."""
        late = self._late(name)
        if late is not None:
            return quote(late, safe="")
        return quote_address(self.value(name, variable, first))

    def in_path(self, name: str, variable: str, first: str | None = None) -> str:
        """Return a value as one segment of a path has it."""
        value = self.value(name, variable, first)
        if not value or not PATH_MARKS.isdisjoint(normalize("NFKC", value)):
            raise NotSentError("URL_OTHER_PATH")
        return quote_address(value)

    def in_header(self, name: str, variable: str, first: str | None = None) -> str:
        """Return a value as a header may have it."""
        value = self.value(name, variable, first)
        if not value.isprintable():
            raise NotSentError("HEADER_INVALID")
        return value

    @property
    def token(self) -> str:
        """The access token: that of all users, or this user's own."""
        if not self._has_own_token:
            return Shared.token
        if time.monotonic() >= self._renewed_at:
            with Shared.fetching:
                check_going()
                self._renew()
            check_going()
        return self._own_token

    def _renew(self) -> None:
        """Fetch a token of this user's own; keep the one that is valid where nobody answers."""
        valid_until = self._valid_until
        fetched = fetch_or_stop(type(self), self.environment, valid_until)
        if fetched is not None:
            self._own_token, lifetime = fetched
            self._valid_until = time.monotonic() + lifetime
            self._renewed_at = time.monotonic() + renewed_after(lifetime)
        else:
            self._renewed_at = min(time.monotonic() + RETRIED_AFTER, valid_until)

    def ssl_context_factory(self, cafile: str | None = None) -> ssl.SSLContext:
        """Return what says which server is trusted: not ``cafile``, which the library trusts."""
        return ssl_context_of(type(self), cafile)


@lru_cache(1000)
def check_address(url: str, host: str) -> None:
    """Refuse an address that leads away from a host, or may lead out of its path.

    Raises ``NotSentError``.
    """
    host = host.rstrip("/")
    path = re.split("[?#]", url.removeprefix(host), maxsplit=1)[0]
    if not url.startswith(host) or path[:1] not in {"", "/"}:
        raise NotSentError("URL_OTHER_HOST")
    for _ in range(MOST_ESCAPES):
        path = unquote(path)
    path = re.sub("[\0- \x7f]", "", normalize("NFKC", path)).replace("\\", "/")
    parts = {part.partition(";")[0] for part in re.split("[/?#]", path)}
    if not parts.isdisjoint({".", ".."}) or re.search(
        "\ufffd|%u|%[0-9a-f]{2}", path, re.IGNORECASE
    ):
        raise NotSentError("URL_OTHER_PATH")


def quote_address(text: str) -> str:
    """Return a text as an address has it, its marks and escapes as they are."""
    return quote(text, safe="!#$%&'()*+,/:;=?@[]~")


def check_read(
    url: str, headers: Mapping[str, str], body: bytes, methods: Sequence[str], words: str
) -> None:
    """Refuse a read that its values make a write, as a run does. Raises ``NotSentError``.

    By a method other than ``methods``, a second request in the body, one of ``words`` in the path.
    """
    is_read = set(methods).issuperset(find_overrides(url, [*headers.items()], body))
    if not is_read or holds_request(body) or (words and names_write(url, words)):
        raise NotSentError("GUARD_CALL_CHANGED")


@lru_cache(1000)
def names_write(url: str, words: str) -> bool:
    """Return whether a path has one of some words in it."""
    return not path_words(urlsplit(url).path).isdisjoint(words.split())


def accept_any_answer(session: FastHttpSession) -> None:
    """Let a session keep no cookie, and leave it to the judge what a status means.

    The library reads the body of a status that it takes for an error as UTF-8, or raises.
    """
    session.client.cookiejar, session.client.valid_response_codes = None, range(1000)


def wire_headers(headers: Mapping[str, str], body: bytes) -> dict[str, str]:
    """Return headers as the library sends them as UTF-8: it takes each character for a byte.

    A body without a type gets none. Raises ``NotSentError``.
    """
    try:
        sent = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    except UnicodeEncodeError as error:
        raise NotSentError("HEADER_INVALID") from error
    if body and not any(each.lower() == CONTENT_TYPE for each in sent):
        sent[CONTENT_TYPE] = NO_TYPE
    return sent


class FirstHeaders:
    """The headers of an answer by their names in any case; of several of a name the first."""

    def __init__(self, headers: Any) -> None:
        self._headers = headers

    def get(self, name: str) -> str | None:
        """Return the value of a header; ``None`` for none."""
        values = self._headers.getlist(name)
        return values[0] if values else None


def unanswered(response: Any) -> str:
    """Return the code of what ended without a whole answer; empty for an answer."""
    error = response.request_meta["exception"]
    code = reason_of(error) if error else ""
    return "answer_timed_out" if response.status_code and code == "timed_out" else code


def reason_of(error: BaseException | None) -> str:
    """Return the code that a run has for what went wrong: no word of the server's."""
    chain = [error, error.__context__ if error else None]
    for kind, pattern, code in UNANSWERED:
        for each in chain:
            if isinstance(each, kind) and re.search(pattern, str(each), re.IGNORECASE):
                return code
    number = getattr(error, "errno", None)
    if isinstance(error, OSError) and number is not None:
        return "host_unreachable" if number in HOST_ERRORS else "network_unreachable"
    return type(error).__name__


def address(user: type[WedaUser], environment: Environment) -> str | None:
    """Return where all goes."""
    return user.deployment or environment.host or user.host


@cache
def trust(
    verify_tls: bool, authorities: str, certificate: tuple[str, str] | None
) -> ssl.SSLContext:
    """Return the context of all connections."""
    context = ssl.create_default_context(cadata=authorities or None)
    if not verify_tls:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if certificate is not None:
        context.load_cert_chain(certificate[0], certificate[1] or None)
    return context


def ssl_context_of(user: type[WedaUser], cafile: str | None = None) -> ssl.SSLContext:  # noqa: ARG001
    """Return the context of a user's class; ``cafile`` is the library's, and not trusted."""
    return trust(user.verify_tls, user.authorities, user.certificate)


def timestamp() -> str:
    """Return what ``{{$timestamp}}`` stands for."""
    return str(int(time.time()))


def iso_timestamp() -> str:
    """Return what ``{{$isoTimestamp}}`` stands for."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """Return what ``{{$uuid}}`` stands for."""
    return str(uuid.uuid4())


def basic_auth() -> str:
    """Return the credentials of the key as a Basic header has them."""
    credentials = ":".join(os.environ[name] for name in KEY_VARIABLES)
    return b64encode(credentials.encode()).decode()


# -- what no answer may say again ----------------------------------------------------------------


def hide(*tokens: str) -> None:
    """Hide tokens that requests are sent with, and tell whoever started this of them."""
    for each in filter(None, tokens):
        if each not in Shared.own:
            Shared.own[each] = Masker([each])
            note_token(each)


def hide_captured(*tokens: str) -> None:
    """Hide the last tokens that answers had, and tell whoever started this of them."""
    for each in filter(None, tokens):
        Shared.captured[each] = Shared.captured.pop(each, None) or Masker([each])
        note_token(each)
    for each in [*Shared.captured][:-MOST_CAPTURED]:
        del Shared.captured[each]


@events.init.add_listener
def watch_starter(**_: Any) -> None:
    """End this process some time after whoever started it, whatever its greenlets do then."""
    start_thread, sleep = (
        gevent.monkey.get_original(module, name)
        for module, name in (("_thread", "start_new_thread"), ("time", "sleep"))
    )
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        sleep(ANSWERED_IN + STOPPED_IN)
        os._exit(130)

    if HIDDEN in os.environ or FIGURES in os.environ:
        start_thread(watch, ())


@events.init.add_listener
def read_hidden(**_: Any) -> None:
    """Read what whoever started this hides, before anything is sent."""
    if HIDDEN in os.environ:
        Shared.hidden = (Masker(json.loads(sys.stdin.read())),)


def note_token(token: str) -> None:
    """Keep a token for whoever started this, once."""
    if token not in Shared.tokens:
        Shared.tokens.add(token)
        Shared.untold.append(token)


@cache
def key_masker() -> Masker:
    """Return what hides the key, unless it can be guessed: its gap would say who was right."""
    name, key = (os.environ.get(each, "") for each in KEY_VARIABLES)
    return Masker(basic=[(name, key)] if len(key) >= SHORTEST_UNGUESSED else [])


def masked(text: str) -> str:
    """Return a text without the tokens, the key, and what whoever started this hides."""
    for each in (*Shared.hidden, key_masker(), *Shared.own.values(), *Shared.captured.values()):
        text = each.text(text)
    return text


def untold_tokens() -> list[str]:
    """Return the tokens that are not told yet."""
    untold, Shared.untold = Shared.untold, []
    return untold


# -- the token -----------------------------------------------------------------------------------


def renewed_after(lifetime: float) -> float:
    """Return after how many seconds a token is replaced."""
    return max(lifetime - RENEW_EARLY, lifetime / 2)


def fetch_token(user: type[WedaUser], environment: Environment) -> tuple[str, float]:
    """Return a new token and its seconds.

    Raises ``TokenRefusedError``; ``OSError`` where nobody answered, or as good as nobody.
    """
    try:
        return call_for_token(user, environment)
    except (TokenRefusedError, OSError):
        raise
    except Exception as error:
        raise OSError(reason_of(error)) from error


def call_for_token(user: type[WedaUser], environment: Environment) -> tuple[str, float]:
    """Return what ``fetch_token`` does. Raises whatever an answer that is broken leads to."""
    session = FastHttpSession(
        address(user, environment), EventHook(), None, insecure=user.insecure,
        ssl_context_factory=partial(ssl_context_of, user),
        network_timeout=user.network_timeout, connection_timeout=user.connection_timeout,
        max_retries=0, proxy_host=user.proxy_host, proxy_port=user.proxy_port,
    )  # fmt: skip
    accept_any_answer(session)
    media_type = "x-www-form-urlencoded" if user.token_form else "json"
    body = {"grant_type": "client_credentials"}
    response = session.request(
        "POST", TOKEN_ADDRESS, allow_redirects=False, catch_response=True,
        headers={"Content-Type": f"application/{media_type}",
                 "Authorization": f"Basic {basic_auth()}"},
        data="grant_type=client_credentials" if user.token_form else json.dumps(body),
    )  # fmt: skip
    if reason := unanswered(response):
        raise OSError(reason)
    content, headers = response.content or b"", FirstHeaders(response.headers)
    media_type, location = headers.get("content-type") or "", headers.get("location") or ""
    url = f"{address(user, environment)}{TOKEN_ADDRESS}"
    mark, code = verdict(response.status_code, media_type, content, url=url, location=location)
    answer = read_json(read_text(content, media_type))
    if mark != "ok" or not isinstance(answer, dict) or not answer.get("access_token"):
        status = f"HTTP {response.status_code}"
        is_down = response.status_code >= 500 and code not in KEY_REFUSALS
        is_limit = response.status_code == TOO_MANY or code in RATE_CODES
        if code in set(Foreign) or is_down or is_limit:
            raise NoTokenError(plain_code(code) or status, response.status_code)
        raise TokenRefusedError(plain_code(code) or status, response.status_code)
    hide(*(str(answer[name]) for name in TOKEN_NAMES if answer.get(name)))
    return str(answer["access_token"]), lifetime_of(answer.get("expires_in"))


def lifetime_of(value: object) -> float:
    """Return the seconds of a token, those of usual ones for what is no number.

    Whatever else a server says to a key may be the key.
    """
    text = value.text if isinstance(value, Digits) else str(value)
    return float(text if SECONDS.fullmatch(text) else 0) or DEFAULT_LIFETIME


def fetch_or_stop(
    user: type[WedaUser], environment: Environment, valid_until: float = 0.0
) -> tuple[str, float] | None:
    """Return a new token and its seconds; where there is none, stop the run.

    Not where nobody answered and there is one that is valid until later.
    """
    try:
        return fetch_token(user, environment)
    except TokenRefusedError as error:
        stop(environment, "token-refused", str(error), 5, error.status)
    except OSError as error:
        if time.monotonic() >= valid_until:
            is_limit = isinstance(error, NoTokenError) and error.is_limit
            stop(environment, "no-token", str(error), 4 if is_limit else 3)
    return None


def keep_token(user: type[WedaUser], environment: Environment) -> None:
    """Renew the token of all users in time. One refusal is the last call: a key may be locked."""
    valid_until = 0.0
    while not Shared.stopped:
        fetched = fetch_or_stop(user, environment, valid_until)
        if fetched is None:
            gevent.sleep(min(RETRIED_AFTER, max(0.0, valid_until - time.monotonic())))
            continue
        token, lifetime = fetched
        valid_until = time.monotonic() + lifetime
        Shared.key_token.wanted.clear()
        share(environment, token=token)
        Shared.key_token.wanted.wait(renewed_after(lifetime))


def refuse(environment: Environment, token: str, code: str) -> None:
    """Have a token of all users replaced that a call refused; this process waits for the new one.

    One that was replaced meanwhile is not: it is refused on its way.
    """
    Shared.ready.clear()
    if isinstance(environment.runner, WorkerRunner):
        environment.runner.send_message("weda-refused", {"token": token, "code": code})
    else:
        replace_token(environment, token, code)


def replace_for_worker(environment: Environment, msg: Any, **_: Any) -> None:
    """Replace a token that a worker's call refused."""
    if msg.node_id in Shared.joined:
        replace_token(environment, str(msg.data["token"]), str(msg.data["code"]))


def replace_token(environment: Environment, token: str, code: str) -> None:
    """Ask once for a token in place of a refused one; stop the run where there is none."""
    is_of_user = token == os.environ.get(USER_TOKEN_VARIABLE)
    replacement = Shared.user_token if is_of_user else Shared.key_token
    if replacement.wanted.is_set() or not (is_of_user or token == Shared.token):
        return
    if (is_of_user and NEW_USER_TOKEN not in os.environ) or not replacement.ask():
        stop(environment, "access-token-refused", code, 5)


def read_user_token(environment: Environment) -> None:
    """Read a new user token from whoever started this, if it is there."""
    file = os.environ.get(NEW_USER_TOKEN, "")
    if not os.path.exists(file):  # noqa: PTH110
        return
    with open(file, encoding="utf-8") as source:  # noqa: PTH123
        os.environ[USER_TOKEN_VARIABLE] = source.read()
    os.unlink(file)  # noqa: PTH108
    hide(os.environ[USER_TOKEN_VARIABLE])
    Shared.user_token.wanted.clear()
    share(environment)


# -- what all processes share --------------------------------------------------------------------


def option(environment: Environment, name: str) -> Any:
    """Return an option of ``add_options``; a worker has those of its master."""
    return getattr(environment.parsed_options, name, None)


@events.init_command_line_parser.add_listener
def add_options(parser: ArgumentParser) -> None:
    """Add the options of this file to those of Locust."""
    check_folder()
    group: Any = parser.add_argument_group("WeDa")
    group.add_argument(
        "--rate",
        type=float,
        default=CAREFUL_RATE,
        env_var="WEDA_RATE",
        help=f"requests a second over all users and workers ({CAREFUL_RATE}): a deployment is "
        "shared, and what a test takes of it, its people lack; 0 for no limit",
    )
    group.add_argument(
        "--data",
        default="",
        env_var="WEDA_DATA",
        help="CSV or JSON file whose rows are variables; the master alone reads it",
    )
    takes_word = any(each.writes_word for each in WedaUser.__subclasses__())
    group.add_argument(
        "--writes",
        **({"nargs": "?", "default": "", "const": ""} if takes_word else {"action": "store_true"}),
        env_var="WEDA_WRITES",
        help="send also the requests that change something",
    )
    group.add_argument(
        "--token-per-user",
        action="store_true",
        env_var="WEDA_TOKEN_PER_USER",
        help="a token for each user instead of one for all; workers need the key",
    )
    group.add_argument("--keep-going", action="store_true", env_var="WEDA_KEEP_GOING",
                       help=f"do not stop at {RATE_LIMIT} and HTTP {TOO_MANY}")  # fmt: skip


def check_folder() -> None:
    """End this process where a file of this folder has options of Locust's: whoever wrote it.

    They would say which host gets the key, and which master.
    """
    for name in ("locust.conf", "pyproject.toml"):
        if os.path.lexists(name) and (name == "locust.conf" or has_options(name)):
            said = f"{name} of this folder has options of Locust's; start it in another one"
            sys.stderr.write(f"Nothing was sent: {said}\n")
            sys.exit(2)


def has_options(file: str) -> bool:
    """Return whether a TOML file has options of Locust's, or cannot be read."""
    try:
        with open(file, "rb") as source:  # noqa: PTH123
            return "locust" in tomllib.load(source).get("tool", {})
    except (OSError, ValueError):
        return True


def read_rows(file: str) -> list[Mapping[str, str]]:
    """Return the rows of a CSV file with a header, or of a JSON array of objects, as a run does."""
    try:
        with open(file, "rb") as source:  # noqa: PTH123
            text = read_text(source.read())
        rows = json_rows(text) if text.lstrip()[:1] in {"[", "{"} else csv_rows(text)
        reason = "it has no row"
    except (OSError, ValueError, RecursionError, csv.Error) as error:
        rows, reason = [], str(error)
    if not rows:
        sys.stderr.write(f"Nothing was sent: {file} cannot be read: {reason}\n")
        sys.exit(2)
    return rows


def csv_rows(text: str) -> list[Mapping[str, str]]:
    """Return the rows of CSV. Raises ``ValueError``, ``csv.Error``."""
    csv.field_size_limit(1024 * 1024)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = [name.strip() for name in next(lines, [])]
    named = [name for name in names if name]
    if len(named) != len(set(named)):
        reason = "a column is there twice"
        raise ValueError(reason)
    rows: list[Mapping[str, str]] = []
    for number, cells in enumerate((each for each in lines if any(each)), 1):
        if len(cells) != len(names):
            reason = f"row {number} lacks a value, or has one too many"
            raise ValueError(reason)
        rows.append({name: cell for name, cell in zip(names, cells, strict=True) if name})
    return rows


def json_rows(text: str) -> list[Mapping[str, str]]:
    """Return the rows of JSON: what is no string as it is written. Raises ``ValueError``."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=refuse_constant)
    items = decoder.decode(text)
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        reason = "it is no array of objects"
        raise ValueError(reason)
    between, rows = re.compile(r"[ \t\r\n,:]*"), list[Mapping[str, str]]()

    def after(at: int) -> int:
        found = between.match(text, at)
        return found.end() if found else at

    at = after(text.index("[") + 1)
    while text[at] == "{":
        row: dict[str, str] = {}
        at = after(at + 1)
        while text[at] != "}":
            name, end = decoder.raw_decode(text, at)
            start = after(end)
            value, end = decoder.raw_decode(text, start)
            row[name] = value if text[start] == '"' else text[start:end]
            row[name] = "" if value is None else row[name]
            at = after(end)
        rows.append({name: value for name, value in row.items() if name.strip()})
        at = after(at + 1)
    return rows


def refuse_constant(name: str) -> None:
    """Raise ``ValueError`` for ``NaN`` and ``Infinity``, which no JSON has."""
    reason = f"{name} is not JSON"
    raise ValueError(reason)


def use(row_list: Sequence[Mapping[str, str]], interval: float) -> None:
    """Let the users of this process send: each row in turn, ``interval`` seconds apart."""
    if row_list:
        Shared.rows = itertools.cycle(row_list)
    Shared.interval = interval


def share(environment: Environment, *, token: str = "", rows: Any = None) -> None:
    """Give a new token, or the rows and the ceiling, to this process or to all workers."""
    if token:
        hide(token)
        Shared.token = token
    rate, runner = float(option(environment, "rate") or 0), environment.runner
    if not isinstance(runner, MasterRunner):
        if rows is not None:
            use(rows, 1 / rate if rate else 0.0)
        begin_if_ready(environment)
        return
    names = [name for each in weda_users(environment) for name in each.variables]
    workers = sorted(Shared.joined.intersection(runner.clients), key=runner.get_worker_index)
    for index, worker in enumerate(workers):
        message: dict[str, Any] = {"token": Shared.token, "tokens": list(Shared.own)}
        message["variables"] = {n: os.environ[n] for n in names if n in os.environ}
        if rows is not None:
            own = rows[index :: len(workers)] or rows
            message |= {"rows": own, "interval": len(workers) / rate if rate else 0.0}
        runner.send_message("weda-share", message, worker)


def begin_if_ready(environment: Environment) -> None:
    """Let the users of this process send once everything is there that is shared."""
    if Shared.key_token.wanted.is_set() or Shared.user_token.wanted.is_set():
        return
    if Shared.interval is not None and (Shared.token or not token_is_shared(environment)):
        Shared.ready.set()


def token_is_shared(environment: Environment) -> bool:
    """Return whether one token is for all."""
    needs = any(each.needs_token for each in weda_users(environment))
    return needs and not option(environment, "token_per_user")


def check_variables(environment: Environment, rows: Sequence[Mapping[str, str]]) -> None:
    """End this process where it has no value for a variable, before any user starts."""
    users = weda_users(environment)
    is_worker = isinstance(environment.runner, WorkerRunner)
    fetches = not (is_worker and token_is_shared(environment))
    needs_key = any(each.sends_key or (each.needs_token and fetches) for each in users)
    missing = [name for name in KEY_VARIABLES if needs_key and not os.environ.get(name)]
    for name, column in (pair for each in users for pair in each.variables.items()):
        if name not in os.environ and not any(column in row for row in rows):
            missing.append(f"{name} (or a column {column} of --data)" if column else name)
    if not (is_worker or environment.host or all(each.host for each in users)):
        missing.append("--host")
    if missing:
        sys.stderr.write(f"Not set, and nothing was sent: {', '.join(missing)}\n")
        sys.exit(2)


def weda_users(environment: Environment) -> list[type[WedaUser]]:
    """Return the users of this file."""
    return [each for each in environment.user_classes if issubclass(each, WedaUser)]


def stop(environment: Environment, kind: str, code: str, exit_code: int, status: int = 0) -> None:
    """Stop the run on all processes, once, and say why."""
    if Shared.stopped:
        return
    Shared.stopped = {"kind": kind, "code": code, "status": status}
    Shared.ready.set()
    runner = environment.runner
    if isinstance(runner, WorkerRunner):
        runner.send_message("weda-stop", {**Shared.stopped, "exit_code": exit_code})
    elif runner is not None:
        logging.getLogger("weda").error("The run stops: %s %s", kind, code)
        environment.process_exit_code = exit_code
        gevent.spawn(runner.quit)


@events.init.add_listener
def prepare(environment: Environment, **_: Any) -> None:
    """Refuse writes that nobody asked for; join what the processes say to each other."""
    runner = environment.runner
    environment.stop_timeout = environment.stop_timeout or ANSWERED_IN
    if isinstance(runner, WorkerRunner):
        runner.register_message("weda-share", receive)
        runner.register_message("weda-end", end_worker)
        gevent.spawn(join, runner)
        return
    for each in weda_users(environment):
        given = (environment.host or each.deployment).rstrip("/")
        if each.deployment and given != each.deployment.rstrip("/"):
            sys.stderr.write(f"This sends to {each.deployment} alone, not to {environment.host}\n")
            sys.exit(2)
    writes = [name for each in weda_users(environment) for name in each.writes]
    word = next((each.writes_word for each in weda_users(environment) if each.writes_word), "")
    given = option(environment, "writes")
    if writes and (given != word if word else not given):
        needed = f"--writes {word}".strip()
        sys.stderr.write(f"These requests change something; {needed} sends them: {writes}\n")
        sys.exit(7)
    if isinstance(runner, MasterRunner):
        runner.register_message("weda-stop", stop_for_worker)
        runner.register_message("weda-join", admit)
        runner.register_message("weda-ended", note_ended)
        runner.register_message("weda-refused", replace_for_worker)
    if file := os.environ.get(FIGURES):
        write_statistics(environment, file)


def receive(environment: Environment, msg: Any, **_: Any) -> None:
    """Take what the master shares."""
    Shared.token = msg.data["token"] or Shared.token
    names = {name for each in weda_users(environment) for name in each.variables}
    os.environ.update({n: v for n, v in msg.data["variables"].items() if n in names})
    if "interval" in msg.data:
        use(msg.data["rows"], msg.data["interval"])
        check_variables(environment, msg.data["rows"])
    hide(Shared.token, *msg.data["tokens"], os.environ.get("USER_ACCESS_TOKEN", ""))
    begin_if_ready(environment)


def join(runner: WorkerRunner) -> None:
    """Ask the master for what it shares until it is there: the master may not listen yet."""
    while not Shared.ready.is_set():
        runner.send_message("weda-join", {"nonce": os.environ.get(NONCE, "")})
        gevent.sleep(JOINED_EVERY)


def admit(environment: Environment, msg: Any, **_: Any) -> None:
    """Share with a worker from now on, if it shows the nonce that this process has, if any."""
    known, given = os.environ.get(NONCE, ""), str(msg.data["nonce"])
    if compare_digest(known.encode(), given.encode()) and msg.node_id not in Shared.joined:
        Shared.joined.add(msg.node_id)
        if Shared.row_list is not None:
            share(environment, rows=Shared.row_list)


def stop_for_worker(environment: Environment, msg: Any, **_: Any) -> None:
    """Stop since a worker asks for it."""
    stop(environment, **msg.data)


@events.test_start.add_listener
def begin(environment: Environment, **_: Any) -> None:
    """Read the rows, and fetch the token where it is one for all.

    A worker may be told to begin before it has its runner.
    """
    Shared.ended.clear()
    if environment.runner is None or isinstance(environment.runner, WorkerRunner):
        return
    Shared.begun, Shared.ended_at, Shared.reached = time.monotonic(), None, 0
    Shared.ended_workers.clear()
    Shared.waiting_of.clear()
    file = option(environment, "data")
    rows = read_rows(file) if file else []
    check_variables(environment, rows)
    rate = float(option(environment, "rate") or 0)
    said = f"at most {rate:g} requests a second" if rate else "no limit on the rate"
    logging.getLogger("weda").info("%s: --rate", said)
    if isinstance(environment.runner, MasterRunner):
        Shared.workers = set()
        gevent.spawn(watch_workers, environment.runner)
    needs_token = any(each.needs_token for each in weda_users(environment))
    if needs_token and not token_is_shared(environment):
        gevent.spawn(start_after_token, environment, rows)
        return
    start(environment, rows)
    if needs_token:
        gevent.spawn(keep_token, weda_users(environment)[0], environment)


def start(environment: Environment, rows: Sequence[Mapping[str, str]]) -> None:
    """Share the rows and the ceiling, also with workers that join later."""
    Shared.row_list = rows
    hide(os.environ.get("USER_ACCESS_TOKEN", ""))
    share(environment, rows=rows)


def start_after_token(environment: Environment, rows: Sequence[Mapping[str, str]]) -> None:
    """Let workers fetch tokens of their own once one was given: a refusal is the last call."""
    is_alone = not isinstance(environment.runner, MasterRunner)
    if is_alone or fetch_or_stop(weda_users(environment)[0], environment):
        start(environment, rows)


def watch_workers(runner: MasterRunner) -> None:
    """Look once a second whether all workers are there, as long as the load goes."""
    while Shared.workers is not None:
        check_workers(runner, Shared.workers)
        gevent.sleep(1)


@events.test_stopping.add_listener
def end(environment: Environment, **_: Any) -> None:
    """Send nothing more; as the master, also wait until the workers have counted everything.

    Locust itself does not wait for workers that wait for answers.
    """
    if Shared.ended.is_set():
        return
    note_users(environment)
    Shared.ended.set()
    Shared.ended_at = time.monotonic()
    if isinstance(environment.runner, MasterRunner) and Shared.workers is not None:
        seen, Shared.workers = Shared.workers, None
        end_workers(environment.runner)
        check_workers(environment.runner, seen)


def end_workers(runner: MasterRunner) -> None:
    """Have all workers end, and wait for them."""
    runner.send_message("weda-end")
    latest = time.monotonic() + runner.environment.stop_timeout + JOINED_EVERY
    while Shared.joined & present(runner) - Shared.ended_workers and time.monotonic() < latest:
        gevent.sleep(0.05)


def end_worker(environment: Environment, **_: Any) -> None:
    """Stop the users of this worker, report once more, and say so.

    The report that Locust sends when it quits may come too late.
    """
    runner: Any = environment.runner
    runner.stop()
    report: dict[str, Any] = {}
    environment.events.report_to_master.fire(client_id=runner.client_id, data=report)
    runner.send_message("stats", report)
    runner.send_message("weda-ended")


def note_ended(msg: Any, **_: Any) -> None:
    """Note that a worker has counted everything and reported it."""
    Shared.ended_workers.add(msg.node_id)


def present(runner: MasterRunner) -> set[str]:
    """Return the workers that are there."""
    return {each.id for each in runner.clients.all} - {each.id for each in runner.clients.missing}


def check_workers(runner: MasterRunner, seen: set[str]) -> None:
    """Stop the run where a worker is lost: what is left is less load than was asked for."""
    there = present(runner)
    if seen - there:
        stop(runner.environment, "worker-lost", "", 1)
    seen |= there


# -- statistics for whoever started this ---------------------------------------------------------


@events.request.add_listener
def note_time(response_time: float, exception: object, **_: Any) -> None:
    """Count the time of a request that passed; Locust's figures are those of all."""
    if not exception:
        digits = max(0, len(str(round(response_time))) - 2)
        Shared.times[round(round(response_time), -digits)] += 1


@events.report_to_master.add_listener
def report_counts(data: dict[str, Any], **_: Any) -> None:
    """Send how many requests a worker left out or delayed since its last report, and its tokens."""
    data["weda_counts"] = Shared.skipped, Shared.delayed
    data["weda_tokens"] = untold_tokens()
    data["weda_times"] = list(Shared.times.items())
    data["weda_waiting"] = dict(Shared.waiting)
    Shared.skipped = Shared.delayed = 0
    Shared.times.clear()


@events.worker_report.add_listener
def add_counts(client_id: str, data: dict[str, Any], **_: Any) -> None:
    """Add what a worker of this load left out or delayed, and hide its tokens."""
    if client_id not in Shared.joined:
        return
    hide_captured(*map(str, data.get("weda_tokens", ())))
    skipped, delayed = data.get("weda_counts", (0, 0))
    Shared.skipped += skipped
    Shared.delayed += delayed
    Shared.times.update(dict(data.get("weda_times", ())))
    Shared.waiting_of[client_id] = Counter(data.get("weda_waiting", {}))


def note_users(environment: Environment) -> int:
    """Return how many users there are, and keep the most that there were."""
    runner = environment.runner
    users = runner.user_count if runner else 0
    if not Shared.ended.is_set():
        Shared.reached = max(Shared.reached, users)
    return users


def seconds_gone() -> float:
    """Return how long the load goes, or went; the time for the last answers is not counted."""
    if Shared.begun is None:
        return 0.0
    return (Shared.ended_at or time.monotonic()) - Shared.begun


def statistics(environment: Environment) -> dict[str, Any]:
    """Return the figures so far."""
    stats, users = environment.stats, note_users(environment)
    waiting = +sum(Shared.waiting_of.values(), Shared.waiting)
    requests = {name: {"name": name, "waiting": count} for name, count in waiting.items()}
    for each in stats.entries.values():
        requests[each.name] = {"name": each.name, **figures(each, waiting[each.name])}
    return {
        "users": users,
        "reached": Shared.reached,
        "seconds": seconds_gone(),
        "total": figures(stats.total, waiting.total()),
        "passed_p95": calculate_response_time_percentile(Shared.times, Shared.times.total(), 0.95),
        "requests": [requests[name] for name in sorted(requests)],
        "failures": [
            {"name": each.name, "code": StatsError.parse_error(each.error),
             "count": each.occurrences}
            for each in stats.errors.values()
        ],
        "skipped": Shared.skipped,
        "delayed": Shared.delayed,
        "refused_user_tokens": Shared.user_token.count,
        "stopped": Shared.stopped,
    }  # fmt: skip


def figures(entry: Any, waiting: int) -> dict[str, float]:
    """Return the figures of one request, or of all; ``waiting`` have no answer yet."""
    percentiles = {f"p{n}": entry.get_response_time_percentile(n / 100) or 0 for n in (50, 95, 99)}
    gone = seconds_gone()
    mean = entry.num_requests / gone if gone else 0.0
    return {
        "count": entry.num_requests, "failed": entry.num_failures, "waiting": waiting,
        "rate": recent_rate(entry, mean), "mean_rate": mean, **percentiles,
    }  # fmt: skip


def recent_rate(entry: Any, mean: float) -> float:
    """Return the requests a second of late; the mean where there is no such time.

    What workers have not reported yet is left out. Locust's own figure is that before the last
    answer, also long after it.
    """
    last = int(time.time()) - RECENT[0]
    first = max(last - RECENT[1], int(entry.stats.start_time or 0))
    if Shared.ended.is_set() or first >= last:
        return mean
    return sum(entry.num_reqs_per_sec.get(each, 0) for each in range(first, last)) / (last - first)


def write_statistics(environment: Environment, file: str) -> None:
    """Append the figures to a file once a second, and at the end, as a line of JSON."""

    def write(**_: Any) -> None:
        with open(file, "a", encoding="utf-8") as lines:  # noqa: PTH123
            figures = {**statistics(environment), "tokens": untold_tokens()}
            lines.write(json.dumps(figures) + "\n")

    def write_again() -> None:
        parent = os.getppid()
        while os.getppid() == parent:
            read_user_token(environment)
            write()
            gevent.sleep(1)
        stop(environment, "abandoned", "", 130)

    environment.events.quit.add_listener(write)
    gevent.spawn(write_again)
