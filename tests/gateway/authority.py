"""A private certificate authority, and server certificates that are created during a test."""

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

pytest.importorskip("cryptography", reason="it makes the certificates")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


class Authority:
    """A private CA in a folder, and TLS contexts with its certificates."""

    def __init__(self, folder: Path, name: str = "weda-tui test CA") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        certificate = (
            x509.CertificateBuilder(self._name, self._name, self._key.public_key())
            .serial_number(1)
            .not_valid_before(NOW - DAY)
            .not_valid_after(NOW + DAY)
            .add_extension(constraints, critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def server(
        self,
        address: str = "127.0.0.1",
        *,
        starts: dt.datetime = NOW - DAY,
        ends: dt.datetime = NOW + DAY,
        names: tuple[str, ...] = (),
    ) -> ssl.SSLContext:
        """Return the TLS context of a server at an address, with domain names."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
        at = x509.IPAddress(ipaddress.ip_address(address))
        alternatives = x509.SubjectAlternativeName([at, *map(x509.DNSName, names)])
        certificate = (
            x509.CertificateBuilder(self._name, subject, key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(starts)
            .not_valid_after(ends)
            .add_extension(alternatives, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        pem = self._folder / "server.pem"
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context

    def client(self) -> Path:
        """Return a file with a key and a certificate of this authority."""
        self.server()
        return (self._folder / "server.pem").rename(self._folder / "client.pem")

    def asking_server(self) -> ssl.SSLContext:
        """Return the TLS context of a server that requires a client certificate."""
        context = self.server()
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(self.ca_file)
        return context

    def locked_key(self) -> Path:
        """Return a file with a key that is encrypted with a password."""
        locked = serialization.BestAvailableEncryption(b"hush")
        path = self._folder / "locked.key"
        path.write_bytes(
            self._key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked
            )
        )
        return path


@contextlib.contextmanager
def refusing_handshakes(context: ssl.SSLContext) -> Generator[str]:
    """Yield the address of a server that sends an alert when it refuses TLS.

    The server of asyncio only closes the connection.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            connection.settimeout(60)
            with context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            ) as tls:
                with contextlib.suppress(ssl.SSLError):
                    tls.do_handshake()
                while socket.socket.recv(tls, 65536):  # unread bytes would cause a reset
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            thread.join()
