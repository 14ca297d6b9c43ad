"""Routes in words: what would be sent where, what changed, and what is unusual."""

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
"""Number of shown digits of a digest, enough to compare two by eye."""


def parameter_words(name: str, value: str, strings: Strings) -> str:
    """Return a value of a ``RouteError`` in words; unchanged if another version wrote it."""
    try:
        if name == "uses":
            uses = msgspec.json.decode(value, type=list[tuple[RouteUse, str]])
            return uses_words(uses, strings)
        return route_words(msgspec.json.decode(value, type=Route), strings)
    except msgspec.DecodeError:
        return value


def changes_of(error: WedaError, strings: Strings) -> str:
    """Return the changes since the approval that a ``RouteError`` holds."""
    try:
        old, new = (
            msgspec.json.decode(str(error.parameters.get(name, "")), type=Route)
            for name in ("changes", "route")
        )
    except msgspec.DecodeError:
        return str(error.parameters.get("changes", ""))
    return strings.routes.changes.joint.join(change_words(old, new, strings))


def uses_words(uses: Iterable[tuple[RouteUse, str]], strings: Strings) -> str:
    """Return what would be sent, and where each secret is stored."""
    words = strings.routes
    named = {
        RouteUse.KEY: words.secret_key,
        RouteUse.PASSWORD: words.password,
        RouteUse.CERTIFICATE: words.client_certificate,
        RouteUse.REQUEST: words.request,
    }
    texts = [
        words.use.format(what=named[use], place=strip_control_characters(place))
        if place
        else named[use]
        for use, place in uses
    ]
    return words.joint.join(texts)


def status_uses_words(status: RouteStatus, strings: Strings) -> str:
    """Return the uses of a route that are not approved yet."""
    return uses_words([(each.use, each.place) for each in status.unapproved], strings).strip()


def route_words(route: Route, strings: Strings) -> str:
    """Return a route on one line: its address and its unusual parts."""
    parts = strings.routes.parts
    texts = [
        route.address,
        *_named_proxy(route, strings),
        *([] if route.verify_tls else [parts.tls_off]),
        *([parts.ca.format(file="", digest=content_words(route.ca, strings))] if route.ca else []),
    ]
    return strip_control_characters(parts.joint.join(texts).replace("  ", " "))


def _named_proxy(route: Route, strings: Strings) -> list[str]:
    """Return the proxy that the environment's file names, in a few words; empty for most."""
    parts = strings.routes.parts
    if route.proxy == NO_PROXY:
        return [parts.no_proxy]
    return [parts.proxy.format(proxy=route.proxy)] if route.proxy else []


def unusual_words(status: RouteStatus, strings: Strings) -> list[str]:
    """Return the unusual parts of a route, each in a few words; empty for most."""
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
    """Return the unusual parts of an environment's route, a word each, for the top line."""
    words, route = strings.routes, route_of(environment)
    proxy = route.named_proxy or system_proxy
    marks = [
        "" if route.verify_tls else words.mark_tls,
        words.mark_proxy.format(proxy=proxy.rpartition("//")[2]) if proxy else "",
        words.mark_ca if environment.ca_file and route.verify_tls else "",
    ]
    return [strip_control_characters(mark) for mark in marks if mark]


def unusual_line(status: RouteStatus, strings: Strings) -> str:
    """Return the unusual parts of a route on one line; empty for none."""
    found = unusual_words(status, strings)
    return strings.routes.line.format(parts=strings.routes.parts.joint.join(found)) if found else ""


def risk_lines(status: RouteStatus, strings: Strings) -> list[str]:
    """Return a sentence for each way in which others could read the sent data."""
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
    """Return the differences between two routes, a phrase each."""
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
    """Return the beginning of a digest, long enough to compare two digests by eye."""
    return strings.routes.changes.unreadable if digest == UNREADABLE else digest[:_DIGEST]


def content_words(digest: str, strings: Strings) -> str:
    """Return the digest of a file's content, or that the file cannot be read."""
    parts = strings.routes.parts
    return (
        parts.unreadable if digest == UNREADABLE else parts.digest.format(digest=digest[:_DIGEST])
    )


def approval_title(status: RouteStatus, strings: Strings) -> str:
    """Return the title of the question, or of what is approved."""
    words, name = strings.routes.approval, strip_control_characters(status.environment.name)
    if status.is_approved:
        return name
    title = words.title_new if status.approved is None else words.title_changed
    return title.format(environment=name)


def unapproved_line(status: RouteStatus, strings: Strings) -> str:
    """Return that a route is not approved, on one line; empty for an approved route."""
    if status.is_approved:
        return ""
    title, route = approval_title(status, strings), route_words(status.route, strings)
    return strings.imported.part_of.format(path=title, what=route)


def approval_rows(status: RouteStatus, strings: Strings) -> list[tuple[str, str]]:
    """Return all parts of a route that the user approves, each with its label."""
    words, route, environment = strings.routes.approval, status.route, status.environment
    tls = strings.routes.changes.checked if route.verify_tls else strings.routes.parts.tls_off
    rows = [
        (words.address, route.address),
        (words.proxy, _proxy_words(status, strings)),
        (words.tls, tls if route.scheme == "https" else strings.check.facts.plain_http),
    ]
    if route.scheme == "https" and route.verify_tls:
        rows.append((words.ca, _file_words(environment.ca_file, route.ca, strings)))
    if route.client_certificate:
        file = environment.client_certificate or environment.client_key
        rows.append((words.certificate, _file_words(file, route.client_certificate, strings)))
    for each in status.uses:
        state = words.is_approved if each.is_approved else words.is_not_approved
        message = uses_words([(each.use, each.place)], strings).strip()
        rows.append((words.sends, f"{message} · {state}"))
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
