"""The tree of RFC 6962, against its reference vectors."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from ledger.transparency import merkle

VECTORS = Path(__file__).parents[1] / "vectors"
CASES = json.loads((VECTORS / "merkle-cases.json").read_text())
ROOTS = [
    bytes.fromhex(line.split()[1])
    for line in (VECTORS / "rfc6962-roots.txt").read_text().splitlines()
]
LEAVES = [
    merkle.leaf_hash(bytes.fromhex(data))
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
PROOF = merkle.inclusion_proof(5, LEAVES)
EXTENSION = merkle.consistency_proof(3, LEAVES)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_tree(size: int) -> None:
    assert merkle.root(LEAVES[:size]) == ROOTS[size]


@pytest.mark.parametrize("case", CASES["inclusion"], ids=lambda case: case["name"])
def test_inclusion_cases_of_the_reference_verifier(case: dict[str, Any]) -> None:
    accepted = merkle.verify_inclusion(
        case["leafIdx"],
        case["treeSize"],
        b64decode(case["leafHash"]),
        [b64decode(each) for each in case["proof"] or []],
        b64decode(case["root"]),
    )
    assert accepted is not case["wantErr"], case["desc"]


@pytest.mark.parametrize("case", CASES["consistency"], ids=lambda case: case["name"])
def test_consistency_cases_of_the_reference_verifier(case: dict[str, Any]) -> None:
    accepted = merkle.verify_consistency(
        case["size1"],
        case["size2"],
        b64decode(case["root1"]),
        b64decode(case["root2"]),
        [b64decode(each) for each in case["proof"] or []],
    )
    assert accepted is not case["wantErr"], case["desc"]


def test_all_196_reference_cases_are_here() -> None:
    assert len(CASES["inclusion"]) + len(CASES["consistency"]) == 196


def test_leaf_and_node_hashes_never_meet() -> None:
    left, right = LEAVES[:2]
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


def test_equal_sizes_need_equal_roots_and_no_proof() -> None:
    assert merkle.consistency_proof(8, LEAVES) == []
    assert merkle.verify_consistency(8, 8, ROOTS[8], ROOTS[8], [])
    assert not merkle.verify_consistency(8, 8, ROOTS[8], ROOTS[7], [])
    assert not merkle.verify_consistency(8, 8, ROOTS[8], ROOTS[8], [ROOTS[8]])


def test_an_empty_tree_proves_nothing() -> None:
    assert not merkle.verify_consistency(0, 8, ROOTS[0], ROOTS[8], [])
    assert not merkle.verify_consistency(0, 0, ROOTS[0], ROOTS[0], [])
    assert not merkle.verify_inclusion(0, 0, LEAVES[0], [], ROOTS[0])


@pytest.mark.parametrize("index", [-1, 8, 2**64])
def test_no_inclusion_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(index, LEAVES)


@pytest.mark.parametrize("old_size", [-1, 0, 9])
def test_no_consistency_proof_from_a_size_that_never_was(old_size: int) -> None:
    with pytest.raises(ValueError, match="no consistency proof"):
        merkle.consistency_proof(old_size, LEAVES)


NO_COUNTS: list[Any] = [None, "5", 5.0, True, -1, 2**64, 2**4096]
NO_HASHES: list[Any] = [None, "", b"", 7, ROOTS[8].hex(), ROOTS[8][:31], ROOTS[8] * 2]
NO_PROOFS: list[Any] = [None, 7, "", b"", {}, set(), iter(PROOF)]


@pytest.mark.parametrize("bad", NO_COUNTS)
def test_malformed_counts_are_false(bad: Any) -> None:
    assert not merkle.verify_inclusion(bad, 8, LEAVES[5], PROOF, ROOTS[8])
    assert not merkle.verify_inclusion(5, bad, LEAVES[5], PROOF, ROOTS[8])
    assert not merkle.verify_consistency(bad, 8, ROOTS[3], ROOTS[8], EXTENSION)
    assert not merkle.verify_consistency(3, bad, ROOTS[3], ROOTS[8], EXTENSION)


def test_a_truth_value_is_no_count() -> None:
    assert merkle.verify_inclusion(0, 1, LEAVES[0], [], ROOTS[1])
    assert not merkle.verify_inclusion(False, True, LEAVES[0], [], ROOTS[1])
    assert not merkle.verify_consistency(True, True, ROOTS[1], ROOTS[1], [])


@pytest.mark.parametrize("bad", NO_HASHES)
def test_malformed_hashes_are_false(bad: Any) -> None:
    assert not merkle.verify_inclusion(5, 8, bad, PROOF, ROOTS[8])
    assert not merkle.verify_inclusion(5, 8, LEAVES[5], PROOF, bad)
    assert not merkle.verify_inclusion(5, 8, LEAVES[5], [*PROOF[:-1], bad], ROOTS[8])
    assert not merkle.verify_consistency(3, 8, bad, ROOTS[8], EXTENSION)
    assert not merkle.verify_consistency(3, 8, ROOTS[3], bad, EXTENSION)
    cut = [*EXTENSION[:-1], bad]
    assert not merkle.verify_consistency(3, 8, ROOTS[3], ROOTS[8], cut)


@pytest.mark.parametrize("bad", NO_PROOFS)
def test_malformed_proofs_are_false(bad: Any) -> None:
    assert not merkle.verify_inclusion(0, 1, LEAVES[0], bad, LEAVES[0])
    assert not merkle.verify_inclusion(5, 8, LEAVES[5], bad, ROOTS[8])
    assert not merkle.verify_consistency(3, 8, ROOTS[3], ROOTS[8], bad)
    assert not merkle.verify_consistency(8, 8, ROOTS[8], ROOTS[8], bad)
