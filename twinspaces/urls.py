from django.urls import path

from twinspaces import views

app_name = "twinspaces"


def _publishing(kind: str) -> list:
    """The two addresses by which something is shown to everybody, and taken back."""
    start, about = f"<slug:slug>/{kind}s/<int:item_id>", {"kind": kind}
    return [
        path(f"{start}/publish/", views.publish, about, name=f"{kind}_publish"),
        path(f"{start}/unpublish/", views.unpublish, about, name=f"{kind}_unpublish"),
    ]


urlpatterns = [
    path("", views.mine, name="mine"),
    path("<slug:slug>/", views.home, name="home"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/members/", views.members, name="members"),
    path("<slug:slug>/members/invite/", views.invite, name="invite"),
    path("<slug:slug>/members/<int:member_id>/remove/", views.remove_member, name="remove_member"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
    path("<slug:slug>/invitations/<int:invitation_id>/", views.invitation, name="invitation"),
    path("<slug:slug>/invitations/<int:invitation_id>/accept/", views.accept, name="accept"),
    path("<slug:slug>/invitations/<int:invitation_id>/decline/", views.decline, name="decline"),
    path("<slug:slug>/invitations/<int:invitation_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/pages/", views.pages, name="pages"),
    path("<slug:slug>/pages/new/", views.page_new, name="page_new"),
    path("<slug:slug>/pages/<int:page_id>/", views.page, name="page"),
    path("<slug:slug>/pages/<int:page_id>/edit/", views.page_edit, name="page_edit"),
    path("<slug:slug>/pages/<int:page_id>/history/", views.page_history, name="page_history"),
    path(
        "<slug:slug>/pages/<int:page_id>/history/<int:version>/",
        views.page_revision,
        name="page_revision",
    ),
    path(
        "<slug:slug>/pages/<int:page_id>/history/<int:version>/restore/",
        views.page_restore,
        name="page_restore",
    ),
    path("<slug:slug>/materials/", views.materials, name="materials"),
    path("<slug:slug>/materials/new/", views.material_new, name="material_new"),
    path("<slug:slug>/materials/<int:material_id>/", views.material, name="material"),
    path(
        "<slug:slug>/materials/<int:material_id>/remove/",
        views.material_remove,
        name="material_remove",
    ),
    path("<slug:slug>/announcements/", views.announcements, name="announcements"),
    path("<slug:slug>/announcements/new/", views.announcement_new, name="announcement_new"),
    *_publishing("page"),
    *_publishing("material"),
    *_publishing("announcement"),
]
