"""For any log: proofs that are made hold, proofs for anything else do not, and tiles give the naive tree."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from orepass.transparency.rules import merkle, tile

LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(700)]
SIZES = st.integers(1, len(LEAVES))


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


def grown(size: int, *, batches: int = 1) -> merkle.Nodes:
    stored: dict[tuple[int, int], bytes] = {}
    done = 0
    for batch in range(1, batches + 1):
        growth = tile.Growth(done, lambda level, number: stored[level, number])
        for leaf in LEAVES[done : size * batch // batches]:
            growth.extend([leaf])
        stored.update(growth.changed)
        done = growth.size
    return tile.nodes_from(lambda level, number: stored[level, number])


NODES = grown(len(LEAVES))


@given(size=st.integers(0, len(LEAVES)), batches=st.integers(1, 7))
def test_tiles_give_the_root_of_the_naive_tree_however_the_leaves_came_in(size: int, batches: int) -> None:
    assert merkle.root_hash(size, grown(size, batches=batches)) == naive_root(LEAVES[:size])


@given(size=SIZES, data=st.data())
def test_inclusion_proof_holds_for_its_leaf_and_place_only(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    root = merkle.root_hash(size, NODES)
    proof = merkle.inclusion_proof(index, size, NODES)
    holds = merkle.inclusion_holds(index=other, size=size, leaf=LEAVES[index], proof=proof, root=root)
    assert holds is (other == index)
    holds = merkle.inclusion_holds(index=index, size=size, leaf=LEAVES[other], proof=proof, root=root)
    assert holds is (other == index)
    assert len(proof) <= size.bit_length()


@given(sizes=st.tuples(SIZES, SIZES).map(sorted), wrong=SIZES)
def test_consistency_proof_holds_between_its_two_trees_only(sizes: list[int], wrong: int) -> None:
    old, new = sizes
    proof = merkle.consistency_proof(old, new, NODES)
    old_root, new_root = merkle.root_hash(old, NODES), merkle.root_hash(new, NODES)
    assert merkle.consistency_holds(old=old, new=new, old_root=old_root, new_root=new_root, proof=proof)
    other_root = merkle.root_hash(wrong, NODES)
    holds = merkle.consistency_holds(old=old, new=new, old_root=other_root, new_root=new_root, proof=proof)
    assert holds is (wrong == old)


@given(
    index=st.integers(-2, 900),
    size=st.integers(-2, 900),
    proof=st.lists(st.binary(min_size=30, max_size=34), max_size=12),
)
def test_invented_proofs_never_hold(index: int, size: int, proof: list[bytes]) -> None:
    root = merkle.root_hash(5, NODES)
    invented = merkle.inclusion_holds(index=index, size=size, leaf=LEAVES[699], proof=proof, root=root)
    assert invented is False
