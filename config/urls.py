from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import health
from pages import offline, sitemaps

urlpatterns = [
    path("robots.txt", health.robots, name="robots"),
    path("favicon.ico", health.favicon),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("offline.js", offline.worker, name="worker"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    # English at the bare address, which is what is cited; another language of the interface under its prefix.
    *i18n_patterns(
        path("", include("search.urls")),
        path("", include("pages.urls")),
        prefix_default_language=False,
    ),
]

handler404 = "pages.errors.not_found"
