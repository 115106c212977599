from django.urls import path

from partners import views

app_name = "partners"
urlpatterns = [
    path("", views.search, name="search"),
    path("connect/<slug:slug>/", views.connect, name="connect"),
    path("connections/", views.connections, name="connections"),
    path("connections/blocked/", views.blocked, name="blocked"),
    path("connections/blocked/<int:block_id>/unblock/", views.unblock, name="unblock"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("suggestions/<slug:slug>/dismiss/", views.dismiss, name="dismiss"),
    path("suggestions/<slug:slug>/again/", views.suggest_again, name="suggest_again"),
    path("map/", views.map_of_results, name="map"),
    path("block/<slug:slug>/", views.block, name="block"),
    path("connections/<int:connection_id>/", views.connection, name="connection"),
    path("connections/<int:connection_id>/accept/", views.accept, name="accept"),
    path("connections/<int:connection_id>/decline/", views.decline, name="decline"),
    path("connections/<int:connection_id>/withdraw/", views.withdraw, name="withdraw"),
    path("connections/<int:connection_id>/end/", views.end, name="end"),
]
