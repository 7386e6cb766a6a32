from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("robots.txt", health.robots, name="robots"),
    path("favicon.ico", health.favicon),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    # English at the bare address, which is what is cited; another language of the interface under its prefix.
    *i18n_patterns(
        path("", include("search.urls")),
        path("", include("pages.urls")),
        prefix_default_language=False,
    ),
]
