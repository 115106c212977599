from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("", views.list_public, name="list"),
    path("new/", views.new, name="new"),
    path("mine/", views.mine, name="mine"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/accept/", views.accept, name="accept"),
    path("<slug:slug>/decline/", views.decline, name="decline"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/invite/", views.invite, name="invite"),
    path("<slug:slug>/resubmit/", views.resubmit, name="resubmit"),
    path("<slug:slug>/close/", views.close, name="close"),
]
