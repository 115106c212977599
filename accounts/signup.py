"""Signing up with django-allauth."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django.contrib.auth import get_user_model


class SignupForm(AllauthSignupForm):
    """Allauth's form, as slow for an address that has an account as for one that has none."""

    def try_save(self, request):
        if self.account_already_exists:
            # SECURITY: hashing takes most of the time of a sign-up. Without it the clock would
            # tell anybody who has an account here.
            get_user_model()().set_password(self.cleaned_data["password1"])
        return super().try_save(request)
