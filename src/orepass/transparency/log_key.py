"""The log's own key: made and used by the holder of this installation's keys, which shows its public half alone."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.platform.key_holder import make_held, signer_of
from orepass.platform.keystore import KeyType
from orepass.transparency.models import Log
from orepass.transparency.rules.note import parse_verifier_key


class OtherLogKey(Conflict):
    """The key that is kept under the name of the log's key is another one: nothing is signed with it."""

    code = "transparency.log.other_key"
    message = _("The key kept under the name “{name}” is not the one that this log signs with.")
    what_to_do = _("Restore the log's key, or put back the holder of keys (OREPASS_KEY_HOLDER) that it was made with.")


class LogKey:
    """Sign under the origin of the log; only what its published key confirms is handed out."""

    def __init__(self, log: Log) -> None:
        """Ask the holder of keys for the key of a log.

        Raises:
            DemonstrationKey: it is a demonstration's key and this home is none.
            KeyUnavailable: it is nowhere to be found, or the passphrase does not open it.
        """
        self._name = log.key_name
        self._signer = signer_of(log.key_name, log.origin)
        self._public = Ed25519PublicKey.from_public_bytes(parse_verifier_key(log.verifier_key).public)

    def public_key(self) -> Ed25519PublicKey:
        """Return the public half, as the log publishes it."""
        return self._public

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature.

        Raises:
            OtherLogKey: the published key does not confirm it.
        """
        signature = self._signer.sign(data)
        try:
            self._public.verify(signature, data)
        except InvalidSignature:
            raise OtherLogKey(name=self._name, state="another key") from None
        return signature


def make_log_key(name: str) -> bytes:
    """Make the key of a log under a name and return its public half: checkpoints are signed with Ed25519."""
    public = make_held(name, KeyType.ED25519)
    assert isinstance(public, Ed25519PublicKey), "the holder made the kind of key it was asked for"
    return public.public_bytes_raw()
