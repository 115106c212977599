from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind

CONNECTION_ASKED = Kind("partners.connection_asked", label=_("Somebody asks to connect with me"))
CONNECTION_ACCEPTED = Kind(
    "partners.connection_accepted", label=_("Somebody accepts my request to connect")
)
CONNECTION_DECLINED = Kind(
    "partners.connection_declined", label=_("Somebody declines my request to connect")
)
