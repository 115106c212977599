from django.urls import path

from portal import pieces, statements, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("countries/", views.countries, name="countries"),
    path("national/<slug:cc>/", views.national, name="national"),
    path("about/", statements.about, name="about"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("pieces/", pieces.pieces, name="pieces"),
]
