"""What follows when somebody signs in, or sets up or removes a second factor in allauth's pages.

What is written down about it is in `accounts/trail.py`.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts import agreements, presence, second_factor, trail

__all__ = ["trail"]  # its receivers are connected with these


@receiver(authenticator_added)
def session_is_proven(request, authenticator, **kwargs):
    second_factor.prove_by_enrolling(request, authenticator)


@receiver(authenticator_removed)
def session_is_proven_no_more(request, user, **kwargs):
    """Without any factor left, neither this session nor another one still counts as proven."""
    if not Authenticator.objects.filter(user=user).exists():
        second_factor.forget(request)
        end_other_sessions(request, user)


@receiver(user_logged_in)
def person_is_here(request, user, **kwargs):
    """They were here today, and are asked about texts that are new since they agreed."""
    presence.was_here(user.pk)
    if agreements.must_be_asked(user):
        request.session[agreements.ASK] = True
