"""The addresses of a portal with the demo world: the tests' own settings are without it."""

from django.urls import include, path

from etwinning.urls import urlpatterns as of_the_portal

urlpatterns = [path("demo/mail/", include("notifications.demo")), *of_the_portal]
