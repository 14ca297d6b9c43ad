"""The check of an environment in English."""

from weda_tui.i18n.check_strings import (
    CheckFactStrings,
    CheckModuleStrings,
    CheckStepStrings,
    CheckStrings,
)

CHECK_EN = CheckStrings(
    steps=CheckStepStrings(
        address="Host found",
        port="Reachable",
        tls="TLS",
        http="Is WeDa",
        clock="Clock",
        key_token="Key token",
        user_token="User token",
        env_type="{name} {meaning}",
        module="{module}",
    ),
    modules=CheckModuleStrings(
        workflow="Workflow",
        permissions="Permissions",
        odata="OData",
        model="Data models",
        storage="Cloud storage",
        auth="Sign-in",
    ),
    facts=CheckFactStrings(
        resolved="{addresses}",
        is_ip="{addresses}, an IP: no DNS needed",
        proxy_resolved="through the proxy {proxy} at {addresses}",
        port_open="port {port}",
        port_by_proxy="port {port}, through the proxy {proxy}",
        tls_good="{version}, the certificate has {days:day|days} left",
        tls_ends_soon="{version}, the certificate has only {days:day|days} left: renew it",
        tls_unchecked="{version}, the certificate is not checked: tls.verify = false",
        speaks_weda="the gateway answers (HTTP {status})",
        clock_good="{skew} s from the server's (± {uncertainty} s)",
        clock_slow="this machine's clock is {skew} slow: set it",
        clock_fast="this machine's clock is {skew} fast: set it",
        token_issued="received, {lifetime}",
        answered="{module} answers",
        plain_http="http: not encrypted, fine inside a network",
        no_date="the server does not tell its time",
        no_key="SecretId or SecretKey missing",
        no_user="user name or password missing",
        no_key_token="not tried: there is no key token",
        no_user_token="not tried: there is no user token",
        no_token="not tried: there is no token",
        not_reached="not tried: an earlier step failed",
        not_weda="not tried: no WeDa answers, no secret was sent",
        no_socket="no network to look at",
    ),
    title="Check",
    running="under way",
    server_says="The server says: {message}",
    all_good="✓ {environment} works: {count:check|checks}, {elapsed}",
    failed="✗ {environment}: {failed} of {count:check|checks} failed, {elapsed}",
    hidden_good="{count:is|are} fine",
    hidden_skipped="{count} not tried",
    command="check an environment: address, TLS, clock, tokens, env types, modules",
    command_details=(
        "Looks step by step from the outside in and tells each result as it comes. Reads only and "
        "writes nothing; takes the environment's own proxy, TLS settings and time limit. A step "
        "that cannot run is a dash that says why. The exit status tells what failed first."
    ),
    env_type="check this env type only",
)
