"""How django-allauth speaks with the portal."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import is_proven
from notifications import texts
from notifications.services import post_email


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up and sign-in by allauth; its e-mails go through the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "That was wrong too often. Try again in five minutes; after twenty wrong attempts in an hour, or "
            "fifty in a day, it takes longer. If you are in a hurry, have a code e-mailed to you instead, or "
            "use your passkey: both work at once."
        ),
    }

    def get_login_redirect_url(self, request):
        """Who holds a post is told at once what it takes to reach the desk."""
        if request.user.holds_a_post and not is_proven(request):
            return reverse("accounts:second_factor")
        return super().get_login_redirect_url(request)

    def save_user(self, request, user, form, commit=True):
        """Who signs up on a Spanish page is written to in Spanish."""
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit=commit)

    def send_mail(self, template_prefix, email, context):
        """Put the e-mail in the outbox: no request waits for a mail server.

        The texts are written once, as plain text; the HTML is made of their paragraphs. Known
        and unknown addresses cost the same: one row.
        """
        facts = {"email": email, "site_url": settings.SITE_URL, "minutes": settings.CODE_MINUTES}
        facts |= context
        content = texts.plain(f"{template_prefix}_message.txt", facts)
        layout = {
            "content": content,
            "paragraphs": texts.paragraphs(content),
            "code": context.get("code", ""),
        }
        post_email(
            to=email,
            subject=texts.plain(f"{template_prefix}_subject.txt", facts),
            text=texts.plain("account/email/message.txt", layout),
            html=render_to_string("account/email/message.html", layout),
        )
