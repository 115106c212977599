"""National single sign-on and EU Login: OpenID Connect by django-allauth, held a little stricter.

An identity is the provider and its `sub`, never an e-mail address. Each sign-in sends a nonce and
PKCE; the ID token's signature, issuer, audience, age and nonce are verified, and the provider's
further answers must be about the same person. A provider that is down is a page, not an error.
"""

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.translation import get_language, get_language_from_path
from requests import RequestException

NONCE_LENGTH = 32


class Adapter(OpenIDConnectOAuth2Adapter):
    """What the provider answers, believed only after it is verified."""

    nonce = ""

    @property
    def openid_config(self):
        try:
            return super().openid_config
        except (RequestException, ValueError) as error:
            raise OAuth2Error("The provider's configuration cannot be read.") from error

    def _decode_id_token(self, app, id_token):
        try:
            claims = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (KeyError, ValueError, jwt.PyJWTError) as error:
            raise OAuth2Error("The ID token cannot be verified.") from error
        if not self.nonce or not constant_time_compare(claims.get("nonce", ""), self.nonce):
            raise OAuth2Error("The ID token answers another question.")
        return claims

    def complete_login(self, request, app, token, **kwargs):
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("The provider sent no ID token.")
        claims = self._decode_id_token(app, id_token)
        userinfo = self._fetch_user_info(token.token)
        if userinfo.get("sub") != claims["sub"]:
            raise OAuth2Error("The provider speaks of two people.")
        data = {"userinfo": userinfo, "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, data)


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Adapter

    def serialize(self):
        """Found again by its own id: two providers may know the portal under the same client id."""
        return super().serialize() | {"id": self.app.provider_id}

    def get_scope_from_request(self, request):
        return self.get_scope()

    def get_auth_params_from_request(self, request, action):
        return self.get_auth_params()

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        nonce = get_random_string(NONCE_LENGTH)
        params = kwargs.pop("auth_params", None) or self.get_auth_params()
        return super().redirect(
            request,
            process,
            next_url,
            data,
            auth_params={**params, "nonce": nonce},
            nonce=nonce,
            **kwargs,
        )


class CallbackView(OAuth2CallbackView):
    """The person comes back from the provider; the nonce they left with is in the state."""

    def _get_state(self, request, provider):
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request, provider=None, client_id=None):
        """Providers come from the settings alone: no page asks the database for them."""
        known = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in known.values() for app in apps]

    def pre_social_login(self, request, sociallogin):
        """An address that has an account already: say so, and how to connect the two.

        Only if the provider vouches for the address, so that nobody learns of other people's
        accounts. Otherwise the address is confirmed by a code first, as at any sign-up.
        """
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        for email in verified:
            if get_user_model().objects.filter(email__iexact=email).exists():
                context = {"provider": sociallogin.provider, "email": email}
                page = render(request, "socialaccount/address_taken.html", context, status=409)
                raise ImmediateHttpResponse(page)

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.given_name = (data.get("first_name") or "")[:80]
        user.family_name = (data.get("last_name") or "")[:80]
        return user

    def save_user(self, request, sociallogin, form=None):
        """The person is written to in the language of the page they left from."""
        left_from = sociallogin.state.get("next", "")
        sociallogin.user.language = get_language_from_path(left_from) or get_language()
        return super().save_user(request, sociallogin, form)


def _at_provider(view_class, request, provider_id):
    adapter = Adapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        return view_class.adapter_view(adapter)(request)
    except OAuth2Error as error:
        return render_authentication_error(request, provider, exception=error)


@login_not_required
def login(request, provider_id):
    return _at_provider(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request, provider_id):
    return _at_provider(CallbackView, request, provider_id)
