app_name = "twinspaces"
urlpatterns = []
