"""What a load test sends, whatever runs it: requests as templates over variables.

    https://…{{orderId}}/get   ►   Template("/get" …): text, and the places that are filled in later

Values that are known and no secret stand in the text. A place that is left is filled in when it is
sent: by the token, an earlier answer, a row of data, an environment variable.
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
"""Seconds that requests have for their responses once a load has ended."""
NO_RESPONSE = "no_response"
"""The code of a request whose response is not there by then."""


class LoadSlot(msgspec.Struct, frozen=True):
    """A place whose value is known when a request is sent."""

    name: str
    """As braces have it: ``orderId``, ``access_token``, ``$uuid``."""
    variable: str
    """The environment variable that it is read from where nothing else gives it."""
    is_fixed: bool = False
    """Whether neither an answer nor a row gives it."""
    first: str | None = None
    """What the files say of a captured value: it holds as long as no answer and no row gives it."""
    in_string: bool = False
    """Whether it stands in a string of JSON: what an answer or a row gives is text there."""
    as_json: bool = False
    """Whether it stands in place of a value of JSON: what an answer or a row gives is one."""
    in_form: bool = False
    """Whether it stands in a form: what an answer or a row gives is a part of one field."""
    is_of_files: bool = False
    """Whether the environment variable has what the files say, which is JSON already."""


class Template(msgspec.Struct, frozen=True):
    """A text with slots; no two texts stand beside each other."""

    pieces: tuple[str | LoadSlot, ...] = ()

    @property
    def slots(self) -> tuple[LoadSlot, ...]:
        """Its slots, in order."""
        return tuple(each for each in self.pieces if isinstance(each, LoadSlot))

    @property
    def path_length(self) -> int:
        """Of an address, how many pieces its path has that are nothing but path."""
        texts = (each if isinstance(each, str) else "" for each in self.pieces)
        ends = (number for number, text in enumerate(texts) if not {*"?#"}.isdisjoint(text))
        return next(ends, len(self.pieces))

    @property
    def path_slots(self) -> frozenset[LoadSlot]:
        """Of an address, the slots of its path that an answer or a row may give."""
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
        """What of it has slots."""
        several = self.expected if isinstance(self.expected, tuple) else (self.expected,)
        return (each for each in several if isinstance(each, Template))


class LoadRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request, what is expected of its answer, and what goes before it."""

    name: str
    """What statistics call it: the path of the saved request."""
    title: str
    method: str
    url: Template
    """It begins with the slot of the deployment's address."""
    headers: tuple[tuple[str, Template], ...] = ()
    body: Template = Template()
    """Bytes that are no UTF-8 are surrogates."""
    checks: tuple[LoadCheck, ...] = ()
    captures: Mapping[str, str] = {}
    depends: tuple[str, ...] = ()
    answers_nothing: bool = False
    is_write: bool = False
    read_methods: tuple[str, ...] = ()
    """Of a read whose values come while it goes: the methods by which its address is still read."""
    written_words: tuple[str, ...] = ()
    """The words by which a value in its path would make it a write."""
    named: str = ""
    """The env type that whoever sends this write has to name; empty for none."""
    is_withheld: bool = False
    """Whether it carries a key or a password: what is said to that is not to be seen."""

    @property
    def slots(self) -> Iterator[LoadSlot]:
        """All of its slots."""
        texts = (self.url, self.body, *(value for _, value in self.headers))
        for text in (*texts, *(each for check in self.checks for each in check.templates)):
            yield from text.slots


class LoadRoute(msgspec.Struct, frozen=True, kw_only=True):
    """Where it is sent, and what is trusted on the way."""

    name: str = ""
    """Of the environment and the env type."""
    fingerprint: str = ""
    """That of the route that was looked at."""
    host: str = ""
    """Empty where whoever runs it says it."""
    verify_tls: bool = True
    authorities: str = ""
    """The CA, in PEM; empty for those of the system."""
    certificate: str = ""
    certificate_key: str = ""
    proxy_host: str = ""
    proxy_port: int = 0
    timeout: float = 30.0
    token_form: bool = False
    """Whether the call for a token sends a form."""


class LoadPlan(msgspec.Struct, frozen=True):
    """Everything that a load test sends, in order."""

    title: str
    requests: tuple[LoadRequest, ...]
    route: LoadRoute = LoadRoute()

    def with_writes(self, names: Collection[str]) -> "LoadPlan":
        """Return a plan in which requests of these names are writes, as somebody has confirmed."""
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
        """The environment variables that it reads; captured values have none."""
        keys = KEY_VARIABLES if self.needs_token or self.needs_basic else ()
        return (*keys, *self.columns)

    @property
    def writes_word(self) -> str:
        """What ``--writes`` has to be given: the env types that guards have named, or nothing."""
        return ",".join(dict.fromkeys(each.named for each in self.requests if each.named))

    @property
    def columns(self) -> Mapping[str, str]:
        """The variables but for the key, with the column of data that may stand for each.

        Empty for one that no column stands for.
        """
        left = {ACCESS_TOKEN, BASIC, HOST, *(n for each in self.requests for n in each.captures)}
        return {
            slot.variable: "" if slot.is_fixed or slot.name == USER_TOKEN else slot.name
            for slot in self.slots
            if slot.name not in left and not slot.name.startswith("$")
        }
