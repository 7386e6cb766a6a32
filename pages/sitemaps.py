"""/sitemap.xml: what is public, under the addresses that are cited, in files of 10,000 (sitemaps.org: 50,000)."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as one_file
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from alerts.bodies import public_organizations
from alerts.models import Alert, AlertCountry, Situation
from alerts.public import address_of, public_page
from organizations.models import Organization
from pages.frameworks import public_assessments
from pages.keeping import kept
from places.models import Country

PAGES = (
    "home", "situations", "recommendations", "organizations", "countries", "frameworks", "coverage", "corrections",
    "about", "searching", "accessibility",
)  # fmt: skip


class _Section(Sitemap):  # type: ignore[type-arg]
    """Addresses of the site as the operator named it, whatever host was asked, without the prefix of a language."""

    limit = 10_000
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Alerts(_Section):
    def items(self) -> Any:
        return Alert.objects.published().only("uid", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: Alert) -> dt.datetime:
        return item.updated_at


class Situations(_Section):
    def items(self) -> Any:
        public = Situation.alerts.through.objects.filter(alert__in=Alert.objects.published())
        return Situation.objects.filter(pk__in=public.values("situation")).only("uid", "slug").order_by("pk")

    def location(self, item: Situation) -> str:
        return reverse("situation", args=[item.uid, item.slug])


class Organizations(_Section):
    def items(self) -> Any:
        return public_organizations().only("uid", "slug").order_by("pk")

    def location(self, item: Organization) -> str:
        return reverse("organization", args=[item.uid, item.slug])


class Countries(_Section):
    def items(self) -> Any:
        links = AlertCountry.objects.filter(alert__in=Alert.objects.published())
        return Country.objects.filter(pk__in=links.order_by().values("country")).only("code").order_by("pk")

    def location(self, item: Country) -> str:
        return reverse("country", args=[item.code])


class Frameworks(_Section):
    def items(self) -> Any:
        slugs = public_assessments().order_by("indicator__framework").values_list("indicator__framework__slug")
        return slugs.distinct().values_list("indicator__framework__slug", flat=True)

    def location(self, item: str) -> str:
        return reverse("framework", args=[item])


class Overviews(_Section):
    def items(self) -> Any:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


SECTIONS: dict[str, Any] = {  # of _Section
    "pages": Overviews, "alerts": Alerts, "situations": Situations, "organizations": Organizations,
    "countries": Countries, "frameworks": Frameworks,
}  # fmt: skip


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The list of the files."""
    pages = kept("sitemap", lambda: {name: part().paginator.num_pages for name, part in SECTIONS.items()})
    files = [
        {"location": f"{address_of('sitemap_section', name)}{f'?p={number}' if number > 1 else ''}", "last_mod": None}
        for name, last in pages.items()
        for number in range(1, last + 1)
    ]
    return render(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")


@public_page
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One file of it, or page `?p=` of it."""
    if section not in SECTIONS:
        raise Http404("There is no such part of the sitemap.")
    with translation.override(settings.LANGUAGE_CODE):
        try:
            return one_file(request, SECTIONS, section).render()
        except EmptyPage as error:
            raise Http404("There is no such page of it.") from error
