"""Digests that a record gives of its block.

Source: The WARC Format 1.1 (ISO 28500:2017) §5.8 (WARC-Block-Digest); RFC 4648 §6 (base32).
"""

import hashlib
from base64 import b32encode

_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "md5": "md5"}


def contradicts(labelled: str, block: bytes) -> bool:
    """Whether a digest as labelled is not that of a block; one that is absent or not known contradicts nothing.

    :param labelled: ``algorithm:value``, the value in base32 or hexadecimal

    >>> contradicts("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b""), contradicts("sha1:" + "A" * 32, b"")
    (False, True)
    """
    name, _, value = labelled.partition(":")
    algorithm = _ALGORITHMS.get(name.strip().lower())
    if not algorithm or not value.strip():
        return False
    digest = hashlib.new(algorithm, block, usedforsecurity=False)
    return value.strip().lower() not in (digest.hexdigest(), b32encode(digest.digest()).decode().rstrip("=").lower())
