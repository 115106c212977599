"""What every page needs to know."""


def page(request):
    """Unread notices of the person; one query, and none for visitors."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_count": 0}
    return {"unread_count": user.notices.unread().count()}
