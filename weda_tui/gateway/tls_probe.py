"""Probes whether a port speaks TLS, after plain HTTP to it ended without a response."""

import asyncio
import ssl

PATIENCE = 1.0
"""Seconds to wait for a handshake."""


async def speaks_tls(host: str, port: int) -> bool:
    """Return whether a port answers a TLS handshake; sends nothing after it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # nothing secret is sent
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
    except ssl.SSLError as error:
        return "ALERT" in (error.reason or "")  # only TLS refuses like that
    except (OSError, ValueError):
        return False
    writer.close()
    return True
