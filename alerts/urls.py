from django.urls import path, register_converter

from alerts import views
from identifiers.uid import UidConverter

register_converter(UidConverter, "uid")

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("alerts/<uid:uid>/", views.alert_uid, name="alert_uid"),
    path("alerts/<uid:uid>/v<int:number>/", views.version, name="version"),
    path("alerts/<uid:uid>/<slug:slug>/", views.alert, name="alert"),
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/<uid:uid>/", views.organization_uid, name="organization_uid"),
    path("organizations/<uid:uid>/<slug:slug>/", views.organization, name="organization"),
]
