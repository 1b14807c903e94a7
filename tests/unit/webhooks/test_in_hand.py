"""How much one process may take of each tenant's."""

from uuid import UUID

from services.webhooks.usecases.in_hand import InHand

LOUD, LOUDER, QUIET = UUID(int=1), UUID(int=2), UUID(int=3)


def filled(*tenants: UUID, most: int) -> InHand:
    """Each takes, in turn, for as long as it may."""
    hand = InHand(most=most)
    while any(hand.room(tenant) for tenant in tenants):
        for tenant in tenants:
            if hand.room(tenant):
                hand.add(tenant)
    return hand


def test_one_tenant_leaves_half_to_others() -> None:
    assert filled(LOUD, most=100).room(QUIET) == 50


def test_of_two_loud_ones_each_has_a_third() -> None:
    assert filled(LOUD, LOUDER, most=99).room(QUIET) == 33


def test_what_ends_makes_room_again() -> None:
    hand = filled(LOUD, most=10)
    assert hand.room(LOUD) == 0
    hand.remove(LOUD)
    assert hand.room(LOUD) > 0


def test_a_tenant_that_nobody_knows_yet_has_what_is_free() -> None:
    assert filled(LOUD, most=100).room(None) == 50
