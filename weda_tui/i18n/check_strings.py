"""The check of an environment: the records that ``check_zh`` and ``check_en`` fill."""

import msgspec


class CheckStepStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What each step makes sure of. A field is the value of a ``StepKind``, ``_`` for ``-``."""

    address: str
    port: str
    tls: str
    http: str
    clock: str
    key_token: str
    user_token: str
    env_type: str  # name, meaning
    module: str  # module


class CheckModuleStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The modules by their short names."""

    workflow: str
    permissions: str
    odata: str
    model: str
    storage: str
    auth: str


class CheckFactStrings(msgspec.Struct, frozen=True, kw_only=True):
    """One field for every ``core.environment_check.FactCode``, with its values in braces."""

    resolved: str
    is_ip: str
    proxy_resolved: str
    port_open: str
    port_by_proxy: str
    tls_good: str
    tls_ends_soon: str
    tls_unchecked: str
    speaks_weda: str
    clock_good: str
    clock_slow: str
    clock_fast: str
    token_issued: str
    answered: str

    plain_http: str
    no_date: str
    no_key: str
    no_user: str
    no_key_token: str
    no_user_token: str
    no_token: str
    not_reached: str
    not_weda: str
    no_socket: str


class CheckStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said of a check."""

    steps: CheckStepStrings
    modules: CheckModuleStrings
    facts: CheckFactStrings

    title: str
    running: str
    server_says: str  # message
    all_good: str  # environment, count, elapsed
    failed: str  # environment, failed, count, elapsed
    hidden_good: str  # count
    hidden_skipped: str  # count

    command: str
    command_details: str
    env_type: str
