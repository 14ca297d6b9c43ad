"""Whether a port speaks TLS, asked when plain HTTP to it ended without a word."""

import asyncio
import ssl

PATIENCE = 1.0
"""Seconds that a handshake is waited for."""


async def speaks_tls(host: str, port: int) -> bool:
    """Return whether a port takes part in a TLS handshake; nothing is sent behind it."""
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
