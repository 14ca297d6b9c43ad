"""The steps of an environment check, and the possible outcomes of each step.

    address ── port ── TLS ── HTTP ── clock
                               └── key's token ─┬── env types ── modules
                                   user's token ┘

An outcome is ``Passed``, ``Warned``, ``Faulty`` or ``Skipped``. A skipped step
names the step that it depends on.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, Parameter, WedaError
from weda_tui.core.http import Skew
from weda_tui.core.masking import Masker

CLOCK_TOLERANCE = 30.0
"""The greatest difference in seconds between two clocks without a warning."""
ENDS_SOON = 14
"""Days: the check warns of a certificate that expires earlier."""


class StepKind(StrEnum):
    """The kind of a step; the values are those of ``env check --json``."""

    ADDRESS = "address"
    PORT = "port"
    TLS = "tls"
    HTTP = "http"
    CLOCK = "clock"
    KEY_TOKEN = "key-token"
    USER_TOKEN = "user-token"
    ENV_TYPE = "env-type"
    MODULE = "module"


_LOOKING = frozenset({StepKind.ADDRESS, StepKind.PORT, StepKind.TLS, StepKind.CLOCK})


class CheckStep(msgspec.Struct, frozen=True):
    """One step of a check."""

    kind: StepKind
    subject: str = ""
    """The env type, or the module's id."""

    @property
    def sends_request(self) -> bool:
        """Whether the step sends its own request.

        The other steps examine the connection of the first request.
        """
        return self.kind not in _LOOKING


class FactCode(StrEnum):
    """What a step found, or what it depends on.

    Each value is the name of a field of ``i18n.words.environments.CheckFactWords``.
    """

    RESOLVED = "resolved"  # addresses
    IS_IP = "is_ip"  # addresses
    PROXY_RESOLVED = "proxy_resolved"  # proxy, addresses
    PORT_OPEN = "port_open"  # port
    PORT_BY_PROXY = "port_by_proxy"  # port, proxy
    TLS_GOOD = "tls_good"  # version, days
    TLS_ENDS_SOON = "tls_ends_soon"  # version, days
    TLS_UNCHECKED = "tls_unchecked"  # version
    SPEAKS_WEDA = "speaks_weda"  # status, code
    CLOCK_GOOD = "clock_good"  # skew, uncertainty
    CLOCK_SLOW = "clock_slow"  # skew
    CLOCK_FAST = "clock_fast"  # skew
    TOKEN_ISSUED = "token_issued"  # module, empty for the module of the step
    ANSWERED = "answered"  # module, empty for the step's own

    PLAIN_HTTP = "plain_http"
    NO_DATE = "no_date"
    NO_KEY = "no_key"
    NO_USER = "no_user"
    NO_KEY_TOKEN = "no_key_token"
    NO_USER_TOKEN = "no_user_token"
    NO_TOKEN = "no_token"
    NOT_REACHED = "not_reached"
    NOT_WEDA = "not_weda"
    NO_SOCKET = "no_socket"


class Fact(msgspec.Struct, frozen=True):
    """A code and the values for its sentence."""

    code: FactCode
    values: Mapping[str, Parameter] = {}

    def masked(self, masker: Masker) -> "Fact":
        """Return the fact with secrets masked; a value may be text from a server."""
        values = {
            name: masker.text(value) if isinstance(value, str) else value
            for name, value in self.values.items()
        }
        return msgspec.structs.replace(self, values=values)


class Passed(msgspec.Struct, frozen=True):
    """The step found no problem."""

    fact: Fact


class Warned(msgspec.Struct, frozen=True):
    """The step succeeded, but the user should know a fact."""

    fact: Fact


class Faulty(msgspec.Struct, frozen=True):
    """The step failed, and why."""

    fault: WedaError | Verdict


class Skipped(msgspec.Struct, frozen=True):
    """The step did not run, and why."""

    fact: Fact


Outcome = Passed | Warned | Faulty | Skipped
"""A closed union: every ``match`` statement over it is exhaustive."""


class StepResult(msgspec.Struct, frozen=True):
    """A step and its outcome."""

    step: CheckStep
    outcome: Outcome
    elapsed: float = 0.0
    """Seconds the step itself took."""

    def masked(self, masker: Masker) -> "StepResult":
        """Return the result with secrets masked."""
        if isinstance(self.outcome, Faulty):
            outcome = Faulty(self.outcome.fault.masked(masker))
        else:
            outcome = msgspec.structs.replace(self.outcome, fact=self.outcome.fact.masked(masker))
        return msgspec.structs.replace(self, outcome=outcome)


class ReadCall(NamedTuple):
    """A call of a module that changes nothing and needs no knowledge of the deployment."""

    module: str
    endpoint: str
    query: str = ""
    body: str = ""


WORKFLOW_READ = ReadCall("workflow", "workflow.DescribeInstanceApproverList")
"""The guide's own example (2.1)."""
MODEL_READ = ReadCall(
    "model", "model.list", body='{"select":{"_id":true},"pageSize":1,"pageNumber":1}'
)
"""A call for one id of ``sys_user``, the model of every deployment (public pages on user data)."""
USER_MODEL = "sys_user"
READS = (
    ReadCall("permissions", "permissions.describeUserList", query="pageNo=1&pageSize=1"),
    ReadCall("odata", "odata.getSchemaList"),
    MODEL_READ,
    ReadCall(
        "storage",
        "storage.getDownloadInfo",
        body='[{"cloudObjectId":"cloud://weda-tui.check/none"}]',
    ),
    ReadCall("auth", "auth.me"),
)
"""One call for each module except the workflow, whose call checks the env types.

The storage call asks for an object that does not exist; the response that says so is the expected
one. The enterprise module has no call without a user's id.
"""


def plan_steps(environment: Environment, env_types: Sequence[str] = ()) -> tuple[CheckStep, ...]:
    """Return the steps of a check, in order.

    If ``env_types`` is empty, the env types of the environment are checked.
    """
    names = env_types or [setting.name for setting in environment.env_types]
    return (
        *(CheckStep(kind) for kind in StepKind if kind not in {StepKind.ENV_TYPE, StepKind.MODULE}),
        *(CheckStep(StepKind.ENV_TYPE, name) for name in names),
        *(CheckStep(StepKind.MODULE, read.module) for read in READS),
    )


def first_fault(
    plan: Sequence[CheckStep], results: Iterable[StepResult]
) -> WedaError | Verdict | None:
    """Return the fault of the first failed step in plan order; ``None`` if no step failed."""
    by_step = {result.step: result.outcome for result in results}
    outcomes = (by_step.get(step) for step in plan)
    return next((each.fault for each in outcomes if isinstance(each, Faulty)), None)


_REFUSED = {
    ErrorCode.TOKEN_WRONG_SECRET: "secret_key",
    ErrorCode.SECRET_MISSING: "secret_key",
    ErrorCode.TOKEN_WRONG_PASSWORD: "password",
    ErrorCode.PASSWORD_MISSING: "password",
}


def refused_field(fault: WedaError | Verdict | None) -> str:
    """Return the form field that a fault is about; empty if it is not about exactly one field."""
    return _REFUSED.get(fault.code, "") if isinstance(fault, WedaError) else ""


def token_step(kind: TokenKind) -> CheckStep:
    """Return the step that fetches a token of a kind."""
    return CheckStep(StepKind.USER_TOKEN if kind is TokenKind.USER else StepKind.KEY_TOKEN)


def clock_outcome(skew: Skew | None) -> Outcome:
    """Return the outcome of the clock step; ``skew`` is ``None`` if the server sent no date.

    ``skew.seconds`` is how far the server's clock is ahead of the local clock.
    """
    if skew is None:
        return Skipped(Fact(FactCode.NO_DATE))
    seconds, values = skew.seconds, {"skew": round(abs(skew.seconds), 1)}
    if abs(seconds) <= CLOCK_TOLERANCE:
        more = {"uncertainty": round(skew.uncertainty, 1)}
        return Passed(Fact(FactCode.CLOCK_GOOD, values | more))
    return Warned(Fact(FactCode.CLOCK_SLOW if seconds > 0 else FactCode.CLOCK_FAST, values))


def certificate_outcome(version: str, days: int | None) -> Outcome:
    """Return the outcome of the TLS step for a connection that was established.

    ``days`` is the time until the certificate expires, or ``None`` if it was not verified.
    """
    if days is None:
        return Warned(Fact(FactCode.TLS_UNCHECKED, {"version": version}))
    values = {"version": version, "days": days}
    if days < ENDS_SOON:
        return Warned(Fact(FactCode.TLS_ENDS_SOON, values))
    return Passed(Fact(FactCode.TLS_GOOD, values))
