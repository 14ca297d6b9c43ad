"""The requests of a load test, independent of the load tool: templates with slots.

    https://…{{orderId}}/get   ►   Template("/get" …): text, and slots that are filled in later

Values that are known and not secret are part of the text. The other slots are filled in when a
request is sent: from the token, an earlier response, a data row or an environment variable.
"""

from collections.abc import Collection, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from weda_tui.core.collections.saved_request import AssertionOperator, Scalar
from weda_tui.core.text.template import ACCESS_TOKEN, HOST

USER_TOKEN, BASIC = "user_access_token", "basic_auth"
KEY_VARIABLES = ("SECRET_ID", "SECRET_KEY")
"""The environment variables with the key."""
ANSWERED_IN = 5.0
"""Seconds for which responses are awaited after a load test has ended."""
NO_RESPONSE = "no_response"
"""The code of a request without a response by then."""


class LoadSlot(msgspec.Struct, frozen=True):
    """A place in a text whose value is filled in when the request is sent."""

    name: str
    """The name in braces: ``orderId``, ``access_token``, ``$uuid``."""
    variable: str
    """The environment variable from which the value is read if nothing else supplies it."""
    is_fixed: bool = False
    """Whether the value never comes from a response or a row."""
    first: str | None = None
    """The value of a captured variable in the files, used until a response or row supplies one."""
    in_string: bool = False
    """Whether the slot is inside a JSON string, so that a value is inserted as escaped text."""
    as_json: bool = False
    """Whether the slot is in place of a JSON value, so that a value is inserted as JSON."""
    in_form: bool = False
    """Whether the slot is in a form, so that a value is inserted as a part of one field."""
    is_of_files: bool = False
    """Whether the environment variable holds the value of the files, which is already JSON."""


class Template(msgspec.Struct, frozen=True):
    """A text with slots. Two pieces of text never follow each other."""

    pieces: tuple[str | LoadSlot, ...] = ()

    @property
    def slots(self) -> tuple[LoadSlot, ...]:
        """The slots, in order."""
        return tuple(each for each in self.pieces if isinstance(each, LoadSlot))

    @property
    def path_length(self) -> int:
        """For a URL: the number of pieces that belong entirely to its path."""
        texts = (each if isinstance(each, str) else "" for each in self.pieces)
        ends = (number for number, text in enumerate(texts) if not {*"?#"}.isdisjoint(text))
        return next(ends, len(self.pieces))

    @property
    def path_slots(self) -> frozenset[LoadSlot]:
        """For a URL: the slots of its path whose values may come from a response or a row."""
        path = Template(self.pieces[: self.path_length])
        return frozenset(each for each in path.slots if not each.is_fixed)


LoadExpected = Scalar | Template | tuple[Scalar | Template, ...]


class LoadCheck(msgspec.Struct, frozen=True):
    """An assertion."""

    on: str
    operator: AssertionOperator
    expected: LoadExpected

    @property
    def templates(self) -> Iterator[Template]:
        """The templates in the expected value."""
        several = self.expected if isinstance(self.expected, tuple) else (self.expected,)
        return (each for each in several if isinstance(each, Template))


class LoadRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request, its assertions and captures, and the requests that it depends on."""

    name: str
    """The name in the statistics: the path of the saved request."""
    title: str
    method: str
    url: Template
    """The URL; it begins with the slot of the deployment's host."""
    headers: tuple[tuple[str, Template], ...] = ()
    body: Template = Template()
    """Bytes that are not UTF-8 are surrogates."""
    checks: tuple[LoadCheck, ...] = ()
    captures: Mapping[str, str] = {}
    depends: tuple[str, ...] = ()
    answers_nothing: bool = False
    is_write: bool = False
    read_methods: tuple[str, ...] = ()
    """For a read with values filled in later: the methods with which its URL is still a read."""
    written_words: tuple[str, ...] = ()
    """Words that make the request a write if a value in its path contains them."""
    named: str = ""
    """The env type that the user must name to send this write; empty for none."""
    is_withheld: bool = False
    """Whether the request carries a key or a password, so that its response must not be shown."""

    @property
    def slots(self) -> Iterator[LoadSlot]:
        """All of its slots."""
        texts = (self.url, self.body, *(value for _, value in self.headers))
        for text in (*texts, *(each for check in self.checks for each in check.templates)):
            yield from text.slots


class LoadRoute(msgspec.Struct, frozen=True, kw_only=True):
    """The destination of the requests, and which certificates are trusted."""

    name: str = ""
    """The name of the environment and the env type."""
    fingerprint: str = ""
    """The fingerprint of the route for which the plan was made."""
    host: str = ""
    """The host; empty if it is given when the test is run."""
    verify_tls: bool = True
    authorities: str = ""
    """The certificate authorities in PEM; empty for those of the system."""
    certificate: str = ""
    certificate_key: str = ""
    proxy_host: str = ""
    proxy_port: int = 0
    timeout: float = 30.0
    token_form: bool = False
    """Whether the token call sends a form."""


class LoadPlan(msgspec.Struct, frozen=True):
    """Everything that a load test sends, in order."""

    title: str
    requests: tuple[LoadRequest, ...]
    route: LoadRoute = LoadRoute()

    def with_writes(self, names: Collection[str]) -> "LoadPlan":
        """Return a plan in which the named requests are writes, as the user has confirmed."""
        requests = (
            replace(each, is_write=True, read_methods=(), written_words=())
            if each.name in names
            else each
            for each in self.requests
        )
        return replace(self, requests=tuple(requests))

    @property
    def slots(self) -> tuple[LoadSlot, ...]:
        """All slots, each once."""
        return tuple(dict.fromkeys(slot for each in self.requests for slot in each.slots))

    @property
    def needs_token(self) -> bool:
        """Whether a token of the key is fetched."""
        return any(slot.name == ACCESS_TOKEN for slot in self.slots)

    @property
    def needs_basic(self) -> bool:
        """Whether the key itself is sent with a request."""
        return any(slot.name == BASIC for slot in self.slots)

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that are read; captured values have none."""
        keys = KEY_VARIABLES if self.needs_token or self.needs_basic else ()
        return (*keys, *self.columns)

    @property
    def writes_word(self) -> str:
        """The value that ``--writes`` must have: the env types that must be named; may be empty."""
        return ",".join(dict.fromkeys(each.named for each in self.requests if each.named))

    @property
    def columns(self) -> Mapping[str, str]:
        """The environment variables except the key, each with the data column that may replace it.

        The column is empty if no column can replace the variable.
        """
        left = {ACCESS_TOKEN, BASIC, HOST, *(n for each in self.requests for n in each.captures)}
        return {
            slot.variable: "" if slot.is_fixed or slot.name == USER_TOKEN else slot.name
            for slot in self.slots
            if slot.name not in left and not slot.name.startswith("$")
        }
