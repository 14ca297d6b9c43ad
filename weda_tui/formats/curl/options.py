"""Which options curl has, and which of them take a value (curl 8.14, ``--help all``)."""

from collections.abc import Iterator

SHORT = {
    "A": "user-agent", "b": "cookie", "c": "cookie-jar", "C": "continue-at", "d": "data",
    "D": "dump-header", "e": "referer", "E": "cert", "f": "fail", "F": "form", "G": "get",
    "g": "globoff", "H": "header", "h": "help", "I": "head", "i": "include",
    "j": "junk-session-cookies", "k": "insecure", "K": "config", "L": "location", "m": "max-time",
    "M": "manual", "n": "netrc", "N": "no-buffer", "o": "output", "O": "remote-name",
    "p": "proxytunnel", "P": "ftp-port", "q": "disable", "Q": "quote", "r": "range",
    "R": "remote-time", "s": "silent", "S": "show-error", "t": "telnet-option",
    "T": "upload-file", "u": "user", "U": "proxy-user", "v": "verbose", "V": "version",
    "w": "write-out", "x": "proxy", "X": "request", "Y": "speed-limit", "y": "speed-time",
    "z": "time-cond", "Z": "parallel", "#": "progress-bar", ":": "next", "0": "http1.0",
    "1": "tlsv1", "2": "sslv2", "3": "sslv3", "4": "ipv4", "6": "ipv6", "a": "append",
    "B": "use-ascii", "J": "remote-header-name", "l": "list-only",
}  # fmt: skip

_TAKES_VALUE_WORDS = (
    "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config "
    "connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile curves "
    "data data-ascii data-binary data-raw data-urlencode delegation dns-interface "
    "dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine "
    "etag-compare etag-save expect100-timeout form form-string ftp-account "
    "ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms "
    "haproxy-clientip header help hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway "
    "json keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port "
    "login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file "
    "noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy proto "
    "proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type "
    "proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass "
    "proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype "
    "proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate "
    "referer request request-target resolve retry retry-delay retry-max-time sasl-authzid "
    "service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname "
    "speed-limit speed-time ssl-sessions stderr telnet-option tftp-blksize time-cond tls-max "
    "tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket "
    "upload-file upload-flags url url-query user user-agent variable vlan-priority write-out "
)
TAKES_VALUE = frozenset(_TAKES_VALUE_WORDS.split())

_SILENT_WORDS = (
    "compressed fail fail-early fail-with-body include no-buffer output progress-bar "
    "remote-name remote-name-all remote-header-name remote-time show-error silent stderr "
    "styled-output trace trace-ascii trace-config trace-ids trace-time verbose write-out "
    "basic globoff path-as-is disable output-dir progress-meter create-dirs "
)
SILENT = frozenset(_SILENT_WORDS.split())
"""What curl shows and where it writes: nothing of what is sent."""

_KNOWN = TAKES_VALUE | SILENT | frozenset(SHORT.values())


def read_options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the options behind ``curl``, by their long names, each with its value.

    An address without an option is one of ``--url``. ``--no-…`` is an option of that name.
    """
    at = 0
    while at < len(words):
        word, at = words[at], at + 1
        if word == "--":
            yield from (("url", address) for address in words[at:])
            return
        if word.startswith("--"):
            name, mark, joined = word[2:].partition("=")
            name = _whole(name)
            if name in TAKES_VALUE and not mark:
                yield name, words[at] if at < len(words) else ""
                at += 1
            else:
                yield name, joined
        elif len(word) > 1 and word.startswith("-"):
            taken = list(_read_short(word[1:]))
            if taken and taken[-1][1] is None:
                taken[-1] = (taken[-1][0], words[at] if at < len(words) else "")
                at += 1
            yield from ((name, value or "") for name, value in taken)
        else:
            yield "url", word


def _whole(name: str) -> str:
    """Return an option that curl takes by the beginning of its name."""
    if name in _KNOWN:
        return name
    found = [known for known in _KNOWN if known.startswith(name)]
    return found[0] if len(found) == 1 and len(name) > 2 else name


def _read_short(letters: str) -> Iterator[tuple[str, str | None]]:
    """Yield the options of ``-sXPUT``; the last one has ``None`` where its value is a word."""
    for at, letter in enumerate(letters):
        name = SHORT.get(letter, letter)
        if name in TAKES_VALUE:
            yield name, letters[at + 1 :] or None
            return
        yield name, ""
