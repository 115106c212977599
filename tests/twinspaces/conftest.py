"""Carmen, who waits for validation, is invited into a room, and in it."""

import pytest

from tests.at_once import fresh
from tests.factories import InvitationFactory
from twinspaces import services


@pytest.fixture
def invitation(house):
    return InvitationFactory(twinspace=house.space, address=house.newcomer.email)


@pytest.fixture
def place(house, invitation):
    """Carmen takes part in Ana's and Luca's room."""
    return services.accept(invitation_id=invitation.pk, by=fresh(house.newcomer))
