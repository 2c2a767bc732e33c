"""What is fetched from strangers: a server that redirects, drips, never ends or is another one gets no belief."""

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from orepass.credentials import fetching, outside, queries
from orepass.credentials.rules.authority import Resolution
from orepass.credentials.rules.status import Fetched
from orepass.platform import net
from tests.hanging import ends
from tests.rules.credentials.signing import AT

HOST = "mine.example"
DID = f"did:web:{HOST}"
ANSWER = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
Behaviour = Callable[[ssl.SSLSocket], None]


def certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / f"{name}.pem"
    encoding = serialization.Encoding.PEM
    file.write_bytes(key.private_bytes(encoding, form, plain) + signed.public_bytes(encoding))
    return file


class Server:
    """A TLS server on this machine that answers each connection as it is told."""

    def __init__(self, file: Path) -> None:
        self.behaviour: Behaviour = lambda _socket: None
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(file)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.asked: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _address = self.listening.accept()
            except OSError:
                return
            with plain:
                try:
                    with self.context.wrap_socket(plain, server_side=True) as secure:
                        self.asked.append(secure.recv(65536))
                        self.behaviour(secure)
                except OSError:
                    continue


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    file = certificate(tmp_path, HOST)
    found = Server(file)
    make, connect = ssl.create_default_context, socket.create_connection
    monkeypatch.setattr(ssl, "create_default_context", lambda: make(cafile=str(file)))
    monkeypatch.setattr(
        socket, "create_connection", lambda _address, timeout: connect(("127.0.0.1", found.port), timeout=timeout)
    )
    monkeypatch.setattr(net, "_addresses", lambda _host, _port: ["93.184.215.14"])
    monkeypatch.setattr(queries, "did_document", lambda _name: None)
    yield found
    found.listening.close()


def resolved(name: str = DID) -> Resolution:
    return outside.resolver(fetching.fetch, at=AT)(name)


def drip(secure: ssl.SSLSocket, start: bytes) -> None:
    secure.sendall(start)
    while True:
        secure.sendall(b" ")
        time.sleep(0.02)


def test_an_honest_document_is_taken_from_its_own_address(server: Server) -> None:
    server.behaviour = lambda secure: secure.sendall(ANSWER + b'{"id":"did:web:mine.example"}')
    assert resolved() == Resolution({"id": DID}, f"https://{HOST}/.well-known/did.json")
    assert server.asked[0].startswith(b"GET /.well-known/did.json HTTP/1.1\r\nHost: mine.example\r\n")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_document_that_redirects_is_not_followed(server: Server, status: int) -> None:
    elsewhere = f"HTTP/1.1 {status} Moved\r\nLocation: https://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    server.behaviour = lambda secure: secure.sendall(elsewhere.encode())
    assert resolved() == Resolution(None, reason=f"HTTP {status}")
    assert len(server.asked) == 1


def test_a_document_that_never_ends_is_left_at_two_megabytes(server: Server) -> None:
    def endless(secure: ssl.SSLSocket) -> None:
        secure.sendall(ANSWER)
        while True:
            secure.sendall(b"{" * 65536)

    server.behaviour = endless
    assert resolved() == Resolution(None, reason="the answer is too large")


@pytest.mark.parametrize("start", [ANSWER, b"HTTP/1.1 200 OK\r\nX-More:", b""])
def test_a_document_that_drips_for_ever_is_cut_off_at_the_deadline(
    server: Server, start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(net, "SECONDS_MAX", 0.4)
    server.behaviour = lambda secure: drip(secure, start)
    with ends():
        assert resolved() == Resolution(None, reason="the answer took too long")


def test_a_silent_server_is_left(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "SECONDS_MAX", 0.3)
    server.behaviour = lambda _secure: time.sleep(1)
    assert resolved().document is None


def test_a_server_that_is_another_one_is_not_believed(server: Server) -> None:
    server.behaviour = lambda secure: secure.sendall(ANSWER + b'{"id":"did:web:other.example"}')
    assert resolved("did:web:other.example") == Resolution(None, reason="SSLCertVerificationError")


@pytest.mark.parametrize(
    "name",
    [
        "did:web:127.0.0.1",
        "did:web:169.254.169.254",
        "did:web:localhost",
        "did:web:%31%32%37.0.0.1",
        "did:web:[::1]",
        "did:web:mine.example%3A99999",
        "did:web:mine.example:..:etc",
        "did:web:mine.example%2F..%2Fx",
        "did:web:2130706433",
    ],
)
def test_a_did_that_points_inward_is_never_asked(server: Server, name: str) -> None:
    assert resolved(name).document is None
    assert server.asked == []


INWARD = ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "0.0.0.1")
WRAPPED = ("64:ff9b::a00:1", "64:ff9b:1::a00:1", "::127.0.0.1", "2002:7f00:1::1", "2001:0:7f00::1", "fec0::1")
MANY = ("224.0.0.1", "239.1.1.1", "ff0e::1")


@pytest.mark.parametrize("address", [*INWARD, *WRAPPED, *MANY])
def test_a_host_whose_address_points_inward_is_never_asked(
    server: Server, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(net, "_addresses", lambda _host, _port: [address])
    assert resolved() == Resolution(None, reason="the host has no public address")
    assert server.asked == []


def test_a_host_that_is_not_found_decides_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    monkeypatch.setattr(net, "_addresses", unknown)
    assert resolved() == Resolution(None, reason="the host is not found")
    assert server.asked == []


@pytest.mark.parametrize("host", ["a..example", f"{'a' * 64}.example"])
def test_a_host_that_no_name_can_be_made_of_is_an_answer_too(host: str) -> None:
    assert fetching.fetch(f"https://{host}/status/1") == Fetched(None, reason="the host is not found")
