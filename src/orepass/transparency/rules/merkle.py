"""Merkle tree hashing and proofs (RFC 6962 §2.1; verification after RFC 9162 §2.1.3 and §2.1.4).

A tree of *size* leaves is addressed by complete subtrees: the node at ``(level, index)`` covers the leaves
``index · 2^level`` up to, not including, ``(index + 1) · 2^level``. Proofs are made from such nodes alone, so that
making one touches O(log n) of them however large the log is.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence

Hash = bytes
Nodes = Callable[[int, int], Hash]
"""Give the hash of the complete subtree at (level, index)."""

HASH_BYTES = 32
EMPTY_ROOT: Hash = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> Hash:
    """Hash one leaf; the prefix keeps leaves and inner nodes apart (second pre-image resistance)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """Hash two children into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two smaller than a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def range_hash(start: int, end: int, nodes: Nodes) -> Hash:
    """Hash the leaves from start up to end, where start lies on a subtree boundary of the range."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes(level, start >> level)
    middle = start + split(size)
    return node_hash(range_hash(start, middle, nodes), range_hash(middle, end, nodes))


def root_hash(size: int, nodes: Nodes) -> Hash:
    """Return the root of the tree at a size."""
    return range_hash(0, size, nodes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[Hash]:
    """Prove that the leaf at an index is in the tree of a size: sibling hashes from the leaf upwards."""
    assert 0 <= index < size, "the leaf lies in the tree"
    start, end, path = 0, size, list[Hash]()
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(range_hash(start, middle, nodes))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[Hash]:
    """Prove that the tree of the old size is a prefix of the tree of the new size."""
    assert 0 < old <= new, "the old tree holds a leaf and is not larger than the new one"
    start, end, path, whole = 0, new, list[Hash](), True
    while old - start < end - start:
        middle = start + split(end - start)
        if old <= middle:
            path.append(range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(range_hash(start, middle, nodes))
            start, whole = middle, False
    # The old root itself is known to the verifier; only a part of it has to be named.
    return ([] if whole else [range_hash(start, end, nodes)]) + path[::-1]


def inclusion_holds(*, index: int, size: int, leaf: Hash, proof: Sequence[Hash], root: Hash) -> bool:
    """Say whether the proof shows that the leaf is at the index of the tree with this root."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    position, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            computed = node_hash(sibling, computed)
            position, last = _skip_left_spine(position, last)
        else:
            computed = node_hash(computed, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and hmac.compare_digest(computed, root)


def consistency_holds(*, old: int, new: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Say whether the proof shows that the tree with the new root only added to the tree with the old root.

    From an empty tree nothing can be shown and everything follows: it is consistent when no hash is sent and the old
    root is that of the empty tree.
    """
    if not 0 <= old <= new or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old in {0, new}:
        known = new_root if old == new else EMPTY_ROOT
        return not proof and hmac.compare_digest(old_root, known)
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    roots = _roots_proved(path, old=old, new=new)
    return roots is not None and hmac.compare_digest(roots[0], old_root) and hmac.compare_digest(roots[1], new_root)


def other_beginning(*, old: int, new: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Say whether the proof shows that the tree with the new root began with another old tree than this one.

    Only a proof that leads to the new root shows anything: whoever makes one up accuses nobody. It names the old tree
    unless that is complete (its size a power of two).
    """
    if not 0 < old < new or old & (old - 1) == 0 or not _are_hashes([old_root, new_root, *proof]):
        return False
    roots = _roots_proved(proof, old=old, new=new)
    return roots is not None and hmac.compare_digest(roots[1], new_root) and not hmac.compare_digest(roots[0], old_root)


def _roots_proved(path: Sequence[Hash], *, old: int, new: int) -> tuple[Hash, Hash] | None:
    """Return the old and the new root to which a path leads; nothing when it is of another length than it should be."""
    if not path:
        return None
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    from_old = from_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            from_old, from_new = node_hash(sibling, from_old), node_hash(sibling, from_new)
            position, last = _skip_left_spine(position, last)
        else:
            from_new = node_hash(from_new, sibling)
        position, last = position >> 1, last >> 1
    return (from_old, from_new) if last == 0 else None


def _skip_left_spine(position: int, last: int) -> tuple[int, int]:
    """Climb over levels where the node has no right sibling: there its hash is carried up unchanged."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _are_hashes(hashes: Sequence[Hash]) -> bool:
    return all(len(value) == HASH_BYTES for value in hashes)
