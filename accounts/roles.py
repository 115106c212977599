"""Which roles at school open the eTwinning area. The answer stands in the vocabulary of roles."""

from django.utils.translation import gettext_lazy as _

from core import vocabularies
from core.models import Vocabulary
from core.rules import YES, Decision, no


def may_join(role: str) -> Decision:
    """People who work with pupils in a school may join; others are told what they can do instead."""
    term = vocabularies.terms(Vocabulary.ROLE).get(role)
    if term is None:
        return no(_("Choose the role you have at your school."))
    if term.facts.get("may_join") == "no":
        return no(
            _(
                "This role does not open the eTwinning area, because projects are run by people who "
                "work with pupils in a school. If you do, choose the role you have there. If not, you "
                "can read the public projects, and your National Support Organisation will gladly "
                "tell you how else to take part."
            )
        )
    return YES
