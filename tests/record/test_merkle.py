"""The tree equals the definition of RFC 6962, and a proof that was touched proves nothing."""

import ast
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.record import merkle
from hudna.record.merkle import Frontier, leaf_hash, nodes_of

MANY = 70
ENTRIES = [b"%d" % number for number in range(MANY)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
NODE = nodes_of(LEAVES)

# --- RFC 6962, section 2.1, as it is written there ------------------------------------------------


def mth(entries):
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = largest_power_below(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def audit_path(m, entries):
    if len(entries) == 1:
        return []
    k = largest_power_below(len(entries))
    if m < k:
        return [*audit_path(m, entries[:k]), mth(entries[k:])]
    return [*audit_path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m, entries, known):
    if m == len(entries):
        return [] if known else [mth(entries)]
    k = largest_power_below(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], known), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def largest_power_below(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


ROOTS = [mth(ENTRIES[:size]) for size in range(MANY + 1)]

# --- the tree -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", range(MANY + 1))
def test_four_ways_to_one_root(size):
    grown = Frontier()
    for leaf in LEAVES[:size]:
        grown.append(leaf)
    assert grown.size == size
    assert grown.root() == ROOTS[size]
    assert Frontier.of(size, NODE) == grown
    assert merkle.head(size, NODE) == ROOTS[size]
    assert merkle.root(LEAVES[:size]) == ROOTS[size]


def test_what_a_leaf_completes():
    grown = Frontier()
    for size in range(MANY):
        complete = tuple(
            mth(ENTRIES[size + 1 - 2**level : size + 1])
            for level in range(7)
            if (size + 1) % 2**level == 0
        )
        assert merkle.grow(size, LEAVES[size], NODE) == complete
        assert grown.append(LEAVES[size]) == complete


def test_what_leaves_complete_holds_the_whole_tree():
    stored = []

    def node(level, index):
        return stored[(index + 1) * 2**level - 1][level]

    for size, leaf in enumerate(LEAVES):
        stored.append(merkle.grow(size, leaf, node))
    for level in range(7):
        for index in range(MANY >> level):
            assert node(level, index) == mth(ENTRIES[index << level : (index + 1) << level])
            assert NODE(level, index) == node(level, index)
    assert merkle.head(MANY, node) == ROOTS[MANY]


def test_a_subtree_that_is_not_complete_is_not_there():
    with pytest.raises(IndexError):
        nodes_of(LEAVES[:7])(2, 1)


def test_a_leaf_is_not_taken_for_a_node():
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != merkle.node_hash(LEAVES[0], LEAVES[1])


# --- proofs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", range(1, MANY + 1))
def test_every_leaf_is_proved(size):
    for index in range(size):
        path = merkle.inclusion(index, size, NODE)
        assert path == audit_path(index, ENTRIES[:size])
        assert merkle.is_included(LEAVES[index], index, size, path, ROOTS[size])


@pytest.mark.parametrize("new", range(MANY + 1))
def test_every_earlier_tree_is_proved(new):
    for old in range(new + 1):
        path = merkle.consistency(old, new, NODE)
        assert path == (subproof(old, ENTRIES[:new], True) if old else [])
        assert merkle.is_consistent(old, ROOTS[old], new, ROOTS[new], path)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_path_to_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match=f"no leaf {index} in a tree of {size}"):
        merkle.inclusion(index, size, NODE)
    assert not merkle.is_included(LEAVES[0], index, size, [], ROOTS[1])


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_no_proof_for_a_tree_that_shrank(old, new):
    with pytest.raises(ValueError, match=f"a tree of {new} leaves does not follow one of {old}"):
        merkle.consistency(old, new, NODE)
    assert not merkle.is_consistent(old, ROOTS[old], new, ROOTS[new], [])


def test_what_follows_the_empty_tree():
    empty, other = merkle.EMPTY, ROOTS[1]
    assert merkle.is_consistent(0, empty, 0, empty, [])
    assert not merkle.is_consistent(0, other, 0, other, [])
    assert not merkle.is_consistent(0, other, 1, other, [])
    assert not merkle.is_consistent(0, empty, 0, other, [])
    assert not merkle.is_consistent(0, empty, 1, other, [other])


def altered(path):
    """Every path that differs from a path in one place."""
    for at, value in enumerate(path):
        yield [*path[:at], bytes([value[0] ^ 1]) + value[1:], *path[at + 1 :]]
        yield [*path[:at], value[:-1], *path[at + 1 :]]
        yield [*path[:at], *path[at + 1 :]]
        yield [*path[:at], value, *path[at:]]
        if value != path[at - 1]:
            yield [*path[:at], path[at - 1], *path[at + 1 :]]
    yield [*path, LEAVES[0]]
    yield [LEAVES[0], *path]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 32, 33, MANY])
def test_a_touched_path_proves_no_leaf(size):
    for index in range(size):
        leaf, path, root = LEAVES[index], merkle.inclusion(index, size, NODE), ROOTS[size]
        for other in altered(path):
            assert not merkle.is_included(leaf, index, size, other, root)
        for other in {*range(-1, size + 3)} - {index}:
            assert not merkle.is_included(leaf, other, size, path, root)
        for other in {*range(MANY + 1)} - {size}:
            assert not merkle.is_included(leaf, index, other, path, ROOTS[other])
            assert not merkle.is_included(leaf, index, size, path, ROOTS[other])
        assert not merkle.is_included(leaf_hash(b"other"), index, size, path, root)


@pytest.mark.parametrize("new", [1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 32, 33, MANY])
def test_a_touched_path_proves_no_earlier_tree(new):
    for old in range(1, new + 1):
        path = merkle.consistency(old, new, NODE)
        for other in altered(path):
            assert not merkle.is_consistent(old, ROOTS[old], new, ROOTS[new], other)
        for other in {*range(-1, new + 3)} - {old}:
            assert not merkle.is_consistent(other, ROOTS[old], new, ROOTS[new], path)
        for other in {*range(MANY + 1)} - {new}:
            assert not merkle.is_consistent(old, ROOTS[old], other, ROOTS[other], path)
            assert not merkle.is_consistent(old, ROOTS[old], new, ROOTS[other], path)
        assert not merkle.is_consistent(old, ROOTS[old - 1], new, ROOTS[new], path)


@given(st.data())
def test_a_past_that_was_changed_has_no_proof(data):
    old = data.draw(st.integers(1, MANY - 1), "old")
    new = data.draw(st.integers(old, MANY), "new")
    changed = data.draw(st.integers(0, old - 1), "changed")
    leaves = [*LEAVES]
    leaves[changed] = leaf_hash(b"changed")
    node = nodes_of(leaves)
    path = merkle.consistency(old, new, node)
    assert not merkle.is_consistent(old, ROOTS[old], new, merkle.head(new, node), path)


HASHES = st.sampled_from([*LEAVES[:4], *ROOTS[:4]]) | st.binary(min_size=32, max_size=32)
NUMBERS = st.integers(-2, 9) | st.integers(-(2**70), 2**70)


@given(HASHES, NUMBERS, NUMBERS, st.lists(HASHES | st.binary(), max_size=5), HASHES)
def test_any_proof_gets_an_answer(first, small, large, path, second):
    if merkle.is_included(first, small, large, path, second):
        assert 0 <= small < large
    if merkle.is_consistent(small, first, large, second, path):
        assert 0 <= small <= large


# --- published vectors ----------------------------------------------------------------------------

# The eight leaves of Certificate Transparency, from the Go package transparency-dev/merkle,
# testonly/constants.go and testonly/reference_test.go.
CT_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
CT_NODES = [
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
        "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ],
    [
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    ],
    [
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    ["5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_LEAVES = [leaf_hash(entry) for entry in CT_ENTRIES]
# Paths as (level, index) of CT_NODES.
CT_INCLUSION = {
    (0, 1): [],
    (0, 2): [(0, 1)],
    (1, 2): [(0, 0)],
    (2, 3): [(1, 0)],
    (1, 5): [(0, 0), (1, 1), (0, 4)],
    (0, 8): [(0, 1), (1, 1), (2, 1)],
    (5, 8): [(0, 4), (1, 3), (2, 0)],
}
CT_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [(0, 1), (1, 1), (2, 1)],
    (2, 5): [(1, 1), (0, 4)],
    (6, 8): [(1, 2), (1, 3), (2, 0)],
}


def published(path):
    return [bytes.fromhex(CT_NODES[level][index]) for level, index in path]


def test_published_nodes_and_roots():
    node = nodes_of(CT_LEAVES)
    for level, hashes in enumerate(CT_NODES):
        assert [node(level, index).hex() for index in range(len(hashes))] == hashes
    assert [merkle.head(size, node).hex() for size in range(9)] == CT_ROOTS
    assert [merkle.root(CT_LEAVES[:size]).hex() for size in range(9)] == CT_ROOTS
    assert merkle.EMPTY.hex() == CT_ROOTS[0]


@pytest.mark.parametrize(("index", "size"), CT_INCLUSION)
def test_published_inclusion(index, size):
    path = published(CT_INCLUSION[index, size])
    assert merkle.inclusion(index, size, nodes_of(CT_LEAVES)) == path
    assert merkle.is_included(
        CT_LEAVES[index], index, size, path, bytes.fromhex(CT_ROOTS[size])
    )  # fmt: skip


@pytest.mark.parametrize(("old", "new"), CT_CONSISTENCY)
def test_published_consistency(old, new):
    path = published(CT_CONSISTENCY[old, new])
    assert merkle.consistency(old, new, nodes_of(CT_LEAVES)) == path
    roots = [bytes.fromhex(root) for root in CT_ROOTS]
    assert merkle.is_consistent(old, roots[old], new, roots[new], path)


# --- to be read alone -----------------------------------------------------------------------------


def test_it_imports_the_standard_library_only():
    tree = ast.parse(Path(merkle.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    assert modules == {"__future__", "collections.abc", "dataclasses", "hashlib", "typing"}
