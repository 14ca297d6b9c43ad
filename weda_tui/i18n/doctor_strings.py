"""Causes and steps in words: the records that ``doctor_zh`` and ``doctor_en`` fill.

A field is the id of ``core.remedies`` with ``_`` for ``-``.
"""

import msgspec

from weda_tui.i18n.error_strings import Words


class CauseStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A reason, as a statement that may be true or not."""

    token_expired: str
    token_kind: str
    token_missing: str
    token_revoked: str
    clock_skew: str
    credentials: str
    password: str
    account: str
    sign_in_off: str
    captcha: str
    refresh_used: str
    rights: str
    licence: str
    host: str
    http_not_https: str
    proxy_page: str
    proxy: str
    unreachable: str
    service_down: str
    certificate: str
    env_type: str
    env_status: str
    path: str
    method: str
    body_syntax: str
    required_missing: str
    value_type: str
    value_not_listed: str
    value_unfit: str
    unknown_field: str
    id_shape: str
    model_unknown: str
    not_published: str
    not_found: str
    state: str
    conflict: str
    rate: str
    quota: str
    size: str
    slow: str
    server: str
    custom_method: str
    feature_off: str
    documented: str


class StepStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What can be done next."""

    renew_and_send: str
    switch_env_type: str
    go_to_field: str
    fix_spelling: str
    wait_and_send: str
    send_again: str
    look_first: str
    check_environment: str
    edit_environment: str
    use_server_clock: str
    refresh_models: str
    smaller_request: str
    open_docs: str
    open_browser: str
    ask_admin: str
    copy_request_id: str
    success_rule: str
    error_book: str
    support_bundle: str


class CommandStepStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What can be done next on the command line: what it is, and the command or the option.

    The values come quoted for a shell. What only the explorer can do is not here.
    """

    renew_and_send: Words  # environment
    switch_env_type: Words  # name
    go_to_field: Words  # name
    go_to_form: Words  # endpoint
    form_of_no_endpoint: Words
    fix_spelling: Words  # name
    wait_and_send: Words  # seconds
    send_again: Words
    look_first: Words
    check_environment: Words  # environment
    edit_environment: Words  # environment
    refresh_models: Words  # environment
    smaller_request: Words
    open_docs: Words  # endpoint
    open_browser: Words  # host
    ask_admin: Words
    error_book: Words  # code


class ActStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What can be done next, as a key does it: its name, and what it will do.

    The ``hint`` of what sends again is empty: that says whether it repeats a write.
    """

    renew_and_send: Words
    switch_env_type: Words  # name
    go_to_field: Words  # name
    go_to_form: Words
    fix_spelling: Words  # name
    wait_and_send: Words  # seconds
    send_again: Words
    look_first: Words
    check_environment: Words
    edit_environment: Words
    refresh_models: Words
    smaller_request: Words
    open_docs: Words
    open_browser: Words
    ask_admin: Words
    copy_request_id: Words
    success_rule: Words
    error_book: Words
    support_bundle: Words


class ExecutedStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Whether anything was executed, and how that is known."""

    no_gateway: str
    no_auth: str
    no_proxy: str
    no_http: str
    no_other: str
    yes_partial: str
    yes_other: str
    maybe: str


class EvidenceStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that was looked at."""

    clocks: str  # server, local, seconds
    left: str  # left
    over: str  # left
    kinds: str  # wanted, sent
    in_list: str  # given, known
    not_in_list: str  # given, nearest
    not_in_list_at_all: str  # given
    text: str  # text
    rate: str  # count
    size: str  # size
    renewed: str
    not_checked: str


class DoctorStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The doctor's words that the error book and ``explain`` share with it."""

    causes: CauseStrings
    steps: StepStrings
    evidence: EvidenceStrings
    acts: ActStrings
    commands: CommandStepStrings
    executed: ExecutedStrings
    title: str
    causes_checked: str
    next: str
    and_no: str  # count
    and_unknown: str  # count
    joint: str
    see_all: str
    read_again: str
    write_again: str
    waiting: str  # seconds
    wait_stopped: str
    switched: str  # env_type
    look_first: str
    draft_gone: str
    state_yes: str
    state_no: str
    state_unknown: str
    repeats_write: str
    wait: str  # seconds
    executed_no: str
    executed_yes: str
    executed_maybe: str
    refused_anew: str
    no_new_token: str  # reason
    not_documented: str  # code
    family: str  # code, family
    said_by: str  # layer
    worked: str
