"""Calls that got no answer, in English."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.network_strings import ForeignStrings, NetworkStrings

NETWORK_EN = NetworkStrings(
    foreign=ForeignStrings(
        http_on_https_port=Words(
            "This port takes HTTPS and got HTTP.", "Change the address to https://."
        ),
        redirect_to_https=Words(
            "The server wants {message} instead.",
            "Change the address to https://; a token does not follow by itself.",
        ),
        redirect_elsewhere=Words(
            "Sent elsewhere: {message}. Not followed.",
            "It looks like a sign-in or a proxy: open the address in a browser. "
            "If it has moved, change the environment.",
        ),
        proxy_auth=Words(
            "The proxy asks for a user name and password.",
            "Put them into its address: http://user:password@host:port.",
        ),
        captive_portal=Words(
            "This network's sign-in page came back.", "Sign in with a browser, then send again."
        ),
        login_page=Words(
            "A sign-in page came back, not JSON: it looks like a proxy or single sign-on.",
            "Open the address in a browser; have /weda, /v1 and /auth let through.",
        ),
        gateway_down=Words(
            "It is the gateway in front of WeDa that answered: it got no answer from behind.",
            "The service restarts, is down or too slow: send again later; if it stays so, give the "
            "administrator the time, for the gateway's log.",
        ),
        gateway_refused=Words(
            "It is the gateway in front of WeDa that answered: it did not pass the request on.",
            "Check the address and the path; ask the administrator whether it forwards /weda, /v1 "
            "and /auth.",
        ),
        firewall=Words(
            "A web application firewall stopped it: it took the request for an attack.",
            "Give the administrator the number on the page and ask to let this call through.",
        ),
    ),
    nothing_executed="Nothing was executed: the request did not arrive",
    nothing_left="Nothing was executed: there was no token, the request was not sent",
    perhaps_executed="Perhaps executed: the request left and no answer came",
    was_executed="The server dealt with it: only the answer is incomplete",
    unsent="✗ NOT SENT",
    unsent_lead="Not sent: ",
    no_answer="✗ NO ANSWER",
    cut="✗ CUT OFF",
    layer_network="network",
    layer_tls="TLS",
    layer_proxy="proxy",
    layer_limit="limit",
    layer_token="token",
    layer_guard="guard",
    layer_file="request",
    stray_bytes="The server sent bytes after its answer; the connection was closed.",
    detail="The system says",
    detail_key="d the system's own words",
)
