"""What a secret may reach, in English."""

from weda_tui.i18n.route_strings import (
    RouteApprovalStrings,
    RouteChangeStrings,
    RoutePartStrings,
    RouteStrings,
)

ROUTES = RouteStrings(
    parts=RoutePartStrings(
        proxy="through the proxy {proxy}",
        system_proxy="through this machine's proxy {proxy}",
        tls_off="TLS certificates not checked",
        ca="trusting the CA file {file} ({digest})",
        certificate="showing the client certificate {file} ({digest})",
        digest="SHA-256 {digest}",
        unreadable="cannot be read",
        public_http="plain HTTP to a public host",
        joint=", ",
    ),
    changes=RouteChangeStrings(
        address="the address changed from {old} to {new}",
        proxy="the proxy changed from {old} to {new}",
        tls="the check of TLS certificates changed from {old} to {new}",
        ca="the trusted CA changed from {old} to {new}",
        certificate="the client certificate changed from {old} to {new}",
        none="none",
        checked="on",
        unchecked="off",
        system="the system's",
        unreadable="a file that cannot be read",
        joint="; ",
    ),
    approval=RouteApprovalStrings(
        command="approve what the secrets of an environment may reach",
        details=(
            "Shows where the secrets of an environment would go (address, proxy, TLS trust), and"
            " asks. A file of a workspace can change that, so each change is approved once on each"
            " machine. Without a terminal, --route approves exactly what was looked at: the"
            " fingerprint is that of the route and of where each secret is (env:NAME, file,"
            " keyring); --yes never approves."
        ),
        route="approve this route and no other, without asking",
        title_new="Nobody has approved this route of {environment} on this machine",
        title_changed="The route of {environment} is not the one that was approved",
        address="address",
        proxy="proxy",
        tls="TLS",
        ca="CA",
        certificate="shows",
        fingerprint="fingerprint",
        sends="would send",
        changed="changed",
        no_proxy="none",
        own_proxy="{proxy} (this machine's own setting)",
        of_file="{proxy} (named by the environment's file)",
        system_ca="the system's",
        file="{file} ({digest})",
        is_approved="approved",
        is_not_approved="not approved",
        ask="Approve this route?",
        done="Approved on this machine: {environment}, route {fingerprint}.",
        refused="Not approved; nothing of it is sent.",
        already="{environment} is approved already.",
        nothing="{environment} names no secret: there is nothing to approve.",
        will_send="{uses} will go to {route}.",
        approve_key="approve and send",
        dont="send nothing",
        enter_never="Enter never approves",
        a_route="What a secret may reach",
        not_sent="Not approved, nothing was sent.",
    ),
    secret_key="the SecretKey",
    password="the password",
    client_certificate="the client certificate",
    use="{what} ({place})",
    joint=" and ",
    line="Route: {parts}",
    tls_risk="! {environment}: TLS certificates are not checked, anybody can pose as this host.",
    http_risk="! {environment}: {host} is public and plain HTTP, what is sent can be read on the"
    " way.",
    shown_fingerprint="route",
    shown_heading="Route",
    mark_proxy="proxy {proxy}",
    mark_tls="TLS",
    mark_ca="own CA",
)
