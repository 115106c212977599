"""Who may use the addresses of `notifications`."""

from notifications.models import Notice
from tests.matrix import LOGIN, row


def of_the_founder(house):
    """A notice of Ana's: nobody else may know of it."""
    notice, _new = Notice.objects.get_or_create(
        recipient=house.founder,
        once_key="of-the-founder",
        defaults={"kind": "tests", "about": house.project, "subject": "News", "body": ""},
    )
    return [notice.pk]


MATRIX = [
    row("notifications:inbox", others=200, visitor=LOGIN),
    row("notifications:inbox", "post", others=405, visitor=LOGIN),
    row("notifications:read_all", "post", others=302, visitor=LOGIN),
    row("notifications:read_all", others=405, visitor=LOGIN),
    row("notifications:preferences", others=200, visitor=LOGIN),
    row("notifications:preferences", "post", others=302, visitor=LOGIN),
    row("notifications:open", args=of_the_founder, others=404, founder=302, visitor=LOGIN),
    row("notifications:open", "post", args=of_the_founder, others=404, founder=302, visitor=LOGIN),
    row("notifications:read", "post", args=of_the_founder, others=404, founder=302, visitor=LOGIN),
    row("notifications:read", args=of_the_founder, others=405, visitor=LOGIN),
    # A signed token in the address is the permission; without a true one there is nothing here.
    row("notifications:unsubscribe", args=lambda house: ["made-up"], others=404),
    row("notifications:unsubscribe", "post", args=lambda house: ["made-up"], others=404),
]
