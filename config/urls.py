from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("robots.txt", health.robots, name="robots"),
    path("favicon.ico", health.favicon),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("", include("search.urls")),
    path("", include("pages.urls")),
]
