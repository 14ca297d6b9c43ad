"""Expected failures, as values.

    WedaError                    a code and its parameters; words only in i18n.explain
    ├── FileError                something on the disk or in the request text     exit status 2
    ├── NotReachableError        no complete HTTP response came                   exit status 3
    ├── LimitError               too slow or too big                              exit status 4
    ├── TokenError               the token endpoint did not give a token          exit status 5
    ├── GuardError               a guard stopped the call                         exit status 7
    └── RouteError               no approval to send a secret over this route     exit status 7

A ``WedaError`` is raised where the failure is detected, at the edge of the program, and is passed
on as a value from there. A bug remains an ordinary exception.
"""

from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from weda_tui.core.masking import Masker


class Delivery(StrEnum):
    """The three answers to the question whether the server executed the request."""

    NOT_SENT = "not-sent"
    """Nothing was executed: no request was sent, or the server did not understand the request."""
    SENT = "sent"
    """Unknown: the request was sent, and no response came."""
    ANSWERED = "answered"
    """The server processed the request: a response had begun, but its end is missing."""


class ErrorCode(StrEnum):
    """Every expected failure. Each value names a field of ``i18n.words.errors.ErrorWords``."""

    HOST_EMPTY = "host_empty"
    HOST_NO_SCHEME = "host_no_scheme"  # text
    HOST_BAD_SCHEME = "host_bad_scheme"  # scheme
    HOST_BAD_NAME = "host_bad_name"  # text
    HOST_AMBIGUOUS = "host_ambiguous"  # text
    HOST_BAD_IP = "host_bad_ip"  # text
    HOST_BAD_PORT = "host_bad_port"  # text
    HOST_HAS_CREDENTIALS = "host_has_credentials"
    SECRET_REF_INVALID = "secret_ref_invalid"  # text
    NAME_INVALID = "name_invalid"  # text

    NO_ENVIRONMENT = "no_environment"
    CHOSEN_ENVIRONMENT_GONE = "chosen_environment_gone"  # name, known
    ENVIRONMENT_UNKNOWN = "environment_unknown"  # name, nearest
    NOT_IN_TRASH = "not_in_trash"  # name, nearest
    ENVIRONMENT_NOT_CHOSEN = "environment_not_chosen"  # known
    CHOSEN_ENV_TYPE_GONE = "chosen_env_type_gone"  # env_type, name, known
    ENV_TYPE_UNKNOWN = "env_type_unknown"  # env_type, known
    ENV_TYPE_NOT_NAMED = "env_type_not_named"  # name, known
    ENDPOINT_UNKNOWN = "endpoint_unknown"  # target, nearest
    ENDPOINT_TITLE_ONLY = "endpoint_title_only"  # target
    PATH_UNKNOWN = "path_unknown"  # path, nearest
    VARIABLE_UNKNOWN = "variable_unknown"  # name, nearest
    LOAD_VARIABLE_UNKNOWN = "load_variable_unknown"  # path, name, nearest
    VARIABLE_CYCLE = "variable_cycle"  # names
    VARIABLE_TOO_LARGE = "variable_too_large"  # name
    URL_INVALID = "url_invalid"  # url
    URL_OTHER_HOST = "url_other_host"  # host, expected
    URL_OTHER_PATH = "url_other_path"  # path, expected
    METHOD_INVALID = "method_invalid"  # method
    HEADER_INVALID = "header_invalid"  # name
    HOST_HEADER_OTHER = "host_header_other"  # name, host, expected

    TOML_SYNTAX = "toml_syntax"  # file, line, column
    TOML_UNKNOWN_KEY = "toml_unknown_key"  # file, line, key, nearest
    TOML_MISSING_KEY = "toml_missing_key"  # file, key
    TOML_BAD_VALUE = "toml_bad_value"  # file, line, key, expected
    KEY_TAKEN = "key_taken"  # file, line, key, command, other
    ARGUMENT_UNKNOWN = "argument_unknown"  # argument, known
    ARGUMENT_MISSING = "argument_missing"  # argument
    ARGUMENT_INVALID = "argument_invalid"  # argument, expects
    REQUEST_NOT_NAMED = "request_not_named"
    BODY_NOT_GIVEN = "body_not_given"  # endpoint, fields
    SELECT_INVALID = "select_invalid"  # path, unfit
    RESOURCE_UNKNOWN = "resource_unknown"  # uri
    NOTHING_TO_EXPLAIN = "nothing_to_explain"
    RULE_INVALID = "rule_invalid"  # rule, column
    DATA_WIDTH = "data_width"  # file, line, found, expected
    DATA_CSV = "data_csv"  # file, line
    DATA_COLUMN_TWICE = "data_column_twice"  # file, name
    DATA_NOT_OBJECTS = "data_not_objects"  # file, number
    DATA_TOO_MANY = "data_too_many"  # file, count
    DATA_TOO_LARGE = "data_too_large"  # file, limit
    DATA_EMPTY = "data_empty"  # file
    DEPENDS_CYCLE = "depends_cycle"  # names
    DEPENDS_FAILED = "depends_failed"  # path, reason
    RUN_EMPTY = "run_empty"  # path
    NOTHING_TO_RESUME = "nothing_to_resume"
    ALREADY_FINISHED = "already_finished"  # at, done
    FILE_UNREADABLE = "file_unreadable"  # file, reason
    BODY_FILE_OUTSIDE = "body_file_outside"  # file
    BODY_FILE_PRIVATE = "body_file_private"  # file
    BODY_FILE_TOO_BIG = "body_file_too_big"  # file, limit
    BODY_FILE_BOUNDARY = "body_file_boundary"  # file
    LINK_OUTSIDE = "link_outside"  # file, target
    FILE_UNWRITABLE = "file_unwritable"  # file, reason
    FILE_CHANGED = "file_changed"  # file
    FILE_EXISTS = "file_exists"  # file
    UNDO_FILE_EXISTS = "undo_file_exists"  # file
    OUTPUT_SAME_FILE = "output_same_file"  # one, other
    OUTPUT_IS_READ = "output_is_read"  # option, file
    OUTPUT_IS_OTHER = "output_is_other"  # option, file, output
    OPENAPI_INVALID = "openapi_invalid"  # file, path, reason
    NO_KEY = "no_key"  # environment
    NO_USER = "no_user"  # environment
    OPENAPI_VERSION = "openapi_version"  # file, version
    OPENAPI_WEBHOOKS = "openapi_webhooks"  # file, count
    OPENAPI_SERVER = "openapi_server"  # file, server
    DOCUMENT_SYNTAX = "document_syntax"  # file, line, column, reason
    DOCUMENT_TOO_BIG = "document_too_big"  # file, limit
    POSTMAN_INVALID = "postman_invalid"  # file, path
    POSTMAN_NO_HOST = "postman_no_host"  # file
    IMPORT_FORMAT = "import_format"  # format
    IMPORT_UNKNOWN = "import_unknown"  # file
    IMPORT_BLANK = "import_blank"  # file
    IMPORT_EMPTY = "import_empty"  # file, format
    EXPORT_EMPTY = "export_empty"  # target, format, names
    EXPORT_ADDRESS_OPEN = "export_address_open"  # names
    EXPORT_ADDRESS_SECRET = "export_address_secret"  # names
    EXPORT_FOREIGN_VARIABLE = "export_foreign_variable"  # names
    LOAD_PROXY = "load_proxy"  # proxy
    LOAD_PATTERN = "load_pattern"  # path, on
    LOCUSTFILE_PLACE = "locustfile_place"  # file
    EXPORT_SENDS_SECRET = "export_sends_secret"  # names, host
    IMPORT_INVALID = "import_invalid"  # file, format, path
    IMPORT_NESTED = "import_nested"  # file, limit
    IMPORT_QUOTE_OPEN = "import_quote_open"  # file, line
    MODEL_NAME_INVALID = "model_name_invalid"  # text
    MODELS_UNREADABLE = "models_unreadable"
    MODULE_TAKEN = "module_taken"  # name
    MODULE_UNKNOWN = "module_unknown"  # name
    OWN_CALL_FIXED = "own_call_fixed"  # file, action
    OWN_CALL_LOST = "own_call_lost"  # file, action
    SECRET_IN_REQUEST = "secret_in_request"  # part
    SECRET_HIDDEN = "secret_hidden"
    TOKEN_MISPLACED = "token_misplaced"  # name
    SECRET_IN_OBJECT = "secret_in_object"  # object
    SECRET_IN_RULE = "secret_in_rule"
    HISTORY_BROKEN = "history_broken"  # kept
    HISTORY_NEWER = "history_newer"  # file
    HISTORY_UNKNOWN = "history_unknown"  # id
    SECRET_MISSING = "secret_missing"  # environment, ref
    PASSWORD_MISSING = "password_missing"  # environment, ref

    DNS_FAILED = "dns_failed"  # host
    CONNECTION_REFUSED = "connection_refused"  # host, port
    HOST_UNREACHABLE = "host_unreachable"  # host, port
    NETWORK_UNREACHABLE = "network_unreachable"  # host, port
    CONNECTION_RESET = "connection_reset"  # host, port, received
    CONNECTION_LOST = "connection_lost"  # host, port, received
    TLS_UNKNOWN_CA = "tls_unknown_ca"  # host
    TLS_WRONG_HOST = "tls_wrong_host"  # host
    TLS_EXPIRED = "tls_expired"  # host
    TLS_NOT_YET_VALID = "tls_not_yet_valid"  # host
    TLS_PROTOCOL = "tls_protocol"  # host, reason
    TLS_CLIENT_WANTED = "tls_client_wanted"  # host
    TLS_FAILED = "tls_failed"  # host, reason
    HTTPS_ON_HTTP_PORT = "https_on_http_port"  # host, port
    HTTP_ON_HTTPS_PORT = "http_on_https_port"  # host, port
    CA_FILE_INVALID = "ca_file_invalid"  # file
    CLIENT_CERTIFICATE_INVALID = "client_certificate_invalid"  # file
    PROXY_NAME = "proxy_name"  # proxy
    PROXY_REFUSED = "proxy_refused"  # proxy
    PROXY_AUTH = "proxy_auth"  # proxy
    PROXY_DENIED = "proxy_denied"  # proxy, reason
    PROXY_FAILED = "proxy_failed"  # proxy
    PROXY_INVALID = "proxy_invalid"
    OTHER_SERVICE = "other_service"  # host, port, service
    PROTOCOL_ERROR = "protocol_error"  # host, port
    ANSWER_BROKEN = "answer_broken"  # host, port
    CODING_BROKEN = "coding_broken"  # coding, received
    PORT_IN_USE = "port_in_use"  # port

    CONNECT_TIMED_OUT = "connect_timed_out"  # seconds, host, port
    TIMED_OUT = "timed_out"  # seconds, phase
    ANSWER_TIMED_OUT = "answer_timed_out"  # seconds, received
    BODY_TOO_BIG = "body_too_big"  # limit
    BODY_NOT_STORED = "body_not_stored"  # file, reason
    HEADERS_TOO_BIG = "headers_too_big"  # limit
    TOKEN_TOO_BIG = "token_too_big"  # limit

    TOKEN_WRONG_SECRET = "token_wrong_secret"  # status, detail
    TOKEN_WRONG_PASSWORD = "token_wrong_password"  # status, detail
    TOKEN_CAPTCHA = "token_captcha"  # status, detail
    TOKEN_SIGN_IN_OFF = "token_sign_in_off"  # status, detail
    TOKEN_USER_BLOCKED = "token_user_blocked"  # status, detail
    TOKEN_WRONG_ADDRESS = "token_wrong_address"  # status, url
    TOKEN_PROXY_PAGE = "token_proxy_page"  # status, url
    TOKEN_NOT_JSON = "token_not_json"  # status, url
    TOKEN_EMPTY = "token_empty"  # status
    TOKEN_SERVER_ERROR = "token_server_error"  # status, detail
    TOKEN_RATE_LIMITED = "token_rate_limited"  # status, retry_after
    TOKEN_REFUSED = "token_refused"  # status, detail

    OBJECT_ID_MISSING = "object_id_missing"
    OBJECT_ID_INVALID = "object_id_invalid"  # text
    OBJECT_PATH_INVALID = "object_path_invalid"  # text
    OBJECT_PATH_TWICE = "object_path_twice"  # object
    STORE_ADDRESS_INVALID = "store_address_invalid"  # object
    STORE_HOST_CHANGED = "store_host_changed"  # host, expected
    UPLOAD_CHANGED = "upload_changed"  # file
    DOWNLOAD_EXISTS = "download_exists"  # file
    TRANSFER_STALLED = "transfer_stalled"  # seconds, phase

    GUARD_READ_ONLY = "guard_read_only"  # environment, env_type
    GUARD_NEEDS_CONSENT = "guard_needs_consent"  # environment, env_type
    GUARD_NEEDS_NAME = "guard_needs_name"  # environment, env_type
    GUARD_CALL_CHANGED = "guard_call_changed"  # environment, env_type

    RUN_UNDER_WAY = "run_under_way"
    RUN_UNFINISHED = "run_unfinished"  # done, unknown, left
    RUN_UNFINISHED_ELSEWHERE = "run_unfinished_elsewhere"  # run, command, done, unknown, left
    RUN_FINISHED = "run_finished"  # at, done
    RUN_REPEATS = "run_repeats"  # at, rows
    RUN_CHANGED = "run_changed"  # parts
    UNDO_NOT_READ = "undo_not_read"  # code
    UNDO_NONE = "undo_none"

    AGENTS_NOT_ALLOWED = "agents_not_allowed"  # environment, env_type
    AGENT_IDENTITY_CHANGED = "agent_identity_changed"  # environment, env_type
    AGENT_READS_ONLY = "agent_reads_only"  # environment, env_type
    AGENT_CANNOT_ASK = "agent_cannot_ask"  # environment, env_type
    AGENT_NOT_ANSWERED = "agent_not_answered"  # environment, env_type
    AGENT_ANSWER_OTHER = "agent_answer_other"  # environment, env_type
    AGENT_ANSWER_LATE = "agent_answer_late"  # environment, env_type
    AGENT_DECLINED = "agent_declined"  # environment, env_type
    AGENT_NAME_WRONG = "agent_name_wrong"  # environment, env_type
    AGENT_CHANGED_MEANWHILE = "agent_changed_meanwhile"  # environment, env_type
    AGENT_QUESTION_TOO_LONG = "agent_question_too_long"  # environment, env_type
    AGENT_HIDES_PART = "agent_hides_part"  # environment, env_type
    AGENT_NAMES_FILE = "agent_names_file"  # environment, env_type
    AGENT_SENDS_KEY = "agent_sends_key"  # environment, env_type
    AGENT_CALLS_USED_UP = "agent_calls_used_up"  # calls, seconds
    AGENTS_NEED_PERSON = "agents_need_person"  # environment, env_type

    ROUTE_NOT_APPROVED = "route_not_approved"  # environment, uses, route
    ROUTE_CHANGED = "route_changed"  # environment, uses, route, changes
    ROUTE_CHANGED_MEANWHILE = "route_changed_meanwhile"  # environment
    ROUTE_OTHER_FINGERPRINT = "route_other_fingerprint"  # environment, fingerprint, typed
    ROUTE_OTHER_THAN_COPIED = "route_other_than_copied"  # environment
    ROUTE_NEEDS_PERSON = "route_needs_person"  # environment, fingerprint, command


Parameter = str | int | float
LONGEST_DETAIL = 300
"""The most characters of a system message that are shown."""


class WedaError(Exception):
    """An expected failure: its ``code`` and the values that its message needs."""

    detail: str = ""
    """The message of the operating system or a library, untranslated; may be empty."""
    delivery: Delivery = Delivery.NOT_SENT

    def __init__(self, code: ErrorCode, /, **parameters: Parameter) -> None:
        super().__init__(code, parameters)
        self.partial: Any = None
        """The part of a response that had arrived: a ``core.sending.exchange.Response``."""
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        values = " ".join(f"{name}={value!r}" for name, value in self.parameters.items())
        return f"{self.code} {values}".rstrip()

    def masked(self, masker: Masker) -> "WedaError":
        """Return the failure with its secrets masked; its values may repeat the request."""
        values = {
            name: masker.text(value) if isinstance(value, str) else value
            for name, value in self.parameters.items()
        }
        other = type(self)(self.code, **values)
        other.detail = masker.text(self.detail)[:LONGEST_DETAIL]
        other.delivery = self.delivery
        return other


class FileError(WedaError):
    """A file could not be read or written, or its text is wrong."""


class NotReachableError(WedaError):
    """No complete HTTP response came: DNS, connection or TLS failed, or the response was cut."""


class LimitError(WedaError):
    """The call took too long, or the response was too big."""


class TokenError(WedaError):
    """The token endpoint responded without a token, or no token can be requested."""


class GuardError(WedaError):
    """A guard stopped a call before it was sent."""


class RouteError(WedaError):
    """A secret or a token would travel over a route that is not approved on this machine."""


def reason_of(error: OSError | ValueError) -> str:
    """Return the system's message for a failure, without the path."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return error.reason if isinstance(error, UnicodeEncodeError) else str(error)


def unreadable(file: Path | str, error: OSError | ValueError) -> FileError:
    """Return the error for a file that cannot be read."""
    return FileError(ErrorCode.FILE_UNREADABLE, file=str(file), reason=reason_of(error))


def unwritable(file: Path | str, error: OSError | ValueError) -> FileError:
    """Return the error for a file that cannot be written."""
    return FileError(ErrorCode.FILE_UNWRITABLE, file=str(file), reason=reason_of(error))


@contextmanager
def reading(file: Path | str) -> Generator[None]:
    """Raise ``FileError`` (``FILE_UNREADABLE``) for an ``OSError`` in the block."""
    try:
        yield
    except OSError as error:
        raise unreadable(file, error) from error


@contextmanager
def writing(file: Path | str) -> Generator[None]:
    """Raise ``FileError`` (``FILE_UNWRITABLE``) for what the system or UTF-8 rejects."""
    try:
        yield
    except OSError as error:
        raise unwritable(file, error) from error
    except UnicodeEncodeError as error:  # repeats the text that was to be written: maybe a secret
        raise unwritable(file, error) from None
