"""The proxy that this machine's settings give for a URL; does not import the network library."""

import ipaddress
import os
import sys
from functools import lru_cache
from urllib.parse import unquote


def find_system_proxy(scheme: str, host: str, port: int | None) -> str:
    """Return the proxy that the system or ``HTTP(S)_PROXY`` and ``ALL_PROXY`` name, empty for none.

    A loopback address has no proxy, nor has an address that ``NO_PROXY`` names, also as a network
    (``10.0.0.0/8``). ``host`` is ASCII, an IPv6 address without brackets.
    """
    if _is_loopback(host) or not _may_be_set():
        return ""
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all", "")
    if not proxy or proxy_bypass(f"{host}:{port}" if port else host):
        return ""
    if _is_in_bypassed_network(host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def seen_system_proxy(scheme: str, host: str, port: int | None) -> str:
    """Return the same, cached for display at every key press; the system is asked only once."""
    return _found(scheme, host, port, _settings())


def seen_proxy_logins() -> tuple[tuple[str, str], ...]:
    """Return the user and the password in each proxy of those settings, so that they can be masked.

    A login without a password is treated as a password without a user, since it may be a key. The
    system is asked only once.
    """
    return _logins(_settings())


def _settings() -> tuple[tuple[str, str], ...]:
    return tuple(sorted((n, os.environ[n]) for n in os.environ if _is_proxy_variable(n)))


@lru_cache(maxsize=4)
def _logins(_settings: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if not _may_be_set():
        return ()
    from urllib.request import getproxies

    return tuple(dict.fromkeys(filter(None, map(_login, getproxies().values()))))


def _login(proxy: str) -> tuple[str, str] | None:
    """Return the user and the password in an address, even in one that cannot be parsed."""
    scheme, separator, rest = proxy.partition("://")
    place = rest if separator and ":" not in scheme else proxy
    login = place.rpartition("@")[0]
    user, _, password = (unquote(part) for part in login.partition(":"))
    if password:
        return user, password
    return ("", user) if user else None


@lru_cache(maxsize=64)
def _found(scheme: str, host: str, port: int | None, _settings: tuple[tuple[str, str], ...]) -> str:
    return find_system_proxy(scheme, host, port)


def _may_be_set() -> bool:
    """Return whether a proxy can be set at all: reading the settings is slow."""
    is_asked = sys.platform in {"win32", "darwin"}
    return is_asked or any(map(_is_proxy_variable, os.environ))


def _is_proxy_variable(name: str) -> bool:
    return name[-6:].lower() == "_proxy"


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_in_bypassed_network(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    names = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    for name in names.split(","):
        try:
            network = ipaddress.ip_network(name.strip(), strict=False)
        except ValueError:
            continue
        if address.version == network.version and address in network:
            return True
    return False
