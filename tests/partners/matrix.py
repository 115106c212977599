from partners.models import Connection
from tests.factories import ConnectionFactory
from tests.matrix import LOGIN, row

MESSAGE = {"message": "Shall our pupils write to each other in spring?"}


def maja_asks_ana(house):
    ConnectionFactory(asker=house.maja, asked=house.ana)


def waiting(house):
    """The request Maja has sent to Ana."""
    return [Connection.objects.get(asker=house.maja, asked=house.ana).pk]


def accepted(house):
    """The connection of Ana and Luca."""
    return [Connection.objects.get(asker=house.ana, asked=house.luca).pk]


def maja(house):
    return [house.maja.slug]


MATRIX = [
    row(
        "partners:search",
        others=200,
        visitor=LOGIN,
        newcomer=403,
    ),
    # Ana and Luca may ask Maja; she cannot ask herself; support staff see her and cannot connect.
    row(
        "partners:connect",
        others=403,
        args=maja,
        visitor=LOGIN,
        newcomer=404,
        founder=200,
        cofounder=200,
    ),
    row(
        "partners:connect",
        "post",
        others=403,
        args=maja,
        data=lambda house: MESSAGE,
        visitor=LOGIN,
        newcomer=404,
        founder=302,
        cofounder=302,
    ),
    row("partners:connections", others=200, visitor=LOGIN),
    row(
        "partners:connection",
        others=404,
        args=waiting,
        prepare=maja_asks_ana,
        visitor=LOGIN,
        founder=200,
        stranger=200,
    ),
    row("partners:accept", others=405, args=lambda house: [1], visitor=LOGIN),
    row(
        "partners:accept",
        "post",
        others=404,
        args=waiting,
        prepare=maja_asks_ana,
        visitor=LOGIN,
        founder=302,
        stranger=403,
    ),
    row(
        "partners:decline",
        others=404,
        args=waiting,
        prepare=maja_asks_ana,
        visitor=LOGIN,
        founder=200,
        stranger=403,
    ),
    row(
        "partners:decline",
        "post",
        others=404,
        args=waiting,
        prepare=maja_asks_ana,
        visitor=LOGIN,
        founder=302,
        stranger=403,
    ),
    row("partners:withdraw", others=405, args=lambda house: [1], visitor=LOGIN),
    row(
        "partners:withdraw",
        "post",
        others=404,
        args=waiting,
        prepare=maja_asks_ana,
        visitor=LOGIN,
        founder=403,
        stranger=302,
    ),
    row(
        "partners:end",
        others=404,
        args=accepted,
        visitor=LOGIN,
        founder=200,
        cofounder=200,
    ),
    row(
        "partners:end",
        "post",
        others=404,
        args=accepted,
        visitor=LOGIN,
        founder=302,
        cofounder=302,
    ),
]
