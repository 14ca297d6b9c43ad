"""What the command line says: one record a place, one field a sentence."""

import msgspec

from weda_tui.i18n.book_strings import BookCommandStrings


class ProgramStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The first help page, and one line for each command."""

    about: str
    details: str
    demo: str
    sandbox: str
    send: str
    catalogue: str
    catalogue_list: str
    catalogue_show: str
    catalogue_search: str
    catalogue_models: str
    importing: str
    env: str
    env_list: str
    env_show: str
    env_add: str
    env_remove: str
    token: str
    no_terminal: str
    dumb_terminal: str
    no_utf_8: str  # encoding
    interrupted: str


class HelpStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The frame of every help page, and the options that every command takes."""

    usage: str
    options_mark: str
    command_mark: str
    commands: str
    options: str
    everywhere: str
    examples: str
    statuses: str
    workspace: str
    lang: str
    version: str
    help: str
    json: str
    yes: str
    env: str
    status_ok: str
    status_verdict: str
    status_usage: str
    status_unreachable: str
    status_limit: str
    status_token: str
    status_assertion: str
    status_guard: str
    status_interrupted: str


class UsageStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a command line."""

    unknown_option: str  # option
    unknown_command: str  # command
    nearest: str  # nearest
    missing: str  # parameter
    missing_command: str
    needs_value: str  # option
    takes_no_value: str  # option
    extra: str  # arguments
    bad_value: str  # parameter, message
    not_a_number: str  # value
    out_of_range: str  # value, least, most
    choose_from: str  # value, choices
    header_without_colon: str  # value
    no_such_env_type: str  # value
    set_without_equals: str  # value
    see_help: str  # command


class SendStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``send``: its options, and what it says on stderr."""

    details: str
    env_type: str
    set: str
    header: str
    body: str
    timeout: str
    file: str
    dry_run: str

    ok: str
    failed: str
    unknown: str
    no_answer: str
    not_sent: str
    records: str  # count
    records_of: str  # count, total
    partly: str  # failed, count
    some_failed: str
    item: str  # number
    request_id: str  # id
    server_says: str  # message
    place: str  # environment, env_type
    body_fault: str  # line, column
    body_file_fault: str  # line, column, file
    unused_variable: str  # name
    body_needed: str  # endpoint, fields
    body_example: str
    body_needed_hint: str

    effect: str  # effect
    guard: str  # guard
    token: str  # state
    token_left: str  # state, left
    nothing_sent: str
    saved: str  # file
    not_saved: str  # file
    part_printed: str  # size


class CatalogueStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``catalogue``."""

    details: str
    none_found: str  # query
    legend: str
    found: str  # count
    effect: str
    confidence: str
    token: str
    request_parameters: str
    body: str
    response: str
    example_body: str
    example_response: str
    failures: str
    source: str
    required: str
    no_path: str
    no_body: str
    values: str  # values


class ImportStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``import``."""

    details: str
    format: str
    command_given: str
    into: str
    summary: str  # module, new, changed, gone, same
    kept: str  # count


class EnvStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``env``."""

    details: str
    add_details: str
    host: str
    host_kept: str  # host
    host_cut: str  # cut, host
    env_type: str
    secret_id: str
    secret_key: str

    username: str
    password: str
    ask_secret_id: str
    ask_secret_key: str
    no_secret_given: str
    secret_not_text: str
    ask_password: str
    no_password_given: str
    username_needed: str
    secret_id_needed: str
    added: str  # name, file
    secret_key_name: str
    password_name: str
    kept_in_keyring: str  # secret
    kept_in_file: str  # secret, file
    kept_in_variable: str  # secret, variable
    kept_nowhere: str  # secret
    ask_again: str  # secret, environment
    no_secret: str
    none: str
    not_removed: str  # name
    yes_needed: str

    address: str
    env_id: str
    env_types: str
    timeout: str
    tls: str
    tls_checked: str
    tls_unchecked: str
    ca_file: str
    variables: str
    secret_id_label: str
    secret_key_label: str
    username_label: str
    password_label: str


class TokenStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``token``."""

    details: str
    refresh: str
    left: str  # environment, left
    user_left: str  # environment, left


class SandboxStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``sandbox`` and ``demo``."""

    details: str  # body, object
    demo_details: str
    port: str
    ready_file: str
    seed: str
    token_lifetime: str
    state: str
    fault: str
    unknown_fault: str  # value, choices, count
    listening: str  # base
    secret_id: str  # secret_id
    how_to_stop: str
    environment: str
    """The name of the environment that ``demo`` opens with; it becomes a file name."""


class CliStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says."""

    program: ProgramStrings
    help: HelpStrings
    usage: UsageStrings
    send: SendStrings
    catalogue: CatalogueStrings
    importing: ImportStrings
    env: EnvStrings
    token: TokenStrings
    sandbox: SandboxStrings
    book: BookCommandStrings
