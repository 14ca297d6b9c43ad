"""Routes in words: what would be sent where, what changed, and what is unusual about it."""

from collections.abc import Iterable

import msgspec

from weda_tui.core.environments.deployment import NO_PROXY, Environment
from weda_tui.core.environments.route import (
    UNREADABLE,
    Risk,
    Route,
    RoutePart,
    RouteStatus,
    RouteUse,
    changed_parts,
    risks_of,
    route_of,
)
from weda_tui.core.errors import WedaError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings

_DIGEST = 16
"""Digits of a digest that are shown: two can be told apart by eye."""


def parameter_words(name: str, value: str, strings: Strings) -> str:
    """Return a value of a ``RouteError`` in words; of another version's, as it stands."""
    try:
        if name == "uses":
            uses = msgspec.json.decode(value, type=list[tuple[RouteUse, str]])
            return uses_words(uses, strings)
        return route_words(msgspec.json.decode(value, type=Route), strings)
    except msgspec.DecodeError:
        return value


def changes_of(error: WedaError, strings: Strings) -> str:
    """Return what a ``RouteError`` says has changed since the approval."""
    try:
        old, new = (
            msgspec.json.decode(str(error.parameters.get(name, "")), type=Route)
            for name in ("changes", "route")
        )
    except msgspec.DecodeError:
        return str(error.parameters.get("changes", ""))
    return strings.routes.changes.joint.join(change_words(old, new, strings))


def uses_words(uses: Iterable[tuple[RouteUse, str]], strings: Strings) -> str:
    """Return what would be sent, and where each is kept."""
    words = strings.routes
    named = {
        RouteUse.KEY: words.secret_key,
        RouteUse.PASSWORD: words.password,
        RouteUse.CERTIFICATE: words.client_certificate,
        RouteUse.REQUEST: words.request,
    }
    said = [
        words.use.format(what=named[use], place=strip_control_characters(place))
        if place
        else named[use]
        for use, place in uses
    ]
    return words.joint.join(said)


def status_uses_words(status: RouteStatus, strings: Strings) -> str:
    """Return what of a route's uses is not approved yet, in words."""
    return uses_words([(each.use, each.place) for each in status.unapproved], strings).strip()


def route_words(route: Route, strings: Strings) -> str:
    """Return a route on one line: its address and what is unusual about it."""
    parts = strings.routes.parts
    said = [
        route.address,
        *_named_proxy(route, strings),
        *([] if route.verify_tls else [parts.tls_off]),
        *([parts.ca.format(file="", digest=content_words(route.ca, strings))] if route.ca else []),
    ]
    return strip_control_characters(parts.joint.join(said).replace("  ", " "))


def _named_proxy(route: Route, strings: Strings) -> list[str]:
    """Return what the environment's file says of the proxy, a few words; nothing for most."""
    parts = strings.routes.parts
    if route.proxy == NO_PROXY:
        return [parts.no_proxy]
    return [parts.proxy.format(proxy=route.proxy)] if route.proxy else []


def unusual_words(status: RouteStatus, strings: Strings) -> list[str]:
    """Return what is unusual about a route, each a few words; nothing for most."""
    parts, route, environment = strings.routes.parts, status.route, status.environment
    risks = risks_of(route)
    found = _named_proxy(route, strings)
    if status.system_proxy:
        found.append(parts.system_proxy.format(proxy=status.system_proxy))
    if Risk.TLS_UNCHECKED in risks:
        found.append(parts.tls_off)
    if route.ca:
        digest = content_words(route.ca, strings)
        found.append(parts.ca.format(file=environment.ca_file, digest=digest))
    if route.client_certificate:
        digest = content_words(route.client_certificate, strings)
        file = environment.client_certificate or environment.client_key
        found.append(parts.certificate.format(file=file, digest=digest))
    if Risk.PUBLIC_HTTP in risks:
        found.append(parts.public_http)
    return [strip_control_characters(each) for each in found]


def mark_words(environment: Environment, system_proxy: str, strings: Strings) -> list[str]:
    """Return what is unusual about an environment's route in a word each, for the top line."""
    words, route = strings.routes, route_of(environment)
    proxy = route.named_proxy or system_proxy
    marks = [
        "" if route.verify_tls else words.mark_tls,
        words.mark_proxy.format(proxy=proxy.rpartition("//")[2]) if proxy else "",
        words.mark_ca if environment.ca_file and route.verify_tls else "",
    ]
    return [strip_control_characters(mark) for mark in marks if mark]


def unusual_line(status: RouteStatus, strings: Strings) -> str:
    """Return what is unusual about a route on one line; empty for nothing."""
    found = unusual_words(status, strings)
    return strings.routes.line.format(parts=strings.routes.parts.joint.join(found)) if found else ""


def risk_lines(status: RouteStatus, strings: Strings) -> list[str]:
    """Return a sentence for each way in which others could read what is sent."""
    words, environment = strings.routes, status.environment
    sentences = {Risk.TLS_UNCHECKED: words.tls_risk, Risk.PUBLIC_HTTP: words.http_risk}
    return [
        sentences[risk].format(
            environment=strip_control_characters(environment.name),
            host=strip_control_characters(environment.host),
        )
        for risk in risks_of(status.route)
    ]


def change_words(old: Route, new: Route, strings: Strings) -> list[str]:
    """Return what differs between two routes, a phrase each."""
    words = strings.routes.changes
    sentences = {
        RoutePart.ADDRESS: words.address,
        RoutePart.PROXY: words.proxy,
        RoutePart.TLS: words.tls,
        RoutePart.CA: words.ca,
        RoutePart.CERTIFICATE: words.certificate,
    }
    return [
        strip_control_characters(
            sentences[part].format(
                old=_part_words(part, old, strings), new=_part_words(part, new, strings)
            )
        )
        for part in changed_parts(old, new)
    ]


def _part_words(part: RoutePart, route: Route, strings: Strings) -> str:
    words = strings.routes.changes
    match part:
        case RoutePart.ADDRESS:
            return route.address
        case RoutePart.PROXY:
            return words.direct if route.proxy == NO_PROXY else route.proxy or words.none
        case RoutePart.TLS:
            return words.checked if route.verify_tls else words.unchecked
        case RoutePart.CA:
            return digest_words(route.ca, strings) if route.ca else words.system
        case RoutePart.CERTIFICATE:
            digest = route.client_certificate
            return digest_words(digest, strings) if digest else words.none


def digest_words(digest: str, strings: Strings) -> str:
    """Return the beginning of a digest, long enough to compare two by eye."""
    return strings.routes.changes.unreadable if digest == UNREADABLE else digest[:_DIGEST]


def content_words(digest: str, strings: Strings) -> str:
    """Return what a file holds: its digest, or that it cannot be read."""
    parts = strings.routes.parts
    return (
        parts.unreadable if digest == UNREADABLE else parts.digest.format(digest=digest[:_DIGEST])
    )


def approval_title(status: RouteStatus, strings: Strings) -> str:
    """Return what a person is asked about, or what is approved."""
    words, name = strings.routes.approval, strip_control_characters(status.environment.name)
    if status.is_approved:
        return name
    title = words.title_new if status.approved is None else words.title_changed
    return title.format(environment=name)


def unapproved_line(status: RouteStatus, strings: Strings) -> str:
    """Return which route is not approved, on one line; empty for an approved one."""
    if status.is_approved:
        return ""
    title, route = approval_title(status, strings), route_words(status.route, strings)
    return strings.imported.part_of.format(path=title, what=route)


def approval_rows(status: RouteStatus, strings: Strings) -> list[tuple[str, str]]:
    """Return everything of a route that a person approves, each with its label."""
    words, route, environment = strings.routes.approval, status.route, status.environment
    changes = strings.routes.changes
    rows = [
        (words.address, route.address),
        (words.proxy, _proxy_words(status, strings)),
        (words.tls, changes.checked if route.verify_tls else strings.routes.parts.tls_off),
    ]
    if route.verify_tls:
        rows.append((words.ca, _file_words(environment.ca_file, route.ca, strings)))
    if route.client_certificate:
        file = environment.client_certificate or environment.client_key
        rows.append((words.certificate, _file_words(file, route.client_certificate, strings)))
    for each in status.uses:
        state = words.is_approved if each.is_approved else words.is_not_approved
        said = uses_words([(each.use, each.place)], strings).strip()
        rows.append((words.sends, f"{said} · {state}"))
    if status.approved is not None:
        changed = change_words(status.approved, route, strings)
        rows.extend((words.changed, change) for change in changed)
    rows.append((words.fingerprint, status.fingerprint))
    return [(label, strip_control_characters(text)) for label, text in rows]


def _proxy_words(status: RouteStatus, strings: Strings) -> str:
    words = strings.routes.approval
    if status.route.proxy == NO_PROXY:
        return words.turned_off
    if status.route.proxy:
        return words.of_file.format(proxy=status.route.proxy)
    return (
        words.own_proxy.format(proxy=status.system_proxy)
        if status.system_proxy
        else (words.no_proxy)
    )


def _file_words(file: str, digest: str, strings: Strings) -> str:
    words = strings.routes.approval
    if not digest:
        return words.system_ca
    return words.file.format(file=file, digest=content_words(digest, strings))
