"""The addresses that an identity provider knows, under the names that django-allauth gives them."""

from django.urls import path

from accounts import single_sign_on

urlpatterns = [
    path("<slug:provider_id>/login/", single_sign_on.login, name="openid_connect_login"),
    path(
        "<slug:provider_id>/login/callback/",
        single_sign_on.callback,
        name="openid_connect_callback",
    ),
]
