from django.urls import path

from contacts import views

app_name = "contacts"
urlpatterns = [
    path("support/", views.directory, name="directory"),
    path("support/<slug:cc>/", views.country, name="country"),
    path("support/<slug:cc>/edit/", views.edit, name="country_edit"),
    path("support/<slug:cc>/confirm/", views.confirm, name="country_confirm"),
    path("support/<slug:cc>/<slug:region>/", views.region, name="region"),
    path("support/<slug:cc>/<slug:region>/edit/", views.edit, name="edit"),
    path("support/<slug:cc>/<slug:region>/confirm/", views.confirm, name="confirm"),
]
