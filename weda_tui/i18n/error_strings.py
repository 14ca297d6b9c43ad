"""Failures in words: the records that ``errors_zh`` and ``errors_en`` fill."""

import msgspec


class Words(msgspec.Struct, frozen=True):
    """A failure in words: what is wrong, and what to do."""

    what: str
    hint: str
    fallback_hint: str = ""
    """Said instead of ``hint`` when a value that ``hint`` names is empty or zero."""

    @property
    def line(self) -> str:
        """Both on one line, with a blank between them unless a full-width stop leaves one."""
        gap = "" if not self.hint or self.what.endswith(("。", "！", "？")) else " "
        return f"{self.what}{gap}{self.hint}"


class ErrorStrings(msgspec.Struct, frozen=True, kw_only=True):
    """One field for every ``core.errors.ErrorCode``, with that code's parameters in braces."""

    host_empty: Words
    host_no_scheme: Words
    host_bad_scheme: Words
    host_bad_name: Words
    host_bad_ip: Words
    host_bad_port: Words
    host_has_credentials: Words
    secret_ref_invalid: Words
    name_invalid: Words

    no_environment: Words
    chosen_environment_gone: Words
    environment_unknown: Words
    not_in_trash: Words
    environment_not_chosen: Words
    env_type_unknown: Words
    endpoint_unknown: Words
    endpoint_title_only: Words
    variable_unknown: Words
    variable_cycle: Words
    variable_too_large: Words
    url_invalid: Words
    url_other_host: Words
    url_other_path: Words  # path, expected
    header_invalid: Words
    host_header_other: Words  # host, expected

    toml_syntax: Words
    toml_unknown_key: Words
    toml_missing_key: Words
    toml_bad_value: Words
    nothing_to_explain: Words
    rule_invalid: Words
    data_width: Words
    data_csv: Words
    data_column_twice: Words
    data_not_objects: Words
    data_too_many: Words
    data_empty: Words
    depends_cycle: Words
    depends_failed: Words
    run_empty: Words
    file_unreadable: Words
    body_file_outside: Words  # file
    body_file_private: Words  # file
    body_file_too_big: Words  # file, limit
    body_file_boundary: Words  # file
    link_outside: Words  # file, target
    file_unwritable: Words
    file_changed: Words
    file_exists: Words
    openapi_invalid: Words
    no_key: Words
    no_user: Words
    openapi_version: Words
    openapi_webhooks: Words
    openapi_server: Words
    document_syntax: Words
    document_too_big: Words
    postman_invalid: Words
    postman_no_host: Words
    import_format: Words
    import_unknown: Words  # file
    import_blank: Words  # file
    import_empty: Words  # file, format
    export_empty: Words  # target, format, names
    export_sends_secret: Words  # names, host
    import_invalid: Words  # file, format, path
    import_nested: Words  # file, limit
    import_quote_open: Words  # file, line
    model_name_invalid: Words
    models_unreadable: Words
    module_taken: Words
    module_unknown: Words
    own_call_fixed: Words
    own_call_lost: Words
    secret_in_request: Words
    history_broken: Words
    history_newer: Words
    history_unknown: Words
    secret_missing: Words
    password_missing: Words

    dns_failed: Words
    connection_refused: Words
    host_unreachable: Words
    network_unreachable: Words
    connection_reset: Words
    connection_lost: Words
    tls_unknown_ca: Words
    tls_wrong_host: Words
    tls_expired: Words
    tls_not_yet_valid: Words
    tls_protocol: Words
    tls_client_wanted: Words
    tls_failed: Words
    https_on_http_port: Words
    http_on_https_port: Words
    ca_file_invalid: Words
    client_certificate_invalid: Words
    proxy_name: Words
    proxy_refused: Words
    proxy_auth: Words
    proxy_denied: Words
    proxy_failed: Words
    other_service: Words
    protocol_error: Words
    answer_broken: Words
    coding_broken: Words
    port_in_use: Words

    connect_timed_out: Words
    timed_out: Words
    answer_timed_out: Words
    body_too_big: Words
    body_not_stored: Words
    headers_too_big: Words
    token_too_big: Words

    token_wrong_secret: Words
    token_wrong_password: Words
    token_captcha: Words
    token_sign_in_off: Words
    token_user_blocked: Words
    token_wrong_address: Words
    token_proxy_page: Words
    token_not_json: Words
    token_empty: Words
    token_server_error: Words
    token_rate_limited: Words
    token_refused: Words

    object_id_missing: Words
    object_id_invalid: Words
    object_path_invalid: Words
    object_path_twice: Words
    store_address_invalid: Words
    store_host_changed: Words
    upload_changed: Words
    download_exists: Words
    transfer_stalled: Words

    guard_read_only: Words
    guard_needs_consent: Words
    guard_needs_name: Words

    route_not_approved: Words
    route_changed: Words
    route_changed_meanwhile: Words
    route_other_fingerprint: Words
    route_needs_person: Words


class ErrorDetailStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Values of parameters that are words themselves, and the codes that need two sentences."""

    phase_token: str
    phase_connect: str
    phase_send: str
    phase_wait: str
    phase_receive: str
    no_such_file: str
    not_allowed: str
    is_a_folder: str
    not_a_folder: str
    is_a_link: str
    disk_full: str
    quota_full: str
    disk_read_only: str
    secret_variable_missing: Words
    """``SECRET_MISSING`` where the reference is ``env:NAME``: ``{environment}``, ``{variable}``."""
    password_variable_missing: Words
    """The same for ``PASSWORD_MISSING``."""
    route_changed_no_secret: Words
    """``ROUTE_CHANGED`` where the SecretKey is not kept for the address."""
    route_changed_no_password: Words
    """The same where the password is not."""
    proxy_of_file: str
    """What to do about a proxy that an environment's file names: ``{proxy_file}``."""
    body_limit_passed: Words
    """``BODY_TOO_BIG`` where a file sets the limit: ``{limit}``, ``{file}``."""
    secret_not_given: Words
    """``SECRET_MISSING`` where the reference is ``prompt``: ``{environment}``."""
    password_not_given: Words
    """The same for ``PASSWORD_MISSING``."""
    approvals_damaged: Words
    """``FILE_UNREADABLE`` of the approved routes, which no command repairs: ``{file}``."""
    refusal_holds: str
    """Follows the hint of a refusal by which nobody asks again for ``{holds}`` seconds."""


class VerdictStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A failed verdict in words, where the code itself has no entry. All may name ``{code}``."""

    layer_network: str
    layer_tls: str
    layer_http: str
    layer_proxy: str
    layer_gateway: str
    layer_auth: str
    layer_business: str
    layer_model: str
    layer_storage: str
    layer_partial: str

    http: Words
    proxy: Words
    gateway: Words
    auth: Words
    business: Words
    model: Words
    storage: Words
    storage_refused: Words
    partial: Words
    rule: Words  # rule
    unknown: Words
    """HTTP says yes and the shape is none that is documented."""


class GatewayCodeStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The codes of the private-deployment guide (3.1): what each means, and one next step.

    A field is its code in lower case.
    """

    invalid_access_token: Words
    bad_request: Words
    invalid_host: Words
    invalid_region: Words
    invalid_env: Words
    invalid_env_status: Words
    invalid_common_param: Words
    sign_param_invalid: Words
    permission_denied: Words
    exceed_request_limit: Words
    exceed_ratelimit: Words
    sys_err: Words
    server_timeout: Words


class AuthCodeStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Codes of the auth module (public pages; @cloudbase/oauth): what each means, one next step.

    A field is its code; several codes may share one, see ``explain.AUTH_CODES``.
    """

    invalid_grant: Words
    captcha_required: Words
    wrong_password: Words
    login_method_disabled: Words
    user_blocked: Words
    unauthenticated: Words


class TokenKindStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Said of a call that brought the other kind of token than it takes."""

    user_wanted: Words
    key_wanted: Words
