"""What TwinSpaces tell people."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind

# The e-mail that tells of the approval says it as well: one is enough.
OPENED = Kind("twinspaces.opened", label=_("My TwinSpace opens"), email=False)
ANNOUNCED = Kind("twinspaces.announced", label=_("An announcement in my TwinSpace"))
