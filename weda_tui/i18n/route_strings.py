"""What a secret may reach: the record that ``routes_zh`` and ``routes_en`` fill."""

import msgspec


class RoutePartStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a route that are not the usual ones, for one line."""

    proxy: str  # proxy
    system_proxy: str  # proxy
    tls_off: str
    ca: str  # file, digest
    certificate: str  # file, digest
    digest: str  # digest
    """What stands for a file's content, as ``digest`` of the others."""
    unreadable: str
    """The same for a file that cannot be read."""
    public_http: str
    joint: str


class RouteChangeStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What of a route is another than before; ``{old}`` and ``{new}`` are values."""

    address: str
    proxy: str
    tls: str
    ca: str
    certificate: str
    none: str
    checked: str
    unchecked: str
    system: str
    unreadable: str
    joint: str


class RouteApprovalStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``env approve`` and the question of the explorer."""

    command: str
    details: str
    route: str
    title_new: str  # environment
    title_changed: str  # environment
    address: str
    proxy: str
    tls: str
    ca: str
    certificate: str
    fingerprint: str
    sends: str
    changed: str
    no_proxy: str
    own_proxy: str  # proxy
    of_file: str  # proxy
    system_ca: str
    file: str  # file, digest
    is_approved: str
    is_not_approved: str
    ask: str
    done: str  # environment, fingerprint
    refused: str
    already: str  # environment
    nothing: str  # environment
    will_send: str  # uses, route
    approve_key: str
    dont: str
    enter_never: str
    a_route: str
    not_sent: str


class RouteStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said of routes."""

    parts: RoutePartStrings
    changes: RouteChangeStrings
    approval: RouteApprovalStrings
    secret_key: str
    password: str
    client_certificate: str
    use: str  # what, place
    joint: str
    line: str  # parts
    tls_risk: str  # environment
    http_risk: str  # environment, host
    shown_fingerprint: str
    shown_heading: str
    mark_proxy: str  # proxy
    mark_tls: str
    mark_ca: str
