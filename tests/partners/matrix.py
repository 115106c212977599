from accounts.models import Block
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


def ana_blocks_maja(house):
    Block.objects.create(blocker=house.ana, blocked=house.maja)


def blocked(house):
    """Ana's block of Maja."""
    return [Block.objects.get(blocker=house.ana).pk]


# Teachers alone are suggested anybody; Maja cannot refuse herself.
SUGGESTED = {"others": 403, "visitor": LOGIN, "founder": 302, "cofounder": 302}

MATRIX = [
    row(
        "partners:search",
        others=200,
        visitor=LOGIN,
        newcomer=403,
    ),
    row(
        "partners:map",
        others=200,
        visitor=LOGIN,
        newcomer=403,
    ),
    row(
        "partners:suggestions",
        others=403,
        visitor=LOGIN,
        founder=200,
        cofounder=200,
        stranger=200,
    ),
    row("partners:dismiss", others=405, args=maja, visitor=LOGIN),
    row("partners:dismiss", "post", args=maja, **SUGGESTED),
    row("partners:suggest_again", others=405, args=maja, visitor=LOGIN),
    row("partners:suggest_again", "post", args=maja, **SUGGESTED),
    # Support staff have no profile that could be blocked or block.
    row(
        "partners:block",
        others=403,
        args=maja,
        visitor=LOGIN,
        newcomer=404,
        founder=200,
        cofounder=200,
    ),
    row(
        "partners:block",
        "post",
        others=403,
        args=maja,
        visitor=LOGIN,
        newcomer=404,
        founder=302,
        cofounder=302,
    ),
    # Whoever is blocked meets nobody there, as if there were no such page.
    row(
        "partners:block",
        others=403,
        args=maja,
        prepare=ana_blocks_maja,
        visitor=LOGIN,
        newcomer=404,
        founder=404,
        cofounder=200,
    ),
    row("partners:blocked", others=200, visitor=LOGIN),
    row("partners:unblock", others=405, args=lambda house: [1], visitor=LOGIN),
    row(
        "partners:unblock",
        "post",
        others=404,
        args=blocked,
        prepare=ana_blocks_maja,
        visitor=LOGIN,
        founder=302,
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
