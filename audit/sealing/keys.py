"""The key that signs seals. It is kept outside the database, so that whoever has only that cannot make any."""

from base64 import urlsafe_b64decode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIZE = 32


def key_of(text: str) -> Ed25519PrivateKey:
    """Of 32 random bytes in URL-safe base 64. Raises ValueError for anything else."""
    seed = urlsafe_b64decode(text)
    if len(seed) != SIZE:
        raise ValueError(f"A key is {SIZE} bytes, and this is {len(seed)}.")
    return Ed25519PrivateKey.from_private_bytes(seed)
