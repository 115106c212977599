from django.urls import path

from portal import pieces, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("countries/", views.countries, name="countries"),
    path("national/<slug:cc>/", views.national, name="national"),
    path("pieces/", pieces.pieces, name="pieces"),
]
