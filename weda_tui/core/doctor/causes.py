"""Why a call fails and what can be done about it, as ids: the words are in ``i18n.words.doctor``.

The error book names them for each code, ``core.doctor`` checks them against a request.
"""

from enum import StrEnum


class CauseId(StrEnum):
    """A reason why a call fails."""

    TOKEN_EXPIRED = "token-expired"  # noqa: S105 - a reason
    TOKEN_KIND = "token-kind"  # noqa: S105
    TOKEN_MISSING = "token-missing"  # noqa: S105
    TOKEN_REVOKED = "token-revoked"  # noqa: S105
    """The secret was reset or the user signed out: only a new token tells."""
    CLOCK_SKEW = "clock-skew"
    CREDENTIALS = "credentials"
    """SecretId and SecretKey do not fit."""
    PASSWORD = "password"  # noqa: S105
    ACCOUNT = "account"
    """The user is blocked, not active, or gone."""
    SIGN_IN_OFF = "sign-in-off"
    CAPTCHA = "captcha"
    REFRESH_USED = "refresh-used"
    RIGHTS = "rights"
    """The key's or the user's role may not do this."""
    LICENCE = "licence"
    HOST = "host"
    HTTP_NOT_HTTPS = "http-not-https"
    PROXY_PAGE = "proxy-page"
    PROXY = "proxy"
    """The proxy that is set refuses or fails."""
    UNREACHABLE = "unreachable"
    """No way from this machine: VPN, firewall, cable."""
    SERVICE_DOWN = "service-down"
    """Nothing listens on the port."""
    CERTIFICATE = "certificate"
    ENV_TYPE = "env-type"
    ENV_STATUS = "env-status"
    PATH = "path"
    """No call of this name or version."""
    METHOD = "method"
    BODY_SYNTAX = "body-syntax"
    REQUIRED_MISSING = "required-missing"
    VALUE_TYPE = "value-type"
    VALUE_NOT_LISTED = "value-not-listed"
    VALUE_UNFIT = "value-unfit"
    """A value that only the server can judge."""
    UNKNOWN_FIELD = "unknown-field"
    ID_SHAPE = "id-shape"
    MODEL_UNKNOWN = "model-unknown"
    NOT_PUBLISHED = "not-published"
    NOT_FOUND = "not-found"
    """The record, object, task or user is not there."""
    STATE = "state"
    """The task, flow or resource is in a state that forbids it."""
    CONFLICT = "conflict"
    """Somebody else is at it, or it is there already."""
    RATE = "rate"
    QUOTA = "quota"
    SIZE = "size"
    """The request, its batch or its answer is too large."""
    SLOW = "slow"
    """The query takes the server too long."""
    SERVER = "server"
    CUSTOM_METHOD = "custom-method"
    FEATURE_OFF = "feature-off"
    DOCUMENTED = "documented"
    """One that the error page names for this call; its evidence says which."""


class StepId(StrEnum):
    """Something that can be done next."""

    RENEW_AND_SEND = "renew-and-send"
    SWITCH_ENV_TYPE = "switch-env-type"
    GO_TO_FIELD = "go-to-field"
    FIX_SPELLING = "fix-spelling"
    WAIT_AND_SEND = "wait-and-send"
    SEND_AGAIN = "send-again"
    LOOK_FIRST = "look-first"
    """A write may have worked: look before it is sent again."""
    CHECK_ENVIRONMENT = "check-environment"
    EDIT_ENVIRONMENT = "edit-environment"
    USE_SERVER_CLOCK = "use-server-clock"
    REFRESH_MODELS = "refresh-models"
    SMALLER_REQUEST = "smaller-request"
    OPEN_DOCS = "open-docs"
    OPEN_BROWSER = "open-browser"
    """A proxy wants a sign-in."""
    ASK_ADMIN = "ask-admin"
    """Rights, accounts, quotas: only an administrator changes them."""
    COPY_REQUEST_ID = "copy-request-id"
    SUCCESS_RULE = "success-rule"
    ERROR_BOOK = "error-book"
    SUPPORT_BUNDLE = "support-bundle"


class Executed(StrEnum):
    """Whether the call did anything."""

    NO = "no"
    YES = "yes"
    MAYBE = "maybe"
