"""Whose a budget is, and how processes share it: in slices that shrink, and never more than there is."""

import pytest

from gateway.domain.budget import Holder, Share, slice_of


@pytest.mark.parametrize(("unclaimed", "amount"), [(6000, 187), (64, 2), (63, 1), (1, 1), (0, 1)])
def test_a_slice_is_a_small_part_of_what_nobody_has_taken(unclaimed: int, amount: int) -> None:
    assert slice_of(unclaimed) == amount


def test_two_processes_together_take_all_and_no_more() -> None:
    limit, taken, shares = 1000, 0, [Share(), Share()]
    used = 0
    for turn in range(10_000):
        share = shares[turn % 2]
        if not share.left and share.taken < limit:
            amount = slice_of(limit - share.taken)
            share.add(amount, taken_before=taken, limit=limit)
            taken += amount
        if share.left:
            share.left -= 1
            used += 1
    assert used == limit
    assert [share.remaining(limit) for share in shares] == [0, 0]


def test_what_remains_counts_what_others_took_and_what_is_still_in_hand() -> None:
    share = Share()
    share.add(10, taken_before=30, limit=100)
    assert share.remaining(100) == 70
    share.left -= 4
    assert share.remaining(100) == 66


def test_a_key_its_tenant_and_an_address_have_budgets_of_their_own() -> None:
    holders = [Holder("1", "2"), Holder("1"), Holder(address="192.0.2.1")]
    assert [holder.kind for holder in holders] == ["key", "tenant", "address"]
    assert len(set(holders)) == 3
