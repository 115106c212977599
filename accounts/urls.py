from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("accounts/second-step/", views.second_factor, name="second_factor"),
    path("national/<slug:cc>/join/", views.national_join, name="national_join"),
    path("welcome/", views.welcome, name="welcome"),
    path("welcome/you/", views.welcome_you, name="welcome_you"),
    path("welcome/school/", views.welcome_school, name="welcome_school"),
    path("welcome/school/options/", views.school_options, name="school_options"),
    path("welcome/school/add/", views.add_school, name="add_school"),
    path("welcome/school/<int:school_id>/choose/", views.choose_school, name="choose_school"),
    path("welcome/teaching/", views.welcome_teaching, name="welcome_teaching"),
    path("welcome/next/", views.welcome_next, name="welcome_next"),
    path("profile/", views.profile_edit, name="profile_edit"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("schools/<slug:slug>/", views.school, name="school"),
]
